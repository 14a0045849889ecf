"""How to get to one meeting and home, put together by patches for sheets to print. No person is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from typing import Any

from assetmap.messages import say_day, tr
from assetmap.model.journey import VenuePoint
from assetmap.model.meeting import TRANSIT_BY_NAME, clock_words
from assetmap.model.place import MADE_UP
from assetmap.model.release import PublicFacts
from assetmap.model.representation import LEFT_OUT, UnitKind
from assetmap.model.text import harmless
from assetmap.model.way_sheet import WayBook, WayLine, WaySheet
from assetmap.render import way_words
from assetmap.services import street_ways, workspace
from assetmap.services.asset_list import is_public
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.travel import TravelRequest, read_asked_meeting, travel
from assetmap.services.workspace import Place

Row = dict[str, Any]


def make_way_book(place: Place, request: TravelRequest, *, today: dt.date) -> PublicFacts[WayBook]:
    """Put the ways to one meeting together, a page for each patch, or each area where there are no patches.

    Parameters
    ----------
    place, request
        What is asked; its first vehicle mode is told, else its first way by street.
    today
        When the sheets are made.
    """
    vehicles = tuple(mode for mode in request.modes if mode in TRANSIT_BY_NAME)
    chosen = replace(request, modes=vehicles or request.modes[:1], origins="areas", people=None)
    answer = travel(place, chosen, today=today)
    meeting = read_asked_meeting(chosen)
    venue = street_ways.find_venue(place, chosen.venue, street_ways.load_streets(place, ("walk",))["walk"])
    when = ""
    if meeting is not None:
        when = tr(
            "{day}, {start} to {end}", day=say_day(dt.date.fromisoformat(meeting.date)),
            start=clock_words(meeting.start), end=clock_words(meeting.end),
        )  # fmt: skip
    where, phone = _shown_of_venue(place, venue)
    book = WayBook(
        title=tr("How to get to {venue}, and home", venue=harmless(venue.name) or tr("the venue")),
        when=when,
        where=where,
        phone=phone,
        sheets=tuple(_sheets(answer.facts, _patches(place))),
        made_on=say_day(today),
        notes=((tr(MADE_UP),) if place.made_up else ()) + tuple(map(harmless, answer.notes)),
    )
    return PublicFacts(book)


def _shown_of_venue(place: Place, venue: VenuePoint) -> tuple[str, str]:
    """Return the address and telephone of a venue that agreed to be shown to everybody; empty where they are not."""
    if not venue.venue_id:
        return "", ""
    with closing(workspace.open_register(place)) as store:
        asset = store.asset(venue.venue_id)
    if not is_public(asset):
        return "", ""
    address, postcode, phone = (harmless(asset.text(name)) for name in ("address", "postcode", "phone"))
    # A postcode is often written into the address already.
    whole = [part for part in (address, postcode) if part and (part is address or part not in address)]
    return ", ".join(whole), phone


def _patches(place: Place) -> Mapping[str, str]:
    in_use = read_shared_areas(place)
    return in_use.unit_of if in_use is not None and in_use.kind is UnitKind.PATCH else {}


def _sheets(rows: list[Row], patches: Mapping[str, str]) -> list[WaySheet]:
    grouped: dict[str, list[WayLine]] = {}
    for row in rows:
        patch = patches.get(row["origin"], "")
        name = str(row["name"]) if patch in {"", LEFT_OUT} else patch
        grouped.setdefault(harmless(name), []).append(_line(row))
    return [WaySheet(patch=patch, lines=tuple(lines)) for patch, lines in sorted(grouped.items())]


def _line(row: Row) -> WayLine:
    told = way_words.way_row(row)
    return WayLine(
        name=told["name"],
        leave=told["leave"],
        back=told["back"],
        there=tuple(f"{step['when']}: {step['what']}" for step in way_words.leg_rows(row, "legs_there")),
        home=tuple(f"{step['when']}: {step['what']}" for step in way_words.leg_rows(row, "legs_back")),
        notes=tuple(map(harmless, (*(barrier["sentence"] for barrier in row["barriers"]), *row["would_help"]))),
    )
