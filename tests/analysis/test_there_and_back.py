"""There and back on random small days: against the time-expanded graph, what must always hold, and legs that join."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_gtfs import Call, changes_by_hand, day_by_hand
from time_expanded import TimeExpanded

from assetmap.analysis import connection_scan
from assetmap.analysis.connection_scan import NEVER
from assetmap.analysis.journeys import Ends, Timetable, legs_home, legs_there
from assetmap.analysis.last_way import last_ways
from assetmap.analysis.street_reach import Walks
from assetmap.analysis.there_and_back import ANY_TIME, NONE, Footpaths, Level, ThereAndBack, there_and_back
from assetmap.model.meeting import read_seconds
from assetmap.model.service_day import ServiceDay

QUICK = settings(max_examples=50, deadline=None)
LAST_SECOND = 90
Pairs = dict[tuple[int, int], float]


@dataclass(frozen=True)
class Case:
    """A day, its changes, and seconds on foot: stop to point, door to stop, door to point; the same back."""

    day: ServiceDay
    changes: dict[tuple[int, int], float]
    access: Pairs
    venue: Pairs
    direct: Pairs
    points: int
    pace: float = 1.0
    closed_runs: frozenset[int] = frozenset()

    @property
    def timetable(self) -> Timetable:
        whole = {pair: max(1, ceil(seconds * self.pace)) for pair, seconds in self.changes.items()}
        return Timetable(self.day, changes_by_hand(whole), _walks({}, 1.0))

    @property
    def level(self) -> Level:
        runs = np.array([run not in self.closed_runs for run in range(self.day.runs)], dtype=np.bool_)
        network = connection_scan.prepare(self.day, self.timetable.changes, usable_runs=runs)
        walks = [_walks(pairs, self.pace) for pairs in (self.access, self.venue, self.direct)]
        access, venue, direct = (Footpaths(one, one) for one in walks)
        return Level(network, access, venue, direct, self.points)


def _walks(pairs: Pairs, pace: float) -> Walks:
    ordered = sorted(pairs)
    ends = np.array(ordered, dtype=np.int32).reshape(-1, 2)
    seconds = np.array([pairs[pair] * pace for pair in ordered])
    return Walks(ends[:, 0].copy(), ends[:, 1].copy(), seconds, *(seconds for _ in range(5)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a small day: loops, hops of no time, halts, stops where nobody may get on or off, walks with fractions."""
    stops, points = draw(st.integers(2, 5)), draw(st.integers(1, 3))
    some_stop, some_point = st.integers(0, stops - 1), st.integers(0, points - 1)
    foot = st.integers(0, 24).map(lambda quarters: quarters / 4)
    runs = []
    for _ in range(draw(st.integers(1, 6))):
        time = draw(st.integers(0, 50))
        calls = []
        for _ in range(draw(st.integers(2, 5))):
            leaves = time + draw(st.sampled_from([0, 0, 1, 4]))
            calls.append(Call(draw(some_stop), time, leaves, draw(st.integers(0, 5)) > 0, draw(st.integers(0, 5)) > 0))
            time = leaves + draw(st.sampled_from([0, 1, 2, 5]))
        runs.append(calls)
    changes = draw(st.dictionaries(st.tuples(some_stop, some_stop), st.integers(1, 6).map(float), max_size=10))
    access = draw(st.dictionaries(st.tuples(some_stop, some_point), foot, max_size=6))
    venue = draw(st.dictionaries(some_stop.map(lambda stop: (0, stop)), foot, min_size=1, max_size=3))
    long_walk = st.integers(0, 120).map(lambda quarters: quarters / 4)
    direct = draw(st.dictionaries(some_point.map(lambda point: (0, point)), long_walk, max_size=2))
    return Case(day_by_hand(stops, runs), changes, access, venue, direct, points)


times = st.tuples(st.integers(0, LAST_SECOND), st.integers(0, LAST_SECOND))


def _ask(case: Case, when: tuple[int, int]) -> ThereAndBack:
    return there_and_back(case.level, arrive_by=when[0], leave_from=when[1])


def _with(thing: Any, name: str, value: object) -> Any:
    """Return the same with one part changed."""
    return replace(thing, **{name: value})


def _leaves(answer: ThereAndBack) -> np.ndarray:
    return np.where(answer.there.found, answer.there.leave, -np.inf)


def _homes(answer: ThereAndBack) -> np.ndarray:
    return np.where(answer.home.found, answer.home.arrive, np.inf)


def _never_better(one: ThereAndBack, other: ThereAndBack) -> None:
    """Hold that the first is nowhere better than the second."""
    assert (_leaves(one) <= _leaves(other)).all()
    assert (_homes(one) >= _homes(other)).all()
    assert not (one.found & ~other.found).any()
    assert (one.last_leave <= other.last_leave).all()
    assert (one.first_arrive >= other.first_arrive).all()


@QUICK
@given(cases(), times)
def test_it_equals_the_time_expanded_graph(case: Case, when: tuple[int, int]) -> None:
    answer, graph = _ask(case, when), TimeExpanded(case.day, case.timetable.changes)
    door = {stop: ceil(seconds) for (_, stop), seconds in case.venue.items()}
    latest = graph.latest_departures(door, when[0], -10_000)
    earliest = graph.earliest_arrivals(door, when[1], 10_000)
    for point in range(case.points):
        near = [(stop, ceil(seconds)) for (stop, one), seconds in case.access.items() if one == point]
        direct = [ceil(seconds) for (_, one), seconds in case.direct.items() if one == point]
        leave = [int(latest[stop]) - walk for stop, walk in near if latest[stop] > -10_000]
        home = [int(earliest[stop]) + walk for stop, walk in near if earliest[stop] < 10_000]
        leave += [when[0] - walk for walk in direct]
        home += [when[1] + walk for walk in direct]
        assert answer.there.found[point] == bool(leave)
        assert answer.home.found[point] == bool(home)
        assert not leave or answer.there.leave[point] == max(leave)
        assert not home or answer.home.arrive[point] == min(home)
        assert not leave or answer.there.arrive[point] <= when[0]
        assert not home or answer.home.leave[point] >= when[1]


@settings(max_examples=15, deadline=None)
@given(cases())
def test_the_last_way_home_and_the_first_way_there_are_those_of_every_second_tried(case: Case) -> None:
    seconds = range(-10, LAST_SECOND + 40)
    every = [_ask(case, (second, second)) for second in seconds]
    one = every[0]
    for point in range(case.points):
        if any(pair[1] == point for pair in case.direct):
            assert (one.last_leave[point], one.first_arrive[point]) == (ANY_TIME, NEVER)
            continue
        homes = [second for second, answer in zip(seconds, every, strict=True) if answer.home.found[point]]
        theres = [second for second, answer in zip(seconds, every, strict=True) if answer.there.found[point]]
        assert one.last_leave[point] == (max(homes) if homes else NEVER)
        assert one.first_arrive[point] == (min(theres) if theres else ANY_TIME)


@QUICK
@given(cases())
def test_the_last_way_by_vehicle_is_that_of_every_second_tried(case: Case) -> None:
    """Who can walk all the way has none."""
    graph = TimeExpanded(case.day, case.timetable.changes)
    door = {stop: ceil(seconds) for (_, stop), seconds in case.venue.items()}
    profile = _ask(case, (0, 0)).profile_home
    last = last_ways(case.level, profile)
    arrivals = {second: graph.earliest_arrivals(door, second, 10_000) for second in range(-10, LAST_SECOND + 40)}
    for point in range(case.points):
        near = {stop: ceil(seconds) for (stop, one), seconds in case.access.items() if one == point}
        walks = any(one == point for _, one in case.direct)
        homes = {
            second: min(at[stop] + walk for stop, walk in near.items())
            for second, at in arrivals.items()
            if not walks and any(at[stop] < 10_000 for stop in near)
        }
        assert last.leave[point] == (max(homes) if homes else NEVER)
        if not homes:
            assert last.entry[point] == NONE
            continue
        assert profile.leave[last.entry[point]] == max(homes)
        (boarded, _), *_, (_, alighted) = 2 * connection_scan.rides(profile, int(last.entry[point]))
        assert case.day.departure[boarded] == max(homes) + door[int(case.day.departure_stop[boarded])]
        assert case.day.arrival[alighted] + near[int(case.day.arrival_stop[alighted])] == homes[max(homes)]


@QUICK
@given(cases(), times, st.integers(0, 30))
def test_a_later_deadline_never_gives_an_earlier_latest_departure(
    case: Case, when: tuple[int, int], later: int
) -> None:
    first, second = _ask(case, when), _ask(case, (when[0] + later, when[1] + later))
    assert (_leaves(first) <= _leaves(second)).all()
    assert (_homes(first) <= _homes(second)).all()


@QUICK
@given(cases(), times, st.data())
def test_a_link_taken_away_never_helps(case: Case, when: tuple[int, int], data: st.DataObject) -> None:
    fewer = [replace(case, closed_runs=frozenset({data.draw(st.integers(0, case.day.runs - 1))}))]
    for name in ("changes", "access", "venue", "direct"):
        pairs = getattr(case, name)
        if pairs:
            gone = data.draw(st.sampled_from(sorted(pairs)))
            fewer.append(_with(case, name, {pair: one for pair, one in pairs.items() if pair != gone}))
    hop = data.draw(st.integers(0, case.day.connections - 1))
    for name in ("boards", "alights"):
        marks = getattr(case.day, name).copy()
        marks[hop] = False
        fewer.append(replace(case, day=_with(case.day, name, marks)))
    whole = _ask(case, when)
    for less in fewer:
        _never_better(_ask(less, when), whole)


@QUICK
@given(cases(), times, st.floats(0.2, 1.0))
def test_a_faster_traveller_is_never_later(case: Case, when: tuple[int, int], pace: float) -> None:
    _never_better(_ask(case, when), _ask(replace(case, pace=pace), when))


@QUICK
@given(cases(), times)
def test_legs_join_and_begin_and_end_when_the_answer_says(case: Case, when: tuple[int, int]) -> None:
    answer, level, ends = _ask(case, when), case.level, Ends("home", "door", "walk")
    for point in range(case.points):
        for half, profile, make, names in (
            (answer.there, answer.profile_there, legs_there, ("home", "door")),
            (answer.home, answer.profile_home, legs_home, ("door", "home")),
        ):
            legs = make(level, half, profile, point, case.timetable, ends)
            assert bool(legs) == bool(half.found[point])
            if not legs:
                continue
            assert (legs[0]["from"], legs[-1]["to"]) == names
            assert read_seconds(legs[0]["start"]) == half.leave[point]
            assert read_seconds(legs[-1]["end"]) == half.arrive[point]
            for before, after in pairwise(legs):
                assert before["to"] == after["from"]
                assert read_seconds(before["end"]) <= read_seconds(after["start"])
            for leg in legs:
                assert leg["kind"] != "transit" or _is_ridden(case.day, leg)


def _is_ridden(day: ServiceDay, leg: dict[str, object]) -> bool:
    """Look a ride up among the connections of the day by its run's own words."""
    run = np.flatnonzero(day.run_trip_id == leg["trip_id"])
    mine = np.flatnonzero(np.isin(day.run, run)).tolist()
    on = [hop for hop in mine if day.boards[hop] and _at(day, hop, "departure") == (leg["from_stop_id"], leg["start"])]
    off = [hop for hop in mine if day.alights[hop] and _at(day, hop, "arrival") == (leg["to_stop_id"], leg["end"])]
    return any(day.position[first] <= day.position[last] for first in on for last in off)


def _at(day: ServiceDay, hop: int, end: str) -> tuple[str, str]:
    seconds = int(getattr(day, end)[hop])
    clock = f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"
    return str(day.stop_id[getattr(day, f"{end}_stop")[hop]]), clock


@pytest.mark.parametrize(
    ("there", "home", "by_bus"),
    [(139, 129, False), (140, 130, False), (141, 131, True)],
    ids=["sooner", "even", "later"],
)
def test_walking_all_the_way_wins_to_the_second(there: int, home: int, *, by_bus: bool) -> None:
    """By bus one leaves home at 100 - 10 for a deadline of 230, and is back at 200 + 10 having left at 80."""
    day = day_by_hand(2, [[Call(0, 100, 100), Call(1, 200, 200)], [Call(1, 100, 100), Call(0, 200, 200)]])
    case = Case(day, {}, {(0, 0): 10.0}, {(0, 1): 20.0}, {(0, 0): float(there)}, 1)
    answer = _ask(case, (230, 80))
    assert (answer.there.leave[0], answer.there.entry[0] >= 0) == (90 if by_bus else 230 - there, by_bus)
    answer = _ask(replace(case, direct={(0, 0): float(home)}), (230, 80))
    assert (answer.home.arrive[0], answer.home.entry[0] >= 0) == (210 if by_bus else 80 + home, by_bus)
    assert answer.home.leave[0] == 80


def test_the_walk_of_a_change_is_told_with_its_metres() -> None:
    """Bus 0 from stop 0 to 1, 40 seconds on foot to stop 2, bus 1 from there to 3; the walk is known, or it is not."""
    day = day_by_hand(4, [[Call(0, 100, 100), Call(1, 200, 200)], [Call(2, 300, 300), Call(3, 400, 400)]])
    case = Case(day, {(1, 2): 100.0}, {(0, 0): 10.0}, {(0, 3): 20.0}, {}, 1)
    answer = _ask(case, (500, 500))
    between = Walks(
        np.array([1], dtype=np.int32), np.array([2], dtype=np.int32),
        *(np.array([number]) for number in (40.0, 50.0, 6.0, 7.0, 8.0, 9.0)),
    )  # fmt: skip
    told = {}
    for known, walks in (("yes", between), ("no", _walks({}, 1.0))):
        table = replace(case.timetable, walks=walks)
        legs = legs_there(case.level, answer.there, answer.profile_there, 0, table, Ends("home", "door", "walk"))
        assert [leg["kind"] for leg in legs] == ["access", "transit", "transfer", "transit", "egress"]
        assert (legs[2]["start"], legs[2]["end"]) == ("00:03:20", "00:05:00")
        told[known] = [legs[2][name] for name in ("metres", "steps_metres", "unsafe_metres", "unlit_metres")]
    assert told == {"yes": [50, 6, 7, 8], "no": [None] * 4}
