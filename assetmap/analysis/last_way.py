"""The last way home of a day for every point, whatever a meeting's hours are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.connection_scan import NEVER, Profile
from assetmap.analysis.there_and_back import NONE, Level, whole_seconds

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class LastWays:
    """The last way home by vehicle, one entry a point.

    Attributes
    ----------
    leave
        When one leaves the door at the latest, seconds of the day; NEVER where no vehicle gets home, or one can walk.
    entry
        The way's entry in the profile; NONE where there is none.
    """

    leave: Ints
    entry: Ints


def last_ways(level: Level, profile: Profile) -> LastWays:
    """Find the last way home by vehicle for every point to which nobody can walk all the way.

    Parameters
    ----------
    level
        Streets and vehicles.
    profile
        All ways of the day from the door, as `connection_scan.profile_from` gives them.

    Returns
    -------
    LastWays
        Of ways that leave at the same time, the one that is home first.
    """
    walks = level.access.home
    far = np.ones(level.points, dtype=np.bool_)
    far[level.direct.home.target] = False
    served = np.diff(profile.start) > 0
    pairs = np.flatnonzero(far[walks.target] & served[walks.source])
    point, entry = walks.target[pairs], profile.start[walks.source[pairs] + 1] - 1  # the last of each stop
    home = profile.arrive[entry] + whole_seconds(walks.seconds[pairs])
    order = np.lexsort((-home, profile.leave[entry], point))
    last = order[np.diff(point[order], append=NONE) != 0]
    found = LastWays(*(np.full(level.points, value, dtype=np.int32) for value in (NEVER, NONE)))
    found.leave[point[last]] = profile.leave[entry[last]]
    found.entry[point[last]] = entry[last]
    return found
