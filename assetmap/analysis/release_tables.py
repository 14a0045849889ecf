"""The tables of one release: exact counts go in, released counts come out, and nothing else leaves.

A release holds the places, all people in them, the groups of some characteristics, and at most one characteristic
place by place. Each count is released on its own by ``analysis/disclosure.py``. All tables count the same people, so
they can be read together: ``analysis/disclosure_audit.py`` looks whether that gives a small count away, and
``analysis/release_gate.py`` holds back what does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount, release_count, release_total
from assetmap.model.release import HELD_BACK

Counts = Mapping[str, ReleasedCount]


@dataclass(frozen=True)
class ReleasedGroups:
    """The groups of one characteristic, all places together.

    Attributes
    ----------
    counts
        Released count by group, "not stated" among them, in the order given.
    people
        All people of the release: what the groups add up to.
    """

    counts: Counts
    people: ReleasedCount


@dataclass(frozen=True)
class ReleasedCross:
    """One characteristic, place by place.

    Attributes
    ----------
    characteristic
        What the groups are groups of.
    rows
        Released counts by place, then by group.
    places
        People of each place, as the table of places shows them: what a row adds up to.
    margins
        Released count of each group in all places: what a column adds up to.
    """

    characteristic: str
    rows: Mapping[str, Counts]
    places: Counts
    margins: Counts


@dataclass(frozen=True)
class ReleasedTables:
    """Everything that one release says about people.

    Attributes
    ----------
    people
        All people in the places.
    places
        People by place.
    cross
        The one characteristic that is given place by place, or None.
    groups
        Other characteristics, each without places.
    """

    people: ReleasedCount
    places: Counts
    cross: ReleasedCross | None = None
    groups: Mapping[str, ReleasedGroups] = field(default_factory=dict)


def release_groups(observed: pd.Series, people: ReleasedCount) -> ReleasedGroups:
    """Release the groups of one characteristic.

    Parameters
    ----------
    observed
        Exact people by group, "not stated" among them.
    people
        All people of the release, as the table of places shows them.

    Raises
    ------
    ValueError
        There is no group, or the groups do not add up to ``people``.
    """
    _check_sum(int(observed.sum()), len(observed), people, "The groups")
    return ReleasedGroups({str(group): release_count(int(count)) for group, count in observed.items()}, people)


def release_cross(
    observed: pd.DataFrame, place_counts: Iterable[ReleasedCount], *, characteristic: str
) -> ReleasedCross:
    """Release one characteristic place by place, with the total of each group.

    Parameters
    ----------
    observed
        Exact people: a row a place, a column a group, "not stated" among them.
    place_counts
        People of each place as the table of places shows them, in the order of the rows.
    characteristic
        What the groups are groups of.

    Returns
    -------
    ReleasedCross
        Cells rounded one by one; the total of a group rounded on its own, neighbouring values joined where the cells
        beside it need that.

    Raises
    ------
    ValueError
        There is no group, the number of place counts differs, or a row does not add up to its place.
    """
    places = dict(zip((str(place) for place in observed.index), place_counts, strict=True))
    groups = [str(group) for group in observed.columns]
    exact = observed.to_numpy(dtype="int64")
    for name, row in zip(places, exact, strict=True):
        _check_sum(int(row.sum()), len(groups), places[name], f"Groups of {name}")
    cells = [[release_count(int(count)) for count in row] for row in exact]
    margins = {
        group: release_total(int(exact[:, column].sum()), [row[column] for row in cells])
        for column, group in enumerate(groups)
    }
    rows = {place: dict(zip(groups, row, strict=True)) for place, row in zip(places, cells, strict=True)}
    return ReleasedCross(characteristic, rows, places, margins)


def _check_sum(total: int, number: int, people: ReleasedCount, who: str) -> None:
    if not number:
        raise ValueError(f"{who}: there is none. Expected at least one, be it those who did not say.")
    if not people.low <= total <= people.high:
        raise ValueError(f"{who} do not add up to the people shown beside them, {people.text}.")


def held_back(most: int) -> ReleasedCount:
    """Return what stands for a figure that is not given; others know only that it is between 0 and ``most``."""
    return ReleasedCount(HELD_BACK, 0, most, None)


def is_held_back(count: ReleasedCount) -> bool:
    """Return whether this stands for a figure that is not given."""
    return count.text == HELD_BACK
