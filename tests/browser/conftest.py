"""One browser and one set of checked program files for all tests in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser_kit import AXE, CHROMIUM, FLAGS, NOWHERE

from assetmap.adapters.web_assets import LEAFLET, WebFile, read_web_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser


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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield running
        running.close()
