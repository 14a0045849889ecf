"""What stands around every page, in a real browser: by keyboard alone, read out, folded away on a narrow screen."""

from __future__ import annotations

from browser_kit import NEEDS_BROWSER, OpenWindow
from playwright.sync_api import expect

pytestmark = NEEDS_BROWSER

QUESTIONS = ("What have we got?", "Who have we not reached yet?", "Getting there, and home", "Where and when?")
SWITCH = "Showing this to others"
SIDEBAR = f"""
- region "Sidebar":
  - navigation "App pages":
    - list:
      - listitem:
        - link "Start"
      - listitem:
        - link "{QUESTIONS[0]}"
      - listitem:
        - link "{QUESTIONS[1]}"
      - listitem:
        - link "{QUESTIONS[2]}"
      - listitem:
        - link "{QUESTIONS[3]}"
      - listitem:
        - link "Your data"
      - listitem:
        - link "Help"
  - switch "{SWITCH}"
"""


def test_the_sidebar_says_where_one_can_go_and_what_can_be_switched(window: OpenWindow) -> None:
    visit = window("/")
    expect(visit.page.locator("body")).to_match_aria_snapshot(SIDEBAR)
    assert visit.page.evaluate("document.documentElement.lang") == "en-GB"
    assert visit.page.title() == "Start - assetmap"
    assert visit.page.locator("[role=status].said").count() == 1, "one place alone is listened to"


def test_the_keyboard_passes_the_sidebar_by_one_link(window: OpenWindow) -> None:
    visit = window("/")
    visit.tab_to("Skip to main content", most=1)
    visit.press("Enter", "Tab")
    inside = visit.page.evaluate("document.activeElement.closest('[data-testid=stMain]') !== null")
    assert inside, f"the focus is on {visit.focus}"


def test_the_whole_page_by_tab_and_back_without_a_trap(window: OpenWindow) -> None:
    visit = window("/")
    for name in ("Start", *QUESTIONS, "Your data", SWITCH, "Main menu"):
        visit.tab_to(name, most=4)
    visit.tab_to(QUESTIONS[0], most=4)
    for _ in range(40):
        if not visit.focus:
            break
        visit.page.keyboard.press("Tab")
    assert visit.focus == "", "Tab leaves the page at its end"
    visit.tab_to("Main menu", back=True)


def test_a_page_is_opened_by_keyboard(window: OpenWindow) -> None:
    visit = window("/")
    visit.tab_to("Your data", most=10).press("Enter").ready()
    visit.page.wait_for_url("**/data**")
    assert visit.heading == "Your data"
    assert visit.page.title() == "Your data - assetmap"


def test_on_a_narrow_screen_the_folded_sidebar_is_passed_and_can_be_opened(window: OpenWindow) -> None:
    visit = window("/", width=390)
    stops = []
    for _ in range(5):
        visit.page.keyboard.press("Tab")
        stops.append(visit.focus)
        assert visit.ring == "", stops
        box = visit.page.evaluate("document.activeElement.getBoundingClientRect().right")
        assert box > 0, f"{stops[-1]} has the focus outside the window"
    assert not [stop for stop in stops if QUESTIONS[0] in stop and stop.startswith("a st")]
    visit.page.locator("[data-testid=stExpandSidebarButton]").focus()
    visit.press("Enter")
    visit.page.wait_for_timeout(400)
    visit.tab_to("Your data", most=20, back=True)
    visit.press("Enter").ready()
    assert visit.heading == "Your data"


def test_the_switch_by_keyboard_keeps_the_focus_and_is_read_out(window: OpenWindow) -> None:
    visit = window("/")
    visit.tab_to(SWITCH, most=10)
    before = visit.focus
    try:
        visit.press("Space")
        assert visit.focus == before
        assert visit.ring == ""
        assert visit.announced.startswith("Showing this to others is on. Private facts are hidden.")
        assert visit.page.get_by_role("switch", name=SWITCH).is_checked()
        assert "only what may be shown is on this page" in visit.text
    finally:
        visit.press("Space")
    assert visit.announced.startswith("Showing this to others is off. Private facts are shown again.")
    assert visit.focus == before
    assert "only what may be shown is on this page" not in visit.text


def test_what_help_says_is_shown_to_the_keyboard_and_goes_with_escape(window: OpenWindow) -> None:
    visit = window("/")
    visit.tab_to(f"Help for {SWITCH}", most=12)
    tip = visit.page.get_by_role("tooltip")
    expect(tip).to_contain_text("Turn this on before you hand the laptop round.")
    visit.press("Escape")
    expect(tip).to_have_count(0)


def test_a_single_key_does_nothing_and_the_menu_gives_the_focus_back(window: OpenWindow) -> None:
    visit = window("/")
    visit.press("c", "r")
    assert visit.page.get_by_role("dialog").count() == 0
    visit.tab_to("Main menu", most=14)
    visit.press("Enter")
    visit.page.wait_for_timeout(200)
    assert visit.page.evaluate(
        "document.querySelector('[role=menu], [role=listbox], [data-testid=stMainMenuPopover]') !== null"
    )
    visit.press("Escape")
    visit.page.wait_for_timeout(200)
    assert "Main menu" in visit.focus
