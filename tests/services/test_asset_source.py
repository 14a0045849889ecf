"""What a list is called."""

from __future__ import annotations

import pytest

from assetmap.services.asset_source import without_date


@pytest.mark.parametrize(
    "stem",
    ["halls 2024", "halls_2024-01", "halls-20240131", "halls 31-01-2024", "halls.2024-01-31", "halls (2024)",
     "halls 2023-24"],
)  # fmt: skip
def test_a_date_at_the_end_is_no_part_of_a_list_s_name(stem: str) -> None:
    assert without_date(stem) == "halls"


@pytest.mark.parametrize(
    "stem",
    ["ward1", "ward 2", "area 51", "halls2024", "2024", "2024-01-31", "halls 20241399", "halls 2024-13",
     "halls 2024-26", "route 1066", "halls 99-99-2024x"],
)  # fmt: skip
def test_any_other_number_is(stem: str) -> None:
    assert without_date(stem) == stem


def test_a_number_before_the_date_stays() -> None:
    assert (without_date("ward 3 2024"), without_date("ward-12-2024")) == ("ward 3", "ward-12")
