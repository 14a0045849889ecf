"""Reading single values of a participation file: dates, times, roles, ages, categories. Unknown stays unknown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.model.participation import (
    AGE_BANDS,
    AGE_RANGE,
    CATEGORY_WORDS,
    EARLIEST_YEAR,
    EXCEL_DAYS,
    EXCEL_FIRST_DAY,
    LONGEST_CATEGORY,
    MONTHS,
    NOT_STATED,
    NOT_STATED_WORDS,
    ROLES,
    MeantFor,
    Stage,
)
from assetmap.model.text import harmless, plain_form

Texts = NDArray[np.object_]
Reader = Callable[[str], str | None]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_WITH_MONTH = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+) (\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.]\d{2})?\s*([ap])?\.?m?\.?")
_MONTH_NUMBER = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
_ROLE_WORDS = {
    word: role.name for role in ROLES for word in (plain_form(role.label), plain_form(role.name), *role.words)
}
_STAGES = {plain_form(stage): str(stage) for stage in Stage}
_MEANT_FOR = {plain_form(one): str(one) for one in MeantFor}
_HALF_A_DAY, _LAST_HOUR, _LAST_MINUTE = 12, 23, 59


def read_each(texts: pd.Series, reader: Reader) -> tuple[Texts, NDArray[np.bool_]]:
    """Read every cell, each different text once.

    Parameters
    ----------
    texts
        Cells as text.
    reader
        Returns what a text means, or None where it means nothing we know.

    Returns
    -------
    tuple
        The values ("" where nothing is known) and whether each cell could not be read.
    """
    codes, different = pd.factorize(texts.to_numpy(dtype=object))
    found = [reader(text) for text in different]
    values = np.array([one or "" for one in found], dtype=object)
    failed = np.array([one is None for one in found], dtype=bool)
    return values[codes], failed[codes]


def read_date(text: str, *, this_year: int) -> str | None:
    """Return a date as YYYY-MM-DD, "" for a blank, None for what is not a date. Days come before months.

    Parameters
    ----------
    text
        25/08/2015, 25/08/15, 2015-08-25, 25 Aug 2015, or a spreadsheet's day number.
    this_year
        The year now; two-digit years up to the next one are in this century, others in the last.
    """
    cell = " ".join(harmless(text).split())
    if not cell:
        return ""
    parts = _date_parts(cell)
    if parts is None:
        return _excel_date(cell)
    year, month, day = parts
    if year <= 99:  # noqa: PLR2004 - two digits
        century = this_year // 100 * 100
        year += century if century + year <= this_year + 1 else century - 100
    if not EARLIEST_YEAR <= year <= this_year + 5:
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _date_parts(cell: str) -> tuple[int, int, int] | None:
    if found := _ISO.fullmatch(cell):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(cell):
        return int(found[3]), int(found[2]), int(found[1])
    found = _WITH_MONTH.fullmatch(plain_form(cell))
    if found and found[2] in _MONTH_NUMBER:
        return int(found[3]), _MONTH_NUMBER[found[2]], int(found[1])
    return None


def _excel_date(cell: str) -> str | None:
    number = cell.partition(".")[0]
    if not number.isdecimal() or not EXCEL_DAYS[0] <= int(number) <= EXCEL_DAYS[1]:
        return None
    return (dt.date.fromisoformat(EXCEL_FIRST_DAY) + dt.timedelta(days=int(number))).isoformat()


def read_time(text: str) -> str | None:
    """Return a time of day as HH:MM, "" for a blank, None for what is not a time."""
    cell = harmless(text).strip().lower()
    if not cell:
        return ""
    found = _CLOCK.fullmatch(cell)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _HALF_A_DAY:
            return None
        hour = hour % _HALF_A_DAY + (_HALF_A_DAY if found[3] == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None


def read_role(text: str) -> str | None:
    """Return a role's name, "" for a blank, None for words we do not know."""
    words = plain_form(text)
    return _ROLE_WORDS.get(words) if words else ""


def read_stage(text: str) -> str | None:
    """Return a stage of co-production, "" for a blank, None for words we do not know."""
    words = plain_form(text)
    return _STAGES.get(words) if words else ""


def read_meant_for(text: str) -> str | None:
    """Return whom a meeting was meant for, "" for a blank, None for words we do not know."""
    words = plain_form(text)
    return _MEANT_FOR.get(words) if words else ""


def read_text(text: str) -> str:
    """Return an event's own words with single spaces; hostile marks stay until they are shown."""
    return " ".join(text.split())


def read_category(text: str) -> str | None:
    """Return a characteristic in plain words, "not stated", "" for a blank, None for what may be free text."""
    cell = " ".join(harmless(text).split())
    if not cell:
        return ""
    if cell.casefold() in NOT_STATED_WORDS:
        return NOT_STATED
    plain = len(cell) <= LONGEST_CATEGORY and re.fullmatch(CATEGORY_WORDS, cell)
    return cell if plain else None


def age_bands(texts: pd.Series, dates: Texts, *, this_year: int) -> tuple[Texts, NDArray[np.bool_]]:
    """Return age bands from dates of birth, ages or bands, at the date of each event.

    Parameters
    ----------
    texts
        Dates of birth, ages in years or age bands.
    dates
        Date of each row's event, YYYY-MM-DD or "".
    this_year
        The year now, for two-digit years.

    Returns
    -------
    tuple
        Bands ("" where unknown) and whether each cell could not be read.
    """
    pairs = pd.Series(texts.to_numpy(dtype=object) + "\n" + dates)
    return read_each(pairs, lambda pair: _age_band(*pair.rsplit("\n", 1), this_year=this_year))


def _age_band(text: str, date: str, *, this_year: int) -> str | None:
    cell = " ".join(harmless(text).lower().split())
    if not cell or cell in NOT_STATED_WORDS:
        return NOT_STATED if cell else ""
    if cell.isdecimal() and int(cell) <= AGE_BANDS[-1][1]:
        return _band_of(int(cell))
    if found := re.fullmatch(AGE_RANGE, cell):
        low, high, above, below = found.groups()
        return f"{int(low)}-{int(high)}" if low else f"{int(above)}+" if above else f"0-{int(below) - 1}"
    born = read_date(cell, this_year=this_year)
    if not born or not date:
        return None
    return _band_of((int(date.replace("-", "")) - int(born.replace("-", ""))) // 10_000)


def _band_of(age_years: int) -> str | None:
    return next((name for low, high, name in AGE_BANDS if low <= age_years <= high), None)
