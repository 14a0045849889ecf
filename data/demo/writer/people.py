"""The people of the demo's meetings: invented pseudonyms, the patch each lives in, what they said of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from .census import DISABLED, ETHNIC_GROUPS, NOT_DISABLED
from .ground import dice
from .homes import Postcode
from .places import HALF_PATCH, NEVER_PATCH

CAME: dict[str, int] = {
    "Aberwenlas Centre": 27, HALF_PATCH: 16, "Aberwenlas West": 26, "Llanfelŷs and Ynys Garwen": 25,
    "Ostlewick and Skeldermoss": 26, "Rhyd-y-brithyll and Cwm Hesgïen": 25, "Thorrowby and Quillmoor": 25,
    NEVER_PATCH: 0,
}  # fmt: skip
"""People of the community with a postcode of the district, by patch: two patterns, the others as one would expect."""
WITH_POSTCODE = sum(CAME.values())
REGULARS = 8
COMMUNITY_ROLES = ("uses services", "carer", "community member")
OTHER_ROLES = (("staff", 36), ("supporter", 14), ("facilitator", 10))
NOT_SAID = "Prefer not to say"
_AGES = (("16-24", 5), ("25-34", 9), ("35-49", 20), ("50-64", 29), ("65-74", 23), ("75-84", 11), ("85+", 3))
# Postcodes nobody can place: none, one of elsewhere, a slip of the finger.
UNUSABLE = ("", "", "", "", "", "", "ZY9 9ZZ", "ZY8 1AB", "ZZ1 1A", "Z21 1AA")


@dataclass(frozen=True)
class Person:
    """One person: pseudonym, role, home, and what they said of themselves."""

    name: str
    role: str
    postcode: str
    age: str
    disability: str
    ethnic_group: str
    regular: bool = False

    @property
    def community(self) -> bool:
        """Whether they count as the community."""
        return self.role in COMMUNITY_ROLES


def make_people(postcodes: list[Postcode]) -> list[Person]:
    """Return everybody, numbered in an order that tells nothing."""
    roll = dice("people")
    homes = [*_homes(roll, postcodes), *UNUSABLE]
    regular = set(roll.sample(range(WITH_POSTCODE), REGULARS))
    drafts = [
        (roll.choices(COMMUNITY_ROLES, weights=(45, 17, 38))[0], home, k in regular) for k, home in enumerate(homes)
    ]
    staff_homes = [row.code for row in postcodes if row.area.patch != NEVER_PATCH]
    for role, count in OTHER_ROLES:
        drafts += [(role, roll.choice(staff_homes) if roll.random() < 0.3 else "", False) for _ in range(count)]
    roll.shuffle(drafts)
    return [_person(roll, f"P{number:03d}", *draft) for number, draft in enumerate(drafts, start=1)]


def _homes(roll: Random, postcodes: list[Postcode]) -> list[str]:
    """Return a postcode for each person: as many from each patch as the table says."""
    by_patch: dict[str, list[Postcode]] = {}
    for row in postcodes:
        by_patch.setdefault(row.area.patch, []).append(row)
    homes: list[str] = []
    for patch, count in CAME.items():
        rows = by_patch[patch]
        homes += [row.code for row in roll.choices(rows, weights=[row.residents for row in rows], k=count)]
    return homes


def _person(roll: Random, name: str, role: str, postcode: str, regular: bool) -> Person:  # noqa: FBT001 - a draft's third part
    if role not in COMMUNITY_ROLES:
        return Person(name, role, postcode, "", "", "")
    ages, weights = zip(*_AGES, strict=True)
    groups = [group for group, _ in ETHNIC_GROUPS]
    shares = [share * 0.86 for _, share in ETHNIC_GROUPS]
    disabled = 0.55 if role == "uses services" else 0.2
    return Person(
        name, role, postcode,
        roll.choices((*ages, NOT_SAID, ""), weights=(*weights, 4, 4))[0],
        roll.choices((DISABLED, NOT_DISABLED, NOT_SAID, ""), weights=(disabled, 1 - disabled, 0.1, 0.08))[0],
        roll.choices((*groups, NOT_SAID, ""), weights=(*shares, 0.06, 0.08))[0],
        regular,
    )  # fmt: skip
