"""What tests in a real browser share: the browser's flags, axe, and a visit that keeps every fault it saw."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from assetmap.adapters.released_list import released_path
from assetmap.adapters.web_assets import WebFile

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
AXE = WebFile(
    "axe-core", "4.14.1", "axe.min.js",
    "e63e659f9806d7ae5bd40899043b0871a5062c5442b01b3f1a3edf5eaf50bf5c"
    "3a7104a72463293b4ad1b77c661a0d4e40e850dec89de9d6ece70a8c13a9af17",
)  # fmt: skip
NOWHERE = "http://127.0.0.1:9"
SERIOUS = {"serious", "critical"}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
STREAMLITS_OWN_404 = ("/_stcore/health", "/_stcore/host-config")
"""What Streamlit asks for below a page's own address, and does not find, before it asks for the right one."""


def forget_releases(home: Path) -> None:
    """Make the demo place one from which nothing was released: no file, and no line on the list beside the keys."""
    shutil.rmtree(home / "demo" / "releases")
    released_path(home, "demo").unlink()


NEEDS_BROWSER = [
    pytest.mark.skipif(importlib.util.find_spec("playwright") is None, reason="playwright: not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="chromium: not installed"),
]

_ACTIVE = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return '';
  const inside = node.closest('[class*="st-key-"]');
  const key = inside ? [...inside.classList].find(name => name.startsWith('st-key-')) : '';
  const words = node.getAttribute('aria-label') || node.innerText || node.value || node.id || '';
  return [node.tagName.toLowerCase(), key, words.trim().split('\\n')[0].slice(0, 60)].filter(Boolean).join(' ');
}"""
_SEEN_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return 'nothing has the focus';
  const box = node.getBoundingClientRect();
  let at = node;
  for (let up = 0; at && up < 4; up += 1, at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return '';
  }
  return box.width ? 'no ring' : 'no box';
}"""
_SMALL_TARGETS = """least => {
  const seen = node => {
    const style = getComputedStyle(node);
    for (let at = node; at; at = at.parentElement) if (getComputedStyle(at).clipPath === 'inset(50%)') return false;
    return node.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && style.pointerEvents !== 'none';
  };
  const boxes = [];
  for (const node of document.querySelectorAll('a[href], button, select, textarea, summary, input, [role=button]')) {
    if (!seen(node)) continue;
    const target = node.matches('input') && node.closest('label') ? node.closest('label') : node;
    const box = target.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const inline = node.matches('a') && getComputedStyle(node).display === 'inline';
    boxes.push({box, inline, name: (node.getAttribute('aria-label') || target.innerText || node.tagName).slice(0, 50)});
  }
  return boxes.filter(({box, inline}) => !inline && (box.width < least || box.height < least))
    .map(({box, name}) => `${name.trim()}: ${box.width.toFixed(0)} x ${box.height.toFixed(0)}`);
}"""
_CUT_OFF = """() => {
  const cut = [];
  for (const node of document.querySelectorAll('main *, section *')) {
    if (!node.childNodes.length || ![...node.childNodes].some(c => c.nodeType === 3 && c.textContent.trim())) continue;
    const style = getComputedStyle(node);
    if (style.clipPath !== 'none' || style.position === 'absolute') continue;
    const hidden = ['hidden', 'clip'].includes(style.overflowY) || ['hidden', 'clip'].includes(style.overflowX);
    if (hidden && (node.scrollHeight > node.clientHeight + 2 || node.scrollWidth > node.clientWidth + 2))
      cut.push(node.innerText.slice(0, 60));
  }
  return cut;
}"""
_LENGTH = "() => document.body.innerText.length"
_HEIGHT = """() => [...document.querySelectorAll('[data-testid=stMain] details, [data-testid=stMainBlockContainer]')]
  .map(node => Math.round(node.getBoundingClientRect().height)).join()"""
AT_REST, MOST_LOOKS = 4, 200
"""How many looks, a tenth of a second apart, must find the page as high as before; and how many are made at most."""
TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } "
    "p { margin-bottom: 2em !important; }"
)
"""What WCAG 1.4.12 asks a page to bear."""


class Visit:
    """One window on the app, and everything in it that should not have been."""

    def __init__(self, page: Page, address: str, *, log: Callable[[], str] = str) -> None:
        self.page = page
        self.address = address
        self._log = log
        self.faults: list[str] = []
        page.set_default_timeout(30_000)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script fault: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", lambda request: self._request(request.url))

    def _console(self, message: ConsoleMessage) -> None:
        path = urlsplit(message.location.get("url", "")).path
        known = path.count("/") > 2 and path.endswith(STREAMLITS_OWN_404)
        if message.type == "error" and not known:
            self.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    def _dialog(self, dialog: Any) -> None:
        self.faults.append(f"a script of a stranger ran: {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked for {url[:120]}")

    def open(self, path: str = "/") -> Visit:
        """Go to a page and wait until it is there."""
        self.page.goto(self.address + path)
        return self.ready()

    def ready(self) -> Visit:
        """Wait until the page's script has run and the heading is there."""
        from playwright.sync_api import TimeoutError as TooLong

        try:
            self.page.wait_for_selector("h1", timeout=60_000)
        except TooLong:
            said = [self.page.url, self.page.locator("body").inner_text(), *self.faults, self._log()[-3000:]]
            raise AssertionError("\n".join(["The page never came.", *said])) from None
        return self.settled()

    def settled(self) -> Visit:
        """Wait until what was just done has had its answer."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(IDLE, timeout=60_000)
        before, now = -1, self.page.evaluate(_LENGTH)
        while before != now:  # markup of ours is written a moment after the script has run
            self.page.wait_for_timeout(100)
            before, now = now, self.page.evaluate(_LENGTH)
        return self

    def follow(self, name: str) -> Visit:
        """Press a link of the page, and wait for the page that it leads to."""
        self.main.get_by_role("link", name=name).first.click()
        return self.ready()

    @property
    def main(self) -> Locator:
        """The page without its sidebar."""
        return self.page.locator("[data-testid=stMain]")

    @property
    def text(self) -> str:
        """Everything that can be read on the page without its sidebar."""
        return self.main.inner_text()

    def shown(self) -> str:
        """What a failure tells of this window: where it is, what has the keyboard, what stands there, what was said."""
        from playwright.sync_api import Error

        try:
            said = [self.page.url, f"keyboard: {self.focus}", self.page.locator("body").inner_text()]
        except Error as fault:
            said = [str(fault)]
        return "\n".join([*said, *self.faults, self._log()[-2000:]])

    @property
    def heading(self) -> str:
        """The page's heading."""
        return self.page.locator("h1").first.inner_text()

    @property
    def status(self) -> Locator:
        """The node that a screen reader listens to."""
        return self.page.locator("[role=status].said").first

    @property
    def announced(self) -> str:
        """What a screen reader was told last."""
        self.page.wait_for_timeout(120)
        return self.page.locator("[role=status].said").first.inner_text()

    @property
    def focus(self) -> str:
        """Which element has the keyboard: its kind, its key and its words."""
        return str(self.page.evaluate(_ACTIVE))

    def tab_to(self, wanted: str, *, most: int = 80, back: bool = False) -> Visit:
        """Press Tab until the element with these words has the keyboard, and see each stop's ring on the way."""
        passed = []
        for _ in range(most):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            here = self.focus
            if wanted in here:
                self.page.wait_for_timeout(50)
                assert self.ring == "", f"{here}: {self.ring}"
                return self
            passed.append(here)
        raise AssertionError(f"Tab never came to '{wanted}', but to {passed}")

    def unfold(self, title: str) -> Visit:
        """Open a folded part by mouse, unless it is open, and wait until nothing moves under the mouse any more."""
        summary = self.main.locator("summary", has_text=title).first
        if not summary.evaluate("node => node.parentElement.open"):
            summary.click()
        return self.at_rest()

    def at_rest(self) -> Visit:
        """Wait until the page has its full height: a press that begins while a part unfolds ends beside its button."""
        self.settled()
        calm, before = 0, ""
        for _ in range(MOST_LOOKS):
            self.page.wait_for_timeout(100)
            now = str(self.page.evaluate(_HEIGHT))
            calm, before = (calm + 1 if now == before else 0), now
            if calm == AT_REST:
                return self
        raise AssertionError("The page never came to rest.")

    def unfold_by_keyboard(self, title: str) -> Visit:
        """Go to a folded part by Tab and open it."""
        summary = self.main.locator("summary", has_text=title).first
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if summary.evaluate("node => node === document.activeElement"):
                break
        assert self.ring == ""
        self.press("Enter")
        assert summary.evaluate("node => node.parentElement.open")
        return self.at_rest()

    @property
    def ring(self) -> str:
        """What is wrong with the mark around what has the keyboard, empty for nothing."""
        return str(self.page.evaluate(_SEEN_FOCUS))

    def press(self, *keys: str) -> Visit:
        """Press keys one after the other, and wait for the answer."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.settled()

    def sideways(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        script = """() => Math.max(...[document.documentElement, ...document.querySelectorAll(
          '[data-testid=stMain], [data-testid=stAppViewContainer]')].map(n => n.scrollWidth - n.clientWidth))"""
        return int(self.page.evaluate(script))

    def small_targets(self, least: int = 24) -> list[str]:
        """Return what is smaller than a finger needs, links in running text aside."""
        found = list(self.page.evaluate(_SMALL_TARGETS, least))
        if found:  # what is just being folded away is small for a moment
            self.page.wait_for_timeout(800)
            found = list(self.page.evaluate(_SMALL_TARGETS, least))
        return found

    def cut_off(self) -> list[str]:
        """Return texts that do not fit where they stand."""
        return list(self.page.evaluate(_CUT_OFF))

    def axe(self, program: str) -> list[str]:
        """Return what axe finds serious or critical, with the element."""
        if not self.page.evaluate("() => Boolean(window.axe)"):
            self.page.evaluate(program)
        found = self._axe()
        if found:  # what is just being drawn anew is pale for a moment
            self.at_rest()
            found = self._axe()
        return found

    def _axe(self) -> list[str]:
        options = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [
            f"{row['id']}: {row['help']}: {row['nodes'][0]['html'][:200]}" for row in found if row["impact"] in SERIOUS
        ]


OpenWindow = Callable[..., Visit]

Look = dict[str, Any]
LOOKS: dict[str, Look] = {
    "1280-light": {"width": 1280, "color_scheme": "light"},
    "390-dark": {"width": 390, "color_scheme": "dark"},
    "320-forced": {"width": 320, "forced_colors": "active"},
}
"""How wide a window is, and in which colours: each journey is walked in all of them."""
every_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
