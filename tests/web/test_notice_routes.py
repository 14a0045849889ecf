"""The privacy notice and the outline to print have addresses of their own, in three sizes, also while it is shown."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from asgi_calls import run_apart
from starlette.routing import Router
from web_app import open_page
from web_tables import links

from assetmap.services import workspace
from assetmap.web import notice_routes, state
from assetmap.web.notice_routes import DPIA, NOTICE, NoticeWanted


@pytest.fixture(autouse=True)
def _ready(demo_place: Path) -> Iterator[None]:
    yield
    state.set_sharing(on=False)


def offered(kind: str) -> str:
    return notice_routes.offer(NoticeWanted(place="demo", kind=kind))


def get(address: str) -> tuple[int, dict[str, str], str]:
    """Ask the routes as a server would, without a network: status, headers, text."""
    path, _, query = address.partition("?")
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    run_apart(Router(routes=notice_routes.ROUTES)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize("kind", [NOTICE, DPIA])
@pytest.mark.parametrize("sharing", [False, True])
def test_a_page_comes_in_three_sizes_and_is_kept_by_no_browser(kind: str, *, sharing: bool) -> None:
    state.set_sharing(on=sharing)
    address = offered(kind)
    status, headers, text = get(address)
    assert status == 200
    assert "font: 18pt" in text
    for size in (12, 24):
        assert f"font: {size}pt" in get(f"{address}?size={size}")[2]
        assert f"{address}?size={size}" in text
    assert headers["cache-control"] == "no-store"
    assert "script" not in headers["content-security-policy"]
    assert "<script" not in text
    assert "This place and everyone in it are made up." in text
    assert "Aberwenlas Council (made up)" in text
    for bad in ("13", "x", ""):
        assert get(f"{address}?size={bad}")[0] == 400


def test_nobody_is_counted_on_either(demo_place: Path) -> None:
    """The pages are the same before and after most who came are deleted: no number in them is about people."""
    before = [get(offered(kind))[2] for kind in (NOTICE, DPIA)]
    with closing(workspace.open_register(state.open_place("demo"))) as store:
        assert store.delete_attendances(before="2026-06-30", who="tester", when="2026-03-02T12:00:00+00:00") > 100
        assert store.counts()["people"] > 10
    assert [get(offered(kind))[2] for kind in (NOTICE, DPIA)] == before


def test_an_address_that_nobody_gave_out_and_a_place_that_went_away(demo_place: Path) -> None:
    assert get("/notices/" + "0" * 32)[0] == 404
    address = offered(NOTICE)
    assert re.fullmatch(r"/notices/[0-9a-f]{32}", address)
    shutil.rmtree(demo_place / "demo")
    status, _, text = get(address)
    assert (status, "<" in text, str(demo_place) in text) == (404, False, False)


@pytest.mark.parametrize("sharing", [False, True])
def test_start_leads_to_the_notice_also_while_it_is_shown_to_others(*, sharing: bool) -> None:
    state.set_sharing(on=sharing)
    addresses = [link for link in links(open_page("start", place="demo")) if link.startswith("/notices/")]
    assert len(addresses) == 3
    assert "<h1>Your information, and what we do with it</h1>" in get(addresses[0])[2]
