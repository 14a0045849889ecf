"""From rows to meetings: which rows are the same meeting, and what is known about it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import pandas as pd

from assetmap.model.participation import Event, MeantFor
from assetmap.model.text import plain_form
from assetmap.services.participation_values import Texts

_SEPARATOR = "\x1f"
_ID_BYTES = 10
EVENT_COLUMNS = ("event", "event_name", "date", "start", "end", "venue", "stage", "meant_for")


def event_id(event: str, name: str, date: str, venue: str, start: str) -> str:
    """Return a meeting's id: from the list's own id and the date, else name, date, venue and start, else the rest.

    Parameters
    ----------
    event, name
        What the list calls it, as an id and as a name; either may be empty.
    date, start
        YYYY-MM-DD and HH:MM; the start may be empty.
    venue
        Where; may be empty.
    """
    return _hash(_folded(event), _folded(name), date, _folded(venue), start)


def _hash(event: str, name: str, date: str, venue: str, start: str) -> str:
    if event:
        parts = ["id", event, date]
    elif name:
        parts = ["name", name, date, venue, start]
    else:
        parts = ["at", date, venue, start]
    return "e" + hashlib.blake2b(_SEPARATOR.join(parts).encode(), digest_size=_ID_BYTES).hexdigest()


def fill_dates(rows: pd.DataFrame, known: Iterable[Event]) -> Texts:
    """Return each row's date, taken from its meeting where the row has none and the meeting has exactly one.

    Parameters
    ----------
    rows
        Columns event, event_name, date.
    known
        Meetings that are in the register already.
    """
    dates: Texts = rows["date"].to_numpy(dtype=object)
    called = np.where(rows["event"] != "", rows["event"], rows["event_name"]).astype(object)
    undated = (dates == "") & (called != "")
    if not undated.any():
        return dates
    of_meeting: dict[str, set[str]] = {}
    for name, date in {*zip(called[dates != ""], dates[dates != ""], strict=True)}:
        of_meeting.setdefault(_folded(name), set()).add(date)
    _add_known(of_meeting, {_folded(name) for name in called[undated]}, known)
    filled = dates.copy()
    filled[undated] = [_only(of_meeting.get(_folded(name), set())) for name in called[undated]]
    return filled


def _add_known(of_meeting: dict[str, set[str]], names: set[str], known: Iterable[Event]) -> None:
    """Add the dates under which the register knows a meeting by this name or id."""
    meetings = list(known)
    folded = {name: _folded(name) for name in {one.name for one in meetings}}
    for one in meetings:
        if folded[one.name] in names:
            of_meeting.setdefault(folded[one.name], set()).add(one.date)
    ids = {one.event_id for one in meetings}
    dates = {one.date for one in meetings}
    for name in names:
        found = {date for date in dates if _hash(name, "", date, "", "") in ids}
        if found:
            of_meeting.setdefault(name, set()).update(found)


def _only(dates: set[str]) -> str:
    return next(iter(dates)) if len(dates) == 1 else ""


def make_events(rows: pd.DataFrame) -> tuple[Texts, list[Event], int]:
    """Return each row's meeting, the meetings, and how many have rows that disagree about them.

    Parameters
    ----------
    rows
        Usable rows with the columns EVENT_COLUMNS.

    Returns
    -------
    tuple
        Ids in the order of the rows; the meetings (where rows disagree, what the first one says); how many disagree.
    """
    different = rows.loc[:, list(EVENT_COLUMNS)].drop_duplicates().copy()
    codes = rows.groupby(list(EVENT_COLUMNS), sort=False).ngroup().to_numpy()
    ids = np.array(_ids(different), dtype=object)
    different["id"] = ids
    merged = different.replace("", pd.NA).groupby("id", sort=False).first()
    disagreeing = int((different.groupby("id", sort=False).size() > 1).sum())
    merged = merged.astype("object").where(merged.notna(), "")
    return ids[codes], _as_events(merged), disagreeing


def described_differently(made: Iterable[Event], known: Iterable[Event], *, says_meant_for: bool) -> int:
    """Return how many meetings a file describes otherwise than the register; what a file leaves blank is no word.

    Parameters
    ----------
    made
        Meetings of the file.
    known
        Meetings of the register.
    says_meant_for
        Whether the file has a column for whom meetings were meant for.
    """
    before = {one.event_id: one for one in known}
    pairs = [(one, before[one.event_id]) for one in made if one.event_id in before]
    return sum(_differ(new, old, says_meant_for=says_meant_for) for new, old in pairs)


def _differ(new: Event, old: Event, *, says_meant_for: bool) -> bool:
    texts = [(new.name, old.name), (new.venue, old.venue), (new.start, old.start), (new.end, old.end)]
    texts += [(new.stage, old.stage)] + ([(new.meant_for, old.meant_for)] if says_meant_for else [])
    return any(one != other and one and _folded(one) != _folded(other) for one, other in texts)


def _ids(different: pd.DataFrame) -> list[str]:
    """Return the id of each row, folding each different text once."""
    columns = []
    for name in ("event", "event_name", "date", "venue", "start"):
        texts = different[name].tolist()
        folded = {text: text if name in {"date", "start"} else _folded(text) for text in set(texts)}
        columns.append([folded[text] for text in texts])
    return [_hash(*parts) for parts in zip(*columns, strict=True)]


def _as_events(merged: pd.DataFrame) -> list[Event]:
    columns = (merged[name].tolist() for name in EVENT_COLUMNS)
    return [
        Event(number, name or event, date, start, end, venue, stage, meant_for or str(MeantFor.EVERYONE))
        for number, event, name, date, start, end, venue, stage, meant_for in zip(merged.index, *columns, strict=True)
    ]


def _folded(text: str) -> str:
    return plain_form(text) or text.strip().casefold()
