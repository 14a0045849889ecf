"""The map page as text: what it holds, what it never holds, and what it refuses."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from html.parser import HTMLParser
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from map_facts import HOSTILE, PRIVATE_NUMBER, make_areas, make_asset, make_contents, make_missing, make_named

from assetmap.analysis.disclosure import make_working_view
from assetmap.model.asset import ASSET_KINDS, LocatedBy, Where
from assetmap.model.picture import MOST_LINE_POINTS
from assetmap.render import folium_map, maps
from assetmap.render.maps import MapProgram, draw_map_page

PROGRAM = MapProgram(
    script="/* stands for the map's program </script> <!-- */", style=".x { background: url(images/layers.png); }"
)


class _Reader(HTMLParser):
    """Collects the elements, the text outside scripts and styles, and the scripts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._inside: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = (tag, dict(attrs)) if tag in {"script", "style"} else None

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.text.append(data)
        elif self._inside[0] == "script":
            self.scripts.append((self._inside[1], data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def data(self) -> Any:
        return json.loads(next(text for attributes, text in self.scripts if attributes.get("id") == "map-data"))


@pytest.fixture(scope="module")
def page() -> str:
    return draw_map_page(make_contents(), PROGRAM)


@pytest.fixture(scope="module")
def reader(page: str) -> _Reader:
    return _Reader(page)


def test_the_page_asks_nobody_for_anything(page: str, reader: _Reader) -> None:
    assert [tag for tag in ("link", "iframe", "img", "object", "embed", "base") if reader.named(tag)] == []
    assert all("src" not in attributes for attributes in reader.named("script"))
    assert "url(images" not in page
    assert re.findall(r"https?://", page) == ["http://"], "only the hostile name of the test has an address"


def test_only_our_own_programs_may_run(reader: _Reader) -> None:
    policy = next(a["content"] or "" for a in reader.named("meta") if a.get("http-equiv") == "Content-Security-Policy")
    programs = [text for attributes, text in reader.scripts if attributes.get("type") != "application/json"]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in programs]
    assert len(programs) == 4
    assert "default-src 'none'" in policy
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert "script-src 'unsafe" not in policy


def test_hostile_text_is_shown_as_text(page: str, reader: _Reader) -> None:
    shown = "".join(reader.text)
    assert all(name.replace("\u202e", "") in shown for name in HOSTILE)
    assert "\u202e" not in page
    assert reader.named("b") == []
    assert not [a for _, a in reader.tags if any(key.startswith("on") for key in a)]
    assert len(reader.scripts) == 5


def test_hostile_text_in_every_field_adds_no_element() -> None:
    harm = HOSTILE[1] + HOSTILE[0]
    calm = _Reader(draw_map_page(make_contents([make_asset(1)]), PROGRAM)).tags
    fields = {name: make_named(1, harm).fields["name"] for name in ("name", "address", "phone", "opening_hours")}
    loud = make_contents([make_asset(1, fields=fields, source=harm)], title=harm, notes=(harm,), sources=(harm,))
    assert [tag for tag, _ in _Reader(draw_map_page(loud, PROGRAM)).tags] == [tag for tag, _ in calm]


def test_the_reader_may_zoom_and_hears_the_language(reader: _Reader) -> None:
    viewport = [a["content"] for a in reader.named("meta") if a.get("name") == "viewport"]
    assert viewport == ["width=device-width, initial-scale=1"]
    assert reader.named("html") == [{"lang": "en-GB"}]
    assert len(reader.named("h1")) == 1


def test_each_table_has_a_caption_and_scopes(reader: _Reader) -> None:
    assert len(reader.named("table")) == len(reader.named("caption")) == 3
    assert {a.get("scope") for a in reader.named("th")} == {"col", "row"}
    assert [a["tabindex"] for a in reader.named("div") if a.get("class") == "box"] == ["0"] * 3


def test_marks_and_table_are_the_same_rows(reader: _Reader) -> None:
    layers = {layer["key"]: layer for layer in reader.data["layers"]}
    kinds_with_pins = {kind.name for kind in ASSET_KINDS if not kind.about_people}
    assets = [i for i, asset in enumerate(make_contents().assets.facts) if asset.kind in kinds_with_pins]  # type: ignore[union-attr]
    assert [f["properties"]["row"] for f in layers["assets"]["shapes"]["features"]] == assets
    assert [f["properties"]["row"] for f in layers["missing"]["shapes"]["features"]] == list(range(12))
    first = layers["assets"]["shapes"]["features"][0]["geometry"]["coordinates"]
    assert first == [-2.995, 52.005]


def test_what_people_keep_private_is_nowhere(page: str) -> None:
    assert PRIVATE_NUMBER not in page
    assert PRIVATE_NUMBER.replace(" ", "") not in page


@pytest.mark.parametrize(
    "changes",
    [
        {"where": Where.PRIVATE},
        {"kind": next(kind.name for kind in ASSET_KINDS if kind.about_people)},
        {"lat": None, "lon": None, "located_by": LocatedBy.NOTHING},
    ],
)
def test_no_pin_for_private_places_and_people(changes: dict[str, Any]) -> None:
    asset = make_asset(1, **changes)
    page = draw_map_page(make_contents([asset], missing=None, travel=None), PROGRAM)
    assert _Reader(page).data["layers"] == []
    assert "Asset 1" in page
    assert "1 of 1 are in the list only" in page
    if asset.lat is not None:
        assert "1 High Street" not in page
        assert "01000 000000" not in page
        assert "by area only" in page


def test_the_private_band_counts_those_who_have_not_agreed() -> None:
    mixed = [make_asset(i, agreed=i % 4 != 0) for i in range(8)]
    page = draw_map_page(make_contents(mixed), PROGRAM)
    assert "PRIVATE: 2 of these have not agreed to be published." in page
    agreed = draw_map_page(make_contents([a for a in mixed if a.agreement]), PROGRAM)
    assert "PRIVATE" not in agreed
    assert "To be published" not in agreed


def test_exact_figures_about_people_are_refused() -> None:
    with pytest.raises(TypeError, match="A map file takes ShareView, not WorkingView"):
        make_contents(missing=make_working_view(make_missing().facts))
    with pytest.raises(TypeError, match="A map file takes PublicFacts, not list"):
        make_contents(assets=[]).__class__(**{**make_contents().__dict__, "assets": []})


def test_without_a_program_the_page_says_so_and_shows_a_picture() -> None:
    page = draw_map_page(make_contents(), None)
    reader = _Reader(page)
    assert maps.NO_PROGRAM in page
    assert reader.named("script") == []
    assert 'class="still"' in page
    assert len(reader.named("table")) == 3
    assert "The network is down." in draw_map_page(make_contents(), None, why_no_program="The network is down.")


def test_openstreetmap_is_named_only_where_it_was_used() -> None:
    assert maps.OPENSTREETMAP in draw_map_page(make_contents(), None)
    assert maps.OPENSTREETMAP not in draw_map_page(make_contents(from_openstreetmap=False), PROGRAM)


def test_marks_outside_the_picture_are_said() -> None:
    far = make_asset(1, lat=55.0, lon=-4.0)
    assert "1 lie outside this picture" in draw_map_page(make_contents([far]), None)


def test_a_place_without_areas_is_framed_by_its_assets() -> None:
    empty = gpd.GeoDataFrame({"area_id": [], "name": []}, geometry=[], crs="EPSG:4326")
    contents = make_contents([make_asset(1)], areas=empty, missing=None, travel=None, roads=np.array([], dtype=object))
    data = _Reader(draw_map_page(contents, PROGRAM)).data
    lon, lat = data["layers"][0]["shapes"]["features"][0]["geometry"]["coordinates"]
    page = draw_map_page(contents, PROGRAM)
    south, west, north, east = (
        float(text) for text in re.findall(r"-?\d+\.\d+", page[page.index("fitBounds") :].partition("]]")[0])
    )
    assert ((west + east) / 2, (south + north) / 2) == pytest.approx((lon, lat))
    assert east - west > 0.01


def test_a_place_with_nothing_still_gives_a_page() -> None:
    empty = gpd.GeoDataFrame({"area_id": [], "name": []}, geometry=[], crs="EPSG:4326")
    page = draw_map_page(make_contents([], areas=empty, missing=None, travel=None), PROGRAM)
    assert "Nothing is on this list yet." in page


def test_the_same_facts_give_the_same_file(page: str) -> None:
    assert draw_map_page(make_contents(), PROGRAM) == page


def test_lines_are_drawn_coarser_until_they_fit() -> None:
    angles = np.linspace(0, 2 * np.pi, 300_000)
    ring = shapely.Polygon(np.column_stack([-2.9 + 0.05 * np.cos(angles), 52.05 + 0.03 * np.sin(angles)]))
    areas = make_areas()
    areas.loc[0, "geometry"] = ring
    page = draw_map_page(make_contents(areas=areas, missing=None, travel=None), PROGRAM)
    data = _Reader(page).data
    points = sum(len(line) for line in data["outlines"])
    assert 12 * 5 < points <= MOST_LINE_POINTS
    drawn = shapely.Polygon(next(line for line in data["outlines"] if len(line) > 5))
    assert drawn.symmetric_difference(ring).area < ring.area / 500


def test_twenty_thousand_assets_fit_and_are_quick() -> None:
    began = time.process_time()
    page = draw_map_page(make_contents([make_asset(i) for i in range(20_000)], missing=None, travel=None), PROGRAM)
    assert time.process_time() - began < 5
    assert len(page.encode()) < 15_000_000


def test_usual_address_is_folium_s_own() -> None:
    assert folium_map.usual_address().startswith("https://")
    assert "@" not in folium_map.usual_address()
