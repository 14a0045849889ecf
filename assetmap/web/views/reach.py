"""Who have we not reached yet: patches that few people came from."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.participation import MeantFor
from assetmap.model.release import ShareView
from assetmap.model.representation import COMPARED_BY, SHARE_VIEW, WORKING_VIEW, UnitKind
from assetmap.render import reach_words, words
from assetmap.services import access_log, downloads, representation, representation_sharing, web_maps
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.sources import list_sources
from assetmap.services.workspace import Place
from assetmap.web import frame, maps, parts, patches, state, takeaway
from assetmap.web.parts import Column

EXACT = "exact numbers of who came"
"""What the access log calls them."""
_WANTED = "exact_wanted"


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Who have we not reached yet?"))
    top = st.container()
    meant_for, by = _filters(place)
    asked = (place.slug, str(meant_for), by)
    exact = _is_open(place, asked)
    request = MissingRequest(meant_for=str(meant_for or ""), by=by, view=WORKING_VIEW if exact else SHARE_VIEW)
    answer = representation.missing(place, request)
    none_yet = bool(answer.facts.attrs["details"].get("none_yet"))
    with top:
        frame.bands(place, private=exact)
        if exact:
            parts.sentences([tr("PRIVATE: exact numbers about people. Do not pass this on.")])
        parts.answer(*_answer(answer))
        if none_yet and not state.sharing():
            parts.html_link(frame.address("data", place, task="people"), tr("Bring in a list of who came"))
        elif not none_yet:
            parts.html_link(frame.address("assets", place), tr("Look for groups and places that know people there"))
    if not none_yet:
        _list(place, answer)
        _open_or_close(asked, exact=exact)
    if not state.sharing():
        patches.offer(place)
    if not none_yet and not exact and not by and meant_for is MeantFor.EVERYONE:
        _map(place)


def _answer(answer: Missing) -> list[str]:
    if answer.facts.attrs["details"].get("none_yet") and state.sharing():
        return [tr("No meetings are in yet."), tr("Choose another page.")]
    if answer.facts.attrs["details"].get("none_yet"):
        return [tr("No meetings are in yet."), tr("Bring in a list of who came, on the page Your data.")]
    return words.missing_answer(answer.facts)


def _filters(place: Place) -> tuple[MeantFor | None, str]:
    """Ask whose meetings are compared and by what, where there is a choice."""
    kinds = representation.meeting_kinds(place)
    in_use = representation_sharing.read_shared_areas(place)
    left, right = st.columns(2)
    meant_for = next(iter(kinds), None)
    if len(kinds) > 1:
        # Those for everyone come first: they are compared with all residents.
        order = sorted(kinds, key=lambda kind: kind != MeantFor.EVERYONE)
        meant_for = left.selectbox(
            tr("Meetings meant for"),
            order,
            format_func=lambda kind: parts.option(_kind_words(kind, kinds[kind])),
            key="reach_meant_for",
            persist_state="session",
        )
    if in_use is None or in_use.kind is not UnitKind.PATCH:
        return meant_for, ""
    by = right.radio(
        tr("Compare by"),
        ("", COMPARED_BY),
        format_func=lambda choice: tr("small areas") if choice else tr("patches"),
        horizontal=True,
        key="reach_by",
        persist_state="session",
    )
    return meant_for, str(by)


def _kind_words(kind: MeantFor, number: int) -> str:
    return tr_count("{kind} ({number} meeting)", "{kind} ({number} meetings)", number, kind=tr(str(kind)))


def _list(place: Place, answer: Missing) -> None:
    table = answer.facts
    rows = reach_words.rows(table)
    kind = UnitKind(table.attrs["details"]["compared_by"])
    labelled = not table.attrs["details"]["no_labels_because"]
    columns = [Column(key="name", label=reach_words.unit_heading(kind)), Column(key="came", label=tr("Came"))]
    if labelled:
        columns += [
            Column(key="expected", label=tr("We would expect")),
            Column(key="told", label=tr("What this tells us")),
            Column(key="population", label=tr("Live there")),
        ]
    parts.table(rows, columns, caption=reach_words.caption(kind, labelled=labelled), key="reach")
    sure, worked_out = reach_words.sure_and_method(
        table, answer.notes, labelled=labelled, shared=isinstance(answer, ShareView)
    )
    parts.how_sure(sure)
    parts.how_worked_out([*worked_out, *list_sources(place)])
    if isinstance(answer, ShareView):
        _take_away(place, answer)


def _map(place: Place) -> None:
    """Offer the same figures on a map; it has them as they may be shared, for meetings meant for everyone."""
    if parts.map_choice(key="reach_map"):
        spec = web_maps.map_spec(place, layer=web_maps.MISSING, view=state.view())
        alt = tr("Map of who came from where. The same figures are in the list above.")
        parts.show_map(maps.offer_map(place, spec), alt=alt)


def _take_away(place: Place, answer: ShareView[pd.DataFrame]) -> None:
    named = reach_words.DOWNLOAD_COLUMNS
    columns = [downloads.Column(key=key, heading=tr(heading)) for key, heading in named.items()]
    hidden = [reach_words.hidden_sentence()]
    about = downloads.about_place(place, tr("Who came, beside who lives there."), now=state.now(), hidden=hidden)
    takeaway.offer(answer, columns, about, name="who-came")


def _is_open(place: Place, asked: tuple[str, str, str]) -> bool:
    """Tell whether exact numbers are open for just this question; opening them is noted first."""
    wanted = st.session_state.pop(_WANTED, None)
    if state.sharing():
        st.session_state.pop(frame.PRIVATE_OPEN, None)
    elif wanted == asked:
        access_log.note_opening(place, EXACT, now=state.now(), who=state.who())
        st.session_state[frame.PRIVATE_OPEN] = asked
    elif st.session_state.get(frame.PRIVATE_OPEN) != asked:
        st.session_state.pop(frame.PRIVATE_OPEN, None)
    return frame.PRIVATE_OPEN in st.session_state


def _open_or_close(asked: tuple[str, str, str], *, exact: bool) -> None:
    if exact:
        parts.sentences([tr("Exact numbers cannot be downloaded or printed. Other pages close them.")])
        st.button(tr("Hide the exact numbers"), key="hide_exact", on_click=_close)
    elif not state.sharing():
        st.button(tr("Show the exact numbers (PRIVATE)"), key="show_exact", on_click=_ask_to_open, args=(asked,))


def _ask_to_open(asked: tuple[str, str, str]) -> None:
    st.session_state[_WANTED] = asked


def _close() -> None:
    st.session_state.pop(frame.PRIVATE_OPEN, None)
