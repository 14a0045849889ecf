"""Which ages are offered: those that give an answer, held against asking for each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from square_place import make_square

from assetmap.config import Settings
from assetmap.model.participation import MeantFor
from assetmap.services import demo
from assetmap.services.representation_ages import read_ages
from assetmap.services.representation_population import AGE_CHOICES, ages_to_choose, comparison_population
from assetmap.services.representation_units import area_units
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 10, 5, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return demo.open_demo(Settings(home=tmp_path_factory.mktemp("demo") / "home"), now=NOW, who="tester").place


@pytest.mark.parametrize("meant_for", list(MeantFor))
def test_those_are_offered_that_can_be_compared_and_no_others(made_up: Place, meant_for: MeantFor) -> None:
    units = area_units(made_up)
    answered = [
        text for text in AGE_CHOICES if not comparison_population(made_up, meant_for, units, read_ages(text)).reason
    ]
    assert ages_to_choose(made_up, meant_for) == answered


def test_the_bands_of_the_demo_do_not_part_at_sixteen(made_up: Place) -> None:
    """Its figures have 0 to 4, 5 to 9 and so on: 15 to 19 lies across 16."""
    assert ages_to_choose(made_up, MeantFor.EVERYONE) == ["under 25", "25-49", "50-64", "65+", "75+"]
    assert ages_to_choose(made_up, MeantFor.OLDER_PEOPLE) == ["65+", "75+"]
    assert ages_to_choose(made_up, MeantFor.DISABLED_PEOPLE) == []


def test_without_figures_by_age_none_are_offered(home: Path) -> None:
    assert ages_to_choose(make_square(home), MeantFor.EVERYONE) == []
