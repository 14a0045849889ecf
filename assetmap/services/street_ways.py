"""What the questions about travel share: the points people set out from, the streets, and the ways between."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from assetmap.analysis import street_graph
from assetmap.analysis.barriers import Ways, judge_ways, without_unsafe
from assetmap.analysis.street_graph import Snaps, StreetGraph, StreetTimes
from assetmap.errors import NotFoundError, NotYetError, OptionError
from assetmap.model.journey import STREET_MODES, Mode, OriginSet, VenuePoint
from assetmap.model.text import tidy_postcode
from assetmap.model.traveller import PLANNED_PROFILES, PROFILE_BY_NAME, TravellerProfile
from assetmap.services import workspace
from assetmap.services.workspace import Place

_POINT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*$")
_HALF_TURN, _QUARTER_TURN = 180.0, 90.0
_NEAR_DEGREES = 1.0


@dataclass(frozen=True, eq=False)
class StartPoints:
    """Where people set out from.

    Attributes
    ----------
    areas
        One row an area (table ORIGINS): its own point, its residents.
    points
        One row a point: lon, lat, people, and ``area``, the row number of the area it stands for. Postcodes where an
        area has any, else the area's own point.
    has_postcodes
        One entry an area.
    """

    areas: pd.DataFrame
    points: pd.DataFrame
    has_postcodes: NDArray[np.bool_]


def find_start_points(place: Place) -> StartPoints:
    """Spread each area's residents evenly over its postcodes; an area without postcodes keeps its own point."""
    areas = workspace.origins(place, OriginSet.AREAS).reset_index(drop=True)
    number = pd.Series(areas.index, index=areas["origin"])
    postcodes = workspace.postcodes(place)
    postcodes = postcodes[~postcodes["ended"].astype(bool) & postcodes["lon"].notna()]
    of_area = postcodes["area_id"].where(postcodes["area_id"] != "", postcodes["cell_id"])
    inside = of_area.isin(number.index)
    own = pd.DataFrame({"lon": areas["lon"], "lat": areas["lat"], "area": areas.index})
    spread = pd.DataFrame(
        {
            "lon": postcodes.loc[inside, "lon"],
            "lat": postcodes.loc[inside, "lat"],
            "area": number.reindex(of_area[inside]).to_numpy(dtype="int64"),
        }
    )
    has_postcodes = np.bincount(spread["area"], minlength=len(areas)) > 0
    points = pd.concat([own[~has_postcodes], spread], ignore_index=True)
    of_each = areas["people"].to_numpy(dtype="float64") / np.maximum(
        np.bincount(points["area"], minlength=len(areas)), 1
    )
    return StartPoints(areas, points.assign(people=of_each[points["area"]]), has_postcodes)


def check_modes(modes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modes without repeats.

    Raises
    ------
    OptionError
        A mode is not one we know.
    NotYetError
        A mode is known and not answered yet.
    """
    known = ", ".join(STREET_MODES)
    for mode in modes:
        if mode not in set(Mode):
            raise OptionError(f"--modes '{mode}': we know no such way to travel. Expected one of: {known}. Choose one.")
        if mode not in STREET_MODES:
            raise NotYetError(f"--modes {mode}: not yet. Choose from: {known}.")
    if not modes:
        raise OptionError(f"--modes: none was given. Expected one of: {known}. Choose one.")
    return tuple(dict.fromkeys(modes))


def check_profile(name: str) -> TravellerProfile:
    """Return the kind of traveller.

    Raises
    ------
    OptionError
        It is not one we know.
    NotYetError
        It is planned.
    """
    known = ", ".join(PROFILE_BY_NAME)
    if name in PLANNED_PROFILES:
        raise NotYetError(f"--profile {name}: not yet. Choose from: {known}.")
    if name not in PROFILE_BY_NAME:
        raise OptionError(f"--profile '{name}': we know no such traveller. Expected one of: {known}. Choose one.")
    return PROFILE_BY_NAME[name]


def load_streets(place: Place, modes: tuple[str, ...]) -> dict[str, StreetGraph]:
    """Load the streets for each mode.

    Raises
    ------
    NotFoundError
        The place has no streets for one of them.
    """
    graphs = {}
    for mode in modes:
        graph = workspace.street_graph(place, mode)
        if graph is None or not graph.nodes:
            raise NotFoundError(
                f"{place.name}: it has no streets for '{mode}' yet, so no way can be worked out. Add them: "
                f'assetmap place add "{place.name}" --streets FILE.osm.pbf'
            )
        graphs[mode] = graph
    return graphs


def find_venue(place: Place, text: str, graph: StreetGraph) -> VenuePoint:
    """Find a venue by the id of an asset, by 'LAT,LON' or by a postcode of the place.

    Raises
    ------
    OptionError
        The point cannot be right, or the asset has no location.
    NotFoundError
        No such asset or postcode.
    """
    match = _POINT.match(text)
    if match:
        lat, lon = float(match[1]), float(match[2])
        _check_point(text, lat, lon, graph)
        return VenuePoint("", f"{lat:.5f}, {lon:.5f}", lon, lat)
    postcode = tidy_postcode(text)
    found = workspace.find_postcode(place, postcode) if postcode else None
    if postcode and found is not None:
        return VenuePoint("", postcode, found[0], found[1])
    asset = workspace.open_register(place).asset(text.strip())
    if asset.lat is None or asset.lon is None:
        raise OptionError(
            f"--venue '{asset.text('name') or asset.id}': it has no location. Expected one on the map. "
            "Add a postcode or coordinates to it."
        )
    return VenuePoint(asset.id, asset.text("name"), asset.lon, asset.lat)


def _check_point(text: str, lat: float, lon: float, graph: StreetGraph) -> None:
    if abs(lat) > _QUARTER_TURN or abs(lon) > _HALF_TURN:
        raise OptionError(
            f"--venue '{text}': these are not degrees. Expected latitude, longitude, such as 51.588,-2.998. "
            "Metres on the National Grid must be turned into degrees first."
        )
    if not _is_near(lat, lon, graph) and _is_near(lon, lat, graph):
        raise OptionError(
            f"--venue '{text}': latitude and longitude are the wrong way round. Expected latitude first. "
            f"Try --venue {lon:g},{lat:g}"
        )


def _is_near(lat: float, lon: float, graph: StreetGraph) -> bool:
    """Tell whether a point lies within about 100 km of the streets."""
    near_lat = graph.node_lat.min() - _NEAR_DEGREES <= lat <= graph.node_lat.max() + _NEAR_DEGREES
    near_lon = graph.node_lon.min() - _NEAR_DEGREES <= lon <= graph.node_lon.max() + _NEAR_DEGREES
    return bool(near_lat and near_lon)


def snap_together(graph: StreetGraph, *points: tuple[ArrayLike, ArrayLike]) -> list[Snaps]:
    """Find where several sets of points, each (lon, lat), meet the streets: one search for all."""
    sets = [(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)) for lon, lat in points]
    lon, lat = (np.concatenate([one[axis] for one in sets]) for axis in range(2))
    every = street_graph.snap_points(graph, lon, lat)
    ends = np.cumsum([len(one[0]) for one in sets])
    return [take_snaps(every, np.arange(end - len(one[0]), end)) for one, end in zip(sets, ends, strict=True)]


def take_snaps(snaps: Snaps, rows: NDArray[np.int64]) -> Snaps:
    """Return some of the snapped points, in the order asked."""
    return Snaps(*(getattr(snaps, field.name)[rows] for field in fields(Snaps)))


def find_ways(graph: StreetGraph, *, origins: Snaps, venues: Snaps, profile: TravellerProfile) -> Ways:
    """Work out and judge the ways from all origins to all venues, with the metres of longer walks where these count."""
    times = street_graph.street_times(graph, origins=origins, venues=venues)
    around: StreetTimes | None = None
    if graph.unsafe.any():
        around = street_graph.street_times(without_unsafe(graph), origins=origins, venues=venues)
    return judge_ways(graph.mode, times, origins=origins, venues=venues, profile=profile, around=around)
