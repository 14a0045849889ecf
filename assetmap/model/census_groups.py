"""What the categories of census tables are in our own: the same people under the words of each office.

Categories of people are those of ``participation_categories``. A heading that is one of their words is that category;
else the first pattern below that is found in it decides, and where none is, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from assetmap.messages import mark
from assetmap.model.census import LABEL_SEPARATOR
from assetmap.model.participation import CHARACTERISTICS, NOT_STATED_WORDS
from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.text import plain_form

NOT_COMPARED = ""
"""Stands for the meaning of a census category that is none of ours."""

_BRITISH = "White: English, Welsh, Scottish, Northern Irish or British"
_ASIAN, _BLACK = "Asian, Asian British or Asian Welsh", "Black, Black British, Black Welsh, Caribbean or African"
_MIXED, _OTHER = "Mixed or Multiple ethnic groups", "Other ethnic group"

# By characteristic: a pattern in plain form, and our category. ONS and Nomis, Scotland's Census, NISRA, 2011 and 2021.
CENSUS_PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "disability": (
        (r"not limited|^not disabled|no long term|no limiting|^no\b", "not disabled"),
        (r"^disabled|limited a (lot|little)", "disabled"),
    ),
    "ethnic_group": (
        (r"^mixed", _MIXED),
        (r"gypsy|^irish traveller$", "White: Gypsy or Irish Traveller"),
        (r"^white.* roma$", "White: Roma"),
        (r"^white.* (scottish|other white british|other british)$", _BRITISH),
        (r"^white.* irish$", "White: Irish"),
        (r"^white.* other white$", "White: Other White"),
        (r"^white\b", "White"),
        (r"^asian.*bangladeshi", "Asian: Bangladeshi"),
        (r"^asian.*chinese", "Asian: Chinese"),
        (r"^asian.*indian", "Asian: Indian"),
        (r"^asian.*pakistani", "Asian: Pakistani"),
        (r"^asian\b|^filipino$", _ASIAN),
        (r"^(black|african|caribbean)\b", _BLACK),
        (r"^(any )?other ethnic", _OTHER),
    ),
    "gender": ((r"^(females?|women)\b", "female"), (r"^(males?|men)\b", "male")),
    "carer_status": (
        (r"\bno unpaid care|^not an? |^no\b", "not an unpaid carer"),
        (r"^provides\b|^unpaid carers?\b", "unpaid carer"),
    ),
    "language": ((r"english or welsh in wales", "Welsh and English"), (r"^(any |all )?other\b", "another language")),
    "sexual_orientation": (
        (r"^straight|heterosexual", "straight or heterosexual"),
        (r"^gay\b|^lesbian\b", "gay or lesbian"),
        (r"^bisexual", "bisexual"),
        (r"^(all )?other\b", "all other sexual orientations"),
    ),
    "religion": (
        (r"^no religion|^none$", "no religion"),
        (r"church|catholic|christian|presbyterian|methodist", "Christian"),
        (r"^(any |all )?other\b|^pagan", "other religion"),
    ),
}  # fmt: skip

BROAD_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "ethnic_group": {
        broad: tuple(row.name for row in CATEGORIES["ethnic_group"] if row.name.startswith(f"{start}:"))
        for broad, start in ((_ASIAN, "Asian"), (_BLACK, "Black"), (_MIXED, "Mixed"), ("White", "White"),
                             (_OTHER, "Other"))
    },
    "language": {"Welsh and English": ("English", "Welsh")},
}  # fmt: skip
"""Broad categories and their parts. The census of Wales counts speakers of English or Welsh as one."""

THE_REST: frozenset[tuple[str, str]] = frozenset({
    ("disability", "not disabled"), ("carer_status", "not an unpaid carer"),
    ("sexual_orientation", "straight or heterosexual"),
})  # fmt: skip
"""Groups that are everybody but those who were asked about: a page does not name them as the ones to look for."""

WITH_LEVELS: frozenset[str] = frozenset({"ethnic_group"})
"""Characteristics that can be compared at either level; the others are joined only where a census joins them."""

NAMED_BY_LAST_WORD: frozenset[str] = frozenset({"language"})
"""Where the end of a heading alone names a category: 'Other European language (EU): Polish'."""

WHOLE_SHARE = 0.95
"""A category's parts stand for it if they make up at least this share: offices change counts a little."""

TABLE_OF_CHARACTERISTIC: dict[str, str] = {row.name: row.census_table for row in CHARACTERISTICS}
CHARACTERISTIC_OF_TABLE: dict[str, str] = {table: name for name, table in TABLE_OF_CHARACTERISTIC.items()}

_WORDS: dict[str, dict[str, str]] = {
    of: {plain_form(word): row.name for row in rows for word in (row.name, *row.words)}
    for of, rows in CATEGORIES.items()
}


class Level(StrEnum):
    """How finely groups are told apart."""

    DETAILED = mark("detailed")
    BROAD = mark("broad")


class WhyNoGroups(StrEnum):
    """Why groups have no comparison."""

    NO_TABLE = mark("This place has no figures by {characteristic}, so these groups cannot be compared.")
    NOT_EVERYONE = mark("No census table counts {characteristic} among {people} alone. We show counts, not labels.")
    ONE_GROUP = mark("This place's figures by {characteristic} tell no two groups apart.")


def meaning_of(category: str, characteristic: str) -> str:
    """Return what a census category is in ours; ``NOT_COMPARED`` where it is none of them, or nothing is known.

    Parameters
    ----------
    category
        As the office writes it, such as "White: Irish".
    characteristic
        Name of the characteristic, such as "ethnic_group".
    """
    if category.casefold().strip() in NOT_STATED_WORDS:
        return NOT_COMPARED
    known = _known_word(category, characteristic)
    if known:
        return known
    plain = plain_form(category)
    found = (ours for pattern, ours in CENSUS_PATTERNS[characteristic] if re.search(pattern, plain))
    return next(found, NOT_COMPARED)


def _known_word(category: str, characteristic: str) -> str:
    known = _WORDS[characteristic].get(plain_form(category))
    if known or characteristic not in NAMED_BY_LAST_WORD:
        return known or NOT_COMPARED
    last = category.rpartition(LABEL_SEPARATOR)[2]
    return _WORDS[characteristic].get(plain_form(last), NOT_COMPARED)


def meanings_of(categories: Mapping[str, str], characteristic: str, corrections: Mapping[str, str]) -> dict[str, str]:
    """Return the meaning of each category of a table.

    Parameters
    ----------
    categories
        Each category and the one it is a part of; "" where it is a part of none. A whole comes before its parts.
    characteristic
        Name of the characteristic.
    corrections
        What a person has said; it holds for the parts of a category too, unless they have their own.

    Returns
    -------
    dict
        A part whose own heading says nothing is taken for what its whole is.
    """
    meanings: dict[str, str] = {}
    corrected: dict[str, str] = {}
    for category, whole in categories.items():
        said = corrections.get(category, corrected.get(whole))
        if said is not None:
            corrected[category] = said
        own = meaning_of(category, characteristic) if said is None else said
        stated = category.rpartition(LABEL_SEPARATOR)[2].casefold().strip() not in NOT_STATED_WORDS
        inherited = meanings.get(whole, NOT_COMPARED) if said is None and stated else NOT_COMPARED
        meanings[category] = own or inherited
    return meanings
