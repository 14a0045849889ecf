"""A meeting's day: which one a timetable covers, that it has passed or is a bank holiday, when the sun sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import numpy as np
from astral import Observer
from astral.sun import sun

from assetmap.analysis import timetable
from assetmap.analysis.timetable import Feed
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import say_day, tr
from assetmap.model.meeting import SECONDS_PER_DAY
from assetmap.model.nation import DEFAULT_ZONE, NATIONS, Nation
from assetmap.services import timetables, workspace
from assetmap.services.workspace import Place

_WEEK = dt.timedelta(days=7)


def read_date(text: str) -> dt.date:
    """Read a day as YYYY-MM-DD.

    Raises
    ------
    OptionError
        It is no day.
    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as fault:
        raise OptionError(
            tr("--date '{text}': this is no day. Expected year, month and day, such as 2026-03-02.", text=text)
        ) from fault


def day_notes(place: Place, feeds: Sequence[Feed], day: dt.date, *, today: dt.date) -> list[str]:
    """Say that a day has passed, and that it is a bank holiday on which an ordinary weekday seems to run."""
    notes = []
    if day < today:
        notes.append(tr("This date has passed."))
    for nation, name in bank_holidays(place, day):
        notes.append(tr("{day} is {holiday}, a bank holiday in {nation}.", day=_said(day), holiday=name,
                        nation=tr(nation.name)))  # fmt: skip
        if timetable.runs_like_weekday(feeds, np.datetime64(day)):
            notes.append(
                tr("The timetable has the buses of an ordinary day for it: ask the operator whether they run.")
            )
            break
    return notes


def bank_holidays(place: Place, day: dt.date) -> list[tuple[Nation, str]]:
    """Return the nations of a place in which a day is a bank holiday, with its name."""
    found = []
    for nation in nations_of(place):
        name = holidays.country_holidays(nation.country, subdiv=nation.subdivision or None, years=day.year).get(day)
        if name:
            found.append((nation, str(name)))
    return found


def choose_day(place: Place, dates: list[dt.date]) -> str:
    """Return the last of some days that the timetable covers, else the nearest such weekday in it.

    A day that every timetable covers and that is no bank holiday comes before the others of its sort.

    Parameters
    ----------
    place
        The place.
    dates
        The days, in their order; the weekday is that of the last.

    Returns
    -------
    str
        ISO; "" where the place has no timetable, or it has no such weekday.
    """
    feeds, spans = timetables.load_feeds(place), timetables.days_covered(place)
    if spans is None:
        return ""
    begin, end = (dt.date.fromisoformat(day) for day in spans)
    for days in (dates[::-1], _weekdays(dates[-1], begin, end)):
        covered = [(day, whole) for day, whole in ((day, _covers(feeds, day)) for day in days) if whole is not None]
        plain = (day for day, whole in covered if whole and not bank_holidays(place, day))
        if covered:
            return next(plain, covered[0][0]).isoformat()
    return ""


def _weekdays(latest: dt.date, begin: dt.date, end: dt.date) -> list[dt.date]:
    """Return the days of a range with the weekday of the latest meeting: those to come first, then those before it."""
    start = begin + (latest - begin) % _WEEK
    days = [start + number * _WEEK for number in range(max((end - start) // _WEEK + 1, 0))]
    return [day for day in days if day > latest] + [day for day in reversed(days) if day <= latest]


def _covers(feeds: Iterable[Feed], day: dt.date) -> bool | None:
    """Tell whether all timetables cover a day; None where none does."""
    try:
        return not timetable.check_day(list(feeds), np.datetime64(day))
    except (OptionError, NotFoundError):
        return None


def nations_of(place: Place) -> tuple[Nation, ...]:
    """Return the nations that a place's areas, or else its postcodes, lie in; none where nobody can tell."""
    codes = workspace.areas(place)["area_id"].astype(str)
    known = tuple(nation for nation in NATIONS if any(codes.str.startswith(nation.code_prefixes)))
    if known:
        return known
    postcodes = workspace.postcodes(place)["postcode"].astype(str)
    return tuple(nation for nation in NATIONS if nation.postcodes and any(postcodes.str.startswith(nation.postcodes)))


def sunset(day: dt.date, *, lat: float, lon: float, zone: str) -> int | None:
    """Return when the sun sets, seconds after local midnight; None where it does not set that day."""
    try:
        there = ZoneInfo(zone or DEFAULT_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        there = ZoneInfo(DEFAULT_ZONE)
    try:
        moment = sun(Observer(latitude=lat, longitude=lon), date=day, tzinfo=there)["sunset"]
    except ValueError:
        return None
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=there)
    return int((moment - midnight).total_seconds()) % SECONDS_PER_DAY


def zone_of(feeds: Sequence[Feed]) -> str:
    """Return the time zone that the timetables are written in; the default where they do not say."""
    for feed in feeds:
        named = [str(zone) for zone in feed.tables["agency"]["agency_timezone"] if str(zone).strip()]
        if named:
            return named[0]
    return DEFAULT_ZONE


def _said(day: dt.date) -> str:
    return say_day(day)
