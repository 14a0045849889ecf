"""A made-up place whose files are scanned: patches, groups and patches by groups, with small counts in each of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import who_came
from people_place import NOW, settings, write_csv

from assetmap.services import patches, workspace
from assetmap.services.workspace import Place, PlaceParts

NAME, POSTCODE, POINT = "Canaria Jonesova", "ZX9 9QZ", (-3.4951234, 52.3061234)
SIDE, CORNER = 0.02, (-3.5, 52.3)
PATCHES = {"W01000001": "Llan", "W01000002": "Llan", "W01000003": "Bryn", "W01000004": "Maes", "W01000005": "Nant",
           "W01000006": "Pont"}  # fmt: skip
AREAS = list(PATCHES)
POSTCODES = [f"XX1 1A{letter}" for letter in "ABDEFG"]
CROSSED, BESIDE = "disability", "age_band"
SAYS = ("yes", "no", "")
EXACT = {"Llan": (24, 18, 3), "Bryn": (4, 31, 5), "Maes": (10, 1, 0), "Nant": (6, 8, 0), "Pont": (2, 5, 0)}
"""People of each patch by what they say to being disabled; of Maes the figures themselves would tell who does not."""
AGES = ("16-24", "35-49", "50-64")
OLDER = ("85+", 4)
"""So many people of each patch are of this age, the first who came; the others are of all the others in turn."""
PERIOD = {"from_": "2026-01-01", "to": "2026-02-28"}


def make_place(home: Path, folder: Path) -> Place:
    """Make the place and bring in who came: somebody with a name and postcode of her own, staff, and some unplaced."""
    folder.mkdir(exist_ok=True)
    parts = PlaceParts(areas=_areas(folder), population=_population(folder), postcodes=(_postcodes(folder),))
    workspace.create_place(settings(home), "Exports", parts, now=NOW)
    place = workspace.open_place(settings(home), "Exports")
    patches.save(place, PATCHES)
    keep = {CROSSED: "to see gaps", BESIDE: "to see gaps"}
    head = "event,date,role,person,postcode,meant for,disability,age band,name"
    who_came.bring_rows(place, folder / "came", head, list(_rows()), keep=keep)
    return place


def _rows() -> Iterator[str]:
    """One row a person; the first of Llan is the one whose name, postcode and point are looked for."""
    for patch, says in EXACT.items():
        codes = [number for number, code in enumerate(AREAS) if PATCHES[code] == patch]
        answers = [said for said, number in zip(SAYS, says, strict=True) for _ in range(number)]
        for number, said in enumerate(answers):
            first = patch == "Llan" and not number
            who, where = (NAME, POSTCODE) if first else (f"p {patch} {number}", POSTCODES[codes[number % len(codes)]])
            age = OLDER[0] if number < OLDER[1] and patch == "Llan" else AGES[number % len(AGES)]
            yield f"Lunch,02/02/2026,resident,{who},{where},everyone,{said},{age},{who}"
    yield f"Lunch,02/02/2026,staff,s 1,{POSTCODE},everyone,,,x"
    yield from (f"Lunch,02/02/2026,carer,c {number},,everyone,,,x" for number in range(3))


def _areas(folder: Path) -> Path:
    features = []
    for number, code in enumerate(AREAS):
        x, y = CORNER[0] + SIDE * number, CORNER[1]
        ring = [[x, y], [x + SIDE, y], [x + SIDE, y + SIDE], [x, y + SIDE], [x, y]]
        features.append(
            {
                "type": "Feature",
                "properties": {"LSOA21CD": code, "LSOA21NM": f"Area {number + 1}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def _population(folder: Path) -> tuple[Path, ...]:
    disability = ["lsoa21_code,disability,n,total_residents"]
    ages = ["lsoa21_code,total_population,0-15,16-24,25-34,35-49,50-64,65-84,85+"]
    for code in AREAS:
        disability += [f"{code},Disabled under the Equality Act,300,1000"]
        disability += [f"{code},Not disabled under the Equality Act,700,1000"]
        ages.append(f"{code},1000,150,150,150,200,200,100,50")
    return write_csv(folder / "disability.csv", *disability), write_csv(folder / "age.csv", *ages)


def _postcodes(folder: Path) -> Path:
    lines = [
        f"{postcode},{CORNER[1] + SIDE / 2},{CORNER[0] + SIDE * (n + 0.5)}" for n, postcode in enumerate(POSTCODES)
    ]
    return write_csv(folder / "postcodes.csv", "pcds,lat,long", *lines, f"{POSTCODE},{POINT[1]},{POINT[0]}")
