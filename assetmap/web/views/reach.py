"""Who have we not reached yet: released figures for anybody, exact ones for those who keep the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Box

from assetmap.messages import tr
from assetmap.model.period import Period
from assetmap.render import reach_words, words
from assetmap.services import access_log, releases, representation
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.workspace import Place
from assetmap.web import (
    frame,
    parts,
    patches,
    reach_barriers,
    reach_exact,
    reach_introductions,
    reach_list,
    reach_questions,
    state,
)
from assetmap.web.reach_questions import FACES, LIVING

_WANTED = "exact_wanted"


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Who have we not reached yet?"))
    top = st.container()
    if _wants_exact(place):
        _exact(place, top)
    else:
        _shared(place, top)
    with st.container():
        if not state.sharing():
            patches.offer(place)


@dataclass(frozen=True)
class _Rooms:
    """Rooms of the parts of this page: always there, so that a fold stays open when another part has more to show."""

    ways: Box
    found: Box
    taken: Box
    introduced: Box

    @classmethod
    def make(cls) -> _Rooms:
        """Make the rooms, one below the other."""
        return cls(st.container(), st.container(), st.container(), st.container())


def _shared(place: Place, top: Box) -> None:
    """Show what was released; before that, a preview to those who keep the records."""
    found = reach_questions.released(place)
    gone = [] if state.sharing() else releases.missing_sentences(place)
    if not found and (state.sharing() or gone):
        _nothing_to_show(place, top, gone)
        return
    request = reach_questions.ask_shared(place, found)
    answer = representation.missing(place, request)
    none_yet = bool(answer.facts.attrs["details"].get("none_yet"))
    with top:
        band = st.container()
        said = st.container()
        _next(place, none_yet=none_yet, is_released=bool(found))
    rooms = _Rooms.make()
    with rooms.ways:
        ways = {} if none_yet else reach_barriers.look(place, answer, request)
    with said:
        parts.answer(*reach_words.with_barrier(_first_words(answer, none_yet=none_yet), answer.facts, ways))
    if not none_yet:
        with rooms.found:
            reach_list.show(place, answer, ways=ways)
        with rooms.taken:
            _take_away_or_open(place, answer, is_released=bool(found))
        with rooms.introduced:
            reach_introductions.show(place, answer)
    with band:
        frame.bands(place, private=not (found or none_yet))
        if found:
            frame.safe_band(_safe_words(request))


def _nothing_to_show(place: Place, top: Box, gone: Sequence[str]) -> None:
    """Say why there is no safe version to show; where a file is missing, exact numbers can still be opened."""
    with top:
        frame.bands(place, private=False)
        parts.answer(releases.none_to_show(place), *(gone or [tr("Choose another page.")]))
    if gone:
        _open_exact(place)


def _safe_words(request: MissingRequest) -> str:
    """Say which safe version is looked at, and that it may be passed on."""
    period = Period(request.from_, request.to).words()
    kind = tr(str(request.meant_for))
    return tr("Safe version, {period}, meant for: {kind}. It may be passed on.", period=period, kind=kind)


def _take_away_or_open(place: Place, answer: Missing, *, is_released: bool) -> None:
    """Offer what was released as files, and the exact numbers to those who keep the records."""
    if not state.sharing():
        _open_exact(place)
    if is_released:
        reach_list.take_away(place, answer)


def _open_exact(place: Place) -> None:
    st.button(tr("Show the exact numbers (PRIVATE)"), key="show_exact", on_click=_want, args=(place.slug,))


def _first_words(answer: Missing, *, none_yet: bool) -> list[str]:
    if none_yet:
        return [tr("No meetings are in yet."), tr("Bring in a list of who came, on the page Your data.")]
    return words.missing_answer(answer.facts)


def _next(place: Place, *, none_yet: bool, is_released: bool) -> None:
    """Lead on: to the records, to the first safe version, to those who know people there."""
    if none_yet:
        parts.html_link(frame.address("data", place, task="people"), tr("Bring in a list of who came"))
        return
    if not is_released:
        parts.sentences([tr("This is a preview for your own eyes. Nothing has been released yet.")])
    if not state.sharing():
        parts.html_link(frame.address("release", place), tr("Release a safe version"))
    _link_to_introductions()
    if patches.can_put_together(place):
        parts.html_link(f"#{patches.SPOT}", tr("Put areas together into patches: go to it below"))
    parts.html_link(frame.address("assets", place), tr("Look for groups and places that know people there"))


def _link_to_introductions() -> None:
    parts.html_link(f"#{reach_introductions.SPOT}", tr("Who could introduce us: go to the list below"))


def _exact(place: Place, top: Box) -> None:
    """Show exact figures, one look at a time; each question is noted before it is answered."""
    request, look = reach_questions.ask_exact(place)
    _note(place, (place.slug, request.meant_for, request.from_, request.to, request.ages, look))
    with top:
        frame.bands(place, private=True, said=tr("PRIVATE: exact numbers about people. Do not pass this on."))
        said = st.container()
    with frame.faults():
        answer = reach_exact.LOOKS.get(look, reach_exact.compared)(place, request)
        with said:
            parts.answer(*answer.said)
            if look not in {FACES, LIVING}:
                _link_to_introductions()
        with st.container():
            answer.show()
    if look != LIVING:
        parts.sentences([tr("Exact numbers cannot be downloaded or printed. Other pages close them.")])
    st.button(tr("Hide the exact numbers"), key="hide_exact", on_click=_close)


def _wants_exact(place: Place) -> bool:
    """Tell whether exact figures of this place are open in this window; others looking on close them."""
    wanted = st.session_state.pop(_WANTED, None)
    if state.sharing():
        st.session_state.pop(frame.PRIVATE_OPEN, None)
        return False
    if wanted == place.slug:
        return True
    opened = st.session_state.get(frame.PRIVATE_OPEN)
    if opened is not None and opened[0] != place.slug:
        st.session_state.pop(frame.PRIVATE_OPEN)
        return False
    return opened is not None


def _note(place: Place, asked: tuple[str, ...]) -> None:
    """Note that a question is opened, unless it is the one that is open."""
    if st.session_state.get(frame.PRIVATE_OPEN) == asked:
        return
    access_log.note_opening(place, access_log.EXACT_NUMBERS, now=state.now(), who=state.who())
    st.session_state[frame.PRIVATE_OPEN] = asked


def _want(slug: str) -> None:
    st.session_state[_WANTED] = slug
    parts.go_on_at(parts.ANSWER)


def _close() -> None:
    st.session_state.pop(frame.PRIVATE_OPEN, None)
    parts.go_on_at(parts.ANSWER)
