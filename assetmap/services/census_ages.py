"""Residents by age: a range of ages that the place's figures can carry, and the ages of those who came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from assetmap.errors import OptionError
from assetmap.messages import and_more, mark, tr
from assetmap.model.ages import OLDEST_AGE, WhyNotByAge, age_limits, age_words
from assetmap.model.census import AGE_TABLE
from assetmap.model.census_levels import smallest_parts
from assetmap.services.census_tables import (
    CensusTable,
    add_up_by_unit,
    residents_table,
    table_sentences,
    unknown_sentences,
)
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

_BANDS_SHOWN = 20
_RESIDENTS = mark("residents {ages}")


@dataclass(frozen=True)
class AgePopulation:
    """Residents of a range of ages.

    Attributes
    ----------
    by_unit
        People by area or patch; not a number where not known.
    label
        Plain words for them.
    vintage
        Which areas the codes belong to, such as "LSOA 2021"; "" if not known.
    reason
        Why the figures cannot tell; "" where they can.
    said
        Table, codes and gaps as sentences.
    """

    by_unit: pd.Series
    label: str
    vintage: str
    reason: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class PopulationByAge:
    """Residents by age band.

    Attributes
    ----------
    by_unit
        People: a row a unit, a column an age band as the office writes it, none inside another; no columns where there
        is a reason.
    vintage, reason, said
        As in `AgePopulation`.
    """

    by_unit: pd.DataFrame
    vintage: str
    reason: str
    said: tuple[str, ...]


def read_ages(text: str) -> tuple[int, int]:
    """Return the youngest and oldest whole year of a range, such as "16-64", "65+" or "under 25".

    Raises
    ------
    OptionError
        It is no range of ages.
    """
    limits = age_limits(text)
    if limits is None:
        raise OptionError(
            tr("--ages {given}: these are no ages. Expected such as 16-64, 65+ or 'under 25'. Correct it.", given=text)
        )
    return limits


def population_by_age(place: Place, units: Units) -> PopulationByAge:
    """Return residents by unit and age band, for `analysis.standardisation.expect_by_age`.

    Parameters
    ----------
    place
        The place with its population tables.
    units
        Areas or patches; one that holds an area without figures has none.
    """
    table = _ages_table(place)
    if table is None:
        return PopulationByAge(pd.DataFrame(index=units.names.index), "", tr(WhyNotByAge.NO_TABLE), ())
    by_unit = add_up_by_unit(table.by_area, units)
    said = [*table_sentences(table, tr("residents by age")), *unknown_sentences(by_unit, units)]
    return PopulationByAge(by_unit, table.vintage, "", tuple(said))


def age_population(place: Place, units: Units, from_age: int, to_age: int) -> AgePopulation:
    """Return residents of a range of ages by unit, where the age bands begin and end as the range does.

    Parameters
    ----------
    place
        The place with its population tables.
    units
        Areas or patches; one that holds an area without figures has none.
    from_age, to_age
        Whole years, both included; ``OLDEST_AGE`` for no upper end. No band is ever split.
    """
    label = tr(_RESIDENTS, ages=age_words(from_age, to_age))
    table = _ages_table(place)
    nobody = pd.Series(float("nan"), index=units.names.index)
    if table is None:
        return AgePopulation(nobody, label, "", tr(WhyNotByAge.NO_TABLE), ())
    bands = _bands_within([str(one) for one in table.by_area.columns], from_age, to_age)
    if not bands:
        reason = _say_bands(table, from_age, to_age)
        return AgePopulation(nobody, label, table.vintage, reason, ())
    wanted = table.by_area[bands]
    summed = wanted.sum(axis=1).where(wanted.notna().all(axis=1)).to_frame("people")
    by_unit = add_up_by_unit(summed, units)
    said = [*table_sentences(table, label), *unknown_sentences(by_unit, units)]
    return AgePopulation(by_unit["people"], label, table.vintage, "", tuple(said))


def can_tell_ages(place: Place, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those of some ranges of ages at whose ends the bands of the place's figures begin and end."""
    table = _ages_table(place)
    names = [] if table is None else [str(one) for one in table.by_area.columns]
    return [ages for ages in ranges if _bands_within(names, *ages)]


def within_ages(bands: pd.Series, from_age: int, to_age: int) -> pd.Series:
    """Tell of each person's age band whether it lies in a range.

    Parameters
    ----------
    bands
        Age bands as they were kept, such as "16-24"; "not stated" may be one.
    from_age, to_age
        Whole years, both included.

    Returns
    -------
    pandas.Series
        Nullable booleans: not known where no age was said, and where a band lies across an end of the range.
    """
    known = {band: _lies_within(age_limits(str(band)), from_age, to_age) for band in bands.unique()}
    answers = [known[band] for band in bands]
    return pd.Series(pd.array(answers, dtype="boolean"), index=bands.index)


def _lies_within(limits: tuple[int, int] | None, from_age: int, to_age: int) -> bool | None:
    if limits is None:
        return None
    low, high = limits
    if high < from_age or low > to_age:
        return False
    return True if from_age <= low and high <= to_age else None


def _ages_table(place: Place) -> CensusTable | None:
    """Return the place's table of ages without bands that others make up."""
    table = residents_table(place, AGE_TABLE)
    if table is None:
        return None
    bands = smallest_parts((str(one) for one in table.by_area.columns), table=AGE_TABLE)
    return CensusTable(table.name, table.by_area[list(bands)], table.vintage)


def _bands_within(names: list[str], from_age: int, to_age: int) -> list[str]:
    """Return the bands that make up a range; none where they do not."""
    limits = {name: found for name in names if (found := age_limits(name)) is not None}
    if len(limits) < len(names):
        return []
    meeting = {name: ends for name, ends in limits.items() if ends[0] <= to_age and ends[1] >= from_age}
    ends = sorted(meeting.values())
    years = [low for low, _ in ends] + [to_age + 1]
    joined = all(high + 1 == above for (_, high), above in zip(ends, years[1:], strict=True))
    return list(meeting) if ends and years[0] == from_age and joined else []


def _say_bands(table: CensusTable, from_age: int, to_age: int) -> str:
    names = [str(one) for one in table.by_area.columns]
    return tr(
        "This place's figures cannot tell how many people are {ages}. Their bands are: {bands}{more}. Choose ages that "
        "begin and end with one.",
        ages=age_words(from_age, to_age),
        bands=", ".join(names[:_BANDS_SHOWN]),
        more=and_more(len(names) - _BANDS_SHOWN),
    )


__all__ = [
    "OLDEST_AGE",
    "AgePopulation",
    "PopulationByAge",
    "age_population",
    "can_tell_ages",
    "population_by_age",
    "read_ages",
    "within_ages",
]
