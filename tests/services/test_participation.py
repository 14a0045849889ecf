"""Bringing in who came to what: what is kept, what is refused, what never stays, and how a person is erased."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections import Counter
from contextlib import closing
from pathlib import Path

import openpyxl
import pandas as pd
import people_place
import pytest
from people_place import NOW, write_csv
from small_place import fill_record

from assetmap.adapters import pseudonyms
from assetmap.errors import ConflictError, FileUnusableError, NotFoundError, OptionError
from assetmap.model.imports import ImportAnswer
from assetmap.render import words
from assetmap.services import participation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.workspace import Place

HEAD = "event,date,role,person,postcode,disability,notes"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return fill_record(people_place.make_place(home, tmp_path / "files"))


def bring(place: Place, path: Path, **options: object) -> ImportAnswer:
    request = ParticipationImport(path=path, **options)  # type: ignore[arg-type]
    return participation.import_participation(place, request, now=NOW, who="tester")


def attendances(place: Place) -> pd.DataFrame:
    with closing(workspace.open_register(place)) as store:
        return store.attendances()


@pytest.fixture
def meetings(tmp_path: Path) -> Path:
    return write_csv(
        tmp_path / "meetings.csv",
        HEAD,
        "Lunch,02/02/2026,resident,Ann Lee,XX1 1AA,yes,likes cake",
        "Lunch,02/02/2026,carer,Bob,xx11ab,Prefer not to say,",
        "Lunch,,resident,Cat,XX1 1AD,no,",
        "Walk,09/02/26,resident,ann lee,XX1 1AA,yes,",
        "Walk,09/02/26,resident,,XX9 9ZZ,,",
        "Walk,09/02/26,resident,,XX9 9ZZ,,",
        "Talk,,resident,Dan,XX1 1AA,,",
        "Walk,31/02/2026,resident,Eve,XX1 1AA,,",
        "Walk,09/02/2026,king,Fay,XX1 1AA,,",
        "Walk,09/02/2026,,Gus,XX1 1AA,,",
        "Walk,09/02/2026,staff,Hal,,,",
        "Walk,09/02/2026,resident,Ida,NFA,,",
    )


def test_every_row_has_one_outcome_with_its_reason(place: Place, meetings: Path) -> None:
    answer = bring(place, meetings)
    assert (answer.read, answer.added, answer.unchanged, answer.refused) == (12, 8, 0, 4)
    assert answer.details["refused_because"] == {"no date": 1, "no role": 1, "not a date": 1, "role not known": 1}
    assert answer.details["not_placed"] == {
        "no postcode or area given": 1,
        "not a postcode or area code": 1,
        "outside the place's areas": 2,
    }
    assert [(one.row, one.field, one.value) for one in answer.problems] == [
        (8, "date", ""),
        (9, "date", "99?99?9999"),
        (10, "role", "AAAA"),
        (11, "role", ""),
        (13, "postcode", "AAA"),
    ]
    rows = attendances(place)
    assert Counter(rows["date"]) == {"2026-02-02": 3, "2026-02-09": 5}
    assert Counter(rows["area_id"]) == {"": 4, "W01000001": 2, "W01000002": 1, "W01000003": 1}
    assert set(rows["characteristics"]) <= {"", "{}"}
    assert answer.details["events_added"] == 2


def test_same_person_has_one_code_and_no_name(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    rows = attendances(place)
    people = Counter(rows["person"])
    assert people[""] == 2
    assert max(count for code, count in people.items() if code) == 2
    assert all(pseudonyms.is_code(code) for code in people if code)


def test_second_import_changes_nothing(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    with closing(workspace.open_register(place)) as store:
        before = (store.generation(), store.attendances().to_csv())
    again = bring(place, meetings)
    assert (again.added, again.changed, again.unchanged, again.refused) == (0, 0, 8, 4)
    with closing(workspace.open_register(place)) as store:
        assert (store.generation(), store.attendances().to_csv()) == before


def test_rows_in_another_order_are_the_same_rows(place: Place, meetings: Path, tmp_path: Path) -> None:
    bring(place, meetings)
    head, *lines = meetings.read_text(encoding="utf-8").splitlines()
    again = bring(place, write_csv(tmp_path / "again.csv", head, *reversed(lines)))
    assert (again.added, again.unchanged) == (0, 8)


def test_dry_run_writes_nothing(place: Place, meetings: Path) -> None:
    answer = bring(place, meetings, dry_run=True)
    assert answer.added == 8
    assert attendances(place).empty
    assert not pseudonyms.key_path(place.settings.home, place.slug).exists()


def test_nobody_named_counts_visits_or_people(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "members.csv", "postcode,venue,date", *["XX1 1AA,Hall,02/02/2026"] * 3)
    visits = bring(place, path)
    assert visits.added == 3
    assert any("how many different people" in note for note in visits.notes)
    assert set(attendances(place)["person"]) == {""}


def test_one_row_per_person(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "members.csv", "postcode,venue,date", *["XX1 1AA,Hall,02/02/2026"] * 3)
    bring(place, path, one_row_per_person=True)
    assert attendances(place)["person"].nunique() == 3
    assert bring(place, path, one_row_per_person=True).unchanged == 3


def test_area_codes_in_a_postcode_column(place: Place, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "codes.csv", "Date,Person,Postcode", "02/02/2026,a,w01000004", "02/02/2026,b,W01 000 003"
    )
    bring(place, path)
    assert sorted(attendances(place)["area_id"]) == ["W01000003", "W01000004"]


def test_characteristics_only_when_kept_with_a_reason(place: Place, meetings: Path) -> None:
    answer = bring(place, meetings, keep={"disability": "to see who we miss"})
    assert answer.details["kept_because"] == {"disability": "to see who we miss"}
    kept = Counter(json.loads(text or "{}").get("disability") for text in attendances(place)["characteristics"])
    assert (kept["disabled"], kept["not disabled"], kept["prefer not to say"], kept[None]) == (2, 1, 1, 4)
    with closing(workspace.open_register(place)) as store:
        assert any("to see who we miss" in row.what for row in store.history())


def test_keeping_more_later_adds_no_rows_and_says_so(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    again = bring(place, meetings, keep={"disability": "to see who we miss"})
    assert (again.added, again.unchanged) == (0, 8)
    assert any(note.startswith("Already here with other characteristics: 4 rows.") for note in again.notes)


def test_postcodes_added_later_add_no_second_row(place: Place, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "m.csv", "date,person,postcode", "02/02/2026,Ann,XX2 2BB", "02/02/2026,Bob,XX1 1AA")
    assert bring(place, file).details["not_placed"] == {"postcode not in this place's lists": 1}
    more = write_csv(
        tmp_path / "more.csv",
        "pcds,lat,long",
        f"XX2 2BB,{people_place.CORNER[1] + 0.01},{people_place.CORNER[0] + 0.01}",
    )
    workspace.add_to_place(place.settings, "Four", workspace.PlaceParts(postcodes=(more,)), now=NOW)
    again = bring(workspace.open_place(place.settings, "Four"), file)
    assert (again.added, again.changed, again.unchanged) == (0, 1, 1)
    assert set(attendances(place)["area_id"]) == {"W01000001"}
    later = bring(workspace.open_place(place.settings, "Four"), file)
    assert (later.added, later.changed, later.unchanged) == (0, 0, 2)


def test_members_placed_later_are_not_added_again(place: Place, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "m.csv", "date,postcode", *["02/02/2026,XX2 2BB"] * 2, "02/02/2026,XX1 1AA")
    assert bring(place, file, one_row_per_person=True).added == 3
    point = f"XX2 2BB,{people_place.CORNER[1] + 0.01},{people_place.CORNER[0] + 0.01}"
    more = write_csv(tmp_path / "more.csv", "pcds,lat,long", point)
    workspace.add_to_place(place.settings, "Four", workspace.PlaceParts(postcodes=(more,)), now=NOW)
    again = bring(workspace.open_place(place.settings, "Four"), file, one_row_per_person=True)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert any(note.startswith("Already here without an area: 2 rows.") for note in again.notes)


def test_free_text_is_never_kept_even_from_a_kept_column(place: Place, tmp_path: Path) -> None:
    lines = [f"02/02/2026,p{n},XX1 1AA,Ward {chr(97 + n % 26)} word{chr(97 + n // 26)}" for n in range(70)]
    path = write_csv(tmp_path / "free.csv", "date,person,postcode,religion", *lines)
    answer = bring(place, path, keep={"religion": "halal food"})
    assert set(attendances(place)["characteristics"]) == {'{"religion":"other or not listed"}'}
    assert Counter(one.field for one in answer.problems) == {"religion": 70}
    assert "Religion: 70 rows have an answer we could not read. It is kept as 'other or not listed'." in answer.notes
    assert answer.problems[0].value == "AAAA A AAAAA"


def test_columns_said_once_are_remembered(place: Place, tmp_path: Path) -> None:
    lines = ("Wann,Wer,Wo", "02/02/2026,a,XX1 1AA")
    with pytest.raises(FileUnusableError, match="no column holds a date"):
        bring(place, write_csv(tmp_path / "a.csv", *lines))
    bring(place, tmp_path / "a.csv", columns={"date": "Wann", "person": "Wer", "postcode": "Wo"})
    later = bring(place, write_csv(tmp_path / "b.csv", lines[0], "09/02/2026,a,XX1 1AB"))
    assert later.added == 1
    assert len(set(attendances(place)["person"])) == 1


def test_undo_takes_the_import_back(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    with closing(workspace.open_register(place)) as store:
        undone = store.undo(who="tester", when=NOW.isoformat(), not_before="2026-01-01")
    assert undone is not None
    assert attendances(place).empty
    assert bring(place, meetings).added == 8


def test_swapped_days_are_suspected_not_mended(place: Place, tmp_path: Path) -> None:
    lines = [f"{day:02d}/{month:02d}/25,x{day}{month}" for day in range(1, 13) for month in range(1, 4)]
    answer = bring(place, write_csv(tmp_path / "d.csv", "date,person", *lines))
    assert answer.added == 36
    assert any("swapped day and month" in note for note in answer.notes)


def test_old_rows_are_said_to_be_due(place: Place, tmp_path: Path) -> None:
    answer = bring(place, write_csv(tmp_path / "d.csv", "date,person", "01/03/2024,a", "02/03/2024,b", "03/03/2027,c"))
    assert "Due to be deleted, older than 24 months: 1 row." in answer.notes
    assert any("still to come" in note for note in answer.notes)


def test_person_shown_and_erased_for_good(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    shown = participation.person_rows(place, " ANN LEE ")
    assert [(row["date"], row["event"], row["area_id"]) for row in shown] == [
        ("2026-02-02", "Lunch", "W01000001"),
        ("2026-02-09", "Walk", "W01000001"),
    ]
    code = shown[0]["person"]
    assert participation.person_rows(place, code) == shown
    assert participation.erase_person(place, "Ann Lee", now=NOW, who="tester") == 2
    assert participation.person_rows(place, code) == []
    again = bring(place, meetings)
    assert (again.added, again.unchanged, again.refused) == (0, 6, 6)
    assert again.details["refused_because"]["asked to be erased"] == 2
    assert all(one.value == "" for one in again.problems if one.field == "person")
    with closing(workspace.open_register(place)) as store:
        store.undo(who="tester", when=NOW.isoformat(), not_before="2026-01-01")
    assert participation.person_rows(place, code) == []


def test_blank_person_is_nobody(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    with pytest.raises(OptionError, match="blank"):
        participation.erase_person(place, " ", now=NOW, who="tester")
    assert len(attendances(place)) == 8


def test_destroyed_key_says_what_follows(place: Place, meetings: Path) -> None:
    with pytest.raises(NotFoundError, match="no key"):
        participation.person_rows(place, "Ann Lee")
    bring(place, meetings)
    gone = participation.destroy_key(place)
    assert gone.destroyed
    assert any("by name" in sentence for sentence in gone.sentences)
    assert any("Erased people may return" in sentence for sentence in gone.sentences)
    with pytest.raises(NotFoundError, match="no key"):
        participation.person_rows(place, "Ann Lee")
    again = participation.destroy_key(place)
    assert not again.destroyed
    assert again.sentences == ("There was no key to destroy. Nothing was changed.",)


def test_without_the_key_named_lists_are_refused_and_others_are_not(place: Place, tmp_path: Path) -> None:
    named = write_csv(tmp_path / "named.csv", "date,person,postcode", "02/02/2026,Ann,XX1 1AA")
    bare = write_csv(tmp_path / "bare.csv", "date,person,postcode", "02/02/2026,N/A,XX1 1AB")
    bring(place, named)
    participation.destroy_key(place)
    before = attendances(place).to_csv()
    for options in ({}, {"dry_run": True}):
        with pytest.raises(ConflictError, match=r"key .* is gone.*Expected the key.*Bring it back"):
            bring(place, named, **options)
    with pytest.raises(ConflictError):
        bring(place, bare, one_row_per_person=True)
    assert attendances(place).to_csv() == before
    assert not pseudonyms.key_path(place.settings.home, place.slug).exists()
    assert bring(place, bare).added == 1
    assert bring(place, bare).unchanged == 1


def undo(place: Place) -> None:
    with closing(workspace.open_register(place)) as store:
        store.undo(who="tester", when=NOW.isoformat(), not_before="2026-01-01")


def test_somebody_without_rows_is_erased_for_the_next_import(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    undo(place)
    assert participation.erase_person(place, "Ann Lee", now=NOW, who="tester") == 0
    assert bring(place, meetings).details["refused_because"]["asked to be erased"] == 2
    assert participation.person_rows(place, "Ann Lee") == []


@pytest.mark.parametrize("one_each", [True, False])
def test_a_member_erased_by_code_stays_away(place: Place, tmp_path: Path, *, one_each: bool) -> None:
    path = write_csv(tmp_path / "members.csv", "postcode,venue,date", *["XX1 1AA,Hall,02/02/2026"] * 3)
    bring(place, path, one_row_per_person=True)
    code = min(attendances(place)["person"])
    assert participation.erase_person(place, code, now=NOW, who="tester") == 1
    again = bring(place, path, one_row_per_person=one_each)
    assert (again.added, again.unchanged, again.refused) == (0, 2, 1)
    assert len(attendances(place)) == 2


def test_after_an_undone_import_nothing_leads_to_an_erased_person(place: Place, tmp_path: Path) -> None:
    bring(place, write_csv(tmp_path / "a.csv", "event,date,person,postcode", "Visit to Ann,02/02/2026,Ann,XX1 1AA"))
    with closing(workspace.open_register(place)) as store:
        first = {row.record_id for row in store.history() if row.record == "attendance"}
    undo(place)
    bring(place, write_csv(tmp_path / "b.csv", "event,date,person,postcode", "Visit to Ann,02/02/2026,Ann,XX1 1AB"))
    code = participation.person_rows(place, "Ann")[0]["person"]
    participation.erase_person(place, "Ann", now=NOW, who="tester")
    with closing(workspace.open_register(place)) as store:
        said = repr(store.history())
        assert store.events() == []
    assert not any(key in said for key in first)
    assert code not in said
    assert "Visit to Ann" not in said


def test_a_correction_changes_the_row(place: Place, tmp_path: Path) -> None:
    head = "event,date,role,person,postcode"
    bring(
        place,
        write_csv(tmp_path / "a.csv", head, "Lunch,02/02/2026,carer,Ann,XX1 1AA", "Lunch,02/02/2026,carer,Bob,XX1 1AA"),
    )
    fixed = write_csv(tmp_path / "b.csv", head, "Lunch,02/02/2026,staff,Ann,XX1 1AB", "Lunch,02/02/2026,carer,Bob,")
    answer = bring(place, fixed)
    assert (answer.added, answer.changed, answer.unchanged) == (0, 1, 1)
    assert any(note.startswith("No area in this file, but one in the register: 1 row.") for note in answer.notes)
    rows = attendances(place)
    assert sorted(zip(rows["role"], rows["area_id"], strict=True)) == [("carer", "W01000001"), ("staff", "W01000002")]
    assert bring(place, fixed).changed == 0
    undo(place)
    assert set(attendances(place)["role"]) == {"carer"}


def test_two_roles_in_one_file_are_both_kept_and_questioned(place: Place, tmp_path: Path) -> None:
    lines = ("event,date,role,person", "Lunch,02/02/2026,carer,Ann", "Lunch,02/02/2026,staff,Ann")
    answer = bring(place, write_csv(tmp_path / "a.csv", *lines))
    assert (answer.added, answer.changed) == (2, 0)
    assert [(one.row, one.value, one.expected) for one in answer.problems] == [
        (3, "", "one row for one person at one meeting")
    ]
    again = bring(place, write_csv(tmp_path / "b.csv", lines[0], lines[2], lines[1]))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    one = bring(place, write_csv(tmp_path / "c.csv", lines[0], lines[2]))
    assert (one.added, one.changed, one.unchanged) == (0, 0, 1)


def test_a_meeting_described_in_another_way_is_said(place: Place, tmp_path: Path) -> None:
    head = "event,date,venue,meant for,person"
    bring(place, write_csv(tmp_path / "a.csv", head, "Lunch,02/02/2026,Hall,everyone,Ann"))
    answer = bring(place, write_csv(tmp_path / "b.csv", head, "Lunch,02/02/2026,Chapel,older people,Bob"))
    assert any("describes 1 meeting in another way" in note for note in answer.notes)
    with closing(workspace.open_register(place)) as store:
        assert [(one.venue, one.meant_for) for one in store.events()] == [("Hall", "everyone")]


def test_unnamed_rows_taken_for_the_same_are_said(place: Place, tmp_path: Path) -> None:
    line = "02/02/2026,XX1 1AA"
    bring(place, write_csv(tmp_path / "morning.csv", "date,postcode", *[line] * 2))
    answer = bring(place, write_csv(tmp_path / "evening.csv", "date,postcode", *[line] * 3))
    assert (answer.added, answer.unchanged) == (1, 2)
    assert any("the same as a row already here: 2 rows." in note and "a code" in note for note in answer.notes)


@pytest.mark.parametrize("first", [True, False])
def test_the_other_way_of_counting_adds_nobody_twice(place: Place, tmp_path: Path, *, first: bool) -> None:
    path = write_csv(tmp_path / "members.csv", "postcode,venue,date", *["XX1 1AA,Hall,02/02/2026"] * 3)
    bring(place, path, one_row_per_person=first)
    pseudonyms.make_key(pseudonyms.key_path(place.settings.home, place.slug))
    answer = bring(place, path, one_row_per_person=not first)
    assert (answer.added, answer.unchanged) == (0, 3)
    assert any("undo the earlier import first" in note for note in answer.notes)


def test_words_for_nobody_are_visits(place: Place, tmp_path: Path) -> None:
    lines = [f"02/02/2026,{word}" for word in ("N/A", "-", "?", "unknown", "none", "anon", "Anonymous")]
    assert bring(place, write_csv(tmp_path / "a.csv", "date,person", *lines)).added == 7
    assert set(attendances(place)["person"]) == {""}
    with pytest.raises(OptionError, match="nobody is named"):
        participation.erase_person(place, "N/A", now=NOW, who="tester")


def test_names_in_headings_files_and_sheets_stay_outside(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Date", "Quetzalcoatl Jones", "quetzalcoatl 2"], ["02/02/2026", "Ann", "x"]):
        sheet.append(row)
    book.create_sheet("Quetzalcoatl").append(["a", "b"])
    book["Quetzalcoatl"].append(["c", "d"])
    path = tmp_path / "Quetzalcoatl Jones.xlsx"
    book.save(path)
    answer = bring(place, path, columns={"person": "Quetzalcoatl Jones"})
    assert answer.added == 1
    assert bring(place, path).unchanged == 1
    with closing(workspace.open_register(place)) as store:
        said = repr(store.history()) + repr(answer) + repr(store.events())
        assert {row.source[:32] for row in store.history()} == {"participation list of 2026-03-02"}
    assert "quetzalcoatl" not in said.casefold()
    assert any("1 other sheet not read" in note for note in answer.notes)
    found = [one for one in home.rglob("*") if one.is_file() and b"uetzalcoatl" in one.read_bytes()]
    assert found == []


def test_an_import_that_changes_no_row_is_nothing_to_undo(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Wann,Wer,Wo", "02/02/2026,a,XX1 1AA")
    bring(place, path, columns={"date": "Wann", "person": "Wer", "postcode": "Wo"})
    with closing(workspace.open_register(place)) as store:
        before = store.generation()
    assert bring(place, path, columns={"date": "Wann"}).unchanged == 1
    with closing(workspace.open_register(place)) as store:
        assert store.generation() == before
    assert bring(place, path).unchanged == 1


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_is_kept_turned_and_dropped_is_said(place: Place, meetings: Path, *, dry_run: bool) -> None:
    answer = bring(place, meetings, dry_run=dry_run)
    assert answer.details["dry_run"] is dry_run
    assert answer.notes[:3] == (
        "Kept: event, date and role.",
        "Turned into something smaller: person into code and postcode into area.",
        "Dropped: disability and column 7.",
    )
    assert any("nothing was written" in said for said in words.import_sentences(answer)) is dry_run


def test_every_sentence_is_short(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    answer = bring(place, meetings, keep={"disability": "to see who we miss"})
    gone = participation.destroy_key(place).sentences
    sentences = [part for note in (*answer.notes, *gone) for part in re.split(r"(?<=[.:]) ", note)]
    assert [one for one in sentences if len(one.split()) > 20] == []


def test_key_lives_outside_the_place(place: Place, meetings: Path) -> None:
    bring(place, meetings)
    path = pseudonyms.key_path(place.settings.home, place.slug)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    key = path.read_bytes()
    assert all(key not in one.read_bytes() for one in place.folder.rglob("*") if one.is_file())


CANARIES = ("Quetzalcoatl", "quetzalcoatl", "ZZ97 3QX", "ZZ973QX", "zz97", "3QX", "fluorescent")


def test_canary_turns_up_nowhere(
    home: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name, a postcode and a remark are planted in good and in refused rows; every byte left behind is searched."""
    place = fill_record(people_place.make_place(home, tmp_path / "files"))
    (tmp_path / "in").mkdir()
    path = write_csv(
        tmp_path / "in" / "list.csv",
        HEAD,
        "Lunch,02/02/2026,resident,Quetzalcoatl Jones,ZZ97 3QX,fluorescent 1,fluorescent",
        "Lunch,02/02/2026,Quetzalcoatl,Quetzalcoatl Jones,ZZ97 3QX,yes,fluorescent",
        "Lunch,Quetzalcoatl,resident,Quetzalcoatl,ZZ973QX,,fluorescent",
        "Lunch,02/02/2026,resident,Ann,Quetzalcoatl,no,",
        "Lunch,02/02/2026,resident,Bea,XX1 1AA,no,",
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with caplog.at_level(logging.DEBUG):
        answer = bring(place, path, keep={"disability": "to see gaps"})
        bring(place, path)
        with pytest.raises(FileUnusableError) as fault:
            bring(place, write_csv(tmp_path / "in" / "bare.csv", "Quetzalcoatl Jones,ZZ97 3QX,resident", "a,b,c"))
        participation.erase_person(place, "Bea", now=NOW, who="tester")
        assert participation.person_rows(place, "Quetzalcoatl Jones")
    said = "\n".join([repr(answer), str(answer.as_record()), str(fault.value), caplog.text, *capfd.readouterr()])
    with closing(workspace.open_register(place)) as store:
        said += repr(store.history()) + repr(store.events()) + store.attendances().to_csv()
        assert_clean(home, temporary, said)
    assert_clean(home, temporary, said)


def assert_clean(home: Path, temporary: Path, said: str) -> None:
    files = [one for folder in (home, temporary) for one in folder.rglob("*") if one.is_file()]
    assert any(one.name.endswith(".sqlite") for one in files)
    for canary in CANARIES:
        assert canary not in said
        found = [one.name for one in files if canary.encode() in one.read_bytes() or canary in one.name]
        assert found == [], canary


def test_canary_would_be_found(home: Path, tmp_path: Path) -> None:
    """The search above finds what is there: the area of the place itself."""
    people_place.make_place(home, tmp_path / "files")
    (home / "leak.sqlite").write_bytes(b"..Quetzalcoatl..")
    with pytest.raises(AssertionError):
        assert_clean(home, home, "")


def test_import_killed_in_the_middle_leaves_the_register_as_it_was(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    lines = [f"02/02/2026,p{n},XX1 1AA" for n in range(12_000)]
    path = write_csv(tmp_path / "big.csv", "date,person,postcode", *lines)
    code = f"""
        import datetime as dt, os, pathlib
        from assetmap.adapters.store import writes
        from assetmap.config import Settings
        from assetmap.services import participation, workspace
        def stop(*_, **__):
            os.kill(os.getpid(), 9)
        insert, calls = writes._insert, []
        def counted(connection, table, new):
            insert(connection, table, new)
            calls.append(1)
            if len(calls) == 6:
                stop()
        writes._insert = counted
        place = workspace.open_place(Settings(home=pathlib.Path({str(home)!r})), "Four")
        request = participation.ParticipationImport(path=pathlib.Path({str(path)!r}))
        participation.import_participation(place, request, now=dt.datetime.now(dt.UTC), who="t")
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    assert ended.returncode == -9
    assert attendances(place).empty
    assert bring(place, path).added == 12_000


@pytest.mark.real_data
def test_newcastle_library_members(real_data: Path, home: Path) -> None:
    parts = workspace.PlaceParts(
        areas=real_data / "newcastle" / "areas" / "postcode_districts.geojson", area_id="postdist"
    )
    workspace.create_place(people_place.settings(home), "Newcastle", parts, now=NOW)
    place = workspace.open_place(people_place.settings(home), "Newcastle")
    path = real_data / "newcastle" / "participation" / "library_members.csv"
    answer = bring(place, path)
    assert (answer.read, answer.added, answer.refused) == (80_752, 80_496, 256)
    assert answer.details["refused_because"] == {"no date": 256}
    assert answer.details["not_placed"] == {
        "not a postcode or area code": 13,
        "postcode not in this place's lists": 41,
    }
    rows = attendances(place)
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    raw = raw[raw["Date Added"] != ""]
    wanted = raw["Postcode"].str.upper().value_counts()
    found = rows[rows["area_id"] != ""]["area_id"].value_counts()
    assert found.sum() == 80_442
    assert found.to_dict() == {code: wanted[code] for code in found.index}
    days = pd.to_datetime(
        raw["Date Added"].str.replace(r"/(\d\d)$", r"/X\1", regex=True).map(_four_digit_year), dayfirst=True
    )
    assert Counter(rows["date"]) == Counter(days.dt.strftime("%Y-%m-%d"))
    assert rows["row_key"].is_unique
    some = home / "some.csv"
    some.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:5_001]))
    again = bring(place, some)
    assert (again.added, again.changed, again.unchanged + again.refused) == (0, 0, 5_000)


def _four_digit_year(text: str) -> str:
    front, mark, year = text.partition("X")
    return front + (f"{19 if int(year) > 27 else 20}{year}" if mark else "")


def test_spreadsheet_with_real_dates_and_times(place: Place, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Attendance 2026"])
    sheet.append(["Event", "Date", "Start", "Person", "Postcode"])
    sheet.append(["Lunch", dt.date(2026, 2, 2), dt.time(12, 30), 7, "XX1 1AA"])
    sheet.append(["Lunch", "02/02/2026", "12:30", "7", "XX1 1AA"])
    book.save(tmp_path / "book.xlsx")
    assert bring(place, tmp_path / "book.xlsx").added == 2
    rows = attendances(place)
    assert len(set(rows["event_id"])) == 1
    assert len(set(rows["person"])) == 1
    with closing(workspace.open_register(place)) as store:
        assert [(event.date, event.start) for event in store.events()] == [("2026-02-02", "12:30")]
