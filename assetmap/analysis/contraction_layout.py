"""Before and after the contraction: edges are checked and laid beside each other, what is kept becomes a hierarchy."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from assetmap.analysis.contraction_kernels import BACK, NODE, NOT_REACHED, SIZE, START, TO, Ints, Longs
from assetmap.analysis.contraction_sweep import Arcs
from assetmap.errors import OptionError
from assetmap.messages import tr


def check_edges(nodes: int, tail: ArrayLike, head: ArrayLike, weight: ArrayLike) -> tuple[Longs, Longs, Longs]:
    """Return tails, heads and weights of usable edges, else raise an OptionError that names the first fault."""
    tails, heads = check_nodes("tail", tail, nodes), check_nodes("head", head, nodes)
    weights = check_whole("weight", weight)
    if not len(tails) == len(heads) == len(weights):
        raise OptionError(
            tr(
                "edges: {tails} tails, {heads} heads and {weights} weights. Expected as many of each.",
                tails=len(tails),
                heads=len(heads),
                weights=len(weights),
            )
        )
    wrong = (weights < 0) | (weights >= NOT_REACHED)
    if wrong.any():
        raise OptionError(
            tr(
                "weight: edge {edge} weighs {weight}. Expected 0 or more, and less than {most}.",
                edge=int(np.argmax(wrong)),
                weight=int(weights[np.argmax(wrong)]),
                most=NOT_REACHED,
            )
        )
    return tails, heads, weights


def check_whole(name: str, values: ArrayLike) -> Longs:
    """Return whole numbers as they are; raise an OptionError for anything else, for rounding is the caller's choice."""
    given = np.asarray(values)
    if given.size and given.dtype.kind not in "iu":
        raise OptionError(
            tr("{name}: these are not whole numbers but {kind}. Round them first.", name=name, kind=given.dtype.name)
        )
    return given.astype(np.int64).reshape(-1)


def check_nodes(name: str, values: ArrayLike, nodes: int) -> Longs:
    """Return numbers of nodes; raise an OptionError that names the first one that is not there."""
    numbers = check_whole(name, values)
    wrong = (numbers < 0) | (numbers >= nodes)
    if wrong.any():
        raise OptionError(
            tr(
                "{name}: there is no node {node}. Expected 0 or more, and less than {nodes}.",
                name=name,
                node=int(numbers[np.argmax(wrong)]),
                nodes=nodes,
            )
        )
    return numbers


def lay_out(nodes: int, tails: Longs, heads: Longs, weights: Longs) -> tuple[Ints, Longs]:
    """Put each node's arcs beside each other, a row a neighbour, as the kernels want them."""
    real = tails != heads
    tails, heads, weights = tails[real], heads[real], weights[real]
    no_arc = np.full(len(tails), NOT_REACHED)
    key = np.concatenate((tails * nodes + heads, heads * nodes + tails))
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
    arcs = np.empty((len(first), 3), dtype=np.int32)
    arcs[:, NODE] = key[first] % max(nodes, 1)
    for column, row_weights in ((TO, (weights, no_arc)), (BACK, (no_arc, weights))):
        least = np.concatenate(row_weights)[order]
        arcs[:, column] = np.minimum.reduceat(least, first) if len(first) else 0
    blocks = np.zeros((nodes + 1, 3), dtype=np.int64)
    sizes = np.bincount(key[first] // max(nodes, 1), minlength=nodes)
    blocks[:-1] = np.column_stack((np.cumsum(sizes) - sizes, sizes, sizes))
    blocks[-1, START] = len(arcs)
    return arcs, blocks


def check_longest(arcs: Ints, blocks: Longs) -> int:
    """Return a weight that no shortest way passes, for it leaves each node once at most.

    Raises
    ------
    OptionError
        It could be mistaken for NOT_REACHED.
    """
    weights = np.where(arcs[:, TO] < NOT_REACHED, arcs[:, TO], 0).astype(np.int64)
    some = blocks[:-1, SIZE] > 0
    longest = int(np.maximum.reduceat(weights, blocks[:-1][some, START]).sum()) if some.any() else 0
    if longest >= NOT_REACHED:
        raise OptionError(
            tr(
                "weight: a way could weigh {longest}. Expected less than {most}. Take a coarser unit.",
                longest=longest,
                most=NOT_REACHED,
            )
        )
    return longest


def gather(arcs: Ints, blocks: Longs, order: Ints) -> tuple[Ints, Arcs, Arcs]:
    """Make the hierarchy of what each node kept when it was taken out, the last one first."""
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    sizes = blocks[order, SIZE]
    begins = np.cumsum(sizes) - sizes
    kept = arcs[np.arange(sizes.sum()) + np.repeat(blocks[order, START] - begins, sizes)]
    owner = np.repeat(np.arange(len(order)), sizes)
    up, down = (_keep_arcs(kept, owner, place, column) for column in (TO, BACK))
    return place, up, down


def _keep_arcs(kept: Ints, owner: Longs, place: Ints, column: int) -> Arcs:
    """Return the arcs of one direction, in order of the junctions they belong to."""
    real = kept[:, column] < NOT_REACHED
    counts = np.bincount(owner[real], minlength=len(place))
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Arcs(start, place[kept[real, NODE]], kept[real, column].copy())
