"""Many venues at once by car: the same ways as one search a venue, to within the rounding of a tenth of a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import town

from assetmap.adapters import osm
from assetmap.analysis import contraction, street_graph, street_lanes
from assetmap.analysis.street_graph import StreetGraph, street_times
from assetmap.analysis.street_times import StreetTimes


def scattered(graph: StreetGraph, size: int, seed: int, *, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Scatter points around junctions, the last one far out at sea."""
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, graph.nodes, size)
    lon = graph.node_lon[chosen] + rng.normal(0, spread, size)
    lat = graph.node_lat[chosen] + rng.normal(0, spread, size)
    lat[-1] -= 2.0
    return lon, lat


def both(graph: StreetGraph, *, origins: int, venues: int, spread: float) -> tuple[StreetTimes, StreetTimes]:
    """Answer the same question by lanes and by one search a venue."""
    here = street_graph.snap_points(graph, *scattered(graph, origins, 1, spread=spread))
    halls = street_graph.snap_points(graph, *scattered(graph, venues, 2, spread=spread))
    assert not here.found.all()
    assert not halls.found.all()
    return street_lanes.open_lanes(graph, here).times(halls), street_times(graph, origins=here, venues=halls)


def assert_same(quick: StreetTimes, slow: StreetTimes, *, seconds: float) -> None:
    for name in ("there", "back", "seconds_avoiding_unsafe"):
        found, expected = getattr(quick, name), getattr(slow, name)
        np.testing.assert_array_equal(np.isnan(found), np.isnan(expected))
        np.testing.assert_array_equal(np.isinf(found), np.isinf(expected))
        known = np.isfinite(expected)
        assert known.any()
        assert np.abs(found[known] - expected[known]).max() <= seconds


def test_the_town_by_car() -> None:
    graph = street_graph.build_graph(town.street_lines(), mode="drive")
    quick, slow = both(graph, origins=200, venues=12, spread=0.0005)
    assert_same(quick, slow, seconds=0.05 * graph.nodes)
    assert np.isnan(quick.metres).all()


def test_one_way_streets_are_not_the_same_there_and_back() -> None:
    """A test that both ways differ somewhere: else one direction could stand for both unseen."""
    graph = street_graph.build_graph(town.street_lines(), mode="drive")
    quick, _ = both(graph, origins=200, venues=12, spread=0.0005)
    known = np.isfinite(quick.there) & np.isfinite(quick.back)
    assert (quick.there[known] != quick.back[known]).any()


def test_the_hierarchy_is_made_once_a_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = street_graph.build_graph(town.street_lines(), mode="drive")
    here = street_graph.snap_points(graph, *scattered(graph, 5, 3, spread=0.0001))
    first = street_lanes.open_lanes(graph, here)
    monkeypatch.setattr(contraction, "build_hierarchy", None)
    assert street_lanes.open_lanes(graph, here).there.hierarchy is first.there.hierarchy


def test_no_venue_and_no_origin() -> None:
    graph = street_graph.build_graph(town.street_lines(), mode="drive")
    nobody = street_graph.snap_points(graph, [], [])
    some = street_graph.snap_points(graph, *scattered(graph, 5, 3, spread=0.0001))
    assert street_lanes.open_lanes(graph, some).times(nobody).there.shape == (5, 0)
    assert street_lanes.open_lanes(graph, nobody).times(some).back.shape == (0, 5)


@pytest.mark.real_data
def test_newport_by_car(real_data: Path) -> None:
    graph = street_graph.build_graph(osm.read_streets(real_data / "newport" / "streets.osm.pbf"), mode="drive")
    quick, slow = both(graph, origins=2_000, venues=20, spread=0.002)
    assert_same(quick, slow, seconds=5.0)
