"""Outlines that somebody drew on a map: polygons with their properties, in WGS84."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import shapely
from pyproj.exceptions import ProjError

from assetmap.adapters import geo_layers
from assetmap.adapters.file_checks import check_file
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.file_kind import FileKind
from assetmap.model.place import WGS84

DRAWN_KINDS = frozenset({FileKind.GEOJSON, FileKind.GEOPACKAGE})


def read_outlines(path: Path, *, settings: Settings) -> geopandas.GeoDataFrame:
    """Return the outlines of a GeoJSON or GeoPackage, one row each, in the file's order.

    An outline that crosses itself is repaired: what it goes round is what was meant.

    Raises
    ------
    FileUnusableError
        The file is of another kind, cannot be read, says not where it lies, or holds something else than outlines.
    """
    check_file(path, wanted=DRAWN_KINDS, settings=settings)
    layer_name, _ = geo_layers.choose_layer(path, "")
    layer = geo_layers.read_layer(path, layer_name, name=path.name, settings=settings)
    shapes = np.asarray(layer.geometry.array, dtype=object)
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    wrong = np.flatnonzero(missing | ~np.isin(shapely.get_type_id(shapes), _POLYGONS))
    if len(wrong) or not len(shapes):
        raise FileUnusableError(
            tr(
                "{file}: {wrong} of {total} shapes are no outlines (first: shape {first}). Expected polygons "
                "alone. Take the others out, and export it again.",
                file=path.name,
                wrong=len(wrong),
                total=len(shapes),
                first=int(wrong[0]) + 1 if len(wrong) else 0,
            )
        )
    try:
        degrees = layer.to_crs(WGS84)
    except (ProjError, RuntimeError, ValueError) as error:
        raise FileUnusableError(
            tr(
                "{file}: its coordinates cannot be turned into longitude and latitude. Expected a usual "
                "coordinate reference system. Export it again as WGS 84.",
                file=path.name,
            )
        ) from error
    return degrees.assign(geometry=shapely.make_valid(np.asarray(degrees.geometry.array, dtype=object)))


_POLYGONS = (int(shapely.GeometryType.POLYGON), int(shapely.GeometryType.MULTIPOLYGON))
