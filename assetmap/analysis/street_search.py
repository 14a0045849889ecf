"""The search behind ``street_reach``, as compiled loops over arrays.

It grows like a stain: it holds a heap of places it knows a way to, takes out the nearest, adds to its sums the stretch
by which it came, hands the way on to the targets on the adjoining stretches, and looks one stretch further. It stops
at the limit. Only places that the stain has touched are written to, and only these are wiped before the next source.
Method: E. W. Dijkstra (1959), A note on two problems in connexion with graphs, with a binary heap.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.kernels import kernel
from assetmap.analysis.street_build import WALK_METRES_PER_SECOND

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

SORTS = 5
"""Metres are summed in so many sorts: all, steps, not shown to be safe, unlit or unrecorded, not proven step-free."""

HEAP, TOUCHED, REACHED = 0, 1, 2
"""What the three counters of a search count: places in the heap, junctions touched, targets reached."""

FIRST_ROWS = 1024
"""Room for so many walks at first; it doubles when it is full."""


class Streets(NamedTuple):
    """Edges by the junction they leave: ``first[v]`` to ``first[v + 1]``. ``metres`` has a row a stretch, in sorts."""

    first: Longs
    to: Ints
    stretch: Ints
    seconds: Floats
    metres: Floats


class Points(NamedTuple):
    """Points on streets: the stretch (-1 for none), its ends, and what lies between each end and the door.

    ``at_tail`` and ``at_head`` are seconds along the street, infinite where a one-way rule forbids it; ``off`` is
    metres from door to street.
    """

    stretch: Ints
    tail: Ints
    head: Ints
    along: Floats
    length: Floats
    at_tail: Floats
    at_head: Floats
    off: Floats


class Doors(NamedTuple):
    """Which targets lie on the stretches of a junction, and on each stretch.

    ``target[first[v]]`` to ``target[first[v + 1]]`` are reached from junction v by ``seconds`` and ``metres`` of their
    own stretch; ``beside[beside_first[s]]`` and on lie on stretch s. ``onward`` and ``return_`` are seconds a metre
    along a stretch from tail to head and from head to tail, infinite where forbidden.
    """

    first: Longs
    target: Ints
    seconds: Floats
    metres: Floats
    beside_first: Longs
    beside: Ints
    onward: Floats
    return_: Floats


class Work(NamedTuple):
    """What a search writes to.

    A junction's ``seconds`` are infinite until it is touched; ``before`` and ``by`` say from which junction and along
    which stretch; ``metres`` are summed when it is taken out of the heap. ``best`` and ``best_metres`` are the same of
    targets, the walk to the door included.
    """

    counts: Longs
    heap_seconds: Floats
    heap_node: Ints
    seconds: Floats
    before: Ints
    by: Ints
    metres: Floats
    touched: Ints
    best: Floats
    best_metres: Floats
    reached: Ints


@kernel
def _push(work: Work, seconds: float, node: int) -> None:
    """Put a junction into the heap: from the end up, until what is above it is nearer."""
    here = work.counts[HEAP]
    work.counts[HEAP] += 1
    while here > 0:
        above = (here - 1) >> 1
        if work.heap_seconds[above] <= seconds:
            break
        work.heap_seconds[here] = work.heap_seconds[above]
        work.heap_node[here] = work.heap_node[above]
        here = above
    work.heap_seconds[here] = seconds
    work.heap_node[here] = node


@kernel
def _drop_top(work: Work) -> None:
    """Take the nearest junction out: the last comes to the top and sinks until both below it are farther."""
    work.counts[HEAP] -= 1
    size = work.counts[HEAP]
    seconds, node = work.heap_seconds[size], work.heap_node[size]
    here, below = 0, 1
    while below < size:
        if below + 1 < size and work.heap_seconds[below + 1] < work.heap_seconds[below]:
            below += 1
        if work.heap_seconds[below] >= seconds:
            break
        work.heap_seconds[here] = work.heap_seconds[below]
        work.heap_node[here] = work.heap_node[below]
        here, below = below, 2 * below + 1
    work.heap_seconds[here] = seconds
    work.heap_node[here] = node


@kernel
def _improve(work: Work, node: int, seconds: float, before: int, by: int) -> None:
    """Note a quicker way to a junction."""
    if work.seconds[node] == np.inf:
        work.touched[work.counts[TOUCHED]] = node
        work.counts[TOUCHED] += 1
    work.seconds[node] = seconds
    work.before[node] = before
    work.by[node] = by
    _push(work, seconds, node)


@kernel
def _set_out(streets: Streets, sources: Points, source: int, work: Work, most: float) -> None:
    """Begin at the two ends of the source's stretch, with the metres from the source to them."""
    stretch = sources.stretch[source]
    along, length = sources.along[source], sources.length[source]
    for end in range(2):
        node = sources.tail[source] if end == 0 else sources.head[source]
        seconds = sources.at_tail[source] if end == 0 else sources.at_head[source]
        if seconds <= most and seconds < work.seconds[node]:
            share = (along if end == 0 else length - along) / length if length > 0 else 0.0
            for sort in range(SORTS):
                work.metres[node, sort] = share * streets.metres[stretch, sort]
            _improve(work, node, seconds, -1, stretch)


@kernel
def _arrive(work: Work, target: int, seconds: float) -> bool:
    """Tell whether a way is the quickest to a target so far, and note it if so."""
    if not seconds < work.best[target]:
        return False
    if work.best[target] == np.inf:
        work.reached[work.counts[REACHED]] = target
        work.counts[REACHED] += 1
    work.best[target] = seconds
    return True


@kernel
def _go_straight(  # noqa: PLR0913, PLR0917 - a search is these parts
    streets: Streets, sources: Points, source: int, targets: Points, doors: Doors, work: Work, limit: float
) -> None:
    """Go along the source's own stretch to the targets that lie on it."""
    stretch = sources.stretch[source]
    for place in range(doors.beside_first[stretch], doors.beside_first[stretch + 1]):
        target = doors.beside[place]
        ahead = targets.along[target] - sources.along[source]
        off = sources.off[source] + targets.off[target]
        seconds = 0.0
        if ahead > 0:
            seconds = ahead * doors.onward[stretch]
        elif ahead < 0:
            seconds = -ahead * doors.return_[stretch]
        seconds += off / WALK_METRES_PER_SECOND
        if seconds <= limit and _arrive(work, target, seconds):
            length = sources.length[source]
            share = abs(ahead) / length if length > 0 else 0.0
            for sort in range(SORTS):
                work.best_metres[target, sort] = share * streets.metres[stretch, sort]
            work.best_metres[target, 0] += off


@kernel
def _settle(streets: Streets, node: int, work: Work) -> None:
    """Sum the metres to a junction whose quickest way is now certain: those to the one before, and one stretch more."""
    before = work.before[node]
    if before >= 0:
        for sort in range(SORTS):
            work.metres[node, sort] = work.metres[before, sort] + streets.metres[work.by[node], sort]


@kernel
def _hand_on(  # noqa: PLR0913, PLR0917 - a search is these parts
    streets: Streets, targets: Points, doors: Doors, work: Work, node: int, off: float, limit: float
) -> None:
    """Go from a junction to the targets on the stretches that meet there."""
    for place in range(doors.first[node], doors.first[node + 1]):
        target = doors.target[place]
        all_off = off + targets.off[target]
        seconds = work.seconds[node] + doors.seconds[place] + all_off / WALK_METRES_PER_SECOND
        if seconds <= limit and _arrive(work, target, seconds):
            length, stretch = targets.length[target], targets.stretch[target]
            share = doors.metres[place] / length if length > 0 else 0.0
            for sort in range(SORTS):
                work.best_metres[target, sort] = work.metres[node, sort] + share * streets.metres[stretch, sort]
            work.best_metres[target, 0] += all_off


@kernel
def _search(  # noqa: PLR0913, PLR0917 - a search is these parts
    streets: Streets, sources: Points, source: int, targets: Points, doors: Doors, work: Work, limit: float
) -> None:
    """Search from one source: afterwards ``reached`` and ``best`` hold its targets."""
    off = sources.off[source]
    most = limit - off / WALK_METRES_PER_SECOND
    _go_straight(streets, sources, source, targets, doors, work, limit)
    _set_out(streets, sources, source, work, most)
    while work.counts[HEAP] > 0:
        seconds, node = work.heap_seconds[0], work.heap_node[0]
        _drop_top(work)
        # What was pushed before a quicker way was found is stale.
        if seconds > work.seconds[node]:
            continue
        _settle(streets, node, work)
        _hand_on(streets, targets, doors, work, node, off, limit)
        for edge in range(streets.first[node], streets.first[node + 1]):
            further, to = seconds + streets.seconds[edge], streets.to[edge]
            if further <= most and further < work.seconds[to]:
                _improve(work, to, further, node, streets.stretch[edge])


@kernel
def _wipe(work: Work) -> None:
    """Forget one source's search: only what it touched."""
    for place in range(work.counts[TOUCHED]):
        work.seconds[work.touched[place]] = np.inf
    for place in range(work.counts[REACHED]):
        work.best[work.reached[place]] = np.inf
    work.counts[:] = 0


@kernel
def search_all(
    streets: Streets, sources: Points, targets: Points, doors: Doors, work: Work, limit: float
) -> tuple[Ints, Floats]:
    """Search from every source; return (source, target) and (seconds, metres of each sort), a row a pair."""
    pairs = np.empty((FIRST_ROWS, 2), dtype=np.int32)
    numbers = np.empty((FIRST_ROWS, 1 + SORTS), dtype=np.float64)
    size = 0
    for source in range(len(sources.stretch)):
        if sources.stretch[source] < 0:
            continue
        _search(streets, sources, source, targets, doors, work, limit)
        found = np.sort(work.reached[: work.counts[REACHED]])
        while size + len(found) > len(pairs):
            pairs = np.concatenate((pairs, np.empty_like(pairs)))
            numbers = np.concatenate((numbers, np.empty_like(numbers)))
        for target in found:
            pairs[size, 0], pairs[size, 1] = source, target
            numbers[size, 0] = work.best[target]
            numbers[size, 1:] = work.best_metres[target]
            size += 1
        _wipe(work)
    return pairs[:size], numbers[:size]
