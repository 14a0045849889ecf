"""The keyboard goes on where it should after what was pressed is gone: at what came of it, not at the page's top."""

from __future__ import annotations

from pathlib import Path

from browser_kit import NEEDS_BROWSER, OpenWindow, Visit
from playwright.sync_api import expect

pytestmark = NEEDS_BROWSER
REACHED = "/reached?place=demo"


def on_the_answer(visit: Visit) -> None:
    """Hold that the answer has the keyboard, and can be seen below the band above it."""
    answer = visit.main.locator(".answer")
    expect(answer).to_be_focused()
    expect(answer).to_be_in_viewport()


def test_opening_and_closing_exact_numbers_leads_to_their_answer(window: OpenWindow) -> None:
    visit = window(REACHED)
    visit.tab_to("Show the exact numbers (PRIVATE)").press("Enter")
    visit.main.get_by_text("PRIVATE: exact numbers about people.").first.wait_for()
    on_the_answer(visit.settled())
    expect(visit.main.locator(".band.private").first).to_be_in_viewport()
    visit.tab_to("Hide the exact numbers").press("Enter")
    visit.main.get_by_text("It may be passed on.").first.wait_for()
    on_the_answer(visit.settled())


def test_the_last_rows_of_a_table_leave_the_keyboard_at_the_way_back(window: OpenWindow) -> None:
    visit = window(REACHED)
    visit.main.get_by_role("button", name="Show the exact numbers (PRIVATE)").click()
    visit.main.get_by_text("PRIVATE: exact numbers about people.").first.wait_for()
    visit.settled().main.get_by_text("small areas", exact=True).click()
    visit.main.get_by_text("Rows 1 to 25 of 45").first.wait_for()
    visit.settled().tab_to("More rows").press("Enter")
    visit.main.get_by_text("Rows 26 to 45 of 45").first.wait_for()
    expect(visit.main.get_by_role("button", name="Earlier rows")).to_be_focused()
    visit.press("Enter")
    visit.main.get_by_text("Rows 1 to 25 of 45").first.wait_for()
    expect(visit.main.get_by_role("button", name="More rows")).to_be_focused()


def test_checking_a_list_and_bringing_it_in_lead_to_their_answers(window: OpenWindow, tmp_path: Path) -> None:
    path = tmp_path / "came.csv"
    path.write_text("date,event,name,home postcode,seen as\n2026-02-03,Coffee,Ann,ZZ1 1AA,guest\n", encoding="utf-8")
    visit = window("/data?place=demo&task=people")
    visit.main.locator("input[type=file]").first.set_input_files(str(path))
    visit.main.get_by_text("What becomes of each column").first.wait_for()
    visit.unfold("Is a column taken for the wrong thing?").tab_to("Take it so").press("Enter")
    visit.main.get_by_role("button", name="Forget what I chose").wait_for()
    assert "Take it so" in visit.settled().focus
    visit.press("Tab", "Enter")
    visit.main.get_by_role("button", name="Forget what I chose").wait_for(state="detached")
    assert "Take it so" in visit.settled().focus
    visit.tab_to("Check every row").press("Enter")
    visit.main.locator(".answer").get_by_text("1 row checked").wait_for()
    on_the_answer(visit.settled())
    visit.tab_to("Bring in 1 row").press("Enter")
    visit.main.get_by_text("It is in.").first.wait_for()
    on_the_answer(visit.settled())
