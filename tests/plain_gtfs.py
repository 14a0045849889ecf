"""A small plain reader of timetables for tests, and days of vehicles put together by hand: loops and dicts only."""

from __future__ import annotations

import bisect
import csv
import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assetmap.model.service_day import NOT_RECORDED, Changes, ServiceDay

WALK_METRES_PER_SECOND = 1.33
CHANGE_SECONDS = 60
CHANGE_METRES = 300.0
EARTH_METRES = 6_371_008.8


class Call(NamedTuple):
    """A vehicle at a stop."""

    stop: int
    arrival: int
    departure: int
    boards: bool = True
    alights: bool = True


FeedCall = tuple[str, int, int, bool, bool]


class Stop(NamedTuple):
    """A stop as a feed tells it."""

    stop_id: str
    name: str
    lon: float
    lat: float


class Trip(NamedTuple):
    """A trip as a feed tells it."""

    trip_id: str
    route: str
    calls: list[Call]


def make_day(stops: Sequence[Stop], trips: Sequence[Trip]) -> ServiceDay:
    """Put one day together, one run a trip."""
    hops = [
        (here.departure, place, number, here.stop, there.stop, there.arrival, here.boards, there.alights)
        for number, trip in enumerate(trips)
        for place, (here, there) in enumerate(pairwise(trip.calls))
    ]
    hops.sort(key=lambda hop: hop[:3])
    columns = np.array(hops, dtype=np.int64).reshape(-1, 8).T
    whole = columns[:6].astype(np.int32)
    routes = sorted({trip.route for trip in trips})
    return ServiceDay(
        feeds=("plain",),
        stop_feed=np.zeros(len(stops), dtype=np.int32),
        stop_id=np.array([stop.stop_id for stop in stops], dtype=object),
        stop_name=np.array([stop.name for stop in stops], dtype=object),
        stop_lon=np.array([stop.lon for stop in stops], dtype=np.float64),
        stop_lat=np.array([stop.lat for stop in stops], dtype=np.float64),
        stop_wheelchair=np.full(len(stops), NOT_RECORDED, dtype=np.int8),
        stop_station=np.full(len(stops), -1, dtype=np.int32),
        route_feed=np.zeros(len(routes), dtype=np.int32),
        route_id=np.array(routes, dtype=object),
        route_name=np.array(routes, dtype=object),
        route_type=np.full(len(routes), 3, dtype=np.int32),
        run_feed=np.zeros(len(trips), dtype=np.int32),
        run_trip_id=np.array([trip.trip_id for trip in trips], dtype=object),
        run_route=np.array([routes.index(trip.route) for trip in trips], dtype=np.int32),
        run_headsign=np.array(["" for _ in trips], dtype=object),
        run_wheelchair=np.full(len(trips), NOT_RECORDED, dtype=np.int8),
        departure=whole[0],
        position=whole[1],
        run=whole[2],
        departure_stop=whole[3],
        arrival_stop=whole[4],
        arrival=whole[5],
        boards=columns[6] != 0,
        alights=columns[7] != 0,
    )


def day_by_hand(stops: int, runs: Iterable[Sequence[Call]]) -> ServiceDay:
    """Put one day together from stops without a place and the calls of each run."""
    trips = [Trip(f"trip {number}", "route", list(calls)) for number, calls in enumerate(runs)]
    return make_day([Stop(f"stop {number}", f"Stop {number}", 0.0, 0.0) for number in range(stops)], trips)


def changes_by_hand(pairs: dict[tuple[int, int], int]) -> Changes:
    """Put changes together from (origin, target) and seconds."""
    ordered = sorted(pairs.items())
    columns = np.array([(*pair, seconds) for pair, seconds in ordered], dtype=np.int32).reshape(-1, 3)
    return Changes(*(np.ascontiguousarray(column) for column in columns.T))


def read_day(paths: Sequence[Path], date: dt.date) -> ServiceDay:
    """Read what runs on a date; trips of the day before that still run after midnight are left out."""
    stops: dict[tuple[int, str], int] = {}
    places: list[Stop] = []
    trips: list[Trip] = []
    for feed, path in enumerate(paths):
        with zipfile.ZipFile(path) as archive:
            known = {row["stop_id"]: row for row in _rows(archive, "stops.txt")}
            for trip_id, route, calls in _trips(archive, date):
                numbered = []
                for stop_id, arrival, departure, boards, alights in calls:
                    if (feed, stop_id) not in stops:
                        stops[feed, stop_id] = len(places)
                        row = known[stop_id]
                        places.append(Stop(stop_id, row["stop_name"], float(row["stop_lon"]), float(row["stop_lat"])))
                    numbered.append(Call(stops[feed, stop_id], arrival, departure, boards, alights))
                trips.append(Trip(trip_id, route, numbered))
    return make_day(places, trips)


def near_changes(day: ServiceDay, metres: float = CHANGE_METRES) -> Changes:
    """Let people change between stops that lie near each other, and at every stop with itself."""
    east = np.radians(day.stop_lon) * math.cos(math.radians(float(day.stop_lat.mean()))) * EARTH_METRES
    north = np.radians(day.stop_lat) * EARTH_METRES
    pairs = {}
    for stop in range(day.stops):
        away = np.hypot(east - east[stop], north - north[stop])
        for other in np.flatnonzero(away <= metres).tolist():
            pairs[stop, other] = CHANGE_SECONDS + math.ceil(away[other] / WALK_METRES_PER_SECOND)
    return changes_by_hand(pairs)


def _trips(archive: zipfile.ZipFile, date: dt.date) -> Iterator[tuple[str, str, list[FeedCall]]]:
    services = _services(archive, date)
    running = {row["trip_id"]: row["route_id"] for row in _rows(archive, "trips.txt") if row["service_id"] in services}
    calls: dict[str, list[dict[str, str]]] = {trip_id: [] for trip_id in running}
    for row in _rows(archive, "stop_times.txt"):
        if row["trip_id"] in calls:
            calls[row["trip_id"]].append(row)
    for trip_id, rows in calls.items():
        rows.sort(key=lambda row: int(row["stop_sequence"]))
        times = _times(rows)
        yield (
            trip_id,
            running[trip_id],
            [
                (row["stop_id"], arrival, departure, row.get("pickup_type") != "1", row.get("drop_off_type") != "1")
                for row, (arrival, departure) in zip(rows, times, strict=True)
            ],
        )


def _services(archive: zipfile.ZipFile, date: dt.date) -> set[str]:
    day, weekday = date.strftime("%Y%m%d"), date.strftime("%A").lower()
    services = {
        row["service_id"]
        for row in _rows(archive, "calendar.txt")
        if row[weekday] == "1" and row["start_date"] <= day <= row["end_date"]
    }
    for row in _rows(archive, "calendar_dates.txt"):
        if row["date"] == day:
            (services.add if row["exception_type"] == "1" else services.discard)(row["service_id"])
    return services


def _times(rows: list[dict[str, str]]) -> list[tuple[int, int]]:
    """Read the times of a trip; a blank one lies evenly between its neighbours."""
    arrivals = [_seconds(row["arrival_time"] or row["departure_time"]) for row in rows]
    departures = [_seconds(row["departure_time"] or row["arrival_time"]) for row in rows]
    told = [number for number, time in enumerate(arrivals) if time is not None]
    times: list[tuple[int, int]] = []
    latest = 0
    for number, (comes, leaves) in enumerate(zip(arrivals, departures, strict=True)):
        if comes is None or leaves is None:
            place = bisect.bisect(told, number)
            before, after = told[place - 1], told[place]
            left, came = departures[before] or 0, arrivals[after] or 0
            comes = leaves = left + (came - left) * (number - before) // (after - before)  # noqa: PLW2901
        times.append((max(comes, latest), max(leaves, comes, latest)))
        latest = times[-1][1]
    return times


def _seconds(text: str) -> int | None:
    if not text.strip():
        return None
    hours, minutes, seconds = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds)


def _rows(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, str]]:
    if name in archive.namelist():
        with archive.open(name) as binary:
            yield from csv.DictReader(io.TextIOWrapper(binary, encoding="utf-8-sig"))
