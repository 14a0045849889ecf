"""Which categories are compared: no person twice, no person left out, against every tree that hypothesis makes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assetmap.analysis.census_groups import choose_categories, fold_groups

BROAD = {"A": ("A1", "A2"), "B": ("B1", "B2")}


def test_parts_are_used_where_they_tell_more() -> None:
    parts = {"White": ("White: Irish", "White: Other"), "Not": ("Not: a", "Not: b")}
    sizes = {"White": 10, "White: Irish": 4, "White: Other": 6, "Not": 8, "Not: a": 3, "Not: b": 5}
    meanings = dict(zip(sizes, ("W", "I", "O", "n", "n", "n"), strict=True))
    assert choose_categories(sizes, parts, meanings).used == ["White: Irish", "White: Other", "Not"]


def test_parts_that_are_not_all_of_it_are_not_used_and_their_people_are_not_lost() -> None:
    parts = {"White": ("White: Irish",)}
    choice = choose_categories(
        {"White": 100, "White: Irish": 4, "x": 1}, parts, {"White": "W", "White: Irish": "I", "x": ""}
    )
    assert choice.used == ["White", "x"]
    assert choice.merged == {"I": "W"}
    assert choose_categories({"W": 100, "W: I": 96}, {"W": ("W: I",)}, {"W": "w", "W: I": "i"}).used == ["W: I"]


@st.composite
def trees(draw: st.DrawFn) -> tuple[dict[str, float], dict[str, tuple[str, ...]], dict[str, str], dict[str, set[int]]]:
    """Draw a table: people by number in each smallest part; wholes hold the people of their parts."""
    sizes: dict[str, float] = {}
    parts: dict[str, tuple[str, ...]] = {}
    people: dict[str, set[int]] = {}
    next_person = 0

    def grow(name: str, depth: int) -> set[int]:
        nonlocal next_person
        sizes[name] = 0
        number = draw(st.integers(0, 3)) if depth < 3 else 0
        if number:
            parts[name] = tuple(f"{name}: {at}" for at in range(number))
            people[name] = set().union(*(grow(one, depth + 1) for one in parts[name]))
        else:
            many = draw(st.integers(0, 5))
            people[name] = set(range(next_person, next_person + many))
            next_person += many
        sizes[name] = len(people[name])
        return people[name]

    for at in range(draw(st.integers(1, 4))):
        grow(f"c{at}", 0)
    meanings = {name: draw(st.sampled_from(["", "x", "y", "z"])) for name in sizes}
    return sizes, parts, meanings, people


@given(trees())
def test_nobody_twice_and_nobody_left_out(
    tree: tuple[dict[str, float], dict[str, tuple[str, ...]], dict[str, str], dict[str, set[int]]],
) -> None:
    sizes, parts, meanings, people = tree
    used = choose_categories(sizes, parts, meanings).used
    counted = [one for name in used for one in people[name]]
    assert sorted(counted) == sorted(set().union(*people.values()))


def test_a_broad_group_or_its_parts_never_both() -> None:
    groups = ["A", "A1", "A2", "B", "B1", "B2", "C"]
    own = {one: one for one in groups}
    assert fold_groups(groups, ["A1", "A2", "B1", "C"], BROAD, merged={}, joined=()) == own
    whole_a = own | {"A1": "A", "A2": "A"}
    assert fold_groups(groups, ["A", "A1", "B1"], BROAD, merged={}, joined=()) == whole_a
    assert fold_groups(groups, ["A", "B1"], BROAD, merged={}, joined=()) == whole_a
    assert fold_groups(groups, ["A1", "B1"], BROAD, merged={}, joined=["A"]) == whole_a
    assert fold_groups(groups, ["B"], BROAD, merged={"C": "B1"}, joined=BROAD) == whole_a | {
        "B1": "B",
        "B2": "B",
        "C": "B",
    }


@given(st.sets(st.sampled_from(["A", "A1", "A2", "B", "B1", "B2"])), st.sets(st.sampled_from(["A", "B"])))
def test_no_fold_ends_in_a_group_and_its_part(compared: set[str], joined: set[str]) -> None:
    groups = ["A", "A1", "A2", "B", "B1", "B2"]
    fold = fold_groups(groups, compared, BROAD, merged={}, joined=joined)
    columns = {fold[one] for one in compared}
    for broad, some in BROAD.items():
        assert not (broad in columns and columns & set(some))
    assert all(fold[fold[one]] == fold[one] for one in groups)
