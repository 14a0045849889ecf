"""Sheets to print, at an address of their own: a browser prints a whole page, not a part of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap.errors import AssetmapError, NotFoundError, OptionError
from assetmap.messages import speak, tr
from assetmap.model.place import MADE_UP
from assetmap.model.release import PublicFacts
from assetmap.model.sheet import SIZES_POINTS, SheetBook
from assetmap.render.asset_words import day_words
from assetmap.render.sheets import check_size, write_sheets
from assetmap.services.not_recorded import make_sheets
from assetmap.web import state
from assetmap.web.tokens import Tokens

T = TypeVar("T")
Write = Callable[[T, int, Mapping[int, str]], str]

SERVED_AT = "/sheets/"
USUAL_SIZE = 18
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
HEADERS = {"content-security-policy": _POLICY, "cache-control": "no-store"}
"""What every sheet carries: nothing of it runs, is framed or is kept."""


@dataclass(frozen=True, kw_only=True)
class SheetsWanted:
    """Which sheets: the place's slug, the assets in order, the features to ask about (empty: all), one list or pages.

    No fact is in it: the sheets are written when they are opened, as they may be shown then.
    """

    place: str
    ids: tuple[str, ...]
    features: tuple[str, ...] = ()
    as_list: bool = False


_WANTED: Tokens[SheetsWanted] = Tokens()


def offer(wanted: SheetsWanted) -> str:
    """Keep what is wanted; return the address of the sheets, to which ``?size=12`` may be added."""
    return f"{SERVED_AT}{_WANTED.put(wanted)}"


def respond(request: Request, kept: Tokens[T], served_at: str, write: Write[T]) -> Response:
    """Answer with the sheets that an address stands for, in the size that was asked for.

    Parameters
    ----------
    request
        Its address ends in a token.
    kept
        What tokens stand for.
    served_at
        How the address begins, to lead to the other sizes.
    write
        From what is wanted, the size, and the addresses by size, to the page.
    """
    speak(state.catalogue())
    token = str(request.path_params["token"])
    wanted = kept.get(token)
    if wanted is None:
        said = tr("These sheets are not kept any more. Go back to the app and make them again.")
        return PlainTextResponse(said, status_code=404, headers=HEADERS)
    addresses = {points: f"{served_at}{token}?size={points}" for points in SIZES_POINTS}
    try:
        size = check_size(request.query_params.get("size", str(USUAL_SIZE)))
        return HTMLResponse(write(wanted, size, addresses), headers=HEADERS)
    except AssetmapError as fault:
        status = 400 if isinstance(fault, OptionError) else 404 if isinstance(fault, NotFoundError) else 409
        return PlainTextResponse(str(fault), status_code=status, headers=HEADERS)


def _sheets(request: Request) -> Response:
    return respond(request, _WANTED, SERVED_AT, _write)


def _write(wanted: SheetsWanted, size: int, addresses: Mapping[int, str]) -> str:
    return write_sheets(_book(wanted), size=size, addresses=addresses)


def _book(wanted: SheetsWanted) -> PublicFacts[SheetBook]:
    """Write the sheets; while the laptop is shown to others, only of what agreed to be public."""
    place = state.open_place(wanted.place)
    sheets = make_sheets(place, wanted.ids, features=wanted.features, view=state.view()).facts
    book = SheetBook(
        title=tr("Questions to ask in {place}", place=place.name),
        sheets=tuple(sheets),
        made_on=day_words(state.now().date().isoformat()),
        as_list=wanted.as_list,
        notes=(tr(MADE_UP),) if place.made_up else (),
    )
    return PublicFacts(book)


ROUTES = [Route("/sheets/{token}", _sheets, methods=["GET", "HEAD"])]
