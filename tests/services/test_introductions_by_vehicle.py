"""Who could introduce us by bus or ferry: minutes worked out on paper, and every postcode's way asked for by itself."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import town
import town_on_disk
from meeting_page import prepare_engine

from assetmap.config import Settings
from assetmap.model.asset import Asset, Fact
from assetmap.model.introductions import MOST_BY_VEHICLE
from assetmap.model.register import Change
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME
from assetmap.services import demo, introductions, travel, workspace
from assetmap.services.introduction_ways import has_point, open_ways
from assetmap.services.introductions import IntroductionRequest
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place

TOWN, HILL, EAST, ISLAND, FARM = town_on_disk.AREAS
TODAY = dt.date(2026, 5, 8)
"""A Friday: the visit is on Wednesday 13 May, an ordinary day of the drawn timetable."""
VISIT = "Ways by bus or by ferry are for a visit from 11:00 to 12:00, on a day like 13 May 2026."


@pytest.fixture
def drawn(tmp_path: Path) -> Place:
    prepare_engine()
    return town_on_disk.make_town(tmp_path)


def put(place: Place, name: str, x: float, y: float) -> None:
    lon, lat = town.lon_lat(x, y)
    one = Asset(
        id="00000000-0000-4000-8000-000000000001", source="list", source_key=name, kind="group",
        lon=lon, lat=lat, located_by="coordinates", fields={"name": Fact(name, "list", "2026-01-01")},
    )  # fmt: skip
    change = Change(what="import assets", source="list", who="Ann", when="2026-05-01T12:00:00+00:00", assets=(one,))
    with closing(workspace.open_register(place)) as store:
        store.apply(change)


def ask(place: Place, area: str, today: dt.date = TODAY) -> tuple[dict[str, object], tuple[str, ...]]:
    answer = introductions.introduce(place, IntroductionRequest(areas=(area,), today=today))
    (row,) = answer.facts
    return row, answer.notes


def test_the_hill_goes_by_bus(drawn: Place) -> None:
    """Top and Upper ride x1 at 09:02 and h2 at 14:50; Lane walks 1,669 m, twice within half an hour."""
    put(drawn, "Hall", *town_on_disk.HALL)
    row, notes = ask(drawn, HILL)
    there = [(15 + 5 * 60 + 8), (15 + 5 * 60 + 158), 1252]  # seconds: to the door, the ride, the walk to the stop
    back = [(15 + 10 * 60 + 8), (15 + 10 * 60 + 158), 1252]
    assert (row["way_there_and_back"], row["mode"]) == ("found", "bus+ferry")
    assert row["minutes_there"] == pytest.approx(sum(there) / 3 / 60, abs=0.06)
    assert row["minutes_back"] == pytest.approx(sum(back) / 3 / 60, abs=0.06)
    assert "About 11 minutes there by bus or by ferry, 15 back, on average." in row["reasons"]  # type: ignore[operator]
    assert VISIT in notes
    assert not any("A car is not to hand" in note for note in notes)


def test_the_island_goes_by_ferry(drawn: Place) -> None:
    """The 08:30 sailing and the 16:30: 15 minutes on the water, 4.75 on foot, 8 seconds at home."""
    put(drawn, "Hall", *town_on_disk.HALL)
    row, _ = ask(drawn, ISLAND)
    assert (row["mode"], row["minutes_there"], row["minutes_back"]) == ("bus+ferry", 19.9, 19.9)
    assert "About 20 minutes there by bus or by ferry, 20 back." in row["reasons"]  # type: ignore[operator]


def test_where_no_vehicle_goes_either_that_is_said(drawn: Place) -> None:
    """Whoever comes off the 08:30 sailing finds no bus up the Hill before noon; the Farm is off the streets."""
    put(drawn, "Top", 0, 3200)
    row, _ = ask(drawn, ISLAND)
    assert (row["way_there_and_back"], row["mode"]) == ("not_found", "")
    said = "We found no way there and back by street or by bus or by ferry. There may be a lift: ask."
    assert said in row["reasons"]  # type: ignore[operator]
    row, _ = ask(drawn, FARM)
    assert row["way_there_and_back"] == "not_known"


def test_the_nearest_on_foot_are_not_looked_for_by_bus(drawn: Place) -> None:
    put(drawn, "Hall", *town_on_disk.HALL)
    row, _ = ask(drawn, TOWN)
    assert row["mode"] == "walk"
    assert "About 4 minutes there on foot or on wheels, 4 back, on average." in row["reasons"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (dt.date(2026, 5, 13), "13 May 2026"),  # a Wednesday: that day
        (dt.date(2026, 5, 14), "20 May 2026"),
        (dt.date(2026, 4, 1), "29 April 2026"),  # before the timetable: its first Wednesday
        (dt.date(2026, 8, 1), "27 May 2026"),  # after it: its last
    ],
)
def test_the_day_of_the_visit_is_the_next_that_the_timetable_covers(drawn: Place, today: dt.date, said: str) -> None:
    put(drawn, "Hall", *town_on_disk.HALL)
    _, notes = ask(drawn, HILL, today)
    assert f"Ways by bus or by ferry are for a visit from 11:00 to 12:00, on a day like {said}." in notes


def test_before_the_engine_is_ready_the_list_says_what_it_lacks(tmp_path: Path) -> None:
    place = town_on_disk.make_town(tmp_path)
    put(place, "Hall", *town_on_disk.HALL)
    row, notes = ask(place, HILL)
    assert row["mode"] == "drive"
    assert "Ways by bus are not in this list yet: they are not ready yet." in notes
    assert "We found no way there and back by street" not in str(row["reasons"])


def test_every_way_is_that_of_the_patchs_postcodes_asked_for_one_by_one(tmp_path: Path) -> None:
    """The witness asks *Getting there* for each postcode and each asset, and takes the means with pandas."""
    prepare_engine()
    settings = Settings(home=tmp_path / "home")
    place = demo.open_demo(settings, now=dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC), who="tester").place
    codes = [str(code) for code in workspace.areas(place)["area_id"]]
    with closing(workspace.open_register(place)) as store:
        assets = [one for one in store.assets() if has_point(one)][::9]
    day, profile = dt.date(2026, 10, 7), PROFILE_BY_NAME[DEFAULT_PROFILE]
    homes = workspace.postcodes(place).set_index("postcode")["area_id"]
    seen = set()
    ways = {one.id: _by_postcode(place, one, day, homes) for one in assets}
    for areas in (frozenset(codes[:6]), frozenset(codes[20:23]), frozenset(codes[-5:])):
        finder = open_ways(place, areas, assets, profile, day - dt.timedelta(days=1))
        found = finder.nearest(areas, range(len(assets)), most=len(assets))
        asked = [number for number, way in found.items() if way.vehicles]
        assert 0 < len(asked) <= MOST_BY_VEHICLE
        for number in asked:
            rows = ways[assets[number].id]
            rows = rows[rows["area"].isin(areas)]
            counts = rows["way_there_and_back"].value_counts()
            if found[number].mode == "bus+ferry":
                there_and_back = rows[rows["way_there_and_back"] == "found"]
                assert counts.get("found", 0) > len(rows) / 2 or counts.idxmax() == "found"
                assert found[number].minutes_there == pytest.approx(there_and_back["minutes_there"].mean(), abs=0.051)
                assert found[number].minutes_back == pytest.approx(there_and_back["minutes_back"].mean(), abs=0.051)
                seen.add("found")
            elif found[number].mode == "drive":
                assert counts.get("found", 0) <= max(counts.get("not_found", 0), counts.get("not_known", 0))
                seen.add("drive")
    assert seen == {"found", "drive"}


def _by_postcode(place: Place, one: Asset, day: dt.date, homes: pd.Series) -> pd.DataFrame:
    asked = TravelRequest(
        venue=one.id, modes=("bus", "ferry"), origins="postcodes", date=day.isoformat(), start="11:00", end="12:00"
    )
    rows = pd.DataFrame(travel.travel(place, asked).facts)
    return rows.assign(area=rows["origin"].map(homes))
