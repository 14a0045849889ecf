"""Layers of GeoJSON, GeoPackage and Shapefile: read through GDAL, in WGS84, with every fault as a plain sentence."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from assetmap.adapters.file_checks import refuse_topojson
from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError
from assetmap.messages import tr
from assetmap.model.place import WGS84

SHOWN_LETTERS = 40
DESCRIPTION = "description"
"""Key of a layer's ``attrs``: what the file says about itself, such as that it is made up."""


def list_layers(path: Path | str) -> list[str]:
    """Return the names of the layers in a file, in its order."""
    return [str(name) for name, _ in _asked(pyogrio.list_layers, path, path)]


def choose_layer(path: Path, wanted: str) -> tuple[str, tuple[str, ...]]:
    """Return the layer to read and the names of the others.

    Raises
    ------
    OptionError
        A layer was named that is not there.
    """
    layers = list_layers(path)
    if not layers:
        raise FileUnusableError(tr("{file}: there is no layer in it. Expected one. Export it again.", file=path.name))
    if wanted and wanted not in layers:
        raise OptionError(
            tr(
                "{file}: there is no layer '{wanted}'. It has: {layers}. Name one of these.",
                file=path.name,
                wanted=wanted,
                layers=", ".join(layers),
            )
        )
    chosen = wanted or layers[0]
    return chosen, tuple(layer for layer in layers if layer != chosen)


def read_layer(path: Path | str, layer: str, *, name: str, settings: Settings) -> geopandas.GeoDataFrame:
    """Return one layer as it is, in its own coordinates.

    Raises
    ------
    FileUnusableError
        It cannot be read, or has more rows or columns than the limits.
    """
    info = _asked(pyogrio.read_info, path, name, layer=layer, force_feature_count=True)
    if info.get("driver") == "TopoJSON":
        raise refuse_topojson(name)
    check_counts(name, int(info["features"]), len(info["fields"]), settings)
    frame = _asked(pyogrio.read_dataframe, path, name, layer=layer, datetime_as_string=True)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise FileUnusableError(
            tr(
                "{name}: it has no shapes or points, only a table. Expected a map layer. Export the layer "
                "with its shapes.",
                name=name,
            )
        )
    frame.attrs[DESCRIPTION] = str((info.get("layer_metadata") or {}).get("DESCRIPTION", ""))
    return frame


def check_counts(name: str, rows: int, columns: int, settings: Settings) -> None:
    """Refuse a table of more rows or columns than the limits."""
    if rows > settings.max_rows:
        raise FileUnusableError(
            tr(
                "{name}: it has more than {max_rows:,} rows. Expected at most that many. Split the file.",
                name=name,
                max_rows=settings.max_rows,
            )
        )
    if columns > settings.max_columns:
        raise FileUnusableError(
            tr(
                "{name}: it has {columns:,} columns. Expected at most {max_columns:,}. Keep only the columns you need.",
                name=name,
                columns=columns,
                max_columns=settings.max_columns,
            )
        )


def _asked(call: Any, path: Path | str, name: Path | str, **options: Any) -> Any:  # noqa: ANN401 - pyogrio is untyped
    try:
        with warnings.catch_warnings():
            # A shape that cannot be read comes back empty, and is told with its row by whoever needs it.
            warnings.simplefilter("ignore", RuntimeWarning)
            return call(path, **options)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        raise FileUnusableError(
            tr(
                "{name}: the map data cannot be read. Expected a whole GeoJSON, GeoPackage or Shapefile. It "
                "may be damaged, cut short, or JSON of another kind: download or export it again.",
                name=Path(name).name,
            )
        ) from error


def as_rows(frame: geopandas.GeoDataFrame) -> pd.DataFrame:
    """Return a layer's properties as text, with 'longitude' and 'latitude' of a point inside each shape.

    Blank is the empty text; a row without a shape has blank coordinates. Rows count from 1.
    """
    properties = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    rows = pd.DataFrame({name: _texts(properties[name]) for name in properties.columns}, dtype="str")
    rows.index = pd.RangeIndex(1, len(frame) + 1)
    points = points_inside(frame.geometry)
    for name, values in (("longitude", points.x), ("latitude", points.y)):
        if name not in {str(column).strip().casefold() for column in rows.columns}:
            rows[name] = _texts(values)
    return rows


def name_unread_points(rows: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return rows of a GeoJSON file with what is written where a point could not be read, so that it is told.

    Numbers between quotation marks are numbers all the same. Anything else stands as written in the cells of
    longitude and latitude, where no number is found in it.
    """
    blank = (rows["longitude"] == "") & (rows["latitude"] == "")
    features = _features(path) if blank.any() else []
    if len(features) != len(rows):
        return rows
    cells = pd.DataFrame([_written(feature) for feature in features], index=rows.index, dtype="str")
    named = rows.copy()
    for at, name in enumerate(("longitude", "latitude")):
        named[name] = rows[name].where(~blank, cells[at])
    return named


def _features(path: Path) -> list[Any]:
    try:
        return list(json.loads(path.read_text(encoding="utf-8-sig"))["features"])
    except (ValueError, KeyError, TypeError):
        return []


def _written(feature: Any) -> tuple[str, str]:  # noqa: ANN401 - whatever stands in the file
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return "", ""
    place = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(place, list) and len(place) > 1:
        return _shown(place[0]), _shown(place[1])
    text = f"{_shown(geometry.get('type'))} {_shown(place)}"
    return text, text


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{text[:SHOWN_LETTERS]}..." if len(text) > SHOWN_LETTERS else text or '""'


def points_inside(shapes: geopandas.GeoSeries) -> geopandas.GeoSeries:
    """Return a point inside each shape, in WGS84; shapes without coordinates known to be elsewhere count as WGS84."""
    inside = shapes.representative_point()
    return inside if inside.crs is None else inside.to_crs(WGS84)


def _texts(values: pd.Series[Any]) -> list[str]:
    return [_text(value) for value in values.tolist()]


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number is the only value unlike itself
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value).strip()
