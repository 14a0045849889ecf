"""What census headings are in our categories: each office's own words, and no guess where there is none."""

from __future__ import annotations

import pytest
from nomis_files import DISABILITY, ETHNIC, SEX, UNPAID_CARE

from assetmap.model.census_groups import (
    BROAD_GROUPS,
    CENSUS_PATTERNS,
    NOT_COMPARED,
    TABLE_OF_CHARACTERISTIC,
    meaning_of,
    meanings_of,
)
from assetmap.model.participation_categories import CATEGORIES

ASIAN, BLACK = "Asian, Asian British or Asian Welsh", "Black, Black British, Black Welsh, Caribbean or African"
MIXED, OTHER = "Mixed or Multiple ethnic groups", "Other ethnic group"
BRITISH = "White: English, Welsh, Scottish, Northern Irish or British"


def test_every_heading_of_the_2021_table_is_a_category_of_its_own() -> None:
    heads = [one for one in ETHNIC if not one.startswith("Total")]
    meanings = [meaning_of(one, "ethnic_group") for one in heads]
    assert sorted(meanings) == sorted(row.name for row in CATEGORIES["ethnic_group"])
    for head, meaning in zip(heads, meanings, strict=True):
        assert meaning.split(":")[0].split(",")[0].split()[0] == head.split(":")[0].split(",")[0].split()[0]


def test_disability_care_and_sex() -> None:
    for heads, characteristic, told in (
        (DISABILITY, "disability", lambda one: "not disabled" if one.startswith("Not") else "disabled"),
        (UNPAID_CARE, "carer_status", lambda one: "not an unpaid carer" if " no " in one else "unpaid carer"),
        (SEX, "gender", str.lower),
    ):
        for head in heads:
            if not head.startswith(("Total", "All")):
                assert meaning_of(head, characteristic) == told(head), head


@pytest.mark.parametrize(
    ("characteristic", "heading", "ours"),
    [
        # Scotland's Census 2022
        ("ethnic_group", "White: White Scottish", BRITISH),
        ("ethnic_group", "White: Other White British", BRITISH),
        ("ethnic_group", "White: White Irish", "White: Irish"),
        ("ethnic_group", "White: White Gypsy/Traveller", "White: Gypsy or Irish Traveller"),
        ("ethnic_group", "White: White Polish", "White"),
        ("ethnic_group", "Asian, Scottish Asian or British Asian: Pakistani, Scottish Pakistani or British Pakistani",
         "Asian: Pakistani"),
        ("ethnic_group", "African", "Black: African"),
        ("ethnic_group", "African: African, Scottish African or British African", BLACK),
        ("ethnic_group", "Caribbean or Black", BLACK),
        ("disability", "Day-to-day activities limited a little", "disabled"),
        ("disability", "Day-to-day activities not limited", "not disabled"),
        ("carer_status", "Not an unpaid carer", "not an unpaid carer"),
        ("carer_status", "Provides 1-19 hours unpaid care a week", "unpaid carer"),
        ("religion", "Church of Scotland", "Christian"),
        ("religion", "Roman Catholic", "Christian"),
        # Northern Ireland 2021
        ("ethnic_group", "Irish Traveller", "White: Gypsy or Irish Traveller"),
        ("ethnic_group", "Filipino", ASIAN),
        ("ethnic_group", "Black Other", BLACK),
        ("ethnic_group", "Mixed", MIXED),
        ("ethnic_group", "Other ethnicities", OTHER),
        ("religion", "Presbyterian Church in Ireland", "Christian"),
        ("religion", "Other religions", "other religion"),
        # England and Wales
        ("language", "English (English or Welsh in Wales)", "Welsh and English"),
        ("language", "Other European language (EU): Polish", "Polish"),
        ("language", "Other European language (EU)", "another language"),
        ("sexual_orientation", "Straight or Heterosexual", "straight or heterosexual"),
        ("sexual_orientation", "Gay or Lesbian", "gay or lesbian"),
        ("sexual_orientation", "All other sexual orientations", "all other sexual orientations"),
        ("sexual_orientation", "Not answered", NOT_COMPARED),
        ("religion", "Religion not stated", NOT_COMPARED),
        ("ethnic_group", "Kurdish", NOT_COMPARED),
        ("disability", "Household has a ramp", NOT_COMPARED),
    ],
)  # fmt: skip
def test_headings_of_other_offices(characteristic: str, heading: str, ours: str) -> None:
    assert meaning_of(heading, characteristic) == ours


def test_every_meaning_is_a_category() -> None:
    for characteristic, rows in CENSUS_PATTERNS.items():
        names = {row.name for row in CATEGORIES[characteristic]}
        assert {ours for _, ours in rows} <= names
        for broad, parts in BROAD_GROUPS.get(characteristic, {}).items():
            assert {broad, *parts} <= names
    assert set(CENSUS_PATTERNS) == set(CATEGORIES) == set(TABLE_OF_CHARACTERISTIC) - {"age_band"}
    ethnic = BROAD_GROUPS["ethnic_group"]
    assert len(ethnic) + sum(map(len, ethnic.values())) == len(CATEGORIES["ethnic_group"]) == 24


def test_a_part_that_says_nothing_is_what_its_whole_is_and_corrections_run_down() -> None:
    tree = {"White": "", "White: Kurdish": "White", "Odd": "", "Odd: White": "Odd", "White: Not answered": "White"}
    assert meanings_of(tree, "ethnic_group", {}) == {
        "White": "White", "White: Kurdish": "White", "Odd": "", "Odd: White": "", "White: Not answered": "White",
    }  # fmt: skip
    told = meanings_of(tree, "ethnic_group", {"White": ASIAN, "White: Kurdish": "White"})
    assert (told["White"], told["White: Kurdish"], told["White: Not answered"]) == (ASIAN, "White", ASIAN)
    plain = {"Disabled": "", "Disabled: Slightly": "Disabled", "Disabled: Not answered": "Disabled"}
    assert meanings_of(plain, "disability", {"Disabled: Slightly": ""})["Disabled: Slightly"] == NOT_COMPARED
