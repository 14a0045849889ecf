"""Who could introduce us in Newport: stopping early leaves nobody out, and the answer comes while a person waits."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import closing
from pathlib import Path

import pytest
from meeting_page import prepare_engine

from assetmap.config import Settings
from assetmap.model.asset import Asset
from assetmap.model.traveller import PROFILE_BY_NAME
from assetmap.services import ingest, workspace
from assetmap.services.introduction_ways import open_ways
from assetmap.services.introductions import IntroductionRequest, introduce
from assetmap.services.workspace import Place, PlaceParts

pytestmark = pytest.mark.real_data

NOW = dt.datetime(2026, 6, 1, 12, 0, tzinfo=dt.UTC)
MOST = 4
SECONDS = 1.0
SECONDS_BY_BUS = 5.0


@pytest.fixture(scope="module")
def newport(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder, settings = real_data / "newport", Settings(home=tmp_path_factory.mktemp("newport") / "home")
    parts = PlaceParts(
        areas=folder / "areas" / "lsoa21_newport.geojson",
        postcodes=(folder / "postcodes" / "codepoint_open_np_2025-10.csv",),
        streets=folder / "streets.osm.pbf",
        timetables=(folder / "timetable.gtfs.zip",),
    )
    workspace.create_place(settings, "Newport", parts, now=NOW)
    place = workspace.open_place(settings, "Newport")
    ingest.import_assets(place, ingest.AssetImport(path=None, from_streets=True), now=NOW, who="tester")
    return place


@pytest.fixture(scope="module")
def found(newport: Place) -> list[Asset]:
    with closing(workspace.open_register(newport)) as store:
        return store.assets()


@pytest.mark.parametrize(("first", "profile"), [(0, "usual_pace"), (37, "short_walks"), (70, "easy_pace")])
def test_the_nearest_few_are_the_first_of_all(newport: Place, found: list[Asset], first: int, profile: str) -> None:
    areas = frozenset(str(code) for code in workspace.areas(newport)["area_id"][first : first + 6])
    ways = open_ways(newport, areas, found, PROFILE_BY_NAME[profile], NOW.date())
    every = ways.nearest(areas, range(len(found)), most=len(found))
    few = open_ways(newport, areas, found, PROFILE_BY_NAME[profile], NOW.date())
    nearest = few.nearest(areas, range(len(found)), most=MOST)
    assert len(every) == len(found)
    assert len(few.known) <= len(ways.known)
    assert sorted(way.rank for way in nearest.values())[:MOST] == sorted(way.rank for way in every.values())[:MOST]


def test_a_patch_of_twenty_areas_is_answered_within_a_second(newport: Place) -> None:
    areas = tuple(str(code) for code in workspace.areas(newport)["area_id"][:20])
    asked = IntroductionRequest(areas=areas, today=NOW.date())
    introduce(newport, asked)
    took = []
    for _ in range(3):
        began = time.process_time()
        assert len(introduce(newport, asked).facts) == asked.limit
        took.append(time.process_time() - began)
    assert min(took) < SECONDS


def test_where_few_can_walk_the_bus_is_asked_and_the_answer_still_comes_in_time(newport: Place) -> None:
    prepare_engine()
    areas = tuple(str(code) for code in workspace.areas(newport)["area_id"][65:70])
    asked = IntroductionRequest(areas=areas, today=NOW.date())
    answer = introduce(newport, asked)
    assert {row["mode"] for row in answer.facts} == {"bus"}
    # The timetable ends on Friday 1 March 2024.
    assert "Ways by bus are for a visit from 11:00 to 12:00, on a day like 28 February 2024." in answer.notes
    began = time.perf_counter()
    introduce(newport, asked)
    assert time.perf_counter() - began < SECONDS_BY_BUS
