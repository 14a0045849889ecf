"""The figures that would be released, of each kind of meetings of the days: all of them are fixed together."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.release import Release
from assetmap.render import release_words
from assetmap.render.release_words import TableWords
from assetmap.services import release_sheets
from assetmap.web import parts, release_list
from assetmap.web.parts import Column


def show(drafts: list[Release]) -> None:
    """Show the figures as they would be fixed, and what is held back; those of other kinds of meetings folded."""
    asked, *others = drafts
    st.header(tr("What is in it"), anchor=False)
    tables = _tables(asked)
    parts.how_sure(_once(table.sure for table in tables))
    parts.how_worked_out(_once(table.method for table in tables))
    st.header(tr("What is held back, and why"), anchor=False)
    parts.sentences(release_words.held_back_words(asked.held_back))
    if not others:
        return
    st.header(tr("What is released with it"), anchor=False)
    parts.sentences(
        [
            tr_count(
                "{number} more kind of meetings of these days. Open it and look at it too.",
                "{number} more kinds of meetings of these days. Open each and look at it too.",
                len(others),
            )
        ]
    )
    for one in others:
        with st.expander(parts.plain(release_list.name_of(one))):
            _with_it(one)


def _with_it(draft: Release) -> None:
    tables = _tables(draft)
    parts.sentences(_once(table.sure for table in tables))
    parts.sentences(_once(table.method for table in tables))
    parts.sentences(release_words.held_back_words(draft.held_back))


def _tables(draft: Release) -> list[TableWords]:
    parts.sentences([release_sheets.meetings_sentence(draft)])
    tables = release_sheets.say_tables(draft)
    for number, table in enumerate(tables):
        _table(table, f"release_table_{draft.release_id}_{number}", titled=len(tables) > 1)
    return tables


def _table(table: TableWords, key: str, *, titled: bool) -> None:
    if titled:
        st.subheader(table.heading, anchor=False)
    parts.sentences(table.said)
    columns = [Column(key=key, label=label) for key, label in table.columns.items()]
    parts.table(table.rows, columns, caption=table.caption, key=key)


def _once(said: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(sentence for one in said for sentence in one))
