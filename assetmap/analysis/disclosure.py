"""What may leave the house about people: the only maker of ``WorkingView`` and ``ShareView``.

A released count is an interval. Counts below 10, nobody included, are "fewer than 10" (0 to 9); others go to the
nearest 5 (10 stands for 10 to 12, 15 for 13 to 17, ...). Everything beside a count -- expected, index, label -- is made
from the released interval alone, so it can say nothing more than the interval does. A label is given only if it is
true for every pair of counts inside the intervals.

The total needs care: "10", "10", "fewer than 10" and a total of "35" leave one answer only (12, 12, 9). So a total is
rounded on its own, and where that would leave fewer than five values open for a hidden count, neighbouring values
of the total are joined ("20 to 25") until at least five are open. Which values are joined follows from the released
counts alone, never from the exact total. The total holds all areas; what a part of them has is worked out from it.

All this holds for one release, read by itself. Two releases of the same people by other areas give counts away, which
nothing here can see: ``services/representation_sharing.py`` holds a place to one set of patches. Two releases before
and after one change give that change away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pandas as pd

from assetmap.analysis.representation import cannot_be_told, has_residents, labels, shares
from assetmap.model.release import ShareView, WorkingView
from assetmap.model.representation import SHARE_RULE, WEAKER_LABEL, Label

T = TypeVar("T")


@dataclass(frozen=True)
class ReleasedCount:
    """A count as others may see it.

    Attributes
    ----------
    text
        What is shown: "fewer than 10", "35", "20 to 25".
    low, high
        The smallest and largest count that are shown like this.
    value
        The number sums are made with; None where the count is hidden.
    """

    text: str
    low: int
    high: int
    value: float | None

    @property
    def hidden(self) -> bool:
        """Whether the count is too small to be shown."""
        return self.value is None

    @property
    def shown(self) -> int | str:
        """The number itself, or the words that stand for it: what a table cell holds."""
        return int(self.text) if self.text.isdecimal() else self.text


def release_count(count: int) -> ReleasedCount:
    """Return one count by the share rule: hidden below 10, else to the nearest 5.

    Parameters
    ----------
    count
        Exact number of people, 0 or more.
    """
    if count < SHARE_RULE.hidden_below:
        return ReleasedCount(SHARE_RULE.hidden_text, 0, SHARE_RULE.hidden_below - 1, None)
    step = SHARE_RULE.rounded_to
    rounded = step * ((2 * count + step) // (2 * step))
    low = max(SHARE_RULE.hidden_below, rounded - step // 2)
    return ReleasedCount(str(rounded), low, rounded + step // 2, float(rounded))


def released_people(count: int) -> int | str:
    """Return how many people are on record, as others may see it.

    Parameters
    ----------
    count
        Exact number of people in the whole register, 0 or more.

    Returns
    -------
    int or str
        0 where nothing was imported (that is no secret), else as `release_count`: "fewer than 10", or to the nearest 5.
    """
    return release_count(count).shown if count else 0


def release_total(total: int, cells: Iterable[ReleasedCount]) -> ReleasedCount:
    """Return a total, rounded on its own, that gives no hidden count away.

    Parameters
    ----------
    total
        Exact sum of the counts behind ``cells``.
    cells
        Those counts as they are released beside it.

    Returns
    -------
    ReleasedCount
        The total; its text names two numbers where neighbouring values had to be joined.
    """
    beside = tuple(cells)
    low, high = sum(cell.low for cell in beside), sum(cell.high for cell in beside)
    if not any(cell.hidden for cell in beside):
        return release_count(total)
    for group in _safe_groups(low, high):
        if group[0].low <= total <= group[-1].high:
            return _joined(group)
    raise ValueError(f"The total {total} is not a sum of its parts, which lie between {low} and {high}.")


def _safe_groups(low: int, high: int) -> list[list[ReleasedCount]]:
    """Cut all totals from ``low`` to ``high`` into groups that each leave a hidden count open enough."""
    groups: list[list[ReleasedCount]] = []
    open_group: list[ReleasedCount] = []
    for value in _values_between(low, high):
        open_group.append(value)
        if _leaves_enough_open(open_group, low, high):
            groups.append(open_group)
            open_group = []
    if open_group and groups:
        groups[-1].extend(open_group)
    elif open_group:
        groups.append(open_group)
    return groups


def _values_between(low: int, high: int) -> list[ReleasedCount]:
    values = [release_count(low)]
    while values[-1].high < high:
        values.append(release_count(values[-1].high + 1))
    return values


def _leaves_enough_open(group: list[ReleasedCount], low: int, high: int) -> bool:
    """Whether a reader who knows all parts and this total still cannot narrow a hidden count too far."""
    largest_hidden = SHARE_RULE.hidden_below - 1
    most = min(largest_hidden, group[-1].high - low)
    least = max(0, group[0].low - (high - largest_hidden))
    return most - least + 1 >= SHARE_RULE.narrowest


def _joined(group: list[ReleasedCount]) -> ReleasedCount:
    first, last = group[0], group[-1]
    if first is last:
        return first
    return ReleasedCount(f"{first.text} to {last.text}", first.low, last.high, (first.low + last.high) / 2)


def released_label(observed: ReleasedCount, people: ReleasedCount, share: float) -> Label:
    """Return the label that is true for every count inside the released intervals.

    Parameters
    ----------
    observed
        Different people who came from the area, as released.
    people
        All different people with a usable area, as released.
    share
        The area's share of the comparison population.

    Returns
    -------
    Label
        The one label; the weaker of two where both say the same way (fewer, much fewer); ``Label.NONE`` where the
        released numbers leave it open.

    Notes
    -----
    For fixed N the lower tail rises with O, and for fixed O it falls with N (the upper tail the other way round), and
    "too few" hangs on N alone. So the four corners of the intervals decide.
    """
    corners_observed = np.array([observed.low, observed.low, observed.high, observed.high])
    corners_people = np.maximum([people.low, people.high, people.low, people.high], corners_observed)
    found = {Label(one) for one in labels(corners_observed, corners_people, share)}
    if len(found) > 1:
        found = {WEAKER_LABEL.get(one, one) for one in found}
    return found.pop() if len(found) == 1 else Label.NONE


def share_table(
    observed: pd.Series, population: pd.Series, names: pd.Series, *, with_labels: bool
) -> tuple[pd.DataFrame, ReleasedCount]:
    """Return the table for others and the released total.

    Parameters
    ----------
    observed
        Exact counts by area.
    population
        People of the comparison population by area (census figures, shown as they are).
    names
        Plain names by area.
    with_labels
        False where the records cannot be compared: counts alone.

    Returns
    -------
    tuple
        The table of ``model.tables.REPRESENTATION`` (``observed`` holds whole numbers or "fewer than 10"; ``expected``
        and ``index`` are made from released numbers and are not a number where those are hidden), and the total of all
        areas as released. Areas without residents take no part in the comparison; how many people the others have
        follows from the total and the released counts, so that new census figures are not a second question. An area
        that more people may have come from than live there has no label, unless it is "too few".
    """
    cells = [release_count(int(count)) for count in observed]
    total = release_total(int(observed.sum()), cells)
    counted = has_residents(population) if with_labels else pd.Series(data=True, index=observed.index)
    people = _people_of(total, cells, list(counted))
    share = shares(population.astype("float64").where(counted & with_labels))
    everyone = np.nan if people.value is None else people.value
    expected = share * everyone
    came = pd.Series([np.nan if cell.value is None else cell.value for cell in cells], index=observed.index)
    found = pd.Series(
        [str(released_label(cell, people, part)) for cell, part in zip(cells, share, strict=True)], index=observed.index
    )
    most = pd.Series([cell.high for cell in cells], index=observed.index)
    table = pd.DataFrame(
        {
            "area": observed.index.astype("object"),
            "name": names.to_numpy(),
            "population": population.to_numpy(dtype="float64"),
            "expected": expected.round(1).to_numpy(),
            "observed": pd.Series([cell.shown for cell in cells], dtype="object").to_numpy(),
            "index": (came / expected.where(expected > 0)).round(2).to_numpy(),
            "label": found.mask(cannot_be_told(found, most, population), str(Label.NONE)).to_numpy(),
        },
    )
    return table, total


def _people_of(total: ReleasedCount, cells: list[ReleasedCount], counted: list[bool]) -> ReleasedCount:
    """Return the people of some cells, worked out from what is released: a second total would be one question more."""
    beside = [cell for cell, one in zip(cells, counted, strict=True) if not one]
    if not beside:
        return total
    low = max(total.low - sum(cell.high for cell in beside), sum(cell.low for cell in cells) - _lows(beside))
    high = min(total.high - _lows(beside), sum(cell.high for cell in cells) - sum(cell.high for cell in beside))
    return ReleasedCount(f"{low} to {high}", low, high, None if total.hidden else (low + high) / 2)


def _lows(cells: list[ReleasedCount]) -> int:
    return sum(cell.low for cell in cells)


def make_share_view(facts: T, notes: Iterable[str] = ()) -> ShareView[T]:
    """Wrap facts whose counts have gone through this module, for anybody."""
    return ShareView(facts, tuple(notes))


def make_working_view(facts: T, notes: Iterable[str] = ()) -> WorkingView[T]:
    """Wrap exact facts for those who keep the records; nothing that writes files takes it."""
    return WorkingView(facts, tuple(notes))
