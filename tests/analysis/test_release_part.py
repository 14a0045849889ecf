"""A part of all people beside the places: every small case, and all numbers that fit it counted one after another."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pandas as pd

from assetmap.analysis.disclosure import ReleasedCount, release_count, release_total
from assetmap.analysis.release_part import release_part
from assetmap.model.release import HELD_BACK

MOST = 16


def shown(a: int, b: int, part: int) -> tuple[ReleasedCount, ...]:
    counts = [release_count(a), release_count(b)]
    return (*counts, release_total(a + b, counts), release_part(pd.Series({"a": a, "b": b}), part))


def fitting(one: tuple[ReleasedCount, ...]) -> list[tuple[int, ...]]:
    """All numbers of both places, the part and the rest between the ends of what is shown."""
    first, second, people, part = (range(count.low, count.high + 1) for count in one)
    return [
        (a, b, some, a + b - some)
        for a, b, some in itertools.product(first, second, part)
        if a + b in people and some <= a + b
    ]


def test_no_small_count_is_narrowed() -> None:
    cases: dict[tuple[str, ...], tuple[ReleasedCount, ...]] = {}
    holds: dict[tuple[str, ...], list[tuple[int, ...]]] = defaultdict(list)
    for a, b in itertools.combinations_with_replacement(range(MOST), 2):
        for part in range(a + b + 1):
            one = shown(a, b, part)
            key = tuple(count.text for count in one)
            cases[key] = one
            holds[key].append((a, b, part, a + b - part))
    for key, one in cases.items():
        fits = fitting(one)
        assert set(holds[key]) <= set(fits), key
        for values in zip(*fits, strict=True):
            assert min(values) >= 10 or max(values) - min(values) >= 4, key
    told = [one[3] for one in cases.values()]
    assert any(count.text == HELD_BACK for count in told)
    assert any(count.text.isdecimal() for count in told), "not all is held back"


def test_a_part_of_many_is_a_plain_rounded_number() -> None:
    assert release_part(pd.Series({"a": 63, "b": 41}), 37).shown == 35
    assert release_part(pd.Series({"a": 63, "b": 41}), 0).shown == "fewer than 10"
