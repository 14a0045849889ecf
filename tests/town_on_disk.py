"""The hand-drawn town as a place made from its own files: streets, areas, postcodes, its timetable.

Streets are those of ``town.py``, as OpenStreetMap would write them; vehicles those of ``timetable_town.py``. Postcodes,
10 m beside their street where a street runs there, so that walks take no whole number of seconds::

    TW1 1AA  Mill       -10,    0    TW2 1AA  Top     -10, 3200    TW3 1AA  Far End  710,   100
    TW1 1AB  Well        90,  100    TW2 1AB  Upper   -10, 3000    TW3 1AB  Cut Off 1110,   100
    TW1 1AC  School     200,  -10    TW2 1AC  Lane    -10, 1700    TW4 1AA  Island    50, -1990

Areas: Town, the Hill (Top, Upper, Lane), East, the Island, and the Farm, which has no postcodes and lies 900 m off the
streets. The Hall's door is at 140, 219: 19 m from North Road, 14.25 seconds, told as 15.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import geopandas
import osmium
import timetable_town
import town
from shapely.geometry import box

from assetmap.config import Settings
from assetmap.services import workspace
from assetmap.services.workspace import Place, PlaceParts

HALL = (140.0, 219.0)
POSTCODES: dict[str, tuple[str, float, float]] = {
    "Mill": ("TW1 1AA", -10, 0), "Well": ("TW1 1AB", 90, 100), "School": ("TW1 1AC", 200, -10),
    "Top": ("TW2 1AA", -10, 3200), "Upper": ("TW2 1AB", -10, 3000), "Lane": ("TW2 1AC", -10, 1700),
    "Far End": ("TW3 1AA", 710, 100), "Cut Off": ("TW3 1AB", 1110, 100), "Island": ("TW4 1AA", 50, -1990),
}  # fmt: skip
AREAS: dict[str, tuple[str, tuple[float, float, float, float]]] = {
    "W01000001": ("Town", (-100, -100, 450, 600)), "W01000002": ("Hill", (-100, 1600, 100, 3300)),
    "W01000003": ("East", (600, -100, 1200, 600)), "W01000004": ("Island", (-50, -2100, 150, -1900)),
    "W01000005": ("Farm", (-950, 50, -850, 150)),
}  # fmt: skip
RECORDED = {"surface": "asphalt", "smoothness": "good", "sidewalk": "both"}
"""What makes a street proven step-free."""
NOW = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)


def hall_text() -> str:
    """Return the Hall's door as --venue has it."""
    lon, lat = town.lon_lat(*HALL)
    return f"{lat:.7f},{lon:.7f}"


def write_streets(path: Path, *, recorded: bool = False) -> Path:
    """Write the streets as an extract of OpenStreetMap; where they are recorded, all but steps are step-free."""
    with osmium.SimpleWriter(str(path)) as writer:
        for number, point in sorted(town.NODES.items()):
            writer.add_node(osmium.osm.mutable.Node(id=number, location=town.lon_lat(*point)))
        for number, street in enumerate(town.STREETS, start=1):
            tags = {"highway": street.kind, "name": street.name}
            if street.kind not in {"steps", "footway"}:
                tags |= {"maxspeed": f"{street.limit_kmh:g}"}
            if street.drive == (True, False):
                tags |= {"oneway": "yes"}
            if recorded and street.kind != "primary":
                tags |= RECORDED
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=list(street.nodes), tags=tags))
    return path


def write_areas(path: Path) -> Path:
    """Write the areas, rectangles of the drawing."""
    shapes = [box(*town.lon_lat(*edges[:2]), *town.lon_lat(*edges[2:])) for _, edges in AREAS.values()]
    columns = {"LSOA21CD": list(AREAS), "LSOA21NM": [name for name, _ in AREAS.values()]}
    geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_file(path)
    return path


def write_postcodes(path: Path) -> Path:
    """Write the postcodes with their degrees."""
    rows = ["postcode,lon,lat"]
    for code, x, y in POSTCODES.values():
        lon, lat = town.lon_lat(x, y)
        rows.append(f"{code},{lon:.7f},{lat:.7f}")
    path.write_text("\n".join([*rows, ""]), encoding="utf-8")
    return path


def town_parts(folder: Path, *, recorded: bool = False, files: Mapping[str, str] | None = None) -> PlaceParts:
    """Write all files of the place; ``files`` are changed files of the timetable, without ``.txt``."""
    folder.mkdir(parents=True, exist_ok=True)
    return PlaceParts(
        areas=write_areas(folder / "areas.geojson"),
        postcodes=(write_postcodes(folder / "postcodes.csv"),),
        streets=write_streets(folder / "streets.osm.pbf", recorded=recorded),
        timetables=(timetable_town.write_timetable(folder, **dict(files or {})),),
    )


def make_town(folder: Path, *, recorded: bool = False, files: Mapping[str, str] | None = None) -> Place:
    """Make the place and open it."""
    settings = Settings(home=folder / "home")
    workspace.create_place(settings, "Town", town_parts(folder / "files", recorded=recorded, files=files), now=NOW)
    return workspace.open_place(settings, "Town")
