"""One meeting: when it is, how early people want to be there, and the clock that its day is told by.

Times of a day are seconds after the midnight with which the meeting's day begins. What happens after the next
midnight has 86,400 seconds and more, and is written 24:10:00, as timetables write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assetmap.errors import OptionError
from assetmap.messages import mark, tr

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600
SECONDS_PER_DAY = 86_400
_CLOCK = re.compile(r"^([01]?\d|2[0-3])[:.]([0-5]\d)$")


@dataclass(frozen=True)
class MeetingRule:
    """One number that meetings are planned by.

    Attributes
    ----------
    minutes
        The number.
    source
        Where it comes from.
    """

    minutes: int
    source: str


BE_THERE = MeetingRule(10, mark("our default: to find the room, the toilet and a seat before it starts; change it"))
"""Minutes before the start at which people want to be at the door."""
LEAVE_AFTER = MeetingRule(10, mark("our default: to say goodbye and find one's coat; change it"))
"""Minutes after the end at which people leave."""
CHANGE = MeetingRule(1, mark("our default: to get off and be ready to get on at the same stop; change it"))
"""Minutes that a change of vehicle needs beside the walk."""
CHANGE_WALK = MeetingRule(10, mark("our default: the longest walk from one stop to another; change it"))
"""Longest walk between two vehicles."""
OVERRUNS_MINUTES: tuple[int, ...] = (15, 30)
"""By how much a meeting may overrun in the answers."""
LONGEST_HELP_MINUTES = 120
"""A start or an end is moved by this much at most when we look for one change that would help: our default."""
HELP_STEP_MINUTES = 15
"""Such changes are in steps that a diary knows."""
LIFT_MINUTES = 15
"""A lift to a stop by car takes no longer than this: our default."""
BESIDE_METRES = 400.0
"""A stop so near the venue, in a straight line, is as good as its door, about five minutes on foot: our default."""
OPTIONS_SHOWN = 4
"""How many departures are told for one way: the last before the start, the first after the end."""


@dataclass(frozen=True)
class Meeting:
    """A meeting on one day.

    Attributes
    ----------
    date
        ISO day.
    start, end
        Seconds after its midnight.
    be_there_minutes, leave_after_minutes
        How long before the start people are at the door, and how long after the end they leave it.
    """

    date: str
    start: int
    end: int
    be_there_minutes: int = BE_THERE.minutes
    leave_after_minutes: int = LEAVE_AFTER.minutes

    @property
    def arrive_by(self) -> int:
        """Latest time at the door, seconds."""
        return self.start - self.be_there_minutes * SECONDS_PER_MINUTE

    @property
    def leave_from(self) -> int:
        """Earliest time of leaving, seconds."""
        return self.end + self.leave_after_minutes * SECONDS_PER_MINUTE


def read_meeting(date: str, start: str, end: str) -> Meeting:
    """Read a meeting from what was typed; the date must be an ISO day already.

    Raises
    ------
    OptionError
        A time cannot be read, or the meeting ends before it starts.
    """
    begins, ends = read_clock(start, "--start"), read_clock(end, "--end")
    if ends <= begins:
        raise OptionError(
            tr(
                "--end {end}: the meeting would end before it starts at {start}. Expected a later time on the same "
                "day. For one over midnight, ask for its two days one by one.",
                end=end,
                start=start,
            )
        )
    return Meeting(date, begins, ends)


def read_clock(text: str, option: str) -> int:
    """Read '14:30' as seconds after midnight.

    Raises
    ------
    OptionError
        It is no time of day.
    """
    found = _CLOCK.match(text.strip())
    if found is None:
        raise OptionError(
            tr(
                "{option} '{text}': this is no time of day. Expected hours and minutes, such as 14:30.",
                option=option,
                text=text,
            )
        )
    return int(found[1]) * SECONDS_PER_HOUR + int(found[2]) * SECONDS_PER_MINUTE


def clock(seconds: int) -> str:
    """Write seconds after midnight as HH:MM:SS; past the next midnight the hours go on."""
    hours, rest = divmod(int(seconds), SECONDS_PER_HOUR)
    return f"{hours:02d}:{rest // SECONDS_PER_MINUTE:02d}:{rest % SECONDS_PER_MINUTE:02d}"


def clock_words(seconds: int) -> str:
    """Write seconds after midnight as people say them: '14:30', past midnight '00:10 the next day'."""
    days, rest = divmod(int(seconds), SECONDS_PER_DAY)
    said = f"{rest // SECONDS_PER_HOUR:02d}:{rest % SECONDS_PER_HOUR // SECONDS_PER_MINUTE:02d}"
    if days > 0:
        return tr("{time} the next day", time=said)
    return tr("{time} the day before", time=said) if days < 0 else said


@dataclass(frozen=True)
class TransitMode:
    """One kind of vehicle that runs by a timetable.

    Attributes
    ----------
    name
        As in ``--modes``.
    label
        Plain words for a page.
    route_types
        First and last number of the ranges of GTFS route types, basic and extended.
    """

    name: str
    label: str
    route_types: tuple[tuple[int, int], ...]


# GTFS Schedule Reference, routes.txt, and the extended route types that feeds in Europe use.
TRANSIT_MODES: tuple[TransitMode, ...] = (
    TransitMode("bus", mark("By bus"), ((3, 3), (200, 299), (700, 799))),
    TransitMode("rail", mark("By train"), ((1, 2), (12, 12), (100, 199), (300, 499))),
    TransitMode("tram", mark("By tram"), ((0, 0), (5, 5), (11, 11), (800, 999))),
    TransitMode("ferry", mark("By ferry"), ((4, 4), (1000, 1099), (1200, 1299))),
)
TRANSIT_BY_NAME: dict[str, TransitMode] = {mode.name: mode for mode in TRANSIT_MODES}


def is_of_mode(route_type: int, modes: tuple[str, ...]) -> bool:
    """Tell whether a route type is one of the modes."""
    return any(
        first <= route_type <= last for mode in modes if mode in TRANSIT_BY_NAME
        for first, last in TRANSIT_BY_NAME[mode].route_types
    )  # fmt: skip


def read_seconds(text: str) -> int:
    """Read what `clock` wrote."""
    hours, minutes, seconds = text.split(":")
    return int(hours) * SECONDS_PER_HOUR + int(minutes) * SECONDS_PER_MINUTE + int(seconds)
