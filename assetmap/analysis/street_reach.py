"""Walks within a limit: from each of thousands of points to all others that it can reach on foot in some minutes.

One limited search a source (``street_search``), from the two ends of the stretch it stands on. What lies before the
first junction and after the last is added exactly: the walk from the door to the street, and the piece of street to
the junction; two points on the same stretch are also joined straight along it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.street_network import Snaps, StreetGraph
from assetmap.analysis.street_search import SORTS, Doors, Points, Streets, Work, search_all

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Walks:
    """Walks within the limit, one entry a pair, sorted by source, then target; pairs without a walk are not there.

    Attributes
    ----------
    source, target
        Numbers of the points.
    seconds
        Of the quickest walk, at the usual pace; another pace is in proportion.
    metres, steps_metres, unsafe_metres, unlit_metres, unproven_metres
        Along that walk: all metres, with those between door and street; on steps; not shown to be safe on foot; unlit
        or with lighting not recorded; not proven step-free.
    """

    source: Ints
    target: Ints
    seconds: Floats
    metres: Floats
    steps_metres: Floats
    unsafe_metres: Floats
    unlit_metres: Floats
    unproven_metres: Floats

    def __len__(self) -> int:
        return len(self.source)


def walks_within(
    graph: StreetGraph, *, sources: Snaps, targets: Snaps, limit_seconds: float, towards: bool = False
) -> Walks:
    """Find the quickest walk between every source and every target that takes no longer than the limit.

    Parameters
    ----------
    graph
        Streets on foot or on wheels.
    sources, targets
        Where they meet these streets; what is off the streets has no walks.
    limit_seconds
        Longest walk, at the usual pace, door to door.
    towards
        Walks lead from the targets to the sources.

    Returns
    -------
    Walks
        Each way is the quickest; of equally quick ones, any.
    """
    points = _place(graph, sources, leaving=not towards)
    ends = _place(graph, targets, leaving=towards)
    found = (
        search_all(
            _list_edges(graph, towards=towards),
            points,
            ends,
            _list_doors(graph, ends, towards=towards),
            _make_work(graph, len(targets)),
            float(limit_seconds),
        )
        if graph.nodes
        else (np.zeros((0, 2), dtype=np.int32), np.zeros((0, 1 + SORTS)))
    )
    pairs, numbers = (np.ascontiguousarray(rows.T) for rows in found)
    return Walks(*pairs, *numbers)


def compile_kernels() -> None:
    """Compile everything here, or take it from the disk; done, a search begins at once."""
    ints, longs, floats, table = np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0), np.zeros((0, SORTS))
    points = Points(ints, ints, ints, floats, floats, floats, floats, floats)
    search_all(
        Streets(longs, ints, ints, floats, table),
        points,
        points,
        Doors(longs, ints, floats, floats, longs, ints, floats, floats),
        Work(np.zeros(3, np.int64), floats, ints, floats, ints, ints, table, ints, floats, table, ints),
        0.0,
    )


def _list_edges(graph: StreetGraph, *, towards: bool) -> Streets:
    """List the quickest edge between each two junctions by where it leaves; ``towards`` turns all of them round."""
    new = np.ones(graph.edges, dtype=np.bool_)
    new[1:] = (graph.tail[1:] != graph.tail[:-1]) | (graph.head[1:] != graph.head[:-1])
    edge = np.flatnonzero(new)
    start, end = (graph.head, graph.tail) if towards else (graph.tail, graph.head)
    edge = edge[np.argsort(start[edge], kind="stable")]
    sorts = np.column_stack(
        (np.ones(len(graph.forward)), graph.steps, graph.unsafe, graph.unlit, graph.unproven)
    ).astype(np.float64)
    stretch = graph.edge_stretch[edge].astype(np.int32)
    return Streets(
        first=_count_up(start[edge], graph.nodes),
        to=end[edge].astype(np.int32),
        stretch=stretch,
        seconds=graph.stretch_seconds[stretch].astype(np.float64),
        metres=np.ascontiguousarray(sorts * graph.stretch_metres[:, np.newaxis]),
    )


def _count_up(number: NDArray[np.integer], size: int) -> Longs:
    """Return where each number begins in a sorted list of them."""
    return np.concatenate(([0], np.cumsum(np.bincount(number, minlength=size)))).astype(np.int64)


def _paces(graph: StreetGraph) -> tuple[Floats, Floats]:
    """Return seconds a metre along each stretch, onward and back, infinite where forbidden."""
    pace = graph.stretch_seconds / np.where(graph.stretch_metres > 0, graph.stretch_metres, 1.0)
    return np.where(graph.forward, pace, np.inf), np.where(graph.back, pace, np.inf)


def _place(graph: StreetGraph, snaps: Snaps, *, leaving: bool) -> Points:
    """Work out what lies between points and the ends of their stretches, for setting out or for arriving."""
    found = snaps.found & bool(len(graph.forward))
    stretch = np.where(found, snaps.stretch, 0)
    along = np.where(found, snaps.metres_along, 0.0)
    length, tail = np.zeros(len(snaps)), np.zeros(len(snaps), dtype=np.int32)
    head = tail
    at_tail, at_head = np.full(len(snaps), np.inf), np.full(len(snaps), np.inf)
    if found.any():
        onward, back = _paces(graph)
        length, tail, head = graph.stretch_metres[stretch], graph.stretch_tail[stretch], graph.stretch_head[stretch]
        to_tail, to_head = (back, onward) if leaving else (onward, back)
        at_tail = _times(along, to_tail[stretch])
        at_head = _times(length - along, to_head[stretch])
    return Points(
        stretch=np.where(found, stretch, -1).astype(np.int32),
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        along=along.astype(np.float64),
        length=length.astype(np.float64),
        at_tail=at_tail,
        at_head=at_head,
        off=np.where(found, snaps.metres_off, 0.0).astype(np.float64),
    )


def _times(metres: Floats, pace: Floats) -> Floats:
    """Return metres at a pace; standing at an end already, one needs nothing of the stretch, whatever its rules."""
    return np.multiply(metres, pace, out=np.zeros(len(metres)), where=metres > 0)


def _list_doors(graph: StreetGraph, targets: Points, *, towards: bool) -> Doors:
    """List the targets by the junctions they are reached from, and by stretch."""
    on = np.flatnonzero(targets.stretch >= 0)
    by_tail, by_head = on[np.isfinite(targets.at_tail[on])], on[np.isfinite(targets.at_head[on])]
    node = np.concatenate((targets.tail[by_tail], targets.head[by_head]))
    order = np.argsort(node, kind="stable")
    seconds = np.concatenate((targets.at_tail[by_tail], targets.at_head[by_head]))
    metres = np.concatenate((targets.along[by_tail], (targets.length - targets.along)[by_head]))
    beside = on[np.argsort(targets.stretch[on], kind="stable")]
    paces = _paces(graph)
    return Doors(
        first=_count_up(node, graph.nodes),
        target=np.concatenate((by_tail, by_head))[order].astype(np.int32),
        seconds=seconds[order],
        metres=metres[order],
        beside_first=_count_up(targets.stretch[beside], len(graph.forward)),
        beside=beside.astype(np.int32),
        onward=paces[1] if towards else paces[0],
        return_=paces[0] if towards else paces[1],
    )


def _make_work(graph: StreetGraph, targets: int) -> Work:
    # A junction enters the heap once for each edge that leads to it, and the two ends of the source once more.
    room = graph.edges + 2
    return Work(
        counts=np.zeros(3, dtype=np.int64),
        heap_seconds=np.zeros(room),
        heap_node=np.zeros(room, dtype=np.int32),
        seconds=np.full(graph.nodes, np.inf),
        before=np.zeros(graph.nodes, dtype=np.int32),
        by=np.zeros(graph.nodes, dtype=np.int32),
        metres=np.zeros((graph.nodes, SORTS)),
        touched=np.zeros(graph.nodes, dtype=np.int32),
        best=np.full(targets, np.inf),
        best_metres=np.zeros((targets, SORTS)),
        reached=np.zeros(targets, dtype=np.int32),
    )
