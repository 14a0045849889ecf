"""Opening exact numbers about people is noted first: who, when, what, in which place; never a number or a name.

The notes are kept for `Settings.access_log_months`; `services.tidy` takes older ones out.
"""

from __future__ import annotations

import datetime as dt

from assetmap.adapters.access_log import append_line, read_lines
from assetmap.messages import mark, tr
from assetmap.services.workspace import Place

ONE_PERSON = mark("all records of one person")
LIVING = mark("places people live that no census counts")
DRAFT = mark("a draft of figures to release")
EXACT_NUMBERS = mark("exact numbers of who came")
"""What is opened, on a page and on the command line alike."""


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


def read_log(place: Place) -> list[dict[str, str]]:
    """Return who opened what, newest first.

    Returns
    -------
    list of dict
        Keys ``when`` (ISO, UTC), ``who``, ``what``; a damaged line says so as ``what`` and has the others empty.

    Raises
    ------
    OutsideError
        The log cannot be read.
    """
    return [_row(line) for line in reversed(read_lines(place.folder))]


def _row(line: dict[str, str]) -> dict[str, str]:
    damaged = tr("this line is damaged")
    return {"when": line.get("when", ""), "who": line.get("who", ""), "what": line.get("what", damaged)}
