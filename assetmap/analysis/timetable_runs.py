"""The runs of one timetable on one day, and their connections: all by whole columns, no row for itself.

A run is a trip moved in time: by a day where it began yesterday or begins tomorrow night, and by its start where the
trip has a headway. So the connections of each trip are made once and laid out again for each of its runs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis.timetable_columns import Longs, count_out, numbers, places_of, whole_numbers
from assetmap.analysis.timetable_dates import read_calendar
from assetmap.analysis.timetable_times import StopTimes, fill_times
from assetmap.model.service_day import DAY_SECONDS, NIGHT_ENDS_SECONDS

Bools = NDArray[np.bool_]
Tables = Mapping[str, pd.DataFrame]

_NEVER, _BOOKED = 1, 2
"""Codes of ``pickup_type`` and ``drop_off_type``: nobody may; whoever rang the operator before may."""
_EXACT = 1
_YESTERDAY, _TODAY, _TOMORROW = -1, 0, 1


@dataclass(frozen=True, eq=False)
class Runs:
    """Runs and connections of one timetable on a day, numbers being rows of its tables.

    Attributes
    ----------
    trip, last_stop
        One entry a run: its row in ``trips``, and the row in ``stops`` where it ends.
    run, position, from_stop, to_stop, departure, arrival, boards, alights
        One entry a connection, in the order of runs: its run, its place in the run on this day, rows in ``stops``,
        seconds after the day's midnight, whether people may get on and off.
    booked_trips
        How many trips of the day stop somewhere only for people who booked.
    headway_trips
        How many trips of the day come every so many minutes, at no fixed times.
    """

    trip: Longs
    last_stop: Longs
    run: Longs
    position: Longs
    from_stop: Longs
    to_stop: Longs
    departure: Longs
    arrival: Longs
    boards: Bools
    alights: Bools
    booked_trips: int
    headway_trips: int


@dataclass(frozen=True, eq=False)
class _Hops:
    """Connections as trips have them, one trip after the other; ``first`` and ``number`` say which are a trip's own."""

    from_stop: Longs
    to_stop: Longs
    departure: Longs
    arrival: Longs
    pickup: Longs
    drop_off: Longs
    first: Longs
    number: Longs

    @property
    def leaves(self) -> Longs:
        """When each trip leaves its first stop, seconds; of no meaning where a trip has no hop."""
        if not len(self.departure):
            return np.zeros(len(self.first), dtype=np.int64)
        return self.departure[np.minimum(self.first, len(self.departure) - 1)]


@dataclass(frozen=True, eq=False)
class _Starts:
    """Runs before they are laid out: row of the trip, seconds by which its times are moved, whether they are exact."""

    trip: Longs
    shift: Longs
    exact: Bools

    def chosen(self, which: Bools) -> _Starts:
        """Return some of the runs."""
        return _Starts(self.trip[which], self.shift[which], self.exact[which])


def find_runs(tables: Tables, *, day: np.datetime64, route_types: Collection[int] | None) -> Runs:
    """Return what one timetable runs on a day.

    Parameters
    ----------
    tables
        The checked tables.
    day
        A whole day.
    route_types
        Kinds of vehicle wanted, as GTFS numbers them; None for all.
    """
    wanted = _wanted_trips(tables, day, route_types)
    hops = _make_hops(tables, np.logical_or.reduce(list(wanted.values())))
    headway_trip = places_of(tables["frequencies"]["trip_id"], tables["trips"]["trip_id"])
    known = headway_trip >= 0  # a trip that stops nowhere is no longer among the trips
    starts = _make_starts(tables["frequencies"][known], hops, headway_trip[known])
    by_day = [_on_day(starts, hops, trips, which) for which, trips in wanted.items()]
    return _lay_out(
        _Starts(
            np.concatenate([one.trip for one in by_day]),
            np.concatenate([one.shift for one in by_day]),
            np.concatenate([one.exact for one in by_day]),
        ),
        hops,
    )


def _wanted_trips(tables: Tables, day: np.datetime64, route_types: Collection[int] | None) -> dict[int, Bools]:
    """Tell for yesterday, today and tomorrow which trips run then, of the kinds of vehicle wanted."""
    trips, routes, calendar = tables["trips"], tables["routes"], read_calendar(tables)
    service = places_of(trips["service_id"], calendar.services)
    kind = whole_numbers(routes["route_type"])[places_of(trips["route_id"], routes["route_id"])]
    kept = np.ones(len(kind), dtype=np.bool_) if route_types is None else np.isin(kind, list(route_types))
    return {
        which: np.asarray(calendar.running_on(day + np.timedelta64(which, "D"))[service] & kept)
        for which in (_YESTERDAY, _TODAY, _TOMORROW)
    }


def _make_hops(tables: Tables, wanted: Bools) -> _Hops:
    """Make the connections of the wanted trips, blank times filled."""
    rows, stops = tables["stop_times"], tables["stops"]
    trip = places_of(rows["trip_id"], tables["trips"]["trip_id"])
    rows, trip = rows[wanted[trip]], trip[wanted[trip]]
    stop = places_of(rows["stop_id"], stops["stop_id"])
    arrival, departure = fill_times(
        StopTimes(
            trip,
            whole_numbers(rows["arrival_time"]),
            whole_numbers(rows["departure_time"]),
            numbers(stops["stop_lon"])[stop],
            numbers(stops["stop_lat"])[stop],
            numbers(rows["shape_dist_traveled"]),
        )
    )
    here = np.flatnonzero(trip[1:] == trip[:-1])
    first, number = np.zeros(len(wanted), dtype=np.int64), np.bincount(trip[here], minlength=len(wanted))
    begins = np.flatnonzero(np.diff(trip[here], prepend=-1))
    first[trip[here][begins]] = begins
    return _Hops(
        from_stop=stop[here],
        to_stop=stop[here + 1],
        departure=departure[here],
        arrival=arrival[here + 1],
        pickup=whole_numbers(rows["pickup_type"])[here],
        drop_off=whole_numbers(rows["drop_off_type"])[here + 1],
        first=first,
        number=number,
    )


def _make_starts(frequencies: pd.DataFrame, hops: _Hops, trip: Longs) -> _Starts:
    """Return all runs of an endless day: one of each trip, of a trip with a headway one each time it comes round."""
    once = np.setdiff1d(np.arange(len(hops.number)), trip)
    begin, headway = whole_numbers(frequencies["start_time"]), whole_numbers(frequencies["headway_secs"])
    times = np.maximum(0, -((begin - whole_numbers(frequencies["end_time"])) // headway))
    row, turn = count_out(times)
    shift = begin[row] + turn * headway[row] - hops.leaves[trip[row]]
    exact = whole_numbers(frequencies["exact_times"])[row] == _EXACT
    return _Starts(
        np.concatenate((once, trip[row])),
        np.concatenate((np.zeros(len(once), dtype=np.int64), shift)),
        np.concatenate((np.ones(len(once), dtype=np.bool_), exact)),
    )


def _on_day(starts: _Starts, hops: _Hops, trips: Bools, which: int) -> _Starts:
    """Return yesterday's, today's or tomorrow's runs in today's seconds; of tomorrow's only those in the night."""
    runs = trips[starts.trip] & (hops.number[starts.trip] > 0)
    if which == _TOMORROW:
        runs &= hops.leaves[starts.trip] + starts.shift < NIGHT_ENDS_SECONDS
    chosen = starts.chosen(runs)
    return _Starts(chosen.trip, chosen.shift + which * DAY_SECONDS, chosen.exact)


def _lay_out(starts: _Starts, hops: _Hops) -> Runs:
    """Lay out the connections of all runs, without those that depart before the day begins."""
    run, place = count_out(hops.number[starts.trip])
    hop = hops.first[starts.trip][run] + place
    inside = hops.departure[hop] + starts.shift[run] >= 0
    run, hop = run[inside], hop[inside]
    left = np.bincount(run, minlength=len(starts.trip))
    runs = starts.chosen(left > 0)
    run, position = count_out(left[left > 0])
    booked = (hops.pickup[hop] == _BOOKED) | (hops.drop_off[hop] == _BOOKED)
    return Runs(
        trip=runs.trip,
        last_stop=hops.to_stop[hop[np.cumsum(left[left > 0]) - 1]],
        run=run,
        position=position,
        from_stop=hops.from_stop[hop],
        to_stop=hops.to_stop[hop],
        departure=hops.departure[hop] + runs.shift[run],
        arrival=hops.arrival[hop] + runs.shift[run],
        boards=~np.isin(hops.pickup[hop], (_NEVER, _BOOKED)),
        alights=~np.isin(hops.drop_off[hop], (_NEVER, _BOOKED)),
        booked_trips=len(np.unique(runs.trip[run[booked]])),
        headway_trips=len(np.unique(runs.trip[~runs.exact])),
    )
