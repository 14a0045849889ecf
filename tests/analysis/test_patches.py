"""Areas merged into patches: a map worked on paper, and what holds of every map."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetmap.analysis.patches import join_small_parts, merge_neighbours

MAP = st.integers(1, 14).flatmap(
    lambda n: st.tuples(
        st.lists(st.one_of(st.floats(0, 30), st.just(float("nan"))), min_size=n, max_size=n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=25),
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=n, max_size=n, unique=True),
    )
)


def groups(patches: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(patches == one).tolist()) for one in patches}


def ties_of(
    people: np.ndarray, pairs: list[tuple[int, int]], points: list[tuple[int, int]], least: float
) -> list[tuple[int, int]]:
    """Return the ties between parts of a map, its rows from west to east: where two are as near, the first is taken."""
    order = sorted(range(len(points)), key=points.__getitem__)
    place_of = {row: place for place, row in enumerate(order)}
    moved = np.array([(place_of[a], place_of[b]) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    ties = join_small_parts(people[order], moved, np.array(points, float)[order], least)
    return [(order[a], order[b]) for a, b in ties.tolist()]


def test_a_row_of_six_worked_on_paper() -> None:
    """Six areas side by side, 1 apart; each patch needs 4 people.

    The smallest, row 1 with 1 person, may join row 0 or row 2: both make a spread of 1/4, with 4 or 3 people. It joins
    row 2. Rows 3 and 4 have 2 people each and come next. Row 3 joins row 4 (4 people times 1/4) sooner than the two on
    its other side (5 people times 2/3), and both have enough. Row 0 and rows 1 and 2 have 3 people each: they join.
    """
    patches = merge_neighbours(
        expected=[3, 1, 2, 2, 2, 9],
        neighbours=[(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)],
        points=[(x, 0) for x in range(6)],
        least=4,
    )
    assert patches.tolist() == [0, 0, 0, 1, 1, 2]


@pytest.mark.parametrize(("people", "patches"), [(60, 3), (100, 4), (300, 13)])
def test_an_even_map_allows_nearly_as_many_patches_as_there_can_be(people: int, patches: int) -> None:
    """Ten by ten areas alike; 60 people could fill 3.5 patches of 17.1, 100 people 5.8.

    With 300 people an area has 3, so a patch needs six whole areas, 18 people: at most 16.
    """
    rows = np.arange(100).reshape(10, 10)
    across, up = zip(rows[:, :-1].flat, rows[:, 1:].flat, strict=True), zip(rows[:-1].flat, rows[1:].flat, strict=True)
    found = merge_neighbours(
        expected=np.full(100, people / 100),
        neighbours=[*across, *up],
        points=np.column_stack([rows.ravel() % 10, rows.ravel() // 10]),
        least=17.1,
    )
    assert found.max() + 1 >= patches
    assert np.bincount(found).min() * people / 100 >= 17.1


@pytest.mark.parametrize("seed", range(20))
def test_no_patch_is_cut_in_two_by_what_it_spares(seed: int) -> None:
    chance = np.random.default_rng(seed)
    grid = nx.convert_node_labels_to_integers(nx.grid_2d_graph(7, 7))
    expected = chance.gamma(1, 1, 49)
    patches = merge_neighbours(
        expected=expected,
        neighbours=list(grid.edges),
        points=chance.normal([(row % 7, row // 7) for row in range(49)], 0.1),
        least=6,
    )
    assert expected.sum() / 12 <= len(groups(patches)) <= expected.sum() / 6
    for one in groups(patches):
        assert nx.is_connected(grid.subgraph(one))
        assert expected[list(one)].sum() >= 6


def test_an_island_goes_with_the_nearest_shore() -> None:
    """Rows 0 to 2 are a coast, rows 3 and 4 an island off row 2, row 5 a rock off the island."""
    coast, island, rock = [(0, 0), (1, 0), (2, 0)], [(3, 2), (4, 2)], [(5, 2)]
    patches = merge_neighbours(
        expected=[5, 5, 5, 1, 1, 0], neighbours=[(0, 1), (1, 2), (3, 4)], points=coast + island + rock, least=4
    )
    assert groups(patches) == {frozenset({0}), frozenset({1}), frozenset({2, 3, 4, 5})}


def test_an_island_with_people_enough_stands_alone() -> None:
    patches = merge_neighbours(
        expected=[5, 5, 2, 2], neighbours=[(0, 1), (2, 3)], points=[(0, 0), (1, 0), (2, 0), (3, 0)], least=4
    )
    assert groups(patches) == {frozenset({0}), frozenset({1}), frozenset({2, 3})}


def test_too_few_in_all_are_one_patch() -> None:
    for expected in ([1, 1, 1], [0, 0, 0], [np.nan, np.nan, 2]):
        patches = merge_neighbours(expected=expected, neighbours=[], points=[(0, 0), (9, 9), (5, 0)], least=4)
        assert patches.tolist() == [0, 0, 0]


def test_no_areas_no_patches() -> None:
    assert merge_neighbours(expected=[], neighbours=[], points=[], least=4).tolist() == []


@given(MAP, st.floats(0.5, 40))
def test_what_holds_of_every_map(drawn: tuple[list[float], list[tuple[int, int]], list[tuple[int, int]]],
                                 least: float) -> None:  # fmt: skip
    expected, pairs, points = drawn
    people = np.nan_to_num(expected)
    patches = merge_neighbours(expected=expected, neighbours=pairs, points=points, least=least)
    found = groups(patches)
    assert sorted(row for one in found for row in one) == list(range(len(people)))
    assert sorted(set(patches.tolist())) == list(range(len(found)))

    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(len(people)))
    parts = list(nx.connected_components(graph))
    ties = ties_of(people, pairs, points, least)
    graph.add_edges_from(ties)
    for one in found:
        assert people[list(one)].sum() >= least * (1 - 1e-9) or len(found) == 1
        assert nx.is_connected(graph.subgraph(one))
    needy = sum(people[list(part)].sum() < least for part in parts)
    assert len(ties) <= needy, "only parts with too few are tied to others"


@given(MAP, st.floats(0.5, 40), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    drawn: tuple[list[float], list[tuple[int, int]], list[tuple[int, int]]], least: float, chance: random.Random
) -> None:
    expected, pairs, points = drawn
    order = list(range(len(expected)))
    chance.shuffle(order)
    moved_to = {row: place for place, row in enumerate(order)}
    before = merge_neighbours(expected=expected, neighbours=pairs, points=points, least=least)
    after = merge_neighbours(
        expected=[expected[row] for row in order],
        neighbours=[(moved_to[b], moved_to[a]) for a, b in reversed(pairs)],
        points=[points[row] for row in order],
        least=least,
    )
    assert before[order].tolist() == after.tolist()


@pytest.mark.parametrize(
    "wrong",
    [
        {"least": 0},
        {"least": float("nan")},
        {"neighbours": [(0, 2)]},
        {"neighbours": [(-1, 0)]},
        {"expected": [1, -1]},
        {"expected": [1, float("inf")]},
        {"points": [(0, 0)]},
        {"points": [(0, 0), (0, float("nan"))]},
    ],
)
def test_what_cannot_be_merged_is_refused(wrong: dict[str, object]) -> None:
    given_: dict[str, object] = {"expected": [1, 2], "neighbours": [(0, 1)], "points": [(0, 0), (1, 1)], "least": 4}
    with pytest.raises(ValueError, match=r"\.$"):
        merge_neighbours(**(given_ | wrong))  # type: ignore[arg-type]
