"""Postcodes with their points: Code-Point Open, ONSPD, NSPL, or any list with a postcode and coordinates."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from assetmap.adapters.areas import area_of_points
from assetmap.adapters.coordinates import find_column, metre_grid, read_coordinates, to_degrees, to_metres
from assetmap.adapters.file_checks import check_file, read_head
from assetmap.adapters.files import Table, read_table
from assetmap.adapters.postcode_problems import (
    check_ground,
    say_areas_without,
    say_count,
    say_elsewhere,
    say_moved,
    say_rows,
    say_spread,
    say_unlocated,
)
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model import postcode as words
from assetmap.model.file_kind import TABLE_KINDS, FileKind
from assetmap.model.imports import Problem
from assetmap.model.place import BRITISH_NATIONAL_GRID, OriginKind
from assetmap.model.tables import POSTCODES
from assetmap.model.text import tidy_postcode

_KNOWN = frozenset({*words.POSTCODE_HEADINGS, "post code", "postal code", "addr postcode", "cod post"})


@dataclass(frozen=True)
class PostcodesRead:
    """Postcodes of all files together: schema POSTCODES, ordered by postcode, each once."""

    frame: pd.DataFrame
    problems: tuple[Problem, ...]


def read_postcodes(
    paths: Sequence[Path], *, areas: geopandas.GeoDataFrame, before: pd.DataFrame, settings: Settings
) -> PostcodesRead:
    """Read lists of postcodes and put each into its area, or into a square where the place has no areas.

    Every postcode in the files counts. Where two files are releases of one list, those that only the earlier one has
    are marked as ended.

    Parameters
    ----------
    paths
        The files. The month in their names tells which is later; else the order given.
    areas
        Schema AREAS; may be empty.
    before
        Postcodes the place has already, schema POSTCODES; they count as an earlier release.
    settings
        Limits, and the width of the squares.

    Raises
    ------
    FileUnusableError
        A file has no postcodes or no coordinates, or none of all postcodes lies in one of the areas.
    """
    problems: list[Problem] = []
    lists = [before] if len(before) else []
    ordered = sorted((Path(path) for path in paths), key=_release)
    for path in ordered:
        frame, said = _read_list(path, settings)
        problems += [*said, *(say_moved(path.name, lists[-1], frame) if lists else ())]
        lists.append(frame)
    merged = reduce(_merge, lists).sort_values("postcode", ignore_index=True)
    placed = place_postcodes(merged, areas=areas, settings=settings)
    check_ground([path.name for path in ordered], placed, areas)
    for path, frame in zip(ordered, lists[-len(ordered) :], strict=True):
        problems += say_elsewhere(path.name, frame, placed, areas)
    problems += [*say_count(merged, lists=len(lists)), *say_areas_without(placed, areas)]
    return PostcodesRead(placed, tuple(problems))


def place_postcodes(frame: pd.DataFrame, *, areas: geopandas.GeoDataFrame, settings: Settings) -> pd.DataFrame:
    """Return postcodes with their area, or with their square where the place has no areas; schema POSTCODES."""
    placed = frame.assign(
        area_id=area_of_points(areas, frame["lon"], frame["lat"]),
        cell_id="" if len(areas) else _cells(frame, settings.cell_metres),
    )
    return placed.astype(POSTCODES.dtypes)[POSTCODES.column_names]


def _release(path: Path) -> str:
    found = re.search(words.RELEASE_PATTERN, path.name)
    return f"{found[1]}{found[2]}" if found else ""


def _read_list(path: Path, settings: Settings) -> tuple[pd.DataFrame, list[Problem]]:
    """Return postcode, lon, lat, ended: one row a postcode, the mean of its points."""
    kind = check_file(path, wanted=TABLE_KINDS, settings=settings)
    if kind is FileKind.CSV and _is_code_point(path):
        rows = _code_point(read_table(path, settings=settings, header=False))
    else:
        rows = _headed(read_table(path, settings=settings, known=_KNOWN))
    good = rows[rows["postcode"] != ""]
    if good.empty:
        raise FileUnusableError(
            tr(
                "{file}: none of its {number:,} rows has a whole postcode. Expected postcodes such as NP10 "
                "0AA. Choose another list.",
                file=path.name,
                number=len(rows),
            )
        )
    points = good.groupby("postcode", sort=True).agg(lon=("lon", "mean"), lat=("lat", "mean"), ended=("ended", "all"))
    frame = points.reset_index()
    said = (say_rows(path.name, rows), say_spread(path.name, good, frame), say_unlocated(path.name, frame))
    return frame, [problem for problems in said for problem in problems]


def _is_code_point(path: Path) -> bool:
    first = read_head(path).decode("utf-8-sig", errors="replace").splitlines()[0]
    cells = next(csv.reader([first]), [])
    return (
        len(cells) > words.CODE_POINT_NORTHING
        and tidy_postcode(cells[words.CODE_POINT_POSTCODE]) is not None
        and all(cells[at].strip().isdigit() for at in range(words.CODE_POINT_QUALITY, words.CODE_POINT_NORTHING + 1))
    )


def _code_point(table: Table) -> pd.DataFrame:
    cells = [table.frame.iloc[:, at] for at in range(words.CODE_POINT_NORTHING + 1)]
    east, north = (
        pd.to_numeric(cells[at], errors="coerce").to_numpy(dtype=np.float64)
        for at in (words.CODE_POINT_EASTING, words.CODE_POINT_NORTHING)
    )
    nowhere = (cells[words.CODE_POINT_QUALITY] == words.CODE_POINT_NO_COORDINATE_QUALITY) | ((east == 0) & (north == 0))
    lon, lat = to_degrees(np.where(nowhere, np.nan, east), np.where(nowhere, np.nan, north), crs=BRITISH_NATIONAL_GRID)
    return _rows(cells[words.CODE_POINT_POSTCODE], lon, lat, ended=False)


def _headed(table: Table) -> pd.DataFrame:
    column = find_column(table, words.POSTCODE_HEADINGS)
    if not column:
        raise FileUnusableError(
            tr(
                "{file}: no column of postcodes is recognised. It has: {columns}. Expected one named "
                "'postcode'. Rename the column.",
                file=table.source,
                columns=", ".join(table.columns[:20]),
            )
        )
    ended = find_column(table, words.ENDED_HEADINGS)
    lon, lat = read_coordinates(table)
    return _rows(table.frame[column], lon, lat, ended=table.frame[ended].ne("").to_numpy() if ended else False)


def _rows(texts: pd.Series[str], lon: np.ndarray, lat: np.ndarray, *, ended: np.ndarray | bool) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "postcode": texts.str.split(words.LIST_SEPARATOR),
            "lon": lon,
            "lat": lat,
            "ended": ended,
            "text": texts,
        },
        index=texts.index,
    ).explode("postcode")
    return rows.assign(postcode=rows["postcode"].map(lambda text: tidy_postcode(text) or ""))


def _merge(earlier: pd.DataFrame, later: pd.DataFrame) -> pd.DataFrame:
    gone = ~earlier["postcode"].isin(later["postcode"])
    # Only where the later file covers the same ground can a postcode that it lacks have ended.
    ground = (
        earlier["postcode"]
        .str.extract(r"^([A-Z]+)", expand=False)
        .isin(later["postcode"].str.extract(r"^([A-Z]+)", expand=False))
    )
    if ground.any() and (~gone[ground]).mean() >= words.SAME_LIST_SHARE:
        earlier = earlier.assign(ended=earlier["ended"] | (gone & ground))
    return pd.concat([earlier[gone], later], ignore_index=True)


def _cells(frame: pd.DataFrame, cell_metres: int) -> np.ndarray:
    known = frame["lon"].notna().to_numpy()
    cells = np.full(len(frame), "", dtype=object)
    if known.any():
        located = frame[known]
        crs = metre_grid(float(located["lon"].median()), float(located["lat"].median()))
        east, north = to_metres(located["lon"], located["lat"], crs=crs)
        squares = zip(east // cell_metres, north // cell_metres, strict=True)
        cells[known] = [f"{crs.removeprefix('EPSG:')}-{int(x)}-{int(y)}" for x, y in squares]
    return cells


def cell_points(postcodes: pd.DataFrame) -> pd.DataFrame:
    """Return one row a square: cell_id, name, lon, lat, kind.

    The point is the postcode in it nearest the middle of its postcodes, so it is a place where people live; the
    square is named after it.
    """
    known = postcodes[(postcodes["cell_id"] != "") & postcodes["lon"].notna()]
    middle = known.groupby("cell_id")[["lon", "lat"]].transform("mean")
    width = np.cos(np.radians(known["lat"]))
    far = ((known["lon"] - middle["lon"]) * width) ** 2 + (known["lat"] - middle["lat"]) ** 2
    nearest = known.assign(far=far).sort_values(["cell_id", "far", "postcode"]).drop_duplicates("cell_id")
    return pd.DataFrame(
        {
            "cell_id": nearest["cell_id"],
            "name": "Around " + nearest["postcode"],
            "lon": nearest["lon"],
            "lat": nearest["lat"],
            "kind": OriginKind.CELL.value,
        }
    ).reset_index(drop=True)
