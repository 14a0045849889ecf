"""The timetable of the demo: five bus routes, a ferry, days without service; and the dial-a-ride's leaflet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from .files import as_csv, write_csv, write_zip
from .ground import Point, beside, distance, to_degrees
from .places import MADE_UP, TOWN
from .streets import FAST_ROAD, Built

BUS_METRES_A_MINUTE = 38_000 / 60
FERRY_METRES_A_MINUTE = 150
DETOUR = 1.2
"""A road is longer than the straight line."""
FEED_FROM, FEED_TO = "20250101", "20271231"
HALL_STOP = "S01"

# Stop: id, name, the settlement whose main crossing it stands at, or the road it stands half-way along.
STOPS: tuple[tuple[str, str, str], ...] = (
    (HALL_STOP, "Aberwenlas, Memorial Hall", "hall"), ("S02", "Aberwenlas, Market", "Aberwenlas"),
    ("S03", "Rhyd Road, half way", "Rhyd Road"), ("S04", "Rhyd-y-brithyll, Y Stryd Fawr", "Rhyd-y-brithyll"),
    ("S05", "Cwm Hesgïen, Capel", "Cwm Hesgïen"), ("S06", "Marrowdale, Main Street", "Marrowdale"),
    ("S07", "Lôn Wen, half way", "Lôn Wen"), ("S08", "Pentre-lôn-wen, Eglwys", "Pentre-lôn-wen"),
    ("S09", "Ostlewick Road, half way", "Ostlewick Road"), ("S10", "Ostlewick, Church Lane", "Ostlewick"),
    ("S11", "Skeldermoss, Pinfold", "Skeldermoss"), ("S12", "Thorrowby Road, half way", "Thorrowby Road"),
    ("S13", "Thorrowby, Main Street", "Thorrowby"), ("S14", "The Causeway, half way", FAST_ROAD),
    ("S15", "Quillmoor, Well Lane", "Quillmoor"), ("S16", "Nether Quillmoor", "Nether Quillmoor"),
    ("S17", "Harbour Road, half way", "Harbour Road"), ("S18", "Llanfelŷs, Maes y Llan", "Llanfelŷs"),
    ("S19", "Llanfelŷs Quay", "quay"), ("S20", "Ynys Garwen Quay", "island quay"),
    ("S21", "Skeldermoss, Shore Road (not served)", "Shore Road"),
)  # fmt: skip
# What is known about boarding with a wheelchair: 1 yes, 2 no; the other stops are blank.
BOARDING: dict[str, str] = {"S01": "1", "S02": "1", "S05": "2", "S10": "1", "S18": "1", "S19": "2", "S20": "2"}


@dataclass(frozen=True)
class Line:
    """A route in one direction: its days, its stops in order, its departures from the first stop."""

    route: str
    headsign: str
    service: str
    stops: tuple[str, ...]
    departures: tuple[str, ...]
    way_back: bool = False


ROUTES: tuple[tuple[str, str, str, str, int], ...] = (
    ("R1", "BUS", "1", "Aberwenlas - Rhyd-y-brithyll - Cwm Hesgïen", 3),
    ("R2", "BUS", "2", "Aberwenlas - Marrowdale - Pentre-lôn-wen", 3),
    ("R3", "BUS", "3", "Thorrowby - Aberwenlas - Ostlewick - Skeldermoss", 3),
    ("R4", "BUS", "4", "Aberwenlas - Llanfelŷs Quay", 3),
    ("R5", "BUS", "5", "Quillmoor - Thorrowby - Aberwenlas, market day (Thursday)", 3),
    ("R6", "FERRY", "F", "Llanfelŷs - Ynys Garwen ferry", 4),
)
_WEST = ("S01", "S02", "S03", "S04", "S05")
_DALE = ("S01", "S02", "S03", "S04", "S06", "S07", "S08")
_ACROSS = ("S13", "S12", "S02", "S01", "S09", "S10", "S11")
_COAST = ("S01", "S02", "S17", "S18", "S19")
_MARKET = ("S16", "S15", "S14", "S13", "S12", "S02", "S01")
_FERRY = ("S19", "S20")
LINES: tuple[Line, ...] = (
    Line("R1", "Cwm Hesgïen", "MONSAT", _WEST, ("09:40", "12:40", "16:20", "17:45")),
    Line("R1", "Aberwenlas", "MONSAT", _WEST[::-1], ("08:05", "10:25", "13:20", "17:00"), way_back=True),
    Line("R2", "Pentre-lôn-wen", "MONFRI", _DALE, ("09:10", "12:10", "15:50")),
    Line("R2", "Aberwenlas", "MONFRI", _DALE[::-1], ("07:35", "10:05", "13:05"), way_back=True),
    Line("R3", "Skeldermoss", "MONSAT", _ACROSS, ("08:50", "11:20", "14:20", "16:10")),
    Line("R3", "Thorrowby", "MONSAT", _ACROSS[::-1], ("07:40", "09:55", "12:55", "15:55"), way_back=True),
    Line("R4", "Llanfelŷs Quay", "MONSAT", _COAST, ("07:30", "09:30", "11:30", "13:30", "16:15", "17:35")),
    Line("R4", "Aberwenlas", "MONSAT", _COAST[::-1], ("08:10", "10:10", "12:10", "14:10", "16:55", "18:10"),
         way_back=True),
    Line("R5", "Aberwenlas", "THURSDAY", _MARKET, ("09:30",)),
    Line("R5", "Nether Quillmoor", "THURSDAY", _MARKET[::-1], ("13:00",), way_back=True),
    Line("R6", "Ynys Garwen", "FERRY", _FERRY, ("07:15", "10:40", "13:50", "17:15")),
    Line("R6", "Llanfelŷs", "FERRY", _FERRY[::-1], ("07:45", "11:20", "14:30", "16:30"), way_back=True),
)  # fmt: skip
SUMMER_SUNDAY_SAILINGS: tuple[Line, ...] = tuple(
    Line("R6", headsign, f"FERRYSUN{year}", stops, departures, way_back)
    for year in (2025, 2026, 2027)
    for headsign, stops, departures, way_back in (
        ("Ynys Garwen", _FERRY, ("10:40", "16:30"), False),
        ("Llanfelŷs", _FERRY[::-1], ("11:20", "17:05"), True),
    )
)
SERVICES: tuple[tuple[str, str, str, str], ...] = (
    ("MONSAT", "1111110", FEED_FROM, FEED_TO), ("MONFRI", "1111100", FEED_FROM, FEED_TO),
    ("THURSDAY", "0001000", FEED_FROM, FEED_TO), ("FERRY", "1111110", FEED_FROM, FEED_TO),
    *((f"FERRYSUN{year}", "0000001", f"{year}0501", f"{year}0930") for year in (2025, 2026, 2027)),
)  # fmt: skip
# Bank holidays of England and Wales with Christmas and Boxing Day themselves.
HOLIDAYS: tuple[str, ...] = (
    "20250101", "20250418", "20250421", "20250505", "20250526", "20250825", "20251225", "20251226", "20260101",
    "20260403", "20260406", "20260504", "20260525", "20260831", "20261225", "20261226", "20261228", "20270101",
    "20270326", "20270329", "20270503", "20270531", "20270830", "20271225", "20271227", "20271228",
)  # fmt: skip
MARKET_MOVED_TO = ("20251224", "20251231")
"""Market days that fell on a holiday and were held the day before."""


def write_timetable(folder: Path, built: Built) -> None:
    """Write the feed as one zip."""
    places = _stop_points(built)
    trips, times = _trips(places)
    tables: dict[str, Sequence[Sequence[object]]] = {
        "agency.txt": _agencies(),
        "calendar.txt": _calendar(),
        "calendar_dates.txt": _exceptions(),
        "feed_info.txt": _feed_info(),
        "routes.txt": [
            ("route_id", "agency_id", "route_short_name", "route_long_name", "route_type"),
            *ROUTES,
        ],
        "stop_times.txt": times,
        "stops.txt": _stops(places),
        "trips.txt": trips,
    }
    write_zip(folder / "timetable.gtfs.zip", {name: as_csv(rows).encode() for name, rows in tables.items()})


def hall_point(built: Built) -> Point:
    """Return where the Memorial Hall stands: one street west of the market."""
    points, grid = built.network.points, built.grids[TOWN.name]
    return beside(points[grid[6, 3]], points[grid[6, 4]], 0.5, 25)


def _stop_points(built: Built) -> dict[str, Point]:
    points = built.network.points
    grid = built.grids[TOWN.name]
    found = {"hall": points[grid[6, 3]], "quay": points[built.quays["Llanfelŷs"]]}
    found["island quay"] = points[built.quays["Ynys Garwen"]]
    for stop, _, at in STOPS:
        if at in built.grids:
            found[at] = points[built.centre(at)]
        elif at in built.roads:
            found[at] = points[built.roads[at][len(built.roads[at]) // 2]]
        x, y = found[at]
        found[stop] = x + 4, y + 4
    return found


def _stops(places: dict[str, Point]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("stop_id", "stop_name", "stop_lat", "stop_lon", "wheelchair_boarding")]
    for stop, name, _ in STOPS:
        lon, lat = to_degrees(places[stop])
        rows.append((stop, name, f"{lat:.6f}", f"{lon:.6f}", BOARDING.get(stop, "")))
    return rows


def _trips(places: dict[str, Point]) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Return the trips and their stop times."""
    trips: list[tuple[str, ...]] = [
        ("route_id", "service_id", "trip_id", "trip_headsign", "direction_id", "wheelchair_accessible")
    ]
    times: list[tuple[str, ...]] = [("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")]
    for line in (*LINES, *SUMMER_SUNDAY_SAILINGS):
        for departure in line.departures:
            direction = "1" if line.way_back else "0"
            trip = f"{line.route}-{line.service}-{direction}-{departure.replace(':', '')}"
            # Only route 4's vehicles are known to take a wheelchair; the ferry is known not to.
            wheelchair = {"R4": "1", "R6": "2"}.get(line.route, "")
            trips.append((line.route, line.service, trip, line.headsign, direction, wheelchair))
            times += _stop_times(trip, line, departure, places)
    return trips, times


def _stop_times(trip: str, line: Line, departure: str, places: dict[str, Point]) -> list[tuple[str, ...]]:
    hours, minutes = departure.split(":")
    clock = int(hours) * 60 + int(minutes)
    speed = FERRY_METRES_A_MINUTE if line.route == "R6" else BUS_METRES_A_MINUTE
    rows: list[tuple[str, ...]] = []
    for sequence, stop in enumerate(line.stops, start=1):
        if sequence > 1:
            metres = distance(places[line.stops[sequence - 2]], places[stop]) * (1 if line.route == "R6" else DETOUR)
            clock += max(1, ceil(metres / speed))
        time = f"{clock // 60:02d}:{clock % 60:02d}:00"
        rows.append((trip, time, time, stop, str(sequence)))
    return rows


def _agencies() -> list[tuple[str, ...]]:
    return [
        ("agency_id", "agency_name", "agency_url", "agency_timezone", "agency_lang", "agency_phone"),
        ("BUS", "Wenlas Valley Buses (made up)", "https://example.org/buses", "Europe/London", "en", "01632 960100"),
        ("FERRY", "Garwen Ferry (made up)", "https://example.org/ferry", "Europe/London", "en", "01632 960101"),
    ]


def _calendar() -> list[tuple[str, ...]]:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    rows: list[tuple[str, ...]] = [("service_id", *days, "start_date", "end_date")]
    return [*rows, *((service, *week, first, last) for service, week, first, last in SERVICES)]


def _exceptions() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("service_id", "date", "exception_type")]
    rows += [(service, day, "2") for day in HOLIDAYS for service in ("MONSAT", "MONFRI", "THURSDAY", "FERRY")]
    return [*rows, *(("THURSDAY", day, "1") for day in MARKET_MOVED_TO)]


def _feed_info() -> list[tuple[str, ...]]:
    return [
        ("feed_publisher_name", "feed_publisher_url", "feed_lang", "feed_start_date", "feed_end_date", "feed_version"),
        (MADE_UP, "https://example.org", "en", FEED_FROM, FEED_TO, "made up, 2026-10-01"),
    ]


def write_dial_a_ride(folder: Path) -> None:
    """Write what the dial-a-ride's leaflet says."""
    header = ("Name", "Area", "Days", "Phone", "Text relay", "Phone hours", "Book by", "Membership", "Wheelchairs",
              "Fare", "Last checked")  # fmt: skip
    rows = [
        ("Wenlas Dial-a-Ride (made up)", "Aberwenlas and Rhyd-y-brithyll and Cwm Hesgïen", "Tuesday to Friday",
         "01632 960110", "18001 01632 960110", "Monday to Friday 09:00-12:30", "noon the day before",
         "£10 a year", "1 a vehicle", "£3.50 each way", "02/06/2026"),
        ("Wenlas Dial-a-Ride (made up)", "Upper Marrowdale", "Tuesday only", "01632 960110", "18001 01632 960110",
         "Monday to Friday 09:00-12:30", "noon on the Friday before", "£10 a year", "", "£4.50 each way", "14/11/2024"),
    ]  # fmt: skip
    write_csv(folder / "dial_a_ride.csv", header, rows)
