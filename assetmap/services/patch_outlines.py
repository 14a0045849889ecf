"""Outlines and patches: which areas lie side by side, and which areas lie in a patch that was drawn on a map."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from assetmap.adapters import drawn
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.representation import PATCH_OUTLINE_HEADINGS, SHORTEST_BORDER_METRES, TOUCHING_METRES
from assetmap.model.text import plain_form
from assetmap.services import workspace
from assetmap.services.patch_names import problem_of_name, tidy_patch_name
from assetmap.services.workspace import Place


def find_neighbours(areas: geopandas.GeoDataFrame) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return which areas lie side by side, and where each is.

    Parameters
    ----------
    areas
        Schema AREAS, at least one row.

    Returns
    -------
    tuple
        Pairs of rows that share a border, shape (m, 2), the lower row first; and each area's own point in metres,
        shape (n, 2). Areas that meet at a corner alone are not neighbours.
    """
    plane = areas.estimate_utm_crs()
    edges = shapely.boundary(np.asarray(areas.geometry.to_crs(plane).array, dtype=object))
    one, other = shapely.STRtree(edges).query(edges, predicate="dwithin", distance=TOUCHING_METRES)
    one, other = one[one < other], other[one < other]
    beside = shapely.buffer(edges, TOUCHING_METRES)
    border = shapely.length(shapely.intersection(beside[one], edges[other]))
    pairs = np.column_stack([one, other])[border >= SHORTEST_BORDER_METRES]
    points = geopandas.GeoSeries(geopandas.points_from_xy(areas["lon"], areas["lat"]), crs=areas.crs).to_crs(plane)
    return pairs.astype(np.int64), np.column_stack([points.x, points.y]).astype(np.float64)


def patches_drawn(place: Place, path: Path) -> pd.Series[Any]:
    """Return the patch of each area by code, from outlines drawn on a map: the one that holds the area's own point.

    Areas in no outline are not in the answer.

    Raises
    ------
    FileUnusableError
        The file holds no named outlines, two have one name, or an area's point lies in two.
    """
    outlines = drawn.read_outlines(path, settings=place.settings)
    names = _names(path.name, outlines)
    areas = workspace.areas(place)
    points = shapely.points(areas["lon"].to_numpy(), areas["lat"].to_numpy())
    shapes = np.asarray(outlines.geometry.array, dtype=object)
    area, outline = shapely.STRtree(shapes).query(points, predicate="intersects")
    _refuse_two(path.name, areas["name"].to_numpy()[area], area, names[outline])
    return pd.Series(names[outline], index=areas["area_id"].astype(str).to_numpy()[area], dtype="object")


def _names(file: str, outlines: geopandas.GeoDataFrame) -> NDArray[np.object_]:
    by_words = {plain_form(str(column)): column for column in reversed(outlines.columns)}
    heading = next((by_words[one] for one in PATCH_OUTLINE_HEADINGS if one in by_words), None)
    if heading is None:
        raise FileUnusableError(
            tr(
                "{file}: the outlines have no names. Expected a property such as {first} or name. Name each "
                "outline, and export it again.",
                file=file,
                first=PATCH_OUTLINE_HEADINGS[0],
            )
        )
    written = ["" if pd.isna(name) else str(name) for name in outlines[heading]]
    names = [tidy_patch_name(name) for name in written]
    for number, name in enumerate(names, start=1):
        problem = problem_of_name(name)
        problem = problem or (tr("Two outlines are called '{name}'.", name=name) if name in names[: number - 1] else "")
        if problem:
            raise FileUnusableError(
                tr(
                    "{file}, outline {number}: {problem} Expected a name of its own for each patch. Correct it.",
                    file=file,
                    number=number,
                    problem=problem,
                )
            )
    return np.array(names, dtype=object)


def _refuse_two(file: str, areas: NDArray[Any], row: NDArray[np.int64], names: NDArray[Any]) -> None:
    """Refuse outlines that overlap where an area's point lies."""
    found = pd.DataFrame({"row": row, "area": areas, "patch": names}).sort_values(["row", "patch"])
    twice = found[found["row"].duplicated(keep=False)]
    if twice.empty:
        return
    first = twice[twice["row"] == twice["row"].iloc[0]]
    raise FileUnusableError(
        tr(
            "{file}: {number} areas lie in two outlines (first: {area}, in {one} and {other}). Expected "
            "outlines that do not overlap. Draw them apart.",
            file=file,
            number=twice["row"].nunique(),
            area=first["area"].iloc[0],
            one=first["patch"].iloc[0],
            other=first["patch"].iloc[1],
        )
    )
