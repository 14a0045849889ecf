"""Places: made, added to, shown, listed, opened; what each part says of the others."""

from __future__ import annotations

import datetime as dt
import json
import stat
from pathlib import Path

import geopandas
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from small_place import left_behind, make_files, whole, write_text
from street_maker import degrees

from assetmap.config import Settings
from assetmap.errors import ConflictError, FileUnusableError, NotFoundError, OptionError
from assetmap.model.asset import Asset
from assetmap.model.journey import OriginSet
from assetmap.model.participation import Attendance, Event
from assetmap.model.register import Change
from assetmap.model.tables import ORIGINS
from assetmap.services import workspace
from assetmap.services.workspace import PlaceParts

KEYS = [
    "name", "areas", "population", "postcodes", "streets", "areas_off_streets", "timetable", "assets", "people",
    "problems",
]  # fmt: skip

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home=home)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return make_files(tmp_path / "files")


def test_a_place_with_all_its_parts(settings: Settings, files: Path) -> None:
    said: list[tuple[str, float]] = []
    summary = workspace.create_place(
        settings, "Bont", whole(files), now=NOW, progress=lambda text, share: said.append((text, share))
    )
    answer = summary.as_record()
    assert list(answer) == KEYS
    assert (answer["name"], answer["areas"], answer["population"], answer["postcodes"]) == ("Bont", 2, 150, 4)
    # On paper: the long street has three junctions on foot and by car, both ways round; its middle point lies on
    # no crossing, so two ends remain. The footway of 200 m holds no origin and no asset.
    assert answer["streets"] == {mode: {"nodes": 2, "edges": 2} for mode in ("walk", "wheels", "drive")}
    assert answer["areas_off_streets"] == ["Dre (W01000002)"]
    assert answer["timetable"] is None
    assert (answer["assets"], answer["people"]) == ({}, 0)
    values = [problem["value"] for problem in answer["problems"]]
    assert values == [
        "1 of 2 areas have no point here: Dre (W01000002)",
        "no origin and no asset lies on 1 of the separate parts, with 2 junctions",
        "the starting points of 1 area are over 500 m from any street",
    ]
    assert [set(problem) for problem in answer["problems"]] == [{"row", "field", "value", "expected", "fix"}] * 3
    assert [share for _, share in said] == sorted(share for _, share in said)
    assert said[-1][1] == 1.0
    assert json.loads(json.dumps(answer)) == answer


def test_what_is_shown_is_what_was_made(settings: Settings, files: Path) -> None:
    made = workspace.create_place(settings, "Bont", whole(files), now=NOW)
    assert workspace.show_place(workspace.open_place(settings, "bont")) == made


def test_only_the_owner_may_look(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", whole(files), now=NOW)
    for folder in (settings.home, settings.home / "bont"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_origins_of_areas_and_of_postcodes(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", whole(files), now=NOW)
    place = workspace.open_place(settings)
    areas = workspace.origins(place, OriginSet.AREAS)
    assert areas.columns.tolist() == ORIGINS.column_names
    assert areas["people"].tolist() == [100, 50]
    assert areas["kind"].tolist() == ["population-weighted centre", "centre of the area"]
    assert areas[["lon", "lat"]].to_numpy()[0] == pytest.approx(np.array(degrees(400, 450)))
    codes = workspace.origins(place, OriginSet.POSTCODES)
    assert codes["origin"].tolist() == ["AB1 1AA", "AB1 1AB", "AB1 1AC"]  # AB1 1AD lies in no area
    assert codes["people"].tolist() == [50, 50, 50]
    assert codes["area_id"].tolist() == ["W01000001", "W01000001", "W01000002"]


def test_residents_that_a_table_does_not_have_are_not_known(settings: Settings, files: Path) -> None:
    people = write_text(files, "some.csv", "lsoa21_code,total_residents,A,B\nW01000001,9,4,5\n")
    parts = PlaceParts(areas=files / "areas.geojson", population=(people,))
    assert workspace.create_place(settings, "Bont", parts, now=NOW).population == 9
    place = workspace.open_place(settings)
    residents = workspace.residents(place)
    assert residents is not None
    assert residents.to_dict() == {"W01000001": 9}
    assert np.isnan(workspace.origins(place, OriginSet.AREAS)["people"].iloc[1])


def test_points_and_postcodes_are_found(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", whole(files), now=NOW)
    place = workspace.open_place(settings)
    lon, lat = zip(degrees(500, 500), degrees(3000, 500), degrees(1500, 500), strict=True)
    assert workspace.locate(place, lon, lat).tolist() == ["W01000001", "W01000002", ""]
    assert workspace.find_postcode(place, "ab11ac") == (*degrees(2600, 100), "W01000002")
    assert workspace.find_postcode(place, "AB1 1AD") == (*degrees(9000, 0), "")
    for text in ("AB1 1ZZ", "ZZ9 9ZZ", "AA1 1AA", "nonsense", ""):
        assert workspace.find_postcode(place, text) is None


def test_without_areas_the_origins_are_squares_of_postcodes(settings: Settings, files: Path) -> None:
    parts = PlaceParts(streets=files / "streets.osm.pbf", postcodes=(files / "postcodes.csv",))
    summary = workspace.create_place(settings, "Bont", parts, now=NOW)
    assert (summary.areas, summary.population, summary.postcodes) == (0, None, 4)
    place = workspace.open_place(settings)
    squares = workspace.origins(place, OriginSet.AREAS)
    assert squares["kind"].unique().tolist() == ["group of postcodes"]
    assert set(squares["origin"]) == set(workspace.postcodes(place)["cell_id"])
    assert squares["people"].isna().all()
    assert workspace.residents(place) is None
    assert any("Around AB1 1AD" in name for name in summary.areas_off_streets)


def test_streets_alone_are_a_place_and_keep_what_may_be_assets(settings: Settings, files: Path) -> None:
    summary = workspace.create_place(settings, "Bont", PlaceParts(streets=files / "streets.osm.pbf"), now=NOW)
    assert summary.streets["walk"]["nodes"] == 2
    place = workspace.open_place(settings)
    assert [feature.tags["name"] for feature in workspace.osm_features(place)] == ["Bont Library"]
    assert len(workspace.origins(place, OriginSet.AREAS)) == len(workspace.origins(place, OriginSet.POSTCODES)) == 0
    graph = workspace.street_graph(place, "walk")
    assert graph is not None
    assert graph.parts == 2  # the network is stored whole


def test_an_asset_brings_its_part_of_the_streets_back(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", whole(files), now=NOW)
    place = workspace.open_place(settings)
    lon, lat = degrees(200, 905)
    hall = Asset("1", "hand", "1", "venue", lon=lon, lat=lat)
    register = workspace.open_register(place)
    register.apply(Change(what="add", source="hand", who="a", when=NOW.isoformat(), assets=(hall,)))
    register.close()
    shown = workspace.show_place(place)
    assert shown.assets == {"venue": 1}
    assert shown.streets["walk"]["nodes"] == 4
    assert shown.streets["drive"]["nodes"] == 2


def test_adding_raises_the_generation_and_replaces_only_what_is_given(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    before = workspace.open_place(settings)
    summary = workspace.add_to_place(
        settings, "BONT", PlaceParts(population=(files / "people.csv",), postcodes=(files / "postcodes.csv",)), now=NOW
    )
    after = workspace.open_place(settings)
    assert (summary.areas, summary.population, summary.postcodes) == (2, 150, 4)
    assert after.generation == before.generation + 1
    assert workspace.postcodes(after)["area_id"].tolist() == ["W01000001", "W01000001", "W01000002", ""]
    assert workspace.population(before).empty  # who has it open still sees it as it was
    workspace.add_to_place(settings, "Bont", PlaceParts(streets=files / "streets.osm.pbf"), now=NOW)
    with pytest.raises(ConflictError, match="the place has changed since it was opened"):
        workspace.population(before)


def test_adding_the_same_file_again_changes_nothing(settings: Settings, files: Path) -> None:
    first = workspace.create_place(settings, "Bont", whole(files), now=NOW)
    again = workspace.add_to_place(settings, "Bont", whole(files), now=NOW)
    assert again.as_record() | {"problems": 0} == first.as_record() | {"problems": 0}
    assert sorted(p["value"] for p in again.problems) == sorted(
        [*(p["value"] for p in first.problems), "4 postcodes are in the files, 0 of them no longer in use"]
    )


def test_areas_that_come_later_give_postcodes_their_area(settings: Settings, files: Path) -> None:
    parts = PlaceParts(streets=files / "streets.osm.pbf", postcodes=(files / "postcodes.csv",))
    workspace.create_place(settings, "Bont", parts, now=NOW)
    workspace.add_to_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    frame = workspace.postcodes(workspace.open_place(settings))
    assert frame["area_id"].tolist() == ["W01000001", "W01000001", "W01000002", ""]
    assert frame["cell_id"].unique().tolist() == [""]


def test_new_areas_must_fit_the_population_and_keep_their_points(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", whole(files), now=NOW)
    workspace.add_to_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    kinds = workspace.areas(workspace.open_place(settings))["origin_kind"].tolist()
    assert kinds == ["population-weighted centre", "centre of the area"]
    other = geopandas.read_file(files / "areas.geojson")
    other["LSOA21CD"] = ["E01000001", "E01000002"]
    other.to_file(files / "other.geojson")
    with pytest.raises(FileUnusableError, match=r"other.geojson: the place has a population for 0 % of these areas"):
        workspace.add_to_place(settings, "Bont", PlaceParts(areas=files / "other.geojson"), now=NOW)


def test_areas_with_records_of_people_cannot_be_taken_away(settings: Settings, files: Path) -> None:
    workspace.create_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    place = workspace.open_place(settings)
    register = workspace.open_register(place)
    event = Event("e", "Meeting", "2026-01-05")
    who = Attendance("k", "e", "carer", person="p", area_id="W01000002")
    register.apply(Change(what="x", source="x", who="x", when=NOW.isoformat(), events=(event,), attendances=(who,)))
    register.close()
    fewer = geopandas.read_file(files / "areas.geojson").iloc[:1]
    fewer.to_file(files / "fewer.geojson")
    with pytest.raises(ConflictError, match=r"people are recorded in 1 areas .*first: W01000002"):
        workspace.add_to_place(settings, "Bont", PlaceParts(areas=files / "fewer.geojson"), now=NOW)
    assert len(workspace.areas(workspace.open_place(settings))) == 2


SLUGS = {
    "Newport": "newport",
    "Ynys Môn": "ynys-mon",
    "../x": "x",
    "<b>Bont</b>": "b-bont-b",
    "  Stoke-on-Trent ": "stoke-on-trent",
    "CON": "place-con",
    "a" * 80: "a" * 50,
}


@pytest.mark.parametrize("name", SLUGS)
def test_names_become_folders_that_stay_at_home(settings: Settings, files: Path, name: str) -> None:
    parts = PlaceParts(areas=files / "areas.geojson")
    summary = workspace.create_place(settings, name, parts, now=NOW)
    assert summary.name == name.strip()  # hostile text is kept as text
    assert [path.name for path in settings.home.iterdir()] == [SLUGS[name]]
    assert workspace.open_place(settings, name).folder.parent == settings.home


@hypothesis_settings(max_examples=200)
@given(name=st.text(min_size=1, max_size=120))
def test_any_name_gives_a_harmless_folder(name: str) -> None:
    slug = workspace.make_slug(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug == workspace.make_slug(name)
    assert len(slug) <= 60


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "no letter or digit"),
        (" \u202e.. ", "no letter or digit"),
        ("x" * 81, "has 81 letters. Expected at most 80"),
    ],
)
def test_names_that_cannot_be_used(settings: Settings, files: Path, name: str, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        workspace.create_place(settings, name, whole(files), now=NOW)
    assert left_behind(settings.home) == []


def test_the_same_name_twice_is_refused(settings: Settings, files: Path) -> None:
    parts = PlaceParts(areas=files / "areas.geojson")
    workspace.create_place(settings, "Ynys Môn", parts, now=NOW)
    for name in ("Ynys Môn", "ynys mon", "YNYS-MÔN!"):
        with pytest.raises(ConflictError, match=r"There is already a place 'Ynys Môn'. Expected a new name"):
            workspace.create_place(settings, name, parts, now=NOW)
    assert len(workspace.list_places(settings)) == 1


def test_opening_by_name_by_setting_or_as_the_only_one(settings: Settings, files: Path) -> None:
    with pytest.raises(NotFoundError, match=r"There is no place yet. Expected one. Make it with"):
        workspace.open_place(settings)
    parts = PlaceParts(areas=files / "areas.geojson")
    workspace.create_place(settings, "Dre", parts, now=NOW)
    assert workspace.open_place(settings).name == "Dre"
    workspace.create_place(settings, "Bont", parts, now=NOW)
    with pytest.raises(NotFoundError, match=r"several places and none was named. Expected one of: Bont, Dre"):
        workspace.open_place(settings)
    assert workspace.open_place(Settings(home=settings.home, place="bont")).name == "Bont"
    for wrong in ("Nowhere", "../dre", "..", "<>"):
        with pytest.raises(NotFoundError, match="Expected one of: Bont, Dre"):
            workspace.open_place(settings, wrong if wrong != "../dre" else "../../dre/x")
    rows = workspace.list_places(settings)
    assert [(row["name"], row["areas"], row["population"], row["made_on"]) for row in rows] == [
        ("Bont", 2, None, "2026-03-02"),
        ("Dre", 2, None, "2026-03-02"),
    ]
    assert [row["made_up"] for row in rows] == [False, False]


def test_a_list_of_places_says_which_are_made_up(settings: Settings, files: Path) -> None:
    areas = json.loads((files / "areas.geojson").read_text(encoding="utf-8"))
    areas["description"] = "Everything here is made up."
    (files / "areas.geojson").write_text(json.dumps(areas), encoding="utf-8")
    workspace.create_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
    assert [(row["name"], row["made_up"]) for row in workspace.list_places(settings)] == [("Bont", True)]


def test_a_home_that_other_computers_copy_is_warned_of(tmp_path: Path, files: Path) -> None:
    for name in ("OneDrive - Council", "Dropbox", "Google Drive"):
        settings = Settings(home=tmp_path / name / "assetmap")
        summary = workspace.create_place(settings, "Bont", PlaceParts(areas=files / "areas.geojson"), now=NOW)
        assert name in summary.problems[-1]["value"]
        assert "ASSETMAP_HOME" in summary.problems[-1]["fix"]
