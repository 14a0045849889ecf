"""How sure are we: what luck alone would do to the labels of a table, and which flags hold against many questions.

Nothing here changes a label. These sums stand behind *How sure are we?*.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from assetmap.analysis.representation import can_be, lower_tail, upper_tail
from assetmap.model.representation import FALSE_DISCOVERIES, LUCK_DRAWS, TELLING_EXPECTED, UNUSUAL_TAIL

Floats = NDArray[np.float64]


def _telling(people: ArrayLike, share: ArrayLike) -> NDArray[np.bool_]:
    """Return where people can be told apart from nobody: only there a flag can be given."""
    everyone, part = np.broadcast_arrays(np.asarray(people, np.float64), np.asarray(share, np.float64))
    telling: NDArray[np.bool_] = can_be(0, everyone, part) & (everyone * part >= TELLING_EXPECTED)
    return telling


def flag_chances(people: ArrayLike, share: ArrayLike, tail: float = UNUSUAL_TAIL) -> tuple[Floats, Floats]:
    """Return the chance that luck alone flags each unit: exact, and less than ``tail``, for people are whole.

    Parameters
    ----------
    people
        All different people who can be compared, N.
    share
        Each unit's share of the comparison population, p.
    tail
        The one-sided chance at or below which a flag is given: ``UNUSUAL_TAIL`` for fewer or more, ``RARE_TAIL`` for
        much fewer or much more.

    Returns
    -------
    tuple of numpy.ndarray
        Chance of "fewer" (or "much fewer"), and of "more", if everyone came alike: P(X <= c) for the largest c that
        would be flagged. 0 where no flag can be given.
    """
    telling = _telling(people, share)
    n, p = np.where(telling, people, 1.0), np.where(telling, share, 0.5)
    # A quantile may lie one beside the true one where it is met exactly: its neighbours are tried too.
    near = np.array([-1.0, 0.0, 1.0]).reshape(3, *np.ones(telling.ndim, dtype=int))
    few = stats.binom.cdf(stats.binom.ppf(tail, n, p) + near, n, p)
    many = stats.binom.sf(stats.binom.isf(tail, n, p) + near, n, p)
    low, high = (np.where(chance <= tail, chance, 0.0).max(axis=0) for chance in (few, many))
    return np.where(telling, low, 0.0), np.where(telling, high, 0.0)


def flags_by_luck(people: ArrayLike, share: ArrayLike) -> float:
    """Return how many flags (fewer, much fewer, more, much more) luck alone would give over all units shown.

    The mean number of flags if everyone came alike. It is exact although the units share one N: means add up.
    """
    few, many = flag_chances(people, share)
    return float(few.sum() + many.sum())


def two_sided(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> Floats:
    """Return the chance of so unusual a number either way: twice the smaller tail, 1 at most.

    Not a number where no flag can be given: such a unit asks no question that others would have to pay for.
    """
    twice = 2 * np.minimum(lower_tail(observed, people, share), upper_tail(observed, people, share))
    asked = _telling(people, share) & can_be(observed, people, share)
    return np.where(asked, np.minimum(twice, 1.0), np.nan)


def false_discovery(chances: ArrayLike) -> Floats:
    """Return the smallest share of false discoveries, q, at which each chance would be one.

    Benjamini and Hochberg 1995, J R Statist Soc B 57, 289-300: the i-th smallest of m chances is multiplied by m / i;
    none may be larger than that of a larger chance.

    Parameters
    ----------
    chances
        P-values, in one dimension; not a number where nothing was asked, which does not count in m.
    """
    given = np.asarray(chances, dtype=np.float64)
    asked = np.flatnonzero(~np.isnan(given))
    order = asked[np.argsort(given[asked], kind="stable")]
    scaled = given[order] * order.size / np.arange(1, order.size + 1)
    found = np.full(given.shape, np.nan)
    found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found


def extra_ticks(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> NDArray[np.bool_]:
    """Return which units are unusual even beside all the others that were looked at: q <= .10.

    A tick beside a flag, never a condition of it. It speaks of any difference, so it is shown beside flags alone.
    """
    q = false_discovery(two_sided(observed, people, share))
    return np.less_equal(q, FALSE_DISCOVERIES, where=~np.isnan(q), out=np.zeros(q.shape, dtype=bool))


@dataclass(frozen=True)
class AllAtOnce:
    """One test of all groups together.

    Attributes
    ----------
    g
        The statistic: 0 where everyone came exactly alike; not a number where nothing can be tested.
    p_value
        The chance of a table at least as uneven, if everyone came alike; not a number likewise.
    people, groups
        How many different people, and how many groups, were tested.
    """

    g: float
    p_value: float
    people: int
    groups: int


def compare_all_at_once(
    observed: pd.Series, population: pd.Series, rng: np.random.Generator, draws: int = LUCK_DRAWS
) -> AllAtOnce:
    """Test whether the groups as a whole came as they live there: a G-test with made-up tables.

    G is twice the sum of O ln(O / E) (Sokal and Rohlf, Biometry). Its chance is counted from tables drawn at random
    with the same number of people, for E is often too small for the chi-square: p = (1 + as uneven) / (1 + draws)
    (Hope 1968, J R Statist Soc B 30, 582-598).

    Parameters
    ----------
    observed
        Different people who came, by group or area; those who did not say left out.
    population
        Residents, same index; a group that holds nobody takes no part, nor do its people.
    rng
        Where chance comes from.
    draws
        How many tables are made up.
    """
    living = population.astype("float64")
    counted = (living > 0).to_numpy()
    came = observed.fillna(0).to_numpy(dtype=np.float64)[counted]
    people = int(came.sum())
    if people == 0 or came.size < 2:  # noqa: PLR2004  # one group alone has nothing to differ from
        return AllAtOnce(float("nan"), float("nan"), people, came.size)
    share = living.to_numpy()[counted] / living.to_numpy()[counted].sum()
    g = float(_g(came, people * share))
    drawn = _g(rng.multinomial(people, share, size=draws).astype(np.float64), people * share)
    # The same table in another order of adding up must count as just as uneven.
    as_uneven = int((drawn >= g - 1e-9 * max(1.0, g)).sum())
    return AllAtOnce(g, (1 + as_uneven) / (1 + draws), people, came.size)


def _g(observed: Floats, expected: Floats) -> Floats:
    """Return G of each row; nobody adds nothing, for x ln x goes to 0 with x."""
    ratio = np.where(observed > 0, observed / expected, 1.0)
    return np.asarray(2 * (observed * np.log(ratio)).sum(axis=-1), dtype=np.float64)
