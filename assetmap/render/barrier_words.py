"""What of our usual meeting stands in the way of a place, in words: ours first, since we can change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assetmap.messages import mark, tr
from assetmap.model.meeting import clock_words
from assetmap.model.our_barrier import UnitWay

_LAST: dict[str, str] = {
    "bus": mark("last bus"),
    "rail": mark("last train"),
    "tram": mark("last tram"),
    "ferry": mark("last ferry"),
    "": mark("last way home"),
}
"""By kind of vehicle; "" where one changes from one kind to another."""
_NOUNS: dict[str, str] = {"bus": mark("bus"), "rail": mark("train"), "tram": mark("tram"), "ferry": mark("ferry")}

ENDS_AFTER, ENDS_TOO_LATE, NO_WAY_HOME, NO_WAY_THERE = "ends_after", "ends_too_late", "no_way_home", "no_way_there"
NONE_HOME, NONE_THERE, NONE_AT_ALL, NO_WAY = "none_home", "none_there", "none_at_all", "no_way"
"""What may stand in the way: the first four are ours, the others are told and end with what to ask."""

_SAID: dict[str, tuple[str, str]] = {
    ENDS_AFTER: (
        mark("Our meetings end after its {last}: it leaves at {time}."),
        mark("For most of it, our meetings end after the {last}: it leaves at {time}."),
    ),
    ENDS_TOO_LATE: (
        mark("Its {last} leaves at {time}: too soon after our meetings end."),
        mark("For most of it, the {last} leaves at {time}: too soon after our meetings end."),
    ),
    NO_WAY_HOME: (
        mark("We found no way home {vehicle} after {time}."),
        mark("For most of it, we found no way home {vehicle} after {time}."),
    ),
    NO_WAY_THERE: (
        mark("We found no way there {vehicle} in time."),
        mark("For most of it, we found no way there {vehicle} in time."),
    ),
    NONE_HOME: (
        mark("We found no {vehicles} home on that day."),
        mark("For most of it, we found no {vehicles} home on that day."),
    ),
    NONE_THERE: (
        mark("We found no {vehicles} there on that day."),
        mark("For most of it, we found no {vehicles} there on that day."),
    ),
    NONE_AT_ALL: (
        mark("We found no hours that day with a way there and back {vehicle}."),
        mark("For most of it, no hours that day have a way there and back {vehicle}."),
    ),
    NO_WAY: (
        mark("We found no way there and back {vehicle}."),
        mark("For part of it, we found no way there and back {vehicle}."),
    ),
}
"""Each of a whole place, and of most of it, or a part."""
_ASK = mark("There may be a lift or a scheme: ask.")
_TO_ASK = (NO_WAY_HOME, NONE_HOME, NONE_THERE, NONE_AT_ALL, NO_WAY)


@dataclass(frozen=True)
class LastHome:
    """The last vehicle home of a place.

    Attributes
    ----------
    leaves
        When it leaves the stop, seconds of the day.
    kind
        Name of its kind of vehicle; "" for several.
    """

    leaves: int
    kind: str


@dataclass(frozen=True)
class Asked:
    """What sentences are filled with.

    Attributes
    ----------
    vehicle
        The vehicles as a sentence has them: "by bus or by ferry".
    modes
        Their names.
    end
        When our meetings end, seconds of the day.
    """

    vehicle: str
    modes: Sequence[str]
    end: int


def barrier_sentence(what: str, asked: Asked, *, of_all: bool) -> str:
    """Say what stands in the way of a whole place, or of most of it; last vehicles have `last_home_sentence`."""
    said = tr(
        _SAID[what][0 if of_all else 1],
        vehicle=asked.vehicle,
        vehicles=tr(" or ").join(tr(_NOUNS[mode]) for mode in asked.modes),
        time=clock_words(asked.end),
    )
    return f"{said} {tr(_ASK)}" if what in _TO_ASK else said


def last_home_sentence(last: LastHome, asked: Asked, *, of_all: bool) -> str:
    """Say that our meetings end after the last vehicle home, or so late that it is missed."""
    what = ENDS_AFTER if last.leaves < asked.end else ENDS_TOO_LATE
    return tr(_SAID[what][0 if of_all else 1], last=tr(_LAST[last.kind]), time=clock_words(last.leaves))


def venue_off_sentence() -> str:
    """Say that our venue is off the mapped streets."""
    return tr("We cannot tell: our venue is too far from the streets on our map.")


def off_streets_sentence() -> str:
    """Say that a place is off the mapped streets."""
    return tr("We cannot tell: it is too far from the streets on our map.")


def no_pavement_sentence() -> str:
    """Say that the way on foot is not shown to be safe."""
    return tr("Nobody has recorded whether there is a pavement on the way. Ask people who live there.")


def last_home_words(way: UnitWay | None) -> str:
    """Say in a cell when the last vehicle home leaves, or why there is no such time; "" where nobody can tell.

    Parameters
    ----------
    way
        The ways of an area or patch; None where none were worked out.
    """
    if way is None or way.last_home:
        return way.last_home if way else ""
    if way.not_known:  # of some points nobody can tell, so nothing holds for the whole
        return ""
    if way.found and way.not_found:
        return tr("some live within a walk; for others none found")
    if way.found:
        return tr("within a walk")
    return tr("none found") if way.not_found else ""


def in_the_way_words(way: UnitWay | None) -> str:
    """Say in a cell what of ours stands in the way; that nothing was found where most have a way; "" for not known."""
    if way is None or way.sentence:
        return way.sentence if way else ""
    return tr("Nothing we found") if way.found else ""
