"""How quick connection scans are, beside scipy on the time-expanded graph: Porto Alegre, one weekday.

Times are seconds of the processor, the least of a few runs; ratios are of one and the same run of this file.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy
from numpy.typing import NDArray
from plain_gtfs import near_changes, read_day
from scipy.sparse.csgraph import breadth_first_order, dijkstra
from scipy.spatial import cKDTree
from time_expanded import TimeExpanded

from assetmap.analysis import connection_scan as cs
from assetmap.analysis.connection_scan import Network
from assetmap.model.service_day import Changes, ServiceDay

pytestmark = [pytest.mark.benchmark, pytest.mark.real_data]

FEEDS = ("porto-alegre/poa_eptc.zip", "porto-alegre/poa_trensurb.zip")
DATE = dt.date(2019, 5, 13)
DEADLINE = 19 * 3600
VENUES, POINTS, STARTS = 100, 10_000, 60
FIRST_START, START_STEP = 12 * 3600 + 1800, 4 * 60
"""The buses of this timetable run from noon to half past five."""
WALK_METRES, WALK_METRES_PER_SECOND = 1_000.0, 1.33
LEAST_RATIO_TO_SCIPY = 15
LEAST_RATIO_OF_LANES = 4
MOST_SCANS_OF_A_PROFILE = 50
MOST_SECONDS_OF_ALL = 8.0
MOST_MEGABYTES_OF_ALL = 1_024.0
TIMEOUT_SECONDS = 900


class Walk(NamedTuple):
    """The stops near one place and the seconds to them."""

    stop: NDArray[np.int32]
    seconds: NDArray[np.int32]


class Town(NamedTuple):
    """A day to search, venues and points."""

    day: ServiceDay
    changes: Changes
    network: Network
    venues: list[Walk]
    points: list[Walk]


def make_town(real_data: Path) -> Town:
    """Read the day; draw venues and points by lot within some hundred metres of stops."""
    day = read_day([real_data / feed for feed in FEEDS], DATE)
    changes = near_changes(day)
    network = cs.prepare(day, changes)
    scale = np.radians(1) * 6_371_008.8 * np.array([np.cos(np.radians(day.stop_lat.mean())), 1.0])
    stops = np.column_stack((day.stop_lon, day.stop_lat)) * scale
    tree, rng = cKDTree(stops), np.random.default_rng(1)
    places = stops[rng.choice(day.stops, VENUES + POINTS)] + rng.normal(0, 300, (VENUES + POINTS, 2))
    walks = []
    for place, near in zip(places, tree.query_ball_point(places, WALK_METRES), strict=True):
        stop = np.array(near, dtype=np.int32)
        seconds = np.ceil(np.hypot(*(stops[stop] - place).T) / WALK_METRES_PER_SECOND)
        walks.append(Walk(stop, seconds.astype(np.int32)))
    return Town(day, changes, network, walks[:VENUES], walks[VENUES:])


def join(walks: list[Walk]) -> tuple[dict[str, Any], NDArray[np.int64]]:
    """Put the walks of many places one after the other, with the number of each one's place."""
    pairs = {
        "stop": np.concatenate([walk.stop for walk in walks]),
        "seconds": np.concatenate([walk.seconds for walk in walks]),
    }
    return pairs, np.repeat(np.arange(len(walks)), [len(walk.stop) for walk in walks])


def least(work: Callable[[], object], runs: int = 5) -> float:
    """Return the least seconds of the processor, after one run that warms up."""
    work()
    seconds = []
    for _ in range(runs):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


@pytest.fixture(scope="module")
def town(real_data: Path) -> Town:
    cs.compile_kernels()
    began = time.process_time()
    town = make_town(real_data)
    read = time.process_time() - began
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "not known"
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; load {load}")
    print(
        f"Porto Alegre, {DATE}: {town.day.stops:,} stops, {town.day.runs:,} runs, {town.day.connections:,} "
        f"connections, {len(town.changes.origin):,} changes; read in {read:.1f} s; laid out in "
        f"{least(lambda: cs.turn_round(cs.prepare(town.day, town.changes))) * 1e3:.0f} ms, for profiles in another "
        f"{least(lambda: cs.prepare(town.day, town.changes).slots) * 1e3:.0f} ms"
    )
    return town


def scans(town: Town) -> list[NDArray[np.int32]]:
    """Scan for every venue, one by one."""
    return [
        cs.latest_departures(town.network, stop=walk.stop, seconds=walk.seconds, deadline=DEADLINE).departure
        for walk in town.venues
    ]


def test_one_scan_beside_scipy(town: Town) -> None:
    graph = TimeExpanded(town.day, town.changes)
    venue = town.venues[0]
    walks = dict(zip(venue.stop.tolist(), venue.seconds.tolist(), strict=True))
    rooted = graph.with_root(graph.backward, graph.ends(walks, DEADLINE))
    root = rooted.shape[0] - 1

    def scan() -> NDArray[np.int32]:
        found = cs.latest_departures(town.network, stop=venue.stop, seconds=venue.seconds, deadline=DEADLINE)
        return found.departure

    assert np.array_equal(scan(), graph.latest_departures(walks, DEADLINE, cs.NEVER))
    ours = least(lambda: [scan() for _ in range(20)]) / 20
    breadth = least(lambda: breadth_first_order(rooted, root, return_predecessors=False))
    shortest = least(lambda: dijkstra(rooted, indices=[root]), runs=3)
    print(f"  time-expanded graph: {rooted.shape[0]:,} nodes, {rooted.nnz:,} edges; scipy {scipy.__version__}")
    print(f"  one backward scan {ours * 1e3:8.2f} ms")
    print(f"  breadth first     {breadth * 1e3:8.2f} ms {breadth / ours:6.0f} x")
    print(f"  dijkstra          {shortest * 1e3:8.2f} ms {shortest / ours:6.0f} x")
    assert breadth / ours >= LEAST_RATIO_TO_SCIPY


def test_lanes_beside_one_by_one(town: Town) -> None:
    ends, lane = join(town.venues)
    deadlines = np.full(VENUES, DEADLINE)

    def lanes() -> NDArray[np.int32]:
        return cs.latest_departures_lanes(town.network, **ends, lane=lane, deadlines=deadlines)

    assert np.array_equal(lanes(), np.column_stack(scans(town)))
    single, together = least(lambda: scans(town)), least(lanes)
    print(
        f"  {VENUES} venues: one by one {single * 1e3:.1f} ms, lanes {together * 1e3:.1f} ms, {single / together:.1f} x"
    )
    assert single / together >= LEAST_RATIO_OF_LANES


def test_a_profile_of_the_day(town: Town) -> None:
    venue = max(town.venues, key=lambda walk: len(walk.stop))
    ends = {"stop": venue.stop, "seconds": venue.seconds}
    single = least(lambda: scans(town)) / VENUES
    there = least(lambda: cs.profile_to(town.network, **ends))
    back = least(lambda: cs.profile_from(town.network, **ends))
    entries = len(cs.profile_to(town.network, **ends).leave)
    print(f"  profile of the day: there {there * 1e3:.1f} ms, back {back * 1e3:.1f} ms, {entries:,} ways;"
          f" {max(there, back) / single:.0f} single scans of {single * 1e3:.2f} ms")  # fmt: skip
    assert max(there, back) / single <= MOST_SCANS_OF_A_PROFILE


def fold_all(town: Town) -> dict[str, float]:
    """Answer every venue, start and point both ways, a venue at a time; keep of each only who finds a way."""
    pairs, point = join(town.points)
    access = cs.make_access(point=point, **pairs, points=POINTS)
    times = FIRST_START + START_STEP * np.arange(STARTS)
    found = np.zeros((VENUES, STARTS), dtype=np.int64)
    cs.turn_round(town.network)
    began = time.process_time()
    for number, venue in enumerate(town.venues):
        ends: dict[str, Any] = {
            "stop": np.tile(venue.stop, STARTS),
            "seconds": np.tile(venue.seconds, STARTS),
            "lane": np.repeat(np.arange(STARTS), len(venue.stop)),
        }
        there = cs.latest_departures_lanes(town.network, **ends, deadlines=times)
        back = cs.earliest_arrivals_lanes(town.network, **ends, starts=times + 1800)
        leave = cs.latest_leaving_lanes(there, access=access)
        home = cs.earliest_home_lanes(back, access=access)
        found[number] = ((leave > cs.NEVER) & (home < -cs.NEVER)).sum(axis=0)
    seconds = time.process_time() - began
    return {"seconds": seconds, "pairs": len(point), "share": float(found.mean() / POINTS)}


MEASURE = """
import json, resource, sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
import test_connection_scan as benchmark

def peak_megabytes():
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)

benchmark.cs.compile_kernels()
figures = benchmark.fold_all(benchmark.make_town(Path(sys.argv[1])))
print(json.dumps({**figures, "megabytes": peak_megabytes()}))
"""


def test_all_venues_starts_and_points(real_data: Path) -> None:
    """All of it is measured in a process of its own, nothing extrapolated; its peak holds the reading too."""
    here = Path(__file__).resolve().parent
    folders = [str(here), str(here.parent), str(here.parent.parent)]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(real_data), *folders],
        capture_output=True, text=True, timeout=TIMEOUT_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    print(
        f"  {VENUES} venues x {STARTS} starts x both ways x {POINTS:,} points ({figures['pairs']:,} walks within "
        f"{WALK_METRES:.0f} m): {figures['seconds']:.2f} s of the processor, peak {figures['megabytes']:.0f} MB; "
        f"a way there and back for {figures['share']:.0%}"
    )
    assert figures["seconds"] <= MOST_SECONDS_OF_ALL
    assert figures["megabytes"] <= MOST_MEGABYTES_OF_ALL
