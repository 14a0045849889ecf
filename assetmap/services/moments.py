"""A day is told by the clock of the people; a moment is kept in universal time, so that texts sort as moments do."""

from __future__ import annotations

import datetime as dt


def as_kept(moment: dt.datetime) -> str:
    """Return a moment as the register keeps it, in universal time whatever its zone."""
    return moment.astimezone(dt.UTC).isoformat()


def say_moment(kept: str) -> str:
    """Return a stored moment as day and time on this computer's clock."""
    return dt.datetime.fromisoformat(kept).astimezone().strftime("%d/%m/%Y %H:%M")
