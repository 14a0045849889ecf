"""Single cells: what is read, and what is not guessed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.model.participation import AGE_BANDS, CHARACTERISTIC_BY_NAME, DECLINED, ROLES, Role
from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.text import plain_form
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
        ("80000", None),
        ("0026-03-02", None),
        ("02/03/0026", None),
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
        ("24:00", None),
        ("2026-03-02 14:30:00", "14:30"),
        ("02/03/2026 2pm", "14:00"),
        ("2026-03-02", None),
    ],
)
def test_times(text: str, time: str | None) -> None:
    assert values.read_time(text) == time


def test_roles_by_words_in_two_languages() -> None:
    words = ["Service user", "GOFALWR", "resident", "PA", "Social worker", "", "king"]
    wanted = ["uses_services", "carer", "community_member", "supporter", "staff", "", None]
    assert [values.read_role(word) for word in words] == wanted


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("people who use services", "uses_services"),
        ("Service users", "uses_services"),
        ("Carers", "carer"),
        ("residents", "community_member"),
        ("Volunteers", "community_member"),
        ("members", "community_member"),
        ("PAs", "supporter"),
        ("Resident / volunteer", "community_member"),
        ("Uses services / carer", "uses_services"),
        ("supporter, personal assistant or interpreter", "supporter"),
        ("carer / staff", None),
        ("Parent carer", "carer"),
        ("parent carers", "carer"),
        ("Person with lived experience", "uses_services"),
        ("Self-advocate", "uses_services"),
        ("Tenants", "community_member"),
        ("Member of the public", "community_member"),
        ("Gwirfoddolwr", "community_member"),
        ("Paid carer", "staff"),
        ("Care worker", "staff"),
        ("BSL interpreter", "supporter"),
        ("Co-chair", "facilitator"),
        ("trustee", None),
        ("councillor", None),
        ("peer", None),
        ("support worker", None),
        ("former carer", None),
        ("carer / king", None),
        ("/", ""),
    ],
)
def test_roles_in_the_plural_and_two_at_once(text: str, role: str | None) -> None:
    assert values.read_role(text) == role


def test_no_word_means_two_roles() -> None:
    words = [word for role in ROLES for word in {plain_form(one) for one in (role.label, role.name, *role.words)}]
    assert sorted(words) == sorted(set(words))


def test_words_of_roles_stand_as_cells_are_compared() -> None:
    assert [word for role in ROLES for word in role.words if word != plain_form(word)] == []


@given(st.sampled_from(ROLES), st.sampled_from(["{}", "{}s", " {} ", "{0} / {0}"]))
def test_every_label_of_ours_is_read(role: Role, form: str) -> None:
    assert values.read_role(form.format(role.label)) == role.name


@pytest.mark.parametrize("text", ["N/A", "-", "?", "unknown", "None", "anon", "Anonymous", " ", "??", "--"])
def test_words_for_nobody_name_nobody(text: str) -> None:
    assert values.read_person(text) == ""


def test_names_and_ids_name_somebody() -> None:
    assert [values.read_person(text) for text in ("Ann", "7", "Ľ", "P-1")] == ["Ann", "7", "Ľ", "P-1"]


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("10:00", "12:00", False),
        ("10:00", "10:00", False),
        ("20:00", "01:00", False),
        ("14:00", "04:00", True),
        ("10:30", "09:00", True),
        ("", "09:00", False),
    ],
)
def test_an_end_before_the_start(start: str, end: str, *, wrong: bool) -> None:
    assert values.ends_before_start(start, end) is wrong


@pytest.mark.parametrize(
    ("of", "text", "kept"),
    [
        ("ethnic_group", "White British", "White: English, Welsh, Scottish, Northern Irish or British"),
        ("ethnic_group", "Asian, Asian British or Asian Welsh", "Asian, Asian British or Asian Welsh"),
        ("ethnic_group", "White: Roma", "White: Roma"),
        ("ethnic_group", "British", None),
        ("ethnic_group", "Irish", None),
        ("ethnic_group", "White - mother is Jane of 3 High St", None),
        ("disability", "Not disabled under the Equality Act", "not disabled"),
        ("disability", "yes", "disabled"),
        ("disability", "Prefer not to say", "prefer not to say"),
        ("religion", "Refused", "prefer not to say"),
        ("disability", "unknown", "not stated"),
        ("disability", "", ""),
        ("disability", "-", "not stated"),
        ("disability", "Yes, her hip", None),
        ("disability", "Yes - limited a lot", "disabled"),
        ("disability", "Rather not say", DECLINED),
        ("disability", "long term condition", None),
        ("carer_status", "Parent carer", "unpaid carer"),
        ("gender", "F", "female"),
        ("religion", "None", "no religion"),
        ("language", "BSL", "British Sign Language"),
        ("language", "Белый", None),
        ("language", "NP20 1AA", None),
        ("language", "ann@example.org", None),
        ("carer_status", "<b>Yes</b>x", None),
    ],
)
def test_only_words_in_the_table_are_kept(of: str, text: str, kept: str | None) -> None:
    assert values.read_category(text, of) == kept


def test_every_characteristic_but_age_has_its_words_and_no_word_means_two() -> None:
    assert set(CATEGORIES) == set(CHARACTERISTIC_BY_NAME) - {"age_band"}
    for rows in CATEGORIES.values():
        words = [word for row in rows for word in {plain_form(one) for one in (row.name, *row.words)}]
        assert sorted(words) == sorted(set(words))


@given(st.text(max_size=30), st.sampled_from(sorted(CATEGORIES)))
def test_nothing_but_a_category_comes_out(text: str, of: str) -> None:
    assert values.read_category(text, of) in {None, "", "not stated", DECLINED, *(row.name for row in CATEGORIES[of])}


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("3-85", None),
        ("12-5", None),
        ("74-65", None),
        ("under 0", None),
        ("17-17", None),
        ("65+", None),
        ("under 18", None),
        ("131-140", None),
        ("131", None),
        ("18 to 24", "16-24"),
        ("66 - 70", "65-74"),
        ("90+", "85+"),
        ("under 5", "0-15"),
        ("64.0", "50-64"),
        ("05/05/15", "0-15"),
        ("05/05/27", None),
        ("05/05/1910", None),
        ("her 70s", None),
        ("65 and over", None),
        ("85 years and over", "85+"),
        ("86 or older", "85+"),
        ("85 oed a throsodd", "85+"),
        ("65 to 74 yrs", "65-74"),
        ("67 years old", "65-74"),
        ("under 16s", "0-15"),
        ("1958", "65-74"),
        ("born 1960", "65-74"),
        ("1961", None),
        ("1976", None),
        ("1910", None),
        ("2026", None),
        ("2027", None),
    ],
)
def test_ages_become_one_of_our_bands_or_nothing(text: str, band: str | None) -> None:
    bands, failed = values.age_bands(pd.Series([text]), np.array(["2026-03-02"], dtype=object), this_year=2026)
    assert (list(bands), list(failed)) == ([band or ""], [band is None])


@given(st.text(max_size=20))
def test_no_age_but_our_bands_comes_out(text: str) -> None:
    bands, _ = values.age_bands(pd.Series([text]), np.array(["2026-03-02"], dtype=object), this_year=2026)
    assert bands[0] in {"", "not stated", DECLINED, *(name for _, _, name in AGE_BANDS)}


def test_dates_of_birth_become_bands_at_the_event() -> None:
    born = pd.Series(["03/03/1961", "02/03/1961", "64", "65-74", "85+", "under 16", "", "rather not say", "?", "Ann"])
    dates = np.full(len(born), "2026-03-02", dtype=object)
    bands, failed = values.age_bands(born, dates, this_year=2026)
    assert list(bands) == ["50-64", "65-74", "50-64", "65-74", "85+", "0-15", "", DECLINED, "not stated", ""]
    assert list(failed) == [False] * 9 + [True]


def test_birth_after_the_event_is_no_age() -> None:
    bands, failed = values.age_bands(pd.Series(["01/01/2026"]), np.array(["2025-01-01"], dtype=object), this_year=2026)
    assert (list(bands), list(failed)) == ([""], [True])
