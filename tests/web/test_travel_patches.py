"""Ways by patches: the demo's patches, counted by hand from the answers of its areas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assetmap.config import Settings
from assetmap.errors import OptionError
from assetmap.services import street_ways, travel, workspace
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place

Row = dict[str, Any]


def ask(place: Place, modes: tuple[str, ...], origins: str) -> list[Row]:
    request = TravelRequest(
        venue="53.75,-3.95", modes=modes, origins=origins, date="2026-06-10", start="14:00", end="16:00"
    )
    return travel.travel(place, request).facts


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


@pytest.mark.parametrize("modes", [("walk",), ("drive",), ("bus",)])
def test_a_patch_is_the_sum_of_its_areas(place: Place, modes: tuple[str, ...]) -> None:
    areas = ask(place, modes, "areas")
    patches = {row["name"]: row for row in ask(place, modes, "patches")}
    in_use = read_shared_areas(place)
    assert in_use is not None
    assert set(patches) == set(in_use.unit_of.values())
    for name, row in patches.items():
        inside = [one["postcodes"] for one in areas if in_use.unit_of[one["origin"]] == name]
        for key in ("total", "found", "not_found", "not_known"):
            assert row["postcodes"][key] == sum(one[key] for one in inside), (name, key)
        longest = [one["longest_minutes"] for one in inside if one["longest_minutes"] is not None]
        assert row["postcodes"]["longest_minutes"] == (max(longest) if longest else None)


def test_an_area_in_no_patch_stands_for_itself(place: Place) -> None:
    spread = street_ways.find_start_points(place)
    first = str(spread.areas["origin"].iloc[0])
    grouped = street_ways.group_points(spread, {first: "Alone together"})
    assert len(grouped.areas) == len(spread.areas)
    assert "Alone together" in set(grouped.areas["name"])
    assert grouped.areas["people"].sum() == pytest.approx(spread.areas["people"].sum())
    assert len(grouped.points) == len(spread.points)


def test_without_patches_the_question_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(travel, "read_shared_areas", lambda _place: None)
    with pytest.raises(OptionError, match="no patches in use"):
        travel.travel(place, TravelRequest(venue="53.75,-3.95", origins="patches"))
