"""Groups of people who came, beside the same groups of residents, with those who did not say as a group of their own.

Nobody's answer is ever made up. Whoever did not say could be in any group: where that changes what would be said of a
group, nothing is said of it. Counts here are exact; ``analysis/disclosure.py`` decides what may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from assetmap.analysis.representation import cannot_be_told, compare, labels, shares
from assetmap.analysis.representation_interval import index_interval
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import PLACE_GROUP_PEOPLE, TELLING_EXPECTED, Label

_BESIDE = ["people", "not_stated", "not_stated_share"]


@dataclass(frozen=True)
class Groups:
    """Groups compared, and who did not say.

    Attributes
    ----------
    table
        A row a group: ``population, expected, observed, index, label, low, high``. ``low`` and ``high`` are the 95 %
        interval of the index. A group no census counts has its ``observed`` and nothing else; it is not in ``people``.
    people
        Different people who said a group that can be compared, N.
    not_stated
        Different people who did not say.
    not_stated_share
        ``not_stated`` of all who came; not a number where nobody came. Always to be shown beside the table.
    """

    table: pd.DataFrame
    people: int
    not_stated: int
    not_stated_share: float


def compare_groups(observed: pd.Series, population: pd.Series) -> Groups:
    """Compare who came with who lives there, by one characteristic.

    Parameters
    ----------
    observed
        Different people who came, by group. The group "not stated" (``NOT_STATED``) may be among them.
    population
        Residents by group; groups that are not in it, or hold nobody, cannot be compared. Its own "not stated" is
        left out.

    Returns
    -------
    Groups
        A group's label is that of those who said. It is ``Label.UNKNOWN`` where it would differ between "all who did
        not say are in the group" and "none of them are", and empty where more people of it came than live there.
    """
    came = observed.fillna(0)
    not_stated = int(came.get(NOT_STATED, 0))
    living = population.drop(NOT_STATED, errors="ignore")
    groups = living.index.union(came.index.drop(NOT_STATED, errors="ignore"), sort=False)
    table = compare(came.reindex(groups, fill_value=0), living.reindex(groups))
    part = shares(table["population"].where(table["population"] > 0))
    people = int(table["observed"][part.notna()].sum())
    low, high = index_interval(table["observed"], people, part)
    known = table["label"].where(_sure(table["observed"], people, not_stated, part), str(Label.UNKNOWN))
    known = known.mask(cannot_be_told(known, table["observed"], table["population"]), str(Label.NONE))
    everybody = int(table["observed"].sum()) + not_stated
    share = not_stated / everybody if everybody else float("nan")
    return Groups(table.assign(label=known, low=low, high=high), people, not_stated, share)


def _sure(observed: pd.Series, people: int, not_stated: int, share: pd.Series) -> pd.Series:
    """Return where it plays no part in which group those are who did not say.

    The tails of those who said always lie between the tails of "none" and of "all": if these two give one label, no
    other way of sharing out the unknown gives another.
    """
    none = labels(observed, people + not_stated, share)
    every = labels(observed + not_stated, people + not_stated, share)
    return pd.Series(none == every, index=observed.index)


@dataclass(frozen=True)
class PlaceGroups:
    """Groups within places.

    Attributes
    ----------
    table
        A row for each place and group that can be compared: ``place, group`` and the columns of ``Groups.table``.
    places
        Every place, by its id: ``people`` who said, ``not_stated``, ``not_stated_share``.
    """

    table: pd.DataFrame
    places: pd.DataFrame


def compare_groups_by_place(observed: pd.DataFrame, population: pd.DataFrame) -> PlaceGroups:
    """Compare groups within each place, among the people of that place alone.

    How many came from a place plays no part: of those who came, which groups were they? Only groups of a place with
    at least 10 people who said, and at least 3.7 expected, are given.

    Parameters
    ----------
    observed
        Different people who came: a row a place, a column a group ("not stated" may be one).
    population
        Residents, in the same form.

    Raises
    ------
    OptionError
        Rows or columns stand for two things at once: three-way tables are never made, their cells are too small.
    """
    axes = (observed.index, observed.columns, population.index, population.columns)
    if any(axis.nlevels > 1 for axis in axes):
        raise OptionError(
            tr("Groups in places: a third thing was asked for. Expected places and one characteristic. Leave one out.")
        )
    living = population.reindex(observed.index)  # a place without figures has none for any group
    pairs = zip(observed.iterrows(), living.iterrows(), strict=True)
    found = {str(place): compare_groups(came, live) for (place, came), (_, live) in pairs}
    beside = pd.DataFrame(
        [[one.people, one.not_stated, one.not_stated_share] for one in found.values()],
        index=observed.index,
        columns=_BESIDE,
    )
    tables = [_telling(one).assign(place=place) for place, one in found.items()]
    columns = ["place", "group", "population", "expected", "observed", "index", "label", "low", "high"]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
    return PlaceGroups(table[columns], beside)


def _telling(groups: Groups) -> pd.DataFrame:
    table = groups.table.rename_axis("group").reset_index()
    return table[(groups.people >= PLACE_GROUP_PEOPLE) & (table["expected"] >= TELLING_EXPECTED)]
