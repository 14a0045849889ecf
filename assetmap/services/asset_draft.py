"""One row on its way into the register: what it says, what is wrong with it, and how it is told from others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from assetmap.messages import mark, tr
from assetmap.model.asset import AccessFact, Agreement, Where
from assetmap.model.asset_fields import IDENTITY_DECIMALS
from assetmap.model.imports import Problem
from assetmap.model.text import plain_form
from assetmap.services.asset_likeness import Given

OFF_THE_MAP_REASON = mark("asked to be off the map")
MAYBE_OFF_THE_MAP_REASON = mark("may have asked to be off the map")
_NAMES = ("name_cy", "name_gd")


@dataclass
class Draft:
    """One row as it was understood.

    Attributes
    ----------
    row
        Its number as a spreadsheet shows it.
    source
        The list it belongs to.
    list_id
        The list's own id of it; empty if it has none.
    lat, lon
        Degrees as the row gives them; None where it gives none that can be used.
    given
        What the list said of its name and place, kept before any of it is dropped; only hashes of it are stored.
    area_only
        True for a private place and somebody's own offer: no point, address or postcode is kept.
    checked_on
        ISO day on which somebody checked it; empty if not recorded.
    facts, private
        Values by field name, as text.
    refused
        True once it cannot go in.
    left_out
        Why it stays out although nothing is wrong with the row; such rows enter no fix file.
    """

    row: int
    source: str
    cells: tuple[str, ...] = ()
    list_id: str = ""
    name: str = ""
    kind: str = ""
    detail: str = ""
    where: str = Where.PLACE
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    area_id: str = ""
    located_by: str = ""
    checked_on: str = ""
    visibility: str = ""
    agreement: Agreement | None = None
    kind_from_name: bool = False
    given: Given = field(default_factory=lambda: Given(()))
    area_only: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)
    access: dict[str, AccessFact] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused: bool = False
    left_out: str = ""

    def question(self, name: str, value: str, expected: str, fix: str) -> None:
        """Note something that needs a look; the row goes in."""
        self.problems.append(Problem(self.row, name, value, expected, fix))

    def refuse(self, name: str, value: str, expected: str, fix: str) -> None:
        """Note why the row cannot go in."""
        self.question(name, value, expected, fix)
        self.refused = True

    def leave_out(self, reason: str, expected: str, fix: str) -> None:
        """Keep the row out for a reason of ours, without repeating what stood in it."""
        self.problems = [Problem(self.row, "", tr("not shown"), expected, fix)]
        self.refused = True
        self.left_out = reason

    def reason(self) -> str:
        """Return all problems as one text for the fix file."""
        return " ".join(_why(one) for one in self.problems)

    def source_key(self) -> str:
        """Return what tells the row apart in its list: the list's id, else name with postcode, address or point."""
        if self.list_id:
            return f"id {storable(self.list_id)}"
        return hash_of(_plain_name(self.name), self._whereabouts())

    def second_key(self) -> str:
        """Return the key of a row whose name and whereabouts another row of the list has too."""
        more = sorted({**self.facts, "detail": self.detail, "kind": self.kind}.items())
        return f"{self.source_key()} {hash_of(str(more))[:8]}"

    def remember_given(self) -> None:
        """Keep what the list said of the name and the place, for telling the asset from others."""
        names = (self.name, *(self.facts.get(name, "") for name in _NAMES))
        self.given = Given(names, self.postcode, self.facts.get("address", ""), self.lat, self.lon)

    def _whereabouts(self) -> str:
        if self.postcode:
            return self.postcode
        if self.facts.get("address"):
            return plain_form(self.facts["address"])
        if self.lat is None or self.lon is None:
            return ""
        return f"{self.lat:.{IDENTITY_DECIMALS}f},{self.lon:.{IDENTITY_DECIMALS}f}"


def _why(one: Problem) -> str:
    said = tr("expected {expected}. {fix}", expected=one.expected, fix=one.fix)
    return f"{one.field}: {said}" if one.field else said


def storable(text: str) -> str:
    """Return a text that any database takes as a key: what holds half letters or a NUL becomes a hash."""
    halves = any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in text)
    return f"hash {hash_of(text)}" if halves else text


def _plain_name(name: str) -> str:
    """Return the plain form of a name; one in letters we do not fold stays as it is."""
    return plain_form(name) or name.strip().casefold()


def hash_of(*parts: str) -> str:
    """Return a short hash of texts in order."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
