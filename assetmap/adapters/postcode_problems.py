"""What a person should know about a list of postcodes: rows left out, points in doubt, areas it does not reach."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.adapters.coordinates import metre_grid, to_metres
from assetmap.errors import FileUnusableError
from assetmap.messages import and_more, tr, tr_count
from assetmap.model import postcode as words
from assetmap.model.imports import Problem

AREAS_WITHOUT = "postcodes: areas"
"""The field of the problem that names areas without a postcode."""


def check_ground(names: Sequence[str], placed: pd.DataFrame, areas: geopandas.GeoDataFrame) -> None:
    """Refuse lists of which no postcode lies in an area of the place: they are lists of somewhere else.

    Raises
    ------
    FileUnusableError
        The place has areas, and none of them holds a postcode.
    """
    if not len(areas) or (placed["area_id"] != "").any():
        return
    raise FileUnusableError(
        tr(
            "{names}: none of the {number:,} postcodes ({placed}) lies in one of the {total:,} areas of this "
            "place. Expected postcodes of this place. They may be those of another place: choose the list for "
            "these areas.",
            names=", ".join(names),
            number=len(placed),
            placed=_ground(placed),
            total=len(areas),
        )
    )


def say_elsewhere(name: str, frame: pd.DataFrame, placed: pd.DataFrame, areas: geopandas.GeoDataFrame) -> list[Problem]:
    """Name one list of several of which no postcode lies in an area of the place."""
    if not len(areas) or (placed["area_id"][placed["postcode"].isin(frame["postcode"])] != "").any():
        return []
    return [
        Problem(
            0,
            f"{name}: postcode",
            tr(
                "none of its {number:,} postcodes ({frame}) lies in an area of this place",
                number=len(frame),
                frame=_ground(frame),
            ),
            tr("postcodes of this place"),
            tr("They are kept. If it is the list of another place, add the right one."),
        )
    ]


def _ground(frame: pd.DataFrame) -> str:
    districts = sorted(set(frame["postcode"].str.split(" ").str[0]))
    return f"{', '.join(districts[: words.FURTHEST_SHOWN])}{' ...' if len(districts) > words.FURTHEST_SHOWN else ''}"


def say_areas_without(placed: pd.DataFrame, areas: geopandas.GeoDataFrame) -> list[Problem]:
    """Name areas that hold no postcode in use, where postcodes are known at all."""
    used = placed[~placed["ended"].astype(bool)]
    without = areas[~areas["area_id"].isin(used["area_id"])] if len(placed) else areas.iloc[:0]
    if without.empty:
        return []
    pairs = zip(without["name"], without["area_id"], strict=True)
    return [
        Problem(
            0,
            AREAS_WITHOUT,
            tr(
                "{number:,} of {total:,} areas hold no postcode: {pairs}",
                number=len(without),
                total=len(areas),
                pairs=_first([f"{n} ({c})" for n, c in pairs]),
            ),
            tr("postcodes in every area"),
            tr("One point stands for each of these. If people live there, add the list that covers them."),
        )
    ]


def say_rows(name: str, rows: pd.DataFrame) -> list[Problem]:
    """Name rows without a whole postcode."""
    bad = rows[rows["postcode"] == ""]
    said = [
        Problem(
            row,
            f"{name}: postcode",
            text or "nothing",
            tr("a whole postcode such as NP10 0AA"),
            tr("This row was left out. Complete it and add the file again."),
        )
        for row, text in zip(bad.index.tolist()[: words.ROWS_SHOWN], bad["text"], strict=False)
    ]
    more = len(bad) - words.ROWS_SHOWN
    if more > 0:
        fix = tr("These rows were left out.")
        said.append(
            Problem(0, f"{name}: postcode", tr("{more:,} more rows like these", more=more), tr("whole postcodes"), fix)
        )
    return said


def say_unlocated(name: str, frame: pd.DataFrame) -> list[Problem]:
    """Name postcodes without a point."""
    nowhere = frame[frame["lon"].isna()]["postcode"].tolist()
    if not nowhere:
        return []
    shown = ", ".join(nowhere[: words.ROWS_SHOWN])
    more = and_more(len(nowhere) - words.ROWS_SHOWN)
    return [
        Problem(
            0,
            f"{name}: coordinates",
            tr("{number:,} postcodes have no coordinates: {shown}{more}", number=len(nowhere), shown=shown, more=more),
            tr("a point for each postcode"),
            tr("They are counted, but nobody can be placed by them."),
        )
    ]


def say_spread(name: str, rows: pd.DataFrame, frame: pd.DataFrame) -> list[Problem]:
    """Name postcodes whose rows lie at different points, those the furthest from their middle first."""
    several = rows[rows["postcode"].duplicated(keep=False) & rows["lon"].notna()]
    middle = frame.set_index("postcode").reindex(several["postcode"])
    off = pd.Series(_metres(several, middle), index=several["postcode"].to_numpy()).groupby(level=0).max()
    apart = off[off > words.SAME_POINT_METRES].sort_values(ascending=False, kind="stable")
    if apart.empty:
        return []
    return [
        Problem(
            0,
            f"{name}: coordinates",
            tr(
                "{postcodes} in rows with different points, from their middle by: {distances}",
                postcodes=_count(apart),
                distances=_distances(apart),
            ),
            tr("one point for each postcode"),
            tr("We take the middle of the points. If a row is wrong, remove it and add the file again."),
        )
    ]


def say_moved(name: str, earlier: pd.DataFrame, later: pd.DataFrame) -> list[Problem]:
    """Name postcodes that a later list puts somewhere else."""
    both = later.merge(earlier[["postcode", "lon", "lat"]], on="postcode", suffixes=("", "_before")).dropna()
    before = both[["lon_before", "lat_before"]].set_axis(["lon", "lat"], axis=1)
    moved = pd.Series(_metres(both, before), index=both["postcode"].to_numpy()).sort_values(ascending=False)
    far = moved[moved > words.MOVED_METRES]
    if far.empty:
        return []
    return [
        Problem(
            0,
            f"{name}: coordinates",
            tr(
                "{postcodes} elsewhere than in the list before, by: {distances}",
                postcodes=_count(far),
                distances=_distances(far),
            ),
            tr("the same points"),
            tr("We take the later list. If it is wrong, correct it and add it again."),
        )
    ]


def say_count(frame: pd.DataFrame, *, lists: int) -> list[Problem]:
    """Say how many postcodes all lists hold together, and how many of them have ended."""
    ended = int(frame["ended"].sum())
    if not ended and lists == 1:
        return []
    return [
        Problem(
            0,
            "postcodes",
            tr(
                "{number:,} postcodes are in the files, {ended:,} of them no longer in use",
                number=len(frame),
                ended=ended,
            ),
            "",
            tr("All are counted and all are found. Those that ended are marked so."),
        )
    ]


def _metres(one: pd.DataFrame, other: pd.DataFrame) -> NDArray[np.float64]:
    """Return metres between points, row by row, on the grid of the first."""
    if one.empty:
        return np.zeros(0)
    crs = metre_grid(float(one["lon"].iloc[0]), float(one["lat"].iloc[0]))
    here, there = (np.array(to_metres(side["lon"], side["lat"], crs=crs)) for side in (one, other))
    return np.asarray(np.hypot(*(here - there)))


def _count(metres: pd.Series[float]) -> str:
    return tr_count("{number} postcode stands", "{number} postcodes stand", len(metres))


def _distances(metres: pd.Series[float]) -> str:
    return _first([f"{postcode} {round(far):,} m" for postcode, far in metres.items()])


def _first(texts: list[str]) -> str:
    return ", ".join(texts[: words.FURTHEST_SHOWN]) + and_more(len(texts) - words.FURTHEST_SHOWN)
