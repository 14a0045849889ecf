"""What of ours may stand in the way of each place: shown once the engine of vehicles is ready, begun by asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from assetmap.messages import tr
from assetmap.model.representation import UnitKind
from assetmap.render import reach_words
from assetmap.services import engine, timetables
from assetmap.services.reached_units import ways_by_place
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.workspace import Place
from assetmap.web import meeting_answer, parts

_WANTED = "reach_barriers"
_KINDS = {str(kind) for kind in UnitKind}


def ready(place: Place) -> bool:
    """Tell whether ways by vehicle are wanted and can be worked out now; where they are wanted, prepare for them.

    They are wanted from the start where the engine is ready already.
    """
    if not timetables.vehicles_of(place):
        return False
    st.session_state.setdefault(_WANTED, engine.is_ready())
    wanted = st.toggle(
        tr("Show what of ours may stand in the way"),
        key=_WANTED,
        persist_state="session",
        help=tr("We look whether our usual meeting ends after the last bus home. The first time takes some seconds."),
    )
    return bool(wanted) and meeting_answer.ready()


def look(place: Place, answer: Missing, request: MissingRequest) -> dict[str, str]:
    """Return what of ours may stand in the way of each place, in words, by the place's id; nothing of groups."""
    if str(answer.facts.attrs["details"]["compared_by"]) not in _KINDS or answer.facts.empty or not ready(place):
        return {}
    found, notes = ways_by_place(place, answer, request)
    parts.sentences(notes)
    return found


def with_barrier(said: Sequence[str], answer: Missing, ways: Mapping[str, str]) -> list[str]:
    """Put our barrier first where the first place that fewer people came from has one."""
    if not ways or str(answer.facts.attrs["details"]["compared_by"]) not in _KINDS:
        return list(said)
    first = next((row for row in reach_words.rows(answer.facts) if row["fewer"]), None)
    barrier = ways.get(str(first["area"]), "") if first else ""
    if first is None or not barrier:
        return list(said)
    named = tr("Fewer people have come from {place}. {barrier}", place=first["name"], barrier=barrier)
    return [said[0], named, *said[1:]]
