"""Who would have come if only age mattered: indirect standardisation, area by area.

Meetings on weekday mornings are full of older people, and older people do not live everywhere alike. So each age's own
rate of taking part, over all areas, is laid over the ages of each area. What is then still missing is not age.
Source: PHE Technical Guide "Commonly used public health statistics and their confidence intervals" (2018), indirectly
standardised ratio: expected events are the standard's age-specific rates times the area's people of that age.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from assetmap.model.ages import LEAST_AGE_BANDS, WhyNotByAge, age_limits

Band = tuple[int, int]


@dataclass(frozen=True)
class ByAge:
    """What was expected of each area, its ages taken into account, or why that cannot be said.

    Attributes
    ----------
    table
        A row an area of the population: ``expected``, ``observed`` (people who said their age) and ``share``, which is
        expected over all expected, for ``representation.labels``. Not a number for an area with an unknown count. None
        where there is a reason.
    bands
        The age bands that were used, youngest first: years, both included.
    not_stated
        People who did not say their age, or not as an age. They are in no other number here.
    reason
        Why there is no table; None where there is one.
    """

    table: pd.DataFrame | None
    bands: tuple[Band, ...]
    not_stated: int
    reason: WhyNotByAge | None


def expect_by_age(participants: pd.DataFrame, population: pd.DataFrame) -> ByAge:
    """Return how many of those who came we would expect from each area, given the ages that live there.

    Parameters
    ----------
    participants
        Different people who came: a row an area, a column an age band as people gave it ("not stated" may be one).
    population
        Residents: a row an area, a column an age or age band, no total. Other areas' participants are left out.

    Returns
    -------
    ByAge
        Bands are the finest that both tables can be cut into; no band is ever split. There are at least
        ``LEAST_AGE_BANDS``. Given the people of each age, the sum over ages spreads less than the binomial with the
        same mean, so labels made with ``share`` are on the careful side.
    """
    whole = population.notna().all(axis=1)
    came = participants.reindex(population.index).fillna(0).where(whole, 0)
    aged = [column for column in came if age_limits(str(column)) and came[column].sum() > 0]
    not_stated = int(came.drop(columns=aged).to_numpy().sum())
    bands, reason = _usable_bands(_limits(aged), _limits(population.columns), any_area=bool(whole.any()))
    if reason is None:
        living, coming = _cut(population.where(whole, 0), bands), _cut(came[aged], bands)
        if (coming.sum() > living.sum()).any():
            reason = WhyNotByAge.MORE_THAN_LIVE_HERE
    if reason is not None:
        return ByAge(None, (), not_stated, reason)
    rates = coming.sum() / living.sum().where(living.sum() > 0, 1.0)  # where nobody lives, nobody came: 0 of 1
    table = pd.DataFrame({"expected": living @ rates, "observed": coming.sum(axis=1)}).where(whole)
    return ByAge(table.assign(share=table["expected"] / table["expected"].sum()), bands, not_stated, None)


def _limits(columns: Iterable[Hashable]) -> list[Band | None]:
    return [age_limits(str(column)) for column in columns]


def _usable_bands(
    coming: list[Band | None], living: list[Band | None], *, any_area: bool
) -> tuple[tuple[Band, ...], WhyNotByAge | None]:
    came = [one for one in coming if one is not None]
    if not came:
        return (), WhyNotByAge.NO_AGES
    if not living or not any_area:
        return (), WhyNotByAge.NO_TABLE
    bands, reason = common_bands(came, living)
    return bands, reason or (None if len(bands) >= LEAST_AGE_BANDS else WhyNotByAge.TOO_COARSE)


def common_bands(came: Sequence[Band], living: Sequence[Band | None]) -> tuple[tuple[Band, ...], WhyNotByAge | None]:
    """Return the finest bands that two tables can be cut into, no band of either split.

    Parameters
    ----------
    came
        Bands of the people who came; at least one.
    living
        Bands of the residents; None for one that cannot be read.

    Returns
    -------
    tuple
        The bands, youngest first, and why there are none; None where there are.
    """
    ages = sorted(one for one in living if one is not None)
    if not ages:
        return (), WhyNotByAge.NO_TABLE
    if len(ages) < len(living):
        return (), WhyNotByAge.UNREADABLE
    if any(below[1] + 1 != above[0] for below, above in pairwise(ages)):
        return (), WhyNotByAge.NOT_WHOLE
    if min(came)[0] < ages[0][0] or max(high for _, high in came) > ages[-1][1]:
        return (), WhyNotByAge.NOT_COVERED
    starts = [start for start, _ in ages if not any(low < start <= high for low, high in came)]
    ends = [start - 1 for start in starts[1:]] + [ages[-1][1]]
    return tuple(zip(starts, ends, strict=True)), None


def _cut(counts: pd.DataFrame, bands: tuple[Band, ...]) -> pd.DataFrame:
    """Add up the columns of each band: a row an area, a column a band by its place in ``bands``."""
    starts = [low for low, _ in bands]
    lows = [limits[0] for limits in _limits(counts.columns) if limits is not None]
    band = np.searchsorted(starts, lows, side="right") - 1
    return counts.T.groupby(band).sum().T.reindex(columns=range(len(bands)), fill_value=0).astype("float64")
