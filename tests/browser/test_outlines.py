"""What a screen reader is told of each page: its headings, fields, buttons and tables by role and name.

The trees are kept in ``outlines/``, rows of tables left out. After a change that is meant, write them anew with
``ASSETMAP_WRITE_OUTLINES=1`` and read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_kit import NEEDS_BROWSER, OpenWindow, Visit

pytestmark = NEEDS_BROWSER

KEPT = Path(__file__).with_name("outlines")
PAGES = {
    "start": "/",
    "assets": "/assets?place=demo",
    "asset": "/assets?place=demo",
    "reached": "/reached?place=demo",
    "release": "/release?place=demo",
    "travel": "/travel?place=demo",
    "meeting": "/travel?place=demo",
    "venues": "/venues?place=demo",
    "data": "/data?place=demo",
    "ask": "/ask?place=demo",
    "new": "/new",
    "help": "/help?place=demo",
}
FIRST = 180_000
"""Milliseconds for the first answer by vehicle on a computer."""
_ROLES = (
    "heading", "link", "button", "textbox", "combobox", "checkbox", "switch", "radiogroup", "radio", "table",
    "columnheader", "region", "iframe", "img", "alert", "listbox", "spinbutton", "group", "tab",
)  # fmt: skip
_LINE = re.compile(r'^(?P<indent> *)- \'?(?P<role>[a-z]+)(?P<name> "(?:[^"\\]|\\.)*")?(?P<level> \[level=\d\])?')
_DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ 20\d\d|20\d\d-\d\d-\d\d")


def outline(tree: str) -> Iterator[str]:
    """Yield what a page is made of, from its accessibility tree: no rows of tables, no days."""
    body_of = -1
    for line in tree.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        indent = len(found["indent"])
        if body_of >= 0 and indent > body_of:
            continue
        body_of = -1
        if found["role"] == "row" and "columnheader" not in tree[tree.index(line) :].splitlines()[1]:
            body_of = indent
        elif found["role"] in _ROLES and (found["name"] or found["role"] != "group"):
            yield _DAY.sub("DAY", f"{found['role']}{found['name'] or ''}{found['level'] or ''}")


def unfold(visit: Visit) -> None:
    """Open what is folded away."""
    visit.main.locator("details:not([open]) > summary").evaluate_all("nodes => nodes.forEach(node => node.click())")
    visit.settled()


def choose_a_day(visit: Visit) -> None:
    """Type a day of the demo's timetable and wait for the answer; the first one prepares the engine."""
    visit.main.get_by_role("spinbutton", name="day, Which day is the meeting?").first.click()
    visit.page.keyboard.type("11112026")
    visit.press("Escape")
    visit.main.get_by_role("table", name="Ways to the meeting and home").wait_for(timeout=FIRST)
    visit.settled()


def show_what_is_in_the_way(visit: Visit) -> None:
    """Turn on what of ours may stand in the way, unless it is; the first time prepares the engine."""
    switch = visit.main.get_by_role("switch", name="Show what of ours may stand in the way")
    if not switch.is_checked():
        switch.press("Space")
    visit.main.get_by_role("columnheader", name="What of ours may stand in the way").wait_for(timeout=FIRST)
    visit.settled()


@pytest.mark.parametrize("name", PAGES)
def test_what_a_screen_reader_is_told(window: OpenWindow, name: str) -> None:
    visit = window(PAGES[name])
    if name == "asset":
        visit.follow("Aberwenlas Leisure Centre")
    if name in {"travel", "meeting"}:
        visit.main.get_by_role("combobox", name="Venue").fill("Wenlas Memorial Hall")
        visit.page.get_by_role("option", name="Wenlas Memorial Hall").first.click()
        visit.settled()
    if name == "meeting":
        choose_a_day(visit)
    if name == "reached":
        show_what_is_in_the_way(visit)
    unfold(visit)
    told = "\n".join(outline(visit.main.aria_snapshot())) + "\n"
    path = KEPT / f"{name}.txt"
    if os.environ.get("ASSETMAP_WRITE_OUTLINES") == "1":
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")
    assert told.count("[level=1]") == 1
    assert not re.search(
        r"^(?:button|link|textbox|combobox|checkbox|switch|radio|table|img|iframe)$", told, re.MULTILINE
    )
