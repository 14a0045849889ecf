"""The way into the database: open it safely, bring its tables up to date, turn its faults into plain words."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from assetmap.adapters.disk_room import has_no_room
from assetmap.adapters.store.schema import HEAD
from assetmap.errors import AssetmapError, ConflictError, OptionError, OutsideError
from assetmap.messages import tr

REGISTER_FILE = "register.sqlite"
_MIGRATIONS = Path(__file__).parent / "migrations"
_MILLISECONDS = 1000
_WAIT_SECONDS = 0.02
# What SQLite and PostgreSQL say when another program holds the register, and when the disk is full.
_BUSY = ("database is locked", "lock timeout", "database table is locked")
_FULL = ("disk is full", "no space left")
_READ_ONLY = ("readonly database", "unable to open database", "read-only", "permission denied")


def open_sqlite(path: Path, *, busy_seconds: int) -> sa.Engine:
    """Open one file: write-ahead log, foreign keys, deleted rows overwritten, a wait for other writers."""
    if path.parent.is_dir() and not path.exists():
        with suppress(OSError):  # where it cannot be made, SQLite says so below, in our words
            path.touch(mode=0o600)
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": busy_seconds})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own class
        connection.isolation_level = None  # we say BEGIN ourselves, so that a change of tables is undone too
        _write_ahead(connection, time.monotonic() + busy_seconds)
        for pragma in ("foreign_keys = ON", "secure_delete = ON", "synchronous = NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _write_ahead(connection: Any, until: float) -> None:  # noqa: ANN401 - the driver's own class
    """Switch to the write-ahead log; SQLite's own wait does not cover this switch, so we wait ourselves."""
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault) or time.monotonic() > until:
                raise
            time.sleep(_WAIT_SECONDS)


def open_postgres(database_url: str, *, schema: str, busy_seconds: int) -> sa.Engine:
    """Open one schema of a PostgreSQL database; it is made if it is not there."""
    try:
        url = sa.make_url(database_url).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url)
    except exc.ArgumentError as fault:
        raise OptionError(
            tr("ASSETMAP_DATABASE_URL: not an address. Expected postgresql://user@host/database. Correct the setting.")
        ) from fault
    except ModuleNotFoundError as fault:
        raise OutsideError(
            tr("ASSETMAP_DATABASE_URL: the program part for PostgreSQL is missing. Install assetmap[postgis].")
        ) from fault

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own class
        connection.execute(f'SET search_path TO "{schema}"')
        connection.execute(f"SET lock_timeout TO {busy_seconds * _MILLISECONDS}")
        connection.commit()

    return engine


def safe_schema_name(text: str) -> str:
    """Return a name that PostgreSQL takes for any place: letters and digits as they are, a hash for the rest."""
    bare = "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in text.casefold())
    mark = "" if bare == text else "_" + hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"place_{bare[:40]}{mark}"


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that writes: all or nothing, and only one writer at a time."""
    with plain_faults(engine), engine.connect().execution_options(write=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE batch IN EXCLUSIVE MODE")
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that only reads."""
    with plain_faults(engine), engine.connect() as connection, connection.begin():
        yield connection


def bring_up_to_date(engine: sa.Engine, schema: str) -> None:
    """Run the revisions that are missing, in one transaction; a register from a newer assetmap is refused."""
    with plain_faults(engine):
        with engine.connect() as connection, connection.begin():
            if _revision(connection) == HEAD:
                return
        with engine.connect().execution_options(write=True) as connection, connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": schema})
                connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
            _upgrade(connection)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415 - costs a third of a second, needed once a register
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util.exc import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as fault:
        raise ConflictError(
            tr(
                "The register has a form this assetmap does not know ({connection}). Expected {head} or "
                "older. Install the newest assetmap and try again.",
                connection=_revision(connection),
                head=HEAD,
            )
        ) from fault


@contextmanager
def plain_faults(engine: sa.Engine) -> Iterator[None]:
    """Turn what the database says into what a person can do about it."""
    try:
        yield
    except exc.DBAPIError as fault:
        raise _in_plain_words(fault, engine) from fault


def _in_plain_words(fault: exc.DBAPIError, engine: sa.Engine) -> AssetmapError:
    said = str(fault.orig).casefold()
    where = engine.url.database if engine.dialect.name == "sqlite" else tr("the PostgreSQL database")
    if any(words in said for words in _BUSY):
        return ConflictError(
            tr(
                "The register ({where}) is being written by another program. Nothing was changed. Try again "
                "in a minute.",
                where=where,
            )
        )
    if any(words in said for words in _FULL) or has_no_room(Path(str(where)).parent):
        return OutsideError(
            tr("The disk that holds {where} is full. Nothing was changed. Make room and try again.", where=where)
        )
    if any(words in said for words in _READ_ONLY):
        return OutsideError(
            tr(
                "The register ({where}) cannot be written. Nothing was changed. Check that you may write in "
                "its folder, then try again.",
                where=where,
            )
        )
    kind = type(fault.orig).__name__
    return OutsideError(
        tr(
            "The register ({where}) could not be used ({kind}). Nothing was changed. Check that the database "
            "is running and the file is whole, then try again.",
            where=where,
            kind=kind,
        )
    )
