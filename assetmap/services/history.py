"""What was changed, in words: when, who, what, from which list, how many records; what undo takes back next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass

from assetmap.errors import ConflictError
from assetmap.messages import mark, tr, tr_count
from assetmap.model.register import ERASE, TIDY, UNDO, Action, Batch, Record, UndoneChange
from assetmap.services import ingest, participation, places_people_live, register, workspace
from assetmap.services.moments import as_kept, say_moment
from assetmap.services.workspace import Place

NEWEST = 200
"""How many changes are listed."""

_WORDS: dict[str, str] = {
    ingest.WHAT: mark("A list of assets was brought in"),
    participation.WHAT: mark("A list of who came was brought in"),
    "add asset": mark("An asset was added by hand"),
    "edit asset": mark("An asset was corrected by hand"),
    "move asset": mark("An asset was moved by hand"),
    "set asset open": mark("An asset was opened again"),
    "set asset hidden": mark("An asset was hidden"),
    "set asset closed": mark("An asset was closed"),
    "record access": mark("An access answer was recorded"),
    "record answers": mark("Answers to questions were recorded"),
    "out of use": mark("It was recorded what is out of use"),
    "publish asset": mark("It was recorded who may see an asset"),
    "remove asset": mark("An asset was removed"),
    places_people_live.ADD: mark("A place people live was added"),
    places_people_live.CHANGE: mark("A place people live was changed"),
    places_people_live.REMOVE: mark("A place people live was removed"),
    "off the map": mark("An asset was taken off the map, because it asked"),
    UNDO: mark("A change was taken back"),
    ERASE: mark("What was kept about one person was erased"),
    TIDY: mark("Old records of people were deleted"),
}
_COUNTS: dict[tuple[str, str], Callable[[int], str]] = {
    (Record.ASSET, Action.ADDED): lambda number: tr_count("{number} asset added", "{number} assets added", number),
    (Record.ASSET, Action.CHANGED): lambda number: tr_count(
        "{number} asset changed", "{number} assets changed", number
    ),
    (Record.ASSET, Action.REMOVED): lambda number: tr_count(
        "{number} asset removed", "{number} assets removed", number
    ),
    (Record.ATTENDANCE, Action.ADDED): lambda number: tr_count(
        "{number} row about people added", "{number} rows about people added", number
    ),
    (Record.ATTENDANCE, Action.CHANGED): lambda number: tr_count(
        "{number} row about people changed", "{number} rows about people changed", number
    ),
    (Record.ATTENDANCE, Action.REMOVED): lambda number: tr_count(
        "{number} row about people taken back", "{number} rows about people taken back", number
    ),
    (Record.ATTENDANCE, Action.ERASED): lambda number: tr_count(
        "{number} row about people deleted", "{number} rows about people deleted", number
    ),
    (Record.LIVING, Action.ADDED): lambda number: tr_count(
        "{number} place people live added", "{number} places people live added", number
    ),
    (Record.LIVING, Action.CHANGED): lambda number: tr_count(
        "{number} place people live changed", "{number} places people live changed", number
    ),
    (Record.LIVING, Action.REMOVED): lambda number: tr_count(
        "{number} place people live removed", "{number} places people live removed", number
    ),
    (Record.EVENT, Action.ADDED): lambda number: tr_count("{number} meeting added", "{number} meetings added", number),
}
_KEPT = ", kept "


@dataclass(frozen=True)
class HistoryLine:
    """One change in words.

    Attributes
    ----------
    id
        Names it for undo.
    when
        Day and time on this computer's clock.
    who
        Who did it.
    what
        What was done.
    source
        The list it came from; empty for work by hand.
    records
        How many records of each kind it touched.
    note
        That it was taken back, or that undo takes it back next; empty for neither.
    """

    id: str
    when: str
    who: str
    what: str
    source: str
    records: str
    note: str


@dataclass(frozen=True)
class History:
    """The newest changes, newest first; what undo would take back next, None for nothing."""

    lines: tuple[HistoryLine, ...]
    next_undo: HistoryLine | None


def read_history(place: Place, *, now: dt.datetime) -> History:
    """Return the place's newest changes in words.

    Parameters
    ----------
    place
        The place.
    now
        The moment, to tell what is too old to be taken back.
    """
    not_before = as_kept(now - dt.timedelta(days=place.settings.undo_days))
    with closing(workspace.open_register(place)) as store:
        found = store.batches(limit=NEWEST)
        next_id = store.next_to_undo(not_before=not_before)
    lines = {batch.id: _line(batch, next_id) for batch in found}
    return History(tuple(lines.values()), lines.get(next_id))


def _line(batch: Batch, next_id: str) -> HistoryLine:
    note = tr("taken back") if batch.undone else tr("undo takes this back") if batch.id == next_id else ""
    return HistoryLine(
        batch.id,
        say_moment(batch.when),
        batch.who,
        say_what(batch.what),
        "" if batch.what == TIDY else batch.source,
        _say_records(batch.records),
        note,
    )


def say_what(what: str) -> str:
    """Return what a change was in words, with the reasons for what was kept about people."""
    name, _, reasons = what.partition(_KEPT)
    said = tr(_WORDS[name]) if name in _WORDS else name
    return tr("{what}. Kept, with the reason: {reasons}", what=said, reasons=reasons) if reasons else said


def _say_records(records: Mapping[tuple[str, str], int]) -> str:
    return ", ".join(_COUNTS[key](number) for key, number in sorted(records.items()) if key in _COUNTS)


def undo_last(place: Place, *, now: dt.datetime, who: str, expected: str = "") -> list[str]:
    """Take the last change back and say what came back.

    Parameters
    ----------
    place
        The place.
    now, who
        The moment and the person, for history.
    expected
        Id of the change that the person saw as the last one; empty takes whichever is.

    Raises
    ------
    ConflictError
        Somebody changed something since; nothing was taken back.
    NotFoundError
        There is nothing to take back.
    """
    last = read_history(place, now=now).next_undo
    if expected and (last is None or last.id != expected):
        raise ConflictError(tr("Somebody changed something meanwhile. Nothing was taken back. Look at the list again."))
    undone = register.undo_last(place, now=now, who=who)
    what = tr("Taken back: {what}, {when}.", what=say_what(undone.what), when=say_moment(undone.when))
    return [what, *_came_back(undone)]


def _came_back(undone: UndoneChange) -> list[str]:
    assets = undone.records.get(Record.ASSET, 0)
    rows = undone.records.get(Record.ATTENDANCE, 0)
    said = []
    if assets:
        said.append(tr_count("{number} asset is as before.", "{number} assets are as before.", assets))
    if rows:
        said.append(
            tr_count("{number} row about people is as before.", "{number} rows about people are as before.", rows)
        )
        said.append(tr("Erased and deleted records stay erased and deleted."))
    living = undone.records.get(Record.LIVING, 0)
    if living:
        said.append(
            tr_count("{number} place people live is as before.", "{number} places people live are as before.", living)
        )
    return said or [tr("None of its records was left to change.")]
