"""A map inside the app as text: its page, its facts, its still picture."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from map_facts import HOSTILE, make_areas, make_asset, make_assets, make_contents, make_missing

from assetmap.model.asset import ASSET_KINDS, Asset, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.picture import LABEL_MARKS
from assetmap.model.release import PublicFacts
from assetmap.render import picture
from assetmap.render.maps import MapContents
from assetmap.render.web_map import (
    Link,
    PageParts,
    RoadTiles,
    WebMap,
    draw_sorry_page,
    draw_web_map_page,
    draw_web_still,
    make_web_drawing,
    write_web_facts,
)

ADDRESS = "/maps/token"
ROADS = RoadTiles(url="/basemap/llan/1.pmtiles", layer="roads", rank="rank", zoom=13)
PARTS = PageParts(address=ADDRESS, scripts=(Link("/vendor/a.js", "sha512-A"),), roads=ROADS)
ABOUT_PEOPLE = next(kind.name for kind in ASSET_KINDS if kind.about_people)


def _line(asset: Asset) -> AssetLine:
    shared = (
        "id",
        "source",
        "kind",
        "where",
        "visibility",
        "status",
        "located_by",
        "lat",
        "lon",
        "area_id",
        "agreement",
    )
    named = {name: getattr(asset, name) for name in shared}
    return AssetLine(**named, has_access=False, names=(asset.text("name"), "", ""), access={})


def _ground(**layers: Any) -> MapContents:
    bare: dict[str, Any] = {"assets": None, "missing": None, "travel": None, "notes": ()}
    return replace(make_contents([]), **(bare | layers))


def _web(assets: list[Asset]) -> WebMap:
    return WebMap(contents=_ground(), pins=PublicFacts([_line(asset) for asset in assets]))


def _facts(web: WebMap, *, lines_of_roads: bool = False) -> Any:
    return json.loads(write_web_facts(web, make_web_drawing(web), lines_of_roads=lines_of_roads))


def test_points_are_those_assets_that_may_have_one() -> None:
    assets = [
        make_asset(1, kind="venue"),
        make_asset(2, kind="venue", where=Where.PRIVATE),
        make_asset(3, kind=ABOUT_PEOPLE),
        make_asset(4, kind="group", lat=None, lon=None),
        make_asset(5, kind="group"),
    ]
    layer = _facts(_web(assets))["layer"]
    assert layer["ids"] == ["id-1", "id-5"]
    assert [layer["lon"][0], layer["lat"][0]] == [assets[0].lon, assets[0].lat]
    assert layer["cells"][0] == ["Asset 1", "Asset 5"]
    assert layer["mark"] == [1, 0], "groups come before venues in the legend"
    text = json.dumps(layer)
    assert "High Street" not in text
    assert "01000" not in text


def test_nothing_on_the_map_is_said() -> None:
    web = _web([make_asset(3, kind=ABOUT_PEOPLE)])
    assert _facts(web)["layer"] is None
    page = draw_web_map_page(web, make_web_drawing(web), PARTS)
    assert "Nothing on this list has a place on the map." in page
    assert "1 of 1 are in the list only" in page


def test_no_text_of_people_is_in_the_page_as_markup() -> None:
    web = _web(make_assets(len(HOSTILE)))
    page = draw_web_map_page(web, make_web_drawing(web), PARTS)
    assert not any(name in page for name in HOSTILE)
    assert not re.search(r"<[^>]+\son\w+=", page)
    still = draw_web_still(web, make_web_drawing(web))
    assert not any(name in still for name in HOSTILE)


def test_a_hostile_venue_is_escaped() -> None:
    web = WebMap(contents=_ground(travel=make_contents([]).travel))
    page = draw_web_map_page(web, make_web_drawing(web), PARTS)
    assert "The ring is Neuadd &lt;b&gt;Llanfair&lt;/b&gt;." in page
    assert "<b>Llanfair" not in page


def test_programs_carry_their_checksum_and_no_other_may_run() -> None:
    web = _web([make_asset(1)])
    page = draw_web_map_page(web, make_web_drawing(web), PARTS)
    assert '<script src="/vendor/a.js" integrity="sha512-A"' in page
    policy = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0]
    assert "unsafe-eval" not in policy
    assert "script-src &#39;self&#39; &#39;sha256-" in policy


def test_roads_are_tiles_or_lines() -> None:
    web = _web([make_asset(1)])
    assert _facts(web)["roads"] == []
    assert len(_facts(web, lines_of_roads=True)["roads"]) == 5
    tiles = draw_web_map_page(web, make_web_drawing(web), PARTS)
    lines = draw_web_map_page(web, make_web_drawing(web), PageParts(address=ADDRESS, scripts=PARTS.scripts))
    assert "/basemap/llan/1.pmtiles" in tiles
    assert '"roads":null' in lines


def test_areas_carry_the_shared_figures_and_no_others() -> None:
    web = WebMap(contents=_ground(missing=make_missing()))
    layer = _facts(web)["layer"]
    assert len(layer["shapes"]["features"]) == len(make_areas())
    came = layer["heads"].index("People who came")
    assert set(layer["cells"][came]) == {"fewer than 10", "15"}
    with pytest.raises(TypeError):
        _ground(missing=make_missing().facts)
    with pytest.raises(TypeError):
        WebMap(contents=web.contents, pins=[])  # type: ignore[arg-type]


def test_the_still_picture_is_a_file_that_says_what_it_must() -> None:
    web = _web([make_asset(1, agreed=False), make_asset(2)])
    picture_file = ET.fromstring(draw_web_still(web, make_web_drawing(web)))
    said = [node.text for node in picture_file.iter("{http://www.w3.org/2000/svg}text")]
    assert said == ["PRIVATE: 1 of these has not agreed to be published.", "© OpenStreetMap contributors"]
    assert picture_file.get("width") == "1000"


def test_very_many_marks_are_thinned_in_the_still_picture() -> None:
    few, many = np.zeros((10, 2)), np.repeat(np.arange(200.0) * 4, 100)[:, None] * np.ones(2)
    assert len(picture._apart(few)) == 10
    assert len(picture._apart(many)) == 200


def test_no_two_labels_look_alike_where_both_are_drawn() -> None:
    drawn = [(mark.colour, mark.hatch) for mark in LABEL_MARKS if mark.label in {"No label", str(LABEL_MARKS[5].label)}]
    assert len(set(drawn)) == 2


def test_a_sorry_page_escapes_and_speaks() -> None:
    page = draw_sorry_page("There is no map here", ("<b>gone</b>",))
    assert "&lt;b&gt;gone" in page
    assert '<html lang="en-GB">' in page
