"""Many ways summed up: for an area from its postcodes, for a venue from everyone. 'No way' is never minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.barriers import Ways
from assetmap.model.journey import Way

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Of equally many, the less hopeful is said: first in this order.
CAUTIOUS_ORDER: tuple[Way, ...] = (Way.NOT_KNOWN, Way.NOT_FOUND, Way.FOUND)


@dataclass(frozen=True, eq=False)
class AreaWays:
    """Ways to one venue from the points of each area, one entry an area.

    Attributes
    ----------
    total, found, not_found, not_known
        Points in the area, and how many have each state.
    state
        The state most of its points have; of equally many the less hopeful.
    longest_minutes
        The longest of the ways found, the slower of there and back; nan where none was found.
    minutes_there, minutes_back, metres
        Means over the points with a way, each point standing for as many people; nan where none was found.
    """

    total: Ints
    found: Ints
    not_found: Ints
    not_known: Ints
    state: NDArray[np.str_]
    longest_minutes: Floats
    minutes_there: Floats
    minutes_back: Floats
    metres: Floats


@dataclass(frozen=True, eq=False)
class VenueWays:
    """Ways from everywhere to one venue.

    Attributes
    ----------
    mean_minutes, longest_minutes
        Over those with a way, the slower of there and back; the mean counts people. Nan where nobody has one.
    people_with_way, people_without_way, people_not_known
        Sums of weights by state.
    """

    mean_minutes: float
    longest_minutes: float
    people_with_way: float
    people_without_way: float
    people_not_known: float


def slower_minutes(ways: Ways) -> Floats:
    """Return the slower of there and back where a way was found, else nan; shape (origins, venues)."""
    return np.where(ways.found, np.maximum(ways.minutes_there, ways.minutes_back), np.nan)


def sum_areas(ways: Ways, area: Ints, areas: int, *, venue: int = 0) -> AreaWays:
    """Sum the ways from points up to the areas they lie in.

    Parameters
    ----------
    ways
        Judged ways, shape (points, venues).
    area
        Number of the area each point lies in.
    areas
        How many areas there are; one without points gets zeros and nan.
    venue
        Which venue.
    """
    state, found = ways.state[:, venue], ways.found[:, venue]
    counts = {row: np.bincount(area[state == row.value], minlength=areas) for row in Way}
    longest = np.full(areas, -np.inf)
    np.maximum.at(longest, area[found], slower_minutes(ways)[found, venue])
    most = np.argmax(np.stack([counts[row] for row in CAUTIOUS_ORDER]), axis=0)
    return AreaWays(
        total=np.bincount(area, minlength=areas),
        found=counts[Way.FOUND],
        not_found=counts[Way.NOT_FOUND],
        not_known=counts[Way.NOT_KNOWN],
        state=np.array([row.value for row in CAUTIOUS_ORDER])[most],
        longest_minutes=np.where(np.isfinite(longest), longest, np.nan),
        minutes_there=_mean_by(ways.minutes_there[:, venue], area, found, areas),
        minutes_back=_mean_by(ways.minutes_back[:, venue], area, found, areas),
        metres=_mean_by(ways.metres[:, venue], area, found, areas),
    )


def sum_venue(minutes: Floats, state: NDArray[np.str_], people: Floats) -> VenueWays:
    """Sum the ways from all points to one venue; a point without a way is counted, never averaged.

    Parameters
    ----------
    minutes
        Minutes of the ways found, nan elsewhere, shape (points,).
    state
        A value of ``Way`` each.
    people
        How many people each point stands for.
    """
    found = state == Way.FOUND.value
    with_way = float(people[found].sum())
    return VenueWays(
        mean_minutes=float((minutes[found] * people[found]).sum() / with_way) if with_way else np.nan,
        longest_minutes=float(minutes[found].max()) if found.any() else np.nan,
        people_with_way=with_way,
        people_without_way=float(people[state == Way.NOT_FOUND.value].sum()),
        people_not_known=float(people[state == Way.NOT_KNOWN.value].sum()),
    )


def take_quickest(each: list[Ways]) -> tuple[Floats, NDArray[np.str_]]:
    """Return the quickest way by any of the modes and its state, shape (origins, venues).

    A way found by one mode is found. Where none is, 'not known' by one mode outweighs 'not found' by another.
    """
    minutes = np.stack([slower_minutes(ways) for ways in each])
    states = np.stack([ways.state for ways in each])
    found, unknown = (states == Way.FOUND.value).any(axis=0), (states == Way.NOT_KNOWN.value).any(axis=0)
    state = np.where(found, Way.FOUND.value, np.where(unknown, Way.NOT_KNOWN.value, Way.NOT_FOUND.value))
    quickest = np.where(np.isnan(minutes), np.inf, minutes).min(axis=0)
    return np.where(found, quickest, np.nan), state


def _mean_by(values: Floats, area: Ints, chosen: Bools, areas: int) -> Floats:
    """Return the mean of the chosen values by area, nan where there is none to average."""
    chosen = chosen & np.isfinite(values)
    number = np.bincount(area[chosen], minlength=areas)
    total = np.bincount(area[chosen], weights=values[chosen], minlength=areas)
    return np.asarray(np.divide(total, number, out=np.full(areas, np.nan), where=number > 0))
