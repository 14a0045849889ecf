"""Records of people are kept for a time, then deleted for good; the limit is one and the same everywhere."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pytest
from command import run_in
from people_place import NOW, make_place, write_csv

from assetmap.cli import context
from assetmap.errors import NotFoundError
from assetmap.services import participation, register, tidy, workspace
from assetmap.services.tidy import Tidied
from assetmap.services.workspace import Place

# Two years before 2 March 2026: the meeting of that day is still kept, the one of the day before is not.
ROWS = ("date,event,postcode,name", "2024-03-01,Canary lunch,XX1 1AA,Ann", "2024-03-02,Coffee,XX1 1AB,Bob")


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = make_place(home, tmp_path / "files")
    bring_in(made, tmp_path)
    return made


def bring_in(place: Place, folder: Path) -> tuple[str, ...]:
    request = participation.ParticipationImport(path=write_csv(folder / "came.csv", *ROWS))
    return participation.import_participation(place, request, now=NOW, who="Ann").notes


def test_what_is_due_is_counted_to_the_day(place: Place) -> None:
    due = tidy.count_due(place, now=NOW)
    assert (due.number, due.before, due.months) == (1, "2024-03-02", 24)
    assert due.sentences()[0] == "1 record is due to be deleted."
    assert tidy.count_due(place, now=NOW + dt.timedelta(days=1)).number == 2


@pytest.mark.parametrize(
    ("today", "months", "oldest"),
    [("2026-03-02", 24, "2024-03-02"), ("2026-03-31", 1, "2026-02-31"), ("2026-01-15", 13, "2024-12-15")],
)
def test_the_oldest_day_that_is_kept(today: str, months: int, oldest: str) -> None:
    assert tidy.oldest_kept(dt.date.fromisoformat(today), months) == oldest


def test_deleted_records_are_gone_and_undo_does_not_bring_them_back(place: Place) -> None:
    assert tidy.delete_due(place, now=NOW, who="Ann") == Tidied(deleted=1, log_lines=0)
    assert tidy.count_due(place, now=NOW).number == 0
    assert tidy.delete_due(place, now=NOW, who="Ann") == Tidied(deleted=0, log_lines=0)
    with closing(workspace.open_register(place)) as store:
        assert [event.name for event in store.events()] == ["Coffee"]
        assert "Canary" not in str(store.history())
    assert register.undo_last(place, now=NOW, who="Ann").records == {"attendance": 1, "event": 1}
    with pytest.raises(NotFoundError):
        register.undo_last(place, now=NOW, who="Ann")
    assert tidy.count_due(place, now=NOW).number == 0


def test_a_later_import_of_old_rows_says_so(place: Place, tmp_path: Path) -> None:
    tidy.delete_due(place, now=NOW, who="Ann")
    assert "Due to be deleted, older than 24 months: 1 row." in bring_in(place, tmp_path)
    assert tidy.count_due(place, now=NOW).number == 1


def test_the_command_counts_then_deletes(place: Place, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "now", lambda: NOW + dt.timedelta(days=1))
    command = run_in(home)
    said = command("tidy", "--dry-run", "--format", "json")
    spring = "2024-01-01/2024-06-30"
    assert said.json == {"due": 2, "before": "2024-03-03", "log_lines": 0, "unreleased": [spring]}
    assert "Not released yet: January to June 2024." in said.err
    done = command("tidy", "--format", "json")
    assert done.json["deleted"] == 2
    assert "No safe version was made of: January to June 2024. None can be made any more." in done.err
    said = command("tidy")
    assert said.code == 0
    assert "Nothing was due to be deleted." in said.out + said.err
