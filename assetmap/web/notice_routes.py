"""The privacy notice and the outline of an impact assessment to print, at an address of their own.

Nobody is counted in either, so both may be opened while the laptop is shown to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assetmap.render.notices import write_paper
from assetmap.services import notices
from assetmap.web import sheet_routes, state
from assetmap.web.tokens import Tokens

SERVED_AT = "/notices/"
NOTICE, DPIA = "notice", "dpia"
_MAKE = {NOTICE: notices.make_notice, DPIA: notices.make_dpia}


@dataclass(frozen=True, kw_only=True)
class NoticeWanted:
    """Which page: the place's slug, and NOTICE or DPIA. It is written when it is opened."""

    place: str
    kind: str


_WANTED: Tokens[NoticeWanted] = Tokens()


def offer(wanted: NoticeWanted) -> str:
    """Keep what is wanted; return the address of the page, to which ``?size=12`` may be added."""
    return f"{SERVED_AT}{_WANTED.put(wanted)}"


def _notices(request: Request) -> Response:
    return sheet_routes.respond(request, _WANTED, SERVED_AT, _write)


def _write(wanted: NoticeWanted, size: int, addresses: Mapping[int, str]) -> str:
    place = state.open_place(wanted.place)
    return write_paper(_MAKE[wanted.kind](place, now=state.now()), size=size, addresses=addresses)


ROUTES = [Route("/notices/{token}", _notices, methods=["GET", "HEAD"])]
