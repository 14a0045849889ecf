"""Getting to one meeting by bus, train, tram or ferry, and home: a row from each area, postcode or point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis import street_graph
from assetmap.messages import tr
from assetmap.model.journey import OriginSet, VenuePoint, Way
from assetmap.model.meeting import OVERRUNS_MINUTES, Meeting
from assetmap.model.place import OriginKind
from assetmap.model.street import SNAP_LIMIT_METRES
from assetmap.model.traveller import TravellerProfile
from assetmap.services import meeting_day, street_rows, timetables, transit_ground, transit_help, workspace
from assetmap.services.street_ways import StartPoints, find_start_points, group_points
from assetmap.services.transit_barriers import Asked, find_barriers
from assetmap.services.transit_help import Lifts
from assetmap.services.transit_rows import Answer, answer_points, minutes_of, point_row
from assetmap.services.workspace import Place

Row = dict[str, Any]
Longs = NDArray[np.int64]

CAUTIOUS: tuple[Way, ...] = (Way.NOT_KNOWN, Way.NOT_FOUND, Way.FOUND)
"""Of equally many, the less hopeful is said: first in this order."""


@dataclass(frozen=True, kw_only=True)
class TransitRequest:
    """What is asked: the meeting, the venue, the vehicles, the traveller, by how much it may overrun."""

    meeting: Meeting
    venue: VenuePoint
    modes: tuple[str, ...]
    profile: TravellerProfile
    overrun_minutes: int


@dataclass(frozen=True, eq=False)
class _Told:
    """An answer and what its rows are written with."""

    answer: Answer
    asked: Asked
    lifts: Lifts | None


def area_rows(place: Place, request: TransitRequest, unit_of: Mapping[str, str] | None = None) -> list[Row]:
    """Answer each area from its postcodes, one without them from its own point; or each patch of areas.

    Parameters
    ----------
    place, request
        What is asked.
    unit_of
        Name of the patch by the area's code, where patches are asked for.

    Returns
    -------
    list of dict
        The keys of `services.travel.travel`. Times and legs of an area are those of one postcode, named in
        ``shown_from``: of its postcodes in the area's state the one whose way is of middle length.
    """
    own = find_start_points(place)
    spread = own if unit_of is None else group_points(own, unit_of)
    told = _tell(place, request, answer_place(place, request))
    first = len(own.areas)  # the areas' own points stand before all others
    points_of = spread.points.groupby("area").indices
    rows = []
    for number in range(len(spread.areas)):
        if spread.has_postcodes[number]:
            inside = np.asarray(points_of[number], dtype=np.int64)
            rows.append(_area_row(told, spread, number, first + inside, first))
        else:
            rows.append(_own_row(told, _record(spread.areas, number), number))
    return rows


def postcode_rows(place: Place, request: TransitRequest) -> list[Row]:
    """Answer each postcode from its point."""
    starts = workspace.origins(place, OriginSet.POSTCODES).reset_index(drop=True)
    return point_rows(place, request, starts)


def point_rows(place: Place, request: TransitRequest, starts: pd.DataFrame) -> list[Row]:
    """Answer points that are worked out anew and kept nowhere, such as those of people who are invited.

    Parameters
    ----------
    place, request
        What is asked.
    starts
        One row a point: origin, name, lon, lat, kind.
    """
    ground = transit_ground.ground(place, request.meeting.date, request.modes, request.profile)
    lon, lat = starts["lon"].to_numpy(np.float64), starts["lat"].to_numpy(np.float64)
    points = street_graph.snap_points(ground.possible.graph, lon, lat, limit_metres=SNAP_LIMIT_METRES)
    access = tuple(
        transit_ground.footpaths(level, ground, few=ground.stops, many=points)
        for level in (ground.proven, ground.possible)
    )
    answer = answer_points(ground, request.meeting, points=points, access=access, venue=request.venue)
    told = _tell(place, request, answer)
    records: list[Row] = starts.to_dict("records")  # type: ignore[assignment]
    return [_own_row(told, start, number) for number, start in enumerate(records)]


def answer_place(place: Place, request: TransitRequest) -> Answer:
    """Find the ways of all of the place's own points at once.

    Parameters
    ----------
    place, request
        What is asked.

    Returns
    -------
    Answer
        One entry a point, in the order of `transit_ground.place_points`.
    """
    date, modes, profile = request.meeting.date, request.modes, request.profile
    ground = transit_ground.ground(place, date, modes, profile)
    return answer_points(
        ground,
        request.meeting,
        points=transit_ground.place_points(place, ground.on_foot),
        access=transit_ground.place_access(place, date, modes, profile),
        venue=request.venue,
    )


def _tell(place: Place, request: TransitRequest, answer: Answer) -> _Told:
    venue = request.venue
    dusk = meeting_day.sunset(
        dt.date.fromisoformat(request.meeting.date),
        lat=venue.lat,
        lon=venue.lon,
        zone=meeting_day.zone_of(timetables.load_feeds(place)),
    )
    asked = Asked(
        modes=request.modes,
        words=timetables.vehicle_words(request.modes),
        profile=request.profile,
        sunset=dusk,
        overrun_minutes=request.overrun_minutes,
    )
    return _Told(answer, asked, transit_help.find_lifts(place, answer))


def _own_row(told: _Told, start: Row, point: int) -> Row:
    """Answer one point."""
    row = _told_row(told, point)
    alone = start["kind"] in {OriginKind.CENTROID, OriginKind.WEIGHTED_CENTROID}
    note = tr("One point stands for this area: people at its edges may need much longer.") if alone else ""
    return {**_named(told, start), **row, "postcodes": None, "note": note}


def _told_row(told: _Told, point: int) -> Row:
    row = point_row(told.answer, point)
    barriers = find_barriers(told.answer, point, row, told.asked)
    helps = transit_help.say_help(told.answer, point, told.lifts)
    why = " ".join(barrier["sentence"] for barrier in barriers)
    spare = row["spare_minutes"]
    missed = [minutes for minutes in _overruns(told) if spare is not None and spare < minutes]
    return {**row, "barriers": barriers, "why": why, "would_help": helps, "misses_last_way_home_if_over": missed}


def _overruns(told: _Told) -> list[int]:
    return sorted({*OVERRUNS_MINUTES, told.asked.overrun_minutes})


def _named(told: _Told, start: Row) -> Row:
    return {
        "origin": str(start["origin"]),
        "name": str(start["name"]),
        "profile": told.asked.profile.name,
        "modes": "+".join(told.asked.modes),
        "metres": None,
        "origin_kind": str(start["kind"]),
        "lon": _plain(start["lon"]),
        "lat": _plain(start["lat"]),
    }


def _record(frame: pd.DataFrame, number: int) -> Row:
    return {str(name): value for name, value in frame.iloc[number].items()}


def _plain(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None


def _area_row(told: _Told, spread: StartPoints, number: int, points: Longs, first: int) -> Row:
    state = told.answer.state[points]
    counts = {str(way): int((state == way.value).sum()) for way in Way}
    most = max(CAUTIOUS, key=lambda way: counts[str(way)])
    longest = minutes_of(told.answer)[points][state == Way.FOUND.value]
    counted = {
        "total": len(points),
        "found": counts[Way.FOUND],
        "not_found": counts[Way.NOT_FOUND],
        "not_known": counts[Way.NOT_KNOWN],
        "longest_minutes": round(float(longest.max()), 1) if len(longest) else None,
    }
    shown = _middle(told, points[state == most.value])
    row = _told_row(told, shown)
    start = _record(spread.areas, number)
    why = " ".join([street_rows.count_sentence(counted), *(barrier["sentence"] for barrier in row["barriers"])]).strip()
    return {
        **_named(told, start), **row, "way_there_and_back": str(most), "why": why, "postcodes": counted,
        "shown_from": str(spread.points["name"].iloc[shown - first]), "note": "",
    }  # fmt: skip


def _middle(told: _Told, points: Longs) -> int:
    """Return the point whose way is of middle length; where there are no ways, the one with the most halves."""
    minutes = minutes_of(told.answer)[points]
    if np.isfinite(minutes).any():
        order = points[np.isfinite(minutes)][np.argsort(minutes[np.isfinite(minutes)], kind="stable")]
        return int(order[len(order) // 2])
    found = told.answer.found[1]
    halves = found.there.found[points].astype(int) + found.home.found[points]
    return int(points[int(np.argmax(halves))])
