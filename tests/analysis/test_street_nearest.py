"""The nearest place by street against the table of all ways, which is worked out by other means."""

from __future__ import annotations

import numpy as np
import pytest
import town
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.analysis import street_graph
from assetmap.analysis.street_build import WALK_METRES_PER_SECOND
from assetmap.analysis.street_graph import StreetGraph
from assetmap.analysis.street_nearest import NONE, Nearest, find_nearest

GRAPHS: dict[str, StreetGraph] = {
    mode: street_graph.build_graph(town.street_lines(), mode=mode) for mode in ("walk", "drive")
}
# Up to 104 m from the drawing's own points: along streets, at their ends, and beside them.
SPOTS = st.tuples(st.sampled_from(sorted(town.NODES)), st.integers(-8, 8), st.integers(-8, 8)).map(
    lambda spot: (town.NODES[spot[0]][0] + 13.0 * spot[1], town.NODES[spot[0]][1] + 13.0 * spot[2])
)


def _nearest(mode: str, points: list[tuple[float, float]], places: list[tuple[float, float]]) -> Nearest:
    graph = GRAPHS[mode]
    snaps = [street_graph.snap_points(graph, *town.lon_lat_of(some)) for some in (points, places)]
    return find_nearest(graph, points=snaps[0], places=snaps[1])


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(["walk", "drive"]), st.lists(SPOTS, max_size=6), st.lists(SPOTS, max_size=5))
def test_it_is_the_least_of_all_ways(
    mode: str, points: list[tuple[float, float]], places: list[tuple[float, float]]
) -> None:
    graph = GRAPHS[mode]
    origins, venues = (street_graph.snap_points(graph, *town.lon_lat_of(some)) for some in (points, places))
    found = find_nearest(graph, points=origins, places=venues)
    off = (origins.metres_off[:, np.newaxis] + venues.metres_off) / WALK_METRES_PER_SECOND
    table = street_graph.street_times(graph, origins=origins, venues=venues).there - off
    table = np.where(np.isfinite(table), table, np.inf)
    for number in range(len(points)):
        least = table[number].min(initial=np.inf)
        assert found.seconds[number] == pytest.approx(least, abs=1e-5)
        if np.isinf(least):
            assert found.place[number] == NONE
        else:
            assert table[number, found.place[number]] == pytest.approx(least, abs=1e-5)


def test_a_lift_along_a_lane_takes_as_long_as_the_lane() -> None:
    """Lane is 1,500 m from Top on the same stretch; Mill 200 m of West Street and 3,000 of Long Lane: 8 m a second."""
    found = _nearest("drive", [(0, 1700), (0, 0), (50, -2000)], [(0, 3200)])
    assert found.seconds[:2] == pytest.approx([187.5, 400.0], rel=1e-3)
    assert found.place.tolist() == [0, 0, NONE]


def test_one_way_streets_count_towards_the_place() -> None:
    """From 150 on High Street to 50: on to Middle Street, up, along North Road, down: the street is one-way east."""
    found = _nearest("drive", [(150, 100), (50, 100)], [(50, 100)])
    assert found.seconds == pytest.approx([(50 + 100 + 200 + 100 + 50) / 8, 0.0], rel=1e-3, abs=1e-6)
