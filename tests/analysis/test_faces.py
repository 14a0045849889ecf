"""New faces and regulars, against a slow count person by person."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetmap.analysis.faces import count_faces
from assetmap.model.half_year import REGULAR_FROM_MEETINGS

COLUMNS = ["person", "event", "date"]
DAYS = {"e1": "2025-01-10", "e2": "2025-06-30", "e3": "2025-07-01", "e4": "2025-11-11", "e5": "2026-02-02"}


def rows_of(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame([(person, event, DAYS[event]) for person, event in pairs], columns=COLUMNS)


def test_three_half_years_on_paper() -> None:
    pairs = [("ann", "e1"), ("ann", "e2"), ("ann", "e3"), ("bob", "e1"), ("bob", "e3"), ("cat", "e3"), ("cat", "e4"),
             ("cat", "e5"), ("dan", "e5"), ("dan", "e5"), ("bob", "e5")]  # fmt: skip
    table = count_faces(rows_of(pairs)).table
    assert table["people"].to_dict() == {"2025-1": 2, "2025-2": 3, "2026-1": 3}
    assert table["new_faces"].tolist()[1:] == [1, 1]  # cat, then dan
    assert table["regulars"].tolist()[1:] == [1, 2]  # ann; then bob and cat, with their third meeting
    assert table["new_share"].tolist()[1:] == pytest.approx([1 / 3, 1 / 3])
    assert table["regular_share"].tolist()[1:] == pytest.approx([1 / 3, 2 / 3])
    assert REGULAR_FROM_MEETINGS == 3


def test_where_the_records_begin_nobody_is_known_to_be_new() -> None:
    table = count_faces(rows_of([("ann", "e1"), ("bob", "e2")])).table
    assert table["people"].tolist() == [2]
    assert table[["new_faces", "regulars", "new_share", "regular_share"]].isna().all(axis=None)


def test_a_newcomer_who_comes_often_is_a_new_face() -> None:
    rows = rows_of([("ann", "e1"), *[("bob", event) for event in ("e3", "e4")]])
    rows.loc[len(rows)] = ["bob", "e9", "2025-09-09"]
    assert count_faces(rows).table.loc[["2025-2"], ["new_faces", "regulars"]].to_numpy().tolist() == [[1, 0]]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(sorted(DAYS))), max_size=25))
def test_counts_are_those_of_going_through_everybody(pairs: list[tuple[str, str]]) -> None:
    table = count_faces(rows_of(pairs)).table
    half = {event: day[:4] + ("-1" if day[5:7] < "07" else "-2") for event, day in DAYS.items()}
    came = {person: {event for who, event in pairs if who == person} for person, _ in pairs}
    first = min((half[event] for _, event in pairs), default="")
    for key, row in zip(table.index, table.to_dict("records"), strict=True):
        here = [person for person, events in came.items() if key in {half[event] for event in events}]
        before = [who for who in here if min(half[event] for event in came[who]) < key]
        often = [who for who in before if sum(half[event] <= key for event in came[who]) >= 3]
        assert row["people"] == len(here)
        if key == first:
            assert np.isnan(row["new_faces"])
        else:
            assert (row["new_faces"], row["regulars"]) == (len(here) - len(before), len(often))


def test_a_half_year_without_a_meeting_divides_nothing() -> None:
    table = count_faces(rows_of([("ann", "e1"), ("ann", "e5")])).table
    assert table["people"].tolist() == [1, 0, 1]
    assert table["new_share"].tolist()[1:] == pytest.approx([np.nan, 0], nan_ok=True)


def test_rows_without_a_name_or_a_day_are_said_and_not_counted() -> None:
    rows = pd.DataFrame([("", "e1", "2025-01-10"), ("ann", "e2", ""), ("", "e3", "")], columns=COLUMNS)
    found = count_faces(rows)
    assert (found.unnamed, found.undated) == (2, 1)
    assert found.table.empty
    assert count_faces(rows.iloc[:0]).table.empty


def test_no_list_of_people_comes_out() -> None:
    found = count_faces(rows_of([("canary-person", "e1"), ("canary-person", "e3"), ("ann", "e3")]))
    assert "canary" not in f"{found}{found.table.to_dict()}{found.table.attrs}"
    assert found.table.index.name == "half_year"
