"""The words of a timetable: which files and columns of GTFS are read, what may stand in them, what is impossible.

Source of names, kinds and codes: the GTFS Schedule Reference (gtfs.org), as of June 2026. To read one more column,
add it to its table here; the door in ``adapters/gtfs.py`` follows from the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark


class Kind(StrEnum):
    """What the text in a column stands for."""

    TEXT = "text"
    TIME = "time"
    DATE = "date"
    WHOLE = "whole number"
    NUMBER = "number"


KIND_EXPECTED: dict[Kind, str] = {
    Kind.TEXT: mark("text"),
    Kind.TIME: mark("a time such as 09:05:00 (after midnight 24:10:00)"),
    Kind.DATE: mark("a date such as 20260131"),
    Kind.WHOLE: mark("a whole number"),
    Kind.NUMBER: mark("a number"),
}


@dataclass(frozen=True)
class GtfsColumn:
    """One column: its heading, what stands in it, whether it must be there, and its range.

    ``needed`` columns must be in the file; ``filled`` ones must hold something in every row.
    """

    name: str
    kind: Kind = Kind.TEXT
    needed: bool = False
    filled: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class GtfsTable:
    """One file of a timetable: its name without ``.txt``, its columns, and the columns that tell rows apart."""

    name: str
    columns: tuple[GtfsColumn, ...]
    key: tuple[str, ...] = ()
    needed: bool = False

    @property
    def file(self) -> str:
        """The file's name inside the zip."""
        return f"{self.name}.txt"


def _text(*names: str) -> tuple[GtfsColumn, ...]:
    return tuple(GtfsColumn(name) for name in names)


def _code(name: str, high: float, *, needed: bool = False) -> GtfsColumn:
    return GtfsColumn(name, Kind.WHOLE, needed, needed, 0, high)


def _id(name: str) -> GtfsColumn:
    return GtfsColumn(name, needed=True, filled=True)


WEEKDAYS: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

GTFS_TABLES: tuple[GtfsTable, ...] = (
    GtfsTable("agency", _text("agency_id", "agency_name", "agency_timezone", "agency_phone", "agency_url")),
    GtfsTable(
        "stops",
        (
            _id("stop_id"), *_text("stop_code", "stop_name"),
            GtfsColumn("stop_lat", Kind.NUMBER, True, False, -90, 90),
            GtfsColumn("stop_lon", Kind.NUMBER, True, False, -180, 180),
            _code("location_type", 4), *_text("parent_station", "platform_code"), _code("wheelchair_boarding", 2),
        ),
        ("stop_id",), True,
    ),
    GtfsTable(
        "routes",
        (
            _id("route_id"), *_text("agency_id", "route_short_name", "route_long_name"),
            _code("route_type", 1799, needed=True),
        ),
        ("route_id",), True,
    ),
    GtfsTable(
        "trips",
        (
            _id("route_id"), _id("service_id"), _id("trip_id"), *_text("trip_headsign"), _code("direction_id", 1),
            *_text("block_id", "shape_id"), _code("wheelchair_accessible", 2),
        ),
        ("trip_id",), True,
    ),
    GtfsTable(
        "stop_times",
        (
            _id("trip_id"), GtfsColumn("arrival_time", Kind.TIME, True), GtfsColumn("departure_time", Kind.TIME, True),
            _id("stop_id"), GtfsColumn("stop_sequence", Kind.WHOLE, True, True, 0, 1_000_000),
            _code("pickup_type", 3), _code("drop_off_type", 3),
            GtfsColumn("shape_dist_traveled", Kind.NUMBER, False, False, 0, None), _code("timepoint", 1),
        ),
        ("trip_id", "stop_sequence"), True,
    ),
    GtfsTable(
        "calendar",
        (
            _id("service_id"), *(_code(day, 1, needed=True) for day in WEEKDAYS),
            GtfsColumn("start_date", Kind.DATE, True, True), GtfsColumn("end_date", Kind.DATE, True, True),
        ),
        ("service_id",),
    ),
    GtfsTable(
        "calendar_dates",
        (
            _id("service_id"), GtfsColumn("date", Kind.DATE, True, True),
            GtfsColumn("exception_type", Kind.WHOLE, True, True, 1, 2),
        ),
    ),
    GtfsTable(
        "frequencies",
        (
            _id("trip_id"),
            GtfsColumn("start_time", Kind.TIME, True, True), GtfsColumn("end_time", Kind.TIME, True, True),
            GtfsColumn("headway_secs", Kind.WHOLE, True, True, 1, 86_400), _code("exact_times", 1),
        ),
    ),
    GtfsTable(
        "transfers",
        (
            _id("from_stop_id"), _id("to_stop_id"), _code("transfer_type", 5),
            GtfsColumn("min_transfer_time", Kind.WHOLE, False, False, 0, 86_400),
        ),
    ),
    GtfsTable("feed_info", _text("feed_publisher_name", "feed_publisher_url", "feed_version", "feed_start_date",
                                 "feed_end_date")),
)  # fmt: skip

GTFS_TABLE_BY_NAME: dict[str, GtfsTable] = {table.name: table for table in GTFS_TABLES}
CALENDAR_FILES: tuple[str, ...] = ("calendar.txt", "calendar_dates.txt")
"""At least one of these must say on which days the trips run."""


@dataclass(frozen=True)
class Reference:
    """A column whose values must stand in another table."""

    table: str
    column: str
    target: str
    target_column: str


REFERENCES: tuple[Reference, ...] = (
    Reference("stop_times", "trip_id", "trips", "trip_id"),
    Reference("stop_times", "stop_id", "stops", "stop_id"),
    Reference("trips", "route_id", "routes", "route_id"),
    Reference("frequencies", "trip_id", "trips", "trip_id"),
)

# Rows with one of these filled are booked within a window, not timed at a stop (GTFS-Flex; the last two are how
# some publishers write it).
WINDOW_HEADINGS: tuple[str, ...] = (
    "start_pickup_drop_off_window",
    "end_pickup_drop_off_window",
    "start_pickup_dropoff_window",
    "end_pickup_dropoff_window",
)
NOTHING_WORDS: frozenset[str] = frozenset({"na", "n/a", "nan", "null", "none"})
"""Words some programs write into an empty cell."""

DATES: tuple[str, str] = ("20000101", "21001231")
"""A timetable for days before or after these is a slip of the pen."""

SLOW_HOP_MINUTES = 45
SLOW_HOP_KMH = 2.0
"""A hop between two stops that lasts longer than this and is slower than this is a slip of the pen: people on foot
are faster. Our own rule; it finds times that are an hour out and leaves long coach rides and breaks alone."""
FAST_ROAD_KMH = 150.0
FAST_OTHER_KMH = 500.0
"""No bus or tram is faster than the first, no train than the second."""
ROUNDING_SECONDS = 60
"""Times are often rounded to the minute: this much is added before a speed is judged."""
SCHEDULED_ROAD_TYPES: tuple[tuple[int, int], ...] = ((0, 0), (3, 3), (5, 5), (11, 11), (200, 299), (700, 999))
"""Route types that run on or along roads: trams and buses, with the extended codes."""
