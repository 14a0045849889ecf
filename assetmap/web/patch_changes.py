"""Renaming a patch, and moving an area to another one: what was done, or why nothing was, is said below the button."""

from __future__ import annotations

import streamlit as st

from assetmap.errors import AssetmapError
from assetmap.messages import tr
from assetmap.model.representation import LEFT_OUT
from assetmap.services import patches
from assetmap.services.representation_sharing import SharedAreas
from assetmap.services.workspace import Place
from assetmap.web import parts

_SAID, _RENAMED = "patch_said_{}", "patch_renamed"
RENAME, MOVE = "rename", "move"


def names(kept: SharedAreas) -> list[str]:
    """Return the names of the patches that are kept, by letter."""
    return sorted(set(kept.unit_of.values()) - {LEFT_OUT})


def rename(place: Place, kept: SharedAreas) -> None:
    """Ask for a patch and its new name; Enter does what the button does."""
    if st.session_state.pop(_RENAMED, False):
        st.session_state["patch_new"] = ""
    with st.form("patch_rename", border=False):
        old = st.selectbox(tr("Patch to rename"), names(kept), format_func=parts.option, key="patch_old")
        new = st.text_input(tr("New name"), key="patch_new")
        pressed = st.form_submit_button(tr("Rename it"), key="rename_patch")
    if pressed and old is not None:
        _rename(place, str(old), " ".join(new.split()))
    _show_said(RENAME)
    if patches.patches_fixed(place):
        parts.sentences([tr("Safe versions that were released keep the names they had.")])


def _rename(place: Place, old: str, new: str) -> None:
    if not new:
        _refuse(tr("Nothing was renamed. Type the new name, then press Rename it."))
        return
    if new == old:
        _refuse(tr("Nothing was renamed: {name} is what it is called already.", name=new))
        return
    try:
        patches.rename(place, {old: new})
    except AssetmapError as fault:
        _refuse(str(fault))
        return
    st.session_state[_RENAMED] = True
    _say(RENAME, tr("{old} is now called {new}.", old=old, new=new))
    st.rerun()


def move(place: Place, kept: SharedAreas) -> None:
    """Ask for an area, which says where it is now, and for the patch it goes to; nothing is chosen beforehand."""
    rows = {row["area"]: row for row in patches.kept_rows(place)}
    code = st.selectbox(
        tr("Area to move"),
        sorted(rows, key=lambda one: str(rows[one]["name"])),
        index=None,
        placeholder=tr("Choose one"),
        key="patch_area",
        format_func=lambda one: parts.option(_where_now(rows[one]["name"], rows[one]["patch"])),
    )
    to = st.selectbox(
        tr("Patch it goes to"),
        [*names(kept), LEFT_OUT],
        index=None,
        placeholder=tr("Choose one"),
        key="patch_to",
        format_func=lambda one: parts.option(one) if one else tr("In no patch"),
    )
    if st.button(tr("Move it"), key="move_area"):
        if code is None or to is None:
            _refuse(tr("Nothing was moved. Choose an area, and the patch it goes to."))
        else:
            _move(place, {one: str(row["patch"]) for one, row in rows.items()}, (code, str(rows[code]["name"])), to)
    _show_said(MOVE)


def _move(place: Place, patch_of: dict[str, str], area: tuple[str, str], to: str) -> None:
    code, name = area
    if patch_of[code] == to:
        said = tr("{area} is in this patch already.", area=name) if to else tr("{area} is in no patch now.", area=name)
        _refuse(tr("{why} Nothing was moved.", why=said))
        return
    try:
        patches.save(place, {**patch_of, code: to})
    except AssetmapError as fault:
        _refuse(str(fault))
        return
    _say(
        MOVE,
        tr("{area} is now in {patch}.", area=name, patch=to) if to else tr("{area} is in no patch now.", area=name),
    )
    st.rerun()


def _where_now(area: str, patch: str) -> str:
    return tr("{area}, now in {patch}", area=area, patch=patch) if patch else tr("{area}, now in no patch", area=area)


def _refuse(said: str) -> None:
    st.error(parts.plain(said))
    parts.announce(said)


def _say(spot: str, said: str) -> None:
    st.session_state[_SAID.format(spot)] = said
    parts.announce(said)


def _show_said(spot: str) -> None:
    with st.container():  # its room is always there
        parts.sentences([str(st.session_state.pop(_SAID.format(spot), ""))])
