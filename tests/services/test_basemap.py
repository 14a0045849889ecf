"""The roads behind a map: each street once, ranked by how fast it is driven, made once a generation."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pyogrio
import pytest
import shapely

from assetmap.config import Settings
from assetmap.model.picture import ROAD_MARKS
from assetmap.services import basemap, workspace
from assetmap.services.workspace import Place, PlaceParts

NOW = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
FOOT = len(ROAD_MARKS)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, demo_data: Path) -> Place:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    parts = PlaceParts(areas=demo_data / "areas.geojson", streets=demo_data / "streets.osm.pbf")
    workspace.create_place(settings, "Valley", parts, now=NOW)
    return workspace.open_place(settings, "Valley")


def test_each_driven_street_has_the_rank_of_its_speed(place: Place) -> None:
    lines, rank = basemap.ranked_roads(place)
    graph = workspace.street_graph(place, "drive")
    assert graph is not None
    for number in range(len(graph.stretch_metres)):
        kmh = round(graph.stretch_metres[number] / graph.stretch_seconds[number] * 3.6)
        assert ROAD_MARKS[rank[number]].kmh_from <= kmh
        assert rank[number] == 0 or kmh < ROAD_MARKS[rank[number] - 1].kmh_from
        start = graph.line_start[number]
        assert lines[number].coords[0] == (graph.line_lon[start], graph.line_lat[start])


def test_ways_on_foot_are_those_no_car_drives(place: Place) -> None:
    lines, rank = basemap.ranked_roads(place)
    driven = shapely.buffer(shapely.union_all(lines[rank < FOOT]), 1e-6)
    walk = workspace.street_graph(place, "walk")
    assert walk is not None
    along = shapely.length(shapely.intersection(lines[rank == FOOT], driven)) / shapely.length(lines[rank == FOOT])
    assert len(along) == 60
    assert (along < 0.5).all()
    # Together they are the whole network: no street that people walk lies off the lines drawn.
    every = shapely.buffer(shapely.union_all(lines), 1e-6)
    ends = shapely.points(walk.node_lon[walk.stretch_tail], walk.node_lat[walk.stretch_tail])
    assert shapely.contains(every, ends).all()


def test_roads_are_made_once_and_hold_ranks_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    path = basemap.make_roads(place)
    assert path == basemap.roads_file(place)
    assert set(pyogrio.read_info(path)["fields"]) <= {"rank", "mvt_id"}
    monkeypatch.setattr(basemap, "write_roads", lambda *_: pytest.fail("made again"))
    assert basemap.make_roads(place) == path


def test_older_generations_go(place: Place) -> None:
    folder = place.folder / basemap.FOLDER
    folder.mkdir(exist_ok=True)
    (folder / "roads-97.pmtiles").write_bytes(b"old")
    (folder / "roads-98.pmtiles").write_bytes(b"the one before")
    basemap._forget_older(dataclasses.replace(place, generation=99))
    assert sorted(found.name for found in folder.glob("roads-9*")) == ["roads-98.pmtiles"]


def test_a_place_without_streets_has_none(tmp_path: Path, demo_data: Path) -> None:
    settings = Settings(home=tmp_path)
    workspace.create_place(settings, "Bare", PlaceParts(areas=demo_data / "areas.geojson"), now=NOW)
    bare = workspace.open_place(settings, "Bare")
    assert not basemap.has_roads(bare)
    assert basemap.make_roads(bare) is None
    assert not (bare.folder / basemap.FOLDER).exists()


@pytest.mark.real_data
def test_newport_s_roads_are_tiles(real_data: Path, tmp_path: Path) -> None:
    newport = real_data / "newport"
    settings = Settings(home=tmp_path)
    parts = PlaceParts(areas=newport / "areas" / "lsoa21_newport.geojson", streets=newport / "streets.osm.pbf")
    workspace.create_place(settings, "Newport", parts, now=NOW)
    path = basemap.make_roads(workspace.open_place(settings, "Newport"))
    assert path is not None
    assert 300_000 < path.stat().st_size < 2_000_000
