"""Whoever asked to be off the map stays off, whatever list names it; nobody else is shut out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from square_place import NOW, all_assets, bring_in, make_square, names

from assetmap.adapters.osm_arrays import OsmFeature
from assetmap.model.register import OffTheMap
from assetmap.services import register, workspace
from assetmap.services.asset_likeness import Given, Match, OffTheMapList, marks_of, plain_name, write_marks
from assetmap.services.ingest import AssetImport, import_assets
from assetmap.services.register import AssetMove
from assetmap.services.workspace import Place

WHERE = ["Name", "Type", "Postcode", "Address"]
POINT = ["Name", "Type", "Lat", "Lon"]
SURE, MAYBE = "asked to be off the map", "may have asked to be off the map"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def take_off(place: Place, name: str) -> int:
    own = next(asset.id for asset in all_assets(place) if asset.text("name") == name)
    return len(register.take_off_the_map(place, own, now=NOW, who="Ann"))


@pytest.mark.parametrize("kind", ["Skill", "Peer support", "Hall"])
@pytest.mark.parametrize("known_by", ["XX1 1AA", "", "4 High Street"])
def test_another_list_does_not_bring_it_back(place: Place, kind: str, known_by: str) -> None:
    where = ["", known_by] if "Street" in known_by else [known_by or "XX9 9XX", ""]
    rows = [WHERE, ["Sourdough", kind, *where]]
    bring_in(place, rows)
    take_off(place, "Sourdough")
    answer = bring_in(place, rows, "another.csv")
    assert (answer.added, answer.details["left_out"]) == (0, {SURE: 1})
    assert names(place) == []


@pytest.mark.parametrize("name", ["The Hall A", "HALL A.", "Y Hall A", "Hall A, XX1 1AA", "hall-a"])
def test_the_same_name_written_otherwise_is_known(place: Place, name: str) -> None:
    bring_in(place, [WHERE, ["Hall A", "Hall", "XX1 1AA", ""]])
    take_off(place, "Hall A")
    answer = bring_in(place, [WHERE, [name, "Hall", "XX1 1AA", ""]], "another.csv")
    assert answer.details["left_out"] == {SURE: 1}


def test_a_row_that_says_no_place_is_left_out_and_asked_about(place: Place) -> None:
    bring_in(place, [WHERE, ["Hall A", "Hall", "XX1 1AA", ""]])
    take_off(place, "Hall A")
    answer = bring_in(place, [WHERE, ["HALL A.", "Hall", "", ""], ["Hall B", "Hall", "", ""]], "another.csv")
    assert (answer.added, answer.refused, answer.details["left_out"]) == (1, 1, {MAYBE: 1})
    (problem,) = answer.problems
    assert (problem.row, problem.value) == (2, "not shown")
    assert "It may be the one that asked to be off the map." in problem.fix
    assert "assetmap asset add" in problem.fix
    assert names(place) == ["Hall B"]


@pytest.mark.parametrize(("lat", "added"), [("51.6002", 0), ("51.604", 0), ("51.61", 1)])
def test_near_is_asked_about_and_far_goes_in(place: Place, lat: str, added: int) -> None:
    bring_in(place, [POINT, ["Village Hall", "Hall", "51.6", "-3.0"]])
    take_off(place, "Village Hall")
    answer = bring_in(place, [POINT, ["Village Hall", "Hall", lat, "-3.0"]], "another.csv")
    assert (answer.added, answer.refused) == (added, 1 - added)


def test_strangers_of_one_name_at_another_postcode_go_in(place: Place) -> None:
    bring_in(place, [WHERE, ["Village Hall", "Hall", "XX1 1AA", ""], ["Shy Group", "Club", "", ""]])
    take_off(place, "Village Hall")
    answer = bring_in(place, [WHERE, ["Village Hall", "Hall", "XX1 1AB", ""]], "another.csv")
    assert answer.added == 1
    take_off(place, "Shy Group")
    answer = bring_in(place, [WHERE, ["Shy Group", "Club", "XX1 1AB", ""]], "third.csv")
    assert answer.details["left_out"] == {MAYBE: 1}


def test_a_name_that_is_only_a_kind_is_no_sign_where_no_place_was_known(place: Place) -> None:
    bring_in(place, [WHERE, ["Village Hall", "Hall", "", ""]])
    take_off(place, "Village Hall")
    assert bring_in(place, [WHERE, ["Village Hall", "Hall", "XX1 1AB", ""]], "another.csv").added == 1
    assert bring_in(place, [WHERE, ["Village Hall", "Hall", "", ""]], "third.csv").details["left_out"] == {MAYBE: 1}


def test_an_unnamed_asset_off_the_map_blocks_itself_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    halls = [
        OsmFeature("node", number, -3.0, 51.6 + number / 1000, {"amenity": "community_centre"})
        for number in range(1, 21)
    ]
    monkeypatch.setattr(workspace, "osm_features", lambda _: halls)
    request = AssetImport(from_streets=True)
    assert import_assets(place, request, now=NOW, who="Ann").added == 20
    first = next(asset for asset in all_assets(place) if asset.source_key == "id node/1")
    assert len(register.take_off_the_map(place, first.id, now=NOW, who="Ann")) == 1
    answer = import_assets(place, request, now=NOW, who="Ann")
    assert (answer.unchanged, answer.refused) == (19, 1)


def test_what_the_list_said_is_known_after_corrections_by_hand(place: Place) -> None:
    rows = [WHERE, ["Sewing", "Club", "XX1 1AA", ""]]
    bring_in(place, rows)
    own = all_assets(place)[0].id
    register.edit_asset(place, own, register.AssetEdit(fields={"name": "Stitchers"}), now=NOW, who="Ann")
    register.move_asset(place, own, AssetMove(postcode="XX1 1AB"), now=NOW, who="Ann")
    take_off(place, "Stitchers")
    for name, postcode in (("Sewing", "XX1 1AA"), ("Stitchers", "XX1 1AB")):
        answer = bring_in(place, [WHERE, [name, "Club", postcode, ""]], "another.csv")
        assert answer.details["left_out"] == {SURE: 1}


def test_no_name_and_no_place_is_kept_of_who_is_off_the_map(place: Place) -> None:
    bring_in(place, [WHERE, ["Canary Club", "Club", "XX1 1AA", "4 Canary Street"]])
    take_off(place, "Canary Club")
    store = workspace.open_register(place)
    kept = str(store.off_the_map()).casefold()
    store.close()
    assert "likeness" in kept
    assert not any(word in kept for word in ("canary", "xx1", "51.6"))


@pytest.mark.parametrize("name", ["", "Sourdough"])
def test_our_own_list_from_before_does_not_bring_it_back(place: Place, name: str) -> None:
    bring_in(place, [["ID", *POINT], ["7", name, "Skill", "51.6", "-3.0"]])
    (before,) = register.list_assets(place, register.AssetQuery()).facts
    head = ["id", "kind", "name", "source", "access", "visibility"]
    take_off(place, name)
    answer = bring_in(place, [[*head, "latitude", "longitude"], [*(str(before[one]) for one in head), "51.6", "-3.0"]])
    assert (answer.added, answer.details["left_out"]) == (0, {SURE: 1})


@pytest.mark.parametrize("kind", ["skill", "venue"])
def test_what_was_added_by_hand_is_known_too(place: Place, kind: str) -> None:
    request = register.AssetAdd(name="Sourdough", kind=kind, at=AssetMove(postcode="XX1 1AA", address="4 High Street"))
    register.add_asset(place, request, now=NOW, who="Ann")
    assert (all_assets(place)[0].text("address") == "") == (kind == "skill")
    take_off(place, "Sourdough")
    for where in (["XX1 1AA", ""], ["", "4 High Street"]):
        answer = bring_in(place, [WHERE, ["Sourdough", "Skill", *where]])
        assert answer.details["left_out"] == {SURE: 1}


def test_names_are_compared_in_one_form() -> None:
    alike = ["The Men\u2019s Shed", "Men's Shed", "MENS SHED.", "Yr Mens Shed", "Mens Shed NP20 1AA"]
    assert {plain_name(name) for name in alike} == {"mens shed"}
    assert plain_name("Arts & Crafts") == plain_name("arts and crafts")
    assert plain_name("The") == "the"
    assert plain_name("\u4e2d\u5fc3") == "\u4e2d\u5fc3"


@given(
    lat=st.floats(50, 60),
    lon=st.floats(-7, 2),
    bearing=st.floats(0, 360),
    metres=st.one_of(st.floats(0, 499), st.floats(660, 5000)),
)
def test_near_is_about_half_a_kilometre(lat: float, lon: float, bearing: float, metres: float) -> None:
    off = OffTheMapList([OffTheMap("a", "1", write_marks(marks_of(Given(("Hall A",), lat=lat, lon=lon))))])
    there_lon, there_lat, _ = Geod(ellps="sphere", a=6_371_000, b=6_371_000).fwd(lon, lat, bearing, metres)
    found = off.match("b", "2", Given(("Hall A",), lat=there_lat, lon=there_lon))
    assert (found is not Match.NO) == (metres < 500)
