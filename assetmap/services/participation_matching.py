"""Which rows of a file the register has already: the same, corrected, or new. Nobody is counted twice."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd

from assetmap.messages import mark
from assetmap.services.participation_rows import make_row_keys

CONTENT = ("event_id", "role", "person", "area_id", "not_placed")
_NO_EXTRAS = "{}"


class Outcome(StrEnum):
    """What becomes of one row."""

    SAME = "same"
    CORRECTED = "corrected"
    NEW = "new"
    OTHERWISE = mark("here under the other way of counting")
    UNPLACED = mark("here without an area")


@dataclass
class Match:
    """The rows of a file beside those of the register.

    Attributes
    ----------
    rows
        The file's rows with ``row_key``; a corrected row keeps the register's key, and the area it had if it has none.
    outcome
        One Outcome a row.
    unnamed_same
        Rows without a name that were taken for rows of the register.
    other_extras
        Rows whose characteristics here are others than the register's.
    kept_area
        Rows of people whose area is known and who have none in this file.
    """

    rows: pd.DataFrame
    outcome: list[str]
    unnamed_same: int = 0
    other_extras: int = 0
    kept_area: int = 0

    def where(self, wanted: Outcome) -> pd.DataFrame:
        """Return the rows with one outcome."""
        return self.rows[np.array([one == wanted for one in self.outcome], dtype=bool)]


@dataclass
class _Left:
    """The register's rows that no row of the file was matched with yet."""

    known: pd.DataFrame
    free: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.free = set(range(len(self.known)))

    def by(self, names: Sequence[str]) -> Callable[[Hashable], int | None]:
        """Return a taker: it gives one free row with these values, or None, and never the same row twice."""
        rows: dict[Hashable, list[int]] = {}
        for at, values in enumerate(_tuples(self.known, names)):
            if at in self.free:
                rows.setdefault(values, []).append(at)

        def take(values: Hashable) -> int | None:
            found = rows.get(values)
            if not found:
                return None
            at = found.pop()
            self.free.discard(at)
            return at

        return take


def match_rows(
    rows: pd.DataFrame, known: pd.DataFrame, others: Callable[[pd.DataFrame], Iterable[tuple[Outcome, pd.DataFrame]]]
) -> Match:
    """Match a file's rows with the register's: by what was kept of them, then by meeting and person.

    Parameters
    ----------
    rows
        The file's usable rows: CONTENT and characteristics (JSON text in one fixed form, "" for none).
    known
        The register's rows: row_key, CONTENT and characteristics.
    others
        Gives new rows as the register may have them under another person or without an area, with the outcome where
        one is found. Asked only where rows are left.
    """
    rows = rows.assign(row_key=make_row_keys(len(rows)))
    match = Match(rows, [str(Outcome.NEW)] * len(rows))
    if known.empty or rows.empty:
        return match
    left = _Left(known.assign(characteristics=known["characteristics"].replace(_NO_EXTRAS, "")))
    _match(match, left, (*CONTENT, "characteristics"), Outcome.SAME)
    _match(match, left, CONTENT, Outcome.SAME)
    _correct(match, left, ("event_id", "person", "role"))
    _correct(match, left, ("event_id", "person"))
    if left.free and Outcome.NEW in match.outcome:
        for outcome, other in others(match.where(Outcome.NEW)):
            _find_others(match, other, left, outcome)
    return match


def _match(match: Match, left: _Left, names: Sequence[str], outcome: Outcome) -> None:
    take = left.by(names)
    extras = left.known["characteristics"].tolist()
    keys, known_keys = match.rows["row_key"].tolist(), left.known["row_key"].tolist()
    fresh = [at for at, one in enumerate(match.outcome) if one == Outcome.NEW]
    here = match.rows.iloc[fresh]
    facts = zip(fresh, _tuples(here, names), here["person"], here["characteristics"], strict=True)
    for at, values, person, extra in facts:
        if (found := take(values)) is None:
            continue
        match.outcome[at] = str(outcome)
        keys[at] = known_keys[found]
        match.unnamed_same += not person and outcome == Outcome.SAME
        match.other_extras += bool(extra) and extra != extras[found]
    match.rows = match.rows.assign(row_key=keys)


def _find_others(match: Match, other: pd.DataFrame, left: _Left, outcome: Outcome) -> None:
    """Give the outcome to new rows that the register has as ``other`` says; they stay there as they are."""
    take = left.by(CONTENT)
    found = {row for row, values in zip(other.index, _tuples(other, CONTENT), strict=True) if take(values) is not None}
    for at, row in enumerate(match.rows.index):
        if row in found and match.outcome[at] == Outcome.NEW:
            match.outcome[at] = str(outcome)


def _correct(match: Match, left: _Left, names: Sequence[str]) -> None:
    """Find the rows of people who are known at this meeting with another area or role."""
    take = left.by(names)
    people = match.rows["person"].tolist()
    fresh = [at for at, one in enumerate(match.outcome) if one == Outcome.NEW and people[at]]
    values = list(_tuples(match.rows.iloc[fresh], names))
    taken = {at: found for at, value in zip(fresh, values, strict=True) if (found := take(value)) is not None}
    if not taken:
        return
    columns = {name: match.rows[name].tolist() for name in ("row_key", *CONTENT, "characteristics")}
    for at, found in taken.items():
        old = left.known.iloc[found]
        columns["row_key"][at] = old["row_key"]
        columns["characteristics"][at] = columns["characteristics"][at] or old["characteristics"]
        if old["area_id"] and not columns["area_id"][at]:
            columns["area_id"][at], columns["not_placed"][at] = old["area_id"], ""
            match.kept_area += 1
        same = all(columns[name][at] == old[name] for name in CONTENT)
        match.outcome[at] = str(Outcome.SAME if same else Outcome.CORRECTED)
    match.rows = match.rows.assign(**columns)


def _tuples(rows: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(rows[name].tolist() for name in names), strict=True))


def in_two_ways(rows: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which rows name a person whom an earlier row has at the same meeting with another role or area."""
    first: dict[tuple[str, str], tuple[str, str]] = {}
    found = np.zeros(len(rows), dtype=bool)
    for at, (event, person, role, area) in enumerate(_tuples(rows, ("event_id", "person", "role", "area_id"))):
        if person:
            found[at] = first.setdefault((event, person), (role, area)) != (role, area)
    return found
