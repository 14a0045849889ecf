"""Who have we not reached yet in a real browser: nothing cut off, folds that stay open, links that lead below."""

from __future__ import annotations

import pytest
from browser_kit import NEEDS_BROWSER, OpenWindow, Visit
from playwright.sync_api import expect

pytestmark = NEEDS_BROWSER
REACHED = "/reached?place=demo"
ENGINE_READY = 120_000
CUT_OFF = "nodes => nodes.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.value)"


def cut_off(visit: Visit) -> list[str]:
    """Return what is chosen in lists and cannot be read to its end."""
    return list(visit.main.get_by_role("combobox").evaluate_all(CUT_OFF))


def is_open(visit: Visit, title: str) -> bool:
    return bool(visit.main.locator("summary", has_text=title).first.evaluate("node => node.parentElement.open"))


def test_what_is_chosen_can_be_read(window: OpenWindow) -> None:
    visit = window(REACHED)
    assert cut_off(visit) == []
    visit.main.get_by_role("button", name="Show the exact numbers (PRIVATE)").click()
    visit.main.get_by_text("PRIVATE: exact numbers about people.").first.wait_for()
    assert "everyone (35 meetings)" in visit.settled().main.get_by_role("combobox").evaluate_all(
        "nodes => nodes.map(one => one.value)"
    )
    assert cut_off(visit) == []


@pytest.mark.parametrize("switch", ["Show map", "Show what of ours may stand in the way"])
def test_folds_stay_open_when_something_else_is_switched(window: OpenWindow, switch: str) -> None:
    visit = window(REACHED)
    folds = ("How sure are we?", "How this was worked out", "Which areas are in which patch")
    for title in folds:
        visit.unfold(title)
    toggle = visit.main.get_by_role("switch", name=switch)
    was = toggle.is_checked()
    visit.main.locator("label", has_text=switch).first.click()
    if switch == "Show map":
        visit.main.locator("iframe").first.wait_for()
    elif not was:
        visit.main.get_by_text("Last ways home are those").first.wait_for(timeout=ENGINE_READY)
    visit.settled()
    assert [title for title in folds if not is_open(visit, title)] == []


def test_what_the_answer_asks_leads_to_the_list(window: OpenWindow) -> None:
    visit = window(REACHED)
    visit.tab_to("Who could introduce us: go to the list below").press("Enter")
    expect(visit.main.get_by_role("heading", name="Who could introduce us", exact=True)).to_be_in_viewport()
    assert visit.page.url.startswith(visit.address + REACHED)
    visit.tab_to("To whom?", most=3)
