"""A place on disk: one folder with ``place.toml``, the register, and its parts as Parquet and numpy files.

Parts live in ``parts-<generation>``. A change writes a new such folder and then replaces ``place.toml``, which names
the one that counts: a fault or a power cut at any moment leaves the place as it was or as it should be.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyarrow as pa
import tomlkit
from numpy.typing import NDArray
from tomlkit.exceptions import TOMLKitError

from assetmap.adapters.disk_room import has_no_room
from assetmap.adapters.osm_arrays import OsmFeature
from assetmap.errors import ConflictError, OutsideError
from assetmap.messages import tr
from assetmap.model.place import WGS84
from assetmap.model.tables import TableSchema

PLACE_FILE = "place.toml"
_PARTS = "parts-"
_BEING_MADE = ".being-made-"
_LOCK = ".one-writer"
_PRIVATE = 0o700
_FEATURES = "features.parquet"
_STREETS_OPTION = "--streets FILE.osm.pbf"
_OPTION_OF_PART = {part: f"--{part} FILE" for part in ("areas", "population", "postcodes")}
_DAMAGED = (OSError, EOFError, ValueError, TypeError, KeyError, pa.ArrowException, zipfile.BadZipFile, zlib.error)


@dataclass
class PlaceRecord:
    """What ``place.toml`` holds.

    Attributes
    ----------
    name, slug
        The place's name as written, and its folder.
    generation
        Raised by each change; names the folder of parts that counts.
    made_on, changed_on
        ISO days.
    areas_vintage
        Such as "LSOA 2021".
    made_up
        Whether the areas' file says of itself that it is made up.
    counts
        Areas, residents (absent if not known), postcodes: for lists of places.
    sources
        One record a file: its part, name, the day it was read, vintage.
    problems
        What a person should know: the part and the keys of ``model.imports.Problem``.
    timetables
        One record a timetable: folder, source, from, to, routes, trips, stops_served.
    on_the_record
        Who keeps records of people and why, by field of ``model.on_the_record``.
    """

    name: str
    slug: str
    generation: int
    made_on: str
    changed_on: str = ""
    areas_vintage: str = ""
    made_up: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    timetables: list[dict[str, Any]] = field(default_factory=list)
    on_the_record: dict[str, str] = field(default_factory=dict)


def parts_folder(place_folder: Path, generation: int) -> Path:
    """Return the folder that holds the parts of one generation."""
    return place_folder / f"{_PARTS}{generation}"


def write_place_file(folder: Path, record: PlaceRecord) -> None:
    """Write ``place.toml`` at once: readers see the old one or the new one."""
    fresh = folder / f".{PLACE_FILE}"
    fresh.write_text(tomlkit.dumps(asdict(record)), encoding="utf-8")
    fresh.replace(folder / PLACE_FILE)


def read_place_file(folder: Path) -> PlaceRecord:
    """Read ``place.toml``.

    Raises
    ------
    OutsideError
        It is missing, damaged, or made by a newer version.
    """
    try:
        values = tomlkit.parse((folder / PLACE_FILE).read_text(encoding="utf-8")).unwrap()
        known = {row.name for row in fields(PlaceRecord)}
        record = PlaceRecord(**{key: value for key, value in values.items() if key in known})
        return replace(record, on_the_record=dict(record.on_the_record))
    except (OSError, UnicodeDecodeError, TOMLKitError, TypeError, ValueError) as error:
        raise OutsideError(
            tr(
                "{folder}: the place's description cannot be read. Expected the file assetmap wrote. Bring it "
                "back from a backup.",
                folder=folder / PLACE_FILE,
            )
        ) from error


def list_place_folders(home: Path) -> list[Path]:
    """Return the folders of all whole places, by name."""
    if not home.is_dir():
        return []
    return sorted(folder for folder in home.iterdir() if not folder.name.startswith(".") and _is_place(folder))


def _is_place(folder: Path) -> bool:
    return (folder / PLACE_FILE).is_file()


@contextlib.contextmanager
def one_writer(home: Path, *, busy_seconds: float) -> Iterator[None]:
    """Let one program at a time make or change places, and clear away what a killed one left behind.

    The lock is the operating system's, taken through SQLite, so that it ends with the program that holds it.

    Raises
    ------
    ConflictError
        Another program kept it for longer than ``busy_seconds``.
    OutsideError
        The folder cannot be written.
    """
    make_private(home)
    path = home / _LOCK
    lock = _take_lock(path, busy_seconds)
    try:
        for leftover in home.glob(f"{_BEING_MADE}*"):
            shutil.rmtree(leftover)
        yield
    finally:
        # Windows keeps a file that is open; it is then found and used again.
        with contextlib.suppress(PermissionError):
            path.unlink(missing_ok=True)
        lock.close()


def _take_lock(path: Path, busy_seconds: float) -> sqlite3.Connection:
    until = time.monotonic() + busy_seconds
    while True:
        path.touch()
        before = path.stat().st_ino
        lock = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            if has_no_room(path.parent):
                raise OutsideError(
                    tr(
                        "The disk that holds {where} is full. Nothing was changed. Make room and try again.",
                        where=path.parent,
                    )
                ) from error
            # Another fault than a lock means that the file went away while we looked at it: look again.
            if "locked" not in str(error) and time.monotonic() < until:
                continue
            raise ConflictError(
                tr(
                    "{parent}: another program is making or changing a place. Expected to be the only one. "
                    "Wait until it is done and try again.",
                    parent=path.parent,
                )
            ) from error
        # The program before us took the file away when it was done: then ours is a file that nobody else will see.
        if path.is_file() and path.stat().st_ino == before:
            return lock
        lock.close()


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may open."""
    try:
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        folder.chmod(_PRIVATE)
    except OSError as error:
        raise OutsideError(
            tr(
                "{folder}: the folder cannot be made ({reason}). Expected one we may write. Choose another "
                "with ASSETMAP_HOME.",
                folder=folder,
                reason=error.strerror,
            )
        ) from error


@contextlib.contextmanager
def new_place_folder(home: Path, slug: str) -> Iterator[Path]:
    """Give a folder to build a place in; it becomes the place when all went well, else nothing is left."""
    folder = home / f"{_BEING_MADE}{slug}"
    make_private(folder)
    try:
        yield folder
        folder.rename(home / slug)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def new_generation(place_folder: Path, record: PlaceRecord) -> Iterator[Path]:
    """Give a folder with all parts of a place to change; it counts when all went well, else nothing is left.

    ``record`` must hold the new generation; it is written last. The generation before is kept for readers that still
    have it open, older ones go.
    """
    fresh = parts_folder(place_folder, record.generation)
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(parts_folder(place_folder, record.generation - 1), fresh, copy_function=_link)
    whole = False
    try:
        yield fresh
        write_place_file(place_folder, record)
        whole = True
    finally:
        if not whole:
            shutil.rmtree(fresh, ignore_errors=True)
    for folder in place_folder.glob(f"{_PARTS}*"):
        if folder not in {fresh, parts_folder(place_folder, record.generation - 1)}:
            shutil.rmtree(folder, ignore_errors=True)


def _link(source: str, target: str) -> None:
    # Parts are never written in place (see `_replace`), so old and new generation may share a file.
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@contextlib.contextmanager
def _replace(path: Path) -> Iterator[Path]:
    fresh = path.with_name(f".{path.name}")
    yield fresh
    fresh.replace(path)


def save_frame(folder: Path, schema: TableSchema, frame: pd.DataFrame) -> None:
    """Save a table under its schema's name, GeoParquet if it has shapes."""
    with _replace(folder / f"{schema.name}.parquet") as path:
        frame[schema.column_names].to_parquet(path, index=False)


def load_frame(folder: Path, schema: TableSchema) -> pd.DataFrame:
    """Load a table; one that was never saved is an empty table with its columns and kinds."""
    path = folder / f"{schema.name}.parquet"
    shaped = any(column.dtype == "geometry" for column in schema.columns)
    if not path.is_file():
        return empty_frame(schema)
    with _readable(path):
        frame = geopandas.read_parquet(path) if shaped else pd.read_parquet(path)
        return frame.astype(schema.dtypes)


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say in plain words that a part of a place is damaged, and how to make it again."""
    try:
        yield
    except _DAMAGED as error:
        raise OutsideError(
            tr(
                "{path}: this part of the place cannot be read. Expected the file assetmap wrote; it is "
                "damaged. Make it again from its source: assetmap place add NAME {option}",
                path=path,
                option=_OPTION_OF_PART.get(path.stem, _STREETS_OPTION),
            )
        ) from error


def empty_frame(schema: TableSchema) -> pd.DataFrame:
    """Return a table without rows, with its schema's columns and kinds."""
    frame = pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in schema.dtypes.items()})
    for column in schema.columns:
        if column.dtype == "geometry":
            frame = geopandas.GeoDataFrame(frame, geometry=geopandas.GeoSeries([], crs=WGS84))
            frame = frame.rename_geometry(column.name) if frame.geometry.name != column.name else frame
    return frame[schema.column_names]


def graph_file(mode: str) -> str:
    """Return the name of the file that holds one mode's street network."""
    return f"streets-{mode}.npz"


def save_graph(folder: Path, mode: str, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Save the arrays of one mode's street network."""
    with _replace(folder / graph_file(mode)) as path, path.open("wb") as stream:
        np.savez(stream, allow_pickle=False, **arrays)


def has_graph(folder: Path, mode: str) -> bool:
    """Tell whether a mode's street network was saved."""
    return (folder / graph_file(mode)).is_file()


def load_graph(folder: Path, mode: str) -> dict[str, NDArray[Any]] | None:
    """Load the arrays of one mode's street network; None if the place has no streets.

    Raises
    ------
    OutsideError
        The file is damaged.
    """
    path = folder / graph_file(mode)
    if not path.is_file():
        return None
    with _readable(path), path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def save_features(folder: Path, features: list[OsmFeature]) -> None:
    """Save the things on OpenStreetMap that may be assets, for a later import from the streets."""
    rows = [
        {**asdict(feature), "tags": json.dumps(feature.tags, ensure_ascii=False, sort_keys=True)}
        for feature in features
    ]
    columns = [row.name for row in fields(OsmFeature)]
    with _replace(folder / _FEATURES) as path:
        pd.DataFrame(rows, columns=columns).to_parquet(path, index=False)


def load_features(folder: Path) -> list[OsmFeature]:
    """Load the things on OpenStreetMap that may be assets; none if the place has no streets."""
    path = folder / _FEATURES
    if not path.is_file():
        return []
    with _readable(path):
        rows = pd.read_parquet(path).to_dict("records")
        return [OsmFeature(**{**row, "tags": json.loads(row["tags"])}) for row in rows]  # type: ignore[arg-type]


def save_timetable(folder: Path, name: str, tables: Mapping[str, pd.DataFrame]) -> None:
    """Save a timetable's tables in a folder of its own."""
    remove_timetable(folder, name)
    target = folder / "timetable" / name
    target.mkdir(parents=True)
    for table, frame in tables.items():
        frame.to_parquet(target / f"{table}.parquet", index=False)


def remove_timetable(folder: Path, name: str) -> None:
    """Remove a timetable's tables."""
    shutil.rmtree(folder / "timetable" / name, ignore_errors=True)


def load_timetable(folder: Path, name: str) -> dict[str, pd.DataFrame]:
    """Load a timetable's tables by name."""
    found = sorted((folder / "timetable" / name).glob("*.parquet"))
    return {path.stem: pd.read_parquet(path) for path in found}
