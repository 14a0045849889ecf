"""The map page in a real browser: it runs from a file, asks nobody, can be used by keyboard, and axe finds no fault."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_kit import AXE, NEEDS_BROWSER, SERIOUS
from map_facts import make_asset, make_contents

from assetmap.adapters.web_assets import LEAFLET_CSS, LEAFLET_JS, WebFile
from assetmap.render.maps import MapProgram, draw_map_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="session")
def page_file(web_files: dict[WebFile, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = MapProgram(script=web_files[LEAFLET_JS], style=web_files[LEAFLET_CSS])
    path = tmp_path_factory.mktemp("pages") / "map.html"
    path.write_text(draw_map_page(make_contents(), program), encoding="utf-8")
    return path


class _Visit:
    """One open page and everything it did that it should not."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda message: self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._request(request.url, path))
        page.goto(path.as_uri())
        page.wait_for_timeout(700)

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"a script of a stranger ran: {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str, path: Path) -> None:
        if url != path.as_uri():
            self.faults.append(f"asked for {url[:80]}")

    @property
    def status(self) -> str:
        return self.page.inner_text("#map-status")


def _visit(browser: Browser, path: Path, **options: Any) -> _Visit:
    return _Visit(browser.new_context(**options).new_page(), path)


def test_the_map_runs_from_a_file_and_asks_nobody(browser: Browser, page_file: Path) -> None:
    visit = _visit(browser, page_file)
    assert visit.page.evaluate("document.documentElement.dataset.map") == "drawn"
    assert visit.page.locator("#map_place canvas").count() == 1
    assert not visit.page.locator(".still").is_visible()
    assert visit.faults == []


def test_the_whole_map_by_keyboard(browser: Browser, page_file: Path) -> None:
    visit = _visit(browser, page_file)
    page = visit.page
    page.focus("#map_place")
    whole = visit.status
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(900)
    assert " in view. Nearest the middle: " in visit.status
    assert visit.status != whole
    name = visit.status.partition("Nearest the middle: ")[2].partition(":")[0]
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    assert name in page.inner_text(".leaflet-popup-content")
    assert visit.status.startswith(f"Name: {name}")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.locator(".leaflet-popup").count() == 0
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "map_place", "the keyboard is not caught in the map"
    assert visit.faults == []


def test_the_skip_link_passes_the_map(browser: Browser, page_file: Path) -> None:
    page = _visit(browser, page_file).page
    page.focus("a.skip[href='#after-map']")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.layer") == "assets"


def test_one_shading_at_a_time(browser: Browser, page_file: Path) -> None:
    page = _visit(browser, page_file).page
    assert page.is_checked("input[data-layer=missing]")
    page.check("input[data-layer=travel]")
    assert not page.is_checked("input[data-layer=missing]")
    assert page.is_checked("input[data-layer=assets]")


def test_a_mark_under_the_pointer_tells_its_row(browser: Browser, page_file: Path) -> None:
    page = _visit(browser, page_file).page
    page.uncheck("input[data-layer=assets]")
    page.locator("#map_place").scroll_into_view_if_needed()
    box = page.locator("#map_place").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2 - 40, box["y"] + box["height"] / 2 + 30)
    page.wait_for_timeout(300)
    said = page.inner_text(".leaflet-tooltip")
    rows = page.locator("#table-missing tbody tr").all_inner_texts()
    assert any(row.split("\t")[:2] == said.split(": ", 1) for row in rows)


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    browser: Browser, page_file: Path, web_files: dict[WebFile, str], width: int, scheme: str
) -> None:
    page = _visit(
        browser, page_file, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    ).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(web_files[AXE])
    found = page.evaluate("axe.run()")["violations"]
    assert [(row["id"], row["help"]) for row in found if row["impact"] in SERIOUS] == []


def test_without_scripts_there_is_a_picture(browser: Browser, page_file: Path) -> None:
    visit = _visit(browser, page_file, java_script_enabled=False)
    assert visit.page.locator(".still").is_visible()
    assert not visit.page.locator("#map_place").is_visible()


def test_print_has_the_picture_and_every_row(browser: Browser, page_file: Path) -> None:
    page = _visit(browser, page_file).page
    page.emulate_media(media="print")
    assert page.locator(".still").is_visible()
    box, table = page.locator(".box").first.bounding_box(), page.locator("#table-assets").bounding_box()
    assert box is not None
    assert table is not None
    assert box["height"] >= table["height"]
    assert page.get_by_text("Counts are rounded.").is_visible()


def test_twenty_thousand_marks_are_drawn(browser: Browser, web_files: dict[WebFile, str], tmp_path: Path) -> None:
    program = MapProgram(script=web_files[LEAFLET_JS], style=web_files[LEAFLET_CSS])
    assets = [make_asset(i) for i in range(20_000)]
    path = tmp_path / "large.html"
    path.write_text(draw_map_page(make_contents(assets, missing=None, travel=None), program), encoding="utf-8")
    visit = _visit(browser, path)
    visit.page.wait_for_selector("html[data-map=drawn]", state="attached", timeout=30_000)
    visit.page.wait_for_timeout(1500)
    assert "of 15,000 in view" in visit.status
    rows = visit.page.locator("#table-assets tbody tr")
    assert rows.count() == len(assets)
    assert not rows.nth(len(assets) - 1).is_visible()
    visit.page.get_by_role("button", name="Show all rows").click()
    assert rows.nth(len(assets) - 1).is_visible()
    assert visit.faults == []
