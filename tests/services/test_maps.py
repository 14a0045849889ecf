"""A map of a real place folder: what each view and layer shows, what is refused, what is written."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from assetmap.config import Settings
from assetmap.errors import OptionError, OutsideError
from assetmap.model.asset import Agreement, Asset, Fact, Status, Visibility, Where
from assetmap.model.place import MADE_UP
from assetmap.model.register import Change
from assetmap.services import ingest, map_shapes, maps, participation, releases, workspace
from assetmap.services.maps import MapRequest, draw_map, save_map
from assetmap.services.workspace import Place, PlaceParts

NOW = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
NOWHERE = "http://127.0.0.1:9"


def _asset(name: str, *, agreed: bool = True, **changes: Any) -> Asset:
    named: dict[str, Any] = {
        "id": f"id-{name}", "source": "halls 2026", "source_key": name, "kind": "venue", "lat": 0.0, "lon": 0.0,
        "visibility": Visibility.PUBLIC if agreed else Visibility.ONLY_US,
        "agreement": Agreement("its committee", "2026-01-01") if agreed else None,
        "fields": {"name": Fact(name, "halls 2026", "2026-02-01")},
    }  # fmt: skip
    return Asset(**(named | changes))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, demo_data: Path) -> Place:
    """The made-up district with four assets: agreed, not agreed, closed, private."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), web_assets_url=NOWHERE, network_seconds=1)
    parts = PlaceParts(
        areas=demo_data / "areas.geojson",
        postcodes=(demo_data / "postcodes.csv",),
        streets=demo_data / "streets.osm.pbf",
    )
    workspace.create_place(settings, "Valley", parts, now=NOW)
    place = workspace.open_place(settings, "Valley")
    middle = workspace.areas(place).iloc[0]
    at: dict[str, Any] = {"lat": float(middle["lat"]), "lon": float(middle["lon"]), "area_id": str(middle["area_id"])}
    chosen = (
        _asset("Agreed Hall", **at),
        _asset("Quiet Hall", agreed=False, **at),
        _asset("Shut Hall", status=Status.CLOSED, **at),
        _asset("Hidden Club", where=Where.PRIVATE, **at),
    )
    change = Change(what="test", source="halls 2026", who="test", when=NOW.isoformat(), assets=chosen)
    workspace.open_register(place).apply(change)
    return workspace.open_place(settings, "Valley")


@pytest.fixture
def place(made: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The same place where neither the npm client nor a network is to be had."""
    monkeypatch.setenv("PATH", "")
    return made


def test_working_shows_all_in_use_under_a_band(place: Place) -> None:
    page = draw_map(place, MapRequest(), now=NOW)
    assert "PRIVATE: 1 of these has not agreed to be published." in page
    assert all(name in page for name in ("Agreed Hall", "Quiet Hall", "Hidden Club"))
    assert "Shut Hall" not in page


def test_public_shows_those_who_agreed_and_no_band(place: Place) -> None:
    page = draw_map(place, MapRequest(view="public"), now=NOW)
    assert "Agreed Hall" in page
    assert "Quiet Hall" not in page
    assert "Hidden Club" not in page
    assert "PRIVATE" not in page


def test_sources_days_and_openstreetmap_are_named(place: Place) -> None:
    page = draw_map(place, MapRequest(), now=NOW)
    assert "halls 2026, as at 2026-02-01" in page
    assert "Drawn on 9 March 2026" in page
    assert "areas.geojson" in page
    assert "© OpenStreetMap contributors" not in page, "its streets are made up"
    real = draw_map(dataclasses.replace(place, made_up=False), MapRequest(), now=NOW)
    assert "© OpenStreetMap contributors" in real
    assert MADE_UP in page
    assert MADE_UP not in real


def test_without_npm_or_network_the_page_has_a_picture_and_says_why(place: Place) -> None:
    page = draw_map(place, MapRequest(), now=NOW)
    assert "The map that moves could not be fetched." in page
    assert 'class="still"' in page
    assert "<script" not in page


def test_a_refused_program_is_told_and_the_page_still_drawn(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise OutsideError("leaflet 1.9.4: dist/leaflet.js was refused.")

    monkeypatch.setattr(maps, "read_web_files", refuse)
    page = draw_map(place, MapRequest(), now=NOW)
    assert "leaflet 1.9.4: dist/leaflet.js was refused." in page
    assert "Agreed Hall" in page


def test_travel_has_a_row_for_every_area_and_a_ring_at_the_venue(place: Place) -> None:
    request = MapRequest(layers=("travel",), venue="id-Agreed Hall", mode="drive")
    page = draw_map(place, request, now=NOW)
    table = page.partition('id="table-travel"')[2].partition("</table>")[0]
    assert table.count('<th scope="row"') == len(workspace.areas(place))
    assert "By car to Agreed Hall and home" in page
    assert "The ring is Agreed Hall." in page


def test_a_private_venue_gets_no_ring_and_an_unagreed_one_no_public_page(place: Place) -> None:
    hidden = draw_map(place, MapRequest(layers=("travel",), venue="id-Hidden Club"), now=NOW)
    assert "The ring is" not in hidden
    with pytest.raises(OptionError, match="has not agreed to be published"):
        draw_map(place, MapRequest(layers=("travel",), venue="id-Quiet Hall", view="public"), now=NOW)


def test_patches_are_drawn_whole(place: Place, demo_data: Path) -> None:
    areas = workspace.areas(place)
    with (demo_data / "patches.csv").open(encoding="utf-8", newline="") as file:
        unit_of = {row["area_code"]: row["patch"] for row in csv.DictReader(file)}
    outlines = map_shapes.outlines(place, areas, unit_of=unit_of)
    patches = outlines.iloc[len(areas) :]
    assert shapely.area(patches.geometry.to_numpy()).sum() == pytest.approx(
        shapely.area(areas.geometry.to_numpy()).sum()
    )
    assert 1 < len(patches) < len(areas)


def test_missing_is_what_was_released_whatever_the_view_of_assets(place: Place, demo_data: Path) -> None:
    with pytest.raises(OptionError, match="Only released figures become a file"):
        draw_map(place, MapRequest(layers=("missing",), view="working"), now=NOW)
    meetings = participation.ParticipationImport(path=demo_data / "meetings.csv")
    participation.import_participation(place, meetings, now=NOW, who="test")
    year = releases.ReleaseRequest(from_="2025-04-01", to="2025-12-31", meant_for="everyone")
    releases.make_release(place, year, now=NOW, who="test")
    page = draw_map(place, MapRequest(layers=("missing",), view="working"), now=NOW)
    assert "fewer than 10" in page
    assert "PRIVATE" not in page


def test_main_roads_come_before_lanes(place: Place) -> None:
    graph = workspace.street_graph(place, "drive")
    assert graph is not None
    order = map_shapes.by_importance(graph)
    speed = np.round(graph.stretch_metres[order] / graph.stretch_seconds[order])
    assert (np.diff(speed) <= 0).all()
    assert sorted(order) == list(range(len(graph.stretch_metres)))
    lines = map_shapes.lines_of(graph)
    assert lines[3].coords[0] == (graph.line_lon[graph.line_start[3]], graph.line_lat[graph.line_start[3]])
    assert len(lines[3].coords) == graph.line_start[4] - graph.line_start[3]


def test_a_place_without_areas_draws_the_squares_of_its_postcodes(
    made: Place, demo_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    settings = dataclasses.replace(made.settings, home=tmp_path)
    parts = PlaceParts(postcodes=(demo_data / "postcodes.csv",), streets=demo_data / "streets.osm.pbf")
    workspace.create_place(settings, "Bare", parts, now=NOW)
    bare = workspace.open_place(settings, "Bare")
    squares = map_shapes.squares(bare)
    north_south = squares.geometry.bounds["maxy"] - squares.geometry.bounds["miny"]
    assert north_south.to_numpy() * 111_195 == pytest.approx(settings.cell_metres, rel=0.001)
    middle = workspace.postcodes(bare).iloc[0]
    page = draw_map(bare, MapRequest(layers=("travel",), venue=f"{middle['lat']},{middle['lon']}"), now=NOW)
    assert re.search(r'class="area" fill="url\(#fill-travel-0\)" d="M', page)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (MapRequest(layers=("people",)), "--layer 'people'"),
        (MapRequest(layers=()), "--layer ''"),
        (MapRequest(view="partners"), "--view 'partners'"),
        (MapRequest(layers=("travel",)), "--layer travel: no venue was given"),
        (MapRequest(layers=("travel",), venue="0,0", mode="swim"), "--mode 'swim'"),
    ],
)
def test_options_we_do_not_know_are_refused(place: Place, request_: MapRequest, said: str) -> None:
    with pytest.raises(OptionError, match=re.escape(said)):
        draw_map(place, request_, now=NOW)


def test_a_map_is_written_whole_and_replaces_the_last(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    path.write_text("the last one")
    said = save_map(place, MapRequest(title="Our valley"), path, now=NOW)
    assert said[0] == f"Wrote {path}: open it in any browser. It works with no internet."
    assert said[1].startswith("PRIVATE: 1 of these")
    assert "<h1>Our valley</h1>" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(place: Place, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="this is a folder"):
        save_map(place, MapRequest(), tmp_path, now=NOW)
    with pytest.raises(OutsideError, match=r"could not be written .*Choose another place"):
        save_map(place, MapRequest(), tmp_path / "nowhere" / "map.html", now=NOW)


@pytest.mark.parametrize("name", ["out.txt", "map", "map.html.pdf", "map.geojson"])
def test_a_map_is_a_web_page_and_its_name_says_so(place: Place, tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match=r"a map is a web page. Expected a name that ends in .html or .htm. Try"):
        save_map(place, MapRequest(), tmp_path / name, now=NOW)
    assert list(tmp_path.glob("*")) == []
    save_map(place, MapRequest(), tmp_path / "MAP.HTM", now=NOW)
    assert (tmp_path / "MAP.HTM").is_file()


@pytest.mark.real_data
def test_newport_s_own_streets_and_lists_make_a_page(
    real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    newport = real_data / "newport"
    settings = Settings(home=tmp_path, web_assets_url=NOWHERE, network_seconds=1)
    parts = PlaceParts(areas=newport / "areas" / "lsoa21_newport.geojson", streets=newport / "streets.osm.pbf")
    workspace.create_place(settings, "Newport", parts, now=NOW)
    place = workspace.open_place(settings, "Newport")
    ingest.import_assets(place, ingest.AssetImport(path=None, from_streets=True), now=NOW, who="test")
    page = draw_map(place, MapRequest(), now=NOW)
    table = page.partition('id="table-assets"')[2].partition("</table>")[0]
    assert table.count("Venue, community centre") == 18
    assert table.count("Venue, library") == 6
    assert table.count("Venue, place of worship") == 55
    assert "https://" not in page.partition("<table")[0]
    assert len(page) < 3_000_000
