"""The audit and the gate, judged by trying every table, and by a plain linear programme over everything."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from release_maker import (
    CROSSED,
    PlainProgramme,
    exact_table,
    figures_of,
    random_release,
    release_of,
    tables_that_fit,
)

from assetmap.analysis.disclosure import ReleasedCount, release_count
from assetmap.analysis.disclosure_audit import Figure, Provable, audit
from assetmap.analysis.release_gate import close_gate, join_neighbours
from assetmap.analysis.release_tables import ReleasedTables, is_held_back
from assetmap.model.release import HoldReason
from assetmap.model.representation import SHARE_RULE

RANDOM_TABLES = 500
LOOKED_AT = 2
"""Figures that the plain programme looks at in a large table; in a small one it looks at all."""
SMALL = 24


@pytest.mark.parametrize("rows", [[[12, 9]], [[3, 11], [10, 2]], [[9, 9], [4, 0]], [[12, 1], [0, 10], [2, 13]]])
def test_the_audit_proves_what_trying_every_table_proves(rows: list[list[int]]) -> None:
    tables = release_of(exact_table(rows))
    fitting = list(tables_that_fit(tables))
    found = audit(tables).provable
    assert set(found) == {figure for figure, count in figures_of(tables).items() if count.low < 10}
    for figure, ends in found.items():
        numbers = {one[figure] for one in fitting}
        assert (ends.low, ends.high) == (min(numbers), max(numbers)), figure


def test_the_audit_proves_what_a_plain_programme_proves() -> None:
    """Other characteristics narrow the number of all people, and so the places: all of it is looked at together."""
    rng = np.random.default_rng(5)
    short = 0
    for _ in range(60):
        tables = random_release(rng, int(rng.integers(1, 5)), int(rng.integers(1, 4)), int(rng.integers(0, 90)))
        plain = PlainProgramme(tables)
        found = audit(tables)
        assert {one: (ends.low, ends.high) for one, ends in found.provable.items()} == {
            one: plain.ends(one) for one in found.provable
        }
        short += bool(found.faults)
    assert 5 < short < 55


def test_a_known_leak_is_caught() -> None:
    """12, 12 and 9 with a plain total of 35 have one answer; so has a row of a place."""
    counts = {name: release_count(number) for name, number in {"a": 12, "b": 12, "c": 9}.items()}
    leaking = ReleasedTables(release_count(33), counts)
    assert leaking.people.text == "35"
    assert audit(leaking).provable == {Figure(place="c"): Provable(9, 9)}
    assert audit(leaking).faults == (Figure(place="c"),)
    with pytest.raises(ValueError, match="table of places"):
        close_gate(leaking)
    row = release_of(exact_table([[12, 12, 9], [60, 70, 80]]))
    assert Figure(CROSSED, "place 0", "group 2") in audit(row).faults


def test_other_groups_beside_the_places_are_seen() -> None:
    """The groups alone, and the places alone, give nothing away; together they narrow the number of all people."""
    alone = release_of(exact_table([[12], [3], [24]]))
    assert audit(alone).faults == ()
    beside = release_of(exact_table([[12], [3], [24]]), age=[12, 12, 15])
    assert audit(alone).provable[Figure(place="place 1")] == Provable(0, 9)
    assert audit(beside).provable[Figure(place="place 1")] == Provable(0, 8)


def test_what_a_fault_is() -> None:
    assert [Provable(low, high).too_short for low, high in ((0, 4), (0, 3), (6, 9), (9, 13), (9, 12), (10, 10))] == [
        False, True, True, False, True, False,
    ]  # fmt: skip


def test_no_random_release_has_a_short_interval_behind_the_gate() -> None:
    """500 tables from a village to a city, sparse and dense; judged by a plain programme, not by the audit."""
    rng = np.random.default_rng(20260303)
    before = after = held = 0
    for number in range(RANDOM_TABLES):
        large = number % 10 == 0
        places, groups = (int(rng.integers(20, 60)), 8) if large else (int(n) for n in rng.integers(1, [9, 7]))
        tables = random_release(rng, places, groups, int(places * rng.choice([0, 1, 4, 20, 90]) * rng.uniform(0.5, 2)))
        gated = close_gate(tables)
        before += bool(audit(tables).faults)
        held += bool(gated.held)
        known = figures_of(gated.tables)
        asked = [figure for figure, count in known.items() if count.low < SHARE_RULE.hidden_below]
        if len(asked) > SMALL or number % 4:
            asked = [asked[n] for n in rng.permutation(len(asked))[:LOOKED_AT]]
        plain = PlainProgramme(gated.tables)
        after += sum(Provable(*plain.ends(figure)).too_short for figure in asked)
    assert after == 0
    assert before > RANDOM_TABLES / 20
    assert held == before


def test_the_gate_never_says_anything_untrue_and_only_coarsens() -> None:
    rng = np.random.default_rng(17)
    for _ in range(60):
        tables = random_release(rng, int(rng.integers(1, 8)), int(rng.integers(1, 5)), int(rng.integers(0, 250)))
        behind = figures_of(close_gate(tables).tables)
        for figure, count in figures_of(tables).items():
            assert behind[figure].low <= count.low <= count.high <= behind[figure].high, figure
            assert behind[figure].text == count.text or not count.hidden or is_held_back(behind[figure])
        shown = [figure for figure in behind if figure.characteristic is None]
        assert all(behind[figure] == figures_of(tables)[figure] for figure in shown)


def test_the_gate_looks_at_released_figures_alone() -> None:
    """Exact tables that are released alike leave the gate alike, with the same reasons."""
    rng = np.random.default_rng(23)
    alike = 0
    for _ in range(30):
        exact = exact_table(rng.integers(0, 25, (3, 3)).tolist())
        first = release_of(exact)
        for _ in range(60):
            other = exact + rng.integers(-2, 3, (3, 3))
            if (other.to_numpy() >= 0).all() and figures_of(again := release_of(other)) == figures_of(first):
                alike += not other.equals(exact)
                assert close_gate(again) == close_gate(first)
    assert alike > 5


def test_rows_are_held_back_in_twos_of_like_size() -> None:
    rows = [[12, 12, 9], [60, 70, 80], [30, 12, 4], [100, 2, 31]]
    gated = close_gate(release_of(exact_table(rows)))
    assert [one for one in gated.held if one.places] == [
        dataclasses.replace(gated.held[0], reason=HoldReason.PLACES, places=("place 0", "place 2"))
    ]
    cross = gated.tables.cross
    assert cross is not None
    held = [place for place, row in cross.rows.items() if all(is_held_back(count) for count in row.values())]
    assert held == ["place 0", "place 2"]


def test_groups_without_places_are_joined_before_they_are_held_back() -> None:
    """90 of 98 to 102: whoever is not among them would be at least 6."""
    tables = release_of(exact_table([[51, 49]]), age=[92, 8])
    assert audit(tables).provable[Figure("age", None, "age 1")] == Provable(6, 9)
    gated = close_gate(tables)
    assert [count.text for count in gated.tables.groups["age"].counts.values()] == ["90 to 95", "fewer than 10"]
    assert [(one.reason, one.characteristic) for one in gated.held] == [(HoldReason.JOINED, "age")]


def test_neighbours_are_joined_on_a_fixed_grid() -> None:
    texts = {
        number: [join_neighbours(release_count(n), number).text for n in (3, 10, 15, 20, 97)] for number in (1, 2, 4)
    }
    assert texts == {
        1: ["fewer than 10", "10", "15", "20", "95"],
        2: ["fewer than 10", "10 to 15", "10 to 15", "20 to 25", "90 to 95"],
        4: ["fewer than 10", "10 to 15", "10 to 15", "20 to 35", "80 to 95"],
    }
    joined = join_neighbours(release_count(97), 2)
    assert (joined.low, joined.high) == (88, 97)


@pytest.mark.parametrize(
    "rows",
    [
        [[0, 0, 0], [0, 0, 0]],
        [[4]],
        [[40]],
        [[12, 12, 9]],
        [[3], [30], [0]],
        [[1, 0], [0, 0]],
        [[0, 0, 41], [0, 0, 8], [0, 0, 0]],
    ],
)
def test_small_and_empty_releases_come_through(rows: list[list[int]]) -> None:
    """Nobody, one place, one group, fewer than 10 people, everybody "not stated"."""
    total = sum(map(sum, rows))
    gated = close_gate(release_of(exact_table(rows), age=[total], language=[0, total]))
    assert audit(gated.tables).faults == ()
    assert not [text for text in (count.text for count in figures_of(gated.tables).values()) if text in "123456789"]


def test_tables_of_two_releases_are_refused() -> None:
    one = ReleasedCount("20", 18, 22, 20.0)
    with pytest.raises(ValueError, match="one release"):
        audit(ReleasedTables(one, {"a": release_count(100)}))
