"""What stands between people and a meeting: way by way, by the rows of ``BARRIER_RULES``.

Every measure is an array, origins down and venues across. A rule holds where its measure is above its threshold; the
first rule that holds and is more than a caution decides whether the way is found, not found or not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.street_network import Snaps, StreetGraph
from assetmap.analysis.street_times import StreetTimes
from assetmap.messages import tr
from assetmap.model.barrier import BARRIER_BY_NAME, BARRIER_RULES, FAST_ROAD, TOO_FAR, BarrierRule
from assetmap.model.journey import PARKING, Mode, Way
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME, TravellerProfile

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SECONDS_PER_MINUTE = 60.0
CHOSEN_METRES = ("metres", "steps_metres", "caution_metres", "unproven_metres")
"""What is told of the way that is answered, whichever it is."""


@dataclass(frozen=True, eq=False)
class Ways:
    """What was found out about every way, shape (origins, venues).

    Attributes
    ----------
    mode
        Way of travelling.
    state
        A value of ``Way`` each.
    minutes_there, minutes_back, metres
        Of the way that is answered, parking included; nan where none was worked out. A way that is not found because
        it is too long, or not known because of a fast road, keeps its numbers.
    hits, measured
        By name of the rule: where it holds, and what was measured.
    limits
        By name of the rule: the threshold that was used, for this traveller.
    """

    mode: str
    state: NDArray[np.str_]
    minutes_there: Floats
    minutes_back: Floats
    metres: Floats
    hits: Mapping[str, Bools]
    measured: Mapping[str, Floats]
    limits: Mapping[str, float]

    @property
    def found(self) -> Bools:
        """Where a way there and back was found."""
        return np.asarray(self.state == Way.FOUND.value)


def judge_ways(
    mode: str,
    times: StreetTimes,
    *,
    origins: Snaps,
    venues: Snaps,
    profile: TravellerProfile,
    around: StreetTimes | None = None,
) -> Ways:
    """Find the barriers on every way and say whether there is a way there and back.

    Parameters
    ----------
    mode
        ``walk``, ``wheels`` or ``drive``. On wheels a way is found only on streets proven step-free; where only a
        possible one is within the limit, it is not known.
    times
        Street times at the usual pace, shape (origins, venues).
    origins, venues
        Where they meet the streets; gives the distance of what does not.
    profile
        Who travels: pace and longest walk.
    around
        Times on the streets without the parts not shown to be safe (`without_unsafe`). Without it, a longer walk that
        avoids them has minutes and no metres.
    """
    rules = [rule for rule in BARRIER_RULES if mode in rule.modes]
    limits = {rule.name: _limit(rule, profile) for rule in BARRIER_RULES}
    pace = PROFILE_BY_NAME[DEFAULT_PROFILE].walk_speed_kmh / profile.walk_speed_kmh if mode != Mode.DRIVE else 1.0
    to_minutes = pace / SECONDS_PER_MINUTE
    proven = _take_proven(mode, times, limits, to_minutes)
    detour = _take_detour(mode, times, limits, to_minutes)
    chosen = _choose(times, around, detour, proven)
    parking = (PARKING.minutes_there, PARKING.minutes_back) if mode == Mode.DRIVE else (0.0, 0.0)
    there, back = chosen.there * to_minutes + parking[0], chosen.back * to_minutes + parking[1]
    values = _measure(chosen, detour, np.maximum(there, back), origins, venues)
    hits = {rule.name: _holds(values[rule.measure], limits[rule.name]) for rule in rules}
    none = ~np.isfinite(there) | ~np.isfinite(back)
    there, back, metres = (np.where(none, np.nan, numbers) for numbers in (there, back, chosen.metres))
    named = {rule.name: values[rule.measure] for rule in rules}
    return Ways(mode, _decide(hits, times.there.shape), there, back, metres, hits, named, limits)


def without_unsafe(graph: StreetGraph) -> StreetGraph:
    """Return the same streets, those not shown to be safe on foot closed; snapped points keep their places."""
    return _close(graph, graph.unsafe)


def only_proven(graph: StreetGraph) -> StreetGraph:
    """Return the streets for wheels, those not proven step-free closed; snapped points keep their places."""
    return _close(graph, graph.unproven)


def _close(graph: StreetGraph, closed: Bools) -> StreetGraph:
    kept = ~closed[graph.edge_stretch]
    return replace(
        graph,
        tail=graph.tail[kept],
        head=graph.head[kept],
        edge_stretch=graph.edge_stretch[kept],
        forward=graph.forward & ~closed,
        back=graph.back & ~closed,
    )


def describe(name: str, value: float, limit: float, **words: str) -> dict[str, Any]:
    """Return one barrier as JSON-ready keys, its sentence filled in from its row.

    Parameters
    ----------
    name
        Name of the rule.
    value, limit
        What was measured, and the threshold, in the rule's unit.
    words
        What else the sentence may name, such as a time of day.
    """
    rule = BARRIER_BY_NAME[name]
    shown = None if not isfinite(value) else ceil(value) if rule.unit == "minutes" else max(round(value), 1)
    text = tr("an unknown number of") if shown is None else f"{shown:,}"
    filled = tr(rule.sentence, minutes=text, metres=text, limit=f"{limit:g}", **words)
    number = {rule.unit: shown, "limit": limit} if rule.unit else {}
    return {"barrier": name, "label": tr(rule.label), "way": rule.way, "sentence": filled, **number}


def describe_way(ways: Ways, origin: int, venue: int) -> list[dict[str, Any]]:
    """Return all barriers on one way, the weightiest first."""
    return [
        describe(name, float(ways.measured[name][origin, venue]), ways.limits[name])
        for name, hit in ways.hits.items()
        if hit[origin, venue]
    ]


def _take_proven(mode: str, times: StreetTimes, limits: Mapping[str, float], to_minutes: float) -> Bools:
    """Tell where a way proven step-free takes the place of the quickest: it exists and is within the limit."""
    return np.asarray((times.seconds_proven * to_minutes <= limits[TOO_FAR]) & (mode == Mode.WHEELS))


def _take_detour(mode: str, times: StreetTimes, limits: Mapping[str, float], to_minutes: float) -> Bools:
    """Tell where a walk that avoids fast roads takes the place of the quickest: it exists and is within the limit."""
    if mode == Mode.DRIVE:
        return np.zeros(times.there.shape, dtype=np.bool_)
    needs_it = np.isfinite(times.unsafe_metres) & (times.unsafe_metres > limits[FAST_ROAD])
    return needs_it & (times.seconds_avoiding_unsafe * to_minutes <= limits[TOO_FAR])


def _choose(times: StreetTimes, around: StreetTimes | None, detour: Bools, proven: Bools) -> StreetTimes:
    """Return the times of the ways that are answered; their unsafe metres stay those of the quickest."""
    if not (detour.any() or proven.any()):
        return times
    unknown = np.full(detour.shape, np.nan)
    if around is None:
        longer = times.seconds_avoiding_unsafe
        around = replace(times, there=longer, back=longer, **dict.fromkeys(CHOSEN_METRES, unknown))
    none = dict.fromkeys(CHOSEN_METRES, np.zeros(detour.shape))
    slower = {"there": times.seconds_proven, "back": times.seconds_proven}
    best = replace(times, **(none | slower | {"metres": times.metres_proven}))
    columns = {
        name: np.select([proven, detour], [getattr(best, name), getattr(around, name)], getattr(times, name))
        for name in ("there", "back", *CHOSEN_METRES)
    }
    return replace(times, **columns, unsafe_metres=np.where(proven, 0.0, times.unsafe_metres))


def _measure(chosen: StreetTimes, detour: Bools, minutes: Floats, origins: Snaps, venues: Snaps) -> dict[str, Floats]:
    """Measure everything a rule may ask for; nan where it is not known."""
    shape = minutes.shape
    finite = np.isfinite(minutes)
    unsafe = np.where(finite, chosen.unsafe_metres, np.nan)
    # A longer walk whose metres are not worked out is not proven: what is proven was chosen before.
    unproven = np.where(finite, np.nan_to_num(chosen.unproven_metres, nan=np.inf, posinf=np.inf), np.nan)
    return {
        "venue_metres_off": np.broadcast_to(_off(venues), shape),
        "metres_off": np.broadcast_to(_off(origins)[:, np.newaxis], shape),
        "no_way": np.where(np.isinf(minutes), 1.0, 0.0),
        "walk_minutes": np.where(finite, minutes, np.nan),
        "unsafe_metres": np.where(detour, 0.0, unsafe),
        "unsafe_metres_avoided": np.where(detour, unsafe, 0.0),
        "steps_metres": np.where(finite, chosen.steps_metres, np.nan),
        "lane_metres": np.where(finite, chosen.caution_metres, np.nan),
        "unproven_metres": unproven,
    }


def _off(snaps: Snaps) -> Floats:
    """Return metres to the nearest street; infinite where there is no street."""
    return np.nan_to_num(snaps.metres_off, nan=np.inf)


def _limit(rule: BarrierRule, profile: TravellerProfile) -> float:
    """Return the number a rule turns on: its own, the traveller's longest walk, or none for a plain fact."""
    if rule.threshold is not None:
        return rule.threshold
    return float(profile.max_walk_minutes) if rule.name == TOO_FAR else 0.0


def _holds(value: Floats, limit: float) -> Bools:
    with np.errstate(invalid="ignore"):
        return np.asarray(value > limit)


def _decide(hits: Mapping[str, Bools], shape: tuple[int, ...]) -> NDArray[np.str_]:
    graver = [rule for rule in BARRIER_RULES if rule.way != Way.FOUND and rule.name in hits]
    return np.select(
        [hits[rule.name] for rule in graver],
        [np.full(shape, rule.way) for rule in graver],
        default=np.full(shape, Way.FOUND.value),
    )
