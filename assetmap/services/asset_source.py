"""What a list is called: its file's name without a date at the end, so that next month's file is the same list."""

from __future__ import annotations

import datetime as dt
import re

_BEFORE = r"[\s_.,-]*[\s_.,(-]"
_PART = r"[_.-]"
_YEAR, _TWO = r"(?P<year>(?:19|20)[0-9]{2})", r"[0-9]{2}"
_DATES = tuple(
    re.compile(rf"{_BEFORE}{form}\)?\s*$")
    for form in (
        rf"{_YEAR}{_PART}?(?P<month>{_TWO}){_PART}?(?P<day>{_TWO})",
        rf"(?P<day>{_TWO}){_PART}?(?P<month>{_TWO}){_PART}?{_YEAR}",
        rf"{_YEAR}{_PART}(?P<month>{_TWO})",
        rf"{_YEAR}{_PART}(?P<next>{_TWO})",
        _YEAR,
    )
)
_CENTURY = 100


def without_date(stem: str) -> str:
    """Return a file's name without the real day, month, year or pair of years at its end; "ward 2" stays.

    There must be something in front of the date, and a mark or space between.
    """
    for form in _DATES:
        found = form.search(stem)
        if found and found.start() and _is_real(found.groupdict()):
            return stem[: found.start()]
    return stem


def _is_real(parts: dict[str, str | None]) -> bool:
    year = int(parts["year"] or 0)
    following = parts.get("next")
    if following is not None:
        return int(following) == (year + 1) % _CENTURY
    try:
        dt.date(year, int(parts.get("month") or 1), int(parts.get("day") or 1))
    except ValueError:
        return False
    return True
