"""Clusters that are named: those of one scan, at half the chance, so that both directions keep to it together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assetmap.analysis.spatial_scan import scan
from assetmap.analysis.spatial_scan_named import LOW_THEN_HIGH, named_clusters

POINTS = np.array([(float(n % 6), float(n // 6)) for n in range(36)])
LIVING = np.full(36, 100)
CAME = np.where(POINTS.sum(axis=1) < 2, 0, np.where(POINTS.sum(axis=1) > 8, 14, 4))
PARTS: dict[str, Any] = {
    "cases": CAME,
    "population": LIVING,
    "coordinates": POINTS,
    "max_share": 0.25,
    "simulations": 199,
}


@pytest.mark.parametrize("telling", [0.05, 0.02, 1.0])
def test_named_clusters_are_those_of_two_scans_at_half_the_chance(telling: float) -> None:
    rng = np.random.default_rng(3)
    expected = [
        (direction, one.members, 2 * one.p_value)
        for direction in LOW_THEN_HIGH
        for one in scan(direction=direction, rng=rng, **PARTS)
        if 2 * one.p_value < telling
    ]
    found = named_clusters(telling=telling, rng=np.random.default_rng(3), **PARTS)
    assert [(direction, one.members, one.p_value) for direction, one in found] == expected
    assert {direction for direction, _ in found} == {"low", "high"}


def test_a_chance_is_one_at_most() -> None:
    even = {**PARTS, "cases": np.where(np.arange(36) == 7, 5, 4)}
    found = named_clusters(telling=2.0, rng=np.random.default_rng(1), **even)
    assert found
    assert max(one.p_value for _, one in found) == 1.0
