"""Days of a timetable against paper, against plain loops over rows of text, and against what must hold for all."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import timetable_oracle as oracle
import timetable_town as paper
from hypothesis import given, settings
from hypothesis import strategies as st
from town import lon_lat

from assetmap.adapters.gtfs import read_timetable
from assetmap.adapters.place_folder import load_timetable, save_timetable
from assetmap.analysis import timetable
from assetmap.analysis.timetable import Feed
from assetmap.analysis.timetable_times import StopTimes, fill_times
from assetmap.config import Settings
from assetmap.errors import NotFoundError, OptionError
from assetmap.model.service_day import NO, NOT_RECORDED, YES, ServiceDay

Tables = Mapping[str, pd.DataFrame]
_NO_HEADWAY = "trip_id,start_time,end_time,headway_secs,exact_times\n"


def _build(*feeds: Feed, day: str, **options: Any) -> ServiceDay:
    return timetable.build_service_day(feeds, day=np.datetime64(day), **options)


def _rows(day: ServiceDay) -> list[oracle.Connection]:
    """Return all connections by their ids."""
    columns = (
        day.run_feed[day.run], day.run_trip_id[day.run], day.stop_id[day.departure_stop],
        day.stop_id[day.arrival_stop], day.departure, day.arrival, day.boards, day.alights,
    )  # fmt: skip
    return list(zip(*(column.tolist() for column in columns), strict=True))


def _check_order(day: ServiceDay) -> None:
    """Check what `ServiceDay` promises of its arrays."""
    keys = list(zip(day.departure.tolist(), day.position.tolist(), day.run.tolist(), strict=True))
    assert keys == sorted(keys)
    assert bool((day.arrival >= day.departure).all())
    by_run: dict[int, list[tuple[int, int, int]]] = {run: [] for run in range(day.runs)}
    columns = (day.run, day.position, day.departure_stop, day.arrival_stop)
    for run, *hop in zip(*(column.tolist() for column in columns), strict=True):
        by_run[run].append((hop[0], hop[1], hop[2]))
    for hops in by_run.values():
        assert [place for place, *_ in sorted(hops)] == list(range(len(hops)))
        assert all(one[2] == other[1] for one, other in pairwise(sorted(hops)))
        assert hops
    assert set(day.departure_stop) | set(day.arrival_stop) == set(range(day.stops))
    assert set(day.run_route) == set(range(len(day.route_id)))
    assert set(day.stop_station) - {-1} == set(range(len(day.station_id)))
    assert (day.stop_feed[day.departure_stop] == day.run_feed[day.run]).all()
    assert (day.route_feed[day.run_route] == day.run_feed).all()
    wide = {field.name for field in fields(day) if getattr(getattr(day, field.name), "dtype", None) == np.int64}
    assert wide == set()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Feed:
    return Feed("Valley Buses", paper.read_tables(tmp_path_factory.mktemp("town")))


# --- paper -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", paper.RUNS)
def test_the_towns_days_on_paper(town: Feed, day: str) -> None:
    built = _build(town, day=day)
    assert sorted(row[1:6] for row in _rows(built)) == paper.connections_on(day)
    assert built.runs == len(paper.RUNS[day])
    _check_order(built)
    if "f1 at 11:00" in paper.RUNS[day]:
        about = "1 service has no fixed times, only how often it comes: its times are about so."
        assert built.notes[0] == about
    else:
        assert built.notes == ()


def test_a_day_begins_at_midnight_and_takes_in_what_leaves_before_three_the_next_night(tmp_path: Path) -> None:
    times = paper.FILES["stop_times.txt"].splitlines(keepends=True)[0]
    trips, days = "route_id,service_id,trip_id\n", paper.FILES["calendar.txt"]
    leaves = {
        "all": ("24:00:00", "24:10:00"), "cut": ("23:59:59", "24:10:00"), "late": ("26:00:00", "26:30:00"),
        "night": ("02:59:59", "03:30:00"), "early": ("03:00:00", "03:30:00"),
    }  # fmt: skip
    for trip, (leave, arrive) in leaves.items():
        trips += f"R1,DAILY,{trip}\n"
        end = _clock(paper.seconds(arrive) + 300)
        times += f"{trip},{leave},{leave},T,1,,,\n{trip},{arrive},{arrive},H,2,,,\n{trip},{end},{end},M,3,,,\n"
    feed = Feed("A", paper.read_tables(tmp_path, trips=trips, stop_times=times, calendar=days, frequencies=_NO_HEADWAY))
    begins = {
        (row[1], row[4] // 60) for row in _rows(_build(feed, day=paper.WEEKDAY)) if row[2] == "T" or row[1] == "cut"
    }
    hour = 60
    assert begins == {
        ("all", 0), ("all", 24 * hour), ("cut", 10), ("cut", 24 * hour - 1), ("cut", 24 * hour + 10),
        ("late", 2 * hour), ("late", 26 * hour), ("night", 2 * hour + 59), ("night", 26 * hour + 59),
        ("early", 3 * hour),
    }  # fmt: skip


def test_hops_that_take_no_time_stand_in_the_order_of_travel(tmp_path: Path) -> None:
    times = paper.FILES["stop_times.txt"].splitlines(keepends=True)[0]
    for trip in ("one", "two"):
        times += "".join(f"{trip},10:00:00,10:00:00,{stop},{place},,,\n" for place, stop in enumerate("HAB"))
    trips = "route_id,service_id,trip_id\nR1,DAILY,one\nR1,DAILY,two\n"
    feed = Feed("A", paper.read_tables(tmp_path, trips=trips, stop_times=times, frequencies=_NO_HEADWAY))
    built = _build(feed, day=paper.WEEKDAY)
    assert [row[1:4] for row in _rows(built)] == [
        ("one", "H", "A"),
        ("two", "H", "A"),
        ("one", "A", "B"),
        ("two", "A", "B"),
    ]
    _check_order(built)


def test_who_must_book_is_counted_and_may_not_get_on_or_off(town: Feed) -> None:
    built = _build(town, day=paper.THURSDAY)
    rows = {row[1:4]: row[6:] for row in _rows(built)}
    assert rows["m1", "C", "F"] == (True, False)
    assert rows["m1", "F", "H"] == (False, True)
    assert built.notes[1:] == (
        "2 services stop at some places only if you book: ring the operator. We left these stops out.",
    )
    # Never at School, but at the Hall if one asks the driver.
    assert rows["l1", "S", "M"] == (False, True)
    assert rows["l1", "M", "H"] == (True, True)


def test_where_a_booked_stop_can_be_left_or_reached_only_one_way(tmp_path: Path) -> None:
    """The last stop's getting on and the first one's getting off mean nothing, and count for nothing."""
    rows = paper.FILES["stop_times.txt"].replace("u1,10:00:00,10:00:00,T,1,,,", "u1,10:00:00,10:00:00,T,1,,2,")
    rows = rows.replace("u1,10:10:00,10:10:00,H,2,,,", "u1,10:10:00,10:10:00,H,2,2,1,")
    built = _build(Feed("A", paper.read_tables(tmp_path, stop_times=rows)), day=paper.SUNDAY)
    assert {row[6:] for row in _rows(built) if row[1] == "u1"} == {(True, False)}
    assert built.notes == ()


def test_a_blank_wheelchair_field_takes_the_stations_and_else_stays_unknown(town: Feed) -> None:
    built = _build(town, day=paper.WEEKDAY)
    stops = dict(zip(built.stop_id, built.stop_wheelchair, strict=True))
    assert stops == {
        "T": NOT_RECORDED, "L": NOT_RECORDED, "H": NOT_RECORDED, "A": YES, "B": NO, "M": YES, "S": NOT_RECORDED,
        "Q": NOT_RECORDED, "I": NOT_RECORDED,
    }  # fmt: skip
    runs = dict(zip(built.run_trip_id, built.run_wheelchair, strict=True))
    assert (runs["t1"], runs["t2"], runs["h1"], runs["x1"]) == (YES, NO, NOT_RECORDED, NOT_RECORDED)


def test_names_places_routes_and_stations(town: Feed) -> None:
    built = _build(town, day=paper.THURSDAY)
    stop = {stop_id: i for i, stop_id in enumerate(built.stop_id)}
    assert "CORNER" not in stop  # nothing calls at a station itself
    assert built.station_id.tolist() == ["CORNER"]
    assert built.station_feed.tolist() == [0]
    assert {name for name, i in stop.items() if built.stop_station[i] == 0} == {"A", "B"}
    assert set(built.stop_station) == {-1, 0}
    lon, lat = lon_lat(140, 200)
    assert (built.stop_lon[stop["H"]], built.stop_lat[stop["H"]], built.stop_name[stop["H"]]) == (lon, lat, "Hall")
    route = dict(zip(built.run_trip_id, built.run_route, strict=True))
    assert [built.route_name[route[trip]] for trip in ("t1", "i1", "f1")] == ["1", "Island ferry", "S"]
    assert [built.route_type[route[trip]] for trip in ("t1", "i1", "f1")] == [3, 4, 700]
    assert "RN" not in built.route_id.tolist()  # no night bus runs on this day
    heads = dict(zip(built.run_trip_id, built.run_headsign, strict=True))
    assert (heads["t1"], heads["h1"], heads["i4"]) == ("Town", "Top", "Island")  # blank: the last stop's name


def test_kinds_of_vehicle_can_be_chosen(town: Feed) -> None:
    ferries = _build(town, day=paper.WEEKDAY, route_types={4})
    assert set(ferries.run_trip_id) == {"i1", "i2", "i3", "i4"}
    assert set(ferries.stop_id) == {"I", "Q"}
    buses = _build(town, day=paper.WEEKDAY, route_types=range(3, 4))
    assert Counter(ferries.run_trip_id) + Counter(buses.run_trip_id) + Counter(f1=3) == Counter(
        run.split()[0] for run in paper.RUNS[paper.WEEKDAY]
    )
    trams = _build(town, day=paper.WEEKDAY, route_types=[0])
    assert (trams.stops, trams.runs, trams.connections, trams.route_id.tolist()) == (0, 0, 0, [])
    assert trams.notes == ("Nothing in the timetable runs on this day.",)
    _check_order(trams)


def test_equal_ids_of_two_feeds_are_kept_apart(town: Feed) -> None:
    one = _build(town, day=paper.THURSDAY)
    two = _build(town, Feed("Copy", town.tables), day=paper.THURSDAY)
    assert two.feeds == ("Valley Buses", "Copy")
    assert (two.stops, two.runs, two.connections) == (2 * one.stops, 2 * one.runs, 2 * one.connections)
    assert Counter(_rows(two)) == Counter([(feed, *row[1:]) for row in _rows(one) for feed in (0, 1)])
    assert {(two.stop_feed[i], two.stop_station[i]) for i in range(two.stops)} == {(0, -1), (0, 0), (1, -1), (1, 1)}
    assert two.station_id.tolist() == ["CORNER", "CORNER"]
    assert two.station_feed.tolist() == [0, 1]
    assert two.notes[0].startswith("2 services have no fixed times")
    _check_order(two)


def test_saved_and_loaded_tables_give_the_same_day(town: Feed, tmp_path: Path) -> None:
    save_timetable(tmp_path, "town", town.tables)
    again = Feed(town.name, load_timetable(tmp_path, "town"))
    for day in (paper.THURSDAY, paper.BANK_HOLIDAY, paper.SATURDAY):
        one, other = _build(town, day=day), _build(again, day=day)
        for field in fields(one):
            assert np.array_equal(getattr(one, field.name), getattr(other, field.name)), field.name
    assert timetable.service_range([again]) == timetable.service_range([town])


def test_a_headway_without_a_trip_that_stops_is_left_out(tmp_path: Path) -> None:
    trips = paper.FILES["trips.txt"] + "RS,SAT,f9,,\n"
    headways = paper.FILES["frequencies.txt"] + "f9,09:00:00,10:00:00,600,1\nf2,20:00:00,20:00:00,600,1\n"
    built = _build(Feed("A", paper.read_tables(tmp_path, trips=trips, frequencies=headways)), day=paper.SATURDAY)
    assert sorted(row[1:6] for row in _rows(built)) == paper.connections_on(paper.SATURDAY)


# --- which days ------------------------------------------------------------------------------------------------------


def test_a_day_outside_is_refused_with_the_range_named(town: Feed) -> None:
    assert timetable.service_range([town]) == (np.datetime64(paper.FIRST_DAY), np.datetime64(paper.LAST_DAY))
    for day in ("2026-04-26", "2026-06-01"):
        with pytest.raises(OptionError) as fault:
            _build(town, day=day)
        assert str(fault.value) == (
            f"{day}: the timetable covers 2026-04-27 to 2026-05-31. Choose a day in it, or add a newer timetable."
        )
    assert timetable.check_day([town], np.datetime64("2026-05-31T23:59")) == ()
    with pytest.raises(NotFoundError, match="No timetable with a service is here"):
        timetable.check_day([], np.datetime64("2026-05-31"))


def _only(feed: Feed, calendar: list[str] = [], dates: list[tuple[str, str, int]] = []) -> Feed:  # noqa: B006
    """Return the feed with other days: services of its calendar to keep, and the days that differ."""
    weekly = feed.tables["calendar"]
    changes = pd.DataFrame(dates, columns=["service_id", "date", "exception_type"])
    kinds = feed.tables["calendar_dates"].dtypes.to_dict()
    changes["date"] = pd.to_datetime(changes["date"])
    return Feed(
        feed.name,
        {
            **feed.tables,
            "calendar": weekly[weekly["service_id"].isin(calendar)],
            "calendar_dates": changes.astype(kinds),
        },
    )


def test_a_day_that_one_of_two_timetables_covers_is_answered_with_a_note(town: Feed) -> None:
    later = Feed("Rail", _only(town, dates=[("DAILY", "2026-05-20", 1), ("DAILY", "2026-07-10", 1)]).tables)
    built = _build(town, later, day="2026-05-19")
    assert built.notes[0] == "Rail covers 2026-05-20 to 2026-07-10 only: it has no services for this day."
    assert set(built.run_feed) == {0}
    assert _build(town, later, day="2026-07-10").notes == (
        "Valley Buses covers 2026-04-27 to 2026-05-31 only: it has no services for this day.",
    )
    assert timetable.check_day([town, later], np.datetime64("2026-05-20")) == ()
    assert _build(later, day="2026-06-15").notes == ("Nothing in the timetable runs on this day.",)
    assert timetable.service_range([later, town]) == (np.datetime64("2026-04-27"), np.datetime64("2026-07-10"))
    apart = _only(town, dates=[("DAILY", "2026-07-10", 1)])
    with pytest.raises(OptionError, match=r"covers 2026-04-27 to 2026-05-31, 2026-07-10 to 2026-07-10\. Choose"):
        timetable.check_day([apart, town], np.datetime64("2026-06-15"))
    with pytest.raises(OptionError, match=r"covers 2026-04-27 to 2026-07-10\. Choose"):
        timetable.check_day([later, town], np.datetime64("2026-08-15"))


def test_the_range_begins_and_ends_with_a_day_on_which_something_runs(town: Feed) -> None:
    # Thursdays only: the first is taken out, and so are the last two; the calendar itself ends on a Sunday.
    taken = [("MARKET", day, 2) for day in ("2026-04-30", "2026-05-21", "2026-05-28")]
    assert timetable.service_range([_only(town, ["MARKET"], taken)]) == (
        np.datetime64("2026-05-07"), np.datetime64("2026-05-14"),
    )  # fmt: skip
    added = [("SUN", "2026-06-03", 1), ("SUN", "2026-06-04", 1), ("SUN", "2026-06-04", 2), ("NOBODY", "2027-01-01", 1)]
    assert timetable.service_range([_only(town, ["MARKET"], added)])[1] == np.datetime64("2026-06-03")
    with pytest.raises(NotFoundError):
        timetable.service_range([_only(town)])
    both = [("SUN", paper.WEEKDAY, 1), ("SUN", paper.WEEKDAY, 2)]
    assert not _build(_only(town, ["MARKET"], both), day=paper.WEEKDAY).connections  # in doubt nothing runs


def test_whether_an_ordinary_weekday_seems_to_run(town: Feed) -> None:
    def usual(*feeds: Feed, day: str) -> bool:
        return timetable.runs_like_weekday(feeds, np.datetime64(day))

    assert usual(town, day=paper.WEEKDAY)
    assert usual(town, day=paper.FORGOTTEN_BANK_HOLIDAY)
    assert not usual(town, day=paper.BANK_HOLIDAY)
    assert not usual(town, day="2026-06-20")  # nothing runs at all
    rail = _only(town, ["DAILY"])
    assert usual(rail, day=paper.BANK_HOLIDAY)
    assert not usual(town, rail, day=paper.BANK_HOLIDAY)
    # Days listed one by one: as a week before or after, or not.
    mondays = [("WEEK", f"2026-05-{day}", 1) for day in ("11", "18", "25")]
    listed = _only(town, dates=[*mondays, ("SUN", "2026-05-04", 1)])
    assert usual(listed, day="2026-05-25")
    assert usual(listed, day="2026-05-11")
    assert not usual(listed, day="2026-05-04")


# --- times that are blank --------------------------------------------------------------------------------------------


@st.composite
def trips_with_blanks(draw: Callable[..., Any]) -> StopTimes:
    """Return some trips whose times never fall, with blanks between timed rows."""
    trip, arrival, departure = [], [], []
    for number in range(draw(st.integers(1, 3))):
        clock = draw(st.integers(0, 90_000))
        size = draw(st.integers(2, 7))
        for place in range(size):
            trip.append(number)
            clock += draw(st.integers(0, 900))
            blank = 0 < place < size - 1 and draw(st.booleans())
            arrival.append(-1 if blank else clock)
            clock += draw(st.sampled_from([0, 0, 30]))
            departure.append(-1 if blank else clock)
    count = len(trip)
    lon, lat = (draw(st.lists(st.sampled_from([-3.0, -2.99, -2.97]), min_size=count, max_size=count)) for _ in "xy")
    shape = draw(st.lists(st.one_of(st.just(np.nan), st.floats(0, 9)), min_size=count, max_size=count))
    if draw(st.booleans()):
        shape = sorted(0.0 if np.isnan(one) else one for one in shape)
    whole = [np.array(column, dtype=np.int64) for column in (trip, arrival, departure)]
    return StopTimes(whole[0], whole[1], whole[2], np.array(lon), np.array(lat) + 55, np.array(shape))


@given(trips_with_blanks())
@settings(max_examples=200, deadline=None)
def test_filled_times_never_fall_and_given_ones_stay(rows: StopTimes) -> None:
    arrival, departure = fill_times(rows)
    given_ones = rows.arrival >= 0
    assert (arrival[given_ones] == rows.arrival[given_ones]).all()
    assert (departure[given_ones] == rows.departure[given_ones]).all()
    assert (departure >= arrival).all()
    same = rows.trip[1:] == rows.trip[:-1]
    assert (arrival[1:][same] >= departure[:-1][same]).all()


def test_blank_times_on_paper() -> None:
    # A degree of latitude is 111,195 m; stops at 0, 1, 3 and 4 hundredths of it, so 1/4 and 3/4 of the way.
    lat = np.array([0, 0.01, 0.03, 0.04])

    def fill(shape: list[float], end: int = 400, lat: np.ndarray = lat) -> list[int]:
        blank = [100, -1, -1, end]
        times = np.array(blank), np.array([120, -1, -1, -1])
        rows = StopTimes(np.zeros(4, dtype=np.int64), *times, np.zeros(4), lat, np.array(shape))
        arrival, departure = fill_times(rows)
        assert arrival[1:].tolist() == departure[1:].tolist()
        assert (arrival[0], departure[0]) == (100, 120)
        return [int(one) for one in arrival[1:]]

    nan = np.nan
    assert fill([nan] * 4) == [190, 330, 400]  # 280 s from the departure at 120
    assert fill([0, 5, 6, 10]) == [260, 288, 400]  # as the shape says
    assert fill([0, nan, 6, 10]) == [190, 330, 400]  # a blank in it
    assert fill([0, 7, 6, 10]) == [190, 330, 400]  # it falls
    assert fill([3, 3, 3, 3]) == [190, 330, 400]  # it goes nowhere
    assert fill([0, 0, 10, 10]) == [120, 400, 400]  # it stands, and goes on
    assert fill([nan] * 4, lat=np.zeros(4)) == [213, 307, 400]  # all in one place: thirds
    assert fill([nan] * 4, end=126) == [122, 125, 126]  # 1.5 and 4.5 s: halves go up
    assert fill([nan] * 4, end=120) == [120, 120, 120]


# --- plain loops -----------------------------------------------------------------------------------------------------

_STOPS = [(52.0, -3.0), (52.004, -3.0), (52.004, -3.01), (52.01, -3.012), (52.0, -3.0)]
_CLOCK = st.sampled_from([0, 600, 1_200, 5 * 3600, 12 * 3600, 23 * 3600 + 1_800, 25 * 3600])


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_ALWAYS = {
    "trips.txt": "R,always,always\n",
    "calendar.txt": "always,1,1,1,1,1,1,1,20260302,20260315\n",
    "stop_times.txt": "always,12:00:00,12:00:00,s0,1,,,\nalways,12:10:00,12:10:00,s1,2,,,\n",
}
"""One trip that runs every day, so that no day is refused."""
_HEADINGS = {
    "routes.txt": "route_id,route_short_name,route_type\nR,7,3\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n",
    "trips.txt": "route_id,service_id,trip_id\n",
    "stop_times.txt": paper.FILES["stop_times.txt"].splitlines(keepends=True)[0],
    "calendar.txt": paper.FILES["calendar.txt"].splitlines(keepends=True)[0],
    "calendar_dates.txt": "service_id,date,exception_type\n",
    "frequencies.txt": _NO_HEADWAY,
}


@st.composite
def small_feeds(draw: Callable[..., Any]) -> dict[str, str]:
    """Return the files of a timetable for two weeks of March 2026, with all that is odd and allowed."""
    files = dict(_HEADINGS)
    files["agency.txt"] = paper.FILES["agency.txt"]
    files["stops.txt"] += "".join(f"s{i},Stop,{lat},{lon}\n" for i, (lat, lon) in enumerate(_STOPS))
    services = ["a", "b", "c"][: draw(st.integers(1, 3))]
    for service in services:
        files["calendar.txt"] += ",".join([service, *(str(draw(st.integers(0, 1))) for _ in range(7))])
        files["calendar.txt"] += ",20260302,20260315\n"
    keys = st.tuples(st.sampled_from(services), st.integers(2, 15))
    for (service, day), kind in draw(st.dictionaries(keys, st.integers(1, 2), max_size=4)).items():
        files["calendar_dates.txt"] += f"{service},202603{day:02},{kind}\n"
    for number in range(draw(st.integers(1, 4))):
        files["trips.txt"] += f"R,{draw(st.sampled_from(services))},t{number}\n"
        files["stop_times.txt"] += draw(_one_trip(f"t{number}"))
        for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
            start, lasts = draw(_CLOCK), draw(st.integers(0, 4_000))
            files["frequencies.txt"] += f"t{number},{_clock(start)},{_clock(start + lasts)},900,\n"
    return files | {name: files[name] + text for name, text in _ALWAYS.items()}


@st.composite
def _one_trip(draw: Callable[..., Any], trip: str) -> str:
    rows, clock, way = "", draw(_CLOCK), 0.0
    size, shaped = draw(st.integers(2, 5)), draw(st.booleans())
    for place in range(size):
        arrive = clock
        clock += draw(st.sampled_from([0, 0, 45, 7_200]))
        blank = 0 < place < size - 1 and draw(st.booleans())
        times = "," if blank else f"{_clock(arrive)},{_clock(clock)}"
        stop, pickup, drop_off = draw(st.integers(0, len(_STOPS) - 1)), draw(st.integers(0, 3)), draw(st.integers(0, 3))
        way += draw(st.sampled_from([0.0, 1.0, 2.5]))
        rows += f"{trip},{times},s{stop},{place * 3},{pickup},{drop_off},{way if shaped else ''}\n"
        clock += draw(st.integers(0, 600))
    return rows


def _read(files: Mapping[str, str]) -> Tables:
    with tempfile.TemporaryDirectory() as folder:
        return read_timetable(paper.write_files(Path(folder), files), settings=Settings()).tables


@given(small_feeds(), st.integers(2, 15), st.integers(-20, 20))
@settings(max_examples=30, deadline=None)
def test_made_up_timetables_agree_with_plain_loops_and_a_later_week_is_the_same(
    files: dict[str, str], date: int, weeks: int
) -> None:
    tables, day = _read(files), np.datetime64(f"2026-03-{date:02}")
    built = _build(Feed("A", tables), day=str(day))
    _check_order(built)
    assert Counter(_rows(built)) == oracle.day_of([oracle.read_files(files)], dt.date(2026, 3, date))
    later = _build(Feed("A", _moved(tables, weeks)), day=str(day + 7 * weeks))
    for field in fields(built):
        assert np.array_equal(getattr(built, field.name), getattr(later, field.name))


def _moved(tables: Tables, weeks: int) -> Tables:
    """Return a timetable whose dates lie some weeks later."""
    by = pd.Timedelta(days=7 * weeks)
    weekly, changes = tables["calendar"], tables["calendar_dates"]
    weekly = weekly.assign(start_date=weekly["start_date"] + by, end_date=weekly["end_date"] + by)
    return {**tables, "calendar": weekly, "calendar_dates": changes.assign(date=changes["date"] + by)}


@pytest.mark.parametrize("day", paper.RUNS)
def test_plain_loops_agree_with_paper_too(town: Feed, day: str) -> None:
    counted = oracle.day_of([oracle.read_files(paper.FILES)], dt.date.fromisoformat(day))
    assert sorted(row[1:6] for row in counted.elements()) == paper.connections_on(day)
    assert Counter(_rows(_build(town, day=day))) == counted


# --- real timetables -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newport(real_data: Path) -> tuple[Feed, oracle.Files]:
    path = real_data / "newport" / "timetable.gtfs.zip"
    return Feed("Newport", read_timetable(path, settings=Settings()).tables), oracle.read_files(path)


@pytest.mark.real_data
@pytest.mark.parametrize("day", ["2023-06-13", "2023-06-17", "2023-06-18", "2023-06-05", "2024-03-01"])
def test_newports_days_agree_with_plain_loops(newport: tuple[Feed, oracle.Files], day: str) -> None:
    feed, files = newport
    built = _build(feed, day=day)
    assert Counter(_rows(built)) == oracle.day_of([files], dt.date.fromisoformat(day))
    _check_order(built)
    assert set(built.run_wheelchair) == {NOT_RECORDED}
    described = {row["stop_id"]: row for row in files["stops.txt"]}
    for stop_id, wheelchair in zip(built.stop_id, built.stop_wheelchair, strict=True):
        row = described[stop_id]
        above = described.get(row["parent_station"], {"wheelchair_boarding": ""})
        own = int(row["wheelchair_boarding"] or 0)
        assert wheelchair == (own or int(above["wheelchair_boarding"] or 0))


@pytest.mark.real_data
def test_newports_unserved_stops_do_not_enter(newport: tuple[Feed, oracle.Files]) -> None:
    feed, files = newport
    built = _build(feed, day="2023-06-13")
    served = {row["stop_id"] for row in files["stop_times.txt"]}
    assert len(served) == built.stops == 655
    assert set(built.stop_id) == served
    assert len(files["trips.txt"]) == 176
    assert set(built.run_trip_id) <= {row["trip_id"] for row in files["trips.txt"]}
    # Tuesday's trips, Monday's after midnight and Wednesday's before three: more runs than trips.
    assert 176 < built.runs < 200
    assert timetable.service_range([feed]) == (np.datetime64("2023-06-05"), np.datetime64("2024-03-01"))
    message = "2024-05-01: the timetable covers 2023-06-05 to 2024-03-01. Choose a day in it, or add a newer timetable."
    with pytest.raises(OptionError) as fault:
        _build(feed, day="2024-05-01")
    assert str(fault.value) == message
    assert timetable.runs_like_weekday([feed], np.datetime64("2023-08-28"))  # a bank holiday that nobody thought of


@pytest.mark.real_data
def test_porto_alegres_day_of_two_timetables_agrees_with_plain_loops(real_data: Path) -> None:
    paths = [real_data / "porto-alegre" / name for name in ("poa_eptc.zip", "poa_trensurb.zip")]
    read = [read_timetable(path, settings=Settings()) for path in paths]
    feeds = [Feed(path.stem, one.tables) for path, one in zip(paths, read, strict=True)]
    built = _build(*feeds, day="2019-05-13")
    assert Counter(_rows(built)) == oracle.day_of([oracle.read_files(path) for path in paths], dt.date(2019, 5, 13))
    _check_order(built)
    assert set(built.run_wheelchair[built.run_feed == 0]) == {YES, NO}
    first, last = timetable.service_range(feeds)
    assert (str(first), str(last)) == (
        str(min(one.from_date for one in read)), str(max(one.to_date for one in read)),
    )  # fmt: skip
    assert not timetable.runs_like_weekday(feeds, np.datetime64("2019-05-01"))  # Labour Day
    assert timetable.runs_like_weekday(feeds, np.datetime64("2019-05-13"))
