"""Where most people of each area live: population-weighted centres from any list of points with area codes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd

from assetmap.adapters.coordinates import read_coordinates
from assetmap.adapters.files import Table, read_table
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import and_more, tr
from assetmap.model.census import MISSING_SHOWN
from assetmap.model.imports import Problem
from assetmap.model.place import MINIMUM_MATCHING_SHARE, OriginKind
from assetmap.model.postcode import NEAR_MARGIN
from assetmap.model.text import tidy_code


@dataclass(frozen=True)
class PointsRead:
    """Areas with their points moved: schema AREAS, same rows in the same order."""

    areas: geopandas.GeoDataFrame
    problems: tuple[Problem, ...]


def move_origins(path: Path, *, areas: geopandas.GeoDataFrame, settings: Settings) -> PointsRead:
    """Set each area's origin to its population-weighted centre; areas without one keep their centre and are named.

    Parameters
    ----------
    path
        Points with a column of area codes: X and Y (metres or degrees), longitude and latitude, or a map layer.
    areas
        Schema AREAS.
    settings
        Limits.

    Raises
    ------
    FileUnusableError
        No codes or coordinates, a code twice, or fewer than half of the place's areas.
    """
    table = read_table(Path(path), settings=settings)
    codes = {tidy_code(code): code for code in areas["area_id"]}
    column = _code_column(table, frozenset(codes))
    found = table.frame[column].map(tidy_code).map(codes)
    share = found.nunique() / max(len(areas), 1)
    if share < MINIMUM_MATCHING_SHARE:
        raise FileUnusableError(
            tr(
                "{file}: it has points for {found} of the {number} areas of this place ({percent:.0f} %). "
                "Expected at least {least:.0f} %. They may be the points of another place: choose the file "
                "for this place's areas.",
                file=table.source,
                found=found.nunique(),
                number=len(areas),
                percent=100 * share,
                least=100 * MINIMUM_MATCHING_SHARE,
            )
        )
    lon, lat = read_coordinates(table)
    points = pd.DataFrame({"area_id": found, "lon": lon, "lat": lat}).dropna()
    _check_once(table.source, points)
    return _moved(table.source, areas, points[_near(areas, points)].set_index("area_id"))


def _code_column(table: Table, codes: frozenset[str]) -> str:
    hits = {column: len({tidy_code(cell) for cell in table.frame[column]} & codes) for column in table.columns}
    return max(hits, key=lambda column: hits[column])


def _check_once(source: str, points: pd.DataFrame) -> None:
    twice = points[points["area_id"].duplicated()]
    if len(twice):
        raise FileUnusableError(
            tr(
                "{source}: {first} has two points (the second in row {twice}). Expected one point an area. Keep one.",
                source=source,
                first=twice["area_id"].iloc[0],
                twice=twice.index[0],
            )
        )


def _near(areas: geopandas.GeoDataFrame, points: pd.DataFrame) -> pd.Series[bool]:
    west, south, east, north = areas.total_bounds
    wide, high = (east - west) * NEAR_MARGIN, (north - south) * NEAR_MARGIN
    across = points["lon"].between(west - wide, east + wide)
    return across & points["lat"].between(south - high, north + high)


def _moved(source: str, areas: geopandas.GeoDataFrame, points: pd.DataFrame) -> PointsRead:
    has = areas["area_id"].isin(points.index)
    own = points.reindex(areas["area_id"])
    moved = areas.assign(
        lon=areas["lon"].where(~has, own["lon"].to_numpy()),
        lat=areas["lat"].where(~has, own["lat"].to_numpy()),
        origin_kind=areas["origin_kind"].where(~has, OriginKind.WEIGHTED_CENTROID.value),
    )
    without = areas[~has]
    problems = [_say_without(source, without, len(areas))] if len(without) else []
    return PointsRead(moved, tuple(problems))


def _say_without(source: str, without: pd.DataFrame, total: int) -> Problem:
    pairs = zip(without["name"], without["area_id"], strict=True)
    named = [f"{name} ({code})" for name, code in pairs]
    more = and_more(len(named) - MISSING_SHOWN)
    return Problem(
        0,
        f"{source}: points",
        tr(
            "{number} of {total} areas have no point here: {named}{more}",
            number=len(named),
            total=total,
            named=", ".join(named[:MISSING_SHOWN]),
            more=more,
        ),
        tr("a point for each area"),
        tr("For these we use the centre of the area. People at the edges may need much longer."),
    )
