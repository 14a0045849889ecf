"""The demo place through every command: each answer is one clean thing, and each output says that it is made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import Command, run_in

from assetmap.model.place import MADE_UP


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The demo place, made by the demo command."""
    folder = tmp_path_factory.mktemp("demo")
    command = run_in(folder / "home")
    said = command("demo", "--out", folder / "demo.html")
    assert said.code == 0, said.err
    assert said.out.startswith(MADE_UP)
    for heading in ("WHAT HAVE WE GOT?", "WHO HAVE WE NOT REACHED YET?", "WHERE COULD WE MEET?"):
        assert heading in said.out
    return command


@pytest.fixture(scope="module")
def venue(demo: Command) -> str:
    rows = demo("assets", "--kind", "venue", "--format", "json").json
    return str(next(row["id"] for row in rows if row["name"] == "Wenlas Memorial Hall"))


def test_the_demo_again_changes_nothing(demo: Command, tmp_path: Path) -> None:
    answer = demo("demo", "--out", tmp_path / "demo.html", "--format", "json").json
    page = (tmp_path / "demo.html").read_text(encoding="utf-8")
    assert MADE_UP in page
    assert "OpenStreetMap contributors" not in page, "its streets are made up"
    for verdict in answer["imports"].values():
        assert (verdict["added"], verdict["changed"]) == (0, 0)
        assert verdict["read"] == verdict["unchanged"] + verdict["refused"]


LISTINGS = [
    ["assets"],
    ["assets", "--near", "ZZ1 1AA"],
    ["missing"],
    ["missing", "--view", "working"],
    ["travel", "--venue", "53.7537,-4.0007"],
    ["travel", "--venue", "53.7537,-4.0007", "--origins", "postcodes", "--modes", "walk"],
    ["venues", "--need", "hearing_loop"],
    ["person", "show", "--person", "P017"],
]


@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_each_listing_in_each_format(demo: Command, words: list[str]) -> None:
    rows = demo(*words, "--format", "json")
    assert isinstance(rows.json, list)
    assert len(rows.json) > 0
    assert MADE_UP in rows.err
    assert demo(*words, "--format", "json").out == rows.out, "not in a stable order"
    assert len(demo(*words, "--format", "csv").csv) == len(rows.json)
    assert demo(*words).code == 0


@pytest.mark.parametrize("words", LISTINGS[:2] + LISTINGS[4:7], ids=" ".join)
def test_geojson_of_what_lies_somewhere(demo: Command, words: list[str]) -> None:
    collection = demo(*words, "--format", "geojson").json
    assert collection["type"] == "FeatureCollection"
    assert any(feature["geometry"] for feature in collection["features"])
    assert {"id", "kind", "name", "address", "postcode", "source", "access", "visibility"} <= set(
        demo("assets", "--format", "geojson").json["features"][0]["properties"]
    )


def test_the_planted_patterns_are_found(demo: Command, demo_data: Path) -> None:
    rows = demo("missing", "--patches", demo_data / "patches.csv", "--format", "csv").csv
    labels = {row["name"]: row["label"] for row in rows}
    assert labels.pop("Upper Marrowdale") == "Fewer than expected"
    assert labels.pop("Aberwenlas East") == "Fewer than expected"
    assert set(labels.values()) == {"About what we would expect"}
    figures = ["area", "name", "population", "expected", "observed", "index", "label"]
    about = ["compared_with", "catchment", "ages", "period", "vintages", "method", "released_on", "release"]
    assert list(rows[0]) == [*figures, *about]
    assert {row["period"] for row in rows} == {"1 April 2025 to 30 September 2026"}


def test_the_hall_nobody_asked_about_its_toilet(demo: Command, venue: str) -> None:
    rows = demo("venues", "--need", "accessible_toilet", "--format", "json").json
    hall = next(row for row in rows if row["id"] == venue)
    assert hall["not_recorded"] == ["accessible_toilet"]
    assert any("toilet" in question for question in hall["questions"])


def test_the_fast_road_makes_the_walk_not_known(demo: Command) -> None:
    rows = demo("travel", "--venue", "53.7537,-4.0007", "--modes", "walk", "--format", "json").json
    found = [row for row in rows if any(one["barrier"] == "no_pavement_fast_road" for one in row["barriers"])]
    assert found
    assert {row["way_there_and_back"] for row in found} & {"not_known", "not_found"}


def test_the_island_has_no_way_by_street(demo: Command) -> None:
    rows = demo("travel", "--venue", "53.7537,-4.0007", "--format", "json").json
    island = [row for row in rows if row["name"].startswith("Ynys Garwen")]
    assert island
    assert {row["way_there_and_back"] for row in island} == {"not_found"}
    assert {row["minutes_there"] for row in island} == {None}


def test_a_refuge_is_nowhere(demo: Command, tmp_path: Path) -> None:
    said = demo("import", "assets", "--from-streets", "--format", "json")
    assert said.json["read"] == said.json["added"] + said.json["refused"]
    demo("map", tmp_path / "map.html")
    shown = demo("assets", "--format", "json").out + (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "refuge" not in shown.lower()
    assert demo("undo").code == 0


def test_work_by_hand_and_back(demo: Command, venue: str, tmp_path: Path) -> None:
    before = demo("assets", "--format", "json").json
    demo("asset", "edit", venue, "--set", "phone=01632 960000", "--access", "accessible_toilet=partly")
    demo("asset", "out-of-use", venue, "--feature", "hearing_loop", "--since", "2026-01-01")
    changed = next(row for row in demo("assets", "--format", "json").json if row["id"] == venue)
    assert changed["phone"] == "01632 960000"
    assert changed["access"]["accessible_toilet"] == "partly"
    venues = demo("venues", "--need", "hearing_loop", "--format", "json").json
    assert "hearing_loop" in next(row for row in venues if row["id"] == venue)["not_met"]
    for _ in range(2):
        assert demo("undo").code == 0
    assert demo("assets", "--format", "json").json == before
    added = demo("asset", "add", "Knit and Natter", "--kind", "group", "--postcode", "ZZ1 1AA", "--format", "json").json
    assert added["lat"] is not None
    for word in ("hide", "open", "close"):
        assert demo("asset", word, added["id"]).code == 0
    assert demo("asset", "publish", added["id"], "--agreed-by", "the group").code == 2
    assert demo("asset", "remove", added["id"]).code == 0
    assert demo("assets", "--format", "json").json == before


@pytest.mark.parametrize(
    "words",
    [
        ["undo"],
        ["person", "erase", "--person", "P017"],
        ["person", "destroy-key", "--sure"],
        ["missing", "--view", "working"],
    ],
    ids=" ".join,
)
def test_a_format_that_cannot_be_is_refused_before_anything_is_done(demo: Command, words: list[str]) -> None:
    before = demo("assets", "--format", "json").out, demo("place", "show", "--format", "json").out
    said = demo(*words, "--format", "geojson")
    assert said.code == 2
    assert "geojson" in said.err
    assert (demo("assets", "--format", "json").out, demo("place", "show", "--format", "json").out) == before
    assert demo("person", "show", "--person", "P017", "--format", "json").json


@pytest.mark.parametrize("text", ["Wenlas Memorial Hall", "WENLAS memorial hall"])
def test_an_asset_is_found_by_its_name_or_the_start_of_its_id(demo: Command, venue: str, text: str) -> None:
    assert demo("asset", "hide", text, "--format", "json").json["id"] == venue
    assert demo("asset", "open", venue[:8], "--format", "json").json["status"] == "open"
    several = demo("asset", "hide", "Aberwenlas Library")
    assert several.code == 2
    assert "2 assets fit" in several.err
    assert demo("asset", "hide", "Nobody's Hall").code == 2


def test_off_the_map_stays_off(demo: Command, venue: str, demo_data: Path, tmp_path: Path) -> None:
    gone = demo("asset", "off-the-map", venue, "--format", "json").json
    assert venue in {row["id"] for row in gone}
    for name in ("assets_council.csv", "assets_voluntary.xlsx"):
        demo("import", "assets", demo_data / name)
    names = {row["name"] for row in demo("assets", "--format", "json").json}
    assert "Wenlas Memorial Hall" not in names
    assert demo("undo").code == 0


def test_a_person_is_erased_for_good(demo: Command, demo_data: Path) -> None:
    assert demo("person", "show", "--person", "P018", "--format", "json").json
    assert demo("person", "erase", "--person", "P018", "--format", "json").json["erased"] > 0
    demo("import", "participation", demo_data / "meetings.csv")
    assert demo("person", "show", "--person", "P018").code in {0, 2}
    left = demo("person", "show", "--person", "P018", "--format", "json")
    assert left.code == 2 or json.loads(left.out) == []


def test_the_key_is_destroyed_only_if_meant(demo: Command) -> None:
    assert demo("person", "destroy-key").code == 2
    assert demo("person", "destroy-key", "--sure", "--format", "json").json == {"destroyed": True}
    assert demo("person", "show", "--person", "P019").code == 2


def test_while_it_is_shown_to_others_the_councils_list_alone_is_there(demo: Command) -> None:
    rows = demo("assets", "--view", "public", "--format", "json").json
    assert rows
    assert {row["source"] for row in rows} == {"assets_council"}
    assert {row["agreed"] for row in rows} == {"2025-11-15"}


@pytest.mark.parametrize("shape", ["table", "json", "csv", "geojson"])
def test_a_file_that_would_not_be_written_is_refused(demo: Command, tmp_path: Path, shape: str) -> None:
    out = tmp_path / "missing.file"
    said = demo("missing", "--format", shape, "--out", out)
    assert (said.code, said.out, out.exists()) == (2, "", False)
    assert "Expected --format xlsx with it." in said.err
