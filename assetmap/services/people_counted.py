"""Who came: different people of the community in a period, each once, with the area and the facts they came with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis.last_answers import last_answers
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.participation import CHARACTERISTICS, DECLINED, NOT_STATED, ROLES, MeantFor, NotPlaced
from assetmap.model.period import Period
from assetmap.services import workspace
from assetmap.services.workspace import Place

COMMUNITY: frozenset[str] = frozenset(role.name for role in ROLES if role.community)


@dataclass(frozen=True)
class People:
    """Who came to some meetings. Exact: for ``analysis/disclosure.py`` and the working view alone.

    Attributes
    ----------
    latest
        A row a different person of the community: ``person``, ``area_id`` (of their latest row that says where they
        came from; empty where none does, and where that is outside the place), ``not_placed`` (why, then). Where
        nobody is named, a row a visit.
    rows
        Every row of the community, oldest first: the columns of ``model.register.COUNTED_COLUMNS``.
    seats
        Rows by role, all roles; none where rows are visits.
    unnamed
        Rows of the community that name nobody, beside rows that do.
    are_visits
        Whether nobody is named at all, so that visits are counted.
    none_yet
        Whether no such meeting is on record.
    kept_before
        What was kept of people who were left out since.
    """

    latest: pd.DataFrame
    rows: pd.DataFrame
    seats: dict[str, int]
    unnamed: int
    are_visits: bool
    none_yet: bool
    kept_before: frozenset[str] = frozenset()

    def characteristics(self) -> list[str]:
        """Return which characteristics were kept of anybody, in the order of the form."""
        kept = {name for text in self.rows["characteristics"].unique() for name in json.loads(text or "{}")}
        return [row.name for row in CHARACTERISTICS if row.name in kept | self.kept_before]

    def only(self, inside: NDArray[np.bool_]) -> People:
        """Return some of the people, with their rows; ``inside`` says of each row of ``latest`` whether it stays."""
        latest = self.latest[inside]
        of_kept = inside if self.are_visits else self.rows["person"].isin(set(latest["person"]))
        rows = self.rows[of_kept]  # a visit is a row of both tables
        return replace(self, latest=latest.reset_index(drop=True), rows=rows.reset_index(drop=True))

    def values(self, characteristic: str) -> pd.Series:
        """Return what each person of ``latest`` answered last, as it was at that meeting.

        "Not stated" where they never answered, and where their last answer is that they would rather not say.
        Same order and index as ``latest``.
        """
        said = values_of(self.rows, characteristic)
        if self.are_visits:
            return said.replace(DECLINED, NOT_STATED).set_axis(self.latest.index)
        return self.latest["person"].map(last_answers(said.set_axis(self.rows["person"]))).astype("object")


def values_of(rows: pd.DataFrame, characteristic: str) -> pd.Series:
    """Return one characteristic of each row as it was written down, for `last_answers`.

    ``DECLINED`` where somebody would rather not say; "not stated" where it was not kept or there is no answer.
    """
    texts = rows["characteristics"]
    value = {text: json.loads(text or "{}").get(characteristic) or NOT_STATED for text in texts.unique()}
    return texts.map(value).astype("object")


def read_people(place: Place, meant_for: MeantFor, period: Period) -> People:
    """Return who came to the meetings of a period that were meant for some people."""
    with closing(workspace.open_register(place)) as store:
        rows = store.counted_rows(first=period.first, last=period.last, meant_for=str(meant_for))
    return count_people(rows)


def count_people(rows: pd.DataFrame) -> People:
    """Count different people once each, where their latest row that says where has them.

    Only a row that says nothing we know (no postcode, part of one, one in no list) lets an earlier one speak. Who came
    from outside the place last is outside, wherever they came from before.

    Parameters
    ----------
    rows
        The columns of ``model.register.COUNTED_COLUMNS``, oldest first.
    """
    community = rows[rows["role"].isin(COMMUNITY)].reset_index(drop=True)
    is_named = community["person"] != ""
    unnamed = int((~is_named).sum())
    visits = unnamed > 0 and not is_named.any()
    who = community if visits else community[is_named].reset_index(drop=True)
    latest = who[["person", "area_id", "not_placed"]]
    if not visits:
        says = (latest["area_id"] != "") | (latest["not_placed"] == NotPlaced.OUTSIDE)
        saying_last = latest.assign(says=says).sort_values("says", kind="stable")
        latest = saying_last.drop(columns="says").drop_duplicates("person", keep="last")
    seats = {} if visits else {role.name: int((rows["role"] == role.name).sum()) for role in ROLES}
    return People(latest.reset_index(drop=True), who, seats, 0 if visits else unnamed, visits, rows.empty)


def meeting_kinds(place: Place, period: Period | None = None) -> dict[str, int]:
    """Return how many meetings are on record by whom they were meant for, the most first; nobody is counted."""
    with closing(workspace.open_register(place)) as store:
        kinds = [str(event.meant_for) for event in store.events() if period is None or period.holds(event.date)]
    counts = pd.Series(kinds, dtype="object").value_counts()
    return {str(kind): int(number) for kind, number in counts.items()}


def choose_meetings(kinds: dict[str, int], wanted: str) -> tuple[MeantFor, int]:
    """Return whom the compared meetings were meant for, and how many other meetings there are.

    Raises
    ------
    OptionError
        What is wanted is not known; or there are several kinds, none for everyone, and none was chosen.
    NotFoundError
        No meeting on record was meant for them.
    """
    recorded = sorted(kinds)
    if wanted and wanted not in set(MeantFor):
        raise OptionError(
            tr("--meant-for {wanted}: we do not know this. Expected one of: {meantfor}.",
               wanted=wanted, meantfor=quoted(MeantFor))
        )  # fmt: skip
    if wanted and wanted not in recorded:
        there = quoted(recorded) or tr("none yet")
        raise NotFoundError(
            tr("--meant-for {wanted}: no meeting on record was meant for them. There are: {there}.",
               wanted=wanted, there=there)
        )  # fmt: skip
    everyone = str(MeantFor.EVERYONE)
    chosen = wanted or (recorded[0] if len(recorded) == 1 else everyone)
    if recorded and chosen not in recorded:
        raise OptionError(
            tr("The meetings were meant for: {recorded}. Choose one with --meant-for.", recorded=quoted(recorded))
        )
    return MeantFor(chosen), sum(number for kind, number in kinds.items() if kind != chosen)


def quoted(names: Iterable[str]) -> str:
    """Return names in quotes, with commas."""
    return ", ".join(f"'{name}'" for name in names)
