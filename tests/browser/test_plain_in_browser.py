"""The pages without JavaScript in a real browser: axe, every width and colour, the keyboard, print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from app_server import Server
from browser_kit import AXE, NEEDS_BROWSER, TEXT_SPACING, Visit

from assetmap.adapters.web_assets import WebFile

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = NEEDS_BROWSER

PATHS = (
    "/plain", "/plain/demo", "/plain/demo/assets?list=working", "/plain/demo/assets/{venue}?list=working",
    "/plain/demo/reached", "/plain/demo/venues?list=working", "/plain/demo/travel?list=working&venue={venue}",
    "/plain/demo/travel?list=working&venue={venue}&date=2026-11-11&start=14:00&end=16:00",
)  # fmt: skip
COLOURS = (("light", "none"), ("dark", "none"), ("light", "active"))


@pytest.fixture(scope="module")
def venue(app: Server) -> str:
    found = re.search(r"/plain/demo/assets/([0-9a-f-]{36})", app.get("/plain/demo/venues?list=working").text)
    assert found
    return found[1]


@pytest.fixture(params=[1280, 320])
def visit(browser: Browser, app: Server, request: pytest.FixtureRequest) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": request.param, "height": 900}, bypass_csp=True)
    opened = Visit(context.new_page(), app.url)
    yield opened
    context.close()
    assert opened.faults == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_for_everybody(visit: Visit, web_files: dict[WebFile, str], venue: str, path: str) -> None:
    page, width = visit.page, visit.page.viewport_size["width"] if visit.page.viewport_size else 0
    page.goto(visit.address + path.format(venue=venue))
    found = []
    for scheme, forced in COLOURS:
        page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
        found += visit.axe(web_files[AXE])
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.small_targets() == []
    page.add_style_tag(content=TEXT_SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.cut_off() == []


def test_the_keyboard_skips_to_the_answer_and_sees_where_it_is(visit: Visit, venue: str) -> None:
    visit.page.goto(visit.address + PATHS[2])
    visit.page.keyboard.press("Tab")
    assert "Skip to the answer" in visit.focus
    assert visit.ring == ""
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "main"
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert visit.ring == ""


def test_a_table_is_a_table_for_a_screen_reader_on_a_narrow_screen_too(visit: Visit) -> None:
    visit.page.goto(visit.address + "/plain/demo/reached")
    tree = visit.page.locator("table").first.aria_snapshot()
    assert tree.startswith("- table")
    for part in ("caption", "columnheader", "rowheader", "cell"):
        assert part in tree, part


def test_without_javascript_the_app_leads_to_its_plain_pages(browser: Browser, app: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(app.url)
    page.get_by_role("link", name="Open the plain pages").click()
    page.get_by_role("link", name="Demo").click()
    page.get_by_role("link", name="Who have we not reached yet?").click()
    assert page.locator("h1").inner_text() == "Who have we not reached yet?"
    context.close()


def test_print_has_every_row_and_no_links_to_press(visit: Visit) -> None:
    visit.page.goto(visit.address + PATHS[2])
    visit.page.emulate_media(media="print")
    assert visit.page.locator("tbody tr").last.is_visible()
    assert not visit.page.locator("nav").is_visible()
    assert visit.page.get_by_text("PRIVATE:").is_visible()
