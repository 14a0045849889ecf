"""What of ours may stand in the way of each place: shown once the engine of vehicles is ready, begun by asking."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr
from assetmap.model.our_barrier import UnitWay
from assetmap.model.representation import UnitKind
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


def look(place: Place, answer: Missing, request: MissingRequest) -> dict[str, UnitWay]:
    """Return the ways to our usual meeting and home, by the place's id; nothing of groups."""
    if str(answer.facts.attrs["details"]["compared_by"]) not in _KINDS or answer.facts.empty or not ready(place):
        return {}
    found, notes = ways_by_place(place, answer, request)
    parts.sentences(notes)
    return found
