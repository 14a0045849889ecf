"""How offices and people write ages, and when a table's ages can stand beside those of people who came."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from assetmap.messages import mark, tr
from assetmap.model.participation import AGE_BANDS

OLDEST_AGE = AGE_BANDS[-1][1]
"""Where an open band ends."""

_AGED, _YEARS = r"(?:aged? )?", r"(?: years?)?(?: old)?"
# Lower case; what is captured is a whole year, included. The first form that fits decides.
AGE_FORMS: tuple[tuple[str, str], ...] = (
    (rf"{_AGED}(\d{{1,3}}) ?(?:-|\u2013|to|i) ?(\d{{1,3}}){_YEARS}", "from, to"),
    (rf"{_AGED}(\d{{1,3}}){_YEARS} ?(?:\+|and over|or over|and older|plus|neu drosodd)", "from"),
    (rf"{_AGED}(\d{{1,3}}){_YEARS} (?:and|or) (?:under|younger)", "to"),
    (rf"{_AGED}under (\d{{1,3}}){_YEARS}", "below"),
    (rf"{_AGED}(\d{{1,3}}){_YEARS}", "one"),
)
"""How ages are written, and what the numbers in it are."""

_ENDS: dict[str, Callable[[list[int]], tuple[int, int]]] = {
    "from, to": lambda years: (years[0], years[1]),
    "from": lambda years: (years[0], OLDEST_AGE),
    "to": lambda years: (0, years[0]),
    "below": lambda years: (0, years[0] - 1),
    "one": lambda years: (years[0], years[0]),
}

LEAST_AGE_BANDS = 3
"""Fewer bands than these (such as 0-15, 16-64, 65+) cannot tell children, working age and older people apart."""


class WhyNotByAge(StrEnum):
    """Why ages cannot be taken into account."""

    NO_AGES = mark("Nobody who came said their age.")
    NO_TABLE = mark("This place has no population figures by age for these areas.")
    UNREADABLE = mark("Some age bands in this place's figures cannot be read.")
    NOT_WHOLE = mark("The age bands in this place's figures overlap, or leave ages out.")
    NOT_COVERED = mark("Some people who came are of an age that this place's figures leave out.")
    TOO_COARSE = mark("The age bands in this place's figures do not fit those of the people who came.")
    MORE_THAN_LIVE_HERE = mark("More people of one age came than live here. Check the areas and the figures.")


def age_limits(text: str) -> tuple[int, int] | None:
    """Return the youngest and oldest whole year of an age or age band; None where the text is not one.

    'Aged 4 years and under' is (0, 4); '85+' is (85, ``OLDEST_AGE``).
    """
    plain = " ".join(text.casefold().split())
    for form, kind in AGE_FORMS:
        found = re.fullmatch(form, plain)
        if found:
            years = [int(year) for year in found.groups()]
            low, high = _ENDS[kind](years)
            return (low, high) if low <= high <= OLDEST_AGE else None
    return None


def age_words(low: int, high: int) -> str:
    """Return a range of whole years, both included, as words: 'aged 16 to 64'."""
    if high >= OLDEST_AGE:
        return tr("aged {low} and over", low=low) if low else tr("of all ages")
    return tr("aged {low} to {high}", low=low, high=high) if low else tr("aged under {age}", age=high + 1)


def band_name(low: int, high: int) -> str:
    """Return the short name of an age band, as ours are written: '16-24', '85+'."""
    return f"{low}+" if high >= OLDEST_AGE else f"{low}-{high}" if low < high else str(low)
