"""Blank times of a timetable, worked out from the stops around them by distance along the trip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.geometry import distance_metres
from assetmap.analysis.timetable_columns import Floats, Longs

Bools = NDArray[np.bool_]

_DECIMALS = 6
"""Seconds are first rounded to these decimals, so that a half is a half whatever the sums before left behind it."""


@dataclass(frozen=True, eq=False)
class StopTimes:
    """Rows of stop times in travelling order, one trip after the other.

    Attributes
    ----------
    trip
        Number of the trip.
    arrival, departure
        Seconds; below 0 where blank. Each trip's first and last row have one of the two.
    lon, lat
        Degrees of the stop.
    shape_distance
        How far along its way the stop lies, in any unit; nan where nobody says.
    """

    trip: Longs
    arrival: Longs
    departure: Longs
    lon: Floats
    lat: Floats
    shape_distance: Floats


def fill_times(rows: StopTimes) -> tuple[Longs, Longs]:
    """Fill blank times: whole seconds that never fall along a trip where the given ones do not.

    Between two stops with times a vehicle is taken to keep one speed, along ``shape_distance`` where that is given and
    never falls from the one to the other, else along straight lines from stop to stop. Where all stops between lie in
    one place, each hop takes the same time. Of arrival and departure one that is blank is as the other.

    Returns
    -------
    arrival, departure
        Seconds, none blank.
    """
    arrival = np.where(rows.arrival < 0, rows.departure, rows.arrival)
    departure = np.where(rows.departure < 0, arrival, rows.departure)
    blank = np.flatnonzero(arrival < 0)
    if not len(blank):
        return arrival, departure
    before, after = _timed_around(arrival >= 0, blank)
    start, end = departure[before], arrival[after]
    share = _share_of_way(rows, before, blank, after)
    passed = np.floor(np.round(share * (end - start), _DECIMALS) + 0.5).astype(np.int64)
    arrival[blank] = departure[blank] = start + passed
    return arrival, departure


def _timed_around(timed: Bools, blank: Longs) -> tuple[Longs, Longs]:
    """Return for each blank row the nearest rows with times before and after it."""
    known = np.flatnonzero(timed)
    place = np.searchsorted(known, blank)
    return known[place - 1], known[place]


def _share_of_way(rows: StopTimes, before: Longs, here: Longs, after: Longs) -> Floats:
    """Return which share of the way from one timed row to the next lies before each row between, 0 to 1."""
    straight = np.zeros(len(rows.trip))
    hop = np.flatnonzero(rows.trip[1:] == rows.trip[:-1]) + 1
    straight[hop] = distance_metres(rows.lon[hop - 1], rows.lat[hop - 1], rows.lon[hop], rows.lat[hop])
    straight = np.cumsum(straight)
    along = rows.shape_distance
    falls = np.ones(len(along), dtype=np.int64)
    falls[1:] = ~(along[1:] >= along[:-1])  # true of blanks too
    falls = np.cumsum(falls)
    told = (falls[before] == falls[after]) & (along[after] > along[before])
    passed = np.where(told, along[here] - along[before], straight[here] - straight[before])
    whole = np.where(told, along[after] - along[before], straight[after] - straight[before])
    evenly = (here - before) / (after - before)
    return np.clip(np.divide(passed, whole, out=evenly, where=whole > 0), 0.0, 1.0)
