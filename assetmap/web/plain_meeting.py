"""Getting to one venue, and home, as a page without JavaScript: by street at any time, or to one meeting by vehicle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assetmap.errors import AssetmapError, NotFoundError
from assetmap.messages import say_day, tr
from assetmap.model.release import PublicFacts
from assetmap.render import way_words, words
from assetmap.render.plain import Field, Form, Link, PlainPage, Section
from assetmap.services import engine, timetables, travel_table, venue_choice
from assetmap.services import travel as travel_service
from assetmap.services.asset_list import WORKING
from assetmap.services.sources import list_sources
from assetmap.services.timetables import vehicle_words
from assetmap.services.travel import TravelRequest
from assetmap.web import meeting_answer
from assetmap.web.plain_answers import plain_table
from assetmap.web.plain_asked import LIST, Asked

Row = dict[str, Any]
Told = tuple[tuple[str, ...], tuple[Section, ...]]
_USUAL_START, _USUAL_END = "14:00", "16:00"


@dataclass(frozen=True)
class When:
    """When the meeting is, as it stands in the address; no date for any time."""

    date: str = ""
    start: str = ""
    end: str = ""


def travel_page(asked: Asked, venue: str, when: When) -> PlainPage:
    """Return how people get to one venue of the list; without one, the venues to choose from.

    With a date it tells the ways by vehicle to the meeting, as the app does; nobody who is invited is asked for here.
    """
    names = venue_choice.venue_choices(asked.place, asked.view).names
    if venue and venue not in names:
        raise NotFoundError(tr("There is no such venue on this list. Choose one from the list."))
    kept = {"date": when.date, "start": when.start, "end": when.end} if when.date else {}
    chooser = Section(
        heading=tr("Another venue") if venue else tr("Choose a venue"),
        links=(
            *(Link(name, asked.address("travel", venue=one, **kept)) for one, name in names.items() if one != venue),
            *asked.other_list("travel"),
        ),
    )
    said, parts = _told(asked, venue, names[venue], when) if venue else (_where(names), ())
    return PlainPage(
        title=tr("Getting there, and home"),
        answer=said,
        bands=asked.bands,
        notes=asked.notes,
        form=_form(asked, venue, when) if venue else None,
        sections=(*parts, chooser),
        trail=asked.trail,
        full=asked.full("travel", **({"venue": venue} if venue else {})),
    )


def _where(names: dict[str, str]) -> tuple[str, ...]:
    if names:
        return tr("Where is the meeting?"), tr("Choose a venue to see who gets there.")
    return tr("No venue with a location is on this list."), tr("Add a postcode to a venue, or ask it to be shown.")


def _form(asked: Asked, venue: str, when: When) -> Form | None:
    """Ask for the meeting's day and hours; nothing where the place has no timetable."""
    days = timetables.days_covered(asked.place)
    if days is None:
        return None
    first, last = (say_day(day) for day in map(dt.date.fromisoformat, days))
    hidden = [Field(name="venue", value=venue)]
    if asked.view == WORKING:
        hidden.append(Field(name=LIST, value=WORKING))
    return Form(
        heading=tr("When is the meeting?"),
        address=asked.address("travel").partition("?")[0],
        fields=(
            *hidden,
            Field(name="date", kind="date", label=tr("Which day is the meeting?"), value=when.date),
            Field(name="start", kind="time", label=tr("It starts at"), value=when.start or _USUAL_START),
            Field(name="end", kind="time", label=tr("It ends at"), value=when.end or _USUAL_END),
        ),
        button=tr("Look"),
        help=tr("The timetable covers {first} to {last}.", first=first, last=last),
    )


def _told(asked: Asked, venue: str, name: str, when: When) -> Told:
    vehicles = timetables.vehicles_of(asked.place) if when.date else ()
    request = _request(venue, when, vehicles)
    try:
        if vehicles:
            engine.prepare(_nobody_is_told)
        answer = travel_service.travel(asked.place, request, today=asked.now.date())
    except AssetmapError as fault:
        return (str(fault),), ()
    together = "+".join(vehicles)
    streets = PublicFacts([row for row in answer.facts if row["modes"] != together], answer.notes)
    method = (*answer.notes, *list_sources(asked.place))
    if not vehicles:
        return tuple(words.travel_sentences(streets)), (_by_street(streets, heading=name, name=name), _method(method))
    rows = [row for row in answer.facts if row["modes"] == together]
    said = way_words.meeting_sentences(rows, vehicle_words(vehicles))
    return (*said, *meeting_answer.odd_notes(request, answer)), (
        _by_vehicle(way_words.hardest_first(rows), vehicle_words(vehicles), name),
        _by_street(streets, heading=tr("By street alone"), name=name),
        _method((*meeting_answer.method(), *method)),
    )


def _request(venue: str, when: When, vehicles: tuple[str, ...]) -> TravelRequest:
    """Return what is asked: without a day at any time, whatever hours stand in the address."""
    plain = TravelRequest(venue=venue)
    if not when.date:
        return plain
    return replace(plain, modes=(*vehicles, *plain.modes), date=when.date, start=when.start, end=when.end)


def _nobody_is_told(_text: str, _share: float) -> None:
    """Prepare the engine while the page is awaited: it has no place to say how far it is."""


def _method(said: Sequence[str]) -> Section:
    return Section(heading=tr("How this was worked out"), said=tuple(said), folded=True)


def _by_vehicle(rows: Sequence[way_words.Row], vehicles: str, name: str) -> Section:
    keys = {
        "name": tr("From"),
        "way": tr("A way {vehicles}", vehicles=vehicles),
        "leave": tr("Leave home at"),
        "back": tr("Back home at"),
        "there": tr("Other times to leave home"),
        "home": tr("Times to leave the venue"),
        "in_the_way": tr("What stands in the way"),
        "helps": tr("One change that would help"),
    }
    caption = tr("Ways to the meeting and home, the hardest first")
    return Section(heading=name, table=plain_table([way_words.way_row(row) for row in rows], keys, caption))


def _by_street(answer: PublicFacts[list[Row]], *, heading: str, name: str) -> Section:
    modes = dict.fromkeys(words.mode_of(row) for row in answer.facts)
    keys = {"name": tr("From"), **{mode: words.mode_words(mode) for mode in modes}}
    caption = tr("To {venue} and home from each area, the hardest first", venue=name)
    together = travel_table.by_origin(answer.facts)
    return Section(
        heading=heading, table=plain_table(together, {**keys, "in_the_way": tr("What stands in the way")}, caption)
    )
