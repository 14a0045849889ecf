"""Whom we compare with: the census figures that stand for the people a meeting was meant for."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assetmap.messages import tr
from assetmap.model.census import TOTAL, Unit
from assetmap.model.participation import MeantFor
from assetmap.model.representation import COMPARISONS, Comparison, WhyNoLabels
from assetmap.model.text import plain_form
from assetmap.services import workspace
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

_AGES = re.compile(r"(\d{1,3})(?:\D+(\d{1,3}))?")


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
    """

    by_unit: pd.Series
    label: str
    vintage: str
    reason: str


def comparison_population(place: Place, meant_for: MeantFor, units: Units) -> ComparisonPopulation:
    """Return the comparison population by unit, or the reason why there is none.

    Parameters
    ----------
    place
        The place with its population tables.
    meant_for
        Whom the meetings were meant for.
    units
        Areas or patches; one that holds an area without figures has none.
    """
    wanted = COMPARISONS[meant_for]
    by_area, vintage, reason = _by_area(place, wanted)
    values = units.of_area.index.to_series().map(by_area).astype("float64")
    grouped = values.groupby(units.of_area.to_numpy())
    by_unit = grouped.sum(min_count=1).where(grouped.count() == grouped.size()).reindex(units.names.index)
    return ComparisonPopulation(by_unit, wanted.label, vintage, reason)


def _by_area(place: Place, wanted: Comparison) -> tuple[pd.Series, str, str]:
    nobody = pd.Series(dtype="float64")
    if wanted.reason:
        return nobody, "", tr(wanted.reason)
    tables = workspace.population(place)
    tables = tables[tables["unit"] == str(Unit.RESIDENTS)]
    if not wanted.table:
        residents = workspace.residents(place)
        if residents is None or residents.empty:
            return nobody, "", tr(WhyNoLabels.NO_POPULATION)
        return residents.astype("float64"), _vintage(tables), ""
    rows = tables[(tables["table"] == wanted.table) & (tables["category"] != TOTAL)]
    if rows.empty:
        return nobody, "", tr(WhyNoLabels.NO_TABLE, label=tr(wanted.label))
    return _of_category(rows, wanted)


def _of_category(rows: pd.DataFrame, wanted: Comparison) -> tuple[pd.Series, str, str]:
    """Add up the wanted categories by area; a category that is part of another wanted one is not added twice."""
    categories = sorted(set(rows["category"]))
    chosen = _ages(categories, wanted.from_age) if wanted.from_age else _worded(categories, wanted.wanted)
    if not chosen:
        why = WhyNoLabels.AGES if wanted.from_age else WhyNoLabels.NO_TABLE
        return pd.Series(dtype="float64"), "", tr(why, label=tr(wanted.label))
    counts = rows[rows["category"].isin(chosen)].groupby("area_id")["count"]
    complete = counts.size() == len(chosen)
    return counts.sum().where(complete, np.nan).astype("float64"), _vintage(rows), ""


def _worded(categories: list[str], words: tuple[str, ...]) -> list[str]:
    begun = [one for one in categories if plain_form(one).startswith(words)]
    return [one for one in begun if not any(one != other and one.startswith(other) for other in begun)]


def _ages(categories: list[str], from_age: int) -> list[str]:
    """Return the categories from an age on; none if one band lies across that age."""
    chosen = []
    for category in categories:
        found = _AGES.search(category)
        if found is None:
            return []
        low, high = int(found[1]), int(found[2] or found[1])
        if low < from_age <= high:
            return []
        if low >= from_age:
            chosen.append(category)
    return chosen


def _vintage(tables: pd.DataFrame) -> str:
    vintages = [one for one in dict.fromkeys(tables["vintage"]) if one]
    return str(vintages[0]) if vintages else ""
