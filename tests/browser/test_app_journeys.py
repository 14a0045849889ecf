"""What people come to do, in a real browser, once by mouse and once by keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from app_server import ROOT
from browser_kit import AXE, NEEDS_BROWSER, Look, OpenWindow, Visit, every_look
from playwright.sync_api import expect

from assetmap.adapters.web_assets import WebFile

pytestmark = NEEDS_BROWSER

LATE = 30_000
"""Milliseconds that another window may take to look, where many windows are open."""
UNFOLD = "[data-testid=stExpandSidebarButton]"
DEMO = ROOT / "data" / "demo"
LIBRARY = "Aberwenlas Library"
NOT_AGREED = "Twins and Triplets Club"
"""An asset that nobody agreed to show."""
TOWN_HALL = "Aberwenlas Town Hall"


def sound(visit: Visit, web_files: dict[WebFile, str]) -> None:
    """Hold what every state of a page must keep."""
    assert visit.axe(web_files[AXE]) == []
    assert visit.sideways() <= 0
    assert visit.small_targets() == []


def go(visit: Visit, page: str) -> None:
    """Turn to another page by mouse, by the sidebar, which is opened first where it is folded away."""
    open_sidebar(visit)
    visit.page.locator("[data-testid=stSidebar]").get_by_role("link", name=page).click()
    expect(visit.page.get_by_role("heading", name=page, level=1)).to_be_visible()
    close_sidebar(visit.ready())


def go_by_keyboard(visit: Visit, page: str) -> None:
    """Turn to another page by keyboard, by the sidebar."""
    if visit.page.locator(UNFOLD).is_visible():
        visit.tab_to("Expand sidebar").press("Enter")
        visit.page.wait_for_timeout(400)
    visit.tab_to(page, back=True).press("Enter")
    expect(visit.page.get_by_role("heading", name=page, level=1)).to_be_visible()
    visit.ready()


def open_sidebar(visit: Visit) -> None:
    """Open the sidebar where it is folded away."""
    if visit.page.locator(UNFOLD).is_visible():
        visit.page.locator(UNFOLD).click()
        visit.page.wait_for_timeout(400)


def close_sidebar(visit: Visit) -> None:
    """Fold the sidebar away where it lies over the page."""
    if visit.page.evaluate("window.innerWidth < 700 && !document.querySelector('[data-testid=stExpandSidebarButton]')"):
        visit.page.locator("[data-testid=stSidebar]").hover()
        visit.page.locator("[data-testid=stSidebarCollapseButton] button").click()
        visit.page.wait_for_timeout(400)


def look_for(visit: Visit, text: str) -> None:
    """Search the list by name, by mouse."""
    visit.main.get_by_role("textbox", name="Name, or part of it").fill(text)
    visit.main.get_by_role("button", name="Look", exact=True).click()
    visit.settled()


def unfold(visit: Visit, title: str) -> None:
    """Open what is folded away under a title, by mouse."""
    visit.unfold(title)


def unfold_by_keyboard(visit: Visit, title: str) -> None:
    """Go to a folded part by Tab and open it."""
    visit.unfold_by_keyboard(title)


def choose_by_keyboard(visit: Visit, label: str, words: str) -> None:
    """Choose one entry of a list by typing its words."""
    visit.tab_to(f"input st-key-{label}" if label.islower() else label)
    visit.page.keyboard.type(words)
    visit.page.wait_for_timeout(300)
    visit.press("ArrowDown", "Enter")


# First look ---------------------------------------------------------------------------------------------------------


@every_look
def test_first_look_by_mouse(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/", **look)
    assert "Demo has 45 areas, 13,990 residents, 906 postcodes and 142 assets." in visit.text
    visit.follow("What have we got?")
    assert "We know of 142 assets" in visit.text
    go(visit, "Who have we not reached yet?")
    assert "Fewer people have come from 2 of 8 patches than we would expect." in visit.text
    rows = visit.main.locator("table tbody tr").all_inner_texts()
    assert sum("Fewer than expected" in row for row in rows) == 2
    go(visit, "Where and when?")
    expect(visit.main).to_contain_text("53 venues")
    visit.main.locator("table a", has_text=re.compile(r"\d+ minutes?")).first.click()
    visit.ready()
    assert visit.heading == "Getting there, and home"
    expect(visit.main.get_by_role("table", name="Ways there and home from each area")).to_be_visible()
    assert re.search(r"\d+ minutes", visit.text)
    sound(visit, web_files)


@every_look
def test_first_look_by_keyboard(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/", **look)
    visit.tab_to("Skip to main content").press("Enter")
    visit.tab_to("What have we got?").press("Enter").ready()
    visit.page.wait_for_url("**/assets**")
    go_by_keyboard(visit.ready(), "Where and when?")
    visit.tab_to("minutes").press("Enter")
    visit.page.wait_for_url("**/travel**")
    visit.ready()
    assert visit.heading == "Getting there, and home"
    assert re.search(r"\d+ minutes", visit.text)
    assert "From" in visit.text
    sound(visit, web_files)


# One fact -----------------------------------------------------------------------------------------------------------


@every_look
def test_one_fact_is_corrected_and_the_pin_moved_by_mouse(
    window: OpenWindow, web_files: dict[WebFile, str], look: Look
) -> None:
    visit = window("/assets?place=demo", **look)
    look_for(visit, "town hall")
    assert TOWN_HALL in visit.text
    visit.main.get_by_role("link", name=TOWN_HALL, exact=True).click()
    visit.ready()
    unfold(visit, "Correct facts")
    field = visit.main.get_by_role("textbox", name="Telephone").first
    phone = f"01632 96{look['width']:04}"
    field.fill(phone)
    visit.main.get_by_role("button", name="Save these facts").click()
    visit.settled()
    visit.main.get_by_text("Saved: telephone.").first.wait_for()
    assert "Saved: telephone." in visit.settled().announced
    assert phone in visit.main.locator("table").first.inner_text()
    sound(visit, web_files)
    unfold(visit, "Move it")
    visit.main.get_by_role("textbox", name="Where is it?").fill("next to the library")
    visit.main.get_by_role("button", name="Move it there").first.click()
    visit.main.get_by_role("button", name="Move it to this one").wait_for()  # two lists name a library
    visit.settled().main.locator("label", has_text=LIBRARY).first.click()
    visit.main.get_by_role("button", name="Move it to this one").click()
    visit.main.get_by_text("Moved next to").first.wait_for()
    unfold(visit, "What happened to it")
    expect(visit.main).to_contain_text("Telephone")
    visit.main.get_by_role("button", name="Take this back").click()
    expect(visit.status).to_contain_text("as before")


@every_look
def test_one_fact_is_corrected_by_keyboard(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/assets?place=demo", **look)
    visit.tab_to("input st-key-have_text").page.keyboard.type("leisure")
    visit.press("Enter")
    assert visit.announced == "1 of 142 fits: venues (1)."
    assert "st-key-have_text" in visit.focus, "the focus stays where it was"
    visit.tab_to("Aberwenlas Leisure Centre").press("Enter")
    visit.page.wait_for_url("**/asset?**")
    visit.ready()
    unfold_by_keyboard(visit, "Correct facts")
    name = visit.main.get_by_role("textbox", name="Website").first
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        if name.evaluate("node => node === document.activeElement"):
            break
    visit.page.keyboard.press("Control+A")
    visit.page.keyboard.type(f"https://example.org/leisure{look['width']}")
    visit.tab_to("Save these facts").press("Enter")
    visit.main.get_by_text("Saved: website.").first.wait_for()
    assert "Saved: website." in visit.settled().announced
    assert "Save these facts" in visit.focus, "the focus is not lost"
    unfold_by_keyboard(visit, "Move it")
    visit.tab_to("input st-key-beside").page.keyboard.type("ZZ1 1AR")
    visit.press("Enter")
    visit.main.get_by_text("Moved to ZZ1 1AR.").first.wait_for()
    sound(visit.settled(), web_files)
    visit.tab_to("Take this back", back=True).press("Enter")
    expect(visit.status).to_contain_text("as before")


# A venue ------------------------------------------------------------------------------------------------------------


@every_look
def test_a_venue_is_found_by_mouse(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/venues?place=demo", **look)
    visit.main.get_by_role("combobox", name="What people need").click()
    visit.page.get_by_role("option", name="Hearing loop").click()
    visit.settled()
    visit.page.keyboard.press("Escape")
    expect(visit.main.get_by_role("heading", name="What to ask")).to_be_visible()
    assert "Is there a hearing loop, and somebody who can switch it on and test it?" in visit.text
    sound(visit.settled(), web_files)
    visit.follow("Print the questions, and type the answers back")
    assert visit.heading == "Nobody has recorded this yet"
    sound(visit, web_files)
    with visit.page.context.expect_page() as opened:
        visit.main.get_by_role("link", name="All in one list, letters of 18 points").click()
    sheet = opened.value
    sheet.wait_for_load_state()
    assert "hearing loop" in sheet.inner_text("body").lower()
    assert "Something wrong? Tell us" in sheet.inner_text("body")


@every_look
def test_a_venue_is_found_and_asked_by_keyboard(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/venues?place=demo", **look)
    visit.tab_to("input st-key-venues_needs").page.keyboard.type("Hearing")
    visit.page.wait_for_timeout(300)
    visit.press("ArrowDown", "Enter")
    assert "Hearing loop" in visit.main.locator(".stMultiSelect").first.inner_text()
    assert "venue" in visit.announced
    assert visit.page.evaluate("document.activeElement.getAttribute('aria-label')") == "What people need"
    visit.press("Escape")
    visit.tab_to("Print the questions, and type the answers back").press("Enter")
    visit.page.wait_for_url("**/ask?**")
    sound(visit.ready(), web_files)
    visit.tab_to("All in one list, letters of 24 points")
    with visit.page.context.expect_page() as opened:
        visit.page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1, h2").count() > 0


# Own place ----------------------------------------------------------------------------------------------------------


@every_look
def test_an_own_place_is_made_by_mouse(window: OpenWindow, web_files: dict[WebFile, str], look: Look) -> None:
    visit = window("/", **look)
    visit.follow("Make a place of your own")
    visit.main.get_by_role("textbox", name="What is the place called?").fill(f"By mouse {look['width']}")
    visit.main.get_by_role("button", name="Go on").click()
    visit.main.get_by_role("heading", name="Step 2 of 7: Areas").wait_for()
    visit.settled().main.locator("input[type=file]").first.set_input_files(str(DEMO / "areas.geojson"))
    visit.settled().main.get_by_text("areas.geojson").first.wait_for()
    sound(visit, web_files)
    for step in range(3, 8):
        visit.main.get_by_role("button", name="Go on").first.click()
        visit.main.get_by_role("heading", name=f"Step {step} of 7").wait_for()
        visit.settled()
    visit.main.get_by_role("button", name="Make the place").click()
    visit.main.get_by_text(f"By mouse {look['width']} is made.").first.wait_for(timeout=60_000)
    open_sidebar(visit.open("/"))
    expect(visit.page.get_by_role("combobox", name="Place")).to_be_visible()


# A list with faults -------------------------------------------------------------------------------------------------


@every_look
def test_a_list_with_faults_by_keyboard(
    window: OpenWindow, web_files: dict[WebFile, str], tmp_path: Path, look: Look
) -> None:
    path = tmp_path / "halls.csv"
    path.write_text(
        f"name,kind,postcode\nKey Hall {look['width']},venue,ZZ1 1AA\nBibbly,who knows,\n", encoding="utf-8"
    )
    visit = window("/data?place=demo", **look)
    unfold_by_keyboard(visit, "Is the file larger than")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Tab")
    visit.page.keyboard.type(str(path))
    visit.press("Enter")
    visit.main.get_by_text("First five rows").first.wait_for()
    visit.settled().tab_to("Check every row").press("Enter")
    visit.main.locator(".answer").get_by_text("2 rows checked").wait_for()
    assert "2 rows checked: 1 is new and 1 cannot go in." in visit.settled().announced
    visit.tab_to("Download the rows to mend")
    with visit.page.expect_download():
        visit.page.keyboard.press("Enter")
    visit.settled().tab_to("Bring in 1 row").press("Enter")
    visit.main.get_by_text("It is in.").first.wait_for()
    assert "2 rows read: 1 added and 1 refused." in visit.settled().announced
    sound(visit, web_files)


# Showing this to others ---------------------------------------------------------------------------------------------

SHOWN = ("/", "/assets", "/reached", "/travel", "/venues", "/data", "/ask", "/help")


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@every_look
def test_the_laptop_is_handed_round(window: OpenWindow, web_files: dict[WebFile, str], by: str, look: Look) -> None:
    visit = window("/assets?place=demo", **look)
    other = window("/assets?place=demo")
    assert "PRIVATE" in visit.text
    expect(other.main).to_contain_text(NOT_AGREED)
    switch = visit.page.get_by_role("switch", name="Showing this to others")
    open_sidebar(visit)
    if by == "mouse":
        visit.page.locator("[data-testid=stSidebar] label", has_text="Showing this to others").click()
    else:
        visit.tab_to("input st-key-sharing_switch", back=True, most=120).press("Space")
    visit.settled()
    try:
        expect(switch).to_be_checked()
        close_sidebar(visit)
        expect(visit.main).not_to_contain_text("PRIVATE")
        expect(visit.main).not_to_contain_text(NOT_AGREED)
        expect(other.main).not_to_contain_text("PRIVATE", timeout=LATE)
        expect(other.main).not_to_contain_text(NOT_AGREED)
        for path in SHOWN:
            shown = visit.open(f"{path}?place=demo")
            assert shown.page.locator(".band.private").count() == 0, path
            assert "PRIVATE:" not in shown.page.locator("body").inner_text(), path
            sound(shown, web_files)
    finally:
        open_sidebar(visit.ready())
        switch.focus()
        visit.press("Space")
    expect(switch).not_to_be_checked()
