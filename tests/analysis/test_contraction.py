"""Contraction hierarchies against scipy's Dijkstra, to the last unit, and against paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
import town
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from assetmap.adapters import osm
from assetmap.analysis import contraction, contraction_kernels, contraction_layout, contraction_sweep, street_graph
from assetmap.analysis.contraction import NOT_REACHED, Hierarchy
from assetmap.analysis.street_network import StreetGraph
from assetmap.errors import OptionError

Edges = list[tuple[int, int, int]]


def oracle(nodes: int, edges: np.ndarray, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the least weights by scipy.

    A sparse matrix adds parallel edges up and takes a zero for no edge. So of parallel edges the lightest is picked
    first, and all weights are made larger by so little that even all edges together come to less than one unit.
    """
    lightest: dict[tuple[int, int], int] = {}
    for tail, head, weight in edges.tolist():
        lightest[tail, head] = min(weight, lightest.get((tail, head), weight))
    ends = np.array(list(lightest), dtype=np.int64).reshape(-1, 2)
    little = 1 / (2 * nodes + 2)
    weights = np.array(list(lightest.values()), dtype=np.float64) + little
    matrix = csr_array((weights, (ends[:, 0], ends[:, 1])), shape=(nodes, nodes))
    if not len(sources) or not len(targets):
        return np.zeros((len(sources), len(targets)), dtype=np.int64)
    found = dijkstra(matrix, indices=sources)[:, targets]
    return np.where(np.isinf(found), NOT_REACHED, np.floor(np.where(np.isinf(found), 0, found))).astype(np.int64)


def build(nodes: int, edges: np.ndarray) -> Hierarchy:
    """Build the hierarchy of a list of edges."""
    tail, head, weight = edges.T
    return contraction.build_hierarchy(nodes=nodes, tail=tail, head=head, weight=weight)


def assert_exact(nodes: int, edges: np.ndarray, sources: np.ndarray, targets: np.ndarray) -> None:
    """Compare both directions with the oracle."""
    hierarchy = build(nodes, edges)
    found = contraction.many_to_many(hierarchy, sources=sources, targets=targets)
    assert found.dtype == np.int32
    np.testing.assert_array_equal(found, oracle(nodes, edges, sources, targets))
    back = contraction.many_to_many(hierarchy, sources=sources, targets=targets, towards=True)
    np.testing.assert_array_equal(back, oracle(nodes, edges[:, [1, 0, 2]], sources, targets))


def edges_of(graph: StreetGraph) -> np.ndarray:
    """Return the directed edges of a street graph, one row each."""
    return np.column_stack((graph.tail, graph.head, contraction.street_weights(graph))).astype(np.int64)


@pytest.fixture(scope="module")
def grid() -> tuple[int, np.ndarray]:
    """A grid of 20 by 20 junctions, weights by chance, a third of the streets one-way."""
    rng = np.random.default_rng(7)
    here = np.arange(400).reshape(20, 20)
    pairs = [(here[:, :-1], here[:, 1:]), (here[:-1], here[1:])]
    tail, head = (np.concatenate([pair[end].ravel() for pair in pairs]) for end in (0, 1))
    back = rng.random(len(tail)) > 1 / 3
    ends = np.concatenate((np.column_stack((tail, head)), np.column_stack((head, tail))[back]))
    return 400, np.column_stack((ends, rng.integers(1, 100, len(ends))))


# --- paper -----------------------------------------------------------------------------------------------------------


def test_a_crossing_on_paper() -> None:
    """A crossing 0 with four arms; a one-way street leads from arm 1 to arm 2; 5 is an island."""
    edges = [(arm, 0, 10) for arm in (1, 2, 3, 4)] + [(0, arm, 7) for arm in (1, 2, 3, 4)] + [(1, 2, 3)]
    hierarchy = build(6, np.array(edges))
    found = contraction.many_to_many(hierarchy, sources=[1, 2, 5], targets=[1, 2, 3, 5])
    far = NOT_REACHED
    assert found.tolist() == [[0, 3, 17, far], [17, 0, 17, far], [far, far, far, 0]]
    towards = contraction.many_to_many(hierarchy, sources=[1, 2, 5], targets=[1, 2, 3, 5], towards=True)
    assert towards.tolist() == [[0, 17, 17, far], [3, 0, 17, far], [far, far, far, 0]]


def test_one_node_and_no_edges() -> None:
    alone = contraction.build_hierarchy(nodes=1, tail=[], head=[], weight=[])
    assert contraction.many_to_many(alone, sources=[0], targets=[0, 0]).tolist() == [[0, 0]]
    apart = contraction.build_hierarchy(nodes=2, tail=[0, 1], head=[0, 1], weight=[5, 0])
    assert contraction.many_to_many(apart, sources=[0], targets=[0, 1]).tolist() == [[0, NOT_REACHED]]
    nothing = contraction.build_hierarchy(nodes=0, tail=[], head=[], weight=[])
    assert contraction.many_to_many(nothing, sources=[], targets=[]).shape == (0, 0)


@pytest.mark.parametrize(("sources", "targets"), [([], [0, 1]), ([0, 1, 1], []), ([], [])])
def test_no_sources_or_no_targets(sources: list[int], targets: list[int]) -> None:
    hierarchy = build(2, np.array([(0, 1, 4)]))
    found = contraction.many_to_many(hierarchy, sources=sources, targets=targets)
    assert found.shape == (len(sources), len(targets))
    assert found.dtype == np.int32


def test_weights_of_streets_are_tenths_of_a_second() -> None:
    """0.149 s is one tenth, 0.16 s two, no time at all still one."""
    seconds = np.array([0.149, 0.16, 0.0, 61.04, 61.06])
    graph = mock.Mock(spec=StreetGraph, seconds=seconds)
    weights = contraction.street_weights(graph)
    assert weights.tolist() == [1, 2, 1, 610, 611]
    assert weights.dtype == np.int32


def test_the_town_by_car() -> None:
    """From node 9 north to 1 and east to 4: 200 m and 300 m at 8 m/s; the island is not reached."""
    graph = street_graph.build_graph(town.street_lines(), mode="drive")
    number = {osm_id: index for index, osm_id in enumerate(graph.node_osm_id.tolist())}
    hierarchy = contraction.build_hierarchy(
        nodes=graph.nodes, tail=graph.tail, head=graph.head, weight=contraction.street_weights(graph)
    )
    found = contraction.many_to_many(hierarchy, sources=[number[9]], targets=[number[4], number[20]])
    assert abs(int(found[0, 0]) - 625) <= 5
    assert found[0, 1] == NOT_REACHED


@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_all_pairs_of_the_town(mode: str) -> None:
    graph = street_graph.build_graph(town.street_lines(), mode=mode)
    everywhere = np.arange(graph.nodes)
    assert_exact(graph.nodes, edges_of(graph), everywhere, everywhere)


# --- what must hold for every network --------------------------------------------------------------------------------


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, Edges]:
    """Make small networks with all that is awkward: loops, parallel edges, zeros, one-way streets, islands."""
    nodes = draw(st.integers(1, 24))
    node = st.integers(0, nodes - 1)
    weight = st.one_of(st.integers(0, 3), st.integers(0, 1000), st.just(20_000_000))
    edges = draw(st.lists(st.tuples(node, node, weight), max_size=4 * nodes))
    both_ways = draw(st.booleans())
    return nodes, edges + [(head, tail, weight) for tail, head, weight in edges if both_ways]


@settings(max_examples=300, deadline=None)
@given(networks())
@example((3, [(0, 1, 5), (0, 1, 2), (1, 2, 0), (2, 0, 0), (1, 1, 0)]))
@example((2, [(0, 1, 0), (1, 0, 0)]))
def test_every_small_network_equals_the_oracle(network: tuple[int, Edges]) -> None:
    nodes, edges = network
    everywhere = np.arange(nodes)
    assert_exact(nodes, np.array(edges, dtype=np.int64).reshape(-1, 3), everywhere, everywhere)


@settings(max_examples=100, deadline=None)
@given(networks(), st.data())
def test_a_search_cut_short_costs_shortcuts_but_no_truth(network: tuple[int, Edges], data: st.DataObject) -> None:
    """However few junctions a witness search may look at, the answers are the same."""
    nodes, edges = network
    table, everywhere = np.array(edges, dtype=np.int64).reshape(-1, 3), np.arange(nodes)
    with (
        mock.patch.object(contraction, "FEW_SETTLED", data.draw(st.integers(0, 3))),
        mock.patch.object(contraction, "MANY_SETTLED", data.draw(st.integers(0, 3))),
    ):
        assert_exact(nodes, table, everywhere, everywhere)


@pytest.mark.parametrize(("nodes", "edges"), [(300, 700), (400, 4000), (60, 3400)])
@pytest.mark.parametrize("seed", [1, 2])
def test_larger_networks_of_chance(nodes: int, edges: int, seed: int) -> None:
    """Thin and dense: the dense ones grow every table, and have many ways of the same weight."""
    rng = np.random.default_rng(seed)
    table = np.column_stack((rng.integers(0, nodes, (edges, 2)), rng.integers(0, 12, edges)))
    assert_exact(nodes, table, rng.integers(0, nodes, 70), rng.integers(0, nodes, 150))


def test_tables_grow_with_what_they_hold() -> None:
    """A star whose middle goes out first would leave every pair of its points an arc; all tables begin far smaller."""
    points = 120
    edges = np.array([(0, point, 1) for point in range(1, points)] + [(point, 0, 1) for point in range(1, points)])
    arcs, blocks = contraction_layout.lay_out(points, *edges.T)
    first = len(arcs)
    cuts = contraction_kernels.room_for_cuts(np.empty((64, 3), np.int32), points)
    search = contraction_kernels.make_search(points, len(arcs))
    found = contraction_kernels.find_shortcuts(arcs, blocks, search, (0, 64, points), cuts)
    assert found == (points - 1) * (points - 2)
    arcs = contraction_kernels.take_out(arcs, blocks, np.zeros(points, np.int32), 0, cuts, found)
    assert len(arcs) > first
    assert blocks[-1, 0] <= len(arcs)
    for point in range(1, points):
        start, size = blocks[point, :2]
        assert sorted(arcs[start : start + size, 0].tolist()) == [other for other in range(1, points) if other != point]
        assert (arcs[start : start + size, 1:] == 2).all()


def test_no_table_is_ever_too_short(grid: tuple[int, np.ndarray]) -> None:
    """Without witnesses a grid's junctions get ever more neighbours; each search has room for all it may write."""
    nodes, edges = grid
    arcs, blocks = contraction_layout.lay_out(nodes, *edges.T)
    kernel: Any = contraction_kernels.contract
    real = contraction_kernels.find_shortcuts
    seen = []

    def watched(arcs: np.ndarray, blocks: np.ndarray, search: Any, ask: tuple[int, int, int], cuts: np.ndarray) -> int:
        seen.append((blocks[ask[0], 1], len(arcs)))
        assert len(cuts) >= blocks[ask[0], 1] * (blocks[ask[0], 1] - 1)
        assert len(search.heap) > len(arcs) >= blocks[-1, 0]
        return real(arcs, blocks, search, ask, cuts)

    with mock.patch.object(contraction_kernels, "find_shortcuts", watched):
        kernel.py_func(arcs, blocks, NOT_REACHED - 1, 1, 1)
    neighbours, rows = zip(*seen, strict=True)
    assert max(neighbours) > 5 * neighbours[0]
    assert max(rows) > 2 * rows[0]


# --- how it is asked -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 31, 32, 33, 64, 100])
def test_any_number_of_sources(grid: tuple[int, np.ndarray], count: int) -> None:
    nodes, edges = grid
    sources = np.random.default_rng(count).integers(0, nodes, count)
    assert_exact(nodes, edges, sources, np.arange(0, nodes, 7))


def test_a_selection_serves_many_questions(grid: tuple[int, np.ndarray]) -> None:
    nodes, edges = grid
    hierarchy = build(nodes, edges)
    targets = [5, 3, 5, 399]
    for towards in (False, True):
        selection = contraction.select_targets(hierarchy, targets=targets, towards=towards)
        assert len(selection) == 4
        for sources in ([8, 8, 0], [77]):
            found = contraction.many_to_selected(selection, sources=sources)
            whole = contraction.many_to_many(hierarchy, sources=sources, targets=range(nodes), towards=towards)
            np.testing.assert_array_equal(found, whole[:, targets])
    few = contraction.select_targets(hierarchy, targets=[17])
    assert len(few.arcs.start) < nodes / 2


def test_a_hierarchy_is_the_same_after_it_was_saved(grid: tuple[int, np.ndarray], tmp_path: Path) -> None:
    nodes, edges = grid
    hierarchy = build(nodes, edges)
    np.savez(tmp_path / "hierarchy.npz", allow_pickle=False, **hierarchy.to_arrays())
    with np.load(tmp_path / "hierarchy.npz", allow_pickle=False) as arrays:
        again = Hierarchy.from_arrays(arrays)
    assert (again.nodes, again.arcs, again.nbytes) == (nodes, hierarchy.arcs, hierarchy.nbytes)
    for name, array in hierarchy.to_arrays().items():
        np.testing.assert_array_equal(array, again.to_arrays()[name])
        assert array.dtype == again.to_arrays()[name].dtype


def test_each_kernel_is_compiled_once(grid: tuple[int, np.ndarray]) -> None:
    """What `compile_kernels` compiled serves every later question, of arrays that may not be written to as well."""
    contraction.compile_kernels()
    fronts: list[Any] = [contraction_kernels.contract, contraction_sweep.answer, contraction_sweep.restrict]
    before = [len(front.signatures) for front in fronts]
    nodes, edges = grid
    arrays = build(nodes, edges.astype(np.int16)).to_arrays()
    for array in arrays.values():
        array.flags.writeable = False
    hierarchy = Hierarchy.from_arrays(arrays)
    contraction.many_to_many(hierarchy, sources=np.array([3], np.uint8), targets=range(50), towards=True)
    assert [len(front.signatures) for front in fronts] == before


# --- what cannot be used ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ((0, 1, -1), "edge 1 weighs -1"),
        ((0, 1, NOT_REACHED), f"edge 1 weighs {NOT_REACHED}"),
        ((0, 3, 1), "head: there is no node 3"),
        ((-1, 0, 1), "tail: there is no node -1"),
        ((0, 1, 0.5), "not whole numbers but float64"),
    ],
)
def test_edges_that_cannot_be_used(edge: tuple[int, int, float], words: str) -> None:
    tail, head, weight = zip((0, 2, 4), edge, strict=True)
    with pytest.raises(OptionError, match=words):
        contraction.build_hierarchy(nodes=3, tail=tail, head=head, weight=weight)


def test_lists_of_different_length() -> None:
    with pytest.raises(OptionError, match="2 tails, 1 heads and 1 weights"):
        contraction.build_hierarchy(nodes=3, tail=[0, 1], head=[1], weight=[1])


def test_ways_too_heavy_to_add_up() -> None:
    """A chain may weigh one less than NOT_REACHED, and no more."""
    most = NOT_REACHED // 2
    hierarchy = build(3, np.array([(0, 1, most), (1, 2, most - 1), (0, 1, most + 9), (2, 2, most)]))
    assert contraction.many_to_many(hierarchy, sources=[0], targets=[2]).tolist() == [[NOT_REACHED - 1]]
    with pytest.raises(OptionError, match=f"could weigh {NOT_REACHED}"):
        build(3, np.array([(0, 1, most), (1, 2, most)]))


def test_sources_and_targets_that_are_not_there() -> None:
    hierarchy = build(2, np.array([(0, 1, 4)]))
    with pytest.raises(OptionError, match="sources: there is no node 2"):
        contraction.many_to_many(hierarchy, sources=[0, 2], targets=[0])
    with pytest.raises(OptionError, match="targets: there is no node -1"):
        contraction.many_to_many(hierarchy, sources=[0], targets=[0, -1])


# --- real streets ----------------------------------------------------------------------------------------------------


@pytest.mark.real_data
@pytest.mark.parametrize("mode", ["drive", "walk"])
def test_newport_to_the_last_unit(real_data: Path, mode: str) -> None:
    """Of 200 junctions and 2,000 others, both ways: 800,000 answers without a difference, some of them islands."""
    graph = street_graph.build_graph(osm.read_streets(real_data / "newport" / "streets.osm.pbf"), mode=mode)
    rng = np.random.default_rng(4)
    sources, targets = (rng.choice(graph.nodes, size, replace=False) for size in (200, 2000))
    assert_exact(graph.nodes, edges_of(graph), sources, targets)
