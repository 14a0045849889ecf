"""Which days of a period are left once others are taken out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from assetmap.model.period import Period


def without(period: Period, taken: Iterable[Period]) -> list[Period]:
    """Return what is left of a period, in the order of its days.

    Parameters
    ----------
    period
        Has a first and a last day.
    taken
        Periods with a first and a last day; they may overlap each other, or lie outside.
    """
    left = [period]
    for one in taken:
        left = [part for whole in left for part in _cut(whole, one)]
    return left


def _cut(period: Period, taken: Period) -> list[Period]:
    if not period.overlaps(taken):
        return [period]
    parts = [Period(period.first, _day(taken.first, -1)), Period(_day(taken.last, 1), period.last)]
    return [part for part in parts if period.first <= part.first <= part.last <= period.last]


def _day(day: str, after: int) -> str:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=after)).isoformat()
