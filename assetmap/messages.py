"""The one way every sentence goes that a person can read: looked up in a gettext catalogue, then filled in.

The text in the code is English. A catalogue may hold other words for it: another language, easy read, or English for
a page where the code speaks of a command. What is not in the catalogue is said as it stands.
"""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_AS_WRITTEN = gettext.NullTranslations()
_SPOKEN: ContextVar[gettext.NullTranslations | None] = ContextVar("spoken", default=None)


@dataclass
class _Process:
    """What is spoken where nothing else was said."""

    catalogue: gettext.NullTranslations = _AS_WRITTEN


_PROCESS = _Process()


@contextmanager
def speaking(catalogue: gettext.NullTranslations) -> Iterator[None]:
    """Say everything inside the block in the words of a catalogue; threads started inside need a copied context."""
    before = _SPOKEN.set(catalogue)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def speak(catalogue: gettext.NullTranslations | None) -> None:
    """Say everything in this process in the words of a catalogue; None says what stands in the code.

    A page's callbacks, its parts that run alone and the routes beside it have no common beginning, so the app sets
    its words once for all of them.
    """
    _PROCESS.catalogue = catalogue or _AS_WRITTEN


def _spoken() -> gettext.NullTranslations:
    return _SPOKEN.get() or _PROCESS.catalogue


def tr(text: str, /, **values: object) -> str:
    """Return a sentence in the words of the catalogue, its ``{names}`` filled with the values.

    The text must be written out at the call, so that it is found when the catalogue's list of sentences is made.
    Values are put in after the look-up and are never looked at for braces.
    """
    said = _spoken().gettext(text) if text else text
    return said.format(**values) if values else said


def tr_count(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the sentence for a number of things; ``{number}`` is the number with its thousands marked."""
    return _spoken().ngettext(one, many, number).format(number=f"{number:,}", **values)


def and_more(number: int) -> str:
    """Return the end of a list that was cut short: ' and 3 more'; empty where nothing was left out."""
    return tr(" and {number:,} more", number=number) if number > 0 else ""


def mark(text: str) -> str:
    """Mark a text of a table for the catalogue and return it as it stands; ``tr`` is called where it is shown."""
    return text


_MONTHS: tuple[str, ...] = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"), mark("July"),
    mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip


def say_iso_day(day: str) -> str:
    """Return a day in the form 2026-03-02 as people write it."""
    return say_day(dt.date.fromisoformat(day))


def say_day(day: dt.date) -> str:
    """Return a day as people write it: '2 March 2026'."""
    return tr("{day} {month} {year}", day=day.day, month=tr(_MONTHS[day.month - 1]), year=day.year)
