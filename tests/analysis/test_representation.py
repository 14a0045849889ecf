"""Labels and intervals, held against published numbers, sums in fractions and properties."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assetmap.analysis import representation
from assetmap.model.representation import TELLING_EXPECTED, UNUSUAL_TAIL, Label, UnitKind, shortfall_sentences

ORDER = [Label.MUCH_FEWER, Label.FEWER, Label.ABOUT, Label.MORE, Label.MUCH_MORE]


def exact_lower_tail(observed: int, people: int, share: Fraction) -> Fraction:
    """P(X <= O) summed term by term in whole-number fractions."""
    terms = (comb(people, k) * share**k * (1 - share) ** (people - k) for k in range(observed + 1))
    return sum(terms, Fraction(0))


def label_by_fractions(observed: int, people: int, share: Fraction) -> Label:
    """The table of labels, written again on exact fractions."""
    if people * share < Fraction(37, 10):
        return Label.TOO_FEW
    few = exact_lower_tail(observed, people, share)
    many = 1 - exact_lower_tail(observed - 1, people, share) if observed else Fraction(1)
    for tail, much, some in ((few, Label.MUCH_FEWER, Label.FEWER), (many, Label.MUCH_MORE, Label.MORE)):
        if tail <= Fraction(25, 1000):
            return much if tail <= Fraction(1, 1000) else some
    return Label.ABOUT


def test_women_30_of_80_binomial_not_poisson() -> None:
    binomial = float(representation.lower_tail(30, 80, 0.51))
    assert round(binomial, 3) == 0.010
    assert round(float(stats.poisson.cdf(30, 80 * 0.51)), 3) == 0.048
    assert representation.labels(30, 80, 0.51) == Label.FEWER


def test_even_nobody_is_not_unusual_below_the_threshold() -> None:
    assert round(exp(-TELLING_EXPECTED), 3) == UNUSUAL_TAIL


@pytest.mark.parametrize(
    ("observed", "expected", "tail"),
    [(10, 24.34, 8.80e-4), (16, 28.72, 7.23e-3), (3, 8.24, 3.59e-2), (0, 1.92, 0.146)],
)
def test_published_lower_tails(observed: int, expected: float, tail: float) -> None:
    """Int J Health Geogr 2020, s12942-020-00231-3, table 7: Poisson, which a binomial of a tiny share comes to."""
    many = 10_000_000
    assert float(representation.lower_tail(observed, many, expected / many)) == pytest.approx(tail, rel=5e-3)


@pytest.mark.parametrize(("count", "low", "high"), [(65, 50.163188, 82.849139), (1045, 982.593202, 1110.331213)])
def test_byar_as_ohid_publishes_it(count: int, low: float, high: float) -> None:
    assert representation.byar_interval(count) == pytest.approx((low, high), abs=5e-7)


def test_small_counts_use_exact_poisson_limits() -> None:
    low, high = representation.byar_interval(4)
    assert stats.poisson.sf(3, low) == pytest.approx(0.025)
    assert stats.poisson.cdf(4, high) == pytest.approx(0.025)
    assert representation.byar_interval(0)[0] == 0


def test_wilson_as_ohid_publishes_it() -> None:
    assert representation.wilson_interval(65, 100) == pytest.approx((0.552544, 0.736358), abs=5e-7)


def test_labels_equal_sums_in_fractions() -> None:
    for people in (7, 12, 40, 61):
        for percent in (3, 10, 33, 51, 97):
            share = Fraction(percent, 100)
            wanted = [label_by_fractions(came, people, share) for came in range(people + 1)]
            found = representation.labels(np.arange(people + 1), people, percent / 100)
            assert list(found) == wanted, (people, percent)


@settings(deadline=None)
@given(st.integers(1, 300), st.floats(0.001, 0.999))
def test_label_rises_with_the_people_who_came(people: int, share: float) -> None:
    found = list(representation.labels(np.arange(people + 1), people, share))
    if found[0] == Label.TOO_FEW:
        assert set(found) == {Label.TOO_FEW}
    else:
        places = [ORDER.index(one) for one in found]
        assert places == sorted(places)
        assert found[0] in {Label.FEWER, Label.MUCH_FEWER}


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 5000)), min_size=1, max_size=12), st.randoms())
def test_changing_the_order_of_areas_changes_nothing_else(rows: list[tuple[int, int]], shuffler: object) -> None:
    observed = pd.Series([came for came, _ in rows])
    population = pd.Series([float(live) for _, live in rows])
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    straight = representation.compare(observed, population)
    mixed = representation.compare(observed.iloc[order], population.iloc[order])
    pd.testing.assert_frame_equal(straight, mixed.loc[straight.index])


def test_population_zero_and_nobody_came_give_no_division() -> None:
    table = representation.compare(pd.Series([3, 50]), pd.Series([0.0, 100.0]))
    assert table["label"].tolist() == ["", Label.ABOUT]
    assert np.isnan(table["index"].iloc[0])
    assert table["expected"].iloc[1] == 50
    nobody = representation.compare(pd.Series([0, 0]), pd.Series([10.0, 20.0]))
    assert nobody["label"].tolist() == [Label.TOO_FEW, Label.TOO_FEW]
    uncounted = representation.compare(pd.Series([4, 5]), pd.Series([0.0, 0.0]))
    assert uncounted["label"].tolist() == ["", ""]


def test_no_clear_difference_says_what_it_could_have_missed() -> None:
    assert shortfall_sentences([40, 25], UnitKind.AREA) == []
    assert shortfall_sentences([20, 24.9, 8.9, 60], UnitKind.PATCH) == [
        "In 2 patches with no clear difference we could only have spotted a shortfall of half or more.",
        "In 1 patch with no clear difference we could only have spotted a shortfall of three quarters or more.",
    ]
