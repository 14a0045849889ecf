"""What an import of participation answers: counts that add up, what was done with each column, and sentences."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assetmap.adapters.files import Table
from assetmap.messages import tr, tr_count
from assetmap.model.participation import HIDDEN_NAMES_NOTE, Attendance, Event
from assetmap.services.participation_rows import Reading
from assetmap.services.tidy import oldest_kept
from assetmap.services.verdicts import CheckedAnswer


@dataclass(frozen=True)
class FileRead:
    """A file that was read: its table, the rows as read, and the reason for each characteristic kept."""

    table: Table
    reading: Reading
    keep: Mapping[str, str]


@dataclass(frozen=True)
class Kept:
    """What one file comes to: new meetings and rows, corrected and known rows, and why rows have no area."""

    events: list[Event]
    attendances: list[Attendance]
    corrected: list[Attendance]
    unchanged: int
    not_placed: dict[str, int]


def make_answer(file: FileRead, kept: Kept, *, now: dt.datetime, retention_months: int, dry_run: bool) -> CheckedAnswer:
    """Return the verdict on one import.

    Parameters
    ----------
    file
        What was read.
    kept
        What is kept of it.
    now
        The moment, to tell which rows are old.
    retention_months
        Months that a row is kept from its meeting on.
    dry_run
        Whether nothing was written.
    """
    columns = file.reading.columns
    refused = Counter(str(why) for why in file.reading.refused if why)
    dated = _date_notes(file.reading, now, retention_months)
    return CheckedAnswer(
        read=len(file.table.frame),
        added=len(kept.attendances),
        changed=len(kept.corrected),
        unchanged=kept.unchanged,
        refused=sum(refused.values()),
        problems=tuple(sorted(file.reading.problems, key=lambda problem: (problem.row, problem.field))),
        notes=(*columns.sentences(), *file.table.notes, *file.reading.notes, *_notes(file, kept), *dated),
        columns=tuple((columns.shown(name), name) for name in (*columns.fields, *columns.characteristics)),
        details={
            "dry_run": dry_run,
            "column_verdicts": columns.verdicts(),
            "kept_because": dict(file.keep),
            "events_added": len(kept.events),
            "not_placed": kept.not_placed,
            "refused_because": dict(sorted(refused.items())),
        },
        refused_rows=frozenset(file.reading.cells.index[file.reading.refused != ""].tolist()),
    )


def _notes(file: FileRead, kept: Kept) -> list[str]:
    notes = []
    fields = file.reading.columns.fields
    if "meant_for" not in fields:
        notes.append(tr("No column says who the meetings were meant for. We took them as meant for everyone."))
    if "postcode" not in fields and "area" not in fields:
        notes.append(tr("No column holds a postcode or area, so nobody could be placed."))
    visits = sum(not one.person for one in kept.attendances)
    if visits:
        notes.append(
            tr_count(
                "{number} row without a name: counted as visits. We cannot tell how many different people.",
                "{number} rows without a name: counted as visits. We cannot tell how many different people.",
                visits,
            )
        )
    if visits < len(kept.attendances):
        notes.append(tr(HIDDEN_NAMES_NOTE))
    others = len(file.table.other_sheets)
    if others:
        notes.append(
            tr_count(
                "{number} other sheet not read. Choose one with --sheet.",
                "{number} other sheets not read. Choose one with --sheet.",
                others,
            )
        )
    return notes


def _date_notes(reading: Reading, now: dt.datetime, retention_months: int) -> list[str]:
    dates = reading.rows["date"][reading.refused == ""]
    oldest = oldest_kept(now.date(), retention_months)
    old, later = int((dates < oldest).sum()), int((dates > now.date().isoformat()).sum())
    notes = []
    if old:
        notes.append(
            tr_count(
                "Due to be deleted, older than {months} months: {number} row.",
                "Due to be deleted, older than {months} months: {number} rows.",
                old,
                months=retention_months,
            )
        )
    if later:
        notes.append(
            tr_count(
                "With a date that is still to come: {number} row. Check them.",
                "With a date that is still to come: {number} rows. Check them.",
                later,
            )
        )
    return notes
