"""Connection scans against a time-expanded graph, against paper, and against what must hold on every day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_gtfs import Call, changes_by_hand, day_by_hand, near_changes, read_day
from time_expanded import TimeExpanded

from assetmap.analysis import connection_kernels
from assetmap.analysis import connection_scan as cs
from assetmap.analysis.connection_scan import NEVER, Network, Profile
from assetmap.model.service_day import Changes, ServiceDay

Walks = dict[int, int]

LAST_SECOND = 60
"""Random days end before this second."""
QUICK = settings(max_examples=60, deadline=None)


@dataclass(frozen=True)
class Case:
    """A day, where people may change, and a venue."""

    day: ServiceDay
    changes: Changes
    walks: Walks

    @cached_property
    def network(self) -> Network:
        return cs.prepare(self.day, self.changes)

    @cached_property
    def pairs(self) -> dict[tuple[int, int], int]:
        """Seconds of each change."""
        columns = (self.changes.origin.tolist(), self.changes.target.tolist(), self.changes.seconds.tolist())
        return {(origin, target): seconds for origin, target, seconds in zip(*columns, strict=True)}

    @property
    def ends(self) -> dict[str, Any]:
        """What the functions take of the venue."""
        return {"stop": list(self.walks), "seconds": list(self.walks.values())}


@st.composite
def days(draw: st.DrawFn) -> Case:
    """Draw a small day: loops, overtaking, hops of no time, halts, stops at which nobody may get on or off."""
    stops = draw(st.integers(2, 5))
    some_stop = st.integers(0, stops - 1)
    runs = []
    for _ in range(draw(st.integers(1, 6))):
        time = draw(st.integers(0, 30))
        calls = []
        for _ in range(draw(st.integers(2, 6))):
            leaves = time + draw(st.sampled_from([0, 0, 0, 1, 4]))
            calls.append(Call(draw(some_stop), time, leaves, draw(st.integers(0, 5)) > 0, draw(st.integers(0, 5)) > 0))
            time = leaves + draw(st.sampled_from([0, 0, 1, 2, 5]))
        runs.append(calls)
    pairs = draw(st.dictionaries(st.tuples(some_stop, some_stop), st.integers(1, 6), max_size=12))
    walks = draw(st.dictionaries(some_stop, st.integers(0, 6), min_size=1, max_size=3))
    return Case(day_by_hand(stops, runs), changes_by_hand(pairs), walks)


def latest(case: Case, deadline: int, walks: Walks | None = None) -> np.ndarray:
    walks = case.walks if walks is None else walks
    return cs.latest_departures(
        case.network, stop=list(walks), seconds=list(walks.values()), deadline=deadline
    ).departure


def earliest(case: Case, start: int, walks: Walks | None = None) -> np.ndarray:
    walks = case.walks if walks is None else walks
    return cs.earliest_arrivals(case.network, stop=list(walks), seconds=list(walks.values()), start=start).arrival


def at_stops(day: ServiceDay) -> cs.Access:
    """One point at every stop."""
    every = np.arange(day.stops)
    return cs.make_access(point=every, stop=every, seconds=np.zeros(day.stops), points=day.stops)


def check_journey(case: Case, profile: Profile, entry: int) -> int:
    """Follow the rides of one way: each exists, they join, and the way begins and ends when and where it says."""
    day = case.day
    stop = int(np.searchsorted(profile.start, entry, side="right")) - 1
    found = cs.rides(profile, entry)
    for first, last in found:
        assert day.run[first] == day.run[last]
        assert day.position[first] <= day.position[last]
        assert day.boards[first]
        assert day.alights[last]
    for (_, off), (on, _) in pairwise(found):
        assert (
            day.departure[on] >= day.arrival[off] + case.pairs[int(day.arrival_stop[off]), int(day.departure_stop[on])]
        )
    first, last = found[0][0], found[-1][1]
    if profile.towards:
        assert found[0] == (profile.boarded[entry], profile.alighted[entry])
        assert (day.departure_stop[first], day.departure[first]) == (stop, profile.leave[entry])
        assert day.arrival[last] + case.walks[int(day.arrival_stop[last])] == profile.arrive[entry]
    else:
        assert found[-1] == (profile.boarded[entry], profile.alighted[entry])
        assert day.departure[first] - case.walks[int(day.departure_stop[first])] == profile.leave[entry]
        assert (day.arrival_stop[last], day.arrival[last]) == (stop, profile.arrive[entry])
    return len(found)


def check_no_riding_past(case: Case, profile: Profile, entry: int) -> None:
    """No ride passes the venue where getting off, or on, would have done as well."""
    day = case.day
    found = cs.rides(profile, entry)
    first, last = found[0][0], found[-1][1]
    for on, off in found:
        inside = (day.run == day.run[on]) & (day.position >= day.position[on]) & (day.position <= day.position[off])
        for hop in np.flatnonzero(inside).tolist():
            if profile.towards and hop != last and day.alights[hop]:
                walk = case.walks.get(int(day.arrival_stop[hop]))
                assert walk is None or day.arrival[hop] + walk > profile.arrive[entry]
            if not profile.towards and hop != first and day.boards[hop]:
                walk = case.walks.get(int(day.departure_stop[hop]))
                assert walk is None or day.departure[hop] - walk < profile.leave[entry]


# --- paper -----------------------------------------------------------------------------------------------------------


def paper() -> Case:
    """Bus 0: stop 0 at 100, stop 1 at 200, stop 2 at 300. Bus 1: stop 1 at 260, stop 3 at 400. Bus 2, later, the same
    as bus 1 at 320 and 460. Changing at stop 1 takes 60; the venue is 30 from stop 3 and 500 from stop 2.
    """
    runs = [
        [Call(0, 100, 100), Call(1, 200, 200), Call(2, 300, 300)],
        [Call(1, 260, 260), Call(3, 400, 400)],
        [Call(1, 320, 320), Call(3, 460, 460)],
    ]
    return Case(day_by_hand(4, runs), changes_by_hand({(1, 1): 60}), {3: 30, 2: 500})


def test_a_way_there_on_paper() -> None:
    case = paper()
    assert latest(case, 430).tolist() == [100, 260, NEVER, NEVER]
    assert latest(case, 429).tolist() == [NEVER, NEVER, NEVER, NEVER]
    assert latest(case, 490).tolist() == [100, 320, NEVER, NEVER]


def test_a_way_home_on_paper() -> None:
    case = replace(paper(), walks={0: 40})
    assert earliest(case, 60).tolist() == [-NEVER, 200, 300, 400]
    assert earliest(case, 61).tolist() == [-NEVER] * 4


def test_a_change_needs_its_seconds() -> None:
    case = replace(paper(), changes=changes_by_hand({(1, 1): 61}))
    assert latest(case, 430).tolist() == [NEVER, 260, NEVER, NEVER]
    assert latest(case, 490).tolist() == [100, 320, NEVER, NEVER]
    case = replace(paper(), changes=changes_by_hand({}))
    assert latest(case, 490).tolist() == [NEVER, 320, NEVER, NEVER]


def test_all_ways_of_a_day_on_paper() -> None:
    case = paper()
    profile = cs.profile_to(case.network, **case.ends)
    assert profile.start.tolist() == [0, 1, 3, 3, 3]
    assert profile.leave.tolist() == [100, 260, 320]
    assert profile.arrive.tolist() == [430, 430, 490]
    assert [cs.rides(profile, entry) for entry in range(3)] == [[(0, 0), (2, 2)], [(2, 2)], [(3, 3)]]
    listed = cs.options(profile, stop=[0, 1], seconds=[10, 200])
    assert listed.leave.tolist() == [90, 120]
    assert listed.arrive.tolist() == [430, 490]


def test_usable_runs_and_stops() -> None:
    case = paper()
    without = cs.prepare(case.day, case.changes, usable_runs=np.array([True, False, True]))
    assert cs.latest_departures(without, **case.ends, deadline=430).departure.tolist() == [NEVER] * 4
    assert cs.latest_departures(without, **case.ends, deadline=490).departure.tolist() == [100, 320, NEVER, NEVER]
    without = cs.prepare(case.day, case.changes, usable_stops=np.array([True, False, True, True]))
    assert cs.latest_departures(without, **case.ends, deadline=800).departure.tolist() == [100, NEVER, NEVER, NEVER]
    profile = cs.profile_to(without, **case.ends)
    assert [cs.rides(profile, entry) for entry in range(len(profile.leave))] == [[(0, 1)]]


def test_fewer_rides_among_equals() -> None:
    """Two changes or none, the same departure and the same arrival."""
    slow = [Call(0, 0, 0), Call(3, 50, 50)]
    runs = [[Call(0, 0, 0), Call(1, 10, 10)], [Call(1, 20, 20), Call(2, 30, 30)], [Call(2, 40, 40), Call(3, 50, 50)]]
    for ordered in ([slow, *runs], [*runs, slow]):
        case = Case(day_by_hand(4, ordered), changes_by_hand({(1, 1): 1, (2, 2): 1}), {3: 0})
        profile = cs.profile_to(case.network, **case.ends)
        assert len(cs.rides(profile, 0)) == 1
        case = replace(case, walks={0: 0})
        profile = cs.profile_from(case.network, **case.ends)
        assert len(cs.rides(profile, len(profile.leave) - 1)) == 1


def test_a_hop_of_no_time_at_the_deadline() -> None:
    case = Case(day_by_hand(2, [[Call(0, 10, 10), Call(1, 10, 10)]]), changes_by_hand({}), {1: 0})
    assert latest(case, 10).tolist() == [10, NEVER]
    lanes = cs.latest_departures_lanes(case.network, stop=[1, 1], seconds=[0, 0], lane=[0, 1], deadlines=[9, 10])
    assert lanes.tolist() == [[NEVER, 10], [NEVER, NEVER]]
    assert earliest(replace(case, walks={0: 0}), 10).tolist() == [-NEVER, 10]


def test_an_earlier_bus_with_fewer_changes_is_no_way_of_its_own_but_serves_others() -> None:
    """From stop 0 the direct bus at 20 arrives with the pair of buses from 30: only the pair is worth taking there.

    Who comes from stop 4 still takes the direct one.
    """
    runs = [
        [Call(0, 20, 20), Call(3, 60, 60)],
        [Call(0, 30, 30), Call(1, 40, 40)],
        [Call(1, 50, 50), Call(3, 60, 60)],
        [Call(4, 5, 5), Call(0, 10, 10)],
    ]
    case = Case(day_by_hand(5, runs), changes_by_hand({(0, 0): 1, (1, 1): 1}), {3: 0})
    profile = cs.profile_to(case.network, **case.ends)
    assert profile.start.tolist() == [0, 1, 2, 2, 2, 3]
    assert profile.leave.tolist() == [30, 50, 5]
    assert [case.day.run[on] for on, _ in cs.rides(profile, 2)] == [3, 0]


def test_a_loop_is_left_when_it_first_passes_the_venue() -> None:
    """The bus passes near the venue, goes round and halts at it; on foot from the first stop is as quick."""
    case = Case(
        day_by_hand(3, [[Call(0, 0, 0), Call(1, 10, 10), Call(2, 15, 15), Call(1, 20, 20)]]),
        changes_by_hand({}),
        {1: 5, 2: 0},
    )
    profile = cs.profile_to(case.network, **case.ends)
    assert (profile.leave[0], profile.arrive[0], cs.rides(profile, 0)) == (0, 15, [(0, 0)])


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_of_equal_ways_the_one_with_less_waiting(order: list[int]) -> None:
    """From both stops one leaves at 90, or is back at 210; the second way is ten seconds quicker at each end."""
    near = {"point": [0, 0], "stop": order, "seconds": [(10, 20)[stop] for stop in order]}
    access = cs.make_access(**near, points=1)
    there = Case(day_by_hand(3, [[Call(0, 100, 100), Call(2, 200, 200)], [Call(1, 110, 110), Call(2, 190, 190)]]),
                 changes_by_hand({}), {2: 0})  # fmt: skip
    profile = cs.profile_to(there.network, **there.ends)
    found = cs.latest_leaving(profile, access=access, deadline=300)
    assert (found.time[0], profile.arrive[found.entry[0]], order[found.pair[0]]) == (90, 190, 1)
    home = Case(day_by_hand(3, [[Call(2, 100, 100), Call(0, 200, 200)], [Call(2, 110, 110), Call(1, 190, 190)]]),
                changes_by_hand({}), {2: 0})  # fmt: skip
    profile = cs.profile_from(home.network, **home.ends)
    found = cs.earliest_home(profile, access=access, start=50)
    assert (found.time[0], profile.leave[found.entry[0]], order[found.pair[0]]) == (210, 110, 1)


def test_a_day_without_vehicles() -> None:
    case = Case(day_by_hand(2, []), changes_by_hand({(0, 1): 60}), {1: 0})
    assert latest(case, 100).tolist() == [NEVER, NEVER]
    assert earliest(case, 0).tolist() == [-NEVER, -NEVER]
    for profile in (cs.profile_to(case.network, **case.ends), cs.profile_from(case.network, **case.ends)):
        assert profile.start.tolist() == [0, 0, 0]
        assert len(cs.options(profile, stop=[0], seconds=[0]).leave) == 0
        assert cs.latest_leaving(profile, access=at_stops(case.day)).entry.tolist() == [-1, -1]


# --- every small day -------------------------------------------------------------------------------------------------


@QUICK
@given(days())
def test_small_days_against_the_graph(case: Case) -> None:
    """Single scans, lanes and profile, at every second, both ways."""
    graph = TimeExpanded(case.day, case.changes)
    seconds = np.arange(-1, LAST_SECOND)
    lanes = {
        "stop": np.tile(list(case.walks), len(seconds)),
        "seconds": np.tile(list(case.walks.values()), len(seconds)),
        "lane": np.repeat(np.arange(len(seconds)), len(case.walks)),
    }
    there = cs.latest_departures_lanes(case.network, **lanes, deadlines=seconds)
    back = cs.earliest_arrivals_lanes(case.network, **lanes, starts=seconds)
    profiles = cs.profile_to(case.network, **case.ends), cs.profile_from(case.network, **case.ends)
    access = at_stops(case.day)
    for lane, time in enumerate(seconds.tolist()):
        by_graph = graph.latest_departures(case.walks, time, NEVER)
        assert np.array_equal(latest(case, time), by_graph)
        assert np.array_equal(there[:, lane], by_graph)
        assert np.array_equal(cs.latest_leaving(profiles[0], access=access, deadline=time).time, by_graph)
        by_graph = graph.earliest_arrivals(case.walks, time, -NEVER)
        assert np.array_equal(earliest(case, time), by_graph)
        assert np.array_equal(back[:, lane], by_graph)
        assert np.array_equal(cs.earliest_home(profiles[1], access=access, start=time).time, by_graph)


@QUICK
@given(days())
def test_small_days_have_whole_journeys(case: Case) -> None:
    for profile in (cs.profile_to(case.network, **case.ends), cs.profile_from(case.network, **case.ends)):
        assert profile.start[-1] == len(profile.leave)
        for first, last in pairwise(profile.start.tolist()):
            assert (np.diff(profile.leave[first:last]) > 0).all()
            assert (np.diff(profile.arrive[first:last]) > 0).all()
        for entry in range(len(profile.leave)):
            check_journey(case, profile, entry)
            check_no_riding_past(case, profile, entry)


@QUICK
@given(days(), st.integers(0, 99), st.integers(0, 99))
def test_less_never_helps(case: Case, one: int, other: int) -> None:
    """A connection or a change taken away."""
    day, changes = case.day, case.changes
    kept = np.arange(day.connections) != one % max(day.connections, 1)
    columns = ("departure_stop", "arrival_stop", "departure", "arrival", "run", "position", "boards", "alights")
    shorter = replace(day, **{name: getattr(day, name)[kept] for name in columns})
    pairs = np.arange(len(changes.origin)) != other % max(len(changes.origin), 1)
    fewer = Changes(*(getattr(changes, field.name)[pairs] for field in fields(Changes)))
    for less in (replace(case, day=shorter), replace(case, changes=fewer)):
        for time in range(0, LAST_SECOND, 3):
            assert (latest(less, time) <= latest(case, time)).all()
            assert (earliest(less, time) >= earliest(case, time)).all()


@QUICK
@given(days(), st.integers(0, 4))
def test_more_time_and_shorter_walks_never_harm(case: Case, seconds: int) -> None:
    shorter = {stop: max(0, walk - seconds) for stop, walk in case.walks.items()}
    for time in range(0, LAST_SECOND, 3):
        assert (latest(case, time + seconds) >= latest(case, time)).all()
        assert (earliest(case, time + seconds) >= earliest(case, time)).all()
        assert (latest(case, time, shorter) >= latest(case, time)).all()
        assert (earliest(case, time, shorter) <= earliest(case, time)).all()


@QUICK
@given(days(), st.lists(st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(0, 9)), max_size=8), st.data())
def test_points_against_all_their_stops(case: Case, walks: list[tuple[int, int, int]], data: st.DataObject) -> None:
    """Folds and options against trying every entry of every stop nearby."""
    access = cs.make_access(
        point=[walk[0] for walk in walks], stop=[walk[1] for walk in walks], seconds=[walk[2] for walk in walks],
        points=3,
    )  # fmt: skip
    time = data.draw(st.integers(0, LAST_SECOND))
    there, back = cs.profile_to(case.network, **case.ends), cs.profile_from(case.network, **case.ends)
    for point in range(3):
        near = [(pair, *walk[1:]) for pair, walk in enumerate(walks) if walk[0] == point]
        tried = [
            (int(profile.leave[entry]) - (seconds if profile.towards else 0),
             int(profile.arrive[entry]) + (0 if profile.towards else seconds), profile.towards, entry, pair)
            for profile in (there, back) for pair, stop, seconds in near
            for entry in range(profile.start[stop], profile.start[stop + 1])
        ]  # fmt: skip
        left = cs.latest_leaving(there, access=access, deadline=time)
        best = max(((way[0], -way[1]) for way in tried if way[2] and way[1] <= time), default=(NEVER, 0))
        assert left.time[point] == best[0]
        assert left.entry[point] < 0 or (*best, left.entry[point], left.pair[point]) in {
            (leave, -arrive, entry, pair) for leave, arrive, towards, entry, pair in tried if towards
        }
        home = cs.earliest_home(back, access=access, start=time)
        best = min(((way[1], -way[0]) for way in tried if not way[2] and way[0] >= time), default=(-NEVER, 0))
        assert home.time[point] == best[0]
        assert home.entry[point] < 0 or (*best, home.entry[point], home.pair[point]) in {
            (arrive, -leave, entry, pair) for leave, arrive, towards, entry, pair in tried if not towards
        }
        for profile in (there, back):
            ways = {(way[0], way[1]) for way in tried if way[2] == profile.towards}
            worth = sorted(way for way in ways if not any(o != way and o[0] >= way[0] and o[1] <= way[1] for o in ways))
            listed = cs.options(profile, stop=[walk[1] for walk in near], seconds=[walk[2] for walk in near])
            assert list(zip(listed.leave.tolist(), listed.arrive.tolist(), strict=True)) == worth
            for leave, arrive, entry, pair in zip(listed.leave, listed.arrive, listed.entry, listed.pair, strict=True):
                assert (leave, arrive, profile.towards, entry, near[pair][0]) in tried


@QUICK
@given(days(), st.integers(0, LAST_SECOND))
def test_points_of_one_deadline_and_of_lanes(case: Case, time: int) -> None:
    """What is folded from single scans and lanes is what is folded from the profile."""
    access = cs.make_access(point=[0, 0, 1], stop=[0, 1, 1], seconds=[3, 0, 7], points=3)
    there = cs.latest_departures(case.network, **case.ends, deadline=time)
    back = cs.earliest_arrivals(case.network, **case.ends, start=time)
    left = cs.latest_leaving(cs.profile_to(case.network, **case.ends), access=access, deadline=time).time
    home = cs.earliest_home(cs.profile_from(case.network, **case.ends), access=access, start=time).time
    single = cs.latest_leaving(there, access=access)
    assert np.array_equal(single.time, left)
    assert all(single.entry[point] == access.pairs.stop[single.pair[point]] for point in np.flatnonzero(left > NEVER))
    assert np.array_equal(cs.earliest_home(back, access=access).time, home)
    assert np.array_equal(cs.latest_leaving_lanes(there.departure[:, None], access=access)[:, 0], left)
    assert np.array_equal(cs.earliest_home_lanes(back.arrival[:, None], access=access)[:, 0], home)


@QUICK
@given(days(), st.sets(st.integers(0, 5)), st.sets(st.integers(0, 4)))
def test_what_may_not_be_used_is_not(case: Case, runs: set[int], stops: set[int]) -> None:
    """Leaving runs and stops out is the same as a day in which nobody gets on or off there."""
    day = case.day
    run_ok = np.array([run not in runs for run in range(day.runs)])
    stop_ok = np.array([stop not in stops for stop in range(day.stops)])
    barred = replace(
        day,
        boards=day.boards & run_ok[day.run] & stop_ok[day.departure_stop],
        alights=day.alights & run_ok[day.run] & stop_ok[day.arrival_stop],
    )
    graph = TimeExpanded(barred, case.changes)
    network = cs.prepare(day, case.changes, usable_runs=run_ok, usable_stops=stop_ok)
    for time in range(0, LAST_SECOND, 5):
        there = cs.latest_departures(network, **case.ends, deadline=time).departure
        assert np.array_equal(there, graph.latest_departures(case.walks, time, NEVER))
        back = cs.earliest_arrivals(network, **case.ends, start=time).arrival
        assert np.array_equal(back, graph.earliest_arrivals(case.walks, time, -NEVER))
    profile = cs.profile_to(network, **case.ends)
    for entry in range(len(profile.leave)):
        check_journey(replace(case, day=barred), profile, entry)


@QUICK
@given(days())
def test_a_day_turned_twice_is_the_day(case: Case) -> None:
    twice = cs.turn_round(cs.turn_round(case.network))
    assert cs.turn_round(case.network) is cs.turn_round(case.network)
    for time in range(0, LAST_SECOND, 5):
        again = cs.latest_departures(twice, **case.ends, deadline=time).departure
        assert np.array_equal(again, latest(case, time))


def test_kernels_compile_once() -> None:
    """What the tiny day compiles is all that a real question needs, also for arrays that cannot be written."""
    cs.compile_kernels()
    # What a kernel calls is part of its own machine code.
    kernels = [
        kernel for name, kernel in vars(connection_kernels).items()
        if hasattr(kernel, "signatures") and not name.startswith("_")
    ]  # fmt: skip
    compiled = [len(kernel.signatures) for kernel in kernels]
    assert compiled == [1] * 7
    case = paper()
    frozen = {name: np.array(values) for name, values in case.ends.items()}
    for values in frozen.values():
        values.flags.writeable = False
    lanes = cs.latest_departures_lanes(case.network, **frozen, lane=[0, 1], deadlines=[430, 490])
    assert lanes[1].tolist() == [260, NEVER]
    access = at_stops(case.day)
    cs.latest_leaving_lanes(lanes[:, :1], access=access)
    cs.latest_leaving(cs.profile_to(case.network, **frozen), access=access, deadline=430)
    cs.earliest_home(cs.profile_from(case.network, **frozen), access=access, start=430)
    cs.earliest_home(cs.earliest_arrivals(case.network, **frozen, start=100), access=access)
    assert [len(kernel.signatures) for kernel in kernels] == compiled


# --- real timetables -------------------------------------------------------------------------------------------------

CITIES = {
    "newport": (["newport/timetable.gtfs.zip"], dt.date(2023, 6, 13)),
    "porto-alegre": (["porto-alegre/poa_eptc.zip", "porto-alegre/poa_trensurb.zip"], dt.date(2019, 5, 13)),
}
VENUES = 8
VENUE_METRES = 800.0
HOURS = {"newport": (7.5, 9, 12.25, 15, 18 + 1 / 60, 22), "porto-alegre": (9, 12.25, 13.5, 15, 16 + 1 / 60, 17.5)}
"""When meetings begin or end; the buses of Porto Alegre's timetable run from noon to half past five only.

Eight venues, six times and 4,665 stops make 223,920 answers each way.
"""
JOURNEYS = 1_500


@pytest.fixture(scope="module")
def cities(real_data: Path) -> dict[str, list[Case]]:
    """Both towns, with venues at stops drawn by lot and the stops within reach on foot."""
    found: dict[str, list[Case]] = {}
    for name, (paths, date) in CITIES.items():
        day = read_day([real_data / path for path in paths], date)
        changes = near_changes(day)
        network = cs.prepare(day, changes)
        found[name] = []
        for stop in np.random.default_rng(4).choice(day.stops, VENUES, replace=False):
            away = np.hypot(
                (day.stop_lon - day.stop_lon[stop]) * np.cos(np.radians(day.stop_lat[stop])),
                day.stop_lat - day.stop_lat[stop],
            ) * 111_195  # fmt: skip
            near = np.flatnonzero(away < VENUE_METRES)
            case = Case(day, changes, {int(s): int(away[s] / 1.33) for s in near})
            case.__dict__["network"] = network
            found[name].append(case)
    return found


@pytest.mark.real_data
def test_real_days_against_the_graph(cities: dict[str, list[Case]]) -> None:
    """Zero differences over more than 200,000 answers each way; lanes are the same."""
    answers, reached = [0, 0], [0, 0]
    for name, cases in cities.items():
        times = [round(hour * 3600) for hour in HOURS[name]]
        graph = TimeExpanded(cases[0].day, cases[0].changes)
        lanes = [(case, time) for case in cases for time in times]
        ends = {
            "stop": [stop for case, _ in lanes for stop in case.walks],
            "seconds": [seconds for case, _ in lanes for seconds in case.walks.values()],
            "lane": [lane for lane, (case, _) in enumerate(lanes) for _ in case.walks],
        }
        there = cs.latest_departures_lanes(cases[0].network, **ends, deadlines=[time for _, time in lanes])
        back = cs.earliest_arrivals_lanes(cases[0].network, **ends, starts=[time for _, time in lanes])
        for lane, (case, time) in enumerate(lanes):
            for way, found, lanes_found, by_graph in (
                (0, latest(case, time), there[:, lane], graph.latest_departures(case.walks, time, NEVER)),
                (1, earliest(case, time), back[:, lane], graph.earliest_arrivals(case.walks, time, -NEVER)),
            ):
                assert np.array_equal(found, by_graph)
                assert np.array_equal(lanes_found, by_graph)
                answers[way] += len(found)
                reached[way] += int((np.abs(found) < -NEVER).sum())
    assert min(answers) >= 200_000
    assert min(reached) >= 100_000


@pytest.mark.real_data
def test_real_profiles_at_every_minute(cities: dict[str, list[Case]]) -> None:
    """One venue a town at every minute of the day, both ways."""
    for cases in cities.values():
        case, access = cases[0], at_stops(cases[0].day)
        there, back = cs.profile_to(case.network, **case.ends), cs.profile_from(case.network, **case.ends)
        for time in range(4 * 3600, 26 * 3600, 60):
            assert np.array_equal(cs.latest_leaving(there, access=access, deadline=time).time, latest(case, time))
            assert np.array_equal(cs.earliest_home(back, access=access, start=time).time, earliest(case, time))


@pytest.mark.real_data
def test_real_journeys(cities: dict[str, list[Case]]) -> None:
    """Every ride exists, they join, and nobody rides past; some ways need three rides or more."""
    rng = np.random.default_rng(5)
    for cases in cities.values():
        most = 0
        for case in cases[:2]:
            for profile in (cs.profile_to(case.network, **case.ends), cs.profile_from(case.network, **case.ends)):
                chosen = rng.choice(len(profile.leave), min(JOURNEYS, len(profile.leave)), replace=False).tolist()
                most = max(most, *(check_journey(case, profile, entry) for entry in chosen))
                for entry in chosen[: JOURNEYS // 10]:
                    check_no_riding_past(case, profile, entry)
        assert most >= 3
