"""Groups with people who did not say: every way of sharing them out is tried."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.analysis import representation
from assetmap.analysis.representation_groups import Groups, compare_groups, compare_groups_by_place
from assetmap.errors import OptionError
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import TELLING_EXPECTED, Label

SEX = pd.Series({"female": 5100.0, "male": 4900.0})


def sexes(female: int, male: int, not_stated: int) -> pd.Series:
    return pd.Series({"female": female, "male": male, NOT_STATED: not_stated})


def cell(found: Groups, group: str, column: str) -> Any:
    return found.table[column].to_dict()[group]


def test_thirty_women_of_eighty() -> None:
    found = compare_groups(sexes(30, 50, 0), SEX)
    assert found.table["label"].to_dict() == {"female": Label.FEWER, "male": Label.MORE}
    assert found.table["expected"].to_dict() == pytest.approx({"female": 40.8, "male": 39.2})
    assert cell(found, "female", "high") <= 1 <= cell(found, "male", "low")
    assert (found.people, found.not_stated, found.not_stated_share) == (80, 0, 0)


def test_those_who_did_not_say_can_leave_it_open() -> None:
    """30 of 80 is fewer. With 20 unknown it may be 30 of 100 or 50 of 100, and 50 is as expected."""
    found = compare_groups(sexes(30, 50, 20), SEX)
    assert set(found.table["label"]) == {Label.UNKNOWN}
    assert (found.people, found.not_stated, found.not_stated_share) == (80, 20, 0.2)
    assert cell(found, "female", "expected") == pytest.approx(40.8)  # of those who said: nobody is made up


def test_a_gap_too_big_for_the_unknown_to_fill_is_said() -> None:
    assert cell(compare_groups(sexes(10, 70, 5), SEX), "female", "label") == Label.MUCH_FEWER


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 60), st.integers(0, 12), st.floats(0.02, 0.98))
def test_a_label_is_true_however_the_unknown_are_shared_out(inside: int, outside: int, unknown: int, p: float) -> None:
    observed = pd.Series({"in": inside, "out": outside, NOT_STATED: unknown})
    population = pd.Series({"in": 1000 * p, "out": 1000 * (1 - p)})
    label = cell(compare_groups(observed, population), "in", "label")
    total = inside + outside + unknown
    share = float(representation.shares(population)["in"])
    ways = set(representation.labels(np.arange(inside, inside + unknown + 1), total, share))
    if label == Label.UNKNOWN:
        assert len(ways) > 1
    elif label != Label.TOO_FEW:
        assert ways == {label}
    else:
        assert (inside + outside) * share < TELLING_EXPECTED


def test_everybody_prefers_not_to_say() -> None:
    found = compare_groups(sexes(0, 0, 60), SEX)
    assert set(found.table["label"]) == {Label.UNKNOWN}
    assert (found.people, found.not_stated_share) == (0, 1)
    assert (found.table["expected"] == 0).all()
    assert found.table[["index", "low", "high"]].isna().all(axis=None)


@pytest.mark.parametrize(("came", "share"), [(sexes(0, 0, 0), np.nan), (sexes(1, 0, 0), 0.0), (sexes(0, 0, 1), 1.0)])
def test_nobody_and_one_person_tell_nothing(came: pd.Series, share: float) -> None:
    found = compare_groups(came, SEX)
    assert set(found.table["label"]) == {Label.TOO_FEW}
    assert found.not_stated_share == pytest.approx(share, nan_ok=True)


def test_groups_no_census_counts_are_shown_and_not_compared() -> None:
    observed = pd.Series({"female": 30, "male": 50, "non-binary": 4, NOT_STATED: 0})
    found = compare_groups(observed, pd.Series({**SEX, "none": 0.0, NOT_STATED: 300.0}))
    assert found.people == 80  # the census' own "not stated" is nobody's share either
    assert found.table.loc[["non-binary"], ["observed", "label"]].to_numpy().tolist() == [[4, ""]]
    assert cell(found, "none", "label") == ""
    assert cell(found, "female", "label") == Label.FEWER
    assert NOT_STATED not in found.table.index
    with_unknown = compare_groups(pd.Series({"non-binary": 6, NOT_STATED: 2}), SEX)
    assert with_unknown.not_stated_share == 0.25


@pytest.mark.parametrize("population", [SEX * 0, SEX * np.nan, pd.Series(dtype="float64")])
def test_no_residents_no_label(population: pd.Series) -> None:
    found = compare_groups(sexes(30, 50, 20), population)
    assert set(found.table["label"]) == {""}
    assert found.table["expected"].isna().all()
    assert found.not_stated_share == 0.2


def test_more_participants_than_residents_have_no_label() -> None:
    """The records or the figures are wrong there; too few to tell is true all the same."""
    found = compare_groups(pd.Series({"a": 60, "b": 0}), pd.Series({"a": 5.0, "b": 5.0}))
    assert found.table["label"].tolist() == [Label.NONE, Label.MUCH_FEWER]
    few = compare_groups(pd.Series({"a": 6, "b": 0}), pd.Series({"a": 5.0, "b": 5.0}))
    assert few.table["label"].tolist() == [Label.TOO_FEW, Label.TOO_FEW]
    assert np.isfinite(found.table["index"]).all()


PLACES = pd.DataFrame({"female": [500.0, 500.0, 500.0], "male": [500.0, 500.0, 500.0]}, index=["p", "q", "r"])


def test_groups_are_compared_within_their_place_alone() -> None:
    observed = pd.DataFrame({"female": [4, 4, 5], "male": [26, 5, 5], NOT_STATED: [1, 90, 0]}, index=["p", "q", "r"])
    found = compare_groups_by_place(observed, PLACES)
    rows = found.table.set_index(["place", "group"])
    assert rows["label"].to_dict() == {
        ("p", "female"): Label.MUCH_FEWER,  # 4 of 30, with one more at most
        ("p", "male"): Label.MUCH_MORE,
        ("r", "female"): Label.ABOUT,  # ten people are enough; the nine of q are not
        ("r", "male"): Label.ABOUT,
    }
    assert rows["expected"].tolist() == [15, 15, 5, 5]
    assert found.places["people"].tolist() == [30, 9, 10]
    assert found.places["not_stated_share"].tolist() == pytest.approx([1 / 31, 90 / 99, 0])
    alone = compare_groups_by_place(observed.loc[["p"]], PLACES)  # other places play no part
    assert alone.table["label"].tolist() == [Label.MUCH_FEWER, Label.MUCH_MORE]


def test_small_groups_of_a_place_are_left_out() -> None:
    """Of 12 people 3.6 are too few to expect, 3.72 are enough."""
    for share, there in ((0.30, False), (0.31, True)):
        population = pd.DataFrame({"a": [share], "b": [1 - share]}, index=["p"]) * 1000
        found = compare_groups_by_place(pd.DataFrame({"a": [6], "b": [6]}, index=["p"]), population)
        assert ("a" in set(found.table["group"])) is there


def test_places_without_residents_or_people_are_not_compared() -> None:
    observed = pd.DataFrame({"female": [40, 0], "male": [40, 0]}, index=["nowhere", "p"])
    found = compare_groups_by_place(observed, PLACES)
    assert found.table.empty
    assert found.places["people"].tolist() == [0, 0]
    assert compare_groups_by_place(observed.iloc[:0], PLACES).table.empty
    assert compare_groups_by_place(observed, PLACES.iloc[:0]).table.empty


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_never_three_things_at_once(rows: int, columns: int) -> None:
    index = pd.Index(["p"]) if rows == 1 else pd.MultiIndex.from_tuples([("p", "2026")])
    heads = pd.Index(["a"]) if columns == 1 else pd.MultiIndex.from_tuples([("a", "65+")])
    table = pd.DataFrame([[40]], index=index, columns=heads)
    if rows == columns == 1:
        compare_groups_by_place(table, table)
    else:
        with pytest.raises(OptionError, match="third thing"):
            compare_groups_by_place(table, table)
