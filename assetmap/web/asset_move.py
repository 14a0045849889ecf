"""Move a pin by words: "next to the library", a village, a postcode. Several that fit are listed, never guessed."""

from __future__ import annotations

import streamlit as st

from assetmap.errors import AssetmapError
from assetmap.messages import tr
from assetmap.model.text import harmless
from assetmap.services import register
from assetmap.services.asset_page import AssetPage, PrivateSide
from assetmap.services.landmarks import Landmark, LandmarkKind, find_landmarks
from assetmap.services.register import AssetMove
from assetmap.services.workspace import Place
from assetmap.web import doing, parts, state


def show(place: Place, page: AssetPage, side: PrivateSide) -> None:
    """Show the form, and the choice where several places fit what was written."""
    words_key, choices_key = f"beside_{page.id}", f"beside_choices_{page.id}"
    with st.form(f"move_{page.id}", border=False):
        words = st.text_input(
            tr("Where is it?"),
            key=words_key,
            help=tr("A postcode, a village, or words such as: next to the library."),
        )
        sent = st.form_submit_button(tr("Move it there"))
    if sent:
        _find(place, page, side, words)
    choices: list[Landmark] = st.session_state.get(choices_key, [])
    if choices:
        _choose(place, page, side, choices)


def _find(place: Place, page: AssetPage, side: PrivateSide, words: str) -> None:
    key = f"beside_choices_{page.id}"
    st.session_state.pop(key, None)
    doing.forget()
    try:
        found = [one for one in find_landmarks(place, words) if one.key != f"asset {page.id}"]
    except AssetmapError as fault:
        st.error(parts.plain(fault))
        parts.announce(str(fault))
        return
    if len(found) == 1:
        _move(place, page, side, AssetMove(beside=words, landmark=found[0].key), found[0])
    st.session_state[key] = found


def _choose(place: Place, page: AssetPage, side: PrivateSide, choices: list[Landmark]) -> None:
    said = tr("{number} places fit. Choose one.", number=len(choices))
    parts.sentences([said])
    parts.announce(said)
    names = {one.key: ", ".join(part for part in (one.name, one.detail) if part) for one in choices}
    with st.form(f"move_choice_{page.id}", border=False):
        chosen = st.radio(
            tr("Which one?"), list(names), index=None, format_func=lambda key: parts.plain(names.get(key, "")),
            key=f"beside_chosen_{page.id}",
        )  # fmt: skip
        sent = st.form_submit_button(tr("Move it to this one"), key=f"move_chosen_{page.id}")
    if sent and chosen:
        words = str(st.session_state.get(f"beside_{page.id}", ""))
        landmark = next(one for one in choices if one.key == chosen)
        _move(place, page, side, AssetMove(beside=words, landmark=chosen), landmark)
    elif sent:
        first = tr("Choose one of them first.")
        st.error(parts.plain(first))
        parts.announce(first)


def _moved_words(landmark: Landmark) -> tuple[str, str]:
    """Say where it is now, and what was left as it was."""
    name = harmless(landmark.name)
    if landmark.kind == LandmarkKind.POSTCODE:
        return tr("Moved to {name}.", name=name), tr("Its address was not changed. Correct it if it is wrong.")
    left = tr("Its address and postcode were not changed. Correct them if they are wrong.")
    if landmark.kind == LandmarkKind.ASSET:
        return tr("Moved next to {name}.", name=name), left
    return tr("Moved to {name}.", name=name), left


def _move(place: Place, page: AssetPage, side: PrivateSide, request: AssetMove, landmark: Landmark) -> None:
    done = doing.attempt(
        place,
        lambda: register.move_asset(place, page.id, request, now=state.now(), who=state.who(), seen=side.seen),
        *_moved_words(landmark),
        tr("No list moves it back."),
        spot="move",
    )
    if done:
        st.session_state.pop(f"beside_choices_{page.id}", None)
    st.rerun()
