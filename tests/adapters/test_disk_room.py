"""A full disk is said to be full, whatever the database was about to do when it was."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from assetmap.adapters import place_folder
from assetmap.adapters.disk_room import has_no_room
from assetmap.adapters.store import database
from assetmap.errors import OutsideError


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say that every disk is full."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=0))


def test_room_is_told(tmp_path: Path) -> None:
    assert not has_no_room(tmp_path)
    assert not has_no_room(tmp_path / "nowhere")


@pytest.mark.usefixtures("full")
def test_a_register_that_cannot_be_opened_for_want_of_room(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'register.sqlite'}")
    with pytest.raises(OutsideError, match=r"is full\. Nothing was changed\. Make room"), database.plain_faults(engine):
        raise sa.exc.OperationalError("PRAGMA", {}, sqlite3.OperationalError("disk I/O error"))


@pytest.mark.usefixtures("full")
def test_no_lock_for_want_of_room_is_no_other_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / ".one-writer", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutsideError, match="is full"), place_folder.one_writer(tmp_path, busy_seconds=0.1):
            pass
