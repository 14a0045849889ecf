"""Layers of GeoJSON, GeoPackage and Shapefile: read through GDAL, in WGS84, with every fault as a plain sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError
from assetmap.model.place import WGS84

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
        raise FileUnusableError(f"{path.name}: there is no layer in it. Expected one. Export it again.")
    if wanted and wanted not in layers:
        raise OptionError(f"{path.name}: there is no layer '{wanted}'. It has: {', '.join(layers)}. Name one of these.")
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
    check_counts(name, int(info["features"]), len(info["fields"]), settings)
    frame = _asked(pyogrio.read_dataframe, path, name, layer=layer, datetime_as_string=True)
    if not isinstance(frame, geopandas.GeoDataFrame):
        raise FileUnusableError(
            f"{name}: it has no shapes or points, only a table. Expected a map layer. Export the layer with its shapes."
        )
    frame.attrs[DESCRIPTION] = str((info.get("layer_metadata") or {}).get("DESCRIPTION", ""))
    return frame


def check_counts(name: str, rows: int, columns: int, settings: Settings) -> None:
    """Refuse a table of more rows or columns than the limits."""
    if rows > settings.max_rows:
        raise FileUnusableError(
            f"{name}: it has more than {settings.max_rows:,} rows. Expected at most that many. Split the file."
        )
    if columns > settings.max_columns:
        raise FileUnusableError(
            f"{name}: it has {columns:,} columns. Expected at most {settings.max_columns:,}. "
            "Keep only the columns you need."
        )


def _asked(call: Any, path: Path | str, name: Path | str, **options: Any) -> Any:  # noqa: ANN401 - pyogrio is untyped
    try:
        return call(path, **options)
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        raise FileUnusableError(
            f"{Path(name).name}: the map data cannot be read. Expected a whole GeoJSON, GeoPackage or Shapefile. "
            "It may be damaged or cut short: download or export it again."
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
