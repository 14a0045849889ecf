"""Who lives where: postcodes at houses along the streets, with their residents, in each small area."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import as_csv, write_csv, write_json
from .ground import House, Point, dice, nearest, tile, to_degrees
from .places import COAST, DISTRICT, ISLAND, ISLAND_COAST, MADE_UP, TOWN, Area, list_areas

RESIDENTS_A_POSTCODE = 15.5
LANE_WEIGHT = 0.06
"""How much likelier a home is on a lane than on a settlement's street."""
_UNIT_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""Royal Mail leaves C, I, K, M, O and V out of the last two letters; its area letters never are ZZ."""


@dataclass(frozen=True)
class Postcode:
    """A postcode: where it lies, in which area and street, how many live there."""

    code: str
    area: Area
    point: Point
    street: str
    residents: int


def settle(houses: list[House]) -> list[Postcode]:
    """Give each area its postcodes, at houses that lie in it."""
    areas = list_areas()
    by_area: dict[str, list[House]] = {area.code: [] for area in areas}
    for house in houses:
        by_area[_area_at(house.point, areas).code].append(house)
    return [row for index, area in enumerate(areas) for row in _postcodes(index, area, by_area[area.code])]


def _area_at(point: Point, areas: list[Area]) -> Area:
    """Return the area whose seed is nearest, on the island or on the mainland."""
    on_island = point[0] > 282500
    near = [area for area in areas if (area.settlement == ISLAND.name) == on_island]
    return near[nearest(point, [area.seed for area in near])]


def _postcodes(index: int, area: Area, houses: list[House]) -> list[Postcode]:
    roll = dice(f"homes of {area.code}")
    count = round(area.residents / RESIDENTS_A_POSTCODE)
    weighted = [(roll.random() ** (1 / (1.0 if house.street.settled else LANE_WEIGHT)), house) for house in houses]
    chosen = [house for _, house in sorted(weighted, key=lambda pair: pair[0], reverse=True)[:count]]
    residents = _spread(area.residents, [roll.uniform(6, 25) for _ in chosen])
    chosen.sort(key=lambda house: (house.street.name, house.point))
    return [
        Postcode(_code(index, area, number), area, (round(house.point[0]), round(house.point[1])), house.street.name, n)
        for number, (house, n) in enumerate(zip(chosen, residents, strict=True))
    ]


def _code(index: int, area: Area, number: int) -> str:
    """Return a postcode of the invented ZZ: the district by settlement, a block of letters for each area."""
    district = 1 if area.settlement == TOWN.name else 2 + (index - 15) // 6
    letters = _UNIT_LETTERS[index % 3 * 6 + number // 15], _UNIT_LETTERS[number % 15]
    return f"ZZ{district} {index // 3 % 9 + 1}{letters[0]}{letters[1]}"


def _spread(total: int, weights: list[float]) -> list[int]:
    """Share a whole number out by weights; the rest goes one by one to the first."""
    shares = [int(total * weight / sum(weights)) for weight in weights]
    for index in range(total - sum(shares)):
        shares[index] += 1
    return shares


def write_areas(folder: Path) -> None:
    """Write the areas' polygons, which tile the mainland and the island, and the patches they belong to."""
    areas = list_areas()
    features: list[dict[str, Any]] = []
    for ring, mainland in ((COAST, True), (ISLAND_COAST, False)):
        part = [area for area in areas if (area.settlement != ISLAND.name) == mainland]
        for area, cell in zip(part, tile(list(ring), [area.seed for area in part]), strict=True):
            features.append(_feature(area, cell))
    features.sort(key=lambda feature: str(feature["properties"]["code"]))
    write_json(
        folder / "areas.geojson",
        {"type": "FeatureCollection", "name": DISTRICT, "description": MADE_UP, "features": features},
    )
    write_csv(folder / "patches.csv", ("area_code", "patch"), [(area.code, area.patch) for area in areas])


def _feature(area: Area, cell: list[Point]) -> dict[str, Any]:
    ring = [list(to_degrees(point)) for point in (*cell, cell[0])]
    return {
        "type": "Feature",
        "properties": {"code": area.code, "name": area.name, "description": "made up"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def write_postcodes(folder: Path, postcodes: list[Postcode]) -> None:
    """Write postcodes as Code-Point Open does (no header), and the areas' population-weighted centroids."""
    patches = sorted({row.area.patch for row in postcodes})
    wards = {patch: f"ZZ05{number:06d}" for number, patch in enumerate(patches, start=1)}
    lines = "".join(
        f'"{row.code}",10,{row.point[0]:.0f},{row.point[1]:.0f},"ZZ92000001","","","","","{wards[row.area.patch]}"\n'
        for row in sorted(postcodes, key=lambda row: row.code)
    )
    (folder / "postcodes.csv").write_text(lines, encoding="utf-8", newline="")
    rows = [("X", "Y", "code", "name"), *(_centroid(area, postcodes) for area in list_areas())]
    (folder / "centroids.csv").write_text(as_csv(rows), encoding="utf-8", newline="")


def _centroid(area: Area, postcodes: list[Postcode]) -> tuple[float, float, str, str]:
    """Return where an area's people are on average."""
    own = [row for row in postcodes if row.area.code == area.code]
    x, y = (sum(row.point[axis] * row.residents for row in own) / area.residents for axis in (0, 1))
    return round(x, 3), round(y, 3), area.code, area.name
