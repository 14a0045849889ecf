"""Patches proposed, kept and renamed; lists and drawings that cannot be used; a proposal that tells nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import people_place
import pytest
from people_place import AREAS, NOW, RESIDENTS, SIDE, write_csv

from assetmap.errors import AssetmapError, FileUnusableError, NotFoundError, OptionError
from assetmap.model.representation import PEOPLE_A_PATCH_PRIVATE, PEOPLE_A_PATCH_SHARED
from assetmap.services import demo, participation, patches, releases, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.representation import MissingRequest, missing
from assetmap.services.representation_sharing import SHARED_AREAS_FILE
from assetmap.services.workspace import Place, PlaceParts

A, B, C, D = AREAS
X, Y = people_place.CORNER


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    """Four squares in a block: 2000 and 1000 people below, 600 and 400 above."""
    return people_place.make_place(home, tmp_path / "files")


def bring(place: Place, folder: Path, numbers: dict[str, int], *, named: bool = True, kind: str = "everyone") -> None:
    lines = [f"Lunch,02/02/2026,resident,{a},{f'p{a}{n}' if named else ''},{kind}"
             for a, number in numbers.items() for n in range(number)]  # fmt: skip
    path = write_csv(folder / "m.csv", "event,date,role,area,person,meant for", *lines)
    participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="tester")


def release(place: Place, folder: Path) -> None:
    bring(place, folder, {A: 20, B: 15, C: 12})
    winter = releases.ReleaseRequest(from_="2026-01-01", to="2026-02-28")
    releases.make_release(place, winter, now=NOW, who="tester")


def box(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
    """Return a ring in sides of the four squares, from the corner of the block."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[[X + SIDE * x, Y + SIDE * y] for x, y in corners]]


def draw(path: Path, *outlines: tuple[object, list[list[list[float]]]], key: str = "name") -> Path:
    features = [
        {"type": "Feature", "properties": {key: name}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for name, rings in outlines
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_four_squares_worked_on_paper(place: Place) -> None:
    """With 80 people 40, 20, 12 and 8 are expected; 17.1 are needed: the two above (C, D) join each other, 20."""
    proposal = patches.propose(place, people=80)
    assert proposal.sentences[:2] == (
        "With 80 people we can compare 3 large patches.",
        "For smaller places, use the list and ask people who live there.",
    )
    assert {row["area"]: row["expected"] for row in proposal.rows} == pytest.approx({A: 40, B: 20, C: 12, D: 8})
    assert sorted(sorted(row["areas"]) for row in proposal.patches) == [["Bryn", "Pentre"], ["Cwm"], ["Llan"]]
    assert set(proposal.patch_of.values()) == {"Llan", "Cwm", "Bryn and Pentre"}, "no settlements: after the areas"
    assert not proposal.private
    assert not (place.folder / SHARED_AREAS_FILE).exists()


def test_for_exact_numbers_four_people_are_enough(place: Place) -> None:
    """With 23 people 11.5, 5.75, 3.45 and 2.3 are expected; 4 are needed."""
    proposal = patches.propose(place, people=23, shared=False)
    assert sorted(sorted(row["areas"]) for row in proposal.patches) == [["Bryn", "Pentre"], ["Cwm"], ["Llan"]]
    assert proposal.sentences[0] == "With 23 people we can compare 3 patches."


@pytest.mark.parametrize("people", [1, 17, 34])
def test_too_few_people_for_two_patches(place: Place, people: int) -> None:
    proposal = patches.propose(place, people=people)
    assert proposal.sentences == (
        "These are too few people to compare places. Use the list and ask people who live there.",
    )
    assert len(proposal.patches) == 1
    with pytest.raises(OptionError, match="too few people to compare"):
        patches.save_proposal(place, people=people)
    assert patches.read(place) is None


@pytest.mark.parametrize("people", [0, -3, 1_000_001])
def test_a_number_that_cannot_be(place: Place, people: int) -> None:
    with pytest.raises(OptionError, match="Expected a number from 1 to 1,000,000"):
        patches.propose(place, people=people)


def test_without_a_number_the_people_on_record_count(place: Place, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="not known yet"):
        patches.propose(place)
    bring(place, tmp_path, {A: 40, B: 22, C: 20, D: 1})
    exact = patches.propose(place, shared=False)
    assert exact.private
    assert sum(row["expected"] for row in exact.rows) == pytest.approx(83)
    assert any(sentence.startswith("PRIVATE:") for sentence in exact.sentences)
    shared = patches.propose(place)
    assert not shared.private
    assert "83" not in " ".join(shared.sentences)


def test_to_share_it_says_what_the_share_view_says(home: Path, tmp_path: Path) -> None:
    """Registers that look alike in the share view by areas give one proposal; its number is that view's total."""
    said = set()
    for name, numbers in (("a", {A: 40, B: 20, C: 18, D: 1}), ("b", {A: 38, B: 22, C: 20, D: 2})):
        place = people_place.make_place(home / name, tmp_path / name)
        bring(place, tmp_path, numbers)
        total = missing(place, MissingRequest(by="area")).facts.attrs["details"]["placed"]
        proposal = patches.propose(place)
        assert proposal.sentences[0].startswith(f"With {total} people we can compare ")
        said.add((total, repr(proposal)))
    assert len(said) == 1


def test_people_nobody_can_count(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, {A: 40}, named=False)
    with pytest.raises(OptionError, match="not known yet"):
        patches.propose(place)


def test_a_hidden_number_proposes_nothing(place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path, {A: 3})
    proposal = patches.propose(place)
    assert proposal.rows == ()
    assert proposal.sentences[0].startswith("These are too few people")


def test_no_areas_and_no_residents(home: Path, tmp_path: Path) -> None:
    streets = people_place.make_streets_place(home, tmp_path / "streets", postcodes=True)
    with pytest.raises(NotFoundError, match="it has no areas"):
        patches.propose(streets, people=60)
    bare = people_place.make_place(home, tmp_path / "bare", population=False)
    with pytest.raises(NotFoundError, match="put areas together in a list"):
        patches.propose(bare, people=60)


def test_areas_whose_residents_nobody_knows_are_in_a_patch_too(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files", population=False)
    lines = [f"{code},{people}" for code, people in RESIDENTS.items() if code != D]
    table = write_csv(tmp_path / "residents.csv", "lsoa21_code,total_residents", *lines)
    workspace.add_to_place(place.settings, place.name, PlaceParts(population=(table,)), now=NOW)
    proposal = patches.propose(workspace.open_place(place.settings, "Four"), people=200)
    assert set(proposal.patch_of) == set(AREAS)
    assert next(row for row in proposal.rows if row["area"] == D)["expected"] is None
    assert "Nobody knows how many people live in: Pentre." in proposal.sentences


def test_kept_changed_and_renamed(place: Place, tmp_path: Path) -> None:
    kept = patches.save_proposal(place, people=80)
    assert kept == patches.read(place)
    assert set(kept.unit_of.values()) == {"Llan", "Cwm", "Bryn and Pentre"}
    patches.save(place, {A: "Low", B: "Low", C: " High\u202e  ground\n"})
    assert [row["patch"] for row in patches.kept_rows(place)] == ["", "High ground", "Low", "Low"]
    assert "In no patch, and not compared: Pentre." in patches.kept_sentences(place)
    patches.rename(place, {"Low": "High ground", "High ground": "Low"})
    now = patches.read(place)
    assert now is not None
    assert now.unit_of == {A: "High ground", B: "High ground", C: "Low", D: ""}
    release(place, tmp_path)
    with pytest.raises(OptionError, match="already use 2 patches"):
        patches.save(place, {A: "Low", B: "Low", C: "High", D: "High"})
    renamed = patches.rename(place, {"Low": "Tir isel"})
    assert renamed.unit_of[C] == "Tir isel"
    assert "no area can be moved to another patch any more" in patches.kept_sentences(place)[2]


def test_no_way_of_keeping_patches_gives_a_released_name_to_another_patch(place: Place, tmp_path: Path) -> None:
    """Released figures say 'Low' of A and B for good: nobody may read them as those of C."""
    low, high, swapped = {A: "Low", B: "Low"}, {C: "High"}, {A: "High", B: "High", C: "Low"}
    patches.save(place, {**low, **high})
    release(place, tmp_path)
    kept = patches.read(place)
    listed = write_csv(tmp_path / "s.csv", "area,patch", *(f"{code},{name}" for code, name in swapped.items()))
    drawn = draw(tmp_path / "s.geojson", ("High", box(0, 0, 2, 1)), ("Low", box(0, 1, 1, 2)))
    ways: list[Callable[[], object]] = [
        lambda: patches.save(place, swapped),
        lambda: patches.save(place, {A: "Valley", B: "Valley", C: "LÔW"}),
        lambda: patches.settle_patches(place, listed),
        lambda: patches.settle_patches(place, drawn),
        lambda: patches.rename(place, {"Low": "High", "High": "Low"}),
        lambda: patches.rename(place, {"Low": "high"}),
    ]
    for way in ways:
        with pytest.raises(OptionError, match="released figures use this name for another patch"):
            way()
        assert patches.read(place) == kept
    patches.save(place, {A: "Valley", B: "Valley", C: "Hill"})
    assert patches.save(place, {**low, C: "Hill"}).unit_of == {A: "Low", B: "Low", C: "Hill", D: ""}, "its own again"


@pytest.mark.parametrize(
    ("name", "match"),
    [
        ("-", "no letter or digit"),
        ("\u200b\u202e", "no letter or digit"),
        ("x" * 81, "81 letters, more than 80"),
        ("=1+1", "begins like a formula"),
        ("@SUM(A1)", "begins like a formula"),
    ],
)
def test_names_that_cannot_be_used(place: Place, tmp_path: Path, name: str, match: str) -> None:
    listed = write_csv(tmp_path / "p.csv", "area,patch", f"{A},{name}", f"{B},North")
    drawn = draw(tmp_path / "p.geojson", (name, box(0, 0, 1, 1)))
    patches.save(place, {A: "Low", B: "High"})
    asked: list[Callable[[], object]] = [
        lambda: patches.save(place, {A: name}),
        lambda: patches.rename(place, {"Low": name}),
        lambda: patches.settle_patches(place, listed),
        lambda: patches.settle_patches(place, drawn),
    ]
    for ask in asked:
        with pytest.raises(AssetmapError, match=match) as refused:
            ask()
        assert len(str(refused.value)) < 300
    kept = patches.read(place)
    assert kept is not None
    assert set(kept.unit_of.values()) == {"Low", "High", ""}


@pytest.mark.parametrize(
    ("names", "match"),
    [({"Nowhere": "x"}, "no patch 'Nowhere'. Expected one of: High and Low"), ({"Low": "High"}, "called 'High'")],
)
def test_names_that_cannot_be_given(place: Place, names: dict[str, str], match: str) -> None:
    with pytest.raises(NotFoundError, match="Expected one of: none yet"):
        patches.rename(place, {"Low": "x"})
    patches.save(place, {A: "Low", B: "High"})
    with pytest.raises(AssetmapError, match=match):
        patches.rename(place, names)


def test_codes_that_are_not_the_places(place: Place) -> None:
    with pytest.raises(OptionError, match="1 codes are no area of Four \\(first: 'E01'\\)"):
        patches.save(place, {A: "Low", "E01": "Low"})
    for nobody in ({}, {A: ""}):
        with pytest.raises(OptionError, match="No area is in a patch"):
            patches.save(place, nobody)


def test_a_list_that_leaves_all_areas_out(place: Place, tmp_path: Path) -> None:
    with pytest.raises(FileUnusableError, match="no area of this place is in a patch"):
        patches.settle_patches(place, write_csv(tmp_path / "p.csv", "area,patch", f"{A},", f"{B},"))


def test_drawn_patches_take_the_areas_whose_points_they_hold(place: Place, tmp_path: Path) -> None:
    """The western outline reaches over the middle of both western squares, the eastern one over one square alone."""
    west = ("West", box(-0.5, -0.5, 0.9, 2.5))
    bow_tie = [[X + SIDE * x, Y + SIDE * y] for x, y in ((1.2, 0.1), (1.9, 0.9), (1.9, 0.1), (1.2, 0.9), (1.2, 0.1))]
    kept = patches.settle_patches(place, draw(tmp_path / "p.geojson", west, ("East", box(1, 0, 2, 1))))
    assert kept.unit_of == {A: "West", C: "West", B: "East", D: ""}
    assert "In no patch, and not compared: Pentre." in patches.kept_sentences(place)
    kept = patches.settle_patches(place, draw(tmp_path / "p.geojson", west, ("East", [bow_tie]), key="Patch name"))
    assert kept.unit_of[B] == "East", "an outline that crosses itself is repaired"


def test_the_areas_own_outlines_may_list_patches(place: Place, tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"code": code, "patch": patch},
         "geometry": {"type": "Polygon", "coordinates": box(0, 0, 1, 1)}}
        for code, patch in ((A, "Low"), (B, "Low"), (C, "High"))
    ]  # fmt: skip
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    assert patches.settle_patches(place, path).unit_of == {A: "Low", B: "Low", C: "High", D: ""}


LEFT, RIGHT = box(0, 0, 1, 2), box(1, 0, 2, 2)


@pytest.mark.parametrize(
    ("outlines", "key", "match"),
    [
        (
            [("West", LEFT), ("All", box(0, 0, 2, 2))],
            "name",
            "lie in two outlines .first: Llan, in All and West",
        ),
        ([("West", LEFT), ("West", RIGHT)], "name", "outline 2: Two outlines are called 'West'"),
        ([("West", LEFT), (None, RIGHT)], "name", "outline 2: A patch's name has no letter"),
        ([("West", LEFT)], "colour", "the outlines have no names"),
        ([("West", box(50, 50, 51, 51))], "name", "no area of this place is in a patch"),
    ],
)
def test_drawings_that_cannot_be_used(place: Place, tmp_path: Path, outlines: list[Any], key: str, match: str) -> None:
    with pytest.raises(FileUnusableError, match=match):
        patches.settle_patches(place, draw(tmp_path / "p.geojson", *outlines, key=key))
    assert patches.read(place) is None


def test_points_are_no_outlines(place: Place, tmp_path: Path) -> None:
    path = draw(tmp_path / "p.geojson", ("West", LEFT))
    text = path.read_text(encoding="utf-8")
    point = {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": [X, Y]}}
    path.write_text(json.dumps({**json.loads(text), "features": [*json.loads(text)["features"], point]}), "utf-8")
    with pytest.raises(FileUnusableError, match=r"1 of 2 shapes are no outlines \(first: shape 2"):
        patches.settle_patches(place, path)


def test_the_demo_made_again_keeps_what_was_changed(home: Path) -> None:
    place = demo.open_demo(people_place.settings(home), now=NOW, who="tester").place
    codes = sorted(workspace.areas(place)["area_id"])
    changed = patches.save(place, {code: "North" if number < 20 else "South" for number, code in enumerate(codes)})
    assert demo.open_demo(people_place.settings(home), now=NOW, who="tester").place == place
    assert patches.read(place) == changed
    for people, shared in ((60, True), (200, True), (60, False)):
        check_proposal(place, people, shared=shared)


def check_proposal(place: Place, people: int, *, shared: bool) -> patches.Proposal:
    """Look at a proposal from outside: all areas once, people enough in each patch, names of settlements."""
    proposal = patches.propose(place, people=people, shared=shared)
    areas, residents = workspace.areas(place), workspace.residents(place)
    assert residents is not None
    assert sorted(row["area"] for row in proposal.rows) == sorted(areas["area_id"])
    least = PEOPLE_A_PATCH_SHARED if shared else PEOPLE_A_PATCH_PRIVATE
    of = residents.groupby(residents.index.map(proposal.patch_of)).sum() * people / residents.sum()
    assert of.min() >= least
    assert f"we can compare {len(of)} " in proposal.sentences[0]
    names = set(proposal.patch_of.values())
    settlements = set(workspace.settlements(place)["name"])
    for name in names:
        words = name.removeprefix("near ").partition(", ")[0] if name.startswith("near ") else name
        assert words in settlements or set(words.split(" and ")) <= settlements, name
    return proposal


@pytest.mark.real_data
@pytest.mark.parametrize(("people", "shared", "fewest"), [(60, True, 3), (60, False, 11), (300, True, 13)])
def test_newport(home: Path, real_data: Path, people: int, fewest: int, *, shared: bool) -> None:
    folder = real_data / "newport"
    parts = PlaceParts(
        areas=folder / "areas/lsoa21_newport.geojson",
        population=(folder / "census/disability21_lsoa21_newport.csv",),
        streets=folder / "streets.osm.pbf",
    )
    workspace.create_place(people_place.settings(home), "Newport", parts, now=NOW)
    place = workspace.open_place(people_place.settings(home), "Newport")
    assert len(check_proposal(place, people, shared=shared).patches) >= fewest
