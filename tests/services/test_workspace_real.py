"""Real places: figures counted by other means."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import geopandas
import numpy as np
import osmium
import pandas as pd
import pytest
from pyproj import Transformer
from scipy.spatial import cKDTree
from small_place import make_files

from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.services import workspace
from assetmap.services.workspace import PlaceParts

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return make_files(tmp_path / "files")


def newport_parts(folder: Path) -> PlaceParts:
    census = folder / "census"
    return PlaceParts(
        areas=folder / "areas/lsoa21_newport.geojson",
        population=(
            census / "disability21_lsoa21_newport.csv",
            census / "ethnicity21_lsoa21_newport.csv",
            census / "population2020_by_age_lsoa11_newport.csv",
        ),
        points=census / "population_weighted_centroids_lsoa11_newport.csv",
        postcodes=(folder / "postcodes/codepoint_open_np_2025-10.csv",),
        streets=folder / "streets.osm.pbf",
        timetables=(folder / "timetable.gtfs.zip",),
    )


@pytest.mark.real_data
def test_newport(settings: Settings, real_data: Path) -> None:
    folder = real_data / "newport"
    answer = workspace.create_place(settings, "Newport", newport_parts(folder), now=NOW).as_record()
    assert (answer["areas"], answer["population"], answer["postcodes"]) == (100, 159_596, 13_886)
    assert answer["timetable"] == {
        "from": "2023-06-05", "to": "2024-03-01", "routes": 16, "trips": 176, "stops_served": 655,
    }  # fmt: skip
    assert any("159,569" in problem["value"] for problem in answer["problems"])
    off = {name[-10:-1] for name in answer["areas_off_streets"]}
    distance = metres_to_street(folder)
    assert {code for code, metres in distance.items() if metres > 510} <= off
    assert off <= {code for code, metres in distance.items() if metres > 490}
    assert len(off) == 28


def metres_to_street(folder: Path) -> dict[str, float]:
    """Measure by other means: every street on foot as points 5 m apart on the national grid, nearest by a tree."""
    grid = Transformer.from_crs(4326, 27700, always_xy=True)
    never = {"motorway", "motorway_link", "trunk_link", "primary_link", "secondary_link", "construction", "proposed"}
    dots = []
    for way in osmium.FileProcessor(str(folder / "streets.osm.pbf")).with_locations():
        if not isinstance(way, osmium.osm.Way):
            continue
        kind = way.tags.get("highway")
        if kind is None or kind in never or way.tags.get("access") in {"private", "no"} or way.tags.get("foot") == "no":
            continue
        lon, lat = zip(*[(node.lon, node.lat) for node in way.nodes], strict=True)
        x, y = (np.array(side) for side in grid.transform(lon, lat))
        for a, b, c, d in zip(x, y, x[1:], y[1:], strict=False):
            share = np.linspace(0, 1, max(2, int(np.hypot(c - a, d - b) // 5)))
            dots.append(np.column_stack((a + share * (c - a), b + share * (d - b))))
    areas = geopandas.read_file(folder / "areas/lsoa21_newport.geojson").to_crs(27700)
    given_points = pd.read_csv(folder / "census/population_weighted_centroids_lsoa11_newport.csv")
    given_at = dict(zip(given_points["lsoa11cd"], zip(given_points["X"], given_points["Y"], strict=True), strict=True))
    start = {
        code: given_at.get(code, (shape.centroid.x, shape.centroid.y))
        for code, shape in zip(areas["LSOA21CD"], areas.geometry, strict=True)
    }
    metres, _ = cKDTree(np.vstack(dots)).query(list(start.values()))
    return dict(zip(start, np.atleast_1d(metres).tolist(), strict=True))


@pytest.mark.real_data
def test_newcastle_by_postcode_districts(settings: Settings, real_data: Path) -> None:
    path = real_data / "newcastle/areas/postcode_districts.geojson"
    parts = PlaceParts(areas=path, area_id="postdist")
    summary = workspace.create_place(settings, "Newcastle", parts, now=NOW)
    assert (summary.areas, summary.population, summary.postcodes, summary.streets) == (754, None, 0, {})
    assert [problem["value"] for problem in summary.problems] == ["61 of 754 outlines cross themselves"]


@pytest.mark.real_data
def test_isle_of_man_with_streets_and_postcodes(settings: Settings, real_data: Path) -> None:
    folder = real_data / "isle-of-man"
    parts = PlaceParts(streets=folder / "streets.osm.pbf", postcodes=(folder / "assets/postcodes.csv",))
    summary = workspace.create_place(settings, "Isle of Man", parts, now=NOW)
    assert (summary.areas, summary.population, summary.postcodes) == (0, None, 1_361)
    assert summary.areas_off_streets == []
    graph = workspace.street_graph(workspace.open_place(settings), "walk")
    assert graph is not None
    assert 0 < summary.streets["walk"]["nodes"] <= graph.nodes


@pytest.mark.real_data
def test_another_place_s_files_are_not_taken(settings: Settings, real_data: Path) -> None:
    newport, newcastle = real_data / "newport", real_data / "newcastle"
    parts = PlaceParts(
        areas=newport / "areas/lsoa21_newport.geojson",
        population=(newcastle / "census/disability21_lsoa21_newcastle.csv",),
    )
    with pytest.raises(FileUnusableError, match=r"0 of the 100 areas of this place are in it \(0 %\)"):
        workspace.create_place(settings, "Newport", parts, now=NOW)
    shutil.rmtree(settings.home, ignore_errors=True)
    assert workspace.list_places(settings) == []
