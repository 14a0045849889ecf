"""One place on every page that screen readers listen to: what is written there is read out."""

from __future__ import annotations

import streamlit as st

_HTML = "<p class='said' role='status' aria-live='polite'></p>"
_CSS = """
.said { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
"""
# The node stays the same over reruns; a text that is said again is cleared first, so that it is heard again.
_JS = """
export default function ({ data, parentElement }) {
  const node = parentElement.querySelector('.said');
  if (!data.text || node.dataset.turn === String(data.turn)) return;
  node.dataset.turn = String(data.turn);
  node.textContent = '';
  setTimeout(() => { node.textContent = data.text; }, 60);
}
"""
_TURN = "announcement_number"

_said = st.components.v2.component("assetmap_live", html=_HTML, css=_CSS, js=_JS)


def say(text: str) -> None:
    """Mount the place and have a text read out; empty mounts it alone. Call it once a run, at the same spot."""
    turn = int(st.session_state.get(_TURN, 0)) + bool(text)
    st.session_state[_TURN] = turn
    _said(data={"text": text, "turn": turn}, key="assetmap_live")
