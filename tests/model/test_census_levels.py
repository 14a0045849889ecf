"""Parts of wholes in a census table: by name and by age, and no sum over either end counts anybody twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetmap.model.census_levels import largest_wholes, parts_of, smallest_parts


def test_parts_by_name() -> None:
    names = ["White", "White: Irish", "White: Irish: Traveller", "Whitehall", "Asian: Indian"]
    assert parts_of(names, table="x") == {"White": ("White: Irish",), "White: Irish": ("White: Irish: Traveller",)}
    assert smallest_parts(names, table="x") == ("White: Irish: Traveller", "Whitehall", "Asian: Indian")
    assert largest_wholes(names, table="x") == ("White", "Whitehall", "Asian: Indian")


def test_a_whole_two_steps_up() -> None:
    assert parts_of(["A", "A: B: C"], table="x") == {"A": ("A: B: C",)}


def test_age_bands_lie_in_one_another_in_a_table_of_ages_alone() -> None:
    names = ["Aged 4 years and under", "Aged under 1 year", "Aged 1 to 4 years", "5+"]
    assert parts_of(names, table="age") == {names[0]: (names[1], names[2])}
    assert parts_of(["2+", "3+"], table="cars") == {}


def test_a_band_that_its_parts_do_not_fill_is_kept() -> None:
    names = ["0-15", "1-15", "16+"]
    assert parts_of(names, table="age") == {}
    assert set(smallest_parts(names, table="age")) == set(names)


@given(st.lists(st.lists(st.sampled_from("ABC"), min_size=1, max_size=4), min_size=1, max_size=12))
def test_neither_end_holds_a_category_and_its_part(pieces: list[list[str]]) -> None:
    names = [": ".join(one) for one in pieces]
    for chosen in (smallest_parts(names, table="x"), largest_wholes(names, table="x")):
        assert not any(one.startswith(f"{other}: ") for one in chosen for other in chosen)
    for name in names:  # nobody is left out either
        assert any(name == one or name.startswith(f"{one}: ") for one in largest_wholes(names, table="x"))
