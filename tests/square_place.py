"""A place for tests of the register: one square area, Z1, with two postcodes, and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from assetmap.config import Settings
from assetmap.model.asset import Asset
from assetmap.model.imports import ImportAnswer
from assetmap.services import ingest, workspace
from assetmap.services.ingest import AssetImport
from assetmap.services.workspace import Place, PlaceParts

NOW = dt.datetime(2026, 3, 31, 12, 0, tzinfo=dt.UTC)
NAME = "Square"
POSTCODES = "postcode,longitude,latitude\nXX1 1AA,-3.0,51.6\nXX1 1AB,-3.01,51.61\n"


def make_square(home: Path) -> Place:
    """Return a fresh square place in a home folder that does not exist yet."""
    shutil.copytree(_template(), home)
    return workspace.open_place(Settings(home=home), NAME)


def bring_in(place: Place, rows: list[list[str]], name: str = "halls.csv", **options: Any) -> ImportAnswer:
    """Write rows to a CSV file of some name beside the place, and import it."""
    path = place.folder.parent / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return ingest.import_assets(place, AssetImport(path=path, **options), now=NOW, who="Ann")


def all_assets(place: Place) -> list[Asset]:
    """Return all assets of a place."""
    store = workspace.open_register(place)
    try:
        return store.assets()
    finally:
        store.close()


def names(place: Place) -> list[str]:
    """Return the names of all assets, in order."""
    return sorted(asset.text("name") for asset in all_assets(place))


def area_file(path: Path, west: float, south: float, east: float, north: float) -> Path:
    """Write a GeoJSON of one box, area Z1."""
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    feature = {
        "type": "Feature",
        "properties": {"code": "Z1", "name": "Square"},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path


@cache
def _template() -> Path:
    """Make the place once; every test gets a copy."""
    folder = Path(mkdtemp(prefix="assetmap-square-"))
    areas = area_file(folder / "areas.geojson", -3.1, 51.5, -2.9, 51.7)
    postcodes = folder / "postcodes.csv"
    postcodes.write_text(POSTCODES, encoding="utf-8")
    parts = PlaceParts(areas=areas, postcodes=(postcodes,))
    settings = Settings(home=folder / "home")
    workspace.create_place(settings, NAME, parts, now=NOW)
    workspace.open_register(workspace.open_place(settings, NAME)).close()
    return settings.home
