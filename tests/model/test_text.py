"""Text from people is read the same way everywhere, and its shape never tells it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.model import text


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("E-bost:", "e bost"),
        ("Cod Post", "cod post"),
        ("ENW'R GRŴP", "enw r grwp"),
        ("\ufeffName ", "name"),
        ("addr:postcode", "addr postcode"),
    ],
)
def test_plain_form(written: str, plain: str) -> None:
    assert text.plain_form(written) == plain


@pytest.mark.parametrize(
    ("written", "tidy"),
    [("np10 0aa", "NP10 0AA"), ("NE61AB", "NE6 1AB"), (" im1  1ad ", "IM1 1AD"), ("W1A 1AA", "W1A 1AA"), ("NE6", None),
     ("NFA", None), ("P030", None), ("NE% 1AB", None), ("", None)],
)  # fmt: skip
def test_tidy_postcode(written: str, tidy: str | None) -> None:
    assert text.tidy_postcode(written) == tidy


def test_find_postcode_takes_the_last() -> None:
    assert text.find_postcode("Unit A1 2BC House, High St, Newport np20 1fw") == "NP20 1FW"
    assert text.find_postcode("12 High Street") is None


def test_shape_of() -> None:
    assert text.shape_of("NE6 1AB") == "AA9 9AA"
    assert text.shape_of("NE% 1") == "AA? 9"
    assert text.shape_of("Margaret Jones") == "14 characters"


@given(st.text(max_size=12))
def test_a_shape_tells_nothing_but_kinds(value: str) -> None:
    assert set(text.shape_of(value)) <= set("9A? ")


@given(st.text())
def test_harmless_removes_marks_and_only_those(value: str) -> None:
    shown = text.harmless(value)
    assert not set(shown) & set("\u202e\u202d\u2066\u200f\x1b\x00\x9b")
    assert [c for c in value if c.isalnum()] == [c for c in shown if c.isalnum()]


@pytest.mark.parametrize("written", ["51.5,-3", " 51.5 , -3.0 ", "51.5;-3", "51.5 -3"])
def test_a_point_is_read_from_two_numbers(written: str) -> None:
    assert text.read_lat_lon(written) == (51.5, -3.0)


@pytest.mark.parametrize(
    "written", ["", "51.5", "51.5,", "51,5,-3", "51.5,-3,0", "nan,inf", "NP20 1AA", "\u0665,\u0663"]
)
def test_what_is_no_point_is_none(written: str) -> None:
    assert text.read_lat_lon(written) is None
