"""Streets for people on wheels: which are left out, what is proven, and how ways are judged, worked out on paper.

Metres; on wheels one goes 3.6 km/h, a metre a second. ``=`` is proven step-free, ``-`` has nothing recorded, ``#`` are
steps, ``x`` is a stile::

     y
    400  4========3
         =        =
         =        =
      0  1--------2######5     6
         =        =            =
     x-> =        =            =
         |        |            |
   -100  N        V      (5 has a path S to the south as well, 6 stands alone)
         0       300    350   1000

Between N and V: 100 + 300 + 100 = 500 m along the straight path, 300 m of it without any record; or
100 + 400 + 300 + 400 + 100 = 1,300 m, all proven.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from street_maker import Points, Way, degrees, make_lines

from assetmap.analysis import barriers, street_graph
from assetmap.analysis.barriers import Ways
from assetmap.analysis.street_graph import Snaps, StreetGraph
from assetmap.model.traveller import PROFILE_BY_NAME, TravellerProfile

PATH: Mapping[str, str] = {"highway": "footway"}
SMOOTH: Mapping[str, str] = {**PATH, "surface": "asphalt", "smoothness": "good"}
STEPS: Mapping[str, str] = {"highway": "steps"}
WHEELS = PROFILE_BY_NAME["on_wheels"]

POINTS: Points = {
    1: (0, 0), 2: (300, 0), 3: (300, 400), 4: (0, 400), 5: (350, 0), 6: (1000, 0),
    10: (0, -100), 11: (300, -100), 12: (350, -100), 13: (1000, -100),
}  # fmt: skip
WAYS: list[Way] = [
    (PATH, [1, 2]), (SMOOTH, [2, 3, 4, 1]), (STEPS, [2, 5]),
    (SMOOTH, [10, 1]), (SMOOTH, [11, 2]), (SMOOTH, [12, 5]), (SMOOTH, [13, 6]),
]  # fmt: skip
NEAR, VENUE, BEHIND_STEPS, ALONE, FAR_OFF = (0, -100), (300, -100), (350, -100), (1000, -100), (300, -2000)


def snap(graph: StreetGraph, *places: tuple[float, float]) -> Snaps:
    lon, lat = zip(*(degrees(*place) for place in places), strict=True)
    return street_graph.snap_points(graph, lon, lat)


def judge(
    profile: TravellerProfile, *origins: tuple[float, float], ways: list[Way] = WAYS, stiles: tuple[int, ...] = ()
) -> Ways:
    lines = make_lines(POINTS, ways, {node: {"barrier": "stile"} for node in stiles})
    graph = street_graph.build_graph(lines, mode="wheels")
    start, end = snap(graph, *origins), snap(graph, VENUE)
    times = street_graph.street_times(graph, origins=start, venues=end)
    return barriers.judge_ways("wheels", times, origins=start, venues=end, profile=profile)


def names(ways: Ways, row: int = 0) -> list[str]:
    return [barrier["barrier"] for barrier in barriers.describe_way(ways, row, 0)]


def test_a_proven_way_within_the_limit_is_found_though_it_is_longer() -> None:
    ways = judge(replace(WHEELS, max_walk_minutes=22), NEAR)
    assert ways.state[0, 0] == "found"
    assert names(ways) == []
    assert ways.minutes_there[0, 0] == ways.minutes_back[0, 0] == pytest.approx(1300 / 60, abs=0.02)
    assert ways.metres[0, 0] == pytest.approx(1300, abs=1)


def test_a_possible_way_alone_within_the_limit_is_not_known() -> None:
    ways = judge(replace(WHEELS, max_walk_minutes=21), NEAR)
    assert ways.state[0, 0] == "not_known"
    assert ways.minutes_there[0, 0] == pytest.approx(500 / 60, abs=0.02)
    assert ways.metres[0, 0] == pytest.approx(500, abs=1)
    (said,) = barriers.describe_way(ways, 0, 0)
    assert said["barrier"] == "step_free_not_recorded"
    assert said["sentence"] == (
        "Step-free, as far as recorded; 300 m of this way has nothing recorded about steps, kerbs or surface."
    )


def test_no_way_within_the_limit_is_not_found() -> None:
    ways = judge(replace(WHEELS, max_walk_minutes=8), NEAR)
    assert ways.state[0, 0] == "not_found"
    assert names(ways) == ["too_far_to_walk", "step_free_not_recorded"]


@pytest.mark.parametrize("place", [BEHIND_STEPS, ALONE])
def test_steps_on_the_only_way_are_no_way(place: tuple[float, float]) -> None:
    ways = judge(WHEELS, place)
    assert ways.state[0, 0] == "not_found"
    assert names(ways) == ["no_step_free_way"]
    assert np.isnan(ways.minutes_there[0, 0])


def test_steps_with_a_ramp_are_taken_at_the_usual_pace() -> None:
    ramp: list[Way] = [(way[0] if way[0] is not STEPS else {**STEPS, "ramp:wheelchair": "yes"}, way[1]) for way in WAYS]
    ways = judge(WHEELS, BEHIND_STEPS, ways=ramp)
    assert ways.state[0, 0] == "found"
    assert ways.minutes_there[0, 0] == pytest.approx(250 / 60, abs=0.02)
    graph = street_graph.build_graph(make_lines(POINTS, ramp), mode="wheels")
    assert not graph.steps.any()


def test_off_the_streets_is_not_known() -> None:
    ways = judge(WHEELS, FAR_OFF)
    assert (ways.state[0, 0], names(ways)) == ("not_known", ["off_the_streets"])


def test_a_stile_cuts_the_way_for_wheels_and_not_on_foot() -> None:
    """On the straight path the stile leaves the proven way round; on the way round it leaves the possible one."""
    straight: list[Way] = [(PATH, [1, 7, 2]) if way[1] == [1, 2] else way for way in WAYS]
    points = {**POINTS, 7: (150, 0)}
    for node, way, metres in ((7, straight, 1300), (3, WAYS, 500)):
        lines = make_lines(points, way, {node: {"barrier": "stile"}})
        for mode, true in (("wheels", metres), ("walk", 500)):
            graph = street_graph.build_graph(lines, mode=mode)
            found = street_graph.street_times(graph, origins=snap(graph, NEAR), venues=snap(graph, VENUE))
            assert found.metres[0, 0] == pytest.approx(true, abs=1)
    assert judge(WHEELS, NEAR, stiles=(3,)).state[0, 0] == "not_known"


def test_a_stile_on_a_junction_closes_none_of_its_ways_and_proves_none() -> None:
    """Junction 2 has four ways; the proven ones beside it are not proven as far as their next point."""
    ways = judge(replace(WHEELS, max_walk_minutes=22), NEAR, stiles=(2,))
    assert ways.state[0, 0] == "not_known"
    assert ways.measured["step_free_not_recorded"][0, 0] == pytest.approx(400, abs=1)


def test_fast_roads_count_on_wheels_too() -> None:
    road: list[Way] = [
        ({"highway": "primary", "maxspeed": "60 mph"} if way[0] is PATH else way[0], way[1]) for way in WAYS
    ]
    ways = judge(replace(WHEELS, max_walk_minutes=21), NEAR, ways=road)
    assert ways.state[0, 0] == "not_known"
    assert names(ways) == ["no_pavement_fast_road", "step_free_not_recorded"]
    assert judge(replace(WHEELS, max_walk_minutes=22), NEAR, ways=road).state[0, 0] == "found"


def test_a_longer_way_round_a_fast_road_that_is_not_proven_is_not_known() -> None:
    """The way round is as recorded as the road: its metres are not worked out, and it is never found for that."""
    road: list[Way] = [
        ({"highway": "primary", "maxspeed": "60 mph"}, [1, 2]),
        *((PATH if way[1] == [2, 3, 4, 1] else way[0], way[1]) for way in WAYS[1:]),
    ]
    ways = judge(replace(WHEELS, max_walk_minutes=22), NEAR, ways=road)
    assert ways.state[0, 0] == "not_known"
    assert names(ways) == ["step_free_not_recorded", "way_round_fast_road"]
    assert "an unknown number of m" in barriers.describe_way(ways, 0, 0)[0]["sentence"]


def test_of_two_ways_side_by_side_the_slower_proven_one_is_kept() -> None:
    points: Points = {1: (0, 0), 2: (100, 0), 3: (50, 60), 4: (-50, 0), 5: (150, 0)}
    ways: list[Way] = [(PATH, [1, 2]), (SMOOTH, [1, 3, 2]), (SMOOTH, [4, 1]), (SMOOTH, [2, 5])]
    graph = street_graph.build_graph(make_lines(points, ways), mode="wheels")
    found = street_graph.street_times(graph, origins=snap(graph, (-50, 0)), venues=snap(graph, (150, 0)))
    assert found.metres[0, 0] == pytest.approx(200, abs=1)
    assert found.unproven_metres[0, 0] == pytest.approx(100, abs=1)
    assert found.metres_proven[0, 0] == pytest.approx(100 + 2 * np.hypot(50, 60), abs=1)
    assert np.isinf(street_graph.street_times(
        street_graph.build_graph(make_lines(points, ways), mode="walk"),
        origins=snap(graph, (-50, 0)), venues=snap(graph, (150, 0)),
    ).seconds_proven).all()  # fmt: skip


# --- what must hold for every network --------------------------------------------------------------------------------

KINDS: list[Mapping[str, str]] = [
    PATH, SMOOTH, {**SMOOTH, "wheelchair": "no"}, STEPS, {**SMOOTH, "oneway:foot": "yes"}, {"highway": "residential"},
]  # fmt: skip


def random_ways(rng: np.random.Generator) -> tuple[Points, list[Way]]:
    points = {int(n): (float(x), float(y)) for n, (x, y) in enumerate(rng.uniform(0, 1500, (20, 2)), start=1)}
    # One way of each sort at least; the last joins nothing to nothing where it is drawn alone.
    kinds = [SMOOTH, PATH, *(KINDS[k] for k in rng.integers(0, len(KINDS), 20))]
    return points, [(tags, [int(n) for n in rng.permutation(20)[: rng.integers(2, 5)] + 1]) for tags in kinds]


def at_nodes(graph: StreetGraph, osm_ids: np.ndarray) -> Snaps:
    """Stand on junctions and ends, by their OpenStreetMap id."""
    ends = np.concatenate((graph.stretch_tail, graph.stretch_head))
    at = np.array([np.flatnonzero(graph.node_osm_id[ends] == osm_id)[0] for osm_id in osm_ids], dtype=np.int64)
    stretch = at % len(graph.forward)
    zero = np.zeros(len(osm_ids))
    along = np.where(at < len(graph.forward), 0.0, graph.stretch_metres[stretch])
    return Snaps(stretch.astype(np.int32), along, zero, zero, zero)


@given(st.integers(0, 100_000))
@settings(max_examples=40, deadline=None)
def test_proven_times_are_those_of_a_town_with_its_proven_ways_alone(seed: int) -> None:
    points, ways = random_ways(np.random.default_rng(seed))
    proven = [way for way in ways if way[0].get("smoothness") and way[0].get("wheelchair") != "no"]
    graph = street_graph.build_graph(make_lines(points, ways), mode="wheels")
    alone = street_graph.build_graph(make_lines(points, proven), mode="walk")
    closed = barriers.only_proven(graph)
    ids = alone.node_osm_id[np.isin(alone.node_osm_id, graph.node_osm_id)]
    here, there = at_nodes(graph, ids), at_nodes(alone, ids)
    found = street_graph.street_times(graph, origins=here, venues=here)
    true = street_graph.street_times(alone, origins=there, venues=there)
    np.testing.assert_allclose(found.seconds_proven, np.maximum(true.there, true.back), rtol=1e-9, atol=1e-6)
    by_closing = street_graph.street_times(closed, origins=here, venues=here)
    np.testing.assert_allclose(by_closing.there, true.there, rtol=1e-9, atol=1e-6)
    assert (found.seconds_proven >= np.maximum(found.there, found.back) - 1e-6).all()
    assert not closed.unproven_metres.any()


@given(st.integers(0, 100_000))
@settings(max_examples=20, deadline=None)
def test_the_streets_for_wheels_are_those_of_a_town_without_what_stops_them(seed: int) -> None:
    points, ways = random_ways(np.random.default_rng(seed))
    open_ = [way for way in ways if way[0] is not STEPS and way[0].get("wheelchair") != "no"]
    wheels = street_graph.build_graph(make_lines(points, ways), mode="wheels").to_arrays()
    foot = street_graph.build_graph(make_lines(points, open_), mode="walk").to_arrays()
    for name in ("node_osm_id", "stretch_tail", "stretch_head", "stretch_metres", "stretch_seconds", "forward", "lit"):
        np.testing.assert_array_equal(wheels[name], foot[name])
    assert (wheels["step_free"] > 0).all()
