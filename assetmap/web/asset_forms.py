"""What can be done with one asset: correct it, move it, say who may see it, take it off the map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from assetmap.messages import tr
from assetmap.model.asset import Status, Visibility
from assetmap.render import asset_words
from assetmap.services import register
from assetmap.services.asset_page import AssetPage, PrivateSide
from assetmap.services.register import OutOfUse, Publish
from assetmap.services.workspace import Place
from assetmap.web import asset_edit, asset_move, doing, parts, state


def show(place: Place, page: AssetPage, side: PrivateSide) -> None:
    """Show every form, folded; each writes one change that can be taken back.

    A press works on the asset as the person saw it: as the run before this one showed it.
    """
    st.header(tr("Change it"), anchor=False)
    with st.expander(tr("Correct facts")):
        asset_edit.show(place, page, side)
        doing.show(place, spot="edit")
    key, fresh = f"shown_{page.id}", side.seen
    side = replace(side, seen=str(st.session_state.get(key, fresh)))
    with st.expander(tr("Move it")):
        asset_move.show(place, page, side)
        doing.show(place, spot="move")
    with st.expander(tr("Who may see it")):
        _publish(place, page, side)
        doing.show(place, spot="publish")
    if page.access:
        with st.expander(tr("Something is out of use, or works again")):
            _out_of_use(place, page, side)
            doing.show(place, spot="out_of_use")
    with st.expander(tr("Hide it, close it, or open it again")):
        _status(place, page, side)
        doing.show(place, spot="status")
    with st.expander(tr("Take us off the map, or remove it")):
        _off(place, page, side)
    st.session_state[key] = fresh


def _publish(place: Place, page: AssetPage, side: PrivateSide) -> None:
    with st.form(f"publish_{page.id}", border=False):
        seen_by = st.radio(
            tr("Who may see it?"),
            list(Visibility),
            index=list(Visibility).index(Visibility(page.visibility)),
            format_func=lambda one: tr(asset_words.SEEN_BY_WORDS[one]),
            key=f"visibility_{page.id}",
        )
        by = st.text_input(tr("Who agreed?"), value=page.agreed_by, key=f"agreed_by_{page.id}")
        on = st.date_input(
            tr("On which day?"), value=_day(page.agreed_on), max_value="today", format="DD/MM/YYYY",
            key=f"agreed_on_{page.id}",
        )  # fmt: skip
        sent = st.form_submit_button(tr("Save who may see it"))
    if sent:
        request = Publish(agreed_by=by, agreed_on=_iso(on), visibility=str(seen_by))
        _do(
            place,
            lambda: register.publish_asset(place, page.id, request, now=state.now(), who=state.who(), seen=side.seen),
            tr("Who may see it now: {who}.", who=tr(asset_words.SEEN_BY_WORDS[str(seen_by)]).lower()),
            spot="publish",
        )


def _out_of_use(place: Place, page: AssetPage, side: PrivateSide) -> None:
    labels = {line.feature: line.label for line in page.access}
    with st.form(f"out_{page.id}", border=False):
        feature = st.selectbox(
            tr("What is out of use?"), list(labels), format_func=lambda name: parts.option(labels.get(name, "")),
            key=f"out_feature_{page.id}",
        )  # fmt: skip
        since = st.date_input(tr("From"), value="today", format="DD/MM/YYYY", key=f"out_since_{page.id}")
        until = st.date_input(tr("Until, if known"), value=None, format="DD/MM/YYYY", key=f"out_until_{page.id}")
        out = st.form_submit_button(tr("It is out of use"))
        works = st.form_submit_button(tr("It works again"))
    if out or works:
        name = str(feature)
        request = OutOfUse(feature=name) if works else OutOfUse(feature=name, since=_iso(since), until=_iso(until))
        said = tr("{feature}: it works again.", feature=labels[name]) if works else _out_said(labels[name], request)
        _do(
            place,
            lambda: register.set_out_of_use(place, page.id, request, now=state.now(), who=state.who(), seen=side.seen),
            said,
            spot="out_of_use",
        )


def _out_said(label: str, request: OutOfUse) -> str:
    if request.until:
        return tr("{feature}: out of use until {day}.", feature=label, day=asset_words.day_words(request.until))
    return tr("{feature}: out of use.", feature=label)


def _status(place: Place, page: AssetPage, side: PrivateSide) -> None:
    parts.sentences(
        [
            tr("Hidden: we keep it, and no map or suggestion shows it."),
            tr("Closed: it is no longer there, and we remember it."),
        ]
    )
    labels = {
        Status.OPEN: tr("Open it again"),
        Status.HIDDEN: tr("Hide it"),
        Status.CLOSED: tr("It has closed"),
    }
    with st.container(horizontal=True):
        for status, label in labels.items():
            if status != page.status and st.button(label, key=f"status_{status}_{page.id}"):
                _set_status(place, page, side, status)


def _set_status(place: Place, page: AssetPage, side: PrivateSide, status: Status) -> None:
    said = tr("{name} is now: {state}.", name=page.name, state=tr(asset_words.STATUS_WORDS[status]).lower())
    _do(
        place,
        lambda: register.set_status(place, page.id, status, now=state.now(), who=state.who(), seen=side.seen),
        said,
        spot="status",
    )


def _off(place: Place, page: AssetPage, side: PrivateSide) -> None:
    parts.sentences(
        [tr("If they ask to be off the map, it is done at once. No reason is asked, and no list brings them back.")]
    )
    if st.button(tr("Take us off the map"), key=f"off_{page.id}"):
        _do(
            place,
            lambda: register.take_off_the_map(place, page.id, now=state.now(), who=state.who()),
            tr("Off the map: {name}.", name=page.name),
            tr("No list brings it back."),
        )
    parts.sentences([tr("Remove it if it was listed by mistake. If a list still names it, that list brings it back.")])
    if st.button(tr("Remove it"), key=f"remove_{page.id}"):
        _do(
            place,
            lambda: register.remove_asset(place, page.id, now=state.now(), who=state.who(), seen=side.seen),
            tr("Removed: {name}.", name=page.name),
        )


def _do(place: Place, work: Callable[[], object], *said: str, spot: str = "") -> None:
    doing.attempt(place, work, *said, spot=spot)
    st.rerun()


def _day(iso: str) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None


def _iso(day: object) -> str:
    return day.isoformat() if isinstance(day, dt.date) else ""
