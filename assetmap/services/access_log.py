"""Opening exact numbers about people is noted first: who, when, what, in which place; never a number or a name."""

from __future__ import annotations

import datetime as dt

from assetmap.adapters.access_log import append_line
from assetmap.services.workspace import Place


def note_opening(place: Place, what: str, *, now: dt.datetime, who: str) -> None:
    """Note that somebody opens something PRIVATE of a place.

    Parameters
    ----------
    place
        Its folder holds the log.
    what
        What is opened, in words that hold no fact about anybody.
    now
        Aware; kept in UTC.
    who
        Who is at the keyboard.

    Raises
    ------
    OutsideError
        The log cannot be written: show nothing then.
    """
    when = now.astimezone(dt.UTC).isoformat("T", "seconds")
    append_line(place.folder, {"when": when, "who": who, "what": what, "place": place.slug})
