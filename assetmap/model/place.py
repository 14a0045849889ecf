"""Words for a place: its areas, the vintage of their codes, and which map projection measures metres there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from assetmap.messages import mark
from assetmap.model.text import plain_form, tidy_code

WGS84 = "EPSG:4326"
BRITISH_NATIONAL_GRID = "EPSG:27700"
IRISH_GRID = "EPSG:29902"

MOST_LON, MOST_LAT = 180.0, 90.0
"""Degrees that longitude and latitude reach, east or west, north or south."""

# Bounds (west, south, east, north, degrees) inside which a national grid is used for metres; else UTM.
METRE_GRIDS: tuple[tuple[str, tuple[float, float, float, float]], ...] = (
    (IRISH_GRID, (-10.6, 51.3, -5.45, 55.45)),
    (BRITISH_NATIONAL_GRID, (-9.0, 49.75, 2.01, 61.01)),
)

# Headings (normalised: lower case, letters and digits only) that hold an area's code and its name.
# Where an exact heading is absent, the patterns below find ONS-style ones such as LSOA21CD and LSOA21NM.
AREA_ID_HEADINGS: tuple[str, ...] = (
    "code",
    "areacode",
    "areaid",
    "geographycode",
    "gsscode",
    "gss",
    "id",
    "datazone",
    "geocode",
    "postdist",
)
AREA_NAME_HEADINGS: tuple[str, ...] = ("name", "areaname", "geography", "enw", "title", "label", "locale")
AREA_ID_PATTERN = r"^(lsoa|msoa|oa|dz|iz|wd|lad|ward|datazone|sdz)(\d\d)?_?(cd|code)$"
AREA_NAME_PATTERN = r"^(lsoa|msoa|oa|dz|iz|wd|lad|ward|datazone|sdz)(\d\d)?_?(nm|name)$"

# What the letters in a heading such as LSOA21CD stand for.
LEVELS: dict[str, str] = {
    "lsoa": "LSOA",
    "msoa": "MSOA",
    "oa": "OA",
    "dz": "data zone",
    "datazone": "data zone",
    "iz": "intermediate zone",
    "sdz": "super data zone",
    "wd": "ward",
    "ward": "ward",
    "lad": "local authority",
}
# How codes of the Government Statistical Service begin, for headings that say no level (ONS, Code History Database).
CODE_LEVELS: dict[str, str] = {
    "E00": "OA", "W00": "OA", "S00": "OA",
    "E01": "LSOA", "W01": "LSOA", "S01": "data zone",
    "E02": "MSOA", "W02": "MSOA", "S02": "intermediate zone",
    "E05": "ward", "W05": "ward", "S13": "ward", "N08": "ward",
    "E06": "local authority", "E07": "local authority", "E08": "local authority", "E09": "local authority",
    "W06": "local authority", "S12": "local authority", "N09": "local authority",
}  # fmt: skip
AREA_CODE_PATTERN = r"^[EWSNKLM]\d{8}$"

MINIMUM_MATCHING_SHARE = 0.5
"""A population file is refused if fewer than this share of the place's areas are found in it."""


def squeeze(heading: str) -> str:
    """Return a heading as lower-case letters and digits only: 'LSOA 2021 code' becomes 'lsoa2021code'."""
    return plain_form(heading).replace(" ", "")


def is_area_id_heading(heading: str) -> bool:
    """Return whether a heading is one of an official code, such as LSOA21CD."""
    return re.match(AREA_ID_PATTERN, squeeze(heading)) is not None


def geography_vintage(heading: str, codes: Sequence[str]) -> str:
    """Return which areas codes belong to, such as 'LSOA 2021', as far as the heading and the codes say; else ''."""
    found = re.match(AREA_ID_PATTERN, squeeze(heading))
    if found is not None:
        level, year = LEVELS[found[1]], found[2]
        return f"{level} 20{year}" if year else level
    levels = {CODE_LEVELS.get(tidy_code(code)[:3], "") if re.match(AREA_CODE_PATTERN, code) else "" for code in codes}
    return levels.pop() if len(levels) == 1 else ""


LONGEST_NAME = 80
"""Letters that a place's name may have."""

LONGEST_SLUG = 50
"""Letters that a place's folder may have."""

MADE_UP_WORDS: tuple[str, ...] = ("made up", "made-up", "fictional", "fictitious", "invented", "synthetic")
"""A file of areas that says one of these of itself makes a place that every output calls made up."""

MADE_UP = mark("This place and everyone in it are made up.")

# Folder names that Windows keeps for itself, and the folder of keys beside the places.
RESERVED_SLUGS: frozenset[str] = frozenset(
    {"keys", "con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
)

# Words (plain form) in folder names of programs that copy files to other computers.
SYNCHRONISED_FOLDERS: tuple[str, ...] = (
    "onedrive", "dropbox", "google drive", "googledrive", "my drive", "icloud", "icloud drive", "mobile documents",
    "nextcloud", "owncloud", "box sync",
)  # fmt: skip


class OriginKind(StrEnum):
    """How an origin's point was found."""

    WEIGHTED_CENTROID = mark("population-weighted centre")
    CENTROID = mark("centre of the area")
    POSTCODE = mark("postcode")
    CELL = mark("group of postcodes")


@dataclass(frozen=True)
class Source:
    """Where a table came from: kept with the place, shown beside each figure."""

    name: str
    read_on: str
    licence: str = ""
    as_at: str = ""
    vintage: str = ""

    def as_record(self) -> dict[str, str]:
        """Return the source as TOML-ready keys."""
        return {
            "name": self.name,
            "read_on": self.read_on,
            "licence": self.licence,
            "as_at": self.as_at,
            "vintage": self.vintage,
        }


@dataclass(frozen=True)
class PlaceSummary:
    """What `place new` and `place show` answer; keys are fixed by the documentation."""

    name: str
    areas: int
    population: int | None
    postcodes: int
    streets: dict[str, dict[str, int]]
    areas_off_streets: list[str]
    timetable: dict[str, Any] | None
    assets: dict[str, int]
    people: int | str
    problems: list[dict[str, Any]]
    details: dict[str, Any] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """Return the summary as JSON-ready keys in their documented order."""
        return {
            "name": self.name,
            "areas": self.areas,
            "population": self.population,
            "postcodes": self.postcodes,
            "streets": self.streets,
            "areas_off_streets": self.areas_off_streets,
            "timetable": self.timetable,
            "assets": self.assets,
            "people": self.people,
            "problems": self.problems,
            **self.details,
        }
