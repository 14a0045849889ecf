"""The main job on real places, from the command line; every expected figure was counted by other means."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from command import Command, run_in

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def newport(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Newport with all its parts."""
    command = run_in(tmp_path_factory.mktemp("newport") / "home")
    folder = real_data / "newport"
    said = command(
        "place", "new", "Newport",
        "--areas", folder / "areas" / "lsoa21_newport.geojson",
        "--population", folder / "census" / "disability21_lsoa21_newport.csv",
        "--population", folder / "census" / "ethnicity21_lsoa21_newport.csv",
        "--population", folder / "census" / "population2020_by_age_lsoa11_newport.csv",
        "--points", folder / "census" / "population_weighted_centroids_lsoa11_newport.csv",
        "--postcodes", folder / "postcodes" / "codepoint_open_np_2025-10.csv",
        "--streets", folder / "streets.osm.pbf",
        "--timetable", folder / "timetable.gtfs.zip",
        "--format", "json",
    )  # fmt: skip
    assert said.code == 0, said.err
    return command


def test_newport_is_whole(newport: Command) -> None:
    shown = newport("place", "show", "--format", "json").json
    assert shown["areas"] == 100
    assert shown["population"] == 159_596
    assert shown["postcodes"] == 13_886
    assert shown["timetable"]["from"] == "2023-06-05"
    assert shown["timetable"]["to"] == "2024-03-01"
    assert (shown["timetable"]["routes"], shown["timetable"]["trips"]) == (16, 176)
    assert shown["timetable"]["stops_served"] == 655
    assert shown["streets"]["walk"]["nodes"] > 10_000
    # Counted apart: weighted centres over 500 m from every road vertex of the extract, by a k-d tree in metres.
    assert len(shown["areas_off_streets"]) == 28
    assert any("159,569" in json.dumps(problem) for problem in shown["problems"])


def test_newport_venues_from_its_streets(newport: Command) -> None:
    answer = newport("import", "assets", "--from-streets", "--format", "json").json
    assert answer["read"] == answer["added"] + answer["changed"] + answer["unchanged"] + answer["refused"]
    venues = newport("assets", "--kind", "venue", "--format", "json").json
    details = Counter(row["detail"] for row in venues)
    assert details["community centre"] == 18
    assert details["library"] == 6
    assert details["place of worship"] == 55
    again = newport("import", "assets", "--from-streets", "--format", "json").json
    assert (again["added"], again["changed"]) == (0, 0)


def test_welsh_libraries(newport: Command, real_data: Path) -> None:
    answer = newport("import", "assets", real_data / "libraries" / "libraries_wales.csv", "--format", "json").json
    assert (answer["read"], answer["added"]) == (265, 265)
    rows = newport("assets", "--format", "json").json
    libraries = [row for row in rows if "libraries_wales" in row["source"]]
    assert len(libraries) == 265
    assert sum(row["lat"] is not None for row in libraries) == 33
    again = newport("import", "assets", real_data / "libraries" / "libraries_wales.csv", "--format", "json").json
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 265)
    scotland = newport("import", "assets", real_data / "libraries" / "libraries_scotland.csv", "--format", "json").json
    assert scotland["read"] == 483
    assert scotland["added"] + scotland["refused"] == 483


def test_newport_travel_names_areas_off_the_streets_and_gives_them_no_time(newport: Command) -> None:
    shown = newport("place", "show", "--format", "json").json
    rows = newport("travel", "--venue", "51.5877,-2.9984", "--modes", "walk,drive", "--format", "json").json
    assert len(rows) == 200
    assert len({row["origin"] for row in rows}) == 100
    off = {re.search(r"W0100\d{4}", name)[0] for name in shown["areas_off_streets"]}  # type: ignore[index]
    assert off
    for row in rows:
        if row["origin"] in off:
            assert row["minutes_there"] is None
            assert row["minutes_back"] is None
            assert row["why"]
    assert any(row["minutes_there"] is not None and row["modes"] == "drive" for row in rows)


def test_newport_venue_suggestions(newport: Command) -> None:
    newport("import", "assets", "--from-streets", "--format", "json")
    rows = newport("venues", "--need", "step_free_entrance", "--need", "hearing_loop", "--format", "json").json
    centres = [row for row in rows if row["kind"] == "venue"]
    assert centres
    assert any("hearing_loop" in row["not_recorded"] and row["questions"] for row in centres)
    assert newport("venues", "--need", "teleporter").code == 2


def test_newport_missing_needs_people_first(newport: Command) -> None:
    said = newport("missing", "--by", "area", "--format", "csv")
    assert said.code == 0, said.err
    assert len(said.csv) == 100


def test_newport_map(newport: Command, tmp_path: Path) -> None:
    out = tmp_path / "newport.html"
    said = newport("map", out, "--layer", "assets", "--layer", "travel", "--venue", "51.5877,-2.9984")
    assert said.code == 0, said.err
    page = out.read_text(encoding="utf-8")
    assert "<table" in page
    assert "OpenStreetMap contributors" in page


@pytest.fixture(scope="module")
def newcastle(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    command = run_in(tmp_path_factory.mktemp("newcastle") / "home")
    areas = real_data / "newcastle" / "areas" / "postcode_districts.geojson"
    said = command("place", "new", "Newcastle", "--areas", areas, "--area-id", "postdist", "--format", "json")
    assert said.code == 0, said.err
    assert said.json["areas"] == 754
    assert any("61" in problem["value"] + problem["expected"] + problem["fix"] for problem in said.json["problems"])
    return command


def test_newcastle_library_members(newcastle: Command, real_data: Path) -> None:
    file = real_data / "newcastle" / "participation" / "library_members.csv"
    said = newcastle("import", "participation", file, "--one-row-per-person", "--format", "json")
    answer = said.json
    assert answer["read"] == 80_752
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    undated = sum(not row["Date Added"].strip() for row in rows)
    assert answer["refused"] == undated
    assert answer["added"] == 80_752 - undated
    preview = newcastle("missing", "--format", "csv")
    assert "preview" in preview.err
    made = newcastle("release", "make", "--from", "2016-01-01", "--to", "2016-12-31")
    assert made.code == 0, made.err
    released = newcastle("missing", "--format", "csv")
    added = [row for row in rows if row["Date Added"].strip()]
    in_2016 = [row for row in added if re.search(r"/(20)?16$", row["Date Added"].strip())]
    for answer, counted in ((preview, added), (released, in_2016)):
        assert {row["label"] for row in answer.csv} == {""}
        assert "population" in answer.err.lower()
        codes = Counter(row["Postcode"].strip().upper() for row in counted)
        ne6 = next(row for row in answer.csv if row["area"] == "NE6")
        assert abs(int(ne6["observed"]) - codes["NE6"]) <= 2
        small = [row for row in answer.csv if 0 < codes[row["area"]] < 10]
        assert small
        assert {row["observed"] for row in small} == {"fewer than 10"}


def test_isle_of_man_with_streets_and_lists_alone(real_data: Path, tmp_path: Path) -> None:
    command = run_in(tmp_path / "home")
    folder = real_data / "isle-of-man"
    made = command("place", "new", "Isle of Man", "--streets", folder / "streets.osm.pbf", "--format", "json").json
    assert made["areas"] == 0
    assert made["population"] is None
    answer = command("import", "assets", "--from-streets", "--format", "json").json
    assert answer["added"] > 100
    details = Counter(row["detail"] for row in command("assets", "--kind", "venue", "--format", "json").json)
    assert details["community centre"] >= 13
    worship = command("import", "assets", folder / "assets" / "places-of-worship.csv", "--format", "json").json
    assert worship["read"] == 97
    missing = command("missing", "--format", "json")
    assert missing.code in {0, 2}
    assert "area" in (missing.err + missing.out).lower()
    added = command(
        "place", "add", "Isle of Man", "--postcodes", folder / "assets" / "postcodes.csv", "--format", "json"
    ).json
    assert added["postcodes"] == 1_361
    rows = command("travel", "--venue", "54.1500,-4.4817", "--modes", "drive", "--format", "json").json
    assert sum(row["minutes_there"] is not None for row in rows) > 100
    out = tmp_path / "map.html"
    assert command("map", out).code == 0
    assert out.stat().st_size > 10_000
