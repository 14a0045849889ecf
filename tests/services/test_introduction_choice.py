"""Whom an asset says it serves: whole words, accents or not, and no name of a pub."""

from __future__ import annotations

import pytest

from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset, Fact
from assetmap.model.introductions import INTRODUCING_KINDS, SERVED_GROUPS
from assetmap.model.participation import AGE_BANDS, CHARACTERISTIC_BY_NAME
from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.text import plain_form
from assetmap.services.introduction_choice import find_group, knows_group, served_by

TRAVELLERS = ("ethnic_group", "White: Gypsy or Irish Traveller")
LESBIAN = ("sexual_orientation", "gay or lesbian")
CARERS = ("carer_status", "unpaid carer")


def serving(group: tuple[str, str], kind: str = "group", **facts: str) -> str:
    one = Asset(id="1", source="s", source_key="1", kind=kind, fields={k: Fact(v, "s", "") for k, v in facts.items()})
    return served_by(one, SERVED_GROUPS[group])


@pytest.mark.parametrize(
    ("group", "text"),
    [
        (("disability", "disabled"), "Disabled people"),
        (("disability", "disabled"), "Pobl Anabl Casnewydd"),
        (("disability", "dementia"), "A dementia-friendly choir"),
        (("disability", "dementia"), "Alzheimer\u2019s Society"),
        (CARERS, "Gofalwyr Ifanc"),
        (CARERS, "For CARERS."),
        (TRAVELLERS, "Travelling Ahead: Gypsy, Roma & Traveller families"),
        (TRAVELLERS, "Sipsiwn a Theithwyr"),
        (("ethnic_group", "Black: African"), "BME women's forum"),
        (("ethnic_group", "Asian: Bangladeshi"), "Bangladeshi elders"),
        (LESBIAN, "LGBTQ+ social"),
        (LESBIAN, "Grŵp LHDT+"),
        (("age_band", "75-84"), "Pobl hŷn"),
        (("gender", "female"), "Merched y Wawr"),
        (("language", "Welsh"), "Siaradwyr Cymraeg"),
        (("religion", "Muslim"), "Newport Mosque lunch"),
    ],
)
def test_the_words_of_a_group_are_found(group: tuple[str, str], text: str) -> None:
    assert serving(group, who_for=text) == "who_for"
    assert serving(group, description=f"A place. {text}, and more") == "description"
    assert serving(group, name=text) == "name"
    assert serving(group, kind="venue", name=text) == ""
    assert serving(group, kind="venue", who_for=text) == "who_for"


@pytest.mark.parametrize(
    ("group", "text"),
    [
        (("disability", "disabled"), "Everyone"),
        (CARERS, "Careers advice"),
        (CARERS, "Scarers"),
        (LESBIAN, "Friends of the rainbow trout"),
        (("sexual_orientation", "bisexual"), "Bi-weekly walks"),
        (("gender", "female"), "Free Wi-Fi"),
        (("gender", "non-binary"), "Trans-Pennine ramblers"),
        (("ethnic_group", "Black: African"), "Black Mountains walkers"),
        (("religion", "Christian"), "We meet in the church hall"),
        (("age_band", "0-15"), "Plant sale"),
        (("disability", "deaf"), "Signing up is easy"),
    ],
)
def test_other_words_are_not(group: tuple[str, str], text: str) -> None:
    assert serving(group, who_for=text, description=text, name=text) == ""


def test_every_group_is_a_category_that_can_be_asked_about_or_one_of_disability() -> None:
    bands = {("age_band", label) for _, _, label in AGE_BANDS}
    known = bands | {(name, row.name) for name, rows in CATEGORIES.items() for row in rows}
    assert {name for name, _ in SERVED_GROUPS} <= set(CHARACTERISTIC_BY_NAME)
    assert {key for key in SERVED_GROUPS if key not in known and key[0] != "disability"} == set()


def test_words_stand_in_plain_form_so_that_they_can_be_found() -> None:
    assert [word for group in SERVED_GROUPS.values() for word in group.words if plain_form(word) != word] == []


def test_every_kind_of_asset_has_its_place_and_its_reason() -> None:
    assert {row.kind for row in INTRODUCING_KINDS} == set(ASSET_KIND_BY_NAME)
    assert all(row.reason.endswith(".") for row in INTRODUCING_KINDS)


def test_ages_that_were_put_together_are_served_by_whoever_serves_one_of_their_bands() -> None:
    young = find_group(("age_band", "0-24"))
    assert young is not None
    assert young.label == "people aged under 25"
    assert set(young.words) == {*SERVED_GROUPS["age_band", "0-15"].words, *SERVED_GROUPS["age_band", "16-24"].words}
    old = find_group(("age_band", "65+"))
    assert old is not None
    assert old.words == SERVED_GROUPS["age_band", "85+"].words
    assert find_group(("age_band", "35-49")) is None  # no list says that it is for them
    assert all(knows_group(("age_band", band)) for band in ("0-24", "35-49", "65+", "25-49"))
    assert not any(knows_group(("age_band", band)) for band in ("17-24", "x", "not stated"))
