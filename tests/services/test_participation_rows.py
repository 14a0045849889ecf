"""Columns, places, meetings and keys, each on a few hand-made rows."""

from __future__ import annotations

import pandas as pd
import pytest

from assetmap.adapters.files import Table
from assetmap.errors import FileUnusableError, OptionError
from assetmap.model.participation import Event, NotPlaced
from assetmap.services import participation_columns as columns
from assetmap.services import participation_events as events
from assetmap.services import participation_placing as placing
from assetmap.services import participation_rows as rows

NO_POSTCODES = pd.DataFrame({"postcode": [], "area_id": [], "cell_id": []}, dtype="str")


def table(*headings: str) -> Table:
    frame = pd.DataFrame([[""] * len(headings)], columns=list(headings), index=[2], dtype="str")
    return Table("list.csv", "", headings, 1, frame)


def test_columns_by_synonym_and_verdict() -> None:
    chosen = columns.choose_columns(
        table("Dyddiad", "Rol", "Name", "Member ID", "Post code", "Notes", "DOB"), {}, {"age_band": "r"}
    )
    assert chosen.fields == {"date": "Dyddiad", "role": "Rol", "person": "Member ID", "postcode": "Post code"}
    assert {row["column"]: row["verdict"] for row in chosen.verdicts()} == {
        "Dyddiad": "kept",
        "Rol": "kept",
        "Name": "dropped",
        "Member ID": "turned into a code that hides the name",
        "Post code": "turned into area",
        "Notes": "dropped",
        "DOB": "turned into an age band",
    }


def test_told_columns_win() -> None:
    chosen = columns.choose_columns(table("Date", "When", "Who"), {"date": "when", "person": "WHO"}, {})
    assert chosen.fields == {"date": "When", "person": "Who"}


@pytest.mark.parametrize(
    ("given", "match"), [({"date": "Nope"}, "no column 'Nope'"), ({"hat": "Date"}, "no such field")]
)
def test_told_columns_that_are_not_there(given: dict[str, str], match: str) -> None:
    with pytest.raises(OptionError, match=match):
        columns.choose_columns(table("Date"), given, {})


def test_file_without_dates_is_refused_without_saying_its_first_row() -> None:
    with pytest.raises(FileUnusableError) as caught:
        columns.choose_columns(table("Canary Jones", "NP20 1AA"), {}, {})
    assert "Canary" not in str(caught.value)
    assert "AA99 9AA" in str(caught.value)


def test_characteristic_needs_name_reason_and_column() -> None:
    assert columns.check_keep({"Age band": " to see  gaps "}) == {"age_band": "to see gaps"}
    with pytest.raises(OptionError, match="we do not know this"):
        columns.check_keep({"shoe size": "why not"})
    with pytest.raises(OptionError, match="no reason"):
        columns.check_keep({"disability": "  "})
    with pytest.raises(OptionError, match="no such column"):
        columns.choose_columns(table("Date"), {}, {"disability": "to see gaps"})


def finder() -> placing.AreaFinder:
    areas = pd.DataFrame({"area_id": ["W01000001", "W01000002", "W01000003"], "name": ["Llan", "Cwm", "Cwm"]})
    lists = pd.DataFrame({"postcode": ["XX1 1AA", "XX9 9ZZ"], "area_id": ["W01000001", ""], "cell_id": ["a", "b"]})
    return placing.make_finder(areas, lists)


@pytest.mark.parametrize(
    ("text", "area", "reason"),
    [
        ("W01000002", "W01000002", ""),
        (" w01 000002 ", "W01000002", ""),
        ("Llan", "W01000001", ""),
        ("xx11aa", "W01000001", ""),
        ("5 High St, Llan XX1 1AA", "W01000001", ""),
        ("", "", NotPlaced.NO_POSTCODE),
        ("Cwm", "", NotPlaced.NOT_A_POSTCODE),
        ("NFA", "", NotPlaced.NOT_A_POSTCODE),
        ("XX2 2BB", "", NotPlaced.NOT_FOUND),
        ("XX9 9ZZ", "", NotPlaced.OUTSIDE),
        ("E01000001", "", NotPlaced.OUTSIDE),
        ("XX1", "", NotPlaced.PART_POSTCODE),
    ],
)
def test_where_a_person_lives(text: str, area: str, reason: str) -> None:
    assert finder().find(text) == (area, reason)


def test_districts_as_areas_take_whole_postcodes_too() -> None:
    areas = pd.DataFrame({"area_id": ["NE6", "NE30"], "name": ["Walker", "Tynemouth"]})
    districts = placing.make_finder(areas, NO_POSTCODES)
    assert districts.find("ne6") == ("NE6", "")
    assert districts.find("NE6 1AB") == ("NE6", "")
    assert districts.find("NE3") == ("", NotPlaced.NOT_FOUND)
    assert districts.find("NE%") == ("", NotPlaced.NOT_A_POSTCODE)


def test_squares_stand_in_where_there_are_no_areas() -> None:
    lists = pd.DataFrame({"postcode": ["IM1 1AA"], "area_id": [""], "cell_id": ["c7"]})
    assert placing.make_finder(pd.DataFrame({"area_id": [], "name": []}), lists).find("im11aa") == ("c7", "")


def test_second_column_helps_where_the_first_cannot() -> None:
    area = pd.Series(["W01000002", "", "nowhere", ""])
    postcode = pd.Series(["XX9 9ZZ", "XX1 1AA", "", ""])
    found, why = placing.place_rows(finder(), [area, postcode], 4)
    assert list(found) == ["W01000002", "W01000001", "", ""]
    assert list(why) == ["", "", NotPlaced.NOT_A_POSTCODE, NotPlaced.NO_POSTCODE]


def meeting_rows(*parts: tuple[str, str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(parts, columns=["event", "event_name", "date", "venue", "start"], dtype="object")
    return frame.assign(end="", stage="", meant_for="")


def test_meetings_by_id_by_name_or_by_where_and_when() -> None:
    frame = meeting_rows(
        ("T1", "Lunch", "2026-03-02", "Hall", "12:00"),
        ("t1", "", "2026-03-02", "", ""),
        ("T1", "Lunch", "2026-03-09", "Hall", "12:00"),
        ("", "Lunch", "2026-03-02", "Hall", "12:00"),
        ("", "LUNCH ", "2026-03-02", "hall", "12:00"),
        ("", "Lunch", "2026-03-02", "Chapel", "12:00"),
        ("", "", "2026-03-02", "Hall", "12:00"),
    )
    ids, made, disagreeing = events.make_events(frame)
    assert ids[0] == ids[1] != ids[2]
    assert ids[3] == ids[4] != ids[5]
    assert len(set(ids)) == len(made) == 5
    assert made[0] == Event(ids[0], "Lunch", "2026-03-02", "12:00", "", "Hall", "", "everyone")
    assert disagreeing == 2


def test_missing_date_comes_from_a_meeting_with_one_date() -> None:
    frame = meeting_rows(
        ("T1", "", "2026-03-02", "", ""), ("t1", "", "", "", ""), ("T2", "", "", "", ""),
        ("T3", "", "2026-01-01", "", ""), ("T3", "", "2026-01-08", "", ""), ("T3", "", "", "", ""),
        ("", "", "", "", ""),
    )  # fmt: skip
    known = [Event(events.event_id("T2", "", "2025-05-05", "", ""), "Walk", "2025-05-05")]
    filled = events.fill_dates(frame, known)
    assert list(filled) == ["2026-03-02", "2026-03-02", "2025-05-05", "2026-01-01", "2026-01-08", "", ""]


def test_identical_rows_are_distinct_occurrences_in_any_order() -> None:
    base = pd.DataFrame(
        {
            "event_id": ["e1", "e1", "e2"],
            "role": "carer",
            "person": ["", "", ""],
            "area_id": "A",
            "not_placed": "",
            "characteristics": "",
        }
    )
    base = base.assign(not_placed="", characteristics="")
    keys = rows.row_keys(base)
    assert len(set(keys)) == 3
    assert set(rows.row_keys(base.iloc[[2, 1, 0]])) == set(keys)
