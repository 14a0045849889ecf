"""The inner loop of the audit: people are pushed round the pipes of a release until no more can be pushed.

A picture: to find how many people can be in one pipe, shut it and look for a way from its far joint back to its near
one. A way goes along a pipe that can carry more, or against a pipe that can carry fewer. Push as many along the way as
its tightest pipe allows, and look again; when there is no way left, the pipe carries the most it can. For the fewest,
push the other way round.

No kernel checks what it is given: ``assetmap.analysis.disclosure_audit`` does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.kernels import kernel

Longs = NDArray[np.int64]


class Pipes(NamedTuple):
    """A round of pipes.

    Attributes
    ----------
    tail, head
        The joints that each pipe leads from and to; shape (pipes,).
    low, high
        The fewest and most people that each pipe carries; shape (pipes,).
    start
        The pipes that end at joint ``i`` stand at ``start[i]`` to ``start[i + 1]`` of ``at``; shape (joints + 1,).
    at
        Numbers of pipes; shape (2 * pipes,).
    """

    tail: Longs
    head: Longs
    low: Longs
    high: Longs
    start: Longs
    at: Longs


@kernel
def flow_ends(pipes: Pipes, flow: Longs, asked: Longs) -> tuple[Longs, Longs]:
    """Return the fewest and the most people that each pipe in ``asked`` can carry, beginning at a flow that fits."""
    low, high = np.empty(len(asked), np.int64), np.empty(len(asked), np.int64)
    flow = flow.copy()
    joints = len(pipes.start) - 1
    came_by, queue = np.empty(joints, np.int64), np.empty(joints, np.int64)
    for number in range(len(asked)):
        pipe = asked[number]
        _push(pipes, flow, pipe, 1, came_by, queue)
        high[number] = flow[pipe]
        _push(pipes, flow, pipe, -1, came_by, queue)
        low[number] = flow[pipe]
    return low, high


@kernel
def _push(pipes: Pipes, flow: Longs, pipe: int, sign: int, came_by: Longs, queue: Longs) -> None:
    """Put as many people more (1) or fewer (-1) into one pipe as the others can make up for."""
    begin = pipes.head[pipe] if sign > 0 else pipes.tail[pipe]
    end = pipes.tail[pipe] if sign > 0 else pipes.head[pipe]
    while True:
        more = pipes.high[pipe] - flow[pipe] if sign > 0 else flow[pipe] - pipes.low[pipe]
        if more <= 0 or not _find_way(pipes, flow, pipe, (begin, end), came_by, queue):
            return
        joint = end
        while joint != begin:
            by = came_by[joint]
            forward = pipes.head[by] == joint
            more = min(more, pipes.high[by] - flow[by] if forward else flow[by] - pipes.low[by])
            joint = pipes.tail[by] if forward else pipes.head[by]
        joint = end
        while joint != begin:
            by = came_by[joint]
            forward = pipes.head[by] == joint
            flow[by] += more if forward else -more
            joint = pipes.tail[by] if forward else pipes.head[by]
        flow[pipe] += sign * more


@kernel
def _find_way(pipes: Pipes, flow: Longs, shut: int, ends: tuple[int, int], came_by: Longs, queue: Longs) -> bool:
    """Note in ``came_by`` the pipe each joint was reached by, the fewest pipes first; return whether the end was."""
    begin, end = ends
    came_by[:] = -1
    came_by[begin] = shut
    queue[0] = begin
    taken, waiting = 0, 1
    while taken < waiting:
        joint = queue[taken]
        taken += 1
        for place in range(pipes.start[joint], pipes.start[joint + 1]):
            by = pipes.at[place]
            forward = pipes.tail[by] == joint
            other = pipes.head[by] if forward else pipes.tail[by]
            spare = pipes.high[by] - flow[by] if forward else flow[by] - pipes.low[by]
            if by == shut or spare <= 0 or came_by[other] >= 0:
                continue
            came_by[other] = by
            if other == end:
                return True
            queue[waiting] = other
            waiting += 1
    return False
