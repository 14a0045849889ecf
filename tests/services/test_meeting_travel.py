"""Meetings in the hand-drawn town, made from its own files: every time as on the paper of ``timetable_town.py``.

Postcodes stand 10 m beside their street (7.5 seconds, told as 8), the Hall's door 19 m from it (14.25, told as 15).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import timetable_town as paper
import town
import town_on_disk
from town_on_disk import AREAS, POSTCODES

from assetmap.model.journey import LegKind, Way
from assetmap.model.meeting import read_seconds
from assetmap.services import transit_help, travel
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place

Row = dict[str, Any]
Rows = dict[str, Row]

BEFORE = dt.date(2026, 4, 1)
NAME_OF = {code: name for name, (code, *_) in POSTCODES.items()}
WINTER_SUNDAY, WINTER_TUESDAY = "2026-12-13", "2026-12-08"
"""On the Sunday the sun is 23.15 degrees south. Seen from 52 north it sets where the cosine of the hour angle is
(sin -0.833 + sin 52 sin 23.15) / (cos 52 cos 23.15) = 0.5216: 58.6 degrees, 3:54 hours after noon. Noon at 3 west is at
12:12, less the equation of time of 6 minutes: the sun sets at 16:00."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return town_on_disk.make_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def winter(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The town in December, all streets but the Steps and Fast Road proven step-free; Hall, Top and h1 recorded."""
    stops = [
        line.rpartition(",")[0] + ",1" if line.startswith(("T,", "H,")) else line
        for line in paper.FILES["stops.txt"].splitlines()
    ]
    files = {
        "calendar": paper.FILES["calendar.txt"].replace("20260427,20260531", "20261130,20270103"),
        "calendar_dates": "service_id,date,exception_type\n",
        "stops": "\n".join([*stops, ""]),
        "trips": paper.FILES["trips.txt"].replace("R1,WEEK,h1,,", "R1,WEEK,h1,,1"),
    }
    return town_on_disk.make_town(tmp_path_factory.mktemp("winter"), recorded=True, files=files)


def _answer(place: Place, date: str, start: str, end: str, **asked: Any) -> tuple[list[Row], tuple[str, ...]]:
    request = {"venue": town_on_disk.hall_text(), "modes": ("bus",), "origins": "postcodes", **asked}
    answer = travel.travel(place, TravelRequest(date=date, start=start, end=end, **request), today=BEFORE)
    json.dumps(answer.facts, allow_nan=False)
    for row in answer.facts:
        _check_whole(row)
    return answer.facts, answer.notes


def _ask(place: Place, date: str, start: str, end: str, **asked: Any) -> Rows:
    """Return the rows of postcodes by the names of the drawing: each is there once."""
    rows, _ = _answer(place, date, start, end, **asked)
    assert [row["origin"] for row in rows] == [code for code, *_ in POSTCODES.values()]
    return {NAME_OF[row["origin"]]: row for row in rows}


def _check_whole(row: Row) -> None:
    """Hold what is true of every row: it says why, its legs join, its minutes are those of its clock."""
    assert row["why"] or row["way_there_and_back"] == "found", row["origin"]
    for legs, ends, minutes in (
        (row["legs_there"], ("leave_home", "arrive"), "minutes_there"),
        (row["legs_back"], ("leave_venue", "arrive_home"), "minutes_back"),
    ):
        if not legs:
            assert row[ends[0]] is row[ends[1]] is row[minutes] is None
            continue
        for leg in legs:
            assert leg["start"] <= leg["end"]
        for before, after in pairwise(legs):
            assert before["end"] <= after["start"]
            assert before["to"] == after["from"]
        assert legs[0]["start"] == row[ends[0]]
        assert legs[-1]["end"] <= row[ends[1]]
        took = read_seconds(row[ends[1]]) - read_seconds(row[ends[0]])
        assert row[minutes] == pytest.approx(took / 60, abs=0.051)


def _times(row: Row) -> tuple[str | None, ...]:
    return tuple(row[name] for name in ("leave_home", "arrive", "leave_venue", "arrive_home"))


def _barriers(row: Row) -> list[str]:
    return [barrier["barrier"] for barrier in row["barriers"]]


def _rides(legs: list[Row]) -> list[tuple[str, str, str]]:
    return [(leg["trip_id"], leg["from_stop_id"], leg["to_stop_id"]) for leg in legs if leg["kind"] == "transit"]


def test_a_bus_that_leaves_ten_minutes_before_the_end_is_no_way_home(place: Place) -> None:
    top = _ask(place, paper.WEEKDAY, "14:00", "15:00")["Top"]
    assert top["way_there_and_back"] == "not_found"
    assert _times(top) == ("13:29:52", "13:40:15", None, None)
    assert _rides(top["legs_there"]) == [("t2", "T", "H")]
    assert (top["legs_back"], top["departures_back"], top["spare_minutes"]) == ([], [], None)
    assert top["why"] == (
        "We found no way home by bus after 15:00. There may be a lift or a scheme we don't know about: ask."
    )
    assert top["would_help"] == ["If it ended 30 minutes earlier, at 14:30, there would be a way home."]
    helped = _ask(place, paper.WEEKDAY, "14:00", "14:30")["Top"]
    assert helped["way_there_and_back"] == "found"
    assert _times(helped) == ("13:29:52", "13:40:15", "14:49:45", "15:00:08")
    assert _rides(helped["legs_back"]) == [("h2", "H", "T")]
    assert helped["would_help"] == []


def test_a_start_that_is_too_early_is_told_how_much_later_would_help(place: Place) -> None:
    top = _ask(place, paper.SUNDAY, "10:10", "15:30")["Top"]
    assert (top["way_there_and_back"], _barriers(top)) == ("not_found", ["no_way_there"])
    assert top["would_help"] == ["If it started 15 minutes later, at 10:25, there would be a way."]
    assert _ask(place, paper.SUNDAY, "10:25", "15:30")["Top"]["way_there_and_back"] == "found"


def test_a_lift_to_a_stop_is_told_with_its_minutes_along_the_street(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lane is 1,500 m from Top's stop: too far at an easy pace, by car at 8 m a second 187.5 s: told as 4 minutes."""
    lane = _ask(place, paper.BANK_HOLIDAY, "10:30", "15:30", profile="easy_pace")["Lane"]
    assert (lane["way_there_and_back"], _barriers(lane)) == ("not_found", ["no_stop_near"])
    assert lane["why"].startswith("No stop in use that day is within 20 minutes on foot.")
    assert lane["would_help"] == ["With a lift of about 4 minutes by car, to Top and back, there would be a way."]
    monkeypatch.setattr(transit_help, "BESIDE_METRES", 100_000.0)  # as if that stop were beside the hall
    lane = _ask(place, paper.BANK_HOLIDAY, "10:30", "15:30", profile="easy_pace")["Lane"]
    assert lane["would_help"] == ["With a lift of about 4 minutes by car, there and back, there would be a way."]


def test_a_trip_past_midnight(place: Place) -> None:
    rows = _ask(place, paper.SATURDAY, "19:00", "23:30")
    top = rows["Top"]
    assert _times(top) == ("17:59:52", "18:10:15", "23:49:45", "24:05:08")
    assert (_rides(top["legs_there"]), _rides(top["legs_back"])) == ([("s1", "T", "H")], [("n1", "H", "T")])
    # Who misses it has u3 at 24:45: 24:44:45 at the door, 64 minutes and 45 seconds after 23:40.
    assert (top["last_way_home"], top["spare_minutes"]) == ("24:44:45", 64)
    assert top["departures_back"] == ["23:49:45", "24:44:45"]
    assert top["misses_last_way_home_if_over"] == []
    assert top["minutes_away"] == pytest.approx(6 * 60 + 5 + 16 / 60, abs=0.051)
    assert rows["Upper"]["why"].endswith("lighting not recorded on 200 m.")


@pytest.mark.parametrize("date", [paper.SUNDAY, paper.BANK_HOLIDAY])
def test_a_sunday_and_a_bank_holiday_that_runs_as_one(place: Place, date: str) -> None:
    rows, notes = _answer(place, date, "10:30", "15:30")
    top = next(row for row in rows if row["origin"] == POSTCODES["Top"][0])
    assert _times(top) == ("09:59:52", "10:10:15", "15:59:45", "16:10:08")
    assert (top["departures_there"], top["departures_back"]) == (["09:59:52"], ["15:59:45"])
    # 15:40 to 15:59:45 is 19 minutes and 45 seconds.
    assert (top["last_way_home"], top["spare_minutes"]) == ("15:59:45", 19)
    assert top["misses_last_way_home_if_over"] == [30]
    assert top["minutes_away"] == pytest.approx(370 + 16 / 60, abs=0.051)
    said = [note for note in notes if "bank holiday" in note]
    assert said == (["4 May 2026 is May Day, a bank holiday in Wales."] if date == paper.BANK_HOLIDAY else [])
    assert not any("ordinary day" in note for note in notes)


def test_a_bank_holiday_that_nobody_thought_of_is_named(place: Place) -> None:
    rows, notes = _answer(place, paper.FORGOTTEN_BANK_HOLIDAY, "10:30", "14:00")
    assert notes[:2] == (
        "25 May 2026 is Spring Bank Holiday, a bank holiday in Wales.",
        "The timetable has the buses of an ordinary day for it: ask the operator whether they run.",
    )
    top = next(row for row in rows if row["origin"] == POSTCODES["Top"][0])
    assert _rides(top["legs_there"]) == [("x1", "T", "H")]  # it overtakes t1: 09:02 to 09:07
    assert _times(top) == ("09:01:52", "09:07:15", "14:49:45", "15:00:08")
    # 09:07:15 to 10:30 is 82 minutes and 45 seconds.
    assert top["why"] == "The longest wait is 83 minutes. Is there somewhere warm to wait?"


def test_market_day_is_the_only_day_with_a_bus(place: Place) -> None:
    market = _ask(place, paper.THURSDAY, "10:00", "12:00")["Cut Off"]
    assert market["way_there_and_back"] == "found"
    assert _times(market) == ("09:29:52", "09:40:15", "12:29:45", "12:40:08")
    assert (_rides(market["legs_there"]), _rides(market["legs_back"])) == ([("m1", "C", "H")], [("m2", "H", "C")])
    assert (market["spare_minutes"], market["misses_last_way_home_if_over"]) == (19, [30])
    assert market["minutes_away"] == pytest.approx(190 + 16 / 60, abs=0.051)
    other = _ask(place, paper.WEEKDAY, "10:00", "12:00")["Cut Off"]
    assert (other["way_there_and_back"], _barriers(other)) == ("not_known", ["no_pavement_fast_road"])
    assert other["why"] == "No pavement recorded on 800 m of a fast road: not shown to be safe on foot."
    assert [leg["kind"] for leg in other["legs_there"]] == ["walk"]


def test_an_island_with_a_last_sailing(place: Place) -> None:
    """From the Quay to the door: 100 + 200 + 60 + 19 m, 284.25 seconds, told as 285."""
    without = _ask(place, paper.WEEKDAY, "13:30", "15:30")["Island"]
    assert (without["way_there_and_back"], _barriers(without)) == ("not_found", ["no_stop_near"])
    island = _ask(place, paper.WEEKDAY, "13:30", "15:30", modes=("bus", "ferry"))["Island"]
    assert (island["modes"], island["way_there_and_back"]) == ("bus+ferry", "found")
    assert _times(island) == ("12:29:52", "12:49:45", "16:25:15", "16:45:08")
    assert (_rides(island["legs_there"]), _rides(island["legs_back"])) == ([("i3", "I", "Q")], [("i4", "Q", "I")])
    assert (island["last_way_home"], island["spare_minutes"]) == ("16:25:15", 45)
    assert island["departures_there"] == ["08:29:52", "12:29:52"]
    late = _ask(place, paper.WEEKDAY, "13:30", "16:30", modes=("ferry",))["Island"]
    assert late["why"].startswith("We found no way home by ferry after 16:30.")
    assert late["would_help"] == ["If it ended 15 minutes earlier, at 16:15, there would be a way home."]


def test_walking_all_the_way_competes(place: Place) -> None:
    """Mill: 10 + 340 + 19 m, 276.75 seconds. The shuttle leaves at 11:20; on foot one leaves at 11:25:23.

    Lane: 10 + 1,640 + 19 m, 1,251.75 seconds; t2 leaves at 13:35, walking for 13:41 one leaves at 13:20:08.
    """
    mill = _ask(place, paper.WEEKDAY, "11:40", "12:30")["Mill"]
    assert _times(mill) == ("11:25:23", "11:30:00", "12:40:00", "12:44:37")
    assert [leg["kind"] for leg in mill["legs_there"] + mill["legs_back"]] == ["walk", "walk"]
    assert (mill["departures_there"], mill["last_way_home"], mill["spare_minutes"]) == ([], None, None)
    lane = _ask(place, paper.WEEKDAY, "13:51", "14:30")["Lane"]
    assert _times(lane) == ("13:34:52", "13:40:15", "14:49:45", "14:55:08")
    walks = _ask(place, paper.WEEKDAY, "13:51", "14:00")["Lane"]
    assert _times(walks)[2:] == ("14:10:00", "14:30:52")


def test_departures_are_those_that_beat_walking(place: Place) -> None:
    """Whoever walks from Lane to the Hall would not ride back to Lane to walk again."""
    lane = _ask(place, paper.WEEKDAY, "14:00", "15:00")["Lane"]
    # t1 is at Lane at 09:04:59, t2 at 13:35. On foot to Corner for h1 at 12:05 one would be no sooner at the door.
    assert lane["departures_there"] == ["09:04:51", "13:34:52"]


def test_an_overrun_of_one_s_own(place: Place) -> None:
    top = _ask(place, paper.SUNDAY, "10:30", "15:30", overrun="20")["Top"]
    assert top["misses_last_way_home_if_over"] == [20, 30]
    assert top["why"] == "If it overran by 20 minutes, they would miss the last way home, at 15:59."
    assert _ask(place, paper.SUNDAY, "10:30", "15:30", overrun="19")["Top"]["misses_last_way_home_if_over"] == [30]


def test_steps_and_roads_not_shown_to_be_safe(place: Place) -> None:
    rows = _ask(place, paper.WEEKDAY, "14:00", "15:00")
    assert rows["Well"]["why"] == "The shortest walk has 100 m of steps."
    assert rows["Well"]["legs_there"][0]["steps_metres"] == 100
    assert (rows["Far End"]["way_there_and_back"], rows["Far End"]["minutes_there"]) == ("found", 16.1)
    assert rows["Far End"]["legs_there"][0]["unsafe_metres"] == 0
    assert rows["Cut Off"]["legs_there"][0]["unsafe_metres"] == 800


def test_areas_are_answered_from_their_postcodes(place: Place) -> None:
    rows, notes = _answer(place, paper.WEEKDAY, "14:00", "15:00", origins="areas")
    assert [row["origin"] for row in rows] == list(AREAS)
    town_, hill, east, island, farm = rows
    assert town_["postcodes"] == {"total": 3, "found": 3, "not_found": 0, "not_known": 0, "longest_minutes": 4.6}
    assert hill["postcodes"] == {"total": 3, "found": 1, "not_found": 2, "not_known": 0, "longest_minutes": 20.9}
    assert (hill["way_there_and_back"], hill["shown_from"]) == ("not_found", POSTCODES["Top"][0])
    # One found and one not known: the less hopeful is told.
    assert (east["way_there_and_back"], east["shown_from"]) == ("not_known", POSTCODES["Cut Off"][0])
    assert island["way_there_and_back"] == "not_found"
    assert (farm["postcodes"], _barriers(farm)) == (None, ["off_the_streets"])
    assert farm["why"].startswith("This point is 900 m from the nearest street")
    assert "Off the mapped streets, so without a time: Farm." in notes


def test_a_venue_off_the_streets_is_named_and_every_origin_stays(place: Place) -> None:
    lon, lat = town.lon_lat(-900, 100)
    rows, _ = _answer(place, paper.WEEKDAY, "14:00", "15:00", origins="areas", venue=f"{lat:.6f},{lon:.6f}")
    assert [row["origin"] for row in rows] == list(AREAS)
    assert {row["way_there_and_back"] for row in rows} == {"not_known"}
    assert {next(iter(_barriers(row))) for row in rows} == {"venue_off_the_streets"}
    assert all("The venue is 900 m from the nearest street" in row["why"] for row in rows)


def test_a_day_on_which_nothing_runs(place: Place) -> None:
    rows, notes = _answer(place, paper.WEEKDAY, "14:00", "15:00", modes=("tram",))
    assert "Nothing in the timetable runs on this day." in notes
    by_name = {NAME_OF[row["origin"]]: row for row in rows}
    assert {name for name, row in by_name.items() if row["way_there_and_back"] == "found"} == {
        "Mill", "Well", "School", "Lane", "Far End",
    }  # fmt: skip
    assert by_name["Top"]["why"].startswith("No stop in use that day is within 30 minutes on foot.")


def test_streets_and_vehicles_in_one_answer(place: Place) -> None:
    rows, _ = _answer(place, paper.WEEKDAY, "14:00", "14:30", modes=("walk", "drive", "bus", "ferry"), origins="areas")
    assert [row["modes"] for row in rows] == [mode for mode in ("walk", "drive", "bus+ferry") for _ in AREAS]
    assert len({frozenset(row) - {"shown_from"} for row in rows}) == 1


def test_every_key_of_an_answer_is_documented(place: Place) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "travel.md").read_text(encoding="utf-8")
    rows, _ = _answer(place, paper.WEEKDAY, "14:00", "15:00", modes=("walk", "bus"), origins="areas")
    legs = [leg for row in rows for leg in row["legs_there"] + row["legs_back"]]
    counts = [row["postcodes"] for row in rows if row["postcodes"]]
    assert legs
    keys = {key for one in (*rows, *legs, *counts) for key in one}
    assert sorted(key for key in keys if f"`{key}`" not in text) == []
    assert [word for word in (*LegKind, *Way) if f"`{word}`" not in text] == []


def test_on_wheels_what_is_recorded_is_found(winter: Place) -> None:
    """Powered: 5.0 km/h, 0.72 seconds a metre: 10 m are 8 seconds, the 19 m to the door 14.

    x1 leaves later than t1, but nobody has recorded whether it takes wheelchairs.
    """
    rows = _ask(winter, WINTER_TUESDAY, "10:00", "11:30", profile="powered_wheels")
    top = rows["Top"]
    assert top["way_there_and_back"] == "found"
    assert _times(top) == ("08:59:52", "09:10:14", "12:06:46", "12:17:08")
    assert (_rides(top["legs_there"]), _rides(top["legs_back"])) == ([("t1", "T", "H")], [("h1", "H", "T")])
    # By High Street, not by the Steps: 10 + 100 + 100 + 60 + 19 m.
    assert rows["Well"]["legs_there"][0]["metres"] == pytest.approx(289, abs=1)
    assert (rows["Well"]["legs_there"][0]["kind"], rows["Well"]["way_there_and_back"]) == ("wheels", "found")


def test_on_wheels_what_nobody_recorded_is_not_known(winter: Place, place: Place) -> None:
    top = _ask(winter, WINTER_TUESDAY, "10:00", "13:00", profile="powered_wheels")["Top"]
    assert (top["way_there_and_back"], _barriers(top)[0]) == ("not_known", "vehicle_not_recorded")
    assert top["why"].startswith("Nobody has recorded whether these vehicles and stops take wheelchairs.")
    assert _rides(top["legs_back"]) == [("h2", "H", "T")]
    # The same day in a town of which nothing is recorded: t1 takes wheelchairs, the stops are blank.
    bare = _ask(place, paper.WEEKDAY, "10:00", "11:30", profile="powered_wheels")
    assert {row["way_there_and_back"] for row in bare.values()} == {"not_known", "not_found"}
    assert "vehicle_not_recorded" in _barriers(bare["Top"])
    assert _barriers(bare["Upper"])[:2] == ["step_free_not_recorded", "vehicle_not_recorded"]


def test_on_wheels_what_is_recorded_as_no_is_not_ridden(winter: Place) -> None:
    top = _ask(winter, WINTER_TUESDAY, "14:00", "14:30", profile="powered_wheels")["Top"]
    assert top["departures_there"] == ["09:01:52"]  # not t2 at 13:30, which takes no wheelchairs
    on_foot = _ask(winter, WINTER_TUESDAY, "14:00", "14:30")["Top"]
    assert on_foot["departures_there"][-1] == "13:29:52"


def test_a_stop_that_nobody_recorded_is_said_though_the_vehicle_is(winter: Place, place: Place) -> None:
    """t1 takes wheelchairs; of Lane nobody has recorded it. Lane is 1,669 m from the door: walked, all is proven."""
    lane = _ask(winter, WINTER_TUESDAY, "10:00", "11:30", profile="on_wheels")["Lane"]  # 20 minutes at 60 m: too far
    assert (lane["way_there_and_back"], _barriers(lane)[0]) == ("not_known", "vehicle_not_recorded")
    ride = lane["legs_there"][1]
    assert (ride["trip_id"], ride["wheelchair"], ride["from_stop_wheelchair"]) == ("t1", 1, 0)


def test_dark_on_the_way_in_winter(winter: Place) -> None:
    rows = _ask(winter, WINTER_SUNDAY, "10:30", "15:30")
    assert _times(rows["Upper"]) == ("09:57:22", "10:10:15", "15:59:45", "16:12:38")
    assert re.fullmatch(
        r"Dark on the way: sunset (15:59|16:0[01]), lighting not recorded on 200 m\.", rows["Upper"]["why"]
    )
    assert rows["Top"]["why"] == ""  # 10 m to the door, no street
    assert "dark_on_the_way" not in _barriers(_ask(winter, WINTER_SUNDAY, "10:30", "14:00")["Mill"])


def test_the_same_question_twice_has_the_same_answer(place: Place) -> None:
    first, second = (_answer(place, paper.WEEKDAY, "14:00", "15:00") for _ in range(2))
    assert first == second
