"""What is asked before figures are released: which days, for whom, which one characteristic within patches."""

from __future__ import annotations

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Box

from assetmap.messages import tr, tr_count
from assetmap.model.period import Period, read_period
from assetmap.render.group_words import characteristic_words
from assetmap.services import release_choices
from assetmap.services.release_choices import Choice
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place
from assetmap.web import parts

OTHER_DAYS = "other days"
DONE = "release_done"
"""Id of the release that was made last in this window, until other days are looked at."""
DAYS, MEANT_FOR, CHARACTERISTIC = "release_days", "release_meant_for", "release_characteristic"
FIRST, LAST = "release_first", "release_last"
_EARLIEST, _LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


def ask(place: Place, found: list[Choice]) -> ReleaseRequest | None:
    """Ask what to release; None until both days are chosen.

    Raises
    ------
    OptionError
        The last day comes before the first.
    """
    by_name = {one.period.words(): one for one in found}
    days = [*by_name, OTHER_DAYS]
    if st.session_state.get(DAYS) not in days:  # what was chosen is released by now
        st.session_state.pop(DAYS, None)
    chosen = st.selectbox(
        tr("Which days"),
        days,
        format_func=lambda name: parts.option(name if name in by_name else tr("other days")),
        key=DAYS,
        on_change=look_on,
    )
    choice = by_name.get(str(chosen)) or _other_days(place)
    if choice is None:
        return None
    meant_for = _meant_for(choice)
    return ReleaseRequest(
        from_=choice.period.first,
        to=choice.period.last,
        meant_for=meant_for,
        characteristic=_characteristic(place, meant_for, choice.period),
    )


def look_on() -> None:
    """Turn from the release that was made last to others."""
    st.session_state.pop(DONE, None)


def _other_days(place: Place) -> Choice | None:
    left, right = st.columns(2)
    first = _day(left, tr("First day"), FIRST)
    last = _day(right, tr("Last day"), LAST)
    if not first or not last:
        return None
    return release_choices.open_kinds(place, read_period(first, last))


def _day(where: Box, label: str, key: str) -> str:
    day = where.date_input(label, value=None, format="DD/MM/YYYY", key=key, min_value=_EARLIEST, max_value=_LATEST)
    return day.isoformat() if isinstance(day, dt.date) else ""


def _meant_for(choice: Choice) -> str:
    """Ask for whom the meetings were meant, where there is a choice."""
    kinds = list(choice.kinds)
    if len(kinds) < 2:  # noqa: PLR2004 - one kind is no choice
        return next(iter(kinds), "")
    if st.session_state.get(MEANT_FOR) not in kinds:
        st.session_state.pop(MEANT_FOR, None)
    chosen = st.selectbox(
        tr("Meetings meant for"),
        kinds,
        format_func=lambda kind: parts.option(
            tr_count("{kind} ({number} meeting)", "{kind} ({number} meetings)", choice.kinds[kind], kind=tr(kind))
        ),
        key=MEANT_FOR,
    )
    return str(chosen or kinds[0])


def _characteristic(place: Place, meant_for: str, period: Period) -> str:
    """Ask which one characteristic is shown within patches, where any was kept."""
    kept = release_choices.kept_characteristics(place, meant_for, period) if meant_for else []
    if not kept:
        return ""
    if st.session_state.get(CHARACTERISTIC, "") not in {"", *kept}:
        st.session_state.pop(CHARACTERISTIC, None)
    chosen = st.selectbox(
        tr("Show within patches"),
        ["", *kept],
        format_func=lambda name: parts.option(characteristic_words(name) if name else tr("no groups")),
        key=CHARACTERISTIC,
        help=tr("One at most: two together would give small numbers away."),
    )
    return str(chosen or "")
