"""The hand-drawn town's ways, judged: every state, number and barrier was worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import town

from assetmap.analysis import barriers, street_graph
from assetmap.analysis.barriers import Ways
from assetmap.analysis.street_times import StreetTimes
from assetmap.model.barrier import BARRIER_RULES
from assetmap.model.journey import PARKING
from assetmap.model.traveller import PROFILE_BY_NAME

USUAL = PROFILE_BY_NAME["usual_pace"]
NAMES = list(town.POINTS)


def _close(number: float) -> object:
    return pytest.approx(number, rel=1e-3, abs=0.02)


def _judge(mode: str, *, with_around: bool = True, profile: object = USUAL) -> Ways:
    graph = street_graph.build_graph(town.street_lines(), mode=mode)
    origins = street_graph.snap_points(graph, *town.lon_lat_of(list(town.POINTS.values())))
    venues = street_graph.snap_points(graph, *town.lon_lat_of([town.HALL]))
    times = street_graph.street_times(graph, origins=origins, venues=venues)
    around = None
    if with_around:
        safe = barriers.without_unsafe(graph)
        around = street_graph.street_times(safe, origins=origins, venues=venues)
    return barriers.judge_ways(mode, times, origins=origins, venues=venues, profile=profile, around=around)  # type: ignore[arg-type]


@pytest.mark.parametrize("with_around", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_walks_are_as_on_paper(name: str, *, with_around: bool) -> None:
    ways, row, paper = _judge("walk", with_around=with_around), NAMES.index(name), town.WALKS[name]
    assert ways.state[row, 0] == paper.way
    answered = town.ANSWERED_MINUTES[name]
    if answered is None:
        assert np.isnan(ways.minutes_there[row, 0])
        assert np.isnan(ways.metres[row, 0])
    else:
        assert ways.minutes_there[row, 0] == _close(answered)
        assert ways.minutes_back[row, 0] == _close(answered)
    found = tuple(row["barrier"] for row in barriers.describe_way(ways, NAMES.index(name), 0))
    assert found == paper.barriers


def test_the_longer_walk_has_its_own_metres() -> None:
    ways = _judge("walk")
    assert ways.metres[NAMES.index("Far End"), 0] == _close(1280)
    assert np.isnan(_judge("walk", with_around=False).metres[NAMES.index("Far End"), 0])


def test_a_longer_walk_beyond_the_limit_does_not_count() -> None:
    short = replace(USUAL, max_walk_minutes=15)  # Far End's long way takes 16 minutes, its short one 11
    ways = _judge("walk", profile=short)
    row = NAMES.index("Far End")
    assert ways.state[row, 0] == "not_known"
    assert ways.minutes_there[row, 0] == _close(11)
    found = barriers.describe_way(ways, row, 0)
    assert [barrier["barrier"] for barrier in found] == ["no_pavement_fast_road"]
    assert found[0]["sentence"] == "No pavement recorded on 400 m of a fast road: not shown to be safe on foot."
    assert ways.state[NAMES.index("Cut Off"), 0] == "not_found"  # 16 minutes is now too far as well


def test_an_easier_pace_takes_longer_in_proportion() -> None:
    slow = replace(USUAL, walk_speed_kmh=2.4)
    ways = _judge("walk", profile=slow)
    assert ways.minutes_there[NAMES.index("Mill"), 0] == _close(9.0)
    far = NAMES.index("Far End")  # 22 minutes by the fast road, 32 around it: the limit is 30
    assert ways.state[far, 0] == "not_known"
    assert ways.minutes_there[far, 0] == _close(22.0)


@pytest.mark.parametrize("name", NAMES)
def test_drives_are_as_on_paper_with_parking(name: str) -> None:
    ways, row, paper = _judge("drive"), NAMES.index(name), town.DRIVE_SECONDS[name]
    if paper is None:
        assert ways.state[row, 0] == ("not_known" if name == "Farm" else "not_found")
        assert np.isnan(ways.minutes_there[row, 0])
        return
    assert ways.state[row, 0] == "found"
    assert ways.minutes_there[row, 0] == _close(paper[0] / 60 + PARKING.minutes_there)
    assert ways.minutes_back[row, 0] == _close(paper[1] / 60 + PARKING.minutes_back)


def test_distances_off_the_streets_are_told() -> None:
    said = barriers.describe_way(_judge("drive"), NAMES.index("Farm"), 0)[0]
    assert said["sentence"].startswith("This point is 900 m from the nearest street")
    assert (said["metres"], said["limit"]) == (900, 500.0)


def test_a_venue_off_the_streets_is_named_as_the_reason() -> None:
    graph = street_graph.build_graph(town.street_lines(), mode="walk")
    origins = street_graph.snap_points(graph, *town.lon_lat_of([town.POINTS["Mill"]]))
    venues = street_graph.snap_points(graph, *town.lon_lat_of([town.POINTS["Farm"]]))
    times = street_graph.street_times(graph, origins=origins, venues=venues)
    ways = barriers.judge_ways("walk", times, origins=origins, venues=venues, profile=USUAL)
    assert ways.state[0, 0] == "not_known"
    assert [row["barrier"] for row in barriers.describe_way(ways, 0, 0)] == ["venue_off_the_streets"]


def _brute(one: dict[str, float], limit: float, parts: dict[str, float]) -> tuple[str, float]:
    """State one walk's answer from the rules as written in words, one origin at a time."""
    if parts["off"] > 500:
        return "not_known", np.nan
    slower = max(one["there"], one["back"])
    if np.isinf(slower):
        return "not_found", np.nan
    if one["unsafe"] > 1 and one["avoid"] / 60 <= limit:
        return "found", one["avoid"] / 60
    if slower / 60 > limit:
        return "not_found", one["there"] / 60
    if one["unsafe"] > 1:
        return "not_known", one["there"] / 60
    return "found", one["there"] / 60


def test_many_ways_are_judged_as_one_by_one() -> None:
    rng = np.random.default_rng(20260731)
    size = 4_000
    there = rng.uniform(60, 3_000, size)
    there[rng.random(size) < 0.1] = np.inf
    back = np.where(rng.random(size) < 0.5, there, there * rng.uniform(0.8, 1.2, size))
    unsafe = np.where(rng.random(size) < 0.5, 0.0, rng.uniform(0, 900, size))
    avoid = np.where(unsafe > 0, there * rng.uniform(1, 2, size), np.maximum(there, back))
    avoid[(unsafe > 0) & (rng.random(size) < 0.3)] = np.inf
    off = np.where(rng.random(size) < 0.2, rng.uniform(501, 5_000, size), rng.uniform(0, 500, size))
    lost = off > 500
    none = np.full(size, np.inf)
    measured = (there, back, there, unsafe, unsafe, unsafe, unsafe, avoid, none, none)
    columns = [np.where(lost, np.nan, one)[:, np.newaxis] for one in measured]
    stretch = np.where(lost, street_graph.OFF_STREETS, 0).astype(np.int32)
    nowhere = np.zeros(size)
    origins = street_graph.Snaps(stretch, nowhere, off, nowhere, nowhere)
    venues = street_graph.Snaps(np.zeros(1, dtype=np.int32), *(np.zeros(1) for _ in range(4)))
    ways = barriers.judge_ways("walk", StreetTimes(*columns), origins=origins, venues=venues, profile=USUAL)
    for row in range(size):
        one = {"there": there[row], "back": back[row], "unsafe": unsafe[row], "avoid": avoid[row]}
        state, minutes = _brute(one, 30, {"off": off[row]})
        assert ways.state[row, 0] == state
        assert ways.minutes_there[row, 0] == pytest.approx(minutes, nan_ok=True)


def test_every_rule_can_be_measured_and_said() -> None:
    ways = _judge("walk")
    own = {rule.name for rule in BARRIER_RULES if "walk" in rule.modes}
    assert set(ways.hits) == own == set(ways.measured)
    times = {"vehicle": "by bus", "in_time_for": "14:00", "after": "15:00", "sunset": "16:00", "last": "15:59",
             "overrun": "15"}  # fmt: skip
    for rule in BARRIER_RULES:
        sentence = barriers.describe(rule.name, 1234.4, 30, **times)["sentence"]
        assert "{" not in sentence
        assert all(len(part.split()) <= 20 for part in sentence.split(". "))
