"""Rows with the same fault: told together, and none of them lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.model.imports import Problem, same_faults
from assetmap.render.problem_words import every_row, row_words, value_words

PROBLEMS = st.builds(
    Problem, st.integers(0, 30), st.sampled_from(["role", "date"]), st.sampled_from(["AA", "9"]),
    st.sampled_from(["a date", "a role"]), st.just("Correct it."),
)  # fmt: skip


@given(st.lists(PROBLEMS, max_size=40, unique=True), st.sets(st.integers(0, 30)))
def test_no_row_is_lost_and_no_two_faults_are_mixed(problems: list[Problem], apart: set[int]) -> None:
    found = same_faults(problems, apart=apart)
    told = Counter((row, one.field, one.expected) for one in found for row in one.rows)
    assert told == Counter({(one.row, one.field, one.expected) for one in problems})
    for one in found:
        assert list(one.rows) == sorted(set(one.rows))
        assert len({row in apart for row in one.rows}) == 1
        stood = {two.value for two in problems if two.row in one.rows and two.field == one.field}
        assert set(one.values) <= stood


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((0,), "The whole list"),
        ((4,), "Row 4"),
        ((4, 1200), "Rows 4 and 1,200"),
        ((4, 9, 11), "Rows 4, 9 and 11"),
        ((4, 9, 11, *range(20, 54)), "Rows 4, 9, 11 and 34 more"),
    ],
)
def test_the_first_rows_are_named_and_the_others_counted(rows: tuple[int, ...], said: str) -> None:
    assert row_words(rows) == said


def test_what_stood_there_is_said_once_and_blanks_are_left_out() -> None:
    assert value_words(["", "AA", "9", "A?", "99"]) == "AA, 9, A? and 1 more"
    assert value_words([""]) == ""


@given(st.sets(st.integers(1, 60)))
def test_spans_hold_every_row(rows: set[int]) -> None:
    ends = [[int(end) for end in span.split("-")] for span in every_row(sorted(rows)).split(", ") if span]
    assert [row for span in ends for row in range(span[0], span[-1] + 1)] == sorted(rows)
