"""Words for postcode lists and point lists: which headings hold a postcode, coordinates, or the day it ended.

Headings are squeezed (letters and digits only). Code-Point Open has none, so its columns are known by place.
Sources: Code-Point Open user guide (Ordnance Survey); ONSPD and NSPL user guides (ONS).
"""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.model.place import BRITISH_NATIONAL_GRID, WGS84

POSTCODE_HEADINGS: tuple[str, ...] = (
    "pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode", "postalcode", "postcodes", "addrpostcode", "codpost", "pc",
)  # fmt: skip
ENDED_HEADINGS: tuple[str, ...] = ("doterm", "dateoftermination", "terminated", "ended")


@dataclass(frozen=True)
class CoordinateHeadings:
    """A pair of headings that hold coordinates, and in which system; empty leaves it to the size of the numbers."""

    x: tuple[str, ...]
    y: tuple[str, ...]
    crs: str


COORDINATE_HEADINGS: tuple[CoordinateHeadings, ...] = (
    CoordinateHeadings(("lon", "long", "lng", "longitude", "geox"), ("lat", "latitude", "geoy"), WGS84),
    CoordinateHeadings(
        ("oseast1m", "easting", "eastings", "xcoordinate", "xcoord", "east1m", "bnge", "ea"),
        ("osnrth1m", "northing", "northings", "ycoordinate", "ycoord", "north1m", "bngn", "no"),
        BRITISH_NATIONAL_GRID,
    ),
    CoordinateHeadings(("x",), ("y",), ""),
)

# Code-Point Open: place of each column, counted from 0.
CODE_POINT_POSTCODE = 0
CODE_POINT_QUALITY = 1
CODE_POINT_EASTING = 2
CODE_POINT_NORTHING = 3
CODE_POINT_NO_COORDINATE_QUALITY = "90"

NO_LATITUDE = 99.999999
"""What ONS writes for a postcode without a grid reference (with longitude 0)."""

LIST_SEPARATOR = ";"
"""OpenStreetMap's way to write several values for one thing."""

RELEASE_PATTERN = r"(20\d\d)[-_ ]?(0[1-9]|1[0-2])"
"""Year and month in a file's name: tells which of two releases is the later."""

SAME_LIST_SHARE = 0.5
"""Two files are releases of one list if the later has at least this share of the earlier's postcodes there."""

ROWS_SHOWN = 20
"""How many rows a message names one by one before it only counts them."""

NEAR_MARGIN = 0.1
"""A point further outside the place than this share of its width is not one of its points."""

FURTHEST_SHOWN = 5
"""How many postcodes with several points, or areas without a postcode, a message names."""

SAME_POINT_METRES = 1.0
"""Points of one postcode nearer than this are the same: the rounding of degrees. Our default."""

MOVED_METRES = 250.0
"""A postcode that a later list puts further away than this is told; lists move points a little. Our default."""
