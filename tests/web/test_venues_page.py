"""Where and when?: which venues might do, held against the lists they came from; what to ask; who may see it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import closing
from pathlib import Path

import people_place
import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import answer, links, table

from assetmap.config import Settings
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, ACCESS_FEATURES
from assetmap.model.asset import Visibility
from assetmap.services import engine, register, venues, workspace
from assetmap.services.register import AssetAdd, Publish
from assetmap.services.workspace import Place
from assetmap.web import maps, state

CAPTION = "Venues, the likeliest first"
HOSTILE = "<img src=x onerror=alert(1)>\u202e:red[**bold**]"
LOOP, TOILET = "Hearing loop", "Accessible toilet"


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def need(page: AppTest, *names: str) -> AppTest:
    return page.multiselect(key="venues_needs").set_value(list(names)).run()


def all_rows(page: AppTest) -> list[dict[str, str]]:
    rows = table(page, CAPTION)
    while "venues_on" in {button.key for button in page.button} and not page.button(key="venues_on").disabled:
        page.button(key="venues_on").click().run()
        rows += table(page, CAPTION)
    return rows


def test_without_a_need_all_venues_stand_in_order_of_travel(place: Place) -> None:
    page = open_page("venues")
    assert not page.exception
    assert answer(page) == [
        "53 venues, in order of travel: no need was named, so access was not looked at.",
        "Choose what people need, to see which venues are recorded with it.",
        "Always visit before you book: one small step can be a barrier.",
    ]
    assert "PRIVATE:" in text_of(page)
    rows = all_rows(page)
    assert len(rows) == 53
    assert set(rows[0]) == {"Venue", "Where", "Getting there, on average"}
    ways = Counter(re.sub(r"\d+", "N", row["Getting there, on average"]) for row in rows)
    assert ways["N minutes, for N in N people"] > 40
    assert set(ways) <= {"N minutes, for N in N people", "We found no way there by street.",
                         "It has no location yet: add a postcode, so that travel can be worked out."}  # fmt: skip
    assert "Minutes are by the quicker of the ways ticked, the average of those with a way." in text_of(page)
    assert "The same venue may stand here twice where two lists name it." in text_of(page)


def test_needs_are_held_against_the_councils_own_list(place: Place, demo_data: Path) -> None:
    page = need(open_page("venues"), "hearing_loop", "accessible_toilet")
    assert not page.exception
    rows = all_rows(page)
    assert len(rows) == 53, "nothing is left out"
    with (demo_data / "assets_council.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = {row["Name"]: row for row in csv.DictReader(file)}
    times = Counter(row["Venue"] for row in rows)
    shown = {row["Venue"]: row for row in rows if times[row["Venue"]] == 1}
    council = {name: row for name, row in listed.items() if name in shown}
    assert len(council) > 20
    for name, row in council.items():
        for label in (LOOP, TOILET):
            recorded = row["Accessible toilet" if label == TOILET else "Hearing loop"]
            assert (label in shown[name]["Recorded as there"]) == (recorded == "Yes"), name
            assert (label in shown[name]["Ask about"]) == (recorded in {"", "Partly"}), name
            assert (f"{label}: recorded as no." in shown[name]["Not there"]) == (recorded == "No"), name
            assert (f"{label} (partly there)" in shown[name]["Ask about"]) == (recorded == "Partly"), name


def test_those_with_everything_come_first_then_those_to_ask(place: Place) -> None:
    page = need(open_page("venues"), "hearing_loop", "accessible_toilet")
    said = answer(page)
    number = int(re.match(r"(\d+) of 53 venues are recorded with everything", said[0])[1])  # type: ignore[index]
    rows = all_rows(page)
    tiers = [0 if row["Ask about"] == row["Not there"] == "nothing" else 1 if row["Not there"] == "nothing" else 2
             for row in rows]  # fmt: skip
    assert tiers == sorted(tiers)
    assert tiers.count(0) == number
    assert said[-1] == "Always visit before you book: one small step can be a barrier."


def test_the_questions_still_open_stand_once_with_the_way_to_the_sheet(place: Place) -> None:
    page = need(open_page("venues"), "hearing_loop", "changing_places_toilet")
    text = text_of(page)
    for name in ("hearing_loop", "changing_places_toilet"):
        assert ACCESS_FEATURE_BY_NAME[name].question in text
    assert ACCESS_FEATURE_BY_NAME["lift"].question not in text
    assert "/ask?place=demo&need=hearing_loop" in links(page)


def test_a_venue_leads_to_its_page_and_to_getting_there(place: Place) -> None:
    page = open_page("venues")
    found = links(page)
    ids = [match[1] for link in found if (match := re.fullmatch(r"/asset\?place=demo&id=([0-9a-f-]{36})", link))]
    assert len(ids) == 25
    assert [f"/travel?place=demo&venue={asset_id}" in found for asset_id in ids] == [True] * 25


def test_on_the_map_a_venue_has_its_number_of_the_list(place: Place) -> None:
    page = open_page("venues")
    assert "Number on the map" not in table(page, CAPTION)[0]
    page.toggle(key="venues_map").set_value(True).run()
    assert not page.exception
    assert [row["Number on the map"] for row in table(page, CAPTION)] == [str(number) for number in range(1, 26)]
    (frame,) = page.get("iframe")
    assert str(frame.proto.src).startswith(maps.SERVED_AT)


def test_every_need_is_asked_in_plain_words(place: Place) -> None:
    options = open_page("venues").multiselect(key="venues_needs").options
    assert options == [feature.label for feature in ACCESS_FEATURES]
    assert not any("_" in option for option in options)


def test_while_it_is_shown_to_others_only_agreed_venues_are_listed(place: Place) -> None:
    agreed = register.add_asset(place, AssetAdd(name="Agreed Hall", kind="venue"), now=state.now(), who="Ann")["id"]
    register.add_asset(place, AssetAdd(name="Own Hall", kind="venue"), now=state.now(), who="Ann")
    register.publish_asset(place, agreed, Publish(agreed_by="Zoe", agreed_on="2026-01-01"), now=state.now(), who="Ann")
    assert "Own Hall" in {row["Venue"] for row in all_rows(need(open_page("venues"), "hearing_loop"))}
    state.set_sharing(on=True)
    page = need(open_page("venues"), "hearing_loop")
    assert not page.exception
    assert "PRIVATE" not in text_of(page)
    shown = {row["Venue"] for row in all_rows(page)}
    assert "Agreed Hall" in shown
    assert "Own Hall" not in shown
    assert len(shown) < 53
    with closing(workspace.open_register(place)) as store:
        public = {asset.text("name") for asset in store.assets() if asset.visibility == Visibility.PUBLIC}
    assert shown <= public


def test_where_nobody_agreed_nothing_is_listed_to_others(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    register.add_asset(place, AssetAdd(name="Own Hall", kind="venue"), now=state.now(), who="Ann")
    state.set_sharing(on=True)
    page = open_page("venues")
    assert answer(page)[0] == "No venue has been agreed to be shown yet."
    assert "Own Hall" not in text_of(page)
    state.set_sharing(on=False)


def test_names_are_shown_as_they_stand(place: Place) -> None:
    made = AssetAdd(name=HOSTILE, kind="venue", fields={"address": HOSTILE})
    register.add_asset(place, made, now=state.now(), who="Ann")
    page = open_page("venues")
    assert not page.exception
    names = [row["Venue"] for row in all_rows(page)]
    assert HOSTILE.replace("\u202e", "") in names
    assert "<img" not in text_of(page)


def test_a_place_without_venues_leads_to_your_data(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files")
    page = open_page("venues")
    assert not page.exception
    assert answer(page)[0] == "No venue is on the list yet."
    assert {"/data?place=four&task=assets", "/data?place=four&task=streets"} <= set(links(page))
    assert "Take what the map knows" in text_of(page)
    assert not page.download_button


def test_without_streets_venues_are_listed_without_travel(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    register.add_asset(place, AssetAdd(name="A Hall", kind="venue"), now=state.now(), who="Ann")
    page = open_page("venues")
    assert not page.exception
    assert [row["Venue"] for row in table(page, CAPTION)] == ["A Hall"]
    assert "assetmap place" not in text_of(page)
    assert "--" not in re.sub(r"<style.*?</style>", "", text_of(page), flags=re.DOTALL)


@pytest.mark.parametrize(("pairs", "times"), [(0, 1), (10**12, 0)])
def test_the_engine_of_many_drives_is_begun_where_there_are_many(
    place: Place, monkeypatch: pytest.MonkeyPatch, pairs: int, times: int
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(venues, "MANY_PAIRS", pairs)
    monkeypatch.setattr(engine, "begin_drives", lambda: begun.append("drives"))
    page = open_page("venues")
    assert not page.exception
    assert len(begun) == times
    assert table(page, CAPTION)
