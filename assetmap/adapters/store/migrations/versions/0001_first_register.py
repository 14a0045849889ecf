"""The first register: assets, events, attendances, history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _make_history()
    _make_assets()
    _make_participation()


def _make_history() -> None:
    op.create_table(
        "batch",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made_at", sa.String(40), nullable=False),
        sa.Column("undone_by", sa.String(36)),
        sa.PrimaryKeyConstraint("seq", name="pk_batch"),
        sa.UniqueConstraint("id", name="uq_batch_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "history",
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("batch_seq", sa.Integer, nullable=False),
        sa.Column("record", sa.String(20), nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("seq", name="pk_history"),
        sa.ForeignKeyConstraint(["batch_seq"], ["batch.seq"], name="fk_history_batch_seq_batch"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_history_batch_seq", "history", ["batch_seq"])
    op.create_index("ix_history_record_id", "history", ["record_id"])


def _make_assets() -> None:
    op.create_table(
        "asset",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_key", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("where_met", sa.String(40), nullable=False),
        sa.Column("visibility", sa.String(20), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("located_by", sa.String(40), nullable=False),
        sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float),
        sa.Column("area_id", sa.Text, nullable=False),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("access", sa.Text, nullable=False),
        sa.Column("private", sa.Text, nullable=False),
        sa.Column("agreement", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_asset"),
    )
    op.create_index("ix_asset_source_source_key", "asset", ["source", "source_key"], unique=True)
    op.create_index("ix_asset_lat_lon", "asset", ["lat", "lon"])
    for column in ("kind", "visibility", "status"):
        op.create_index(f"ix_asset_{column}", "asset", [column])
    op.create_table(
        "off_the_map",
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_key", sa.Text, nullable=False),
        sa.Column("likeness", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("source", "source_key", name="pk_off_the_map"),
    )
    op.create_table(
        "file_columns",
        sa.Column("shape", sa.Text, nullable=False),
        sa.Column("choice", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("shape", name="pk_file_columns"),
    )


def _make_participation() -> None:
    op.create_table(
        "event",
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("date", sa.String(10), nullable=False),
        sa.Column("start_time", sa.String(8), nullable=False),
        sa.Column("end_time", sa.String(8), nullable=False),
        sa.Column("venue", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("meant_for", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event"),
    )
    op.create_index("ix_event_date", "event", ["date"])
    op.create_table(
        "attendance",
        sa.Column("row_key", sa.String(64), nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("area_id", sa.Text, nullable=False),
        sa.Column("not_placed", sa.Text, nullable=False),
        sa.Column("characteristics", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("row_key", name="pk_attendance"),
        sa.ForeignKeyConstraint(["event_id"], ["event.event_id"], name="fk_attendance_event_id_event"),
    )
    op.create_index("ix_attendance_event_id", "attendance", ["event_id"])
    op.create_index("ix_attendance_person", "attendance", ["person"])
    op.create_table(
        "erasure",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("erased_at", sa.String(40), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_erasure"),
    )
