"""What is in a release: tables of places and groups that went through the release gate, and what was held back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount, release_count, release_total
from assetmap.analysis.release_facts import cross_table, group_table
from assetmap.analysis.release_tables import ReleasedGroups, ReleasedTables, release_cross, release_groups
from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.census_groups import Level
from assetmap.model.participation import NOT_STATED
from assetmap.model.release import HeldBack, ReleasedTable
from assetmap.model.representation import BY_GROUP, BY_PATCH_AND_GROUP, METHODS, WhyNoLabels
from assetmap.render import group_words
from assetmap.render.reach_answers import group_answer, not_compared
from assetmap.services.representation_groups import GROUP_COLUMNS, PLACE_GROUP_COLUMNS, GroupCounts, count_groups
from assetmap.services.representation_notes import fixed_notes, more_than_live_here
from assetmap.services.representation_places import count_places, share_places
from assetmap.services.representation_question import Question


def make_tables(question: Question, characteristic: str) -> tuple[list[ReleasedTable], list[str]]:
    """Return the tables of a release, places first, and sentences of what is held back and why.

    Parameters
    ----------
    question
        Of one closed period.
    characteristic
        The one to show within places; empty for none.

    Raises
    ------
    NotFoundError
        The characteristic was kept of nobody; or nobody can be placed, so that there is nothing to release.
    OptionError
        It is not one of ours.
    """
    if question.units.names.empty:
        raise NotFoundError(question.reason)
    if question.people.are_visits:
        why = f"{group_words.characteristic_words(characteristic).capitalize()}: {tr(WhyNoLabels.VISITS)}"
        return [_places(question)], [why] if characteristic else []
    kept = question.people.characteristics()
    # That all who came were left out is no reason: a table that is not there would say that nobody is in it.
    came = question.unit_of_person.notna().any() or question.meant.known_outside
    if not came or not (kept or characteristic):
        return [_places(question)], []
    asked = count_groups(question, characteristic, level=Level.BROAD) if characteristic else []
    others = count_groups(question, level=Level.BROAD) if kept else []
    return _with_groups(question, asked, [one for one in others if one.name != characteristic])


def _places(question: Question, not_known: ReleasedCount | None = None) -> ReleasedTable:
    view = share_places(question, not_known=not_known)
    return _released(question.by, view.facts, view.notes)


def _with_groups(
    question: Question, crossed: list[GroupCounts], others: list[GroupCounts]
) -> tuple[list[ReleasedTable], list[str]]:
    """Release places, groups and, of one characteristic, groups within places: all is looked at together."""
    from assetmap.analysis.release_gate import close_gate  # noqa: PLC0415 - compiles on first use

    exact = count_places(question).by_unit
    counts = [release_count(int(number)) for number in exact]
    people = release_total(int(exact.sum()), counts)
    cross = None
    if crossed:
        (one,) = crossed
        cross = release_cross(by_place(question, one), counts, characteristic=one.name)
    made = ReleasedTables(
        people=people,
        places=dict(zip(map(str, exact.index), counts, strict=True)) if cross is None else cross.places,
        cross=cross,
        groups={one.name: release_groups(one.observed, people) for one in others},
    )
    gated = close_gate(made)
    said = {one.name: one for one in (*crossed, *others)}
    groups = {name: (found, said[name]) for name, found in gated.tables.groups.items()}
    if gated.tables.cross is not None:
        name = gated.tables.cross.characteristic
        groups = {name: (ReleasedGroups(gated.tables.cross.margins, people), said[name]), **groups}
    tables = [_places(question, _not_known(question, groups)), *([_of_groups(question, groups)] if groups else [])]
    if gated.tables.cross is not None:
        living = said[gated.tables.cross.characteristic].population.by_unit
        table = cross_table(gated.tables.cross, living).rename(columns={"place": "area"})
        tables.append(_of_places(question, table.assign(characteristic=gated.tables.cross.characteristic)))
    return tables, [held_words(one, question) for one in gated.held]


def _not_known(question: Question, groups: dict[str, tuple[ReleasedGroups, GroupCounts]]) -> ReleasedCount | None:
    """Return who did not say whether the meetings were meant for them, as the groups have it: never a second time."""
    own = groups.get(question.meant.characteristic)
    return own[0].counts[NOT_STATED] if own else None


def by_place(question: Question, one: GroupCounts) -> pd.DataFrame:
    """Return exact people of a characteristic: a row a place, a column a group, "not stated" among them."""
    crossed = pd.crosstab(one.units, one.values)
    whole = crossed.reindex(index=question.units.names.index, columns=one.observed.index, fill_value=0)
    return whole.astype("int64")


def _of_groups(question: Question, groups: dict[str, tuple[ReleasedGroups, GroupCounts]]) -> ReleasedTable:
    found = [
        group_table(released, counted.living).assign(characteristic=name)
        for name, (released, counted) in groups.items()
    ]
    table = pd.concat(found, ignore_index=True).reindex(columns=[one for one in GROUP_COLUMNS if one != "holds"])
    notes = [
        sentence
        for released, counted in groups.values()
        for sentence in (*counted.said(), *_more_than_live(released, counted))
    ]
    return _wrapped(question, table, BY_GROUP, notes)


def _more_than_live(released: ReleasedGroups, counted: GroupCounts) -> list[str]:
    """Say of which groups more people came than live here, where the released counts leave no other way."""
    counts = {name: one for name, one in released.counts.items() if name != NOT_STATED}
    return more_than_live_here(
        map(tr, counts), [one.low for one in counts.values()], counted.living.reindex(list(counts))
    )


def _of_places(question: Question, table: pd.DataFrame) -> ReleasedTable:
    named = table.assign(name=table["area"].map(question.units.names))
    return _wrapped(question, named.reindex(columns=list(PLACE_GROUP_COLUMNS)), BY_PATCH_AND_GROUP, [])


def _wrapped(question: Question, table: pd.DataFrame, by: str, notes: list[str]) -> ReleasedTable:
    table.attrs["details"] = {
        "compared_by": by,
        "none_yet": False,
        "no_labels_because": "",
        "about": {**question.about(), "method": tr(METHODS[by])},
        "answer": not_compared() if table["population"].isna().all() else group_answer(table),
    }
    return _released(by, table, tuple(dict.fromkeys([*notes, *fixed_notes(question)])))


def held_words(held: HeldBack, question: Question) -> str:
    """Say one thing that is held back, and why."""
    names = [*(str(question.units.names.get(one, one)) for one in held.places), *(tr(one) for one in held.groups)]
    what = group_words.characteristic_words(held.characteristic) if held.characteristic else ""
    where = ", ".join(one for one in (what.capitalize(), *names) if one)
    return f"{where}: {tr(held.reason)}" if where else tr(held.reason)


def _released(by: str, frame: pd.DataFrame, notes: tuple[str, ...]) -> ReleasedTable:
    rows = tuple({str(key): plain_cell(value) for key, value in row.items()} for row in frame.to_dict("records"))
    return ReleasedTable(by, rows, frame.attrs["details"], notes)


def plain_cell(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    """Return a cell as JSON holds it; an unknown number is None."""
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else round(float(value), 4)
    return int(value) if isinstance(value, int | np.integer) else str(value)
