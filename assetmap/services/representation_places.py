"""Who came from which place: the table by area or patch, exact or as it may be shared, with what is said beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from assetmap.analysis import disclosure
from assetmap.analysis.disclosure import ReleasedCount, release_count
from assetmap.analysis.representation import compare, has_residents, shares
from assetmap.analysis.representation_interval import index_interval
from assetmap.messages import tr
from assetmap.model.participation import NotPlaced
from assetmap.model.release import ShareView, WorkingView
from assetmap.model.tables import REPRESENTATION
from assetmap.services import representation_notes as said_of
from assetmap.services.representation_doubt import age_words, allow_for_age, luck_sentences, one_in
from assetmap.services.representation_notes import NOT_PLACED, OUTSIDE, UNNAMED, Came, Shown
from assetmap.services.representation_question import Question

NOT_MEANT, MEANT_NOT_KNOWN = "known_not_to_be_meant", "not_known_to_be_meant"
"""Details beside the table: who is not compared, and who may or may not be among those the meetings were meant for."""


def count_places(question: Question) -> Came:
    """Count the people of a question by unit, and those beside the table. Exact."""
    latest, units = question.people.latest, question.units
    placed = latest["area_id"] != ""
    unit = question.unit_of_person[placed]
    reasons = latest.loc[~placed, "not_placed"].value_counts()
    return Came(
        by_unit=unit.value_counts().reindex(units.names.index, fill_value=0).astype("int64"),
        outside=int(unit.isna().sum()),
        not_placed={str(why): int(reasons.get(str(why), 0)) for why in NotPlaced},
        seats=question.people.seats,
        unnamed=question.people.unnamed,
        are_visits=question.people.are_visits,
        none_yet=question.people.none_yet,
    )


def share_places(question: Question, *, not_known: ReleasedCount | None = None) -> ShareView[pd.DataFrame]:
    """Return the table as it may be shared.

    Parameters
    ----------
    question
        What is asked.
    not_known
        Of how many it is not known whether the meetings were meant for them, as a release shows it among its groups.
        None where nothing but this table is shown: it is then released beside it.
    """
    came = count_places(question)
    population = question.population.by_unit
    table, people = disclosure.share_table(
        came.by_unit, population, question.units.names, with_labels=not question.reason
    )
    beside: Shown = {name: release_count(number).shown for name, number in came.beside().items()}
    table.attrs["details"] = _details(question, came, people.shown, beside)
    meant = _shared_meant(question, came, not_known)
    table.attrs["details"] |= meant
    if came.none_yet:
        return disclosure.make_share_view(in_order(table), [question.reason] if question.reason else [])
    said = [*_first_notes(question, came, people, shared=True), *said_of.fixed_notes(question)]
    said += said_of.beside_sentences(came, question.units, beside)
    said += said_of.meant_sentences(question.meant, meant.get(NOT_MEANT, 0), meant.get(MEANT_NOT_KNOWN, 0))
    if not came.are_visits:
        least = [release_count(int(number)).low for number in came.by_unit]
        said += said_of.more_than_live_here(table["name"], least, table["population"])
    said += said_of.missed_sentences(table, question.units)
    if not question.reason and (table["label"] == "").any():
        said.append(
            tr("Some places have no label: rounded numbers leave it open, nobody lives there, or more came than do.")
        )
    return disclosure.make_share_view(in_order(table), said)


def _shared_meant(question: Question, came: Came, not_known: ReleasedCount | None) -> Shown:
    """Return who is known not to be meant, and of how many it is not known: nothing where nobody recorded it."""
    if not question.meant.recorded:
        return {}
    if not_known is None:
        from assetmap.analysis.release_part import release_part  # noqa: PLC0415 - compiles on first use

        not_known = release_part(came.by_unit, question.meant_not_known)
    return {NOT_MEANT: release_count(question.meant.known_outside).shown, MEANT_NOT_KNOWN: not_known.shown}


def exact_places(question: Question) -> WorkingView[pd.DataFrame]:
    """Return the exact table, with the interval of each index in ``low`` and ``high`` of ``attrs["intervals"]``."""
    came = count_places(question)
    living = question.population.by_unit
    table = compare(came.by_unit, living * np.nan if question.reason else living)
    people = int(came.by_unit.sum())
    counted = has_residents(table["population"])  # the others are in no comparison, so not in its interval either
    compared = int(table["observed"][counted].sum())
    low, high = index_interval(table["observed"].where(counted), compared, shares(table["population"].where(counted)))
    intervals = pd.DataFrame({"low": low, "high": high}, index=table.index)
    table["population"] = living.astype("float64")
    table = table.assign(area=table.index, name=question.units.names.to_numpy()).reset_index(drop=True)
    beside: Shown = dict(came.beside())
    exact: dict[str, Any] = {"not_placed": came.not_placed, "seats": came.seats}
    if question.meant.recorded:
        exact |= {NOT_MEANT: question.meant.known_outside, MEANT_NOT_KNOWN: question.meant_not_known}
    table.attrs["details"] = _details(question, came, people, beside) | exact
    table.attrs["intervals"] = intervals
    if came.none_yet:
        return disclosure.make_working_view(in_order(table), [question.reason] if question.reason else [])
    shown = ReleasedCount(str(people), people, people, float(people))
    not_nobody = {name: one for name, one in beside.items() if one and name != NOT_PLACED}
    said = [*_first_notes(question, came, shown, shared=False), *said_of.fixed_notes(question)]
    said += said_of.beside_sentences(came, question.units, not_nobody) + said_of.exact_sentences(came)
    said += said_of.left_out_sentences(question)
    if not came.are_visits:
        said += said_of.more_than_live_here(table["name"], table["observed"], table["population"])
    said += said_of.missed_sentences(table, question.units) + _doubt(question, table)
    return disclosure.make_working_view(in_order(table), said)


def _doubt(question: Question, table: pd.DataFrame) -> list[str]:
    """Say what luck would flag and what age explains; the details get both."""
    luck, by_age = luck_sentences(table, question), allow_for_age(question)
    table.attrs["details"]["luck"] = luck
    table.attrs["details"]["one_in"] = one_in(table) if luck else {}
    if by_age is None:
        return luck
    told = table.loc[~(table["observed"] > table["population"]), "area"]
    words = {str(unit): age_words(by_age, str(unit)) for unit in told} if by_age.expected else {}
    table.attrs["details"]["given_ages"] = words
    return [*luck, *by_age.said]


def _first_notes(question: Question, came: Came, people: ReleasedCount, *, shared: bool) -> list[str]:
    size = [] if question.reason else said_of.size_sentences(people, shared=shared)
    return [said_of.people_sentence(came, people.shown), *size]


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of ``model.tables.REPRESENTATION`` in their order."""
    ordered = table[REPRESENTATION.column_names].copy()
    ordered.attrs = table.attrs
    return ordered


def _details(question: Question, came: Came, people: int | str, beside: Shown) -> dict[str, Any]:
    return {
        "counted": "visits" if came.are_visits else "people",
        "none_yet": came.none_yet,
        "compared_by": str(question.units.kind),
        "placed": people,
        "not_placed_in_all": beside[NOT_PLACED],
        "outside_patches": beside[OUTSIDE],
        "visits_naming_nobody": beside[UNNAMED],
        "no_labels_because": question.reason,
        "about": question.about(),
    }
