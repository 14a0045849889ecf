"""What luck alone does: against every count added up, another library, published figures and 2,000 made-up maps."""

from __future__ import annotations

from itertools import product
from math import comb, factorial, log, prod

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assetmap.analysis import representation
from assetmap.analysis.representation_luck import (
    compare_all_at_once,
    extra_ticks,
    false_discovery,
    flag_chances,
    flags_by_luck,
    two_sided,
)
from assetmap.model.representation import RARE_TAIL, Label

FEW, MANY = (Label.FEWER, Label.MUCH_FEWER), (Label.MORE, Label.MUCH_MORE)


def chance_of(people: int, share: float, wanted: tuple[Label, ...]) -> float:
    """The chance of each count, added up where its label is one of those wanted."""
    labels = representation.labels(np.arange(people + 1), people, share)
    chances = [comb(people, k) * share**k * (1 - share) ** (people - k) for k in range(people + 1)]
    return sum(chance for chance, label in zip(chances, labels, strict=True) if label in wanted)


@settings(deadline=None)
@given(st.integers(1, 120), st.floats(0.01, 0.99))
def test_chance_of_a_flag_is_that_of_every_flagged_count(people: int, share: float) -> None:
    few, many = flag_chances(people, share)
    assert float(few) == pytest.approx(chance_of(people, share, FEW), rel=1e-9, abs=1e-15)
    assert float(many) == pytest.approx(chance_of(people, share, MANY), rel=1e-9, abs=1e-15)
    few, many = flag_chances(people, share, RARE_TAIL)
    assert float(few) == pytest.approx(chance_of(people, share, (Label.MUCH_FEWER,)), rel=1e-9, abs=1e-15)
    assert float(many) == pytest.approx(chance_of(people, share, (Label.MUCH_MORE,)), rel=1e-9, abs=1e-15)


def test_flags_by_luck_worked_on_paper() -> None:
    """Ten tosses of a coin: 0, 1, 9 and 10 are flagged, 1 + 10 + 10 + 1 of 1,024. Two coins: twice that."""
    assert flags_by_luck(10, [0.5, 0.5]) == pytest.approx(44 / 1024)
    assert flags_by_luck(10, [0.5, 0.3, 0.2]) == pytest.approx(22 / 1024)  # 3 and 2 expected are too few to tell


@pytest.mark.parametrize(("people", "share"), [(0, 0.5), (1, 0.9), (50, np.nan), (50, 0.0), (50, 1.5), (np.nan, 0.5)])
def test_nothing_to_flag(people: float, share: float) -> None:
    assert flags_by_luck(people, [share]) == 0
    assert np.isnan(two_sided([0], people, [share])).all()
    assert not extra_ticks([0], people, [share]).any()


def plain_benjamini_hochberg(chances: list[float], rate: float) -> set[int]:
    """Their rule as they wrote it: with k the largest i for which the i-th chance is <= i/m q, reject the first k."""
    ranked = sorted(range(len(chances)), key=lambda i: chances[i])
    passed = [i for i in range(1, len(chances) + 1) if chances[ranked[i - 1]] <= i / len(chances) * rate]
    return set(ranked[: max(passed, default=0)])


NEUHAUS = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_the_example_of_benjamini_and_hochberg() -> None:
    """J R Statist Soc B 57 (1995): at .05 the four smallest of fifteen are rejected."""
    assert np.flatnonzero(false_discovery(NEUHAUS) <= 0.05).tolist() == [0, 1, 2, 3]


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=40), st.integers(1, 999))
def test_false_discovery_is_their_rule(thousandths: list[int], rate: int) -> None:
    chances = [one / 1000 for one in thousandths]
    q = false_discovery(chances)
    assert q == pytest.approx(stats.false_discovery_control(chances))
    if np.abs(q - (rate + 0.5) / 1000).min() > 1e-9:  # on the very line, rounding decides
        found = set(np.flatnonzero(q <= (rate + 0.5) / 1000))
        assert found == plain_benjamini_hochberg(chances, (rate + 0.5) / 1000)


def test_questions_not_asked_cost_nothing() -> None:
    q = false_discovery([np.nan, 0.02, np.nan, 0.04])
    assert q[[1, 3]] == pytest.approx([0.04, 0.04])
    assert np.isnan(q[[0, 2]]).all()
    assert false_discovery([]).size == 0


def test_tick_is_no_condition_of_a_flag() -> None:
    """One of forty areas is fewer by a hair: it is flagged, and gets no tick."""
    share = np.full(40, 1 / 40)
    observed = np.array([3, *[10] * 38, 17])
    label = representation.labels(observed, 400, share)
    assert label[0] == Label.FEWER
    assert not extra_ticks(observed, 400, share)[0]
    observed[0], observed[-1] = 0, 20
    assert extra_ticks(observed, 400, share).tolist() == [True, *[False] * 39]


def plain_g(observed: tuple[int, ...], share: tuple[float, ...]) -> float:
    total = sum(observed)
    return 2 * sum(o * log(o / (total * p)) for o, p in zip(observed, share, strict=True) if o)


def exact_g_chance(observed: tuple[int, ...], share: tuple[float, ...]) -> float:
    """Every table there can be, with its chance, added up where it is as uneven."""
    total, g, chance = sum(observed), plain_g(observed, share), 0.0
    for table in product(range(total + 1), repeat=len(share)):
        if sum(table) == total and plain_g(table, share) >= g - 1e-9:
            ways = factorial(total) / prod(factorial(o) for o in table)
            chance += ways * prod(p**o for o, p in zip(table, share, strict=True))
    return chance


@pytest.mark.parametrize(
    ("observed", "share"),
    [((5, 1, 0), (0.3, 0.3, 0.4)), ((0, 0, 7), (0.5, 0.25, 0.25)), ((4, 4), (0.5, 0.5)), ((6, 1, 1, 0), (0.25,) * 4)],
)
def test_all_at_once_is_every_table_added_up(observed: tuple[int, ...], share: tuple[float, ...]) -> None:
    draws = 40_000
    found = compare_all_at_once(pd.Series(observed), pd.Series(share) * 1e4, np.random.default_rng(7), draws)
    wanted = exact_g_chance(observed, share)
    assert found.g == pytest.approx(plain_g(observed, share))
    assert found.p_value == pytest.approx(wanted, abs=5 * np.sqrt(wanted * (1 - wanted) / draws) + 1 / draws)


@pytest.mark.parametrize(
    ("observed", "ratio", "g", "p_value"),
    [([1752, 1895], [1, 1], 5.61, 0.018), ([315, 108, 101, 32], [9, 3, 3, 1], 0.4754, 0.9243)],
)
def test_published_g(observed: list[int], ratio: list[float], g: float, p_value: float) -> None:
    """McDonald, Handbook of Biological Statistics: crossbills. Mendel 1866: peas, whose chi-square chance is known."""
    found = compare_all_at_once(pd.Series(observed), pd.Series(ratio), np.random.default_rng(1))
    assert found.g == pytest.approx(g, abs=5e-3)
    assert found.p_value == pytest.approx(p_value, abs=0.012)
    assert (found.people, found.groups) == (sum(observed), len(observed))


def test_all_at_once_of_nothing_says_nothing() -> None:
    rng = np.random.default_rng(1)
    for observed, population in (([0, 0], [5, 5]), ([9, 9], [5, 0]), ([9, 9], [0, 0]), ([9, 9], [np.nan, np.nan])):
        found = compare_all_at_once(pd.Series(observed), pd.Series(population, dtype="float64"), rng)
        assert np.isnan([found.g, found.p_value]).all()
    one = compare_all_at_once(pd.Series([1, 0]), pd.Series([5, 5]), rng)
    assert one.p_value == 1  # one person is as uneven as one person can be
    left_out = compare_all_at_once(pd.Series([9, 9, 50]), pd.Series([5, 5, 0]), rng)
    assert (left_out.people, left_out.groups, left_out.g) == (18, 2, 0)


MAPS = 2_000
PEOPLE = 200
SHARES = np.array([0.125, 0.2, 0.15, 0.1, 0.1, 0.08, 0.06, 0.05, 0.05, 0.04, 0.03, 0.015])


def test_false_flags_on_maps_with_no_gap() -> None:
    """2,000 maps on which everyone came alike: as many flags as luck alone is said to give, and seldom a tick."""
    maps = np.random.default_rng(2026).multinomial(PEOPLE, SHARES, size=MAPS)
    flags = np.isin(representation.labels(maps, PEOPLE, SHARES), [*FEW, *MANY]).sum(axis=1)
    said = flags_by_luck(PEOPLE, SHARES)
    assert abs(flags.mean() - said) < 4 * flags.std() / np.sqrt(MAPS)
    assert 0 < said < 2 * 0.025 * (len(SHARES) - 1)  # whole people: less than the tails; one unit is too small to tell
    ticked = np.array([extra_ticks(row, PEOPLE, SHARES).any() for row in maps])
    assert ticked.mean() < 0.10


def test_a_planted_gap_of_half_is_found() -> None:
    """Where 25 are expected and half of them come, it is said in about 4 of 5 maps, and ticked more seldom."""
    rest = SHARES[1:] / SHARES[1:].sum()
    true = np.array([SHARES[0] / 2, *rest * (1 - SHARES[0] / 2)])
    maps = np.random.default_rng(2026).multinomial(PEOPLE, true, size=MAPS)
    assert PEOPLE * SHARES[0] == 25
    found = np.isin(representation.labels(maps[:, 0], PEOPLE, SHARES[0]), FEW).mean()
    assert 0.75 < found < 0.88
    ticked = np.mean([extra_ticks(row, PEOPLE, SHARES)[0] for row in maps])
    assert 0.3 < ticked < found
