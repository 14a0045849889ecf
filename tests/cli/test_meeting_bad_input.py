"""Meetings that cannot be, and lists of points with faults: a clear message or a named row; no origin disappears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import timetable_town as paper
import town
import town_on_disk
from command import Command, Said, run_in
from town_on_disk import AREAS, POSTCODES

from assetmap.model.traveller import TRAVELLER_PROFILES

WHEN = ("--date", paper.WEEKDAY, "--start", "14:00", "--end", "15:00")
PAST = "2020-01-07"
"""A Tuesday of the second place, whose timetable ended long ago."""


@pytest.fixture(scope="module")
def assetmap(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The town of today and the same town years ago."""
    folder = tmp_path_factory.mktemp("meetings")
    command = run_in(folder / "home")
    old = paper.FILES["calendar.txt"].replace("20260427,20260531", "20191230,20200301")
    long_ago = {"calendar": old, "calendar_dates": "service_id,date,exception_type\n"}
    for name, files in (("Town", {}), ("Old Town", long_ago)):
        parts = town_on_disk.town_parts(folder / name, files=files)
        said = command(
            "place", "new", name, "--areas", parts.areas or "", "--postcodes", parts.postcodes[0],
            "--streets", parts.streets or "", "--timetable", parts.timetables[0], "--format", "json",
        )  # fmt: skip
        assert said.code == 0, said.err
    return command


def _travel(assetmap: Command, *words: str | Path, place: str = "Town", venue: str = "") -> Said:
    return assetmap(
        "travel", "--place", place, "--venue", venue or town_on_disk.hall_text(), "--format", "json", *words
    )


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "ends before it starts": (
        ("--date", paper.WEEKDAY, "--start", "15:00", "--end", "14:00"),
        "--end 14:00: the meeting would end before it starts at 15:00",
    ),
    "takes no time": (
        ("--date", paper.WEEKDAY, "--start", "15:00", "--end", "15:00"), "would end before it starts",
    ),
    "over midnight": (
        ("--date", paper.WEEKDAY, "--start", "22:00", "--end", "01:00"), "For one over midnight, ask for its two days",
    ),
    "no hour": (
        ("--date", paper.WEEKDAY, "--start", "2 pm", "--end", "15:00"), "--start '2 pm': this is no time of day",
    ),
    "an hour too many": (("--date", paper.WEEKDAY, "--start", "14:00", "--end", "24:00"), "--end '24:00'"),
    "no day": (("--date", "2026-02-30", "--start", "14:00", "--end", "15:00"), "--date '2026-02-30': this is no day"),
    "another way of writing days": (
        ("--date", "05/05/2026", "--start", "14:00", "--end", "15:00"), "Expected year, month and day, such as",
    ),
    "a day before the timetable": (
        ("--date", "2026-04-26", "--start", "14:00", "--end", "15:00"),
        "2026-04-26: the timetable covers 2026-04-27 to 2026-05-31",
    ),
    "a day after the timetable": (
        ("--date", "2026-06-01", "--start", "14:00", "--end", "15:00"),
        "2026-06-01: the timetable covers 2026-04-27 to 2026-05-31",
    ),
    "no end": (("--date", paper.WEEKDAY, "--start", "14:00"), "Give all three, or none"),
    "no date": ((), "--modes bus: such a way depends on the day and hour. Give --date, --start and --end."),
    "an overrun in words": ((*WHEN, "--overrun", "a bit"), "--overrun 'a bit': expected whole minutes"),
    "a negative overrun": ((*WHEN, "--overrun", "-15"), "--overrun '-15': expected whole minutes"),
    "an overrun with a fraction": ((*WHEN, "--overrun", "1.5"), "--overrun '1.5': expected whole minutes"),
    "an overrun of days": ((*WHEN, "--overrun", "9999"), "--overrun '9999': expected whole minutes"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED, ids=list(REFUSED))
def test_a_meeting_that_cannot_be_is_refused(assetmap: Command, case: str) -> None:
    words, said = REFUSED[case]
    answer = _travel(assetmap, "--modes", "bus", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_an_overrun_without_a_meeting_is_refused(assetmap: Command) -> None:
    said = _travel(assetmap, "--modes", "walk", "--overrun", "15")
    assert said.code == 2
    assert "--overrun: it needs a meeting" in said.err


def test_a_past_date_is_answered_and_said(assetmap: Command) -> None:
    for modes in ("bus", "walk"):
        said = _travel(
            assetmap, "--modes", modes, "--date", PAST, "--start", "14:00", "--end", "14:30", place="Old Town"
        )
        assert [row["origin"] for row in said.json] == list(AREAS)
        assert "This date has passed." in said.err
        assert ("Buses and other vehicles were not asked for. To ask: --modes walk," in said.err) is (modes == "walk")
    assert next(row for row in said.json if row["name"] == "Town")["arrive"] == "13:50:00"


def test_a_day_without_any_service_is_answered(assetmap: Command) -> None:
    """On Sunday 12 January 2020 no tram runs: nothing does, and everybody is there."""
    said = _travel(
        assetmap, "--modes", "tram", "--origins", "postcodes", "--date", "2020-01-12", "--start", "14:00",
        "--end", "15:00", place="Old Town",
    )  # fmt: skip
    assert "Nothing in the timetable runs on this day." in said.err
    assert [row["origin"] for row in said.json] == [code for code, *_ in POSTCODES.values()]
    assert {row["way_there_and_back"] for row in said.json} == {"found", "not_found", "not_known"}


def test_a_venue_off_the_network_is_named_and_all_origins_are_there(assetmap: Command) -> None:
    lon, lat = town.lon_lat(-900, 100)
    said = _travel(
        assetmap, "--modes", "walk,bus", "--origins", "postcodes", *WHEN, venue=f"{lat:.6f},{lon:.6f}"
    )  # fmt: skip
    assert len(said.json) == 2 * len(POSTCODES)
    for row in said.json:
        assert row["way_there_and_back"] == "not_known"
        assert "The venue is 900 m from the nearest street" in row["why"]


# --- points that somebody brings -------------------------------------------------------------------------------------


def _write(folder: Path, text: str) -> Path:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return path


MILL_LON, MILL_LAT = town.lon_lat(-10, 0)
FAULTY = f"""id,postcode,lat,lon,profile
one,TW1 1AA,,,
two,TW9 9ZZ,,,
three,not a postcode,,,
four,,95.0,-3.0,
five,,,,
six,,{MILL_LAT:.7f},{MILL_LON:.7f},easy pace
six,TW9 9ZY,,,
six,TW2 1AA,,,
seven,TW1 1AB,,,hare
eight,,51.5,-2.0,
"""
SAID: list[tuple[str, str, str]] = [
    ("one", "found", ""),
    ("two", "not_known", "Its postcode is not in the lists of Town. Check it."),
    ("three", "not_known", "This is no whole postcode"),
    ("four", "not_known", "Its lat and lon are not degrees."),
    ("five", "not_known", "It has neither a postcode nor lat and lon."),
    ("six", "not_known", "Its postcode is not in the lists of Town. Check it."),
    ("six", "not_found", "We found no way home by bus after 15:00."),
    ("seven", "not_known", "Its kind of traveller is not one we know. Expected one of: usual_pace"),
    ("eight", "not_known", "from the nearest street on our map"),
    ("six", "found", ""),  # another kind of traveller comes after
]


def test_every_row_of_a_faulty_file_is_answered_by_name(assetmap: Command, tmp_path: Path) -> None:
    said = _travel(assetmap, "--modes", "bus", "--origins", _write(tmp_path, FAULTY), *WHEN)
    rows: list[dict[str, Any]] = said.json
    assert [(row["origin"], row["way_there_and_back"]) for row in rows] == [(name, way) for name, way, _ in SAID]
    for row, (_, _, why) in zip(rows, SAID, strict=True):
        assert why in row["why"]
    assert [row["profile"] for row in rows] == ["usual_pace"] * 9 + ["easy_pace"]
    assert "6 of 10 points could not be placed: the rows say why." in said.err
    assert "These ids stand more than once: six. Each row is answered on its own." in said.err
    for value in ("TW9 9ZZ", "TW9 9ZY", "not a postcode", "hare"):
        assert value not in said.err
        assert value not in said.out


def test_a_faulty_file_is_answered_by_street_too(assetmap: Command, tmp_path: Path) -> None:
    said = _travel(assetmap, "--modes", "walk,drive,bus", "--origins", _write(tmp_path, FAULTY), *WHEN)
    assert len(said.json) == 30
    for mode in ("walk", "bus"):
        ways = [row["way_there_and_back"] for row in said.json if row["modes"] == mode]
        assert (len(ways), ways.count("not_known")) == (10, 7)
    lost = [row for row in said.json if row["lon"] is None]
    assert len(lost) == 18
    assert all(row["barriers"][0]["barrier"] == "not_placed" for row in lost)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,postcode\nAnn,TW1 1AA\n", "expected the headings id and lat,lon, or id and postcode"),
        ("id,lat\n1,52.0\n", "expected the headings id and lat,lon, or id and postcode"),
        ("id\n1\n", "expected the headings"),
        ("", "people.csv"),
        ("1,2,3\n4,5,6\n", "people.csv"),
    ],
)
def test_a_file_that_lacks_its_columns_is_refused(assetmap: Command, tmp_path: Path, text: str, said: str) -> None:
    answer = _travel(assetmap, "--modes", "bus", "--origins", _write(tmp_path, text), *WHEN)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Ann" not in answer.err


def test_a_file_that_is_not_there_is_refused(assetmap: Command, tmp_path: Path) -> None:
    said = _travel(assetmap, "--modes", "bus", "--origins", tmp_path / "nobody.csv", *WHEN)
    assert said.code == 2
    assert "nobody.csv" in said.err


def test_a_file_of_headings_alone_has_no_rows_or_says_so(assetmap: Command, tmp_path: Path) -> None:
    said = _travel(assetmap, "--modes", "walk,bus", "--origins", _write(tmp_path, "id,postcode\n"), *WHEN)
    assert "Traceback" not in said.err
    assert (said.code, said.out.strip()) in {(0, "[]"), (2, "")}


@pytest.mark.parametrize("profile", [row.name for row in TRAVELLER_PROFILES])
def test_every_kind_of_traveller_may_stand_in_a_file(assetmap: Command, tmp_path: Path, profile: str) -> None:
    rows = f"id,postcode,profile\na,TW1 1AA,{profile.replace('_', ' ').title()}\nb,TW1 1AA,\n"
    said = _travel(assetmap, "--modes", "bus", "--origins", _write(tmp_path, rows), *WHEN)
    assert sorted(row["profile"] for row in said.json) == sorted([profile, "usual_pace"])


# --- timetables that cannot be ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("t2,13:40:00,13:41:00,H", "t2,13:41:00,13:40:00,H", "leave before they arrive (row 8)"),
        ("t2,13:43:00,13:43:00,A", "t2,13:33:00,13:33:00,A", "go back in time (row 9)"),
    ],
)
def test_a_timetable_that_runs_backwards_is_refused_with_its_rows(
    assetmap: Command, tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = paper.FILES["stop_times.txt"]
    assert old in text
    faulty = paper.write_timetable(tmp_path, stop_times=text.replace(old, new))
    answer = assetmap("place", "add", "Town", "--timetable", faulty, "--format", "json")
    assert (answer.code, answer.out) == (2, "")
    assert "stop_times.txt" in answer.err
    assert said in answer.err
    assert _travel(assetmap, "--modes", "bus", *WHEN).code == 0  # the place stays as it was


@pytest.mark.real_data
def test_the_isle_of_mans_timetable_is_refused_and_a_bookable_one_explained(assetmap: Command, real_data: Path) -> None:
    refused = assetmap(
        "place", "add", "Town", "--timetable", real_data / "isle-of-man" / "gtfs_route1_with_defects" / "dataset.zip"
    )
    assert refused.code == 2
    assert "stops.txt: 1 of 191 rows have too many cells, for example 13 (row 54)" in refused.err
    booked = assetmap("place", "add", "Town", "--timetable", real_data / "flex" / "fflecsi_gtfs")
    assert booked.code == 2
    assert "it holds 26 services that you book" in booked.err
    assert "stops.txt is empty" in booked.err
    assert "'NA' instead of a date" in booked.err
