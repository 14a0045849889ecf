"""One meeting without JavaScript: the same answer as the app's, asked by a form of three fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from asgi_calls import run_apart
from meeting_page import HALL, ask_meeting, prepare_engine
from starlette.applications import Starlette
from web_tables import answer as app_answer
from web_tables import table as app_table

from assetmap.messages import speak
from assetmap.services import engine, venue_choice, workspace
from assetmap.web import parts, serving, state
from assetmap.web.middleware import Harden

WHEN = "date=2026-11-11&start=14:00&end=16:00"
APP = Starlette(routes=serving.routes())


@pytest.fixture(autouse=True)
def _ready(demo_place: Path) -> Iterator[None]:
    prepare_engine()
    yield
    state.set_sharing(on=False)


class Page(HTMLParser):
    """What a page says: its fields by name, its text, and what it was answered with."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        super().__init__()
        self.status, self.headers, self.body = status, headers, body
        self.fields: dict[str, dict[str, str]] = {}
        self.forms: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.words = ""
        self.feed(body)
        self.text = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self.fields[given["name"]] = given
        if tag == "form":
            self.forms.append(given)
        if tag == "label":
            self.labels.add(given["for"])

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style":
            self.words += f" {data}"


def ask(query: str, *, path: str = "/plain/demo/travel") -> Page:
    """Ask our routes through the middleware as a server would, without a network."""
    sent: list[Any] = []
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
        "headers": [(b"host", b"localhost")], "server": ("127.0.0.1", 80), "scheme": "http", "root_path": "",
        "http_version": "1.1",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def asked() -> None:
        speak(state.catalogue())  # as the server does when it begins
        await Harden(APP)(scope, receive, send)

    run_apart(asked())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Page(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode())


def venues(view: str) -> dict[str, str]:
    return venue_choice.venue_choices(workspace.open_place(state.settings(), "demo"), view).names


def hall() -> str:
    return next(venue for venue, name in venues("public").items() if name.startswith(HALL))


def test_it_tells_what_the_app_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROWS_A_PAGE", 100)
    plain, app = ask(f"venue={hall()}&{WHEN}"), ask_meeting()
    assert plain.status == 200
    for sentence in app_answer(app):
        assert sentence in plain.text
    rows = app_table(app, "Ways to the meeting")
    assert len(rows) == 45
    for row in rows:
        told = [row[key] for key in ("From", "A way by bus or by ferry", "Leave home at", "Back home at")]
        assert " ".join(told) in plain.text
    assert "If it ended 30 minutes earlier, at 15:30, there would be a way home." in plain.text
    assert "By street alone" in plain.text
    assert "07:40, 10:10 or 13:10" in plain.text


def test_the_form_asks_for_a_day_and_hours_and_keeps_what_was_typed() -> None:
    first = ask(f"venue={hall()}")
    (form,) = first.forms
    assert (form["method"], form["action"]) == ("get", "/plain/demo/travel")
    assert {name: field["type"] for name, field in first.fields.items()} == {
        "venue": "hidden", "date": "date", "start": "time", "end": "time",
    }  # fmt: skip
    assert first.labels == {"field-date", "field-start", "field-end"}
    assert [first.fields[name]["value"] for name in ("date", "start", "end")] == ["", "14:00", "16:00"]
    assert "form-action 'self'" in first.headers["content-security-policy"]
    assert "By car, 43 of 45 places have a way there and back" in first.text
    wrong = ask(f"venue={hall()}&date=2026-11-11&start=14:00&end=13:00")
    assert "The meeting would end at 13:00, before it starts at 14:00." in wrong.text
    assert [wrong.fields[name]["value"] for name in ("date", "start", "end")] == ["2026-11-11", "14:00", "13:00"]
    assert "form-action 'none'" in ask("").headers["content-security-policy"], "no form without a venue"


def test_the_hours_alone_change_nothing() -> None:
    """A browser sends the hours of an empty day too."""
    assert "By car, 43 of 45 places" in ask(f"venue={hall()}&date=&start=14:00&end=16:00").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("date=2031-01-01&start=14:00&end=16:00", "the timetable covers"),
        ("date=11/11/2026&start=14:00&end=16:00", "is no day. Write year, month and day"),
        ("date=2026-11-11&start=&end=", "A meeting needs a day, a start and an end."),
        ("date=2026-11-11&start=x&end=16:00", "no time of day"),
        ('date="><script>alert(1)</script>&start=14:00&end=16:00', "no day"),
    ],
)
def test_what_was_typed_wrongly_is_a_sentence(query: str, said: str) -> None:
    page = ask(f"venue={hall()}&{query}")
    assert page.status == 200
    assert said.lower() in page.text.lower()
    assert "<script" not in page.body
    assert "--" not in page.text
    assert set(page.fields) == {"venue", "date", "start", "end"}


def test_a_venue_that_did_not_agree_is_told_in_the_working_list_alone() -> None:
    hidden = next(venue for venue in venues("working") if venue not in venues("public"))
    assert ask(f"venue={hidden}&{WHEN}").status == 404
    page = ask(f"venue={hidden}&{WHEN}&list=working")
    assert page.status == 200
    assert "PRIVATE:" in page.text
    assert page.fields["list"]["value"] == "working"
    state.set_sharing(on=True)
    assert ask(f"venue={hidden}&{WHEN}&list=working").status == 404
    shown = ask(f"venue={hall()}&{WHEN}&list=working")
    assert "PRIVATE" not in shown.text
    assert "list" not in shown.fields


def test_another_venue_is_led_to_with_the_same_meeting_and_no_postcode_is_said() -> None:
    page = ask(f"venue={hall()}&{WHEN}")
    assert re.search(r'href="/plain/demo/travel\?venue=[^"]*date=2026-11-11[^"]*"', unescape(page.body))
    assert not re.search(r"\bZZ\d{1,2} ?\d[A-Z]{2}\b", page.text)


def test_the_engine_is_prepared_where_nobody_did(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(engine, "prepare", lambda _progress: asked.append(1))
    ask(f"venue={hall()}")
    assert asked == []
    ask(f"venue={hall()}&{WHEN}")
    assert asked == [1]
