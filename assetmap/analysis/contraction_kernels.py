"""The inner loops of the contraction hierarchy: taking junctions out of the network one by one.

A picture: a town's streets, from which the junctions are taken away, the least important first. Wherever the quickest
way between two neighbours of the junction led through it, a *shortcut* is laid that takes as long. What is left always
has the same shortest weights as the whole. Each junction keeps the arcs that it had when it was taken out: all of them
lead to junctions that stayed longer, that is, upward.

The network that is left is held so that a junction's arcs lie beside each other, one row a neighbour, with the weight
to it and the weight back. Each junction has a *block* of rows in one long table; a block that is full moves to the free
end of the table with twice the room, and a table that is full is made twice as long. So nothing is of a fixed size.

No kernel checks what it is given: `assetmap.analysis.contraction` does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.kernels import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]

NOT_REACHED = 2**30
"""The weight where there is no way. Twice this still fits 32 bits, so that it may be added to."""

NODE, TO, BACK = 0, 1, 2
"""Columns of the table of arcs: the neighbour, the weight to it, the weight back from it."""
START, SIZE, ROOM = 0, 1, 2
"""Columns of the blocks, a row a junction: the first row in the table, rows in use, rows there is room for.

One more row stands at the end: its start is the first free row of the table.
"""
FEW_SETTLED, MANY_SETTLED = 16, 64
"""How many junctions a witness search looks at while a junction is judged, and when it is taken out."""


class Search(NamedTuple):
    """What a search of the network needs, made once; between two searches all distances are NOT_REACHED.

    A junction enters the heap only when its distance falls, along one arc, from a junction looked at once: the heap
    never holds more than one entry an arc and the start, and is made as long as the table of arcs.
    """

    distance: Ints
    touched: Ints
    heap: Longs
    wanted: NDArray[np.bool_]


@kernel
def push(heap: Longs, size: int, key: np.int64) -> int:
    """Put a key into a heap in which each has four children; return the new size."""
    at = size
    while at > 0:
        parent = (at - 1) >> 2
        if heap[parent] <= key:
            break
        heap[at] = heap[parent]
        at = parent
    heap[at] = key
    return size + 1


@kernel
def pop(heap: Longs, size: int) -> int:
    """Take the least key, ``heap[0]``, out of the heap; return the new size."""
    size -= 1
    key = heap[size]
    at = 0
    child = 1
    while child < size:
        least = child
        for other in range(child + 1, min(child + 4, size)):
            if heap[other] < heap[least]:
                least = other
        if heap[least] >= key:
            break
        heap[at] = heap[least]
        at = least
        child = 4 * at + 1
    heap[at] = key
    return size


@kernel
def append_arc(arcs: Ints, blocks: Longs, node: int, arc: tuple[int, int, int]) -> Ints:
    """Give a junction one more row; return the table, a longer copy where it was full."""
    start, size, room = blocks[node, START], blocks[node, SIZE], blocks[node, ROOM]
    if size == room:
        free, room = blocks[-1, START], 2 * size + 2
        if free + room > len(arcs):
            longer = np.empty((2 * (free + room), 3), np.int32)
            longer[:free] = arcs[:free]
            arcs = longer
        arcs[free : free + size] = arcs[start : start + size]
        start = free
        blocks[node, START], blocks[node, ROOM] = free, room
        blocks[-1, START] = free + room
    row = start + size
    arcs[row, NODE], arcs[row, TO], arcs[row, BACK] = arc[NODE], arc[TO], arc[BACK]
    blocks[node, SIZE] = size + 1
    return arcs


@kernel
def lay_arc(arcs: Ints, blocks: Longs, node: int, arc: tuple[int, int, int]) -> Ints:
    """Make a junction's arc no heavier than the one given, or append it; return the table."""
    start = blocks[node, START]
    for row in range(start, start + blocks[node, SIZE]):
        if arcs[row, NODE] == arc[NODE]:
            arcs[row, TO] = min(arcs[row, TO], arc[TO])
            arcs[row, BACK] = min(arcs[row, BACK], arc[BACK])
            return arcs
    return append_arc(arcs, blocks, node, arc)


@kernel
def drop_arc(arcs: Ints, blocks: Longs, node: int, neighbour: int) -> None:
    """Take a neighbour out of a junction's block; the last row moves to its place."""
    row = blocks[node, START]
    while arcs[row, NODE] != neighbour:
        row += 1
    blocks[node, SIZE] -= 1
    last = blocks[node, START] + blocks[node, SIZE]
    for column in range(3):
        arcs[row, column] = arcs[last, column]


@kernel
def search_witnesses(arcs: Ints, blocks: Longs, search: Search, ask: tuple[int, int, int, int, int]) -> int:
    """Search from a junction round the one to be taken out, until all wanted are found, or far or long enough.

    ``ask`` is: the start, the junction to go round, how many are wanted, how far, how many to look at. Distances found
    stay in ``search``; return how many junctions were touched. A distance that is not final is still that of a way
    that exists, so it may count as a witness.
    """
    source, avoided, wanted, limit, most = ask
    distance, heap = search.distance, search.heap
    distance[source] = 0
    search.touched[0] = source
    touched = 1
    size = push(heap, 0, np.int64(source))
    while size > 0 and most > 0:
        weight, node = heap[0] >> 32, heap[0] & 0xFFFFFFFF
        size = pop(heap, size)
        if weight > distance[node]:
            continue
        most -= 1
        wanted -= search.wanted[node]
        if weight > limit or wanted == 0:
            break
        start = blocks[node, START]
        for row in range(start, start + blocks[node, SIZE]):
            head, further = arcs[row, NODE], weight + arcs[row, TO]
            if further <= limit and further < distance[head] and head != avoided:
                if distance[head] == NOT_REACHED:
                    search.touched[touched] = head
                    touched += 1
                distance[head] = further
                size = push(heap, size, np.int64((further << 32) | head))
    return touched


@kernel
def farthest_arc(arcs: Ints, start: int, end: int, but: int) -> int:
    """Return the greatest weight to a neighbour, leaving out one neighbour and those without an arc; -1 for none."""
    weight = -1
    for row in range(start, end):
        if arcs[row, NODE] != but and arcs[row, TO] < NOT_REACHED:
            weight = max(weight, arcs[row, TO])
    return weight


@kernel
def want_heads(arcs: Ints, start: int, end: int, wanted: NDArray[np.bool_]) -> int:
    """Mark all junctions that arcs of a block lead to as wanted; return how many they are."""
    count = 0
    for row in range(start, end):
        if arcs[row, TO] < NOT_REACHED:
            wanted[arcs[row, NODE]] = True
            count += 1
    return count


@kernel
def find_shortcuts(arcs: Ints, blocks: Longs, search: Search, ask: tuple[int, int, int], cuts: Ints) -> int:
    """Write into ``cuts`` (from, to, weight) the shortcuts that a junction would leave behind; return how many.

    ``ask`` is: the junction, how many others a search looks at, the weight that no shortest way passes. A way through
    the junction that is heavier passes some other junction twice.
    """
    node, most, longest = ask
    start = blocks[node, START]
    end = start + blocks[node, SIZE]
    wanted = want_heads(arcs, start, end, search.wanted)
    found = 0
    for into in range(start, end):
        source, weight = arcs[into, NODE], arcs[into, BACK]
        farthest = farthest_arc(arcs, start, end, source)
        if weight == NOT_REACHED or farthest < 0:
            continue
        limit = min(weight + farthest, longest)
        touched = search_witnesses(arcs, blocks, search, (source, node, wanted, limit, most))
        for out in range(start, end):
            head, total = arcs[out, NODE], weight + arcs[out, TO]
            if head != source and total <= longest and search.distance[head] > total:
                cuts[found, 0], cuts[found, 1], cuts[found, 2] = source, head, total
                found += 1
        for index in range(touched):
            search.distance[search.touched[index]] = NOT_REACHED
    for row in range(start, end):
        search.wanted[arcs[row, NODE]] = False
    return found


@kernel
def count_arcs(arcs: Ints, blocks: Longs, node: int) -> int:
    """Count the directed arcs at a junction."""
    start = blocks[node, START]
    count = 0
    for row in range(start, start + blocks[node, SIZE]):
        count += (arcs[row, TO] < NOT_REACHED) + (arcs[row, BACK] < NOT_REACHED)
    return count


@kernel
def take_out(arcs: Ints, blocks: Longs, depth: Ints, node: int, cuts: Ints, found: int) -> Ints:
    """Take a junction out of the network that is left and lay its shortcuts; return the table of arcs."""
    start = blocks[node, START]
    for row in range(start, start + blocks[node, SIZE]):
        neighbour = arcs[row, NODE]
        drop_arc(arcs, blocks, neighbour, node)
        depth[neighbour] = max(depth[neighbour], depth[node] + 1)
    for cut in range(found):
        tail, head, weight = cuts[cut, 0], cuts[cut, 1], cuts[cut, 2]
        arcs = lay_arc(arcs, blocks, tail, (head, weight, NOT_REACHED))
        arcs = lay_arc(arcs, blocks, head, (tail, NOT_REACHED, weight))
    return arcs


@kernel
def contract(arcs: Ints, blocks: Longs, longest: int, few: int, many: int) -> tuple[Ints, Ints]:
    """Take all junctions out, the one that leaves the least behind first.

    The rank of a junction is twice the arcs it would add less those it takes away, and how many steps of the hierarchy
    lie below it, so that the network thins evenly. A rank may be out of date when its turn comes: it is worked out
    anew, and where another is now before it the junction waits.

    Returns
    -------
    tuple of arrays
        The table of arcs, in which each junction's block now holds its arcs upward; and the junctions in the order in
        which they were taken out.
    """
    nodes = len(blocks) - 1
    depth, order = np.zeros(nodes, np.int32), np.empty(nodes, np.int32)
    search = make_search(nodes, len(arcs))
    cuts = np.empty((64, 3), np.int32)
    queue, waiting, taken = np.empty(nodes, np.int64), 0, 0
    for node in range(nodes):
        cuts = room_for_cuts(cuts, blocks[node, SIZE])
        found = find_shortcuts(arcs, blocks, search, (node, few, longest), cuts)
        rank = 2 * (found - count_arcs(arcs, blocks, node))
        waiting = push(queue, waiting, (np.int64(rank) << 32) | node)
    while waiting > 0:
        node = queue[0] & 0xFFFFFFFF
        waiting = pop(queue, waiting)
        cuts = room_for_cuts(cuts, blocks[node, SIZE])
        found = find_shortcuts(arcs, blocks, search, (node, many, longest), cuts)
        rank = 2 * (found - count_arcs(arcs, blocks, node)) + depth[node]
        if waiting > 0 and rank > queue[0] >> 32:
            waiting = push(queue, waiting, (np.int64(rank) << 32) | node)
            continue
        arcs = take_out(arcs, blocks, depth, node, cuts, found)
        if len(search.heap) <= len(arcs):
            search = make_search(nodes, len(arcs))
        order[taken] = node
        taken += 1
    return arcs, order


@kernel
def make_search(nodes: int, arcs: int) -> Search:
    """Make the arrays for searches in a network of so many junctions and rows of arcs."""
    return Search(
        np.full(nodes, NOT_REACHED, np.int32),
        np.empty(nodes, np.int32),
        np.empty(arcs + 1, np.int64),
        np.zeros(nodes, np.bool_),
    )


@kernel
def room_for_cuts(cuts: Ints, neighbours: int) -> Ints:
    """Return a table that holds a shortcut for every pair of neighbours in both directions."""
    if neighbours * neighbours <= len(cuts):
        return cuts
    return np.empty((2 * neighbours * neighbours, 3), np.int32)
