"""Erasing beats copies: an older register that is put back forgets at once who was erased, to the last byte."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import people_place
import pytest
from people_place import NOW, write_csv
from small_place import fill_record

from assetmap.adapters.erasures import erasures_path
from assetmap.errors import OutsideError
from assetmap.model.register import ERASE
from assetmap.services import participation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.workspace import Place

LINES = (
    "event,date,role,person,postcode,disability",
    "Lunch,02/02/2026,resident,Ann,XX1 1AA,yes",
    "Only Ann came,03/02/2026,resident,Ann,XX1 1AA,yes",
    "Lunch,02/02/2026,carer,Bob,XX1 1AB,no",
)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    fill_record(made)
    request = ParticipationImport(path=write_csv(tmp_path / "came.csv", *LINES), keep={"disability": "to see gaps"})
    participation.import_participation(made, request, now=NOW, who="tester")
    moved = write_csv(tmp_path / "moved.csv", LINES[0], LINES[1].replace("XX1 1AA", "XX1 1AD"))
    participation.import_participation(made, ParticipationImport(path=moved), now=NOW, who="tester")
    return made


def about(place: Place, person: str) -> list[str]:
    """Return what names a person's rows in a register: the code, the row keys, a meeting that nobody else was at."""
    rows = participation.person_rows(place, person)
    with closing(workspace.open_register(place)) as store:
        table = store.attendances()
        code = rows[0]["person"]
        return [code, *table[table["person"] == code]["row_key"], "Only Ann came"]


def files(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


def without_the_list(place: Place, code: str) -> None:
    """Take a code off the register's own list of erasures, so that any other place it stands in is found."""
    path = place.folder / "register.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as register:
        register.execute("PRAGMA secure_delete = ON")
        assert register.execute("DELETE FROM erasure WHERE person = ?", (code,)).rowcount == 1
        register.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def hold_nothing_of(place: Place, home: Path, traces: list[str]) -> None:
    without_the_list(place, traces[0])
    found = {
        (path.name, trace)
        for path, content in files(home).items()
        for trace in traces
        if trace.encode() in content and path != erasures_path(home, place.slug)
    }
    assert found == set()
    assert traces[0].encode() in erasures_path(home, place.slug).read_bytes()


def test_an_erased_person_is_in_no_file_but_the_list_of_erasures(place: Place, home: Path) -> None:
    traces = about(place, "Ann")
    assert len(traces) == 4
    before = b"".join(files(home).values())
    assert all(trace.encode() in before for trace in traces), "the search finds what is there"
    assert participation.erase_person(place, "Ann", now=NOW, who="tester") == 2
    hold_nothing_of(place, home, traces)


def test_an_older_register_that_is_put_back_forgets_them_when_it_is_opened(
    place: Place, home: Path, tmp_path: Path
) -> None:
    traces = about(place, "Ann")
    copy = tmp_path / "backup"
    shutil.copytree(place.folder, copy)
    participation.erase_person(place, "Ann", now=NOW, who="tester")
    shutil.rmtree(place.folder)
    shutil.copytree(copy, place.folder)
    assert traces[0].encode() in b"".join(files(place.folder).values())
    with closing(workspace.open_register(place)) as store:
        assert set(store.attendances()["person"]) == {participation.person_rows(place, "Bob")[0]["person"]}
        assert [event.name for event in store.events()] == ["Lunch"]
        noted = store.batches(limit=1)[0]
        assert (noted.what, noted.who, noted.when) == (ERASE, "the list of erasures", "2026-03-02T12:00:00+00:00")
        assert store.erased_people() == {traces[0]}
        history = str(store.history())
        generation = store.generation()
    assert not any(trace in history for trace in traces)
    with closing(workspace.open_register(place)) as store:
        assert store.generation() == generation, "a second opening changes nothing"
    hold_nothing_of(place, home, traces)


def test_a_copy_that_was_made_while_the_app_ran_forgets_them_too(place: Place, home: Path, tmp_path: Path) -> None:
    """A running app leaves its newest pages in the write-ahead log, which is copied with the register."""
    traces = about(place, "Ann")
    with closing(sqlite3.connect(place.folder / "register.sqlite")) as running:
        running.execute("SELECT count(*) FROM attendance").fetchone()
        more = ParticipationImport(path=write_csv(tmp_path / "more.csv", LINES[0], LINES[1].replace("02/02", "09/02")))
        participation.import_participation(place, more, now=NOW, who="tester")
        shutil.copytree(place.folder, tmp_path / "backup")
    assert traces[0].encode() in (tmp_path / "backup" / "register.sqlite-wal").read_bytes()
    participation.erase_person(place, "Ann", now=NOW, who="tester")
    shutil.rmtree(place.folder)
    shutil.copytree(tmp_path / "backup", place.folder)
    workspace.open_register(place).close()
    hold_nothing_of(place, home, traces)


def test_a_later_list_and_undo_do_not_bring_them_back_from_a_copy(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.folder, tmp_path / "backup")
    participation.erase_person(place, "Ann", now=NOW, who="tester")
    shutil.rmtree(place.folder)
    shutil.copytree(tmp_path / "backup", place.folder)
    again = ParticipationImport(path=write_csv(tmp_path / "again.csv", *LINES))
    answer = participation.import_participation(place, again, now=NOW, who="tester")
    assert answer.details["refused_because"] == {"asked to be erased": 2}
    with closing(workspace.open_register(place)) as store:
        while store.undo(who="tester", when=NOW.isoformat(), not_before=""):
            pass
    assert participation.person_rows(place, "Ann") == []


def test_nobody_is_erased_where_the_list_cannot_be_written(place: Place, home: Path) -> None:
    erasures_path(home, place.slug).mkdir()
    with pytest.raises(OutsideError):
        participation.erase_person(place, "Ann", now=NOW, who="tester")
    erasures_path(home, place.slug).rmdir()
    assert len(participation.person_rows(place, "Ann")) == 2
