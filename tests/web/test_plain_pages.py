"""The pages without JavaScript: same answers, only what may be shown, words for whatever cannot be shown."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from asgi_calls import run_apart
from starlette.applications import Starlette

from assetmap.config import Settings
from assetmap.model.asset import Asset
from assetmap.model.participation import MeantFor
from assetmap.render import words
from assetmap.render.plain import Link, PlainPage, PlainTable, Section, write_plain
from assetmap.services import register, releases, representation, workspace
from assetmap.services.register import AssetEdit, Publish
from assetmap.services.representation import MissingRequest
from assetmap.web import serving, state
from assetmap.web.middleware import Harden

PAGES = ("", "/demo", "/demo/assets", "/demo/reached", "/demo/venues", "/demo/travel")
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?(?:\s|%20|\+)*[0-9][A-Z]{2}\b")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Html(HTMLParser):
    """The elements of a page with their attributes and the text inside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    @property
    def links(self) -> list[str]:
        return [row["href"] for row in self.all("a")]


class Answer:
    """What the server answered."""

    def __init__(self, status: int, headers: dict[str, str], body: str) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def html(self) -> Html:
        return Html(self.body)


APP = Starlette(routes=serving.routes())


def ask(path: str, method: str = "GET") -> Answer:
    """Ask our routes through the middleware as a server would, without a network."""
    path, _, query = path.partition("?")
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http", "method": method, "path": path, "query_string": query.encode(),
        "headers": [(b"host", b"localhost")], "server": ("127.0.0.1", 80), "scheme": "http", "root_path": "",
        "http_version": "1.1",
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    run_apart(Harden(APP)(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]).decode())


def plain(path: str) -> Html:
    answer = ask(f"/plain{path}")
    assert answer.status == 200, answer.body
    return answer.html


def place() -> workspace.Place:
    return state.open_place("demo")


def assets() -> list[Asset]:
    """All assets of the demo."""
    with closing(workspace.open_register(place())) as store:
        return store.assets()


def a_venue(*, public: bool) -> Asset:
    """A venue with a location and a name of its own, that agreed to be shown or did not."""
    names = [asset.text("name") for asset in assets()]
    for asset in assets():
        alone = sum(asset.text("name") in name for name in names) == 1
        if asset.kind == "venue" and asset.lat is not None and alone and register.is_public(asset) == public:
            return asset
    raise AssertionError("the demo has such a venue")


def names_in(page: Html) -> list[str]:
    return [href for href in page.links if re.match(r"/plain/demo/assets/[^?]+", href)]


@pytest.fixture(autouse=True)
def _not_shared() -> Iterator[None]:
    yield
    state.set_sharing(on=False)


# --- what every page is ---


@pytest.mark.parametrize("working", ["", "?list=working"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_stands_without_javascript(demo_place: Path, path: str, working: str) -> None:
    answer = ask(f"/plain{path}{working}")
    page = answer.html
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert page.all("html") == [{"lang": "en-GB"}]
    assert len(page.all("h1")) == 1
    assert page.links[0] == "#main"
    assert page.all("main")[0]["id"] == "main"
    for forbidden in ("script", "form", "iframe", "input", "button", "img"):
        assert page.all(forbidden) == []
    assert not [
        name for _, attributes in page.elements for name in attributes if name.startswith("on") or name == "style"
    ]
    tables = page.all("table")
    assert len(page.all("caption")) == len(tables)
    assert {row["scope"] for row in page.all("th")} <= {"col", "row"}
    assert [row["scope"] for row in page.all("th")].count("row") == len(page.all("tr")) - len(tables)


def test_its_own_style_is_the_one_that_the_policy_allows(demo_place: Path) -> None:
    import base64
    import hashlib

    answer = ask("/plain")
    style = re.search(r"<style>(.*?)</style>", answer.body, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


def test_every_link_leads_somewhere(demo_place: Path) -> None:
    """From the list of places with all assets listed: one asset and one venue stand for the others."""
    place = workspace.open_place(Settings(home=demo_place), "demo")
    seen: set[str] = set()
    printed: set[str] = set()
    todo, kinds = ["/plain", "/plain/demo?list=working"], set()
    while todo:
        path = todo.pop()
        shape = re.sub(r"(assets/|venue=)[0-9a-f-]{36}", r"\1ID", path)
        if path in seen or (shape != path and shape in kinds):
            continue
        seen.add(path)
        kinds.add(shape)
        for href in plain(path.removeprefix("/plain")).links:
            assert not POSTCODE.search(href)
            where = urlsplit(urljoin(f"http://x{path}", href))
            assert where.netloc == "x"
            if where.path.startswith("/releases/"):
                printed.add(where.path)
                assert ask(where.path).status == HTTPStatus.OK
            if where.path.startswith("/plain"):
                todo.append(f"{where.path}?{where.query}" if where.query else where.path)
    pages = {re.sub(r"\?.*", "", shape) for shape in kinds}
    assert pages >= {f"/plain{path}" for path in PAGES} | {"/plain/demo/assets/ID"}
    assert any("meant_for" in shape for shape in kinds)
    assert len(printed) == len(releases.list_releases(place))


def test_nothing_is_written_by_any_request(demo_place: Path) -> None:
    for path in PAGES:
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            assert ask(f"/plain{path}", method).status == 405


# --- what is shown ---


def test_places_and_what_is_loaded(demo_place: Path) -> None:
    assert "/plain/demo" in plain("").links
    page = plain("/demo?list=working")
    summary = workspace.show_place(place())
    for sentence in words.place_sentences(summary):
        assert sentence in page.text
    assert "PRIVATE: for those who keep these records." in page.text
    assert "This place and everyone in it are made up." in page.text
    assert f"Venues {summary.assets['venue']}" in page.text
    assert summary.problems
    assert summary.problems[0]["expected"] in page.text


@pytest.mark.parametrize(("sharing", "query"), [(False, ""), (True, "?list=working")])
def test_what_is_loaded_counts_only_what_agreed_to_be_shown(
    demo_place: Path,
    sharing: bool,  # noqa: FBT001 - a parameter of the test
    query: str,
) -> None:
    state.set_sharing(on=sharing)
    public = Counter(asset.kind for asset in assets() if register.is_public(asset))
    page = plain(f"/demo{query}")
    assert 0 < public["venue"] < Counter(asset.kind for asset in assets())["venue"]
    assert f"906 postcodes and {public.total()} assets." in page.text
    assert f"Venues {public['venue']}" in page.text
    for private in ("142", "look", "PRIVATE:"):
        assert private not in page.text
    assert ("/plain/demo?list=working" in page.links) is not sharing
    assert ("PRIVATE" in page.text) is not sharing


def test_a_place_where_nobody_agreed_says_so_and_tells_no_number(demo_place: Path) -> None:
    for asset in assets():
        if register.is_public(asset):
            register.remove_asset(place(), asset.id, now=state.now(), who="tester")
    page = plain("/demo")
    assert "and 906 postcodes. Nothing here has been agreed to be shown yet." in page.text
    assert " assets" not in page.text.split("What do you want to know?")[0]


def test_the_band_of_showing_to_others_looks_like_no_other(demo_place: Path) -> None:
    assert 'class="band"' in ask("/plain/demo?list=working").body
    state.set_sharing(on=True)
    body = ask("/plain/demo?list=working").body
    assert 'class="band shared"' in body
    assert 'class="band"' not in body


def test_nothing_is_listed_that_did_not_agree(demo_place: Path) -> None:
    public = [asset.id for asset in assets() if register.is_public(asset)]
    page = plain("/demo/assets")
    assert sorted(names_in(page)) == sorted(f"/plain/demo/assets/{asset_id}" for asset_id in public)
    assert f"{len(public)} things are on this list." in page.text
    assert "PRIVATE:" not in page.text
    shown, hidden = a_venue(public=True), a_venue(public=False)
    for path in ("assets", "venues", "travel"):
        page = plain(f"/demo/{path}")
        assert shown.text("name") in page.text
        assert hidden.text("name") not in page.text
    agreed = Publish(agreed_by="Ann", agreed_on="2026-01-05")
    register.publish_asset(place(), hidden.id, agreed, now=state.now(), who="tester")
    assert hidden.text("name") in plain("/demo/assets").text


def test_all_assets_are_listed_a_hundred_a_page_behind_the_band(demo_place: Path) -> None:
    first, second = plain("/demo/assets?list=working"), plain("/demo/assets?list=working&page=2")
    known = {asset.id for asset in assets()}
    listed = [href.split("/")[-1].split("?")[0] for href in names_in(first) + names_in(second)]
    assert len(names_in(first)) == 100
    assert (len(listed), set(listed)) == (len(known), known)
    assert all(href.endswith("?list=working") for href in names_in(first))
    for page in (first, second):
        assert page.text.index("PRIVATE: for those who keep these records.") < page.text.index(
            "things are on this list."
        )
    assert "/plain/demo/assets?list=working&page=2" in first.links
    assert "/plain/demo/assets?list=working&page=1" in second.links


def test_while_it_is_shown_to_others_nothing_private_is_on_any_page(demo_place: Path) -> None:
    public, hidden = a_venue(public=True), a_venue(public=False)
    state.set_sharing(on=True)
    for path in (*PAGES, f"/demo/assets/{public.id}", f"/demo/travel?venue={public.id}"):
        joined = f"{path}{'&' if '?' in path else '?'}list=working"
        page = plain(joined)
        assert "PRIVATE" not in page.text
        assert hidden.text("name") not in page.text
        assert "working" not in " ".join(page.links)
        assert "Showing this to others: only what may be shown is on this page." in page.text
    listed = {href.rpartition("/")[2] for href in names_in(plain("/demo/assets?list=working"))}
    assert listed == {asset.id for asset in assets() if register.is_public(asset)}
    for path in (f"/demo/assets/{hidden.id}", f"/demo/travel?venue={hidden.id}"):
        answer = ask(f"/plain{path}{'&' if '?' in path else '?'}list=working")
        assert answer.status == 404
        assert hidden.text("name") not in answer.body


def test_what_may_not_be_shown_is_refused_as_what_is_not_there(demo_place: Path) -> None:
    hidden = ask(f"/plain/demo/assets/{a_venue(public=False).id}")
    unknown = ask("/plain/demo/assets/00000000-0000-0000-0000-000000000000")
    assert (hidden.status, hidden.body) == (404, unknown.body)
    assert "This is not on the list that may be shown." in hidden.html.text


def test_an_asset_has_each_fact_with_its_source_and_day_and_what_is_not_recorded(demo_place: Path) -> None:
    asset = a_venue(public=False)
    told = AssetEdit(fields={"phone": "01632 960111"})
    register.edit_asset(place(), asset.id, told, now=dt.datetime(2026, 3, 4, tzinfo=dt.UTC), who="tester")
    page = plain(f"/demo/assets/{asset.id}?list=working")
    assert "Telephone 01632 960111 by hand, 4 March 2026" in page.text
    assert "Nobody has recorded this yet. Ask: " in page.text
    assert any("/travel?" in href for href in page.links)


def test_no_private_fact_is_on_the_page_of_an_asset(demo_place: Path) -> None:
    asset = a_venue(public=True)
    held = {"contact_name": "Canaria Jonesova", "mobile": "07700 900123", "personal_email": "canaria@example.org"}
    register.edit_asset(place(), asset.id, AssetEdit(fields=held), now=state.now(), who="tester")
    for view in ("", "?list=working"):
        body = ask(f"/plain/demo/assets/{asset.id}{view}").body
        assert asset.text("name").split()[0] in body
        assert not [text for text in held.values() if text in body]


def test_who_came_is_what_may_be_shared(demo_place: Path) -> None:
    shared = representation.missing(place(), MissingRequest(meant_for=str(MeantFor.EVERYONE)))
    page = plain("/demo/reached")
    for sentence in words.missing_answer(shared.facts):
        assert sentence in page.text
    rows = shared.facts.to_dict("records")
    assert any(row["observed"] == "fewer than 10" for row in rows)
    for row in rows:
        came = row["observed"] if isinstance(row["observed"], str) else f"{row['observed']:,.0f}"
        assert f"{row['name']} {came} " in page.text
    assert "Numbers below 10 are hidden" in page.text


def test_exact_figures_cannot_come_through(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = representation.missing(place(), MissingRequest(view="working", meant_for=str(MeantFor.EVERYONE)))
    monkeypatch.setattr("assetmap.services.representation.missing", lambda *_: exact)
    with pytest.raises(TypeError):
        ask("/plain/demo/reached")


def test_a_venue_has_a_way_from_each_area(demo_place: Path) -> None:
    venue = a_venue(public=True)
    page = plain(f"/demo/travel?venue={venue.id}")
    areas = workspace.areas(place())
    assert len(page.all("tr")) == len(areas) + 1
    assert f"To {venue.text('name')}" in page.text


# --- what cannot be shown ---


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere", "/demo/nothing", "/demo/assets/none", "/demo/assets?page=0", "/demo/assets?page=99",
        "/demo/assets?page=-1", "/demo/assets?page=%D9%A3", "/demo/assets?page=1e9", "/demo/travel?venue=none",
        "/demo/travel?venue=ZZ1%201AA", "/demo/reached?meant_for=none", "/nowhere/assets", "/..", "/demo/assets/..",
        "/demo/assets/%3Cscript%3E",
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_on_a_page_of_its_own(demo_place: Path, path: str) -> None:
    answer = ask(f"/plain{path}")
    assert answer.status in {400, 404}
    if ".." not in path:
        assert "This page cannot be shown" in answer.html.text
        assert "/plain" in answer.html.links
    assert "<script" not in answer.body


def test_a_slash_too_many_leads_to_the_page(demo_place: Path) -> None:
    answer = ask("/plain/demo/")
    assert answer.status == 308
    assert urlsplit(answer.headers["location"]).path == "/plain/demo"


def test_a_page_says_its_language(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETMAP_LANGUAGE", "cy")
    assert plain("").all("html") == [{"lang": "cy"}]


def test_no_place_yet(home: Path) -> None:
    assert "There is no place yet." in plain("").text


def test_a_place_that_went_away_and_a_broken_disk_are_said(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error", "/home/Canaria Jonesova/x")

    with monkeypatch.context() as during:
        during.setattr("assetmap.web.plain_pages.assets_page", broken)
        answer = ask("/plain/demo/assets")
    assert answer.status == 500
    assert "Input/output error" in answer.html.text
    assert "Jonesova" not in answer.body
    shutil.rmtree(demo_place / "demo")
    assert ask("/plain/demo").status == 404


# --- how it is written ---


def test_a_link_stays_on_this_server() -> None:
    for address in ("http://evil.example", "//evil.example", "javascript:x", "evil"):
        with pytest.raises(ValueError, match="this server"):
            Link("x", address)


def test_a_part_with_nothing_in_it_is_left_out() -> None:
    empty = Section(heading="Empty", table=PlainTable(caption="c", columns=("a",), rows=()))
    page = write_plain(PlainPage(title="t", answer=("a",), sections=(empty, Section(heading="Full", said=("s",)))))
    assert "Empty" not in page
    assert "Full" in page
