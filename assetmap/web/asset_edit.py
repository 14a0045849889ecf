"""Correct the facts of one asset. Only what was changed is written; what somebody else changed meanwhile is shown."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import streamlit as st

from assetmap.messages import tr
from assetmap.model.asset import ASSET_KIND_BY_NAME, ASSET_KINDS, Where
from assetmap.model.asset_fields import ASSET_FIELD_BY_NAME
from assetmap.services import register
from assetmap.services.asset_changes import fact_label
from assetmap.services.asset_page import AssetPage, PrivateSide
from assetmap.services.register import AssetEdit
from assetmap.services.workspace import Place
from assetmap.web import doing, parts, state

_SHOWN = ("name", "name_cy", "name_gd", "kind", "detail", "where", "address", "phone", "email", "website",
          "opening_hours", "description", "who_for")  # fmt: skip
_LONG = frozenset({"description", "address", "opening_hours"})
_WINDOW = "edit_window"
_PRIVATE = tuple(name for name, row in ASSET_FIELD_BY_NAME.items() if row.private)


def show(place: Place, page: AssetPage, side: PrivateSide) -> None:
    """Show the form; a save writes the facts that were changed, in one change."""
    kept = _Kept(page.id)
    kept.begin(side)
    with st.form(f"edit_{page.id}", border=False):
        for name in _SHOWN:
            _field(kept, name)
        parts.sentences([tr("Its postcode is changed under 'Move it'."), tr("These stay private, always:")])
        for name in _PRIVATE:
            st.text_input(fact_label(name), key=kept.key(name))
        sent = st.form_submit_button(tr("Save these facts"), type="primary", key=f"save_{page.id}")
    if sent:
        _save(place, page, kept, side)


def _field(kept: _Kept, name: str) -> None:
    label, key = fact_label(name), kept.key(name)
    if name == "kind":
        st.selectbox(
            label, [one.name for one in ASSET_KINDS], key=key,
            format_func=lambda one: parts.option(tr(ASSET_KIND_BY_NAME[one].label)),
        )  # fmt: skip
    elif name == "where":
        st.selectbox(label, [str(one) for one in Where], key=key, format_func=lambda one: tr(str(one)).capitalize())
    elif name in _LONG:
        st.text_area(label, key=key, height="content")
    else:
        st.text_input(label, key=key)


class _Kept:
    """What the form of one asset started from, in this window alone; what was typed stays until it is saved."""

    def __init__(self, own_id: str) -> None:
        self._base = f"edit_{own_id}"

    def key(self, name: str) -> str:
        """Return the key of a widget; each save begins a new set of them.

        A window that comes back after the app was started anew still holds what was typed, but not what the form had
        started from: its old texts must not be saved unseen, so each window's keys are its own.
        """
        window = st.session_state.setdefault(_WINDOW, secrets.token_hex(4))
        return f"{self._base}_{window}_{st.session_state.get(f'{self._base}_version', 0)}_{name}"

    def begin(self, side: PrivateSide) -> None:
        """Fill the form once; where somebody else changed the asset, take what this person did not touch."""
        kept = st.session_state
        seen_key, texts_key = self.key("seen"), self.key("texts")
        if seen_key in kept and kept[seen_key] != side.seen and not self.changed():
            self.end()
            seen_key, texts_key = self.key("seen"), self.key("texts")
        if seen_key not in kept:
            kept[seen_key], kept[texts_key] = side.seen, dict(side.texts)
        start: dict[str, str] = kept[texts_key]
        for name in (*_SHOWN, *_PRIVATE):
            kept.setdefault(self.key(name), start.get(name, ""))

    @property
    def seen(self) -> str:
        """Fingerprint of the asset as the form showed it."""
        return str(st.session_state[self.key("seen")])

    def changed(self) -> dict[str, str]:
        """Return the facts that this person changed."""
        start: Mapping[str, str] = st.session_state[self.key("texts")]
        typed = {name: str(st.session_state.get(self.key(name), "")) for name in (*_SHOWN, *_PRIVATE)}
        return {name: text for name, text in typed.items() if text.strip() != start.get(name, "").strip()}

    def follow(self, side: PrivateSide) -> None:
        """After somebody else's change: what was typed stays, all else is as they left it, and a save may go on."""
        mine = self.changed()
        self.end()
        self.begin(side)
        st.session_state.update({self.key(name): text for name, text in mine.items()})

    def end(self) -> None:
        """Begin anew from what is stored."""
        version = f"{self._base}_version"
        st.session_state[version] = st.session_state.get(version, 0) + 1


def _save(place: Place, page: AssetPage, kept: _Kept, side: PrivateSide) -> None:
    changed = kept.changed()
    if not changed:
        said = tr("Nothing was changed, so nothing was written.")
        parts.sentences([said])
        parts.announce(said)
        return
    names = ", ".join(fact_label(name).lower() for name in changed)
    request = AssetEdit(fields=changed)
    done = doing.attempt(
        place,
        lambda: register.edit_asset(place, page.id, request, now=state.now(), who=state.who(), seen=kept.seen),
        tr("Saved: {facts}.", facts=names),
        tr("No list overwrites what was corrected by hand."),
        spot="edit",
    )
    if done:
        kept.end()
    elif side.seen != kept.seen:
        kept.follow(side)
    st.rerun()
