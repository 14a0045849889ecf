"""Postcodes: each office's layout, points that are not known, two releases, and squares where there are no areas."""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from shapely.geometry import box

from assetmap.adapters.areas import read_areas
from assetmap.adapters.centroids import move_origins
from assetmap.adapters.coordinates import metre_grid, to_degrees
from assetmap.adapters.place_folder import empty_frame
from assetmap.adapters.postcodes import PostcodesRead, cell_points, read_postcodes
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.model.tables import AREAS, POSTCODES

SETTINGS = Settings()
NO_AREAS = empty_frame(AREAS)
EMPTY = empty_frame(POSTCODES)


def read(*paths: Path, areas: geopandas.GeoDataFrame = NO_AREAS, before: pd.DataFrame = EMPTY) -> PostcodesRead:
    return read_postcodes(paths, areas=areas, before=before, settings=SETTINGS)


def written(folder: Path, text: str, name: str = "codes.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def point(found: PostcodesRead, postcode: str) -> tuple[float, float]:
    lon, lat = found.frame[found.frame["postcode"] == postcode][["lon", "lat"]].to_numpy()[0]
    return float(lon), float(lat)


CODE_POINT = (
    '"NP10 0AA",10,327203,188953,"W92000004","","W11000028","","W06000022","W05001641"\n'
    '"NP109ZZ",90,0,0,"W92000004","","","","",""\n'
    '"NP1  9ZY",10,0,0,"W92000004","","","","",""\n'
)


def test_code_point_open_without_headings(tmp_path: Path) -> None:
    found = read(written(tmp_path, CODE_POINT))
    assert found.frame["postcode"].tolist() == ["NP1 9ZY", "NP10 0AA", "NP10 9ZZ"]
    assert found.frame["lon"].isna().tolist() == [True, False, True]
    # By hand, from the grid square ST 272 889: Duffryn, Newport.
    assert point(found, "NP10 0AA") == pytest.approx((-3.0523, 51.5947), abs=2e-4)
    said = found.problems[0]
    assert said.value == "2 postcodes have no coordinates: NP1 9ZY, NP10 9ZZ"
    assert found.frame["cell_id"].eq("").tolist() == [True, False, True]


def test_the_national_grid_is_turned_as_the_ordnance_survey_does() -> None:
    # Test point TP10 (Caister) of the OSTN15 developer pack, to within the metres of a transformation without its grid.
    lon, lat = to_degrees([651409.804], [313177.450], crs="EPSG:27700")
    metres_a_degree = 111_320
    assert abs(lat[0] - 52.658007833) * metres_a_degree < 6
    assert abs(lon[0] - 1.716073973) * metres_a_degree * math.cos(math.radians(52.66)) < 6


def test_onspd_and_nspl(tmp_path: Path) -> None:
    text = (
        "pcd,pcd2,pcds,dointr,doterm,oseast1m,osnrth1m,lat,long\n"
        "NP100AA,NP10 0AA,NP10 0AA,198001,,327203,188953,51.594701,-3.052313\n"
        "NP100AB,NP10 0AB,NP10 0AB,198001,200412,327399,189019,51.595319,-3.049498\n"
        "GY1 1AA,GY1  1AA,GY1 1AA,198001,,,,99.999999,0.000000\n"
    )
    found = read(written(tmp_path, text))
    assert dict(zip(found.frame["postcode"], found.frame["ended"], strict=True)) == {
        "GY1 1AA": False,
        "NP10 0AA": False,
        "NP10 0AB": True,
    }
    assert point(found, "NP10 0AA") == (-3.052313, 51.594701)
    assert math.isnan(point(found, "GY1 1AA")[0])
    assert "GY1 1AA" in found.problems[0].value


def test_eastings_alone_are_enough(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Postcode,Easting,Northing\nNP10 0AA,327203,188953\n"))
    assert point(found, "NP10 0AA") == point(read(written(tmp_path, CODE_POINT)), "NP10 0AA")


def test_several_rows_of_one_postcode_give_their_mean_and_lists_are_split(tmp_path: Path) -> None:
    text = "addr:postcode,lat,lon\nIM1 1AA,54.0,-4.0\nim11aa,54.2,-4.2\nIM1 1AB;IM1 1AC,54.5,-4.5\nIM1,54,-4\n,54,-4\n"
    found = read(written(tmp_path, text))
    assert found.frame["postcode"].tolist() == ["IM1 1AA", "IM1 1AB", "IM1 1AC"]
    assert point(found, "IM1 1AA") == pytest.approx((-4.1, 54.1))
    assert [(p.row, p.value) for p in found.problems[:2]] == [(5, "IM1"), (6, "nothing")]
    # 0.1 degrees north and 0.1 west of the middle, by hand: 11.13 km and 6.54 km, 12.9 km in all.
    assert re.fullmatch(
        r"1 postcode stands in rows with different points, from their middle by: IM1 1AA 12,9\d\d m",
        found.problems[2].value,
    )


ONSPD_TWICE = (
    "pcds,doterm,lat,long\n"
    "NP10 0AA,,51.594701,-3.052313\nNP10 0AB,,51.5,-3.0\nNP10 0AB,,51.5,-3.0\nNP10 0AA,,51.603701,-3.052313\n"
)


def test_one_postcode_at_two_points_is_told(tmp_path: Path) -> None:
    found = read(written(tmp_path, ONSPD_TWICE))
    assert point(found, "NP10 0AA") == pytest.approx((-3.052313, 51.599201))
    said = [problem.value for problem in found.problems]  # 0.0045 degrees of latitude are 501 m
    assert len(said) == 1
    assert re.fullmatch(
        r"1 postcode stands in rows with different points, from their middle by: NP10 0AA 50\d m", said[0]
    )


def test_a_postcode_that_a_later_list_moves_is_told(tmp_path: Path) -> None:
    one = written(tmp_path, "postcode,lat,lon\nNP10 0AA,51.594,-3.05\nNP10 0AB,51.5,-3.0\n", "a_2024-01.csv")
    two = written(tmp_path, "postcode,lat,lon\nNP10 0AA,51.603,-3.05\nNP10 0AB,51.5005,-3.0\n", "a_2025-01.csv")
    found = read(two, one)
    assert point(found, "NP10 0AA") == (-3.05, 51.603)
    assert found.problems[0].value.startswith("1 postcode stands elsewhere than in the list before, by: NP10 0AA 1,00")


def releases(folder: Path) -> tuple[Path, Path]:
    def rows(numbers: range) -> str:
        return "".join(f'"NP10 0A{chr(65 + n)}",10,{327000 + n},188953,"","","","","",""\n' for n in numbers)

    return (
        written(folder, rows(range(1, 12)), "np_2025-10.csv"),
        written(folder, rows(range(10)), "np_2024-01.csv"),
    )


def test_of_two_releases_the_ones_only_in_the_earlier_have_ended(tmp_path: Path) -> None:
    later, earlier = releases(tmp_path)
    wanted = [("NP10 0AA", True), *((f"NP10 0A{chr(65 + n)}", False) for n in range(1, 12))]
    for order in ((later, earlier), (earlier, later)):
        found = read(*order)
        assert list(zip(found.frame["postcode"], found.frame["ended"], strict=True)) == wanted
        assert found.problems[0].value == "12 postcodes are in the files, 1 of them no longer in use"
    added = read(later, before=read(earlier).frame)
    assert list(zip(added.frame["postcode"], added.frame["ended"], strict=True)) == wanted


def test_a_list_of_other_ground_ends_nothing(tmp_path: Path) -> None:
    later, earlier = releases(tmp_path)
    cardiff = written(tmp_path, '"CF10 1AA",10,318000,176000,"","","","","",""\n', "cf_2026-01.csv")
    district = written(tmp_path, '"NP10 0AB",10,327001,188953,"","","","","",""\n', "np10_2026-02.csv")
    found = read(later, earlier, cardiff, district)
    assert found.frame["ended"].sum() == 1
    assert len(found.frame) == 13


NOT_POSTCODES = {
    "no postcode column": ("name,lat,lon\na,51,-3\n", "no column of postcodes is recognised. It has: name, lat, lon"),
    "no coordinates": ("postcode,town\nNP10 0AA,x\n", "no columns of coordinates are recognised"),
    "no whole postcode": ("postcode,lat,lon\nNP10,51,-3\n", "none of its 1 rows has a whole postcode"),
    "metres": ("postcode,lat,lon\nNP10 0AA,188953,327203\n", r"not degrees \(first: 327203, 188953\)"),
}


@pytest.mark.parametrize("case", NOT_POSTCODES, ids=list(NOT_POSTCODES))
def test_lists_that_cannot_be_used(tmp_path: Path, case: str) -> None:
    text, message = NOT_POSTCODES[case]
    with pytest.raises(FileUnusableError, match=message) as fault:
        read(written(tmp_path, text))
    assert "codes.csv" in str(fault.value)
    assert "Expected" in str(fault.value)


def test_postcodes_of_another_place_are_refused(tmp_path: Path) -> None:
    elsewhere = written(tmp_path, "postcode,lat,lon\nNE1 1AA,54.97,-1.61\nNE2 1AA,54.98,-1.61\n", "ne.csv")
    with pytest.raises(FileUnusableError) as fault:
        read(elsewhere, areas=areas_of_three())
    assert str(fault.value).startswith(
        "ne.csv: none of the 2 postcodes (NE1, NE2) lies in one of the 3 areas of this place. Expected postcodes of"
    )
    here = written(tmp_path, "postcode,lat,lon\nNP10 0AA,51.55,-2.95\n", "np.csv")
    said = [problem.value for problem in read(elsewhere, here, areas=areas_of_three()).problems]
    assert said == [
        "none of its 2 postcodes (NE1, NE2) lies in an area of this place",
        "3 postcodes are in the files, 0 of them no longer in use",
        "2 of 3 areas hold no postcode: B (b), C (c)",
    ]


def test_areas_take_the_place_of_squares(tmp_path: Path) -> None:
    areas = geopandas.GeoDataFrame({"area_id": ["a"]}, geometry=[box(-3.1, 51.5, -3.0, 51.6)], crs="EPSG:4326")
    found = read(written(tmp_path, "postcode,lat,lon\nNP10 0AA,51.55,-3.05\nNP20 0AA,51.55,-2.5\n"), areas=areas)
    assert found.frame["area_id"].tolist() == ["a", ""]
    assert found.frame["cell_id"].tolist() == ["", ""]


@hypothesis_settings(max_examples=15, deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 4000)), min_size=1, max_size=26, unique=True),
    order=st.randoms(use_true_random=False),
)
def test_squares_are_of_500_metres_and_do_not_depend_on_the_order(
    tmp_path_factory: pytest.TempPathFactory, places: list[tuple[int, int]], order: object
) -> None:
    rows = [f'"IM1 1A{chr(65 + n)}",10,{230000 + x},{475000 + y}\n' for n, (x, y) in enumerate(places)]
    folder = tmp_path_factory.mktemp("cells")
    one = read(written(folder, "".join(rows))).frame
    order.shuffle(rows)  # type: ignore[attr-defined]
    pd.testing.assert_frame_equal(one, read(written(folder, "".join(rows))).frame)
    by_hand = [f"27700-{(230000 + x) // 500}-{(475000 + y) // 500}" for x, y in places]
    # A point within a millimetre of an edge may fall on either side after two turns of coordinates.
    sure = [x % 500 > 0 and y % 500 > 0 for x, y in places]
    assert [c for c, s in zip(one["cell_id"], sure, strict=True) if s] == [
        c for c, s in zip(by_hand, sure, strict=True) if s
    ]
    points = cell_points(one)
    assert set(points["cell_id"]) == set(one["cell_id"])
    named = {name.removeprefix("Around ") for name in points["name"]}
    assert named <= set(one["postcode"])


def test_metres_are_measured_on_the_right_grid() -> None:
    assert metre_grid(-3.0, 51.6) == "EPSG:27700"
    assert metre_grid(-6.2, 53.3) == "EPSG:29902"
    assert metre_grid(-8.6, 41.1) == "EPSG:32629"
    assert metre_grid(-51.2, -30.0) == "EPSG:32722"


def test_population_weighted_points(tmp_path: Path) -> None:
    areas = areas_of_three()
    text = "longitude,latitude,code\n-2.97,51.52,a\n-2.87,51.53,B \n10,10,c\n-2.9,51.5,elsewhere\n"
    found = move_origins(written(tmp_path, text), areas=areas, settings=SETTINGS)
    assert found.areas["lon"].tolist() == [-2.97, -2.87, areas["lon"].iloc[2]]
    assert found.areas["origin_kind"].tolist() == ["population-weighted centre"] * 2 + ["centre of the area"]
    assert found.problems[0].value == "1 of 3 areas have no point here: C (c)"


def areas_of_three() -> geopandas.GeoDataFrame:
    shapes = [box(-3.0 + n / 10, 51.5, -2.9 + n / 10, 51.6) for n in range(3)]
    data = {"area_id": list("abc"), "name": list("ABC"), "lon": [-2.95, -2.85, -2.75], "lat": 51.55}
    return geopandas.GeoDataFrame({**data, "origin_kind": "centre of the area"}, geometry=shapes, crs="EPSG:4326")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lon,lat,code\n-2.97,51.52,x\n-2.97,51.52,y\n", r"points for 0 of the 3 areas of this place \(0 %\)"),
        ("lon,lat,code\n-2.9,51.5,a\n-2.9,51.5,a\n-2.8,51.5,b\n", r"a has two points \(the second in row 3\)"),
    ],
)
def test_points_that_cannot_be_used(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FileUnusableError, match=message):
        move_origins(written(tmp_path, text), areas=areas_of_three(), settings=SETTINGS)


@pytest.mark.real_data
def test_newport_postcodes_and_their_areas(real_data: Path) -> None:
    folder = real_data / "newport"
    areas = read_areas(folder / "areas/lsoa21_newport.geojson", settings=SETTINGS).frame
    path = folder / "postcodes/codepoint_open_np_2025-10.csv"
    found = read(path, areas=areas)
    assert len(found.frame) == len(path.read_bytes().splitlines()) == 13_886
    raw = pd.read_csv(path, header=None)
    points = geopandas.GeoDataFrame(raw, geometry=geopandas.points_from_xy(raw[2], raw[3], crs=27700)).to_crs(4326)
    joined = points.sjoin(geopandas.read_file(folder / "areas/lsoa21_newport.geojson"), how="left", predicate="within")
    theirs = joined.drop_duplicates(0).set_index(0)["LSOA21CD"].fillna("").sort_index()
    ours = found.frame.set_index("postcode")["area_id"].sort_index()
    assert (theirs.to_numpy() == ours.to_numpy()).all()


@pytest.mark.real_data
def test_both_newport_releases(real_data: Path) -> None:
    folder = real_data / "newport/postcodes"
    lists = [folder / f"codepoint_open_np_{month}.csv" for month in ("2024-01", "2025-10")]
    old, new = ({row[0] for row in csv.reader(path.read_text(encoding="utf-8").splitlines())} for path in lists)
    found = read(*lists)
    assert len(found.frame) == len(old | new)
    assert set(found.frame[found.frame["ended"]]["postcode"]) == old - new
    assert (len(old - new), len(new - old)) == (86, 91)


@pytest.mark.real_data
def test_isle_of_man_postcodes_from_openstreetmap(real_data: Path) -> None:
    path = real_data / "isle-of-man/assets/postcodes.csv"
    found = read(path)
    in_file = set(re.findall(r"IM\d{1,2} ?\d[A-Z]{2}", path.read_text(encoding="utf-8")))
    assert len({code.replace(" ", "") for code in in_file}) == len(found.frame) == 1_361
    assert found.frame["cell_id"].ne("").all()
    rows = pd.read_csv(path)
    mean = rows[rows["addr:postcode"] == "IM1 1AD"][["lon", "lat"]].mean()
    assert point(found, "IM1 1AD") == pytest.approx(tuple(mean))


@pytest.mark.real_data
def test_the_grid_against_the_degrees_that_ons_gives_its_wards(real_data: Path) -> None:
    wards = geopandas.read_file(real_data / "newport/areas/wards_newport.geojson")
    lon, lat = to_degrees(wards["BNG_E"], wards["BNG_N"], crs="EPSG:27700")
    assert np.abs(lon - wards["LONG"]).max() < 1e-4
    assert np.abs(lat - wards["LAT"]).max() < 1e-4


@pytest.mark.real_data
def test_newport_points_of_2011_leave_10_areas_at_their_centre(real_data: Path) -> None:
    folder = real_data / "newport"
    areas = read_areas(folder / "areas/lsoa21_newport.geojson", settings=SETTINGS).frame
    path = folder / "census/population_weighted_centroids_lsoa11_newport.csv"
    found = move_origins(path, areas=areas, settings=SETTINGS)
    assert found.areas["origin_kind"].value_counts().tolist() == [90, 10]
    assert found.problems[0].value.startswith("10 of 100 areas have no point here: ")
