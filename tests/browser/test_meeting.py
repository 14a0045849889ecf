"""One meeting in a real browser: by mouse, by keyboard alone, two windows with different people, the sheet to print."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import app_server
import pytest
from app_server import Server
from browser_kit import AXE, NEEDS_BROWSER, Look, OpenWindow, Visit, every_look
from playwright.sync_api import Browser, Page, expect

from assetmap.adapters.web_assets import WebFile

pytestmark = NEEDS_BROWSER

HALL = "Wenlas Memorial Hall"
FIRST = 180_000
"""Milliseconds for the very first answer on a computer, which prepares the engine."""
ANSWERED = re.compile(r"^\d+ of 45 places have a way there and back by bus or by ferry, or all the way by street\.$")
WEDNESDAY = "29 of 45 places have a way there and back by bus or by ferry, or all the way by street."
CALENDAR = "[data-testid=stDateInputCalendar]"
CANARY = ("Canaria Jonesova", "ZX9 9QZ")
ANOTHER = "Somebody Elsewhere"
SHEET = "Print how to get there and home, letters of 18 points"


@pytest.fixture(scope="module")
def home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the app that the tests of this file share."""
    folder = tmp_path_factory.mktemp("meeting") / "home"
    shutil.copytree(demo_home, folder)
    return folder


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[Server]:
    with app_server.start(home) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def _engine(app: Server, browser: Browser) -> None:
    """Prepare the engine of this app once, as a person's first question does."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    visit = Visit(context.new_page(), app.url, log=app.logged).open("/travel?place=demo")
    choose_hall(visit)
    type_day(visit)
    expect(visit.main.locator(".answer .first")).to_have_text(WEDNESDAY, timeout=FIRST)
    assert visit.faults == []
    context.close()


def sound(visit: Visit, web_files: dict[WebFile, str]) -> None:
    """Hold what every state of a page must keep."""
    assert visit.axe(web_files[AXE]) == []
    assert visit.sideways() <= 0
    assert visit.small_targets() == []


def choose_hall(visit: Visit) -> None:
    visit.main.get_by_role("combobox", name="Venue").fill(HALL)
    visit.page.get_by_role("option", name=HALL).first.click()
    visit.settled()


def type_day(visit: Visit) -> None:
    """Type 11 November 2026 into the field's three parts, and shut the calendar that opens beside it."""
    visit.main.get_by_role("spinbutton", name="day, Which day is the meeting?").first.click()
    visit.page.keyboard.type("11112026")
    visit.press("Escape")


def paste(visit: Visit, text: str) -> None:
    """Paste people and leave the box, as one does."""
    box = visit.main.get_by_role("textbox", name="Postcodes, one a line")
    if not box.is_visible():
        visit.unfold("People who are invited")
    box.fill(text)
    visit.page.keyboard.press("Control+Enter")
    visit.settled()
    visit.main.get_by_role("table", name="Ways of those who are invited").wait_for()
    visit.settled()


# --- the journey ---


@every_look
def test_a_meeting_by_mouse(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/travel?place=demo", **look)
    choose_hall(visit)
    visit.main.get_by_role("button", name="Choose date").click()
    calendar = visit.page.locator(CALENDAR)
    calendar.wait_for()
    shown = calendar.get_by_role("button", name=re.compile(r"^month: [A-Z][a-z]+$")).inner_text()
    sound(visit, web_files)
    calendar.get_by_role("button", name="Next month").click()
    expect(calendar.get_by_role("button", name=f"month: {shown}")).to_have_count(0)
    calendar.get_by_role("button", name=re.compile(r"\b15\b")).first.click()
    expect(visit.main.locator(".answer .first")).to_have_text(ANSWERED)
    type_day(visit)
    expect(visit.main.locator(".answer .first")).to_have_text(WEDNESDAY)
    expect(visit.status).to_have_text(re.compile(re.escape(WEDNESDAY)))
    visit.unfold("See one way step by step")
    box = visit.main.get_by_role("combobox", name="From where?")
    option = visit.page.get_by_role("option", name="Marrowdale East")
    for _ in range(8):  # the page may be redrawn while somebody types: they type again
        box.fill("Marrowdale East")
        visit.page.wait_for_timeout(1_000)
        if option.count():
            break
        box.fill("")
    option.click()
    visit.settled()
    expect(visit.main).to_contain_text("Bus 2 towards Aberwenlas, from Marrowdale, Main Street")
    expect(visit.main).to_contain_text("If it ended 30 minutes earlier, at 15:30, there would be a way home.")
    sound(visit, web_files)
    with visit.page.context.expect_page() as opened:
        visit.main.get_by_role("link", name=SHEET).click()
    _hold_sheet(opened.value, visit, web_files, look)


def _hold_sheet(page: Page, visit: Visit, web_files: dict[WebFile, str], look: Look) -> None:
    """Hold what a sheet must be: told by patch, for everybody, and black on white on paper."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": look["width"], "height": 900})
    sheet = Visit(page, visit.address)
    expect(page.locator("h1")).to_have_text(f"How to get to {HALL}, and home")
    assert "11 November 2026, 14:00 to 16:00" in page.inner_text("body")
    assert "Bus 2 towards Aberwenlas, from Marrowdale, Main Street" in page.inner_text("body")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert sheet.axe(web_files[AXE]) == []
    assert sheet.small_targets() == []
    page.emulate_media(media="print", color_scheme=look.get("color_scheme", "light"), forced_colors="none")
    colours = page.evaluate(
        """() => [...new Set([...document.querySelectorAll('main *')].filter(node => node.innerText?.trim())
             .flatMap(node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]))]"""
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    assert not page.locator("header.on-screen").is_visible()
    assert sheet.faults == []
    page.close()


@every_look
def test_a_meeting_by_keyboard(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/travel?place=demo", **look)
    visit.tab_to("Skip to main content").press("Enter")
    visit.tab_to("input st-key-travel_venue").page.keyboard.type(HALL)
    visit.page.wait_for_timeout(300)
    visit.press("ArrowDown", "Enter")
    assert "st-key-travel_venue" in visit.focus, "the focus stays where it was"
    visit.tab_to("day, Which day is the meeting?").page.keyboard.type("11112026")
    visit.press("Escape")
    expect(visit.main.locator(".answer .first")).to_have_text(WEDNESDAY)
    assert WEDNESDAY in visit.settled().announced
    assert "st-key-meeting_day" in visit.focus, "the focus stays in the day"
    visit.tab_to("hour, It ends at").page.keyboard.type("1530")
    visit.press("Enter")
    expect(visit.main.locator(".answer .first")).not_to_have_text(WEDNESDAY)
    assert ANSWERED.match(visit.settled().announced)
    assert "st-key-meeting_end" in visit.focus, "the focus stays in the hours"
    visit.unfold_by_keyboard("People who are invited")
    visit.tab_to("textarea").page.keyboard.type("Ann, ZZ1 1AA")
    visit.press("Control+Enter")
    visit.main.get_by_role("table", name="Ways of those who are invited").wait_for()
    sound(visit.settled(), web_files)
    visit.unfold_by_keyboard("See one way step by step")
    visit.tab_to("input st-key-meeting_steps").page.keyboard.type("Ynys Garwen East")
    visit.page.wait_for_timeout(300)
    visit.press("ArrowDown", "Enter")
    expect(visit.main).to_contain_text("Ferry F towards Ynys Garwen, from Llanfelŷs Quay to Ynys Garwen Quay")
    assert "st-key-meeting_steps" in visit.focus
    visit.tab_to(SHEET)
    with visit.page.context.expect_page() as opened:
        visit.page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    expect(opened.value.locator("h1")).to_have_text(f"How to get to {HALL}, and home")
    opened.value.close()


def test_a_calendar_that_is_open_is_left_by_escape_and_the_keyboard_is_back(window: OpenWindow) -> None:
    visit = window("/travel?place=demo")
    visit.tab_to("Choose date").press("Enter")
    visit.page.locator(CALENDAR).wait_for()
    visit.press("Escape")
    expect(visit.page.locator(CALENDAR)).to_have_count(0)
    assert "Choose date" in visit.focus


# --- two windows ---


@pytest.fixture
def seen_by(window: OpenWindow) -> OpenWindow:
    """Open windows on the answer for one meeting."""

    def open_answer(**options: int) -> Visit:
        visit = window("/travel?place=demo", **options)
        choose_hall(visit)
        type_day(visit)
        expect(visit.main.locator(".answer .first")).to_have_text(WEDNESDAY)
        return visit

    return open_answer


def test_two_windows_with_different_people_see_nothing_of_each_other(
    seen_by: OpenWindow, app: Server, tmp_path: Path
) -> None:
    first, second = seen_by(), seen_by()
    requested: list[str] = []
    for visit in (first, second):
        visit.page.on("request", lambda request: requested.append(request.url))
    name, postcode = CANARY
    paste(first, f"{name}, {postcode}\n{name}, ZZ1 1AA")
    paste(second, f"{ANOTHER}, ZZ1 1AB")
    people = [visit.main.get_by_role("table", name="Ways of those who are invited") for visit in (first, second)]
    assert [table.get_by_role("rowheader", name=re.compile("^P")).count() for table in people] == [6, 3]
    with first.page.expect_download() as taken:
        first.main.locator(".st-key-invited_csv button").click()
    file = tmp_path / "invited.csv"
    taken.value.save_as(file)
    rows = file.read_text(encoding="utf-8-sig")
    assert taken.value.suggested_filename == "invited.csv"
    assert [line.split(",")[0] for line in rows.splitlines()] == ["Who", *["P1"] * 3, *["P2"] * 3]
    of_second = second.page.content() + second.main.get_by_role("textbox", name="Postcodes, one a line").input_value()
    of_first = first.page.content() + first.main.get_by_role("textbox", name="Postcodes, one a line").input_value()
    assert [secret for secret in CANARY if secret in of_second] == []
    assert ANOTHER not in of_first
    assert name in of_first, "the box holds what was pasted"
    kept = [first.page.url, second.page.url, *requested, rows, app.logged()]
    kept += [visit.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])") for visit in
             (first, second)]  # fmt: skip
    secrets = (*CANARY, ANOTHER, "Jonesova", postcode.replace(" ", ""), "ZX9%209QZ", "ZX9+9QZ")
    assert [(secret, text[:80]) for text in kept for secret in secrets if secret in text] == []


def test_nothing_of_them_is_in_a_file_or_the_log_of_the_app(app: Server, home: Path) -> None:
    secrets = (*CANARY, ANOTHER, "Jonesova")
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    for path in files:
        held = path.read_bytes()
        assert [one for one in secrets if one.encode() in held or one.encode("utf-16-le") in held] == [], path
    assert [one for one in secrets if one in app.logged()] == []
