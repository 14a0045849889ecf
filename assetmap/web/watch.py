"""Two windows on one place see each other's changes: a window says when another one changed what it shows."""

from __future__ import annotations

from contextlib import closing

import streamlit as st

from assetmap.errors import AssetmapError
from assetmap.messages import tr
from assetmap.services import workspace
from assetmap.services.workspace import Place
from assetmap.web import state

EVERY_SECONDS = 8
_SEEN = "generation_shown"


def for_changes(place: Place) -> None:
    """Remember the state of the place that this run shows, and look now and then whether it is still the one."""
    st.session_state[_SEEN] = stamp(place)
    _look(place.slug)


def stamp(place: Place) -> tuple[str, int, int, bool]:
    """Return what changes with the place's parts, with its register, and with Showing this to others."""
    with closing(workspace.open_register(place)) as store:
        return place.slug, place.generation, store.generation(), state.sharing()


@st.fragment(run_every=EVERY_SECONDS)
def _look(slug: str) -> None:
    try:
        now = stamp(state.open_place(slug))
    except AssetmapError:
        now = None
    if now == st.session_state.get(_SEEN):
        return
    if now is None or now[-1] != state.sharing() or now[-1] != st.session_state[_SEEN][-1]:
        st.rerun()  # what may be shown has changed: this cannot wait for a click
    with st.container(key="other_window"):
        st.info(tr("Somebody changed this place in another window."))
        if st.button(tr("Show the changes"), key="show_changes"):
            st.rerun()
