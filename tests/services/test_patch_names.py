"""Patches named after settlements, on a map of three patches with its settlements put in by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import people_place
import pytest
from people_place import AREAS, RESIDENTS, SIDE

from assetmap.services import workspace
from assetmap.services.patch_names import name_patches
from assetmap.services.workspace import Place

A, B, C, D = AREAS
X, Y = people_place.CORNER
PATCHES = {A: 0, B: 1, C: 2, D: 2}


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def named(place: Place, monkeypatch: pytest.MonkeyPatch, *settlements: tuple[str, str, float, float]) -> list[str]:
    """Name the patches of A, of B, and of C and D; a settlement has a name, a kind, and sides east and north."""
    rows = [(name, kind, X + SIDE * east, Y + SIDE * north) for name, kind, east, north in settlements]
    table = pd.DataFrame(rows, columns=["name", "kind", "lon", "lat"]).astype({"lon": float, "lat": float})
    monkeypatch.setattr(workspace, "settlements", lambda _place: table)
    areas = pd.DataFrame(workspace.areas(place)[["area_id", "name", "lon", "lat"]])
    areas = areas.assign(patch=areas["area_id"].map(PATCHES), people=areas["area_id"].map(RESIDENTS))
    names = name_patches(place, areas)
    assert name_patches(place, areas.iloc[::-1]) == names, "the order of rows does not matter"
    assert list(names) == [0, 1, 2]
    return list(names.values())


def test_the_largest_settlements_come_first_two_at_most(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where kinds are alike, the one in the area with more residents comes first: C before D."""
    assert named(
        place, monkeypatch,
        ("Hamlet", "hamlet", 0.1, 0.1), ("Village", "village", 0.2, 0.1), ("Town", "town", 0.3, 0.1),
        ("Ym mhentre", "village", 1.5, 1.5), ("Ar fryn", "village", 0.5, 1.5), ("Alone", "suburb", 1.5, 0.5),
    ) == ["Town and Village", "Alone", "Ar fryn and Ym mhentre"]  # fmt: skip


def test_without_one_inside_the_nearest_is_named_and_no_two_are_alike(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One town in the west of A: B lies east of it, and C and D together north-east."""
    assert named(place, monkeypatch, ("Town", "town", 0.1, 0.5)) == ["Town", "near Town", "near Town, north-east"]


def test_one_name_in_two_patches_is_given_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    both = ("Pentre", "village", 0.5, 0.5), ("PENTRE", "village", 1.5, 0.5), ("Cwm", "hamlet", 1.6, 0.5)
    assert named(place, monkeypatch, *both)[:2] == ["Pentre", "PENTRE and Cwm"]


def test_without_settlements_areas_give_the_name(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert named(place, monkeypatch) == ["Llan", "Cwm", "Bryn and Pentre"]


def test_names_that_cannot_be_used_are_passed_by(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ("=1+1", "city", 0.5, 0.5), ("\u202e\n-", "city", 0.5, 0.5), ("x" * 300, "city", 1.5, 0.5)
    long = ("Y" * 50, "town", 0.5, 0.5), ("Z" * 50, "town", 0.6, 0.5), ("Far\u200b away", "town", 1.5, 0.5)
    assert named(place, monkeypatch, *wrong, *long)[:2] == ["Y" * 50, "Far away"]


def test_where_nothing_has_a_name_patches_are_numbered(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    areas = workspace.areas(place).assign(name="-")
    monkeypatch.setattr(workspace, "areas", lambda _place: areas)
    assert named(place, monkeypatch) == ["patch 1", "patch 2", "patch 3"]
