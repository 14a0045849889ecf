"""Half-years compared: against sums in fractions and a famous cup of tea."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.analysis.half_years import every_half_year, half_years
from assetmap.analysis.representation import wilson_interval
from assetmap.analysis.representation_trend import compare_periods, share_by_half_year
from assetmap.model.half_year import Change, half_year_words
from assetmap.model.participation import DECLINED, NOT_STATED


def test_days_fall_into_half_years() -> None:
    days = pd.Series(["2026-01-01", "2026-06-30", "2026-07-01", "2026-12-31", "", "2026-02-30", "soon"])
    assert half_years(days).tolist() == ["2026-1", "2026-1", "2026-2", "2026-2", "", "", ""]
    assert every_half_year(pd.Series(["2026-2", "", "2025-1"])) == ["2025-1", "2025-2", "2026-1", "2026-2"]
    assert every_half_year(pd.Series(["", ""])) == []
    assert [half_year_words(key) for key in ("2026-1", "2026-2")] == ["January to June 2026", "July to December 2026"]


ROWS = pd.DataFrame(
    [
        ("ann", "2025-02-01", "disabled"),
        ("ann", "2025-03-01", "disabled"),  # once a half-year
        ("bob", "2025-03-01", "not disabled"),
        ("bob", "2025-05-01", "disabled"),  # the latest counts
        ("cat", "2025-05-01", ""),
        ("dan", "2025-05-01", "not disabled"),
        ("eve", "2025-06-01", "disabled"),
        ("eve", "2025-06-30", DECLINED),  # who no longer wants to say did not say
        ("gil", "2025-05-01", "disabled"),
        ("gil", "2025-06-01", NOT_STATED),  # nobody could read it: it takes nothing back
        ("gil", "2025-06-30", ""),
        ("ann", "2026-01-05", "not disabled"),  # as it was at the meeting
        ("", "2026-01-05", "disabled"),
        ("fay", "", "disabled"),
    ],
    columns=["person", "date", "value"],
)


def test_shares_on_paper() -> None:
    table = share_by_half_year(ROWS, "disabled")
    assert table.index.tolist() == ["2025-1", "2025-2", "2026-1"]
    assert table[["count", "people", "not_stated"]].to_numpy().tolist() == [[3, 4, 2], [0, 0, 0], [0, 1, 0]]
    assert table["share"].tolist() == pytest.approx([3 / 4, np.nan, 0], nan_ok=True)
    assert table[["low", "high"]].iloc[0].tolist() == pytest.approx(wilson_interval(3, 4))
    assert table[["low", "high"]].iloc[1].isna().all()


def test_the_order_of_rows_plays_no_part() -> None:
    mixed = ROWS.sample(frac=1, random_state=4)
    pd.testing.assert_frame_equal(share_by_half_year(mixed, "disabled"), share_by_half_year(ROWS, "disabled"))


@pytest.mark.parametrize("rows", [ROWS.iloc[:0], ROWS.iloc[12:]])
def test_nobody_makes_an_empty_table(rows: pd.DataFrame) -> None:
    table = share_by_half_year(rows, "disabled")
    assert table.empty
    assert table.columns.tolist() == ["count", "people", "share", "low", "high", "not_stated"]


def exact_chance(few: int, first: int, many: int, second: int) -> Fraction:
    """All tables with these sums, in whole-number fractions; those no likelier than this one added up."""
    inside = few + many
    ways = {
        k: comb(first, k) * comb(second, inside - k) for k in range(max(0, inside - second), min(first, inside) + 1)
    }
    return Fraction(sum(way for way in ways.values() if way <= ways[few]), comb(first + second, inside))


def test_a_lady_tasting_tea() -> None:
    """Fisher 1935: 3 of 4 against 1 of 4 is 34 in 70; only 4 against 0, 2 in 70, would have told."""
    assert compare_periods((1, 4), (3, 4)).p_value == pytest.approx(34 / 70)
    assert compare_periods((1, 4), (3, 4)).change is Change.NO_CLEAR
    assert compare_periods((0, 4), (4, 4)).change is Change.LARGER
    assert compare_periods((4, 4), (0, 4)).change is Change.SMALLER
    assert compare_periods((0, 3), (3, 3)).change is Change.TOO_FEW  # 2 in 20


@settings(deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 4))
def test_chance_and_words_are_those_of_all_tables(numbers: tuple[int, int, int, int]) -> None:
    few, others, many, rest = numbers
    first, second = few + others, many + rest
    found = compare_periods((few, first), (many, second))
    if first + second == 0:
        assert found.change is Change.NONE
        return
    chance = exact_chance(few, first, many, second)
    assert found.p_value == pytest.approx(float(chance))
    inside = few + many
    tables = range(max(0, inside - second), min(first, inside) + 1)
    clear = [k for k in tables if exact_chance(k, first, inside - k, second) <= Fraction(5, 100)]
    wanted = Change.TOO_FEW if not clear else Change.NO_CLEAR
    if few in clear:
        wanted = Change.LARGER if Fraction(many, second) > Fraction(few, first) else Change.SMALLER
    assert found.change is wanted


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ((0, 0), (0, 0), Change.NONE),
        ((5, 4), (1, 9), Change.NONE),
        ((-1, 4), (1, 9), Change.NONE),
        ((0, 0), (9, 40), Change.TOO_FEW),
        ((1, 1), (0, 1), Change.TOO_FEW),
        ((0, 90), (0, 90), Change.TOO_FEW),
    ],
)
def test_nothing_is_said_from_nothing(before: tuple[int, int], after: tuple[int, int], change: Change) -> None:
    assert compare_periods(before, after).change is change
