"""The addresses of the pages without JavaScript: only reading, nothing kept by the browser, work off the event loop."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from assetmap.errors import AssetmapError, NotFoundError
from assetmap.messages import tr
from assetmap.render.plain import PlainPage, plain_policy, write_plain
from assetmap.services.asset_list import WORKING
from assetmap.web import jobs, plain_answers, plain_meeting, plain_pages, state
from assetmap.web.plain_asked import LIST, ROOT, Asked

Draw = Callable[[Request], PlainPage]
Answer = Callable[[Request], Awaitable[Response]]
_PAGE_NUMBER = re.compile("[1-9][0-9]{0,5}")


def _page(draw: Draw) -> Answer:
    """Return what answers a request with a page; what is not there, and what a person can mend, is said in words."""

    async def answer(request: Request) -> Response:
        status, page = await run_in_threadpool(_answered, draw, request)
        text = write_plain(replace(page, language=state.page_language(), shared=state.sharing()))
        policy = plain_policy(with_form=page.form is not None)
        return HTMLResponse(text, status, {"content-security-policy": policy, "cache-control": "no-store"})

    return answer


def _answered(draw: Draw, request: Request) -> tuple[HTTPStatus, PlainPage]:
    try:
        return HTTPStatus.OK, draw(request)
    except NotFoundError as fault:
        return HTTPStatus.NOT_FOUND, plain_pages.no_page(str(fault))
    except AssetmapError as fault:
        return HTTPStatus.BAD_REQUEST, plain_pages.no_page(str(fault))
    except OSError as fault:
        return HTTPStatus.INTERNAL_SERVER_ERROR, plain_pages.no_page(jobs.say_disk_fault(fault))


def _asked(request: Request) -> Asked:
    slug = str(request.path_params["slug"])
    if slug not in state.place_names():
        raise NotFoundError(tr("There is no such place here. Choose one from the list of places."))
    working = request.query_params.get(LIST) == WORKING
    return Asked(place=state.open_place(slug), now=state.now(), sharing=state.sharing(), working=working)


def _places(_request: Request) -> PlainPage:
    return plain_pages.places(state.place_names(), sharing=state.sharing())


def _place(request: Request) -> PlainPage:
    return plain_pages.place_page(_asked(request))


def _assets(request: Request) -> PlainPage:
    text = request.query_params.get("page", "1")
    if not _PAGE_NUMBER.fullmatch(text):
        raise NotFoundError(tr("This list has no such page. Go back to its first page."))
    return plain_pages.assets_page(_asked(request), int(text))


def _asset(request: Request) -> PlainPage:
    return plain_pages.one_asset(_asked(request), str(request.path_params["asset_id"]))


def _reached(request: Request) -> PlainPage:
    return plain_answers.reached_page(_asked(request), request.query_params.get("meant_for", ""))


def _travel(request: Request) -> PlainPage:
    query = request.query_params
    when = plain_meeting.When(query.get("date", ""), query.get("start", ""), query.get("end", ""))
    return plain_meeting.travel_page(_asked(request), query.get("venue", ""), when)


def _venues(request: Request) -> PlainPage:
    return plain_answers.venues_page(_asked(request))


def _nothing(_request: Request) -> PlainPage:
    raise NotFoundError(tr("There is no such page."))


async def _elsewhere(request: Request) -> Response:
    """Lead from an address with a slash too many to the page, else say that there is none."""
    path = request.url.path.rstrip("/")
    if path != request.url.path:
        return RedirectResponse(path, HTTPStatus.PERMANENT_REDIRECT)
    return await _page(_nothing)(request)


ROUTES: list[BaseRoute] = [
    Route(ROOT, _page(_places)),
    Route(f"{ROOT}/{{slug}}", _page(_place)),
    Route(f"{ROOT}/{{slug}}/assets", _page(_assets)),
    Route(f"{ROOT}/{{slug}}/assets/{{asset_id}}", _page(_asset)),
    Route(f"{ROOT}/{{slug}}/reached", _page(_reached)),
    Route(f"{ROOT}/{{slug}}/travel", _page(_travel)),
    Route(f"{ROOT}/{{slug}}/venues", _page(_venues)),
    Route(f"{ROOT}/{{rest:path}}", _elsewhere),
]
