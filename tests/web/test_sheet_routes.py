"""The address of sheets to print: kept in memory, refused while the laptop is shown to others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.routing import Router

from assetmap.model.release import PublicFacts
from assetmap.model.sheet import Sheet, SheetBook
from assetmap.web import sheet_routes, state
from assetmap.web.tokens import Tokens

SHEET = Sheet(name="Hall", kind="venue", address="", where_words="In Bont.", phone="", questions=())
BOOK = PublicFacts(SheetBook(title="What to ask", sheets=(SHEET,), made_on="today"))


@pytest.fixture(autouse=True)
def _not_shared() -> Iterator[None]:
    yield
    state.set_sharing(on=False)


@dataclass
class Reply:
    status_code: int
    headers: dict[str, str]
    text: str


def get(address: str) -> Reply:
    """Ask the routes as a server would, without a network."""
    path, _, query = address.partition("?")
    sent: list[dict[str, Any]] = []
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Router(routes=sheet_routes.ROUTES)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode())


def test_sheets_come_in_three_sizes() -> None:
    address = sheet_routes.offer(BOOK, private=True)
    assert "font: 18pt" in get(address).text
    assert "font: 24pt" in get(f"{address}?size=24").text
    reply = get(f"{address}?size=13")
    assert (reply.status_code, "<" in reply.text) == (400, False)
    assert get(address).headers["cache-control"] == "no-store"
    assert "default-src 'none'" in get(address).headers["content-security-policy"]


def test_what_was_not_agreed_is_refused_while_shown_to_others() -> None:
    private, public = sheet_routes.offer(BOOK, private=True), sheet_routes.offer(BOOK, private=False)
    state.set_sharing(on=True)
    reply = get(private)
    assert (reply.status_code, "Hall" in reply.text) == (403, False)
    assert get(public).status_code == 200


def test_nobody_can_guess_an_address() -> None:
    assert get("/sheets/1").status_code == 404
    assert get("/sheets/%3Cscript%3E").text.startswith("These sheets are not kept")
    one, other = sheet_routes.offer(BOOK, private=False), sheet_routes.offer(BOOK, private=True)
    assert one != other
    assert one == sheet_routes.offer(BOOK, private=False)
    assert len(one.removeprefix("/sheets/")) == 32


def test_the_oldest_are_forgotten_first() -> None:
    tokens: Tokens[int] = Tokens(most=2)
    names = [tokens.put(number) for number in range(3)]
    assert [tokens.get(name) for name in names] == [None, 1, 2]
