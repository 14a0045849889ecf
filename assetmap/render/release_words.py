"""A released table as a person reads it: of places, of groups, or of groups within places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from assetmap.messages import mark, tr
from assetmap.model.release_sheet import BookTable
from assetmap.model.representation import BY_AREA_ALONE, BY_GROUP, BY_PATCH, BY_PATCH_AND_GROUP, UnitKind
from assetmap.model.text import harmless
from assetmap.render import group_words, reach_words, words
from assetmap.render.reach_answers import group_answer

TABLE_WORDS: dict[str, str] = {
    BY_PATCH: mark("Patches"),
    BY_AREA_ALONE: mark("Small areas"),
    BY_GROUP: mark("Groups of people"),
    BY_PATCH_AND_GROUP: mark("Groups within patches"),
}
"""What each table of a release compares."""
_GROUP_CAPTIONS: dict[str, str] = {
    BY_GROUP: mark("Groups that came, fewer than expected first"),
    BY_PATCH_AND_GROUP: mark("Groups within each patch, fewer than expected first"),
}


@dataclass(frozen=True, kw_only=True)
class TableWords:
    """One table in words.

    Attributes
    ----------
    heading, caption
        What is compared, and one sentence of what the table shows.
    said
        Its answer first.
    columns
        Headings by key of a row, that of the row's name first.
    rows
        Texts by key; a number that is not known is None.
    sure, method
        How sure we are, and how it was worked out.
    """

    heading: str
    caption: str
    said: tuple[str, ...]
    columns: dict[str, str]
    rows: tuple[dict[str, Any], ...]
    sure: tuple[str, ...]
    method: tuple[str, ...]


def table_words(by: str, frame: pd.DataFrame, notes: Sequence[str]) -> TableWords:
    """Say one table of a release.

    Parameters
    ----------
    by
        What is compared: a key of ``TABLE_WORDS``.
    frame
        The table as it was fixed; ``attrs["details"]`` stands beside it.
    notes
        What was said beside it.
    """
    return _groups(by, frame, notes) if by in _GROUP_CAPTIONS else _places(by, frame, notes)


def _places(by: str, frame: pd.DataFrame, notes: Sequence[str]) -> TableWords:
    details: Mapping[str, Any] = frame.attrs["details"]
    kind, labelled = UnitKind(details["compared_by"]), not details["no_labels_because"]
    columns = {"name": reach_words.unit_heading(kind), "came": tr("Came")}
    if labelled:
        columns |= {"expected": tr("We would expect"), "told": tr("What this tells us"), "population": tr("Live there")}
    sure, method = reach_words.sure_and_method(frame, notes, labelled=labelled, shared=True)
    return TableWords(
        heading=tr(TABLE_WORDS[by]),
        caption=reach_words.caption(kind, labelled=labelled),
        said=_answer(frame),
        columns=columns,
        rows=tuple(reach_words.rows(frame)),
        sure=tuple(sure),
        method=(*about_sentences(frame), *method),
    )


def _groups(by: str, frame: pd.DataFrame, notes: Sequence[str]) -> TableWords:
    within = by == BY_PATCH_AND_GROUP
    columns = {"name": tr("Patch")} if within else {}
    columns |= {
        "group": tr("Group"), "characteristic": tr("What was asked"), "came": tr("Came"),
        "expected": tr("We would expect"), "told": tr("What this tells us"),
    }  # fmt: skip
    return TableWords(
        heading=tr(TABLE_WORDS[by]),
        caption=tr(_GROUP_CAPTIONS[by]),
        said=tuple(frame.attrs["details"].get("answer") or group_answer(frame)),
        columns=columns,
        rows=tuple(group_words.rows(frame)) if len(frame) else (),
        sure=tuple(group_words.sure(with_places=within)),
        method=(*about_sentences(frame), *notes),
    )


def _answer(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the table's answer; where nothing can be compared, why."""
    said = words.missing_answer(frame)
    reason = str(frame.attrs["details"].get("no_labels_because", ""))
    return (said[0], reason) if reason else tuple(said)


def about_sentences(frame: pd.DataFrame) -> list[str]:
    """Say what a result carries: population, places, ages, period, vintages, method."""
    about: Mapping[str, Any] = frame.attrs["details"].get("about", {})
    return [f"{tr(text)}: {about[key]}." for key, text in reach_words.ABOUT_WORDS.items() if key in about]


def held_back_words(held_back: Sequence[str]) -> list[str]:
    """Say what is not in a release, and why."""
    return [reach_words.hidden_sentence(), tr("Names, postcodes and exact numbers are not in it."), *held_back]


def as_book_table(table: TableWords) -> BookTable:
    """Return a table as it is printed: texts alone."""
    rows = tuple(tuple(_text(row.get(key)) for key in table.columns) for row in table.rows)
    headings = tuple(table.columns.values())
    return BookTable(heading=table.heading, caption=table.caption, said=table.said, columns=headings, rows=rows)


def _text(value: object) -> str:
    return tr("not known") if value is None else harmless(str(value))
