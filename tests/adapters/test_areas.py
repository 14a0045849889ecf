"""Areas: any coordinates, outlines repaired and counted, codes recognised, and layers that cannot be used."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyogrio
import pytest
from shapely import MultiPolygon
from shapely.geometry import LineString, Point, Polygon, box

from assetmap.adapters.areas import AreasRead, area_of_points, read_areas
from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError
from assetmap.model.tables import AREAS

SETTINGS = Settings()
BOW_TIE = Polygon([(-3.0, 51.5), (-2.9, 51.6), (-2.9, 51.5), (-3.0, 51.6)])
CRESCENT = Polygon(
    [
        (-3.0, 51.5),
        (-2.9, 51.5),
        (-2.9, 51.51),
        (-2.99, 51.51),
        (-2.99, 51.59),
        (-2.9, 51.59),
        (-2.9, 51.6),
        (-3.0, 51.6),
    ]
)


def layer(shapes: list[Any], **columns: list[Any]) -> geopandas.GeoDataFrame:
    data = columns or {
        "LSOA21CD": [f"W0100000{n}" for n in range(len(shapes))],
        "LSOA21NM": ["A", "B", "C"][: len(shapes)],
    }
    return geopandas.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")


def saved(folder: Path, frame: geopandas.GeoDataFrame, name: str = "areas.geojson") -> Path:
    frame.to_file(folder / name)
    return folder / name


def read(path: Path, **options: str) -> AreasRead:
    return read_areas(path, settings=SETTINGS, **options)


SQUARES = [box(-3.0, 51.5, -2.9, 51.6), box(-2.9, 51.5, -2.8, 51.6)]


def test_columns_are_recognised_and_the_vintage_is_kept(tmp_path: Path) -> None:
    found = read(saved(tmp_path, layer(SQUARES)))
    assert (found.id_column, found.name_column, found.vintage, found.repaired) == (
        "LSOA21CD",
        "LSOA21NM",
        "LSOA 2021",
        0,
    )
    assert found.frame["area_id"].tolist() == ["W01000000", "W01000001"]
    assert found.frame.columns.tolist() == AREAS.column_names
    assert found.frame[["lon", "lat"]].to_numpy() == pytest.approx(np.array([[-2.95, 51.55], [-2.85, 51.55]]))
    assert found.problems == ()


def test_the_code_that_tells_areas_apart_is_taken_not_the_county_s(tmp_path: Path) -> None:
    frame = layer(SQUARES, LAD25CD=["W06000022"] * 2, WD25CD=["W05001627", "W05001628"], WD25NM=["Bont", "Dre"])
    found = read(saved(tmp_path, frame))
    assert (found.id_column, found.name_column, found.vintage) == ("WD25CD", "WD25NM", "ward 2025")


def test_columns_may_be_named_and_a_wrong_name_lists_the_right_ones(tmp_path: Path) -> None:
    path = saved(tmp_path, layer(SQUARES, ref=["a", "b"], said=["Bont", None]))
    found = read(path, area_id="REF", area_name="said")
    assert found.frame["name"].tolist() == ["Bont", "b"]  # an area without a name is called by its code
    with pytest.raises(OptionError, match=r"no column 'x'. It has: ref, said. Name one of these with --area-id"):
        read(path, area_id="x")
    with pytest.raises(FileUnusableError, match=r"no column of area codes is recognised. It has: ref, said.*--area-id"):
        read(path)


@pytest.mark.parametrize(("crs", "name"), [(27700, "a.gpkg"), (32630, "a.gpkg"), (27700, "a.shp"), (3857, "a.geojson")])
def test_any_coordinates_become_degrees(tmp_path: Path, crs: int, name: str) -> None:
    found = read(saved(tmp_path, layer(SQUARES).to_crs(crs), name))
    assert found.frame.total_bounds == pytest.approx(np.array([-3.0, 51.5, -2.8, 51.6]), abs=1e-6)


def test_a_zipped_shapefile(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    saved(tmp_path / "parts", layer(SQUARES).to_crs(27700), "a.shp")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in (tmp_path / "parts").iterdir():
            archive.write(part, f"inside/{part.name}")
    assert len(read(tmp_path / "a.zip").frame) == 2


def test_a_shapefile_without_prj_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, layer(SQUARES).to_crs(27700), "a.shp")
    path.with_suffix(".prj").unlink()
    with pytest.raises(FileUnusableError, match=r"a.shp: its .prj file is missing.*Expected a .prj beside the .shp"):
        read(path)


SQUARE = [[-3, 51], [-3, 52], [-2, 52], [-3, 51]]


@pytest.mark.parametrize("first", [{}, {"note": "x" * 5000}], ids=["at once", "far below"])
def test_topojson_is_named_with_what_to_do(tmp_path: Path, first: dict[str, str]) -> None:
    shapes = {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]]}]}
    whole = {**first, "type": "Topology", "objects": {"a": shapes}, "arcs": [SQUARE]}
    (tmp_path / "areas.json").write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(FileUnusableError, match=r"areas.json: this is TopoJSON.*Expected GeoJSON. Download it as"):
        read_areas(tmp_path / "areas.json", settings=SETTINGS)


def test_outlines_that_cross_themselves_are_repaired_and_counted(tmp_path: Path) -> None:
    found = read(saved(tmp_path, layer([BOW_TIE, SQUARES[1]])))
    assert found.repaired == 1
    assert found.frame.geometry.is_valid.all()
    # On paper: two triangles of 0.1 by 0.05, each half of that.
    assert found.frame.geometry.iloc[0].area == pytest.approx(2 * 0.5 * 0.1 * 0.05)
    assert found.problems[0].value == "1 of 2 outlines cross themselves"


def test_a_repair_leaves_no_lines_behind(tmp_path: Path) -> None:
    spike = Polygon([(-3.0, 51.5), (-2.9, 51.5), (-2.9, 51.6), (-2.9, 51.9), (-2.9, 51.6), (-3.0, 51.6)])
    found = read(saved(tmp_path, layer([spike, SQUARES[1]])))
    assert set(found.frame.geometry.geom_type) <= {"Polygon", "MultiPolygon"}
    assert found.frame.geometry.iloc[0].area == pytest.approx(0.01)


def test_an_area_without_an_outline_is_named_and_left_out(tmp_path: Path) -> None:
    found = read(saved(tmp_path, layer([SQUARES[0], None, Polygon()])))
    assert found.frame["name"].tolist() == ["A"]
    assert [(p.row, p.value) for p in found.problems] == [
        (2, "B (W01000001) has no outline"),
        (3, "C (W01000002) has no outline"),
    ]


def test_the_point_of_a_crescent_lies_in_it(tmp_path: Path) -> None:
    assert not CRESCENT.contains(CRESCENT.centroid)
    row = read(saved(tmp_path, layer([CRESCENT]))).frame.iloc[0]
    assert CRESCENT.contains(Point(row["lon"], row["lat"]))


BAD_LAYERS: dict[str, tuple[geopandas.GeoDataFrame, str]] = {
    "points": (layer([Point(-3, 51.5), Point(-3, 51.6)]), "areas.geojson: it holds 2 points. Expected outlines"),
    "lines": (layer([LineString([(-3, 51.5), (-3, 51.6)]), SQUARES[0]]), "it holds 1 line. Expected outlines"),
    "twice": (
        layer(SQUARES, LSOA21CD=["W01000001", "w01000001 "]),
        r"LSOA21CD 'W01000001' stands in 2 rows \(rows 1 and 2\)",
    ),
    "blank": (layer(SQUARES, LSOA21CD=["W01000001", None]), r"1 of 2 areas have no LSOA21CD \(first: row 2\)"),
    "no outline": (layer([None, None]), "no area has an outline"),
}


@pytest.mark.parametrize("case", BAD_LAYERS, ids=list(BAD_LAYERS))
def test_layers_that_cannot_be_used(tmp_path: Path, case: str) -> None:
    frame, message = BAD_LAYERS[case]
    with pytest.raises(FileUnusableError, match=message) as fault:
        read(saved(tmp_path, frame))
    assert "Expected" in str(fault.value)


def test_metres_without_a_system_are_refused_with_what_to_do(tmp_path: Path) -> None:
    ring = [[330000, 187000], [331000, 187000], [331000, 188000], [330000, 187000]]
    feature = {"type": "Feature", "properties": {"code": "a"}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    with pytest.raises(FileUnusableError, match=r"330,000, 187,000 to 331,000, 188,000.*They may be metres: export"):
        read(path)


def test_several_layers_and_several_shapefiles_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        layer(SQUARES).to_file(tmp_path / "a.gpkg", layer=name)
    with pytest.raises(FileUnusableError, match=r"it holds 2 layers \(one, two\). Expected one"):
        read(tmp_path / "a.gpkg")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.shp", b"x")
        archive.writestr("two.shp", b"x")
    with pytest.raises(FileUnusableError, match="it holds 2 Shapefiles"):
        read(tmp_path / "a.zip")


def test_a_table_is_not_areas(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("code,name\na,b\n", encoding="utf-8")
    with pytest.raises(FileUnusableError, match=r"areas.csv: this is a CSV. Expected one of: GeoJSON, GeoPackage"):
        read(tmp_path / "areas.csv")


def test_points_on_a_shared_edge_belong_to_the_first_area_and_none_is_lost() -> None:
    areas = geopandas.GeoDataFrame(
        {"area_id": ["a", "b"]}, geometry=[box(0, 0, 1, 1), MultiPolygon([box(1, 0, 2, 1)])], crs="EPSG:4326"
    )
    found = area_of_points(areas, [1.0, 0.5, 1.5, 5.0, np.nan], [0.5, 0.5, 0.5, 0.5, 0.5])
    assert found.tolist() == ["a", "a", "b", "", ""]
    assert area_of_points(areas.iloc[:0], [1.0], [1.0]).tolist() == [""]


@pytest.mark.real_data
def test_every_real_layer_of_areas(real_data: Path) -> None:
    vintages = {}
    for path in sorted(real_data.glob("n*/areas/*.geojson")):
        found = read(path)
        assert len(found.frame) == pyogrio.read_info(path)["features"]
        assert found.frame.geometry.is_valid.all()
        vintages[path.name] = found.vintage
    assert vintages == {
        "lsoa21.geojson": "LSOA 2021",
        "lsoa21_monmouthshire.geojson": "LSOA 2021",
        "lsoa21_newport.geojson": "LSOA 2021",
        "msoa21_newport.geojson": "MSOA 2021",
        "postcode_districts.geojson": "",
        "wards.geojson": "ward 2025",
        "wards_newport.geojson": "ward 2025",
    }


@pytest.mark.real_data
def test_postcode_districts_have_754_areas_and_61_repairs(real_data: Path) -> None:
    path = real_data / "newcastle/areas/postcode_districts.geojson"
    found = read(path, area_id="postdist")
    raw = geopandas.read_file(path)
    assert (len(found.frame), found.repaired) == (754, int((~raw.geometry.is_valid).sum())) == (754, 61)
    # A repair must not change how much ground an area covers, but for the overlaps of its own rings.
    before, after = (frame.geometry.to_crs(27700).area.sum() for frame in (raw, found.frame))
    assert after == pytest.approx(before, rel=1e-3)
