"""The words for a release as a page to print: its sentences and its tables, as a person reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class BookTable:
    """One table of a release, in words.

    Attributes
    ----------
    heading, caption
        What is compared, and one sentence of what the table shows.
    said
        What the table says, its answer first.
    columns
        Headings, that of the row's name first.
    rows
        A text a column.
    """

    heading: str
    caption: str
    said: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class ReleaseBook:
    """A release as it is printed; nobody stands behind it.

    Attributes
    ----------
    title
        The heading.
    about
        Which meetings, meant for whom.
    tables
        Places first.
    sure, method, held_back
        How sure we are, how it was worked out, what is held back and why: sentences.
    released
        Since when the figures are fixed, in a sentence.
    notes
        What must be known first: that a place is made up.
    tell_us
        Whom to tell what is wrong; empty leaves room to write it.
    """

    title: str
    about: str
    tables: tuple[BookTable, ...]
    sure: tuple[str, ...]
    method: tuple[str, ...]
    held_back: tuple[str, ...]
    released: str
    notes: tuple[str, ...] = ()
    tell_us: str = ""
