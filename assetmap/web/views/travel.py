"""Getting there, and home: one venue, from each area, the hardest first."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.journey import Way
from assetmap.model.meeting import TRANSIT_BY_NAME
from assetmap.model.release import PublicFacts
from assetmap.render import way_words, words
from assetmap.services import downloads, timetables, travel, travel_table, venue_choice, web_maps
from assetmap.services.sources import list_sources
from assetmap.services.timetables import vehicle_words
from assetmap.services.travel import TravelRequest
from assetmap.services.venue_choice import VenueChoices
from assetmap.services.workspace import Place
from assetmap.web import frame, maps, meeting_answer, meeting_form, parts, state, takeaway, travellers
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
    chosen, typed = _venue(choices)
    meeting = meeting_form.ask(place)
    modes, profile = travellers.choose("travel", timetables.vehicles_of(place) if meeting.date else ())
    origins = meeting_form.ask_origins(place)
    people = meeting_form.ask_people() if meeting.date else ""
    with top:
        frame.bands(place, private=choices.private or bool(people.strip()))
        request = _request(place, chosen, typed, modes, profile)
        request = None if request is None else replace(request, origins=origins, **asdict(meeting))
        answer = None if request is None or not _is_ready(request) else _travel(place, request)
    if request is not None and answer is not None:
        _answered(place, request, answer, people)


def _is_ready(request: TravelRequest) -> bool:
    """Tell whether the question can be answered now; the engine of vehicles may have to be prepared first."""
    return not set(request.modes) & set(TRANSIT_BY_NAME) or meeting_answer.ready()


def _answered(place: Place, request: TravelRequest, answer: PublicFacts[list[Row]], people: str) -> None:
    vehicles = tuple(mode for mode in request.modes if mode in TRANSIT_BY_NAME)
    if vehicles:
        rows = [row for row in answer.facts if row["modes"] == "+".join(vehicles)]
        meeting_answer.show(place, rows, vehicle_words(vehicles))
        meeting_answer.offer_sheets(place, request)
    if request.date:
        meeting_answer.show_people(place, request, people)
    streets = [row for row in answer.facts if row["modes"] in request.modes and row["modes"] not in vehicles]
    if streets:
        if vehicles:
            st.header(tr("By street alone"), anchor=False)
        by_street = tuple(mode for mode in request.modes if mode not in vehicles)
        asked = replace(request, modes=by_street)
        _list(place, asked, PublicFacts(streets, answer.notes), with_vehicles=bool(vehicles))
    else:
        parts.how_sure([*travellers.sure(vehicles=True), *answer.notes])
        parts.how_worked_out([*meeting_answer.method(), *list_sources(place)])


def _request(place: Place, chosen: str, typed: str, modes: tuple[str, ...], profile: str) -> TravelRequest | None:
    """Return what is asked; where something is still to choose, say so and return None."""
    if not chosen and not typed:
        parts.answer(tr("Where is the meeting?"), tr("Choose a venue, or type a postcode, to see who gets there."))
        return None
    if not modes:
        parts.answer(tr("How do people travel?"), tr("Tick at least one way to travel."))
        return None
    with frame.faults():
        venue = venue_choice.typed_venue(place, typed) if typed else chosen
        return TravelRequest(venue=venue, modes=modes, profile=profile)
    return None


def _travel(place: Place, request: TravelRequest) -> PublicFacts[list[Row]] | None:
    """Answer on top of the page; a fault stands there too."""
    with frame.faults():
        answer = travel.travel(place, request, today=state.now().date())
        parts.answer(*_answer(request, answer))
        return answer
    return None


def _venue(choices: VenueChoices) -> tuple[str, str]:
    """Ask where the meeting is; return an id of the list and what was typed, which counts where there is any.

    What is typed stays in this window's state: it may be near somebody's home.
    """
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
    if chosen and typed.strip():
        right.caption(parts.plain(tr("We use what you typed here. Empty this box to use the venue.")))
    if choices.without_location:
        said = tr_count(
            "{number} venue has no location yet, so it is not in this list.",
            "{number} venues have no location yet, so they are not in this list.",
            choices.without_location,
        )
        left.caption(parts.plain(said))
    return str(chosen or ""), typed.strip()


def _answer(request: TravelRequest, answer: PublicFacts[list[Row]]) -> list[str]:
    """Say from where there is a way, by vehicle where one was asked for, what to do, what is odd of the day."""
    vehicles = tuple(mode for mode in request.modes if mode in TRANSIT_BY_NAME)
    if vehicles:
        rows = [row for row in answer.facts if row["modes"] == "+".join(vehicles)]
        return [*way_words.meeting_sentences(rows, vehicle_words(vehicles)), *meeting_answer.odd_notes(request, answer)]
    said = words.travel_sentences(answer)
    without = travel_table.names_in_state(travel_table.by_origin(answer.facts), Way.NOT_FOUND)
    if not without:
        return said
    return [
        tr("We found no way from {names}.", names=words.name_some(without)),
        tr("There may be a lift or a scheme we don't know about: ask."),
        *said[:-1],
    ]


def _list(place: Place, request: TravelRequest, answer: PublicFacts[list[Row]], *, with_vehicles: bool) -> None:
    together = travel_table.by_origin(answer.facts)
    unknown = travel_table.names_in_state(together, Way.NOT_KNOWN)
    if unknown:
        names = words.name_some(unknown)
        parts.sentences([tr("We cannot tell for {names}: look at what stands in the way.", names=names)])
    columns = [
        Column(key="name", label=tr("From")),
        *(Column(key=mode, label=words.mode_words(mode)) for mode in request.modes),
        Column(key="in_the_way", label=tr("What stands in the way")),
    ]
    parts.table(together, columns, caption=tr("Ways there and home from each area, the hardest first"), key="ways")
    parts.how_sure([*travellers.sure(vehicles=with_vehicles), *answer.notes])
    method = [*(meeting_answer.method() if with_vehicles else []), *travellers.method(request.modes, request.profile)]
    parts.how_worked_out([*method, *list_sources(place)])
    named = [downloads.Column(key=column.key, heading=column.label) for column in columns]
    about = downloads.about_place(
        place, tr("How people get to one venue, and home, by street."), now=state.now(), method=travellers.sure()
    )
    takeaway.offer(PublicFacts(list(together), answer.notes), named, about, name="getting-there")
    _map(place, request)


def _map(place: Place, request: TravelRequest) -> None:
    """Offer one way of travelling on a map."""
    if not parts.map_choice(key="travel_map"):
        return
    mode = request.modes[0]
    if len(request.modes) > 1:
        mode = st.radio(
            tr("On the map"), request.modes, format_func=words.mode_words, horizontal=True, key="travel_map_mode"
        )
    plain = web_maps.map_spec(place, layer=web_maps.TRAVEL, view=state.view())
    spec = replace(plain, venue=request.venue, mode=mode, profile=request.profile)
    alt = tr("Map of how long people travel. The same times are in the list above.")
    parts.show_map(maps.offer_map(place, spec), alt=alt)
