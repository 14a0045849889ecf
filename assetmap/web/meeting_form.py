"""When a meeting is, and who is invited: asked on the page, kept in this window alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from assetmap.messages import say_day, tr
from assetmap.model.journey import OriginSet
from assetmap.model.meeting import OVERRUNS_MINUTES
from assetmap.model.representation import UnitKind
from assetmap.services import timetables
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.workspace import Place
from assetmap.web import parts, state

_START, _END = dt.time(14, 0), dt.time(16, 0)


@dataclass(frozen=True, kw_only=True)
class MeetingAsked:
    """What was asked: texts as a travel request takes them, all empty where no day was chosen."""

    date: str = ""
    start: str = ""
    end: str = ""
    overrun: str = ""


def ask(place: Place) -> MeetingAsked:
    """Ask for day, start and end; without a day the answer is by street, at any time."""
    covered = timetables.days_covered(place)
    if covered is None:
        return MeetingAsked()
    first, last = (dt.date.fromisoformat(day) for day in covered)
    with st.container(border=True):
        day = st.date_input(
            tr("Which day is the meeting?"), value=None, format="DD/MM/YYYY", key="meeting_day",
            min_value=dt.date(2000, 1, 1), max_value=dt.date(2100, 12, 31), persist_state="session",
            help=tr("The timetable covers {first} to {last}.", first=say_day(first), last=say_day(last)),
        )  # fmt: skip
        left, middle, right = st.columns(3)
        start = left.time_input(tr("It starts at"), value=_START, key="meeting_start", persist_state="session")
        end = middle.time_input(tr("It ends at"), value=_END, key="meeting_end", persist_state="session")
        over = right.number_input(
            tr("Minutes it may run over"), min_value=5, max_value=720, value=OVERRUNS_MINUTES[0], step=5,
            key="meeting_overrun", persist_state="session",
        )  # fmt: skip
    if not isinstance(day, dt.date):
        parts.sentences([tr("Choose a day to see the buses too: they depend on it.")])
        return MeetingAsked()
    return MeetingAsked(
        date=day.isoformat(),
        start=start.strftime("%H:%M") if start else "",
        end=end.strftime("%H:%M") if end else "",
        overrun=str(int(over)) if over else "",
    )


def ask_origins(place: Place) -> str:
    """Ask whether the answer is for small areas, for patches where there are any in use, or for each postcode."""
    in_use = read_shared_areas(place)
    words = {OriginSet.AREAS: tr("small areas"), OriginSet.PATCHES: tr("patches"), OriginSet.POSTCODES: tr("postcodes")}
    if in_use is None or in_use.kind is not UnitKind.PATCH:
        words.pop(OriginSet.PATCHES)
    chosen = st.radio(
        tr("Show it for"), list(words), format_func=words.__getitem__, horizontal=True, key="travel_origins",
        persist_state="session",
    )  # fmt: skip
    return str(chosen or OriginSet.AREAS)


def ask_people() -> str:
    """Ask for the people who are invited, a postcode a line; they stay in this window and are written nowhere."""
    if state.sharing():
        return ""
    with st.expander(tr("People who are invited (PRIVATE)")):
        parts.sentences(
            [
                tr("Paste a postcode a line. A name may stand before it, with a comma between; it is not looked at."),
                tr("They stay in this window, get labels P1, P2 and so on, and are written nowhere."),
            ]
        )
        return st.text_area(tr("Postcodes, one a line"), key="meeting_people", height=140, persist_state="session")
