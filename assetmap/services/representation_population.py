"""Whom we compare with: the census figures that stand for the people a meeting was meant for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from assetmap.messages import mark, tr
from assetmap.model.ages import OLDEST_AGE
from assetmap.model.census_groups import CHARACTERISTIC_OF_TABLE
from assetmap.model.participation import MeantFor
from assetmap.model.representation import COMPARISONS, Comparison, WhyNoLabels
from assetmap.services.census_ages import age_population, can_tell_ages
from assetmap.services.census_meaning import Reading, read_table_as
from assetmap.services.census_tables import (
    CensusTable,
    add_up_by_unit,
    all_residents,
    table_sentences,
    unknown_sentences,
)
from assetmap.services.representation_ages import AgeRange, read_ages
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

ALL_AGES = mark("all ages")


@dataclass(frozen=True)
class ComparisonPopulation:
    """The people we compare with.

    Attributes
    ----------
    by_unit
        People by area or patch; not a number where not known.
    label
        Plain words for them.
    vintage
        Which areas the codes belong to, such as "LSOA 2021"; "" if not known.
    reason
        Why there is nothing to compare with; "" where there is.
    said
        Table, codes and gaps as sentences.
    everyone
        Whether these are all residents.
    ages
        Which ages they are of, in words.
    """

    by_unit: pd.Series
    label: str
    vintage: str
    reason: str
    said: tuple[str, ...] = ()
    everyone: bool = False
    ages: str = ""


def comparison_population(
    place: Place, meant_for: MeantFor, units: Units, ages: AgeRange | None = None
) -> ComparisonPopulation:
    """Return the comparison population by unit, or the reason why there is none.

    Parameters
    ----------
    place
        The place with its population tables.
    meant_for
        Whom the meetings were meant for.
    units
        Areas or patches; one that holds an area without figures has none.
    ages
        Only residents of these ages, where the place's figures part at them.
    """
    wanted = COMPARISONS[meant_for]
    if ages is not None:
        return replace(_of_ages(place, wanted, ages, units), ages=ages.words())
    of_ages = AgeRange(wanted.from_age, OLDEST_AGE).words() if wanted.from_age else tr(ALL_AGES)
    return replace(_of_all_ages(place, wanted, units), ages=of_ages)


AGE_CHOICES: tuple[str, ...] = ("under 16", "16-24", "under 25", "25-49", "50-64", "65+", "75+")
"""Ages that are offered, as far as a place's figures part at their ends; their ends are those of our own bands."""


def ages_to_choose(place: Place, meant_for: MeantFor) -> list[str]:
    """Return the ages of ``AGE_CHOICES`` for which there is something to compare with; none where there is nothing."""
    wanted = COMPARISONS[meant_for]
    if wanted.reason or (wanted.table and wanted.from_age is None):
        return []
    ranges = {read_ages(text): text for text in AGE_CHOICES}
    fitting = {ages: max(ages.youngest, wanted.from_age or 0) for ages in ranges}
    asked = {(youngest, ages.oldest): ages for ages, youngest in fitting.items() if youngest <= ages.oldest}
    return [ranges[asked[ends]] for ends in can_tell_ages(place, asked)]


def _of_ages(place: Place, wanted: Comparison, ages: AgeRange, units: Units) -> ComparisonPopulation:
    """Return residents of some ages; no other count is known by age."""
    if wanted.reason or (wanted.table and wanted.from_age is None):
        return _none(wanted, units, tr(wanted.reason) or tr(WhyNoLabels.AGES_OF_ALL, label=tr(wanted.label)))
    youngest = max(ages.youngest, wanted.from_age or 0)
    if youngest > ages.oldest:
        return _none(wanted, units, tr(WhyNoLabels.NOBODY_OF_AGES, label=tr(wanted.label)))
    found = age_population(place, units, youngest, ages.oldest)
    return ComparisonPopulation(found.by_unit, found.label, found.vintage, found.reason, found.said)


def _of_all_ages(place: Place, wanted: Comparison, units: Units) -> ComparisonPopulation:
    if wanted.reason:
        return _none(wanted, units, tr(wanted.reason))
    if wanted.from_age is not None:
        return _of_age(place, wanted, wanted.from_age, units)
    if not wanted.table:
        return _of_everyone(place, wanted, units)
    reading = read_table_as(place, CHARACTERISTIC_OF_TABLE[wanted.table])
    chosen = [] if reading is None else _chosen(reading, wanted)
    if reading is None or not chosen:
        return _none(wanted, units, tr(WhyNoLabels.NO_TABLE, label=tr(wanted.label)))
    # A sum with an unknown part is unknown.
    counts = reading.table.by_area[chosen].sum(axis=1, skipna=False)
    return _of_table(CensusTable(wanted.table, counts.to_frame("people"), reading.table.vintage), wanted, units)


def _none(wanted: Comparison, units: Units, reason: str) -> ComparisonPopulation:
    return ComparisonPopulation(pd.Series(float("nan"), index=units.names.index), wanted.label, "", reason)


def _chosen(reading: Reading, wanted: Comparison) -> list[str]:
    return [one for one in reading.choice.used if reading.meanings[one] in wanted.wanted]


def _of_everyone(place: Place, wanted: Comparison, units: Units) -> ComparisonPopulation:
    found = all_residents(place)
    return _none(wanted, units, tr(WhyNoLabels.NO_POPULATION)) if found is None else _of_table(found, wanted, units)


def _of_age(place: Place, wanted: Comparison, from_age: int, units: Units) -> ComparisonPopulation:
    found = age_population(place, units, from_age, OLDEST_AGE)
    return ComparisonPopulation(found.by_unit, wanted.label, found.vintage, found.reason, found.said)


def _of_table(table: CensusTable, wanted: Comparison, units: Units) -> ComparisonPopulation:
    by_unit = add_up_by_unit(table.by_area, units)
    said = [*table_sentences(table, tr(wanted.label)), *unknown_sentences(by_unit, units)]
    return ComparisonPopulation(
        by_unit["people"], wanted.label, table.vintage, "", tuple(said), everyone=not wanted.table
    )
