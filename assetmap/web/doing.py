"""One change by hand on a page: done, said, and taken back with one button; a fault leaves what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assetmap.errors import AssetmapError
from assetmap.messages import tr
from assetmap.services import history
from assetmap.services.workspace import Place
from assetmap.web import parts, state

_DONE = "change_done"
_FAULT = "change_fault"


@dataclass(frozen=True)
class _Done:
    """What to say after the next run begins, where, and the change that a button takes back; empty for none."""

    place: str
    spot: str
    said: tuple[str, ...]
    change: str


def attempt(place: Place, work: Callable[[], object], *said: str, spot: str = "") -> bool:
    """Do a change and remember what to say about it; return whether it was done.

    Parameters
    ----------
    place
        The place that is changed.
    work
        What to do. Its fault is shown, and everything that was typed stays.
    said
        What happened, in the past.
    spot
        Which part of the page shows it, see `show`: the one that the person is looking at.
    """
    try:
        work()
    except AssetmapError as fault:
        forget()
        st.session_state[_FAULT] = (spot, str(fault))
        return False
    last = history.read_history(place, now=state.now()).next_undo
    st.session_state[_DONE] = _Done(place.slug, spot, said, last.id if last else "")
    return True


def forget() -> None:
    """Forget what was done before, so that it is not taken for what was tried last."""
    st.session_state.pop(_DONE, None)


def is_told(place: Place, *, spot: str = "") -> bool:
    """Tell whether `show` says what was done: it may name what not everybody may see."""
    done = st.session_state.get(_DONE)
    return done is not None and (done.place, done.spot) == (place.slug, spot) and not state.sharing()


def show(place: Place, *, spot: str = "") -> None:
    """Show what was just done from a part of the page, with a button that takes it back; or why it was not done.

    The room for it is always there, so that what stands below stays open and keeps the focus.
    """
    with st.container():
        at, fault = st.session_state.get(_FAULT, ("", ""))
        if fault and at == spot:
            st.session_state.pop(_FAULT)
            st.error(parts.plain(fault))
            parts.announce(fault)
        if is_told(place, spot=spot):
            _done(place, st.session_state[_DONE])


def _done(place: Place, done: _Done) -> None:
    with st.container(border=True):
        parts.sentences(done.said)
        if done.change:
            st.button(tr("Take this back"), key="take_back", on_click=_take_back, args=(place, done))
        st.button(tr("Close this message"), key="close_message", on_click=_close)
    parts.announce(" ".join(done.said))


def _take_back(place: Place, done: _Done) -> None:
    try:
        said = history.undo_last(place, now=state.now(), who=state.who(), expected=done.change)
    except AssetmapError as fault:
        st.session_state[_FAULT] = (done.spot, str(fault))
        return
    st.session_state[_DONE] = _Done(place.slug, done.spot, tuple(said), "")


def _close() -> None:
    forget()
    parts.announce(tr("Message closed."))
