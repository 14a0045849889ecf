"""What stands in the way by vehicle: measured for one point, held against the rows of ``BARRIER_RULES``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from assetmap.analysis.barriers import describe
from assetmap.messages import tr
from assetmap.model.barrier import BARRIER_RULES, BarrierRule
from assetmap.model.journey import LegKind, Way
from assetmap.model.meeting import OVERRUNS_MINUTES, SECONDS_PER_MINUTE, clock_words, read_seconds
from assetmap.model.service_day import YES
from assetmap.model.traveller import TravellerProfile
from assetmap.services.transit_rows import Answer

Row = dict[str, Any]
Halves = tuple[list[Row], ...]
"""The legs there, and the legs back."""

UNKNOWN = float("inf")
WHEELCHAIR_FIELDS = ("wheelchair", "from_stop_wheelchair", "to_stop_wheelchair")
"""What a ride tells of its vehicle and of the stops where one gets on and off."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What barriers are judged by, beside what was found.

    Attributes
    ----------
    modes
        Names of the vehicles that were asked for.
    words
        The same as a sentence has them: "by bus".
    profile
        Who travels.
    sunset
        When the sun sets, seconds of the day; None where nobody can tell.
    overrun_minutes
        By how much the meeting may overrun.
    """

    modes: tuple[str, ...]
    words: str
    profile: TravellerProfile
    sunset: int | None
    overrun_minutes: int = OVERRUNS_MINUTES[0]


def find_barriers(answer: Answer, point: int, row: Row, asked: Asked) -> list[Row]:
    """Return all barriers of one point, the weightiest first, as `barriers.describe` writes them.

    Parameters
    ----------
    answer, point
        What was found, and for which point.
    row
        What `transit_rows.point_row` made of it.
    asked
        The traveller and the vehicles.
    """
    values = _measure(answer, point, row, asked)
    return [
        describe(rule.name, values[rule.measure], _limit(rule, asked), **_words(answer, row, asked))
        for rule in BARRIER_RULES
        if set(asked.modes) & set(rule.modes) and rule.measure in values and values[rule.measure] > _floor(rule)
    ]


def _floor(rule: BarrierRule) -> float:
    return rule.threshold if rule.threshold is not None else 0.0


def _limit(rule: BarrierRule, asked: Asked) -> float:
    if rule.threshold is not None:
        return rule.threshold
    return float(asked.profile.max_walk_minutes)


def _measure(answer: Answer, point: int, row: Row, asked: Asked) -> dict[str, float]:
    off, door = float(answer.points.metres_off[point]), float(answer.venue.metres_off[0])
    away = {
        "venue_metres_off": door if not answer.venue.found[0] else 0.0,
        "metres_off": off if not answer.points.found[point] else 0.0,
    }
    if any(value > 0 for value in away.values()):
        return {name: UNKNOWN if np.isnan(value) else value for name, value in away.items()}
    halves = (row["legs_there"], row["legs_back"])
    legs = [*halves[0], *halves[1]]
    maybe = str(row["way_there_and_back"]) == Way.NOT_KNOWN
    return {
        **_missing_halves(answer, point),
        "unsafe_metres": _most(halves, "unsafe_metres") if maybe else 0.0,
        "unproven_metres": _most(halves, "unproven_metres") if maybe and asked.profile.on_wheels else 0.0,
        "vehicles_not_recorded": float(_vehicles_not_recorded(legs)) if maybe and asked.profile.on_wheels else 0.0,
        "steps_metres": _most(halves, "steps_metres"),
        "dark_metres": _dark_metres(halves, asked.sunset),
        # Nobody waits on half a way: what is missing is told, and would be hidden behind hours of waiting.
        "waiting_minutes": _waiting(answer, row) if all(halves) else 0.0,
        "rest_metres": _without_rest(legs, asked.profile),
        "overrun_short": float(_misses(row, asked.overrun_minutes)),
    }


def _missing_halves(answer: Answer, point: int) -> dict[str, float]:
    found = answer.found[int(answer.level[point])]
    there, home = bool(found.there.found[point]), bool(found.home.found[point])
    near = bool(len(answer.levels[1].access.rows_there(point))) or there or home
    return {"no_stop_near": float(not near), "no_way_there": float(near and not there),
            "no_way_home": float(near and not home)}  # fmt: skip


def _most(halves: Halves, name: str) -> float:
    """Return the metres of the way there or of the way home, whichever are more, as ways by street are told."""
    return float(max(sum(leg.get(name) or 0 for leg in legs) for legs in halves))


def _vehicles_not_recorded(legs: list[Row]) -> bool:
    """Tell whether a vehicle, or a stop where one gets on or off, is not recorded to take wheelchairs."""
    rides = [leg for leg in legs if leg["kind"] == LegKind.TRANSIT]
    return any(leg[name] != YES for leg in rides for name in WHEELCHAIR_FIELDS)


def _dark_metres(halves: Halves, sunset: int | None) -> float:
    """Return metres on foot after sunset on ways that are unlit or whose lighting is not recorded."""
    if sunset is None:
        return 0.0
    dark = tuple([leg for leg in legs if read_seconds(leg["end"]) > sunset] for legs in halves)
    return _most(dark, "unlit_metres")


def _waiting(answer: Answer, row: Row) -> float:
    """Return the longest wait: at the venue before or after, or between two legs; minutes."""
    waits = [0]
    if row["arrive"]:
        waits.append(answer.meeting.start - read_seconds(row["arrive"]))
    if row["leave_venue"]:
        waits.append(read_seconds(row["leave_venue"]) - answer.meeting.end)
    for legs in (row["legs_there"], row["legs_back"]):
        waits += [read_seconds(after["start"]) - read_seconds(before["end"]) for before, after in pairwise(legs)]
    return max(waits) / SECONDS_PER_MINUTE


def _without_rest(legs: list[Row], profile: TravellerProfile) -> float:
    """Return the longest walk of somebody who needs rests, for whom no bench is recorded; metres."""
    most = profile.max_metres_between_rests
    longest = max((leg.get("metres") or 0 for leg in legs), default=0)
    return float(longest) if most is not None and longest > most else 0.0


def _misses(row: Row, minutes: int) -> bool:
    return row["spare_minutes"] is not None and row["spare_minutes"] < minutes


def _words(answer: Answer, row: Row, asked: Asked) -> dict[str, str]:
    """Return what the sentences of barriers by vehicle are filled with."""
    last = row["last_way_home"]
    return {
        "vehicle": asked.words,
        "in_time_for": clock_words(answer.meeting.start),
        "after": clock_words(answer.meeting.end),
        "sunset": clock_words(asked.sunset) if asked.sunset is not None else tr("not known"),
        "last": clock_words(read_seconds(last)) if last else tr("not known"),
        "overrun": str(asked.overrun_minutes),
    }
