"""Getting there, and home: one venue, from each area, the hardest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.journey import Way
from assetmap.model.release import PublicFacts
from assetmap.render import words
from assetmap.services import downloads, travel, travel_table, venue_choice
from assetmap.services.sources import list_sources
from assetmap.services.travel import TravelRequest
from assetmap.services.venue_choice import VenueChoices
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, state, takeaway, travellers
from assetmap.web.parts import Column

VENUE = "venue"
"""Name of a venue's id in the page's address."""
_CHOSEN, _TYPED = "travel_venue", "travel_typed"

Row = dict[str, Any]


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Getting there, and home"))
    top = st.container()
    choices = venue_choice.venue_choices(place, state.view())
    with top:
        frame.bands(place, private=choices.private)
        said = st.container()
    venue = _venue(place, choices)
    modes, profile = travellers.choose("travel")
    with said:
        if not venue:
            parts.answer(tr("Where is the meeting?"), tr("Choose a venue, or type a postcode, to see who gets there."))
            return
        if not modes:
            parts.answer(tr("How do people travel?"), tr("Tick at least one way to travel."))
            return
        answer = travel.travel(place, TravelRequest(venue=venue, modes=modes, profile=profile))
        together = travel_table.by_origin(answer.facts)
        parts.answer(*_answer(answer, together))
    _list(place, answer, together, modes)
    parts.how_sure([*travellers.sure(), *answer.notes])
    parts.how_worked_out([*travellers.method(modes, profile), *list_sources(place)])


def _venue(place: Place, choices: VenueChoices) -> str:
    """Ask where the meeting is; return an id of the list, or what was typed, checked; empty for nowhere yet."""
    asked = str(st.query_params.get(VENUE, ""))
    if asked in choices.names and _CHOSEN not in st.session_state:
        st.session_state[_CHOSEN] = asked
    if st.session_state.get(_CHOSEN) not in choices.names:
        st.session_state.pop(_CHOSEN, None)
    left, right = st.columns(2)
    chosen = left.selectbox(
        tr("Venue"),
        list(choices.names),
        index=None,
        format_func=lambda asset_id: parts.option(choices.names[asset_id]),
        placeholder=tr("Choose a venue"),
        key=_CHOSEN,
        persist_state="session",
    )
    typed = right.text_input(tr("Or a postcode, or latitude and longitude"), key=_TYPED, persist_state="session")
    if choices.without_location:
        said = tr_count(
            "{number} venue has no location yet, so it is not in this list.",
            "{number} venues have no location yet, so they are not in this list.",
            choices.without_location,
        )
        left.caption(parts.plain(said))
    return venue_choice.typed_venue(place, typed) if typed.strip() else str(chosen or "")


def _answer(answer: PublicFacts[list[Row]], together: Sequence[Row]) -> list[str]:
    """Say first from where no way was found, then what each way of travelling gives."""
    said = words.travel_sentences(answer)
    without = travel_table.names_in_state(together, Way.NOT_FOUND)
    if not without:
        return said
    return [
        tr("We found no way from {names}.", names=words.name_some(without)),
        tr("There may be a lift or a scheme we don't know about: ask."),
        *said[:-1],
    ]


def _list(place: Place, answer: PublicFacts[list[Row]], together: Sequence[Row], modes: Sequence[str]) -> None:
    unknown = travel_table.names_in_state(together, Way.NOT_KNOWN)
    if unknown:
        parts.sentences([tr("We cannot tell for {names}: look at what stands in the way.", names=words.join(unknown))])
    columns = [
        Column(key="name", label=tr("From")),
        *(Column(key=mode, label=words.mode_words(mode)) for mode in modes),
        Column(key="in_the_way", label=tr("What stands in the way")),
    ]
    parts.table(together, columns, caption=tr("Ways there and home from each area, the hardest first"), key="ways")
    named = [downloads.Column(key=column.key, heading=column.label) for column in columns]
    about = downloads.about_place(
        place, tr("How people get to one venue, and home, by street."), now=state.now(), method=travellers.sure()
    )
    takeaway.offer(PublicFacts(list(together), answer.notes), named, about, name="getting-there")
