"""One journey put together leg by leg: walk, ride, change, ride, walk. The legs join in place and in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.connection_scan import Profile, rides
from assetmap.analysis.street_reach import Walks
from assetmap.analysis.there_and_back import NONE, Half, Level, whole_seconds
from assetmap.model.journey import LegKind
from assetmap.model.meeting import clock
from assetmap.model.service_day import Changes, ServiceDay

Row = dict[str, Any]
Ints = NDArray[np.int32]

TRAITS = ("metres", "steps_metres", "unsafe_metres", "unlit_metres", "unproven_metres")
"""What is told of each walk, whole metres: see `street_reach.Walks`."""


@dataclass(frozen=True, eq=False)
class Ends:
    """What the two ends of all journeys are called, and what one walks as.

    Attributes
    ----------
    home, door
        Words for the point and for the venue.
    on_foot
        ``walk`` or ``wheels``: the kind of a leg that is the whole way.
    """

    home: str
    door: str
    on_foot: str


@dataclass(frozen=True, eq=False)
class Timetable:
    """A day with the changes and the walks between stops of one level, to look up what rides and changes are.

    Attributes
    ----------
    day
        All vehicles.
    changes
        Where people may change, sorted by the first stop, then the second.
    walks
        Walks from stop to stop.
    """

    day: ServiceDay
    changes: Changes
    walks: Walks

    def change_seconds(self, first: int, second: int) -> int:
        """Return what a change from one stop to another takes."""
        return int(self.changes.seconds[self._row(self.changes.origin, self.changes.target, first, second)])

    def change_metres(self, first: int, second: int) -> Row:
        """Return the metres of the walk of a change, by sort; none where a timetable allows it and no walk is known."""
        row = self._row(self.walks.source, self.walks.target, first, second)
        known = row < len(self.walks) and (self.walks.source[row], self.walks.target[row]) == (first, second)
        return _metres(self.walks, row) if known else dict.fromkeys(TRAITS)

    def _row(self, origin: Ints, target: Ints, first: int, second: int) -> int:
        keys = origin.astype(np.int64) * self.day.stops + target
        return int(np.searchsorted(keys, first * self.day.stops + second))


def legs_there(level: Level, half: Half, profile: Profile, point: int, timetable: Timetable, ends: Ends) -> list[Row]:
    """Return the legs from a point to the door; none where there is no way.

    Returns
    -------
    list of dict
        ``kind, from, to, start, end`` and, of a walk, its metres by sort; of a ride ``feed, trip_id, route, route_type,
        headsign, from_stop_id, to_stop_id, wheelchair, from_stop_wheelchair, to_stop_wheelchair``. Times are HH:MM:SS
        of the meeting's day, 24:00:00 and more after midnight.
    """
    if not half.found[point]:
        return []
    leave, row = int(half.leave[point]), int(half.walk[point])
    if half.entry[point] == NONE:
        return [_walk(level.direct.there, row, (ends.on_foot, ends.home, ends.door), leave)]
    walks = level.access.there
    found = rides(profile, int(half.entry[point]))
    day = timetable.day
    first, last = int(walks.source[row]), int(day.arrival_stop[found[-1][1]])
    legs = [_walk(walks, row, (LegKind.ACCESS, ends.home, _stop(day, first)), leave)]
    legs += _ridden(timetable, found)
    out = _row_of_stop(level.venue.there, last)
    arrive = int(day.arrival[found[-1][1]])
    return [*legs, _walk(level.venue.there, out, (LegKind.EGRESS, _stop(day, last), ends.door), arrive)]


def legs_home(level: Level, half: Half, profile: Profile, point: int, timetable: Timetable, ends: Ends) -> list[Row]:
    """Return the legs from the door to a point; see `legs_there`."""
    if not half.found[point]:
        return []
    leave, row = int(half.leave[point]), int(half.walk[point])
    if half.entry[point] == NONE:
        return [_walk(level.direct.home, row, (ends.on_foot, ends.door, ends.home), leave)]
    walks = level.access.home
    found = rides(profile, int(half.entry[point]))
    day = timetable.day
    first, last = int(day.departure_stop[found[0][0]]), int(walks.source[row])
    out = _row_of_stop(level.venue.home, first)
    legs = [_walk(level.venue.home, out, (LegKind.ACCESS, ends.door, _stop(day, first)), leave)]
    legs += _ridden(timetable, found)
    arrive = int(day.arrival[found[-1][1]])
    return [*legs, _walk(walks, row, (LegKind.EGRESS, _stop(day, last), ends.home), arrive)]


def _ridden(timetable: Timetable, found: list[tuple[int, int]]) -> Iterator[Row]:
    """Yield the rides, with a leg between two of them where one walks to another stop."""
    day = timetable.day
    for number, (boarded, alighted) in enumerate(found):
        if number:
            came = found[number - 1][1]
            first, second = int(day.arrival_stop[came]), int(day.departure_stop[boarded])
            if first != second:
                yield _change(timetable, first, second, int(day.arrival[came]))
        yield _ride(day, boarded, alighted)


def _change(timetable: Timetable, first: int, second: int, start: int) -> Row:
    day = timetable.day
    end = start + timetable.change_seconds(first, second)
    leg = _leg((LegKind.TRANSFER, _stop(day, first), _stop(day, second)), start, end)
    return leg | timetable.change_metres(first, second)


def _ride(day: ServiceDay, boarded: int, alighted: int) -> Row:
    run, first, last = int(day.run[boarded]), int(day.departure_stop[boarded]), int(day.arrival_stop[alighted])
    route = int(day.run_route[run])
    names = (LegKind.TRANSIT, _stop(day, first), _stop(day, last))
    return _leg(names, int(day.departure[boarded]), int(day.arrival[alighted])) | {
        "feed": day.feeds[int(day.run_feed[run])],
        "trip_id": str(day.run_trip_id[run]),
        "route": str(day.route_name[route]),
        "route_type": int(day.route_type[route]),
        "headsign": str(day.run_headsign[run]),
        "from_stop_id": str(day.stop_id[first]),
        "to_stop_id": str(day.stop_id[last]),
        "wheelchair": int(day.run_wheelchair[run]),
        "from_stop_wheelchair": int(day.stop_wheelchair[first]),
        "to_stop_wheelchair": int(day.stop_wheelchair[last]),
    }


def _walk(walks: Walks, row: int, names: tuple[str, str, str], start: int) -> Row:
    seconds = int(whole_seconds(walks.seconds[row]))
    return _leg(names, start, start + seconds) | _metres(walks, row)


def _metres(walks: Walks, row: int) -> Row:
    return {name: round(float(getattr(walks, name)[row])) for name in TRAITS}


def _leg(names: tuple[str, str, str], start: int, end: int) -> Row:
    kind, first, last = names
    return {"kind": str(kind), "from": first, "to": last, "start": clock(start), "end": clock(end)}


def _row_of_stop(walks: Walks, stop: int) -> int:
    """Return the row of the walk between the door and a stop; the door is the one source."""
    return int(np.searchsorted(walks.target, np.int32(stop)))


def _stop(day: ServiceDay, stop: int) -> str:
    return str(day.stop_name[stop]) or str(day.stop_id[stop])
