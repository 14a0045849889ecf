"""The words for change over time: half-years, what may be said of two of them, new faces and regulars."""

from __future__ import annotations

from enum import StrEnum

from assetmap.messages import mark, tr

MONTHS_IN_HALF_YEAR = 6

PERIODS_DIFFER = 0.05
"""Two-sided chance at or below which two half-years differ: both ends of the usual 95 % interval together."""

REGULAR_FROM_MEETINGS = 3
"""Whoever came before, and to this many different meetings so far, is a regular: our default."""


class Change(StrEnum):
    """What can be said of a group's share in two half-years. The empty text means: nothing can be said."""

    TOO_FEW = mark("Too few people to tell")
    NO_CLEAR = mark("No clear difference")
    SMALLER = mark("A smaller share than before")
    LARGER = mark("A larger share than before")
    NONE = ""


def half_year_key(year: int, month: int) -> str:
    """Return the half-year of a month, in a form that sorts: '2026-1' is January to June 2026."""
    return f"{year:04d}-{1 + (month - 1) // MONTHS_IN_HALF_YEAR}"


def half_year_words(key: str) -> str:
    """Return a half-year as people say it: 'January to June 2026'."""
    year, half = key.split("-")
    return tr("January to June {year}", year=year) if half == "1" else tr("July to December {year}", year=year)
