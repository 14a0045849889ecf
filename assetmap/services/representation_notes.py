"""What is said beside the table of who came: whom we compare with, who is not in it, what the numbers can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount
from assetmap.messages import say_day, tr, tr_count
from assetmap.model.participation import ROLES, NotPlaced
from assetmap.model.release import HELD_BACK
from assetmap.model.representation import (
    COMPARED_AT_LEAST,
    PEOPLE_A_PATCH_PRIVATE,
    PEOPLE_A_PATCH_SHARED,
    Label,
    UnitKind,
    shortfall_sentences,
)
from assetmap.render.words import name_some
from assetmap.services.representation_meant import MeantGroup
from assetmap.services.representation_question import Question
from assetmap.services.representation_sharing import SharedAreas, same_patches
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


def fixed_notes(question: Question) -> list[str]:
    """Say whom we compare with, when, which meetings are left out and which areas: nothing here counts people."""
    said = [question.reason] if question.reason else question.population.said
    notes = [
        *said,
        tr("Meetings: {period}. Places: {catchment}.", period=question.period.words(), catchment=question.catchment()),
    ]
    if question.other_meetings:
        notes.append(
            tr_count(
                "Not in these figures: {number} meeting meant for other people.",
                "Not in these figures: {number} meetings meant for other people.",
                question.other_meetings,
            )
        )
    left_out = left_out_sentence(question.units)
    return [*notes, left_out] if left_out else notes


def meant_sentences(meant: MeantGroup, outside: int | str, not_known: int | str) -> list[str]:
    """Say who is not compared for being known to be somebody else, and of how many it is not known who they are.

    Parameters
    ----------
    meant
        The people that the meetings were meant for.
    outside
        People known not to be among them, as the view may show them.
    not_known
        People in the table of whom it is not known, as the view may show them; ``HELD_BACK`` where it may not.
    """
    if not meant.characteristic:
        return []
    if not meant.recorded:
        return [tr("Nobody recorded who is among those the meetings were meant for. So all who came are compared.")]
    known = tr(
        "Known not to be among those the meetings were meant for: {people}. They are not compared.",
        people=_people(outside),
    )
    if not_known == HELD_BACK:
        return [
            known,
            tr("How many are not known to be among them is held back. With it, a small number could be worked out."),
        ]
    said = tr(
        "Not known whether they are: {people}. They are compared, as the meetings were meant for them.",
        people=_people(not_known),
    )
    return [known, said]


def left_out_sentences(question: Question) -> list[str]:
    """Say who is not in these figures and why: known not to be meant, of other ages, of an age that is not known.

    For the working view alone: the numbers are exact.
    """
    not_known = question.meant_not_known if question.meant.recorded else 0
    said = meant_sentences(question.meant, question.meant.known_outside, not_known)
    if question.ages is None:
        return said
    return [
        *said,
        tr("Of other ages, not in these figures: {people}.", people=_people(question.other_ages)),
        tr("Age not known, not in these figures: {people}.", people=_people(question.age_not_known)),
    ]


def more_than_live_here(names: Iterable[str], least: Iterable[int], living: Iterable[float]) -> list[str]:
    """Say where more people came than live there: the records or the figures are wrong there.

    Parameters
    ----------
    names
        Places, or groups.
    least
        People who came from each; of a released count, the fewest that are shown like this. The sentence then says no
        more than the count does.
    living
        People of the comparison population; not a number where not known.
    """
    over = [name for name, came, people in zip(names, least, living, strict=True) if came > people]
    if not over:
        return []
    return [
        tr(
            "More people came than live there: {names}. Check the areas and the figures: until then nothing can be "
            "told of them.",
            names=name_some(over),
        )
    ]


def people_sentence(came: Came, number: int | str) -> str:
    """Say how many people, or visits, the table counts."""
    if came.are_visits:
        return tr("Counted here: {visits}.", visits=_visits(number))
    return tr("Counted here: {people} of the community.", people=_different_people(number))


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
            "With {people} we can compare up to {patches} patches of like size.",
            people=_people(people.shown),
            patches=patches,
        ),
        *why,
        tr("For smaller places, use the list and ask people who live there."),
    ]


def missed_sentences(table: pd.DataFrame, units: Units) -> list[str]:
    """Say which shortfalls "no clear difference" could have missed, from the expected numbers that are shown."""
    return shortfall_sentences(table["expected"][table["label"] == Label.ABOUT], units.kind)


def shared_sentences(kept: SharedAreas | None, units: Units, *, fixed: bool) -> list[str]:
    """Say which patches these are, whether they may still be changed, and why figures for one set alone go out.

    Parameters
    ----------
    kept
        The patches that are kept with the place, or None.
    units
        What the figures are for.
    fixed
        Whether figures were released already.
    """
    if units.kind is not UnitKind.PATCH:
        return [] if kept is None or kept.kind is not UnitKind.PATCH else _areas_beside(kept)
    if kept is None or not same_patches(units, kept):
        return [
            tr("These patches are not the ones kept with this place."),
            tr("Pass on figures for one set of patches alone: two sets give small numbers away."),
        ]
    since = say_day(kept.since)
    return [
        tr_count(
            "This place has this {number} patch, since {since}.",
            "This place has these {number} patches, since {since}.",
            len(units.names),
            since=since,
        ),
        tr("Figures were released, so the patches stay as they are.")
        if fixed
        else tr("They can be changed until the first figures are released."),
        tr("Pass on the patches or the areas, never both."),
    ]


def _areas_beside(kept: SharedAreas) -> list[str]:
    return [
        tr("This place has patches too, since {since}.", since=say_day(kept.since)),
        tr("Pass on the areas or the patches, never both: together they can give small numbers away."),
    ]


def beside_sentences(came: Came, units: Units, shown: Shown) -> list[str]:
    """Say who is not in the table. In the share view every line is there, whether or not anybody is behind it."""
    counted = _visits if came.are_visits else _people
    said = []
    if NOT_PLACED in shown:
        said.append(
            tr("Not placed in any square: {people}.", people=counted(shown[NOT_PLACED]))
            if units.kind is UnitKind.SQUARE
            else tr("Not placed in any area: {people}.", people=counted(shown[NOT_PLACED]))
        )
    if units.left_out and OUTSIDE in shown:
        said.append(tr("In an area that is not compared: {people}.", people=counted(shown[OUTSIDE])))
    if not came.are_visits and UNNAMED in shown:
        said.append(tr("Without a name, not in these figures: {rows}.", rows=_rows(shown[UNNAMED])))
    return said


def exact_sentences(came: Came) -> list[str]:
    """Say why people were not placed, and the seats by role: for the working view alone."""
    counted = _visits if came.are_visits else _people
    reasons = {str(why): came.not_placed[str(why)] for why in NotPlaced}
    said = [
        tr("Not placed, {why}: {people}.", why=tr(why), people=counted(number))
        for why, number in reasons.items()
        if number
    ]
    seats = [(role.label, came.seats.get(role.name, 0)) for role in ROLES]
    return [
        *said,
        *(tr("Seats, {role}: {number:,}.", role=tr(label), number=number) for label, number in seats if number),
    ]


def _visits(shown: int | str) -> str:
    if isinstance(shown, int):
        return tr_count("{number} visit", "{number} visits", shown)
    return tr("{rough} visits", rough=tr(shown))


def _people(shown: int | str) -> str:
    if isinstance(shown, int):
        return tr_count("{number} person", "{number} people", shown)
    return tr("{rough} people", rough=tr(shown))


def _different_people(shown: int | str) -> str:
    if isinstance(shown, int):
        return tr_count("{number} different person", "{number} different people", shown)
    return tr("{rough} different people", rough=tr(shown))


def _rows(shown: int | str) -> str:
    if isinstance(shown, int):
        return tr_count("{number} row", "{number} rows", shown)
    return tr("{rough} rows", rough=tr(shown))
