"""Every page in a real browser, at every width and in all colours: axe, room for fingers, text that has space."""

from __future__ import annotations

from typing import Literal

import pytest
from browser_kit import AXE, NEEDS_BROWSER, TEXT_SPACING, OpenWindow, Visit

from assetmap.adapters.web_assets import WebFile

pytestmark = NEEDS_BROWSER

PAGES = {
    "start": "/",
    "assets": "/assets?place=demo",
    "reached": "/reached?place=demo",
    "release": "/release?place=demo",
    "travel": "/travel?place=demo",
    "venues": "/venues?place=demo",
    "data": "/data?place=demo",
    "ask": "/ask?place=demo",
    "new": "/new",
    "help": "/help?place=demo",
}
COLOURS: tuple[tuple[Literal["light", "dark"], Literal["none", "active"]], ...] = (
    ("light", "none"),
    ("dark", "none"),
    ("light", "active"),
)
_TABLES = """() => [...document.querySelectorAll('table')].map(table => ({
  caption: (table.querySelector('caption')?.innerText || '').trim(),
  unscoped: [...table.querySelectorAll('th:not([scope])')].length,
  heads: table.querySelectorAll('thead th[scope=col]').length,
  rows: table.querySelectorAll('tbody tr').length,
  named: table.querySelectorAll('tbody th[scope=row]').length,
}))"""


def open_all(visit: Visit) -> None:
    """Unfold everything that is folded away."""
    visit.main.locator("details:not([open]) > summary").evaluate_all("nodes => nodes.forEach(node => node.click())")
    visit.settled()


def axe_in_all_colours(visit: Visit, program: str) -> list[str]:
    """Return what axe finds serious in the light, in the dark and in forced colours."""
    found = []
    for scheme, forced in COLOURS:
        visit.page.emulate_media(color_scheme=scheme, forced_colors=forced)
        visit.page.wait_for_timeout(200)
        found += [f"{scheme} {forced}: {fault}" for fault in visit.axe(program)]
    return found


def walk(visit: Visit) -> list[str]:
    """Press Tab from the page's beginning to its end, and return the stops; each must be seen."""
    stops: list[str] = []
    for _ in range(200):
        visit.page.keyboard.press("Tab")
        if not visit.focus:
            return stops
        stops.append(visit.focus)
        assert visit.ring == "", f"{stops[-1]}: {visit.ring}"
    raise AssertionError(f"Tab is caught: {stops[-6:]}")


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_page_at_every_width_in_all_colours(window: OpenWindow, web_files: dict[WebFile, str], address: str) -> None:
    visit = window(address)
    open_all(visit)
    assert len(walk(visit)) > 8
    for width in (1280, 390, 320):
        visit.page.set_viewport_size({"width": width, "height": 900})
        visit.page.wait_for_timeout(350)
        assert visit.sideways() <= 0, f"{width} wide"
        assert visit.small_targets() == [], f"{width} wide"
        assert axe_in_all_colours(visit, web_files[AXE]) == [], f"{width} wide"
    assert len(walk(visit)) > 3
    visit.page.add_style_tag(content=TEXT_SPACING)
    visit.page.wait_for_timeout(200)
    assert visit.sideways() <= 0
    assert visit.cut_off() == []
    for table in visit.page.evaluate(_TABLES):
        assert table["caption"]
        assert not table["unscoped"]
        assert table["heads"] > 0
        assert table["rows"] == table["named"], table


def test_what_is_chosen_is_seen_in_forced_colours(window: OpenWindow) -> None:
    visit = window("/travel?place=demo", forced_colors="active")
    chosen = visit.main.locator("[data-testid=stRadioOption]:has(input:checked)").first
    colours = chosen.evaluate(
        "label => [label.querySelector('div > div > div'), document.body].map(n => getComputedStyle(n).backgroundColor)"
    )
    assert colours[0] != colours[1], "the dot of what is chosen has the colour of the page"
    assert chosen.locator("div > div > div").first.bounding_box() is not None
