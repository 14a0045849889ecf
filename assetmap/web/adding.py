"""Add one asset by hand: its name and kind, and where it is in words."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr
from assetmap.model.asset import ASSET_KIND_BY_NAME, ASSET_KINDS
from assetmap.model.text import harmless
from assetmap.services import register
from assetmap.services.register import AssetAdd, AssetMove
from assetmap.services.workspace import Place
from assetmap.web import doing, parts, state

_VERSION, _SPOT = "add_version", "add"


def offer(place: Place) -> None:
    """Show the form, folded; nothing while the laptop is shown to others."""
    if state.sharing():
        return
    version = int(st.session_state.get(_VERSION, 0))
    with st.expander(tr("Add one by hand")), st.form("add_form", border=False):
        name = st.text_input(tr("What is it called?"), key=f"add_name_{version}")
        kind = st.selectbox(
            tr("What is it?"),
            [one.name for one in ASSET_KINDS],
            format_func=lambda one: parts.option(tr(ASSET_KIND_BY_NAME[one].label)),
            key=f"add_kind_{version}",
        )
        beside = st.text_input(
            tr("Where is it?"),
            key=f"add_beside_{version}",
            help=tr("A postcode, a village, or words such as: next to the library. Leave it empty if nobody knows."),
        )
        address = st.text_input(tr("Address"), key=f"add_address_{version}")
        sent = st.form_submit_button(tr("Add it"), key="add_it")
    doing.show(place, spot=_SPOT)
    if sent:
        request = AssetAdd(name=name, kind=kind or "", at=AssetMove(beside=beside, address=address))
        _add(place, request, version)


def _add(place: Place, request: AssetAdd, version: int) -> None:
    said = tr("Added: {name}.", name=harmless(request.name))
    seen = tr("Only we can see it, until somebody agrees that it may be published.")
    if doing.attempt(
        place, lambda: register.add_asset(place, request, now=state.now(), who=state.who()), said, seen, spot=_SPOT
    ):
        st.session_state[_VERSION] = version + 1
    st.rerun()
