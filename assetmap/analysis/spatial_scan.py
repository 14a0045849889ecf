"""Where neighbouring areas together have a higher or lower rate than the rest: Kulldorff's circular spatial scan.

Circles of every size are laid round every area. A circle's *ratio* says how much likelier the cases are if the rate
inside differs from the rate outside. The circle with the highest ratio is held against the highest ratios of maps on
which chance alone dealt out as many cases, each area its share of the population: with so many circles, some always
look unusual.

Sources: M. Kulldorff (1997), A spatial scan statistic, Communications in Statistics: Theory and Methods 26, 1481-1496;
further clusters and p-values as in the SaTScan user guide (v9.6). Unlike there, a circle of high rates may hold a
single case.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assetmap.analysis.spatial_scan_input import DIRECTIONS, check_areas, check_options
from assetmap.analysis.spatial_scan_kernels import (
    Circles,
    Counts,
    Floats,
    Longs,
    choose_circles,
    highest_ratios,
    ratios_of_circles,
)

__all__ = ["DIRECTIONS", "Cluster", "compile_kernels", "scan"]

LEAST_RATIO = 1e-9
"""Ratios up to this, and differences of ratios, are rounding: a ratio is a sum of as few as two logarithms."""
SHARE_ROUNDING = 1e-9
"""Shares of the population this close are equal: 0.29 of 100 people is 28.999999999999996 to a computer."""
DISTANCE_ROUNDING = 16 * float(np.finfo(np.float64).eps)
"""Two distances closer than this part of the largest coordinate are equal: a coordinate is known no better."""
MAPS_AT_ONCE = 1000
"""Maps by chance that are scanned together: their sums stay in the processor's nearest memory."""


@dataclass(frozen=True)
class Cluster:
    """Neighbouring areas whose common rate differs from the rate of the rest.

    Attributes
    ----------
    members
        Row positions of the areas, from 0, in rising order.
    observed
        Cases in the areas.
    expected
        Cases that there would be if the rate were the same everywhere.
    relative_risk
        The rate inside by the rate outside; infinite where all cases are inside.
    log_likelihood_ratio
        How much likelier the cases are with two rates than with one; natural logarithm, above 0.
    p_value
        The share of maps, this one and those by chance, on which some circle has a ratio as high; not a number where
        no map was made by chance. For all but the first cluster it is too high rather than too low.
    """

    members: tuple[int, ...]
    observed: int
    expected: float
    relative_risk: float
    log_likelihood_ratio: float
    p_value: float


def scan(  # noqa: PLR0913 - a scan is these parts
    *,
    cases: ArrayLike,
    population: ArrayLike,
    coordinates: ArrayLike,
    direction: str,
    max_share: float,
    simulations: int,
    rng: np.random.Generator,
) -> list[Cluster]:
    """Find clusters of areas with a high or low rate by Kulldorff's circular spatial scan, Poisson model.

    A circle is centred on an area and holds all areas whose middle is no farther away than some distance; those that
    are equally far away enter together. A circle that holds every area is none. An area with a population of zero has
    no rate: it takes no part, and its cases are not counted.

    Parameters
    ----------
    cases
        Cases (different people, say) by area: whole numbers, 0 or more; shape (n,).
    population
        Those among whom the cases are counted, by area: 0 or more, any unit; shape (n,).
    coordinates
        A point for each area in one plane, any unit of length; shape (n, 2).
    direction
        "high" or "low".
    max_share
        The largest share of the population that a circle may hold: more than 0, 1 at most.
    simulations
        How many maps to make by chance, 0 or more; 999 gives p-values to the thousandth.
    rng
        Where chance comes from. The same seed gives the same answer, in whatever order the areas come.

    Returns
    -------
    list of Cluster
        The highest ratio first, no two with an area in common; of equal ratios the one with fewer areas first. Empty
        where there are no cases, no population, one area, or one rate everywhere.

    Raises
    ------
    OptionError
        Something given cannot be used; the message names the first fault.
    """
    check_options(direction, max_share, simulations)
    areas = _make_areas(*check_areas(cases, population, coordinates))
    if areas.total == 0:
        return []
    circles, sign = _make_circles(areas, max_share), DIRECTIONS[direction]
    ratios = ratios_of_circles(circles, areas.share, areas.cases, areas.total, sign)
    chosen = choose_circles(circles, ratios, LEAST_RATIO)
    by_chance = _ratios_by_chance(circles, areas, sign, rng, simulations if chosen else 0)
    return [_make_cluster(areas, circles.row[first : last + 1], ratios[last], by_chance) for first, last in chosen]


def compile_kernels() -> None:
    """Run every kernel once on a map of three areas, so that all are compiled before anybody waits for an answer.

    The first time on a machine this takes some seconds, later a part of one.
    """
    areas = _make_areas(*check_areas([3, 1, 0], [1, 1, 1], [(0, 0), (1, 0), (2, 0)]))
    circles = _make_circles(areas, max_share=0.5)
    ratios = ratios_of_circles(circles, areas.share, areas.cases, areas.total, 1)
    choose_circles(circles, ratios, LEAST_RATIO)
    highest_ratios(circles, areas.share, areas.cases.reshape(-1, 1), areas.total, 1)


@dataclass(frozen=True, eq=False)
class _Areas:
    """The areas that take part, in an order of their own: the order in which they were given changes nothing.

    ``given`` holds their row positions as they were given, ``share`` their shares of the population.
    """

    given: Longs
    cases: Counts
    share: Floats
    points: Floats

    @property
    def total(self) -> int:
        return int(self.cases.sum())


def _make_areas(counts: Floats, people: Floats, points: Floats) -> _Areas:
    """Sort the areas west to east, then south to north, and leave out those without a population."""
    order = np.lexsort((counts, people, points[:, 1], points[:, 0]))
    # Summed in the new order, for a sum of fractions depends on it.
    everyone = people[order].sum()
    share = people[order] / everyone if everyone > 0 else people[order]
    some = share > 0
    given = order[some]
    return _Areas(given.astype(np.int64), counts[given].astype(np.int32), share[some], points[given])


def _make_circles(areas: _Areas, max_share: float) -> Circles:
    """Lay circles round every area: the rows by distance, up to the largest circle that is small enough."""
    same = DISTANCE_ROUNDING * float(np.abs(areas.points).max())
    most = min(max_share * (1 + SHARE_ROUNDING), 1 - SHARE_ROUNDING)
    lists, wholes = [], []
    for point in areas.points:
        away = np.hypot(*(areas.points - point).T)
        nearest = np.argsort(away, kind="stable")
        whole = np.append(np.diff(away[nearest]) > same, True)
        ends = np.flatnonzero(whole & (np.cumsum(areas.share[nearest]) <= most))
        length = int(ends[-1]) + 1 if len(ends) else 0
        lists.append(nearest[:length].astype(np.int32))
        wholes.append(whole[:length])
    start = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return Circles(start, np.concatenate(lists), np.concatenate(wholes))


def _ratios_by_chance(circles: Circles, areas: _Areas, sign: int, rng: np.random.Generator, simulations: int) -> Floats:
    """Return the highest ratio of each map on which chance deals out the cases, each area its share."""
    highest = np.empty(simulations)
    for first in range(0, simulations, MAPS_AT_ONCE):
        maps = highest[first : first + MAPS_AT_ONCE]
        dealt = rng.multinomial(areas.total, areas.share, size=len(maps))
        lanes = np.ascontiguousarray(dealt.T, dtype=np.int32)
        maps[:] = highest_ratios(circles, areas.share, lanes, areas.total, sign)
    return highest


def _make_cluster(areas: _Areas, rows: Counts, ratio: float, by_chance: Floats) -> Cluster:
    """Describe one circle by its rows and its ratio, beside the highest ratios by chance."""
    observed, expected = int(areas.cases[rows].sum()), float(areas.total * areas.share[rows].sum())
    outside = (areas.total - observed) / (areas.total - expected)
    as_high = int((by_chance >= ratio - LEAST_RATIO).sum())
    return Cluster(
        members=tuple(sorted(areas.given[rows].tolist())),
        observed=observed,
        expected=expected,
        relative_risk=observed / expected / outside if outside > 0 else float("inf"),
        log_likelihood_ratio=float(ratio),
        p_value=(1 + as_high) / (1 + len(by_chance)) if len(by_chance) else float("nan"),
    )
