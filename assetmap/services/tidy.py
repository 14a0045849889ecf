"""Records of people taking part are kept for a time: how many are due to be deleted, and deleting them for good."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass

from assetmap.messages import tr, tr_count
from assetmap.services import workspace
from assetmap.services.workspace import Place

_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Due:
    """How many records are due to be deleted: those of meetings before a day (ISO), kept for so many months."""

    number: int
    before: str
    months: int

    def sentences(self) -> list[str]:
        """Say what is due and what to do; where nothing is due, one sentence that says so."""
        if not self.number:
            return [tr("Nothing is due to be deleted. Records are kept for {months} months.", months=self.months)]
        said = tr_count("{number} record is due to be deleted.", "{number} records are due to be deleted.", self.number)
        return [said, tr("Records are kept for {months} months after a meeting.", months=self.months)]


def oldest_kept(today: dt.date, months: int) -> str:
    """Return the first day (ISO) whose meetings are still kept; days are compared as text, so 31 February may stand."""
    number = today.year * _MONTHS_A_YEAR + today.month - 1 - months
    return f"{number // _MONTHS_A_YEAR:04d}-{number % _MONTHS_A_YEAR + 1:02d}-{today.day:02d}"


def count_due(place: Place, *, now: dt.datetime) -> Due:
    """Count the records that are due to be deleted."""
    months = place.settings.retention_months
    before = oldest_kept(now.date(), months)
    with closing(workspace.open_register(place)) as store:
        return Due(store.count_attendances(before=before), before, months)


def delete_due(place: Place, *, now: dt.datetime, who: str) -> int:
    """Delete the records that are due, for good, and return how many went. History keeps the number alone."""
    before = oldest_kept(now.date(), place.settings.retention_months)
    with closing(workspace.open_register(place)) as store:
        return store.delete_attendances(before=before, who=who, when=now.astimezone(dt.UTC).isoformat("T", "seconds"))


def deleted_sentences(number: int) -> list[str]:
    """Say what was deleted."""
    if not number:
        return [tr("Nothing was due to be deleted.")]
    said = tr_count("{number} record was deleted for good.", "{number} records were deleted for good.", number)
    return [said, tr("What is left says that it was done, and how many went.")]
