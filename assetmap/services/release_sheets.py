"""One release as a file: a page to print, a spreadsheet, plain rows, or shapes for a map."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from assetmap.analysis import disclosure
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.place import MADE_UP
from assetmap.model.release import Release, ReleasedTable, ShareView
from assetmap.model.release_sheet import ReleaseBook
from assetmap.model.representation import COMPARED_AT_LEAST, PEOPLE_A_PATCH_SHARED
from assetmap.model.text import harmless
from assetmap.render import release_words
from assetmap.render.release_sheet import write_release_sheet
from assetmap.render.release_words import TableWords
from assetmap.services import downloads, missing_files, releases
from assetmap.services.sources import list_sources
from assetmap.services.workspace import Place

USUAL_SIZE = 18
"""Letters of a page that stands alone, in points."""


def write(place: Place, release: Release, suffix: str, *, by: str = "") -> bytes:
    """Return a release as the file that a suffix stands for.

    Parameters
    ----------
    place
        The place it is of.
    release
        What was released.
    suffix
        ``.html`` and ``.xlsx`` hold all tables; ``.csv`` and ``.geojson`` one, that of the places without ``by``.
    by
        Which table: one of ``model.representation.COMPARED_BY``.

    Raises
    ------
    OptionError
        The suffix is another one; or a table is named for a file that holds all of them, or groups for a map.
    NotFoundError
        The release has no such table.
    """
    if suffix not in _WRITERS:
        raise OptionError(
            tr("'{suffix}': we write no such file. Expected a name that ends in one of: {known}. Choose another.",
               suffix=harmless(suffix), known=", ".join(_WRITERS))
        )  # fmt: skip
    if by and suffix in _WITH_ALL_TABLES:
        raise OptionError(
            tr("--by {by}: a file that ends in {suffix} holds all tables. Expected one that ends in .csv for one "
               "table. Leave --by out, or choose another name.", by=harmless(by), suffix=suffix)
        )  # fmt: skip
    return _WRITERS[suffix](place, release, releases.table_of(release, by))


def write_page(place: Place, release: Release, *, size: int, addresses: Mapping[int, str] | None = None) -> str:
    """Return a release as a page to print.

    Parameters
    ----------
    place, release
        The place and what was released.
    size
        Of the letters, in points.
    addresses
        Where the same page is in other sizes.
    """
    return write_release_sheet(_book(place, release), size=size, addresses=addresses)


def say_tables(release: Release) -> list[TableWords]:
    """Return the tables of a release, or of a draft of one, in words."""
    return [
        release_words.table_words(table.by, releases.as_view(release, table).facts, table.notes)
        for table in release.tables
    ]


def meetings_sentence(release: Release) -> str:
    """Say which meetings a release is about."""
    return tr("Meetings: {period}, meant for: {kind}.", period=release.period.words(), kind=tr(release.meant_for))


def _at_most(people: object) -> int:
    """Return the greatest number of people that a released count may be, written as 35, "30 to 35" or in words."""
    return max((int(digits) for digits in re.findall(r"\d+", str(people).replace(",", ""))), default=0)


def too_many_places(draft: Release, *, fixed: bool) -> list[str]:
    """Say that so many people cannot tell so many places apart, and what to do; nothing where they can.

    Parameters
    ----------
    draft
        What would be released.
    fixed
        Whether an earlier release has fixed the places.
    """
    people, number = draft.tables[0].details["placed"], len(draft.tables[0].rows)
    told = int(_at_most(people) // PEOPLE_A_PATCH_SHARED)
    if number <= told or number < COMPARED_AT_LEAST:
        return []
    if told < COMPARED_AT_LEAST:
        said = tr("{people} people are too few to tell places apart, and these are {places}.",
                  people=str(people).capitalize(), places=number)  # fmt: skip
    else:
        said = tr("With {people} people we can tell up to {number} places of like size apart, and these are {places}.",
                  people=people, number=told, places=number)  # fmt: skip
    todo = (
        tr("Many may get no label. Choose longer days.")
        if fixed
        else tr("Many may get no label. Put areas together into fewer patches, or choose longer days.")
    )
    return [said, todo]


def _book(place: Place, release: Release) -> ShareView[ReleaseBook]:
    tables = say_tables(release)
    method = _once(sentence for table in tables for sentence in table.method)
    book = ReleaseBook(
        title=tr("Who have we not reached yet in {place}?", place=place.name),
        about=meetings_sentence(release),
        tables=tuple(map(release_words.as_book_table, tables)),
        sure=_once(sentence for table in tables for sentence in table.sure),
        method=(*method, *list_sources(place)),
        held_back=tuple(release_words.held_back_words(release.held_back)),
        released=releases.release_sentences(release)[0],
        notes=(tr(MADE_UP),) if place.made_up else (),
    )
    return disclosure.make_share_view(book, [])


def _once(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said))


def _page(place: Place, release: Release, _table: ReleasedTable) -> bytes:
    return write_page(place, release, size=USUAL_SIZE).encode("utf-8", "replace")


def _spreadsheet(place: Place, release: Release, _table: ReleasedTable) -> bytes:
    views = [releases.as_view(release, table) for table in release.tables]
    lists = [_listed(table, view) for table, view in zip(release.tables, views, strict=True)]
    method = _once(sentence for view in views for sentence in release_words.about_sentences(view.facts))
    about = downloads.about_place(
        place,
        tr("Who came, beside who lives there."),
        now=dt.datetime.combine(dt.date.fromisoformat(release.made_on), dt.time(), dt.UTC),
        method=method,
        hidden=release_words.held_back_words(release.held_back),
    )
    return downloads.write_book(lists, about)


def _listed(table: ReleasedTable, view: ShareView[pd.DataFrame]) -> downloads.Listed:
    name = tr(release_words.TABLE_WORDS[table.by])
    return downloads.Listed(name=name, view=missing_files.in_words(view), columns=missing_files.columns(view))


def _rows(_place: Place, release: Release, table: ReleasedTable) -> bytes:
    return missing_files.plain_rows(releases.as_view(release, table), release)


def _shapes(place: Place, release: Release, table: ReleasedTable) -> bytes:
    rows = missing_files.shapes(place, releases.as_view(release, table))
    features = [_feature(row) for row in rows]
    whole = {"type": "FeatureCollection", "features": features}
    return f"{json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)}\n".encode("utf-8", "replace")


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    facts = {key: value for key, value in row.items() if key != "geometry"}
    return {"type": "Feature", "geometry": row["geometry"], "properties": facts}


_WITH_ALL_TABLES = frozenset({".html", ".xlsx"})
_WRITERS: dict[str, Callable[[Place, Release, ReleasedTable], bytes]] = {
    ".html": _page,
    ".xlsx": _spreadsheet,
    ".csv": _rows,
    ".geojson": _shapes,
}
