"""Opening exact numbers is noted: a line each, for its owner alone, without facts; where it cannot be, it is said."""

from __future__ import annotations

import datetime as dt
import json
import stat
import sys
from dataclasses import replace
from pathlib import Path

import people_place
import pytest
from command import run_in
from people_place import NOW

from assetmap.adapters import access_log as log_file
from assetmap.adapters.access_log import LOG_FILE
from assetmap.errors import OutsideError
from assetmap.services import access_log, tidy
from assetmap.services.workspace import Place

SUMMER = dt.datetime(2026, 7, 1, 10, 30, 5, 99, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def test_each_opening_is_a_line_that_its_owner_alone_reads(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    access_log.note_opening(place, "exact numbers", now=SUMMER, who="Siân\nforged")
    access_log.note_opening(place, "exact numbers", now=SUMMER, who="tester")
    path = place.folder / LOG_FILE
    first, second = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert first == {
        "when": "2026-07-01T09:30:05+00:00", "who": "Siân\nforged", "what": "exact numbers", "place": "four",
    }  # fmt: skip
    assert second["who"] == "tester"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_log_that_cannot_be_written_is_said(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    (place.folder / LOG_FILE).mkdir()
    with pytest.raises(OutsideError, match="Expected to note that exact numbers are opened"):
        access_log.note_opening(place, "exact numbers", now=SUMMER, who="tester")


def note(place: Place, day: str, who: str = "tester") -> None:
    now = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    access_log.note_opening(place, access_log.EXACT_NUMBERS, now=now, who=who)


def test_who_opened_what_is_shown_newest_first_and_a_damaged_line_is_told(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    assert access_log.read_log(place) == []
    note(place, "2026-01-01", "Ann")
    with (place.folder / LOG_FILE).open("ab") as log:
        log.write(b'{"when": \xff\n[1]\n')
    note(place, "2026-01-02", "Bob")
    damaged = {"when": "", "who": "", "what": "this line is damaged"}
    assert access_log.read_log(place) == [
        {"when": "2026-01-02T12:00:00+00:00", "who": "Bob", "what": "exact numbers of who came"},
        damaged,
        damaged,
        {"when": "2026-01-01T12:00:00+00:00", "who": "Ann", "what": "exact numbers of who came"},
    ]
    shown = run_in(home)("access-log", "--format", "json").json
    assert [row["who"] for row in shown] == ["Bob", "", "", "Ann"]


def test_tidying_takes_out_lines_older_than_twelve_months_and_no_other(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    assert tidy.count_due(place, now=NOW).log_lines == 0
    note(place, "2025-03-01")
    with (place.folder / LOG_FILE).open("ab") as log:
        log.write(b"not a line of ours\n")
    note(place, "2025-03-02")
    due = tidy.count_due(place, now=NOW)
    assert (due.number, due.log_lines) == (0, 1)
    assert due.sentences() == ["1 line of the access log is older than 12 months."]
    done = tidy.delete_due(place, now=NOW, who="tester")
    assert done.sentences() == ["1 line of the access log was deleted."]
    assert [row["when"][:10] for row in access_log.read_log(place)] == ["2025-03-02", ""]
    assert tidy.delete_due(place, now=NOW, who="tester").sentences() == ["Nothing was due to be deleted."]
    assert sorted(path.name for path in place.folder.glob("*access*")) == [LOG_FILE]
    if sys.platform != "win32":
        assert stat.S_IMODE((place.folder / LOG_FILE).stat().st_mode) == 0o600
    shorter = replace(place, settings=replace(place.settings, access_log_months=1))
    assert tidy.count_due(shorter, now=NOW).log_lines == 1


def test_a_line_that_is_added_while_old_ones_go_stays(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    note(place, "2020-01-01")
    write_anew = log_file._write_anew

    def write_slowly(path: Path, content: bytes) -> None:
        write_anew(path, content)
        monkeypatch.setattr(log_file, "_write_anew", write_anew)
        note(place, "2026-03-01", "another window")

    monkeypatch.setattr(log_file, "_write_anew", write_slowly)
    assert tidy.delete_due(place, now=NOW, who="tester").log_lines == 1
    assert [row["who"] for row in access_log.read_log(place)] == ["another window"]


def test_the_command_says_how_many_lines_are_due_and_takes_them_out(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    note(place, "2020-01-01")
    note(place, dt.datetime.now(tz=dt.UTC).date().isoformat())
    command = run_in(home)
    assert command("tidy", "--dry-run", "--format", "json").json["log_lines"] == 1
    assert command("tidy", "--format", "json").json["log_lines"] == 1
    assert len(command("access-log", "--format", "json").json) == 1
