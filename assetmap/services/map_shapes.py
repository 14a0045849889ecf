"""What lies under the facts of a map: the place's streets as lines, and the outlines that rows name."""

from __future__ import annotations

from math import cos, degrees, radians

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from assetmap.analysis.geometry import EARTH_RADIUS_METRES
from assetmap.analysis.street_graph import StreetGraph
from assetmap.model.journey import Mode, OriginSet
from assetmap.model.place import WGS84
from assetmap.model.representation import LEFT_OUT
from assetmap.services import workspace
from assetmap.services.workspace import Place


def outlines(place: Place, areas: gpd.GeoDataFrame, *, unit_of: dict[str, str] | None = None) -> gpd.GeoDataFrame:
    """Return every shape a row may name: areas, or squares where there are none, and patches where rows may be.

    ``unit_of`` is the patch or area of each area, "" for none; None where no row is of patches.
    """
    known = [areas if len(areas) else squares(place)]
    if unit_of and any(area != unit for area, unit in unit_of.items()):
        known.append(_dissolve(areas, {area: unit for area, unit in unit_of.items() if unit != LEFT_OUT}))
    return gpd.GeoDataFrame(pd.concat(known, ignore_index=True), geometry="geometry", crs=WGS84)


def _dissolve(areas: gpd.GeoDataFrame, patch_of: dict[str, str]) -> gpd.GeoDataFrame:
    named = areas.assign(area_id=areas["area_id"].astype(str).map(patch_of))[["area_id", "geometry"]]
    together = named.dropna(subset=["area_id"]).dissolve(by="area_id").reset_index()
    return together.assign(name=together["area_id"])


def squares(place: Place) -> gpd.GeoDataFrame:
    """Draw the squares that group postcodes, each around its own point."""
    points = workspace.origins(place, OriginSet.AREAS)
    up = degrees(place.settings.cell_metres / 2 / EARTH_RADIUS_METRES)
    boxes = [
        shapely.box(lon - up / cos(radians(lat)), lat - up, lon + up / cos(radians(lat)), lat + up)
        for lon, lat in zip(points["lon"], points["lat"], strict=True)
    ]
    columns = {"area_id": points["origin"].to_numpy(), "name": points["name"].to_numpy()}
    return gpd.GeoDataFrame(columns, geometry=boxes, crs=WGS84)


def roads_by_importance(place: Place) -> NDArray[np.object_]:
    """Return the place's streets as lines, the fastest first, then the longest: main roads are drawn before lanes."""
    graph = next((found for mode in (Mode.DRIVE, Mode.WALK) if (found := workspace.street_graph(place, mode))), None)
    if graph is None or not len(graph.stretch_metres):
        return np.array([], dtype=object)
    return lines_of(graph)[by_importance(graph)]


def lines_of(graph: StreetGraph) -> NDArray[np.object_]:
    """Return each stretch of a street network as a line."""
    points = np.column_stack([graph.line_lon, graph.line_lat])
    which = np.repeat(np.arange(len(graph.line_start) - 1), np.diff(graph.line_start))
    return np.asarray(shapely.linestrings(points, indices=which), dtype=object)


def by_importance(graph: StreetGraph) -> NDArray[np.int64]:
    """Return the order of stretches from the fastest and longest on."""
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = np.nan_to_num(graph.stretch_metres / graph.stretch_seconds, posinf=0.0)
    return np.lexsort((-graph.stretch_metres, -np.round(speed)))
