"""There before it starts, and home again after it ends: the two halves of one question, put together.

    home --walk--> stop ==bus==> stop --walk--> door     the latest that is in time
    door --walk--> stop ==bus==> stop --walk--> home     the earliest that is home

Both are asked of a *level*: streets and vehicles of which something is known. On the proven level everything that the
traveller needs is recorded; on the possible level nothing is recorded against it. A way there and back on the proven
level is found; one on the possible level alone is not known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assetmap.analysis import connection_scan
from assetmap.analysis.connection_scan import NEVER, Access, Network, Profile
from assetmap.analysis.street_reach import Walks

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDING = 1e-6
"""What sums of seconds may be out by and still be whole."""
NONE = -1
"""No entry, no walk."""
_NO_ROWS = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Footpaths:
    """Walks of one level, both ways, at the traveller's own pace in whole seconds.

    Attributes
    ----------
    there, home
        Walks from points to where they change to a vehicle, or to the door; and back. In ``there`` the point is the
        walk's target, for walks are found from the few to the many.
    """

    there: Walks
    home: Walks

    def rows_there(self, target: int) -> Longs:
        """Return which of the walks there have a target."""
        return self._there.rows_of(target)

    def rows_home(self, target: int) -> Longs:
        """Return which of the walks home have a target."""
        return self._home.rows_of(target)

    @cached_property
    def _there(self) -> _ByTarget:
        return _sort_by_target(self.there)

    @cached_property
    def _home(self) -> _ByTarget:
        return _sort_by_target(self.home)


@dataclass(frozen=True, eq=False)
class _ByTarget:
    """Rows of walks sorted by their targets: thousands of points are looked up one by one."""

    order: Longs
    start: Longs

    def rows_of(self, target: int) -> Longs:
        return self.order[self.start[target] : self.start[target + 1]] if target + 1 < len(self.start) else _NO_ROWS


def _sort_by_target(walks: Walks) -> _ByTarget:
    order = np.argsort(walks.target, kind="stable").astype(np.int64)
    return _ByTarget(order, np.concatenate(([0], np.cumsum(np.bincount(walks.target)))).astype(np.int64))


@dataclass(frozen=True, eq=False)
class Level:
    """What is travelled on at one level, for all points and one venue.

    Attributes
    ----------
    network
        Vehicles of the day that the traveller may use.
    access
        Walks between points and stops: source the stop, target the point.
    venue
        Walks between stops and the door: source the door (always 0), target the stop.
    direct
        Walks between points and the door: source the door, target the point.
    points
        Number of points.
    """

    network: Network
    access: Footpaths
    venue: Footpaths
    direct: Footpaths
    points: int


@dataclass(frozen=True, eq=False)
class Half:
    """One half of the way for every point.

    Attributes
    ----------
    leave, arrive
        Seconds of the day: from home and at the door, or from the door and at home. Without meaning where ``found`` is
        False.
    found
        Whether there is a way at all.
    entry
        The entry of the profile, NONE where one walks all the way or there is no way.
    walk
        Row of the access walks, or of the direct walks where ``entry`` is NONE; NONE where there is no way.
    """

    leave: Ints
    arrive: Ints
    found: Bools
    entry: Ints
    walk: Ints


@dataclass(frozen=True, eq=False)
class ThereAndBack:
    """The answer of one level for all points.

    Attributes
    ----------
    there, home
        The two halves.
    last_leave
        When the last way home of the day leaves the door, seconds, be it before the end; NEVER where there is none,
        ANY_TIME where one can walk.
    first_arrive
        When one can be at the door at the earliest that day, seconds; ANY_TIME where never, NEVER where one can walk.
    profile_there, profile_home
        All ways of the day between the stops and the door.
    """

    there: Half
    home: Half
    last_leave: Ints
    first_arrive: Ints
    profile_there: Profile
    profile_home: Profile

    @property
    def found(self) -> Bools:
        """Where there is a way there and a way home."""
        return self.there.found & self.home.found


ANY_TIME = np.int32(-NEVER)
"""A time later than all others: one can go home on foot whenever one likes."""


def there_and_back(level: Level, *, arrive_by: int, leave_from: int) -> ThereAndBack:
    """Find for every point the latest way there and the earliest way home.

    Parameters
    ----------
    level
        Streets and vehicles.
    arrive_by, leave_from
        When to be at the door, and when to leave it, seconds of the day.

    Returns
    -------
    ThereAndBack
        One entry a point. Walking all the way competes with every vehicle: the later start, and the earlier arrival,
        wins.
    """
    to_door = connection_scan.profile_to(
        level.network, stop=level.venue.there.target, seconds=whole_seconds(level.venue.there.seconds)
    )
    from_door = connection_scan.profile_from(
        level.network, stop=level.venue.home.target, seconds=whole_seconds(level.venue.home.seconds)
    )
    going, returning = (_access(walks, level.points) for walks in (level.access.there, level.access.home))
    return ThereAndBack(
        there=_way_there(level, to_door, going, arrive_by),
        home=_way_home(level, from_door, returning, leave_from),
        last_leave=_last_leave(level, from_door),
        first_arrive=_first_arrive(level, to_door),
        profile_there=to_door,
        profile_home=from_door,
    )


def whole_seconds(seconds: ArrayLike) -> Ints:
    """Return the seconds of walks, rounded up: nobody is told to be quicker than they are."""
    return np.ceil(np.asarray(seconds, dtype=np.float64) - ROUNDING).astype(np.int32)


def _access(walks: Walks, points: int) -> Access:
    return connection_scan.make_access(
        point=walks.target, stop=walks.source, seconds=whole_seconds(walks.seconds), points=points
    )


def _way_there(level: Level, profile: Profile, access: Access, arrive_by: int) -> Half:
    found = connection_scan.latest_leaving(profile, access=access, deadline=arrive_by)
    by_vehicle = found.pair >= 0
    arrive = np.where(by_vehicle, profile.arrive[np.where(by_vehicle, found.entry, 0)], 0) if len(profile.arrive) else 0
    direct, row = _direct(level.direct.there, level.points)
    on_foot = np.where(row >= 0, arrive_by - direct, NEVER)
    walks = (row >= 0) & (on_foot >= found.time)
    return Half(
        leave=np.where(walks, on_foot, found.time).astype(np.int32),
        arrive=np.where(walks, arrive_by, arrive).astype(np.int32),
        found=walks | by_vehicle,
        entry=np.where(walks, NONE, found.entry).astype(np.int32),
        walk=np.where(walks, row, found.pair).astype(np.int32),
    )


def _way_home(level: Level, profile: Profile, access: Access, leave_from: int) -> Half:
    found = connection_scan.earliest_home(profile, access=access, start=leave_from)
    by_vehicle = found.pair >= 0
    leave = np.where(by_vehicle, profile.leave[np.where(by_vehicle, found.entry, 0)], 0) if len(profile.leave) else 0
    direct, row = _direct(level.direct.home, level.points)
    on_foot = np.where(row >= 0, leave_from + direct, ANY_TIME)
    walks = (row >= 0) & (on_foot <= found.time)
    return Half(
        leave=np.where(walks, leave_from, leave).astype(np.int32),
        arrive=np.where(walks, on_foot, found.time).astype(np.int32),
        found=walks | by_vehicle,
        entry=np.where(walks, NONE, found.entry).astype(np.int32),
        walk=np.where(walks, row, found.pair).astype(np.int32),
    )


def _direct(walks: Walks, points: int) -> tuple[Ints, Ints]:
    """Return for every point the seconds of the walk to the door, and its row; NONE where there is none."""
    seconds, row = np.zeros(points, dtype=np.int32), np.full(points, NONE, dtype=np.int32)
    seconds[walks.target] = whole_seconds(walks.seconds)
    row[walks.target] = np.arange(len(walks))
    return seconds, row


def _last_leave(level: Level, profile: Profile) -> Ints:
    """Return when the last way home leaves the door."""
    last = np.full(level.points, NEVER, dtype=np.int32)
    has = np.diff(profile.start) > 0
    of_stop = np.full(len(has), NEVER, dtype=np.int32)
    of_stop[has] = profile.leave[profile.start[1:][has] - 1]
    np.maximum.at(last, level.access.home.target, of_stop[level.access.home.source])
    last[level.direct.home.target] = ANY_TIME
    return last


def _first_arrive(level: Level, profile: Profile) -> Ints:
    """Return when one can be at the door at the earliest."""
    first = np.full(level.points, ANY_TIME, dtype=np.int32)
    has = np.diff(profile.start) > 0
    of_stop = np.full(len(has), ANY_TIME, dtype=np.int32)
    of_stop[has] = profile.arrive[profile.start[:-1][has]]
    np.minimum.at(first, level.access.there.target, of_stop[level.access.there.source])
    first[level.direct.there.target] = NEVER
    return first
