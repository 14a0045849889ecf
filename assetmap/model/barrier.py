"""What stands between people and a meeting: one row a barrier, its sentence, its threshold, its source.

To change what a barrier is, change its row here and its line in ``docs/barriers.md``; nothing else. How far people
walk is the traveller's: change it in ``model/traveller.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark
from assetmap.model.meeting import TRANSIT_MODES
from assetmap.model.street import SNAP_LIMIT_METRES


@dataclass(frozen=True)
class BarrierRule:
    """One barrier.

    Attributes
    ----------
    name
        Stable key in answers.
    label
        Plain words for a table.
    sentence
        What a person reads; ``{minutes}``, ``{metres}``, ``{limit}`` are filled in.
    modes
        Ways of travelling it applies to.
    threshold, unit
        The number it turns on. None is the traveller's own limit where there is a unit, else a plain fact.
    way
        What the way becomes because of it: ``not_found``, ``not_known`` or ``found`` (a caution only).
    source
        Why this number.
    measure
        What is held against the threshold: a name the engine in ``analysis/barriers.py`` measures. A plain fact's
        measure is 1 where it holds.
    """

    name: str
    label: str
    sentence: str
    modes: tuple[str, ...]
    threshold: float | None
    unit: str
    way: str
    source: str
    measure: str


VEHICLES: tuple[str, ...] = tuple(mode.name for mode in TRANSIT_MODES)
"""Ways of travelling by a timetable: their rows are judged for one meeting, in ``services/transit_barriers.py``."""

# In order of weight: the first row that holds and is more than a caution decides the way.
BARRIER_RULES: tuple[BarrierRule, ...] = (
    BarrierRule(
        "venue_off_the_streets", mark("venue off the mapped streets"),
        mark("The venue is {metres} m from the nearest street on our map, so we cannot work out a time."),
        ("walk", "wheels", "drive", *VEHICLES), SNAP_LIMIT_METRES, "metres", "not_known",
        mark("a point over 500 m from a street is reported, not moved"),
        "venue_metres_off",
    ),
    BarrierRule(
        "off_the_streets", mark("off the mapped streets"),
        mark("This point is {metres} m from the nearest street on our map, so we cannot work out a time."),
        ("walk", "wheels", "drive", *VEHICLES), SNAP_LIMIT_METRES, "metres", "not_known",
        mark("a point over 500 m from a street is reported, not moved"),
        "metres_off",
    ),
    BarrierRule(
        "no_street_way", mark("no way on the mapped streets"),
        mark("We found no way by street: there may be a ferry, or our map may end here. Ask."),
        ("walk", "drive"), None, "", "not_found", mark("the two points lie on separate parts of the street network"),
        "no_way",
    ),
    BarrierRule(
        "no_step_free_way", mark("no step-free way on the mapped streets"),
        mark("We found no step-free way: steps, kerbs, gates, rough ground or gaps in our map are between. Ask."),
        ("wheels",), None, "", "not_found",
        mark("the two points lie on separate parts of the streets that are possible on wheels"),
        "no_way",
    ),
    BarrierRule(
        "too_far_to_walk", mark("too far to walk"),
        mark("The shortest walk we found takes {minutes} minutes each way; we count walks up to {limit} minutes."),
        ("walk", "wheels"), None, "minutes", "not_found",
        mark("the traveller's longest walk, which has its own source"), "walk_minutes",
    ),
    BarrierRule(
        "no_pavement_fast_road", mark("no pavement recorded on a fast road"),
        mark("No pavement recorded on {metres} m of a fast road: not shown to be safe on foot."),
        ("walk", "wheels", *VEHICLES), 1.0, "metres", "not_known",
        mark("a road of 40 mph or more, or an untagged main road outside a settlement, with no pavement recorded"),
        "unsafe_metres",
    ),
    BarrierRule(
        "step_free_not_recorded", mark("step-free not recorded"),
        mark("Step-free, as far as recorded; {metres} m of this way has nothing recorded about "
             "steps, kerbs or surface."),
        ("wheels", *VEHICLES), 1.0, "metres", "not_known",
        mark("a street is proven step-free only if enough is recorded for it and nothing against it"),
        "unproven_metres",
    ),
    BarrierRule(
        "no_stop_near", mark("too far on foot to any stop"),
        mark("No stop in use that day is within {limit} minutes on foot. There may be a lift or a scheme: ask."),
        VEHICLES, None, "", "not_found", mark("the traveller's longest walk, which has its own source"),
        "no_stop_near",
    ),
    BarrierRule(
        "no_way_there", mark("no way there in time"),
        mark("We found no way there {vehicle} in time for {in_time_for}. "
             "There may be a lift or a scheme we don't know about: ask."),
        VEHICLES, None, "", "not_found", mark("the timetable of that day"), "no_way_there",
    ),
    BarrierRule(
        "no_way_home", mark("no way home afterwards"),
        mark("We found no way home {vehicle} after {after}. There may be a lift or a scheme we don't know about: ask."),
        VEHICLES, None, "", "not_found", mark("the timetable of that day"), "no_way_home",
    ),
    BarrierRule(
        "vehicle_not_recorded", mark("wheelchairs not recorded"),
        mark("Nobody has recorded whether these vehicles and stops take wheelchairs. Ask the operator."),
        VEHICLES, None, "", "not_known", mark("a blank wheelchair field in a timetable is neither yes nor no"),
        "vehicles_not_recorded",
    ),
    BarrierRule(
        "misses_last_way_home", mark("may miss the last way home"),
        mark("If it overran by {overrun} minutes, they would miss the last way home, at {last}."),
        VEHICLES, None, "", "found", mark("the last departure of that day that gets home"), "overrun_short",
    ),
    BarrierRule(
        "long_wait", mark("a long wait"),
        mark("The longest wait is {minutes} minutes. Is there somewhere warm to wait?"),
        VEHICLES, 60.0, "minutes", "found", mark("our default; change it"), "waiting_minutes",
    ),
    BarrierRule(
        "dark_on_the_way", mark("dark on the way"),
        mark("Dark on the way: sunset {sunset}, lighting not recorded on {metres} m."),
        VEHICLES, 1.0, "metres", "found", mark("sunset of the date, and the map's 'lit' on the ways on foot"),
        "dark_metres",
    ),
    BarrierRule(
        "rests_not_recorded", mark("places to rest not recorded"),
        mark("Nobody has recorded benches on a walk of {metres} m. Ask about a lift, or places to rest."),
        VEHICLES, 1.0, "metres", "found", mark("the traveller's longest stretch between rests"), "rest_metres",
    ),
    BarrierRule(
        "way_round_fast_road", mark("the longer way round a fast road"),
        mark("A longer walk: the shortest has {metres} m of fast road with no pavement recorded."),
        ("walk", "wheels"), 1.0, "metres", "found",
        mark("a longer walk within the limit is answered where it avoids such a road"),
        "unsafe_metres_avoided",
    ),
    BarrierRule(
        "steps_on_the_way", mark("steps on the way"),
        mark("The shortest walk has {metres} m of steps."),
        ("walk", *VEHICLES), 1.0, "metres", "found", mark("OpenStreetMap highway=steps on the shortest way"),
        "steps_metres",
    ),
    BarrierRule(
        "small_lane", mark("no pavement recorded on a small lane"),
        mark("No pavement recorded on {metres} m of small lanes."),
        ("walk", "wheels"), 1.0, "metres", "found",
        mark("small roads outside a settlement get the caution alone"), "lane_metres",
    ),
)  # fmt: skip

VENUE_OFF_STREETS, OFF_STREETS, TOO_FAR = "venue_off_the_streets", "off_the_streets", "too_far_to_walk"
FAST_ROAD = "no_pavement_fast_road"
"""The rows that an answer treats in a way of its own."""

BARRIER_BY_NAME: dict[str, BarrierRule] = {rule.name: rule for rule in BARRIER_RULES}
