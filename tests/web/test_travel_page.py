"""Getting there, and home: the hardest first, venues told apart, and what is typed stays in the window."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import people_place
import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import answer, table

from assetmap.config import Settings
from assetmap.model.journey import Way
from assetmap.services import register, travel, travel_table, venue_choice, workspace
from assetmap.services.asset_by_hand import AssetMove
from assetmap.services.register import AssetAdd, Publish
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place
from assetmap.web import maps, state

CAPTION = "Ways there and home"
HOSTILE = "<img src=x onerror=alert(1)>\u202e:red[**bold**] $x$"
HALL = "Wenlas Memorial Hall, "


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def choose(page: AppTest, name: str) -> AppTest:
    """Choose the venue whose name in the list begins so."""
    box = page.selectbox(key="travel_venue")
    option = next(option for option in box.options if option.startswith(name))
    return box.select(option).run()


def add_venue(place: Place, name: str, postcode: str, **fields: str) -> str:
    added = register.add_asset(
        place,
        AssetAdd(name=name, kind="venue", fields=fields, at=AssetMove(postcode=postcode)),
        now=state.now(),
        who="Ann",
    )
    return str(added["id"])


def a_postcode(demo_data: Path, number: int = 0) -> str:
    return (demo_data / "postcodes.csv").read_text(encoding="utf-8").splitlines()[number].split(",")[0].strip('"')


def test_it_asks_where_first(place: Place) -> None:
    page = open_page("travel")
    assert not page.exception
    assert answer(page) == ["Where is the meeting?", "Choose a venue, or type a postcode, to see who gets there."]
    assert not page.download_button
    assert "PRIVATE:" in text_of(page), "the list of venues is the working one"


def test_places_without_a_way_come_first_then_the_longest(place: Place) -> None:
    page = choose(open_page("travel"), HALL)
    assert not page.exception
    said = answer(page)
    # The island has streets of its own and a ferry: by street nobody gets off it.
    assert said[:2] == [
        "We found no way from Ynys Garwen East and Ynys Garwen West.",
        "There may be a lift or a scheme we don't know about: ask.",
    ]
    rows = table(page, CAPTION)
    page.button(key="ways_on").click().run()
    rows += table(page, CAPTION)
    assert len(rows) == 45
    assert [row["From"] for row in rows[:2]] == ["Ynys Garwen East", "Ynys Garwen West"]
    assert {row["By car"] for row in rows[:2]} == {"no way found"}
    minutes = [max(map(int, re.findall(r"(\d+) (?:minute|home)", row["By car"]))) for row in rows[2:]]
    on_foot = [row["On foot"] for row in rows[2:]]
    only_by_car = [number for number, walk in zip(minutes, on_foot, strict=True) if walk == "no way found"]
    assert only_by_car == sorted(only_by_car, reverse=True)
    assert "no way found" not in on_foot[len(only_by_car) :], "those with two ways come last"
    assert f"On foot, {45 - 2 - len(only_by_car)} of 45 places" in said[2]


def test_the_page_says_what_the_service_found(place: Place) -> None:
    page = choose(open_page("travel"), HALL)
    shown = {row["From"]: row for row in table(page, CAPTION)}
    venue = str(page.selectbox(key="travel_venue").value)
    for row in travel.travel(place, TravelRequest(venue=venue, modes=("drive",))).facts:
        if row["name"] in shown and row["minutes_there"] is not None:
            there, home = round(row["minutes_there"]), round(row["minutes_back"])
            assert shown[row["name"]]["By car"].startswith(f"{there} minutes there, {home} home")


def test_one_way_of_travelling_is_enough_and_none_is_not(place: Place) -> None:
    page = choose(open_page("travel"), HALL)
    page.checkbox(key="travel_drive").uncheck().run()
    assert set(table(page, CAPTION)[0]) == {"From", "On foot", "What stands in the way"}
    page.checkbox(key="travel_wheels").check().run()
    assert set(table(page, CAPTION)[0]) == {"From", "On foot", "On wheels, step-free", "What stands in the way"}
    page.checkbox(key="travel_wheels").uncheck().run()
    page.checkbox(key="travel_walk").uncheck().run()
    assert answer(page) == ["How do people travel?", "Tick at least one way to travel."]


@pytest.mark.parametrize("typed", ["{postcode}", "{lower}", "53.7463,-3.9920"])
def test_what_is_typed_counts_and_stays_in_the_window(place: Place, demo_data: Path, typed: str) -> None:
    postcode = a_postcode(demo_data)
    text = typed.format(postcode=postcode, lower=postcode.replace(" ", "").lower())
    page = open_page("travel")
    page.text_input(key="travel_typed").set_value(text).run()
    assert not page.exception
    assert not page.error
    assert len(table(page, CAPTION)) == 25
    assert text not in str(dict(page.query_params))
    assert not [one for one in page.caption if "We use what you typed" in one.value]
    page.selectbox(key="travel_venue").select_index(0).run()
    assert [one for one in page.caption if "We use what you typed" in one.value]
    page.toggle(key="travel_map").set_value(True).run()
    assert not page.exception
    (frame,) = page.get("iframe")
    assert str(frame.proto.src).startswith(maps.SERVED_AT)
    assert text not in str(frame.proto.src)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ZZ99 9ZZ", "This postcode is not in the lists of Demo."),
        ("somewhere nice", "This is neither a whole postcode nor a point."),
        ("-3.992,53.746", "latitude and longitude are the wrong way round"),
        ("531000,178000", "these are not degrees"),
    ],
)
def test_what_cannot_be_found_is_said_beside_what_was_typed(place: Place, typed: str, said: str) -> None:
    page = open_page("travel")
    page.text_input(key="travel_typed").set_value(typed).run()
    assert not page.exception
    assert said in page.error[0].value.replace("\\", "")
    assert "--" not in page.error[0].value
    assert page.text_input(key="travel_typed").value == typed
    assert not page.download_button


def test_a_point_far_away_is_said(place: Place) -> None:
    page = open_page("travel")
    page.text_input(key="travel_typed").set_value("53.746,3.992").run()
    assert "so we cannot work out a time" in answer(page)[0]
    assert "was a minus sign left out" in text_of(page)


def test_an_address_names_a_venue_of_the_list_and_no_other(place: Place) -> None:
    hall = next(asset_id for asset_id, name in venue_choice.venue_choices(place, "working").names.items()
                if name.startswith(HALL))  # fmt: skip
    assert open_page("travel", venue=hall).selectbox(key="travel_venue").value == hall
    page = open_page("travel", venue="<script>")
    assert not page.exception
    assert answer(page)[0] == "Where is the meeting?"


def test_while_it_is_shown_to_others_only_agreed_venues_are_there(place: Place, demo_data: Path) -> None:
    own, agreed = (
        add_venue(place, "Our Own Hall", a_postcode(demo_data)),
        add_venue(place, "Agreed Hall", a_postcode(demo_data)),
    )
    register.publish_asset(place, agreed, Publish(agreed_by="Zoe", agreed_on="2026-01-01"), now=state.now(), who="Ann")
    state.set_sharing(on=True)
    page = open_page("travel", venue=own)
    assert not page.exception
    names = [name.split(",")[0] for name in page.selectbox(key="travel_venue").options]
    assert "Agreed Hall" in names
    assert "Our Own Hall" not in names
    assert answer(page)[0] == "Where is the meeting?"
    page.text_input(key="travel_typed").set_value(own).run()
    assert "neither a whole postcode nor a point" in page.error[0].value
    assert "PRIVATE" not in text_of(page)
    page.text_input(key="travel_typed").set_value("").run()
    page = choose(page, "Agreed Hall")
    assert len(table(page, CAPTION)) == 25


def test_a_venue_chosen_before_is_left_when_it_may_not_be_shown(place: Place, demo_data: Path) -> None:
    add_venue(place, "Our Own Hall", a_postcode(demo_data))
    page = choose(open_page("travel"), "Our Own Hall")
    assert len(table(page, CAPTION)) == 25
    state.set_sharing(on=True)
    page.run()
    assert answer(page)[0] == "Where is the meeting?"
    assert "Our Own Hall" not in text_of(page)


def test_venues_of_one_name_are_told_apart(place: Place, demo_data: Path) -> None:
    near, far = a_postcode(demo_data), a_postcode(demo_data, 800)
    add_venue(place, "Twin Hall", near, address="1 High Street")
    add_venue(place, "Twin Hall", near, address="2 High Street")
    add_venue(place, "Twin Hall", far)
    add_venue(place, "Same Hall", near)
    add_venue(place, "Same Hall", near)
    names = list(venue_choice.venue_choices(place, "working").names.values())
    assert len(names) == len(set(names))
    twins = [name for name in names if name.startswith("Twin Hall")]
    assert sum("High Street" in name for name in twins) == 2
    assert len([name for name in names if re.match(r"Same Hall, .* \([12]\)$", name)]) == 2


def test_names_are_shown_as_they_stand(place: Place, demo_data: Path) -> None:
    asset_id = add_venue(place, HOSTILE, a_postcode(demo_data))
    page = open_page("travel", venue=asset_id)
    assert not page.exception
    assert any(
        option.startswith(HOSTILE.replace("\u202e", "")) for option in page.selectbox(key="travel_venue").options
    )
    assert "<img" not in text_of(page)


def test_venues_nobody_can_place_are_counted(place: Place) -> None:
    register.add_asset(place, AssetAdd(name="Nowhere Hall", kind="venue"), now=state.now(), who="Ann")
    page = open_page("travel")
    assert "venue has no location yet" in text_of(page).replace("\\", "")
    assert not any("Nowhere" in option for option in page.selectbox(key="travel_venue").options)


def test_a_place_without_streets_says_so_in_plain_words(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files")
    page = open_page("travel")
    assert not page.exception
    page.text_input(key="travel_typed").set_value("XX1 1AA").run()
    assert "no streets" in page.error[0].value
    assert "assetmap" not in page.error[0].value
    assert "--" not in page.error[0].value


def _row(origin: str, mode: str, way: Way, minutes: float | None = None, **more: Any) -> dict[str, Any]:
    return {
        "origin": origin, "name": origin.upper(), "modes": mode, "way_there_and_back": str(way),
        "minutes_there": minutes, "minutes_back": minutes, "barriers": [], "postcodes": None, **more,
    }  # fmt: skip


def test_rows_of_one_area_are_put_together_hardest_first() -> None:
    some = {"total": 4, "found": 3, "not_found": 1, "not_known": 0, "longest_minutes": 20.0}
    rows = [
        _row("near", "walk", Way.FOUND, 1.2), _row("near", "drive", Way.FOUND, 9.0),
        _row("far", "walk", Way.NOT_FOUND), _row("far", "drive", Way.FOUND, 40.0, postcodes=some),
        _row("none", "walk", Way.NOT_FOUND), _row("none", "drive", Way.NOT_FOUND),
        _row("dark", "walk", Way.NOT_FOUND), _row("dark", "drive", Way.NOT_KNOWN),
        _row("lost", "walk", Way.FOUND, postcodes=some), _row("lost", "drive", Way.NOT_FOUND),
    ]  # fmt: skip
    together = travel_table.by_origin(rows)
    assert [row["origin"] for row in together] == ["none", "dark", "lost", "far", "near"]
    assert [str(row["state"]) for row in together] == ["not_found", "not_known", "found", "found", "found"]
    assert together[-1]["walk"] == "1 minute each way"
    assert together[-2]["drive"] == "40 minutes each way, from 3 of 4 postcodes"
    assert together[2]["walk"] == "not known", "an area whose own point is off the streets gets no time"
    assert travel_table.names_in_state(together, Way.NOT_FOUND) == ["NONE"]
    assert travel_table.names_in_state(together, Way.NOT_KNOWN) == ["DARK"]
