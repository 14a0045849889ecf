"""What was changed: one line a change, the last one to take back; and records that are due to be deleted."""

from __future__ import annotations

from dataclasses import asdict

import streamlit as st

from assetmap.messages import tr
from assetmap.services import history, tidy
from assetmap.services.history import HistoryLine
from assetmap.services.workspace import Place
from assetmap.web import parts, state
from assetmap.web.parts import Column

_UNDONE, _TIDIED = "changes_undone", "changes_tidied"


def show(place: Place) -> None:
    """Show the task."""
    st.header(tr("What was changed"), anchor=False)
    said = st.session_state.pop(_UNDONE, None)
    if said:
        parts.answer(*said)
    told = history.read_history(place, now=state.now())
    if not told.lines:
        parts.answer(tr("Nothing was changed here yet."), tr("Bring in a list, or add an asset."))
        return
    _undo(place, told.next_undo)
    columns = (
        Column(key="when", label=tr("When")),
        Column(key="what", label=tr("What")),
        Column(key="source", label=tr("From which list")),
        Column(key="records", label=tr("How many")),
        Column(key="who", label=tr("Who")),
        Column(key="note", label=tr("Taken back?")),
    )
    rows = [{**asdict(line), "note": line.note or tr("no")} for line in told.lines]
    parts.table(rows, columns, caption=tr("Changes, newest first"), key="history")
    if len(rows) == history.NEWEST:
        parts.sentences([tr("Only the newest {number} changes are listed.", number=history.NEWEST)])


def _undo(place: Place, last: HistoryLine | None) -> None:
    if last is None:
        days = place.settings.undo_days
        parts.sentences([tr("There is nothing to take back. Changes can be taken back for {days} days.", days=days)])
        return
    parts.sentences(
        [
            tr("The last change: {what} ({when}).", what=last.what, when=last.when),
            tr("Taking it back puts its records as they were. Erased people stay erased."),
        ]
    )
    if st.button(tr("Take this change back"), key="undo"):
        st.session_state[_UNDONE] = history.undo_last(place, now=state.now(), who=state.who(), expected=last.id)
        st.rerun()


def tidy_line(place: Place) -> None:
    """Say how many records are due to be deleted, and offer it; nothing where none are due."""
    said = st.session_state.pop(_TIDIED, None)
    if said:
        parts.answer(*said)
    due = tidy.count_due(place, now=state.now())
    if not due.is_anything:
        return
    parts.sentences(due.sentences())
    with st.expander(tr("Delete old records, for good")):
        parts.sentences([tr("They go for good, also from what was changed. Nothing brings them back.")])
        sure = st.checkbox(tr("I am sure"), key="tidy_sure")
        if st.button(tr("Delete old records"), key="tidy", disabled=not sure):
            done = tidy.delete_due(place, now=state.now(), who=state.who())
            st.session_state[_TIDIED] = done.sentences()
            st.rerun()
