"""From stops to points: when to leave home, and when one is back, over all stops that are near enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from assetmap.analysis.connection_kernels import NEVER, Ints, Longs, Pairs, count_before, fold_best, fold_lanes
from assetmap.analysis.connection_network import as_ints
from assetmap.analysis.connection_profile import Profile


@dataclass(frozen=True, eq=False)
class LatestDepartures:
    """For every stop the latest time to board a vehicle there and be at the venue in time; NEVER where none is."""

    departure: Ints


@dataclass(frozen=True, eq=False)
class EarliestArrivals:
    """For every stop the earliest time to get off there, coming from the venue; -NEVER where none is."""

    arrival: Ints


@dataclass(frozen=True, eq=False)
class Access:
    """Which stops are near which points.

    Attributes
    ----------
    pairs
        Points, stops and seconds of the walk, one entry a walk.
    points
        Number of points; one without a stop nearby stands in no pair.
    """

    pairs: Pairs
    points: int


class Found(NamedTuple):
    """An answer for every point.

    Attributes
    ----------
    time
        When to leave the point, NEVER where there is no way; or when one is back there, -NEVER where there is none.
    entry
        The entry of the profile, or the stop where no profile was given; -1 for no way.
    pair
        The walk between point and stop, a number of the access pairs; -1 for no way.
    """

    time: Ints
    entry: Ints
    pair: Ints


def make_access(*, point: ArrayLike, stop: ArrayLike, seconds: ArrayLike, points: int) -> Access:
    """Gather which stops are near which points.

    Parameters
    ----------
    point, stop, seconds
        One entry a walk, in any order; sorted by point is quickest.
    points
        Number of all points.

    Returns
    -------
    Access
        The pairs in the same order.
    """
    return Access(Pairs(as_ints(point), as_ints(stop), as_ints(seconds)), points)


def latest_leaving(found: Profile | LatestDepartures, *, access: Access, deadline: int | None = None) -> Found:
    """Find when to leave each point at the latest.

    Parameters
    ----------
    found
        Ways to the venue, or the answer for one deadline.
    access
        Which stops are near which points.
    deadline
        When to be at the venue, seconds of the day; None for any time of the day. It tells nothing beside an answer
        for one deadline.

    Returns
    -------
    Found
        Of equal times that of the way which arrives first.
    """
    if isinstance(found, LatestDepartures):
        return _fold(access, found.departure, np.zeros_like(found.departure), np.arange(len(found.departure)))
    counts = _count(found.start, found.arrive, None if deadline is None else deadline + 1)
    entry = np.where(counts > 0, found.start[:-1] + counts - 1, -1)
    return _fold(access, _pick(found.leave, entry, NEVER), _pick(found.arrive, entry, 0), entry)


def earliest_home(found: Profile | EarliestArrivals, *, access: Access, start: int | None = None) -> Found:
    """Find when one is back at each point at the earliest.

    Parameters
    ----------
    found
        Ways from the venue, or the answer for one start.
    access
        Which stops are near which points.
    start
        When one may leave the venue, seconds of the day; None for any time of the day. It tells nothing beside an
        answer for one start.

    Returns
    -------
    Found
        Of equal times that of the way which leaves the venue last.
    """
    if isinstance(found, EarliestArrivals):
        folded = _fold(access, -found.arrival, np.zeros_like(found.arrival), np.arange(len(found.arrival)))
    else:
        counts = _count(found.start, found.leave, NEVER if start is None else start)
        entry = found.start[:-1] + counts
        entry = np.where(entry < found.start[1:], entry, -1)
        folded = _fold(access, -_pick(found.arrive, entry, -NEVER), -_pick(found.leave, entry, 0), entry)
    return folded._replace(time=-folded.time)


def latest_leaving_lanes(latest: Ints, *, access: Access) -> Ints:
    """Find when to leave each point at the latest, for many lanes.

    Parameters
    ----------
    latest
        Latest departures, shape (stops, lanes).
    access
        Which stops are near which points.

    Returns
    -------
    array of int32
        Shape (points, lanes); NEVER where there is no way.
    """
    best = np.full((access.points, latest.shape[1]), NEVER, dtype=np.int32)
    fold_lanes(access.pairs, np.ascontiguousarray(latest), best)
    return best


def earliest_home_lanes(earliest: Ints, *, access: Access) -> Ints:
    """Find when one is back at each point at the earliest, for many lanes; see `latest_leaving_lanes`.

    Parameters
    ----------
    earliest
        Earliest arrivals, shape (stops, lanes).
    access
        Which stops are near which points.

    Returns
    -------
    array of int32
        Shape (points, lanes); -NEVER where there is no way.
    """
    back = latest_leaving_lanes(-earliest, access=access)
    return np.negative(back, out=back)


def _count(start: Ints, times: Ints, limit: int | None) -> Ints:
    """Count the entries of each stop before a limit; all of them where there is none."""
    if limit is None:
        return np.diff(start)
    counts = np.empty(len(start) - 1, dtype=np.int32)
    count_before(start, times, limit, counts)
    return counts


def _pick(values: Ints, entry: Ints | Longs, missing: int) -> Ints:
    """Return the value of each stop's entry."""
    picked = np.full(len(entry), missing, dtype=np.int32)
    picked[entry >= 0] = values[entry[entry >= 0]]
    return picked


def _fold(access: Access, value: Ints, tie: Ints, entry: Ints | Longs) -> Found:
    best = np.full(access.points, NEVER, dtype=np.int32)
    pair = np.full(access.points, -1, dtype=np.int32)
    fold_best(access.pairs, value, tie, best, pair)
    there = pair >= 0
    of_point = np.full(access.points, -1, dtype=np.int32)
    of_point[there] = entry[access.pairs.stop[pair[there]]]
    return Found(best, of_point, pair)
