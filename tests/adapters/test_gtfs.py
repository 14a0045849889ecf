"""Timetables: a tiny one written by hand, spoiled in every way we can think of, and real ones counted anew."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from assetmap.adapters.gtfs import Timetable, read_timetable
from assetmap.config import Settings
from assetmap.errors import FileUnusableError

SETTINGS = Settings()
# Two trips on weekdays in the first week of June 2026, a third on one Saturday by exception; a stop nobody serves.
TINY: dict[str, str] = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\nA,Valley Buses,http://example.org,Europe/London\n",
    "stops.txt": (
        "stop_id,stop_name,stop_lat,stop_lon,wheelchair_boarding\n"
        "S1,Square,52.00,-3.00,\nS2,Bridge,52.01,-3.00,1\nS3,Mill,52.03,-3.00,0\nS9,Nowhere served,52.5,-3.00,\n"
    ),
    "routes.txt": "route_id,route_short_name,route_type\nR1,7,3\n",
    "trips.txt": "route_id,service_id,trip_id\nR1,WEEK,T1\nR1,WEEK,T2\nR1,FAIR,T3\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "T1,09:00:00,09:00:00,S1,1\nT1,,,S2,2\nT1,09:12:00,09:12:00,S3,3\n"
        "T2,23:55:00,23:55:00,S3,1\nT2,24:04:00,24:05:30,S2,2\nT2,24:10:00,,S1,3\n"
        "T3,13:00:00,13:00:00,S1,10\nT3,13:12:00,13:12:00,S3,20\n"
    ),
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "WEEK,1,1,1,1,1,0,0,20260530,20260607\n"
    ),
    "calendar_dates.txt": "service_id,date,exception_type\nFAIR,20260613,1\nWEEK,20260601,2\n",
}


def _pack(folder: Path, files: dict[str, str], *, inside: str = "") -> Path:
    path = folder / "feed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(inside + name, text)
    return path


def _read(folder: Path, **changed: str) -> Timetable:
    files = TINY | {f"{name}.txt": text for name, text in changed.items()}
    return read_timetable(_pack(folder, files), settings=SETTINGS)


def _refused(folder: Path, **changed: str) -> str:
    with pytest.raises(FileUnusableError) as fault:
        _read(folder, **changed)
    return str(fault.value)


def test_the_tiny_timetable(tmp_path: Path) -> None:
    feed = _read(tmp_path)
    # Saturday 30 and Sunday 31 May have no buses, Monday 1 June is taken out, the fair runs on Saturday 13.
    assert (feed.from_date, feed.to_date) == (dt.date(2026, 6, 2), dt.date(2026, 6, 13))
    assert (feed.routes, feed.trips, feed.stops_served) == (1, 3, 3)
    assert list(feed.tables["stops"]["stop_id"]) == ["S1", "S2", "S3"]
    times = feed.tables["stop_times"].set_index(["trip_id", "stop_sequence"])
    blank = times["arrival_time"].isna()
    assert times.loc[("T2", 2), "departure_time"] == 24 * 3600 + 5 * 60 + 30
    assert times.loc[("T2", 3), "departure_time"] == 24 * 3600 + 600  # blank: as the arrival
    assert list(times.index[blank]) == [("T1", 2)]
    stops = feed.tables["stops"].set_index("stop_id")
    assert list(stops["wheelchair_boarding"].isna()) == [True, False, False]
    assert list(stops["wheelchair_boarding"].dropna()) == [1, 0]
    assert feed.tables["frequencies"].empty
    assert "headway_secs" in feed.tables["frequencies"]
    told = {problem.field: problem.value for problem in feed.problems}
    assert told == {"stops.txt": "1 of 4 stops where nothing stops", "stop_times.txt": "1 of 8 times are blank"}


def test_a_folder_and_a_zip_with_a_folder_inside_read_alike(tmp_path: Path) -> None:
    feed = _read(tmp_path)
    loose = tmp_path / "loose"
    loose.mkdir()
    for name, text in TINY.items():
        (loose / name).write_text(text, encoding="utf-8-sig")
    inside = tmp_path / "inside"
    inside.mkdir()
    for other in (loose, _pack(inside, TINY, inside="gtfs/")):
        again = read_timetable(other, settings=SETTINGS)
        for name, table in feed.tables.items():
            pd.testing.assert_frame_equal(table, again.tables[name])


FAULTS: tuple[tuple[str, str, str, str], ...] = (
    ("stop_times", "T1,09:12:00,09:12:00", "T1,9.12,09:12:00", "row 4"),
    ("stop_times", "T1,09:12:00,09:12:00", "T1,08:12:00,08:12:00", "go back in time (row 4)"),
    ("stop_times", "T2,24:04:00,24:05:30", "T2,24:06:00,24:05:30", "leave before they arrive (row 6)"),
    ("stop_times", "T1,09:12:00,09:12:00", "T1,10:12:00,10:12:00", ""),
    ("stop_times", "T3,13:12:00,13:12:00", "T3,15:12:00,15:12:00", "take far too long to the next stop"),
    ("stop_times", "T3,13:12:00,13:12:00", "T3,13:00:00,13:00:00", "far too fast"),
    ("stop_times", "T1,09:00:00,09:00:00", "T1,,", "begin or end a trip without a time (row 2)"),
    ("stop_times", "S3,20", "S7,20", "a stop_id that stops.txt does not have, such as 'S7' (row 9)"),
    ("stop_times", "T3,13:12", "T8,13:12", "a trip_id that trips.txt does not have, such as 'T8' (row 9)"),
    ("stop_times", "S3,20", "S3,10", "repeat a trip_id and stop_sequence (row 9)"),
    ("stop_times", "S3,20", "S3", "too few cells, for example 4 (row 9)"),
    ("stop_times", "S3,20", "S3,20,x", "too many cells, for example 6 (row 9)"),
    ("stop_times", "S3,20", "S3,", "no stop_sequence (row 9)"),
    ("stop_times", "S3,20", "S3,2.5", "'2.5' (row 9)"),
    ("stops", "52.01", "", "served and have no stop_lat (row 3)"),
    ("stops", "52.01", "152.01", "'152.01' (row 3)"),
    ("stops", "S2,", "S1,", "repeat a stop_id (row 3)"),
    ("stops", "S2,Bridge,52.01,-3.00", "S2,Bridge,0,0", "at 0, 0"),
    ("stops", "stop_lat", "latitude", "no column stop_lat"),
    ("trips", "R1,FAIR", "R5,FAIR", "a route_id that routes.txt does not have, such as 'R5' (row 4)"),
    ("trips", "R1,FAIR", "R1,GALA", "a service_id without days (row 4)"),
    ("routes", "7,3", "7,bus", "'bus' (row 2)"),
    ("calendar", "20260530", "20260631", "start_date"),
    ("calendar", "20260530", "30/05/2026", "'30/05/2026'"),
    ("calendar", "20260607", "99991231", "'99991231'"),
    ("calendar_dates", "20260613,1", "20260613,3", "exception_type"),
)  # fmt: skip


@pytest.mark.parametrize(("table", "old", "new", "said"), FAULTS)
def test_a_timetable_that_contradicts_itself_is_refused(
    tmp_path: Path, table: str, old: str, new: str, said: str
) -> None:
    text = TINY[f"{table}.txt"]
    assert old in text
    changed = {table: text.replace(old, new)}
    if not said:  # an hour late over a blank stop: odd, but a vehicle might wait
        assert _read(tmp_path, **changed).trips == 3
        return
    message = _refused(tmp_path, **changed)
    assert f"{table}.txt" in message
    assert said in message
    assert "Nothing was written" in message


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    message = _refused(
        tmp_path,
        stops=TINY["stops.txt"].replace("52.01", ""),
        routes=TINY["routes.txt"].replace("7,3", "7,bus"),
        stop_times=TINY["stop_times.txt"].replace("S3,20", "S7,20"),
    )
    assert message.count("\n  - ") == 3


def test_trips_without_stops_and_empty_exceptions_are_told(tmp_path: Path) -> None:
    feed = _read(
        tmp_path,
        trips=TINY["trips.txt"] + "R1,WEEK,T4\n",
        calendar_dates=TINY["calendar_dates.txt"] + "WEEK,NA,NA\n",
        stop_times=TINY["stop_times.txt"].replace("09:00:00,09:00:00", "09:00,09:00"),
    )
    assert feed.trips == 3
    told = [problem.value for problem in feed.problems]
    assert "1 of 4 trips without a stop" in told
    assert "1 row without a date" in told
    assert "1 time in arrival_time without seconds" in told


def test_stops_are_put_in_travelling_order(tmp_path: Path) -> None:
    heading, *rows = TINY["stop_times.txt"].strip().split("\n")
    feed = _read(tmp_path, stop_times="\n".join([heading, *reversed(rows)]))
    pd.testing.assert_frame_equal(feed.tables["stop_times"], _read(tmp_path).tables["stop_times"])


def test_exceptions_alone_can_say_the_days(tmp_path: Path) -> None:
    files = {name: text for name, text in TINY.items() if name != "calendar.txt"}
    files["calendar_dates.txt"] += "WEEK,20260702,1\n"
    feed = read_timetable(_pack(tmp_path, files), settings=SETTINGS)
    assert (feed.from_date, feed.to_date) == (dt.date(2026, 6, 13), dt.date(2026, 7, 2))


def test_no_day_with_a_bus_is_refused(tmp_path: Path) -> None:
    calendar = TINY["calendar.txt"].replace("1,1,1,1,1,0,0", "0,0,0,0,0,0,0")
    message = _refused(tmp_path, calendar=calendar, calendar_dates="service_id,date,exception_type\nFAIR,20260613,2\n")
    assert "no trip runs on any day" in message


BOOKED = (
    "trip_id,stop_id,start_pickup_drop_off_window,end_pickup_drop_off_window,stop_sequence\n"
    "T1,zone,09:00:00,12:00:00,1\nT1,zone,09:00:00,12:00:00,2\n"
)


def test_services_one_books_are_no_timetable(tmp_path: Path) -> None:
    message = _refused(
        tmp_path, stop_times=BOOKED, stops="", calendar_dates="service_id,date,exception_type\nW,NA,NA\n"
    )
    assert "1 service that you book" in message
    assert "stops.txt is empty" in message
    assert "'NA' instead of a date in 1 row" in message


def test_booked_rows_beside_timed_ones_are_set_aside(tmp_path: Path) -> None:
    times = TINY["stop_times.txt"].replace("stop_sequence\n", "stop_sequence,start_pickup_drop_off_window\n")
    times = "\n".join(line if "trip_id" in line else f"{line}," for line in times.strip().split("\n"))
    feed = _read(
        tmp_path,
        stop_times=f"{times}\nB1,,,zone,1,09:00:00\n",
        trips=TINY["trips.txt"] + "R1,WEEK,B1\n",
    )
    assert feed.trips == 3
    assert any("1 row of 1 booked service" in problem.value for problem in feed.problems)


def _spoil(path: Path, kind: str) -> Path:
    if kind == "not a zip":
        path.write_bytes(b"%PDF-1.7 not a timetable")
    elif kind == "truncated":
        path.write_bytes(path.read_bytes()[:-60])
    elif kind == "damaged":
        content = bytearray(path.read_bytes())
        content[60:90] = bytes(30)
        path.write_bytes(bytes(content))
    elif kind == "empty":
        path.write_bytes(b"")
    return path


@pytest.mark.parametrize("kind", ["not a zip", "truncated", "damaged", "empty"])
def test_what_is_no_whole_zip_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(FileUnusableError, match="not a whole zip"):
        read_timetable(_spoil(_pack(tmp_path, TINY), kind), settings=SETTINGS)


def test_a_zip_that_is_no_timetable_says_what_is_missing(tmp_path: Path) -> None:
    path = _pack(tmp_path, {"photo.txt": "x", "trips.txt": TINY["trips.txt"]})
    with pytest.raises(FileUnusableError, match=r"stops\.txt, routes\.txt, stop_times\.txt, calendar\.txt or"):
        read_timetable(path, settings=SETTINGS)
    with pytest.raises(FileUnusableError, match="no such file"):
        read_timetable(tmp_path / "absent.zip", settings=SETTINGS)


def test_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    message = _refused(tmp_path, stops=TINY["stops.txt"].replace("Mill", '"Mill'))
    assert "stops.txt cannot be read as rows of cells" in message


def test_no_trips_is_refused(tmp_path: Path) -> None:
    assert "trips.txt: it has a heading and no rows" in _refused(tmp_path, trips="route_id,service_id,trip_id\n")


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = _pack(tmp_path, TINY | {"shapes.txt": "0" * 20_000_000})
    with pytest.raises(FileUnusableError, match="would swell"):
        read_timetable(path, settings=SETTINGS)
    plain = _pack(tmp_path, TINY)
    with pytest.raises(FileUnusableError, match="Expected at most 0 MB"):
        read_timetable(plain, settings=replace(SETTINGS, max_unzipped_bytes=500))
    with pytest.raises(FileUnusableError, match="Expected at most 0 MB"):
        read_timetable(plain, settings=replace(SETTINGS, max_timetable_bytes=500))


def test_old_letters_are_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "old.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in TINY.items():
            packed.writestr(name, text.replace("Square", "Pont-y-tŷ".replace("ŷ", "ÿ")).encode("cp1252"))
    feed = read_timetable(path, settings=SETTINGS)
    assert feed.tables["stops"]["stop_name"][0] == "Pont-y-tÿ"
    assert any("UTF-8" in problem.value for problem in feed.problems)


def _count(path: Path) -> dict[str, object]:
    """Count a feed with nothing but csv and sets."""
    with zipfile.ZipFile(path) as packed:
        rows = {
            name: list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"), newline="")))
            for name in packed.namelist()
            if name in TINY
        }
    times = rows["stop_times.txt"]
    days = set()
    for week in rows["calendar.txt"]:
        day = dt.datetime.strptime(week["start_date"], "%Y%m%d").replace(tzinfo=dt.UTC).date()
        last = dt.datetime.strptime(week["end_date"], "%Y%m%d").replace(tzinfo=dt.UTC).date()
        while day <= last:
            if week[day.strftime("%A").lower()] == "1":
                days.add((week["service_id"], day))
            day += dt.timedelta(days=1)
    for change in rows.get("calendar_dates.txt", []):
        day = dt.datetime.strptime(change["date"], "%Y%m%d").replace(tzinfo=dt.UTC).date()
        pair = (change["service_id"], day)
        days = days | {pair} if change["exception_type"] == "1" else days - {pair}
    used = {trip["service_id"] for trip in rows["trips.txt"]}
    ran = {day for service, day in days if service in used}
    served = {row["stop_id"] for row in times}
    return {
        "from": min(ran), "to": max(ran),
        "routes": len({row["route_id"] for row in rows["routes.txt"]}),
        "trips": len({row["trip_id"] for row in times}),
        "stops": len({row["stop_id"] for row in rows["stops.txt"]}), "served": len(served),
        "times": len(times), "blank": sum(not row["arrival_time"] for row in times),
        "seconds": sum(
            int(part) * size
            for row in times if row["arrival_time"]
            for part, size in zip(row["arrival_time"].split(":"), (3600, 60, 1), strict=True)
        ),
        "past midnight": sum(row["arrival_time"] >= "24:00:00" for row in times),
    }  # fmt: skip


REAL: tuple[tuple[str, dict[str, object]], ...] = (
    (
        "newport/timetable.gtfs.zip",
        {
            "from": dt.date(2023, 6, 5), "to": dt.date(2024, 3, 1), "routes": 16, "trips": 176, "stops": 2_686,
            "served": 655, "times": 7_765, "blank": 0,
        },
    ),
    (
        "porto-alegre/poa_eptc.zip",
        {"trips": 2_374, "stops": 3_986, "served": 3_986, "times": 130_019, "blank": 125_271},
    ),
)  # fmt: skip


@pytest.mark.real_data
@pytest.mark.parametrize(("name", "published"), REAL)
def test_real_timetables_are_read_as_csv_and_sets_count_them(
    real_data: Path, name: str, published: dict[str, object]
) -> None:
    counted = _count(real_data / name)
    assert published.items() <= counted.items()
    feed = read_timetable(real_data / name, settings=SETTINGS)
    times = feed.tables["stop_times"]
    assert {
        "from": feed.from_date, "to": feed.to_date, "routes": feed.routes, "trips": feed.trips,
        "served": feed.stops_served, "times": len(times), "blank": int(times["arrival_time"].isna().sum()),
        "seconds": int(times["arrival_time"].sum()), "stops": counted["stops"],
        "past midnight": int((times["arrival_time"] >= 86_400).sum()),
    } == counted  # fmt: skip


@pytest.mark.real_data
def test_newports_unserved_stops_are_told(real_data: Path) -> None:
    feed = read_timetable(real_data / "newport" / "timetable.gtfs.zip", settings=SETTINGS)
    assert [problem.value for problem in feed.problems] == ["2,031 of 2,686 stops where nothing stops"]


@pytest.mark.real_data
def test_the_isle_of_mans_faulty_timetable_is_refused_with_its_rows(real_data: Path) -> None:
    folder = real_data / "isle-of-man" / "gtfs_route1_with_defects"
    with pytest.raises(FileUnusableError) as loose:
        read_timetable(folder, settings=SETTINGS)
    assert "trips.txt: 18 of 18 rows have too few cells, for example 6 (rows 2, 3, 4, 5, 6 and 13 more)" in str(
        loose.value
    )
    assert "59 minutes for 674 m on trip '1_MF_0747' (rows 193, 196, 198, 206, 209 and 1 more)" in str(loose.value)
    with pytest.raises(FileUnusableError) as packed:
        read_timetable(folder / "dataset.zip", settings=SETTINGS)
    assert "stops.txt: 1 of 191 rows have too many cells, for example 13 (row 54)" in str(packed.value)
    assert "such as '891085000405' (rows 121, 286, 377, 468, 559 and 5 more)" in str(packed.value)


@pytest.mark.real_data
@pytest.mark.parametrize(("feed", "number"), [("fflecsi_gtfs", 26), ("aspen_gtfs", 2)])
def test_real_services_one_books_are_explained(real_data: Path, feed: str, number: int) -> None:
    with pytest.raises(FileUnusableError, match=f"it holds {number} services that you book"):
        read_timetable(real_data / "flex" / feed, settings=SETTINGS)
