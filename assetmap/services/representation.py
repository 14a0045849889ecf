"""Who have we not reached yet? Different people who came, beside the people the meetings were meant for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from assetmap.analysis import disclosure
from assetmap.analysis.disclosure import ReleasedCount, release_count
from assetmap.analysis.representation import compare
from assetmap.errors import NotFoundError, NotYetError, OptionError
from assetmap.messages import tr
from assetmap.model.participation import ROLES, MeantFor, NotPlaced
from assetmap.model.release import ShareView, WorkingView
from assetmap.model.representation import COMPARED_BY, COMPARED_LATER, SHARE_VIEW, WORKING_VIEW, WhyNoLabels
from assetmap.model.tables import REPRESENTATION
from assetmap.services import representation_notes as said_of
from assetmap.services import workspace
from assetmap.services.representation_notes import NOT_PLACED, OUTSIDE, UNNAMED, Came, Shown
from assetmap.services.representation_population import ComparisonPopulation, comparison_population
from assetmap.services.representation_sharing import chosen_units, patches_fixed
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place

Missing: TypeAlias = ShareView[pd.DataFrame] | WorkingView[pd.DataFrame]
_COMMUNITY = frozenset(role.name for role in ROLES if role.community)


@dataclass(frozen=True, kw_only=True)
class MissingRequest:
    """What to compare.

    Attributes
    ----------
    by
        "area" for the areas themselves; empty for the patches that are kept with the place, or the areas where none
        are. Other ways are planned.
    patches
        A list that puts areas together into patches.
    view
        "share" hides small numbers and rounds the rest; "working" is exact and PRIVATE.
    meant_for
        Only meetings meant for these people; empty takes those meant for everyone, or the only kind there is.
    from_, to, ages
        Planned; refused unless empty.
    """

    by: str = ""
    patches: Path | None = None
    view: str = SHARE_VIEW
    meant_for: str = ""
    from_: str = ""
    to: str = ""
    ages: str = ""


def missing(place: Place, request: MissingRequest) -> Missing:
    """Compare who came with who lives there, by area or patch.

    Parameters
    ----------
    place
        The place.
    request
        What to compare and how much to show.

    Returns
    -------
    ShareView or WorkingView
        A table of ``model.tables.REPRESENTATION``, ordered by area id. In the share view ``observed`` holds whole
        numbers or "fewer than 10". ``facts.attrs["details"]`` holds the people counted and those beside the table, by
        the same rules; reasons and seats by role in the working view alone. The notes say them in words.

    Raises
    ------
    OptionError, NotYetError
        An option has a value we do not know, or is planned and not built; or the share view was asked for with other
        patches than those that were released.
    NotFoundError
        No meeting was meant for these people.
    FileUnusableError
        The list of patches cannot be used.
    """
    _check(request)
    units, kept = chosen_units(place, by=request.by, patches=request.patches, view=request.view)
    with closing(workspace.open_register(place)) as store:
        rows = store.attendances()
        kinds = {event.event_id: str(event.meant_for) for event in store.events()}
    meant_for, other_meetings = _choose_meetings(kinds, request.meant_for)
    came = _count(rows[rows["event_id"].map(kinds) == str(meant_for)], units)
    population = comparison_population(place, meant_for, units)
    reason = _why_no_labels(units, population, came)
    notes = said_of.fixed_notes(units, population, reason, other_meetings)
    if request.view == WORKING_VIEW:
        return _working(units, population, came, reason, notes)
    answer = _shared(units, population, came, reason, notes)
    if came.none_yet or units.names.empty:
        return answer
    beside = said_of.shared_sentences(kept, units, fixed=patches_fixed(place))
    return disclosure.make_share_view(answer.facts, [*answer.notes, *beside])


def meeting_kinds(place: Place) -> dict[MeantFor, int]:
    """Return how many meetings are on record by whom they were meant for; the most come first, nobody is counted."""
    with closing(workspace.open_register(place)) as store:
        kinds = Counter(MeantFor(str(event.meant_for)) for event in store.events())
    return dict(kinds.most_common())


def _why_no_labels(units: Units, population: ComparisonPopulation, came: Came) -> str:
    reasons = [
        tr(WhyNoLabels.NO_AREAS) if units.names.empty else "",
        tr(WhyNoLabels.VISITS) if came.are_visits else "",
        population.reason,
    ]
    return " ".join(reason for reason in reasons if reason)


def _check(request: MissingRequest) -> None:
    if request.by in COMPARED_LATER:
        raise NotYetError(
            tr(
                "--by {by}: not yet. Use --by {area}, with --patches for areas together.",
                by=request.by,
                area=COMPARED_BY,
            )
        )
    if request.by not in {"", COMPARED_BY}:
        raise OptionError(
            tr(
                "--by {by}: we do not know this. Expected: {compared_by}. Correct it.",
                by=request.by,
                compared_by=COMPARED_BY,
            )
        )
    if request.view not in {SHARE_VIEW, WORKING_VIEW}:
        raise OptionError(
            tr(
                "--view {view}: we do not know this. Expected {share_view} or {working_view}.",
                view=request.view,
                share_view=SHARE_VIEW,
                working_view=WORKING_VIEW,
            )
        )
    for name, value in (("--from", request.from_), ("--to", request.to), ("--ages", request.ages)):
        if value:
            raise NotYetError(tr("{name}: not yet. All meetings on record are compared. Leave it out.", name=name))


def _choose_meetings(kinds: dict[str, str], wanted: str) -> tuple[MeantFor, int]:
    """Return whom the compared meetings were meant for, and how many other meetings there are."""
    recorded = sorted(set(kinds.values()))
    if wanted and wanted not in set(MeantFor):
        raise OptionError(
            tr(
                "--meant-for {wanted}: we do not know this. Expected one of: {meantfor}.",
                wanted=wanted,
                meantfor=_quoted(MeantFor),
            )
        )
    if wanted and wanted not in recorded:
        there = _quoted(recorded) or tr("none yet")
        raise NotFoundError(
            tr(
                "--meant-for {wanted}: no meeting on record was meant for them. There are: {there}.",
                wanted=wanted,
                there=there,
            )
        )
    everyone = str(MeantFor.EVERYONE)
    chosen = wanted or (recorded[0] if len(recorded) == 1 else everyone)
    if recorded and chosen not in recorded:
        raise OptionError(
            tr("The meetings were meant for: {recorded}. Choose one with --meant-for.", recorded=_quoted(recorded))
        )
    return MeantFor(chosen), sum(kind != chosen for kind in kinds.values())


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def _count(rows: pd.DataFrame, units: Units) -> Came:
    """Count different people once each, in the area of their latest row that has one."""
    community = rows[rows["role"].isin(_COMMUNITY)]
    named = community[community["person"] != ""]
    unnamed = len(community) - len(named)
    visits = named.empty and unnamed > 0
    who = community.assign(person=community["row_key"]) if visits else named
    who = who.assign(is_placed=who["area_id"] != "").sort_values(["is_placed", "date", "row_key"])
    who = who.drop_duplicates("person", keep="last")
    placed = who[who["is_placed"]]
    unit = placed["area_id"].map(units.of_area)
    reasons = who[~who["is_placed"]]["not_placed"].value_counts()
    return Came(
        by_unit=unit.value_counts().reindex(units.names.index, fill_value=0).astype("int64"),
        outside=int(unit.isna().sum()),
        not_placed={str(why): int(reasons.get(str(why), 0)) for why in NotPlaced},
        seats={} if visits else {role.name: int((rows["role"] == role.name).sum()) for role in ROLES},
        unnamed=0 if visits else unnamed,
        are_visits=visits,
        none_yet=rows.empty,
    )


def _shared(
    units: Units, population: ComparisonPopulation, came: Came, reason: str, notes: list[str]
) -> ShareView[pd.DataFrame]:
    table, people = disclosure.share_table(came.by_unit, population.by_unit, units.names, with_labels=not reason)
    beside: Shown = {name: release_count(number).shown for name, number in came.beside().items()}
    table.attrs["details"] = _details(came, units, people.shown, beside, reason)
    if came.none_yet:
        return disclosure.make_share_view(_in_order(table), [reason] if reason else [])
    said = [*_first_notes(came, people, reason, shared=True), *notes, *said_of.beside_sentences(came, units, beside)]
    said += said_of.missed_sentences(table, units)
    if not reason and (table["label"] == "").any():
        said.append(tr("Some places have no label: rounded numbers leave it open, or no residents are counted."))
    return disclosure.make_share_view(_in_order(table), said)


def _working(
    units: Units, population: ComparisonPopulation, came: Came, reason: str, notes: list[str]
) -> WorkingView[pd.DataFrame]:
    table = compare(came.by_unit, population.by_unit * np.nan if reason else population.by_unit)
    table["population"] = population.by_unit.astype("float64")
    table = table.assign(area=table.index, name=units.names.to_numpy()).reset_index(drop=True)
    number = int(came.by_unit.sum())
    beside: Shown = dict(came.beside())
    exact = {"not_placed": came.not_placed, "seats": came.seats}
    table.attrs["details"] = _details(came, units, number, beside, reason) | exact
    if came.none_yet:
        return disclosure.make_working_view(_in_order(table), [reason] if reason else [])
    people = ReleasedCount(str(number), number, number, float(number))
    not_nobody = {name: one for name, one in beside.items() if one and name != NOT_PLACED}
    said = [*_first_notes(came, people, reason, shared=False), *notes]
    said += said_of.beside_sentences(came, units, not_nobody) + said_of.exact_sentences(came)
    return disclosure.make_working_view(_in_order(table), said + said_of.missed_sentences(table, units))


def _first_notes(came: Came, people: ReleasedCount, reason: str, *, shared: bool) -> list[str]:
    size = [] if reason else said_of.size_sentences(people, shared=shared)
    return [said_of.people_sentence(came, people.shown), *size]


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table[REPRESENTATION.column_names].copy()
    ordered.attrs = table.attrs
    return ordered


def _details(came: Came, units: Units, people: int | str, beside: Shown, reason: str) -> dict[str, Any]:
    return {
        "counted": "visits" if came.are_visits else "people",
        "none_yet": came.none_yet,
        "compared_by": str(units.kind),
        "placed": people,
        "not_placed_in_all": beside[NOT_PLACED],
        "outside_patches": beside[OUTSIDE],
        "visits_naming_nobody": beside[UNNAMED],
        "no_labels_because": reason,
    }


def as_records(answer: Missing) -> list[dict[str, Any]]:
    """Return the table as JSON-ready rows: ``observed`` is a whole number or "fewer than 10", unknown numbers None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in answer.facts.to_dict("records")]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if isinstance(value, float | np.floating):
        number = float(value)
        return None if np.isnan(number) else int(number) if number.is_integer() else round(number, 2)
    return int(value) if isinstance(value, int | np.integer) else str(value)
