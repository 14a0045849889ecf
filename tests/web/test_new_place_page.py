"""Make a place step by step: files are kept from step to step, faults are sentences, a stop leaves nothing behind."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from small_place import left_behind, make_files, write_text
from streamlit.testing.v1 import AppTest
from web_app import SECONDS, open_page, text_of

from assetmap.services import workspace
from assetmap.services.workspace import PlaceParts
from assetmap.web import state
from assetmap.web.jobs import Job, State


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return make_files(tmp_path / "files")


def sound(page: AppTest) -> AppTest:
    assert not page.exception
    assert not any("went wrong on our side" in error.value for error in page.error), page.error
    return page


def press(page: AppTest, key: str) -> AppTest:
    return sound(page.button(key=key).click().run())


def named(name: str = "Bont") -> AppTest:
    page = sound(open_page("new"))
    page.text_input(key="new_place_name").set_value(name)
    return sound(page.button[0].click().run())


def give(page: AppTest, key: str, path: Path) -> AppTest:
    page.file_uploader(key=key).set_value((path.name, path.read_bytes(), "application/octet-stream")).run()
    return sound(page)


def go_on(page: AppTest, times: int = 1) -> AppTest:
    for _ in range(times):
        page = press(page, "new_place_on")
    return page


def finish(page: AppTest) -> AppTest:
    job: Job[Any] = page.session_state["new_place"].job
    assert job.wait(SECONDS)
    return sound(page.run())


def heading(page: AppTest) -> str:
    return str(page.header[0].value)


def test_a_place_is_made_step_by_step(home: Path, files: Path) -> None:
    page = named()
    assert heading(page) == "Step 2 of 7: Areas"
    assert "geoportal.statistics.gov.uk" in text_of(page)
    page = go_on(give(page, "new_place_areas_0", files / "areas.geojson"))
    assert heading(page) == "Step 3 of 7: How many people live there"
    page = go_on(give(page, "new_place_population_0", files / "people.csv"))
    page = go_on(give(page, "new_place_postcodes_0", files / "postcodes.csv"))
    page = go_on(give(page, "new_place_streets_0", files / "streets.osm.pbf"))
    page = go_on(page)
    assert heading(page) == "Step 7 of 7: Make it"
    said = text_of(page)
    assert "areas.geojson" in said
    assert "streets.osm.pbf" in said
    assert left_behind(home) == []
    page = finish(press(page, "new_place_make"))
    assert "Bont is made." in text_of(page)
    assert "Bont has 2 areas, 150 residents, 4 postcodes and 0 assets." in text_of(page)
    made = workspace.show_place(workspace.open_place(state.settings(), "Bont"))
    assert (made.areas, made.population, made.postcodes) == (2, 150, 4)
    assert set(made.streets) == {"walk", "wheels", "drive"}
    assert page.session_state["place"] == "bont"


def test_a_step_back_keeps_what_was_taken_and_another_can_be_taken_instead(home: Path, files: Path) -> None:
    page = go_on(give(named(), "new_place_areas_0", files / "areas.geojson"))
    page = press(page, "new_place_back")
    assert "areas" in page.success[0].value
    page = press(page, "new_place_drop_areas")
    assert not page.success
    assert page.file_uploader(key="new_place_areas_0")
    page = press(page, "new_place_back")
    assert page.text_input(key="new_place_name").value == "Bont"


def test_a_name_without_a_letter_and_a_place_of_nothing_are_refused(home: Path) -> None:
    page = named("  -  ")
    assert "no name yet" in page.error[0].value
    page = go_on(named(), 5)
    assert "A place needs areas or streets" in page.warning[0].value
    assert not any(button.key == "new_place_make" for button in page.button)


@pytest.mark.parametrize("content", ["", "not a map", '{"type": "Topology", "objects": {}}'])
def test_a_file_that_cannot_be_used_is_a_sentence_and_no_half_place_is_left(
    home: Path, tmp_path: Path, content: str
) -> None:
    page = give(named(), "new_place_areas_0", write_text(tmp_path, "areas.geojson", content))
    page = finish(press(go_on(page, 5), "new_place_make"))
    assert "areas" in page.error[0].value
    assert page.error[0].value.count(".") >= 2
    assert [path for path in left_behind(home) if path.is_file()] == []
    assert page.button(key="new_place_make")


def test_a_name_that_is_taken_is_said(home: Path, files: Path) -> None:
    workspace.create_place(state.settings(), "Bont", PlaceParts(areas=files / "areas.geojson"), now=state.now())
    page = give(named("bont"), "new_place_areas_0", files / "areas.geojson")
    page = finish(press(go_on(page, 5), "new_place_make"))
    assert "There is already a place" in page.error[0].value


def test_a_stop_leaves_nothing_behind(home: Path, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached, go = threading.Event(), threading.Event()
    from assetmap.adapters.areas import read_areas

    def slow(*args: Any, **more: Any) -> Any:
        reached.set()
        assert go.wait(SECONDS)
        return read_areas(*args, **more)

    monkeypatch.setattr("assetmap.services.place_building.read_areas", slow)
    page = give(named(), "new_place_areas_0", files / "areas.geojson")
    page = press(go_on(page, 5), "new_place_make")
    assert reached.wait(SECONDS)
    page = sound(page.run())
    assert [node.proto.text for node in page.get("progress")] == ["Reading areas"]
    page = press(page, "new_place_stop")
    go.set()
    page = finish(page)
    assert page.session_state["new_place"].job.state is State.CANCELLED
    assert "You stopped this" in page.info[0].value
    assert [path for path in left_behind(home) if path.is_file()] == []


def test_a_file_is_added_to_a_place_and_its_problems_are_shown(home: Path, files: Path) -> None:
    workspace.create_place(state.settings(), "Bont", PlaceParts(areas=files / "areas.geojson"), now=state.now())
    page = sound(open_page("data"))
    page.radio(key="data_task").set_value("files").run()
    page.selectbox(key="more_files_which").set_value("postcodes").run()
    page = give(page, "more_files_postcodes", files / "postcodes.csv")
    page = press(page, "more_files_add")
    job: Job[Any] = page.session_state["more_files"].job
    assert job.wait(SECONDS)
    page = sound(page.run())
    assert "The file is in." in text_of(page)
    assert workspace.open_place(state.settings(), "Bont").generation == 2
    page.selectbox(key="more_files_which").set_value("points").run()
    assert "The file is in." not in text_of(page)
    page = give(page, "more_files_points", files / "points.csv")
    page = press(page, "more_files_add")
    assert page.session_state["more_files"].job.wait(SECONDS)
    assert "Things in its files that need a look" in text_of(sound(page.run()))
