"""Coordinates in tables: found by their headings, turned into degrees, blank where they are not known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from assetmap.adapters.files import Table
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.place import BRITISH_NATIONAL_GRID, METRE_GRIDS, MOST_LAT, MOST_LON, WGS84, squeeze
from assetmap.model.postcode import COORDINATE_HEADINGS, NO_LATITUDE

Floats = NDArray[np.float64]


def to_degrees(x: ArrayLike, y: ArrayLike, *, crs: str) -> tuple[Floats, Floats]:
    """Return longitude and latitude (degrees, WGS84) of points in another system; not-a-number stays."""
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(np.asarray(x), np.asarray(y))
    bad = ~(np.isfinite(lon) & np.isfinite(lat))
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)


def to_metres(lon: ArrayLike, lat: ArrayLike, *, crs: str) -> tuple[Floats, Floats]:
    """Return eastings and northings (metres) of points in degrees."""
    east, north = Transformer.from_crs(WGS84, crs, always_xy=True).transform(np.asarray(lon), np.asarray(lat))
    return np.asarray(east), np.asarray(north)


def metre_grid(lon: float, lat: float) -> str:
    """Return the projection that measures metres around a point: a national grid, else its UTM zone."""
    for crs, (west, south, east, north) in METRE_GRIDS:
        if west <= lon <= east and south <= lat <= north:
            return crs
    zone = int((lon + MOST_LON) // 6) % 60 + 1
    return f"EPSG:{32600 + zone if lat >= 0 else 32700 + zone}"


def find_column(table: Table, headings: Sequence[str]) -> str:
    """Return the first column with one of these headings (squeezed), in the headings' order; "" if there is none."""
    by_heading: dict[str, str] = {}
    for column in table.columns:
        by_heading.setdefault(squeeze(column), column)
    return next((by_heading[heading] for heading in headings if heading in by_heading), "")


def read_coordinates(table: Table) -> tuple[Floats, Floats]:
    """Return longitude and latitude of each row, not-a-number where a row has none that can be on Earth.

    Raises
    ------
    FileUnusableError
        No columns of coordinates are recognised, or most of their values are of another kind.
    """
    for headings in COORDINATE_HEADINGS:
        x, y = find_column(table, headings.x), find_column(table, headings.y)
        if x and y:
            break
    else:
        raise FileUnusableError(
            tr(
                "{file}: no columns of coordinates are recognised. It has: {columns}. Expected latitude and "
                "longitude, or easting and northing. Add these columns.",
                file=table.source,
                columns=", ".join(table.columns[:20]),
            )
        )
    east, north = _numbers(table.frame[x]), _numbers(table.frame[y])
    crs = headings.crs or _crs_of(east, north)
    lon, lat = (east, north) if crs == WGS84 else to_degrees(*_without_origin(east, north), crs=crs)
    return _on_earth(table, (x, y), lon, lat)


def _numbers(cells: pd.Series[str]) -> Floats:
    return pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)


def _crs_of(x: Floats, y: Floats) -> str:
    degrees = np.nanmax(np.abs(x), initial=0) <= MOST_LON and np.nanmax(np.abs(y), initial=0) <= MOST_LAT
    return WGS84 if degrees else BRITISH_NATIONAL_GRID


def _without_origin(east: Floats, north: Floats) -> tuple[Floats, Floats]:
    nowhere = (east == 0) & (north == 0)
    return np.where(nowhere, np.nan, east), np.where(nowhere, np.nan, north)


def _on_earth(table: Table, names: tuple[str, str], lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    said = np.isfinite(lon) & np.isfinite(lat) & ~((lon == 0) & (lat == 0)) & ~np.isclose(lat, NO_LATITUDE)
    usable = said & (np.abs(lon) <= MOST_LON) & (np.abs(lat) <= MOST_LAT)
    if said.any() and usable.sum() < said.sum() / 2:
        raise FileUnusableError(
            tr(
                "{file}: the numbers in '{first}' and '{names}' are not degrees (first: {lon:g}, {lat:g}). "
                "Expected longitude up to 180 and latitude up to 90. If they are metres, name the columns "
                "easting and northing.",
                file=table.source,
                first=names[0],
                names=names[1],
                lon=lon[said][0],
                lat=lat[said][0],
            )
        )
    return np.where(usable, lon, np.nan), np.where(usable, lat, np.nan)
