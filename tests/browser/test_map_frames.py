"""A map inside its page: nothing of it is cut off at any width, and what is said above it is not said again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import app_server
import pytest
from app_server import Server
from browser_kit import NEEDS_BROWSER, NOWHERE, OpenWindow

from assetmap.adapters.web_assets import WEB_MAP, read_web_files

pytestmark = NEEDS_BROWSER

MADE_UP = "This place and everyone in it are made up."
_INSIDE = """() => {
  const whole = document.documentElement, last = document.querySelector('.legend').lastElementChild;
  return {
    wide: whole.scrollWidth - innerWidth, high: whole.scrollHeight - innerHeight,
    below: last.getBoundingClientRect().bottom - innerHeight, moves: whole.classList.contains('map-on'),
    map: [...document.querySelectorAll('.folium-map, .still-box img')].map(n => n.getBoundingClientRect().height)
      .find(Boolean), said: document.body.innerText,
  };
}"""
_OUTSIDE = """() => {
  const frame = document.querySelector('iframe[src^="/maps/"]').getBoundingClientRect();
  const next = [...document.querySelectorAll('[data-testid=stMain] details')].map(n => n.getBoundingClientRect())
    .filter(box => box.top > frame.top);
  return next.map(box => box.top - frame.bottom);
}"""


@pytest.fixture(scope="module", params=["moves", "still"])
def app(request: pytest.FixtureRequest, demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app with the programs of maps, and with no way to get them."""
    home = tmp_path_factory.mktemp("frames") / "home"
    shutil.copytree(demo_home, home)
    if request.param == "moves" and read_web_files(WEB_MAP, home / ".web-assets", address=NOWHERE, seconds=60) is None:
        pytest.skip("npm: the packages could not be fetched")
    environ = {"ASSETMAP_WEB_ASSETS_URL": NOWHERE}
    with app_server.start(home, environ=environ | ({"PATH": "/none"} if request.param == "still" else {})) as running:
        yield running


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_whole_map_with_its_legend_is_in_sight(
    window: OpenWindow, request: pytest.FixtureRequest, width: int
) -> None:
    visit = window("/assets", width=width)
    visit.main.get_by_text("Show map").click()
    visit.settled()
    element = visit.page.wait_for_selector('iframe[src^="/maps/"]')
    frame = element.content_frame() if element else None
    assert frame
    frame.wait_for_selector(".legend li")
    visit.page.wait_for_timeout(1_500)
    seen = frame.evaluate(_INSIDE)
    assert seen["moves"] is (request.node.callspec.params["app"] == "moves")
    assert (seen["wide"], seen["high"]) == (0, 0), "there is nothing to scroll to"
    assert seen["below"] <= 0, "the last line of the legend is in the frame"
    assert seen["map"] > 150
    assert min(visit.page.evaluate(_OUTSIDE)) >= 0, "what comes next begins below the map"
    assert MADE_UP in visit.text
    assert MADE_UP not in seen["said"]
    assert "PRIVATE: 72 of these have not agreed to be published." in seen["said"]
    assert visit.sideways() <= 0
