"""What is left of a period: held against taking out one day after the other."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assetmap.model.period import Period
from assetmap.services.open_days import without

FIRST = dt.date(2024, 2, 20)


def day(number: int) -> str:
    return (FIRST + dt.timedelta(days=number)).isoformat()


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(st.integers(0, 20))
    return Period(day(first), day(first + draw(st.integers(0, 10))))


@given(periods(), st.lists(periods(), max_size=5))
def test_the_days_left_are_those_that_nothing_takes(whole: Period, taken: list[Period]) -> None:
    left = without(whole, taken)
    days = [day(number) for number in range(40)]
    wanted = [one for one in days if whole.holds(one) and not any(other.holds(one) for other in taken)]
    assert [one for one in days if any(part.holds(one) for part in left)] == wanted
    assert left == sorted(left)
    assert all(part.first <= part.last for part in left)
    assert all(one.last < other.first for one, other in pairwise(left))
