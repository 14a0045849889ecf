"""Neighbouring areas merged into patches, until so many people are expected from each.

The smallest patch that still has too few joins the neighbour with which it makes the smallest and most compact patch:
expected people times a power of the mean squared distance from the middle. A high power makes compact patches, a low
one even ones. A few powers are tried, and the most patches win. Before a patch joins one that has people enough, it
takes areas at the border that its neighbours can spare. Where a whole connected part of the map has too few people,
such as an island, it is tied to the part whose points are nearest first, as by a ferry.

Greedy merging is not the best there is: it is the same each time, whatever the order of the rows, and quick to check.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

COMPACTNESS: tuple[float, ...] = (1.0, 0.5, 0.25, 0.0)
"""Powers of the mean squared distance; of those that give as many patches the first is taken."""

Floats = NDArray[np.float64]
Pairs = NDArray[np.int64]


def merge_neighbours(*, expected: ArrayLike, neighbours: ArrayLike, points: ArrayLike, least: float) -> Pairs:
    """Merge neighbouring areas until at least so many people are expected from each patch.

    Parameters
    ----------
    expected
        Expected people by area, shape (n,). Not a number stands for not known; it counts as nobody.
    neighbours
        Rows of areas that lie side by side, shape (m, 2).
    points
        One point an area in one plane, shape (n, 2); unit free, all alike.
    least
        Expected people that each patch must have, above 0.

    Returns
    -------
    NDArray
        Patch number of each area, from 0, shape (n,). A patch has fewer than ``least`` only where all areas together
        have; then there is one patch.

    Raises
    ------
    ValueError
        The shapes do not fit, a point is nowhere, a pair names no area, or a number is below what it can be.
    """
    people, at, pairs = _checked(expected, neighbours, points, least)
    if not len(people):
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort((people, at[:, 1], at[:, 0]))  # the same areas in another order of rows give the same patches
    place_of = np.empty(len(order), dtype=np.int64)
    place_of[order] = np.arange(len(order))
    people, at, pairs = people[order], at[order], place_of[pairs]
    joined = np.vstack([pairs, join_small_parts(people, pairs, at, least)])
    tried = [_merge(_Patches(people, at, joined, compactness), least) for compactness in COMPACTNESS]
    numbered = max(tried, key=np.max)
    return np.asarray(numbered[place_of], dtype=np.int64)


def join_small_parts(expected: Floats, pairs: Pairs, points: Floats, least: float) -> Pairs:
    """Return the ties that bring every connected part of the map with too few people to the part nearest to it.

    Parameters
    ----------
    expected, pairs, points, least
        As for `merge_neighbours`, without unknown numbers.

    Returns
    -------
    NDArray
        Rows of areas that are tied, shape (k, 2): the two areas of two parts whose points are nearest.
    """
    ties = np.zeros((0, 2), dtype=np.int64)
    while True:
        number, part = _parts(len(expected), np.vstack([pairs, ties]))
        sums = np.bincount(part, weights=expected, minlength=number)
        small = np.flatnonzero(sums < least)
        if number == 1 or not len(small):
            return ties
        smallest = small[np.argmin(sums[small])]  # parts are numbered by their first area: the first wins a tie
        inside, outside = np.flatnonzero(part == smallest), np.flatnonzero(part != smallest)
        distance, nearest = (np.atleast_1d(one) for one in cKDTree(points[outside]).query(points[inside]))
        first = int(np.argmin(distance))
        ties = np.vstack([ties, [[inside[first], outside[nearest[first]]]]])


def _checked(
    expected: ArrayLike, neighbours: ArrayLike, points: ArrayLike, least: float
) -> tuple[Floats, Floats, Pairs]:
    people = np.asarray(expected, dtype=np.float64)
    people = np.where(np.isnan(people), 0.0, people)
    at = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    pairs = np.asarray(neighbours, dtype=np.int64).reshape(-1, 2)
    if people.ndim != 1 or len(at) != len(people):
        raise ValueError("expected is (n,) and points (n, 2).")
    if not np.isfinite(at).all() or not np.isfinite(people).all() or (people < 0).any():
        raise ValueError("points are finite numbers, expected people 0 or more.")
    if len(pairs) and (pairs.min() < 0 or pairs.max() >= len(people)):
        raise ValueError("neighbours are rows of the areas.")
    if not 0 < least < np.inf:
        raise ValueError("least is above 0.")
    return people, at, pairs


def _merge(patches: _Patches, least: float) -> Pairs:
    """Return the patch number of each area, from 0 in the order of their first areas."""
    patches.merge(least)
    _, numbered = np.unique(patches.patch_of(), return_inverse=True)
    return np.asarray(numbered.reshape(-1), dtype=np.int64)


def _parts(number: int, pairs: Pairs) -> tuple[int, NDArray[np.int32]]:
    """Return how many connected parts there are, and the part of each area."""
    ones = np.ones(len(pairs), dtype=np.int8)
    graph = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(number, number))
    found, part = connected_components(graph, directed=False)
    return int(found), part


@dataclass(frozen=True)
class _Sums:
    """What is kept of a patch: how many areas, expected people, and sums of its points and of their squares."""

    areas: int
    people: float
    x: float
    y: float
    squares: float

    def __add__(self, other: _Sums) -> _Sums:
        return self._with(other, 1)

    def __sub__(self, other: _Sums) -> _Sums:
        return self._with(other, -1)

    def _with(self, other: _Sums, sign: int) -> _Sums:
        return _Sums(
            self.areas + sign * other.areas,
            self.people + sign * other.people,
            self.x + sign * other.x,
            self.y + sign * other.y,
            self.squares + sign * other.squares,
        )

    def spread(self) -> float:
        """Return the mean squared distance of its points from their middle."""
        return max(0.0, self.squares / self.areas - (self.x**2 + self.y**2) / self.areas**2)


class _Patches:
    """Patches while they are merged; each goes by the area it began with."""

    def __init__(self, people: Floats, points: Floats, pairs: Pairs, compactness: float) -> None:
        self.compactness = compactness
        middle = points - points.mean(axis=0)  # small numbers keep their last digits
        squares = np.einsum("ij,ij->i", middle, middle)
        rows = zip(people.tolist(), *middle.T.tolist(), squares.tolist(), strict=True)
        self.area = [_Sums(1, *values) for values in rows]
        self.near: list[set[int]] = [set() for _ in self.area]
        for one, other in pairs.tolist():
            if one != other:
                self.near[one].add(other)
                self.near[other].add(one)
        self.sums = dict(enumerate(self.area))
        self.members = {row: {row} for row in self.sums}
        self.owner = list(self.sums)

    def merge(self, least: float) -> None:
        """Let the smallest patch that has too few grow or join a neighbour, until none has too few and a neighbour."""
        waiting = [(one.people, row) for row, one in self.sums.items() if one.people < least]
        heapq.heapify(waiting)
        while waiting:
            people, row = heapq.heappop(waiting)
            if row not in self.sums or self.sums[row].people != people:
                continue  # it was joined to another since, or has grown
            best = self._best(row)
            if best is None or (self.sums[best].people >= least and self._grow(row, least)):
                continue
            kept = self._join(row, best)
            if self.sums[kept].people < least:
                heapq.heappush(waiting, (self.sums[kept].people, kept))

    def patch_of(self) -> Pairs:
        """Return the first area of each area's patch."""
        first = np.empty(len(self.area), dtype=np.int64)
        for inside in self.members.values():
            first[list(inside)] = min(inside)
        return first

    def _beside(self, row: int) -> set[int]:
        """Return the areas at the border of a patch, beyond it."""
        inside = self.members[row]
        return {area for one in inside for area in self.near[one]} - inside

    def _best(self, row: int) -> int | None:
        """Return the neighbour with which it makes the smallest and most compact patch; None where it has none."""

        def cost(other: int) -> tuple[float, float, int]:
            both = self.sums[row] + self.sums[other]
            return both.people * both.spread() ** self.compactness, both.spread(), min(self.members[other])

        return min({self.owner[area] for area in self._beside(row)}, key=cost, default=None)

    def _join(self, one: int, other: int) -> int:
        kept, gone = min(one, other), max(one, other)
        self.sums[kept] = self.sums[kept] + self.sums.pop(gone)
        for area in self.members[gone]:
            self.owner[area] = kept
        self.members[kept] |= self.members.pop(gone)
        return kept

    def _grow(self, row: int, least: float) -> bool:
        """Take areas that neighbours can spare until there are people enough; tell whether that went well."""
        before = dict(self.sums)
        moved: list[tuple[int, int]] = []
        while self.sums[row].people < least:
            spare = self._spare(row, least)
            if spare is None:
                for area, owner in reversed(moved):
                    self._move(area, owner)
                self.sums = before
                return False
            moved.append((spare, self.owner[spare]))
            self._move(spare, row)
        return True

    def _spare(self, row: int, least: float) -> int | None:
        """Return the area that keeps the patch most compact and leaves its own patch whole and with people enough."""

        def spread(area: int) -> tuple[float, int]:
            return (self.sums[row] + self.area[area]).spread(), area

        for area in sorted(self._beside(row), key=spread):
            owner = self.owner[area]
            if self.sums[owner].people - self.area[area].people >= least and self._whole_without(area):
                return area
        return None

    def _whole_without(self, area: int) -> bool:
        rest = self.members[self.owner[area]] - {area}
        if not rest:
            return False
        found = {min(rest)}
        edge = list(found)
        while edge:
            new = (self.near[edge.pop()] & rest) - found
            found |= new
            edge.extend(new)
        return len(found) == len(rest)

    def _move(self, area: int, to: int) -> None:
        owner = self.owner[area]
        self.sums[owner] = self.sums[owner] - self.area[area]
        self.sums[to] = self.sums[to] + self.area[area]
        self.members[owner].discard(area)
        self.members[to].add(area)
        self.owner[area] = to
