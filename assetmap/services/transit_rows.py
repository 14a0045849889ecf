"""Ways by vehicle as rows: from each point, and from each area through its postcodes, with legs and what is in the way.

The state of a point comes from two levels: a way there and back on the proven level is found, one on the possible
level alone is not known, and where neither has one, none was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis import connection_scan, street_graph
from assetmap.analysis.connection_scan import NEVER, Options
from assetmap.analysis.journeys import Ends, legs_home, legs_there
from assetmap.analysis.street_graph import Snaps
from assetmap.analysis.street_reach import Walks
from assetmap.analysis.there_and_back import (
    ANY_TIME,
    NONE,
    Footpaths,
    Level,
    ThereAndBack,
    there_and_back,
    whole_seconds,
)
from assetmap.messages import tr
from assetmap.model.journey import VenuePoint, Way
from assetmap.model.meeting import OPTIONS_SHOWN, SECONDS_PER_MINUTE, Meeting, clock
from assetmap.model.street import SNAP_LIMIT_METRES
from assetmap.services import transit_ground
from assetmap.services.transit_ground import Ground

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Answer:
    """What was found for all points and one venue.

    Attributes
    ----------
    ground, meeting
        What it was worked out on, and when.
    levels, found
        The proven and the possible level, and their answers.
    points, venue
        Where points and venue meet the streets.
    venue_name
        What the venue is called.
    state
        One entry a point: a value of ``Way``.
    level
        One entry a point: 0 where the proven level is told, 1 where the possible one is.
    """

    ground: Ground
    meeting: Meeting
    levels: tuple[Level, Level]
    found: tuple[ThereAndBack, ThereAndBack]
    points: Snaps
    venue: Snaps
    venue_name: str
    state: NDArray[np.str_]
    level: Ints


def answer_points(
    ground: Ground, meeting: Meeting, *, points: Snaps, access: tuple[Footpaths, ...], venue: VenuePoint
) -> Answer:
    """Find ways there and back for all points.

    Parameters
    ----------
    ground, meeting
        The day and the meeting.
    points, access
        Where the points meet the streets, and the walks between stops and points on the proven and possible level.
    venue
        Where the meeting is.
    """
    door = street_graph.snap_points(ground.possible.graph, [venue.lon], [venue.lat], limit_metres=SNAP_LIMIT_METRES)
    levels = tuple(
        Level(
            network=level.network,
            access=paths,
            venue=transit_ground.footpaths(level, ground, few=door, many=ground.stops),
            direct=transit_ground.footpaths(level, ground, few=door, many=points),
            points=len(points),
        )
        for level, paths in zip((ground.proven, ground.possible), access, strict=True)
    )
    # The walks were found from the door to the stops, so what leads to the few leads to the door.
    found = tuple(there_and_back(one, arrive_by=meeting.arrive_by, leave_from=meeting.leave_from) for one in levels)
    sure, maybe = found[0].found, found[1].found
    known = points.found & bool(door.found[0])
    state = np.select([~known, sure, maybe], [Way.NOT_KNOWN, Way.FOUND, Way.NOT_KNOWN], Way.NOT_FOUND).astype(np.str_)
    return Answer(
        ground, meeting, (levels[0], levels[1]), (found[0], found[1]), points, door, venue.name, state,
        np.where(sure, 0, 1).astype(np.int32),
    )  # fmt: skip


def minutes_of(answer: Answer) -> NDArray[np.float64]:
    """Return for every point the longer of there and back, minutes, nan where there is no way both ways."""
    return np.maximum(*minutes_each_way(answer))


def minutes_each_way(answer: Answer) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for every point the minutes there, and those back; nan where there is no way both ways."""
    whole = np.where(answer.level == 0, answer.found[0].found, answer.found[1].found)
    there, home = (
        np.where(whole, (arrive - leave) / SECONDS_PER_MINUTE, np.nan)
        for leave, arrive in (_both(answer, "there"), _both(answer, "home"))
    )
    return there, home


def _both(answer: Answer, half: str) -> tuple[Ints, Ints]:
    """Return leave and arrive of one half for every point, from the level that is told."""
    sure, maybe = (getattr(found, half) for found in answer.found)
    first = answer.level == 0
    return np.where(first, sure.leave, maybe.leave), np.where(first, sure.arrive, maybe.arrive)


def point_row(answer: Answer, point: int) -> Row:
    """Return everything about one point but its name: times, minutes, departures and legs."""
    number = int(answer.level[point])
    level, found = answer.levels[number], answer.found[number]
    ends = Ends(home=tr("home"), door=answer.venue_name or tr("the venue"), on_foot=answer.ground.on_foot)
    table = (answer.ground.proven, answer.ground.possible)[number].timetable
    there = legs_there(level, found.there, found.profile_there, point, table, ends)
    home = legs_home(level, found.home, found.profile_home, point, table, ends)
    times = _times(answer, found, point)
    return {
        "way_there_and_back": str(answer.state[point]),
        **times,
        "departures_there": _departures_there(answer, level, found, point),
        "departures_back": _departures_back(answer, level, found, point),
        "legs_there": there,
        "legs_back": home,
    }


def _times(answer: Answer, found: ThereAndBack, point: int) -> Row:
    there, home = found.there, found.home
    row: Row = dict.fromkeys(
        ("leave_home", "arrive", "leave_venue", "arrive_home", "minutes_there", "minutes_back", "minutes_away",
         "spare_minutes", "last_way_home")
    )  # fmt: skip
    if there.found[point]:
        leave, arrive = int(there.leave[point]), int(there.arrive[point])
        row |= {"leave_home": clock(leave), "arrive": clock(arrive), "minutes_there": minutes(arrive - leave)}
    if home.found[point]:
        leave, arrive = int(home.leave[point]), int(home.arrive[point])
        row |= {"leave_venue": clock(leave), "arrive_home": clock(arrive), "minutes_back": minutes(arrive - leave)}
        row |= _spare(answer, int(found.last_leave[point]))
    if there.found[point] and home.found[point]:
        row["minutes_away"] = minutes(int(home.arrive[point]) - int(there.leave[point]))
    return row


def _spare(answer: Answer, last: int) -> Row:
    """Return when the last way home leaves and by how much the meeting may overrun; nothing where one can walk."""
    if last in {ANY_TIME, NEVER}:
        return {}
    spare = (last - answer.meeting.leave_from) // SECONDS_PER_MINUTE
    return {"last_way_home": clock(last), "spare_minutes": spare}


def _departures_there(answer: Answer, level: Level, found: ThereAndBack, point: int) -> list[str]:
    """Return when one may leave home and be in time, the last few; what walks all the way has no fixed times."""
    if not found.there.found[point] or found.there.entry[point] == NONE:
        return []
    rows = level.access.rows_there(point)
    walks = level.access.there
    ways = connection_scan.options(
        found.profile_there, stop=walks.source[rows], seconds=whole_seconds(walks.seconds[rows])
    )
    in_time = (ways.arrive <= answer.meeting.arrive_by) & _quicker(
        ways, level.direct.there, level.direct.rows_there(point)
    )
    return [clock(int(leave)) for leave in ways.leave[in_time][-OPTIONS_SHOWN:]]


def _departures_back(answer: Answer, level: Level, found: ThereAndBack, point: int) -> list[str]:
    """Return when one may leave the venue after the end and get home, the first few."""
    if not found.home.found[point] or found.home.entry[point] == NONE:
        return []
    rows = level.access.rows_home(point)
    walks = level.access.home
    ways = connection_scan.options(
        found.profile_home, stop=walks.source[rows], seconds=whole_seconds(walks.seconds[rows])
    )
    after = (ways.leave >= answer.meeting.leave_from) & _quicker(ways, level.direct.home, level.direct.rows_home(point))
    return [clock(int(leave)) for leave in ways.leave[after][:OPTIONS_SHOWN]]


def _quicker(ways: Options, direct: Walks, rows: NDArray[np.int64]) -> Bools:
    """Tell which ways take less time than walking all the way: nobody rides past the door and walks back."""
    walk = whole_seconds(direct.seconds[rows])
    return np.asarray((ways.arrive - ways.leave) < (walk[0] if len(walk) else np.inf))


def minutes(seconds: int) -> float:
    """Return seconds as minutes with one decimal."""
    return round(seconds / SECONDS_PER_MINUTE, 1)
