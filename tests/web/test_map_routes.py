"""The maps' addresses: what they tell, what they keep to themselves, and what they say when there is no map."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from asgi_calls import Answer, ask
from map_facts import HOSTILE, make_asset, make_named

from assetmap.adapters.web_assets import WEB_MAP
from assetmap.config import Settings
from assetmap.model.asset import ASSET_KINDS, Asset, Status, Where
from assetmap.model.register import Change
from assetmap.services import basemap, participation, releases, web_program, workspace
from assetmap.services.web_maps import MapSpec, map_spec
from assetmap.services.workspace import Place, PlaceParts
from assetmap.web import maps, state
from assetmap.web.map_routes import ROUTES

NOW = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
ABOUT_PEOPLE = next(kind.name for kind in ASSET_KINDS if kind.about_people)
CANARY = "ZZ99 9ZZ"


def _assets(place: Place) -> tuple[Asset, ...]:
    middle = workspace.areas(place).iloc[0]
    at: dict[str, Any] = {"lat": float(middle["lat"]), "lon": float(middle["lon"]), "area_id": "", "kind": "venue"}
    return (
        make_asset(1, **at),
        make_asset(2, agreed=False, **at),
        make_asset(3, status=Status.CLOSED, **at),
        make_asset(4, where=Where.PRIVATE, **at),
        make_asset(5, **(at | {"kind": ABOUT_PEOPLE})),
        *(replace(make_named(10 + n, name), **at) for n, name in enumerate(HOSTILE)),
    )


def _release(place: Place, path: Path) -> None:
    """Bring in a meeting that twelve people of one area came to, and release its half-year."""
    area = workspace.areas(place)["area_id"].iloc[0]
    lines = [f"Lunch,2025-07-02,resident,p{number},{area}\n" for number in range(12)]
    path.write_text("event,date,role,person,area\n" + "".join(lines), encoding="utf-8")
    participation.import_participation(place, participation.ParticipationImport(path=path), now=NOW, who="test")
    releases.make_release(place, releases.ReleaseRequest(), now=NOW, who="test")


@pytest.fixture(scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory, demo_data: Path) -> Path:
    settings = Settings(home=tmp_path_factory.mktemp("maps") / "home")
    parts = PlaceParts(areas=demo_data / "areas.geojson", streets=demo_data / "streets.osm.pbf")
    workspace.create_place(settings, "Valley", parts, now=NOW)
    place = workspace.open_place(settings, "Valley")
    change = Change(what="test", source="halls", who="test", when=NOW.isoformat(), assets=_assets(place))
    workspace.open_register(place).apply(change)
    _release(place, tmp_path_factory.mktemp("lists") / "meetings.csv")
    for file in WEB_MAP:
        web_program._HELD.texts[settings.home / ".web-assets", file] = f"/* {file.name} */"
    return settings.home


@pytest.fixture
def place(_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setenv("ASSETMAP_HOME", str(_home))
    yield state.open_place("valley")
    state.set_sharing(on=False)
    maps.forget_maps()


def _facts(url: str) -> Any:
    return ask(ROUTES, f"{url}/points", {"Accept-Encoding": "gzip"}).json()


def _ids(url: str) -> list[str]:
    layer = _facts(url)["layer"]
    return sorted(layer["ids"]) if layer else []


def _public(spec: MapSpec) -> MapSpec:
    return replace(spec, view="public")


def test_the_page_fetches_everything_from_our_own_address(place: Place) -> None:
    url = maps.offer_map(place, map_spec(place))
    page = ask(ROUTES, url)
    assert page.status == 200
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert not re.findall(r"(?:src|href)=\"(?!/|#)", page.text)
    assert re.findall(r'<script src="([^"]+)"', page.text) == [
        f"/vendor/{file.name}" for file in WEB_MAP if file.name.endswith(".js")
    ]
    assert '<html lang="en-GB">' in page.text
    assert 'content="width=device-width, initial-scale=1"' in page.text
    assert "unsafe-eval" not in page.text
    assert f'"facts":"{url}/points"' in page.text


def test_points_are_the_pins_of_the_assets_and_nothing_else(place: Place) -> None:
    url = maps.offer_map(place, map_spec(place))
    shown = {"id-1", "id-2", *(f"id-{10 + n}" for n in range(len(HOSTILE)))}
    assert set(_ids(url)) == shown, "no private place, nobody's own offer, nothing out of use"
    packed = ask(ROUTES, f"{url}/points", {"Accept-Encoding": "gzip"})
    plain = ask(ROUTES, f"{url}/points")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.json() == packed.json()
    assert "id-1" not in ask(ROUTES, url).text, "points are not in the page"


def test_chosen_assets_and_numbered_venues(place: Place) -> None:
    some = replace(map_spec(place), asset_ids=("id-2", "id-1"))
    assert _ids(maps.offer_map(place, some)) == ["id-1", "id-2"]
    venues = replace(map_spec(place, layer="venues"), asset_ids=("id-2", "id-4", "id-1"))
    layer = _facts(maps.offer_map(place, venues))["layer"]
    assert layer["ids"] == ["id-2", "id-1"]
    assert layer["numbers"] == [1, 3], "the number is the place in the list, also where one before has no pin"


def test_hostile_names_are_json_text_and_nothing_of_the_page(place: Place) -> None:
    url = maps.offer_map(place, map_spec(place))
    names = _facts(url)["layer"]["cells"][0]
    assert {name.replace("\u202e", "") for name in HOSTILE} <= set(names)
    assert ask(ROUTES, f"{url}/points").headers["content-type"] == "application/json"
    for told in (ask(ROUTES, url).text, ask(ROUTES, f"{url}/still.svg").text):
        assert not any(name in told for name in HOSTILE[:2])
        assert " onerror" not in told


def test_the_same_map_has_the_same_address_until_its_facts_change(place: Place, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(place.settings.home, home)
    own = workspace.open_place(Settings(home=home), "Valley")
    first = maps.offer_map(own, replace(map_spec(own), asset_ids=("id-1", "id-2")))
    assert maps.offer_map(own, replace(map_spec(own), asset_ids=("id-2", "id-1"))) == first
    assert maps.offer_map(own, map_spec(own)) != first
    assert _ids(first) == ["id-1", "id-2"]
    moved = make_asset(1, kind="venue", status=Status.CLOSED)
    change = Change(what="t", source="halls", who="t", when=NOW.isoformat(), assets=(moved,), removed_assets=("id-2",))
    workspace.open_register(own).apply(change)
    assert maps.offer_map(own, replace(map_spec(own), asset_ids=("id-1", "id-2"))) != first
    assert _ids(first) == ["id-1"], "nothing old is shown, also at the old address"


def test_an_address_tells_nothing(place: Place) -> None:
    spec = replace(map_spec(place, layer="travel"), venue=CANARY)
    url = maps.offer_map(place, spec)
    assert re.fullmatch(r"/maps/[0-9a-f]{32}", url)
    answer = ask(ROUTES, url)
    assert answer.status == 404
    assert CANARY not in answer.text


def test_shown_to_others_every_address_is_public(place: Place) -> None:
    before = maps.offer_map(place, map_spec(place))
    assert "PRIVATE" in ask(ROUTES, before).text
    state.set_sharing(on=True)
    page = ask(ROUTES, before)
    assert "PRIVATE" not in page.text
    assert "id-2" not in _ids(before)
    assert "id-1" in _ids(before)
    assert "PRIVATE" not in ask(ROUTES, f"{before}/still.svg").text
    assert page.headers["cache-control"] == "no-store"
    assert maps.offer_map(place, map_spec(place)) != before, "so that a frame that is open loads again"
    assert maps.offer_map(place, map_spec(place)) == maps.offer_map(place, _public(map_spec(place)))


def test_a_venue_that_has_not_agreed_is_not_shown_to_others(place: Place) -> None:
    url = maps.offer_map(place, replace(map_spec(place, layer="travel"), venue="id-2"))
    assert ask(ROUTES, url).status == 200
    state.set_sharing(on=True)
    for path in (url, f"{url}/points", f"{url}/still.svg"):
        answer = ask(ROUTES, path)
        assert answer.status == 403
        assert "has not agreed to be published" in answer.text
        assert "Asset 2" not in answer.text
        assert "--venue" not in answer.text


def test_figures_about_people_are_shared_ones_and_never_kept(place: Place) -> None:
    url = maps.offer_map(place, map_spec(place, layer="missing"))
    layer = _facts(url)["layer"]
    assert len(layer["shapes"]["features"]) == len(workspace.areas(place))
    assert layer["points"] is False
    assert not maps._KEPT.drawn
    ask(ROUTES, maps.offer_map(place, map_spec(place)))
    assert len(maps._KEPT.drawn) == 1


@pytest.mark.parametrize("token", ["0" * 32, "x", "..", "%2e%2e"])
def test_an_unknown_address_has_words(place: Place, token: str) -> None:
    for path in (f"/maps/{token}", f"/maps/{token}/points", f"/maps/{token}/still.svg"):
        answer = ask(ROUTES, path)
        assert answer.status == 404
        assert "This map is no longer on offer." in answer.text or answer.text == "Not Found"


def test_a_place_that_changed_or_went_says_so(place: Place, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(place.settings.home, home)
    own = workspace.open_place(Settings(home=home), "Valley")
    old = maps.offer_map(own, replace(map_spec(own), generation=own.generation + 1))
    assert _said(ask(ROUTES, old)) == (410, "The place has changed since this map was drawn.")
    url = maps.offer_map(own, map_spec(own))
    shutil.rmtree(own.folder)
    assert _said(ask(ROUTES, url)) == (410, "The place of this map is no longer there.")


def _said(answer: Answer) -> tuple[int, str]:
    assert "<h1>There is no map here</h1>" in answer.text
    return answer.status, re.findall(r"<p>(.*?)</p>", answer.text)[0]


def test_programs_are_served_by_their_names_alone(place: Place) -> None:
    for file in WEB_MAP:
        answer = ask(ROUTES, f"/vendor/{file.name}", {"Accept-Encoding": "gzip"})
        assert answer.status == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.text == f"/* {file.name} */"
        assert answer.headers["content-type"].startswith("text/")


@pytest.mark.parametrize(
    "path",
    [
        "/vendor/place.toml",
        "/vendor/../valley/place.toml",
        "/vendor/..%2fvalley%2fplace.toml",
        "/vendor/",
        "/vendor/valley/place.toml",
        "/basemap/..%2f/1.pmtiles",
        "/basemap/nowhere/1.pmtiles",
        "/basemap/valley/x.pmtiles",
        "/basemap/valley/../../1.pmtiles",
    ],
)
def test_no_other_file_is_ever_served(place: Place, path: str) -> None:
    answer = ask(ROUTES, path)
    assert answer.status in {404, 410}
    assert b"[[sources]]" not in answer.body


def test_roads_come_in_pieces(place: Place) -> None:
    path = f"/basemap/{place.slug}/{place.generation}.pmtiles"
    whole = ask(ROUTES, path)
    assert whole.status == 200
    assert whole.body == basemap.roads_file(place).read_bytes()
    piece = ask(ROUTES, path, {"Range": "bytes=7-20"})
    assert piece.status == 206
    assert piece.body == whole.body[7:21]
    assert piece.headers["content-range"] == f"bytes 7-20/{len(whole.body)}"
    assert ask(ROUTES, path, {"Range": f"bytes={len(whole.body)}-"}).status == 416
    assert ask(ROUTES, f"/basemap/{place.slug}/{place.generation + 1}.pmtiles").status == 410
    assert ask(ROUTES, path, method="HEAD").body == b""


def test_without_programs_there_is_a_picture_and_a_message(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_program, "find_program", lambda _: web_program.FoundProgram(()))
    url = maps.offer_map(place, map_spec(place))
    page = ask(ROUTES, url).text
    assert "The map that moves could not be fetched." in page
    assert f'<img src="{url}/still.svg"' in page
    assert "map-data" not in page
    assert page.count("<script") == 1, "the one that makes the frame as high as the page"
    picture = ask(ROUTES, f"{url}/still.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.startswith("<svg xmlns=")
    assert not maps._KEPT.drawn, "so that the next one moves once the programs are there"


def test_programs_are_looked_for_again_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def nothing(*_args: object, **_named: object) -> None:
        asked.append(1)

    monkeypatch.setattr(web_program, "read_web_files", nothing)
    settings = Settings(home=tmp_path)
    assert web_program.find_program(settings).files == ()
    assert web_program.find_program(settings).files == ()
    assert len(asked) == 1
    monkeypatch.setattr(web_program, "SECONDS_UNTIL_NEXT_TRY", 0.0)
    web_program.find_program(settings)
    assert len(asked) == 2


def test_only_so_many_maps_are_remembered(place: Place) -> None:
    urls = [maps.offer_map(place, replace(map_spec(place), asset_ids=(f"id-{n}",))) for n in range(70)]
    assert len(maps._KEPT.offers) == maps.MOST_OFFERS
    assert ask(ROUTES, urls[0]).status == 404
    assert ask(ROUTES, urls[-1]).status == 200
