"""What the census's groups are, on Your data: as the command lists it, corrected on the page, faults in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import answer, table

from assetmap.config import Settings
from assetmap.services import census_listing, workspace
from assetmap.services.census_meaning import CENSUS_MAP_FILE, read_map
from assetmap.services.workspace import Place

CAPTION = "Census groups and what we take each for"


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def open_it() -> AppTest:
    page = open_page("data")
    page.radio(key="data_task").set_value("census").run()
    assert not page.exception
    return page


def shown(page: AppTest) -> list[tuple[str, str, str, str]]:
    return [(row["The census says"], row["We take it for"], row["Says who"], row["Live there"])
            for row in table(page, CAPTION)]  # fmt: skip


def listed(place: Place, characteristic: str) -> list[tuple[str, str, str, str]]:
    return [(row["category"], row["taken_for"], row["said_by"], f"{row['residents']:,}")
            for row in census_listing.list_meanings(place, characteristic)]  # fmt: skip


def test_the_page_lists_what_the_command_lists(place: Place) -> None:
    page = open_it()
    box = page.selectbox(key="census_characteristic")
    for name, label in zip(list(dict.fromkeys(row["characteristic"] for row in census_listing.list_meanings(place))),
                           box.options, strict=True):  # fmt: skip
        box.set_value(name).run()
        assert shown(page) == listed(place, name), label


def test_a_correction_is_kept_and_can_be_forgotten(place: Place) -> None:
    page = open_it()
    page.selectbox(key="census_characteristic").set_value("disability").run()
    before = shown(page)
    category = next(one for one, taken, _, _ in before if taken == "disabled")
    assert page.button(key="census_save").disabled
    page.selectbox(key="census_category_disability").set_value(category).run()
    page.selectbox(key="census_meaning_disability").set_value("not disabled").run()
    page.button(key="census_save").click().run()
    assert not page.exception
    assert "Saved. What was released before stays as it is." in text_of(page)
    assert read_map(place) == {"disability": {category: "not disabled"}}
    assert (category, "not disabled", "you") in {row[:3] for row in shown(page)}
    page.run()
    assert "Saved." not in text_of(page)
    page.button(key="census_reset").click().run()
    assert "own words hold again." in text_of(page)
    assert shown(page) == before
    assert read_map(place) == {}


def test_not_compared_is_counted_in_the_first_line(place: Place) -> None:
    rows = census_listing.list_meanings(place)
    open_ = sum(row["taken_for"] == "not compared" for row in rows)
    category = next(row["category"] for row in rows if row["characteristic"] == "disability")
    census_listing.correct_meanings(place, "disability", {category: "not compared"})
    said = f"{open_ + 1} of {len(rows)} census groups are compared with none of ours."
    assert answer(open_it())[0] == said


def test_a_file_that_cannot_be_read_is_said_in_words(place: Place) -> None:
    (place.folder / CENSUS_MAP_FILE).write_text("= nonsense", encoding="utf-8")
    page = open_it()
    (shown_error,) = page.error
    assert "Expected what census categories mean" in str(shown_error.value)


def test_a_place_without_figures_is_told_what_to_do(home: Path) -> None:
    from square_place import make_square

    make_square(home)
    page = open_it()
    assert answer(page)[:2] == [
        "This place has no census figures about groups of people yet.",
        "Add a table of them: choose 'Add files to this place' above.",
    ]
