"""The words for places people live that no census counts well: kept by hand, never located, released or exported.

A care home, a hostel or a Traveller site is a name, who can introduce us, and whether we have been in touch. Nothing
here has a room for where it is: a text that says so is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark
from assetmap.model.text import find_postcode, harmless

LONGEST_NAME, LONGEST_NOTE = 200, 1_000
"""Letters that a name and a note may have."""


class Contact(StrEnum):
    """How far we are with the people who live there."""

    REACHED = mark("reached")
    NOT_YET = mark("not yet")
    NOT_FOR_NOW = mark("asked us not to contact for now")


@dataclass(frozen=True)
class LivingKind:
    """One kind of place: its key, and what it is called on a page."""

    name: str
    label: str


LIVING_KINDS: tuple[LivingKind, ...] = (
    LivingKind("care_home", mark("Care home or nursing home")),
    LivingKind("supported_housing", mark("Supported or sheltered housing")),
    LivingKind("hostel", mark("Hostel or night shelter")),
    LivingKind("refuge", mark("Refuge")),
    LivingKind("asylum_accommodation", mark("Asylum accommodation")),
    LivingKind("gypsy_traveller_site", mark("Gypsy and Traveller site")),
    LivingKind("boats", mark("Boats and moorings")),
    LivingKind("prison", mark("Prison or young offender institution")),
    LivingKind("approved_premises", mark("Approved premises")),
    LivingKind("childrens_home", mark("Children's home")),
    LivingKind("hospital", mark("Hospital or long-stay ward")),
    LivingKind("student_hall", mark("Student hall")),
    LivingKind("workers_housing", mark("Housing that comes with work")),
    LivingKind("caravans", mark("Caravans or a holiday park")),
    LivingKind("other", mark("Another place")),
)

LIVING_KIND_BY_NAME: dict[str, LivingKind] = {kind.name: kind for kind in LIVING_KINDS}


@dataclass(frozen=True, kw_only=True)
class PlacePeopleLive:
    """One place people live. PRIVATE, all of it.

    Attributes
    ----------
    id
        Ours, a uuid as text.
    name
        As the team calls it.
    kind
        A key of ``LIVING_KINDS``.
    state
        A value of `Contact`.
    review_on
        The day to look at it again, ISO; never empty where they asked us not to contact them.
    liaison
        The organisation that people there trust, through which contact goes.
    last_contact
        What was said last, and when.
    """

    id: str
    name: str
    kind: str
    state: str = Contact.NOT_YET
    review_on: str = ""
    liaison: str = ""
    last_contact: str = ""


LOCATION_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (mark("coordinates"), re.compile(r"-?\d{1,3}[.,]\d{3,}\s*°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}[.,]\d{3,}")),
    (mark("a grid reference"), re.compile(r"\b[HNOST][A-HJ-Z]\s?(?:\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})\b")),
    (mark("three words for a spot"), re.compile(r"///\s*\w+\.\w+\.\w+")),
    (mark("a web address"), re.compile(r"https?://|\bwww\.|\bgoo\.gl/|\bmaps\.", re.IGNORECASE)),
)
"""What a text may look like that says where a place is, beside a postcode."""

_NOT_PART_OF_CODE = re.compile(r"[^0-9A-Za-z]+")


def location_in(text: str) -> str:
    """Return what in a text says where a place is, such as "a postcode"; empty for nothing."""
    seen = harmless(text)
    if find_postcode(seen) or find_postcode(_NOT_PART_OF_CODE.sub(" ", seen)):
        return mark("a postcode")
    return next((name for name, shape in LOCATION_SHAPES if shape.search(seen)), "")
