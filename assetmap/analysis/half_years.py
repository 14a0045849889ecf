"""Half-years on record, one after the other: which one a day is in, and none left out between two."""

from __future__ import annotations

import pandas as pd

from assetmap.model.half_year import half_year_key


def half_years(dates: pd.Series) -> pd.Series:
    """Return the half-year of each day.

    Parameters
    ----------
    dates
        Days as text, ISO (2026-03-02).

    Returns
    -------
    pandas.Series
        Keys as ``half_year_key`` makes them, same index; empty where there is no such day.
    """
    texts = dates.astype("str")
    written = texts.drop_duplicates()  # many rows share a day
    days = pd.to_datetime(written, format="%Y-%m-%d", errors="coerce")
    keys = [half_year_key(day.year, day.month) if not pd.isna(day) else "" for day in days]
    return texts.map(dict(zip(written, keys, strict=True))).astype("object")


def every_half_year(keys: pd.Series) -> list[str]:
    """Return all half-years from the first to the last of ``keys``, empty ones between too; no key is no half-year."""
    known = sorted(set(keys) - {""})
    if not known:
        return []
    first, last = (2 * int(key[:4]) + int(key[5:]) - 1 for key in (known[0], known[-1]))
    return [f"{place // 2:04d}-{place % 2 + 1}" for place in range(first, last + 1)]
