"""One place on every page that screen readers listen to, and the keyboard's place, kept over a rerun."""

from __future__ import annotations

import streamlit as st

_HTML = "<p class='said' role='status' aria-live='polite'></p>"
_CSS = """
.said { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
"""
# The node stays the same over reruns; a text that is said again is cleared first, so that it is heard again.
# A rerun may put a new button in the place of the one that had the keyboard: its twin by name then gets it back.
# Where it is gone for good, as 'Hide it' is once it is hidden, the way to take that back gets it.
# A press that opens or closes a part of the page says itself where the keyboard goes on: at `spot`. Whoever has moved
# on in the meantime stays where they are.
# The lists of an open calendar are called 'month' and 'year' by Streamlit, whatever they show: here both are said.
_JS = """
const nameOf = node => (node.getAttribute?.('aria-label') || node.innerText || '').trim();
const kept = window.assetmapFocus ??= {node: null, name: '', pressed: null};
const remember = event => { kept.node = event.target; kept.name = nameOf(event.target); };
const isGone = node => Boolean(node) && (!node.isConnected || node.disabled || !node.checkVisibility());
function goOn(spot, pressed) {
  const now = document.activeElement;
  const isHere = now === pressed || (now === document.body && isGone(kept.node));
  if (!spot || kept.pressed !== pressed || !isHere) return false;
  const found = [...document.querySelectorAll(spot)].find(node => node.checkVisibility() && !node.disabled);
  found?.focus();
  return Boolean(found);
}
function giveBack(spot, pressed) {
  if (goOn(spot, pressed)) return;
  if (document.activeElement !== document.body || !kept.node || kept.node.isConnected || !kept.name) return;
  const twins = [...document.querySelectorAll(kept.node.tagName)];
  const twin = twins.find(node => nameOf(node) === kept.name && node.checkVisibility());
  (twin ?? document.querySelector('.st-key-take_back button'))?.focus({preventScroll: true});
}
function nameLists() {
  for (const list of document.querySelectorAll('[data-testid=stDateInputCalendar] button[aria-haspopup=listbox]')) {
    list.dataset.kind ??= list.getAttribute('aria-label');
    const name = `${list.dataset.kind}: ${list.innerText.trim()}`;
    if (list.getAttribute('aria-label') !== name) list.setAttribute('aria-label', name);
  }
}
export default function ({ data, parentElement }) {
  if (!kept.listens) {
    document.addEventListener('focusin', remember);
    document.addEventListener('click', event => { kept.pressed = event.target.closest?.('button'); }, true);
    new MutationObserver(nameLists).observe(document.body, {childList: true, characterData: true, subtree: true});
  }
  kept.listens = true;
  for (const wait of [100, 600]) setTimeout(giveBack, wait, data.spot, kept.pressed);
  const node = parentElement.querySelector('.said');
  if (!data.text || node.dataset.turn === String(data.turn)) return;
  node.dataset.turn = String(data.turn);
  node.textContent = '';
  setTimeout(() => { node.textContent = data.text; }, 60);
}
"""
_TURN = "announcement_number"
_RUN = "run_number"

_said = st.components.v2.component("assetmap_live", html=_HTML, css=_CSS, js=_JS)


def say(text: str, spot: str = "") -> None:
    """Mount the place and have a text read out; empty mounts it alone. Call it once a run, at the same spot.

    Parameters
    ----------
    text
        What is read out.
    spot
        Where the keyboard goes on, as `parts.going_on_at` returns it.
    """
    turn = int(st.session_state.get(_TURN, 0)) + bool(text)
    st.session_state[_TURN] = turn
    st.session_state[_RUN] = run = int(st.session_state.get(_RUN, 0)) + 1
    _said(data={"text": text, "turn": turn, "run": run, "spot": spot}, key="assetmap_live")
