"""On which days a timetable's services run: the week's pattern, and the days that differ from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis.timetable_columns import Days, Longs, dates, places_of, whole_numbers
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.timetable import WEEKDAYS

Bools = NDArray[np.bool_]

_ADDED = 1
_DAY, _WEEK = np.timedelta64(1, "D"), np.timedelta64(7, "D")
_A_MONDAY = np.datetime64("1970-01-05", "D")


@dataclass(frozen=True, eq=False)
class Feed:
    """One timetable: the name people know it by, and its checked tables by the name of their GTFS file."""

    name: str
    tables: Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Calendar:
    """The days of all services that trips use.

    Attributes
    ----------
    services
        Their ids; numbers below are places in it.
    service, weekdays, start, end
        One entry a pattern: its service, on which of seven days from Monday it runs, its first and last day.
    changed, changed_on, added
        One entry a day that differs: its service, the day, whether it is added (else taken out).
    """

    services: pd.Series[str]
    service: Longs
    weekdays: Bools
    start: Days
    end: Days
    changed: Longs
    changed_on: Days
    added: Bools

    def pattern_on(self, day: np.datetime64) -> Bools:
        """Tell for each service whether the week's pattern has it on a day."""
        runs = self.weekdays[:, _weekday(day)] & (self.start <= day) & (day <= self.end)
        return self._marked(self.service[runs])

    def running_on(self, day: np.datetime64) -> Bools:
        """Tell for each service whether it runs on a day; a day both added and taken out is taken out."""
        today = self.changed_on == day
        added, taken = (self._marked(self.changed[today & one]) for one in (self.added, ~self.added))
        return np.asarray((self.pattern_on(day) | added) & ~taken)

    def has_pattern(self) -> bool:
        """Tell whether any service has a week's pattern, rather than a list of days alone."""
        return bool(self.weekdays.any())

    def span(self) -> tuple[np.datetime64, np.datetime64] | None:
        """Return the first and the last day on which a service runs; None where none ever does."""
        first, last = self._edge(_WEEK), self._edge(-_WEEK)
        return None if not len(first) else (first.min(), last.max())

    def _marked(self, services: Longs) -> Bools:
        marks = np.zeros(len(self.services), dtype=np.bool_)
        marks[services] = True
        return marks

    def _keys(self, service: Longs, day: Days) -> Longs:
        """Return one number for a service on a day."""
        return (day - _A_MONDAY).astype(np.int64) * max(1, len(self.services)) + service

    def _edge(self, step: np.timedelta64) -> Days:
        """Return days among which the first on which anything runs is (the last, where steps lead backwards).

        Each weekday of each pattern begins at its own first day, and goes on by weeks while that day is taken out.
        """
        pattern, weekday = np.nonzero(self.weekdays)
        start, end, service = self.start[pattern], self.end[pattern], self.service[pattern]
        forwards = step > np.timedelta64(0, "D")
        day = (
            start + (weekday - _weekdays(start)) % 7 * _DAY if forwards else end - (_weekdays(end) - weekday) % 7 * _DAY
        )
        taken = self._keys(self.changed[~self.added], self.changed_on[~self.added])
        while True:
            inside = (start <= day) & (day <= end)
            start, end, service, day = start[inside], end[inside], service[inside], day[inside]
            gone = np.isin(self._keys(service, day), taken)
            if not gone.any():
                break
            day = np.where(gone, day + step, day)
        extra = ~np.isin(self._keys(self.changed, self.changed_on), taken)
        return np.concatenate((day, self.changed_on[self.added & extra]))


def read_calendar(tables: Mapping[str, pd.DataFrame]) -> Calendar:
    """Take the days of a timetable's services from its tables."""
    services = tables["trips"]["service_id"].drop_duplicates()
    weekly, changes = tables["calendar"], tables["calendar_dates"]
    service, changed = places_of(weekly["service_id"], services), places_of(changes["service_id"], services)
    weekly, changes = weekly[service >= 0], changes[changed >= 0]
    return Calendar(
        services=services,
        service=service[service >= 0],
        weekdays=np.column_stack([whole_numbers(weekly[name]) == 1 for name in WEEKDAYS]),
        start=dates(weekly["start_date"]),
        end=dates(weekly["end_date"]),
        changed=changed[changed >= 0],
        changed_on=dates(changes["date"]),
        added=whole_numbers(changes["exception_type"]) == _ADDED,
    )


def service_range(feeds: Sequence[Feed]) -> tuple[np.datetime64, np.datetime64]:
    """Return the first and the last day on which anything runs.

    Raises
    ------
    NotFoundError
        There is no timetable, or nothing in it ever runs.
    """
    spans = [span for _, span in _spans(feeds)]
    return min(first for first, _ in spans), max(last for _, last in spans)


def check_day(feeds: Sequence[Feed], day: np.datetime64) -> tuple[str, ...]:
    """Check that the timetables cover a day.

    Returns
    -------
    tuple of str
        A sentence for each timetable that does not, while another does.

    Raises
    ------
    OptionError
        The day lies outside every timetable.
    NotFoundError
        There is no timetable, or nothing in it ever runs.
    """
    day = whole_day(day)
    spans = _spans(feeds)
    outside = [(feed, span) for feed, span in spans if not span[0] <= day <= span[1]]
    if len(outside) == len(spans):
        ranges = ", ".join(_say_range(*span) for span in _joined([span for _, span in spans]))
        raise OptionError(
            tr(
                "{day}: the timetable covers {ranges}. Choose a day in it, or add a newer timetable.",
                day=day,
                ranges=ranges,
            )
        )
    return tuple(
        tr("{feed} covers {range} only: it has no services for this day.", feed=feed, range=_say_range(*span))
        for feed, span in outside
    )


def runs_like_weekday(feeds: Sequence[Feed], day: np.datetime64) -> bool:
    """Tell whether an ordinary weekday seems to run: something runs, and just what the week's pattern says.

    A timetable that lists its days one by one has no pattern; there the same services must run a week before or after.
    With several timetables all that run anything on the day must run as usual; ask with one to know about one.
    """
    calendars = [read_calendar(feed.tables) for feed in feeds]
    running = [calendar for calendar in calendars if calendar.running_on(whole_day(day)).any()]
    return bool(running) and all(_as_usual(calendar, whole_day(day)) for calendar in running)


def whole_day(day: np.datetime64) -> np.datetime64:
    """Return the day in which a moment lies."""
    whole: np.datetime64 = day.astype("datetime64[D]")
    return whole


def _as_usual(calendar: Calendar, day: np.datetime64) -> bool:
    running = calendar.running_on(day)
    usual = [calendar.pattern_on(day)]
    if not calendar.has_pattern():
        usual = [calendar.running_on(day - _WEEK), calendar.running_on(day + _WEEK)]
    return any(np.array_equal(running, one) for one in usual)


def _weekdays(days: Days) -> Longs:
    """Return 0 for a Monday to 6 for a Sunday."""
    return (days - _A_MONDAY).astype(np.int64) % 7


def _weekday(day: np.datetime64) -> int:
    return int(_weekdays(np.array([day]))[0])


def _spans(feeds: Sequence[Feed]) -> list[tuple[str, tuple[np.datetime64, np.datetime64]]]:
    spans = [(feed.name, read_calendar(feed.tables).span()) for feed in feeds]
    known = [(name, span) for name, span in spans if span is not None]
    if not known:
        raise NotFoundError(tr("No timetable with a service is here. Add one, such as a zipped GTFS timetable."))
    return known


def _joined(spans: list[tuple[np.datetime64, np.datetime64]]) -> list[tuple[np.datetime64, np.datetime64]]:
    """Join ranges that overlap or follow each other."""
    joined: list[tuple[np.datetime64, np.datetime64]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + _DAY:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined


def _say_range(first: np.datetime64, last: np.datetime64) -> str:
    return tr("{first} to {last}", first=first, last=last)
