"""The nearest of some places, for every point: one search for all of them.

All places are set out from at once, against the direction of travel; whichever reaches a junction first is the nearest
from there. The pieces of street before the first junction and after the last are added exactly, and a point on the
same stretch as a place may go straight along it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from assetmap.analysis.street_network import Snaps, StreetGraph
from assetmap.analysis.street_times import LEAST_SECONDS

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NONE = -1


@dataclass(frozen=True, eq=False)
class Nearest:
    """For every point the place that is reached soonest.

    Attributes
    ----------
    place
        Its number, NONE where no place is reached.
    seconds
        From street to street, infinite where no place is reached.
    """

    place: Ints
    seconds: Floats


def find_nearest(graph: StreetGraph, *, points: Snaps, places: Snaps) -> Nearest:
    """Find for every point the place that is reached soonest from it by street.

    Parameters
    ----------
    graph
        Streets of one mode.
    points, places
        Where they meet these streets; what is off the streets reaches nothing, and is not reached.

    Returns
    -------
    Nearest
        One entry a point. The walk between door and street is not counted.
    """
    best = np.full(len(points), np.inf)
    place = np.full(len(points), NONE, dtype=np.int64)
    if not graph.nodes or not places.found.any() or not points.found.any():
        return Nearest(place, best)
    onward, back = _paces(graph)
    seconds, source = _search(graph, places, onward, back)
    found = points.found
    stretch, along = points.stretch[found], points.metres_along[found]
    ahead = graph.stretch_metres[stretch] - along
    ways = np.column_stack(
        (
            _times(along, back[stretch]) + seconds[graph.stretch_tail[stretch]],
            _times(ahead, onward[stretch]) + seconds[graph.stretch_head[stretch]],
        )
    )
    rows = np.arange(len(ways))
    nearer = ways.argmin(axis=1)
    ends = np.column_stack((graph.stretch_tail[stretch], graph.stretch_head[stretch]))
    best[found], place[found] = ways[rows, nearer], source[ends[rows, nearer]]
    place[~np.isfinite(best)] = NONE
    _go_straight(points, places, (onward, back), Nearest(place, best))
    return Nearest(place, best)


def _paces(graph: StreetGraph) -> tuple[Floats, Floats]:
    """Return seconds a metre along each stretch, onward and back, infinite where forbidden."""
    pace = graph.stretch_seconds / np.where(graph.stretch_metres > 0, graph.stretch_metres, 1.0)
    return np.where(graph.forward, pace, np.inf), np.where(graph.back, pace, np.inf)


def _times(metres: Floats, pace: Floats) -> Floats:
    """Return metres at a pace; whoever stands at the end of a stretch already needs nothing of it."""
    return np.multiply(metres, pace, out=np.zeros(len(metres)), where=metres > 0)


def _search(graph: StreetGraph, places: Snaps, onward: Floats, back: Floats) -> tuple[Floats, Ints]:
    """Return for every junction the seconds to the nearest place, and its number."""
    number = np.flatnonzero(places.found)
    stretch, along = places.stretch[number], places.metres_along[number]
    ahead = graph.stretch_metres[stretch] - along
    node = graph.nodes + np.arange(len(number))
    # Turned round: from a place to the junctions from which one goes to it, and from an edge's end to its start.
    tails = np.concatenate((graph.head, node, node))
    heads = np.concatenate((graph.tail, graph.stretch_tail[stretch], graph.stretch_head[stretch]))
    weight = np.concatenate(
        (graph.stretch_seconds[graph.edge_stretch], _times(along, onward[stretch]), _times(ahead, back[stretch]))
    )
    size = graph.nodes + len(number)
    seconds, _, source = dijkstra(
        _least(tails, heads, weight, size), indices=node, min_only=True, return_predecessors=True
    )
    reached = source >= graph.nodes
    owner = np.where(reached, number[np.where(reached, source - graph.nodes, 0)], NONE)
    return seconds[: graph.nodes], owner[: graph.nodes].astype(np.int64)


def _least(tail: NDArray[Any], head: NDArray[Any], weight: Floats, size: int) -> csr_array:
    """Make the matrix of the quickest edge between each two nodes."""
    open_ = np.isfinite(weight)
    tail, head, weight = tail[open_], head[open_], np.maximum(weight[open_], LEAST_SECONDS)
    order = np.lexsort((weight, head, tail))
    tail, head, weight = tail[order], head[order], weight[order]
    first = np.ones(len(tail), dtype=np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    return csr_array(coo_array((weight[first], (tail[first], head[first])), shape=(size, size)))


def _go_straight(points: Snaps, places: Snaps, paces: tuple[Floats, Floats], nearest: Nearest) -> None:
    """Better the answers of points that stand on the same stretch as a place."""
    number = np.flatnonzero(places.found)
    number = number[np.argsort(places.stretch[number], kind="stable")]
    stretches = places.stretch[number]
    for point in np.flatnonzero(points.found & np.isin(points.stretch, stretches)):
        stretch = points.stretch[point]
        here = number[np.searchsorted(stretches, stretch) : np.searchsorted(stretches, stretch, side="right")]
        metres = places.metres_along[here] - points.metres_along[point]
        pace = np.where(metres >= 0, paces[0][stretch], paces[1][stretch])
        seconds = _times(np.abs(metres), pace)
        if seconds.min() < nearest.seconds[point]:
            nearest.seconds[point], nearest.place[point] = seconds.min(), here[seconds.argmin()]
