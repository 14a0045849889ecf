"""How fast street times from many venues to many points are; beside scipy and pandana, on one real network.

All contenders get the same network, venues, points and weights in one process. assetmap and scipy work on one core;
pandana, which comes with the extra ``benchmark``, on as many as it likes.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from assetmap.adapters import osm
from assetmap.analysis import contraction, street_graph
from assetmap.analysis.contraction import NOT_REACHED, Hierarchy
from assetmap.analysis.street_network import StreetGraph

pytestmark = [pytest.mark.benchmark, pytest.mark.real_data]

VENUES, POINTS = 100, 10_000
RUNS = 7
MOST_BUILD_SECONDS = 2.0
LEAST_TIMES_SCIPY = 80.0
LEAST_TIMES_PANDANA = 1000.0
PANDANA_SHARE = 10
"""pandana answers for one in so many points; its seconds are scaled up."""


@dataclass(frozen=True)
class Timed:
    """What came out, and the seconds of the quickest run: on the clock, and of all processor cores together."""

    value: Any
    clock: float
    cores: float

    def __str__(self) -> str:
        """Say both in milliseconds."""
        return f"{self.clock * 1e3:>10.1f} ms {self.cores * 1e3:>10.1f} ms"


def timed(work: Callable[[], Any], runs: int = 1) -> Timed:
    """Run some work several times, and keep the least of each time."""
    clock, cores = [], []
    value = None
    for _ in range(runs):
        began, began_cores = time.perf_counter(), time.process_time()
        value = work()
        clock.append(time.perf_counter() - began)
        cores.append(time.process_time() - began_cores)
    return Timed(value, min(clock), min(cores))


@pytest.fixture(scope="module")
def graph(real_data: Path) -> StreetGraph:
    """The streets for cars of a large extract."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "not known"
    print(f"\n{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; load {load}")
    made = street_graph.build_graph(osm.read_streets(real_data / "porto" / "streets.osm.pbf"), mode="drive")
    print(f"porto, drive: {made.nodes} nodes, {made.edges} directed edges; {VENUES} venues x {POINTS} points")
    contraction.compile_kernels()
    return made


@pytest.fixture(scope="module")
def built(graph: StreetGraph) -> Timed:
    """The hierarchy, and how long it took."""
    return timed(lambda: build(graph), runs=3)


@pytest.fixture(scope="module")
def venues(graph: StreetGraph) -> np.ndarray:
    """Junctions of the largest part, by chance."""
    largest = np.flatnonzero(graph.part == np.bincount(graph.part).argmax())
    return np.random.default_rng(1).choice(largest, VENUES, replace=False)


@pytest.fixture(scope="module")
def points(graph: StreetGraph) -> np.ndarray:
    """Junctions of any part, by chance."""
    return np.random.default_rng(2).choice(graph.nodes, POINTS, replace=False)


def build(graph: StreetGraph) -> Hierarchy:
    """Build the hierarchy as the app does."""
    weight = contraction.street_weights(graph)
    return contraction.build_hierarchy(nodes=graph.nodes, tail=graph.tail, head=graph.head, weight=weight)


def edge_matrix(graph: StreetGraph, *, towards: bool) -> csr_array:
    """Make scipy's matrix: of parallel edges the lightest, for it would add them up; no street weight is zero."""
    weight = contraction.street_weights(graph)
    order = np.lexsort((weight, graph.head, graph.tail))
    tail, head = graph.tail[order], graph.head[order]
    first = np.append(True, (tail[1:] != tail[:-1]) | (head[1:] != head[:-1]))
    ends = (head, tail) if towards else (tail, head)
    size = (graph.nodes, graph.nodes)
    return csr_array((weight[order][first].astype(np.float64), tuple(end[first] for end in ends)), shape=size)


def ask_scipy(matrix: csr_array, venues: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the weights from all venues to all points by scipy."""
    found = dijkstra(matrix, indices=venues)[:, points]
    return np.where(np.isinf(found), NOT_REACHED, found).astype(np.int64)


def ask_pandana(graph: StreetGraph, origins: np.ndarray, ends: np.ndarray) -> tuple[Timed, Timed]:
    """Return pandana's network, and the weights of pairs by it."""
    pandana = pytest.importorskip("pandana", reason="pandana is not installed: it is in the extra 'benchmark'")
    pandas = pytest.importorskip("pandas")
    edges = pandas.DataFrame({"tail": graph.tail, "head": graph.head, "weight": contraction.street_weights(graph)})
    where = pandas.Series(graph.node_lon), pandas.Series(graph.node_lat)
    weights = edges[["weight"]].astype(float)
    built = timed(lambda: pandana.Network(*where, edges["tail"], edges["head"], weights, twoway=False))
    return built, timed(lambda: built.value.shortest_path_lengths(origins, ends, imp_name="weight"))


def test_a_hierarchy_is_built_while_one_waits(built: Timed, graph: StreetGraph) -> None:
    hierarchy = built.value
    print(f"  hierarchy built {built}   (clock, all cores); {hierarchy.nbytes / 1e6:.1f} MB")
    print(f"  {hierarchy.arcs} arcs, {hierarchy.arcs / graph.edges:.2f} times the edges")
    assert built.cores < MOST_BUILD_SECONDS


@pytest.mark.parametrize("towards", [True, False])
def test_a_million_pairs_to_the_last_unit(
    built: Timed, graph: StreetGraph, venues: np.ndarray, points: np.ndarray, *, towards: bool
) -> None:
    found = contraction.many_to_many(built.value, sources=venues, targets=points, towards=towards)
    known = ask_scipy(edge_matrix(graph, towards=towards), venues, points)
    different = int((found != known).sum())
    print(f"  {found.size} pairs {'towards' if towards else 'from'} the venues: {different} differ from scipy")
    assert found.size == VENUES * POINTS
    assert different == 0


def test_many_to_many_beside_scipy(built: Timed, graph: StreetGraph, venues: np.ndarray, points: np.ndarray) -> None:
    hierarchy, matrix = built.value, edge_matrix(graph, towards=True)
    selection = contraction.select_targets(hierarchy, targets=points, towards=True)
    again = timed(lambda: contraction.many_to_selected(selection, sources=venues), runs=RUNS)
    whole = timed(lambda: contraction.many_to_many(hierarchy, sources=venues, targets=points, towards=True), runs=RUNS)
    scipy = timed(lambda: ask_scipy(matrix, venues, points), runs=2)
    print(f"  assetmap, selection made before {again}   (clock, all cores; least of {RUNS} runs)")
    print(f"  assetmap, selection made anew   {whole}")
    print(f"  scipy dijkstra                  {scipy}   {times(scipy, whole)}; before: {times(scipy, again)}")
    assert scipy.cores / whole.cores > LEAST_TIMES_SCIPY


def test_many_to_many_beside_pandana(built: Timed, graph: StreetGraph, venues: np.ndarray, points: np.ndarray) -> None:
    """pandana gets the pairs between which there is a way: it warns of every other one, which takes its time."""
    some = points[::PANDANA_SHARE]
    ours = contraction.many_to_many(built.value, sources=venues, targets=some, towards=True)
    venue, point = np.nonzero(ours < NOT_REACHED)
    made, asked = ask_pandana(graph, some[point], venues[venue])
    off = np.abs(np.asarray(asked.value) - ours[venue, point]).max()
    scale = VENUES * POINTS / len(venue)
    pandana = Timed(None, asked.clock * scale, asked.cores * scale)
    whole = timed(
        lambda: contraction.many_to_many(built.value, sources=venues, targets=points, towards=True), runs=RUNS
    )
    print(f"  pandana, built                  {made}")
    print(f"  pandana, pairs                  {pandana}   measured on {len(venue)} pairs, scaled by {scale:.2f}")
    print(f"  assetmap, selection made anew   {whole}   {times(pandana, whole)}; pandana is off by {off:g} at most")
    assert pandana.cores / whole.cores > LEAST_TIMES_PANDANA


def times(slow: Timed, quick: Timed) -> str:
    """Say how many times quicker, on the clock and of all cores."""
    return f"{slow.clock / quick.clock:.0f} x on the clock, {slow.cores / quick.cores:.0f} x of all cores"
