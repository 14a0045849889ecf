"""Releases that belong together are all there or none, at whatever moment the program ends."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assetmap.adapters import release_files, release_writing
from assetmap.errors import OutsideError
from assetmap.model.period import Period
from assetmap.model.release import Release, ReleasedTable

KINDS = ("everyone", "older people", "unpaid carers")
ROW = {"area": "A", "name": "Llan", "observed": 30, "label": "About what we would expect"}


def release(kind: str) -> Release:
    return Release(
        release_id=f"2026-01-01_2026-06-30_{kind.replace(' ', '-')}",
        place="Four",
        period=Period("2026-01-01", "2026-06-30"),
        meant_for=kind,
        made_on="2026-07-20",
        kind="area",
        unit_of={"A": "A"},
        characteristic="",
        tables=(ReleasedTable("area", (ROW,), {"compared_by": "area"}, ()),),
    )


ALL = [release(kind) for kind in KINDS]
IDS = sorted(one.release_id for one in ALL)


def write(folder: Path) -> None:
    release_writing.write_aside(folder, ALL)
    release_writing.put_in_place(folder)


def what_is_there(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "releases").iterdir())


def test_all_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write(tmp_path)
    assert what_is_there(tmp_path) == [f"{one}.json" for one in IDS]
    assert not release_writing.is_left_aside(tmp_path)
    assert [release_files.read_release(tmp_path, one.release_id) for one in ALL] == ALL
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "releases").iterdir()} == {0o600}
        assert stat.S_IMODE((tmp_path / "releases").stat().st_mode) == 0o700


def die_at(step: int) -> Callable[[str, object], None]:
    """End this process at its so-many-th touch of the disk, as a power cut does: nothing is tidied up."""
    steps = iter(range(step))

    def watch(event: str, _args: object) -> None:
        if event.startswith(("open", "os.", "shutil.")) and next(steps, None) is None:
            os._exit(9)

    return watch


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be copied")
def test_a_power_cut_at_any_moment_leaves_all_or_none(tmp_path: Path) -> None:
    ended, outcomes = 9, []
    for step in range(200):
        folder = tmp_path / str(step)
        folder.mkdir()
        child = os.fork()
        if child == 0:
            sys.addaudithook(die_at(step))
            write(folder)
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        before = release_files.list_release_ids(folder)
        assert before in ([], IDS)
        assert [release_files.read_release(folder, one).release_id for one in before] == before
        release_writing.put_in_place(folder)
        assert release_files.list_release_ids(folder) == before
        assert not (folder / "releases").exists() or what_is_there(folder) == [f"{one}.json" for one in before]
        outcomes.append(bool(before))
        if ended == 0:
            break
    assert ended == 0
    assert outcomes == sorted(outcomes), "once whole, always whole"
    assert min(outcomes.count(kind) for kind in (True, False)) > len(KINDS)


def test_a_full_disk_releases_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []
    usual = release_writing._write

    def full_at_the_third(path: Path, content: bytes) -> None:
        written.append(path)
        if len(written) == len(KINDS):
            raise OSError(28, "No space left on device")
        usual(path, content)

    monkeypatch.setattr(release_writing, "_write", full_at_the_third)
    with pytest.raises(OutsideError, match=r"No space left.*Nothing was released"):
        release_writing.write_aside(tmp_path, ALL)
    assert release_files.list_release_ids(tmp_path) == []
    assert what_is_there(tmp_path) == []
    monkeypatch.undo()
    write(tmp_path)
    assert release_files.list_release_ids(tmp_path) == IDS


def test_what_is_whole_counts_before_it_is_in_its_place(tmp_path: Path) -> None:
    release_writing.write_aside(tmp_path, ALL)
    assert release_writing.is_left_aside(tmp_path)
    assert release_files.list_release_ids(tmp_path) == IDS
    assert [release_files.read_release(tmp_path, one.release_id) for one in ALL] == ALL


def test_a_file_that_is_in_its_place_stays(tmp_path: Path) -> None:
    write(tmp_path)
    path = release_files.release_path(tmp_path, IDS[0])
    first = path.read_bytes()
    release_writing.write_aside(tmp_path, [Release(**{**vars(ALL[0]), "made_on": "2026-08-01"})])
    release_writing.put_in_place(tmp_path)
    assert path.read_bytes() == first
    assert what_is_there(tmp_path) == [f"{one}.json" for one in IDS]
