"""Two people at one record, pins moved by words, and answers typed by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from square_place import NOW, bring_in, make_square

from assetmap.errors import ConflictError, NotFoundError, OptionError
from assetmap.model.asset import Asset
from assetmap.services import register, workspace
from assetmap.services.asset_changes import changes_between, fingerprint, read_states
from assetmap.services.register import AccessAnswer, AssetAdd, AssetEdit, AssetMove, OutOfUse, Publish
from assetmap.services.workspace import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def add(place: Place, name: str = "Hall", **parts: Any) -> str:
    made = register.add_asset(place, AssetAdd(name=name, kind="venue", **parts), now=NOW, who="Ann")
    return str(made["id"])


def stored(place: Place, own_id: str) -> Asset:
    with closing(workspace.open_register(place)) as store:
        return store.asset(own_id)


def edit(place: Place, own: str, seen: str = "", who: str = "Ben", **fields: str) -> dict[str, Any]:
    return register.edit_asset(place, own, AssetEdit(fields=fields), now=NOW, who=who, seen=seen)


def test_the_second_to_save_hears_what_the_first_changed_and_loses_nothing(place: Place) -> None:
    own = add(place, fields={"phone": "01633 656656", "contact_name": "Sue"})
    seen = fingerprint(stored(place, own))
    register.edit_asset(
        place,
        own,
        AssetEdit(
            fields={"phone": "01633 656657", "website": "https://example.org", "contact_name": "Tom"},
            access=(AccessAnswer(feature="lift", answer="yes"),),
        ),
        now=NOW,
        who="Ann",
        seen=seen,
    )
    with pytest.raises(ConflictError) as fault:
        edit(place, own, seen, opening_hours="Mondays")
    said = str(fault.value)
    assert "Ann changed this while you were working on it (31 March 2026, 12:00 UTC)." in said
    assert "Telephone: now '01633656657', was '01633656656'." in said.replace("01633 656", "01633656")
    assert "Website: now 'https://example.org'." in said
    assert "Lift, or all on one level: now 'yes'." in said
    assert "Contact person: changed." in said
    assert "Sue" not in said
    assert "Tom" not in said
    assert stored(place, own).text("opening_hours") == ""
    edit(place, own, fingerprint(stored(place, own)), opening_hours="Mondays")
    assert stored(place, own).text("opening_hours") == "Mondays"
    assert stored(place, own).text("website") == "https://example.org"


def test_each_way_of_changing_looks_first(place: Place) -> None:
    own = add(place)
    seen = fingerprint(stored(place, own))
    edit(place, own, who="Ann", description="Warm")
    common: dict[str, Any] = {"now": NOW, "who": "Ben", "seen": seen}
    works: tuple[Callable[[], object], ...] = (
        lambda: register.move_asset(place, own, AssetMove(postcode="XX1 1AA"), **common),
        lambda: register.set_status(place, own, "closed", **common),
        lambda: register.set_access(place, own, AccessAnswer(feature="lift", answer="no"), **common),
        lambda: register.set_out_of_use(place, own, OutOfUse(feature="lift", since="2026-03-01"), **common),
        lambda: register.publish_asset(place, own, Publish(agreed_by="Ann", agreed_on="2026-03-01"), **common),
        lambda: register.remove_asset(place, own, **common),
    )
    for work in works:
        with pytest.raises(ConflictError, match=r"What it offers: now 'Warm'\."):
            work()
    assert stored(place, own).text("description") == "Warm"


def test_a_record_that_is_as_it_was_seen_is_changed(place: Place) -> None:
    own = add(place)
    seen = fingerprint(stored(place, own))
    edit(place, own, who="Ann", description="Warm")
    register.undo_last(place, now=NOW, who="Ann")
    edit(place, own, seen, description="Cold")
    assert stored(place, own).text("description") == "Cold"


def test_seen_before_history_was_kept_still_stops_the_second(place: Place) -> None:
    own = add(place)
    with pytest.raises(ConflictError, match="Nothing of yours was written"):
        edit(place, own, "0" * 32, description="Warm")


def test_a_pin_is_moved_next_to_something_by_its_name(place: Place) -> None:
    add(place, "Bont Library", at=AssetMove(lat=51.61, lon=-3.02))
    own = add(place)
    record = register.move_asset(place, own, AssetMove(beside="next to the library"), now=NOW, who="Ann")
    assert (record["lat"], record["lon"], record["area_id"], record["located_by"]) == (51.61, -3.02, "Z1", "by hand")
    fact = stored(place, own).fields["placed"]
    assert (fact.value, fact.source, fact.as_at, fact.by_hand) == (
        "next to Bont Library", "by hand", "2026-03-31", True,
    )  # fmt: skip
    register.move_asset(place, own, AssetMove(beside="51.6, -3.0"), now=NOW, who="Ann")
    assert "placed" not in stored(place, own).fields
    moved = register.move_asset(place, own, AssetMove(beside="xx1 1ab"), now=NOW, who="Ann")
    assert (moved["postcode"], moved["lat"]) == ("XX1 1AB", 51.61)


def test_several_libraries_are_listed_and_one_is_chosen(place: Place) -> None:
    for number, name in enumerate(("Bont Library", "Llan Library")):
        add(place, name, at=AssetMove(lat=51.61 + number / 100, lon=-3.02))
    own = add(place)
    with pytest.raises(OptionError, match=r"2 fit .*Bont Library.*Llan Library"):
        register.move_asset(place, own, AssetMove(beside="next to the library"), now=NOW, who="Ann")
    assert stored(place, own).lat is None
    from assetmap.services.landmarks import find_landmarks

    chosen = next(one for one in find_landmarks(place, "the library") if one.name == "Llan Library")
    move = AssetMove(beside="the library", landmark=chosen.key)
    assert register.move_asset(place, own, move, now=NOW, who="Ann")["lat"] == 51.62


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("next to the spaceport", NotFoundError),
        ("10, 20", OptionError),
        ("AA1 1AA", NotFoundError),
        ("!", NotFoundError),
    ],
)
def test_words_that_mean_no_point_here_move_nothing(place: Place, words: str, fault: type[Exception]) -> None:
    own = add(place)
    with pytest.raises(fault):
        register.move_asset(place, own, AssetMove(beside=words), now=NOW, who="Ann")
    assert stored(place, own).lat is None


def test_a_place_that_becomes_private_forgets_beside_what_it_stood(place: Place) -> None:
    add(place, "Bont Library", at=AssetMove(lat=51.61, lon=-3.02))
    own = add(place)
    register.move_asset(place, own, AssetMove(beside="bont library"), now=NOW, who="Ann")
    edit(place, own, where="private")
    assert "placed" not in stored(place, own).fields


def test_an_import_does_not_move_what_was_put_next_to_something(place: Place) -> None:
    add(place, "Bont Library", at=AssetMove(lat=51.61, lon=-3.02))
    rows = [["Name", "Kind", "Postcode"], ["Hall", "venue", "XX1 1AA"]]
    bring_in(place, rows)
    own = next(row["id"] for row in register.list_assets(place, register.AssetQuery()).facts if row["name"] == "Hall")
    register.move_asset(place, own, AssetMove(beside="bont library"), now=NOW, who="Ann")
    bring_in(place, rows)
    assert stored(place, own).lat == 51.61


def test_who_told_us_and_a_mobile_in_an_answer_stay_private(place: Place) -> None:
    own = add(place)
    said = AccessAnswer(
        feature="lift", answer="partly", detail="Ring Sue on 07700 900123", checked_on="2026-03-01", told_by="Sue Jones"
    )
    record = register.set_access(place, own, said, now=NOW, who="Ann")
    assert record["access_details"]["lift"]["as_at"] == "2026-03-01"
    assert not any(secret in json.dumps(record) for secret in ("07700", "Jones"))
    held = stored(place, own).private
    assert (held["told us: lift"].value, held["mobile"].value) == ("Sue Jones", "07700 900123")


def test_a_new_answer_keeps_the_days_out_of_use(place: Place) -> None:
    own = add(place, access={"lift": "yes"})
    out = OutOfUse(feature="lift", since="2026-03-01", until="2026-05-01")
    register.set_out_of_use(place, own, out, now=NOW, who="Ann")
    register.set_access(place, own, AccessAnswer(feature="lift", answer="partly"), now=NOW, who="Ann")
    fact = stored(place, own).access["lift"]
    assert (fact.answer, fact.out_since, fact.out_until) == ("partly", "2026-03-01", "2026-05-01")


def test_history_can_be_told_in_words(place: Place) -> None:
    own = add(place)
    edit(place, own, description="Warm")
    edit(place, own, description="")
    states = [read_states(row) for row in register.asset_history(place, own)]
    assert states[0][0] is None
    told = [[one.sentence() for one in changes_between(old, new)] for old, new in states[1:] if old and new]
    assert told == [["What it offers: now 'Warm'."], ["What it offers: 'Warm' was taken away."]]
