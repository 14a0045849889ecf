"""The register on SQLite or PostgreSQL: one way of asking, whatever the database."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assetmap.adapters.store import listing, rows, writes
from assetmap.adapters.store.database import (
    REGISTER_FILE,
    bring_up_to_date,
    open_postgres,
    open_sqlite,
    reading,
    safe_schema_name,
    writing,
)
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
from assetmap.errors import AssetmapError, ConflictError, NotFoundError, OutsideError
from assetmap.messages import tr
from assetmap.model.asset import Asset
from assetmap.model.asset_line import AssetLine
from assetmap.model.participation import Event
from assetmap.model.places_people_live import PlacePeopleLive
from assetmap.model.register import (
    ATTENDANCE_COLUMNS,
    COUNTED_COLUMNS,
    UNDO,
    Batch,
    Change,
    HistoryRow,
    OffTheMap,
    Store,
    UndoneChange,
)

if TYPE_CHECKING:
    import pandas as pd


def open_store(place_folder: Path, *, database_url: str = "", schema: str = "", busy_seconds: int) -> Store:
    """Open a place's register and bring its tables up to date.

    Parameters
    ----------
    place_folder
        Folder of the place; the register is a file in it unless ``database_url`` is given.
    database_url
        A PostgreSQL address; the place then has a schema of its own, named after ``schema``.
    schema
        The place's name; empty means the folder's name.
    busy_seconds
        How long to wait while another program writes.

    Raises
    ------
    OutsideError
        The folder or database cannot be read or written, or the disk is full.
    ConflictError
        Another program kept writing for longer than ``busy_seconds``, or a newer assetmap made the register.
    """
    if database_url:
        name = safe_schema_name(schema or place_folder.name)
        return _ready(open_postgres(database_url, schema=name, busy_seconds=busy_seconds), name)
    if not place_folder.is_dir():
        raise OutsideError(
            tr(
                "{place_folder}: the place's folder is not there. Expected a folder. Make the place first.",
                place_folder=place_folder,
            )
        )
    return _ready(open_sqlite(place_folder / REGISTER_FILE, busy_seconds=busy_seconds), "")


def _ready(engine: sa.Engine, schema: str) -> Store:
    try:
        bring_up_to_date(engine, schema)
    except AssetmapError:
        engine.dispose()
        raise
    return SqlStore(engine)


_ORDER = ("characteristics", "not_placed", "area_id", "event_id", "date")
"""By what counted rows are ordered, the last first: no two databases give ties in one order."""


class SqlStore:
    """A register behind SQLAlchemy Core; see ``model.register.Store`` for what each question means."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def assets(self, *, source: str | None = None, ids: Sequence[str] | None = None) -> list[Asset]:
        """Return all assets, or those of one list, or those with some ids, ordered by id."""
        query = sa.select(ASSET).order_by(ASSET.c.id)
        if source is not None:
            query = query.where(ASSET.c.source == source)
        queries = [query] if ids is None else [query.where(ASSET.c.id.in_(some)) for some in _some_at_once(ids)]
        with reading(self._engine) as connection:
            return [rows.row_asset(row) for one in queries for row in connection.execute(one).mappings()]

    def asset_lines(self, *, features: Sequence[str] = (), ids: Sequence[str] | None = None) -> list[AssetLine]:
        """Return all assets in short, or those with some ids, ordered by id, with facts about some access features."""
        query = sa.select(*rows.LINE_COLUMNS, *([ASSET.c.access] if features else [])).order_by(ASSET.c.id)
        queries = [query] if ids is None else [query.where(ASSET.c.id.in_(some)) for some in _some_at_once(ids)]
        with reading(self._engine) as connection:
            return [rows.row_line(row, features) for one in queries for row in connection.execute(one)]

    def asset_points(self) -> list[tuple[float, float]]:
        """Return longitude and latitude of all assets that have a location, in no order."""
        query = sa.select(ASSET.c.lon, ASSET.c.lat).where(ASSET.c.lon.is_not(None), ASSET.c.lat.is_not(None))
        with reading(self._engine) as connection:
            return [(lon, lat) for lon, lat in connection.execute(query)]

    def asset(self, asset_id: str) -> Asset:
        """Return one asset; NotFoundError if it is not there."""
        with reading(self._engine) as connection:
            row = connection.execute(sa.select(ASSET).where(ASSET.c.id == asset_id)).mappings().first()
        if row is None:
            raise NotFoundError(
                tr("Asset '{asset_id}' is not in the register. Look it up with `assetmap assets`.", asset_id=asset_id)
            )
        return rows.row_asset(row)

    def off_the_map(self) -> frozenset[OffTheMap]:
        """Return the keys that imports must not bring back."""
        with reading(self._engine) as connection:
            return frozenset(OffTheMap(*row) for row in connection.execute(sa.select(OFF_THE_MAP)))

    def remembered_columns(self, shape: str) -> dict[str, str] | None:
        """Return the column choice remembered for files of this shape, or None."""
        with reading(self._engine) as connection:
            text = connection.scalar(sa.select(FILE_COLUMNS.c.choice).where(FILE_COLUMNS.c.shape == shape))
        return None if text is None else dict(json.loads(text))

    def events(self) -> list[Event]:
        """Return all events, ordered by date, start and id."""
        query = sa.select(EVENT)
        with reading(self._engine) as connection:
            found = [rows.row_event(row) for row in connection.execute(query).mappings()]
        return sorted(found, key=lambda event: (event.date, event.start, event.event_id))

    def attendances(self) -> pd.DataFrame:
        """Return all attendances with their event's date, ordered by row key."""
        import pandas as pd  # noqa: PLC0415 - only this question needs it

        query = _attendance_query().order_by(ATTENDANCE.c.row_key)
        with reading(self._engine) as connection:
            found = [tuple(row) for row in connection.execute(query)]
        return pd.DataFrame.from_records(found, columns=list(ATTENDANCE_COLUMNS)).astype("str")

    def counted_rows(self, *, first: str, last: str, meant_for: str) -> pd.DataFrame:
        """Return attendances of meetings from a day to a day that were meant for some people; see `Store`."""
        import numpy as np  # noqa: PLC0415 - only this question needs it
        import pandas as pd  # noqa: PLC0415 - only this question needs it

        meetings = sa.select(EVENT.c.event_id, EVENT.c.date).where(EVENT.c.meant_for == meant_for)
        meetings = meetings.where(EVENT.c.date >= first) if first else meetings
        meetings = meetings.where(EVENT.c.date <= last) if last else meetings
        facts = sa.select(*(ATTENDANCE.c[name] for name in COUNTED_COLUMNS if name != "date"))
        with reading(self._engine) as connection:
            dates = {str(event_id): str(date) for event_id, date in connection.execute(meetings)}
            if first or last:
                facts = facts.where(ATTENDANCE.c.event_id.in_(meetings.with_only_columns(EVENT.c.event_id)))
            found = [tuple(row) for row in connection.execute(facts).all()]
        cells = np.array(found, dtype=object).reshape(len(found), len(COUNTED_COLUMNS) - 1)
        frame = pd.DataFrame(cells, columns=[name for name in COUNTED_COLUMNS if name != "date"])
        frame.insert(1, "date", frame["event_id"].map(dates))
        frame = frame[frame["date"].notna()]
        ranks = [pd.factorize(frame[name], sort=True)[0] for name in _ORDER]
        return frame.iloc[np.lexsort(ranks)].reset_index(drop=True)  # text is sorted once a value, not once a row

    def attendance_keys(self) -> frozenset[str]:
        """Return the row keys of all attendances."""
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(sa.select(ATTENDANCE.c.row_key)))

    def places_people_live(self) -> list[PlacePeopleLive]:
        """Return all places people live, ordered by id. PRIVATE: never on a map, in a file or in a release."""
        query = sa.select(PLACE_PEOPLE_LIVE).order_by(PLACE_PEOPLE_LIVE.c.id)
        with reading(self._engine) as connection:
            return [rows.row_living(row) for row in connection.execute(query).mappings()]

    def person_rows(self, person: str) -> list[dict[str, Any]]:
        """Return what is kept about one pseudonym: its attendances with their events."""
        query = _attendance_query(EVENT.c.name.label("event_name"), EVENT.c.venue)
        query = query.where(ATTENDANCE.c.person == person).order_by(EVENT.c.date, ATTENDANCE.c.row_key)
        with reading(self._engine) as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def erase_person(self, person: str, *, who: str, when: str) -> int:
        """Delete a pseudonym's rows for good, note that it was done, return how many went."""
        with writing(self._engine) as connection:
            erased = writes.erase(connection, person, who=who, when=when)
        self._empty_the_log()
        return erased

    def count_attendances(self, *, before: str) -> int:
        """Return how many attendances belong to meetings before a day (ISO)."""
        with reading(self._engine) as connection:
            return writes.count_before(connection, before)

    def delete_attendances(self, *, before: str, who: str, when: str) -> int:
        """Delete the attendances of meetings before a day for good, note that it was done, return how many went."""
        with writing(self._engine) as connection:
            deleted = writes.delete_before(connection, before, who=who, when=when)
        self._empty_the_log()
        return deleted

    def tidied(self) -> list[tuple[str, str]]:
        """Return of each time that old records were deleted the moment, and before which day; see `Store`."""
        with reading(self._engine) as connection:
            return writes.tidied(connection)

    def _empty_the_log(self) -> None:
        """Empty SQLite's write-ahead log, which still holds the pages of what was deleted."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def erased_people(self) -> frozenset[str]:
        """Return the pseudonyms that were erased; an import must not bring them back."""
        with reading(self._engine) as connection:
            return frozenset(connection.scalars(sa.select(ERASURE.c.person)))

    def apply(self, change: Change) -> str:
        """Write one change whole and return its batch id; ConflictError, OutsideError leave all as it was."""
        with writing(self._engine) as connection:
            if change.based_on is not None and change.based_on != _generation(connection):
                raise ConflictError(
                    tr(
                        "{what}: the register changed while this was worked out. Nothing was written. Try again.",
                        what=change.what,
                    )
                )
            seq, batch_id = writes.open_batch(
                connection, what=change.what, source=change.source, who=change.who, when=change.when
            )
            writes.write_change(connection, seq, change)
        return batch_id

    def undo(self, *, who: str, when: str, not_before: str) -> UndoneChange | None:
        """Take the last change back if it was made at or after ``not_before``; None if there is none."""
        with writing(self._engine) as connection:
            last = writes.last_batch_to_undo(connection)
            if last is None or last.made_at < not_before:
                return None
            seq, undo_id = writes.open_batch(connection, what=UNDO, source=last.source, who=who, when=when)
            records = writes.take_back(connection, seq, last, undo_id)
        return UndoneChange(last.id, last.what, last.source, last.who, last.made_at, records)

    def history(self, *, batch: str | None = None, record_id: str | None = None) -> list[HistoryRow]:
        """Return history, oldest first, of one batch, one record, or all."""
        names = (HISTORY.c.record, HISTORY.c.record_id, HISTORY.c.action, HISTORY.c.before, HISTORY.c.after)
        query = sa.select(BATCH.c.id, BATCH.c.made_at, BATCH.c.who, BATCH.c.source, BATCH.c.what, *names)
        query = query.join(HISTORY, HISTORY.c.batch_seq == BATCH.c.seq).order_by(HISTORY.c.seq)
        if batch is not None:
            query = query.where(BATCH.c.id == batch)
        if record_id is not None:
            query = query.where(HISTORY.c.record_id == record_id)
        with reading(self._engine) as connection:
            return [HistoryRow(*tuple(row)) for row in connection.execute(query)]

    def batches(self, *, limit: int, skip: int = 0) -> list[Batch]:
        """Return changes with their counts, newest first."""
        with reading(self._engine) as connection:
            return listing.batches(connection, limit=limit, skip=skip)

    def next_to_undo(self, *, not_before: str) -> str:
        """Return the id of the change that undo would take back, empty for none."""
        with reading(self._engine) as connection:
            last = writes.last_batch_to_undo(connection)
        return "" if last is None or last.made_at < not_before else str(last.id)

    def generation(self) -> int:
        """Return a number that every write raises."""
        with reading(self._engine) as connection:
            return _generation(connection)

    def counts(self) -> dict[str, Any]:
        """Return how many assets of each kind, people, attendances and events there are."""
        by_kind = sa.select(ASSET.c.kind, sa.func.count()).group_by(ASSET.c.kind).order_by(ASSET.c.kind)
        people = sa.select(sa.func.count(ATTENDANCE.c.person.distinct())).where(ATTENDANCE.c.person != "")
        with reading(self._engine) as connection:
            return {
                "assets": {kind: int(number) for kind, number in connection.execute(by_kind)},
                "people": int(connection.scalar(people) or 0),
                "attendances": int(connection.scalar(sa.select(sa.func.count()).select_from(ATTENDANCE)) or 0),
                "events": int(connection.scalar(sa.select(sa.func.count()).select_from(EVENT)) or 0),
            }

    def close(self) -> None:
        """Give connections back."""
        self._engine.dispose()


def _some_at_once(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield sorted ids in parts that every database takes in one question."""
    wanted = sorted(set(ids))
    yield from (wanted[start : start + writes.KEYS_AT_ONCE] for start in range(0, len(wanted), writes.KEYS_AT_ONCE))


def _generation(connection: sa.Connection) -> int:
    return int(connection.scalar(sa.select(sa.func.max(BATCH.c.seq))) or 0)


def _attendance_query(*more: sa.ColumnElement[Any]) -> sa.Select[Any]:
    table = ATTENDANCE.c
    columns = (table.row_key, table.event_id, EVENT.c.date, table.role, table.person, table.area_id)
    query = sa.select(*columns, table.not_placed, table.characteristics, *more)
    return query.join(EVENT, EVENT.c.event_id == table.event_id)
