"""Our usual meeting, and what of it stands between a place and us: nobody is counted in either."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark
from assetmap.model.meeting import MeetingRule

SHORT_MEETING = MeetingRule(60, mark("our default: the shortest meeting that is worth a journey; change it"))
"""Hours are ours to change only where so short a meeting, or ours if it is shorter, has a way there and back."""


@dataclass(frozen=True, kw_only=True)
class UsualMeeting:
    """The meeting that is held most often: the same venue, weekday, start and end.

    Attributes
    ----------
    venue_name
        What the list of meetings calls the venue; "" where none is recorded.
    venue
        The asset's id; "" where the venue is a point, such as a postcode, or on no list.
    date
        The ISO day that ways are worked out for: the latest such meeting that the timetable covers, else the nearest
        such weekday in it, one to come before one that has passed. "" where there is none.
    start, end
        HH:MM, or "".
    number
        How many meetings are like this.
    reason
        Why it cannot be used, in plain words; "" where it can.
    """

    venue_name: str = ""
    venue: str = ""
    date: str = ""
    start: str = ""
    end: str = ""
    number: int = 0
    reason: str = ""


@dataclass(frozen=True)
class UnitWay:
    """The ways of one area or patch to our usual meeting and back, on foot and by vehicle.

    Attributes
    ----------
    found, not_found, not_known
        How many of its points have a way there and back. Points are postcodes, or areas that have none; not people.
    last_home
        When the last vehicle that gets home to it leaves, as people say it: 15:50, or "00:10 the next day". Points to
        which one can walk do not count, and no walk beside a road that is not shown to be safe. "" where there is none.
    barrier
        Name of the row of ``BARRIER_RULES`` that is ours to change and stands in the way of most of its points, or "".
    sentence
        What a person reads; "" where most have a way, or nothing can be worked out.
    """

    found: int
    not_found: int
    not_known: int
    last_home: str = ""
    barrier: str = ""
    sentence: str = ""
