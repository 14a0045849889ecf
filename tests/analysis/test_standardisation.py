"""Expected by age, worked out on paper; and every way in which a table's ages do not carry it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.analysis import representation
from assetmap.analysis.standardisation import expect_by_age
from assetmap.model.ages import OLDEST_AGE, WhyNotByAge
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import Label

# Two villages. Of 1,000 children 10 came, of 2,000 grown-ups 40, of 500 older people 50: rates .01, .02 and .1.
POPULATION = pd.DataFrame({"0-15": [700, 300], "16-64": [1500, 500], "65+": [100, 400]}, index=["young", "old"])
CAME = pd.DataFrame({"0-15": [4, 6], "16-64": [30, 10], "65+": [10, 40]}, index=["young", "old"])


def expected_of(participants: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    found = expect_by_age(participants, population)
    assert found.reason is None
    assert found.table is not None
    return found.table


def test_two_villages_on_paper() -> None:
    """Young: 700 x .01 + 1,500 x .02 + 100 x .1 = 47. Old: 300 x .01 + 500 x .02 + 400 x .1 = 53."""
    table = expected_of(CAME, POPULATION)
    assert table["expected"].tolist() == pytest.approx([47, 53])
    assert table["observed"].tolist() == [44, 56]
    assert table["share"].tolist() == pytest.approx([0.47, 0.53])
    assert expect_by_age(CAME, POPULATION).bands == ((0, 15), (16, 64), (65, OLDEST_AGE))


def test_a_gap_that_is_age_alone_is_gone() -> None:
    """Only 44 of 100 came from a village that holds 2,300 of 3,500: much fewer, until its ages are looked at."""
    population = POPULATION.sum(axis=1)
    assert representation.compare(CAME.sum(axis=1), population).loc[:, "label"].iloc[0] == Label.MUCH_FEWER
    table = expected_of(CAME, POPULATION)
    assert representation.labels(table["observed"], 100, table["share"]).tolist() == [Label.ABOUT, Label.ABOUT]


def test_finer_tables_are_added_up_and_coarser_ones_joined() -> None:
    """People in our eight bands, residents in the census' five-year ones or in three: never a band split."""
    people = pd.DataFrame([[1, 2, 3, 4, 5, 6, 7, 8]], columns=[
        "0-15", "16-24", "25-34", "35-49", "50-64", "65-74", "75-84", "85+"], index=["a"])  # fmt: skip
    single = pd.DataFrame([[10] * 100], columns=[*map(str, range(99)), "99 and over"], index=["a"])
    assert [low for low, _ in expect_by_age(people, single).bands] == [0, 16, 25, 35, 50, 65, 75, 85]
    found = expect_by_age(people, POPULATION.loc[["young"]].set_axis(["a"]))
    assert [low for low, _ in found.bands] == [0, 16, 65]
    five = ["Aged 4 years and under", *[f"Aged {low} to {low + 4} years" for low in range(5, 85, 5)],
            "Aged 85 years and over"]  # fmt: skip
    by_fives = expect_by_age(people, pd.DataFrame([[50] * len(five)], columns=five, index=["a"]))
    assert by_fives.bands == ((0, 24), (25, 34), (35, 49), (50, 64), (65, 74), (75, 84), (85, OLDEST_AGE))


areas = st.lists(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 500)), min_size=3, max_size=3), min_size=1, max_size=6
)


@settings(deadline=None)
@given(areas)
def test_expected_is_that_of_the_formula_and_adds_up_to_who_came(rows: list[list[tuple[int, int]]]) -> None:
    came = [[min(people, live) for people, live in row] for row in rows]
    live = [[residents for _, residents in row] for row in rows]
    found = expect_by_age(pd.DataFrame(came, columns=CAME.columns), pd.DataFrame(live, columns=CAME.columns))
    if not sum(map(sum, came)):
        assert found.reason is WhyNotByAge.NO_AGES
        return
    assert found.table is not None
    by_age = [(sum(column), sum(lives)) for column, lives in zip(zip(*came, strict=True), zip(*live, strict=True),
                                                                 strict=True)]  # fmt: skip
    wanted = [sum(n * c / t for n, (c, t) in zip(row, by_age, strict=True) if t) for row in live]
    assert found.table["expected"].tolist() == pytest.approx(wanted)
    assert sum(wanted) == pytest.approx(sum(map(sum, came)))


def test_equal_ages_change_nothing() -> None:
    alike = pd.DataFrame({"0-15": [100, 300], "16-64": [400, 1200], "65+": [50, 150]}, index=["young", "old"])
    assert expected_of(CAME, alike)["share"].tolist() == pytest.approx([0.25, 0.75])


def test_those_who_did_not_say_are_counted_and_not_made_up() -> None:
    came = CAME.assign(**{NOT_STATED: [20, 3], "other or not listed": [0, 1]})
    found = expect_by_age(came, POPULATION)
    assert found.not_stated == 24
    assert found.table is not None
    pd.testing.assert_frame_equal(found.table, expected_of(CAME, POPULATION))


def test_an_area_with_an_unknown_count_takes_no_part() -> None:
    population = POPULATION.astype("float64").reindex(["young", "old", "dark"])
    population.loc["dark"] = [100, np.nan, 50]
    came = CAME.reindex(["young", "old", "dark"]).fillna(9)
    found = expected_of(came, population)
    pd.testing.assert_frame_equal(found.loc[["young", "old"]], expected_of(CAME, POPULATION))
    assert found.loc[["dark"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("came", "columns", "reason"),
    [
        (CAME * 0, ["0-15", "16-64", "65+"], WhyNotByAge.NO_AGES),
        (CAME.set_axis(["x", "y", NOT_STATED], axis=1), ["0-15", "16-64", "65+"], WhyNotByAge.NO_AGES),
        (CAME, ["0-15", "working age", "65+"], WhyNotByAge.UNREADABLE),
        (CAME, ["0-15", "16-64", "60+"], WhyNotByAge.NOT_WHOLE),
        (CAME, ["0-15", "20-64", "65+"], WhyNotByAge.NOT_WHOLE),
        (CAME, ["10-15", "16-64", "65+"], WhyNotByAge.NOT_COVERED),
        (CAME, ["0-15", "16-64", "65-84"], WhyNotByAge.NOT_COVERED),
        (CAME, ["0-17", "18-64", "65+"], WhyNotByAge.TOO_COARSE),
    ],
)
def test_ages_that_do_not_carry_it_are_never_guessed(
    came: pd.DataFrame, columns: list[str], reason: WhyNotByAge
) -> None:
    found = expect_by_age(came, POPULATION.set_axis(columns, axis=1))
    assert (found.table, found.reason) == (None, reason)


def test_no_figures_no_table() -> None:
    for population in (POPULATION * np.nan, POPULATION.iloc[:0], POPULATION[[]]):
        found = expect_by_age(CAME, population)
        assert found.table is None
        assert found.reason in {WhyNotByAge.NO_TABLE, WhyNotByAge.NO_AGES}


def test_more_of_an_age_than_live_there_is_refused() -> None:
    nobody_old = POPULATION.assign(**{"65+": [0, 0]})
    assert expect_by_age(CAME, nobody_old).reason is WhyNotByAge.MORE_THAN_LIVE_HERE
    assert expect_by_age(CAME * 10, POPULATION).reason is None  # 500 of 500 older people is the most there can be
    assert expect_by_age(CAME * 11, POPULATION).reason is WhyNotByAge.MORE_THAN_LIVE_HERE
    no_old_came = expected_of(CAME.assign(**{"65+": [0, 0]}), nobody_old)
    assert np.isfinite(no_old_came).all(axis=None)


def test_one_person_is_expected_where_their_age_lives() -> None:
    one = pd.DataFrame({"65+": [0, 1]}, index=["young", "old"])
    table = expected_of(one, POPULATION)
    assert table["expected"].tolist() == pytest.approx([0.2, 0.8])
    assert set(representation.labels(table["observed"], 1, table["share"])) == {Label.TOO_FEW}
