"""How soon a map of 20,000 and of 100,000 assets can be used: run with ``pytest tests/benchmarks -m benchmark -s``."""

from __future__ import annotations

import os
import platform
import random
import threading
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pytest
import uvicorn
from browser_kit import CHROMIUM, FLAGS, NEEDS_BROWSER, NOWHERE
from map_facts import make_asset
from square_place import NOW, make_square
from starlette.applications import Starlette

from assetmap.adapters.web_assets import WEB_MAP, read_web_files
from assetmap.model.register import Change
from assetmap.services import workspace
from assetmap.services.web_maps import map_spec
from assetmap.web import maps
from assetmap.web.map_routes import ROUTES

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST_DRAWN_SECONDS = 5.0
USABLE_MS = 1_000
MOVES = 7
MOVE = """async (what) => {
  const before = performance.now();
  if (what === 'pan') map_place.panBy([120, 60], {animate: false});
  else map_place.setZoom(map_place.getZoom() + what, {animate: false});
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - before;
}"""
pytestmark = [pytest.mark.benchmark, *NEEDS_BROWSER]


@pytest.mark.parametrize("number", [20_000, 100_000])
def test_a_map_of_many(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from playwright.sync_api import sync_playwright

    place = make_square(tmp_path / "home")
    monkeypatch.setenv("ASSETMAP_HOME", str(tmp_path / "home"))
    rng = random.Random(1)
    at = [(51.5 + rng.random() / 5, -3.1 + rng.random() / 5) for _ in range(number)]
    assets = [replace(make_asset(n), kind="venue", lat=lat, lon=lon, area_id="Z1") for n, (lat, lon) in enumerate(at)]
    change = Change(what="benchmark", source="halls", who="benchmark", when=NOW.isoformat(), assets=assets)
    workspace.open_register(place).apply(change)
    if read_web_files(WEB_MAP, tmp_path / "home" / ".web-assets", address=NOWHERE, seconds=60) is None:
        pytest.skip("npm: the packages could not be fetched")
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=ROUTES), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        page = chromium.new_page(viewport={"width": 1280, "height": 800})
        drawn = [_first_drawn(page, address + maps.offer_map(place, map_spec(place))) for _ in range(2)]
        page.wait_for_timeout(1_500)
        moves = {str(what): median(page.evaluate(MOVE, what) for _ in range(MOVES)) for what in ("pan", -0.25, 0.5)}
        chromium.close()
    server.should_exit = True
    thread.join()
    print(f"\n{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(f"{number:,} assets: first drawn {drawn[0]:.2f} s, again {drawn[1]:.2f} s; medians {MOVES} times:")
    print(", ".join(f"{what}: {ms:.0f} ms" for what, ms in moves.items()))
    assert drawn[0] < (FIRST_DRAWN_SECONDS if number <= 20_000 else 3 * FIRST_DRAWN_SECONDS)
    assert max(moves.values()) < USABLE_MS


def _first_drawn(page: Page, url: str) -> float:
    """Return the seconds from asking for the page until its marks are on the canvas."""
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("html[data-map=drawn]", state="attached", timeout=120_000)
    return time.perf_counter() - started
