"""Ages as offices and people write them."""

from __future__ import annotations

import pytest

from assetmap.model.ages import OLDEST_AGE, age_limits
from assetmap.model.participation import AGE_BANDS


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Aged 4 years and under", (0, 4)),
        ("Aged 5 to 9 years", (5, 9)),
        ("Aged 85 years and over", (85, OLDEST_AGE)),
        ("Aged under 1 year", (0, 0)),
        ("Under 16", (0, 15)),
        ("100 or over", (100, OLDEST_AGE)),
        ("65-74", (65, 74)),
        ("65 \u2013 74", (65, 74)),
        ("85+", (85, OLDEST_AGE)),
        ("Aged 33 years", (33, 33)),
        ("7", (7, 7)),
        ("74-65", None),
        ("under 0", None),
        ("65-740", None),
        ("not stated", None),
        ("total", None),
        ("", None),
        ("65-74, married", None),
    ],
)
def test_ages_are_read_whole_or_not_at_all(text: str, limits: tuple[int, int] | None) -> None:
    assert age_limits(text) == limits


def test_our_own_bands_are_read() -> None:
    assert [age_limits(label) for _, _, label in AGE_BANDS] == [(low, high) for low, high, _ in AGE_BANDS]
