"""What leaves the house: every claim is tried on every set of counts that looks the same from outside."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from assetmap.analysis import disclosure
from assetmap.analysis.representation import labels
from assetmap.model.representation import SHARE_RULE, WEAKER_LABEL, Label

AREAS = ("a", "b", "c", "d", "e", "f")


def released_bytes(counts: tuple[int, ...], population: tuple[float, ...]) -> str:
    """Everything that one release shows."""
    index = pd.Index(AREAS[: len(counts)])
    table, people = disclosure.share_table(
        pd.Series(counts, index=index),
        pd.Series(population, index=index),
        pd.Series(index, index=index),
        with_labels=True,
    )
    return table.to_csv(index=False) + people.text


def test_single_counts() -> None:
    shown = [disclosure.release_count(n).shown for n in (0, 1, 9, 10, 12, 13, 17, 18, 22, 23, 12_047)]
    assert shown == ["fewer than 10"] * 3 + [10, 10, 15, 15, 20, 20, 25, 12_045]


def test_people_on_record_are_rounded_like_any_count_of_people() -> None:
    assert [disclosure.released_people(n) for n in (0, 1, 9, 10, 214)] == [0, "fewer than 10", "fewer than 10", 10, 215]


def test_intervals_hold_exactly_the_counts_that_look_alike() -> None:
    alike: dict[str, list[int]] = defaultdict(list)
    for count in range(400):
        alike[disclosure.release_count(count).text].append(count)
    for text, counts in list(alike.items())[:-1]:
        one = disclosure.release_count(counts[0])
        assert (one.low, one.high) == (counts[0], counts[-1]), text


def test_small_patch_can_be_flagged_from_seventeen_expected() -> None:
    few = disclosure.release_count(3)
    people = disclosure.ReleasedCount("100000", 100_000, 100_000, 100_000.0)
    assert disclosure.released_label(few, people, 17.1 / 100_000) == Label.FEWER
    assert disclosure.released_label(few, people, 17.0 / 100_000) == Label.NONE
    assert disclosure.released_label(few, people, 22.7 / 100_000) == Label.MUCH_FEWER
    assert disclosure.released_label(few, people, 22.5 / 100_000) == Label.FEWER


@pytest.mark.parametrize("share", [0.02, 0.11, 0.27, 0.5, 0.83, 1.0])
def test_label_is_true_for_all_counts_that_look_the_same(share: float) -> None:
    given = 0
    for observed_seen, people_seen in itertools.product((0, 10, 13, 20, 33, 61), (0, 10, 25, 60, 105, 160)):
        observed, people = disclosure.release_count(observed_seen), disclosure.release_count(people_seen)
        pairs = [
            (came, everyone)
            for came in range(observed.low, observed.high + 1)
            for everyone in range(people.low, people.high + 1)
            if came <= everyone
        ]
        if not pairs:
            continue
        label = disclosure.released_label(observed, people, share)
        exact = {Label(labels([came], everyone, share)[0]) for came, everyone in pairs}
        true_ones = {label}
        true_ones |= {strong for strong, weak in WEAKER_LABEL.items() if weak == label}
        if label is Label.NONE:
            assert len({WEAKER_LABEL.get(one, one) for one in exact}) > 1
        else:
            given += 1
            assert exact <= true_ones, (observed, people, share, label, exact)
    assert given


def test_no_hidden_count_is_narrowed_by_one_release() -> None:
    """All sets of two and three counts: those that look alike leave at least five values for each hidden count."""
    for size, largest in ((1, 60), (2, 60), (3, 26)):
        alike: dict[str, list[tuple[int, ...]]] = defaultdict(list)
        for counts in itertools.product(range(largest), repeat=size):
            cells = [disclosure.release_count(n) for n in counts]
            total = disclosure.release_total(sum(counts), cells)
            alike["|".join([total.text, *(cell.text for cell in cells)])].append(counts)
        for seen, sets in alike.items():
            if max(max(one) for one in sets) >= largest - 5:
                continue  # the enumeration is cut off here
            for position, text in enumerate(seen.split("|")[1:]):
                open_values = {one[position] for one in sets}
                assert text != SHARE_RULE.hidden_text or len(open_values) >= SHARE_RULE.narrowest, (seen, sets)


def test_released_bytes_come_from_released_counts_alone() -> None:
    """Counts and total that are shown alike give the same label, index and expected number, to the byte."""
    rng = np.random.default_rng(20260302)
    population = (400.0, 900.0, 150.0, 3000.0)
    for _ in range(60):
        counts = tuple(int(n) for n in rng.integers(0, 60, 4))
        cells = [disclosure.release_count(n) for n in counts]
        total = disclosure.release_total(sum(counts), cells)
        first = released_bytes(counts, population)
        for _ in range(20):
            other = tuple(int(rng.integers(cell.low, cell.high + 1)) for cell in cells)
            if total.low <= sum(other) <= total.high:
                assert released_bytes(other, population) == first


def test_linear_programme_finds_no_short_interval() -> None:
    rng = np.random.default_rng(7)
    for _ in range(40):
        counts = rng.integers(0, 30, int(rng.integers(2, 7)))
        cells = [disclosure.release_count(int(n)) for n in counts]
        total = disclosure.release_total(int(counts.sum()), cells)
        bounds = [(float(cell.low), float(cell.high)) for cell in cells]
        sums = np.vstack([np.ones(len(cells)), -np.ones(len(cells))])
        limits = [float(total.high), float(-total.low)]
        for position, cell in enumerate(cells):
            if not cell.hidden:
                continue
            aim = np.eye(len(cells))[position]
            least = linprog(aim, A_ub=sums, b_ub=limits, bounds=bounds)
            most = linprog(-aim, A_ub=sums, b_ub=limits, bounds=bounds)
            assert round(-float(most.fun or 0)) - round(float(least.fun or 0)) + 1 >= SHARE_RULE.narrowest, (
                counts,
                total,
            )


def test_exact_total_would_have_given_a_count_away() -> None:
    """The case in the module's words: 12, 12 and 9 with a plainly rounded total of 35 have one answer."""
    cells = [disclosure.release_count(n) for n in (12, 12, 9)]
    assert disclosure.release_count(33).text == "35"
    assert disclosure.release_total(33, cells).text == "30 to 35"


def test_total_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="not a sum of its parts"):
        disclosure.release_total(99, [disclosure.release_count(3)])


def test_table_without_comparison_has_counts_alone() -> None:
    index = pd.Index(["x", "y"])
    table, people = disclosure.share_table(
        pd.Series([4, 61], index=index),
        pd.Series([np.nan, np.nan], index=index),
        pd.Series(["X", "Y"], index=index),
        with_labels=False,
    )
    assert table["observed"].tolist() == ["fewer than 10", 60]
    assert table["label"].tolist() == ["", ""]
    assert table[["expected", "index"]].isna().all(axis=None)
    assert people.text == "65 to 70"


def test_more_people_than_residents_still_gives_an_answer() -> None:
    index = pd.Index(["x", "y"])
    table, _ = disclosure.share_table(
        pd.Series([500, 20], index=index),
        pd.Series([40.0, 40.0], index=index),
        pd.Series(["X", "Y"], index=index),
        with_labels=True,
    )
    assert table["label"].tolist() == [Label.NONE, Label.MUCH_FEWER], "the records or the figures of x are wrong"
