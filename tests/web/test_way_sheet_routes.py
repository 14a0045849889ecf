"""The address of the sheets that tell how to get to one meeting and home: sizes, safety, what is refused."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from asgi_calls import run_apart
from hostile_place import ATTACKS, listed_assets, make_hostile_place
from meeting_page import HALL, prepare_engine
from starlette.routing import Router
from web_app import open_page
from web_tables import answer

from assetmap.model.text import harmless
from assetmap.services import register, venue_choice, workspace
from assetmap.services.register import Publish
from assetmap.web import state, way_sheet_routes
from assetmap.web.way_sheet_routes import WaySheetWanted

GONE = "These sheets are not kept any more. Go back to the app and make them again."


@pytest.fixture(autouse=True)
def _ready(demo_place: Path) -> Iterator[None]:
    prepare_engine()
    yield
    state.set_sharing(on=False)


@dataclass
class Reply:
    status: int
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

    run_apart(Router(routes=way_sheet_routes.ROUTES)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode())


def hall() -> str:
    names = venue_choice.venue_choices(workspace.open_place(state.settings(), "demo"), "working").names
    return next(asset_id for asset_id, name in names.items() if name.startswith(HALL))


def wanted(**parts: Any) -> str:
    asked = {"place": "demo", "venue": parts.get("venue") or hall(), "modes": ("bus", "ferry", "walk"),
             "profile": "usual_pace", "date": "2026-11-11", "start": "14:00", "end": "16:00"}  # fmt: skip
    return way_sheet_routes.offer(WaySheetWanted(**{**asked, **parts}))


def test_sheets_come_in_three_sizes_and_are_kept_by_no_browser() -> None:
    address = wanted()
    reply = get(address)
    assert reply.status == 200
    assert "font: 18pt" in reply.text
    for size in (12, 24):
        assert f"font: {size}pt" in get(f"{address}?size={size}").text
        assert f"{address}?size={size}" in reply.text
    assert reply.headers["cache-control"] == "no-store"
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert "<script" not in reply.text
    for bad in ("13", "x", "", "12pt", "-12"):
        refused = get(f"{address}?size={bad}")
        assert (refused.status, "<" in refused.text) == (400, False), bad


def test_a_sheet_tells_each_place_of_a_patch_when_to_leave_and_by_what() -> None:
    text = get(wanted()).text
    assert "<h1>How to get to Wenlas Memorial Hall, and home</h1>" in text
    assert text.count("11 November 2026, 14:00 to 16:00") == text.count('<section class="sheet"')
    assert text.count("<h3>") == 45, "no place is left out"
    assert "13:13: Bus 2 towards Aberwenlas, from Marrowdale, Main Street" in text
    assert "We found no way home by bus or by ferry after 16:00." in text
    assert "Something wrong? Tell us:" in text
    assert "This place and everyone in it are made up." in text
    with closing(workspace.open_register(workspace.open_place(state.settings(), "demo"))) as store:
        asset = store.asset(hall())
    assert f"Where it is: {asset.text('address')}, {asset.text('postcode')}" in text
    assert f"ring before you set out. <strong>{asset.text('phone')}</strong>" in text
    others = text.replace(asset.text("postcode"), "")
    assert not re.search(r"\bZZ\d{1,2} ?\d[A-Z]{2}\b", others), "no postcode but the hall's own"


def test_nobody_can_guess_an_address_and_one_that_is_forgotten_is_said() -> None:
    for name in ("1", "%3Cscript%3E", "0" * 32):
        reply = get(f"/way-sheets/{name}")
        assert (reply.status, reply.text) == (404, GONE)
    assert wanted() == wanted()
    assert wanted() != wanted(start="13:00")
    assert re.fullmatch(r"/way-sheets/[0-9a-f]{32}", wanted())


def test_a_venue_that_did_not_agree_is_refused_while_it_is_shown_to_others() -> None:
    place = workspace.open_place(state.settings(), "demo")
    known, agreed_to = (venue_choice.venue_choices(place, view).names for view in ("working", "public"))
    hidden = next(venue for venue in known if venue not in agreed_to)
    name = known[hidden].split(",")[0]
    address = wanted(venue=hidden)
    assert name in unescape(get(address).text)
    assert 'Where it is: <span class="line">' in get(address).text, "its address is for it to agree to"
    state.set_sharing(on=True)
    assert get(wanted()).status == 200, "a venue that agreed is told"
    reply = get(address)
    assert (reply.status, name in reply.text) == (404, False)
    assert "This venue has not agreed to be shown." in reply.text
    agreed = Publish(agreed_by="Ann", agreed_on="2026-01-05")
    register.publish_asset(place, hidden, agreed, now=state.now(), who="Ann")
    assert get(address).status == 200


def test_a_typed_point_is_told_while_it_is_shown_to_others() -> None:
    address = wanted(venue="53.7463,-3.9920")
    state.set_sharing(on=True)
    reply = get(address)
    assert (reply.status, "<h1>How to get to " in reply.text) == (200, True)


@pytest.mark.parametrize(
    ("parts", "status", "said"),
    [
        ({"date": "2031-01-01"}, 400, "the timetable covers"),
        ({"end": "13:00"}, 400, "before it starts"),
        ({"place": "nowhere"}, 404, "nowhere"),
    ],
)
def test_what_cannot_be_told_is_a_sentence(parts: dict[str, str], status: int, said: str) -> None:
    reply = get(wanted(**parts))
    assert (reply.status, "<" in reply.text, "--" in reply.text) == (status, False, False)
    assert said in reply.text
    assert reply.headers["cache-control"] == "no-store"


def test_a_place_that_went_away_is_said(demo_place: Path) -> None:
    address = wanted()
    shutil.rmtree(demo_place / "demo")
    reply = get(address)
    assert (reply.status, "<" in reply.text, str(demo_place) in reply.text) == (404, False, False)


# --- a place whose every text attacks ---


class Elements(HTMLParser):
    """What a browser would take for elements, each with its attributes, and all text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


OURS = {"html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3", "p", "a", "ol",
        "ul", "li", "strong", "span", "br", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200b]")


def hold(markup: str) -> str:
    """Hold that nothing of the texts became an element; return what a person reads."""
    seen = Elements(markup)
    assert seen.tags <= OURS, seen.tags - OURS
    assert not [name for name in seen.attributes if name.startswith("on") or name in {"src", "srcdoc", "srcset"}]
    assert not TURNING.search(markup)
    return seen.text


@pytest.fixture(scope="module")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the place whose stops, lines, signs, areas and venues attack."""
    folder = tmp_path_factory.mktemp("harm")
    make_hostile_place(folder / "home", folder / "files")
    return folder / "home"


@pytest.fixture
def last_venue(harm: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The venue at the far end of the street; the page and the routes open its place."""
    monkeypatch.setenv("ASSETMAP_HOME", str(harm))
    return listed_assets(state.open_place("harm"))["end"]


def test_a_sheet_shows_hostile_names_as_text(last_venue: str) -> None:
    reply = get(wanted(place="harm", venue=last_venue, modes=("bus",)))
    assert reply.status == 200
    said = hold(reply.text)
    for number, text in list(enumerate(ATTACKS.values()))[:4]:  # from nearer by, people walk
        assert f"from home to Stop{number} {harmless(text)}" in said
    for part in (f"towards Sign3 {ATTACKS['formula']}", f"towards Sign8 {ATTACKS['script']}", ATTACKS["markdown"]):
        assert part in said
    assert "How to get to name7 </script>" in said


def test_the_page_shows_hostile_names_as_text_step_by_step(last_venue: str) -> None:
    page = open_page("travel", place="harm", venue=last_venue)
    page.date_input(key="meeting_day").set_value(dt.date(2026, 11, 11)).run()
    assert not page.exception
    assert answer(page)[0] == "8 of 8 places have a way there and back by bus, or all the way by street."
    said = ""
    for number in range(len(ATTACKS)):
        page.selectbox(key="meeting_steps").select_index(number).run()
        assert not page.exception
        said += hold(
            "".join(str(node.proto.body) for node in page.get("html") if "<style>" not in str(node.proto.body))
        )
    assert "towards Sign3 =HYPERLINK(" in said
    assert "<script>window.ran=1</script>" in said
