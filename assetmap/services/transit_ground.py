"""What ways by bus, train, tram and ferry are worked out on: a day's vehicles, and the walks to where they stop.

    timetables --+-- a day: vehicles, changes --+
                 |                              +-- two levels: proven, and possible
    streets -----+-- walks between stops -------+
                 +-- walks between stops and points of the place

Nothing here is about people, so the last few of each stay in memory for all pages and routes. Walks from points that
somebody typed in or pasted are worked out anew each time and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis import connection_scan, street_graph, street_reach, timetable
from assetmap.analysis.barriers import only_proven, without_unsafe
from assetmap.analysis.connection_scan import Network
from assetmap.analysis.journeys import Timetable
from assetmap.analysis.street_graph import Snaps, StreetGraph
from assetmap.analysis.street_reach import Walks
from assetmap.analysis.there_and_back import Footpaths, whole_seconds
from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.journey import Mode
from assetmap.model.meeting import CHANGE, CHANGE_WALK, SECONDS_PER_MINUTE
from assetmap.model.service_day import NO, YES, ServiceDay
from assetmap.model.street import SNAP_LIMIT_METRES
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME, TravellerProfile
from assetmap.services import workspace
from assetmap.services.street_ways import find_start_points
from assetmap.services.timetables import load_feeds, service_day, stamp
from assetmap.services.workspace import Place

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GroundLevel:
    """Streets and vehicles of one level: see `analysis.there_and_back`. Its legs are looked up in its timetable."""

    graph: StreetGraph
    network: Network
    timetable: Timetable


@dataclass(frozen=True, eq=False)
class Ground:
    """A day of a place for one kind of traveller.

    Attributes
    ----------
    day
        The day's vehicles, all of them.
    stops
        Where the stops meet the streets.
    proven, possible
        The two levels.
    pace
        The traveller's seconds for one second at the usual pace.
    limit_seconds
        Longest walk, at the usual pace.
    on_foot
        ``walk`` or ``wheels``.
    """

    day: ServiceDay
    stops: Snaps
    proven: GroundLevel
    possible: GroundLevel
    pace: float
    limit_seconds: float
    on_foot: str


def ground(place: Place, date: str, modes: tuple[str, ...], profile: TravellerProfile) -> Ground:
    """Return what ways of a day are worked out on."""
    return _ground_once(place, date, modes, profile, stamp(place))


@lru_cache(maxsize=4)
def _ground_once(
    place: Place,
    date: str,
    modes: tuple[str, ...],
    profile: TravellerProfile,
    made: int,  # noqa: ARG001 - part of the key
) -> Ground:
    day = service_day(place, date, modes)
    on_foot = Mode.WHEELS if profile.on_wheels else Mode.WALK
    graph = load_graph(place, on_foot)
    stops = street_graph.snap_points(graph, day.stop_lon, day.stop_lat, limit_metres=SNAP_LIMIT_METRES)
    pace = pace_of(profile)
    safe = only_proven(without_unsafe(graph)) if profile.on_wheels else without_unsafe(graph)
    transfers = [feed.tables["transfers"] for feed in load_feeds(place)]
    tables = [_timetable(day, transfers, streets, stops, pace) for streets in (safe, graph)]
    return Ground(
        day=day,
        stops=stops,
        proven=GroundLevel(safe, _network(tables[0], profile, proven=True), tables[0]),
        possible=GroundLevel(graph, _network(tables[1], profile, proven=False), tables[1]),
        pace=pace,
        limit_seconds=profile.max_walk_minutes * SECONDS_PER_MINUTE / pace,
        on_foot=str(on_foot),
    )


def load_graph(place: Place, mode: str) -> StreetGraph:
    """Return the streets of one mode.

    Raises
    ------
    NotFoundError
        The place has none.
    """
    graph = workspace.street_graph(place, mode)
    if graph is None or not graph.nodes:
        raise NotFoundError(
            tr(
                "{place}: it has no streets for '{mode}' yet, so no way can be worked out. Add them: "
                'assetmap place add "{place}" --streets FILE.osm.pbf',
                place=place.name,
                mode=mode,
            )
        )
    return graph


def pace_of(profile: TravellerProfile) -> float:
    """Return the traveller's seconds for one second at the usual pace."""
    return PROFILE_BY_NAME[DEFAULT_PROFILE].walk_speed_kmh / profile.walk_speed_kmh


def _usable(day: ServiceDay, profile: TravellerProfile, *, proven: bool) -> tuple[Bools | None, Bools | None]:
    """Return which runs and stops a traveller on wheels may use: recorded as yes, or not recorded as no."""
    if not profile.on_wheels:
        return None, None
    if proven:
        return day.run_wheelchair == YES, day.stop_wheelchair == YES
    return day.run_wheelchair != NO, day.stop_wheelchair != NO


def _network(table: Timetable, profile: TravellerProfile, *, proven: bool) -> Network:
    runs, stops = _usable(table.day, profile, proven=proven)
    return connection_scan.prepare(table.day, table.changes, usable_runs=runs, usable_stops=stops)


def _timetable(
    day: ServiceDay, transfers: Sequence[pd.DataFrame], graph: StreetGraph, stops: Snaps, pace: float
) -> Timetable:
    limit = CHANGE_WALK.minutes * SECONDS_PER_MINUTE / pace
    walks = at_pace(street_reach.walks_within(graph, sources=stops, targets=stops, limit_seconds=limit), pace)
    pairs = (walks.source, walks.target, whole_seconds(walks.seconds))
    changes = timetable.build_changes(day, transfers, pairs, change_seconds=CHANGE.minutes * SECONDS_PER_MINUTE)
    return Timetable(day, changes, walks)


def footpaths(level: GroundLevel, ground_: Ground, *, few: Snaps, many: Snaps) -> Footpaths:
    """Find the walks between a few points and many, both ways, at the traveller's pace."""
    there, home = (
        street_reach.walks_within(
            level.graph, sources=few, targets=many, limit_seconds=ground_.limit_seconds, towards=towards
        )
        for towards in (True, False)
    )
    return Footpaths(at_pace(there, ground_.pace), at_pace(home, ground_.pace))


def at_pace(walks: Walks, pace: float) -> Walks:
    """Return the same walks at a traveller's own pace."""
    return replace(walks, seconds=walks.seconds * pace)


def place_access(place: Place, date: str, modes: tuple[str, ...], profile: TravellerProfile) -> tuple[Footpaths, ...]:
    """Return the walks between all stops of a day and the place's own points, for the proven and the possible level.

    The points are those of `street_ways.find_start_points`, the areas' own first; nothing in them is about people.
    """
    return _access_once(place, date, modes, profile, stamp(place))


@lru_cache(maxsize=4)
def _access_once(
    place: Place,
    date: str,
    modes: tuple[str, ...],
    profile: TravellerProfile,
    made: int,  # noqa: ARG001 - part of the key
) -> tuple[Footpaths, ...]:
    base = ground(place, date, modes, profile)
    snaps = place_points(place, base.on_foot)
    return tuple(footpaths(level, base, few=base.stops, many=snaps) for level in (base.proven, base.possible))


def place_points(place: Place, on_foot: str) -> Snaps:
    """Return where the place's own points meet the streets: the areas' own points, then all start points."""
    return _points_once(place, on_foot, stamp(place))


@lru_cache(maxsize=4)
def _points_once(place: Place, on_foot: str, made: int) -> Snaps:  # noqa: ARG001 - part of the key
    spread = find_start_points(place)
    lon = np.concatenate((spread.areas["lon"], spread.points["lon"])).astype(np.float64)
    lat = np.concatenate((spread.areas["lat"], spread.points["lat"])).astype(np.float64)
    return street_graph.snap_points(load_graph(place, on_foot), lon, lat, limit_metres=SNAP_LIMIT_METRES)
