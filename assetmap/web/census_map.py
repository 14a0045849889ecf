"""What the census's categories are in our words: read from their own words, and corrected by whoever knows better."""

from __future__ import annotations

from typing import Any

import streamlit as st

from assetmap.errors import AssetmapError
from assetmap.messages import tr
from assetmap.model.participation_categories import CATEGORIES
from assetmap.render.group_words import characteristic_words
from assetmap.services import census_listing
from assetmap.services.census_listing import BY_YOU, NOT_COMPARED_WORDS
from assetmap.services.workspace import Place
from assetmap.web import frame, parts
from assetmap.web.parts import Column

TASK = "census"
"""How the address of Your data names this task."""
_TOLD = "census_told"

Row = dict[str, Any]


def show(place: Place) -> None:
    """Show the task: which figures there are, what each category is taken for, and how to correct one."""
    st.header(tr("Say what the census's groups are"), anchor=False)
    with frame.faults():
        rows = census_listing.list_meanings(place)
        if not rows:
            parts.answer(
                tr("This place has no census figures about groups of people yet."),
                tr("Add a table of them: choose 'Add files to this place' above."),
            )
            return
        parts.answer(*_said(rows))
        _tell()
        chosen = _choose(rows)
        mine = [row for row in rows if row["characteristic"] == chosen]
        _list(mine)
        _correct(place, chosen, mine)


def _said(rows: list[Row]) -> tuple[str, str]:
    open_ = sum(row["taken_for"] == tr(NOT_COMPARED_WORDS) for row in rows)
    if not open_:
        return tr("Every census group is compared with one of ours."), tr("Look whether each is right.")
    return (
        tr("{number} of {all} census groups are compared with none of ours.", number=open_, all=len(rows)),
        tr("Look whether each is right, and say what it is where you know."),
    )


def _choose(rows: list[Row]) -> str:
    names = list(dict.fromkeys(str(row["characteristic"]) for row in rows))
    chosen = st.selectbox(
        tr("Which figures"),
        names,
        format_func=lambda name: parts.option(characteristic_words(name).capitalize()),
        key="census_characteristic",
    )
    return str(chosen or names[0])


def _list(rows: list[Row]) -> None:
    columns = (
        Column(key="category", label=tr("The census says")),
        Column(key="taken_for", label=tr("We take it for")),
        Column(key="said_by", label=tr("Says who")),
        Column(key="living", label=tr("Live there")),
    )
    shown = [{**row, "taken_for": tr(row["taken_for"]), "living": f"{row['residents']:,}"} for row in rows]
    parts.table(shown, columns, caption=tr("Census groups and what we take each for"), key="census_map")


def _correct(place: Place, characteristic: str, rows: list[Row]) -> None:
    """Ask for one correction; what is said of a category holds for its parts too."""
    by_category = {str(row["category"]): str(row["taken_for"]) for row in rows}
    category = st.selectbox(
        tr("Which one is wrong?"), list(by_category), index=None, placeholder=tr("Choose one"),
        format_func=parts.option, key=f"census_category_{characteristic}",
    )  # fmt: skip
    ours = [row.name for row in CATEGORIES[characteristic]] + [tr(NOT_COMPARED_WORDS)]
    meaning = st.selectbox(
        tr("What is it, in our words?"), ours, index=None, placeholder=tr("Choose one"),
        format_func=lambda name: parts.option(tr(name)), key=f"census_meaning_{characteristic}",
        help=tr("It holds for the parts of it too, unless you say something else of them."),
    )  # fmt: skip
    left, right = st.columns(2)
    left.button(
        tr("Save it"), key="census_save", disabled=not (category and meaning), on_click=_save,
        args=(place, characteristic, {str(category): str(meaning)}),
    )  # fmt: skip
    if any(row["said_by"] == tr(BY_YOU) for row in rows):
        right.button(
            tr("Forget what we said of these"), key="census_reset", on_click=_save, args=(place, characteristic, {})
        )


def _save(place: Place, characteristic: str, said: dict[str, str]) -> None:
    """Save one correction, or forget all of one characteristic; what to say about it is kept for the next run."""
    try:
        census_listing.correct_meanings(place, characteristic, said, anew=not said)
    except AssetmapError as fault:
        st.session_state[_TOLD] = (str(fault), True)
        return
    told = tr("Saved. What was released before stays as it is.") if said else tr("The census's own words hold again.")
    st.session_state[_TOLD] = (told, False)


def _tell() -> None:
    """Say what was just done, or why it was not; the room for it is always there, so that the focus stays."""
    with st.container():
        text, is_fault = st.session_state.pop(_TOLD, ("", False))
        if not text:
            return
        if is_fault:
            st.error(parts.plain(text))
        else:
            parts.sentences([text])
        parts.announce(text)
