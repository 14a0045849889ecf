"""Records of people taking part are kept for a time: how many are due to be deleted, and deleting them for good.

So are the lines of the access log, which say who opened exact numbers.
"""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass

from assetmap.adapters import access_log
from assetmap.adapters.place_folder import read_place_file
from assetmap.messages import tr, tr_count
from assetmap.model.period import Period, half_year_of
from assetmap.services import workspace
from assetmap.services.open_days import without
from assetmap.services.releases_kept import fixed_periods
from assetmap.services.retention import oldest_kept, whole_from
from assetmap.services.workspace import Place

__all__ = ["Due", "Tidied", "count_due", "delete_due", "oldest_kept"]


@dataclass(frozen=True, kw_only=True)
class Due:
    """What is due to be deleted.

    Attributes
    ----------
    number, before, months
        Records of meetings before a day (ISO), kept for so many months.
    log_lines, log_months
        Lines of the access log that are older than so many months.
    unreleased
        Days of half-years that would lose records and of which no safe version was made: none could be made
        afterwards.
    """

    number: int
    before: str
    months: int
    log_lines: int = 0
    log_months: int = 0
    unreleased: tuple[Period, ...] = ()

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to delete."""
        return bool(self.number or self.log_lines)

    def sentences(self) -> list[str]:
        """Say what is due and what to do; where nothing is due, one sentence that says so."""
        if not self.is_anything:
            return [tr("Nothing is due to be deleted. Records are kept for {months} months.", months=self.months)]
        return [*self._records(), *self._log()]

    def _records(self) -> list[str]:
        if not self.number:
            return []
        said = tr_count("{number} record is due to be deleted.", "{number} records are due to be deleted.", self.number)
        kept = tr("Records are kept for {months} months after a meeting.", months=self.months)
        return [said, kept, *self._release_first()]

    def _release_first(self) -> list[str]:
        if not self.unreleased:
            return []
        periods = ", ".join(period.words() for period in self.unreleased)
        return [
            tr("Not released yet: {periods}. Once their records go, no safe version of them can be made.",
               periods=periods),
            tr("To keep figures, release them first: assetmap release make{days}", days=self._first_days()),
        ]  # fmt: skip

    def _first_days(self) -> str:
        """Return the options that name the first days to release: part of a half-year is never the default."""
        first = self.unreleased[0]
        return f" --from {first.first} --to {first.last}"

    def _log(self) -> list[str]:
        if not self.log_lines:
            return []
        return [
            tr_count(
                "{number} line of the access log is older than {months} months.",
                "{number} lines of the access log are older than {months} months.",
                self.log_lines,
                months=self.log_months,
            )
        ]


@dataclass(frozen=True)
class Tidied:
    """How many records, and how many lines of the access log, were deleted."""

    deleted: int
    log_lines: int

    def sentences(self) -> list[str]:
        """Say what was deleted."""
        said = []
        if self.deleted:
            said.append(
                tr_count(
                    "{number} record was deleted for good.", "{number} records were deleted for good.", self.deleted
                )
            )
            said.append(tr("What is left says that it was done, and how many went."))
        if self.log_lines:
            said.append(
                tr_count(
                    "{number} line of the access log was deleted.",
                    "{number} lines of the access log were deleted.",
                    self.log_lines,
                )
            )
        return said or [tr("Nothing was due to be deleted.")]


def count_due(place: Place, *, now: dt.datetime) -> Due:
    """Count what is due to be deleted."""
    months, log_months = place.settings.retention_months, place.settings.access_log_months
    before = oldest_kept(now.date(), months)
    with closing(workspace.open_register(place)) as store:
        number = store.count_attendances(before=before)
        days = {event.date for event in store.events() if event.date < before}
    log_lines = access_log.count_before(place.folder, oldest_kept(_utc_day(now), log_months))
    return Due(
        number=number,
        before=before,
        months=months,
        log_lines=log_lines,
        log_months=log_months,
        unreleased=_unreleased(place, days),
    )


def _unreleased(place: Place, days: set[str]) -> tuple[Period, ...]:
    """Return the half-years of some days as far as they could still be released; without areas nothing can be."""
    if not days or not read_place_file(place.folder).counts.get("areas"):
        return ()
    fixed, whole = fixed_periods(place), whole_from(place)
    half_years = {half_year_of(day) for day in days}
    left = [part for one in half_years if one.first >= whole for part in without(one, fixed)]
    return tuple(sorted(part for part in left if any(part.holds(day) for day in days)))


def delete_due(place: Place, *, now: dt.datetime, who: str) -> Tidied:
    """Delete what is due, for good, and say how much went. History keeps the number of records alone."""
    before = oldest_kept(now.date(), place.settings.retention_months)
    with closing(workspace.open_register(place)) as store:
        deleted = store.delete_attendances(
            before=before, who=who, when=now.astimezone(dt.UTC).isoformat("T", "seconds")
        )
    log_before = oldest_kept(_utc_day(now), place.settings.access_log_months)
    return Tidied(deleted, access_log.drop_before(place.folder, log_before))


def _utc_day(now: dt.datetime) -> dt.date:
    """Return the day in UTC, which is what the access log is written in."""
    return now.astimezone(dt.UTC).date()
