"""Timetables: the front door. From checked tables to the vehicles of one day, and where people may change.

>>> feeds = [timetable.Feed("buses", tables)]                                              # doctest: +SKIP
>>> first, last = timetable.service_range(feeds)                                           # doctest: +SKIP
>>> day = timetable.build_service_day(feeds, day=np.datetime64("2026-06-02"))              # doctest: +SKIP
>>> changes = timetable.build_changes(day, [tables["transfers"]], walks, change_seconds=120)  # doctest: +SKIP
"""

from __future__ import annotations

from assetmap.analysis.timetable_changes import Walks, build_changes
from assetmap.analysis.timetable_dates import Feed, check_day, runs_like_weekday, service_range
from assetmap.analysis.timetable_day import build_service_day

__all__ = [
    "Feed",
    "Walks",
    "build_changes",
    "build_service_day",
    "check_day",
    "runs_like_weekday",
    "service_range",
]
