"""Made-up releases, and what a reader can prove of them by means that share nothing with the package's audit."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array

from assetmap.analysis.disclosure import ReleasedCount, release_count, release_total
from assetmap.analysis.disclosure_audit import Figure
from assetmap.analysis.release_tables import ReleasedTables, release_cross, release_groups

CROSSED = "gender"


def release_of(exact: pd.DataFrame, **others: list[int]) -> ReleasedTables:
    """Release one table of places by groups, and other characteristics of the same people."""
    counts = [int(count) for count in exact.sum(axis=1)]
    places = [release_count(count) for count in counts]
    people = release_total(sum(counts), places)
    cross = release_cross(exact, places, characteristic=CROSSED)
    groups = {
        name: release_groups(pd.Series(row, index=[f"{name} {n}" for n in range(len(row))]), people)
        for name, row in others.items()
    }
    return ReleasedTables(people, cross.places, cross, groups)


def exact_table(rows: list[list[int]]) -> pd.DataFrame:
    names = [f"place {number}" for number in range(len(rows))]
    return pd.DataFrame(rows, index=names, columns=[f"group {number}" for number in range(len(rows[0]))])


def random_release(rng: np.random.Generator, places: int, groups: int, people: int) -> ReleasedTables:
    """A village to a city: some places and groups are large, most are small; up to two other characteristics."""
    place = rng.dirichlet(np.full(places, rng.choice([0.3, 1.0, 8.0])))
    group = rng.dirichlet(np.full(groups, rng.choice([0.3, 1.0, 8.0])))
    cells = rng.multinomial(people, np.outer(place, group).ravel()).reshape(places, groups)
    others = {
        name: [int(n) for n in rng.multinomial(people, rng.dirichlet(np.full(int(rng.integers(1, 7)), 0.7)))]
        for name in ("age", "language")[: int(rng.integers(0, 3))]
    }
    return release_of(exact_table(cells.tolist()), **others)


def figures_of(tables: ReleasedTables) -> dict[Figure, ReleasedCount]:
    """Every figure of a release."""
    found = {Figure(): tables.people}
    found |= {Figure(place=place): count for place, count in tables.places.items()}
    if (cross := tables.cross) is not None:
        found |= {Figure(cross.characteristic, None, group): count for group, count in cross.margins.items()}
        for place, row in cross.rows.items():
            found |= {Figure(cross.characteristic, place, group): count for group, count in row.items()}
    for name, groups in tables.groups.items():
        found |= {Figure(name, None, group): count for group, count in groups.counts.items()}
    return found


def _sums(figures: list[Figure], tables: ReleasedTables) -> Iterator[tuple[Figure, list[Figure]]]:
    """Each figure that is a sum, and its parts."""
    yield Figure(), [one for one in figures if one.place is not None and one.characteristic is None]
    for name in ([tables.cross.characteristic] if tables.cross else []) + list(tables.groups):
        yield Figure(), [one for one in figures if one.characteristic == name and one.place is None]
    cells = [one for one in figures if one.characteristic is not None and one.place is not None]
    for place in tables.places if tables.cross else []:
        yield Figure(place=place), [one for one in cells if one.place == place]
    for group in tables.cross.margins if tables.cross else []:
        whole = Figure(cells[0].characteristic, None, group)
        yield whole, [one for one in cells if one.group == group]


class PlainProgramme:
    """One linear programme over all figures of a release, and all sums between them, with nothing clever in it."""

    def __init__(self, tables: ReleasedTables) -> None:
        known = figures_of(tables)
        self.figures = list(known)
        self.bounds = np.array([(count.low, count.high) for count in known.values()])
        column = {figure: number for number, figure in enumerate(self.figures)}
        sums = list(_sums(self.figures, tables))
        matrix = lil_array((len(sums), len(column)))
        for row, (whole, parts) in enumerate(sums):
            matrix[row, column[whole]] = -1
            for part in parts:
                matrix[row, column[part]] = 1
        self.matrix = csr_array(matrix)

    def ends(self, figure: Figure) -> tuple[int, int]:
        aim = np.zeros(len(self.figures))
        aim[self.figures.index(figure)] = 1
        zero = np.zeros(self.matrix.shape[0])
        least, most = (
            linprog(sign * aim, A_eq=self.matrix, b_eq=zero, bounds=self.bounds).fun  # type: ignore[call-overload]
            for sign in (1, -1)
        )
        return round(least), round(-most)


def tables_that_fit(tables: ReleasedTables) -> Iterator[dict[Figure, int]]:
    """Every way in which whole numbers fit a small release, tried one after the other."""
    cross = tables.cross
    assert cross is not None
    cells = [(place, group) for place in cross.rows for group in cross.margins]
    for numbers in itertools.product(*(range(cross.rows[p][g].low, cross.rows[p][g].high + 1) for p, g in cells)):
        found = {Figure(cross.characteristic, p, g): n for (p, g), n in zip(cells, numbers, strict=True)}
        found |= {
            Figure(place=place): sum(n for (p, _), n in zip(cells, numbers, strict=True) if p == place)
            for place in cross.rows
        }
        found |= {
            Figure(cross.characteristic, None, group): sum(
                n for (_, g), n in zip(cells, numbers, strict=True) if g == group
            )
            for group in cross.margins
        }
        found[Figure()] = sum(numbers)
        known = figures_of(tables)
        if all(known[figure].low <= number <= known[figure].high for figure, number in found.items()):
            yield found
