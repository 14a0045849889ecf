"""Files of a small place drawn on paper: two areas, streets in the first only, one street that nothing joins."""

from __future__ import annotations

import datetime as dt
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import geopandas
from shapely.geometry import box
from street_maker import degrees, write_extract

from assetmap.services import on_the_record
from assetmap.services.workspace import Place, PlaceParts

# Two areas side by side, 1 km wide; streets in the first only. A street of 600 m, and one of 200 m that nothing joins.
POINTS = {1: (100.0, 500.0), 2: (400.0, 500.0), 3: (700.0, 500.0), 4: (100.0, 900.0), 5: (300.0, 900.0)}
WAYS = [({"highway": "residential"}, [1, 2, 3]), ({"highway": "footway"}, [4, 5])]
LIBRARY = {2: {"amenity": "library", "name": "Bont Library"}}
POSTCODES = {"AB1 1AA": (200, 400), "AB1 1AB": (300, 400), "AB1 1AC": (2600, 100), "AB1 1AD": (9000, 0)}
PEOPLE = """lsoa21_code,disability,n,total_residents
W01000001,yes,30,100
W01000001,no,70,100
W01000002,yes,10,50
W01000002,no,40,50
"""


def write_text(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def make_files(folder: Path) -> Path:
    """Write the files of the place: areas, people, postcodes, points, streets."""
    shutil.copytree(_template(), folder)
    return folder


@cache
def _template() -> Path:
    """Make the files once; every test gets a copy."""
    folder = Path(mkdtemp(prefix="assetmap-small-"))
    shapes = [box(*degrees(left, 0), *degrees(left + 1000, 1000)) for left in (0, 2500)]
    columns = {"LSOA21CD": ["W01000001", "W01000002"], "LSOA21NM": ["Bont", "Dre"]}
    geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326").to_file(folder / "areas.geojson")
    write_text(folder, "people.csv", PEOPLE)
    points = {name: degrees(*place) for name, place in POSTCODES.items()}
    rows = [f"{name},{lon},{lat}\n" for name, (lon, lat) in points.items()]
    write_text(folder, "postcodes.csv", "postcode,lon,lat\n" + "".join(rows))
    lon, lat = degrees(400, 450)
    write_text(folder, "points.csv", f"lon,lat,code\n{lon},{lat},W01000001\n")
    write_extract(folder / "streets.osm.pbf", POINTS, WAYS, node_tags=LIBRARY)
    return folder


def whole(files: Path) -> PlaceParts:
    """Return all parts of the place."""
    return PlaceParts(
        areas=files / "areas.geojson",
        population=(files / "people.csv",),
        points=files / "points.csv",
        postcodes=(files / "postcodes.csv",),
        streets=files / "streets.osm.pbf",
    )


RECORD = {
    "keeper": "Bont Council (made up)",
    "contact": "1 High Street, Bont",
    "purpose": "To see which villages our meetings have not reached.",
    "basis": "public_task",
    "condition": "public_interest",
    "complain_to": "The data protection officer, 1 High Street, Bont",
}


def fill_record(place: Place) -> Place:
    """Say who keeps a place's records of people, and why: then characteristics may be kept."""
    on_the_record.save_record(place, RECORD, now=dt.datetime(2026, 3, 1, tzinfo=dt.UTC), who="tester")
    return place


def left_behind(home: Path) -> list[Path]:
    """Return everything in a home folder."""
    return sorted(home.rglob("*")) if home.exists() else []
