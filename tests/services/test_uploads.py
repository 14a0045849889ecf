"""A file that was handed over is on disk for its owner alone, while it is needed, under a harmless name."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest

from assetmap.services.uploads import PREFIX, Upload, on_disk, safe_name


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for temporary files: other tests, in other processes, have theirs too."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def left() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


def test_the_file_is_there_for_its_owner_alone_and_gone_afterwards() -> None:
    with on_disk(Upload("../halls.csv", b"name")) as path:
        assert (path.name, path.read_bytes()) == ("halls.csv", b"name")
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.parent.exists()


def test_it_is_gone_after_a_fault_too() -> None:
    def fail() -> None:
        with on_disk(Upload("halls.csv", b"name")) as path:
            assert path.is_file()
            raise KeyError

    before = left()
    with pytest.raises(KeyError):
        fail()
    assert left() == before


def test_a_list_of_people_has_a_name_that_says_nothing(tmp_path: Path) -> None:
    with on_disk(Upload("Canary Jones.XLSX", b"x"), neutral=True) as path:
        assert path.name == "list.xlsx"
    lies = tmp_path / "Canary Jones.csv"
    lies.write_bytes(b"date")
    with on_disk(Upload(lies.name, path=lies), neutral=True) as path:
        assert (path.name, path.read_bytes()) == ("list.csv", b"date")
    assert lies.is_file()


def test_a_file_on_this_computer_is_read_where_it_lies(tmp_path: Path) -> None:
    lies = tmp_path / "streets.osm.pbf"
    lies.write_bytes(b"x")
    with on_disk(Upload(lies.name, path=lies)) as path:
        assert path == lies
    assert lies.is_file()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\ann\\Halls.XLSX", "Halls.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("\u202e\u200bgod.csv", "god.csv"),
        ("", "list"),
        (".csv", "csv"),
        ("a" * 300 + ".csv", "a" * 120 + ".csv"),
        ("halls.c$v", "halls"),
        ("x\0y.csv", "xy.csv"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept
