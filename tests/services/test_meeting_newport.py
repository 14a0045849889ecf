"""A meeting in Newport, by bus: each leg against the timetable's own files, each time against scipy on one graph.

The witnesses share no code with the answer: csv alone for the legs; for the times walks by scipy's Dijkstra on streets
cut at every door, and the time-expanded graph of the day.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections import defaultdict
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra
from time_expanded import TimeExpanded

from assetmap.analysis import street_graph
from assetmap.analysis.street_graph import Snaps, StreetGraph
from assetmap.config import Settings
from assetmap.model.journey import OriginSet, VenuePoint
from assetmap.model.meeting import Meeting
from assetmap.model.traveller import PROFILE_BY_NAME
from assetmap.services import timetables, transit_ground, transit_rows, travel, workspace
from assetmap.services.transit_ground import Ground
from assetmap.services.transit_rows import Answer
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place, PlaceParts

pytestmark = pytest.mark.real_data

Row = dict[str, Any]
DAY = dt.date(2023, 6, 13)
VENUE_LAT, VENUE_LON = 51.5877, -2.9984
POSTCODES_TRIED = 200
NEVER = -(2**31) + 1
WALK_METRES_PER_SECOND = 4.8 / 3.6


@pytest.fixture(scope="module")
def newport(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder, settings = real_data / "newport", Settings(home=tmp_path_factory.mktemp("newport") / "home")
    parts = PlaceParts(
        areas=folder / "areas" / "lsoa21_newport.geojson",
        postcodes=(folder / "postcodes" / "codepoint_open_np_2025-10.csv",),
        streets=folder / "streets.osm.pbf",
        timetables=(folder / "timetable.gtfs.zip",),
    )
    workspace.create_place(settings, "Newport", parts, now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return workspace.open_place(settings, "Newport")


def _ask(place: Place, **asked: Any) -> list[Row]:
    when = {"date": DAY.isoformat(), "start": "14:00", "end": "16:00"}
    request = {"venue": f"{VENUE_LAT},{VENUE_LON}", "modes": ("bus",), **when, **asked}
    return travel.travel(place, TravelRequest(**request)).facts


@pytest.fixture(scope="module")
def areas(newport: Place) -> list[Row]:
    return _ask(newport)


@pytest.fixture(scope="module")
def postcodes(newport: Place) -> list[Row]:
    return _ask(newport, origins="postcodes")


# --- the timetable's own files ---------------------------------------------------------------------------------------


class Call(NamedTuple):
    """A row of stop_times."""

    stop: str
    arrival: str
    departure: str
    boards: bool
    alights: bool


class Feed(NamedTuple):
    """What a day's trips call at, in order; their routes' names and types; all stops."""

    calls: dict[str, list[Call]]
    routes: dict[str, tuple[str, str]]
    stops: dict[str, Row]


def _read(packed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def feed(real_data: Path) -> Feed:
    with zipfile.ZipFile(real_data / "newport" / "timetable.gtfs.zip") as packed:
        written, weekday = DAY.strftime("%Y%m%d"), DAY.strftime("%A").lower()
        services = {
            row["service_id"]
            for row in _read(packed, "calendar.txt")
            if row[weekday] == "1" and row["start_date"] <= written <= row["end_date"]
        }
        assert "calendar_dates.txt" not in packed.namelist() or not _read(packed, "calendar_dates.txt")
        routes = {row["route_id"]: row for row in _read(packed, "routes.txt")}
        trips = {row["trip_id"]: row for row in _read(packed, "trips.txt") if row["service_id"] in services}
        calls: dict[str, list[Call]] = defaultdict(list)
        for row in sorted(_read(packed, "stop_times.txt"), key=lambda row: int(row["stop_sequence"])):
            if row["trip_id"] in trips:
                may = [row.get(name, "") in {"", "0"} for name in ("pickup_type", "drop_off_type")]
                call = Call(row["stop_id"], row["arrival_time"], row["departure_time"], may[0], may[1])
                calls[row["trip_id"]].append(call)
        stops = {row["stop_id"]: row for row in _read(packed, "stops.txt")}
    told = {trip: routes[row["route_id"]] for trip, row in trips.items()}
    names = {trip: (row["route_short_name"] or row["route_long_name"], row["route_type"]) for trip, row in told.items()}
    return Feed(dict(calls), names, stops)


def _rides(rows: list[Row]) -> list[Row]:
    return [leg for row in rows for leg in (*row["legs_there"], *row["legs_back"]) if leg["kind"] == "transit"]


def test_every_area_and_postcode_is_there(
    newport: Place, areas: list[Row], postcodes: list[Row], real_data: Path
) -> None:
    assert len(areas) == len({row["origin"] for row in areas}) == 100
    wanted = workspace.origins(newport, OriginSet.POSTCODES)["origin"].tolist()
    assert [row["origin"] for row in postcodes] == wanted
    assert len(set(wanted)) == len(wanted) > 3_000
    for row in (*areas, *postcodes):
        assert row["way_there_and_back"] in {"found", "not_found", "not_known"}
        assert row["why"] or row["way_there_and_back"] == "found", row["origin"]
    counted = [row["postcodes"] for row in areas if row["postcodes"]]
    assert all(one["total"] == one["found"] + one["not_found"] + one["not_known"] for one in counted)
    # The streets reach about half of the areas: what lies beyond them is not known, with its metres.
    off = [row for row in areas if any(barrier["barrier"] == "off_the_streets" for barrier in row["barriers"])]
    assert 20 < len(off) < 40
    assert {row["way_there_and_back"] for row in off} == {"not_known"}


def test_areas_count_their_postcodes_as_the_postcodes_say(
    newport: Place, areas: list[Row], postcodes: list[Row]
) -> None:
    table = workspace.postcodes(newport)
    area_of = dict(zip(table["postcode"], table["area_id"], strict=True))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: {"found": 0, "not_found": 0, "not_known": 0})
    for row in postcodes:
        counts[area_of[row["origin"]]][row["way_there_and_back"]] += 1
    for row in areas:
        if row["postcodes"]:
            assert {name: row["postcodes"][name] for name in ("found", "not_found", "not_known")} == counts[
                row["origin"]
            ]


def test_every_ride_stands_in_the_timetable_of_that_day(areas: list[Row], postcodes: list[Row], feed: Feed) -> None:
    rides = _rides(areas) + _rides(postcodes)
    assert len(rides) > 1_000
    for leg in rides:
        calls = feed.calls[leg["trip_id"]]
        here, there = (leg["from_stop_id"], leg["start"], True), (leg["to_stop_id"], leg["end"], True)
        on = [at for at, call in enumerate(calls) if (call.stop, call.departure, call.boards) == here]
        off = [at for at, call in enumerate(calls) if (call.stop, call.arrival, call.alights) == there]
        assert any(first < last for first in on for last in off), leg
        assert (leg["route"], str(leg["route_type"])) == feed.routes[leg["trip_id"]]
        assert leg["feed"] == "timetable.gtfs.zip"


def test_legs_join_in_time_and_place(areas: list[Row], postcodes: list[Row], feed: Feed) -> None:
    for row in (*areas, *postcodes):
        for legs, first, last in (
            (row["legs_there"], "leave_home", "arrive"), (row["legs_back"], "leave_venue", "arrive_home"),
        ):  # fmt: skip
            if not legs:
                assert row[first] is None
                continue
            assert (legs[0]["start"], legs[-1]["end"]) == (row[first], row[last])
            for leg, after in pairwise(legs):
                assert leg["end"] <= after["start"]
                assert leg["to"] == after["from"]
            kinds = [leg["kind"] for leg in legs]
            assert kinds == ["walk"] or (kinds[0], kinds[-1], "transit" in kinds) == ("access", "egress", True)
            for leg in legs:
                if leg["kind"] == "transit":
                    assert leg["from"] == feed.stops[leg["from_stop_id"]]["stop_name"]
        if row["legs_there"]:
            assert row["arrive"] <= "13:50:00"
        if row["legs_back"]:
            assert row["leave_venue"] >= "16:10:00"


def test_stops_that_nothing_serves_do_not_enter(newport: Place, feed: Feed) -> None:
    day = timetables.service_day(newport, DAY.isoformat(), ("bus",))
    served = {call.stop for calls in feed.calls.values() for call in calls}
    assert set(day.stop_id) == served
    assert len(served) < 656 < len(feed.stops)


def test_wheelchairs_that_nobody_recorded_are_not_known_and_never_no_buses(newport: Place) -> None:
    rows = _ask(newport, profile="on_wheels", origins="postcodes")
    ridden = [row for row in rows if _rides([row])]
    assert len(ridden) > 500
    assert "found" not in {row["way_there_and_back"] for row in ridden}
    unsure = [row for row in ridden if row["legs_there"] and row["legs_back"]]
    assert {row["way_there_and_back"] for row in unsure} == {"not_known"}
    for row in unsure:
        assert "Nobody has recorded whether these vehicles and stops take wheelchairs." in row["why"]
        assert {leg["wheelchair"] for leg in _rides([row])} == {0}


# --- times against scipy ---------------------------------------------------------------------------------------------


class Cut(NamedTuple):
    """The streets cut at every snapped point: a matrix of seconds, and the number of each point's node."""

    matrix: csr_array
    node: NDArray[np.int64]


def _cut_streets(graph: StreetGraph, snaps: Snaps) -> Cut:
    """Make a graph in which each stretch is a chain of its points, both ways at the pace of its rules."""
    on: dict[int, list[int]] = defaultdict(list)
    for point in np.flatnonzero(snaps.found):
        on[int(snaps.stretch[point])].append(int(point))
    tails, heads, seconds = [], [], []

    def join(first: int, last: int, took: float) -> None:
        tails.append(first)
        heads.append(last)
        seconds.append(max(took, 1e-12))

    for stretch in range(len(graph.stretch_metres)):
        points = sorted(on[stretch], key=lambda point: float(snaps.metres_along[point])) if stretch in on else []
        nodes = [int(graph.stretch_tail[stretch]), *(graph.nodes + p for p in points), int(graph.stretch_head[stretch])]
        metres = [0.0, *(float(snaps.metres_along[p]) for p in points), float(graph.stretch_metres[stretch])]
        pace = float(graph.stretch_seconds[stretch]) / max(float(graph.stretch_metres[stretch]), 1e-9)
        for (one, at), (other, there) in pairwise(zip(nodes, metres, strict=True)):
            if one == other:
                continue
            if graph.forward[stretch]:
                join(one, other, (there - at) * pace)
            if graph.back[stretch]:
                join(other, one, (there - at) * pace)
    size = graph.nodes + len(snaps)
    order = np.lexsort((seconds, heads, tails))
    tail, head, took = (np.array(column)[order] for column in (tails, heads, seconds))
    first = np.ones(len(tail), dtype=np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    matrix = csr_array(coo_array((took[first], (tail[first], head[first])), shape=(size, size)))
    return Cut(matrix, graph.nodes + np.arange(len(snaps)))


def _walks(graph: StreetGraph, snaps: Snaps, few: slice, limit: float) -> tuple[NDArray[np.float64], ...]:
    """Return whole seconds from a few points to all, and from all to the few; infinite beyond the limit."""
    cut = _cut_streets(graph, snaps)
    off = np.where(snaps.found, snaps.metres_off, np.inf) / WALK_METRES_PER_SECOND
    tables = []
    for matrix in (cut.matrix, csr_array(cut.matrix.T)):
        found = dijkstra(matrix, indices=cut.node[few], limit=limit)[:, cut.node]
        whole = found + off[few][:, np.newaxis] + off[np.newaxis, :]
        tables.append(np.where(whole <= limit, np.ceil(whole - 1e-6), np.inf))
    return tuple(tables)


def _answer(place: Place, ground: Ground, chosen: NDArray[np.int64]) -> Answer:
    starts = workspace.origins(place, OriginSet.POSTCODES).iloc[chosen]
    graph = ground.possible.graph
    points = street_graph.snap_points(graph, starts["lon"], starts["lat"], limit_metres=500)
    access = tuple(
        transit_ground.footpaths(level, ground, few=ground.stops, many=points)
        for level in (ground.proven, ground.possible)
    )
    venue = VenuePoint("", "Hall", VENUE_LON, VENUE_LAT)
    return transit_rows.answer_points(
        ground, Meeting(DAY.isoformat(), 14 * 3600, 16 * 3600), points=points, access=access, venue=venue
    )


def _join(*many: Snaps) -> Snaps:
    names = Snaps.__dataclass_fields__
    return Snaps(*(np.concatenate([getattr(snaps, name) for snaps in many]) for name in names))


def _reached(seconds: NDArray[np.float64]) -> dict[int, int]:
    return {int(stop): int(seconds[stop]) for stop in np.flatnonzero(np.isfinite(seconds))}


@pytest.mark.parametrize("level", [0, 1], ids=["proven", "possible"])
def test_door_to_door_equals_scipy_on_one_graph(newport: Place, level: int) -> None:
    """On the possible level all streets count, on the proven one those not shown to be safe on foot are closed."""
    rng = np.random.default_rng(13)
    many = len(workspace.origins(newport, OriginSet.POSTCODES))
    chosen = np.sort(rng.choice(many, POSTCODES_TRIED, replace=False))
    profile = PROFILE_BY_NAME["usual_pace"]
    ground = transit_ground.ground(newport, DAY.isoformat(), ("bus",), profile)
    answer = _answer(newport, ground, chosen)
    side = (ground.proven, ground.possible)[level]
    snaps = _join(answer.venue, ground.stops, answer.points)
    stops = slice(1, 1 + len(ground.stops))
    to_all, from_all = _walks(side.graph, snaps, slice(0, stops.stop), profile.max_walk_minutes * 60.0)
    found, meeting = answer.found[level], answer.meeting
    graph = TimeExpanded(ground.day, side.timetable.changes)
    latest = graph.latest_departures(_reached(from_all[0, stops]), meeting.arrive_by, NEVER).astype(float)
    earliest = graph.earliest_arrivals(_reached(to_all[0, stops]), meeting.leave_from, -NEVER).astype(float)
    latest[latest == NEVER], earliest[earliest == -NEVER] = -np.inf, np.inf
    here = slice(stops.stop, None)
    by_bus = (latest[:, np.newaxis] - from_all[stops, here]).max(axis=0)
    leave = np.maximum(by_bus, meeting.arrive_by - from_all[0, here])
    by_bus = (earliest[:, np.newaxis] + to_all[stops, here]).min(axis=0)
    home = np.minimum(by_bus, meeting.leave_from + to_all[0, here])
    assert found.there.found.tolist() == np.isfinite(leave).tolist()
    assert found.home.found.tolist() == np.isfinite(home).tolist()
    assert found.there.leave[found.there.found].tolist() == leave[np.isfinite(leave)].tolist()
    assert found.home.arrive[found.home.found].tolist() == home[np.isfinite(home)].tolist()
    assert (found.there.entry[found.there.found] >= 0).sum() > 50  # by bus, not on foot alone
    assert (found.home.entry[found.home.found] >= 0).sum() > 20
    assert ceil(found.found.mean() * 100) > 40
