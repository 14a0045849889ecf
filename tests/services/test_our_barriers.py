"""Our usual meeting, what of it stands in the way of each unit, and the last way home.

Witnesses: the demo's files counted by csv alone, the town's timetable on paper (``timetable_town.py``), and the
time-expanded graph of a day, which tries every departure.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from math import ceil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import timetable_town as paper
import town
import town_on_disk
from time_expanded import TimeExpanded

from assetmap.config import Settings
from assetmap.model.barrier import BARRIER_BY_NAME
from assetmap.model.meeting import clock_words, read_meeting
from assetmap.model.our_barrier import UnitWay, UsualMeeting
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME
from assetmap.render import barrier_words
from assetmap.services import (
    demo,
    our_barriers,
    representation_units,
    street_ways,
    timetables,
    transit_travel,
    unit_ways,
)
from assetmap.services.our_barriers import barriers_by_unit, usual_meeting
from assetmap.services.representation_units import Units
from assetmap.services.transit_rows import Answer
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 10, 1, 9, tzinfo=dt.UTC)
TOWN, HILL, EAST, ISLAND, FARM = town_on_disk.AREAS
NEVER = 10**9
ASK = "There may be a lift or a scheme: ask."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return town_on_disk.make_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return demo.open_demo(Settings(home=tmp_path_factory.mktemp("demo")), now=NOW, who="tester").place


def _at_hall(date: str, start: str, end: str) -> UsualMeeting:
    return UsualMeeting(venue_name=town_on_disk.hall_text(), date=date, start=start, end=end, number=1)


def _ask(place: Place, date: str, start: str, end: str) -> dict[str, UnitWay]:
    units = representation_units.area_units(place)
    return barriers_by_unit(place, units, _at_hall(date, start, end))


def _patches(place: Place, demo_data: Path) -> Units:
    return representation_units.patch_units(place, demo_data / "patches.csv")


# --- the demo's planted pattern ---


def _day(text: str) -> dt.date:
    day, month, year = text.split("/")
    return dt.date(int(year), int(month), int(day))


def test_the_usual_meeting_is_the_one_that_a_count_of_the_list_finds(district: Place, demo_data: Path) -> None:
    with (demo_data / "meetings.csv").open(encoding="utf-8", newline="") as file:
        held = {(row["Event"], row["Date"], row["Venue"], row["Start"], row["End"]) for row in csv.DictReader(file)}
    days = {(_day(date), venue, start, end) for _, date, venue, start, end in held}
    counts = Counter((venue, day.weekday(), start, end) for day, venue, start, end in days)
    (venue, weekday, start, end), number = counts.most_common(1)[0]
    usual = usual_meeting(district)
    assert (usual.venue_name, usual.start, usual.end, usual.number) == (venue, start, end, number)
    assert (venue, weekday, end, number) == ("Wenlas Memorial Hall", 2, "16:00", 27)
    assert usual.date == max(one[0] for one in days if one[1:] == (venue, start, end)).isoformat()
    assert usual.venue
    assert usual.reason == ""


def test_upper_marrowdale_is_told_of_its_last_bus(district: Place, demo_data: Path) -> None:
    usual = usual_meeting(district)
    ways = barriers_by_unit(district, _patches(district, demo_data), usual)
    upper = ways["Upper Marrowdale"]
    assert (upper.found, upper.not_known, upper.last_home, upper.barrier) == (0, 0, "15:50", "no_way_home")
    assert upper.sentence == "Our meetings end after its last bus: it leaves at 15:50."
    assert [way.barrier for name, way in ways.items() if name != "Upper Marrowdale"] == [""] * 7
    quillmoor = ways["Thorrowby and Quillmoor"]  # a bus on Thursdays only, and no other
    assert quillmoor.sentence == f"For most of it, we found no bus or ferry home on that day. {ASK}"
    assert ways["Aberwenlas Centre"].sentence == ""
    areas = barriers_by_unit(district, representation_units.area_units(district), usual)
    assert list(areas) == representation_units.area_units(district).names.index.tolist()
    for part in ("found", "not_found", "not_known"):
        assert sum(getattr(way, part) for way in areas.values()) == sum(getattr(way, part) for way in ways.values())


def test_an_earlier_end_takes_our_barrier_away_and_the_last_bus_stays(district: Place, demo_data: Path) -> None:
    usual = usual_meeting(district)
    earlier = UsualMeeting(venue_name=usual.venue_name, venue=usual.venue, date=usual.date, start="13:00", end="15:00")
    upper = barriers_by_unit(district, _patches(district, demo_data), earlier)["Upper Marrowdale"]
    assert (upper.last_home, upper.barrier, upper.sentence) == ("15:50", "", "")
    assert upper.found > upper.not_found


# --- the last way home, against every departure tried ---


def _answer(place: Place, usual: UsualMeeting) -> Answer:
    graph = street_ways.load_streets(place, ("walk",))["walk"]
    request = transit_travel.TransitRequest(
        meeting=read_meeting(usual.date, usual.start, usual.end),
        venue=street_ways.find_venue(place, usual.venue or usual.venue_name, graph),
        modes=timetables.vehicles_of(place),
        profile=PROFILE_BY_NAME[DEFAULT_PROFILE],
        overrun_minutes=15,
    )
    return transit_travel.answer_place(place, request)


def _seconds(walks: np.ndarray) -> list[int]:
    return [ceil(seconds - 1e-6) for seconds in walks.tolist()]


def _last_vehicle(answer: Answer, points: set[int], arrivals: dict[int, np.ndarray], door: dict[int, int]) -> str:
    """Return when the vehicle of the last way home of some points leaves, of all seconds at which one may set out."""
    level, day = answer.levels[0], answer.ground.day
    far = points - set(level.direct.home.target.tolist())
    near = {int(stop) for stop, point in zip(level.access.home.source, level.access.home.target, strict=True)
            if int(point) in far}  # fmt: skip
    for second in sorted(arrivals, reverse=True):
        if any(arrivals[second][stop] < NEVER for stop in near):
            leaving = {int(day.departure[hop]) for hop in np.flatnonzero(day.boards)
                       if door.get(int(day.departure_stop[hop]), NEVER) == day.departure[hop] - second}  # fmt: skip
            assert len(leaving) == 1
            return clock_words(leaving.pop())
    return ""


def _hold_last_homes(place: Place, usual: UsualMeeting) -> int:
    """Hold every unit's last vehicle home against the time-expanded graph; return how many have one."""
    units = representation_units.area_units(place)
    ways, answer = barriers_by_unit(place, units, usual), _answer(place, usual)
    level, day = answer.levels[0], answer.ground.day
    graph = TimeExpanded(day, answer.ground.proven.timetable.changes)
    home = level.venue.home
    door = dict(zip(home.target.tolist(), _seconds(home.seconds), strict=True))
    tried = {int(day.departure[hop]) - door[int(day.departure_stop[hop])] for hop in range(day.connections)
             if int(day.departure_stop[hop]) in door}  # fmt: skip
    arrivals = {second: graph.earliest_arrivals(door, second, NEVER) for second in tried}
    spread = street_ways.find_start_points(place)
    code = spread.areas["origin"].astype(str).to_numpy()[spread.points["area"]]
    for area in units.names.index:
        points = {len(spread.areas) + int(number) for number in np.flatnonzero(code == area)}
        assert ways[area].last_home == _last_vehicle(answer, points, arrivals, door), area
        assert ways[area].found + ways[area].not_found + ways[area].not_known == len(points)
    return sum(way.last_home != "" for way in ways.values())


@pytest.mark.parametrize("date", list(paper.RUNS))
def test_the_last_way_home_is_that_of_every_departure_tried_in_the_town(place: Place, date: str) -> None:
    assert _hold_last_homes(place, _at_hall(date, "14:00", "15:00")) > 0


def test_the_last_way_home_is_that_of_every_departure_tried_in_the_demo(district: Place) -> None:
    assert _hold_last_homes(district, usual_meeting(district)) > 15


def test_the_last_way_home_does_not_turn_on_the_meeting(place: Place) -> None:
    asked = [("08:00", "09:00"), ("14:00", "15:00"), ("20:00", "22:00")]
    told = [[way.last_home for way in _ask(place, paper.WEEKDAY, *hours).values()] for hours in asked]
    # Town, Lane and Far End walk; Top has h2 at 14:50, the Island its last sailing, Cut Off and the Farm nothing.
    assert told == [["", "14:50", "", "16:30", ""]] * 3


# --- what is ours, on paper ---


def test_a_meeting_that_ends_after_the_last_bus_of_most(place: Place) -> None:
    """Top and Upper miss h2 at 14:50; Lane walks."""
    hill = _ask(place, paper.WEEKDAY, "14:00", "15:00")[HILL]
    said = "Our meetings end after its last bus: it leaves at 14:50."
    assert hill == UnitWay(1, 2, 0, "14:50", "no_way_home", said)
    assert _ask(place, paper.WEEKDAY, "14:00", "14:30")[HILL] == UnitWay(3, 0, 0, "14:50", "", "")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("14:51", "Our meetings end after its last bus: it leaves at 14:50."),
        ("14:50", "Its last bus leaves at 14:50: too soon after our meetings end."),
        ("14:40", "Its last bus leaves at 14:50: too soon after our meetings end."),
        ("14:39", ""),  # 10 minutes to leave and 15 seconds to the stop
    ],
)
def test_a_bus_that_leaves_after_the_end_is_not_said_to_leave_before_it(place: Place, end: str, said: str) -> None:
    assert _ask(place, paper.WEEKDAY, "14:00", end)[HILL].sentence == said


def test_a_last_ferry_is_called_a_ferry(place: Place) -> None:
    ways = _ask(place, paper.WEEKDAY, "13:30", "17:00")
    assert ways[ISLAND] == UnitWay(
        0, 1, 0, "16:30", "no_way_home", "Our meetings end after its last ferry: it leaves at 16:30."
    )


def test_a_last_way_home_past_midnight(place: Place) -> None:
    assert _ask(place, paper.SATURDAY, "19:00", "23:00")[HILL].last_home == "00:45 the next day"


def test_a_meeting_that_starts_too_early(place: Place) -> None:
    """On Sundays the bus is at the Hall at 10:10 and goes home at 16:00."""
    hill = _ask(place, paper.SUNDAY, "10:10", "15:30")[HILL]
    said = "For most of it, we found no way there by bus or by ferry in time."
    assert (hill.barrier, hill.sentence, hill.last_home) == ("no_way_there", said, "16:00")


def test_both_halves_that_are_ours_are_said(place: Place) -> None:
    """On a weekday the Hill is at the door from 09:07:15 to 14:49:45."""
    hill = _ask(place, paper.WEEKDAY, "09:00", "15:00")[HILL]
    assert hill.barrier == "no_way_there"
    assert hill.sentence == (
        "For most of it, we found no way there by bus or by ferry in time. "
        "Our meetings end after its last bus: it leaves at 14:50."
    )


def test_hours_are_ours_only_where_others_would_help(tmp_path: Path) -> None:
    """With t2 and h2 alone the Hill is at the door from 13:40:15 to 14:49:45: with both tens, 49 minutes are left."""
    lines = paper.FILES["stop_times.txt"].splitlines()
    late = "\n".join([line for line in lines if not line.startswith(("t1,", "x1,"))] + [""])
    place = town_on_disk.make_town(tmp_path, files={"stop_times": late})
    fits, fills = (_ask(place, paper.WEEKDAY, "13:50", end)[HILL] for end in ("14:39", "14:40"))
    said = "For most of it, we found no way there by bus or by ferry in time."
    assert (fits.barrier, fits.sentence) == ("no_way_there", said)
    assert (fills.barrier, fills.last_home) == ("", "14:50")
    said = f"For most of it, no hours that day have a way there and back by bus or by ferry. {ASK}"
    assert fills.sentence == said
    assert _ask(place, paper.WEEKDAY, "11:00", "13:00")[HILL].sentence == said  # two hours, too: not even one would do


def test_what_is_not_known_stays_not_known(place: Place) -> None:
    ways = _ask(place, paper.WEEKDAY, "14:00", "15:00")
    pavement = "Nobody has recorded whether there is a pavement on the way. Ask people who live there."
    assert ways[EAST] == UnitWay(1, 0, 1, "", "", pavement)  # of equally many, the less hopeful is told
    assert ways[FARM] == UnitWay(0, 0, 1, "", "", "We cannot tell: it is too far from the streets on our map.")
    lon, lat = town.lon_lat(-900, 100)
    away = UsualMeeting(venue_name=f"{lat:.6f},{lon:.6f}", date=paper.WEEKDAY, start="14:00", end="15:00", number=1)
    lost = barriers_by_unit(place, representation_units.area_units(place), away)
    assert {way.sentence for way in lost.values()} == {
        "We cannot tell: our venue is too far from the streets on our map."
    }
    assert {(way.found, way.not_found, way.barrier) for way in lost.values()} == {(0, 0, "")}


def test_nothing_is_said_where_the_usual_meeting_cannot_be_used(place: Place) -> None:
    units = representation_units.area_units(place)
    told = barriers_by_unit(place, units, UsualMeeting(reason="No venue is recorded."))
    assert told == {TOWN: UnitWay(0, 0, 3), HILL: UnitWay(0, 0, 3), EAST: UnitWay(0, 0, 2), ISLAND: UnitWay(0, 0, 1),
                    FARM: UnitWay(0, 0, 1)}  # fmt: skip


def test_patches_put_points_together_and_leave_areas_out(place: Place) -> None:
    patches = representation_units.patches_of(
        representation_units.area_units(place), pd.Series({HILL: "Far", ISLAND: "Far", TOWN: "Near"})
    )
    ways = barriers_by_unit(place, patches, _at_hall(paper.WEEKDAY, "14:00", "15:00"))
    # Top and Upper miss their bus, Lane and the Island have a way: of equally many, the less hopeful is told.
    assert list(ways) == ["Far", "Near"]
    assert (ways["Far"].found, ways["Far"].not_found, ways["Far"].last_home, ways["Far"].barrier) == (2, 2, "16:30", "")
    assert ways["Far"].sentence == f"For part of it, we found no way there and back by bus or by ferry. {ASK}"


def test_no_bus_home_and_no_bus_there(tmp_path: Path) -> None:
    """Without h1 and h2 nothing goes home on a weekday; without the others nothing goes there."""
    lines = paper.FILES["stop_times.txt"].splitlines()
    without_home = "\n".join([line for line in lines if not line.startswith(("h1,", "h2,", "i"))] + [""])
    place = town_on_disk.make_town(tmp_path / "one", files={"stop_times": without_home})
    hill = _ask(place, paper.WEEKDAY, "14:00", "15:00")[HILL]
    assert hill == UnitWay(1, 2, 0, "", "", f"For most of it, we found no bus or ferry home on that day. {ASK}")
    assert (
        _ask(place, paper.WEEKDAY, "14:00", "15:00")[ISLAND].sentence
        == f"We found no bus or ferry home on that day. {ASK}"
    )
    without = "\n".join([line for line in lines if not line.startswith(("t1,", "t2,", "x1,"))] + [""])
    place = town_on_disk.make_town(tmp_path / "two", files={"stop_times": without})
    hill = _ask(place, paper.WEEKDAY, "13:00", "14:00")[HILL]
    assert hill == UnitWay(1, 2, 0, "14:50", "", f"For most of it, we found no bus or ferry there on that day. {ASK}")


def test_our_barriers_are_rows_of_the_table_and_sentences_are_short() -> None:
    assert set(unit_ways.OURS) <= set(BARRIER_BY_NAME)
    assert our_barriers.UnitWay is UnitWay
    asked = barrier_words.Asked("by bus or by ferry", ("bus", "ferry"), 57_600)
    last = barrier_words.LastHome(57_000, "")
    whats = ("no_way_home", "no_way_there", "none_home", "none_there", "none_at_all", "no_way")
    said = [barrier_words.barrier_sentence(what, asked, of_all=one) for what in whats for one in (True, False)]
    said += [barrier_words.last_home_sentence(last, asked, of_all=one) for one in (True, False)]
    assert all(len(sentence.split()) <= 20 for text in said for sentence in text.split(". "))
