"""The answer for one meeting by vehicle: the list, one way step by step, the people who are invited, the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st
from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.meeting import TRANSIT_BY_NAME
from assetmap.model.release import PublicFacts
from assetmap.model.sheet import SIZES_POINTS
from assetmap.render import way_words, words
from assetmap.services import downloads, engine, origins_file, street_rows, travel
from assetmap.services.timetables import vehicle_words
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, state, takeaway, way_sheet_routes, working
from assetmap.web.parts import Column
from assetmap.web.way_sheet_routes import WaySheetWanted

Row = dict[str, Any]
_ENGINE = "travel_engine"
_ODD_SHOWN = 3
_SEEN = frozenset({"name", "way", "leave", "back", "in_the_way"})
"""Columns of the list on the page; the file to take away has all."""


def ready() -> bool:
    """Tell whether the engine is prepared; where it is not, begin, and show how far it is.

    Work that was stopped, or that failed, is begun anew by a press alone.
    """
    if engine.is_ready():
        return True
    if not working.is_begun(_ENGINE):
        working.begin(_ENGINE, tr("Getting ways by bus ready, once on this computer"), engine.prepare)
    done = working.follow(_ENGINE) is not None
    if not done and not working.is_running(_ENGINE):
        parts.sentences([tr("Ways by vehicle are not ready yet. Ways by street alone are: untick the vehicles.")])
        st.button(tr("Get ways by bus ready"), key="prepare_engine", on_click=working.forget, args=(_ENGINE,))
    return done


def show(place: Place, rows: Sequence[Row], vehicles: str) -> None:
    """Show the list of ways, the hardest first, with a file to take away, and one way step by step."""
    ordered = way_words.hardest_first(rows)
    shown = [way_words.way_row(row) for row in ordered]
    columns = _columns(vehicles)
    seen = [{**one, "in_the_way": _in_the_way(one)} for one in shown]
    caption = tr("Ways to the meeting and home, the hardest first")
    parts.table(seen, [column for column in columns if column.key in _SEEN], caption=caption, key="by_vehicle")
    named = [downloads.Column(key=column.key, heading=column.label) for column in columns]
    about = downloads.about_place(
        place, tr("Who finds a way to one meeting, and home."), now=state.now(), method=method()
    )
    takeaway.offer(PublicFacts(shown), named, about, name="meeting-ways")
    _step_by_step(ordered)


def _columns(vehicles: str) -> list[Column]:
    return [
        Column(key="name", label=tr("From")),
        Column(key="way", label=tr("A way {vehicles}", vehicles=vehicles)),
        Column(key="leave", label=tr("Leave home at")),
        Column(key="back", label=tr("Back home at")),
        Column(key="away", label=tr("Away for")),
        Column(key="there", label=tr("Other times to leave home")),
        Column(key="home", label=tr("Times to leave the venue")),
        Column(key="in_the_way", label=tr("What stands in the way")),
        Column(key="helps", label=tr("One change that would help")),
    ]


def _in_the_way(told: dict[str, str]) -> str:
    """Return what stands in the way, then what would help, as sentences."""
    text = told["in_the_way"]
    return " ".join(filter(None, (f"{text[:1].upper()}{text[1:]}." if text else "", told["helps"])))


def odd_notes(request: TravelRequest, answer: PublicFacts[list[Row]]) -> list[str]:
    """Return what is odd of the day or the venue, a few sentences; what any answer has in common is left out."""
    streets = tuple(mode for mode in request.modes if mode not in TRANSIT_BY_NAME)
    common = set(street_rows.notes(answer.facts, streets))
    return [note for note in answer.notes if note not in common][:_ODD_SHOWN]


def method() -> list[str]:
    """Say how ways to a meeting are worked out."""
    return [
        tr("People are at the door 10 minutes before it starts, and leave 10 minutes after it ends."),
        tr("An area's times are those of one of its postcodes, the one with a way of middle length."),
        tr("We know the timetable, not lifts and sisters: ask."),
    ]


def _step_by_step(rows: Sequence[way_words.Row]) -> None:
    with st.expander(tr("See one way step by step")):
        names = [words.name_some([str(row["name"])]) for row in rows]
        at = st.selectbox(
            tr("From where?"), range(len(rows)), format_func=lambda number: parts.option(names[number]),
            key="meeting_steps", index=None, placeholder=tr("Choose a place"),
        )  # fmt: skip
        if at is None:
            return
        row = rows[at]
        steps = (Column(key="when", label=tr("When")), Column(key="what", label=tr("What")))
        for half, caption in (("legs_there", tr("The way there")), ("legs_back", tr("The way home"))):
            if row[half]:
                parts.table(way_words.leg_rows(row, half), steps, caption=caption, key=half)
            else:
                parts.sentences([tr("{half}: no way found.", half=caption)])
        parts.sentences([*_times(row), str(row["why"]), *row["would_help"]])


def _times(row: way_words.Row) -> list[str]:
    """Say what else is known of one way: other departures, the last way home, how long one is away."""
    told = way_words.way_row(row)
    said = []
    if row["departures_there"]:
        said.append(tr("Leave home at {times} to be there in time.", times=told["there"]))
    if row["departures_back"]:
        said.append(tr("Leave the venue at {times} to get home.", times=told["home"]))
    if row["last_way_home"]:
        said.append(tr("The last way home leaves at {time}.", time=way_words.time_words(row["last_way_home"])))
    known = any(barrier["barrier"] == "misses_last_way_home" for barrier in row["barriers"])
    said += [
        tr("If it ran {minutes} minutes over, they would miss the last way home.", minutes=minutes)
        for minutes in row["misses_last_way_home_if_over"][: 0 if known else 1]
    ]
    if row["minutes_away"] is not None:
        said.append(tr("Away from home for {time}.", time=told["away"]))
    return said


def show_people(place: Place, request: TravelRequest, text: str) -> None:
    """Show the ways of people who are invited: on this screen by labels, never with a place or a stop of theirs."""
    if state.sharing() or not text.strip():
        return
    st.header(tr("People who are invited"), anchor=False)
    with frame.faults():
        people = origins_file.read_people(place, text, profile=request.profile)
        answer = travel.travel(place, replace(request, people=people), today=state.now().date())
        order = {label: number for number, label in enumerate(people["origin"])}
        rows = [_person(row) for row in sorted(answer.facts, key=lambda row: order[row["origin"]])]
        parts.sentences([tr("PRIVATE: about people. They are in this window alone."), *answer.notes])
        columns = [
            Column(key="name", label=tr("Who")),
            Column(key="how", label=tr("How")),
            Column(key="way", label=tr("A way there and home")),
            Column(key="leave", label=tr("Leave home at")),
            Column(key="back", label=tr("Back home at")),
            Column(key="away", label=tr("Away for")),
            Column(key="in_the_way", label=tr("What stands in the way")),
        ]
        parts.table(rows, columns, caption=tr("Ways of those who are invited"), key="invited")
        named = [downloads.Column(key=column.key, heading=column.label) for column in columns]
        hidden = [tr("No postcode, street, stop or leg is in this list: labels alone.")]
        about = downloads.about_place(
            place, tr("Ways of people who are invited to one meeting."), now=state.now(), method=method(), hidden=hidden
        )
        takeaway.offer(PublicFacts(rows), named, about, name="invited", private=True)


def _person(row: Row) -> dict[str, str]:
    """Return one person's way by label; what is in the way by its kind alone, for a sentence may name a stop."""
    told = way_words.way_row(row)
    kept = {name: told[name] for name in ("name", "way", "leave", "back", "away", "in_the_way")}
    if any(barrier["barrier"] == origins_file.NOT_PLACED for barrier in row["barriers"]):
        kept["in_the_way"] = str(row["why"])
    return kept | {"how": _how(str(row["modes"]))}


def _how(modes: str) -> str:
    names = tuple(modes.split("+"))
    return vehicle_words(names).capitalize() if names[0] in TRANSIT_BY_NAME else words.mode_words(modes)


def offer_sheets(place: Place, request: TravelRequest) -> None:
    """Lead to the sheets to print, a page for each patch, in three sizes; they open beside the app."""
    wanted = WaySheetWanted(
        place=place.slug, venue=request.venue, modes=request.modes, profile=request.profile, date=request.date,
        start=request.start, end=request.end,
    )  # fmt: skip
    address = way_sheet_routes.offer(wanted)
    text = tr("Print how to get there and home, letters of")
    links = Markup(" ").join(
        Markup('<a href="{}?size={}" target="_blank" aria-label="{} {}">{}</a>').format(
            address, size, text, _points(size), _points(size)
        )
        for size in SIZES_POINTS
    )
    parts.html(Markup('<p class="sizes">{}: {} {}</p>').format(text, links, tr("(opens a new tab)")))


def _points(size: int) -> str:
    return tr("{size} points", size=size)
