"""Who came, beside who we would expect: pure sums on counts of different people.

One unit everywhere: *different people* (never visits), ``observed`` O out of ``people`` N, and ``share`` p of the
comparison population that lives in the area. O is binomial with N and p if everyone came alike.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from assetmap.model.representation import (
    EXACT_BYAR_BELOW,
    INTERVAL_SHARE,
    RARE_TAIL,
    TELLING_EXPECTED,
    UNUSUAL_TAIL,
    Label,
)

Floats = NDArray[np.float64]


def shares(population: pd.Series) -> pd.Series:
    """Return each area's share of the comparison population.

    Parameters
    ----------
    population
        People of the comparison population by area; not a number where not known.

    Returns
    -------
    pandas.Series
        Shares that sum to 1, with the same index; all not a number where nobody is counted.
    """
    total = float(population.sum())
    return population / total if total > 0 else population * np.nan


def has_residents(population: pd.Series) -> pd.Series:
    """Return whether each area has anybody to compare with; one that has none takes no part in the comparison."""
    return population.fillna(0) > 0


def _floats(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> tuple[Floats, Floats, Floats]:
    came, everyone, part = np.broadcast_arrays(
        np.asarray(observed, dtype=np.float64),
        np.asarray(people, dtype=np.float64),
        np.asarray(share, dtype=np.float64),
    )
    return came, everyone, part


def expected_people(people: int, share: ArrayLike) -> Floats:
    """Return how many of ``people`` we would expect from each area if everyone came alike: N x p."""
    return people * np.asarray(share, dtype=np.float64)


def lower_tail(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> Floats:
    """Return the chance of so few or fewer: P(X <= O), X binomial with ``people`` and ``share``."""
    came, everyone, part = _floats(observed, people, share)
    return np.asarray(stats.binom.cdf(came, everyone, part), dtype=np.float64)


def upper_tail(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> Floats:
    """Return the chance of so many or more: P(X >= O), X binomial with ``people`` and ``share``."""
    came, everyone, part = _floats(observed, people, share)
    return np.asarray(stats.binom.sf(came - 1, everyone, part), dtype=np.float64)


def can_be(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> NDArray[np.bool_]:
    """Return where O, N and p can be numbers of people and a share: 0 <= O <= N and 0 <= p <= 1, all known."""
    came, everyone, part = _floats(observed, people, share)
    return (came >= 0) & (came <= everyone) & np.isfinite(everyone) & (part >= 0) & (part <= 1)


def labels(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> NDArray[np.object_]:
    """Return a label for each area (or group).

    Parameters
    ----------
    observed
        Different people who came, O.
    people
        All different people with a usable area, N.
    share
        The area's share of the comparison population, p.

    Returns
    -------
    numpy.ndarray
        A ``Label`` each, in the order given; ``Label.NONE`` where the numbers cannot be: unknown, below nought, more
        of an area than of all areas, a share above 1.
    """
    came, everyone, part = _floats(observed, people, share)
    few, many = lower_tail(came, everyone, part), upper_tail(came, everyone, part)
    tests = [
        ~can_be(came, everyone, part),
        everyone * part < TELLING_EXPECTED,
        few <= RARE_TAIL,
        few <= UNUSUAL_TAIL,
        many <= RARE_TAIL,
        many <= UNUSUAL_TAIL,
    ]
    names = [Label.NONE, Label.TOO_FEW, Label.MUCH_FEWER, Label.FEWER, Label.MUCH_MORE, Label.MORE]
    chosen = np.select(tests, list(range(len(names))), default=len(names))
    found: NDArray[np.object_] = np.array([*names, Label.ABOUT], dtype=object)[chosen]
    return found


def byar_interval(count: int) -> tuple[float, float]:
    """Return the 95 % interval of a count: exact Poisson below 10, else Byar's (OHID, PHEindicatormethods)."""
    tail = (1 - INTERVAL_SHARE) / 2
    if count < EXACT_BYAR_BELOW:
        low = float(stats.chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
        return low, float(stats.chi2.ppf(1 - tail, 2 * count + 2)) / 2
    z = float(stats.norm.ppf(1 - tail))
    above = count + 1
    low = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return float(low), float(high)


def wilson_interval(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927), as OHID publishes it; not a number where nobody is counted."""
    if not 0 <= count <= total or total == 0:
        return float("nan"), float("nan")
    z = float(stats.norm.ppf(1 - (1 - INTERVAL_SHARE) / 2))
    middle = 2 * count + z**2
    half = z * float(np.sqrt(z**2 + 4 * count * (1 - count / total)))
    scale = 2 * (total + z**2)
    return (middle - half) / scale, (middle + half) / scale


def compare(observed: pd.Series, population: pd.Series) -> pd.DataFrame:
    """Return expected, index and label for each area, from exact counts.

    Parameters
    ----------
    observed
        Different people who came, by area; N is their sum.
    population
        People of the comparison population, same index.

    Returns
    -------
    pandas.DataFrame
        Columns ``population, expected, observed, index, label``, same index and order. Areas where nobody is counted
        are left out of N and have no expected number, index or label. Nor have areas a label that more came from than
        live there, unless it is "too few".
    """
    counted = has_residents(population)
    people = int(observed[counted].sum())
    share = shares(population.astype("float64").where(counted))
    expected = pd.Series(expected_people(people, share), index=observed.index)
    found = pd.Series([str(label) for label in labels(observed, people, share)], index=observed.index)
    return pd.DataFrame(
        {
            "population": population.astype("float64"),
            "expected": expected,
            "observed": observed.astype("int64"),
            "index": observed / expected.where(expected > 0),
            "label": found.mask(cannot_be_told(found, observed, population), str(Label.NONE)),
        },
    )


def cannot_be_told(label: pd.Series, observed: pd.Series, population: pd.Series) -> pd.Series:
    """Return where a label would tell nothing: more people came than live there, so records or figures are wrong.

    "Too few people to tell" stays: it is true of either. A population that is not known says nothing.

    Parameters
    ----------
    label
        Values of ``Label``.
    observed
        Different people who came; of a released count, the most that it may be.
    population
        People of the comparison population, same index.
    """
    return (observed > population.astype("float64")) & (label != str(Label.TOO_FEW))
