"""How quick the app is with 20,000 assets, with ten windows, and how much memory it needs while nobody asks.

Run with ``pytest tests/benchmarks -m benchmark -s -o addopts=""``, alone on a quiet machine.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import app_server
import pytest
from app_server import Server
from browser_kit import CHROMIUM, FLAGS, NEEDS_BROWSER, Visit
from map_facts import make_asset
from square_place import NOW, make_square

from assetmap.config import Settings
from assetmap.model.register import Change
from assetmap.services import demo, workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ASSETS = 20_000
WINDOWS = 10
FIRST_DRAWN_SECONDS, LIST_SECONDS, RERUN_SECONDS, BUSY_RERUN_SECONDS, IDLE_MB = 5.0, 1.0, 0.5, 1.0, 400
TIMES = 7
PRESS = """name => new Promise(done => {
  const app = document.querySelector('[data-testid=stApp]');
  const rows = () => document.querySelectorAll('table tbody tr').length;
  const first = () => document.querySelector('table tbody tr')?.textContent;
  const before = rows() + first(), began = performance.now();
  const watcher = new MutationObserver(() => {  // looks at changes alone: a look at each frame would slow the frames
    if (app.dataset.testScriptState !== 'notRunning' || rows() + first() === before) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => done((performance.now() - began) / 1000)));  // it is on the screen
  });
  watcher.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  [...document.querySelectorAll('button')].find(node => node.innerText.trim() === name).click();
})"""
pytestmark = [pytest.mark.benchmark, *NEEDS_BROWSER]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a place of 20,000 assets."""
    home = tmp_path_factory.mktemp("many") / "home"
    place = make_square(home)
    rng = random.Random(1)
    at = [(51.5 + rng.random() / 5, -3.1 + rng.random() / 5) for _ in range(ASSETS)]
    assets = [replace(make_asset(n), lat=lat, lon=lon, area_id="Z1") for n, (lat, lon) in enumerate(at)]
    change = Change(what="benchmark", source="halls", who="benchmark", when=NOW.isoformat(), assets=assets)
    workspace.open_register(place).apply(change)
    with app_server.start(home) as app:
        yield app


def machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"


def open_page(browser: Browser, app: Server, path: str) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    visit = Visit(context.new_page(), app.url, log=app.logged)
    return visit.open(path)


def seconds_to_list(page: Page) -> float:
    """Return how long the list takes to come where a person goes to it from Start."""
    page.get_by_role("link", name="Start").first.click()
    page.get_by_role("heading", name="What have we got?", level=1).wait_for(state="hidden")
    began = time.perf_counter()
    page.get_by_role("link", name="What have we got?").first.click()
    page.get_by_role("table", name="By name").wait_for()
    return time.perf_counter() - began


def test_twenty_thousand_assets(browser: Browser, many: Server) -> None:
    visit = open_page(browser, many, "/assets?place=square")
    listed = [seconds_to_list(visit.page) for _ in range(TIMES)]
    visit.settled()
    reruns = [float(visit.page.evaluate(PRESS, "More rows")) for _ in range(TIMES)]
    began = time.perf_counter()
    visit.page.locator("label", has_text="Show map").first.click()
    visit.page.frame_locator("iframe").locator("html[data-map=drawn]").wait_for(state="attached", timeout=60_000)
    drawn = time.perf_counter() - began
    visit.settled()
    beside = [float(visit.page.evaluate(PRESS, "More rows")) for _ in range(TIMES)]
    print(f"\n{machine()}: {ASSETS:,} assets")
    print(f"the list from Start: median {median(listed):.2f} s (first {listed[0]:.2f} s)")
    print(f"a rerun: median {median(reruns):.2f} s; beside the map: median {median(beside):.2f} s")
    print(f"the map first drawn, from the press: {drawn:.2f} s")
    assert median(listed) < LIST_SECONDS
    assert max(median(reruns), median(beside)) < RERUN_SECONDS
    assert drawn < FIRST_DRAWN_SECONDS
    assert visit.faults == []


def test_ten_windows_at_once(browser: Browser, many: Server) -> None:
    windows = [open_page(browser, many, "/assets?place=square") for _ in range(WINDOWS)]
    asked = "name => { window.took = ({})(name); }".replace("({})", f"({PRESS})")
    took = []
    for _ in range(3):
        for visit in windows:
            visit.page.evaluate(asked, "More rows")
        took += [float(visit.page.evaluate("() => window.took")) for visit in windows]
    print(f"\n{machine()}: {WINDOWS} windows, {ASSETS:,} assets")
    print(f"a rerun in all of them at once: median {median(took):.2f} s, {max(took):.2f} s at most")
    assert median(took) < BUSY_RERUN_SECONDS


def test_memory_while_nobody_asks(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    demo.open_demo(Settings(home=home), now=dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC), who="benchmark")
    with app_server.start(home) as app:
        started = resident_mb(app.process.pid)
        for path in ("/", "/assets?place=demo", "/reached?place=demo", "/venues?place=demo", "/travel?place=demo"):
            open_page(browser, app, path).page.context.close()
        time.sleep(3)
        used = resident_mb(app.process.pid)
    print(f"\n{machine()}: demo place, {started:.0f} MB after the start, {used:.0f} MB after a look at five pages")
    assert used < IDLE_MB


def resident_mb(process: int) -> float:
    """Return the memory that a process and its children hold, MB."""
    own = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(line for line in own.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8").split()
    return int(line.split()[1]) / 1024 + sum(resident_mb(int(child)) for child in children)
