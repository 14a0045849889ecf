"""The interval that is drawn beside a label: the same binomial, so the two can never disagree."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from assetmap.analysis.representation import can_be
from assetmap.model.representation import UNUSUAL_TAIL

Floats = NDArray[np.float64]


def share_interval(observed: ArrayLike, people: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % interval of a share, O of N (Clopper and Pearson 1934).

    Parameters
    ----------
    observed
        Different people of an area or group who came, O.
    people
        All different people who can be compared, N; same shape.

    Returns
    -------
    tuple of numpy.ndarray
        Low and high end, shares between 0 and 1. Not a number where nobody came at all or the numbers cannot be.
    """
    came, everyone = np.broadcast_arrays(np.asarray(observed, np.float64), np.asarray(people, np.float64))
    usable = can_be(came, everyone, 0.0) & (everyone > 0)
    o, n = np.where(usable, came, 0.0), np.where(usable, everyone, 1.0)
    # The beta distribution needs both its numbers above nought: the ends that are 0 and 1 are put in by hand.
    low = np.where(o > 0, stats.beta.ppf(UNUSUAL_TAIL, np.maximum(o, 1), n - o + 1), 0.0)
    high = np.where(o < n, stats.beta.ppf(1 - UNUSUAL_TAIL, o + 1, np.maximum(n - o, 1)), 1.0)
    return np.where(usable, low, np.nan), np.where(usable, high, np.nan)


def index_interval(observed: ArrayLike, people: ArrayLike, share: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % interval of observed over expected: that of O of N, divided by p.

    Wherever people can be told apart (E >= 3.7, p < 1), the label is "fewer" or "much fewer" just where the interval
    ends at or below 1, and "more" or "much more" just where it begins at or above 1.

    Parameters
    ----------
    observed, people
        As for ``share_interval``.
    share
        The area's or group's share of the comparison population, p.

    Returns
    -------
    tuple of numpy.ndarray
        Low and high end; 1 is as expected. Not a number where p is 0 or the numbers cannot be.
    """
    low, high = share_interval(observed, people)
    part = np.asarray(share, dtype=np.float64)
    over = np.where((part > 0) & (part <= 1), part, np.nan)
    return low / over, high / over
