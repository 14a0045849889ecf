"""Parts that cannot be used, a kill, a full disk: a place is whole or not there, changed wholly or not at all."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely.geometry import box
from small_place import left_behind, make_files, whole, write_text

from assetmap.config import Settings
from assetmap.errors import FileUnusableError, NotFoundError, OptionError, OutsideError
from assetmap.services import workspace
from assetmap.services.workspace import PlaceParts

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return make_files(tmp_path / "files")


def truncated_streets(files: Path) -> PlaceParts:
    cut = files / "cut.osm.pbf"
    cut.write_bytes((files / "streets.osm.pbf").read_bytes()[:120])
    return PlaceParts(streets=cut)


def no_timetable(files: Path) -> PlaceParts:
    with zipfile.ZipFile(files / "holiday.zip", "w") as archive:
        archive.writestr("photo.txt", "a photo")
    return PlaceParts(areas=files / "areas.geojson", timetables=(files / "holiday.zip",))


def other_population(files: Path) -> PlaceParts:
    people = write_text(files, "else.csv", "code,total_residents,A\nE01000001,9,9\nE01000002,9,9\n")
    return PlaceParts(areas=files / "areas.geojson", population=(people,))


def points_as_areas(files: Path) -> PlaceParts:
    dots = geopandas.GeoDataFrame({"code": ["a"]}, geometry=geopandas.points_from_xy([-3], [51]), crs=4326)
    dots.to_file(files / "dots.geojson")
    return PlaceParts(areas=files / "dots.geojson")


def other_streets(files: Path) -> PlaceParts:
    shapes = [box(-3.1 + n / 10, 57.0, -3.0 + n / 10, 57.1) for n in range(2)]
    codes = {"LSOA21CD": ["W01000001", "W01000002"]}
    geopandas.GeoDataFrame(codes, geometry=shapes, crs=4326).to_file(files / "areas.geojson")
    return PlaceParts(areas=files / "areas.geojson", streets=files / "streets.osm.pbf")


def other_timetable(files: Path) -> PlaceParts:
    demo = Path(__file__).resolve().parents[2] / "data/demo/timetable.gtfs.zip"
    return PlaceParts(areas=files / "areas.geojson", timetables=(demo,))


def other_postcodes(files: Path) -> PlaceParts:
    codes = write_text(files, "ne.csv", "postcode,lat,lon\nNE1 1AA,54.97,-1.61\n")
    return PlaceParts(areas=files / "areas.geojson", postcodes=(codes,))


def large_streets(files: Path) -> PlaceParts:
    with (files / "large.osm.pbf").open("wb") as stream:
        stream.truncate(2_000_000_001)
    return PlaceParts(streets=files / "large.osm.pbf")


Make = Callable[[Path], PlaceParts]


def parts(**names: str) -> Make:
    """Make parts of files by their names."""
    several = {"population", "postcodes", "timetables"}

    def make(files: Path) -> PlaceParts:
        given: dict[str, Any] = {
            part: (files / name,) if part in several else files / name
            for part, name in names.items()
            if part in {*several, "areas", "points", "streets"}
        }
        return PlaceParts(**{**names, **given})

    return make


STREETS, AREAS = "streets.osm.pbf", "areas.geojson"
BAD_OPTIONS: dict[str, tuple[Make, str]] = {
    "nothing": (parts(), "A place needs areas or streets, and neither was given. Expected --areas"),
    "people alone": (
        parts(streets=STREETS, population="people.csv"),
        "--population belongs to areas, and the place has none. Expected --areas FILE",
    ),
    "points alone": (parts(streets=STREETS, points="points.csv"), "--points belongs to areas"),
    "column alone": (parts(streets=STREETS, area_id="x"), "--area-id names a column of the areas file. Expected"),
    "two kinds of streets": (parts(streets=STREETS, from_osm="Bont"), "--streets and --from-osm both bring streets."),
}
BAD_FILES: dict[str, tuple[Make, str]] = {
    "missing file": (parts(areas="no.geojson"), "no.geojson: there is no such file. Expected"),
    "missing streets": (parts(streets="no.osm.pbf"), "no.osm.pbf: there is no such file. Expected"),
    "table as areas": (parts(areas="people.csv"), "people.csv: this is a CSV. Expected"),
    "points as areas": (points_as_areas, "dots.geojson: it holds 1 point. Expected"),
    "table as streets": (parts(streets="people.csv"), "people.csv: this is not a PBF"),
    "truncated streets": (truncated_streets, "cut.osm.pbf: "),
    "large streets": (large_streets, "large.osm.pbf: the file has 2,000 MB. Expected at most 2,000 MB"),
    "no timetable": (no_timetable, "holiday.zip"),
    "population of another place": (other_population, "else.csv: 0 of the 2 areas of this place are in it"),
    "postcodes of another place": (other_postcodes, "ne.csv: none of the 1 postcodes (NE1) lies in one of the 2 areas"),
    "streets of another place": (other_streets, "streets.osm.pbf: none of its streets lies in this place"),
    "timetable of another place": (other_timetable, "timetable.gtfs.zip: none of its stops lies in this place"),
    "areas as population": (parts(areas=AREAS, population=AREAS), "areas.geojson: there is no column of counts"),
    "areas as postcodes": (parts(areas=AREAS, postcodes=AREAS), "areas.geojson: no column of postcodes is recognised"),
}
BAD_PARTS = BAD_OPTIONS | BAD_FILES


@pytest.mark.parametrize("case", BAD_PARTS, ids=list(BAD_PARTS))
def test_a_part_that_cannot_be_used_leaves_no_half_place(settings: Settings, files: Path, case: str) -> None:
    make, message = BAD_PARTS[case]
    with pytest.raises(OptionError if case in BAD_OPTIONS else FileUnusableError) as fault:
        workspace.create_place(settings, "Half", make(files), now=NOW)
    text = str(fault.value)
    assert message in text
    assert "Expected" in text
    assert text.rstrip().endswith((".", "add"))
    assert workspace.list_places(settings) == []
    assert left_behind(settings.home) == []


def stored(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and "sqlite" not in path.name}


@pytest.mark.parametrize("case", BAD_FILES, ids=list(BAD_FILES))
def test_a_part_that_cannot_be_added_leaves_the_place_as_it_was(settings: Settings, files: Path, case: str) -> None:
    make, message = BAD_FILES[case]
    made = workspace.create_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    before = stored(settings.home)
    with pytest.raises(FileUnusableError) as fault:
        workspace.add_to_place(settings, "Bont", make(files), now=NOW)
    assert message in str(fault.value)
    assert workspace.show_place(workspace.open_place(settings)) == made
    assert stored(settings.home) == before


def test_nothing_to_add_and_nowhere_to_add_it(settings: Settings, files: Path) -> None:
    with pytest.raises(OptionError, match=r"Nothing to add was given. Expected at least one file"):
        workspace.add_to_place(settings, "Bont", PlaceParts(), now=NOW)
    with pytest.raises(NotFoundError, match=r"no place 'Bont'. Expected one. Make it with: assetmap place new"):
        workspace.add_to_place(settings, "Bont", whole(files), now=NOW)


KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from assetmap.config import Settings
from assetmap.services import place_building, workspace
home, files, what = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
parts = workspace.PlaceParts(areas=files / "areas.geojson", streets=files / "streets.osm.pbf")
place_building._count = lambda building: os.kill(os.getpid(), signal.SIGKILL)
getattr(workspace, what)(Settings(home=home), "Bont", parts, now=datetime.now(UTC))
"""


@pytest.mark.skipif(os.name == "nt", reason="a kill signal is needed")
def test_a_kill_in_the_middle_leaves_no_half_place(settings: Settings, files: Path) -> None:
    def killed(what: str) -> None:
        command = [sys.executable, "-c", KILLED, str(settings.home), str(files), what]
        assert subprocess.run(command, check=False).returncode == -9

    killed("create_place")
    assert workspace.list_places(settings) == []
    made = workspace.create_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    assert [path.name for path in settings.home.iterdir()] == ["bont"]
    killed("add_to_place")
    assert workspace.show_place(workspace.open_place(settings)) == made
    added = workspace.add_to_place(settings, "Bont", PlaceParts(streets=files / "streets.osm.pbf"), now=NOW)
    assert added.streets["walk"]["nodes"] == 2


def test_a_full_disk_is_told_plainly(settings: Settings, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assetmap.adapters.place_folder.save_frame", full)
    with pytest.raises(OutsideError, match=r"could not be written \(No space left on device\). Expected room"):
        workspace.create_place(settings, "Bont", whole(files), now=NOW)
    assert left_behind(settings.home) == []


@pytest.mark.parametrize(
    ("part", "file", "option"),
    [
        ("areas", "areas.geojson", "--areas FILE"),
        ("population", "people.csv", "--population FILE"),
        ("postcodes", "postcodes.csv", "--postcodes FILE"),
        ("streets-walk", "streets.osm.pbf", "--streets FILE.osm.pbf"),
    ],
)
def test_a_damaged_part_is_named_and_can_be_made_again(
    settings: Settings, files: Path, part: str, file: str, option: str
) -> None:
    made = workspace.create_place(settings, "Bont", whole(files), now=NOW)
    damaged = next(workspace.open_place(settings).parts.glob(f"{part}.*"))
    damaged.write_bytes(b"garbage" * 20)
    with pytest.raises(OutsideError) as fault:
        workspace.show_place(workspace.open_place(settings))
    assert str(fault.value).startswith(f"{damaged}: this part of the place cannot be read. Expected the file")
    assert str(fault.value).endswith(f"assetmap place add NAME {option}")
    name = "streets" if part == "streets-walk" else part
    path = files / file
    again = {name: path if name in {"areas", "streets"} else (path,)}
    mended = workspace.add_to_place(settings, "Bont", PlaceParts(**again), now=NOW)  # type: ignore[arg-type]
    assert mended.as_record() | {"problems": 0} == made.as_record() | {"problems": 0}
    lost = [row for row in mended.problems if row["value"].startswith("what was there before could not be read")]
    assert len(lost) == (0 if name == "streets" else 1)
