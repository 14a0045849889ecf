"""Patches on the page: a proposal looked at and taken, patches renamed, areas moved, and what a release fixes."""

from __future__ import annotations

import json
from pathlib import Path

import people_place
import pytest
from people_place import AREAS, NOW, write_csv
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import table

from assetmap.errors import OptionError
from assetmap.services import participation, patches, releases, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.workspace import Place
from assetmap.web import patch_proposals, state

A, B, C, D = AREAS
HOSTILE = "<img src=x onerror=alert(1)>[x](http://x)"
PROPOSED = "Patches that are proposed"


@pytest.fixture
def four(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setitem(people_place.AREAS, C, HOSTILE)
    state.set_sharing(on=False)
    return people_place.make_place(home, tmp_path / "files")


def bring_in(place: Place, folder: Path, numbers: dict[str, int]) -> None:
    lines = [f"Lunch,02/02/2026,resident,{a},p{a}{n},everyone" for a, k in numbers.items() for n in range(k)]
    path = write_csv(folder / "m.csv", "event,date,role,area,person,meant for", *lines)
    participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="tester")


def release(place: Place, folder: Path) -> None:
    bring_in(place, folder, {A: 20, B: 15, C: 12})
    winter = releases.ReleaseRequest(from_="2026-01-01", to="2026-02-28")
    releases.make_release(place, winter, now=NOW, who="tester")


def kept(place: Place) -> dict[str, str]:
    found = patches.read(place)
    return {} if found is None else found.unit_of


def buttons(page: AppTest) -> set[str | None]:
    return {button.key for button in page.button}


def test_a_proposal_is_shown_on_asking_and_taken(four: Place) -> None:
    page = open_page("reached")
    assert "patches_people" not in {one.key for one in page.number_input}
    page.toggle(key="patches_propose").set_value(True).run()
    assert "How many people come is not known yet." in text_of(page)
    assert "take_proposal" not in buttons(page)
    page.number_input(key="patches_people").set_value(80).run()
    assert not page.exception
    assert "With 80 people we can compare 3 large patches." in text_of(page)
    assert [(row["Patch"], row["We would expect"]) for row in table(page, PROPOSED)] == [
        (f"{HOSTILE} and Pentre", "20"), ("Cwm", "20"), ("Llan", "40"),
    ]  # fmt: skip
    assert "<img" not in text_of(page)
    assert kept(four) == {}
    page.button(key="take_proposal").click().run()
    assert not page.exception
    assert kept(four) == {A: "Llan", B: "Cwm", C: f"{HOSTILE} and Pentre", D: f"{HOSTILE} and Pentre"}
    assert len(table(page, "Patches in use since")) == 3
    assert "3 patches are in use now." in text_of(page)
    assert "They can be changed until the first figures are released." in text_of(page)


def test_people_on_record_are_rounded_for_it(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path, {A: 41, B: 22, C: 18, D: 12})
    page = open_page("reached")
    page.toggle(key="patches_propose").set_value(True).run()
    assert "With 95 people we can compare" in text_of(page)
    assert "93" not in text_of(page)


def test_so_few_people_allow_no_patches(four: Place) -> None:
    page = open_page("reached")
    page.toggle(key="patches_propose").set_value(True).run()
    page.number_input(key="patches_people").set_value(20).run()
    assert "These are too few people to compare places." in text_of(page)
    assert "take_proposal" not in buttons(page)


def test_a_place_without_residents_offers_the_list(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    page = open_page("reached")
    page.toggle(key="patches_propose").set_value(True).run()
    page.number_input(key="patches_people").set_value(80).run()
    assert "no patches can be proposed" in text_of(page)
    assert "use_patches" in buttons(page)


def test_patches_are_renamed_and_areas_moved(four: Place) -> None:
    patches.save(four, {A: "Low", B: "Low", C: "High"})
    page = open_page("reached")
    assert "rename_patch" in buttons(page)
    page.selectbox(key="patch_old").set_value("Low")
    page.text_input(key="patch_new").set_value("Tir isel")
    page.button(key="rename_patch").click().run()
    assert kept(four) == {A: "Tir isel", B: "Tir isel", C: "High", D: ""}
    page.selectbox(key="patch_area").set_value(D)
    page.selectbox(key="patch_to").set_value("High").run()
    page.button(key="move_area").click().run()
    assert not page.exception
    assert kept(four) == {A: "Tir isel", B: "Tir isel", C: "High", D: "High"}
    page.text_input(key="patch_new").set_value("=1+1")
    page.button(key="rename_patch").click().run()
    assert "begins like a formula" in page.error[0].value
    assert "=1+1" not in kept(four).values()


def test_a_name_that_is_empty_or_the_same_is_said_and_the_button_is_never_closed(four: Place) -> None:
    patches.save(four, {A: "Low", B: "Low", C: "High"})
    page = open_page("reached")
    assert not page.button(key="rename_patch").disabled
    page.button(key="rename_patch").click().run()
    assert "Type the new name, then press Rename it" in page.error[0].value
    page.text_input(key="patch_new").set_value(" High ")
    page.button(key="rename_patch").click().run()
    assert "High is what it is called already" in page.error[0].value
    page.text_input(key="patch_new").set_value("Bryn")
    page.button(key="rename_patch").click().run()
    assert not page.error
    assert "High is now called Bryn." in text_of(page)
    assert page.text_input(key="patch_new").value == ""


def test_an_area_is_moved_only_where_it_is_not(four: Place) -> None:
    patches.save(four, {A: "Low", B: "Low", C: "High"})
    page = open_page("reached")
    assert [page.selectbox(key=key).value for key in ("patch_area", "patch_to")] == [None, None]
    assert page.selectbox(key="patch_area").options == [
        f"{HOSTILE}, now in High", "Cwm, now in Low", "Llan, now in Low", "Pentre, now in no patch",
    ]  # fmt: skip
    page.button(key="move_area").click().run()
    assert "Choose an area, and the patch it goes to" in page.error[0].value
    page.selectbox(key="patch_area").set_value(A)
    page.selectbox(key="patch_to").set_value("Low").run()
    page.button(key="move_area").click().run()
    assert "Llan is in this patch already" in page.error[0].value
    assert kept(four) == {A: "Low", B: "Low", C: "High", D: ""}
    page.selectbox(key="patch_to").set_value("High").run()
    page.button(key="move_area").click().run()
    assert not page.error
    assert "Llan is now in High." in text_of(page)
    assert kept(four)[A] == "High"


def test_a_number_hoped_for_is_held_against_those_on_record(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path, {A: 21, B: 12, C: 12})
    page = open_page("reached")
    page.toggle(key="patches_propose").set_value(True).run()
    page.number_input(key="patches_people").set_value(80).run()
    assert "45 people are on record: you will get an answer for 1 of 3 patches." in text_of(page)
    page.number_input(key="patches_people").set_value(45).run()
    assert "are on record" not in text_of(page)


def test_fewer_on_record_than_any_patch_needs_are_said_roughly(four: Place, tmp_path: Path) -> None:
    bring_in(four, tmp_path, {A: 3, B: 2})
    page = open_page("reached")
    page.toggle(key="patches_propose").set_value(True).run()
    page.number_input(key="patches_people").set_value(80).run()
    assert "Fewer than 10 people are on record: with 3 patches you will get no answer yet." in text_of(page)
    assert "5 people" not in text_of(page)


def test_a_long_list_of_areas_is_counted_and_shown_on_asking(four: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patch_proposals, "_NAMES_SHOWN", 1)
    page = open_page("reached")
    page.toggle(key="patches_propose").set_value(True).run()
    page.number_input(key="patches_people").set_value(80).run()
    assert [row["Areas"] for row in table(page, PROPOSED)] == ["2 areas", "Cwm", "Llan"]
    page.toggle(key="patches_every_area").set_value(True).run()
    assert table(page, "Which areas are in each")[0]["Areas"] == f"{HOSTILE}, Pentre"


def test_a_drawing_is_taken(four: Place) -> None:
    x, y = people_place.CORNER
    ring = [[x - 1, y - 1], [x + 1, y - 1], [x + 1, y + people_place.SIDE], [x - 1, y + people_place.SIDE]]
    feature = {"type": "Feature", "properties": {"name": "South"},
               "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}}  # fmt: skip
    drawn = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    page = open_page("reached")
    page.file_uploader(key="patches_file").set_value(("drawn.geojson", drawn, "application/geo+json")).run()
    page.button(key="use_patches").click().run()
    assert not page.exception
    assert kept(four) == {A: "South", B: "South", C: "", D: ""}
    assert table(page, "Patches in use since")[0]["Patch"] == "In no patch"


def test_after_a_release_patches_are_only_renamed(four: Place, tmp_path: Path) -> None:
    patches.save(four, {A: "Low", B: "Low", C: "High"})
    release(four, tmp_path)
    page = open_page("reached")
    assert {"move_area", "use_patches"} & buttons(page) == set()
    assert "patches_propose" not in {one.key for one in page.toggle}
    assert "no area can be moved to another patch any more" in text_of(page)
    page.text_input(key="patch_new").set_value("Bryn uchel")
    page.button(key="rename_patch").click().run()
    assert kept(four)[C] == "Bryn uchel"
    assert "Safe versions that were released keep the names they had." in text_of(page)
    patches.rename(four, {"Low": "Dyffryn"})
    with pytest.raises(OptionError, match="released figures use this name for another patch"):
        patches.rename(four, {"Dyffryn": "High"})
    assert patches.rename(four, {"Dyffryn": "Low"}).unit_of[A] == "Low"


def test_after_a_release_by_area_it_says_why_there_are_no_patches(four: Place, tmp_path: Path) -> None:
    release(four, tmp_path)
    page = open_page("reached")
    assert not {"move_area", "use_patches", "rename_patch"} & buttons(page)
    assert "Figures for other patches would give small numbers away." in text_of(page)


def test_nothing_of_it_is_offered_while_it_is_shown_to_others(four: Place) -> None:
    patches.save(four, {A: "Low", B: "Low", C: "High"})
    page = open_page("reached")
    state.set_sharing(on=True)
    page.run()
    assert not {"move_area", "use_patches", "rename_patch"} & buttons(page)
    state.set_sharing(on=False)
    assert workspace.open_place(four.settings, "Four").name == "Four"
