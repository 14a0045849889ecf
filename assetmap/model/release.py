"""What may be shown, to whom: three wrappers that a result carries out of the house.

A renderer for files, print and public maps takes ``ShareView`` or ``PublicFacts`` only. ``WorkingView`` and
``ShareView`` are made by ``analysis/disclosure.py`` and nowhere else (a test holds that), so a small count
cannot reach a file by forgetfulness.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from assetmap.messages import mark
from assetmap.model.period import Period

T = TypeVar("T")


@dataclass(frozen=True)
class WorkingView(Generic[T]):
    """Exact figures about people: for the screen of those who keep the records, marked PRIVATE."""

    facts: T
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShareView(Generic[T]):
    """Figures about people after small numbers were hidden and the rest rounded."""

    facts: T
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicFacts(Generic[T]):
    """Facts in which nobody is counted: assets, areas, streets, timetables, census figures."""

    facts: T
    notes: tuple[str, ...] = ()


HELD_BACK = mark("held back")
"""What stands where a figure of a release is not given at all."""


class HoldReason(StrEnum):
    """Why figures of a release are not given, or given less exactly, in words for those who read it."""

    JOINED = mark("Neighbouring numbers are put together here. Otherwise a small number could be worked out.")
    PLACES = mark("Groups of these places are held back. With them, a small number could be worked out.")
    ALL_PLACES = mark("Groups within places are held back everywhere. With them, a small number could be worked out.")
    GROUP_TOTALS = mark("The totals of these groups are held back. With them, a small number could be worked out.")
    TABLE = mark("These groups are held back. With them, a small number could be worked out.")


@dataclass(frozen=True)
class HeldBack:
    """One thing that a release does not give, or gives less exactly.

    Attributes
    ----------
    reason
        Why, in words.
    characteristic
        What the groups are groups of.
    places
        Names of the places this is about; none where it is about no single place.
    groups
        Names of the groups; none where it is about all of them.
    """

    reason: HoldReason
    characteristic: str
    places: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReleasedTable:
    """One table of a release, as it was fixed.

    Attributes
    ----------
    by
        What is compared: one of ``model.representation.COMPARED_BY``.
    rows
        JSON-ready; counts are whole numbers or "fewer than 10", what is not known is None.
    details
        What stands beside the table.
    notes
        What was said beside it.
    """

    by: str
    rows: tuple[dict[str, Any], ...]
    details: dict[str, Any]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Release:
    """Figures of one closed period that were fixed: what was shown is kept, not who stood behind it.

    Attributes
    ----------
    release_id
        Period and whom the meetings were meant for, in letters that a file's name can have.
    place
        The place's name.
    period
        The days; no two releases of a place share one, unless all of them.
    meant_for
        Whom the meetings were meant for.
    made_on
        ISO day.
    unit_of
        Patch or area of each area's code, as it was.
    kind
        What the places are: a value of ``UnitKind``.
    characteristic
        The one characteristic that is shown within patches; empty for none.
    tables
        Places first.
    held_back
        What is not in it, and why, in sentences.
    """

    release_id: str
    place: str
    period: Period
    meant_for: str
    made_on: str
    kind: str
    unit_of: dict[str, str]
    characteristic: str
    tables: tuple[ReleasedTable, ...]
    held_back: tuple[str, ...] = field(default=())

    def table(self, by: str) -> ReleasedTable | None:
        """Return one of its tables; the table of places stands for "patch" and "area" alike."""
        return next((one for one in self.tables if one.by == by), None)


@dataclass(frozen=True)
class NotedRelease:
    """What is noted of a release outside the place's folder: no figure, no name.

    Attributes
    ----------
    release_id, meant_for, period
        As in the release.
    file_hash
        SHA-256 of its file, in hexadecimal digits.
    places_hash
        The same of which areas belong together, whatever the patches are called.
    """

    release_id: str
    meant_for: str
    file_hash: str
    places_hash: str
    period: Period
