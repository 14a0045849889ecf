"""Who could introduce us, on a page: the list with its reasons, each leading to the asset's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from assetmap.messages import tr
from assetmap.services import engine, introductions, timetables
from assetmap.services.introductions import IntroductionRequest
from assetmap.services.workspace import Place
from assetmap.web import frame, meeting_answer, parts, state
from assetmap.web.parts import Column

Row = dict[str, Any]


def show(
    place: Place, areas: Sequence[str], title: str, group: tuple[str, str] | None = None, *, key: str = "introductions"
) -> None:
    """Show who could introduce us to the people of some areas, or to a group, in a PRIVATE band where not all agreed.

    Parameters
    ----------
    place
        The place.
    areas
        Codes of the patch's areas; none for a group in the whole place.
    title
        The patch's or the group's name, as people read it.
    group
        A characteristic and a category of it, or None.
    key
        Tells this list from another on the same page.
    """
    request = IntroductionRequest(
        areas=tuple(areas), group=group, view=state.view(), limit=introductions.FEW_ROWS, today=state.now().date()
    )
    st.subheader(tr("Who could introduce us: {title}", title=parts.plain(title)), anchor=False)
    with st.container():
        if areas:
            _ask_for_vehicles(place, key)
    answer = introductions.introduce(place, request)
    private = tr(introductions.PRIVATE_NOTE)
    notes = [note for note in answer.notes if note != private]
    parts.sentences([*introductions.answer_sentences(answer.facts, view=state.view()), *notes])
    with st.container():  # its room is always there, so that the table keeps its place
        if private in answer.notes:
            frame.private_band(private)
    columns = [
        Column(key="name", label=tr("Name"), link=lambda row: frame.address("asset", place, id=row["id"])),
        Column(key="where", label=tr("Where")),
        Column(key="why", label=tr("Why")),
        Column(key="contact", label=tr("Contact that may be shown")),
    ]
    rows = [_row(row) for row in answer.facts]
    parts.table(rows, columns, caption=tr("Those to ask first stand first"), key=key)


def _ask_for_vehicles(place: Place, key: str) -> None:
    """Offer ways by vehicle where their engine is not ready, and prepare it for whoever wants them."""
    if engine.is_ready() or not timetables.vehicles_of(place):
        return
    wanted = st.toggle(
        tr("Look for ways by bus too"),
        key=f"{key}_by_bus",
        persist_state="session",
        help=tr("The first time takes some seconds."),
    )
    if wanted:
        meeting_answer.ready()


def _row(row: Row) -> Row:
    return {
        "id": row["id"],
        "name": row["name"],
        "where": row["where"],
        "why": " ".join(row["reasons"]),
        "contact": row["contact"] or tr("Look on its page"),
    }
