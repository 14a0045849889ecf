"""What the app lets a page do in a real browser, and what its menus offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from app_server import Server
from browser_kit import NEEDS_BROWSER, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = NEEDS_BROWSER
OpenWindow = Callable[..., Visit]

_ADD_SCRIPT = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.ran = 1';
  document.body.append(script);
  const image = document.createElement('div');
  image.innerHTML = '<img src="nothing" onerror="window.ran = 1">';
  document.body.append(image);
}"""
_ASK = "address => fetch(address).then(() => 'answered', () => 'refused')"
_LISTEN = """address => new Promise(done => {
  try {
    const socket = new WebSocket(address);
    socket.onopen = () => done('answered');
    socket.onerror = () => done('refused');
  } catch { done('refused'); }
})"""


@pytest.fixture
def page(browser: Browser, app: Server) -> Iterator[Page]:
    """The first page, with its policy in force."""
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(app.url)
    shown.wait_for_selector("h1", timeout=30_000)
    yield shown
    context.close()


def test_no_script_but_the_page_s_own_runs(page: Page) -> None:
    page.evaluate(_ADD_SCRIPT)
    page.wait_for_timeout(500)
    assert page.evaluate("window.ran") is None


def test_a_page_can_ask_this_server_alone(page: Page, app: Server) -> None:
    assert page.evaluate(_ASK, f"{app.url}/health") == "answered"
    assert page.evaluate(_LISTEN, f"{app.url.replace('http', 'ws')}/_stcore/stream") == "answered"
    for address in ("http://127.0.0.1:9/", "http://localhost:9/", "https://example.org/"):
        assert page.evaluate(_ASK, address) == "refused"
    assert page.evaluate(_LISTEN, f"ws://localhost:{app.port}/_stcore/stream") == "refused"


def test_no_menu_leads_out_or_puts_the_app_elsewhere(page: Page, app: Server) -> None:
    assert page.locator("[data-testid=stAppDeployButton]").count() == 0
    page.locator("[data-testid=stMainMenu] button").click()
    menu = page.locator("[data-testid=stMainMenuPopover]")
    menu.wait_for()
    offered = menu.inner_text()
    for word in ("Report", "Get help", "Deploy", "Rerun", "Clear cache"):
        assert word not in offered
    links = page.locator("a[href]").evaluate_all("links => links.map(a => a.href)")
    assert links
    assert [link for link in links if not link.startswith(app.url)] == []


def test_another_site_cannot_put_the_app_in_a_frame_or_read_it(browser: Browser, app: Server) -> None:
    """A page of another address of this computer stands for another site's."""
    context = browser.new_context()
    page = context.new_page()
    page.route("http://elsewhere.test/", lambda route: route.fulfill(body="<h1>x</h1>", content_type="text/html"))
    page.goto("http://elsewhere.test/")
    assert page.evaluate(_ASK, f"{app.url}/plain") == "refused"
    assert page.evaluate(_LISTEN, f"{app.url.replace('http', 'ws')}/_stcore/stream") == "refused"
    framed = """address => new Promise(done => {
      const frame = document.createElement('iframe');
      frame.onload = () => setTimeout(() => done(1), 300);
      frame.src = address;
      document.body.append(frame);
    })"""
    page.evaluate(framed, f"{app.url}/plain")
    assert all("Plain pages" not in frame.content() for frame in page.frames[1:])
    context.close()
