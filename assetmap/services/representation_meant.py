"""Who of those who came is known to be among the people a meeting was meant for, known not to be, or neither.

Disabled people's carers come to meetings for disabled people. Compared with disabled residents they would make gaps
where there are none. So whoever is known not to be among those a meeting was meant for is not compared. Whoever did
not say stays in: the meeting was meant for them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from assetmap.model.ages import OLDEST_AGE
from assetmap.model.census_groups import CHARACTERISTIC_OF_TABLE
from assetmap.model.participation import AGE_BANDS, MeantFor
from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.representation import COMPARISONS
from assetmap.services.census_ages import within_ages
from assetmap.services.people_counted import People


@dataclass(frozen=True)
class MeantGroup:
    """The people that meetings were meant for, as their records tell them.

    Attributes
    ----------
    characteristic
        What tells who is among them, such as "disability"; "" where nothing does: everyone, a list we know.
    recorded
        Whether it was kept of anybody who came.
    known_outside
        Different people who came and are known not to be among them: nobody of these is compared. Exact.
    outside
        The categories of those people.
    """

    characteristic: str = ""
    recorded: bool = False
    known_outside: int = 0
    outside: frozenset[str] = frozenset()


def leave_out_others(people: People, meant_for: MeantFor) -> tuple[People, MeantGroup]:
    """Return the people who are not known to be outside those that meetings were meant for, and who these are."""
    characteristic = CHARACTERISTIC_OF_TABLE.get(COMPARISONS[meant_for].table, "")
    if not characteristic:
        return people, MeantGroup()
    own = pd.Series(_categories(characteristic), dtype="object")
    outside = frozenset(own[~belongs(own, meant_for).to_numpy(dtype=bool)])
    if characteristic not in people.characteristics():
        return people, MeantGroup(characteristic, outside=outside)
    stays = belongs(people.values(characteristic), meant_for).fillna(value=True).to_numpy(dtype=bool)
    # What was kept is no secret of those who are left out: which tables there are must not hang on them.
    kept = replace(people.only(stays), kept_before=frozenset(people.characteristics()))
    gone = len(people.latest) - len(kept.latest)
    return kept, MeantGroup(characteristic, recorded=True, known_outside=gone, outside=outside)


def belongs(said: pd.Series, meant_for: MeantFor) -> pd.Series:
    """Tell of each answer whether it puts somebody among those that meetings were meant for.

    Parameters
    ----------
    said
        Categories of the characteristic that tells, as they were kept.
    meant_for
        People whom a characteristic tells.

    Returns
    -------
    pandas.Series
        Nullable booleans: not known where nothing was said, and for a word that is in no table.
    """
    wanted = COMPARISONS[meant_for]
    if wanted.from_age is not None:
        return within_ages(said, wanted.from_age, OLDEST_AGE)
    categories = _categories(CHARACTERISTIC_OF_TABLE[wanted.table])
    told = said.map({one: one in wanted.wanted for one in categories})
    return told.astype("boolean")


def _categories(characteristic: str) -> list[str]:
    bands = [name for _, _, name in AGE_BANDS]
    return [row.name for row in CATEGORIES[characteristic]] if characteristic in CATEGORIES else bands
