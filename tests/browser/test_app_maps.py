"""The maps of the app in a real browser, their addresses served alone: nothing outside is asked, axe finds no fault."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from browser_kit import AXE, NEEDS_BROWSER, NOWHERE, RULES, SERIOUS, Visit
from map_facts import HOSTILE, make_asset, make_named
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from assetmap.adapters.web_assets import WEB_MAP, read_web_files
from assetmap.config import Settings
from assetmap.model.register import Change
from assetmap.services import demo, workspace
from assetmap.services.web_maps import MapSpec, map_spec
from assetmap.services.workspace import Place
from assetmap.web import maps, state
from assetmap.web.map_routes import ROUTES
from assetmap.web.middleware import Harden

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = dt.datetime(2026, 10, 5, 12, tzinfo=dt.UTC)
DRAWN = "html[data-map=drawn]"
SANDBOX = "allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts"
"""What Streamlit lets a frame do."""

pytestmark = NEEDS_BROWSER
OpenMap = Callable[..., Visit]


def _outside(request: Request) -> HTMLResponse:
    """Stand for the page of the app around a map."""
    token = request.query_params.get("map", "")
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en-GB"><head><title>Outside</title><link rel="icon" href="data:,"></head><body>'
        f'<h1>Outside</h1><iframe title="map" src="/maps/{token}" sandbox="{SANDBOX}" width="900" height="600">'
        "</iframe></body></html>"
    )


def _asset(_request: Request) -> HTMLResponse:
    """Stand for an asset's page."""
    return HTMLResponse('<!DOCTYPE html><html lang="en-GB"><head><title>Asset</title></head><body></body></html>')


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo place with assets that have hostile names, and the programs of maps."""
    settings = Settings(home=tmp_path_factory.mktemp("maps") / "home")
    place = demo.open_demo(settings, now=NOW, who="test").place
    middle = workspace.areas(place).iloc[0]
    at = {"lat": float(middle["lat"]), "lon": float(middle["lon"]), "area_id": str(middle["area_id"])}
    named = [replace(make_named(n, name), kind="venue", **at) for n, name in enumerate(HOSTILE)]  # type: ignore[arg-type]
    many = [replace(make_asset(n), lat=at["lat"] + n % 7 / 2000, lon=at["lon"] + n / 9000) for n in range(20, 40)]  # type: ignore[operator]
    change = Change(what="test", source="halls", who="test", when=NOW.isoformat(), assets=[*named, *many])
    workspace.open_register(place).apply(change)
    if read_web_files(WEB_MAP, settings.home / ".web-assets", address=NOWHERE, seconds=60) is None:
        pytest.skip("npm: the packages could not be fetched")
    return settings.home


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    found = read_web_files((AXE,), tmp_path_factory.mktemp("axe"), address=NOWHERE, seconds=60)
    if found is None:
        pytest.skip("npm: axe could not be fetched")
    return found[AXE]


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """The maps' addresses, and a page around them, served on a free port."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSETMAP_HOME", str(home))
        app = Starlette(
            routes=[*ROUTES, Route("/outside", _outside), Route("/asset", _asset)], middleware=[Middleware(Harden)]
        )
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            thread.join(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def place(address: str) -> Place:
    return state.open_place("demo")


@pytest.fixture
def open_map(browser: Browser, address: str, place: Place) -> Iterator[OpenMap]:
    """Open maps; what any of them did that it should not fails the test when it ends."""
    visits: list[Visit] = []

    def opened(spec: MapSpec, *, width: int = 1280, frame: bool = False, **options: Any) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 700}, bypass_csp=True, reduced_motion="reduce", **options
        )
        context.route("**/favicon.ico", lambda route: route.fulfill(status=204))
        visit = Visit(context.new_page(), address)
        visits.append(visit)
        url = maps.offer_map(place, spec)
        visit.page.goto(f"{address}/outside?map={url.rpartition('/')[2]}" if frame else address + url)
        (visit.page.frame_locator("iframe").locator if frame else visit.page.locator)(DRAWN).wait_for(
            state="attached", timeout=30_000
        )
        visit.page.wait_for_timeout(700)
        return visit

    yield opened
    for visit in visits:
        visit.page.context.close()
    assert [fault for visit in visits for fault in visit.faults] == []


def _specs(place: Place) -> dict[str, MapSpec]:
    plain = map_spec(place)
    return {
        "assets": plain,
        "venues": replace(plain, layer="venues", asset_ids=("id-0", "id-1", "id-2")),
        "missing": replace(plain, layer="missing"),
        "travel": replace(plain, layer="travel", venue="id-3"),
    }


@pytest.mark.parametrize("layer", ["assets", "venues", "missing", "travel"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(
    open_map: OpenMap, place: Place, axe: str, layer: str, width: int, scheme: str
) -> None:
    visit = open_map(_specs(place)[layer], width=width, color_scheme=scheme)
    visit.page.evaluate(axe)
    options = {"runOnly": {"type": "tag", "values": list(RULES)}}
    found = visit.page.evaluate("options => axe.run(document, options)", options)["violations"]
    assert [(row["id"], row["nodes"][0]["html"][:120]) for row in found if row["impact"] in SERIOUS] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.small_targets() == []
    assert not visit.page.locator(".still-box").is_visible()
    assert visit.page.locator(".legend li").count() > 0


def test_roads_and_marks_are_painted(open_map: OpenMap, place: Place) -> None:
    visit = open_map(_specs(place)["assets"])
    painted = """pane => [...document.querySelectorAll(`.leaflet-${pane}-pane canvas`)].some(canvas => {
      const whole = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return whole.some(value => value);
    })"""
    visit.page.wait_for_timeout(1_000)
    assert visit.page.evaluate(painted, "roads")
    assert visit.page.evaluate(painted, "pins")
    assert visit.page.evaluate(painted, "names")


def test_the_whole_map_by_keyboard(open_map: OpenMap, place: Place) -> None:
    visit = open_map(_specs(place)["assets"], frame=True)
    page, frame = visit.page, visit.page.frame_locator("iframe")
    box, status = frame.locator("#map_place"), frame.locator("#map-status")
    box.focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(900)
    assert " in view. Nearest the middle: " in status.inner_text()
    name = status.inner_text().partition("Nearest the middle: ")[2].rstrip(".")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    assert name in frame.locator(".leaflet-popup-content").inner_text()
    assert "Press Tab for its page" in status.inner_text()
    page.keyboard.press("Tab")
    assert frame.locator(".leaflet-popup-content a:focus").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/asset?place=*&id=*")
    assert page.url.startswith(f"{visit.address}/asset?place="), "the page around the map goes there"


def test_escape_and_the_skip_link_lead_on(open_map: OpenMap, place: Place) -> None:
    page = open_map(_specs(place)["assets"]).page
    page.focus("#map_place")
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.locator(".leaflet-popup").count() == 0
    page.focus("a.skip")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "after-map"


def test_hostile_names_are_shown_as_text(open_map: OpenMap, place: Place) -> None:
    visit = open_map(replace(map_spec(place), asset_ids=tuple(f"id-{n}" for n in range(len(HOSTILE)))))
    page = visit.page
    page.focus("#map_place")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    said = page.inner_text(".leaflet-popup-content")
    assert all(name.replace("\u202e", "") in said for name in HOSTILE), "all at one spot are told"
    inside = page.locator(".leaflet-popup-content")
    assert inside.locator("img, script, svg, b").count() == 0
    page.keyboard.press("Escape")
    point = page.evaluate(
        "(() => { const m = map_place, b = m.getContainer().getBoundingClientRect(); return [b.x, b.y]; })()"
    )
    spot = page.evaluate(
        "at => { const p = map_place.latLngToContainerPoint(at); return [p.x, p.y]; }", _where(place, "id-0")
    )
    page.mouse.move(point[0] + spot[0], point[1] + spot[1])
    page.wait_for_timeout(300)
    assert HOSTILE[0] in page.inner_text(".leaflet-tooltip")
    page.mouse.click(point[0] + spot[0], point[1] + spot[1])
    page.wait_for_timeout(300)
    assert HOSTILE[0] in page.inner_text(".leaflet-popup-content")


def _where(place: Place, asset_id: str) -> list[float]:
    asset = workspace.open_register(place).asset(asset_id)
    assert asset.lat is not None
    assert asset.lon is not None
    return [asset.lat, asset.lon]


def test_without_scripts_there_is_a_picture(place: Place, browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + maps.offer_map(place, _specs(place)["missing"]))
    picture = page.locator(".still-box img")
    assert picture.is_visible()
    box = picture.bounding_box()
    assert box is not None
    assert box["height"] > 100
    context.close()


def test_forced_colours_keep_the_map_and_the_words(open_map: OpenMap, place: Place) -> None:
    page = open_map(_specs(place)["travel"], forced_colors="active").page
    assert page.locator("#map_place canvas").count() > 0
    assert page.evaluate("getComputedStyle(document.querySelector('.swatch')).forcedColorAdjust") == "none"


def test_the_programs_are_served(address: str, browser: Browser) -> None:
    page = browser.new_page()
    for file in WEB_MAP:
        answer = page.request.get(f"{address}/vendor/{file.name}")
        assert answer.ok
        assert len(answer.body()) > 1000
    page.close()
