"""The list of erasures lies beside the keys, is its owner's alone, and forgets nobody when a line is cut."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from assetmap.adapters.erasures import erasures_path, note_erased, read_erased
from assetmap.errors import OutsideError

ANN, BEA = "p" + "a" * 24, "p" + "b" * 24
WHEN = "2026-03-02T12:00:00+00:00"


def test_a_code_is_kept_once_with_its_first_moment(tmp_path: Path) -> None:
    assert read_erased(tmp_path, "four") == {}
    note_erased(tmp_path, "four", {ANN: WHEN})
    note_erased(tmp_path, "four", {ANN: "later", BEA: WHEN})
    assert read_erased(tmp_path, "four") == {ANN: WHEN, BEA: WHEN}
    path = erasures_path(tmp_path, "four")
    assert path == tmp_path / "keys" / "four.erased"
    assert path.read_text(encoding="utf-8").count(ANN) == 1
    assert read_erased(tmp_path, "five") == {}
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_line_that_was_cut_short_harms_no_other(tmp_path: Path) -> None:
    note_erased(tmp_path, "four", {ANN: WHEN})
    path = erasures_path(tmp_path, "four")
    path.write_bytes(path.read_bytes() + b"pbbbb")
    assert read_erased(tmp_path, "four") == {ANN: WHEN}
    note_erased(tmp_path, "four", {BEA: WHEN})
    assert read_erased(tmp_path, "four") == {ANN: WHEN, BEA: WHEN}


def test_a_list_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    erasures_path(tmp_path, "four").mkdir(parents=True)
    with pytest.raises(OutsideError, match="cannot be read"):
        read_erased(tmp_path, "four")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "keys").write_text("a file", encoding="utf-8")
    with pytest.raises(OutsideError, match=r"Nobody was erased|cannot be read"):
        note_erased(tmp_path / "other", "four", {ANN: WHEN})
