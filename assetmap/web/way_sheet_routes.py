"""Sheets that tell how to get to one meeting and home, at an address of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.text import read_lat_lon, tidy_postcode
from assetmap.render.way_sheets import write_way_sheets
from assetmap.services.travel import TravelRequest
from assetmap.services.venue_choice import venue_choices
from assetmap.services.way_sheets import make_way_book
from assetmap.services.workspace import Place
from assetmap.web import sheet_routes, state
from assetmap.web.tokens import Tokens

SERVED_AT = "/way-sheets/"


@dataclass(frozen=True, kw_only=True)
class WaySheetWanted:
    """Which meeting: the place's slug, and what `TravelRequest` takes. Nobody who is invited is in it."""

    place: str
    venue: str
    modes: tuple[str, ...]
    profile: str
    date: str
    start: str
    end: str


_WANTED: Tokens[WaySheetWanted] = Tokens()


def offer(wanted: WaySheetWanted) -> str:
    """Keep what is wanted; return the address of the sheets, to which ``?size=12`` may be added."""
    return f"{SERVED_AT}{_WANTED.put(wanted)}"


def _sheets(request: Request) -> Response:
    return sheet_routes.respond(request, _WANTED, SERVED_AT, _write)


def _write(wanted: WaySheetWanted, size: int, addresses: Mapping[int, str]) -> str:
    place = state.open_place(wanted.place)
    _check_shown(place, wanted.venue)
    book = make_way_book(place, _asked(wanted), today=state.now().date())
    return write_way_sheets(book, size=size, addresses=addresses)


def _asked(wanted: WaySheetWanted) -> TravelRequest:
    return TravelRequest(
        venue=wanted.venue, modes=wanted.modes, profile=wanted.profile, date=wanted.date, start=wanted.start,
        end=wanted.end,
    )  # fmt: skip


def _check_shown(place: Place, venue: str) -> None:
    """Refuse a venue that has not agreed to be shown while the laptop is shown to others; a typed point is nobody's."""
    typed = read_lat_lon(venue) is not None or tidy_postcode(venue) is not None
    if state.sharing() and not typed and venue not in venue_choices(place, state.view()).names:
        raise NotFoundError(tr("This venue has not agreed to be shown. Choose another one, or stop showing."))


ROUTES = [Route("/way-sheets/{token}", _sheets, methods=["GET", "HEAD"])]
