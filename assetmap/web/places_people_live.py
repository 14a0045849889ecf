"""Places people live that no census counts: a PRIVATE list with its form; nothing of it while it is shown to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import streamlit as st

from assetmap.messages import tr
from assetmap.model.places_people_live import LIVING_KIND_BY_NAME, LIVING_KINDS, Contact, PlacePeopleLive
from assetmap.services import places_people_live as service
from assetmap.services.places_people_live import FIELD_WORDS, LivingEntry
from assetmap.services.workspace import Place
from assetmap.web import doing, parts, state
from assetmap.web.parts import Column

SPOT = "living"
NEVER_PRINTED = "never_printed"
"""Key of the room that the style leaves out of every print."""
_VERSION = "living_version"
_NEW = ""


def show(place: Place) -> None:
    """Show the list and its form; nothing while the laptop is being shown to others."""
    if state.sharing():
        return
    with st.container(key=NEVER_PRINTED):
        _show(place)


def _show(place: Place) -> None:
    st.header(tr("Places people live that no census counts"), anchor=False)
    today = state.now().date()
    places = service.list_places(place, today=today)
    doing.show(place, spot=SPOT)
    parts.sentences(
        [
            tr("PRIVATE: for those who keep these records. It is on no map, in no file and on no print."),
            *service.answer_sentences(places, today=today),
        ]
    )
    _list(places, today)
    with st.container():
        _form(place, places)


def _list(places: Sequence[PlacePeopleLive], today: dt.date) -> None:
    due = {one.id for one in service.due_for_review(places, today=today)}
    rows = [
        {
            "name": one.name,
            "kind": service.kind_words(one),
            "state": service.state_sentence(one),
            "due": tr("yes") if one.id in due else tr("no"),
            "liaison": one.liaison or tr("not recorded"),
            "last_contact": one.last_contact or tr("not recorded"),
        }
        for one in places
    ]
    columns = (
        Column(key="name", label=tr("Name")),
        Column(key="kind", label=tr("Kind")),
        Column(key="state", label=tr(FIELD_WORDS["state"])),
        Column(key="due", label=tr("Review is due")),
        Column(key="liaison", label=tr(FIELD_WORDS["liaison"])),
        Column(key="last_contact", label=tr(FIELD_WORDS["last_contact"])),
    )
    parts.table(rows, columns, caption=tr("Places people live, reviews that are due first"), key="living")


def _form(place: Place, places: Sequence[PlacePeopleLive]) -> None:
    with st.expander(tr("Write down a place, or change one")):
        known = {one.id: one for one in places}
        chosen = st.selectbox(
            tr("Which place"),
            [_NEW, *known],
            format_func=lambda one: parts.option(known[one].name) if one else tr("A new place"),
            key=_key(place.slug, "which"),
        )
        old = known.get(str(chosen))
        # Its own keys for each state of a record: what somebody else wrote meanwhile is shown, never written over.
        form = place.slug if old is None else f"{old.id}_{hash(old)}"
        parts.sentences([tr("Write what the team calls it. Never write where it is.")])
        with st.form(_key(form, "form"), border=False):
            typed = _fields(old, form)
            sent = st.form_submit_button(tr("Write it down"), type="primary")
        if sent:
            _save(place, old, typed)
        if old is not None:
            _offer_removal(place, old)


def _fields(old: PlacePeopleLive | None, form: str) -> dict[str, str]:
    """Ask for every field; return what stands in each."""

    def start(name: str) -> str:
        return str(getattr(old, name)) if old else ""

    kinds = [kind.name for kind in LIVING_KINDS]
    states = [str(one) for one in Contact]
    review = dt.date.fromisoformat(old.review_on) if old and old.review_on else None
    name = st.text_input(tr(FIELD_WORDS["name"]), start("name"), key=_key(form, "name"))
    kind = st.selectbox(
        tr(FIELD_WORDS["kind"]),
        kinds,
        index=kinds.index(old.kind) if old and old.kind in kinds else 0,
        format_func=lambda one: parts.option(tr(LIVING_KIND_BY_NAME[one].label)),
        key=_key(form, "kind"),
    )
    how_far = st.selectbox(
        tr(FIELD_WORDS["state"]),
        states,
        index=states.index(old.state) if old else states.index(Contact.NOT_YET),
        format_func=lambda one: tr(one).capitalize(),
        key=_key(form, "state"),
    )
    day = st.date_input(tr(FIELD_WORDS["review_on"]), value=review, format="DD/MM/YYYY", key=_key(form, "review"))
    liaison = st.text_input(tr(FIELD_WORDS["liaison"]), start("liaison"), key=_key(form, "liaison"))
    said = st.text_area(tr(FIELD_WORDS["last_contact"]), start("last_contact"), key=_key(form, "last"))
    return {
        "name": name,
        "kind": kind,
        "state": how_far,
        "review_on": day.isoformat() if isinstance(day, dt.date) else "",
        "liaison": liaison,
        "last_contact": said,
    }


def _save(place: Place, old: PlacePeopleLive | None, typed: dict[str, str]) -> None:
    def write() -> object:
        if old is None:
            return service.add_place(place, LivingEntry(**typed), now=state.now(), who=state.who())
        return service.change_place(place, old.id, typed, now=state.now(), who=state.who())

    _do(place, write, tr("Written down."))


def _offer_removal(place: Place, old: PlacePeopleLive) -> None:
    sure = st.checkbox(tr("I am sure that it should go from the list"), key=_key(old.id, "sure"))
    if st.button(tr("Remove it from the list"), key=_key(old.id, "remove"), disabled=not sure):
        _do(
            place,
            lambda: service.remove_place(place, old.id, now=state.now(), who=state.who()),
            tr("Removed from the list."),
        )


def _do(place: Place, work: Callable[[], object], said: str) -> None:
    """Do it, say it, and begin the form anew; after a fault what was typed stays."""
    if doing.attempt(place, work, said, spot=SPOT):
        st.session_state[_VERSION] = st.session_state.get(_VERSION, 0) + 1
    st.rerun()


def _key(form: str, name: str) -> str:
    """Return the key of a widget: its own for each form, and each time the forms begin anew."""
    return f"living_{st.session_state.get(_VERSION, 0)}_{form}_{name}"
