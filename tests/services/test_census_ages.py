"""Ages that the figures can carry and ages they cannot: nothing is split, nothing is guessed."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import people_place
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nomis_files import write_bulk, write_nomis
from people_place import AREAS, NOW, OVER_65, RESIDENTS

from assetmap.analysis.standardisation import expect_by_age
from assetmap.config import Settings
from assetmap.errors import OptionError
from assetmap.model.ages import OLDEST_AGE, age_words, band_name
from assetmap.model.participation import AGE_BANDS, MeantFor
from assetmap.services import workspace
from assetmap.services.census_ages import age_population, population_by_age, read_ages, within_ages
from assetmap.services.representation_population import comparison_population
from assetmap.services.representation_units import area_units
from assetmap.services.workspace import Place, PlaceParts

CODES = list(AREAS)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    """Four areas with 0-15, 16-64, 65-84, 85+."""
    return people_place.make_place(home, tmp_path / "files")


@pytest.mark.parametrize(
    ("text", "ages"), [("16-64", (16, 64)), ("65+", (65, OLDEST_AGE)), ("under 25", (0, 24)), ("18", (18, 18))]
)
def test_ages_as_people_type_them(text: str, ages: tuple[int, int]) -> None:
    assert read_ages(text) == ages


@pytest.mark.parametrize("text", ["", "old", "64-16", "16-", "-5"])
def test_no_ages_are_refused_by_option(text: str) -> None:
    with pytest.raises(OptionError, match=r"--ages .*: these are no ages. Expected such as 16-64"):
        read_ages(text)


def test_ranges_the_bands_can_carry(place: Place) -> None:
    units = area_units(place)
    older = age_population(place, units, 65, OLDEST_AGE)
    assert older.by_unit.to_dict() == OVER_65
    assert older.said == ("Compared with residents aged 65 and over: table 'age' (LSOA 2021).",)
    young = age_population(place, units, 0, 15)
    assert young.by_unit.to_dict() == {code: people // 5 for code, people in RESIDENTS.items()}
    assert age_population(place, units, 0, OLDEST_AGE).by_unit.to_dict() == RESIDENTS
    assert comparison_population(place, MeantFor.OLDER_PEOPLE, units).by_unit.to_dict() == OVER_65


@pytest.mark.parametrize("ages", [(18, 64), (16, 60), (20, 30), (65, 90), (0, 3), (64, 64)])
def test_ranges_that_would_split_a_band_are_refused_with_the_bands(place: Place, ages: tuple[int, int]) -> None:
    found = age_population(place, area_units(place), *ages)
    assert found.by_unit.isna().all()
    assert "Their bands are: 0-15, 16-64, 65-84, 85+. Choose ages" in found.reason
    assert found.said == ()


def test_no_table_of_ages(home: Path, tmp_path: Path) -> None:
    bare = people_place.make_place(home, tmp_path / "files", population=False)
    units = area_units(bare)
    assert "no population figures by age" in age_population(bare, units, 65, OLDEST_AGE).reason
    assert population_by_age(bare, units).reason == age_population(bare, units, 0, 9).reason
    assert comparison_population(bare, MeantFor.OLDER_PEOPLE, units).reason


def test_bands_that_others_make_up_are_not_counted_twice(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    settings = Settings(home=home)
    parts = PlaceParts(population=(write_nomis(tmp_path, "ts007", CODES),))
    workspace.add_to_place(settings, "Four", parts, now=NOW)
    place = workspace.open_place(settings, "Four")
    units = area_units(place)
    assert age_population(place, units, 0, OLDEST_AGE).by_unit.tolist() == [100, 200, 300, 400]
    assert age_population(place, units, 0, 4).by_unit.tolist() == [10, 20, 30, 40]
    assert age_population(place, units, 1, 15).by_unit.tolist() == [28, 56, 84, 112]
    by_age = population_by_age(place, units)
    assert by_age.by_unit.sum(axis=1).tolist() == [100, 200, 300, 400]
    came = pd.DataFrame({"0-15": [3, 0, 0, 0], "16-24": [0, 5, 0, 0], "65-74": [0, 0, 0, 2]}, index=CODES)
    expected = expect_by_age(came, by_age.by_unit)
    assert expected.reason is None
    assert expected.table is not None
    assert expected.table["expected"].tolist() == pytest.approx([1, 2, 3, 4])


def test_an_age_that_cannot_be_read_is_never_left_out(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    settings = Settings(home=home)
    bands = {"Total": 30, "Aged 64 years and under": 10, "Aged 65 years and over": 15, "Age not known": 5}
    parts = PlaceParts(population=(write_bulk(tmp_path / "census2021-ts007-lsoa.csv", "Age", bands, CODES),))
    workspace.add_to_place(settings, "Four", parts, now=NOW)
    place = workspace.open_place(settings, "Four")
    assert "Age not known" in age_population(place, area_units(place), 65, OLDEST_AGE).reason


def test_a_band_across_an_end_is_not_known() -> None:
    bands = pd.Series(["0-15", "16-24", "65-74", "85+", "not stated", ""], index=list("abcdef"))
    found = within_ages(bands, 18, 74)
    assert found.index.tolist() == list("abcdef")
    assert [None if pd.isna(one) else bool(one) for one in found] == [False, None, True, False, None, None]
    assert within_ages(bands, 0, OLDEST_AGE).tolist()[:4] == [True] * 4
    assert within_ages(bands.iloc[:0], 0, 9).empty


@given(st.integers(0, 110), st.integers(0, 110))
def test_within_ages_against_every_year(one: int, other: int) -> None:
    low, high = sorted((one, other))
    found = within_ages(pd.Series([name for _, _, name in AGE_BANDS]), low, high)
    for (first, last, _), told in zip(AGE_BANDS, found, strict=True):
        years = {low <= year <= high for year in range(first, last + 1)}
        assert (None if pd.isna(told) else bool(told)) == (years.pop() if len(years) == 1 else None)


def test_words_for_ages() -> None:
    assert [age_words(*ages) for ages in ((16, 64), (65, OLDEST_AGE), (0, 24), (0, OLDEST_AGE))] == [
        "aged 16 to 64", "aged 65 and over", "aged under 25", "of all ages",
    ]  # fmt: skip
    assert [band_name(low, high) for low, high, _ in AGE_BANDS] == [name for _, _, name in AGE_BANDS]
    assert band_name(3, 3) == "3"


@pytest.mark.real_data
def test_newports_ages_on_older_areas(home: Path, real_data: Path) -> None:
    folder, settings = real_data / "newport", Settings(home=home)
    path = folder / "census/population2020_by_age_lsoa11_newport.csv"
    parts = PlaceParts(areas=folder / "areas/lsoa21_newport.geojson", population=(path,))
    workspace.create_place(settings, "Newport", parts, now=NOW)
    place = workspace.open_place(settings, "Newport")
    units = area_units(place)
    found = age_population(place, units, 16, 64)
    with path.open(encoding="utf-8") as stream:
        rows = {row["lsoa11_code"]: sum(int(row[str(age)]) for age in range(16, 65)) for row in csv.DictReader(stream)}
    known = found.by_unit.dropna()
    assert (len(known), len(found.by_unit)) == (90, 100)
    assert known.to_dict() == {code: rows[code] for code in known.index}
    assert found.vintage == "LSOA 2011"
    assert any(one.startswith("No figures for 10 of 100") for one in found.said)
