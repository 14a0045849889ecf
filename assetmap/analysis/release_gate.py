"""The gate of a release: what would give a small count away is put together more coarsely, or held back.

The audit names the figures that can be narrowed too far. The gate then takes one step, and the audit looks again:

1. Groups of a place that can be worked out from the place's own row alone: no total can help, so the row is held back.
2. Groups of a characteristic without places: their numbers are put together in twos, then in fours, then held back.
3. Anything in or beside the places by groups: the totals of the groups are put together in twos, then in fours; then
   rows with a fault are held back; then the totals of groups whose held-back figures could still be worked out; then
   all rows; then all totals.

Each step is chosen from released figures alone: two releases that look alike before the gate look alike behind it.
Each step makes the release coarser, so there is a last one; then only the table of places is left, which
``release_total`` made safe. What is joined follows a fixed grid of numbers, not the number that was there.

What this does not cover: a reader who runs every thinkable table through these very steps learns something from which
step was taken. So rows are held back in fixed twos of places of like size: it stays open which of the two was the
reason. In a place with two or three patches and two groups that is little help.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assetmap.analysis.disclosure import ReleasedCount, release_count
from assetmap.analysis.disclosure_audit import Figure, Provable, audit
from assetmap.analysis.release_tables import (
    Counts,
    ReleasedCross,
    ReleasedTables,
    held_back,
)
from assetmap.model.release import HeldBack, HoldReason
from assetmap.model.representation import SHARE_RULE

JOINED_TOGETHER = (1, 2, 4)
"""How many neighbouring numbers are put together at each level; at the level after the last, all is held back."""
ALL_HELD = len(JOINED_TOGETHER)


@dataclass(frozen=True)
class Gated:
    """A release that may leave.

    Attributes
    ----------
    tables
        What is released.
    held
        What is not, or less exactly, and why; in a fixed order.
    """

    tables: ReleasedTables
    held: tuple[HeldBack, ...]


@dataclass(frozen=True)
class _Coarse:
    """How coarse each part of a release is by now.

    Attributes
    ----------
    margins
        Level of the totals of the crossed characteristic's groups.
    groups
        Level of each other characteristic.
    rows
        Places whose rows are held back.
    columns
        Groups whose totals are held back.
    """

    margins: int = 0
    groups: Mapping[str, int] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()


def close_gate(tables: ReleasedTables) -> Gated:
    """Return a release in which no count that may be below 10 can be narrowed to fewer than five values.

    Parameters
    ----------
    tables
        One release, as ``release_cross``, ``release_groups`` and the table of places give it.

    Raises
    ------
    ValueError
        The table of places gives a small count away all by itself: its total was not made by ``release_total``.
    """
    coarse = _Coarse(groups=dict.fromkeys(tables.groups, 0), rows=_in_twos(tables, _rows_too_short(tables)))
    made = _made(tables, coarse)
    while faults := audit(made).faults:
        coarse = _coarser(tables, coarse, faults)
        made = _made(tables, coarse)
    return Gated(made, _reasons(tables, coarse))


def _rows_too_short(tables: ReleasedTables) -> set[str]:
    """Return places where a group can be worked out from the place's count and its other groups."""
    if tables.cross is None:
        return set()
    return {place for place, row in tables.cross.rows.items() if _gives_away(list(row.values()), tables.places[place])}


def _gives_away(parts: list[ReleasedCount], whole: ReleasedCount) -> bool:
    low, high = sum(part.low for part in parts), sum(part.high for part in parts)
    return any(
        Provable(max(one.low, whole.low - (high - one.high)), min(one.high, whole.high - (low - one.low))).too_short
        for one in parts
    )


def _in_twos(tables: ReleasedTables, places: set[str]) -> frozenset[str]:
    """Return the places and those they are held back with: the next in size, by the table of places alone.

    A place below 10 can seldom be the reason, so it would hide nothing as the other of a two: it stands alone.
    """
    shown = [place for place, count in tables.places.items() if not count.hidden]
    order = sorted(shown, key=lambda place: (tables.places[place].high, place))
    twos = [order[first : first + 2] for first in range(0, len(order), 2)]
    if len(twos) > 1 and len(twos[-1]) == 1:
        twos[-2:] = [twos[-2] + twos[-1]]
    return frozenset(places) | {place for two in twos if places & set(two) for place in two}


def _coarser(tables: ReleasedTables, coarse: _Coarse, faults: tuple[Figure, ...]) -> _Coarse:
    """Take the first step that can help against these faults."""
    own = {name for name, level in coarse.groups.items() if level < ALL_HELD} & {one.characteristic for one in faults}
    if own:
        return _raise_groups(coarse, own)
    cross = tables.cross
    if cross is None:
        return _raise_groups(coarse, set(tables.groups))
    if coarse.margins < ALL_HELD - 1:
        return replace(coarse, margins=coarse.margins + 1)
    inside = [one for one in faults if one.characteristic is not None]
    if not inside and any(level < ALL_HELD for level in coarse.groups.values()):
        return _raise_groups(coarse, set(tables.groups))
    return _hold_inside(tables, coarse, cross, inside)


def _hold_inside(tables: ReleasedTables, coarse: _Coarse, cross: ReleasedCross, inside: list[Figure]) -> _Coarse:
    """Hold back rows with a fault; else totals of groups with a fault; else all."""
    rows = {one.place for one in inside if one.place is not None} - coarse.rows
    if rows:
        return replace(coarse, rows=coarse.rows | _in_twos(tables, {place for place in rows if place}))
    columns = {one.group for one in inside if one.group is not None} - coarse.columns
    if columns:
        return replace(coarse, columns=coarse.columns | {group for group in columns if group})
    return _all_of(coarse, cross)


def _raise_groups(coarse: _Coarse, names: set[str]) -> _Coarse:
    """Make these characteristics one level coarser.

    Raises
    ------
    ValueError
        All are held back already.
    """
    levels = {name: min(level + (name in names), ALL_HELD) for name, level in coarse.groups.items()}
    if levels == coarse.groups:
        raise ValueError("The table of places gives a small count away by itself. Expected the total of release_total.")
    return replace(coarse, groups=levels)


def _all_of(coarse: _Coarse, cross: ReleasedCross) -> _Coarse:
    """Hold back all rows, then all totals of groups, then all other characteristics."""
    if coarse.rows != frozenset(cross.rows):
        return replace(coarse, rows=frozenset(cross.rows))
    if coarse.columns != frozenset(cross.margins):
        return replace(coarse, columns=frozenset(cross.margins))
    return _raise_groups(coarse, set(coarse.groups))


def _made(tables: ReleasedTables, coarse: _Coarse) -> ReleasedTables:
    """Return the release, this coarse."""
    groups = {
        name: replace(one, counts=_at_level(one.counts, coarse.groups[name], tables.people.high))
        for name, one in tables.groups.items()
    }
    cross = tables.cross and _made_cross(tables.cross, coarse, tables.people.high)
    return replace(tables, cross=cross, groups=groups)


def _made_cross(cross: ReleasedCross, coarse: _Coarse, most: int) -> ReleasedCross:
    rows = {
        place: dict.fromkeys(row, held_back(cross.places[place].high)) if place in coarse.rows else row
        for place, row in cross.rows.items()
    }
    margins = {
        group: held_back(most) if group in coarse.columns else count
        for group, count in _at_level(cross.margins, coarse.margins, most).items()
    }
    return replace(cross, rows=rows, margins=margins)


def _at_level(counts: Counts, level: int, most: int) -> dict[str, ReleasedCount]:
    if level >= ALL_HELD:
        return dict.fromkeys(counts, held_back(most))
    return {name: join_neighbours(count, JOINED_TOGETHER[level]) for name, count in counts.items()}


def join_neighbours(count: ReleasedCount, number: int) -> ReleasedCount:
    """Return a count with its neighbours on a fixed grid, so that it can be any of them.

    Parameters
    ----------
    count
        As released. One below 10, or held back, stays as it is.
    number
        How many neighbouring numbers are put together: with 2, it is 10 and 15, 20 and 25, and so on.
    """
    if count.hidden or number == 1:
        return count
    width = number * SHARE_RULE.rounded_to
    first, last = release_count(count.low), release_count(count.high)
    begin = max(int(first.text) // width * width, SHARE_RULE.hidden_below)
    end = int(last.text) // width * width + width - SHARE_RULE.rounded_to
    low, high = release_count(begin), release_count(end)
    return ReleasedCount(f"{low.text} to {high.text}", low.low, high.high, (low.low + high.high) / 2)


def _reasons(tables: ReleasedTables, coarse: _Coarse) -> tuple[HeldBack, ...]:
    """Return what is held back or joined, in words that are the same for all places of a two."""
    cross, found = tables.cross, []
    if cross is not None:
        name = cross.characteristic
        rows = tuple(place for place in cross.rows if place in coarse.rows)
        if rows:
            all_rows = len(rows) == len(cross.rows)
            found.append(HeldBack(HoldReason.ALL_PLACES if all_rows else HoldReason.PLACES, name, rows))
        columns = tuple(group for group in cross.margins if group in coarse.columns)
        if columns:
            found.append(HeldBack(HoldReason.GROUP_TOTALS, name, groups=columns))
        if coarse.margins and len(columns) < len(cross.margins):
            found.append(HeldBack(HoldReason.JOINED, name))
    for name, level in coarse.groups.items():
        if level:
            found.append(HeldBack(HoldReason.TABLE if level >= ALL_HELD else HoldReason.JOINED, name))
    return tuple(found)
