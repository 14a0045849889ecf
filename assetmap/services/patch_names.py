"""What patches are called: after the settlements inside them, and which names cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, count
from math import cos, hypot, radians

import pandas as pd

from assetmap.messages import tr
from assetmap.model.cells import safe_cell
from assetmap.model.representation import LONGEST_PATCH_NAME
from assetmap.model.street import SETTLEMENT_KINDS
from assetmap.model.text import harmless, plain_form
from assetmap.services import workspace
from assetmap.services.whereabouts import direction_of
from assetmap.services.workspace import Place

_METRES_PER_DEGREE = 111_195.0  # of latitude, mean Earth radius 6,371 km
_TRIED = 6
"""So many settlements of a patch, the largest first, or near it, are tried for a name that no other patch has."""


def tidy_patch_name(text: str) -> str:
    """Return a name on one line, without marks that nobody can see."""
    return " ".join(harmless(" ".join(text.split())).split())


def problem_of_name(name: str) -> str:
    """Return why a tidy name cannot be a patch's, in one sentence; "" where it can."""
    if not any(letter.isalnum() for letter in name):
        return tr("A patch's name has no letter or digit.")
    if len(name) > LONGEST_PATCH_NAME:
        return tr("A patch's name has {number} letters, more than {most}.", number=len(name), most=LONGEST_PATCH_NAME)
    if safe_cell(name) != name:
        return tr("The patch's name '{name}' begins like a formula.", name=name)
    return ""


def name_patches(place: Place, areas: pd.DataFrame) -> dict[int, str]:
    """Name patches after settlements.

    Parameters
    ----------
    place
        Its streets name the settlements.
    areas
        One row an area: area_id, name, lon, lat, patch (a number) and people (a number, or not one).

    Returns
    -------
    dict
        A name for each patch, no two alike. The largest settlements inside come first, at most two are joined; where
        none lies inside, the nearest one is named; without settlements, the areas are.
    """
    settlements = _settlements(place, areas)
    names: dict[int, str] = {}
    taken: set[str] = set()
    for patch in sorted(set(areas["patch"].tolist())):
        rows, own = areas[areas["patch"] == patch], settlements[settlements["patch"] == patch]
        wanted = _near(settlements, rows) if own.empty else _after(list(dict.fromkeys(own["name"])))
        names[patch] = _first_free(wanted, rows, taken)
        taken.add(plain_form(names[patch]))
    return names


def _settlements(place: Place, areas: pd.DataFrame) -> pd.DataFrame:
    """Return usable settlements with their patch, -1 for none: the largest kind first, then the fullest area."""
    table = workspace.settlements(place)
    table = table.assign(name=[tidy_patch_name(str(name)) for name in table["name"]])
    table = table[table["name"].map(problem_of_name) == ""]
    sizes = {kind: rank for rank, kind in enumerate(SETTLEMENT_KINDS)}
    code = pd.Series(workspace.locate(place, table["lon"], table["lat"]), index=table.index, dtype="object")
    by_code = areas.set_index("area_id")
    return table.assign(
        patch=code.map(by_code["patch"]).fillna(-1).astype(int),
        size=table["kind"].map(sizes).fillna(len(sizes)),
        empty=-code.map(by_code["people"]).astype("float64").fillna(0.0),
    ).sort_values(["size", "empty", "name"], kind="stable")


def _after(names: list[str]) -> Iterator[str]:
    """Return names to try: the two largest, the largest alone, then others, one and one with another."""
    tried = names[:_TRIED]
    pairs = sorted(combinations(range(len(tried)), 2), key=lambda pair: (pair[1] > 1, pair))
    joined = [tr("{first} and {second}", first=tried[one], second=tried[other]) for one, other in pairs]
    return chain(joined[:1], tried[:1], joined[1:], tried[1:])


@dataclass(frozen=True)
class _Near:
    metres: float
    name: str
    direction: str


def _near(settlements: pd.DataFrame, areas: pd.DataFrame) -> Iterator[str]:
    """Return names to try for a patch without a settlement: after the nearest, and after which side of it."""
    lon, lat = float(areas["lon"].mean()), float(areas["lat"].mean())
    east = (lon - settlements["lon"].to_numpy()) * _METRES_PER_DEGREE * cos(radians(lat))
    north = (lat - settlements["lat"].to_numpy()) * _METRES_PER_DEGREE
    nearest = [
        _Near(hypot(x, y), name, direction_of(x, y))
        for name, x, y in zip(settlements["name"], east, north, strict=True)
    ]
    nearest = sorted(nearest, key=lambda one: (one.metres, one.name))[:_TRIED]
    for one in nearest:
        yield tr("near {name}", name=one.name)
        yield tr("near {name}, {direction}", name=one.name, direction=tr(one.direction))


def _first_free(wanted: Iterator[str], areas: pd.DataFrame, taken: set[str]) -> str:
    """Return the first wanted name that is free and can be used; else the areas' names, else one with a number."""
    own = [tidy_patch_name(str(name)) for name in areas.sort_values("area_id")["name"]]
    own = [name for name in own if not problem_of_name(name)]
    whole = chain(wanted, _after(own))
    numbered = (tr("patch {number}", number=number) for number in count(1))
    return next(name for name in chain(whole, numbered) if plain_form(name) not in taken and not problem_of_name(name))
