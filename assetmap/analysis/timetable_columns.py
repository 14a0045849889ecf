"""Columns of a timetable's tables as plain arrays, and counting within groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Days = NDArray[np.datetime64]
Texts = NDArray[np.object_]

BLANK = -1
"""Stands for a blank where whole numbers are nought or more."""


def whole_numbers(column: pd.Series[Any], *, blank: int = BLANK) -> Longs:
    """Return whole numbers, a number of its own where the column is blank."""
    return np.asarray(column.to_numpy(dtype=np.int64, na_value=blank))


def numbers(column: pd.Series[Any]) -> Floats:
    """Return numbers, nan where the column is blank."""
    return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))


def dates(column: pd.Series[Any]) -> Days:
    """Return whole days, in whichever unit of time a table was saved."""
    return column.to_numpy().astype("datetime64[D]")


def texts(column: pd.Series[Any]) -> Texts:
    """Return texts, "" where the column is blank."""
    return np.asarray(column.fillna("").to_numpy(dtype=np.object_))


def places_of(ids: pd.Series[Any], known: pd.Series[Any]) -> Longs:
    """Return the row of each id among the known ones, -1 where it is not there."""
    return np.asarray(pd.Index(known).get_indexer(pd.Index(ids)), dtype=np.int64)


def count_out(counts: Longs) -> tuple[Longs, Longs]:
    """Lay groups of some sizes out in a row: the group of each place, and its number within the group from 0."""
    group = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    before = np.cumsum(counts, dtype=np.int64) - counts
    return group, np.arange(len(group), dtype=np.int64) - before[group]
