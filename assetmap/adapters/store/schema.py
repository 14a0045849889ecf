"""The register's tables. A change here needs a new revision in ``migrations/versions`` (a test holds them equal).

Documents (facts of an asset, history) are JSON kept as plain text: what went in comes out byte for byte.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

HEAD = "0002"
"""Revision that the tables below belong to."""

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    }
)

BATCH = Table(
    "batch",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("what", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("undone_by", String(36)),
    sqlite_autoincrement=True,
)

HISTORY = Table(
    "history",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("batch_seq", Integer, ForeignKey("batch.seq"), nullable=False, index=True),
    Column("record", String(20), nullable=False),
    Column("record_id", Text, nullable=False, index=True),
    Column("action", String(20), nullable=False),
    Column("before", Text),
    Column("after", Text),
    sqlite_autoincrement=True,
)

ASSET = Table(
    "asset",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("source", Text, nullable=False),
    Column("source_key", Text, nullable=False),
    Column("kind", String(40), nullable=False, index=True),
    Column("where_met", String(40), nullable=False),
    Column("visibility", String(20), nullable=False, index=True),
    Column("status", String(20), nullable=False, index=True),
    Column("located_by", String(40), nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("area_id", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("access", Text, nullable=False),
    Column("private", Text, nullable=False),
    Column("agreement", Text, nullable=False),
    Index(None, "source", "source_key", unique=True),
    Index(None, "lat", "lon"),
)

OFF_THE_MAP = Table(
    "off_the_map",
    METADATA,
    Column("source", Text, primary_key=True),
    Column("source_key", Text, primary_key=True),
    Column("likeness", Text, nullable=False),
)

EVENT = Table(
    "event",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("date", String(10), nullable=False, index=True),
    Column("start_time", String(8), nullable=False),
    Column("end_time", String(8), nullable=False),
    Column("venue", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("meant_for", Text, nullable=False),
)

ATTENDANCE = Table(
    "attendance",
    METADATA,
    Column("row_key", String(64), primary_key=True),
    Column("event_id", Text, ForeignKey("event.event_id"), nullable=False, index=True),
    Column("role", String(40), nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("area_id", Text, nullable=False),
    Column("not_placed", Text, nullable=False),
    Column("characteristics", Text, nullable=False),
)

ERASURE = Table(
    "erasure",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("erased_at", String(40), nullable=False),
    Column("who", Text, nullable=False),
)

FILE_COLUMNS = Table(
    "file_columns",
    METADATA,
    Column("shape", Text, primary_key=True),
    Column("choice", Text, nullable=False),
)

PLACE_PEOPLE_LIVE = Table(
    "place_people_live",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("state", String(40), nullable=False),
    Column("review_on", String(10), nullable=False),
    Column("facts", Text, nullable=False),
)
