"""A person's own number or address reaches no listing, wherever it was written; such places reach no register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from square_place import NOW, all_assets, bring_in, make_square, names

from assetmap.adapters.osm_arrays import OsmFeature
from assetmap.errors import OptionError
from assetmap.services import register, workspace
from assetmap.services.ingest import AssetImport, import_assets
from assetmap.services.register import AssetAdd, AssetMove, AssetQuery
from assetmap.services.workspace import Place

SECRETS = ("7700", "900123", "jo@", "gmail", "javascript", "mailto")
AGREED = {"agreed_by": "Ann", "agreed_on": "2026-01-02"}
PUBLIC = AssetQuery(view="public")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


def shown(place: Place, view: str = "public") -> str:
    return json.dumps(register.list_assets(place, AssetQuery(view=view)).facts)


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Phone", "44 7700 900123"),
        ("Phone", "447700900123"),
        ("Phone", "7700-900123"),
        ("Phone", "01633 656656 07700 900123"),
        ("Email", "jo@gmail.com; office@hall.org"),
        ("Email", "Jo <jo@gmail.com>"),
        ("Email", "jo at home"),
        ("Website", "mailto:jo@gmail.com"),
        ("Website", "javascript:alert(1)"),
        ("Website", "https://wa.me/447700900123"),
        ("Description", "Ring Jo on 07700 900123 or jo@gmail.com"),
        ("Address", "4 High Street, ring 07700 900123"),
        ("When", "Mondays, ask jo@gmail.com"),
        ("Who is it for", "all: 07700900123"),
        ("Name", "Hall (07700 900123)"),
        ("Enw", "Neuadd 07700 900123"),
        ("Loop", "ask Jo on 07700 900123"),
        ("Type", "Hall 07700 900123"),
    ],
)
def test_private_contacts_reach_no_listing(place: Place, heading: str, text: str) -> None:
    row = {"Name": "Old Hall", "Type": "Hall", "Postcode": "XX1 1AA"} | {heading: text}
    rows = [list(row), list(row.values())]
    assert bring_in(place, rows, **AGREED).added == 1
    assert len(register.list_assets(place, PUBLIC).facts) == 1
    assert not any(secret in shown(place).casefold() for secret in SECRETS)
    assert "jo at home" not in shown(place)
    assert set(all_assets(place)[0].private) - {"likeness"}
    assert bring_in(place, rows, **AGREED).unchanged == 1


def test_a_group_s_own_contacts_are_shown(place: Place) -> None:
    rows = [
        ["Name", "Type", "Phone", "Email", "Website"],
        ["Hall", "Hall", "01633 656656, 07700 900123", "jo@gmail.com; office@hall.org", "www.hall.org"],
    ]
    answer = bring_in(place, rows)
    (record,) = register.list_assets(place, AssetQuery()).facts
    assert (record["phone"], record["email"], record["website"]) == ("01633 656656", "office@hall.org", "www.hall.org")
    assert "Kept private, never shown: 1 with personal mobile, 1 with personal e-mail." in answer.notes


def test_the_address_of_a_person_s_offer_is_not_kept_beside_a_number_taken_out(place: Place) -> None:
    bring_in(place, [["Name", "Type", "Address"], ["Baking", "Skill", "4 Canary Street 07700 900123"]])
    assert "Canary" not in str(all_assets(place)[0])
    for file in place.folder.glob("register.sqlite*"):
        assert b"Canary" not in file.read_bytes()


def test_what_was_taken_out_or_is_no_contact_is_asked_about(place: Place) -> None:
    rows = [
        ["Name", "Type", "Email", "Website", "Description"],
        ["Hall", "Hall", "ask Jo", "javascript:alert(1)", "Ring 07700 900123"],
    ]
    answer = bring_in(place, rows)
    assert {problem.field for problem in answer.problems} == {"email", "website", "description"}
    assert "07700" not in json.dumps(answer.as_record())
    private = all_assets(place)[0].private
    assert private["note: website"].value == "javascript:alert(1)"
    assert private["note: what it offers"].value == "Ring 07700 900123"


def test_contacts_of_openstreetmap_are_read_alike(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    tags = {
        "amenity": "community_centre", "name": "Hall", "phone": "+44 7700 900123", "email": "jo@gmail.com",
        "website": "mailto:jo@gmail.com", "description": "Ring 07700 900123",
    }  # fmt: skip
    monkeypatch.setattr(workspace, "osm_features", lambda _: [OsmFeature("node", 1, -3.0, 51.6, tags)])
    import_assets(place, AssetImport(from_streets=True), now=NOW, who="Ann")
    assert not any(secret in shown(place, "working") for secret in SECRETS)


@pytest.mark.parametrize("fields", [
    {"description": "Ring Jo on 07700 900123"}, {"address": "4 High Street 07700900123"},
    {"phone": "01633 656656, 44 7700 900123"}, {"email": "office@hall.org; jo@gmail.com"},
])  # fmt: skip
def test_by_hand_too(place: Place, fields: dict[str, str]) -> None:
    request = AssetAdd(name="Hall 07700 900123", kind="venue", fields=fields, at=AssetMove(address="by 07700 900123"))
    record = register.add_asset(place, request, now=NOW, who="Ann")
    assert record["name"] == "Hall"
    assert not any(secret in shown(place, "working") for secret in SECRETS)
    assert "7700" in all_assets(place)[0].private["mobile"].value


@pytest.mark.parametrize(
    "fields",
    [{"phone": "hello"}, {"phone": "01633 656656 ask Jo"}, {"email": "hello"}, {"email": "Jo <jo@hall.org>"},
     {"website": "javascript:alert(1)"}, {"website": "mailto:office@hall.org"}],
)  # fmt: skip
def test_by_hand_what_is_no_contact_is_refused_with_what_was_expected(place: Place, fields: dict[str, str]) -> None:
    with pytest.raises(OptionError, match=r"Expected .* such as"):
        register.add_asset(place, AssetAdd(name="Hall", kind="venue", fields=fields), now=NOW, who="Ann")
    assert names(place) == []


NEVER, MAY_BE = "places that are never located or published", "may be places that are never located or published"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"Name": "Lloches i Ferched"}, NEVER),
        ({"Name": "Carchar Casnewydd"}, NEVER),
        ({"Name": "Plas Newydd", "Enw": "Cartref Plant"}, NEVER),
        ({"Name": "Domestic abuse safehouse"}, NEVER),
        ({"Name": "Women's Refuges Newport"}, NEVER),
        ({"Name": "Llan Women's Aid", "Description": "Our refuge is at this address"}, MAY_BE),
        ({"Name": "Llan Women's Aid", "Address": "The Refuge, 4 High Street"}, MAY_BE),
        ({"Name": "Refuge Assurance Building"}, MAY_BE),
    ],
)
def test_places_never_located_are_left_out_each_under_its_reason(
    place: Place, row: dict[str, str], reason: str
) -> None:
    whole = {"Type": "Service", "Postcode": "XX1 1AA"} | row
    answer = bring_in(place, [list(whole), list(whole.values())])
    assert (answer.added, answer.details["left_out"]) == (0, {reason: 1})
    (problem,) = answer.problems
    assert problem.value == "not shown"
    assert ("by hand in other words" in problem.fix) == (reason == MAY_BE)
    assert row["Name"] not in str(answer)


def test_openstreetmap_s_description_and_address_are_looked_at(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    base = {"amenity": "social_facility", "name": "Women's Aid"}
    more: tuple[dict[str, str], ...] = (
        {"description": "Our refuge is here"},
        {"addr:housename": "The Safe House"},
        {"name:cy": "Lloches Merched"},
        {},
    )
    found = [OsmFeature("node", number, -3.0, 51.6, base | tags) for number, tags in enumerate(more)]
    monkeypatch.setattr(workspace, "osm_features", lambda _: found)
    answer = import_assets(place, AssetImport(from_streets=True), now=NOW, who="Ann")
    assert (answer.added, answer.details["left_out"]) == (1, {MAY_BE: 2, NEVER: 1})


@pytest.mark.parametrize("fields", [{"description": "Our refuge"}, {"detail": "bail hostel"}, {"address": "HMP Usk"}])
def test_by_hand_such_places_are_refused(place: Place, fields: dict[str, str]) -> None:
    with pytest.raises(OptionError, match="never located or published"):
        register.add_asset(place, AssetAdd(name="Hall", kind="venue", fields=fields), now=NOW, who="Ann")
    request = AssetAdd(name="Hall", kind="venue", at=AssetMove(address="The Safe House"))
    with pytest.raises(OptionError, match="never located or published"):
        register.add_asset(place, request, now=NOW, who="Ann")
