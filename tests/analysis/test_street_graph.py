"""Street networks against networkx, against paper, and against what must hold for every network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from unittest import mock

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from street_maker import Points, Way, degrees, make_lines

from assetmap.analysis import street_graph, street_snap
from assetmap.analysis.geometry import distance_metres
from assetmap.analysis.street_graph import Snaps, StreetGraph, StreetTimes
from assetmap.errors import OptionError
from assetmap.model import street

WALK = 4.8 / 3.6
"""Metres a second at the usual pace."""
HOME: Mapping[str, str] = {"highway": "residential"}
PATH: Mapping[str, str] = {"highway": "footway"}


def snap(graph: StreetGraph, *places: tuple[float, float], limit: float = 500) -> Snaps:
    """Snap points given in metres from the corner."""
    lon, lat = zip(*(degrees(*place) for place in places), strict=True)
    return street_graph.snap_points(graph, lon, lat, limit_metres=limit)


def times(graph: StreetGraph, origin: tuple[float, float], venue: tuple[float, float]) -> StreetTimes:
    """Work out the ways between two points given in metres."""
    return street_graph.street_times(graph, origins=snap(graph, origin), venues=snap(graph, venue))


def one(array: np.ndarray) -> float:
    """Return the only value."""
    return float(array[0, 0])


# --- paper -----------------------------------------------------------------------------------------------------------


def test_a_walk_on_paper() -> None:
    """200 m east, 100 m north; the door is 12 m off the first street, the venue 5 m off the second."""
    lines = make_lines({1: (0, 0), 2: (200, 0), 3: (200, 100)}, [(HOME, [1, 2]), (PATH, [2, 3])])
    graph = street_graph.build_graph(lines, mode="walk")
    assert (graph.nodes, graph.edges, graph.parts) == (3, 4, 1)
    found = times(graph, (50, 12), (205, 60))
    assert one(found.metres) == pytest.approx(12 + 150 + 60 + 5, abs=0.1)
    assert one(found.there) == pytest.approx((12 + 150 + 60 + 5) / WALK, abs=0.1)
    assert one(found.back) == pytest.approx(one(found.there))
    assert one(found.unsafe_metres) == one(found.steps_metres) == 0


def test_a_drive_on_paper() -> None:
    """A street of 30 mph and one of 20 mph: 80 % of the limit; the car's owner walks 10 m to the street."""
    ways: list[Way] = [({**HOME, "maxspeed": "30 mph"}, [1, 2]), ({**HOME, "maxspeed": "20 mph"}, [2, 3])]
    graph = street_graph.build_graph(make_lines({1: (0, 0), 2: (600, 0), 3: (600, 400)}, ways), mode="drive")
    mph = 1.609344 / 3.6
    by_hand = 10 / WALK + 600 / (30 * mph * 0.8) + 400 / (20 * mph * 0.8)
    assert one(times(graph, (0, 10), (600, 400)).there) == pytest.approx(by_hand, rel=1e-3)


def test_steps_take_twice_as_long_and_are_told() -> None:
    ways: list[Way] = [(PATH, [1, 2]), ({"highway": "steps"}, [2, 3])]
    graph = street_graph.build_graph(make_lines({1: (0, 0), 2: (100, 0), 3: (130, 0)}, ways), mode="walk")
    found = times(graph, (0, 0), (130, 0))
    assert one(found.steps_metres) == pytest.approx(30, abs=0.1)
    assert one(found.there) == pytest.approx((100 + 2 * 30) / WALK, abs=0.2)


def test_a_one_way_street_on_the_same_stretch() -> None:
    """A block of 100 m sides, its south side one way eastwards; the venue lies behind the origin on that side."""
    points: Points = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100)}
    ways: list[Way] = [({**HOME, "oneway": "yes", "maxspeed": "30 mph"}, [1, 2]), (HOME, [2, 3, 4, 1])]
    graph = street_graph.build_graph(make_lines(points, ways), mode="drive")
    found = times(graph, (70, 0), (20, 0))
    assert one(found.metres) == pytest.approx(30 + 300 + 20, abs=0.2)
    speed = 30 * 1.609344 / 3.6 * 0.8
    assert one(found.back) == pytest.approx(50 / speed, rel=0.01)
    walk = times(street_graph.build_graph(make_lines(points, ways), mode="walk"), (70, 0), (20, 0))
    assert one(walk.metres) == pytest.approx(50, abs=0.2)


@pytest.mark.parametrize(("oneway", "there", "back"), [("yes", True, False), ("-1", False, True), ("no", True, True)])
def test_one_way_streets_hold_in_their_direction(oneway: str, there: bool, back: bool) -> None:  # noqa: FBT001
    lines = make_lines({1: (0, 0), 2: (300, 0)}, [({**HOME, "oneway": oneway}, [1, 2])])
    found = times(street_graph.build_graph(lines, mode="drive"), (10, 0), (290, 0))
    assert np.isfinite(one(found.there)) == there
    assert np.isfinite(one(found.back)) == back


def test_a_loop_and_parallel_ways_keep_the_quickest_and_all_doors() -> None:
    """A cul-de-sac loop joined at one point, and two ways between the same two junctions."""
    points: Points = {1: (0, 0), 2: (100, 0), 3: (100, 100), 4: (0, 100), 5: (-200, 0), 6: (-100, 150)}
    ways: list[Way] = [(HOME, [1, 2, 3, 4, 1]), (HOME, [5, 1]), (PATH, [5, 6, 1])]
    graph = street_graph.build_graph(make_lines(points, ways), mode="walk")
    assert not (graph.tail == graph.head).any()
    pairs = list(zip(graph.tail.tolist(), graph.head.tolist(), strict=True))
    # Of the loop's two halves, as of the two ways from 5 to 1, the quicker one is an edge.
    assert len(pairs) == len(set(pairs)) == 4
    assert one(times(graph, (-200, 0), (0, 0)).metres) == pytest.approx(200, abs=0.2)
    # A door on the longer of the two is reached along it; round the loop, the shorter side is taken.
    assert one(times(graph, (-100, 150), (0, 0)).metres) == pytest.approx(np.hypot(100, 150), abs=0.2)
    assert one(times(graph, (50, 100), (0, 0)).metres) == pytest.approx(150, abs=0.2)
    assert one(times(graph, (100, 30), (0, 0)).metres) == pytest.approx(130, abs=0.2)


# --- what is not shown to be safe ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tags", "unsafe", "caution"),
    [
        ({"highway": "tertiary", "maxspeed": "40 mph"}, True, False),
        ({"highway": "tertiary", "maxspeed": "30 mph"}, False, False),
        ({"highway": "tertiary", "maxspeed": "40 mph", "sidewalk": "left"}, False, False),
        ({"highway": "unclassified", "maxspeed": "national"}, True, False),
        ({"highway": "primary"}, True, False),
        ({"highway": "primary", "sidewalk": "no"}, True, False),
        ({"highway": "primary", "sidewalk:both": "separate"}, False, False),
        ({"highway": "primary", "lit": "yes"}, False, False),
        ({"highway": "primary", "maxspeed": "30 mph"}, False, False),
        ({"highway": "unclassified"}, False, True),
        ({"highway": "unclassified", "lit": "yes"}, False, False),
        ({"highway": "residential"}, False, False),
        ({"highway": "track"}, False, False),
        ({"highway": "footway"}, False, False),
    ],
)
def test_which_roads_are_not_shown_to_be_safe(tags: dict[str, str], unsafe: bool, caution: bool) -> None:  # noqa: FBT001
    graph = street_graph.build_graph(make_lines({1: (0, 0), 2: (300, 0)}, [(tags, [1, 2])]), mode="walk")
    assert graph.unsafe.tolist() == [unsafe]
    assert graph.caution.tolist() == [caution]
    drive = street_graph.build_graph(make_lines({1: (0, 0), 2: (300, 0)}, [(tags, [1, 2])]), mode="drive")
    assert not drive.unsafe.any()


def test_a_main_road_is_in_a_settlement_where_homes_are_near() -> None:
    """The main road runs 1 km; a residential street leaves it at its west end, so the first pieces are a settlement."""
    points: Points = {n: (100.0 * n, 0.0) for n in range(11)} | {20: (0, 80)}
    ways: list[Way] = [({"highway": "primary"}, list(range(11))), (HOME, [0, 20])]
    graph = street_graph.build_graph(make_lines(points, ways), mode="walk")
    unsafe = graph.stretch_metres[graph.unsafe].sum()
    # Middles of the pieces lie 50, 150, ... m away: only the first is within 100 m of homes.
    assert unsafe == pytest.approx(900, abs=1)
    dark = street_graph.build_graph(
        make_lines(points, [({"highway": "primary", "lit": "no"}, list(range(11))), (HOME, [0, 20])]), mode="walk"
    )
    assert dark.stretch_metres[dark.unsafe].sum() == pytest.approx(1000, abs=1)


def test_the_way_round_an_unsafe_road() -> None:
    """500 m with a fast road in it, or 600 m by a path; the traits are those of the quickest way."""
    points: Points = {1: (0, 0), 2: (400, 0), 3: (0, 150), 4: (400, 150)}
    ways: list[Way] = [({"highway": "primary", "maxspeed": "60 mph"}, [1, 2]), (PATH, [1, 3, 4, 2])]
    graph = street_graph.build_graph(make_lines(points, ways), mode="walk")
    found = times(graph, (0, 50), (400, 50))
    assert one(found.metres) == pytest.approx(50 + 400 + 50, abs=0.5)
    assert one(found.unsafe_metres) == pytest.approx(400, abs=0.5)
    assert one(found.seconds_avoiding_unsafe) == pytest.approx(one(found.there) * 6 / 5, rel=1e-3)
    # From a door on the fast road itself there is no way without it.
    door = times(graph, (200, 0), (400, 50))
    assert one(door.unsafe_metres) == pytest.approx(200, abs=0.5)
    assert np.isinf(one(door.seconds_avoiding_unsafe))


def test_a_slower_safe_way_between_the_same_two_junctions_is_kept() -> None:
    points: Points = {1: (0, 0), 2: (400, 0), 3: (200, 150), 4: (-50, 0), 5: (450, 0)}
    ways: list[Way] = [
        ({"highway": "primary", "maxspeed": "60 mph"}, [1, 2]), (PATH, [1, 3, 2]), (PATH, [4, 1]), (PATH, [2, 5])
    ]  # fmt: skip
    found = times(street_graph.build_graph(make_lines(points, ways), mode="walk"), (-50, 0), (450, 0))
    assert one(found.metres) == pytest.approx(500, abs=0.5)
    assert one(found.seconds_avoiding_unsafe) * WALK == pytest.approx(100 + 2 * 250, abs=0.5)


# --- barriers, parts, snapping ---------------------------------------------------------------------------------------


def test_a_bollard_stops_cars_and_lets_people_through() -> None:
    points: Points = {1: (0, 0), 2: (100, 0), 3: (200, 0)}
    lines = make_lines(points, [(HOME, [1, 2, 3])], {2: {"barrier": "bollard"}})
    assert np.isinf(one(times(street_graph.build_graph(lines, mode="drive"), (50, 0), (150, 0)).there))
    walk = street_graph.build_graph(lines, mode="walk")
    assert one(times(walk, (50, 0), (150, 0)).metres) == pytest.approx(100, 0.01)
    assert street_graph.build_graph(lines, mode="drive").parts == 2


def test_a_barrier_on_a_junction_does_not_say_which_way_it_closes() -> None:
    """The bollard stands at the mouth of the footway; the road goes on."""
    points: Points = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (100, 50)}
    lines = make_lines(points, [(HOME, [1, 2, 3]), (PATH, [2, 4])], {2: {"barrier": "bollard"}})
    assert np.isfinite(one(times(street_graph.build_graph(lines, mode="drive"), (50, 0), (150, 0)).there))


def comb(teeth: int, at: float = 0.0, first: int = 1) -> tuple[dict[int, tuple[float, float]], list[Way]]:
    """Draw a street with many side streets: a part with 2 x teeth junctions and ends."""
    points: dict[int, tuple[float, float]] = {}
    for tooth in range(teeth):
        points[first + 2 * tooth] = (at + 20.0 * tooth, 0)
        points[first + 2 * tooth + 1] = (at + 20.0 * tooth, 30)
    ways: list[Way] = [(HOME, [first + 2 * tooth for tooth in range(teeth)])]
    return points, ways + [(HOME, [first + 2 * tooth, first + 2 * tooth + 1]) for tooth in range(teeth)]


def test_a_fragment_is_left_for_a_larger_part_and_an_island_stands() -> None:
    points, ways = comb(12)
    points |= {100: (300, 0), 101: (320, 0), 200: (5000, 0), 201: (5050, 0)}
    lines = make_lines(points, [*ways, (HOME, [100, 101]), (HOME, [200, 201])])
    graph = street_graph.build_graph(lines, mode="walk")
    snaps = snap(graph, (310, 5), (5020, 5))
    sizes = np.bincount(graph.part)[graph.part[graph.stretch_tail[snaps.stretch]]]
    assert sizes.tolist() == [24, 2]
    assert snaps.metres_off[0] == pytest.approx(np.hypot(310 - 220, 5), abs=0.5)


def test_nobody_sets_out_where_there_is_no_way_back() -> None:
    """A one-way street leads out at the edge of the extract: homes beside it are reached from the street before."""
    points, ways = comb(12)
    points |= {100: (300, 0)}
    lines = make_lines(points, [*ways, ({**HOME, "oneway": "yes"}, [23, 100])])
    graph = street_graph.build_graph(lines, mode="drive")
    assert graph.parts == 1
    found = times(graph, (280, 10), (0, 10))
    assert np.isfinite(one(found.there))
    assert np.isfinite(one(found.back))


def test_a_point_too_far_is_reported_with_its_distance() -> None:
    graph = street_graph.build_graph(make_lines(*comb(12)), mode="walk")
    snaps = snap(graph, (0, -499), (0, -501), (0, -5))
    assert snaps.found.tolist() == [True, False, True]
    assert snaps.metres_off[1] == pytest.approx(501, abs=0.5)
    found = street_graph.street_times(graph, origins=snaps, venues=snap(graph, (40, 0)))
    assert np.isnan(found.there[1, 0])
    assert np.isnan(found.metres[1, 0])
    assert np.isfinite(found.there[[0, 2], 0]).all()
    off = street_graph.street_times(graph, origins=snap(graph, (40, 0)), venues=snaps)
    assert np.isnan(off.there[0]).tolist() == [False, True, False]


def test_a_point_that_is_no_number_and_a_network_that_is_empty() -> None:
    graph = street_graph.build_graph(make_lines(*comb(12)), mode="walk")
    snaps = street_graph.snap_points(graph, [np.nan, -3.5], [52.5, np.inf])
    assert not snaps.found.any()
    assert np.isnan(snaps.metres_off).all()
    nothing = street_graph.build_graph(make_lines({1: (0, 0), 2: (9, 0)}, [(PATH, [1, 2])]), mode="drive")
    assert (nothing.nodes, nothing.edges, nothing.parts) == (0, 0, 0)
    assert not snap(nothing, (0, 0)).found.any()
    lost = snap(nothing, (0, 0))
    assert np.isnan(street_graph.street_times(nothing, origins=lost, venues=lost).there).all()


def test_no_front_door_opens_on_a_motorway() -> None:
    points: Points = {1: (0, 0), 2: (500, 0), 3: (0, 60), 4: (500, 60)}
    ways: list[Way] = [({"highway": "motorway"}, [1, 2]), (HOME, [3, 4])]
    snaps = snap(street_graph.build_graph(make_lines(points, ways), mode="drive"), (250, 5))
    assert snaps.metres_off[0] == pytest.approx(55, abs=0.2)


def test_parts_without_anybody_are_counted_and_left_out() -> None:
    points, ways = comb(12)
    more, more_ways = comb(12, at=3000, first=101)
    last, last_ways = comb(12, at=9000, first=201)
    lines = make_lines(points | more | last, [*ways, *more_ways, *last_ways])
    graph = street_graph.build_graph(lines, mode="walk")
    origins, venues = snap(graph, (10, 0), (3000, 20), (20000, 0)), snap(graph, (200, 20))
    kept, report = street_graph.keep_parts(graph, origins, venues)
    assert (report.parts_kept, report.parts_dropped, report.nodes_dropped) == (2, 1, 24)
    assert (kept.nodes, kept.parts) == (48, 2)
    assert report.edges_kept + report.edges_dropped == graph.edges
    before = street_graph.street_times(graph, origins=origins, venues=venues)
    after = street_graph.street_times(kept, origins=report.move(origins), venues=report.move(venues))
    np.testing.assert_array_equal(before.there, after.there)
    assert np.isinf(after.there[1, 0])
    assert np.isnan(after.there[2, 0])


def test_a_graph_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    graph = street_graph.build_graph(make_lines(*comb(12)), mode="walk")
    np.savez(tmp_path / "graph.npz", allow_pickle=False, **graph.to_arrays())
    with np.load(tmp_path / "graph.npz", allow_pickle=False) as arrays:
        again = StreetGraph.from_arrays(arrays)
    assert again.mode == "walk"
    for name, array in graph.to_arrays().items():
        np.testing.assert_array_equal(array, again.to_arrays()[name])
        assert array.dtype == again.to_arrays()[name].dtype


def test_an_unknown_mode_or_country_is_refused() -> None:
    lines = make_lines(*comb(2))
    with pytest.raises(OptionError, match="Expected one of: walk, wheels, drive"):
        street_graph.build_graph(lines, mode="balloon")
    with pytest.raises(OptionError, match="no speed limits are known for 'XX'"):
        street_graph.build_graph(lines, mode="drive", country="XX")


def test_the_limit_cuts_longer_ways_only() -> None:
    graph = street_graph.build_graph(make_lines({1: (0, 0), 2: (1000, 0)}, [(PATH, [1, 2])]), mode="walk")
    origins, venues = snap(graph, (100, 0), (900, 0)), snap(graph, (0, 0))
    whole = street_graph.street_times(graph, origins=origins, venues=venues)
    cut = street_graph.street_times(graph, origins=origins, venues=venues, limit_seconds=300)
    assert cut.there[0, 0] == whole.there[0, 0]
    assert np.isinf(cut.there[1, 0])


# --- networkx, on networks nobody chose ------------------------------------------------------------------------------

TAGS: list[Mapping[str, str]] = [
    {**HOME, "maxspeed": "20 mph"},
    {**HOME, "maxspeed": "30 mph", "oneway": "yes"},
    {**HOME, "maxspeed": "30 mph", "oneway": "-1"},
    {"highway": "primary", "maxspeed": "60 mph"},
    {"highway": "service"},
    {"highway": "steps"},
    PATH,
]


def random_town(seed: int) -> tuple[Points, list[Way]]:
    """Scatter 30 points and draw 30 ways of two to five points between them, some twice, some through themselves."""
    rng = np.random.default_rng(seed)
    points = {int(n): (float(x), float(y)) for n, (x, y) in enumerate(rng.uniform(0, 2000, (30, 2)), start=1)}
    ways: list[Way] = [
        (TAGS[rng.integers(len(TAGS))], [int(n) for n in rng.integers(1, 31, rng.integers(2, 6))]) for _ in range(30)
    ]
    return points, ways


def as_networkx(points: Points, ways: list[Way], mode: str, doors: list[tuple[int, int, float]]) -> nx.MultiDiGraph:
    """Make the same network with every point a node, and the doors put into their segments as nodes of their own.

    A door is (way, segment of the way, share of the segment).
    """
    graph = nx.MultiDiGraph()
    for number, (tags, nodes) in enumerate(ways):
        facts = street.judge_way(tags)
        assert facts is not None
        forward, back = facts.walk if mode == "walk" else facts.drive
        steps = 2 if tags["highway"] == "steps" else 1
        limit = {"service": 10 * 1.609344}.get(tags["highway"], facts.limit_kmh)
        speed = WALK / steps if mode == "walk" else limit / 3.6 * 0.8
        for segment, (u, v) in enumerate(pairwise(nodes)):
            here = [(share, f"door {d}") for d, (w, s, share) in enumerate(doors) if (w, s) == (number, segment)]
            stops: list[tuple[float, str]] = [(0.0, str(u)), *sorted(here), (1.0, str(v))]
            length = float(distance_metres(*degrees(*points[u]), *degrees(*points[v])))
            for (share, a), (end, b) in pairwise(stops):
                seconds = (end - share) * length / speed
                if forward:
                    graph.add_edge(a, b, seconds=seconds)
                if back:
                    graph.add_edge(b, a, seconds=seconds)
    return graph


@pytest.mark.parametrize("mode", ["walk", "drive"])
@pytest.mark.parametrize("seed", range(12))
def test_times_equal_networkx(mode: str, seed: int) -> None:
    """Doors stand on the streets, half of them origins and half venues; the towns have all kinds of knots."""
    points, ways = random_town(seed)
    lines = make_lines(points, ways)
    graph = street_graph.build_graph(lines, mode=mode)
    rng = np.random.default_rng(seed + 1000)
    # Where two ways lie over each other, a door could be on either: no door stands there.
    drawn = Counter(frozenset(pair) for _, nodes in ways for pair in pairwise(nodes))
    places = [
        (way, segment)
        for way, (_, nodes) in enumerate(ways)
        for segment, pair in enumerate(pairwise(nodes))
        if len(set(pair)) > 1 and drawn[frozenset(pair)] == 1 and usable(ways[way], mode)
    ]
    chosen = rng.choice(len(places), 12, replace=False)
    doors = [(*places[k], float(rng.uniform(0.1, 0.9))) for k in chosen]
    witness = as_networkx(points, ways, mode, doors)
    snaps = on_segments(graph, points, ways, doors)
    keep = np.flatnonzero(snaps.found)
    assert len(keep) == len(doors)
    origins, venues = take(snaps, keep[::2]), take(snaps, keep[1::2])
    found = street_graph.street_times(graph, origins=origins, venues=venues)
    for i, origin in enumerate(keep[::2]):
        for j, venue in enumerate(keep[1::2]):
            for array, (a, b) in ((found.there, (origin, venue)), (found.back, (venue, origin))):
                true = witness_seconds(witness, f"door {a}", f"door {b}")
                assert array[i, j] == pytest.approx(true, rel=1e-4, abs=0.05)


def usable(way: Way, mode: str) -> bool:
    """Tell whether a mode may use a way at all."""
    facts = street.judge_way(way[0])
    return facts is not None and any(facts.walk if mode == "walk" else facts.drive)


def witness_seconds(graph: nx.MultiDiGraph, a: str, b: str) -> float:
    """Return networkx's answer."""
    try:
        return float(nx.shortest_path_length(graph, a, b, weight="seconds"))
    except nx.NetworkXNoPath:
        return float("inf")


def on_segments(graph: StreetGraph, points: Points, ways: list[Way], doors: list[tuple[int, int, float]]) -> Snaps:
    """Find doors on the graph by the points that draw their segment: no snapping, so crossings are no matter."""
    stretches, along = [], []
    for way, segment, share in doors:
        u, v = (degrees(*points[ways[way][1][k]]) for k in (segment, segment + 1))
        stretch, metres = find_segment(graph, u, v, share)
        stretches.append(stretch)
        along.append(metres)
    zero = np.zeros(len(doors))
    return Snaps(np.array(stretches, dtype=np.int32), np.array(along), zero, zero, zero)


def find_segment(graph: StreetGraph, u: tuple[float, float], v: tuple[float, float], share: float) -> tuple[int, float]:
    """Return the stretch that holds a segment, and the metres from its tail."""
    for s in range(len(graph.forward)):
        line = slice(graph.line_start[s], graph.line_start[s + 1])
        x, y = graph.line_lon[line], graph.line_lat[line]
        step = distance_metres(x[:-1], y[:-1], x[1:], y[1:])
        for k in range(len(step)):
            if np.allclose((x[k], y[k], x[k + 1], y[k + 1]), (*u, *v), rtol=0, atol=1e-9):
                return s, float(step[:k].sum() + share * step[k])
    return -1, np.nan


def take(snaps: Snaps, rows: np.ndarray) -> Snaps:
    """Choose some points."""
    return Snaps(*(getattr(snaps, name)[rows] for name in ("stretch", "metres_along", "metres_off", "lon", "lat")))


# --- what must hold for every network --------------------------------------------------------------------------------

PLACES = [(float(x), float(y)) for x in (300, 1000, 1700) for y in (300, 1700)]


@given(st.integers(0, 10_000), st.sampled_from(["walk", "drive"]))
@settings(max_examples=40, deadline=None)
def test_another_street_never_makes_a_way_longer(seed: int, mode: str) -> None:
    points, ways = random_town(seed)
    less = street_graph.build_graph(make_lines(points, ways[:-1]), mode=mode)
    more = street_graph.build_graph(make_lines(points, ways), mode=mode)
    if not less.nodes:
        return
    snaps = at_nodes(less, less.node_osm_id), at_nodes(more, less.node_osm_id)
    before = street_graph.street_times(less, origins=snaps[0], venues=take(snaps[0], np.arange(3) % less.nodes))
    after = street_graph.street_times(more, origins=snaps[1], venues=take(snaps[1], np.arange(3) % less.nodes))
    assert (after.there <= before.there * (1 + 1e-9) + 1e-6).all()
    assert (after.back <= before.back * (1 + 1e-9) + 1e-6).all()


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_turning_all_one_way_streets_round_swaps_there_and_back(seed: int) -> None:
    points, ways = random_town(seed)
    lines = make_lines(points, ways)
    turned = replace(lines, drive_forward=lines.drive_back, drive_back=lines.drive_forward)
    graphs = [street_graph.build_graph(some, mode="drive") for some in (lines, turned)]
    if not graphs[0].nodes:
        return
    snaps = [at_nodes(graph, graphs[0].node_osm_id) for graph in graphs]
    first, second = (
        street_graph.street_times(graph, origins=points_, venues=take(points_, np.arange(3) % len(points_)))
        for graph, points_ in zip(graphs, snaps, strict=True)
    )
    np.testing.assert_allclose(first.there, second.back, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(first.back, second.there, rtol=1e-9, atol=1e-6)


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_walks_are_the_same_both_ways_and_add_up(seed: int) -> None:
    """Metres and seconds tell the same story; avoiding unsafe metres never saves time."""
    points, ways = random_town(seed)
    graph = street_graph.build_graph(make_lines(points, ways), mode="walk")
    snaps = snap(graph, *PLACES, limit=2000)
    found = street_graph.street_times(graph, origins=snaps, venues=snaps)
    np.testing.assert_allclose(found.there, found.there.T, rtol=1e-9, atol=1e-6)
    there = np.isfinite(found.there)
    # Steps take twice their metres.
    story = (found.metres + found.steps_metres) / WALK
    np.testing.assert_allclose(found.there[there], story[there], rtol=1e-6, atol=1e-3)
    assert (found.seconds_avoiding_unsafe >= found.there - 1e-6)[there].all()
    clean = there & (found.unsafe_metres == 0)
    np.testing.assert_allclose(found.seconds_avoiding_unsafe[clean], found.there[clean], rtol=1e-6, atol=1e-3)


@given(st.integers(0, 10_000))
@example(392)  # one of its parts is large, another small
@settings(max_examples=20, deadline=None)
def test_the_nearest_street_is_the_nearest(seed: int) -> None:
    """Brute force over every metre or so of every piece, with no part taken for a fragment."""
    points, ways = random_town(seed)
    graph = street_graph.build_graph(make_lines(points, ways), mode="walk")
    with mock.patch.object(street_snap, "FRAGMENT_NODES", 0):
        snaps = snap(graph, *PLACES, limit=5000)
    shares = np.linspace(0, 1, 2500)[:, None]
    inner = np.ones(len(graph.line_lon), dtype=bool)
    inner[graph.line_start[1:] - 1] = False
    first = np.flatnonzero(inner)
    lon = graph.line_lon[first] * (1 - shares) + graph.line_lon[first + 1] * shares
    lat = graph.line_lat[first] * (1 - shares) + graph.line_lat[first + 1] * shares
    for place, off in zip(PLACES, snaps.metres_off, strict=True):
        true = distance_metres(*degrees(*place), lon, lat).min()
        assert off == pytest.approx(true, abs=0.5, rel=1e-3)


def at_nodes(graph: StreetGraph, osm_ids: np.ndarray) -> Snaps:
    """Stand on nodes, by their OpenStreetMap id; off the streets where the graph does not have one as a junction."""
    ends = np.concatenate((graph.stretch_tail, graph.stretch_head))
    stretch = np.tile(np.arange(len(graph.forward)), 2)
    metres = np.concatenate((np.zeros(len(graph.forward)), graph.stretch_metres))
    where = {int(graph.node_osm_id[node]): k for k, node in enumerate(ends)}
    rows = [where.get(int(osm_id)) for osm_id in osm_ids]
    known = np.array([row is not None for row in rows])
    row = np.array([row or 0 for row in rows])
    zero = np.zeros(len(rows))
    return Snaps(
        np.where(known, stretch[row], -1).astype(np.int32), np.where(known, metres[row], np.nan), zero, zero, zero
    )


# --- light, and what is known for wheels -----------------------------------------------------------------------------

SMOOTH: Mapping[str, str] = {**PATH, "surface": "asphalt", "smoothness": "good"}


def test_light_is_told_in_three_values() -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (300, 0), 4: (600, 0)}
    ways: list[Way] = [({**HOME, "lit": "yes"}, [1, 2]), ({**HOME, "lit": "no"}, [2, 3]), (HOME, [3, 4])]
    for mode in ("walk", "drive"):
        graph = street_graph.build_graph(make_lines(points, ways), mode=mode)
        told = dict(zip(graph.stretch_metres.round(-1).tolist(), graph.lit.tolist(), strict=True))
        assert told == {100: 1, 200: 0, 300: -1}
        assert sorted(graph.unlit_metres.round(-1).tolist()) == [0, 0, 200, 200, 300, 300]


def test_what_is_known_for_wheels_is_told_on_foot_too() -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (300, 0), 4: (600, 0)}
    ways: list[Way] = [(SMOOTH, [1, 2]), ({"highway": "steps"}, [2, 3]), (PATH, [3, 4])]
    graph = street_graph.build_graph(make_lines(points, ways), mode="walk")
    told = dict(zip(graph.stretch_metres.round(-1).tolist(), graph.step_free.tolist(), strict=True))
    assert told == {100: 2, 200: 0, 300: 1}
    assert sorted(graph.unproven_metres.round(-1).tolist()) == [0, 0, 200, 200, 300, 300]


def test_nothing_is_proven_at_a_barrier_of_unknown_width() -> None:
    """A path of 60, 40, 50 and 70 m; a gate stands after the first 100 m: the 40 and 50 m beside it are not proven."""
    points = {1: (0, 0), 2: (60, 0), 3: (100, 0), 4: (150, 0), 5: (220, 0)}
    ways: list[Way] = [(SMOOTH, [1, 2, 3, 4, 5])]
    whole = street_graph.build_graph(make_lines(points, ways), mode="walk")
    assert whole.step_free.tolist() == [2]
    gated = street_graph.build_graph(make_lines(points, ways, {3: {"barrier": "gate"}}), mode="walk")
    told = zip(gated.stretch_metres.round().tolist(), gated.step_free.tolist(), strict=True)
    assert sorted(told) == [(60, 2), (70, 2), (90, 1)]
    wide = street_graph.build_graph(make_lines(points, ways, {3: {"barrier": "gate", "width": "1.2"}}), mode="walk")
    assert wide.step_free.tolist() == [2]


def test_saved_streets_without_light_are_refused() -> None:
    graph = street_graph.build_graph(make_lines({1: (0, 0), 2: (9, 0)}, [(PATH, [1, 2])]), mode="walk")
    for name in ("lit", "step_free"):
        arrays = graph.to_arrays()
        del arrays[name]
        with pytest.raises(KeyError, match=name):
            StreetGraph.from_arrays(arrays)


def test_kept_parts_keep_light_and_what_is_known_for_wheels() -> None:
    points = {1: (0, 0), 2: (100, 0), 3: (0, 5000), 4: (100, 5000)}
    lines = make_lines(points, [(HOME, [1, 2]), ({**SMOOTH, "lit": "yes"}, [3, 4])])
    graph = street_graph.build_graph(lines, mode="walk")
    kept, _ = street_graph.keep_parts(graph, snap(graph, (50, 5000)))
    assert (kept.lit.tolist(), kept.step_free.tolist()) == ([1], [2])
