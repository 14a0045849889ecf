"""One browser and one set of checked program files for all tests in a real browser."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import app_server
import pytest
from app_server import Server
from browser_kit import AXE, CHROMIUM, FLAGS, NOWHERE, OpenWindow, Visit

from assetmap.adapters.web_assets import LEAFLET, WebFile, read_web_files
from assetmap.config import Settings
from assetmap.services import demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser


VISITS = pytest.StashKey[list[Visit]]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Say with a failure what its windows showed then."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call" and report.failed:
        visits = item.stash.get(VISITS, None) or []
        for number, visit in enumerate(visits, 1):
            report.sections.append((f"window {number}", visit.shown()))


@pytest.fixture(scope="session")
def web_files(tmp_path_factory: pytest.TempPathFactory) -> dict[WebFile, str]:
    """The program files of a map and axe, each checked against its checksum."""
    found = read_web_files((*LEAFLET, AXE), tmp_path_factory.mktemp("cache"), address=NOWHERE, seconds=60)
    if found is None:
        pytest.skip("npm: the packages could not be fetched")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each opens a context of its own."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo place; look, don't change."""
    home = tmp_path_factory.mktemp("demo") / "home"
    demo.open_demo(Settings(home=home), now=dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC), who="tester")
    return home


@pytest.fixture(scope="module")
def app(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a copy of the demo place that the tests of one file share."""
    home = tmp_path_factory.mktemp("app") / "home"
    shutil.copytree(demo_home, home)
    with app_server.start(home) as running:
        yield running


@pytest.fixture
def window(browser: Browser, app: Server, request: pytest.FixtureRequest) -> Iterator[OpenWindow]:
    """Open windows on the app; what any of them did that it should not fails the test when it ends."""
    visits: list[Visit] = []

    def open_window(path: str = "/", *, width: int = 1280, **options: Any) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, bypass_csp=True, reduced_motion="reduce", **options
        )
        visits.append(Visit(context.new_page(), app.url, log=app.logged))
        return visits[-1].open(path)

    request.node.stash[VISITS] = visits
    yield open_window
    for visit in visits:
        visit.page.context.close()
    assert [fault for visit in visits for fault in visit.faults] == []
    assert "Traceback" not in app.logged(), app.logged()
