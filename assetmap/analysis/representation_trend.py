"""Whether a group's share changes from half-year to half-year. Counts are exact; ``disclosure`` decides what is shown.

The people of two half-years are partly the same ones, which no test here knows. Their shares move together for it, so
a difference is called clear too seldom rather than too often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from assetmap.analysis.half_years import every_half_year, half_years
from assetmap.analysis.last_answers import last_answers
from assetmap.analysis.representation import wilson_interval
from assetmap.model.half_year import PERIODS_DIFFER, Change
from assetmap.model.participation import NOT_STATED


def share_by_half_year(rows: pd.DataFrame, group: str) -> pd.DataFrame:
    """Return a group's share of the people of each half-year.

    Parameters
    ----------
    rows
        One person at one meeting: ``person`` (empty names nobody), ``date`` (ISO), ``value`` (the characteristic as it
        was at the meeting; ``DECLINED`` where somebody would rather not say, "not stated" or empty where there is no
        answer). Of one day, the earlier first. Community roles alone.
    group
        The value whose share is wanted.

    Returns
    -------
    pandas.DataFrame
        By half-year, none left out between the first and the last: ``count`` (different people of the group),
        ``people`` (who said), ``share``, ``low``, ``high`` (95 %, Wilson; not a number where nobody said) and
        ``not_stated``. A person counts once a half-year, with the last answer they gave in it (`last_answers`). Rows
        without a name or a day are in none.
    """
    dated = rows.assign(half_year=half_years(rows["date"]))
    dated = dated[(dated["person"] != "") & (dated["half_year"] != "")].sort_values("date", kind="stable")
    latest = last_answers(dated.set_index(["half_year", "person"])["value"]).reset_index()
    stated = latest["value"] != NOT_STATED
    table = pd.DataFrame(index=pd.Index(every_half_year(dated["half_year"]), name="half_year"))
    for name, chosen in (("count", latest["value"] == group), ("people", stated), ("not_stated", ~stated)):
        table[name] = latest.loc[chosen, "half_year"].value_counts().reindex(table.index, fill_value=0).astype("int64")
    ends = [wilson_interval(count, people) for count, people in zip(table["count"], table["people"], strict=True)]
    return table.assign(
        share=table["count"] / table["people"].where(table["people"] > 0),
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
    )[["count", "people", "share", "low", "high", "not_stated"]]


@dataclass(frozen=True)
class Periods:
    """Two half-years compared: what can be said, and the two-sided chance (not a number where nothing can)."""

    change: Change
    p_value: float


def compare_periods(before: tuple[int, int], after: tuple[int, int]) -> Periods:
    """Say whether a group's share differs between two half-years.

    Fisher's exact test, two-sided: the chance of all tables with the same sums that are no likelier than this one
    (Fisher 1935, The Design of Experiments; Agresti, Categorical Data Analysis, section 3.5). Exact, since people are
    few; comparing whether two intervals overlap would miss most changes.

    Parameters
    ----------
    before, after
        People of the group, and all people who said, in each half-year.

    Returns
    -------
    Periods
        ``Change.TOO_FEW`` where even the most uneven way of sharing these people out would not be a clear difference;
        ``Change.NONE`` where the numbers cannot be.
    """
    (few, first), (many, second) = before, after
    if not (0 <= few <= first and 0 <= many <= second) or first + second == 0:
        return Periods(Change.NONE, float("nan"))
    inside = few + many
    p_value = _fisher(few, inside, first, second)
    ends = {max(0, inside - second), min(inside, first)}
    if min(_fisher(end, inside, first, second) for end in ends) > PERIODS_DIFFER:
        return Periods(Change.TOO_FEW, p_value)
    if p_value > PERIODS_DIFFER:
        return Periods(Change.NO_CLEAR, p_value)
    return Periods(Change.LARGER if many * first > few * second else Change.SMALLER, p_value)


def _fisher(few: int, inside: int, first: int, second: int) -> float:
    table = np.array([[few, first - few], [inside - few, second - inside + few]])
    return float(stats.fisher_exact(table).pvalue)
