"""Ways of areas and patches to our usual meeting: counted over their points, and what is ours to change about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis import connection_scan
from assetmap.analysis.connection_scan import NEVER
from assetmap.analysis.last_way import LastWays, last_ways
from assetmap.analysis.there_and_back import ANY_TIME
from assetmap.model.journey import Mode, Way
from assetmap.model.meeting import (
    OVERRUNS_MINUTES,
    SECONDS_PER_MINUTE,
    TRANSIT_BY_NAME,
    clock_words,
    is_of_mode,
    read_meeting,
)
from assetmap.model.our_barrier import SHORT_MEETING, UnitWay, UsualMeeting
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME
from assetmap.render import barrier_words as said
from assetmap.render.barrier_words import Asked, LastHome
from assetmap.services import street_ways, timetables, transit_travel
from assetmap.services.representation_units import Units
from assetmap.services.transit_rows import Answer
from assetmap.services.transit_travel import CAUTIOUS, TransitRequest
from assetmap.services.workspace import Place

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]

OURS = (said.NO_WAY_THERE, said.NO_WAY_HOME)
"""The rows of ``BARRIER_RULES`` that are ours, the weightier first: our hours can change."""


@dataclass(frozen=True, eq=False)
class _Ways:
    """What was found for all points of the place.

    Attributes
    ----------
    answer
        States and both levels.
    last
        The last ways home on the proven level.
    lost
        Which points have no way, by what stands between: by the rows of ours where other hours would help, else by
        what the words of ``barrier_words`` are told by.
    asked
        What the words are filled with.
    """

    answer: Answer
    last: LastWays
    lost: dict[str, Bools]
    asked: Asked


def answer_units(place: Place, units: Units, usual: UsualMeeting) -> dict[str, UnitWay]:
    """Answer every unit; see `our_barriers.barriers_by_unit`."""
    points_of = _points_of(place, units)
    if usual.reason:
        return {unit: UnitWay(0, 0, len(points)) for unit, points in points_of.items()}
    ways = _find_ways(place, usual)
    return {unit: _answer_unit(ways, points) for unit, points in points_of.items()}


def _points_of(place: Place, units: Units) -> dict[str, Longs]:
    """Return which of the place's points, as `transit_ground.place_points` numbers them, each unit has."""
    spread = street_ways.find_start_points(place)
    first = len(spread.areas)  # the areas' own points stand before all others
    unit = spread.areas["origin"].astype(str).map(units.of_area).to_numpy(dtype=object)[spread.points["area"]]
    return {str(name): first + np.flatnonzero(unit == name) for name in units.names.index}


def _find_ways(place: Place, usual: UsualMeeting) -> _Ways:
    """Find the ways of all points at once."""
    graph = street_ways.load_streets(place, (Mode.WALK.value,))[Mode.WALK.value]
    request = TransitRequest(
        meeting=read_meeting(usual.date, usual.start, usual.end),
        venue=street_ways.find_venue(place, usual.venue or usual.venue_name, graph),
        modes=timetables.vehicles_of(place),
        profile=PROFILE_BY_NAME[DEFAULT_PROFILE],
        overrun_minutes=OVERRUNS_MINUTES[0],
    )
    answer = transit_travel.answer_place(place, request)
    return _Ways(
        answer=answer,
        last=last_ways(answer.levels[0], answer.found[0].profile_home),
        lost=_sort_lost(answer),
        asked=Asked(timetables.vehicle_words(request.modes), request.modes, request.meeting.end),
    )


def _sort_lost(answer: Answer) -> dict[str, Bools]:
    """Sort the points without a way by what stands between.

    Hours are ours to change only where other hours would help: where a short meeting has room between the first way
    there of the day and the last way home.
    """
    found, meeting = answer.found[1], answer.meeting
    shorter = max(meeting.end - meeting.start - SHORT_MEETING.minutes * SECONDS_PER_MINUTE, 0)
    stay = meeting.leave_from - meeting.arrive_by - shorter
    first, last = found.first_arrive.astype(np.int64), found.last_leave.astype(np.int64)
    lost = answer.state == str(Way.NOT_FOUND)
    other_hours = lost & (first + stay <= last)
    return {
        said.NO_WAY_THERE: other_hours & ~found.there.found,
        said.NO_WAY_HOME: other_hours & ~found.home.found,
        said.NONE_HOME: lost & (found.last_leave == NEVER),
        said.NONE_THERE: lost & (found.first_arrive == ANY_TIME),
        said.NONE_AT_ALL: lost & ~other_hours,
        said.NO_WAY: lost,
    }


def _answer_unit(ways: _Ways, points: Longs) -> UnitWay:
    """Answer one unit: what most of its points have is said; of equally many, the less hopeful."""
    states = ways.answer.state[points]
    counts = {way: int((states == way.value).sum()) for way in Way}
    last = _last_home(ways, points)
    barrier, sentence = "", ""
    most = max(CAUTIOUS, key=lambda way: counts[way])
    if counts[most] and most == Way.NOT_FOUND:
        barrier, sentence = _not_found(ways, points, last)
    elif counts[most] and most == Way.NOT_KNOWN:
        sentence = _not_known(ways.answer, points[states == most.value])
    return UnitWay(
        counts[Way.FOUND], counts[Way.NOT_FOUND], counts[Way.NOT_KNOWN],
        clock_words(last.leaves) if last else "", barrier, sentence,
    )  # fmt: skip


def _last_home(ways: _Ways, points: Longs) -> LastHome | None:
    """Return the vehicle with which the last way home to any of the points begins; None where there is none."""
    points = points[ways.last.leave[points] != NEVER]
    if not len(points):
        return None
    latest = points[int(np.argmax(ways.last.leave[points]))]
    day = ways.answer.ground.day
    rides = connection_scan.rides(ways.answer.found[0].profile_home, int(ways.last.entry[latest]))
    types = [int(day.route_type[day.run_route[day.run[boarded]]]) for boarded, _ in rides]
    kinds = {mode for mode in TRANSIT_BY_NAME for number in types if is_of_mode(number, (mode,))}
    return LastHome(int(day.departure[rides[0][0]]), kinds.pop() if len(kinds) == 1 else "")


def _not_found(ways: _Ways, points: Longs, last: LastHome | None) -> tuple[str, str]:
    """Say why most have no way: what is ours to change first, and only where it stands in the way of most."""
    ours = [name for name in OURS if _most(ways.lost[name], points)]
    if ours:
        barrier = max(ours, key=lambda name: int(ways.lost[name][points].sum()))
        return barrier, " ".join(_say_ours(ways, name, points, last) for name in ours)
    what = next(
        name for name in ways.lost if name not in OURS and (name == said.NO_WAY or _most(ways.lost[name], points))
    )
    return "", said.barrier_sentence(what, ways.asked, of_all=_all(ways, what, points))


def _say_ours(ways: _Ways, name: str, points: Longs, last: LastHome | None) -> str:
    """Say what is ours; of the way home with the last vehicle of those who miss it."""
    own = _last_home(ways, points[ways.lost[name][points]])
    if name == said.NO_WAY_THERE or own is None:
        return said.barrier_sentence(name, ways.asked, of_all=_all(ways, name, points))
    return said.last_home_sentence(own, ways.asked, of_all=last == own)


def _all(ways: _Ways, name: str, points: Longs) -> bool:
    """Tell whether something holds for all points of which anything is known."""
    known = points[ways.answer.state[points] != str(Way.NOT_KNOWN)]
    return bool(ways.lost[name][known].all())


def _not_known(answer: Answer, unknown: Longs) -> str:
    """Say why nobody can tell for most of the points of which nothing is known."""
    if not answer.venue.found[0]:
        return said.venue_off_sentence()
    return said.off_streets_sentence() if _most(~answer.points.found, unknown) else said.no_pavement_sentence()


def _most(holds: Bools, points: Longs) -> bool:
    """Tell whether something holds for more than half of the points."""
    return int(holds[points].sum()) * 2 > len(points)
