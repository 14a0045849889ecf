"""Which groups came: by each characteristic that was kept, over all places or within each patch. Exact figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from assetmap.analysis import disclosure
from assetmap.analysis.representation import shares
from assetmap.analysis.representation_groups import Groups, compare_groups, compare_groups_by_place
from assetmap.analysis.representation_luck import compare_all_at_once, extra_ticks
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.census_groups import Level
from assetmap.model.participation import CHARACTERISTIC_BY_NAME, NOT_STATED
from assetmap.model.participation_categories import OTHER_CATEGORY
from assetmap.model.release import WorkingView
from assetmap.model.representation import GROUP_SEED, LUCK_DRAWS, PLACE_GROUP_PEOPLE, Label
from assetmap.render import group_words
from assetmap.render.reach_answers import group_answer, not_compared
from assetmap.services.census_groups import GroupPopulation, group_population
from assetmap.services.representation_ages import AGE
from assetmap.services.representation_meant import belongs
from assetmap.services.representation_notes import fixed_notes, left_out_sentences, more_than_live_here
from assetmap.services.representation_question import Question

GROUP_COLUMNS = (
    "characteristic", "group", "population", "expected", "observed", "index", "low", "high", "label", "holds",
)  # fmt: skip
"""``low`` and ``high``: 95 % interval of the index. ``holds``: also unusual beside all other groups (q <= .10)."""

PLACE_GROUP_COLUMNS = ("area", "name", *GROUP_COLUMNS[:-1])


@dataclass(frozen=True)
class GroupCounts:
    """One characteristic of the people in the catchment, beside the residents. Exact.

    Attributes
    ----------
    name
        The characteristic.
    values
        What each person in the catchment said, put together as the census does: same index as ``units``.
    units
        The unit of each.
    population
        Residents by unit and group, and why there are none.
    always
        Groups that are listed whether or not anybody gave them: in figures to share, a group that is there at all
        would say that somebody is in it.
    """

    name: str
    values: pd.Series
    units: pd.Series
    population: GroupPopulation
    always: tuple[str, ...] = ()

    @property
    def living(self) -> pd.Series:
        """Residents by group over all units; not a number where a unit's are not known."""
        return self.population.by_unit.sum(min_count=len(self.population.by_unit))

    @property
    def observed(self) -> pd.Series:
        """Different people by group; all groups that either side knows, and those that are always listed."""
        groups = [*self.population.by_unit.columns, NOT_STATED]
        counts = self.values.value_counts()
        extra = {*counts.index, *self.always} - set(groups)
        return counts.reindex([*groups, *sorted(extra)], fill_value=0).astype("int64")

    def said(self) -> list[str]:
        """Say what these groups are compared with, or why they are not."""
        first = [self.population.reason] if self.population.reason else []
        return [*first, *self.population.said]


def count_groups(question: Question, characteristic: str = "", *, level: Level | None = None) -> list[GroupCounts]:
    """Count the people of a question by each characteristic that was kept, or by one.

    Parameters
    ----------
    question
        Whose people are counted.
    characteristic
        This one alone; empty takes all.
    level
        How finely, whatever people gave, and every group that people could have given: for figures to share. None
        follows what people gave.

    Raises
    ------
    OptionError
        The characteristic is not one of ours.
    NotFoundError
        It was kept of nobody.
    """
    kept = question.people.characteristics()
    if question.ages is not None and not kept:
        raise NotFoundError(
            tr("--ages: nobody who came is known to be {ages}, so no groups can be shown. Expected ages that "
               "people gave. Choose wider ages, or leave them out.", ages=question.ages.words())
        )  # fmt: skip
    if characteristic and characteristic not in CHARACTERISTIC_BY_NAME:
        raise OptionError(
            tr("--characteristic {name}: we do not know this. Expected one of: {names}. Correct it.",
               name=characteristic, names=", ".join(CHARACTERISTIC_BY_NAME))
        )  # fmt: skip
    if (characteristic and characteristic not in kept) or not kept:
        raise NotFoundError(
            tr("Nothing was kept about this in these meetings. Kept: {kept}. Bring a list in again with --keep "
               "characteristic:reason.", kept=", ".join(kept) or tr("nothing"))
        )  # fmt: skip
    units = question.unit_of_person
    return [_count(question, name, units, level) for name in kept if characteristic in {"", name}]


def _count(question: Question, name: str, units: pd.Series, level: Level | None) -> GroupCounts:
    values, never = _answers(question, name)
    came = tuple(values.unique()) if level is None else ()
    # What cannot be compared by place cannot by group: visits, or places where nobody lives.
    comparison = replace(question.population, reason=question.reason)
    population = group_population(
        question.place, name, question.units, comparison, level=level or Level.DETAILED, came=came
    )
    said = values[units.notna()]
    folded = said.map(population.fold)
    always = () if level is None else tuple(one for one in dict.fromkeys(population.fold.values()) if one not in never)
    return GroupCounts(name, folded.where(folded.notna(), said), units[units.notna()], population, always)


def _answers(question: Question, name: str) -> tuple[pd.Series, frozenset[str]]:
    """Return what each person said, and the groups that nobody can be in."""
    values = question.people.values(name)
    if name == question.meant.characteristic:
        # Who is in another group is not compared. Who gave a word in no table is not known to be: not stated.
        values = values.where(belongs(values, question.meant_for).fillna(value=False).to_numpy(dtype=bool), NOT_STATED)
        return values, question.meant.outside | {OTHER_CATEGORY}
    # An age that is none of our bands is kept as not stated: nobody can be in another band.
    return values, frozenset({OTHER_CATEGORY} if name == AGE else ())


def exact_groups(question: Question, characteristic: str = "") -> WorkingView[pd.DataFrame]:
    """Compare groups over all places.

    Returns
    -------
    WorkingView
        ``GROUP_COLUMNS``, a row a group; "not stated" is a row of its own, and a group that no census counts has its
        ``observed`` alone. ``attrs["details"]["answer"]`` says it in words.
    """
    counted = count_groups(question, characteristic)
    found = [(one, compare_groups(one.observed, one.living)) for one in counted]
    table = pd.concat([_rows(one.name, groups) for one, groups in found], ignore_index=True)
    notes = [said for one, groups in found for said in _said(one, groups)]
    return _wrapped(question, table, notes, comparable=_any_comparable(counted))


def _rows(name: str, groups: Groups) -> pd.DataFrame:
    table = groups.table.rename_axis("group").reset_index()
    table["holds"] = _holds(table)
    silent = {"group": NOT_STATED, "observed": groups.not_stated, "label": "", "holds": False}
    table = pd.concat([table, pd.DataFrame([silent])], ignore_index=True)
    return table.assign(characteristic=name).reindex(columns=list(GROUP_COLUMNS))


def _holds(table: pd.DataFrame) -> pd.Series:
    """Mark flags that are unusual even beside all the other groups that were looked at."""
    share = shares(table["population"].where(table["population"] > 0))
    people = int(table.loc[share.notna(), "observed"].sum())
    flagged = ~table["label"].isin([str(Label.ABOUT), str(Label.TOO_FEW), str(Label.UNKNOWN), ""])
    return flagged & extra_ticks(table["observed"], people, share)


def _said(one: GroupCounts, groups: Groups) -> list[str]:
    unread = int(one.observed.get(OTHER_CATEGORY, 0))
    silent = [
        group_words.not_stated(one.name, groups.not_stated, groups.not_stated_share),
        *group_words.not_understood(one.name, unread, OTHER_CATEGORY),
    ]
    if one.population.reason:
        return [*one.said(), *silent]
    stated = one.observed.drop(NOT_STATED, errors="ignore")
    rng = np.random.default_rng(GROUP_SEED)
    together = compare_all_at_once(stated, one.living.reindex(stated.index), rng, LUCK_DRAWS)
    told = together.people >= PLACE_GROUP_PEOPLE
    over = more_than_live_here(map(tr, stated.index), stated, one.living.reindex(stated.index))
    return [
        *one.population.said,
        *silent,
        *over,
        *(group_words.all_together(one.name, together.p_value) if told else []),
    ]


def exact_groups_by_patch(question: Question, characteristic: str = "") -> WorkingView[pd.DataFrame]:
    """Compare groups within each patch, among the people of that patch alone.

    Returns
    -------
    WorkingView
        ``PLACE_GROUP_COLUMNS``; groups of patches with too few people are not in it, and the notes say how many
        patches that is.
    """
    counted = count_groups(question, characteristic)
    tables, notes = [], []
    for one in counted:
        crossed = pd.crosstab(one.units, one.values).reindex(question.units.names.index, fill_value=0)
        found = compare_groups_by_place(crossed.astype("float64"), one.population.by_unit)
        tables.append(found.table.rename(columns={"place": "area"}).assign(characteristic=one.name))
        told = group_words.patches_told(one.name, found.table["place"].nunique(), len(question.units.names))
        notes.append(one.population.reason or told)
    table = pd.concat(tables, ignore_index=True)
    table["name"] = table["area"].map(question.units.names)
    table = table.reindex(columns=list(PLACE_GROUP_COLUMNS))
    return _wrapped(question, table, notes, comparable=_any_comparable(counted))


def _any_comparable(counted: list[GroupCounts]) -> bool:
    return not all(one.population.reason for one in counted)


def _wrapped(
    question: Question, table: pd.DataFrame, notes: list[str], *, comparable: bool
) -> WorkingView[pd.DataFrame]:
    details: dict[str, Any] = {
        "compared_by": question.by,
        "none_yet": question.people.none_yet,
        "no_labels_because": "",
        "about": question.about(),
        "answer": group_answer(table) if comparable else not_compared(),
    }
    table.attrs["details"] = details
    said = dict.fromkeys([*notes, *fixed_notes(question), *left_out_sentences(question)])
    return disclosure.make_working_view(table, said)
