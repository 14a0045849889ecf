"""A day of vehicles as a time-expanded graph, answered by scipy: what the engine is held against.

For every connection there are three nodes: standing at its stop when it leaves, sitting in it, having got off after
it. One waits from a departure to the next of the stop, boards, stays seated, gets off, and changes to the first
departure that can be reached. Whether one node can be reached from another is all that is asked.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import breadth_first_order

from assetmap.model.service_day import Changes, ServiceDay

Ints = NDArray[np.int64]


class TimeExpanded:
    """The graph of a day, and the same graph with all edges turned."""

    def __init__(self, day: ServiceDay, changes: Changes) -> None:
        self.day = day
        self.size = day.connections
        tails, heads = zip(*self._edges(changes), strict=True)
        tail, head = np.concatenate(tails), np.concatenate(heads)
        shape = (3 * self.size, 3 * self.size)
        self.onward = csr_array(coo_array((np.ones(len(tail)), (tail, head)), shape=shape))
        self.backward = csr_array(coo_array((np.ones(len(tail)), (head, tail)), shape=shape))

    def _edges(self, changes: Changes) -> list[tuple[Ints, Ints]]:
        day, size = self.day, self.size
        every = np.arange(size)
        boards, alights = every[day.boards], every[day.alights]
        edges = [(boards, size + boards), (size + alights, 2 * size + alights)]
        seated = np.lexsort((day.position, day.run))
        same = day.run[seated][1:] == day.run[seated][:-1]
        edges.append((size + seated[:-1][same], size + seated[1:][same]))
        leaving = {}
        coming = {}
        for stop in range(day.stops):
            here = np.flatnonzero(day.departure_stop == stop)
            leaving[stop] = here[np.argsort(day.departure[here], kind="stable")]
            coming[stop] = np.flatnonzero((day.arrival_stop == stop) & day.alights)
            edges.append((leaving[stop][:-1], leaving[stop][1:]))
        for origin, target, seconds in zip(changes.origin, changes.target, changes.seconds, strict=True):
            off, there = coming[int(origin)], leaving[int(target)]
            first = np.searchsorted(day.departure[there], day.arrival[off] + seconds)
            caught = first < len(there)
            edges.append((2 * size + off[caught], there[first[caught]]))
        return edges

    def ends(self, walks: dict[int, int], deadline: int) -> Ints:
        """Return the nodes of having got off from which the venue is reached on foot by a deadline."""
        latest = self._per_stop(walks, -(2**40), lambda seconds: deadline - seconds)
        good = self.day.alights & (self.day.arrival <= latest[self.day.arrival_stop])
        return 2 * self.size + np.flatnonzero(good)

    def beginnings(self, walks: dict[int, int], start: int) -> Ints:
        """Return the nodes of standing at a departure that is reached on foot from the venue."""
        earliest = self._per_stop(walks, 2**40, lambda seconds: start + seconds)
        return np.flatnonzero(self.day.departure >= earliest[self.day.departure_stop])

    def latest_departures(self, walks: dict[int, int], deadline: int, never: int) -> Ints:
        """Return for every stop the latest departure from which the venue is reached by a deadline."""
        reached = self._reach(self.backward, self.ends(walks, deadline))
        answer = np.full(self.day.stops, never, dtype=np.int64)
        good = reached[: self.size] & self.day.boards & reached[self.size : 2 * self.size]
        np.maximum.at(answer, self.day.departure_stop[good], self.day.departure[good])
        return answer

    def earliest_arrivals(self, walks: dict[int, int], start: int, never: int) -> Ints:
        """Return for every stop the earliest time of getting off there, having left the venue at the start."""
        reached = self._reach(self.onward, self.beginnings(walks, start))
        answer = np.full(self.day.stops, never, dtype=np.int64)
        good = reached[2 * self.size :]
        np.minimum.at(answer, self.day.arrival_stop[good], self.day.arrival[good])
        return answer

    def with_root(self, graph: csr_array, nodes: Ints) -> csr_array:
        """Add one node that leads to these nodes."""
        size = graph.shape[0]
        return csr_array(
            (
                np.concatenate((graph.data, np.ones(len(nodes)))),
                np.concatenate((graph.indices, nodes)),
                np.concatenate((graph.indptr, [graph.indptr[-1] + len(nodes)])),
            ),
            shape=(size + 1, size + 1),
        )

    def _reach(self, graph: csr_array, nodes: Ints) -> NDArray[np.bool_]:
        reached = np.zeros(graph.shape[0] + 1, dtype=np.bool_)
        order = breadth_first_order(self.with_root(graph, nodes), graph.shape[0], return_predecessors=False)
        reached[order] = True
        return reached[:-1]

    def _per_stop(self, walks: dict[int, int], missing: int, time: object) -> Ints:
        assert callable(time)
        values = np.full(self.day.stops, missing, dtype=np.int64)
        for stop, seconds in walks.items():
            values[stop] = time(seconds)
        return values
