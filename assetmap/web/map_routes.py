"""What the maps fetch: their pages, facts and still pictures, their programs, and the roads behind them.

All of it is plain functions, which Starlette runs beside the event loop: drawing takes its time.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache, wraps
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from assetmap.errors import AssetmapError, ConflictError, NotFoundError, OptionError
from assetmap.messages import speaking, tr
from assetmap.render.web_map import draw_sorry_page
from assetmap.services import basemap, web_program, workspace
from assetmap.services.asset_list import PUBLIC
from assetmap.services.web_maps import still_picture
from assetmap.web import state
from assetmap.web.maps import Offer, drawn_map, offered

Endpoint = Callable[[Request], Response]
NOT_KEPT = {"cache-control": "no-store"}
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}
ASK_FIRST = {"cache-control": "private, no-cache"}
_KINDS = {".js": "text/javascript", ".css": "text/css"}
_BEST = 9


class _Refused(Exception):  # noqa: N818 - it carries an answer, not a fault
    """A request that is answered with words instead of a map."""

    def __init__(self, status: HTTPStatus, *sentences: str) -> None:
        super().__init__(status)
        self.status = status
        self.sentences = sentences


def _with_words(answer: Endpoint) -> Endpoint:
    """Say in words, on a page of its own, why something cannot be shown."""

    @wraps(answer)
    def endpoint(request: Request) -> Response:
        with speaking(state.catalogue()):
            try:
                return answer(request)
            except _Refused as refused:
                page = draw_sorry_page(tr("There is no map here"), refused.sentences)
                return HTMLResponse(page, refused.status, headers=NOT_KEPT)

    return endpoint


def _offer(request: Request) -> tuple[str, Offer]:
    """Return what the address stands for, once its place is known to be there as it was."""
    token = str(request.path_params["token"])
    offer = offered(token)
    if offer is None:
        raise _Refused(HTTPStatus.NOT_FOUND, tr("This map is no longer on offer."), _again())
    _check_there(offer.place.slug, offer.spec.generation, lambda: _now(offer))
    return token, offer


def _now(offer: Offer) -> workspace.Place:
    return workspace.open_place(offer.place.settings, offer.place.slug)


def _check_there(slug: str, generation: int, open_it: Callable[[], workspace.Place]) -> workspace.Place:
    """Return the place if it is there and still of that generation."""
    try:
        place = open_it()
    except AssetmapError as fault:
        raise _Refused(HTTPStatus.GONE, tr("The place of this map is no longer there."), _again()) from fault
    if place.slug != slug or place.generation != generation:
        raise _Refused(HTTPStatus.GONE, tr("The place has changed since this map was drawn."), _again())
    return place


def _again() -> str:
    return tr("Load the page with the list again.")


def _work(offer: Offer, draw: Callable[[], Response]) -> Response:
    """Draw something, and say in words of ours what stood in the way."""
    try:
        return draw()
    except OptionError as fault:
        raise _Refused(HTTPStatus.FORBIDDEN, *_why_not(offer)) from fault
    except ConflictError as fault:
        raise _Refused(HTTPStatus.GONE, tr("The place has changed since this map was drawn."), _again()) from fault
    except NotFoundError as fault:
        raise _Refused(HTTPStatus.NOT_FOUND, tr("What this map was about is no longer there."), _again()) from fault
    except AssetmapError as fault:
        said = tr("The map could not be drawn. The list shows the same facts.")
        raise _Refused(HTTPStatus.INTERNAL_SERVER_ERROR, said, _again()) from fault


def _why_not(offer: Offer) -> tuple[str, ...]:
    if offer.spec.view == PUBLIC:
        return (
            tr("This map is not shown to others: its venue has not agreed to be published."),
            tr("Choose another venue, or stop showing this to others."),
        )
    return tr("This map cannot be drawn as it was asked for."), _again()


@_with_words
def _page(request: Request) -> Response:
    token, offer = _offer(request)
    return _work(offer, lambda: HTMLResponse(drawn_map(token, offer).page, headers=NOT_KEPT))


@_with_words
def _points(request: Request) -> Response:
    token, offer = _offer(request)
    return _work(offer, lambda: _packed(request, drawn_map(token, offer).facts, "application/json", NOT_KEPT))


@_with_words
def _still(request: Request) -> Response:
    _, offer = _offer(request)
    return _work(
        offer,
        lambda: Response(
            still_picture(offer.place, offer.spec, now=state.now()), media_type="image/svg+xml", headers=NOT_KEPT
        ),
    )


def _packed(request: Request, content: bytes, kind: str, headers: dict[str, str]) -> Response:
    """Send what is gzipped already, unpacked to those who do not take it so."""
    headers = {**headers, "vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(content, media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(content), media_type=kind, headers=headers)


@lru_cache(maxsize=16)
def _pack(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=_BEST, mtime=0)


def _vendor(request: Request) -> Response:
    """Serve one of the files of the lock table; no other name leads anywhere."""
    name = str(request.path_params["name"])
    content = web_program.program_file(state.settings(), name)
    if content is None:
        return _nothing()
    kind = next(kind for ending, kind in _KINDS.items() if name.endswith(ending))
    return _packed(request, _pack(content), f"{kind}; charset=utf-8", FOR_EVER)


def _nothing() -> Response:
    return PlainTextResponse(tr("There is nothing here."), HTTPStatus.NOT_FOUND, headers=NOT_KEPT)


@_with_words
def _roads(request: Request) -> Response:
    """Serve a place's roads, piece by piece as they are asked for; they are cut when first asked for."""
    slug, generation = str(request.path_params["slug"]), int(request.path_params["generation"])
    place = _check_there(slug, generation, lambda: state.open_place(slug))
    try:
        path = basemap.make_roads(place)
    except AssetmapError:
        return _nothing()
    if path is None:
        return _nothing()
    return FileResponse(path, media_type="application/octet-stream", headers=ASK_FIRST)


ROUTES: list[BaseRoute] = [
    Route("/maps/{token}", _page),
    Route("/maps/{token}/points", _points),
    Route("/maps/{token}/still.svg", _still),
    Route("/vendor/{name}", _vendor),
    Route("/basemap/{slug}/{generation:int}.pmtiles", _roads),
]
