"""What patches are called: after the settlements inside them, and which names cannot be used.

The names that a census gives its smallest areas ("012C" of a district) are nobody's name for a place. They are never a
patch's: where there is no better one, a patch is called by its number and by where it lies, until somebody names it.
"""

from __future__ import annotations

import re
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
_NUMBERED_PART = re.compile(r"(?P<whole>.*[^\W\d_].*?) - \d+")
"""Scotland's data zones: a neighbourhood and a number, 'Culter - 01'."""
_CENSUS_NAME = re.compile(r"(?:.*[\s_-])?(?=[a-z.]*\d)[a-z\d.]{1,12}|.*_[a-z]?", re.IGNORECASE)
"""Ends in a word with a digit, as '012C' or 'Ward 5' do, or in a letter behind a low line."""
_MIDDLE = 0.25
"""A patch whose middle lies this near the middle of all, in parts of the way to the farthest area, is in the middle."""


@dataclass(frozen=True)
class PatchNames:
    """Names of patches.

    Attributes
    ----------
    of
        Name by patch, no two alike.
    stand_ins
        Patches that have no name people use: "Patch 1 (north-west)" stands for one.
    """

    of: dict[int, str]
    stand_ins: frozenset[int]


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


def name_patches(place: Place, areas: pd.DataFrame) -> PatchNames:
    """Name patches after settlements.

    Parameters
    ----------
    place
        Its streets name the settlements.
    areas
        One row an area: area_id, name, lon, lat, patch (a number) and people (a number, or not one).

    Returns
    -------
    PatchNames
        The largest settlements inside come first, at most two are joined; where none lies inside, the nearest one is
        named; without settlements, the areas are, unless theirs are census names. Then the number and the direction
        from the middle of the place stand in.
    """
    settlements = _settlements(place, areas)
    names: dict[int, str] = {}
    stand_ins: set[int] = set()
    taken: set[str] = set()
    for number, patch in enumerate(sorted(set(areas["patch"].tolist())), start=1):
        rows, own = areas[areas["patch"] == patch], settlements[settlements["patch"] == patch]
        wanted = _near(settlements, rows) if own.empty else _after(list(dict.fromkeys(own["name"])))
        free = (name for name in chain(wanted, _after(_people_say(rows))) if _is_free(name, taken))
        name = next(free, "")
        if not name:
            stand_ins.add(patch)
            name = next(one for one in _stand_ins(number, rows, areas) if _is_free(one, taken))
        names[patch] = name
        taken.add(plain_form(name))
    return PatchNames(names, frozenset(stand_ins))


def is_census_name(name: str) -> bool:
    """Tell whether a name is a census's for an area, as 'Newport 008A': it ends in a number, or a part of one."""
    return _CENSUS_NAME.fullmatch(name.strip()) is not None


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


def _people_say(areas: pd.DataFrame) -> list[str]:
    """Return the areas' names that people use, in the order of their codes."""
    names = [tidy_patch_name(str(name)) for name in areas.sort_values("area_id")["name"]]
    whole = [found["whole"] if (found := _NUMBERED_PART.fullmatch(name)) else name for name in names]
    return [name for name in dict.fromkeys(whole) if not is_census_name(name) and not problem_of_name(name)]


def _is_free(name: str, taken: set[str]) -> bool:
    return plain_form(name) not in taken and not problem_of_name(name)


def _stand_ins(number: int, rows: pd.DataFrame, areas: pd.DataFrame) -> Iterator[str]:
    """Return what stands for a name: the patch's number, or a later one, and where it lies in the whole place."""
    middle = areas[["lon", "lat"]].mean()
    wide = cos(radians(float(middle["lat"])))
    east, north = (areas["lon"] - middle["lon"]) * wide, areas["lat"] - middle["lat"]
    x, y = float(east[rows.index].mean()), float(north[rows.index].mean())
    is_middle = hypot(x, y) <= _MIDDLE * float((east**2 + north**2).max()) ** 0.5
    where = tr("middle") if is_middle else tr(direction_of(x, y))
    return (tr("Patch {number} ({where})", number=one, where=where) for one in count(number))
