"""Work by hand on the register, and what a listing shows of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pyproj import Geod
from square_place import NOW, make_square

from assetmap.errors import NotFoundError, OptionError
from assetmap.services import register
from assetmap.services.register import (
    AccessAnswer,
    AssetAdd,
    AssetEdit,
    AssetMove,
    AssetQuery,
    OutOfUse,
    Publish,
)
from assetmap.services.workspace import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def add(place: Place, name: str = "Hall", kind: str = "venue", **parts: Any) -> dict[str, Any]:
    return register.add_asset(place, AssetAdd(name=name, kind=kind, **parts), now=NOW, who="Ann")


def listed(place: Place, **query: Any) -> list[dict[str, Any]]:
    return register.list_assets(place, AssetQuery(**query)).facts


def test_an_asset_added_by_hand_is_listed_with_all_keys(place: Place) -> None:
    record = add(
        place,
        fields={"phone": "1633656656", "address": "High Street"},
        at=AssetMove(postcode="xx1 1aa"),
        access={"hearing_loop": "yes"},
    )
    assert listed(place) == [record]
    wanted = {"id", "kind", "name", "address", "postcode", "lat", "lon", "source", "access", "visibility", "where"}
    assert wanted <= set(record)
    assert (record["lat"], record["lon"], record["area_id"]) == (51.6, -3.0, "Z1")
    assert (record["phone"], record["access"], record["source"]) == ("01633656656", {"hearing_loop": "yes"}, "by hand")
    assert record["access_details"]["hearing_loop"] == {"source": "by hand", "as_at": "2026-03-31"}


@pytest.mark.parametrize(
    "parts",
    [
        {"name": " "},
        {"name": "Llan Women's Refuge"},
        {"kind": "spaceship"},
        {"access": {"teleporter": "yes"}},
        {"access": {"lift": "perhaps"}},
        {"fields": {"shoe_size": "9"}},
        {"fields": {"where": "on the moon"}},
        {"at": AssetMove(lat=51.6)},
        {"at": AssetMove(postcode="nonsense")},
        {"at": AssetMove(lat=151.6, lon=-3.0)},
        {"at": AssetMove(lat=10.0, lon=20.0)},
        {"at": AssetMove(lat=51.6, lon=-3.0, postcode="07700 900123")},
    ],
)
def test_what_cannot_be_added_is_refused_and_nothing_is_written(place: Place, parts: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=r"[Ee]xpected"):
        add(place, **parts)
    assert listed(place) == []


def test_a_mobile_or_key_holder_given_by_hand_is_never_listed(place: Place) -> None:
    record = add(place, fields={"phone": "01633 656656, 07700 900123", "contact_name": "Sue", "email": "sue@gmail.com"})
    assert record["phone"] == "01633 656656"
    for view in ("working", "public"):
        text = json.dumps(listed(place, view=view))
        assert not any(secret in text for secret in ("07700", "Sue", "sue@"))
    assert "07700" in (register.asset_history(place, record["id"])[0].after or "")


def test_edit_wipes_with_an_empty_text_and_keeps_the_rest(place: Place) -> None:
    own = add(place, fields={"phone": "01633 656656", "website": "https://example.org"})["id"]
    edited = register.edit_asset(place, own, AssetEdit(fields={"phone": "", "kind": "group"}), now=NOW, who="Ann")
    assert (edited["phone"], edited["kind"], edited["website"]) == ("", "group", "https://example.org")
    with pytest.raises(OptionError, match="no name"):
        register.edit_asset(place, own, AssetEdit(fields={"name": ""}), now=NOW, who="Ann")
    with pytest.raises(NotFoundError, match="nobody"):
        register.edit_asset(place, "nobody", AssetEdit(fields={"phone": "1"}), now=NOW, who="Ann")


def test_an_edit_that_changes_nothing_leaves_no_trace(place: Place) -> None:
    own = add(place, fields={"phone": "01633 656656"})["id"]
    before = len(register.asset_history(place, own))
    register.set_status(place, own, "open", now=NOW, who="Ann")
    assert len(register.asset_history(place, own)) == before


def test_an_asset_that_becomes_private_loses_its_pin_and_address(place: Place) -> None:
    own = add(place, fields={"address": "High Street"}, at=AssetMove(postcode="XX1 1AA"))["id"]
    edited = register.edit_asset(place, own, AssetEdit(fields={"where": "private"}), now=NOW, who="Ann")
    assert (edited["lat"], edited["address"], edited["postcode"], edited["area_id"]) == (None, "", "", "Z1")
    moved = register.move_asset(place, own, AssetMove(lat=51.61, lon=-3.0), now=NOW, who="Ann")
    assert (moved["lat"], moved["located_by"]) == (None, "area only")


def test_hidden_and_closed_assets_are_not_public(place: Place) -> None:
    own = add(place)["id"]
    agreed = Publish(agreed_by="Ann", agreed_on="2026-03-01")
    register.publish_asset(place, own, agreed, now=NOW, who="Ann")
    assert [row["id"] for row in listed(place, view="public")] == [own]
    for status in ("hidden", "closed"):
        register.set_status(place, own, status, now=NOW, who="Ann")
        assert listed(place, view="public") == []
        assert listed(place)[0]["status"] == status
    register.set_status(place, own, "open", now=NOW, who="Ann")
    assert len(listed(place, view="public")) == 1
    with pytest.raises(OptionError, match="Expected one of: open"):
        register.set_status(place, own, "asleep", now=NOW, who="Ann")


@pytest.mark.parametrize(
    "wrong",
    [
        Publish(),
        Publish(agreed_by="Ann"),
        Publish(agreed_by="Ann", agreed_on="2026-02-30"),
        Publish(agreed_by="Ann", agreed_on="2027-01-01"),
        Publish(agreed_by="Ann", agreed_on="2026-01-01", visibility="everybody"),
    ],
)
def test_public_needs_who_agreed_and_when(place: Place, wrong: Publish) -> None:
    own = add(place)["id"]
    with pytest.raises(OptionError, match="Expected"):
        register.publish_asset(place, own, wrong, now=NOW, who="Ann")
    assert listed(place, view="public") == []


def test_a_private_place_is_never_public(place: Place) -> None:
    own = add(place, fields={"where": "private"})["id"]
    with pytest.raises(OptionError, match="private place"):
        register.publish_asset(place, own, Publish(agreed_by="A", agreed_on="2026-01-01"), now=NOW, who="Ann")


def test_one_access_feature_out_of_use_and_back(place: Place) -> None:
    own = add(place, access={"lift": "yes"})["id"]
    out = OutOfUse(feature="lift", since="2026-03-01", until="2026-05-01")
    record = register.set_out_of_use(place, own, out, now=NOW, who="Ann")
    assert record["access"] == {"lift": "yes"}
    assert record["access_details"]["lift"]["out_since"] == "2026-03-01"
    assert record["access_details"]["lift"]["out_until"] == "2026-05-01"
    record = register.set_out_of_use(place, own, OutOfUse(feature="lift"), now=NOW, who="Ann")
    assert "out_since" not in record["access_details"]["lift"]
    for wrong in (
        OutOfUse(feature="lift", since="2026-05-01", until="2026-03-01"),
        OutOfUse(feature="lift", until="2026-03-01"),
        OutOfUse(feature="lift", since="soon"),
        OutOfUse(feature="teleporter", since="2026-03-01"),
    ):
        with pytest.raises(OptionError, match="Expected"):
            register.set_out_of_use(place, own, wrong, now=NOW, who="Ann")


def test_access_recorded_by_hand_has_its_day_and_detail(place: Place) -> None:
    own = add(place)["id"]
    said = AccessAnswer(feature="blue_badge_parking", answer="2 bays", checked_on="2026-03-01")
    record = register.set_access(place, own, said, now=NOW, who="Ann")
    assert record["access"]["blue_badge_parking"] == "yes"
    assert record["access_details"]["blue_badge_parking"] == {
        "source": "by hand",
        "as_at": "2026-03-01",
        "detail": "2 bays",
    }


def test_near_says_how_far_and_keeps_a_stable_order(place: Place) -> None:
    add(place, "Far", at=AssetMove(lat=51.65, lon=-3.05))
    add(place, "Nowhere")
    add(place, "Near b", at=AssetMove(lat=51.6, lon=-3.001))
    add(place, "Near a", at=AssetMove(lat=51.6, lon=-3.001))
    rows = listed(place, near="xx11aa")
    assert [row["name"] for row in rows] == ["Near a", "Near b", "Far", "Nowhere"]
    *_, metres = Geod(ellps="sphere", a=6371008.8, b=6371008.8).inv(-3.0, 51.6, -3.05, 51.65)
    assert rows[2]["distance_km"] == pytest.approx(metres / 1000, abs=0.006)
    assert rows[3]["distance_km"] is None
    assert [row["name"] for row in listed(place, near="51.6,-3.0", limit_km=1)] == ["Near a", "Near b"]
    assert [row["name"] for row in listed(place)] == ["Far", "Near a", "Near b", "Nowhere"]


def test_a_query_that_cannot_be_answered_says_why(place: Place) -> None:
    with pytest.raises(NotFoundError, match="XX9 9XX"):
        listed(place, near="XX9 9XX")
    for wrong in ({"near": "the pub"}, {"near": "95,0"}, {"view": "secret"}, {"kind": "spaceship"}):
        with pytest.raises(OptionError, match="Expected"):
            listed(place, **wrong)


@pytest.mark.parametrize(
    "wrong",
    [{"limit_km": 3.0}, *({"limit_km": km, "near": "XX1 1AA"} for km in (-1.0, 0.0, float("nan"), float("inf")))],
)
def test_a_limit_needs_a_point_and_a_length(place: Place, wrong: dict[str, Any]) -> None:
    add(place, at=AssetMove(postcode="XX1 1AA"))
    with pytest.raises(OptionError, match="Expected"):
        listed(place, **wrong)
    assert len(listed(place, near="XX1 1AA", limit_km=0.1)) == 1


def test_a_move_far_outside_the_place_is_refused(place: Place) -> None:
    own = add(place, at=AssetMove(postcode="XX1 1AA"))["id"]
    with pytest.raises(OptionError, match=r"km outside Square. Expected one within 50 km"):
        register.move_asset(place, own, AssetMove(lat=10, lon=20), now=NOW, who="Ann")
    assert register.move_asset(place, own, AssetMove(lat=51.9, lon=-3), now=NOW, who="Ann")["lat"] == 51.9


def test_only_one_kind_and_the_working_list_says_it_is_private(place: Place) -> None:
    add(place, "Hall")
    add(place, "Choir", "group")
    answer = register.list_assets(place, AssetQuery(kind="Choir"))
    assert [row["name"] for row in answer.facts] == ["Choir"]
    assert answer.notes[0].startswith("PRIVATE")
    assert not any("PRIVATE" in note for note in register.list_assets(place, AssetQuery(view="public")).notes)


def test_removed_assets_are_gone_and_undo_brings_them_back(place: Place) -> None:
    record = add(place)
    register.remove_asset(place, record["id"], now=NOW, who="Ann")
    assert listed(place) == []
    assert register.undo_last(place, now=NOW, who="Ann").what == "remove asset"
    assert listed(place) == [record]


def test_off_the_map_takes_its_likes_from_other_lists_too(place: Place) -> None:
    first = add(place, "Shy Group", "group", at=AssetMove(postcode="XX1 1AA"))
    add(place, "shy group", "group", at=AssetMove(postcode="XX1 1AA"))
    add(place, "Shy Group", "group")
    gone = register.take_off_the_map(place, first["id"], now=NOW, who="Ann")
    assert len(gone) == 2
    assert len(listed(place)) == 1


def test_undo_says_when_there_is_nothing_or_it_is_too_old(place: Place) -> None:
    with pytest.raises(NotFoundError, match="nothing was changed in the last 30 days"):
        register.undo_last(place, now=NOW, who="Ann")
    add(place)
    with pytest.raises(NotFoundError, match="last 30 days"):
        register.undo_last(place, now=NOW + dt.timedelta(days=31), who="Ann")
    assert len(listed(place)) == 1


def test_facts_and_answers_are_one_change(place: Place) -> None:
    own = add(place)["id"]
    both = AssetEdit(fields={"phone": "01633 656656"}, access=(AccessAnswer(feature="lift", answer="no"),))
    record = register.edit_asset(place, own, both, now=NOW, who="Ann")
    assert (record["phone"], record["access"]) == ("01633 656656", {"lift": "no"})
    register.undo_last(place, now=NOW, who="Ann")
    assert (listed(place)[0]["phone"], listed(place)[0]["access"]) == ("", {})
