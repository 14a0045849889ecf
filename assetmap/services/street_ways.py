"""What the questions about travel share: the points people set out from, the streets, and the ways between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from assetmap.analysis import street_graph
from assetmap.analysis.barriers import Ways, judge_ways, without_unsafe
from assetmap.analysis.street_graph import Snaps, StreetGraph, StreetTimes
from assetmap.errors import NotFoundError, NotYetError, OptionError
from assetmap.messages import tr
from assetmap.model.barrier import BARRIER_BY_NAME, OFF_STREETS, VENUE_OFF_STREETS
from assetmap.model.journey import NEAR_DEGREES, STREET_MODES, Mode, OriginSet, VenuePoint
from assetmap.model.meeting import TRANSIT_BY_NAME
from assetmap.model.place import MOST_LAT, MOST_LON
from assetmap.model.representation import LEFT_OUT
from assetmap.model.text import read_lat_lon, tidy_postcode
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME, TravellerProfile
from assetmap.services import workspace
from assetmap.services.asset_naming import find_asset
from assetmap.services.workspace import Place

Points = tuple[ArrayLike, ArrayLike]
"""Longitudes and latitudes, degrees."""


@dataclass(frozen=True, eq=False)
class StartPoints:
    """Where people set out from.

    Attributes
    ----------
    areas
        One row an area (table ORIGINS): its own point, its residents.
    points
        One row a point: name, lon, lat, people, and ``area``, the row number of the area it stands for. Postcodes where
        an area has any, else the area's own point.
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
    own = pd.DataFrame({"name": areas["name"], "lon": areas["lon"], "lat": areas["lat"], "area": areas.index})
    spread = pd.DataFrame(
        {
            "name": postcodes.loc[inside, "postcode"],
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


def group_points(spread: StartPoints, unit_of: Mapping[str, str]) -> StartPoints:
    """Put areas together into patches; an area in no patch stands for itself.

    Parameters
    ----------
    spread
        Where people set out from, area by area.
    unit_of
        Name of the patch by the area's code.
    """
    own = spread.areas
    names = [unit_of.get(str(code), LEFT_OUT) for code in own["origin"]]
    unit = np.array(
        [str(name) if name != LEFT_OUT else str(alone) for name, alone in zip(names, own["name"], strict=True)]
    )
    patches, number = np.unique(unit, return_inverse=True)
    points = spread.points.assign(area=number[spread.points["area"].to_numpy(dtype="int64")])
    rows = []
    for at, name in enumerate(patches):
        inside = points[points["area"] == at]
        middle = (inside["lon"] - inside["lon"].mean()) ** 2 + (inside["lat"] - inside["lat"].mean()) ** 2
        shown = inside.iloc[int(middle.to_numpy().argmin())]
        people = own["people"][number == at].sum(min_count=1)
        rows.append({"origin": name, "name": name, "lon": shown["lon"], "lat": shown["lat"], "kind": "patch",
                     "area_id": "", "people": people})  # fmt: skip
    return StartPoints(pd.DataFrame(rows), points, np.ones(len(patches), dtype=np.bool_))


def check_modes(modes: tuple[str, ...], *, vehicles: bool = False) -> tuple[str, ...]:
    """Return the modes without repeats.

    Parameters
    ----------
    modes
        As they were asked for.
    vehicles
        Whether vehicles by timetable can be answered here.

    Raises
    ------
    OptionError
        A mode is not one we know.
    NotYetError
        A mode is known and not answered here yet.
    """
    answered = (*STREET_MODES, *TRANSIT_BY_NAME) if vehicles else STREET_MODES
    known = ", ".join(answered)
    for mode in modes:
        if mode not in set(Mode):
            raise OptionError(
                tr(
                    "--modes '{mode}': we know no such way to travel. Expected one of: {known}. Choose one.",
                    mode=mode,
                    known=known,
                )
            )
        if mode not in answered:
            raise NotYetError(tr("--modes {mode}: not yet. Choose from: {known}.", mode=mode, known=known))
    if not modes:
        raise OptionError(tr("--modes: none was given. Expected one of: {known}. Choose one.", known=known))
    return tuple(dict.fromkeys(modes))


def check_profile(name: str) -> TravellerProfile:
    """Return the kind of traveller.

    Raises
    ------
    OptionError
        It is not one we know.
    """
    known = ", ".join(PROFILE_BY_NAME)
    if name not in PROFILE_BY_NAME:
        raise OptionError(
            tr(
                "--profile '{name}': we know no such traveller. Expected one of: {known}. Choose one.",
                name=name,
                known=known,
            )
        )
    return PROFILE_BY_NAME[name]


def load_streets(
    place: Place, modes: tuple[str, ...], profile: TravellerProfile | None = None
) -> dict[str, StreetGraph]:
    """Load the streets for each mode; on foot, a traveller on wheels gets the streets for wheels.

    Raises
    ------
    NotFoundError
        The place has no streets for one of them.
    """
    graphs = {}
    for mode in modes:
        on_wheels = profile is not None and profile.on_wheels and mode == Mode.WALK
        streets = Mode.WHEELS.value if on_wheels else mode
        graph = workspace.street_graph(place, streets)
        if graph is None or not graph.nodes:
            raise NotFoundError(
                tr(
                    "{place}: it has no streets for '{mode}' yet, so no way can be worked out. Add them: "
                    'assetmap place add "{place}" --streets FILE.osm.pbf',
                    place=place.name,
                    mode=streets,
                )
            )
        graphs[mode] = graph
    return graphs


def find_venue(place: Place, text: str, graph: StreetGraph) -> VenuePoint:
    """Find a venue by 'LAT,LON', by a postcode of the place, or by the id or the name of an asset.

    Raises
    ------
    OptionError
        The point cannot be right, the asset has no location, or several fit.
    NotFoundError
        No such asset or postcode.
    """
    point = read_lat_lon(text)
    if point is not None:
        lat, lon = point
        _check_point(text, lat, lon, graph)
        return VenuePoint("", f"{lat:.5f}, {lon:.5f}", lon, lat)
    postcode = tidy_postcode(text)
    found = workspace.find_postcode(place, postcode) if postcode else None
    if postcode and found is not None:
        return VenuePoint("", postcode, found[0], found[1])
    asset = find_asset(place, text)
    if asset.lat is None or asset.lon is None:
        raise OptionError(
            tr(
                "--venue '{name}': it has no location. Expected one on the map. Add a postcode or coordinates to it.",
                name=asset.text("name") or asset.id,
            )
        )
    return VenuePoint(asset.id, asset.text("name"), asset.lon, asset.lat)


def _check_point(text: str, lat: float, lon: float, graph: StreetGraph) -> None:
    if abs(lat) > MOST_LAT or abs(lon) > MOST_LON:
        raise OptionError(
            tr(
                "--venue '{text}': these are not degrees. Expected latitude, longitude, such as "
                "51.588,-2.998. Metres on the National Grid must be turned into degrees first.",
                text=text,
            )
        )
    if not _is_near(lat, lon, graph) and _is_near(lon, lat, graph):
        raise OptionError(
            tr(
                "--venue '{text}': latitude and longitude are the wrong way round. Expected latitude first. "
                "Try --venue {lon:g},{lat:g}",
                text=text,
                lon=lon,
                lat=lat,
            )
        )


def _is_near(lat: float, lon: float, graph: StreetGraph) -> bool:
    """Tell whether a point lies so near to the streets that it may be meant."""
    near_lat = graph.node_lat.min() - NEAR_DEGREES <= lat <= graph.node_lat.max() + NEAR_DEGREES
    near_lon = graph.node_lon.min() - NEAR_DEGREES <= lon <= graph.node_lon.max() + NEAR_DEGREES
    return bool(near_lat and near_lon)


def suggest_sign(venue: VenuePoint, graph: StreetGraph) -> str:
    """Say which other sign of its coordinates would put a far venue near the streets; "" where none would."""
    if _is_near(venue.lat, venue.lon, graph):
        return ""
    for lat, lon in ((venue.lat, -venue.lon), (-venue.lat, venue.lon), (-venue.lat, -venue.lon)):
        if _is_near(lat, lon, graph):
            return tr(
                "{lat:.6g},{lon:.6g} would lie near our map: was a minus sign left out or put in?", lat=lat, lon=lon
            )
    return ""


def snap_together(graph: StreetGraph, *, origins: Points, venues: Points) -> tuple[Snaps, Snaps]:
    """Find where origins and venues meet the streets, one search for all.

    How far from a street is off the streets stands in the rows of ``BARRIER_RULES``, one for origins, one for venues.
    """
    points = [np.asarray(axis, dtype=np.float64) for axis in (*origins, *venues)]
    limits = [BARRIER_BY_NAME[name].threshold or 0.0 for name in (OFF_STREETS, VENUE_OFF_STREETS)]
    lon, lat = np.concatenate((points[0], points[2])), np.concatenate((points[1], points[3]))
    every = street_graph.snap_points(graph, lon, lat, limit_metres=max(limits))
    split = len(points[0])
    both = take_snaps(every, np.arange(split)), take_snaps(every, np.arange(split, len(lon)))
    return street_graph.leave_off(both[0], limit_metres=limits[0]), street_graph.leave_off(
        both[1], limit_metres=limits[1]
    )


def take_snaps(snaps: Snaps, rows: NDArray[np.int64]) -> Snaps:
    """Return some of the snapped points, in the order asked."""
    return Snaps(*(getattr(snaps, field.name)[rows] for field in fields(Snaps)))


def find_ways(graph: StreetGraph, *, origins: Snaps, venues: Snaps, profile: TravellerProfile) -> Ways:
    """Work out and judge the ways from all origins to all venues, with the metres of longer walks where these count.

    How they are judged follows the streets: on those for wheels a way is found only where it is proven step-free.
    """
    times = street_graph.street_times(graph, origins=origins, venues=venues)
    around: StreetTimes | None = None
    if graph.unsafe.any():
        around = street_graph.street_times(without_unsafe(graph), origins=origins, venues=venues)
    return judge_ways(graph.mode, times, origins=origins, venues=venues, profile=profile, around=around)


def find_ways_in_reach(graph: StreetGraph, *, origins: Snaps, venues: Snaps, profile: TravellerProfile) -> Ways:
    """Work out and judge ways as `find_ways` does; on foot nothing beyond the longest walk is searched.

    A longer walk that avoids fast roads has its minutes, but no metres.
    """
    limit = None
    if graph.mode != Mode.DRIVE:
        pace = PROFILE_BY_NAME[DEFAULT_PROFILE].walk_speed_kmh / profile.walk_speed_kmh
        limit = profile.max_walk_minutes * 60.0 / pace
    times = street_graph.street_times(graph, origins=origins, venues=venues, limit_seconds=limit)
    return judge_ways(graph.mode, times, origins=origins, venues=venues, profile=profile)
