"""Read a row's coordinates and say what is wrong with them: swapped, in metres, empty, not of this world."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from pyproj import Transformer

from assetmap.messages import tr
from assetmap.model.asset_fields import (
    BRITISH_ISLES,
    GRID_EAST_LIMIT_M,
    GRID_NORTH_LIMIT_M,
    NULL_ISLAND_DEGREES,
)
from assetmap.model.place import BRITISH_NATIONAL_GRID, WGS84
from assetmap.services.asset_draft import Draft

FIELDS = ("latitude", "longitude", "easting", "northing")
_MOST_LATITUDE, _MOST_LONGITUDE = 90, 180


def read_point(draft: Draft, texts: Mapping[str, str]) -> None:
    """Give a draft its point from latitude and longitude, else from easting and northing; refuse what is wrong."""
    if texts["latitude"] or texts["longitude"]:
        _read_degrees(draft, texts["latitude"], texts["longitude"])
    elif texts["easting"] or texts["northing"]:
        _read_grid(draft, texts["easting"], texts["northing"])


def _read_degrees(draft: Draft, latitude: str, longitude: str) -> None:
    written = f"{latitude}, {longitude}"
    lat, lon = _number(latitude), _number(longitude)
    if not latitude or not longitude:
        draft.question("latitude", written, tr("both latitude and longitude"), tr("Fill in the other one."))
    elif lat is None or lon is None:
        draft.refuse("latitude", written, tr("two numbers in degrees"), tr("Correct the two cells, or empty them."))
    elif abs(lat) < NULL_ISLAND_DEGREES and abs(lon) < NULL_ISLAND_DEGREES:
        draft.question(
            "latitude", written, tr("a point on land, not 0, 0"), tr("Fill in the point, or leave both empty.")
        )
    elif abs(lat) > _MOST_LATITUDE or abs(lon) > _MOST_LONGITUDE:
        _refuse_outside(draft, written, lat, lon)
    elif not _in_british_isles(lat, lon) and _in_british_isles(lon, lat):
        draft.refuse("latitude", written, tr("latitude first, near 50 to 61"), tr("Exchange latitude and longitude."))
    else:
        draft.lat, draft.lon = lat, lon


def _refuse_outside(draft: Draft, written: str, lat: float, lon: float) -> None:
    if max(abs(lat), abs(lon)) > 2 * _MOST_LONGITUDE:
        fix = tr("Name the columns easting and northing, or change metres into degrees.")
        draft.refuse("latitude", written, tr("degrees; these look like metres"), fix)
    else:
        draft.refuse("latitude", written, tr("latitude to 90, longitude to 180 degrees"), tr("Correct the two cells."))


def _read_grid(draft: Draft, easting: str, northing: str) -> None:
    written = f"{easting}, {northing}"
    east, north = _number(easting), _number(northing)
    if east is None or north is None:
        draft.refuse("easting", written, tr("two numbers in metres"), tr("Correct the two cells, or empty them."))
    elif not (0 < east <= GRID_EAST_LIMIT_M and 0 < north <= GRID_NORTH_LIMIT_M):
        draft.refuse(
            "easting", written, tr("metres on the British National Grid"), tr("Correct the two cells, or empty them.")
        )
    else:
        lon, lat = _from_grid().transform(east, north)
        draft.lat, draft.lon = round(lat, 7), round(lon, 7)


@cache
def _from_grid() -> Transformer:
    return Transformer.from_crs(BRITISH_NATIONAL_GRID, WGS84, always_xy=True)


def _number(text: str) -> float | None:
    bare = text.strip().replace("\N{MINUS SIGN}", "-")
    try:
        number = float(bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _in_british_isles(lat: float, lon: float) -> bool:
    west, south, east, north = BRITISH_ISLES
    return west <= lon <= east and south <= lat <= north
