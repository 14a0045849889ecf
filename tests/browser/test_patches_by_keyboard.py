"""Patches in a real browser before anything is released: taken, renamed by Enter, and parts that stay open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import app_server
import pytest
from app_server import Server
from browser_kit import AXE, NEEDS_BROWSER, OpenWindow, forget_releases
from playwright.sync_api import expect

from assetmap.adapters.web_assets import WebFile

pytestmark = NEEDS_BROWSER
REACHED = "/reached?place=demo"
PUT, RENAME = "Put areas together into patches", "Rename a patch, or move an area"


@pytest.fixture(scope="module")
def app(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a copy of the demo place where nothing is released yet."""
    home = tmp_path_factory.mktemp("patches") / "home"
    shutil.copytree(demo_home, home)
    forget_releases(home)
    with app_server.start(home) as running:
        yield running


def test_a_patch_is_renamed_by_enter(window: OpenWindow) -> None:
    visit = window(REACHED).unfold(RENAME)
    visit.tab_to("input st-key-patch_new").page.keyboard.type("Brynhaf")
    visit.press("Enter")
    visit.main.get_by_text("is now called Brynhaf.").first.wait_for()
    assert "st-key-patch_new" in visit.settled().focus
    assert "is now called Brynhaf." in visit.announced
    assert visit.main.locator("summary", has_text=RENAME).evaluate("node => node.parentElement.open")


def test_taking_a_proposal_says_so_and_leads_the_keyboard_there(window: OpenWindow) -> None:
    visit = window(REACHED).unfold(PUT)
    visit.main.get_by_text("Show a proposal").click()
    visit.main.get_by_role("button", name="Take these patches").wait_for()
    visit.settled().tab_to("Take these patches").press("Enter")
    said = visit.main.locator(".patches_taken")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport()
    assert visit.main.locator("summary", has_text=PUT).evaluate("node => node.parentElement.open")


def test_the_proposal_is_on_a_map_too(window: OpenWindow, web_files: dict[WebFile, str]) -> None:
    visit = window(REACHED).unfold(PUT)
    switch = visit.main.get_by_role("switch", name="Show a proposal")
    if not switch.is_checked():
        visit.main.get_by_text("Show a proposal").click()
    visit.main.get_by_role("button", name="Take these patches").wait_for()
    rows = visit.settled().main.get_by_role("table", name="Patches that are proposed").locator("tbody th")
    names = rows.all_inner_texts()
    visit.main.locator("label", has_text="Show map").last.click()
    visit.main.locator("iframe[src^='/maps/']").last.wait_for()
    page = visit.settled().main.locator("iframe[src^='/maps/']").last.content_frame
    expect(page.locator(".leaflet-container canvas").first).to_be_visible()
    for name in names:
        expect(page.get_by_text(f"{name}:").first).to_be_visible()
    assert visit.axe(web_files[AXE]) == []
    assert visit.main.locator("summary", has_text=PUT).evaluate("node => node.parentElement.open")
