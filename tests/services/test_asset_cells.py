"""Single cells: what is read out of them, and what is not guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from assetmap.errors import OptionError
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME
from assetmap.model.asset import NEVER_LOCATED_OSM
from assetmap.services import asset_cells, asset_kinds
from assetmap.services.asset_access import read_own_access
from assetmap.services.asset_draft import Draft

TODAY = dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02", "2026-03-02"),
        ("02/03/2026", "2026-03-02"),
        ("2.3.26", "2026-03-02"),
        ("2 March 2026", "2026-03-02"),
        ("2026-03-02 10:15:00", "2026-03-02"),
        ("31/02/2026", None),
        ("2026-13-01", None),
        ("01/04/2026", None),
        ("last week", None),
        ("", None),
    ],
)
def test_a_day_is_read_or_refused_never_made_up(text: str, day: str | None) -> None:
    assert asset_cells.read_date(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("parts", "address", "postcode"),
    [
        (["Coigach Community Hall", "Achiltibuie IV26 2YG", ""], "Coigach Community Hall, Achiltibuie", "IV26 2YG"),
        (["The Hall, High Street, Llan, NP10 0AA"], "The Hall, High Street, Llan", "NP10 0AA"),
        (["5", "Station Road", "Port Erin"], "5 Station Road, Port Erin", ""),
        (["Rest Break, Stoke Ferry", "Stoke Ferry"], "Rest Break, Stoke Ferry", ""),
        (["15 High Street", "5"], "15 High Street, 5", ""),
        (["", ""], "", ""),
    ],
)
def test_an_address_is_put_together_and_its_postcode_taken_out(parts: list[str], address: str, postcode: str) -> None:
    assert asset_cells.join_address(parts) == (address, postcode)


@pytest.mark.parametrize(
    ("feature", "text", "answer", "detail", "known"),
    [
        ("hearing_loop", "Yes", "yes", "", True),
        ("hearing_loop", "Oes", "yes", "", True),
        ("hearing_loop", "Nac oes", "no", "", True),
        ("hearing_loop", "rhannol", "partly", "", True),
        ("hearing_loop", "Don't know", "not recorded", "", True),
        ("hearing_loop", "?", "not recorded", "", True),
        ("hearing_loop", "✓", "yes", "", True),
        ("hearing_loop", "x", "not recorded", "x", False),
        ("hearing_loop", "broken since May", "not recorded", "broken since May", False),
        ("blue_badge_parking", "2 spaces", "yes", "2 spaces", True),
        ("blue_badge_parking", "0 spaces", "no", "0 spaces", True),
        ("wide_doors", "80 cm", "not recorded", "80 cm", False),
    ],
)
def test_access_answers(feature: str, text: str, answer: str, detail: str, known: bool) -> None:  # noqa: FBT001
    assert asset_cells.read_answer(ACCESS_FEATURE_BY_NAME[feature], text) == (answer, detail, known)


@pytest.mark.parametrize(
    ("feature", "value", "answer", "detail"),
    [
        ("step_free_entrance", "limited", "partly", ""),
        ("assistance_dogs", "no", "not recorded", "no"),
        ("assistance_dogs", "yes", "yes", ""),
        ("blue_badge_parking", "3", "yes", "3"),
        ("wifi", "wlan", "yes", ""),
        ("automatic_door", "slowdown_button", "not recorded", "slowdown_button"),
    ],
)
def test_openstreetmap_answers(feature: str, value: str, answer: str, detail: str) -> None:
    assert asset_cells.read_osm_answer(ACCESS_FEATURE_BY_NAME[feature], value) == (answer, detail)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Library", "venue"),
        ("Partnership Library", "venue"),
        ("Library and Customer Service Centre", "venue"),
        ("Support Group", "peer_support"),
        ("Clybiau", ""),
        ("Clubs", "group"),
        ("time_bank", "time_bank"),
        ("LAL", ""),
        ("", ""),
    ],
)
def test_the_kind_a_type_cell_names(text: str, kind: str) -> None:
    assert asset_kinds.kind_of_type(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Llanfair Village Hall", "venue"),
        ("Library Reading Group", "group"),
        ("Church Hall Lunch Club", "group"),
        ("Neuadd Bentref Llan", "venue"),
        ("Llan Memory Café", "group"),
        ("Banc Amser y Cwm", "time_bank"),
        ("Sue and friends", ""),
    ],
)
def test_the_kind_a_name_ends_on(text: str, kind: str) -> None:
    assert asset_kinds.kind_of_name(text) == kind


@pytest.mark.parametrize(
    "name",
    [
        "Llan Women's Refuge",
        "Women\u2019s Refuges Newport",
        "Lloches i Ferched",
        "Carchar Casnewydd",
        "Domestic abuse safehouse",
        "Safe-House Llan",
        "Cartref Plant y Cwm",
        "Hostel for asylum seekers",
        "Probation hostel",
        "HMP Usk",
        "Safle Teithwyr",
        "Wom\u200ben's Refuge",
    ],
)
def test_places_never_located_are_told_by_words(name: str) -> None:
    assert asset_kinds.never_located({}, name) == asset_kinds.NEVER_LOCATED_REASON
    assert asset_kinds.never_located({}, "Plas Newydd", name) == asset_kinds.NEVER_LOCATED_REASON


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Refuge Assurance Building", ""),
        ("Newport Wetlands wildlife refuge", ""),
        ("Asylum Justice", ""),
        ("Llan Women's Aid", "Our refuge is at this address"),
        ("Plas Newydd", "The Safe House, 4 High Street"),
        ("Cymorth i Ferched", "Mae ein lloches yma"),
    ],
)
def test_a_word_that_may_mean_such_a_place_leaves_a_doubt(name: str, text: str) -> None:
    assert asset_kinds.never_located({}, name, texts=[text]) == asset_kinds.MAYBE_NEVER_LOCATED_REASON


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Refugees Welcome Choir", ""),
        ("Asylum Seekers' Drop-in", "Tea and talk for asylum seekers"),
        ("Cefnogaeth i Geiswyr Lloches", ""),
        ("Book Club", "We send books to people in prison. 4 Old Prison Lane"),
        ("Plant Sale", "Cartref y Cwm"),
    ],
)
def test_other_places_are_not_taken_for_one_that_is_never_located(name: str, text: str) -> None:
    assert asset_kinds.never_located({"social_facility:for": "senior"}, name, texts=[text]) == ""


@pytest.mark.parametrize(
    "tags",
    [
        {"amenity": "social_facility", "social_facility:for": "homeless;abused"},
        {"amenity": "social_facility", "social_facility:for": "women; abused"},
        {"social_facility": "group_home", "social_facility:for": "juvenile"},
        {"social_facility": "shelter"},
    ],
)
def test_places_never_located_are_told_by_tags(tags: dict[str, str]) -> None:
    assert asset_kinds.never_located(tags, "Plas Newydd") == asset_kinds.NEVER_LOCATED_REASON


def test_no_value_of_the_table_holds_a_list() -> None:
    values = [value for rule in NEVER_LOCATED_OSM for wanted in rule.tags.values() for value in wanted]
    assert not any(";" in value for value in values)


def test_a_number_of_thousands_of_digits_is_read_by_its_digits() -> None:
    parking = ACCESS_FEATURE_BY_NAME["blue_badge_parking"]
    for digits, answer in (("9" * 5000, "yes"), ("0" * 5000, "no"), ("\u0660\u0660", "no"), ("\u0660\u0663", "yes")):
        assert asset_cells.read_answer(parking, digits) == (answer, digits, True)
        assert asset_cells.read_osm_answer(parking, digits) == (answer, digits)


def test_a_kind_that_is_none_is_refused_with_the_known_ones() -> None:
    assert asset_kinds.check_kind("Time bank") == "time_bank"
    with pytest.raises(OptionError, match="Expected one of: group, venue"):
        asset_kinds.check_kind("spaceship")


@pytest.mark.parametrize(
    "cell", ["[" * 100_000, '{"lift":' * 100_000, '{"lift": ' + "9" * 5000 + "}", '["yes"]', "null"]
)
def test_an_access_cell_that_is_no_answer_is_none(cell: str) -> None:
    assert "lift" not in read_own_access(cell, Draft(2, "halls"))
