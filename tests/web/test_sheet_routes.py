"""The address of sheets to print: kept in memory, refused while the laptop is shown to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from asgi_calls import run_apart
from square_place import NOW, make_square
from starlette.routing import Router

from assetmap.services import register
from assetmap.services.register import AssetAdd, Publish
from assetmap.services.workspace import Place
from assetmap.web import sheet_routes, state
from assetmap.web.sheet_routes import SheetsWanted
from assetmap.web.tokens import Tokens


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

    run_apart(Router(routes=sheet_routes.ROUTES)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode())


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ASSETMAP_DATABASE_URL", raising=False)
    return make_square(tmp_path / "home")


def hall(place: Place, name: str = "Hall") -> str:
    made = register.add_asset(place, AssetAdd(name=name, kind="venue"), now=NOW, who="Ann")
    return str(made["id"])


def wanted(*ids: str, **parts: Any) -> str:
    return sheet_routes.offer(SheetsWanted(place="square", ids=ids, **parts))


def test_sheets_come_in_three_sizes(place: Place) -> None:
    address = wanted(hall(place), features=("lift",))
    reply = get(address)
    assert "font: 18pt" in reply.text
    assert ">Hall</h2>" in reply.text
    assert reply.text.count("<li>") == 1
    assert "font: 24pt" in get(f"{address}?size=24").text
    assert reply.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    refused = get(f"{address}?size=13")
    assert (refused.status_code, "<" in refused.text) == (400, False)


def test_what_was_not_agreed_is_on_no_sheet_while_shown_to_others(place: Place) -> None:
    private, public = hall(place, "Secret Hall"), hall(place, "Open Hall")
    agreed = Publish(agreed_by="Ann", agreed_on="2026-03-01")
    register.publish_asset(place, public, agreed, now=NOW, who="Ann")
    address = wanted(private, public)
    assert "Secret Hall" in get(address).text
    state.set_sharing(on=True)
    assert ("Secret Hall" in get(address).text, "Open Hall" in get(address).text) == (False, True)


def test_a_place_that_is_gone_is_said_in_a_sentence(place: Place) -> None:
    address = sheet_routes.offer(SheetsWanted(place="elsewhere", ids=()))
    assert (get(address).status_code, "<" in get(address).text) == (404, False)


def test_nobody_can_guess_an_address() -> None:
    assert get("/sheets/1").status_code == 404
    assert get("/sheets/%3Cscript%3E").text.startswith("These sheets are not kept")
    one, other = wanted("a"), wanted("b")
    assert one != other
    assert one == wanted("a")
    assert len(one.removeprefix("/sheets/")) == 32


def test_the_oldest_are_forgotten_first() -> None:
    tokens: Tokens[int] = Tokens(most=2)
    names = [tokens.put(number) for number in range(3)]
    assert [tokens.get(name) for name in names] == [None, 1, 2]
