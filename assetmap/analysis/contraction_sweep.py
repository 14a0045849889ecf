"""The inner loops of a question to the contraction hierarchy: up from the sources, down to the targets.

A picture: each shortest way climbs in the hierarchy from its source to some summit and goes down to its target. For the
way down, one looks once from the targets upward: only junctions from which a target can be reached going down matter,
and they are put in an order in which each stands after all those above it. Then one pass in this order, without a heap,
settles them all: a junction's weight is the least over those above it, plus the arc. The climb is the same pass the
other way round, over the few hundred junctions above a source. As a pass is the same for every source, it is made for
32 sources side by side (lanes), which a processor adds and compares a handful at a time.

No kernel checks what it is given: `assetmap.analysis.contraction` does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from assetmap.analysis.contraction_kernels import NOT_REACHED, Ints, Longs
from assetmap.analysis.kernels import kernel

LANES = 32
"""Sources a sweep."""
NOT_NUMBERED = -1
"""The number of a junction that does not matter for a question."""


class Arcs(NamedTuple):
    """Arcs from each junction upward: those of junction ``j`` are ``start[j]`` to ``start[j + 1]``."""

    start: Longs
    node: Ints
    weight: Ints


@kernel
def number_above(arcs: Arcs, lowest: Ints, number: Ints) -> Ints:
    """Give numbers to some junctions and all above them, so that each comes after those above it, neighbours close by.

    From each of the lowest one climbs until nothing above is without a number, numbers that junction and steps back.
    Arcs only lead upward, so one never meets a junction of the path one stands on, and the path is never longer than
    there are junctions.

    Parameters
    ----------
    arcs
        Of the whole hierarchy.
    lowest
        Where to begin.
    number
        One entry a junction, all NOT_NUMBERED; the numbers are written into it.

    Returns
    -------
    array
        The junctions in the order of their numbers.
    """
    order, path = np.empty(len(number), np.int32), np.empty(len(number), np.int32)
    following = np.empty(len(number), np.int64)
    count = 0
    for begin in lowest:
        length = 0
        if number[begin] == NOT_NUMBERED:
            path[0], following[0], length = begin, arcs.start[begin], 1
        while length > 0:
            node, arc = path[length - 1], following[length - 1]
            while arc < arcs.start[node + 1] and number[arcs.node[arc]] != NOT_NUMBERED:
                arc += 1
            if arc < arcs.start[node + 1]:
                above = arcs.node[arc]
                following[length - 1] = arc + 1
                path[length], following[length] = above, arcs.start[above]
                length += 1
            else:
                number[node], order[count] = count, node
                count += 1
                length -= 1
    return order[:count].copy()


@kernel
def restrict(arcs: Arcs, number: Ints, order: Ints) -> Arcs:
    """Return the arcs of the numbered junctions only, in the order of their numbers."""
    start = np.zeros(len(order) + 1, np.int64)
    for index, node in enumerate(order):
        start[index + 1] = start[index] + arcs.start[node + 1] - arcs.start[node]
    above, weight = np.empty(start[-1], np.int32), np.empty(start[-1], np.int32)
    for index, node in enumerate(order):
        shift = start[index] - arcs.start[node]
        for arc in range(arcs.start[node], arcs.start[node + 1]):
            above[arc + shift] = number[arcs.node[arc]]
            weight[arc + shift] = arcs.weight[arc]
    return Arcs(start, above, weight)


@kernel
def sweep_up(arcs: Arcs, lanes: Ints) -> None:
    """Bring the weights of all lanes up, from each junction to those above it, the lowest first.

    Here and on the way down neither part of a sum is above 2**30, so it fits 32 bits; said so, it is added that wide.
    The number of lanes is asked of the table: a loop of unknown length is what the compiler does many lanes at a time.
    """
    for node in range(len(lanes) - 1, -1, -1):
        for arc in range(arcs.start[node], arcs.start[node + 1]):
            above, weight = arcs.node[arc], arcs.weight[arc]
            for lane in range(lanes.shape[1]):
                total = np.int32(lanes[node, lane] + weight)
                lanes[above, lane] = min(lanes[above, lane], total)


@kernel
def sweep_down(arcs: Arcs, lanes: Ints) -> None:
    """Bring the weights of all lanes down, to each junction from those above it, the highest first."""
    for node in range(len(lanes)):
        for arc in range(arcs.start[node], arcs.start[node + 1]):
            above, weight = arcs.node[arc], arcs.weight[arc]
            for lane in range(lanes.shape[1]):
                total = np.int32(lanes[above, lane] + weight)
                lanes[node, lane] = min(lanes[node, lane], total)


@kernel
def climb(arcs: Arcs, sources: Ints, number: Ints) -> tuple[Ints, Ints]:
    """Find the least weights from sources, one a lane, to all junctions above them.

    ``number`` is all NOT_NUMBERED, and is so again afterwards. Return the junctions, and a row of lanes for each.
    """
    order = number_above(arcs, sources, number)
    lanes = np.full((len(order), len(sources)), NOT_REACHED, np.int32)
    for lane, source in enumerate(sources):
        lanes[number[source], lane] = 0
    sweep_up(restrict(arcs, number, order), lanes)
    for node in order:
        number[node] = NOT_NUMBERED
    return order, lanes


@kernel
def answer(climbing: Arcs, falling: Arcs, number: Ints, targets: Ints, sources: Ints) -> Ints:
    """Return the least weights from sources to targets, a lane a source.

    Parameters
    ----------
    climbing
        Arcs of the whole hierarchy to go up by.
    falling
        Arcs of the junctions above the targets, to go down by.
    number
        One entry a junction of the hierarchy: its number among those above the targets.
    targets
        Their numbers.
    sources
        Junctions of the hierarchy.
    """
    result = np.empty((len(sources), len(targets)), np.int32)
    own_number = np.full(len(number), NOT_NUMBERED, np.int32)
    for first in range(0, len(sources), LANES):
        some = sources[first : first + LANES]
        order, climbed = climb(climbing, some, own_number)
        lanes = np.full((len(falling.start) - 1, len(some)), NOT_REACHED, np.int32)
        for index, node in enumerate(order):
            if number[node] != NOT_NUMBERED:
                lanes[number[node]] = climbed[index]
        sweep_down(falling, lanes)
        for index, target in enumerate(targets):
            for lane in range(len(some)):
                result[first + lane, index] = lanes[target, lane]
    return result
