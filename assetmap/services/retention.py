"""From which day on records of people are whole: what is older is deleted when its time is over."""

from __future__ import annotations

import calendar
import datetime as dt
from contextlib import closing

from assetmap.services import workspace
from assetmap.services.workspace import Place

_MONTHS_A_YEAR = 12


def oldest_kept(today: dt.date, months: int) -> str:
    """Return the first day (ISO) whose meetings are still kept; days are compared as text, so 31 February may stand."""
    number = today.year * _MONTHS_A_YEAR + today.month - 1 - months
    return f"{number // _MONTHS_A_YEAR:04d}-{number % _MONTHS_A_YEAR + 1:02d}-{today.day:02d}"


def whole_from(place: Place) -> str:
    """Return the first day (ISO) whose records no tidying has deleted; empty where nothing was ever deleted.

    The register says before which day each tidying deleted. One of an earlier version says the moment alone: then as
    many months are taken as records are kept for today.
    """
    with closing(workspace.open_register(place)) as store:
        tidied = store.tidied()
    months = place.settings.retention_months
    days = [before or oldest_kept(dt.date.fromisoformat(when[:10]), months) for when, before in tidied]
    return _in_the_calendar(max(days, default=""))


def _in_the_calendar(day: str) -> str:
    """Return the day, or for one such as 31 February the first of the next month."""
    if not day:
        return ""
    year, month = int(day[:4]), int(day[5:7])
    last = calendar.monthrange(year, month)[1]
    if int(day[8:]) <= last:
        return day
    return (dt.date(year, month, last) + dt.timedelta(days=1)).isoformat()
