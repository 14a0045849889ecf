"""All vehicles of one day as arrays: the form in which a timetable enters the sums.

A *run* is one trip on one day: a trip with a headway gives many runs, a trip of the day before that is still under way
after midnight gives one. A *connection* is a vehicle that goes from one stop to the next without a halt between. Times
are seconds after the midnight with which the day begins; what runs past the next midnight has 86,400 and more.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Shorts = NDArray[np.int8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]

NOT_RECORDED, YES, NO = 0, 1, 2
"""What a wheelchair field may say, as GTFS numbers it."""

DAY_SECONDS = 86_400
NIGHT_ENDS_SECONDS = 3 * 3600
"""A day takes in the vehicles that leave before this hour of the next: whoever stays until midnight goes home by them.
Our default: by three o'clock night buses have left and the first buses of the morning have not."""


def _no_ints() -> Ints:
    return np.zeros(0, dtype=np.int32)


def _no_texts() -> Texts:
    return np.zeros(0, dtype=np.object_)


@dataclass(frozen=True, eq=False)
class ServiceDay:
    """One day of one or several timetables.

    Attributes
    ----------
    feeds
        Name of each timetable; ``*_feed`` columns are numbers of it.
    stop_feed, stop_id, stop_name, stop_lon, stop_lat, stop_wheelchair, stop_station
        One entry a stop at which something calls on this day. ``stop_wheelchair`` is NOT_RECORDED, YES or NO, a blank
        one taken from its station; ``stop_station`` numbers the station it belongs to, -1 for none.
    station_feed, station_id
        One entry a station that one of these stops belongs to. Nothing calls at a station itself: it is no stop.
    route_feed, route_id, route_name, route_type
        One entry a route that runs on this day; the name that is written on the front, else the long one.
    run_feed, run_trip_id, run_route, run_headsign, run_wheelchair
        One entry a run: its trip's own id, its route's number, where it goes, NOT_RECORDED, YES or NO. Where no
        headsign is written, it goes to its last stop.
    departure_stop, arrival_stop, departure, arrival, run, position, boards, alights
        One entry a connection: stop numbers, seconds, run number, its place in the run (0 is the first), whether people
        may get on where it departs and off where it arrives. Sorted by departure, then position, then run. What a run
        of the day before did until midnight is not in the day: its first connection here has position 0.
    notes
        What a person should know of this day, whole sentences.
    """

    feeds: tuple[str, ...]
    stop_feed: Ints
    stop_id: Texts
    stop_name: Texts
    stop_lon: Floats
    stop_lat: Floats
    stop_wheelchair: Shorts
    stop_station: Ints
    route_feed: Ints
    route_id: Texts
    route_name: Texts
    route_type: Ints
    run_feed: Ints
    run_trip_id: Texts
    run_route: Ints
    run_headsign: Texts
    run_wheelchair: Shorts
    departure_stop: Ints
    arrival_stop: Ints
    departure: Ints
    arrival: Ints
    run: Ints
    position: Ints
    boards: Bools
    alights: Bools
    notes: tuple[str, ...] = ()
    station_feed: Ints = field(default_factory=_no_ints)
    station_id: Texts = field(default_factory=_no_texts)

    @property
    def stops(self) -> int:
        """Number of stops."""
        return len(self.stop_id)

    @property
    def runs(self) -> int:
        """Number of runs."""
        return len(self.run_trip_id)

    @property
    def connections(self) -> int:
        """Number of connections."""
        return len(self.departure)


@dataclass(frozen=True, eq=False)
class Changes:
    """Where people may change: one entry an ordered pair of stops, sorted by ``origin``, then ``target``.

    Attributes
    ----------
    origin, target
        Numbers of stops: from, to. A stop at which people may change without walking stands with itself.
    seconds
        From getting off at the first until ready to board at the second: the walk and the time a change needs, 1 or
        more.
    """

    origin: Ints
    target: Ints
    seconds: Ints
