"""Texts that try to do harm, in a real browser: nothing runs, nothing is fetched, nothing is read as markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import app_server
import pytest
from app_server import Server
from browser_kit import NEEDS_BROWSER, Visit
from hostile_place import ATTACKS, listed_assets, make_hostile_place

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = NEEDS_BROWSER

_MARKUP = """() => {
  const made = 'img[src="x"], [onerror], [onload], a[href^="javascript:"], a[href*="evil"], img[src*="evil"], .katex';
  const read = [...document.querySelectorAll('strong, em, a, h2, span[style*="color"], li')].filter(
    node => ['boldmark', 'linkmark', 'redmark'].includes(node.textContent.trim()));
  return [...document.querySelectorAll(made), ...read].map(node => node.outerHTML.slice(0, 150));
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("hostile")
    place = make_hostile_place(folder / "home", folder / "files")
    with app_server.start(folder / "home") as app:
        yield app, listed_assets(place)


PATHS = (
    "/", "/assets", *(f"/asset?id={{{attack}}}" for attack in ATTACKS), "/reached", "/travel?venue={markdown}",
    "/venues", "/data", "/data?task=changes", "/ask", "/plain/harm/assets?list=working",
    "/plain/harm/assets/{end}?list=working", "/plain/harm/reached",
    "/plain/harm/travel?list=working&venue={attribute}",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nothing_of_theirs_runs(browser: Browser, hostile: tuple[Server, dict[str, str]], path: str) -> None:
    app, assets = hostile
    context = browser.new_context(viewport={"width": 320, "height": 900}, reduced_motion="reduce")
    visit = Visit(context.new_page(), app.url)
    address = path.format(**assets)
    visit.page.goto(app.url + address)
    visit.page.wait_for_selector("h1", timeout=30_000)
    if not path.startswith("/plain"):
        visit.ready()
        for switch in visit.page.get_by_text("Show map").all():
            switch.click()
        visit.settled()
        visit.page.wait_for_timeout(1500)
    for frame in visit.page.frames:
        assert frame.evaluate("() => Boolean(window.ran)") is False
        assert frame.evaluate(_MARKUP) == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
    assert visit.faults == []
