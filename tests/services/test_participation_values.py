"""Single cells: what is read, and what is not guessed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.services import participation_values as values


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("25/08/2015", "2015-08-25"),
        ("04/09/15", "2015-09-04"),
        ("4.9.15", "2015-09-04"),
        ("12/06/97", "1997-06-12"),
        ("2015-08-25", "2015-08-25"),
        ("2015-08-25 00:00:00", "2015-08-25"),
        ("2015-08-25T10:30", "2015-08-25"),
        ("25/08/2015 10:30", "2015-08-25"),
        ("Monday 2nd March 2026", "2026-03-02"),
        ("2 Mawrth 2026", "2026-03-02"),
        ("02-Mar-26", "2026-03-02"),
        ("46083", "2026-03-02"),
        ("46083.5", "2026-03-02"),
        ("29/02/2024", "2024-02-29"),
        ("", ""),
        ("  ", ""),
        ("30/02/2024", None),
        ("29/02/2023", None),
        ("03/25/2026", None),
        ("31/04/26", None),
        ("01/01/1600", None),
        ("01/01/2099", None),
        ("12345", None),
        ("next Tuesday", None),
        ("NE6 1AB", None),
        ("0/0/00", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert values.read_date(text, this_year=2026) == date


@given(
    st.dates(dt.date(1927, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%y", "%Y-%m-%d", "%d %B %Y"]),
)
def test_dates_come_back(day: dt.date, form: str) -> None:
    wanted = day
    if "%y" in form and day.year < 1928:
        wanted = day.replace(year=day.year + 100)
    assert values.read_date(day.strftime(form), this_year=2026) == wanted.isoformat()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:05:00", "09:05"),
        ("14:30", "14:30"),
        ("14.30", "14:30"),
        ("1430", "14:30"),
        ("2pm", "14:00"),
        ("2.30 pm", "14:30"),
        ("12am", "00:00"),
        ("12 p.m.", "12:00"),
        ("", ""),
        ("25:00", None),
        ("14:61", None),
        ("13pm", None),
        ("9", None),
        ("after lunch", None),
    ],
)
def test_times(text: str, time: str | None) -> None:
    assert values.read_time(text) == time


def test_roles_by_words_in_two_languages() -> None:
    words = ["Service user", "GOFALWR", "resident", "PA", "Social worker", "", "king"]
    wanted = ["uses_services", "carer", "community_member", "supporter", "staff", "", None]
    assert [values.read_role(word) for word in words] == wanted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("White British", "White British"),
        ("Asian, Asian British or Asian Welsh", "Asian, Asian British or Asian Welsh"),
        ("Prefer not to say", "not stated"),
        ("", ""),
        ("NP20 1AA", None),
        ("ann@example.org", None),
        ("x" * 61, None),
        ("<b>Yes</b>", None),
    ],
)
def test_categories(text: str, kept: str | None) -> None:
    assert values.read_category(text) == kept


def test_dates_of_birth_become_bands_at_the_event() -> None:
    born = pd.Series(["03/03/1961", "02/03/1961", "64", "65-74", "85+", "under 16", "", "prefer not to say", "Ann"])
    dates = np.full(len(born), "2026-03-02", dtype=object)
    bands, failed = values.age_bands(born, dates, this_year=2026)
    assert list(bands) == ["50-64", "65-74", "50-64", "65-74", "85+", "0-15", "", "not stated", ""]
    assert list(failed) == [False] * 8 + [True]


def test_birth_after_the_event_is_no_age() -> None:
    bands, failed = values.age_bands(pd.Series(["01/01/2026"]), np.array(["2025-01-01"], dtype=object), this_year=2026)
    assert (list(bands), list(failed)) == ([""], [True])
