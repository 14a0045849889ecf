"""Walks within a limit against paper, against scipy on real streets, and against networkx on random small towns."""

from __future__ import annotations

import csv
import zipfile
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pyproj
import pytest
import town
from hypothesis import given, settings
from hypothesis import strategies as st
from street_maker import Way, degrees, make_lines

from assetmap.adapters import osm
from assetmap.analysis import street_graph, street_reach, street_search
from assetmap.analysis.street_graph import Snaps, StreetGraph
from assetmap.analysis.street_reach import Walks, walks_within

NAMES = list(town.POINTS)
WALK = 4.8 / 3.6
COLUMNS = ("seconds", "metres", "steps_metres", "unsafe_metres", "unlit_metres", "unproven_metres")


def _town(mode: str) -> tuple[StreetGraph, Snaps, Snaps]:
    graph = street_graph.build_graph(town.street_lines(), mode=mode)
    points = street_graph.snap_points(graph, *town.lon_lat_of(list(town.POINTS.values())))
    return graph, points, street_graph.snap_points(graph, *town.lon_lat_of([town.HALL]))


def _by_pair(walks: Walks) -> dict[tuple[int, int], dict[str, float]]:
    pairs = list(zip(walks.source.tolist(), walks.target.tolist(), strict=True))
    assert pairs == sorted(set(pairs))
    return {pair: {name: float(getattr(walks, name)[row]) for name in COLUMNS} for row, pair in enumerate(pairs)}


def _close(number: float) -> object:
    return pytest.approx(number, rel=1e-3, abs=0.1)


# --- paper -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("towards", [False, True])
@pytest.mark.parametrize(("limit", "too_far"), [(3600, set()), (1200, {"Top"}), (650, {"Top", "Far End", "Cut Off"})])
def test_the_town_on_foot(limit: float, too_far: set[str], *, towards: bool) -> None:
    graph, points, hall = _town("walk")
    found = _by_pair(walks_within(graph, sources=points, targets=hall, limit_seconds=limit, towards=towards))
    for number, name in enumerate(NAMES):
        paper = town.WALKS[name]
        if paper.metres is None or name in too_far:
            assert (number, 0) not in found
            continue
        walk = found[number, 0]
        level = paper.metres - paper.steps_metres
        assert walk["seconds"] == _close((level + 2 * paper.steps_metres) * 0.75)
        assert walk["metres"] == _close(paper.metres)
        assert walk["steps_metres"] == _close(paper.steps_metres)
        assert walk["unsafe_metres"] == _close(paper.unsafe_metres)
        # No light and nothing for wheels is recorded on the streets of the town; 20 m are off them.
        assert walk["unlit_metres"] == walk["unproven_metres"] == _close(paper.metres - 20)


@pytest.mark.parametrize("towards", [False, True])
def test_one_way_streets_by_car(*, towards: bool) -> None:
    """From the Hall is the way back, towards it the way there."""
    graph, points, hall = _town("drive")
    found = _by_pair(walks_within(graph, sources=hall, targets=points, limit_seconds=3600, towards=towards))
    for number, name in enumerate(NAMES):
        paper = town.DRIVE_SECONDS[name]
        seconds = found[0, number]["seconds"] if (0, number) in found else None
        assert seconds == (None if paper is None else _close(paper[0 if towards else 1]))


def test_light_and_steps_add_up_along_the_way() -> None:
    """100 m lit, 50 m of steps unlit, 70 m proven step-free with no light recorded; doors 10 m in and 10 m before."""
    smooth = {"highway": "footway", "surface": "asphalt", "smoothness": "good"}
    ways: list[Way] = [
        ({"highway": "residential", "lit": "yes"}, [1, 2]), ({"highway": "steps", "lit": "no"}, [2, 3]),
        (smooth, [3, 4]),
    ]  # fmt: skip
    lines = make_lines({1: (0, 0), 2: (100, 0), 3: (150, 0), 4: (220, 0)}, ways)
    graph = street_graph.build_graph(lines, mode="walk")
    doors = street_graph.snap_points(graph, *zip(degrees(10, 4), degrees(210, 6), strict=True))
    walk = _by_pair(walks_within(graph, sources=doors, targets=doors, limit_seconds=900))[0, 1]
    expected = {
        "seconds": (90 + 2 * 50 + 60 + 10) / WALK, "metres": 210, "steps_metres": 50, "unsafe_metres": 0,
        "unlit_metres": 110, "unproven_metres": 140,
    }  # fmt: skip
    assert {name: pytest.approx(number, abs=0.2) for name, number in expected.items()} == walk


def test_the_limit_counts_from_door_to_door() -> None:
    """100 m of street, 30 m and 20 m to the doors: 150 m."""
    graph = street_graph.build_graph(make_lines({1: (0, 0), 2: (100, 0)}, [({"highway": "path"}, [1, 2])]), mode="walk")
    doors = street_graph.snap_points(graph, *zip(degrees(0, 30), degrees(100, 20), strict=True))
    for limit, pairs in ((149.5 / WALK, 2), (150.5 / WALK, 4)):
        assert len(walks_within(graph, sources=doors, targets=doors, limit_seconds=limit)) == pairs


def test_nothing_to_find() -> None:
    graph, points, hall = _town("walk")
    nobody = Snaps(*(getattr(points, name)[:0] for name in ("stretch", "metres_along", "metres_off", "lon", "lat")))
    for sources, targets in ((nobody, hall), (hall, nobody), (nobody, nobody)):
        assert len(walks_within(graph, sources=sources, targets=targets, limit_seconds=900)) == 0
    farm = street_graph.snap_points(graph, *town.lon_lat_of([town.POINTS["Farm"]]))
    assert not farm.found.any()
    assert len(walks_within(graph, sources=farm, targets=points, limit_seconds=1e6)) == 0
    assert len(walks_within(graph, sources=points, targets=farm, limit_seconds=1e6)) == 0
    assert len(walks_within(graph, sources=points, targets=points, limit_seconds=-1)) == 0
    nothing = street_graph.build_graph(make_lines({1: (0, 0)}, []), mode="walk")
    nowhere = street_graph.snap_points(nothing, [1.0], [1.0])
    assert len(walks_within(nothing, sources=nowhere, targets=nowhere, limit_seconds=900)) == 0


def test_one_compilation_serves_all() -> None:
    street_reach.compile_kernels()
    graph, points, hall = _town("walk")
    for towards in (False, True):
        walks_within(graph, sources=points, targets=hall, limit_seconds=900, towards=towards)
    for array in graph.to_arrays().values():
        array.setflags(write=False)
    walks_within(graph, sources=points, targets=points, limit_seconds=900)
    assert len(street_search.search_all.signatures) == 1  # type: ignore[attr-defined]


# --- networkx --------------------------------------------------------------------------------------------------------

KINDS = [
    {"highway": "residential", "lit": "yes"},
    {"highway": "primary", "maxspeed": "60 mph", "lit": "no"},
    {"highway": "steps"},
    {"highway": "footway", "surface": "asphalt", "smoothness": "good", "lit": "yes"},
    {"highway": "footway", "oneway:foot": "yes"},
]


def random_graph(rng: np.random.Generator) -> StreetGraph:
    """Scatter 12 points and draw up to 20 ways of two to four points between them, no piece twice: no two ways tie."""
    points = {int(n): (float(x), float(y)) for n, (x, y) in enumerate(rng.uniform(0, 900, (12, 2)), start=1)}
    ways: list[Way] = [(KINDS[0], [1, 2])]
    drawn = {frozenset((1, 2))}
    for _ in range(20):
        nodes = [int(n) for n in rng.permutation(12)[: rng.integers(2, 5)] + 1]
        pieces = {frozenset(pair) for pair in pairwise(nodes)}
        if not pieces & drawn:
            ways.append((KINDS[rng.integers(len(KINDS))], nodes))
            drawn |= pieces
    return street_graph.build_graph(make_lines(points, ways), mode="walk")


def random_doors(rng: np.random.Generator, graph: StreetGraph, size: int) -> Snaps:
    """Put doors on stretches, some at their ends, two on the same stretch at least, one off the streets."""
    stretch = rng.integers(0, len(graph.forward), size).astype(np.int32)
    stretch[1] = stretch[0]
    along = graph.stretch_metres[stretch] * rng.choice([0.0, 1.0, *rng.uniform(0, 1, 6)], size)
    stretch[-1], along[-1] = street_graph.OFF_STREETS, np.nan
    nowhere = np.zeros(size)
    return Snaps(stretch, along, rng.uniform(0, 50, size), nowhere, nowhere)


def witness(graph: StreetGraph, sources: Snaps, targets: Snaps) -> nx.MultiDiGraph:
    """Draw every stretch cut at every door, parallel ones too, with what each piece adds."""
    drawn = nx.MultiDiGraph()
    drawn.add_nodes_from((sort, number) for sort, snaps in _both(sources, targets) for number in range(len(snaps)))
    for s in range(len(graph.forward)):
        stops = [
            (0.0, ("node", int(graph.stretch_tail[s]))),
            (graph.stretch_metres[s], ("node", graph.stretch_head[s])),
        ]
        on_it = [
            (float(snaps.metres_along[n]), (sort, int(n)))
            for sort, snaps in _both(sources, targets)
            for n in np.flatnonzero(snaps.stretch == s)
        ]
        line = [stops[0], *sorted(on_it), stops[1]]
        for (start, a), (end, b) in pairwise(line):
            metres = end - start
            adds = {
                "seconds": metres / WALK * (2 if graph.steps[s] else 1),
                "metres": metres,
                "steps_metres": metres * graph.steps[s],
                "unsafe_metres": metres * graph.unsafe[s],
                "unlit_metres": metres * (graph.lit[s] != 1),
                "unproven_metres": metres * (graph.step_free[s] != 2),
            }
            # Doors at the same place, or at a junction, are one place whatever the rules.
            if graph.forward[s] or metres == 0:
                drawn.add_edge(a, b, **adds)
            if graph.back[s] or metres == 0:
                drawn.add_edge(b, a, **adds)
    return drawn


def _both(sources: Snaps, targets: Snaps) -> tuple[tuple[str, Snaps], tuple[str, Snaps]]:
    return ("source", sources), ("target", targets)


@given(st.integers(0, 100_000), st.booleans(), st.floats(0, 1500))
@settings(max_examples=60, deadline=None)
def test_walks_equal_networkx(seed: int, towards: bool, limit: float) -> None:  # noqa: FBT001
    rng = np.random.default_rng(seed)
    graph = random_graph(rng)
    sources, targets = random_doors(rng, graph, 6), random_doors(rng, graph, 8)
    found = _by_pair(walks_within(graph, sources=sources, targets=targets, limit_seconds=limit, towards=towards))
    drawn = witness(graph, sources, targets)
    for source in range(len(sources)):
        for target in range(len(targets)):
            ends = ("source", source), ("target", target)
            true = _true_walk(drawn, *(reversed(ends) if towards else ends))
            off = float(sources.metres_off[source] + targets.metres_off[target])
            known = sources.found[source] and targets.found[target] and true is not None
            seconds = true["seconds"] + off / WALK if known and true else np.inf
            if abs(seconds - limit) < 1e-6:
                continue
            assert ((source, target) in found) == (seconds <= limit)
            if seconds <= limit and true is not None:
                true["seconds"], true["metres"] = seconds, true["metres"] + off
                assert found[source, target] == pytest.approx(true, abs=1e-6)


def _true_walk(drawn: nx.MultiDiGraph, start: object, end: object) -> dict[str, float] | None:
    try:
        path = nx.dijkstra_path(drawn, start, end, weight="seconds")
    except nx.NetworkXNoPath:
        return None
    pieces = [min(drawn[a][b].values(), key=lambda piece: piece["seconds"]) for a, b in pairwise(path)]
    return {name: float(sum(piece[name] for piece in pieces)) for name in COLUMNS}


# --- scipy, on real streets ------------------------------------------------------------------------------------------


@pytest.mark.real_data
def test_newport_stops_and_postcodes_equal_scipy(real_data: Path) -> None:
    """Every sixth served stop and every postcode, 20 minutes, both ways: the same pairs, seconds and metres."""
    graph = street_graph.build_graph(osm.read_streets(real_data / "newport" / "streets.osm.pbf"), mode="walk")
    stops = street_graph.snap_points(graph, *_served_stops(real_data / "newport" / "timetable.gtfs.zip"))
    codes = street_graph.snap_points(graph, *_postcodes(real_data / "newport" / "postcodes"))
    assert (len(stops), len(codes)) == (655, 13_886)
    every = walks_within(graph, sources=stops, targets=codes, limit_seconds=1200)
    _by_pair(every)
    chosen = np.flatnonzero(stops.found)[::6]
    few = Snaps(*(getattr(stops, name)[chosen] for name in ("stretch", "metres_along", "metres_off", "lon", "lat")))
    times = street_graph.street_times(graph, origins=codes, venues=few, limit_seconds=1200)
    for towards, seconds in ((True, times.there), (False, times.back)):
        walks = walks_within(graph, sources=few, targets=codes, limit_seconds=1200, towards=towards)
        table = np.full((len(few), len(codes)), np.inf)
        table[walks.source, walks.target] = walks.seconds
        np.testing.assert_allclose(table, np.nan_to_num(seconds.T, nan=np.inf, posinf=np.inf), rtol=1e-12, atol=1e-6)
        assert len(walks) > 8_000
    row = walks.target, walks.source
    for name in ("metres", "steps_metres", "unsafe_metres"):
        np.testing.assert_allclose(getattr(walks, name), getattr(times, name)[row], rtol=1e-9, atol=1e-5)
    of_few = np.isin(every.source, chosen)
    np.testing.assert_array_equal(every.seconds[of_few], walks.seconds)


def _served_stops(path: Path) -> tuple[list[float], list[float]]:
    with zipfile.ZipFile(path) as feed:
        tables = {
            name: list(csv.DictReader(feed.read(f"{name}.txt").decode("utf-8-sig").splitlines()))
            for name in ("stops", "stop_times")
        }
    served = {row["stop_id"] for row in tables["stop_times"]}
    rows = [row for row in tables["stops"] if row["stop_id"] in served]
    return [float(row["stop_lon"]) for row in rows], [float(row["stop_lat"]) for row in rows]


def _postcodes(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    with (folder / "codepoint_open_np_2025-10.csv").open(encoding="utf-8") as file:
        grid = np.array([(float(row[2]), float(row[3])) for row in csv.reader(file)])
    to_degrees = pyproj.Transformer.from_crs(27700, 4326, always_xy=True)
    lon, lat = to_degrees.transform(grid[:, 0], grid[:, 1])
    return np.asarray(lon), np.asarray(lat)
