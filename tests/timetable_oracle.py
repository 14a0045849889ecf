"""A day of a timetable and its changes by plain loops over rows of text: a witness that shares no code.

Every rule is written out again from the GTFS reference; nothing here is quick.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

Row = dict[str, str]
Files = dict[str, list[Row]]
Connection = tuple[int, str, str, str, int, int, bool, bool]
"""Number of the feed, trip, from, to, departure, arrival, whether one may get on, whether one may get off."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_files(source: Path | Mapping[str, str]) -> Files:
    """Read all rows of a zip, or of texts by their files' names."""
    if isinstance(source, Path):
        with zipfile.ZipFile(source) as packed:
            source = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
    files: Files = defaultdict(list)
    for name, text in source.items():
        rows = csv.DictReader(io.StringIO(text))
        files[name] = [{key: value.strip() for key, value in row.items()} for row in rows]
    return files


def services_on(files: Files, day: dt.date) -> set[str]:
    """Return the services of a day."""
    written = day.strftime("%Y%m%d")
    running = {
        row["service_id"]
        for row in files["calendar.txt"]
        if row[WEEKDAYS[day.weekday()]] == "1" and row["start_date"] <= written <= row["end_date"]
    }
    exceptions = [row for row in files["calendar_dates.txt"] if row["date"] == written]
    running |= {row["service_id"] for row in exceptions if row["exception_type"] == "1"}
    return running - {row["service_id"] for row in exceptions if row["exception_type"] == "2"}


def _seconds(time: str) -> int | None:
    if not time:
        return None
    parts = [int(part) for part in time.split(":")]
    return parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)


def _metres(one: Row, other: Row) -> float:
    """Return the length of an arc on a globe by the angle between two vectors."""
    vectors = []
    for stop in (one, other):
        lat, lon = math.radians(float(stop["stop_lat"])), math.radians(float(stop["stop_lon"]))
        vectors.append((math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)))
    (a, b, c), (x, y, z) = vectors
    across = math.sqrt((b * z - c * y) ** 2 + (c * x - a * z) ** 2 + (a * y - b * x) ** 2)
    return 6_371_008.8 * math.atan2(across, a * x + b * y + c * z)


def _progress(rows: Sequence[Row], stops: Mapping[str, Row]) -> list[float]:
    """Return the way behind each row of a stretch between two timed rows, in one unit or another."""
    told = [row.get("shape_dist_traveled", "") for row in rows]
    if all(told):
        along = [float(text) for text in told]
        if all(a <= b for a, b in pairwise(along)) and along[-1] > along[0]:
            return [value - along[0] for value in along]
    way = [0.0]
    for one, other in pairwise(rows):
        way.append(way[-1] + _metres(stops[one["stop_id"]], stops[other["stop_id"]]))
    return way if way[-1] > 0 else [float(place) for place in range(len(rows))]


def timed(rows: Sequence[Row], stops: Mapping[str, Row]) -> list[tuple[int, int]]:
    """Return arrival and departure of each row of one trip."""
    known: list[tuple[int, int] | None] = []
    for row in rows:
        arrive, leave = _seconds(row["arrival_time"]), _seconds(row["departure_time"])
        one = arrive if arrive is not None else leave
        known.append(None if one is None else (one, leave if leave is not None else one))
    places = [place for place, times in enumerate(known) if times is not None]
    filled: list[tuple[int, int]] = []
    for before, after in pairwise(places):
        start, end = known[before], known[after]
        assert start is not None
        assert end is not None
        filled.append(start)
        if after > before + 1:
            way = _progress(rows[before : after + 1], stops)
            for behind in way[1:-1]:
                passed = math.floor(round((end[0] - start[1]) * behind / way[-1], 6) + 0.5)
                filled.append((start[1] + passed, start[1] + passed))
    last = known[-1]
    assert last is not None
    return [*filled, last]


def _runs(first: int, frequencies: Iterable[Row]) -> list[int]:
    """Return by how many seconds each run of a trip is moved."""
    moved, has_headway = [], False
    for row in frequencies:
        has_headway = True
        start, end = _seconds(row["start_time"]), _seconds(row["end_time"])
        assert start is not None
        assert end is not None
        while start < end:
            moved.append(start - first)
            start += int(row["headway_secs"])
    return moved if has_headway else [0]


def day_of(feeds: Sequence[Files], day: dt.date) -> Counter[Connection]:
    """Return all connections of a day, each with how often it stands there."""
    found: Counter[Connection] = Counter()
    for number, files in enumerate(feeds):
        stops = {row["stop_id"]: row for row in files["stops.txt"]}
        services = {days: services_on(files, day + dt.timedelta(days=days)) for days in (-1, 0, 1)}
        times_of: dict[str, list[Row]] = defaultdict(list)
        for row in files["stop_times.txt"]:
            times_of[row["trip_id"]].append(row)
        headways: dict[str, list[Row]] = defaultdict(list)
        for row in files["frequencies.txt"]:
            headways[row["trip_id"]].append(row)
        for trip in files["trips.txt"]:
            rows = sorted(times_of[trip["trip_id"]], key=lambda row: int(row["stop_sequence"]))
            if len(rows) < 2 or not any(trip["service_id"] in one for one in services.values()):
                continue
            times = timed(rows, stops)
            for moved in _runs(times[0][1], headways[trip["trip_id"]]):
                for days, running in services.items():
                    if trip["service_id"] not in running:
                        continue
                    if days == 1 and times[0][1] + moved >= 3 * 3600:
                        continue
                    for hop in range(len(rows) - 1):
                        leave = times[hop][1] + moved + days * 86_400
                        if leave < 0:
                            continue
                        found[
                            number, trip["trip_id"], rows[hop]["stop_id"], rows[hop + 1]["stop_id"], leave,
                            times[hop + 1][0] + moved + days * 86_400,
                            rows[hop].get("pickup_type", "") in {"", "0", "3"},
                            rows[hop + 1].get("drop_off_type", "") in {"", "0", "3"},
                        ] += 1  # fmt: skip
    return found


def changes_of(
    stops: Sequence[tuple[int, str, str]],
    transfers: Sequence[Iterable[tuple[str, str, int, int]]],
    walks: Iterable[tuple[int, int, float]],
    change: int,
) -> dict[tuple[int, int], int]:
    """Return the seconds of every pair of stops between which people may change.

    Stops are feed, id, station ("" for none); transfers one list a feed: from, to, type, least seconds.
    """
    walk: dict[tuple[int, int], int] = {}
    for origin, target, seconds in walks:
        if origin != target:
            walk[origin, target] = min(math.ceil(seconds), walk.get((origin, target), 10**9))
    found = {}
    for i, (feed, own, station) in enumerate(stops):
        for j, (feed_2, own_2, station_2) in enumerate(stops):
            rows: list[tuple[int, int]] = []
            if feed == feed_2:
                both = [
                    (row[2], row[3], (row[0] != own) + (row[1] != own_2))
                    for row in transfers[feed]
                    if row[2] <= 3 and row[0] in {own, station} - {""} and row[1] in {own_2, station_2} - {""}
                ]
                rows = [row[:2] for row in both if row[2] == min(level for *_, level in both)]
            same_station = feed == feed_2 and station != "" and station == station_2
            if any(kind == 3 for kind, _ in rows) or not (i == j or same_station or (i, j) in walk or rows):
                continue
            least = max([0, *(time for kind, time in rows if kind == 2)])
            found[i, j] = max(max(1, change) + walk.get((i, j), 0), least)
    return found
