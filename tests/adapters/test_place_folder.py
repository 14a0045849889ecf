"""A place on disk: what is saved comes back, a change is whole or not at all, one program writes at a time."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box

from assetmap.adapters import place_folder
from assetmap.adapters.osm_arrays import OsmFeature
from assetmap.adapters.place_folder import PlaceRecord
from assetmap.errors import ConflictError, OutsideError
from assetmap.model.tables import AREAS, POPULATION, POSTCODES, TABLES, TableSchema


@pytest.mark.parametrize("schema", TABLES, ids=[schema.name for schema in TABLES])
def test_a_table_that_was_never_saved_is_empty_with_its_columns(tmp_path: Path, schema: TableSchema) -> None:
    frame = place_folder.load_frame(tmp_path, schema)
    assert frame.columns.tolist() == schema.column_names
    assert len(frame) == 0
    place_folder.save_frame(tmp_path, schema, frame)
    again = place_folder.load_frame(tmp_path, schema)
    assert isinstance(again, geopandas.GeoDataFrame) == ("geometry" in schema.column_names)
    assert {name: str(dtype) for name, dtype in again.dtypes.items()} == {
        name: str(dtype) for name, dtype in frame.dtypes.items()
    }


def test_tables_come_back_as_they_were(tmp_path: Path) -> None:
    schema = next(schema for schema in TABLES if schema.name == "areas")
    data = {"area_id": ["a"], "name": ["<b>Bont</b>"], "lon": [-3.0], "lat": [51.5], "origin_kind": ["x"]}
    frame = geopandas.GeoDataFrame(data, geometry=[box(0, 0, 1, 1)], crs="EPSG:4326")
    place_folder.save_frame(tmp_path, schema, frame)
    back = place_folder.load_frame(tmp_path, schema)
    assert back["name"].tolist() == ["<b>Bont</b>"]
    assert isinstance(back, geopandas.GeoDataFrame)
    assert back.geometry.iloc[0].equals(box(0, 0, 1, 1))
    assert back.crs.to_epsg() == 4326


def test_streets_features_and_timetables_come_back(tmp_path: Path) -> None:
    arrays = {"mode": np.array("walk"), "tail": np.arange(3, dtype=np.int32)}
    place_folder.save_graph(tmp_path, "walk", arrays)
    back = place_folder.load_graph(tmp_path, "walk")
    assert back is not None
    assert str(back["mode"]) == "walk"
    assert back["tail"].dtype == np.int32
    assert place_folder.load_graph(tmp_path, "drive") is None
    features = [OsmFeature("node", 1, -3.0, 51.5, {"name": "Ty'r 'Bont' <i>", "amenity": "library"})]
    place_folder.save_features(tmp_path, features)
    assert place_folder.load_features(tmp_path) == features
    place_folder.save_timetable(tmp_path, "1", {"stops": pd.DataFrame({"stop_id": ["a"]})})
    assert place_folder.load_timetable(tmp_path, "1")["stops"]["stop_id"].tolist() == ["a"]
    place_folder.remove_timetable(tmp_path, "1")
    assert place_folder.load_timetable(tmp_path, "1") == {}


def test_damaged_files_are_told_plainly(tmp_path: Path) -> None:
    for data in (b"PK\x03\x04 cut short", b"", b"\x00garbage"):
        (tmp_path / "streets-walk.npz").write_bytes(data)
        with pytest.raises(OutsideError, match=r"npz: this part of the place cannot be read. .* add NAME --streets F"):
            place_folder.load_graph(tmp_path, "walk")
        for schema in (AREAS, POSTCODES, POPULATION):
            (tmp_path / f"{schema.name}.parquet").write_bytes(data)
            with pytest.raises(OutsideError, match=rf"cannot be read. .*place add NAME --{schema.name} FILE"):
                place_folder.load_frame(tmp_path, schema)
        (tmp_path / "features.parquet").write_bytes(data)
        with pytest.raises(OutsideError, match=r"features.parquet: this part of the place cannot be read"):
            place_folder.load_features(tmp_path)
    (tmp_path / "areas.parquet").unlink()
    pd.DataFrame({"other": [1]}).to_parquet(tmp_path / "postcodes.parquet")
    with pytest.raises(OutsideError, match=r"postcodes.parquet: this part of the place cannot be read"):
        place_folder.load_frame(tmp_path, POSTCODES)
    (tmp_path / "place.toml").write_text("name = [", encoding="utf-8")
    with pytest.raises(OutsideError, match="description cannot be read"):
        place_folder.read_place_file(tmp_path)


def record(generation: int) -> PlaceRecord:
    problems = [{"part": "areas", "row": 3, "field": "x", "value": '"quoted" \u202e\n', "expected": "", "fix": ""}]
    return PlaceRecord("Ynys Môn <b>", "ynys-mon-b", generation, "2026-03-01", problems=problems)


def test_the_description_comes_back_and_newer_keys_do_no_harm(tmp_path: Path) -> None:
    place_folder.write_place_file(tmp_path, record(1))
    with (tmp_path / "place.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n[who_decides]\nname = 'x'\n")
    assert place_folder.read_place_file(tmp_path) == record(1)


def place_with(tmp_path: Path, text: str) -> Path:
    with place_folder.new_place_folder(tmp_path, "bont") as folder:
        parts = place_folder.parts_folder(folder, 1)
        parts.mkdir()
        (parts / "a.txt").write_text(text, encoding="utf-8")
        place_folder.write_place_file(folder, record(1))
    return tmp_path / "bont"


def test_a_place_is_there_when_whole_and_only_its_owner_may_look(tmp_path: Path) -> None:
    folder = place_with(tmp_path, "one")
    assert place_folder.list_place_folders(tmp_path) == [folder]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_fault_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    def make() -> None:
        with place_folder.new_place_folder(tmp_path, "bont") as folder:
            (folder / "half.txt").write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        make()
    assert list(tmp_path.iterdir()) == []


def test_a_change_is_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = place_with(tmp_path, "one")

    def change() -> None:
        with place_folder.new_generation(folder, record(2)) as parts:
            (parts / "b.txt").write_text("two", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert place_folder.read_place_file(folder).generation == 1
    assert [path.name for path in folder.glob("parts-*")] == ["parts-1"]
    for generation in (2, 3):
        with place_folder.new_generation(folder, record(generation)) as parts:
            (parts / f"{generation}.txt").write_text("new", encoding="utf-8")
    assert place_folder.read_place_file(folder).generation == 3
    assert sorted(path.name for path in folder.glob("parts-*")) == ["parts-2", "parts-3"]
    assert sorted(path.name for path in (folder / "parts-3").iterdir()) == ["2.txt", "3.txt", "a.txt"]


HOLD = """
import sys, time
from pathlib import Path
from assetmap.adapters import place_folder
home = Path(sys.argv[1])
with place_folder.one_writer(home, busy_seconds=1), place_folder.new_place_folder(home, "bont") as folder:
    (folder / "half.txt").write_text("half")
    print("holding", flush=True)
    time.sleep(60)
"""


def test_one_program_writes_and_a_killed_one_leaves_no_trace(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(ConflictError, match="another program is making or changing a place"):
            place_folder.one_writer(tmp_path, busy_seconds=0.1).__enter__()
        other.kill()
    assert place_folder.list_place_folders(tmp_path) == []
    assert any(tmp_path.glob(".being-made-*"))
    with place_folder.one_writer(tmp_path, busy_seconds=60):
        assert not any(tmp_path.glob(".being-made-*"))
    assert list(tmp_path.iterdir()) == []
