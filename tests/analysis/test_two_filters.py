"""The two-filter attack: ask for a count with and without one person, and take one from the other.

A made-up register: 35 people, each the only one of an area on a day, among many others. With free filters by period
and area a reader asks twice about each. Our rules leave nothing to ask twice: half-years that do not
overlap, one fixed set of patches, figures that were kept when they were released.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from release_maker import PlainProgramme, figures_of, release_of

from assetmap.analysis.disclosure import release_count
from assetmap.analysis.disclosure_audit import Figure, Provable
from assetmap.analysis.release_gate import close_gate
from assetmap.analysis.release_tables import ReleasedTables

TARGETS = 35
DAYS = 360
HALF_YEAR = 180
AREAS_A_PATCH = 7
GROUPS = ["disabled", "not disabled", "not stated"]


@dataclass(frozen=True)
class Person:
    day: int
    area: int
    group: str


def register() -> tuple[list[Person], list[Person]]:
    """Return everybody, and the targets: each the only one of an area on a day."""
    rng = np.random.default_rng(35)
    targets = [Person(5 + 10 * number, number, GROUPS[number % 2]) for number in range(TARGETS)]
    taken = {(one.day, one.area) for one in targets}
    crowd = [
        Person(int(day), int(area), GROUPS[int(group)])
        for day, area, group in zip(
            rng.integers(0, DAYS, 3000),
            rng.integers(0, TARGETS, 3000),
            rng.choice(3, 3000, p=[0.2, 0.7, 0.1]),
            strict=True,
        )
        if (int(day), int(area)) not in taken
    ]
    return targets + crowd, targets


def counted(people: list[Person], keep: Callable[[Person], bool]) -> tuple[int, int]:
    """Return what a naive rule says to a free filter: below 10 nothing, else the exact number; as an interval."""
    number = sum(keep(one) for one in people)
    return (0, 9) if number < 10 else (number, number)


def proved_by_free_filters(people: list[Person], target: Person) -> bool:
    """Ask for all days but the one, and for all days: the area plus a large other one is never below 10."""
    for other in range(TARGETS):
        areas = {target.area, other}
        low, high = counted(people, lambda one: one.area in areas)  # noqa: B023
        rest = counted(
            people,
            lambda one: one.area in areas and (one.day != target.day or one.area == other),  # noqa: B023
        )
        if other != target.area and (low - rest[1], high - rest[0]) == (1, 1):
            return True
    return False


def releases(people: list[Person]) -> list[ReleasedTables]:
    """Return one release a half-year, of patches by one characteristic, through the gate."""
    found = []
    for first in range(0, DAYS, HALF_YEAR):
        inside = [one for one in people if first <= one.day < first + HALF_YEAR]
        counts = Counter((one.area // AREAS_A_PATCH, one.group) for one in inside)
        rows = [[counts[patch, group] for group in GROUPS] for patch in range(TARGETS // AREAS_A_PATCH)]
        exact = pd.DataFrame(rows, index=[f"patch {n}" for n in range(len(rows))], columns=GROUPS)
        found.append(close_gate(release_of(exact)).tables)
    return found


def proved_by_releases(frozen: list[ReleasedTables], target: Person) -> bool:
    """Whether any figure that the target is counted in, or any difference of two, is proved to be small."""
    tables = frozen[target.day // HALF_YEAR]
    patch = f"patch {target.area // AREAS_A_PATCH}"
    plain = PlainProgramme(tables)
    mine = [Figure(place=patch), Figure("gender", patch, target.group), Figure("gender", None, target.group), Figure()]
    ends = {figure: plain.ends(figure) for figure in mine}
    differences = [
        (ends[whole][0] - ends[part][1], ends[whole][1] - ends[part][0])
        for whole, part in itertools.permutations(mine, 2)
    ]
    small = [Provable(max(low, 0), high) for low, high in [*ends.values(), *differences] if high >= 0]
    return any(one.low >= 1 and one.too_short for one in small)


def test_free_filters_expose_every_target() -> None:
    people, targets = register()
    assert sum(proved_by_free_filters(people, target) for target in targets) == TARGETS


def test_frozen_releases_of_half_years_prove_nothing() -> None:
    people, targets = register()
    frozen = releases(people)
    assert sum(proved_by_releases(frozen, target) for target in targets) == 0


def test_asking_again_after_one_person_is_gone_gives_the_frozen_figures() -> None:
    """Worked out anew, one person can move a figure, and that difference is the attack; what was kept cannot move."""
    people, targets = register()
    kept = {number: figures_of(tables) for number, tables in enumerate(releases(people))}
    anew_differs = 0
    for target in targets[::5]:
        without = [one for one in people if one is not target]
        anew = {number: figures_of(tables) for number, tables in enumerate(releases(without))}
        anew_differs += anew != kept
    assert anew_differs > 0  # so keeping the figures is what the rule is for


def test_half_years_and_patches_do_not_overlap_so_no_two_figures_differ_by_one_person() -> None:
    people, targets = register()
    for target in targets:
        places = [
            (number, patch)
            for number in range(DAYS // HALF_YEAR)
            for patch in range(TARGETS // AREAS_A_PATCH)
            if target.day // HALF_YEAR == number and target.area // AREAS_A_PATCH == patch
        ]
        assert len(places) == 1
    assert release_count(len(people)).low >= 10
