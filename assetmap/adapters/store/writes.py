"""How one change becomes rows and history, and how it is taken back, inside one transaction.

Facts about people are not doubled: an attendance's history row says that it was added, erased or taken back, no more.
Only where a row was corrected does history hold it as it was, so that undo can bring it back, until it is erased.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from assetmap.adapters.store import rows
from assetmap.adapters.store.schema import (
    ASSET,
    ATTENDANCE,
    BATCH,
    ERASURE,
    EVENT,
    FILE_COLUMNS,
    HISTORY,
    OFF_THE_MAP,
    PLACE_PEOPLE_LIVE,
)
from assetmap.model.register import ERASE, NOT_UNDOABLE, TIDY, Action, Change, Record

_CHUNK = 5_000
KEYS_AT_ONCE = 500  # below the number of values every SQLite takes in one question
_ERASED = "erased"
_TAKEN_BACK = "taken back"
_ATTENDANCES_FIRST = (Record.ATTENDANCE, Record.EVENT)  # an attendance points at its event

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """How one kind of record is kept: its table, and what names one row there."""

    table: sa.Table
    key: tuple[str, ...]

    def record_id(self, row: Row) -> str:
        """Return what names the row in history."""
        return "\n".join(str(row[name]) for name in self.key)


@dataclass(frozen=True)
class Effect:
    """What one batch did to one record: JSON text before and after, None where there was nothing."""

    record_id: str
    before: str | None
    after: str | None


KEPT: dict[Record, Kept] = {
    Record.ASSET: Kept(ASSET, ("id",)),
    Record.OFF_THE_MAP: Kept(OFF_THE_MAP, ("source", "source_key")),
    Record.EVENT: Kept(EVENT, ("event_id",)),
    Record.ATTENDANCE: Kept(ATTENDANCE, ("row_key",)),
    Record.COLUMNS: Kept(FILE_COLUMNS, ("shape",)),
    Record.LIVING: Kept(PLACE_PEOPLE_LIVE, ("id",)),
}


def open_batch(connection: sa.Connection, *, what: str, source: str, who: str, when: str) -> tuple[int, str]:
    """Write a batch's own row; return its number and id."""
    batch_id = str(uuid.uuid4())
    row = {"id": batch_id, "what": what, "source": source, "who": who, "made_at": when}
    connection.execute(sa.insert(BATCH), row)
    seq = connection.scalar(sa.select(BATCH.c.seq).where(BATCH.c.id == batch_id))
    return int(seq or 0), batch_id


def write_change(connection: sa.Connection, seq: int, change: Change) -> None:
    """Write all records of a change, each with its history row; what is removed goes last."""
    _put(connection, seq, Record.ASSET, (rows.asset_row(asset) for asset in change.assets))
    _put(connection, seq, Record.OFF_THE_MAP, (rows.off_the_map_row(key) for key in change.off_the_map))
    _put(connection, seq, Record.EVENT, (rows.event_row(event) for event in change.events))
    _put(connection, seq, Record.COLUMNS, (rows.columns_row(shape, choice) for shape, choice in change.columns))
    _put(connection, seq, Record.LIVING, (rows.living_row(one) for one in change.living))
    _add_attendances(connection, seq, change)
    for record, ids in ((Record.ASSET, change.removed_assets), (Record.LIVING, change.removed_living)):
        for chunk in _chunks(iter(ids), _CHUNK):
            _remove(connection, seq, record, chunk)


def _put(connection: sa.Connection, seq: int, record: Record, new: Iterator[dict[str, Any]]) -> None:
    for chunk in _chunks(new, _CHUNK):
        kept = KEPT[record]
        before = _rows_by_id(connection, kept, [kept.record_id(row) for row in chunk])
        fresh, changed, history = [], [], []
        for row in chunk:
            old = before.get(kept.record_id(row))
            if old is None:
                fresh.append(row)
            elif old != row:
                changed.append(row)
            if old != row:
                history.append(_history_row(seq, record, kept.record_id(row), old, row))
        _replace(connection, kept, changed)
        _insert(connection, kept.table, fresh)
        _insert(connection, HISTORY, history)


def _add_attendances(connection: sa.Connection, seq: int, change: Change) -> None:
    kept_as = Record.ATTENDANCE
    kept = KEPT[kept_as]
    for chunk in _chunks((rows.attendance_row(one) for one in change.attendances), _CHUNK):
        known = _rows_by_id(connection, kept, [row["row_key"] for row in chunk])
        fresh = [row for row in chunk if row["row_key"] not in known]
        corrected = [row for row in chunk if known.get(row["row_key"], row) != row]
        _insert(connection, ATTENDANCE, fresh)
        _replace(connection, kept, corrected)
        _insert(connection, HISTORY, [_history(seq, kept_as, row["row_key"], Action.ADDED) for row in fresh])
        changes = [_history_row(seq, kept_as, row["row_key"], known[row["row_key"]], row) for row in corrected]
        _insert(connection, HISTORY, changes)


def _remove(connection: sa.Connection, seq: int, record: Record, ids: Sequence[str]) -> None:
    kept = KEPT[record]
    before = _rows_by_id(connection, kept, ids)
    _delete(connection, kept, list(before))
    _insert(connection, HISTORY, [_history_row(seq, record, one, old, None) for one, old in before.items()])


def take_back(connection: sa.Connection, seq: int, undone: sa.Row[Any], undo_id: str) -> dict[str, int]:
    """Undo the batch ``undone``: each record as it was before it; return how many records of each kind."""
    touched: dict[str, int] = {}
    for record in (*_ATTENDANCES_FIRST, Record.OFF_THE_MAP, Record.COLUMNS, Record.ASSET, Record.LIVING):
        found = _net_effect(connection, undone.seq, record)
        for chunk in _chunks(iter(found), _CHUNK):
            _restore(connection, seq, record, chunk)
        if found:
            touched[str(record)] = len(found)
    connection.execute(sa.update(BATCH).where(BATCH.c.seq == undone.seq).values(undone_by=undo_id))
    return touched


def _net_effect(connection: sa.Connection, batch_seq: int, record: Record) -> list[Effect]:
    """Return each touched record once: as it was before the batch and as it is after. Erased rows have no name."""
    query = sa.select(HISTORY.c.record_id, HISTORY.c.before, HISTORY.c.after).order_by(HISTORY.c.seq)
    query = query.where(HISTORY.c.batch_seq == batch_seq, HISTORY.c.record == record)
    query = query.where(HISTORY.c.record_id.not_in((_ERASED, _TAKEN_BACK)))
    effects: dict[str, Effect] = {}
    for record_id, before, after in connection.execute(query):
        first = effects.get(record_id)
        effects[record_id] = Effect(record_id, before if first is None else first.before, after)
    return list(effects.values())


def _restore(connection: sa.Connection, seq: int, record: Record, effects: Sequence[Effect]) -> None:
    kept = KEPT[record]
    _delete(connection, kept, [one.record_id for one in effects if one.before is None])
    _insert(connection, kept.table, [rows.text_row(one.before) for one in effects if one.before and not one.after])
    _replace(connection, kept, [rows.text_row(one.before) for one in effects if one.before and one.after])
    _insert(connection, HISTORY, [_undo_history(seq, record, one) for one in effects])
    if record == Record.ATTENDANCE:  # a row that is gone can be asked for by nobody, so nothing may lead to it
        _blank(connection, record, [one.record_id for one in effects if one.before is None], _TAKEN_BACK)


def erase(connection: sa.Connection, person: str, *, who: str, when: str) -> int:
    """Delete a pseudonym's attendances, blank them in history, put the pseudonym on the list of erasures.

    Somebody without rows is put on the list too: a later import must not bring them in.
    """
    found = _pairs(connection, sa.select(ATTENDANCE.c.row_key, ATTENDANCE.c.event_id).where(_is_of(person)))
    if not found and connection.scalar(sa.select(ERASURE.c.person).where(ERASURE.c.person == person)):
        return 0
    seq, _ = open_batch(connection, what=ERASE, source="", who=who, when=when)
    _forget(connection, seq, found)
    connection.execute(sa.delete(ERASURE).where(ERASURE.c.person == person))
    _insert(connection, ERASURE, [{"person": person, "erased_at": when, "who": who}])
    return len(found)


def count_before(connection: sa.Connection, before: str) -> int:
    """Return how many attendances belong to meetings before a day."""
    query = sa.select(sa.func.count()).select_from(ATTENDANCE.join(EVENT)).where(EVENT.c.date < before)
    return int(connection.scalar(query) or 0)


def delete_before(connection: sa.Connection, before: str, *, who: str, when: str) -> int:
    """Delete the attendances of meetings before a day, and those meetings; history keeps the day alone."""
    query = sa.select(ATTENDANCE.c.row_key, ATTENDANCE.c.event_id).select_from(ATTENDANCE.join(EVENT))
    found = _pairs(connection, query.where(EVENT.c.date < before))
    if found:
        seq, _ = open_batch(connection, what=TIDY, source=before, who=who, when=when)
        _forget(connection, seq, found)
    return len(found)


def tidied(connection: sa.Connection) -> list[tuple[str, str]]:
    """Return the moment of each tidying, and the day that stands as its source; oldest first."""
    query = sa.select(BATCH.c.made_at, BATCH.c.source).where(BATCH.c.what == TIDY).order_by(BATCH.c.seq)
    return [(str(when), str(before)) for when, before in connection.execute(query)]


def _forget(connection: sa.Connection, seq: int, found: Sequence[tuple[str, str]]) -> None:
    """Delete attendances for good; history keeps how many went, and nothing of them."""
    keys = [row_key for row_key, _ in found]
    _delete(connection, KEPT[Record.ATTENDANCE], keys)
    _blank(connection, Record.ATTENDANCE, keys, _ERASED)
    for some in _chunks((_history(seq, Record.ATTENDANCE, _ERASED, Action.ERASED) for _ in keys), _CHUNK):
        _insert(connection, HISTORY, some)
    _erase_empty_events(connection, sorted({event_id for _, event_id in found}))


def _pairs(connection: sa.Connection, query: sa.Select[Any]) -> list[tuple[str, str]]:
    """Return row key and meeting of attendances."""
    return [(row.row_key, row.event_id) for row in connection.execute(query)]


def _is_of(person: str) -> sa.ColumnElement[bool]:
    return ATTENDANCE.c.person == person


def _erase_empty_events(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Delete those of the meetings that nobody is left at; no meeting that is gone keeps its name in history."""
    left: set[str] = set()
    for some in _chunks(iter(ids), KEYS_AT_ONCE):
        left.update(connection.scalars(sa.select(ATTENDANCE.c.event_id).where(ATTENDANCE.c.event_id.in_(some))))
    _delete(connection, KEPT[Record.EVENT], [one for one in ids if one not in left])
    gone = sa.and_(HISTORY.c.record == Record.EVENT, HISTORY.c.record_id.not_in(sa.select(EVENT.c.event_id)))
    connection.execute(sa.update(HISTORY).where(gone).values(record_id=_ERASED, before=None, after=None))


def _blank(connection: sa.Connection, record: Record, ids: Sequence[str], word: str) -> None:
    """Leave of some records' history, in every batch, only that something happened."""
    for some in _chunks(iter(ids), KEYS_AT_ONCE):
        of_them = sa.and_(HISTORY.c.record == record, HISTORY.c.record_id.in_(some))
        connection.execute(sa.update(HISTORY).where(of_them).values(record_id=word, before=None, after=None))


def last_batch_to_undo(connection: sa.Connection) -> sa.Row[Any] | None:
    """Return the newest batch that is no undo, erasure or tidying and was not taken back yet."""
    open_ones = BATCH.c.undone_by.is_(None) & BATCH.c.what.not_in(sorted(NOT_UNDOABLE))
    return connection.execute(sa.select(BATCH).where(open_ones).order_by(BATCH.c.seq.desc()).limit(1)).first()


def _rows_by_id(connection: sa.Connection, kept: Kept, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for some in _chunks(iter(ids), KEYS_AT_ONCE):
        query = sa.select(kept.table).where(_is_one_of(kept, some))
        for row in connection.execute(query).mappings():
            known = {str(name): value for name, value in row.items()}
            found[kept.record_id(known)] = known
    return found


def _is_one_of(kept: Kept, ids: Sequence[str]) -> sa.ColumnElement[bool]:
    if len(kept.key) == 1:
        return kept.table.c[kept.key[0]].in_(ids)
    columns = [kept.table.c[name] for name in kept.key]
    return sa.tuple_(*columns).in_([tuple(one.split("\n")) for one in ids])


def _delete(connection: sa.Connection, kept: Kept, ids: Sequence[str]) -> None:
    for some in _chunks(iter(ids), KEYS_AT_ONCE):
        connection.execute(sa.delete(kept.table).where(_is_one_of(kept, some)))


def _replace(connection: sa.Connection, kept: Kept, changed: Sequence[Row]) -> None:
    """Update rows in place: an event that attendances point at must not vanish for a moment."""
    if not changed:
        return
    same = sa.and_(*(kept.table.c[name] == sa.bindparam(f"old_{name}") for name in kept.key))
    renamed = [{**row, **{f"old_{name}": row[name] for name in kept.key}} for row in changed]
    connection.execute(sa.update(kept.table).where(same), renamed)


def _insert(connection: sa.Connection, table: sa.Table, new: Sequence[Row]) -> None:
    if new:
        connection.execute(sa.insert(table), [dict(row) for row in new])


def _history_row(seq: int, record: Record, record_id: str, old: Row | None, new: Row | None) -> dict[str, Any]:
    before = None if old is None else rows.row_text(old)
    after = None if new is None else rows.row_text(new)
    return _history(seq, record, record_id, _action(before, after)) | {"before": before, "after": after}


def _undo_history(seq: int, record: Record, effect: Effect) -> dict[str, Any]:
    if record == Record.ATTENDANCE:
        was_there = effect.before is not None
        return _history(seq, record, effect.record_id, Action.CHANGED if was_there else Action.REMOVED)
    action = _action(effect.after, effect.before)
    return _history(seq, record, effect.record_id, action) | {"before": effect.after, "after": effect.before}


def _history(seq: int, record: Record, record_id: str, action: Action) -> dict[str, Any]:
    """Return a history row without values: all that is ever kept about an attendance."""
    return {
        "batch_seq": seq,
        "record": str(record),
        "record_id": record_id,
        "action": str(action),
        "before": None,
        "after": None,
    }


def _action(before: str | None, after: str | None) -> Action:
    if before is None:
        return Action.ADDED
    return Action.REMOVED if after is None else Action.CHANGED


def _chunks(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
