"""Columns, places, meetings and keys, each on a few hand-made rows."""

from __future__ import annotations

import time

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
        "column 6": "dropped",
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
    said = str(caught.value)
    assert "Canary" not in said
    assert "NP20" not in said
    for words in ("No row near the top has headings we know", "for date: date, event date", "for event: event, ",
                  "--columns date=HEADING"):  # fmt: skip
        assert words in said


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
    texts = rows.row_texts(base)
    assert len(set(texts)) == 3
    assert set(rows.row_texts(base.iloc[[2, 1, 0]])) == set(texts)


def test_row_keys_say_nothing() -> None:
    assert len(set(rows.make_row_keys(100))) == 100
    assert set(rows.make_row_keys(9)).isdisjoint(rows.make_row_keys(9))


def test_dates_of_many_known_meetings_are_found_fast() -> None:
    known = [Event(events.event_id(f"T{n}", "", f"20{n % 20:02d}-01-01", "", ""), f"M {n}", f"20{n % 20:02d}-01-01")
             for n in range(70_000)]  # fmt: skip
    frame = meeting_rows(*[(f"t{n}", "", "", "", "") for n in range(40)], ("", "m 7", "", "", ""))
    start = time.process_time()
    filled = events.fill_dates(frame, known)
    assert time.process_time() - start < 4
    assert list(filled[:3]) == ["2000-01-01", "2001-01-01", "2002-01-01"]
    assert filled[40] == "2007-01-01"


def test_what_happens_to_each_column_is_said_without_unknown_headings() -> None:
    chosen = columns.choose_columns(
        table("Event", "Date", "Canary Jones", "Role", "Post code", "Notes of Canary", "DOB", "Disability"),
        {"person": "Canary Jones"},
        {"age_band": "r"},
    )
    assert chosen.sentences() == [
        "Kept: event, date and role.",
        "Turned into something smaller: person into code, postcode into area and age or date of birth into age band.",
        "Dropped: Disability and column 6.",
    ]
    assert "Canary" not in str(chosen.verdicts()) + chosen.shown("person")


def test_a_later_choice_is_merged_with_the_remembered_one() -> None:
    one = table("Wann", "Wer", "Wo")
    kept = columns.remember_choice(one, {"date": "wann", "person": "Wer"})
    assert kept == {"date": "1", "person": "2"}
    assert columns.merge_choice(one, kept, {"postcode": "Wo"}) == {"date": "Wann", "person": "Wer", "postcode": "Wo"}
    assert columns.merge_choice(one, kept, {"area": "Wer"}) == {"date": "Wann", "area": "Wer"}


def test_meetings_described_in_another_way_are_counted() -> None:
    old = [Event("a", "Lunch", "2026-01-01", "10:00", "", "Hall"), Event("b", "Walk", "2026-01-02")]
    new = [Event("a", "LUNCH", "2026-01-01", "11:00"), Event("b", "walk", "2026-01-02", meant_for="older people")]
    assert events.described_differently(new, old, says_meant_for=False) == 1
    assert events.described_differently(new, old, says_meant_for=True) == 2
    assert events.described_differently(old, old, says_meant_for=True) == 0
