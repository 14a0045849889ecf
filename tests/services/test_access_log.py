"""Opening exact numbers is noted: a line each, for its owner alone, without facts; where it cannot be, it is said."""

from __future__ import annotations

import datetime as dt
import json
import stat
import sys
from pathlib import Path

import people_place
import pytest

from assetmap.adapters.access_log import LOG_FILE
from assetmap.errors import OutsideError
from assetmap.services import access_log

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
