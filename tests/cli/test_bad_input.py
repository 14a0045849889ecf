"""A file that cannot be used: what, which, expected, what to do; exit 2; nothing written; no half place left behind."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command import Command
from small_files import area_file


def empty(folder: Path) -> Path:
    (folder / "empty.csv").touch()
    return folder / "empty.csv"


def picture(folder: Path) -> Path:
    (folder / "list.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    return folder / "list.csv"


def no_header(folder: Path) -> Path:
    (folder / "numbers.csv").write_text("1,2,3\n4,5,6\n", encoding="utf-8")
    return folder / "numbers.csv"


def bomb(folder: Path) -> Path:
    path = folder / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(60):
            sheet.write(bytes(1_000_000))
    return path


def huge(folder: Path) -> Path:
    path = folder / "huge.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200_000_001)
    return path


def folder_itself(folder: Path) -> Path:
    (folder / "directory.csv").mkdir()
    return folder / "directory.csv"


def absent(folder: Path) -> Path:
    return folder / "nowhere.csv"


def test_rows_with_the_same_fault_are_one_line_of_a_command_and_each_its_own_for_programs(
    assetmap: Command, tmp_path: Path
) -> None:
    assert assetmap("place", "new", "Square", "--areas", area_file(tmp_path)).code == 0
    lines = "\n".join("2026-02-03,king,Z1" for _ in range(9))
    (tmp_path / "came.csv").write_text(f"date,role,area\n{lines}\n2026-02-03,carer,Z1\n", encoding="utf-8")
    words = ("import", "participation", tmp_path / "came.csv", "--dry-run")
    said = assetmap(*words)
    told = " ".join(said.out.split())
    assert told.count("Write one of these.") == 1, said.out
    assert "Rows 2, 3, 4 and 6 more" in told
    assert "see each with --format json" in told
    assert [one["row"] for one in assetmap(*words, "--format", "json").json["problems"]] == list(range(2, 11))


@pytest.mark.parametrize("kind", ["assets", "participation"])
@pytest.mark.parametrize("make", [empty, picture, no_header, bomb, huge, folder_itself, absent])
def test_an_unusable_list(assetmap: Command, tmp_path: Path, kind: str, make: Callable[[Path], Path]) -> None:
    assert assetmap("place", "new", "Square", "--areas", area_file(tmp_path)).code == 0
    bad = make(tmp_path)
    said = assetmap("import", kind, bad, "--format", "json")
    assert said.code == 2
    assert said.out == ""
    assert bad.name in said.err
    assert said.err.count(".") >= 2, said.err
    shown = assetmap("place", "show", "--format", "json").json
    assert (shown["assets"], shown["people"]) == ({}, 0)


def points(folder: Path) -> list[str | Path]:
    return ["--areas", area_file(folder, geometry={"type": "Point", "coordinates": [-3.0, 51.5]})]


def truncated_streets(folder: Path) -> list[str | Path]:
    (folder / "cut.osm.pbf").write_bytes(b"\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x90\x01")
    return ["--streets", folder / "cut.osm.pbf"]


def zip_that_is_no_timetable(folder: Path) -> list[str | Path]:
    with zipfile.ZipFile(folder / "holiday.zip", "w") as file:
        file.writestr("photo.txt", "a photo")
    return ["--areas", area_file(folder), "--timetable", folder / "holiday.zip"]


def population_of_another_place(folder: Path) -> list[str | Path]:
    rows = "\n".join(f"Y{number},yes,{number}" for number in range(1, 20))
    (folder / "people.csv").write_text(f"code,disability,n\n{rows}\n", encoding="utf-8")
    return ["--areas", area_file(folder), "--population", folder / "people.csv"]


def nothing(folder: Path) -> list[str | Path]:
    return []


@pytest.mark.parametrize(
    "make", [points, truncated_streets, zip_that_is_no_timetable, population_of_another_place, nothing]
)
def test_an_unusable_part_leaves_no_half_place(
    assetmap: Command, tmp_path: Path, home: Path, make: Callable[[Path], list[str | Path]]
) -> None:
    said = assetmap("place", "new", "Half", *make(tmp_path), "--format", "json")
    assert said.code == 2
    assert said.out == ""
    assert "Expected" in said.err
    assert assetmap("place", "list", "--format", "json").json == []
    left = [path for path in home.rglob("*") if path.is_file()] if home.exists() else []
    assert left == []


def test_a_place_that_is_not_there(assetmap: Command) -> None:
    said = assetmap("assets", "--place", "Nowhere")
    assert said.code == 2
    assert "place new" in said.err


def test_what_is_not_built_is_refused_not_ignored(assetmap: Command, tmp_path: Path) -> None:
    assetmap("place", "new", "Square", "--areas", area_file(tmp_path))
    for words in (["venues", "--modes", "bus"],):
        said = assetmap(*words)
        assert said.code == 2, words
        assert "not yet" in said.err.lower(), words


def test_unknown_words_name_the_known_ones(assetmap: Command, tmp_path: Path) -> None:
    assetmap("place", "new", "Square", "--areas", area_file(tmp_path))
    said = assetmap("travel", "--venue", "51.5,-3", "--modes", "broomstick")
    assert said.code == 2
    assert "walk" in said.err
