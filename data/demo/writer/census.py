"""Counts of people and households by area, in the layouts of census files, a little out of step as real ones are."""

from __future__ import annotations

from pathlib import Path
from random import Random

from .files import write_csv
from .ground import dice
from .places import HALF_PATCH, ISLAND, TOWN, Area, list_areas

AGE_BANDS = (*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+")
_AGE_RURAL = (38, 43, 47, 46, 36, 38, 42, 45, 48, 53, 66, 76, 80, 84, 90, 78, 53, 30, 17)
_AGE_TOWN = (55, 58, 58, 56, 55, 62, 64, 62, 60, 58, 62, 64, 62, 56, 52, 44, 32, 21, 13)
ETHNIC_GROUPS = (
    ("Asian, Asian British or Asian Welsh", 0.021), ("Black, Black British, Black Welsh, Caribbean or African", 0.009),
    ("Mixed or Multiple ethnic groups", 0.013), ("Other ethnic group", 0.006), ("White", 0.951),
)  # fmt: skip
DISABLED = "Disabled under the Equality Act"
NOT_DISABLED = "Not disabled under the Equality Act"
_CARS_RURAL = (0.10, 0.41, 0.34, 0.15)
_CARS_TOWN = (0.25, 0.45, 0.23, 0.07)
CAR_WORDS = (
    "No cars or vans in household", "1 car or van in household", "2 cars or vans in household",
    "3 or more cars or vans in household",
)  # fmt: skip
PEOPLE_A_HOUSEHOLD = 2.2


def write_population(folder: Path) -> None:
    """Write the four tables of counts."""
    areas = list_areas()
    _write_age(folder / "population_age.csv", areas)
    _write_ethnic_group(folder / "population_ethnic_group.csv", areas)
    _write_disability(folder / "population_disability.csv", areas)
    _write_cars(folder / "cars.csv", areas)


def draw_counts(roll: Random, total: int, shares: list[float]) -> list[int]:
    """Share a total out by chance."""
    counts = [0] * len(shares)
    for index in roll.choices(range(len(shares)), weights=shares, k=total):
        counts[index] += 1
    return counts


def _write_age(path: Path, areas: list[Area]) -> None:
    roll = dice("age")
    rows = []
    for area in areas:
        shares = [float(weight) for weight in (_AGE_TOWN if area.settlement == TOWN.name else _AGE_RURAL)]
        counts = draw_counts(roll, area.residents, shares)
        rows.append((area.code, area.name, area.residents, *counts))
    write_csv(path, ("area_code", "area_name", "total_population", *AGE_BANDS), rows)


def _perturbed(roll: Random, area: Area) -> int:
    """Return the residents as another table has them: each census table is changed a little to protect people."""
    return area.residents + roll.randint(-2, 2)


def _write_ethnic_group(path: Path, areas: list[Area]) -> None:
    roll = dice("ethnic group")
    rows = []
    for area in areas:
        total = _perturbed(roll, area)
        counts = draw_counts(roll, total, [share for _, share in ETHNIC_GROUPS])
        rows += [(area.code, total, group, n) for (group, _), n in zip(ETHNIC_GROUPS, counts, strict=True)]
    write_csv(path, ("area_code", "total_residents", "ethnic_group", "n"), rows)


def _write_disability(path: Path, areas: list[Area]) -> None:
    roll = dice("disability")
    rows = []
    for area in areas:
        total = _perturbed(roll, area)
        share = 0.27 if area.patch == HALF_PATCH else 0.22
        counts = draw_counts(roll, total, [share, 1 - share])
        rows += [(area.code, word, n, total) for word, n in zip((DISABLED, NOT_DISABLED), counts, strict=True)]
    write_csv(path, ("area_code", "disability", "n", "total_residents"), rows)


def _write_cars(path: Path, areas: list[Area]) -> None:
    roll = dice("cars")
    rows = []
    for area in areas:
        total = round(area.residents / PEOPLE_A_HOUSEHOLD)
        few = area.settlement in (TOWN.name, ISLAND.name) or area.patch == HALF_PATCH
        counts = draw_counts(roll, total, list(_CARS_TOWN if few else _CARS_RURAL))
        rows += [(area.code, total, word, n) for word, n in zip(CAR_WORDS, counts, strict=True)]
    write_csv(path, ("area_code", "total_households", "cars", "n"), rows)
