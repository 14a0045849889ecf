"""How people would travel, asked the same way on each page: ways of travelling, and the kind of traveller."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr
from assetmap.model.journey import PARKING, STREET_MODES, Mode
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME, TRAVELLER_PROFILES
from assetmap.render import words
from assetmap.web import parts

_TICKED = frozenset({Mode.WALK, Mode.DRIVE})


def choose(key: str, vehicles: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str]:
    """Ask how people travel and at what pace; return the ways chosen, none if none, and the traveller's name.

    Parameters
    ----------
    key
        Begins the names of the choices.
    vehicles
        Ways by timetable that can be chosen too; they are ticked first.
    """
    offered = (*vehicles, *STREET_MODES)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        modes = tuple(
            str(mode)
            for mode in offered
            if st.checkbox(
                words.mode_words(mode), value=mode in vehicles or mode in _TICKED, key=f"{key}_{mode}",
                persist_state="session",
            )
        )  # fmt: skip
    profile = DEFAULT_PROFILE
    if len(TRAVELLER_PROFILES) > 1:
        profile = st.selectbox(
            tr("Kind of traveller"),
            [row.name for row in TRAVELLER_PROFILES],
            format_func=lambda name: parts.option(tr(PROFILE_BY_NAME[name].label)),
            key=f"{key}_profile",
            persist_state="session",
        )
    return modes, profile


def method(modes: tuple[str, ...], profile: str) -> list[str]:
    """Say how times were worked out."""
    traveller = PROFILE_BY_NAME[profile]
    said = [tr("Times are by street, from each postcode, its people spread evenly over an area.")]
    if Mode.WALK in modes:
        said.append(
            tr(
                "On foot at {speed:g} km an hour; walks of up to {minutes} minutes count as a way.",
                speed=traveller.walk_speed_kmh,
                minutes=traveller.max_walk_minutes,
            )
        )
    if Mode.WHEELS in modes or traveller.on_wheels:
        said.append(tr("On wheels a way counts as found only where it is recorded as step-free all along."))
    if Mode.DRIVE in modes:
        said.append(
            tr(
                "By car, {there:g} minutes to park are counted, and {home:g} to set off.",
                there=PARKING.minutes_there,
                home=PARKING.minutes_back,
            )
        )
    return said


def sure(*, vehicles: bool = False) -> list[str]:
    """Say what the times leave out."""
    first = tr("Timetables change, and buses run late or not at all: ring before people set out.")
    return [
        first if vehicles else tr("Buses, trains and ferries are not in these times."),
        tr("Not everybody has a car, or somebody to drive them."),
        tr("A time on a map is not a journey: ask how people would really come."),
    ]
