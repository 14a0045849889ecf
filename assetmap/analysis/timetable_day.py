"""One day of one or several timetables, joined: stops, routes, runs and connections numbered through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis.timetable_columns import Longs, numbers, places_of, texts, whole_numbers
from assetmap.analysis.timetable_dates import Feed, check_day, whole_day
from assetmap.analysis.timetable_runs import Runs, find_runs
from assetmap.messages import tr, tr_count
from assetmap.model.service_day import NOT_RECORDED, ServiceDay

Columns = dict[str, NDArray[Any]]

_FEED_COLUMNS = ("stop_feed", "station_feed", "route_feed", "run_feed")
_NUMBERED = {
    "stop_station": "station_id", "run_route": "route_id", "departure_stop": "stop_id", "arrival_stop": "stop_id",
    "run": "run_trip_id",
}  # fmt: skip
"""Columns that hold numbers of things, and a column with one entry for each such thing."""
_CONNECTION_COLUMNS = ("departure_stop", "arrival_stop", "departure", "arrival", "run", "position", "boards", "alights")


@dataclass(frozen=True, eq=False)
class _FeedDay:
    """One timetable's share of a day, numbered for itself, and what it has to say."""

    columns: Columns
    runs: Runs


def build_service_day(
    feeds: Sequence[Feed], *, day: np.datetime64, route_types: Collection[int] | None = None
) -> ServiceDay:
    """Put all vehicles of a day together.

    A day takes in: its own trips, those of the day before that are under way after midnight (from their first
    departure after it), and those of the next day that leave by night (NIGHT_ENDS_SECONDS). Times are read off the
    clock: on the two days a year on which clocks change, those before the change are an hour out.

    Parameters
    ----------
    feeds
        The timetables; equal ids in two of them are different things.
    day
        The day.
    route_types
        Kinds of vehicle wanted, as GTFS numbers them; None for all.

    Raises
    ------
    OptionError
        The day lies outside every timetable.
    NotFoundError
        There is no timetable, or nothing in it ever runs.
    """
    day = whole_day(day)
    notes = check_day(feeds, day)
    days = [_feed_day(feed, find_runs(feed.tables, day=day, route_types=route_types)) for feed in feeds]
    columns = _join([one.columns for one in days])
    order = np.lexsort((columns["run"], columns["position"], columns["departure"]))
    columns |= {name: columns[name][order] for name in _CONNECTION_COLUMNS}
    return ServiceDay(
        feeds=tuple(feed.name for feed in feeds), notes=notes + _say([one.runs for one in days]), **columns
    )


def _feed_day(feed: Feed, runs: Runs) -> _FeedDay:
    """Give the stops, stations, routes and runs of one timetable their columns."""
    stops, trips, routes = (feed.tables[name] for name in ("stops", "trips", "routes"))
    called, ends = np.unique(np.concatenate((runs.from_stop, runs.to_stop)), return_inverse=True)
    route, run_route = np.unique(places_of(trips["route_id"], routes["route_id"])[runs.trip], return_inverse=True)
    headsign = texts(trips["trip_headsign"])[runs.trip]
    connections = len(runs.run)
    columns: Columns = {
        **_stop_columns(stops, called),
        "route_id": texts(routes["route_id"])[route],
        "route_name": _route_names(routes)[route],
        "route_type": whole_numbers(routes["route_type"])[route],
        "run_trip_id": texts(trips["trip_id"])[runs.trip],
        "run_route": run_route,
        "run_headsign": np.where(headsign == "", texts(stops["stop_name"])[runs.last_stop], headsign),
        "run_wheelchair": whole_numbers(trips["wheelchair_accessible"], blank=NOT_RECORDED)[runs.trip],
        "departure_stop": ends[:connections],
        "arrival_stop": ends[connections:],
        "departure": runs.departure,
        "arrival": runs.arrival,
        "run": runs.run,
        "position": runs.position,
        "boards": runs.boards,
        "alights": runs.alights,
    }
    return _FeedDay(columns, runs)


def _stop_columns(stops: pd.DataFrame, called: Longs) -> Columns:
    """Return the columns of the stops at which something calls, and of the stations they belong to."""
    parent = texts(stops["parent_station"])[called]
    own = whole_numbers(stops["wheelchair_boarding"], blank=NOT_RECORDED)
    above = places_of(stops["parent_station"].iloc[called], stops["stop_id"])
    stations_say = np.where(above >= 0, own[above], NOT_RECORDED)
    station, number = np.unique(parent[parent != ""].astype(np.str_), return_inverse=True)
    stop_station = np.full(len(called), -1, dtype=np.int64)
    stop_station[parent != ""] = number
    return {
        "stop_id": texts(stops["stop_id"])[called],
        "stop_name": texts(stops["stop_name"])[called],
        "stop_lon": numbers(stops["stop_lon"])[called],
        "stop_lat": numbers(stops["stop_lat"])[called],
        "stop_wheelchair": np.where(own[called] == NOT_RECORDED, stations_say, own[called]),
        "stop_station": stop_station,
        "station_id": station.astype(np.object_),
    }


def _route_names(routes: pd.DataFrame) -> NDArray[np.object_]:
    """Return what is written on the front: the short name, else the long one, else the id."""
    short, long, own = (texts(routes[name]) for name in ("route_short_name", "route_long_name", "route_id"))
    return np.where(short != "", short, np.where(long != "", long, own))


def _join(days: list[Columns]) -> Columns:
    """Put the columns of all timetables one below the other; numbers go on where those of the one before end."""
    joined: dict[str, list[NDArray[Any]]] = {}
    total = dict.fromkeys(_NUMBERED.values(), 0)
    for number, columns in enumerate(days):
        for name, column in columns.items():
            base = total[_NUMBERED[name]] if name in _NUMBERED else 0
            joined.setdefault(name, []).append(np.where(column >= 0, column + base, column) if base else column)
        for name in _FEED_COLUMNS:
            size = len(columns["run_trip_id" if name == "run_feed" else name.replace("feed", "id")])
            joined.setdefault(name, []).append(np.full(size, number))
        total = {name: base + len(columns[name]) for name, base in total.items()}
    return {name: _compact(name, np.concatenate(parts)) for name, parts in joined.items()}


def _compact(name: str, column: NDArray[Any]) -> NDArray[Any]:
    """Bring whole numbers to the width that `ServiceDay` names; leave everything else as it is."""
    if column.dtype.kind != "i":
        return column
    return column.astype(np.int8 if name.endswith("_wheelchair") else np.int32)


def _say(days: Sequence[Runs]) -> tuple[str, ...]:
    """Return what a person should know of the day."""
    headway, booked = sum(runs.headway_trips for runs in days), sum(runs.booked_trips for runs in days)
    said = []
    if not any(len(runs.run) for runs in days):
        said.append(tr("Nothing in the timetable runs on this day."))
    if headway:
        said.append(
            tr_count(
                "{number} service has no fixed times, only how often it comes: its times are about so.",
                "{number} services have no fixed times, only how often they come: their times are about so.",
                headway,
            )
        )
    if booked:
        said.append(
            tr_count(
                "{number} service stops at some places only if you book: ring the operator. We left these stops out.",
                "{number} services stop at some places only if you book: ring the operator. We left these stops out.",
                booked,
            )
        )
    return tuple(said)
