"""Where people may change: the town's on paper, and all others by plain loops over pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import timetable_oracle as oracle
import timetable_town as paper
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.analysis import timetable
from assetmap.analysis.timetable import Feed, Walks
from assetmap.model.service_day import Changes, ServiceDay

Transfer = tuple[str, str, int | None, int | None]


def _table(rows: Sequence[Transfer]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["from_stop_id", "to_stop_id", "transfer_type", "min_transfer_time"])
    return frame.astype(
        {"from_stop_id": "str", "to_stop_id": "str", "transfer_type": "Int32", "min_transfer_time": "Int32"}
    )


def _walks(*rows: tuple[int, int, float]) -> Walks:
    origin, target, seconds = (np.array([row[i] for row in rows]) for i in range(3))
    return origin.astype(np.int32), target.astype(np.int32), seconds.astype(np.float64)


def _pairs(changes: Changes) -> dict[tuple[int, int], int]:
    keys = list(zip(changes.origin.tolist(), changes.target.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert {changes.origin.dtype, changes.target.dtype, changes.seconds.dtype} == {np.dtype(np.int32)}
    return dict(zip(keys, changes.seconds.tolist(), strict=True))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[ServiceDay, pd.DataFrame]:
    tables = paper.read_tables(tmp_path_factory.mktemp("town"))
    day = timetable.build_service_day([Feed("Valley", tables)], day=np.datetime64(paper.WEEKDAY))
    return day, tables["transfers"]


def _named(day: ServiceDay, changes: Changes) -> dict[str, int]:
    return {f"{day.stop_id[i]}{day.stop_id[j]}": seconds for (i, j), seconds in _pairs(changes).items()}


def test_the_towns_changes_on_paper(town: tuple[ServiceDay, pd.DataFrame]) -> None:
    """From School to the Hall 260 m, 195 s; between Quay and Mill 100 m, 75 s; from A to B 20 m, 15 s."""
    day, transfers = town
    stop = {stop_id: i for i, stop_id in enumerate(day.stop_id)}
    walked = {"SH": 195.0, "QM": 75.0, "MQ": 75.0, "AB": 15.0, "QS": 75.2}
    walks = _walks(*((stop[pair[0]], stop[pair[1]], seconds) for pair, seconds in walked.items()))
    named = _named(day, timetable.build_changes(day, [transfers], walks, change_seconds=60))
    alone = {f"{one}{one}": 60 for one in "TLMSQI"}
    # The station's rows hold for both platforms and for each with itself; Q to M is forbidden, M to Q is not.
    station = {"AA": 180, "AB": 180, "BA": 180, "BB": 180}
    assert named == alone | station | {"HH": 90, "SH": 255, "MQ": 135, "QS": 136, "MS": 60}


def test_without_rows_and_walks_people_change_at_stops_and_within_stations(
    town: tuple[ServiceDay, pd.DataFrame],
) -> None:
    day, transfers = town
    for least, given_seconds in ((1, 0), (1, -5), (1, 1), (240, 240)):
        changes = timetable.build_changes(day, [transfers[:0]], _walks(), change_seconds=given_seconds)
        named = _named(day, changes)
        assert named == dict.fromkeys([*(f"{one}{one}" for one in day.stop_id), "AB", "BA"], least)


def test_a_walk_within_a_station_is_added_and_the_shorter_of_two_counts(town: tuple[ServiceDay, pd.DataFrame]) -> None:
    day, transfers = town
    stop = {stop_id: i for i, stop_id in enumerate(day.stop_id)}
    a, b = stop["A"], stop["B"]
    walks = _walks((a, b, 45.0), (a, b, 15.0), (a, a, 500.0))
    named = _named(day, timetable.build_changes(day, [transfers[:0]], walks, change_seconds=60))
    assert (named["AB"], named["BA"], named["AA"]) == (75, 60, 60)


def test_a_row_of_two_stops_goes_before_the_row_of_their_station(town: tuple[ServiceDay, pd.DataFrame]) -> None:
    day, _ = town
    rows = _table([("CORNER", "CORNER", 3, None), ("A", "B", 2, 100), ("B", "CORNER", 2, 30), ("B", "CORNER", 2, 200)])
    named = _named(day, timetable.build_changes(day, [rows], _walks(), change_seconds=60))
    assert {pair: time for pair, time in named.items() if pair[0] in "AB"} == {"AB": 100, "BA": 200, "BB": 200}


def test_a_day_without_stops_has_no_changes(tmp_path: Path) -> None:
    tables = paper.read_tables(tmp_path)
    day = timetable.build_service_day([Feed("A", tables)], day=np.datetime64(paper.WEEKDAY), route_types={0})
    assert _pairs(timetable.build_changes(day, [tables["transfers"]], _walks(), change_seconds=60)) == {}


@st.composite
def situations(draw: Callable[..., Any]) -> tuple[list[tuple[int, str, str]], list[list[Transfer]], list[Any], int]:
    """Return stops of two feeds with the same ids, rows of transfers, walks and the time a change needs."""
    stops = [
        (feed, f"s{i}", draw(st.sampled_from(["", "P", "Q"])))
        for feed in (0, 1)
        for i in range(draw(st.integers(0, 4)))
    ]
    ids = st.sampled_from(["s0", "s1", "s2", "s3", "P", "Q", "elsewhere"])
    rows = st.tuples(ids, ids, st.integers(0, 5), st.sampled_from([0, 30, 100, 400]))
    transfers = [draw(st.lists(rows, max_size=6)) for _ in "ab"]
    numbers = st.integers(0, max(0, len(stops) - 1))
    walks = draw(st.lists(st.tuples(numbers, numbers, st.floats(0, 300)), max_size=8)) if stops else []
    return stops, transfers, walks, draw(st.integers(0, 120))


@given(situations())
@settings(max_examples=60, deadline=None)
def test_made_up_changes_agree_with_plain_loops(
    situation: tuple[list[tuple[int, str, str]], list[list[Transfer]], list[Any], int],
) -> None:
    stops, transfers, walks, change = situation
    day = _day_of(stops)
    tables = [_table(rows) for rows in transfers]
    changes = timetable.build_changes(day, tables, _walks(*walks), change_seconds=change)
    plain = [[(one, two, kind or 0, least or 0) for one, two, kind, least in rows] for rows in transfers]
    assert _pairs(changes) == oracle.changes_of(stops, plain, walks, change)


def _day_of(stops: list[tuple[int, str, str]]) -> ServiceDay:
    """Return a day with these stops and nothing else."""
    stations = sorted({(feed, station) for feed, _, station in stops if station})
    number = [stations.index((feed, station)) if station else -1 for feed, _, station in stops]
    texts, ints = np.array([one[1] for one in stops], dtype=object), np.zeros(0, dtype=np.int32)
    none = np.zeros(0, dtype=object)
    return ServiceDay(
        feeds=("a", "b"), stop_feed=np.array([one[0] for one in stops], dtype=np.int32), stop_id=texts, stop_name=texts,
        stop_lon=np.zeros(len(stops)), stop_lat=np.zeros(len(stops)),
        stop_wheelchair=np.zeros(len(stops), dtype=np.int8), stop_station=np.array(number, dtype=np.int32),
        route_feed=ints, route_id=none, route_name=none, route_type=ints, run_feed=ints, run_trip_id=none,
        run_route=ints, run_headsign=none, run_wheelchair=ints.astype(np.int8), departure_stop=ints, arrival_stop=ints,
        departure=ints, arrival=ints, run=ints, position=ints, boards=ints.astype(bool), alights=ints.astype(bool),
        station_feed=np.array([feed for feed, _ in stations], dtype=np.int32),
        station_id=np.array([station for _, station in stations], dtype=object),
    )  # fmt: skip
