"""Releases to print, each at an address of its own, also while the laptop is shown to others: they are made for it."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from assetmap.errors import AssetmapError, NotFoundError, OptionError
from assetmap.messages import speak, tr
from assetmap.model.sheet import SIZES_POINTS
from assetmap.render.sheets import check_size
from assetmap.services import release_sheets, releases
from assetmap.services.workspace import Place
from assetmap.web import state
from assetmap.web.sheet_routes import HEADERS, USUAL_SIZE

SERVED_AT = "/releases/"


def address(place: Place, release_id: str) -> str:
    """Return the address of a release, to which ``?size=12`` may be added; no name of anybody is in it."""
    return f"{SERVED_AT}{quote(place.slug, safe='')}/{quote(release_id, safe='')}"


def _release(request: Request) -> Response:
    speak(state.catalogue())
    try:
        return HTMLResponse(_write(request), headers=HEADERS)
    except AssetmapError as fault:
        status = 400 if isinstance(fault, OptionError) else 404 if isinstance(fault, NotFoundError) else 409
        return PlainTextResponse(str(fault), status_code=status, headers=HEADERS)


def _write(request: Request) -> str:
    slug, release_id = str(request.path_params["place"]), str(request.path_params["release_id"])
    if slug not in state.place_names():
        raise NotFoundError(_not_there())
    place = state.open_place(slug)
    found = next((one for one in releases.list_releases(place) if one.release_id == release_id), None)
    if found is None:
        raise NotFoundError(_not_there())
    size = check_size(request.query_params.get("size", str(USUAL_SIZE)))
    at = address(place, release_id)
    addresses = {points: f"{at}?size={points}" for points in SIZES_POINTS}
    return release_sheets.write_page(place, found, size=size, addresses=addresses)


def _not_there() -> str:
    """Say that there is none, without repeating what stood in the address."""
    return tr("There is no such safe version here. Go back to the app and choose one from the list.")


ROUTES = [Route("/releases/{place}/{release_id}", _release, methods=["GET", "HEAD"])]
