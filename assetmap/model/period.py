"""The words for a stretch of days: how it is read, said, and held against another."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from assetmap.errors import OptionError
from assetmap.messages import say_iso_day, tr
from assetmap.model.half_year import MONTHS_IN_HALF_YEAR, half_year_key, half_year_words


@dataclass(frozen=True, order=True)
class Period:
    """All days from the first to the last, both in it. ISO days; an empty one leaves that side open."""

    first: str = ""
    last: str = ""

    def words(self) -> str:
        """Return the period as people say it; a half-year by its months."""
        if self.first and self.last:
            if self == half_year_of(self.first):
                return half_year_words(half_year_key(*_year_month(self.first)))
            return tr("{first} to {last}", first=say_iso_day(self.first), last=say_iso_day(self.last))
        if self.first:
            return tr("from {first} on", first=say_iso_day(self.first))
        return tr("up to {last}", last=say_iso_day(self.last)) if self.last else tr("all meetings on record")

    def holds(self, day: str) -> bool:
        """Tell whether a day (ISO) is in it."""
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)

    def overlaps(self, other: Period) -> bool:
        """Tell whether any day is in both."""
        begins_before_end = not self.first or not other.last or self.first <= other.last
        ends_after_begin = not self.last or not other.first or other.first <= self.last
        return begins_before_end and ends_after_begin

    def is_over(self, today: str) -> bool:
        """Tell whether its last day has passed on some day (ISO): only then can its figures be fixed."""
        return bool(self.last) and self.last < today


def _year_month(day: str) -> tuple[int, int]:
    return int(day[:4]), int(day[5:7])


def half_year_of(day: str) -> Period:
    """Return the half-year that holds a day (ISO): January to June, or July to December."""
    year, month = _year_month(day)
    first_month = 1 if month <= MONTHS_IN_HALF_YEAR else 1 + MONTHS_IN_HALF_YEAR
    last_month = first_month + MONTHS_IN_HALF_YEAR - 1
    last_day = calendar.monthrange(year, last_month)[1]
    return Period(f"{year:04d}-{first_month:02d}-01", f"{year:04d}-{last_month:02d}-{last_day:02d}")


def read_period(first: str, last: str) -> Period:
    """Read the first and last day that a person wrote, YYYY-MM-DD; an empty text leaves that side open.

    Raises
    ------
    OptionError
        A text is no such day, or the last day comes before the first.
    """
    days = {"--from": first.strip(), "--to": last.strip()}
    for option, text in days.items():
        if text and not _is_day(text):
            raise OptionError(
                tr("{option} '{text}': this is not a day. Expected YYYY-MM-DD, such as 2026-01-31. Correct it.",
                   option=option, text=text)
            )  # fmt: skip
    period = Period(days["--from"], days["--to"])
    if period.first and period.last and period.last < period.first:
        raise OptionError(
            tr("--to {last} comes before --from {first}. Expected the first day, then the last. Swap them.",
               last=period.last, first=period.first)
        )  # fmt: skip
    return period


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    (year, month), day = _year_month(text), int(text[8:])
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]  # noqa: PLR2004
