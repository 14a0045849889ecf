"""Getting to one venue, and home: by street at any time, or by street and by vehicle to one meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.journey import STREET_MODES, Mode, OriginSet, VenuePoint
from assetmap.model.meeting import OVERRUNS_MINUTES, TRANSIT_BY_NAME, Meeting, read_meeting
from assetmap.model.release import PublicFacts
from assetmap.model.representation import UnitKind
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME, TravellerProfile
from assetmap.services import (
    meeting_day,
    origins_file,
    street_rows,
    street_ways,
    timetables,
    workspace,
)
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.street_rows import plain_number
from assetmap.services.workspace import Place

__all__ = ["TravelRequest", "plain_number", "read_asked_meeting", "travel"]

LONGEST_OVERRUN_MINUTES = 720

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TravelRequest:
    """What is asked.

    Attributes
    ----------
    venue
        An asset's id, ``LAT,LON`` or a postcode of the place.
    modes
        Ways of travelling: walk, wheels, drive; for a meeting also bus, rail, tram, ferry.
    origins
        ``areas`` (each answered from its postcodes where there are any), ``patches`` of areas, ``postcodes``, or a CSV
        file with ``id`` and ``lat,lon`` or ``postcode``.
    profile
        The kind of traveller.
    date, start, end
        The meeting: YYYY-MM-DD, HH:MM, HH:MM; all three or none.
    overrun
        Minutes that it may run over.
    people
        Points of people who are invited, as `origins_file.read_people` gives them, in place of ``origins``. They are
        worked out anew each time and kept nowhere.
    """

    venue: str
    modes: tuple[str, ...] = ("walk", "drive")
    origins: str = OriginSet.AREAS.value
    profile: str = DEFAULT_PROFILE
    date: str = ""
    start: str = ""
    end: str = ""
    overrun: str = ""
    people: pd.DataFrame | None = None


@dataclass(frozen=True, eq=False)
class _Asked:
    """A request that was checked."""

    venue: VenuePoint
    street: tuple[str, ...]
    vehicles: tuple[str, ...]
    profile: TravellerProfile
    meeting: Meeting | None
    overrun_minutes: int
    origin_set: OriginSet | None
    starts: pd.DataFrame | None
    unit_of: Mapping[str, str] | None


def travel(place: Place, request: TravelRequest, *, today: dt.date | None = None) -> PublicFacts[list[Row]]:
    """Answer for every origin and mode whether a way there and back was found, and how long it takes.

    Parameters
    ----------
    place, request
        What is asked.
    today
        The day, to say that a meeting's date has passed.

    Returns
    -------
    PublicFacts
        A row an origin, kind of traveller and mode, every origin present; all vehicles together are one mode, such as
        ``bus+rail``. Keys: ``origin, name, profile, modes, way_there_and_back, why, leave_home, arrive, leave_venue,
        arrive_home, minutes_there, minutes_back, minutes_away, spare_minutes, last_way_home, departures_there,
        departures_back, barriers, would_help, misses_last_way_home_if_over, legs_there, legs_back, metres, postcodes,
        note, origin_kind, lon, lat``. By street an area's state is the one most of its postcodes have, and its minutes
        are the mean over its postcodes with a way; by vehicle its times are those of one postcode, ``shown_from``.
        What is not known is None.

    Raises
    ------
    OptionError, NotYetError, NotFoundError
        An option is wrong, or the place lacks what the question needs.
    """
    asked = _check(place, request)
    rows = _street_rows(place, asked) + _vehicle_rows(place, asked)
    if asked.starts is not None:
        rows = origins_file.say_problems(rows, asked.starts)
    return PublicFacts(rows, tuple(_notes(place, asked, rows, today)))


def _check(place: Place, request: TravelRequest) -> _Asked:
    modes = street_ways.check_modes(request.modes, vehicles=True)
    profile = street_ways.check_profile(request.profile)
    meeting = read_asked_meeting(request)
    street = tuple(mode for mode in modes if mode in STREET_MODES)
    vehicles = tuple(mode for mode in modes if mode in TRANSIT_BY_NAME)
    if vehicles and meeting is None:
        raise OptionError(
            tr("--modes {mode}: such a way depends on the day and hour. Give --date, --start and --end.",
               mode=vehicles[0])
        )  # fmt: skip
    graph = street_ways.load_streets(place, street[:1] or (Mode.WALK.value,), profile)
    venue = street_ways.find_venue(place, request.venue, next(iter(graph.values())))
    origin_set, starts = _origins(place, request, profile)
    return _Asked(
        venue, street, vehicles, profile, meeting, _read_overrun(request.overrun), origin_set, starts,
        _patches(place) if origin_set is OriginSet.PATCHES else None,
    )  # fmt: skip


def read_asked_meeting(request: TravelRequest) -> Meeting | None:
    """Return the meeting of a request; None where it asks for any time of day."""
    given = {name: getattr(request, name) for name in ("date", "start", "end")}
    if not any(given.values()):
        if request.overrun:
            raise OptionError(tr("--overrun: it needs a meeting. Give --date, --start and --end."))
        return None
    if not all(given.values()):
        raise OptionError(tr("A meeting needs --date, --start and --end. Give all three, or none."))
    return read_meeting(meeting_day.read_date(request.date).isoformat(), request.start, request.end)


def _read_overrun(text: str) -> int:
    if not text:
        return OVERRUNS_MINUTES[0]
    if not text.strip().isdecimal() or not 0 < int(text) <= LONGEST_OVERRUN_MINUTES:
        raise OptionError(tr("--overrun '{text}': expected whole minutes, such as 20.", text=text))
    return int(text)


def _origins(
    place: Place, request: TravelRequest, profile: TravellerProfile
) -> tuple[OriginSet | None, pd.DataFrame | None]:
    if request.people is not None:
        return None, request.people
    if request.origins in set(OriginSet):
        return OriginSet(request.origins), None
    if "." in request.origins or "/" in request.origins or "\\" in request.origins:
        return None, origins_file.read_origins(place, Path(request.origins), profile=profile.name)
    raise OptionError(
        tr(
            "--origins '{text}': we know no such origins. Expected areas, postcodes or a CSV file. Choose one.",
            text=request.origins,
        )
    )


def _patches(place: Place) -> Mapping[str, str]:
    """Return the patch of each area, where patches are in use."""
    in_use = read_shared_areas(place)
    if in_use is None or in_use.kind is not UnitKind.PATCH:
        raise OptionError(
            tr("--origins patches: {place} has no patches in use. Choose areas or postcodes.", place=place.name)
        )
    return in_use.unit_of


def _street_rows(place: Place, asked: _Asked) -> list[Row]:
    rows: list[Row] = []
    for profile, starts in _groups(asked):
        graphs = street_ways.load_streets(place, asked.street, profile) if asked.street else {}
        for mode, graph in graphs.items():
            if starts is None and asked.origin_set in {OriginSet.AREAS, OriginSet.PATCHES}:
                spread = street_ways.find_start_points(place)
                spread = spread if asked.unit_of is None else street_ways.group_points(spread, asked.unit_of)
                made = street_rows.area_rows(spread, graph, asked.venue, profile)
            else:
                points = _points(place) if starts is None else starts
                made = street_rows.point_rows(
                    points, street_rows.ways_from(graph, points, asked.venue, profile), profile
                )
            rows += street_rows.under_mode(made, mode)
    meeting, venue = asked.meeting, asked.venue.name
    return [street_rows.timed(row, meeting, venue) if meeting else row | street_rows.UNTIMED for row in rows]


def _vehicle_rows(place: Place, asked: _Asked) -> list[Row]:
    if asked.meeting is None or not asked.vehicles:
        return []
    # The engine is large: it is taken in where a way by vehicle is asked for, so that the app stays small.
    from assetmap.services import transit_travel  # noqa: PLC0415

    rows: list[Row] = []
    for profile, starts in _groups(asked):
        request = transit_travel.TransitRequest(
            meeting=asked.meeting,
            venue=asked.venue,
            modes=asked.vehicles,
            profile=profile,
            overrun_minutes=asked.overrun_minutes,
        )
        if starts is not None:
            rows += transit_travel.point_rows(place, request, starts)
        elif asked.origin_set in {OriginSet.AREAS, OriginSet.PATCHES}:
            rows += transit_travel.area_rows(place, request, asked.unit_of)
        else:
            rows += transit_travel.postcode_rows(place, request)
    return rows


def _groups(asked: _Asked) -> list[tuple[TravellerProfile, pd.DataFrame | None]]:
    """Return the points of each kind of traveller; one group where all are of one kind."""
    if asked.starts is None:
        return [(asked.profile, None)]
    return [
        (PROFILE_BY_NAME[str(name)], group.reset_index(drop=True))
        for name, group in asked.starts.groupby("profile", sort=False)
    ]


def _points(place: Place) -> pd.DataFrame:
    return workspace.origins(place, OriginSet.POSTCODES).reset_index(drop=True)


def _notes(place: Place, asked: _Asked, rows: list[Row], today: dt.date | None) -> list[str]:
    graph = street_ways.load_streets(place, asked.street[:1] or (Mode.WALK.value,), asked.profile)
    sign = street_ways.suggest_sign(asked.venue, next(iter(graph.values())))
    if sign:
        return [sign]
    said = street_rows.notes(rows, asked.street)
    if asked.meeting is not None and asked.vehicles:
        day = dt.date.fromisoformat(asked.meeting.date)
        feeds = timetables.load_feeds(place)
        said = [*meeting_day.day_notes(place, feeds, day, today=today or day), *said]
        said += timetables.service_day(place, asked.meeting.date, asked.vehicles).notes
    elif asked.meeting is not None and today is not None and dt.date.fromisoformat(asked.meeting.date) < today:
        said = [tr("This date has passed."), *said]
    if asked.starts is not None:
        said += origins_file.notes(asked.starts)
    return said
