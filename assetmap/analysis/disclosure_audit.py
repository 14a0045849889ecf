"""What a reader can prove from one release: the smallest and the largest value of every count that is not shown.

The reader knows every released interval, of cells and of totals, and that they add up. Each table cuts the same people
into parts, so the tables can be drawn as one round of pipes that people flow through:

    start -- a pipe a place --> places -- a pipe a cell --> groups -- a pipe a group --> end
    end -- a pipe a group of another characteristic --> next end ... -- one pipe for all people --> start

What flows into a joint flows out of it: these are all the sums of the release. Each pipe carries a whole number
between the ends of its released interval. To ask for the largest value of a cell is a linear programme over all of
this; its matrix is that of a network, so its answers are whole numbers (Hoffman and Kruskal 1956), and it is solved by
pushing people round the other pipes until no more can be pushed (Ford and Fulkerson 1962). One linear programme finds
a first flow; every cell is then pushed up and down from the flow before. Where it began plays no part in the ends.

Nothing exact comes in here: the audit of two releases that look alike is the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from assetmap.analysis.disclosure import ReleasedCount
from assetmap.analysis.disclosure_kernels import Pipes, flow_ends
from assetmap.analysis.release_tables import ReleasedCross, ReleasedTables
from assetmap.model.representation import SHARE_RULE

Longs = NDArray[np.int64]

NEARLY_WHOLE = 1e-4
"""A solver's number this close to a whole one is that whole number."""


@dataclass(frozen=True)
class Figure:
    """Which figure of a release is meant; None stands for all of them together.

    Attributes
    ----------
    characteristic
        What the group is a group of; None for people of a place, and for all people.
    place, group
        Their names.
    """

    characteristic: str | None = None
    place: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Provable:
    """The smallest and largest value that a figure can have, to somebody who reads the whole release."""

    low: int
    high: int

    @property
    def too_short(self) -> bool:
        """Whether this leaves fewer than five values for a count that may be below 10."""
        return self.low < SHARE_RULE.hidden_below and self.high - self.low + 1 < SHARE_RULE.narrowest


@dataclass(frozen=True)
class Audit:
    """What can be proved.

    Attributes
    ----------
    provable
        By figure: every figure of the release that may be below 10 by its own interval, in a fixed order.
    """

    provable: dict[Figure, Provable]

    @property
    def faults(self) -> tuple[Figure, ...]:
        """Figures that may be below 10 and are narrowed to fewer than five values."""
        return tuple(figure for figure, ends in self.provable.items() if ends.too_short)


def audit(tables: ReleasedTables) -> Audit:
    """Return what a reader of the whole release can prove about every count that may be below 10.

    Parameters
    ----------
    tables
        The tables as released.

    Raises
    ------
    ValueError
        No counts of people fit these tables: they are not of one release.
    """
    figures, network = _network(tables)
    flow = _first_flow(network)
    asked = np.flatnonzero(network.low < SHARE_RULE.hidden_below)
    low, high = flow_ends(_pipes(network), flow, asked)
    found = zip(asked, low, high, strict=True)
    return Audit({figures[pipe]: Provable(int(least), int(most)) for pipe, least, most in found})


@dataclass(frozen=True, eq=False)
class _Network:
    """Pipes from joint ``tail`` to joint ``head`` that carry ``low`` to ``high`` people; each of shape (pipes,)."""

    tail: Longs
    head: Longs
    low: Longs
    high: Longs


def _network(tables: ReleasedTables) -> tuple[list[Figure], _Network]:
    """Return the figures of a release and the pipe of each, in the same order."""
    lines = _cross_lines(tables.cross) if tables.cross else _parallel(None, tables, 0)
    joint = max(head for _, _, head, _ in lines)
    for name in tables.groups:
        lines += _parallel(name, tables, joint)
        joint += 1
    lines.append((Figure(), joint, 0, tables.people))
    tail, head, low, high = np.array(
        [(tail, head, count.low, count.high) for _, tail, head, count in lines], dtype=np.int64
    ).T
    return [figure for figure, *_ in lines], _Network(tail.copy(), head.copy(), low.copy(), high.copy())


Line = tuple[Figure, int, int, ReleasedCount]


def _cross_lines(cross: ReleasedCross) -> list[Line]:
    """Joint 0 is the start, then come the places, then the groups, then the end."""
    place_joint = {place: 1 + number for number, place in enumerate(cross.places)}
    group_joint = {group: 1 + len(place_joint) + number for number, group in enumerate(cross.margins)}
    end = 1 + len(place_joint) + len(group_joint)
    name = cross.characteristic
    lines = [(Figure(place=place), 0, place_joint[place], count) for place, count in cross.places.items()]
    lines += [
        (Figure(name, place, group), place_joint[place], group_joint[group], count)
        for place, row in cross.rows.items()
        for group, count in row.items()
    ]
    lines += [(Figure(name, None, group), group_joint[group], end, count) for group, count in cross.margins.items()]
    return lines


def _parallel(name: str | None, tables: ReleasedTables, start: int) -> list[Line]:
    """Places, or groups, beside each other: pipes between the same two joints."""
    if name is None:
        return [(Figure(place=place), start, start + 1, count) for place, count in tables.places.items()]
    counts = tables.groups[name].counts
    return [(Figure(name, None, group), start, start + 1, count) for group, count in counts.items()]


def _first_flow(network: _Network) -> Longs:
    """Return whole numbers that fit every interval and every sum, by a linear programme."""
    number = len(network.tail)
    joints = int(network.head.max()) + 1
    pipe = np.arange(number)
    shape = (joints, number)
    into = coo_array((np.ones(number), (network.head, pipe)), shape=shape)
    out = coo_array((np.ones(number), (network.tail, pipe)), shape=shape)
    sums = LinearConstraint((into - out).tocsc(), 0.0, 0.0)
    bounds = Bounds(network.low.astype(np.float64), network.high.astype(np.float64))
    # A solver may end beside a corner, where numbers are not whole. It is then asked again for whole numbers.
    for whole in (0, 1):
        found = milp(np.zeros(number), integrality=np.full(number, whole), bounds=bounds, constraints=sums)
        if found.x is None:
            break
        flow: Longs = np.rint(found.x).astype(np.int64)
        if np.allclose(found.x, flow, atol=NEARLY_WHOLE):
            return flow
    raise ValueError("No counts fit these tables together. Expected tables of one release.")


def _pipes(network: _Network) -> Pipes:
    """Return the network with, for each joint, the pipes that end there; out of a joint first, then into it."""
    number = len(network.tail)
    joint = np.concatenate([network.tail, network.head])
    order = np.argsort(joint, kind="stable")
    start = np.searchsorted(joint[order], np.arange(int(joint.max()) + 2))
    at = order % number
    return Pipes(network.tail, network.head, network.low, network.high, start.astype(np.int64), at.astype(np.int64))


def compile_kernels() -> None:
    """Run the kernel once on a release of one place, so that it is compiled before anybody waits for an answer."""
    one = ReleasedCount(SHARE_RULE.hidden_text, 0, SHARE_RULE.hidden_below - 1, None)
    audit(ReleasedTables(one, {"place": one}))
