"""A list to take away: a spreadsheet with a sheet that says what it is, or the plain rows as CSV.

Only what may leave the house is taken: facts in which nobody is counted, and figures about people as they may be
shared.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from assetmap.adapters.workbook import ABOUT_SHEET, MEDIA_TYPE, Sheet, write_workbook
from assetmap.messages import mark, say_day, tr
from assetmap.model.cells import flat, safe_cell
from assetmap.model.place import MADE_UP
from assetmap.model.release import PublicFacts, ShareView
from assetmap.services.sources import list_sources
from assetmap.services.workspace import Place

__all__ = [
    "CSV_TYPE", "XLSX_TYPE", "About", "Column", "Listed", "about_place", "write_book", "write_csv", "write_xlsx",
]  # fmt: skip

XLSX_TYPE = MEDIA_TYPE
CSV_TYPE = "text/csv"
LIST_SHEET = mark("List")

Rows = Sequence[Mapping[str, Any]] | pd.DataFrame
Shared = PublicFacts[Any] | ShareView[Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a list: the key of its values, and its heading in plain words."""

    key: str
    heading: str


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One list of a spreadsheet: its sheet's name, its rows as they may be shared, and which values of a row."""

    name: str
    view: Shared
    columns: Sequence[Column]


@dataclass(frozen=True, kw_only=True)
class About:
    """What the second sheet says.

    Attributes
    ----------
    what
        What this list is, in one sentence.
    made_on
        The day it was made, in words.
    method
        How it was worked out.
    sources
        Where it came from, with dates and licences.
    hidden
        What is hidden, and why.
    tell_us
        Whom to tell what is wrong.
    """

    what: str
    made_on: str
    method: Sequence[str] = ()
    sources: Iterable[str] = ()
    hidden: Sequence[str] = ()
    tell_us: str = ""


def about_place(
    place: Place, what: str, *, now: dt.datetime, method: Sequence[str] = (), hidden: Sequence[str] = ()
) -> About:
    """Return what to say about a list of a place: its files are the sources, and a made-up place says so."""
    made_up = (tr(MADE_UP),) if place.made_up else ()
    return About(
        what=what,
        made_on=say_day(now),
        method=(*made_up, *method),
        sources=list_sources(place),
        hidden=hidden,
    )


def write_xlsx(view: Shared, columns: Sequence[Column], about: About) -> bytes:
    """Return a spreadsheet: the rows on the first sheet, what they are on the second.

    Parameters
    ----------
    view
        The rows: mappings, or a table. Notes of the view go to the second sheet.
    columns
        Which values of a row, in which order.
    about
        What the second sheet says.

    Raises
    ------
    TypeError
        Exact figures about people, or bare rows, were handed over.
    """
    return write_book([Listed(name=tr(LIST_SHEET), view=view, columns=columns)], about)


def write_book(lists: Sequence[Listed], about: About) -> bytes:
    """Return a spreadsheet of several lists, a sheet each, and the sheet that says what they are.

    Raises
    ------
    TypeError
        See `write_xlsx`.
    """
    sheets = [
        Sheet(name=one.name, headings=[column.heading for column in one.columns], rows=_cells(one)) for one in lists
    ]
    notes = dict.fromkeys(note for one in lists for note in one.view.notes)
    rows = list(_about_rows(about, [note for note in notes if note not in about.hidden]))
    said = Sheet(name=tr(ABOUT_SHEET), headings=(tr("About this list"), ""), rows=rows)
    return write_workbook((*sheets, said))


def _cells(one: Listed) -> list[list[str]]:
    return [[flat(row.get(column.key)) for column in one.columns] for row in _rows_of(one.view)]


def write_csv(view: Shared, columns: Sequence[Column]) -> bytes:
    """Return the plain rows as CSV that spreadsheets read in any language, without a formula in it.

    Raises
    ------
    TypeError
        See `write_xlsx`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(column.heading) for column in columns])
    writer.writerows([safe_cell(row.get(column.key)) for column in columns] for row in _rows_of(view))
    return text.getvalue().encode("utf-8-sig", "replace")


def _rows_of(view: Shared) -> Iterable[Mapping[str, Any]]:
    if not isinstance(view, (PublicFacts, ShareView)):
        raise TypeError(f"A download takes PublicFacts or ShareView, not {type(view).__name__}.")
    rows: Rows = view.facts
    if isinstance(rows, pd.DataFrame):
        whole = rows.astype(object).where(rows.notna(), None)
        return [{str(key): value for key, value in row.items()} for row in whole.to_dict("records")]
    return rows


def _about_rows(about: About, notes: Sequence[str]) -> Iterable[tuple[str, str]]:
    told: tuple[tuple[str, Iterable[str]], ...] = (
        (tr("What this is"), (about.what,)),
        (tr("Made on"), (about.made_on,)),
        (tr("How this was worked out"), (*about.method, *notes)),
        (tr("Where it came from"), about.sources),
        (tr("What is hidden, and why"), about.hidden or (tr("Nothing is hidden in this list."),)),
        (tr("Something wrong? Tell us"), (about.tell_us or tr("Tell whoever gave you this list."),)),
    )
    for heading, texts in told:
        yield from (((heading if not number else ""), flat(text)) for number, text in enumerate(texts))
