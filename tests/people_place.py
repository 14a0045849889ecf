"""A small made-up place for tests about people: four square areas, counts by disability and age, postcodes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from street_maker import write_extract

from assetmap.config import Settings
from assetmap.services import workspace
from assetmap.services.workspace import Place, PlaceParts

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
SIDE = 0.02
CORNER = (-3.5, 52.3)
AREAS = {"W01000001": "Llan", "W01000002": "Cwm", "W01000003": "Bryn", "W01000004": "Pentre"}
RESIDENTS = {"W01000001": 2000, "W01000002": 1000, "W01000003": 600, "W01000004": 400}
DISABLED = {"W01000001": 300, "W01000002": 300, "W01000003": 100, "W01000004": 100}
OVER_65 = {"W01000001": 200, "W01000002": 400, "W01000003": 150, "W01000004": 50}
POSTCODES = {"XX1 1AA": "W01000001", "XX1 1AB": "W01000002", "XX1 1AD": "W01000003", "XX1 1AE": "W01000004"}
OUTSIDE_POSTCODE = "XX9 9ZZ"


def settings(home: Path) -> Settings:
    """Return settings for an ASSETMAP_HOME of the test's own."""
    return Settings(home=home)


def make_place(home: Path, folder: Path, *, population: bool = True) -> Place:
    """Make the place, with or without its counts, and open it."""
    folder.mkdir(exist_ok=True)
    parts = PlaceParts(
        areas=_areas(folder),
        population=_population(folder) if population else (),
        postcodes=(_postcodes(folder),),
    )
    workspace.create_place(settings(home), "Four", parts, now=NOW)
    return workspace.open_place(settings(home), "Four")


def make_streets_place(home: Path, folder: Path, *, postcodes: bool) -> Place:
    """Make a place of streets without areas, with postcodes or without, and open it."""
    folder.mkdir(exist_ok=True)
    streets = write_extract(folder / "town.osm.pbf", {1: (0, 0), 2: (300, 0)}, [({"highway": "residential"}, (1, 2))])
    parts = PlaceParts(streets=streets, postcodes=(_postcodes(folder),) if postcodes else ())
    workspace.create_place(settings(home), "Streets", parts, now=NOW)
    return workspace.open_place(settings(home), "Streets")


def write_csv(path: Path, *lines: str) -> Path:
    """Write lines as a CSV file and return its path."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _corner(number: int) -> tuple[float, float]:
    return CORNER[0] + SIDE * (number % 2), CORNER[1] + SIDE * (number // 2)


def _areas(folder: Path) -> Path:
    features = []
    for number, (code, name) in enumerate(AREAS.items()):
        x, y = _corner(number)
        ring = [[x, y], [x + SIDE, y], [x + SIDE, y + SIDE], [x, y + SIDE], [x, y]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"LSOA21CD": code, "LSOA21NM": name}, "geometry": geometry})
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _population(folder: Path) -> tuple[Path, ...]:
    disability = ["lsoa21_code,disability,n,total_residents"]
    ages = ["lsoa21_code,total_population,0-15,16-64,65-84,85+"]
    for code, people in RESIDENTS.items():
        disability.append(f"{code},Disabled under the Equality Act,{DISABLED[code]},{people}")
        disability.append(f"{code},Not disabled under the Equality Act,{people - DISABLED[code]},{people}")
        older = OVER_65[code]
        ages.append(f"{code},{people},{people // 5},{people - people // 5 - older},{older - 20},20")
    return write_csv(folder / "disability.csv", *disability), write_csv(folder / "age.csv", *ages)


def _postcodes(folder: Path) -> Path:
    lines = ["pcds,lat,long"]
    for number, postcode in enumerate(POSTCODES):
        x, y = _corner(number)
        lines.append(f"{postcode},{y + SIDE / 2},{x + SIDE / 2}")
    lines.append(f"{OUTSIDE_POSTCODE},{CORNER[1] + 10 * SIDE},{CORNER[0]}")
    return write_csv(folder / "postcodes.csv", *lines)
