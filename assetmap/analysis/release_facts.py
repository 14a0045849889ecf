"""What is said beside released counts: expected people, index, interval and label, from released figures alone.

Each function takes a released table and census figures, and nothing else, so it can say no more than the counts do.
How many people said which group they are in is not released a second time: it follows from what is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount
from assetmap.analysis.release_tables import ReleasedCross, ReleasedGroups, is_held_back
from assetmap.analysis.representation import has_residents, labels, shares
from assetmap.analysis.representation_interval import index_interval
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import PLACE_GROUP_PEOPLE, TELLING_EXPECTED, WEAKER_LABEL, Label

COLUMNS = ["group", "population", "expected", "observed", "index", "low", "high", "label"]
_STEPS = (Label.MUCH_FEWER, Label.FEWER, Label.ABOUT, Label.MORE, Label.MUCH_MORE)


@dataclass(frozen=True)
class _Parts:
    """Released people of the groups that can be compared, and of "not stated"."""

    compared: ReleasedCount
    not_stated: ReleasedCount


def group_table(groups: ReleasedGroups, population: pd.Series) -> pd.DataFrame:
    """Return what can be said of the groups of one characteristic.

    Parameters
    ----------
    groups
        As released.
    population
        Residents by group; its own "not stated" is left out. Groups it does not hold cannot be compared.

    Returns
    -------
    pandas.DataFrame
        A row a group, in the order released: ``group, population, expected, observed, index, low, high, label``.
        ``observed`` is a number or words; ``low`` and ``high`` are the widest 95 % interval of the index over all
        counts that look like this. "Not stated" has its count alone, and so has what is held back.
    """
    return _table(groups.counts, groups.people, population)


def cross_table(cross: ReleasedCross, population: pd.DataFrame) -> pd.DataFrame:
    """Return what can be said of the groups within each place, among the people of that place alone.

    Parameters
    ----------
    cross
        As released.
    population
        Residents: a row a place, a column a group. A place that is not in it cannot be compared.

    Returns
    -------
    pandas.DataFrame
        As ``group_table``, with ``place`` first. Only where at least 10 people of a place surely said, and at least
        3.7 of the group surely were expected, is more than the count given.
    """
    living = population.reindex(list(cross.rows)).rename(index=str)
    tables = []
    for place, row in cross.rows.items():
        table = _table(row, cross.places[place], pd.Series(living.loc[place]), least=PLACE_GROUP_PEOPLE)
        table.insert(0, "place", place)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def _table(
    counts: Mapping[str, ReleasedCount], people: ReleasedCount, population: pd.Series, *, least: int = 0
) -> pd.DataFrame:
    living = population.drop(NOT_STATED, errors="ignore").astype("float64").reindex(list(counts))
    share = shares(living.where(has_residents(living)))
    parts = _parts(counts, people, share)
    rows = [
        _row(count, parts, float(share[group]), float(living[group]), least=least)
        | {"group": group, "population": float(living[group])}
        for group, count in counts.items()
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _parts(counts: Mapping[str, ReleasedCount], people: ReleasedCount, share: pd.Series) -> _Parts:
    """Return the people who said a group that can be compared, between the ends that the released figures allow."""
    inside = [count for group, count in counts.items() if pd.notna(share[group])]
    beside = [count for group, count in counts.items() if pd.isna(share[group])]
    not_stated = counts.get(NOT_STATED, ReleasedCount("0", 0, 0, 0.0))
    if not beside:
        return _Parts(people, not_stated)
    low = max(sum(one.low for one in inside), people.low - sum(one.high for one in beside), 0)
    high = max(min(sum(one.high for one in inside), people.high - sum(one.low for one in beside)), low)
    compared = ReleasedCount(f"{low} to {high}", low, high, None if people.hidden else (low + high) / 2)
    return _Parts(compared, not_stated)


def _told(label: Label, count: ReleasedCount, living: float) -> str:
    """Return a label, none where more people may have come than live there: see `cannot_be_told`."""
    return str(Label.NONE if count.high > living and label is not Label.TOO_FEW else label)


def _row(count: ReleasedCount, parts: _Parts, share: float, living: float, *, least: int) -> dict[str, object]:
    people = parts.compared
    sure = people.low >= least and (not least or people.low * share >= TELLING_EXPECTED)
    nothing: dict[str, object] = {
        "expected": np.nan, "observed": count.shown, "index": np.nan, "low": np.nan, "high": np.nan,
        "label": str(Label.NONE),
    }  # fmt: skip
    if np.isnan(share) or is_held_back(count) or not sure:
        return nothing
    expected = np.nan if people.value is None else people.value * share
    came = np.nan if count.value is None else count.value
    low, high = widest_interval(count, people, share)
    return nothing | {
        "expected": round(expected, 1),
        "index": round(came / expected, 2) if expected > 0 else np.nan,
        "low": low,
        "high": high,
        "label": _told(group_label(count, people, parts.not_stated, share), count, living),
    }


def widest_interval(observed: ReleasedCount, people: ReleasedCount, share: float) -> tuple[float, float]:
    """Return the ends of the 95 % interval of the index over all counts that look alike.

    Both ends rise with the people observed and fall with all people, so two corners decide.
    """
    came = np.array([observed.low, observed.high])
    everyone = np.maximum([people.high, people.low], came)
    low, high = index_interval(came, everyone, share)
    return float(low[0]), float(high[1])


def group_label(observed: ReleasedCount, people: ReleasedCount, not_stated: ReleasedCount, share: float) -> Label:
    """Return the label of a group that is true for every count inside the released intervals.

    Parameters
    ----------
    observed
        People of the group, as released.
    people
        People who said a group that can be compared.
    not_stated
        People who did not say.
    share
        The group's share of the comparison population.

    Returns
    -------
    Label
        The one label (the weaker of two that say the same way) where it holds for those who said, with all who did
        not say in the group, and with none of them in it. ``Label.UNKNOWN`` where "all" and "none" give different
        labels for every count inside the intervals. Else ``Label.NONE``.

    Notes
    -----
    The tails are monotone in each of the three counts, and "too few" hangs on the number of people alone. So the eight
    corners decide.
    """
    o, n, u = (part.ravel() for part in np.meshgrid(*([one.low, one.high] for one in (observed, people, not_stated))))
    n = np.maximum(n, o)
    said, none, every = (
        [Label(one) for one in labels(came, everyone, share)] for came, everyone in ((o, n), (o, n + u), (o + u, n + u))
    )
    found = {*said, *none, *every}
    if len(found) > 1:
        found = {WEAKER_LABEL.get(one, one) for one in found}
    if len(found) == 1:
        return found.pop()
    return Label.UNKNOWN if _always_differ(none, every) else Label.NONE


def _always_differ(none: list[Label], every: list[Label]) -> bool:
    """Whether the label with none of the unknown lies below that with all of them, for every count."""
    if not {*none, *every} <= set(_STEPS):
        return False
    return max(_STEPS.index(one) for one in none) < min(_STEPS.index(one) for one in every)
