"""Patches of a place: proposed from who lives where, kept with the place, renamed.

What fixes them is told in `representation_sharing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import say_day, tr, tr_count
from assetmap.model.representation import COMPARED_AT_LEAST, LEFT_OUT, UnitKind
from assetmap.render.words import name_some
from assetmap.services.patch_names import problem_of_name, tidy_patch_name
from assetmap.services.patch_proposal import MOST_PEOPLE, Proposal, on_record_sentences, people_on_record, propose
from assetmap.services.representation_sharing import (
    SharedAreas,
    keep_patches,
    patches_fixed,
    read_shared_areas,
    settle_patches,
)
from assetmap.services.representation_units import area_units, left_out_sentence, patches_of
from assetmap.services.workspace import Place

__all__ = [
    "MOST_PEOPLE",
    "Proposal",
    "changing_sentences",
    "kept_rows",
    "kept_sentences",
    "on_record_sentences",
    "patches_fixed",
    "people_on_record",
    "propose",
    "read",
    "rename",
    "save",
    "save_proposal",
    "settle_patches",
]


def save(place: Place, patch_of: Mapping[str, str]) -> SharedAreas:
    """Keep patches with the place, in place of those it has.

    Parameters
    ----------
    place
        The place.
    patch_of
        Patch name by area code. Areas that are not named, or have a blank name, are in no patch.

    Raises
    ------
    OptionError
        A code is not the place's, a name cannot be used, no area is in a patch, or as for `keep_patches`.
    ConflictError, OutsideError
        Another program is changing places, or the place's folder cannot be written.
    """
    areas = area_units(place)
    unknown = [code for code in patch_of if code not in areas.names.index]
    if unknown:
        raise OptionError(
            tr(
                "{number} codes are no area of {place} (first: '{code}'). Expected the codes of its areas. "
                "Correct or remove them.",
                number=len(unknown),
                place=place.name,
                code=unknown[0],
            )
        )
    tidy = {code: _usable(name) for code, name in patch_of.items() if name != LEFT_OUT}
    if not tidy:
        raise OptionError(tr("No area is in a patch. Expected at least one. Put an area in a patch."))
    return keep_patches(place, patches_of(areas, pd.Series(tidy, dtype="object")))


def save_proposal(place: Place, *, people: int | None = None) -> SharedAreas:
    """Keep the patches that are proposed to share.

    Raises
    ------
    OptionError
        So few people allow no patches; or as for `save`.
    NotFoundError
        As for `propose`.
    """
    proposal = propose(place, people=people, shared=True)
    if len(proposal.patches) < COMPARED_AT_LEAST:
        raise OptionError(
            tr(
                "No patches can be kept: these are too few people to compare places. Give a larger number of "
                "people, or put areas together in a list."
            )
        )
    return save(place, proposal.patch_of)


def read(place: Place) -> SharedAreas | None:
    """Return the patches that are kept with the place; None where there are none.

    Raises
    ------
    OutsideError
        What was kept cannot be read.
    """
    kept = read_shared_areas(place)
    return kept if kept is not None and kept.kind is UnitKind.PATCH else None


def rename(place: Place, names: Mapping[str, str]) -> SharedAreas:
    """Give patches other names; this stays possible after a release.

    Parameters
    ----------
    place
        The place.
    names
        New name by old name.

    Raises
    ------
    NotFoundError
        There is no such patch.
    OptionError
        A new name cannot be used, is another patch's, or is used for another one in released figures.
    """
    kept = read(place)
    there = sorted(set(kept.unit_of.values()) - {LEFT_OUT}) if kept is not None else []
    for old in names:
        if kept is None or old not in there:
            raise NotFoundError(
                tr(
                    "There is no patch '{old}'. Expected one of: {there}. Choose one of these.",
                    old=old,
                    there=name_some(there) or tr("none yet"),
                )
            )
    now = {old: _usable(names[old]) if old in names else old for old in there}
    twice = next((name for name in now.values() if list(now.values()).count(name) > 1), "")
    if twice:
        raise OptionError(
            tr("Another patch is called '{name}'. Expected a name of its own for each. Choose another.", name=twice)
        )
    unit_of = kept.unit_of if kept is not None else {}
    known = set(area_units(place).names.index)
    return save(place, {code: now.get(name, LEFT_OUT) for code, name in unit_of.items() if code in known})


def kept_rows(place: Place) -> list[dict[str, Any]]:
    """Return one row an area: ``area``, ``name`` and the ``patch`` it is in, blank for none; by patch, then name."""
    kept, areas = read(place), area_units(place)
    unit_of = {} if kept is None else kept.unit_of
    rows = [{"area": str(code), "name": str(name), "patch": unit_of.get(str(code), LEFT_OUT)}
            for code, name in areas.names.items()]  # fmt: skip
    return [] if kept is None else sorted(rows, key=lambda row: (row["patch"], row["name"], row["area"]))


def kept_sentences(place: Place) -> list[str]:
    """Say how many patches are kept, which areas are in none, and whether they may still be changed."""
    kept = read(place)
    if kept is None:
        return [
            tr("No patches are kept with this place yet."),
            tr("Take the proposal, or put areas together in a list, with people who know the place."),
        ]
    units = patches_of(area_units(place), pd.Series(kept.unit_of, dtype="object"))
    return [
        tr_count(
            "{number} patch is kept with this place, since {since}.",
            "{number} patches are kept with this place, since {since}.",
            len(units.names),
            since=say_day(kept.since),
        ),
        *filter(None, [left_out_sentence(units)]),
        *changing_sentences(place),
    ]


def changing_sentences(place: Place) -> list[str]:
    """Say whether the patches may still be changed, and why."""
    if patches_fixed(place):
        return [
            tr("Figures were released, so no area can be moved to another patch any more."),
            tr("Figures for other patches would give small numbers away. Patches can still be renamed."),
        ]
    return [tr("They can be changed until the first figures are released.")]


def _usable(name: str) -> str:
    tidy = tidy_patch_name(name)
    problem = problem_of_name(tidy)
    if problem:
        raise OptionError(tr("{problem} Expected a name in plain words. Choose another.", problem=problem))
    return tidy
