"""What one change would help where no way was found: a later start, an earlier end, or a lift to a stop."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.connection_scan import NEVER
from assetmap.analysis.geometry import distance_metres
from assetmap.analysis.street_nearest import find_nearest
from assetmap.analysis.there_and_back import ANY_TIME, ThereAndBack
from assetmap.messages import tr
from assetmap.model.journey import Mode, Way
from assetmap.model.meeting import (
    BESIDE_METRES,
    HELP_STEP_MINUTES,
    LIFT_MINUTES,
    LONGEST_HELP_MINUTES,
    SECONDS_PER_MINUTE,
    Meeting,
    clock_words,
)
from assetmap.services import workspace
from assetmap.services.street_ways import snap_together
from assetmap.services.transit_rows import Answer
from assetmap.services.workspace import Place

Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Lifts:
    """For every point the stop to which a lift is shortest among those with a way there and back.

    Attributes
    ----------
    stop
        Its number, -1 for none within reach.
    minutes
        Minutes by car, whole.
    """

    stop: Ints
    minutes: Ints


def say_help(answer: Answer, point: int, lifts: Lifts | None) -> list[str]:
    """Return a sentence for each single change that would give a point its way there and back."""
    found = answer.found[1]
    if answer.state[point] != Way.NOT_FOUND or not answer.points.found[point] or not answer.venue.found[0]:
        return []
    said = [*_later_start(answer.meeting, found, point), *_earlier_end(answer.meeting, found, point)]
    if lifts is not None and lifts.stop[point] >= 0:
        said.append(_lift(answer, int(lifts.stop[point]), minutes=max(int(lifts.minutes[point]), 1)))
    return said


def _lift(answer: Answer, stop: int, *, minutes: int) -> str:
    """Say what a lift to a stop would do; from one beside the venue nobody takes a bus, so it is not named."""
    day, venue = answer.ground.day, answer.venue
    if distance_metres(day.stop_lon[stop], day.stop_lat[stop], venue.lon[0], venue.lat[0]) <= BESIDE_METRES:
        return tr(
            "With a lift of about {minutes} minutes by car, there and back, there would be a way.", minutes=minutes
        )
    name = str(day.stop_name[stop]) or str(day.stop_id[stop])
    return tr("With a lift of about {minutes} minutes by car, to {stop} and back, there would be a way.",
              minutes=minutes, stop=name)  # fmt: skip


def _later_start(meeting: Meeting, found: ThereAndBack, point: int) -> list[str]:
    """Say how much later it would have to start, where that alone would help."""
    first = int(found.first_arrive[point])
    if found.there.found[point] or not found.home.found[point] or first in {NEVER, int(ANY_TIME)}:
        return []
    late = _steps(first - meeting.arrive_by)
    start = meeting.start + late * SECONDS_PER_MINUTE
    if not 0 < late <= LONGEST_HELP_MINUTES or start >= meeting.end:
        return []
    return [
        tr("If it started {minutes} minutes later, at {time}, there would be a way.", minutes=late,
           time=clock_words(start))
    ]  # fmt: skip


def _earlier_end(meeting: Meeting, found: ThereAndBack, point: int) -> list[str]:
    """Say how much earlier it would have to end, where that alone would help."""
    last = int(found.last_leave[point])
    if found.home.found[point] or not found.there.found[point] or last in {NEVER, int(ANY_TIME)}:
        return []
    early = _steps(meeting.leave_from - last)
    end = meeting.end - early * SECONDS_PER_MINUTE
    if not 0 < early <= LONGEST_HELP_MINUTES or end <= meeting.start:
        return []
    return [
        tr("If it ended {minutes} minutes earlier, at {time}, there would be a way home.", minutes=early,
           time=clock_words(end))
    ]  # fmt: skip


def _steps(seconds: int) -> int:
    """Round seconds up to minutes that a diary knows."""
    return ceil(seconds / SECONDS_PER_MINUTE / HELP_STEP_MINUTES) * HELP_STEP_MINUTES


def find_lifts(place: Place, answer: Answer) -> Lifts | None:
    """Find the shortest lift from every point without a way to a stop that has one there and back.

    The lift is by the quickest streets for cars, from street to street. None where the place has no such streets.
    """
    lost = np.flatnonzero((answer.state == str(Way.NOT_FOUND)) & answer.points.found)
    good = _stops_with_a_way(answer)
    graph = workspace.street_graph(place, Mode.DRIVE)
    if graph is None or not graph.nodes or not len(lost) or not len(good):
        return None
    day, every = answer.ground.day, answer.points
    points, stops = snap_together(
        graph,
        origins=(every.lon[lost], every.lat[lost]),
        venues=(day.stop_lon[good], day.stop_lat[good]),
    )
    nearest = find_nearest(graph, points=points, places=stops)
    near = nearest.seconds <= LIFT_MINUTES * SECONDS_PER_MINUTE
    stop, minutes = (np.full(len(answer.points), number, dtype=np.int32) for number in (-1, 0))
    stop[lost[near]] = good[nearest.place[near]]
    minutes[lost[near]] = np.ceil(nearest.seconds[near] / SECONDS_PER_MINUTE)
    return Lifts(stop, minutes)


def _stops_with_a_way(answer: Answer) -> NDArray[np.int64]:
    """Return the stops from which one is in time, and to which one gets back."""
    found = answer.found[1]
    size = answer.ground.day.stops
    there, home = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)
    out, back = found.profile_there, found.profile_home
    of_stop = np.repeat(np.arange(size), np.diff(out.start))
    there[of_stop[out.arrive <= answer.meeting.arrive_by]] = True
    of_stop = np.repeat(np.arange(size), np.diff(back.start))
    home[of_stop[back.leave >= answer.meeting.leave_from]] = True
    return np.flatnonzero(there & home)
