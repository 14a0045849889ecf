"""Street minutes there and back: from every origin to every venue and home again, a venue at a time.

One search from the venue over all junctions answers every origin. What lies before the first junction and after the
last is added exactly: the walk from the door to the street, and the piece of street to the junction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from assetmap.analysis.street_build import WALK_METRES_PER_SECOND
from assetmap.analysis.street_network import Snaps, StreetGraph
from assetmap.model.journey import Mode

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_SECONDS = 1e-9
"""A sparse matrix does not tell a zero from no edge, so no edge is shorter than this."""

TRAITS = ("metres", "steps_metres", "unsafe_metres", "caution_metres", "unproven_metres")
NAMES = ("there", "back", *TRAITS, "seconds_avoiding_unsafe", "seconds_proven", "metres_proven")


@dataclass(frozen=True, eq=False)
class StreetTimes:
    """Times and distances by street, shape (origins, venues).

    In every array nan means not known, because the origin or the venue is off the streets; infinite means that no way
    was found, or none within the limit.

    Attributes
    ----------
    there, back
        Seconds from the origin to the venue, and from the venue to the origin.
    metres, steps_metres, unsafe_metres, caution_metres, unproven_metres
        Of the quickest way there, with the walk to and from the street: all metres; on steps; not shown to be safe on
        foot; on small roads without a recorded pavement; not proven step-free. For driving only the first counts.
    seconds_avoiding_unsafe
        The quickest way that needs no unsafe metres, the slower of there and back; for driving the slower of the two.
    seconds_proven, metres_proven
        The quickest way that is proven step-free, the slower of there and back, and its metres; looked for only where
        the graph is for wheels, else infinite.
    """

    there: Floats
    back: Floats
    metres: Floats
    steps_metres: Floats
    unsafe_metres: Floats
    caution_metres: Floats
    unproven_metres: Floats
    seconds_avoiding_unsafe: Floats
    seconds_proven: Floats
    metres_proven: Floats


def street_times(
    graph: StreetGraph, *, origins: Snaps, venues: Snaps, limit_seconds: float | None = None
) -> StreetTimes:
    """Work out the quickest ways by street between all origins and all venues.

    Parameters
    ----------
    graph
        Streets of one mode.
    origins, venues
        Where they meet these streets.
    limit_seconds
        Ways longer than this need not be found; None for no limit.

    Returns
    -------
    StreetTimes
        Walking at the usual pace; another pace is in proportion. To a car, too, one walks from the door.
    """
    results = list(_each_venue(graph, origins, venues, np.inf if limit_seconds is None else limit_seconds))
    empty = np.zeros((len(origins), 0))
    return StreetTimes(
        **{name: np.column_stack([row[name] for row in results]) if results else empty for name in NAMES}
    )


@dataclass(frozen=True, eq=False)
class _Net:
    """A matrix to search: its rows are where one goes from. The last rows are the venues."""

    matrix: csr_array
    keys: Ints
    stretch: NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Ends:
    """Seconds between snapped points and the two ends of their stretches; infinite where a rule forbids the way."""

    tail: Floats
    head: Floats


def _each_venue(graph: StreetGraph, origins: Snaps, venues: Snaps, limit: float) -> Iterator[dict[str, Floats]]:
    if not graph.nodes:
        yield from (_unknown(len(origins)) for _ in range(len(venues)))
        return
    everywhere = np.ones(len(graph.forward), dtype=np.bool_)
    all_nets = _make_nets(graph, venues, everywhere)
    safe = ~graph.unsafe
    safe_nets = all_nets if safe.all() else _make_nets(graph, venues, safe)
    proven = ~graph.unproven & (graph.mode == Mode.WHEELS)
    proven_nets = _make_nets(graph, venues, proven) if proven.any() else None
    for venue in range(len(venues)):
        if not venues.found[venue] or not len(origins):
            yield _unknown(len(origins))
            continue
        search = _Search(graph, origins, venues, venue, limit)
        there, back, ways = search.both_ways(all_nets, everywhere)
        out, home = (there, back) if safe_nets is all_nets else search.both_ways(safe_nets, safe)[:2]
        yield {
            "there": there, "back": back, **ways, "seconds_avoiding_unsafe": np.maximum(out, home),
            **search.proven(proven_nets, proven),
        }  # fmt: skip


def _make_nets(graph: StreetGraph, venues: Snaps, allowed: Bools) -> tuple[_Net, _Net]:
    """Make the matrices for the way there and the way back: one and the same where no street is one-way."""
    there = _make_net(graph, venues, allowed, towards=True)
    if bool((graph.forward == graph.back).all()):
        return there, there
    return there, _make_net(graph, venues, allowed, towards=False)


def _unknown(size: int) -> dict[str, Floats]:
    return {name: np.full(size, np.nan) for name in NAMES}


def end_seconds(graph: StreetGraph, snaps: Snaps, allowed: Bools, *, leaving: bool) -> Ends:
    """Work out the seconds from snapped points to the ends of their stretches, or from these ends to the points.

    Parameters
    ----------
    graph, snaps
        The streets, and where points meet them.
    allowed
        One entry a stretch: whether it is open.
    leaving
        True for ways from the points, False for ways to them.
    """
    found = snaps.found
    stretch = np.where(found, snaps.stretch, 0)
    along = np.where(found, snaps.metres_along, np.nan)
    length = graph.stretch_metres[stretch]
    pace = graph.stretch_seconds[stretch] / np.where(length > 0, length, 1.0)
    to_head, to_tail = (graph.forward, graph.back) if leaving else (graph.back, graph.forward)
    tail, head = along * pace, (length - along) * pace
    # Standing at an end already, one needs nothing of the stretch.
    tail = np.where((to_tail & allowed)[stretch] | (tail == 0), tail, np.inf)
    head = np.where((to_head & allowed)[stretch] | (head == 0), head, np.inf)
    return Ends(tail, head)


def same_stretch_seconds(
    graph: StreetGraph, origins: Snaps, venues: Snaps, venue: int, allowed: Bools, *, towards: bool
) -> Floats:
    """Return the seconds straight along the stretch, where origin and venue lie on the same one; else infinite.

    Parameters
    ----------
    graph, origins, venues, allowed
        As for `end_seconds`.
    venue
        Which of the venues.
    towards
        True for ways to the venue, False for ways from it.
    """
    here = venues.stretch[venue]
    onward = venues.metres_along[venue] - origins.metres_along
    onward = onward if towards else -onward
    may = np.where(onward >= 0, graph.forward[here], graph.back[here]) & allowed[here]
    pace = graph.stretch_seconds[here] / max(graph.stretch_metres[here], LEAST_SECONDS)
    straight = (origins.stretch == here) & (may | (onward == 0))
    return np.where(straight, np.abs(onward) * pace, np.inf)


def _make_net(graph: StreetGraph, venues: Snaps, allowed: Bools, *, towards: bool) -> _Net:
    """Make the matrix for searches from the venues; ``towards`` turns all streets round, so times lead to them."""
    edges = np.flatnonzero(allowed[graph.edge_stretch])
    tail, head = graph.tail[edges].astype(np.int64), graph.head[edges].astype(np.int64)
    first = np.ones(len(edges), dtype=np.bool_)
    first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
    edges, tail, head = edges[first], tail[first], head[first]
    origin, target = (head, tail) if towards else (tail, head)
    size = graph.nodes + len(venues)
    ends = end_seconds(graph, venues, allowed, leaving=not towards)
    row, column, seconds = _venue_rows(graph, venues, ends)
    weights = np.concatenate((graph.stretch_seconds[graph.edge_stretch[edges]], seconds))
    matrix = csr_array(
        (np.maximum(weights, LEAST_SECONDS), (np.concatenate((origin, row)), np.concatenate((target, column)))),
        shape=(size, size),
    )
    keys = origin * size + target
    order = np.argsort(keys)
    return _Net(matrix, keys[order], graph.edge_stretch[edges[order]])


def _venue_rows(graph: StreetGraph, venues: Snaps, ends: Ends) -> tuple[Ints, Ints, Floats]:
    """Return an edge from each venue to each end of its stretch that it can reach, or be reached from."""
    at_tail, at_head = np.isfinite(ends.tail), np.isfinite(ends.head)
    row = graph.nodes + np.concatenate((np.flatnonzero(at_tail), np.flatnonzero(at_head)))
    column = np.concatenate(
        (graph.stretch_tail[venues.stretch[at_tail]], graph.stretch_head[venues.stretch[at_head]])
    ).astype(np.int64)
    return row, column, np.concatenate((ends.tail[at_tail], ends.head[at_head]))


@dataclass(frozen=True, eq=False)
class _Search:
    """All origins and one venue."""

    graph: StreetGraph
    origins: Snaps
    venues: Snaps
    venue: int
    limit: float

    def both_ways(self, nets: tuple[_Net, _Net], allowed: Bools) -> tuple[Floats, Floats, dict[str, Floats]]:
        """Return the seconds there and back, and what lies along the way there."""
        there, ways = self._run(nets[0], allowed, towards=True)
        back = there if nets[1] is nets[0] else self._run(nets[1], allowed, towards=False)[0]
        return there, back, ways

    def proven(self, nets: tuple[_Net, _Net] | None, allowed: Bools) -> dict[str, Floats]:
        """Return the slower of there and back, and the metres, on streets proven step-free; None is no such street."""
        if nets is None:
            none = np.where(self.origins.found, np.inf, np.nan)
            return {"seconds_proven": none, "metres_proven": none}
        there, back, ways = self.both_ways(nets, allowed)
        return {"seconds_proven": np.maximum(there, back), "metres_proven": ways["metres"]}

    def _run(self, net: _Net, allowed: Bools, *, towards: bool) -> tuple[Floats, dict[str, Floats]]:
        """Return the seconds of the quickest ways; on the way there also what lies along them."""
        source = self.graph.nodes + self.venue
        trees = dijkstra(net.matrix, indices=[source], return_predecessors=True, limit=self.limit)
        reached, before = trees[0][0], trees[1][0]
        stretch = np.where(self.origins.found, self.origins.stretch, 0)
        ends = end_seconds(self.graph, self.origins, allowed, leaving=towards)
        ways = np.stack(
            (
                ends.tail + reached[self.graph.stretch_tail[stretch]],
                ends.head + reached[self.graph.stretch_head[stretch]],
                same_stretch_seconds(self.graph, self.origins, self.venues, self.venue, allowed, towards=towards),
            )
        )
        best = np.argmin(np.where(np.isnan(ways), np.inf, ways), axis=0)
        on_foot = (self.origins.metres_off + self.venues.metres_off[self.venue]) / WALK_METRES_PER_SECOND
        total = ways[best, np.arange(len(best))] + on_foot
        total = np.where(total > self.limit, np.inf, total)
        total = np.where(self.origins.found, total, np.nan)
        return total, self._along(net, before, best, total) if towards else {}

    def _along(self, net: _Net, before: NDArray[np.int32], best: Ints, total: Floats) -> dict[str, Floats]:
        """Add up metres of each sort along the quickest ways there."""
        graph, origins = self.graph, self.origins
        stretch = np.where(origins.found, origins.stretch, 0)
        lengths = graph.stretch_metres[stretch]
        own = np.stack(
            (
                origins.metres_along,
                lengths - origins.metres_along,
                np.abs(self.venues.metres_along[self.venue] - origins.metres_along),
            )
        )[best, np.arange(len(best))]
        node = np.stack((graph.stretch_tail[stretch], graph.stretch_head[stretch], graph.stretch_tail[stretch]))
        node = node[best, np.arange(len(best))]
        through = best < 2  # noqa: PLR2004 - the third way does not pass a junction
        tree = self._tree_metres(net, before)
        off = origins.metres_off + self.venues.metres_off[self.venue]
        sums = {}
        for name, share, metres in zip(TRAITS, _shares(graph), tree, strict=True):
            way = own * share[stretch] + np.where(through, metres[node], 0.0) + (off if name == TRAITS[0] else 0.0)
            sums[name] = np.where(np.isfinite(total), way, total)
        return sums

    def _tree_metres(self, net: _Net, before: NDArray[np.int32]) -> list[Floats]:
        """Add up metres of each sort from the venue to every junction along the tree of quickest ways.

        Each junction first knows the piece to the one before it. Then all look twice as far back at once, and again,
        until all have arrived at the venue.
        """
        size = len(before)
        inner = np.flatnonzero((before >= 0) & (before < self.graph.nodes))
        edge = np.searchsorted(net.keys, before[inner].astype(np.int64) * size + inner)
        stretch = np.zeros(size, dtype=np.int64)
        piece = np.zeros(size)
        stretch[inner] = net.stretch[edge]
        piece[inner] = self.graph.stretch_metres[stretch[inner]]
        here = self.venues.stretch[self.venue]
        along = self.venues.metres_along[self.venue]
        for node, metres in (
            (self.graph.stretch_tail[here], along),
            (self.graph.stretch_head[here], self.graph.stretch_metres[here] - along),
        ):
            if before[node] == self.graph.nodes + self.venue:
                stretch[node], piece[node] = here, metres
        sums = [piece * share[stretch] for share in _shares(self.graph)]
        jump = np.where(before >= 0, before, np.arange(size))
        while not np.array_equal(jump, jump[jump]):
            sums = [metres + metres[jump] for metres in sums]
            jump = jump[jump]
        return sums


def _shares(graph: StreetGraph) -> tuple[Floats, ...]:
    """Return, for each of TRAITS, the share of each stretch that counts."""
    every = np.ones(len(graph.forward), dtype=np.bool_)
    return tuple(flags.astype(float) for flags in (every, graph.steps, graph.unsafe, graph.caution, graph.unproven))
