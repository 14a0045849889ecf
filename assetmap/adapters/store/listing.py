"""History as a list of changes, each with how many records it touched: counted in the database."""

from __future__ import annotations

import sqlalchemy as sa

from assetmap.adapters.store.schema import BATCH, HISTORY
from assetmap.model.register import Batch


def batches(connection: sa.Connection, *, limit: int, skip: int) -> list[Batch]:
    """Return changes with their counts, newest first."""
    newest = sa.select(BATCH).order_by(BATCH.c.seq.desc()).limit(limit).offset(skip)
    found = connection.execute(newest).all()
    records: dict[int, dict[tuple[str, str], int]] = {row.seq: {} for row in found}
    counted = sa.select(HISTORY.c.batch_seq, HISTORY.c.record, HISTORY.c.action, sa.func.count())
    counted = counted.where(HISTORY.c.batch_seq.in_(list(records)))
    for seq, record, action, number in connection.execute(
        counted.group_by(HISTORY.c.batch_seq, HISTORY.c.record, HISTORY.c.action)
    ):
        records[seq][record, action] = int(number)
    return [
        Batch(row.id, row.what, row.source, row.who, row.made_at, row.undone_by is not None, records[row.seq])
        for row in found
    ]
