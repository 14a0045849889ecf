"""Reading single values of a participation file: dates, times, roles, ages, categories. Unknown stays unknown."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.model.participation import (
    AGE_ALONE,
    AGE_BANDS,
    AGE_RANGE,
    BIRTH_YEAR,
    DECLINED,
    EARLIEST_YEAR,
    EXCEL_DAYS,
    EXCEL_FIRST_DAY,
    MONTHS,
    NOBODY_WORDS,
    NOT_STATED,
    NOT_STATED_WORDS,
    OLDEST_BORN_YEARS,
    OVER_MIDNIGHT_HOURS,
    ROLE_BY_NAME,
    ROLES,
    SHORT_YEARS_AHEAD,
    YEARS_AHEAD,
    MeantFor,
    Stage,
)
from assetmap.model.participation_phrases import is_declined, phrase_meaning
from assetmap.model.text import harmless, plain_form

Texts = NDArray[np.object_]
Reader = Callable[[str], str | None]

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?: .*)?")
_WITH_MONTH = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]+) (\d{4}|\d{2})")
_DAY_AND_TIME = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/(?:\d{4}|\d{2}))(?:t|,? )(\d.*)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?(?:[:.]\d{2})?\s*([ap])?\.?m?\.?")
_MONTH_NUMBER = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
_ROLE_WORDS = {
    word: role.name for role in ROLES for word in (plain_form(role.label), plain_form(role.name), *role.words)
}
_STAGES = {plain_form(stage): str(stage) for stage in Stage}
_MEANT_FOR = {plain_form(one): str(one) for one in MeantFor}
_BETWEEN_ROLES = re.compile(r"\s*(?:[/,;&+]|\bor\b|\band\b)\s*", re.IGNORECASE)
_HALF_A_DAY, _LAST_HOUR, _LAST_MINUTE, _MINUTES_AN_HOUR = 12, 23, 59, 60
_SHORT_YEAR_DIGITS, _CENTURY = 2, 100


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
        return _excel_date(cell, this_year)
    written, month, day = parts
    year = int(written)
    if len(written) == _SHORT_YEAR_DIGITS:
        century = this_year // _CENTURY * _CENTURY
        year += century if century + year <= this_year + SHORT_YEARS_AHEAD else century - _CENTURY
    try:
        return _likely(dt.date(year, month, day), this_year)
    except ValueError:
        return None


def _likely(day: dt.date, this_year: int) -> str | None:
    return day.isoformat() if EARLIEST_YEAR <= day.year <= this_year + YEARS_AHEAD else None


def _date_parts(cell: str) -> tuple[str, int, int] | None:
    """Return the year as it is written, month and day."""
    if found := _ISO.fullmatch(cell):
        return found[1], int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(cell):
        return found[3], int(found[2]), int(found[1])
    found = _WITH_MONTH.fullmatch(plain_form(cell))
    if found and found[2] in _MONTH_NUMBER:
        return found[3], _MONTH_NUMBER[found[2]], int(found[1])
    return None


def _excel_date(cell: str, this_year: int) -> str | None:
    number = cell.partition(".")[0]
    if not number.isdecimal() or not EXCEL_DAYS[0] <= int(number) <= EXCEL_DAYS[1]:
        return None
    return _likely(dt.date.fromisoformat(EXCEL_FIRST_DAY) + dt.timedelta(days=int(number)), this_year)


def read_time(text: str) -> str | None:
    """Return a time of day as HH:MM, "" for a blank, None for what is not a time. A date before the time is passed."""
    cell = " ".join(harmless(text).lower().split())
    if not cell:
        return ""
    if dated := _DAY_AND_TIME.fullmatch(cell):
        cell = dated[1]
    found = _CLOCK.fullmatch(cell)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _HALF_A_DAY:
            return None
        hour = hour % _HALF_A_DAY + (_HALF_A_DAY if found[3] == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None


def ends_before_start(start: str, end: str) -> bool:
    """Tell whether an end (HH:MM) is before the start and too far from it to be after midnight."""
    if not start or not end or end >= start:
        return False
    minutes = [int(one[:2]) * _MINUTES_AN_HOUR + int(one[3:]) for one in (start, end)]
    whole_day = 2 * _HALF_A_DAY * _MINUTES_AN_HOUR
    return minutes[1] + whole_day - minutes[0] > OVER_MIDNIGHT_HOURS * _MINUTES_AN_HOUR


def read_role(text: str) -> str | None:
    """Return a role's name, "" for a blank, None for words we do not know. Of several roles the first is taken."""
    if not plain_form(text):
        return ""
    found = roles_in(text)
    return found[0] if found and len({ROLE_BY_NAME[one].community for one in found}) == 1 else None


def roles_in(text: str) -> list[str]:
    """Return the different roles a cell names, in order; none if one of its words is no role."""
    if whole := _role_of(text):
        return [whole]
    found = [_role_of(part) for part in _BETWEEN_ROLES.split(text)]
    return list(dict.fromkeys(filter(None, found))) if all(found) else []


def _role_of(text: str) -> str | None:
    """Return the role that words mean, in the singular or plural."""
    words = plain_form(text)
    return _ROLE_WORDS.get(words) or _ROLE_WORDS.get(words.removesuffix("s"))


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


def read_person(text: str) -> str:
    """Return what a list calls somebody, "" where it says that nobody is named."""
    words = " ".join(harmless(text).casefold().split())
    return "" if words in NOBODY_WORDS or not any(letter.isalnum() for letter in words) else text


def read_category(text: str, of: str) -> str | None:
    """Return the category a word means, "" for a blank, None for a word that is in no table.

    Who would rather not say has given an answer, ``DECLINED``; a question mark or "unknown" is none, "not stated".

    Parameters
    ----------
    text
        The cell.
    of
        Name of the characteristic.
    """
    cell = " ".join(harmless(text).casefold().split())
    if not cell:
        return ""
    if known := phrase_meaning(cell, of):
        return known
    return _no_answer(cell) or (None if any(letter.isalnum() for letter in cell) else NOT_STATED)


def _no_answer(cell: str) -> str | None:
    """Return ``DECLINED`` or "not stated" for words that give no answer to count, None for all others."""
    if is_declined(cell):
        return DECLINED
    return NOT_STATED if cell in NOT_STATED_WORDS else None


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
    if not cell or (none := _no_answer(cell)):
        return none if cell else ""
    if found := re.fullmatch(AGE_ALONE, cell):
        return _band_of(int(found[1]))
    if found := re.fullmatch(BIRTH_YEAR, cell):
        return _band_of_year(int(found[1]), date)
    if found := re.fullmatch(AGE_RANGE, cell):
        return _band_holding(*_ends(*found.groups()))
    born = read_date(cell, this_year=this_year)
    if not born or not date:
        return None
    years = (int(date.replace("-", "")) - int(born.replace("-", ""))) // 10_000
    return _band_of(years) if years <= OLDEST_BORN_YEARS else None


def _band_of_year(born: int, date: str) -> str | None:
    """Return the band of both ages that somebody born in a year may have at an event; None where they are in two."""
    years = int(date[:4]) - born if date else 0
    bands = {_band_of(years - 1), _band_of(years)}
    return bands.pop() if 0 < years <= OLDEST_BORN_YEARS and len(bands) == 1 else None


def _ends(low: str | None, high: str | None, above: str | None, below: str | None) -> tuple[int, int]:
    if low and high:
        return int(low), int(high)
    return (int(above), AGE_BANDS[-1][1]) if above else (0, int(below or 0) - 1)


def _band_holding(low: int, high: int) -> str | None:
    """Return our band that a written band fits in; None where it is none, or lies across two of ours."""
    fits = (name for first, last, name in AGE_BANDS if first <= low < high <= last)
    return next(fits, None)


def _band_of(age_years: int) -> str | None:
    return next((name for low, high, name in AGE_BANDS if low <= age_years <= high), None)
