"""Areas of a place: outlines with codes and names from GeoJSON, GeoPackage or Shapefile, in any coordinates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj.exceptions import ProjError

from assetmap.adapters import geo_layers
from assetmap.adapters.file_checks import check_file, open_zip
from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.file_kind import AREA_KINDS, FileKind
from assetmap.model.imports import Problem
from assetmap.model.place import (
    AREA_ID_HEADINGS,
    AREA_NAME_HEADINGS,
    AREA_NAME_PATTERN,
    MOST_LAT,
    MOST_LON,
    WGS84,
    OriginKind,
    geography_vintage,
    is_area_id_heading,
    squeeze,
)
from assetmap.model.tables import AREAS
from assetmap.model.text import tidy_code

_SHOWN = 5


@dataclass(frozen=True)
class AreasRead:
    """The areas of one file.

    Attributes
    ----------
    frame
        Schema AREAS, in the file's order.
    id_column, name_column
        The columns that were taken.
    vintage
        Such as "LSOA 2021"; empty if the file does not say.
    repaired
        How many outlines had to be repaired.
    problems
        What a person should know.
    description
        What the file says about itself; empty where it says nothing.
    """

    frame: geopandas.GeoDataFrame
    id_column: str
    name_column: str
    vintage: str
    repaired: int
    problems: tuple[Problem, ...]
    description: str = ""


def read_areas(path: Path, *, settings: Settings, area_id: str = "", area_name: str = "") -> AreasRead:
    """Read areas.

    Parameters
    ----------
    path
        GeoJSON, GeoPackage, Shapefile (its .prj beside it), or a zip that holds one Shapefile.
    settings
        Limits.
    area_id, area_name
        Columns to take; empty looks for known ones.

    Raises
    ------
    FileUnusableError
        No coordinates' system, other shapes than areas, blank or repeated codes, places outside the world.
    OptionError
        A named column is not there.
    """
    layer = _read_layer(Path(path), settings)
    name = Path(path).name
    id_column, name_column = _columns(name, layer, area_id, area_name)
    codes, names = _texts(layer[id_column]), _texts(layer[name_column])
    _check_codes(name, id_column, codes)
    shapes, crossing = _polygons(name, layer.geometry)
    kept = ~shapely.is_empty(shapes)
    problems = [*_say_empty(name, codes, names, kept), *_say_repaired(name, crossing, len(codes))]
    if not kept.any():
        raise FileUnusableError(
            tr("{name}: no area has an outline. Expected polygons. Export the layer with its shapes.", name=name)
        )
    frame = _frame(np.array(codes)[kept], np.array(names)[kept], shapes[kept])
    vintage, said = geography_vintage(id_column, codes), str(layer.attrs.get(geo_layers.DESCRIPTION, ""))
    return AreasRead(frame, id_column, name_column, vintage, crossing, tuple(problems), said)


def _read_layer(path: Path, settings: Settings) -> geopandas.GeoDataFrame:
    kind = check_file(path, wanted=AREA_KINDS, settings=settings)
    source = f"/vsizip/{path.resolve()}/{_member(path)}" if kind is FileKind.ZIPPED_SHAPEFILE else path
    layers = geo_layers.list_layers(source)
    if len(layers) != 1:
        raise FileUnusableError(
            tr(
                "{file}: it holds {number} layers ({layers}). Expected one. Export the layer with the areas "
                "to a file of its own.",
                file=path.name,
                number=len(layers),
                layers=", ".join(layers[:_SHOWN]),
            )
        )
    layer = geo_layers.read_layer(source, layers[0], name=path.name, settings=settings)
    if layer.crs is None:
        raise FileUnusableError(_no_coordinates(path.name, kind))
    return _to_degrees(path.name, layer)


def _member(path: Path) -> str:
    with open_zip(path) as archive:
        members = [name for name in archive.namelist() if name.lower().endswith(".shp")]
    if len(members) != 1:
        raise FileUnusableError(
            tr(
                "{file}: it holds {number} Shapefiles ({members}). Expected one. Zip the one with the areas by itself.",
                file=path.name,
                number=len(members),
                members=", ".join(members[:_SHOWN]),
            )
        )
    return members[0]


def _no_coordinates(name: str, kind: FileKind) -> str:
    if kind is FileKind.GEOPACKAGE:
        return tr(
            "{name}: it does not say which coordinates it uses. Expected a coordinate reference system, "
            "such as WGS 84 or British National Grid. Export the layer again and choose one.",
            name=name,
        )
    return tr(
        "{name}: its .prj file is missing, so nobody can tell where the shapes lie. Expected a .prj "
        "beside the .shp. Put all parts of the Shapefile in one folder, or in one zip, and try again.",
        name=name,
    )


def _to_degrees(name: str, layer: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    try:
        degrees = layer.to_crs(WGS84)
    except (ProjError, RuntimeError) as error:
        raise FileUnusableError(
            tr(
                "{name}: its coordinates cannot be turned into longitude and latitude. Expected a usual "
                "coordinate reference system. Export the layer again as WGS 84.",
                name=name,
            )
        ) from error
    west, south, east, north = (float(bound) for bound in degrees.total_bounds)
    if west < -MOST_LON or south < -MOST_LAT or east > MOST_LON or north > MOST_LAT:
        raise FileUnusableError(
            tr(
                "{name}: its coordinates reach from {west:,.0f}, {south:,.0f} to {east:,.0f}, {north:,.0f}, "
                "which is not longitude and latitude. Expected degrees, at most 180 and 90. They may be "
                "metres: export the layer again as WGS 84, or with its coordinate reference system.",
                name=name, west=west, south=south, east=east, north=north,
            )
        )  # fmt: skip
    if np.isinf([west, south, east, north]).any():
        raise FileUnusableError(
            tr(
                "{name}: some coordinates lie nowhere on Earth. Expected degrees or a national grid. Export "
                "the layer again as WGS 84.",
                name=name,
            )
        )
    return degrees


def _columns(name: str, layer: geopandas.GeoDataFrame, area_id: str, area_name: str) -> tuple[str, str]:
    columns = [str(column) for column in layer.columns if column != layer.geometry.name]
    id_column = _named(name, columns, area_id, "--area-id") if area_id else _find_id(name, layer, columns)
    if area_name:
        return id_column, _named(name, columns, area_name, "--area-name")
    return id_column, _find_name(columns, id_column)


def _named(name: str, columns: Sequence[str], wanted: str, option: str) -> str:
    for column in columns:
        if column.casefold() == wanted.casefold():
            return column
    raise OptionError(
        tr(
            "{name}: there is no column '{wanted}'. It has: {columns}. Name one of these with {option}.",
            name=name,
            wanted=wanted,
            columns=", ".join(columns) or "none",
            option=option,
        )
    )


def _find_id(name: str, layer: geopandas.GeoDataFrame, columns: Sequence[str]) -> str:
    official = [column for column in columns if is_area_id_heading(column)]
    usual = [column for word in AREA_ID_HEADINGS for column in columns if squeeze(column) == word]
    candidates = official + usual
    # A ward file also has the code of its county, the same on every row: the code that tells areas apart is meant.
    for column in candidates:
        if layer[column].nunique() == len(layer):
            return column
    if candidates:
        return candidates[0]
    raise FileUnusableError(
        tr(
            "{name}: no column of area codes is recognised. It has: {columns}. Expected one such as LSOA21CD. "
            "Name it with --area-id.",
            name=name,
            columns=", ".join(columns) or tr("no columns"),
        )
    )


def _find_name(columns: Sequence[str], id_column: str) -> str:
    stem = squeeze(id_column).removesuffix("code").removesuffix("cd")
    twin = [column for column in columns if stem and squeeze(column) in {f"{stem}nm", f"{stem}name"}]
    official = [column for column in columns if re.match(AREA_NAME_PATTERN, squeeze(column))]
    usual = [column for word in AREA_NAME_HEADINGS for column in columns if squeeze(column) == word]
    return next(iter(twin + official + usual), id_column)


def _texts(values: pd.Series[Any]) -> list[str]:
    def text(value: object) -> str:
        if value is None or value != value:  # noqa: PLR0124 - not a number is the only value unlike itself
            return ""
        return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()

    return [text(value) for value in values.tolist()]


def _check_codes(name: str, column: str, codes: Sequence[str]) -> None:
    blank = [row for row, code in enumerate(codes, start=1) if not code]
    if blank:
        raise FileUnusableError(
            tr(
                "{name}: {number} of {total} areas have no {column} (first: row {first}). Expected a code for "
                "each. Complete them, or choose another column with --area-id.",
                name=name,
                number=len(blank),
                total=len(codes),
                column=column,
                first=blank[0],
            )
        )
    counts = Counter(tidy_code(code) for code in codes)
    twice = [code for code in codes if counts[tidy_code(code)] > 1]
    if twice:
        rows = [row for row, code in enumerate(codes, start=1) if tidy_code(code) == tidy_code(twice[0])]
        raise FileUnusableError(
            tr(
                "{name}: {column} '{first}' stands in {number} rows (rows {row} and {other_row}). Expected each "
                "code once. Join these shapes, or choose another column with --area-id.",
                name=name,
                column=column,
                first=twice[0],
                number=len(rows),
                row=rows[0],
                other_row=rows[1],
            )
        )


def _polygons(name: str, geometry: geopandas.GeoSeries) -> tuple[NDArray[Any], int]:
    shapes = np.array(geometry.array, dtype=object)
    shapes[shapely.is_missing(shapes)] = shapely.Polygon()
    _check_types(name, shapes)
    shapes = shapely.force_2d(shapes)
    crossing = ~shapely.is_valid(shapes)
    kinds = shapely.get_type_id(shapes)
    mended = np.flatnonzero(crossing | (kinds == shapely.GeometryType.GEOMETRYCOLLECTION))
    for at in mended:
        shapes[at] = only_polygons(shapely.make_valid(shapes[at]))
    return shapes, int(crossing.sum())


def _check_types(name: str, shapes: NDArray[Any]) -> None:
    found = Counter(shape.geom_type for shape in shapes if not shape.is_empty)
    wrong = {kind: count for kind, count in found.items() if kind not in _AREA_TYPES}
    if wrong:
        said = " and ".join(_TYPE_COUNTS.get(kind, _other_shapes)(count) for kind, count in wrong.items())
        raise FileUnusableError(
            tr(
                "{name}: it holds {said}. Expected outlines of areas (polygons) only. Export the layer of "
                "boundaries, not the one of points or lines.",
                name=name,
                said=said,
            )
        )


_AREA_TYPES = frozenset({"Polygon", "MultiPolygon", "GeometryCollection"})
_TYPE_COUNTS: dict[str, Callable[[int], str]] = {
    "Point": lambda number: tr_count("{number} point", "{number} points", number),
    "MultiPoint": lambda number: tr_count("{number} group of points", "{number} groups of points", number),
    "LineString": lambda number: tr_count("{number} line", "{number} lines", number),
    "LinearRing": lambda number: tr_count("{number} line", "{number} lines", number),
    "MultiLineString": lambda number: tr_count("{number} group of lines", "{number} groups of lines", number),
}


def _other_shapes(number: int) -> str:
    return tr_count("{number} other shape", "{number} other shapes", number)


def only_polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygon parts of a shape; lines and points that a repair left over are not area."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.geom_type == "Polygon"]
    if not parts:
        return shapely.Polygon()
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _say_empty(name: str, codes: Sequence[str], names: Sequence[str], kept: NDArray[np.bool_]) -> list[Problem]:
    return [
        Problem(
            row + 1,
            f"{name}: outline",
            tr("{name} ({code}) has no outline", name=names[row], code=codes[row]),
            tr("a polygon"),
            tr("This area was left out. Export it again with its shape."),
        )
        for row in np.flatnonzero(~kept).tolist()
    ]


def _say_repaired(name: str, crossing: int, total: int) -> list[Problem]:
    if not crossing:
        return []
    return [
        Problem(
            0,
            f"{name}: outlines",
            tr("{crossing} of {total} outlines cross themselves", crossing=crossing, total=total),
            tr("outlines that do not cross themselves"),
            tr("We repaired {crossing}. Nothing to do, unless an area looks wrong on the map.", crossing=crossing),
        )
    ]


def _frame(codes: NDArray[Any], names: NDArray[Any], shapes: NDArray[Any]) -> geopandas.GeoDataFrame:
    points = centres(shapes)
    data = {
        "area_id": codes,
        "name": np.where(names == "", codes, names),
        "lon": shapely.get_x(points),
        "lat": shapely.get_y(points),
        "origin_kind": OriginKind.CENTROID.value,
    }
    frame = geopandas.GeoDataFrame(data, geometry=shapes, crs=WGS84)
    return frame.astype(AREAS.dtypes)[AREAS.column_names]


def centres(shapes: NDArray[Any]) -> NDArray[Any]:
    """Return the centre of each area, or another point inside where the centre lies outside (a crescent)."""
    points = shapely.centroid(shapes)
    outside = ~shapely.intersects(shapes, points)
    points[outside] = shapely.point_on_surface(shapes[outside])
    return np.asarray(points)


def area_of_points(areas: geopandas.GeoDataFrame, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.object_]:
    """Return the code of the area that holds each point, "" for none; on a shared edge the first in order.

    Parameters
    ----------
    areas
        Schema AREAS.
    lon, lat
        Degrees, one entry a point; not-a-number lies in no area.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    found = np.full(len(lon), "", dtype=object)
    usable = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if not len(areas) or not len(usable):
        return found
    tree = shapely.STRtree(np.asarray(areas.geometry.array, dtype=object))
    point, area = tree.query(shapely.points(lon[usable], lat[usable]), predicate="intersects")
    order = np.lexsort((area, point))
    first = order[np.unique(point[order], return_index=True)[1]]
    found[usable[point[first]]] = areas["area_id"].to_numpy(dtype=object)[area[first]]
    return found
