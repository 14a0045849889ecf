"""A release from its page to paper in a real browser: looked at, released by keyboard, read, printed as a PDF."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import app_server
import pytest
from app_server import Server
from browser_kit import AXE, NEEDS_BROWSER, OpenWindow, forget_releases
from export_scan import POSTCODE, SENTENCE
from playwright.sync_api import expect

from assetmap.adapters.web_assets import WebFile

pypdf = pytest.importorskip("pypdf")

pytestmark = NEEDS_BROWSER
ADDRESS = "/releases/demo/2025-04-01_2026-09-30_everyone"


@pytest.fixture(scope="module")
def released_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo place of its own: something is released here."""
    home = tmp_path_factory.mktemp("release") / "home"
    shutil.copytree(demo_home, home)
    return home


@pytest.fixture(scope="module")
def app(released_home: Path) -> Iterator[Server]:
    """The app on that copy."""
    with app_server.start(released_home) as running:
        yield running


@pytest.mark.parametrize("size", [12, 18, 24])
def test_a_release_prints_as_a_pdf_that_can_be_read(
    window: OpenWindow, web_files: dict[WebFile, str], size: int
) -> None:
    visit = window("/")
    visit.page.goto(f"{visit.address}{ADDRESS}?size={size}")
    assert visit.axe(web_files[AXE]) == []
    assert visit.small_targets() == []
    for width in (1280, 320):
        visit.page.set_viewport_size({"width": width, "height": 900})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    book = pypdf.PdfReader(io.BytesIO(visit.page.pdf(prefer_css_page_size=True, tagged=True)))
    text = " ".join(" ".join(page.extract_text() for page in book.pages).replace("\ufb01", "fi").split())
    assert book.trailer["/Root"]["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in book.trailer["/Root"]
    box = book.pages[0].mediabox
    assert (box.width > box.height) == (size == 24)
    said = (
        "Who have we not reached yet in Demo?", "Upper Marrowdale", "fewer than 10", "How sure are we?",
        "What is held back, and why", "Corrections appear in the next review.", "Something wrong? Tell us:",
    )  # fmt: skip
    for words in said:
        assert words in text, words
    assert "Print this page from your browser" not in text
    assert "Size of the letters" not in text
    assert POSTCODE.findall(text) == []
    assert SENTENCE.findall(text) == []


def test_a_release_is_made_by_keyboard_and_the_keyboard_keeps_its_place(
    window: OpenWindow, released_home: Path
) -> None:
    forget_releases(released_home)
    visit = window("/release?place=demo")
    assert "January to June 2026, meant for: everyone, can be released." in visit.text
    visit.tab_to("I have looked at these figures").press("Space")
    assert "I have looked" in visit.focus
    visit.tab_to("Release").press("Enter")
    visit.page.get_by_text("Released: January to June 2026, meant for: everyone.").first.wait_for()
    visit.settled()
    assert visit.announced.count("Released: January to June 2026") == 1
    expect(visit.main.locator(".answer")).to_be_focused()
    made = visit.page.locator("a[href^='/releases/demo/2026-01-01_2026-06-30_everyone']")
    assert made.count() == len((12, 18, 24))
