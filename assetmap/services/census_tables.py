"""One table of residents by area: added up to what people are compared by, and said where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from assetmap.adapters.census import table_of_all_residents
from assetmap.messages import tr
from assetmap.model.census import ASKED_FROM_AGE, TOTAL, Unit
from assetmap.render.words import name_some
from assetmap.services import workspace
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place


@dataclass(frozen=True)
class CensusTable:
    """A table of residents.

    Attributes
    ----------
    name
        Such as "disability".
    by_area
        People: a row an area, a column a category, without the table's own total; not a number where not known.
    vintage
        Which areas the codes belong to, such as "LSOA 2021"; "" if not known.
    """

    name: str
    by_area: pd.DataFrame
    vintage: str


def residents_table(place: Place, name: str) -> CensusTable | None:
    """Return a place's table of residents, categories in the order they were given; None if it has none."""
    counts = workspace.population(place)
    rows = counts[(counts["table"] == name) & (counts["unit"] == str(Unit.RESIDENTS)) & (counts["category"] != TOTAL)]
    if rows.empty:
        return None
    order = list(dict.fromkeys(rows["category"]))
    by_area = rows.pivot_table(index="area_id", columns="category", values="count", aggfunc="sum")[order]
    by_area.columns.name = by_area.index.name = None
    return CensusTable(name, by_area.astype("float64"), _vintages(rows))


def _vintages(rows: pd.DataFrame) -> str:
    return ", ".join(dict.fromkeys(str(one) for one in rows["vintage"] if one))


def all_residents(place: Place) -> CensusTable | None:
    """Return the totals of the table that is the place's population, column "people"; None if there is none."""
    counts = workspace.population(place)
    name = table_of_all_residents(counts)
    if name is None:
        return None
    rows = counts[(counts["table"] == name) & (counts["unit"] == str(Unit.RESIDENTS)) & (counts["category"] == TOTAL)]
    people = rows.set_index("area_id")["count"].astype("float64").rename_axis(index=None)
    return CensusTable(name, people.to_frame("people"), _vintages(rows))


def add_up_by_unit(by_area: pd.DataFrame, units: Units) -> pd.DataFrame:
    """Add up areas to units: a row a unit; not a number where an area of it has no figure, never part of a sum."""
    values = by_area.reindex(units.of_area.index).astype("float64")
    grouped = values.groupby(units.of_area.to_numpy())
    whole = grouped.count().eq(grouped.size(), axis=0)
    return grouped.sum(min_count=1).where(whole).reindex(units.names.index)


def table_sentences(table: CensusTable, people: str) -> list[str]:
    """Say whom the figures count, and which table and which areas' codes they come from."""
    codes = f" ({table.vintage})" if table.vintage else ""
    said = [tr("Compared with {people}: table '{table}'{codes}.", people=people, table=table.name, codes=codes)]
    youngest = ASKED_FROM_AGE.get(table.name)
    if youngest is not None:
        said.append(tr("This was asked of people aged {age} and over; younger ones are left out.", age=youngest))
    return said


def unknown_sentences(by_unit: pd.DataFrame, units: Units) -> list[str]:
    """Say which units have no figures."""
    unknown = by_unit.isna().any(axis=1)
    names = [str(units.names[unit]) for unit in by_unit.index[unknown]]
    if not names:
        return []
    return [
        tr(
            "No figures for {number} of {total}: {names}. They are not compared.",
            number=len(names),
            total=len(units.names),
            names=name_some(names),
        )
    ]
