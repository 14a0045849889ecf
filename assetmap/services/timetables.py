"""A place's timetables: which vehicles run, on which days, and all of one day. Nothing here needs the engine."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from assetmap.adapters import place_folder
from assetmap.analysis import timetable
from assetmap.analysis.timetable import Feed
from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.meeting import TRANSIT_BY_NAME, is_of_mode
from assetmap.model.service_day import ServiceDay
from assetmap.services.workspace import Place


def load_feeds(place: Place) -> tuple[Feed, ...]:
    """Return the place's timetables, each by the name of its file.

    Raises
    ------
    NotFoundError
        The place has none.
    """
    rows = place_folder.read_place_file(place.folder).timetables
    if not rows:
        raise NotFoundError(
            tr(
                "{place}: it has no timetable yet, so no way by bus can be worked out. Add one: "
                'assetmap place add "{place}" --timetable FILE.zip',
                place=place.name,
            )
        )
    return _feeds_once(place, tuple((str(row["folder"]), str(row["source"])) for row in rows), stamp(place))


def vehicles_of(place: Place) -> tuple[str, ...]:
    """Return the ways of travelling that the place's timetables have; none where it has no timetable."""
    if not place_folder.read_place_file(place.folder).timetables:
        return ()
    types = {int(number) for feed in load_feeds(place) for number in feed.tables["routes"]["route_type"].dropna()}
    return tuple(mode for mode in TRANSIT_BY_NAME if any(is_of_mode(number, (mode,)) for number in types))


def days_covered(place: Place) -> tuple[str, str] | None:
    """Return the first and the last day of the place's timetables, ISO; None where it has none."""
    rows = place_folder.read_place_file(place.folder).timetables
    if not rows:
        return None
    return min(str(row["from"]) for row in rows), max(str(row["to"]) for row in rows)


def stamp(place: Place) -> int:
    """Return what tells a place's parts from those of one that stood there before."""
    return place.parts.stat().st_mtime_ns


@lru_cache(maxsize=4)
def _feeds_once(place: Place, rows: tuple[tuple[str, str], ...], made: int) -> tuple[Feed, ...]:  # noqa: ARG001 - part of the key
    return tuple(Feed(name, place_folder.load_timetable(place.parts, folder)) for folder, name in rows)


def service_day(place: Place, date: str, modes: tuple[str, ...]) -> ServiceDay:
    """Return the vehicles of one day; nothing about people is in them.

    Raises
    ------
    OptionError
        The date lies outside every timetable; the message names their range.
    NotFoundError
        The place has no timetable.
    """
    return _day_once(place, date, modes, stamp(place))


@lru_cache(maxsize=4)
def _day_once(place: Place, date: str, modes: tuple[str, ...], made: int) -> ServiceDay:  # noqa: ARG001 - part of the key
    feeds, day = load_feeds(place), np.datetime64(date)
    told = timetable.check_day(feeds, day)
    types = {int(number) for feed in feeds for number in feed.tables["routes"]["route_type"].dropna()}
    wanted = {number for number in types if is_of_mode(number, modes)}
    built = timetable.build_service_day(feeds, day=day, route_types=wanted)
    return replace(built, notes=(*told, *built.notes))


def vehicle_words(modes: tuple[str, ...]) -> str:
    """Return vehicles as a sentence has them: 'by bus or by train'."""
    return tr(" or ").join(tr(TRANSIT_BY_NAME[mode].label).lower() for mode in modes)
