"""The list of releases lies beside the keys, is its owner's alone, and loses nothing when a line is cut."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assetmap.adapters.released_list import forget_released, note_released, read_noted, released_path
from assetmap.errors import OutsideError
from assetmap.model.period import Period
from assetmap.model.release import NotedRelease

WINTER, SPRING = Period("2026-01-01", "2026-06-30"), Period("2025-01-01", "2025-06-30")
A = NotedRelease("a", "everyone", "f" * 64, "0" * 64, WINTER)
B = NotedRelease("b", "pobl hŷn", "e" * 64, "0" * 64, SPRING)


def test_a_release_is_noted_once_as_it_was_first(tmp_path: Path) -> None:
    assert read_noted(tmp_path, "four") == {}
    note_released(tmp_path, "four", [A])
    note_released(tmp_path, "four", [NotedRelease("a", "everyone", "d" * 64, "0" * 64, WINTER), B])
    assert list(read_noted(tmp_path, "four").values()) == [A, B]
    path = released_path(tmp_path, "four")
    assert path == tmp_path / "keys" / "four.released"
    assert len(path.read_text(encoding="utf-8").split("\n")) == 2 * 2 + 1
    assert read_noted(tmp_path, "five") == {}
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    forget_released(tmp_path, "four")
    assert read_noted(tmp_path, "four") == {}


@pytest.mark.parametrize("cut", range(1, 200, 23))
def test_a_line_that_was_cut_short_harms_no_other(tmp_path: Path, cut: int) -> None:
    note_released(tmp_path, "four", [A])
    path = released_path(tmp_path, "four")
    whole = path.read_bytes()
    note_released(tmp_path, "four", [B])
    path.write_bytes(path.read_bytes()[: len(whole) + cut])
    assert list(read_noted(tmp_path, "four").values()) == [A]
    note_released(tmp_path, "four", [B])
    assert list(read_noted(tmp_path, "four").values()) == [A, B]


@pytest.mark.parametrize("line", ["[]", "3", '{"id": 1}', '{"id": "x", "meant_for": 1, "file": "", "places": ""}', "x"])
def test_what_is_no_line_of_ours_is_passed_over(tmp_path: Path, line: str) -> None:
    note_released(tmp_path, "four", [A])
    path = released_path(tmp_path, "four")
    path.write_text(f"{line}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert list(read_noted(tmp_path, "four").values()) == [A]


def test_two_at_once_never_mix_their_lines(tmp_path: Path) -> None:
    many = [NotedRelease(str(number), "everyone", "f" * 64, "0" * 64, WINTER) for number in range(80)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: note_released(tmp_path, "four", [one]), many))
    assert sorted(read_noted(tmp_path, "four").values(), key=lambda one: int(one.release_id)) == many


def test_a_list_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    released_path(tmp_path, "four").mkdir(parents=True)
    with pytest.raises(OutsideError, match="cannot be read"):
        read_noted(tmp_path, "four")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "keys").write_text("a file", encoding="utf-8")
    with pytest.raises(OutsideError, match="cannot be"):
        note_released(tmp_path / "other", "four", [A])
