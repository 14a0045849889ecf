"""A proposal of patches: neighbouring areas merged until so many people are expected from each, and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas
import numpy as np
import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount, release_count, release_total
from assetmap.analysis.patches import merge_neighbours
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.participation import MeantFor
from assetmap.model.representation import (
    BY_AREA_ALONE,
    COMPARED_AT_LEAST,
    PEOPLE_A_PATCH_PRIVATE,
    PEOPLE_A_PATCH_SHARED,
    WORKING_VIEW,
)
from assetmap.render.words import name_some
from assetmap.services import representation, workspace
from assetmap.services.patch_names import name_patches
from assetmap.services.patch_outlines import find_neighbours
from assetmap.services.representation import MissingRequest
from assetmap.services.representation_sharing import patches_fixed
from assetmap.services.workspace import Place

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Proposal:
    """Patches that so many people allow.

    Attributes
    ----------
    rows
        One an area, by patch and area code: ``area``, ``name``, ``patch``, ``expected`` (people we would expect from
        the area, None where its residents are not known).
    sentences
        How many patches there are, what to do for smaller places, and how they were made; the answer first.
    private
        Whether the exact number of people on record is behind it: for the screen of those who keep the records.
    """

    rows: tuple[dict[str, Any], ...]
    sentences: tuple[str, ...]
    private: bool

    @property
    def patch_of(self) -> dict[str, str]:
        """Patch by area code."""
        return {row["area"]: row["patch"] for row in self.rows}

    @property
    def patches(self) -> list[dict[str, Any]]:
        """One row a patch: ``patch``, ``areas`` (their names), ``expected`` (of the areas whose residents we know)."""
        found: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            one = found.setdefault(row["patch"], {"patch": row["patch"], "areas": [], "expected": 0.0})
            one["areas"].append(row["name"])
            one["expected"] += row["expected"] or 0.0
        return list(found.values())


def propose(place: Place, *, people: int | None = None, shared: bool = True) -> Proposal:
    """Propose patches: neighbouring areas merged until each has people enough to be told apart.

    Parameters
    ----------
    place
        Its areas and residents.
    people
        How many people of the community come, or are hoped for; None takes those on record.
    shared
        To share, each patch needs more people, and people on record are counted as the share view counts them, by
        area: the proposal says no more than that view does.

    Raises
    ------
    NotFoundError
        The place has no areas or no residents.
    OptionError
        The number is none we can use, or none was given and none is on record; or, to share, none was given and
        figures were released: how many people are on record today is a second figure beside those.
    """
    areas, residents = workspace.areas(place), workspace.residents(place)
    if areas.empty:
        raise NotFoundError(
            tr(
                "{place}: no patches can be proposed, because it has no areas. Expected outlines of areas. Add "
                "them to the place first.",
                place=place.name,
            )
        )
    if residents is None or not residents.sum() > 0:
        raise NotFoundError(
            tr(
                "{place}: no patches can be proposed, because nobody knows how many people live in each area. "
                "Add population figures, or put areas together in a list.",
                place=place.name,
            )
        )
    if people is None and shared and patches_fixed(place):
        raise OptionError(
            tr(
                "Figures were released, so the patches stay as they are. A proposal from the people on record would "
                "be a second figure beside those. Give a number of people."
            )
        )
    counted = _given(people) if people is not None else people_on_record(place, shared=shared)
    if counted is None:
        raise OptionError(
            tr(
                "How many people come is not known yet. Expected a list of who came, or a number of people. Give "
                "one of them."
            )
        )
    private = people is None and not shared
    table = _merged(place, areas, residents, counted.value, shared=shared)
    return Proposal(_rows(table), tuple(_sentences(table, counted, shared=shared, private=private)), private)


def people_on_record(place: Place, *, shared: bool) -> ReleasedCount | None:
    """Return how many different people with an area came to the meetings that are compared first.

    None where nobody is on record, nobody is named, or all meetings were meant for some people alone. To share it is
    the total of the share view by areas, to the letter.
    """
    kinds = representation.meeting_kinds(place)
    if not kinds or (len(kinds) > 1 and MeantFor.EVERYONE not in kinds):
        return None
    answer = representation.missing(place, MissingRequest(by=BY_AREA_ALONE, view=WORKING_VIEW)).facts
    if answer.attrs["details"]["counted"] != "people" or answer.empty:
        return None
    came = answer["observed"].astype(int)
    number = int(came.sum())
    if shared:
        return release_total(number, [release_count(int(one)) for one in came])
    return ReleasedCount(str(number), number, number, float(number))


def on_record_sentences(place: Place, proposal: Proposal) -> list[str]:
    """Say how many of the patches that a given number of people allows the people on record allow an answer for.

    Nothing where they allow it for all, where nobody is on record, or where figures were released. People on record
    are counted as the share view counts them.
    """
    on_record = None if patches_fixed(place) else people_on_record(place, shared=True)
    expected = [row["expected"] for row in proposal.patches]
    if on_record is None or not expected:
        return []
    scale = (on_record.value or 0.0) / sum(expected)
    told, number = sum(one * scale >= PEOPLE_A_PATCH_SHARED for one in expected), len(expected)
    if told == number:
        return []
    people = _people(on_record)
    people = people[:1].upper() + people[1:]  # a hidden number is words, and the sentence begins with them
    if not told:
        said = tr("{people} are on record: with {number} patches you will get no answer yet.",
                  people=people, number=number)  # fmt: skip
        return [said]
    said = tr("{people} are on record: you will get an answer for {told} of {number} patches.",
              people=people, told=told, number=number)  # fmt: skip
    return [said]


def _given(people: int) -> ReleasedCount:
    if not 1 <= people <= MOST_PEOPLE:
        raise OptionError(
            tr(
                "{people} people: this cannot be. Expected a number from 1 to {most}. Correct it.",
                people=people,
                most=f"{MOST_PEOPLE:,}",
            )
        )
    return ReleasedCount(str(people), people, people, float(people))


def _merged(
    place: Place, areas: geopandas.GeoDataFrame, residents: pd.Series[Any], people: float | None, *, shared: bool
) -> pd.DataFrame:
    """Return one row an area: area_id, name, people (who live there), expected, patch (its name), unnamed (or not)."""
    live_there = residents.reindex(areas["area_id"]).to_numpy(dtype=np.float64)
    table = pd.DataFrame(areas[["area_id", "name", "lon", "lat"]]).assign(people=live_there)
    if people is None:  # a hidden number: fewer than any patch needs
        return table.assign(expected=np.nan, patch="", unnamed=False).head(0)
    expected = people * live_there / np.nansum(live_there)
    pairs, points = find_neighbours(areas)
    least = PEOPLE_A_PATCH_SHARED if shared else PEOPLE_A_PATCH_PRIVATE
    merged = merge_neighbours(expected=expected, neighbours=pairs, points=points, least=least)
    names = name_patches(place, table.assign(patch=merged))
    found = table.assign(expected=expected, patch=[names.of[one] for one in merged.tolist()])
    return found.assign(unnamed=[one in names.stand_ins for one in merged.tolist()])


def _rows(table: pd.DataFrame) -> tuple[dict[str, Any], ...]:
    ordered = table.sort_values(["patch", "area_id"])[["area_id", "name", "patch", "expected"]]
    return tuple(
        {"area": str(code), "name": str(name), "patch": patch, "expected": None if np.isnan(came) else float(came)}
        for code, name, patch, came in ordered.itertuples(index=False)
    )


def _sentences(table: pd.DataFrame, counted: ReleasedCount, *, shared: bool, private: bool) -> list[str]:
    number = table["patch"].nunique()
    said = [tr("PRIVATE: made from the exact number of people on record. Do not pass this on.")] if private else []
    if number < COMPARED_AT_LEAST:
        return [
            tr("These are too few people to compare places. Use the list and ask people who live there."),
            *said,
        ]
    people = _people(counted)
    said = [
        tr("With {people} we can compare {number} large patches.", people=people, number=number)
        if shared
        else tr("With {people} we can compare {number} patches.", people=people, number=number),
        tr("For smaller places, use the list and ask people who live there."),
        *_names_wanted(table),
        *said,
        *([tr("Figures to share are rounded, so each patch needs more people in it.")] if shared else []),
    ]
    unknown = [str(name) for name in table["name"][table["people"].isna()]]
    return [*said, tr("Nobody knows how many people live in: {areas}.", areas=name_some(unknown))] if unknown else said


def _names_wanted(table: pd.DataFrame) -> list[str]:
    """Ask for names where nothing but a number stands for a patch."""
    unnamed = table.loc[table["unnamed"], "patch"].nunique()
    if not unnamed:
        return []
    if unnamed == table["patch"].nunique():
        return [tr("We know no settlement names here: give each patch a name people use.")]
    return [
        tr_count(
            "We know no settlement name for {number} patch: give it a name people use.",
            "We know no settlement names for {number} patches: give each a name people use.",
            unnamed,
        )
    ]


def _people(counted: ReleasedCount) -> str:
    shown = counted.shown
    if isinstance(shown, int):
        return tr_count("{number} person", "{number} people", shown)
    return tr("{rough} people", rough=tr(shown))
