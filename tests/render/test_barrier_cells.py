"""What stands in a cell of our barrier and of the last way home: never a blank where something is known."""

from __future__ import annotations

import pytest

from assetmap.model.our_barrier import UnitWay
from assetmap.render.barrier_words import in_the_way_words, last_home_words


@pytest.mark.parametrize(
    ("way", "home", "ours"),
    [
        (None, "", ""),
        (UnitWay(0, 0, 0), "", ""),
        (UnitWay(3, 0, 0), "within a walk", "Nothing we found"),
        (UnitWay(3, 0, 0, "14:50"), "14:50", "Nothing we found"),
        (UnitWay(0, 3, 0, "", "", "We found no bus."), "none found", "We found no bus."),
        (UnitWay(2, 1, 0), "some live within a walk; for others none found", "Nothing we found"),
        (UnitWay(0, 0, 3, "", "", "We cannot tell."), "", "We cannot tell."),
        (UnitWay(1, 0, 2, "", "", "We cannot tell."), "", "We cannot tell."),
        (UnitWay(0, 2, 1, "", "", "We found no bus."), "", "We found no bus."),
        (UnitWay(0, 2, 1, "15:50", "no_way_home", "Ours."), "15:50", "Ours."),
    ],
)
def test_cells(way: UnitWay | None, home: str, ours: str) -> None:
    assert last_home_words(way) == home
    assert in_the_way_words(way) == ours
