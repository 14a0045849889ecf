"""The words for the register: one change, what history keeps of it, and what a register can be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from assetmap.messages import mark
from assetmap.model.asset import Asset
from assetmap.model.asset_line import AssetLine
from assetmap.model.participation import Attendance, Event
from assetmap.model.places_people_live import PlacePeopleLive

if TYPE_CHECKING:
    import pandas as pd


class Record(StrEnum):
    """What kind of record a history row is about."""

    ASSET = mark("asset")
    OFF_THE_MAP = mark("off the map")
    EVENT = mark("event")
    ATTENDANCE = mark("attendance")
    COLUMNS = mark("columns")
    LIVING = mark("place people live")


class Action(StrEnum):
    """What happened to a record. Facts about people are only ever added, erased or undone."""

    ADDED = mark("added")
    CHANGED = mark("changed")
    REMOVED = mark("removed")
    ERASED = mark("erased")


UNDO = "undo"
ERASE = "erase person"
ERASED_AGAIN = mark("the list of erasures")
"""Who erased somebody from an older copy of the register that was put back."""
TIDY = "tidy"
NOT_UNDOABLE: frozenset[str] = frozenset({UNDO, ERASE, TIDY})
"""Changes that undo passes over: it takes back work, never an erasure, never old records, never itself."""

ATTENDANCE_COLUMNS: tuple[str, ...] = (
    "row_key",
    "event_id",
    "date",
    "role",
    "person",
    "area_id",
    "not_placed",
    "characteristics",
)


COUNTED_COLUMNS: tuple[str, ...] = (
    "event_id", "date", "role", "person", "area_id", "not_placed", "characteristics",
)  # fmt: skip
"""What counting people needs of an attendance."""


@dataclass(frozen=True)
class OffTheMap:
    """One asset that asked not to be shown, kept as keys alone: no name, no place.

    Attributes
    ----------
    source, source_key
        The list and the row there; an import of that row is refused.
    likeness
        Hashes of plain name with postcode, address and point, so that another list does not bring it back either.
    """

    source: str
    source_key: str
    likeness: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One transaction: all of it is written, or nothing.

    Attributes
    ----------
    what
        Plain words: "import assets", "edit asset".
    source
        The list or file it came from; empty for work by hand.
    who, when
        Who did it and the moment, ISO in UTC.
    assets
        Put: inserted, or replaced by id.
    removed_assets
        Ids that leave the register.
    off_the_map
        Keys that imports must not bring back.
    events, attendances
        Events are put by id; an attendance with a known row key and other facts replaces the one
        that was there.
    columns
        File shape and the column choice to remember for it.
    living, removed_living
        Places people live, put by id; ids of those that leave the register.
    based_on
        The generation that was read before; another write in between is a ConflictError. None does not look.
    """

    what: str
    source: str
    who: str
    when: str
    assets: Sequence[Asset] = ()
    removed_assets: Sequence[str] = ()
    off_the_map: Sequence[OffTheMap] = ()
    events: Sequence[Event] = ()
    attendances: Sequence[Attendance] = ()
    columns: Sequence[tuple[str, dict[str, str]]] = ()
    living: Sequence[PlacePeopleLive] = ()
    removed_living: Sequence[str] = ()
    based_on: int | None = None


@dataclass(frozen=True)
class HistoryRow:
    """One record that one change touched.

    ``before`` and ``after`` are JSON text, None where there was nothing. For attendances they stand only for a row that
    was corrected, until its person is erased.
    """

    batch: str
    when: str
    who: str
    source: str
    what: str
    record: str
    record_id: str
    action: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Batch:
    """One change as history lists it: what it was, whether it was taken back, how many records of each kind.

    ``records`` counts by record and action, such as ``{("asset", "added"): 12}``.
    """

    id: str
    what: str
    source: str
    who: str
    when: str
    undone: bool
    records: dict[tuple[str, str], int]


@dataclass(frozen=True)
class UndoneChange:
    """The change that was taken back: what it was, whose, when, and how many records of each kind."""

    batch: str
    what: str
    source: str
    who: str
    when: str
    records: dict[str, int]


class Store(Protocol):
    """What a register can be asked, on whatever database it lives."""

    def assets(self, *, source: str | None = None, ids: Sequence[str] | None = None) -> list[Asset]:
        """Return all assets, or those of one list, or those with some ids, ordered by id."""

    def asset_lines(self, *, features: Sequence[str] = (), ids: Sequence[str] | None = None) -> list[AssetLine]:
        """Return all assets in short, or those with some ids, ordered by id, with facts about some access features."""

    def asset_points(self) -> list[tuple[float, float]]:
        """Return longitude and latitude of all assets that have a location, in no order."""

    def asset(self, asset_id: str) -> Asset:
        """Return one asset; NotFoundError if it is not there."""

    def off_the_map(self) -> frozenset[OffTheMap]:
        """Return the keys that imports must not bring back."""

    def remembered_columns(self, shape: str) -> dict[str, str] | None:
        """Return the column choice remembered for files of this shape, or None."""

    def events(self) -> list[Event]:
        """Return all events, ordered by date, start and id."""

    def attendances(self) -> pd.DataFrame:
        """Return all attendances with their event's date; columns ATTENDANCE_COLUMNS, ordered by row key."""

    def counted_rows(self, *, first: str, last: str, meant_for: str) -> pd.DataFrame:
        """Return attendances of meetings from a day to a day (ISO, "" leaves it open) that were meant for somebody.

        Columns COUNTED_COLUMNS, text all; ordered by date, meeting and area: the last of a person is the latest.
        """

    def attendance_keys(self) -> frozenset[str]:
        """Return the row keys of all attendances."""

    def places_people_live(self) -> list[PlacePeopleLive]:
        """Return all places people live, ordered by id. PRIVATE: never on a map, in a file or in a release."""

    def person_rows(self, person: str) -> list[dict[str, Any]]:
        """Return what is kept about one pseudonym: its attendances with their events."""

    def erase_person(self, person: str, *, who: str, when: str) -> int:
        """Delete a pseudonym's rows for good, note that it was done, return how many went."""

    def count_attendances(self, *, before: str) -> int:
        """Return how many attendances belong to meetings before a day (ISO)."""

    def delete_attendances(self, *, before: str, who: str, when: str) -> int:
        """Delete the attendances of meetings before a day for good, note that it was done, return how many went."""

    def tidied(self) -> list[tuple[str, str]]:
        """Return of each time that old records were deleted the moment, and before which day (ISO; "" not noted)."""

    def erased_people(self) -> frozenset[str]:
        """Return the pseudonyms that were erased; an import must not bring them back."""

    def apply(self, change: Change) -> str:
        """Write one change whole and return its batch id; ConflictError, OutsideError leave all as it was."""

    def undo(self, *, who: str, when: str, not_before: str) -> UndoneChange | None:
        """Take the last change back if it was made at or after ``not_before``; None if there is none."""

    def history(self, *, batch: str | None = None, record_id: str | None = None) -> list[HistoryRow]:
        """Return history, oldest first, of one batch, one record, or all."""

    def batches(self, *, limit: int, skip: int = 0) -> list[Batch]:
        """Return changes with their counts, newest first."""

    def next_to_undo(self, *, not_before: str) -> str:
        """Return the id of the change that undo would take back, empty for none."""

    def generation(self) -> int:
        """Return a number that every write raises."""

    def counts(self) -> dict[str, Any]:
        """Return ``{"assets": {kind: number}, "people": number, "attendances": number, "events": number}``."""

    def close(self) -> None:
        """Give connections back."""
