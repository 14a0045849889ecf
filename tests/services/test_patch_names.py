"""Patches named after settlements, on a map of three patches with its settlements put in by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import people_place
import pytest
from people_place import AREAS, RESIDENTS, SIDE

from assetmap.services import workspace
from assetmap.services.patch_names import is_census_name, name_patches
from assetmap.services.patch_proposal import propose
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
    assert list(names.of) == [0, 1, 2]
    assert names.stand_ins == {patch for patch, name in names.of.items() if name.startswith("Patch ")}
    return list(names.of.values())


def call_areas(monkeypatch: pytest.MonkeyPatch, place: Place, *names: str) -> None:
    """Give the place's areas other names."""
    areas = workspace.areas(place).assign(name=list(names))
    monkeypatch.setattr(workspace, "areas", lambda _place: areas)


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
    call_areas(monkeypatch, place, *"----")
    assert named(place, monkeypatch) == ["Patch 1 (south-west)", "Patch 2 (south-east)", "Patch 3 (north)"]


CENSUS = "Newport 008A", "Newport 015", "W01001234", "Derry_A", "Derry_A1", "Ward 5", "E02-003", "Tract 4501.02", "012C"
PLAIN = (
    "Llan",
    "Stow Hill",
    "Y Graig",
    "St Julian's",
    "Pen-y-lan",
    "1st Avenue",
    "Caerau (Ely)",
    "A4042 Corridor",
    "<b>alert(1)",
)


def test_names_that_a_census_gives_are_told_from_those_that_people_use() -> None:
    assert [name for name in CENSUS if not is_census_name(name)] == []
    assert [name for name in PLAIN if is_census_name(name)] == []


@pytest.mark.parametrize("name", CENSUS)
def test_no_patch_has_a_name_that_a_census_gives(place: Place, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Without streets there are no settlements, and the areas have the census's names."""
    call_areas(monkeypatch, place, name, name, name, name)
    assert named(place, monkeypatch) == ["Patch 1 (south-west)", "Patch 2 (south-east)", "Patch 3 (north)"]
    call_areas(monkeypatch, place, name, "Stow Hill", name, "Alway")
    assert named(place, monkeypatch) == ["Patch 1 (south-west)", "Stow Hill", "Alway"]


def test_a_neighbourhood_with_a_number_gives_its_name_without(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    call_areas(monkeypatch, place, "Culter - 01", "Culter - 02", "Braeside - 01", "Braeside - 02")
    assert named(place, monkeypatch) == ["Culter", "Patch 2 (south-east)", "Braeside"]


def test_a_patch_in_the_middle_is_said_to_be_there(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "settlements", lambda _place: pd.DataFrame(columns=["name", "kind", "lon", "lat"]))
    rows = [(f"W{n}", "-", X + SIDE * (n % 3), Y + SIDE * (n // 3), int(n == 4), 1.0) for n in range(9)]
    areas = pd.DataFrame(rows, columns=["area_id", "name", "lon", "lat", "patch", "people"])
    assert list(name_patches(place, areas).of.values())[1] == "Patch 2 (middle)"


def test_a_proposal_asks_for_the_names_it_does_not_have(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "We know no settlement names here: give each patch a name people use."
    assert asked not in propose(place, people=100, shared=False).sentences
    call_areas(monkeypatch, place, *(f"Newport 008{letter}" for letter in "ABCD"))
    proposal = propose(place, people=100, shared=False)
    assert proposal.sentences[2] == asked
    assert all(one["patch"].startswith("Patch ") for one in proposal.patches)
    call_areas(monkeypatch, place, *(f"Newport 008{letter}" for letter in "ABC"), "Alway")
    proposal = propose(place, people=100, shared=False)
    unnamed = sum(one["patch"].startswith("Patch ") for one in proposal.patches)
    assert proposal.sentences[2] == f"We know no settlement names for {unnamed} patches: give each a name people use."
