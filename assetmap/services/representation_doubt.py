"""How sure are we of places: what luck alone would flag, and what is left once the ages of a place are allowed for."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from assetmap.analysis.representation import has_residents, labels, lower_tail, shares, upper_tail
from assetmap.analysis.representation_luck import extra_ticks, flags_by_luck
from assetmap.analysis.standardisation import expect_by_age
from assetmap.messages import tr
from assetmap.model.participation import MeantFor
from assetmap.model.representation import FALSE_DISCOVERIES, UNIT_PLURALS, Label
from assetmap.services.census_ages import population_by_age
from assetmap.services.representation_ages import AGE
from assetmap.services.representation_question import Question

LEAST_CHANCE = 1e-6
"""Smaller chances are said as one in a million: no record is exact enough for more."""
_FEWER = (Label.FEWER, Label.MUCH_FEWER)
_FLAGS = (*_FEWER, Label.MORE, Label.MUCH_MORE)


@dataclass(frozen=True)
class ByAge:
    """What is expected of each unit given the ages that live there.

    Attributes
    ----------
    expected
        People by unit; empty where it cannot be told.
    label
        A value of ``Label`` by unit.
    said
        That in sentences, or why it cannot be told.
    """

    expected: dict[str, float]
    label: dict[str, str]
    said: tuple[str, ...]


def luck_sentences(table: pd.DataFrame, question: Question) -> list[str]:
    """Say how many flags luck alone would give, and which flags hold beside all the others.

    Parameters
    ----------
    table
        Exact, with ``area, name, population, observed, label``.
    question
        What it answers.
    """
    counted = has_residents(table["population"])
    share = shares(table["population"].where(counted))
    people = int(table.loc[counted, "observed"].sum())
    if question.reason or not people:
        return []
    units = tr(UNIT_PLURALS[question.units.kind])
    said = [
        tr("If everyone came alike, luck alone would flag about {flags:.1f} of these {number} {units}.",
           flags=flags_by_luck(people, share), number=int(counted.sum()), units=units)
    ]  # fmt: skip
    ticks = extra_ticks(table["observed"], people, share) & table["label"].isin([str(one) for one in _FLAGS])
    flagged = int(table["label"].isin([str(one) for one in _FLAGS]).sum())
    if flagged:
        said.append(
            tr("Of {flagged} flags, {hold} hold beside all the others: of such flags about 1 in {one_in:.0f} is false.",
               flagged=flagged, hold=int(ticks.sum()), one_in=1 / FALSE_DISCOVERIES)
        )  # fmt: skip
    return said


def one_in(table: pd.DataFrame) -> dict[str, int]:
    """Return, for each flagged unit, in one of how many so large a gap would happen by luck."""
    counted = has_residents(table["population"])
    share = shares(table["population"].where(counted))
    people = int(table.loc[counted, "observed"].sum())
    few, many = (tail(table["observed"], people, share) for tail in (lower_tail, upper_tail))
    rows = zip(table["area"], table["label"], few, many, strict=True)
    chances = {str(area): (low if label in _FEWER else high) for area, label, low, high in rows if label in _FLAGS}
    return {area: max(1, round(1 / max(chance, LEAST_CHANCE))) for area, chance in chances.items()}


def allow_for_age(question: Question) -> ByAge | None:
    """Return what is expected given the ages of each unit; None where nobody's age was kept.

    Only meetings for everyone are looked at: the ages of other people are not known by place.
    """
    people = question.people
    if question.meant_for is not MeantFor.EVERYONE or question.ages or AGE not in people.characteristics():
        return None
    living = population_by_age(question.place, question.units)
    if living.reason:
        return ByAge({}, {}, (tr("Ages are not allowed for. {reason}", reason=living.reason),))
    units = question.unit_of_person
    came = pd.crosstab(units[units.notna()], people.values(AGE)[units.notna()])
    found = expect_by_age(came, living.by_unit)
    if found.table is None:
        return ByAge({}, {}, (tr("Ages are not allowed for. {reason}", reason=tr(str(found.reason))),))
    table = found.table
    number = int(table["observed"].sum())
    label = [str(one) for one in labels(table["observed"], number, table["share"])]
    keys = [str(unit) for unit in table.index]
    said = tr(
        "Given the ages of each place: {number} people said their age, {silent} did not.",
        number=number, silent=found.not_stated,
    )  # fmt: skip
    return ByAge(dict(zip(keys, table["expected"], strict=True)), dict(zip(keys, label, strict=True)), (said,))


def age_words(by_age: ByAge, unit: str) -> str | None:
    """Say what is expected of a unit given its ages, and what that tells; None where it is not known."""
    expected = by_age.expected.get(unit)
    if expected is None or pd.isna(expected):
        return None
    label = by_age.label.get(unit, "")
    said = tr(label) if label else tr("we cannot say")
    return tr("{expected:.0f}: {label}", expected=expected, label=said[:1].lower() + said[1:])
