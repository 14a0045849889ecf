"""Who have we not reached yet? Different people who came, beside the people the meetings were meant for."""

from __future__ import annotations

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
from assetmap.model.participation import ROLES, MeantFor, NotPlaced
from assetmap.model.release import ShareView, WorkingView
from assetmap.model.representation import (
    COMPARED_BY,
    COMPARED_LATER,
    PEOPLE_A_PATCH_PRIVATE,
    PEOPLE_A_PATCH_SHARED,
    SHARE_VIEW,
    WORKING_VIEW,
    WhyNoLabels,
)
from assetmap.model.tables import REPRESENTATION
from assetmap.render.words import count
from assetmap.services import workspace
from assetmap.services.representation_population import ComparisonPopulation, comparison_population
from assetmap.services.representation_units import Units, area_units, left_out_sentence, patch_units
from assetmap.services.workspace import Place

Missing: TypeAlias = ShareView[pd.DataFrame] | WorkingView[pd.DataFrame]
_COMMUNITY = frozenset(role.name for role in ROLES if role.community)


@dataclass(frozen=True, kw_only=True)
class MissingRequest:
    """What to compare.

    Attributes
    ----------
    by
        "area"; other ways are planned.
    patches
        A list that puts areas together into patches.
    view
        "share" hides small numbers and rounds the rest; "working" is exact and PRIVATE.
    meant_for
        Only meetings meant for these people; empty takes those meant for everyone, or the only kind there is.
    from_, to, ages
        Planned; refused unless empty.
    """

    by: str = COMPARED_BY
    patches: Path | None = None
    view: str = SHARE_VIEW
    meant_for: str = ""
    from_: str = ""
    to: str = ""
    ages: str = ""


@dataclass(frozen=True)
class _Came:
    """Who came to the meetings that are compared.

    Attributes
    ----------
    by_unit
        Different people by unit, or visits where nobody is named.
    outside
        People placed in an area that is in no unit.
    not_placed
        People without an area, by reason.
    seats
        Rows by role; none where rows are visits: beside the table they would give small counts away.
    unnamed
        Rows of the community that name nobody, beside rows that do.
    are_visits
        Whether nobody is named at all, so that visits are counted.
    some_left_out
        Whether areas are in no patch.
    """

    by_unit: pd.Series
    outside: int
    not_placed: dict[str, int]
    seats: dict[str, int]
    unnamed: int
    are_visits: bool
    some_left_out: bool


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
        numbers or "fewer than 10". ``facts.attrs["details"]`` holds N, people not placed and seats by role, shown by
        the same rules; the notes say them in words.

    Raises
    ------
    OptionError, NotYetError
        An option has a value we do not know, or is planned and not built.
    NotFoundError
        No meeting was meant for these people.
    FileUnusableError
        The list of patches cannot be used.
    """
    _check(request)
    units = area_units(place) if request.patches is None else patch_units(place, request.patches)
    with closing(workspace.open_register(place)) as store:
        rows = store.attendances()
        kinds = {event.event_id: str(event.meant_for) for event in store.events()}
    meant_for, other_meetings = _choose_meetings(kinds, request.meant_for)
    came = _count(rows[rows["event_id"].map(kinds) == str(meant_for)], units)
    population = comparison_population(place, meant_for, units)
    reason = _why_no_labels(units, population, came)
    notes = _fixed_notes(units, population, reason, other_meetings)
    if request.view == WORKING_VIEW:
        return _working(units, population, came, reason, notes)
    return _shared(units, population, came, reason, notes)


def _why_no_labels(units: Units, population: ComparisonPopulation, came: _Came) -> str:
    reasons = [
        str(WhyNoLabels.NO_AREAS) if units.names.empty else "",
        str(WhyNoLabels.VISITS) if came.are_visits else "",
        population.reason,
    ]
    return " ".join(reason for reason in reasons if reason)


def _check(request: MissingRequest) -> None:
    if request.by in COMPARED_LATER:
        raise NotYetError(f"--by {request.by}: not yet. Use --by {COMPARED_BY}, with --patches for areas together.")
    if request.by != COMPARED_BY:
        raise OptionError(f"--by {request.by}: we do not know this. Expected: {COMPARED_BY}. Correct it.")
    if request.view not in {SHARE_VIEW, WORKING_VIEW}:
        raise OptionError(f"--view {request.view}: we do not know this. Expected {SHARE_VIEW} or {WORKING_VIEW}.")
    for name, value in (("--from", request.from_), ("--to", request.to), ("--ages", request.ages)):
        if value:
            raise NotYetError(f"{name}: not yet. All meetings on record are compared. Leave it out.")


def _choose_meetings(kinds: dict[str, str], wanted: str) -> tuple[MeantFor, int]:
    """Return whom the compared meetings were meant for, and how many other meetings there are."""
    recorded = sorted(set(kinds.values()))
    if wanted and wanted not in set(MeantFor):
        raise OptionError(f"--meant-for {wanted}: we do not know this. Expected one of: {', '.join(MeantFor)}.")
    if wanted and wanted not in recorded:
        there = ", ".join(recorded) or "none yet"
        raise NotFoundError(f"--meant-for {wanted}: no meeting on record was meant for them. There are: {there}.")
    everyone = str(MeantFor.EVERYONE)
    chosen = wanted or (recorded[0] if len(recorded) == 1 else everyone)
    if recorded and chosen not in recorded:
        raise OptionError(f"The meetings were meant for: {', '.join(recorded)}. Choose one with --meant-for.")
    return MeantFor(chosen), sum(kind != chosen for kind in kinds.values())


def _count(rows: pd.DataFrame, units: Units) -> _Came:
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
    return _Came(
        by_unit=unit.value_counts().reindex(units.names.index, fill_value=0).astype("int64"),
        outside=int(unit.isna().sum()),
        not_placed={str(why): int(reasons.get(str(why), 0)) for why in NotPlaced},
        seats={} if visits else {role.name: int((rows["role"] == role.name).sum()) for role in ROLES},
        unnamed=0 if visits else unnamed,
        are_visits=visits,
        some_left_out=bool(units.left_out),
    )


def _shared(
    units: Units, population: ComparisonPopulation, came: _Came, reason: str, notes: list[str]
) -> ShareView[pd.DataFrame]:
    table, people = disclosure.share_table(came.by_unit, population.by_unit, units.names, with_labels=not reason)
    shown = {name: release_count(number).shown for name, number in _side_counts(came).items()}
    table.attrs["details"] = _details(came, people.shown, shown, reason)
    said = [_people_sentence(came, people.shown), *_size_sentence(people, reason, shared=True), *notes]
    said += _side_sentences(came, shown)
    if not reason and (table["label"] == "").any():
        said.append("Some places have no label: rounded numbers leave it open, or no residents are counted.")
    return disclosure.make_share_view(_in_order(table), said)


def _working(
    units: Units, population: ComparisonPopulation, came: _Came, reason: str, notes: list[str]
) -> WorkingView[pd.DataFrame]:
    people_by_unit = population.by_unit * np.nan if reason else population.by_unit
    table = compare(came.by_unit, people_by_unit)
    table["population"] = population.by_unit.astype("float64")
    table = table.assign(area=table.index, name=units.names.to_numpy()).reset_index(drop=True)
    counted = came.by_unit if reason else came.by_unit[(people_by_unit.fillna(0) > 0).to_numpy()]
    number = int(counted.sum())
    people = ReleasedCount(str(number), number, number, float(number))
    exact: dict[str, int | str] = dict(_side_counts(came))
    table.attrs["details"] = _details(came, number, exact, reason)
    said = [_people_sentence(came, number), *_size_sentence(people, reason, shared=False), *notes]
    said += _side_sentences(came, {name: one for name, one in exact.items() if one})
    return disclosure.make_working_view(_in_order(table), said)


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table[REPRESENTATION.column_names].copy()
    ordered.attrs = table.attrs
    return ordered


def _side_counts(came: _Came) -> dict[str, int]:
    """Return the counts that stand beside the table, each of its own."""
    seats = {f"seats {name}": number for name, number in came.seats.items()}
    return {"outside": came.outside, **came.not_placed, **seats, "unnamed": came.unnamed}


def _details(came: _Came, people: int | str, side: dict[str, int | str], reason: str) -> dict[str, Any]:
    return {
        "counted": "visits" if came.are_visits else "people",
        "placed": people,
        "not_placed": {str(why): side[str(why)] for why in NotPlaced},
        "outside_patches": side["outside"],
        "visits_naming_nobody": side["unnamed"],
        "seats": {name: side[f"seats {name}"] for name in came.seats},
        "no_labels_because": reason,
    }


def _fixed_notes(units: Units, population: ComparisonPopulation, reason: str, other_meetings: int) -> list[str]:
    codes = f" ({population.vintage})" if population.vintage else ""
    notes = [reason or f"Compared with {population.label}{codes}."]
    if other_meetings:
        notes.append(f"Not in these figures: {count(other_meetings, 'meeting')} meant for other people.")
    left_out = left_out_sentence(units)
    return [*notes, left_out] if left_out else notes


def _people_sentence(came: _Came, number: int | str) -> str:
    if came.are_visits:
        return f"Counted here: {_words(number, 'visit')}."
    return f"Counted here: {_words(number, 'different person', 'different people')} of the community."


def _size_sentence(people: ReleasedCount, reason: str, *, shared: bool) -> list[str]:
    """Say how many patches this many people allow."""
    if reason or people.value is None:
        return []
    patches = int(people.low // (PEOPLE_A_PATCH_SHARED if shared else PEOPLE_A_PATCH_PRIVATE))
    if patches < 2:  # noqa: PLR2004 - one patch has nothing to be compared with
        return ["These are too few people to compare places. Use the list and ask people who live there."]
    return [
        f"With {_words(people.shown, 'person', 'people')} we can compare up to {patches} patches of like size.",
        "For smaller places, use the list and ask people who live there.",
    ]


def _side_sentences(came: _Came, shown: dict[str, int | str]) -> list[str]:
    """Say who is not in the table. In the share view every line is there, whether or not anybody is behind it."""
    nouns = ("visit", "visits") if came.are_visits else ("person", "people")
    lines = {str(why): f"Not placed, {why}" for why in NotPlaced}
    if came.some_left_out:
        lines["outside"] = "In an area that is not compared"
    said = [f"{line}: {_words(shown[name], *nouns)}." for name, line in lines.items() if name in shown]
    if not came.are_visits and "unnamed" in shown:
        said.append(f"Without a name, not in these figures: {_words(shown['unnamed'], 'row')}.")
    seats = [f"{role.label} {shown[f'seats {role.name}']}" for role in ROLES if f"seats {role.name}" in shown]
    return [*said, "Seats by role: " + "; ".join(seats) + "."] if seats else said


def _words(shown: int | str, one: str, many: str = "") -> str:
    return count(shown, one, many) if isinstance(shown, int) else f"{shown} {many or one + 's'}"


def as_records(answer: Missing) -> list[dict[str, Any]]:
    """Return the table as JSON-ready rows: ``observed`` is a whole number or "fewer than 10", unknown numbers None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in answer.facts.to_dict("records")]


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell of any kind
    if isinstance(value, float | np.floating):
        number = float(value)
        return None if np.isnan(number) else int(number) if number.is_integer() else round(number, 2)
    return int(value) if isinstance(value, int | np.integer) else str(value)
