"""Released tables: each count on its own, and beside it nothing that the counts do not say already."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from release_maker import exact_table, figures_of, random_release, release_of

from assetmap.analysis import release_facts, release_tables
from assetmap.analysis.disclosure import ReleasedCount, release_count
from assetmap.analysis.representation import labels
from assetmap.analysis.representation_groups import compare_groups
from assetmap.analysis.representation_interval import index_interval
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import WEAKER_LABEL, Label


def test_cells_are_rounded_one_by_one_and_totals_on_their_own() -> None:
    tables = release_of(exact_table([[12, 3, 0], [41, 13, 9]]))
    assert tables.cross is not None
    texts = [[count.text for count in row.values()] for row in tables.cross.rows.values()]
    assert texts == [["10", "fewer than 10", "fewer than 10"], ["40", "15", "fewer than 10"]]
    assert [count.text for count in tables.places.values()] == ["15", "65"]
    assert [count.text for count in tables.cross.margins.values()] == ["55", "15", "fewer than 10"]


def test_true_counts_lie_inside_everything_released() -> None:
    rng = np.random.default_rng(3)
    for _ in range(50):
        tables = random_release(rng, int(rng.integers(1, 9)), int(rng.integers(1, 6)), int(rng.integers(0, 300)))
        for figure, count in figures_of(tables).items():
            assert count.low <= count.high, figure
            assert count.text not in {str(n) for n in range(1, 10)}


@pytest.mark.parametrize("rows", [[[]], [[1, 2], [3, 4]]])
def test_tables_that_do_not_belong_together_are_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"there is none|do not add up"):
        release_tables.release_cross(
            pd.DataFrame(rows, index=range(len(rows))), [release_count(40)] * len(rows), characteristic="age"
        )
    with pytest.raises(ValueError, match=r"there is none|do not add up"):
        release_tables.release_groups(pd.Series(rows[0], dtype="int64"), release_count(40))


def _exact_label(o: int, n: int, u: int, share: float) -> Label:
    """The rule of methods: the label of those who said, unless the unknown would change it."""
    said, none, every = (
        Label(labels([came], everyone, share)[0]) for came, everyone in ((o, n), (o, n + u), (o + u, n + u))
    )
    return said if none == every else Label.UNKNOWN


@pytest.mark.parametrize("share", [0.08, 0.3, 0.51, 0.9])
def test_a_label_is_true_for_every_count_that_looks_the_same(share: float) -> None:
    """Every count inside the intervals is tried: those who said, all unknown in the group, none of them in it."""
    given: set[Label] = set()
    for came, everyone, silent in itertools.product((0, 11, 30, 60, 95), (10, 33, 60, 100), (0, 10, 25)):
        o, n, u = release_count(came), release_count(everyone), release_count(silent)
        combos = [
            (a, b, c)
            for a in range(o.low, o.high + 1)
            for b in range(n.low, n.high + 1)
            for c in range(u.low, u.high + 1)
            if a <= b
        ]
        if not combos:
            continue
        label = release_facts.group_label(o, n, u, share)
        given.add(label)
        true_ones = {label} | {strong for strong, weak in WEAKER_LABEL.items() if weak == label}
        if label is Label.UNKNOWN:
            assert {_exact_label(*one, share) for one in combos} == {Label.UNKNOWN}
        elif label is not Label.NONE:
            a, b, c = np.array(combos).T
            found = {*labels(a, b, share), *labels(a, b + c, share), *labels(a + c, b + c, share)}
            assert {Label(one) for one in found} <= true_ones, (o, n, u, found)
    assert Label.UNKNOWN in given or share == 0.08
    assert given - {Label.NONE, Label.UNKNOWN}


def test_the_interval_is_the_widest_over_all_counts_that_look_the_same() -> None:
    for came, everyone in ((0, 40), (23, 70), (60, 60), (9, 9)):
        o, n = release_count(came), release_count(everyone)
        pairs = [(a, max(a, b)) for a in range(o.low, o.high + 1) for b in range(max(n.low, 1), n.high + 1)]
        low, high = index_interval([a for a, _ in pairs], [b for _, b in pairs], 0.4)
        found = release_facts.widest_interval(o, ReleasedCount(n.text, max(n.low, 1), n.high, n.value), 0.4)
        assert found == pytest.approx((low.min(), high.max()))


def test_groups_say_what_the_exact_table_says_where_they_say_anything() -> None:
    exact = pd.Series({"women": 104, "men": 251, "another": 2, NOT_STATED: 11})
    living = pd.Series({"women": 5100.0, "men": 4900.0, "another": 30.0, NOT_STATED: 4.0})
    table = release_facts.group_table(release_tables.release_groups(exact, release_count(368)), living)
    truth = compare_groups(exact, living).table
    assert table["group"].tolist() == ["women", "men", "another", NOT_STATED]
    assert table["observed"].tolist() == [105, 250, "fewer than 10", 10]
    assert table["label"].tolist() == [Label.MUCH_FEWER, Label.MUCH_MORE, Label.TOO_FEW, Label.NONE]
    assert table["label"].tolist()[:3] == truth["label"].tolist()
    assert table["index"].iloc[0] == pytest.approx(truth["index"].iloc[0], abs=0.03)
    assert (table["low"][:3].to_numpy() <= truth["low"].to_numpy() + 1e-9).all()
    assert (table["high"][:3].to_numpy() >= truth["high"].to_numpy() - 1e-9).all()
    assert table[["expected", "index", "low", "high"]].iloc[3].isna().all()


def test_groups_of_small_places_have_counts_alone() -> None:
    tables = release_of(exact_table([[2, 3], [60, 20]]))
    assert tables.cross is not None
    living = pd.DataFrame({"group 0": [500.0, 500.0], "group 1": [500.0, 500.0]}, index=["place 0", "place 1"])
    table = release_facts.cross_table(tables.cross, living)
    assert table["label"].tolist() == ["", "", Label.MUCH_MORE, Label.MUCH_FEWER]
    assert table["expected"].tolist()[2:] == [40.0, 40.0]
    assert table["expected"].isna().tolist() == [True, True, False, False]


def test_facts_are_the_same_for_all_tables_that_look_the_same() -> None:
    """To the byte: nothing but released figures and the census goes in."""
    rng = np.random.default_rng(11)
    living = pd.Series({"a": 300.0, "b": 500.0, "c": 20.0})
    for _ in range(40):
        exact = pd.Series(rng.integers(0, 70, 4), index=["a", "b", "c", NOT_STATED])
        first = release_tables.release_groups(exact, release_count(int(exact.sum())))
        seen = release_facts.group_table(first, living).to_csv()
        for _ in range(10):
            other = pd.Series([int(rng.integers(c.low, c.high + 1)) for c in first.counts.values()], index=exact.index)
            if first.people.low <= other.sum() <= first.people.high:
                again = release_tables.release_groups(other, first.people)
                assert release_facts.group_table(again, living).to_csv() == seen


def test_everybody_not_stated_and_groups_without_residents_give_no_label() -> None:
    exact = pd.Series({"women": 0, "men": 0, NOT_STATED: 40})
    table = release_facts.group_table(
        release_tables.release_groups(exact, release_count(40)), pd.Series({"women": 50.0, "men": 50.0})
    )
    assert set(table["label"]) <= {"", Label.UNKNOWN}
    none = release_facts.group_table(
        release_tables.release_groups(exact, release_count(40)), pd.Series(dtype="float64")
    )
    assert none["label"].tolist() == ["", "", ""]
    held = dataclasses.replace(
        release_tables.release_groups(exact, release_count(40)),
        counts=dict.fromkeys(exact.index, release_tables.held_back(42)),
    )
    told = release_facts.group_table(held, pd.Series({"women": 50.0, "men": 50.0}))
    assert told["observed"].tolist() == ["held back"] * 3
    assert told["label"].tolist() == ["", "", ""]
