"""How many people of each group live where: the form's categories laid beside those of the census."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from assetmap.analysis.census_groups import fold_groups
from assetmap.analysis.standardisation import common_bands
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.ages import age_limits, band_name
from assetmap.model.census_groups import BROAD_GROUPS, NOT_COMPARED, WITH_LEVELS, Level, WhyNoGroups
from assetmap.model.participation import AGE_BANDS, CHARACTERISTIC_BY_NAME, NOT_STATED
from assetmap.model.participation_categories import CATEGORIES, OTHER_CATEGORY
from assetmap.render.words import name_some
from assetmap.services.census_ages import population_by_age
from assetmap.services.census_meaning import Reading, read_map, read_table_as, save_map
from assetmap.services.census_tables import add_up_by_unit, table_sentences, unknown_sentences
from assetmap.services.representation_population import ComparisonPopulation
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

__all__ = ["GroupPopulation", "Unmapped", "group_population", "read_map", "save_map"]

_AGE_BAND = "age_band"
_TELLING = 2


@dataclass(frozen=True)
class Unmapped:
    """What has no counterpart: our categories without a census count, census categories that are none of ours.

    A broad category whose parts are compared is in neither: its people could be in any part, and are not compared.
    """

    ours: tuple[str, ...] = ()
    census: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupPopulation:
    """The people of each group.

    Attributes
    ----------
    by_unit
        People: a row a unit, a column a group that is compared; not a number where an area's figures are lacking. No
        columns where there is a reason.
    label
        Plain words for all of them.
    vintage
        Which areas the codes belong to, such as "LSOA 2021"; "" if not known.
    reason
        Why there is no comparison; "" where there is one.
    fold
        The group each of our categories is compared as. One that has no census count is its own group and is in no
        column: its people are shown as they are, without a label.
    unmapped
        What has no counterpart on the other side.
    table
        Name of the table.
    theirs
        Census categories whose meaning a person has said; the others were read by their words.
    said
        All this as sentences.
    """

    by_unit: pd.DataFrame
    label: str
    vintage: str
    reason: str
    fold: dict[str, str] = field(default_factory=dict)
    unmapped: Unmapped = Unmapped()
    table: str = ""
    theirs: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def group_population(
    place: Place,
    characteristic: str,
    units: Units,
    comparison: ComparisonPopulation | None = None,
    *,
    level: Level = Level.DETAILED,
    came: Collection[str] = (),
) -> GroupPopulation:
    """Return how many people of each group live in each unit.

    Parameters
    ----------
    place
        The place with its population tables.
    characteristic
        Name of one, such as "ethnic_group".
    units
        Areas or patches; one that holds an area without figures has none.
    comparison
        Whom the meetings were meant for; groups can be compared among all residents only. None means everyone.
    level
        Ethnic groups in five broad groups, or as finely as the table has them.
    came
        The categories that people gave. Where somebody gave a broad one, its parts are compared as that one, for
        their people could be in any of them. Leave it out for figures to share: what is shown would then depend on one
        person; use the broad level there.

    Raises
    ------
    OptionError
        No such characteristic.
    OutsideError
        The corrections that were saved cannot be read.
    """
    label = _label(characteristic)
    if comparison is not None and (comparison.reason or not comparison.everyone):
        people = {"characteristic": label, "people": tr(comparison.label)}
        return _none(units, characteristic, comparison.reason or tr(WhyNoGroups.NOT_EVERYONE, **people))
    if characteristic == _AGE_BAND:
        return _age_groups(place, units)
    reading = read_table_as(place, characteristic)
    if reading is None:
        return _none(units, characteristic, tr(WhyNoGroups.NO_TABLE, characteristic=label))
    fold = _fold(reading, characteristic, level, came)
    columns = {one: fold[ours] for one in reading.choice.used if (ours := reading.meanings[one]) != NOT_COMPARED}
    if len(set(columns.values())) < _TELLING:
        return _none(units, characteristic, tr(WhyNoGroups.ONE_GROUP, characteristic=label))
    return _grouped(reading, characteristic, units, fold, columns)


def _label(characteristic: str) -> str:
    if characteristic not in CHARACTERISTIC_BY_NAME:
        raise OptionError(
            tr(
                "--characteristic {given}: we do not know this. Expected one of: {known}.",
                given=characteristic,
                known=", ".join(CHARACTERISTIC_BY_NAME),
            )
        )
    return tr(CHARACTERISTIC_BY_NAME[characteristic].label)


def _all_label(characteristic: str) -> str:
    return tr("all residents by {characteristic}", characteristic=_label(characteristic))


def _own_groups(characteristic: str) -> list[str]:
    if characteristic == _AGE_BAND:
        return [name for _, _, name in AGE_BANDS]
    return [row.name for row in CATEGORIES[characteristic]]


def _with_unknown(fold: Mapping[str, str]) -> dict[str, str]:
    """Add what people gave that is no category: shown as it is."""
    return {**fold, OTHER_CATEGORY: OTHER_CATEGORY, NOT_STATED: NOT_STATED}


def _none(units: Units, characteristic: str, reason: str) -> GroupPopulation:
    own = _own_groups(characteristic)
    fold = _with_unknown({one: one for one in own})
    unmapped = Unmapped(tuple(own))
    return GroupPopulation(
        pd.DataFrame(index=units.names.index), _all_label(characteristic), "", reason, fold, unmapped
    )


def _fold(reading: Reading, characteristic: str, level: Level, came: Collection[str]) -> dict[str, str]:
    broad = BROAD_GROUPS.get(characteristic, {})
    compared = [meaning for one in reading.choice.used if (meaning := reading.meanings[one]) != NOT_COMPARED]
    joined = broad if level is Level.BROAD and characteristic in WITH_LEVELS else set(came) & set(broad)
    own = _own_groups(characteristic)
    return fold_groups(own, compared, broad, merged=reading.choice.merged, joined=joined)


def _grouped(
    reading: Reading, characteristic: str, units: Units, fold: dict[str, str], columns: Mapping[str, str]
) -> GroupPopulation:
    used = reading.table.by_area[list(columns)]
    order = list(dict.fromkeys(columns.values()))
    by_area = pd.DataFrame(
        {group: used[[one for one in columns if columns[one] == group]].sum(axis=1, skipna=False) for group in order}
    )
    by_unit = add_up_by_unit(by_area, units)
    there = set(order)
    not_ours = tuple(one for one in reading.choice.used if one not in columns)
    wider = {broad for broad, parts in BROAD_GROUPS.get(characteristic, {}).items() if there & set(parts)}
    unmapped = Unmapped(tuple(one for one in dict.fromkeys(fold.values()) if one not in there | wider), not_ours)
    label = _all_label(characteristic)
    said = (
        *table_sentences(reading.table, label),
        *_meaning_sentences(reading, unmapped, sorted(wider - there)),
        *unknown_sentences(by_unit, units),
    )
    return GroupPopulation(
        by_unit,
        label,
        reading.table.vintage,
        "",
        _with_unknown(fold),
        unmapped,
        reading.table.name,
        reading.theirs,
        said,
    )


def _meaning_sentences(reading: Reading, unmapped: Unmapped, wider: Sequence[str]) -> list[str]:
    said = [
        tr("You said what these census categories are: {names}.", names=name_some(reading.theirs))
        if reading.theirs
        else tr("What each census category is was read from its words.")
    ]
    if wider:
        said.append(tr("Who gave a broad group alone is not compared: {names}.", names=name_some(wider)))
    if unmapped.ours:
        said.append(tr("The census has no count for: {names}.", names=name_some(unmapped.ours)))
    if unmapped.census:
        said.append(tr("In the census and not compared: {names}.", names=name_some(unmapped.census)))
    return said


def _age_groups(place: Place, units: Units) -> GroupPopulation:
    found = population_by_age(place, units)
    if found.reason:
        return _none(units, _AGE_BAND, found.reason)
    limits = {str(one): age_limits(str(one)) for one in found.by_unit.columns}
    bands, why = common_bands([(low, high) for low, high, _ in AGE_BANDS], list(limits.values()))
    if why is None and len(bands) < _TELLING:
        return _none(units, _AGE_BAND, tr(WhyNoGroups.ONE_GROUP, characteristic=_label(_AGE_BAND)))
    if why is not None:
        return _none(units, _AGE_BAND, tr(why))
    names = {low: band_name(low, high) for low, high in bands}
    column = {one: _band_from(names, ends[0]) for one, ends in limits.items() if ends is not None}
    by_unit = pd.DataFrame(
        {
            name: found.by_unit[[one for one in column if column[one] == name]].sum(axis=1, skipna=False)
            for name in names.values()
        }
    )
    fold = _with_unknown({name: _band_from(names, low) for low, _, name in AGE_BANDS})
    label = _all_label(_AGE_BAND)
    return GroupPopulation(by_unit, label, found.vintage, "", fold, Unmapped(), "age", (), found.said)


def _band_from(names: Mapping[int, str], age: int) -> str:
    return names[max(low for low in names if low <= age)]
