"""What is said beside the table of who came: whom we compare with, who is not in it, what the numbers can tell."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount
from assetmap.messages import tr
from assetmap.model.participation import ROLES, NotPlaced
from assetmap.model.representation import (
    COMPARED_AT_LEAST,
    PEOPLE_A_PATCH_PRIVATE,
    PEOPLE_A_PATCH_SHARED,
    UNIT_PLURALS,
    Label,
    UnitKind,
    shortfall_sentences,
)
from assetmap.render.words import count
from assetmap.services.representation_population import ComparisonPopulation
from assetmap.services.representation_sharing import SharedAreas, day_words
from assetmap.services.representation_units import Units, left_out_sentence

Shown = dict[str, int | str]
NOT_PLACED, OUTSIDE, UNNAMED = "not placed", "outside", "unnamed"


@dataclass(frozen=True)
class Came:
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
        Rows by role; none where rows are visits. Only for the working view: where each person came once, seats narrow
        a hidden count.
    unnamed
        Rows of the community that name nobody, beside rows that do.
    are_visits
        Whether nobody is named at all, so that visits are counted.
    none_yet
        Whether no meeting is on record: there is nothing to tell, and nothing to hide.
    """

    by_unit: pd.Series
    outside: int
    not_placed: dict[str, int]
    seats: dict[str, int]
    unnamed: int
    are_visits: bool
    none_yet: bool

    def beside(self) -> dict[str, int]:
        """Return the counts that stand beside the table, each of its own."""
        return {NOT_PLACED: sum(self.not_placed.values()), OUTSIDE: self.outside, UNNAMED: self.unnamed}


def fixed_notes(units: Units, population: ComparisonPopulation, reason: str, other_meetings: int) -> list[str]:
    """Say whom we compare with, which meetings are left out and which areas: nothing here counts people."""
    codes = f" ({population.vintage})" if population.vintage else ""
    notes = [reason or f"Compared with {population.label}{codes}."]
    if other_meetings:
        notes.append(
            tr(
                "Not in these figures: {other_meetings} meant for other people.",
                other_meetings=count(other_meetings, "meeting"),
            )
        )
    left_out = left_out_sentence(units)
    return [*notes, left_out] if left_out else notes


def people_sentence(came: Came, number: int | str) -> str:
    """Say how many people, or visits, the table counts."""
    if came.are_visits:
        return f"Counted here: {_words(number, 'visit')}."
    return tr("Counted here: {number} of the community.", number=_words(number, "different person", "different people"))


def size_sentences(people: ReleasedCount, *, shared: bool) -> list[str]:
    """Say how many patches this many people allow, and why it is fewer where figures are shared."""
    if people.value is None:
        return []
    patches = int(people.low // (PEOPLE_A_PATCH_SHARED if shared else PEOPLE_A_PATCH_PRIVATE))
    if patches < COMPARED_AT_LEAST:
        return [tr("These are too few people to compare places. Use the list and ask people who live there.")]
    why = [tr("Figures to share are rounded, so each patch needs more people in it.")] if shared else []
    return [
        tr(
            "With {shown} we can compare up to {patches} patches of like size.",
            shown=_words(people.shown, "person", "people"),
            patches=patches,
        ),
        *why,
        tr("For smaller places, use the list and ask people who live there."),
    ]


def missed_sentences(table: pd.DataFrame, units: Units) -> list[str]:
    """Say which shortfalls "no clear difference" could have missed, from the expected numbers that are shown."""
    return shortfall_sentences(table["expected"][table["label"] == Label.ABOUT], units.kind)


def shared_sentences(shared: SharedAreas | None, units: Units) -> list[str]:
    """Say which patches figures to share use, since when, and why there is one set of them."""
    if shared is None:
        return []
    if units.kind is not UnitKind.PATCH:
        return [
            tr("Figures for patches are shared too, since {since}.", since=day_words(shared.since)),
            tr("Pass on the areas or the patches, never both: together they can give small numbers away."),
        ]
    noun = str(units.kind) if len(units.names) == 1 else UNIT_PLURALS[units.kind]
    return [
        tr(
            "Figures to share use these {number:,} {noun}, since {since}.",
            number=len(units.names),
            noun=noun,
            since=day_words(shared.since),
        ),
        tr("Figures for another set would give small numbers away, so we do not make them."),
        tr("Pass on the patches or the areas, never both."),
    ]


def beside_sentences(came: Came, units: Units, shown: Shown) -> list[str]:
    """Say who is not in the table. In the share view every line is there, whether or not anybody is behind it."""
    nouns = ("visit", "visits") if came.are_visits else ("person", "people")
    said = []
    if NOT_PLACED in shown:
        said.append(
            tr("Not placed in any {units}: {shown}.", units=_area(units), shown=_words(shown[NOT_PLACED], *nouns))
        )
    if units.left_out and OUTSIDE in shown:
        said.append(tr("In an area that is not compared: {shown}.", shown=_words(shown[OUTSIDE], *nouns)))
    if not came.are_visits and UNNAMED in shown:
        said.append(tr("Without a name, not in these figures: {shown}.", shown=_words(shown[UNNAMED], "row")))
    return said


def exact_sentences(came: Came) -> list[str]:
    """Say why people were not placed, and the seats by role: for the working view alone."""
    nouns = ("visit", "visits") if came.are_visits else ("person", "people")
    reasons = {str(why): came.not_placed[str(why)] for why in NotPlaced}
    said = [f"Not placed, {why}: {_words(number, *nouns)}." for why, number in reasons.items() if number]
    seats = [(role.label, came.seats.get(role.name, 0)) for role in ROLES]
    return [*said, *(f"Seats, {label}: {number:,}." for label, number in seats if number)]


def _area(units: Units) -> str:
    return str(UnitKind.SQUARE if units.kind is UnitKind.SQUARE else UnitKind.AREA)


def _words(shown: int | str, one: str, many: str = "") -> str:
    return count(shown, one, many) if isinstance(shown, int) else f"{shown} {many or one + 's'}"
