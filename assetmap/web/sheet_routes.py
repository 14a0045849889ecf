"""Sheets to print, at an address of their own: a browser prints a whole page, not a part of one."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap.errors import OptionError
from assetmap.messages import speak, tr
from assetmap.model.release import PublicFacts
from assetmap.model.sheet import SIZES_POINTS, SheetBook
from assetmap.render.sheets import check_size, write_sheets
from assetmap.web import state
from assetmap.web.tokens import Tokens

USUAL_SIZE = 18
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS = {"content-security-policy": _POLICY, "cache-control": "no-store"}


@dataclass(frozen=True)
class _Kept:
    """The sheets of one press, and whether they hold what not everybody may see."""

    book: PublicFacts[SheetBook]
    private: bool


_BOOKS: Tokens[_Kept] = Tokens()


def offer(book: PublicFacts[SheetBook], *, private: bool) -> str:
    """Keep sheets for printing; return their address, to which ``?size=12`` may be added.

    Parameters
    ----------
    book
        What the sheets say.
    private
        Whether something on them was not agreed to be public: they are refused while the laptop is shown to others.
    """
    return f"/sheets/{_BOOKS.put(_Kept(book, private))}"


def _sheets(request: Request) -> Response:
    speak(state.catalogue())
    token = str(request.path_params["token"])
    kept = _BOOKS.get(token)
    if kept is None:
        said = tr("These sheets are not kept any more. Go back to the app and make them again.")
        return PlainTextResponse(said, status_code=404, headers=_HEADERS)
    if kept.private and state.sharing():
        said = tr("Showing this to others is on: these sheets hold what was not agreed to be shown.")
        return PlainTextResponse(said, status_code=403, headers=_HEADERS)
    try:
        size = check_size(request.query_params.get("size", str(USUAL_SIZE)))
    except OptionError as fault:
        return PlainTextResponse(str(fault), status_code=400, headers=_HEADERS)
    addresses = {points: f"/sheets/{token}?size={points}" for points in SIZES_POINTS}
    return HTMLResponse(write_sheets(kept.book, size=size, addresses=addresses), headers=_HEADERS)


ROUTES = [Route("/sheets/{token}", _sheets, methods=["GET", "HEAD"])]
