"""The spatial scan against SaTScan's own output, published tables, sums in fractions, and the ways of chance."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats

from assetmap.analysis import spatial_scan, spatial_scan_kernels
from assetmap.analysis.spatial_scan import Cluster
from assetmap.errors import OptionError

Map = list[tuple[int, int, int, int]]
"""For each area its x, y, population and cases."""
NOTHING = 1e-9
"""Ratios this low are none."""


def search(rows: Any, direction: str, max_share: float, simulations: int = 0, seed: int = 1) -> list[Cluster]:
    """Scan a list of areas."""
    table = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return spatial_scan.scan(
        cases=table[:, 3],
        population=table[:, 2],
        coordinates=table[:, :2],
        direction=direction,
        max_share=max_share,
        simulations=simulations,
        rng=np.random.default_rng(seed),
    )


# --- the oracle: every circle, in whole numbers and fractions ---------------------------------------------------------


def all_circles(rows: Map, max_share: Fraction) -> set[frozenset[int]]:
    """Return the members of every circle that is allowed."""
    lived_in = [row for row, area in enumerate(rows) if area[2] > 0]
    everyone = sum(rows[row][2] for row in lived_in)
    found = set()
    for centre in lived_in:
        away = {row: sum((rows[row][axis] - rows[centre][axis]) ** 2 for axis in (0, 1)) for row in lived_in}
        for radius in set(away.values()):
            members = frozenset(row for row in lived_in if away[row] <= radius)
            people = sum(rows[row][2] for row in members)
            if people <= max_share * everyone and people < everyone:
                found.add(members)
    return found


def ratio_of(rows: Map, members: frozenset[int], direction: str, cases: list[int]) -> float:
    """Return the log likelihood with two rates less that with one; 0 where the rates lie the other way."""
    parts = [
        [row for row, area in enumerate(rows) if area[2] > 0 and (row in members) is inside] for inside in (True, False)
    ]
    (came, lived), (came_out, lived_out) = [
        (sum(cases[row] for row in part), sum(rows[row][2] for row in part)) for part in parts
    ]
    inside, outside = Fraction(came, lived), Fraction(came_out, lived_out)
    if inside == outside or (inside > outside) is not (direction == "high"):
        return 0.0
    two = sum(number * math.log(rate) for number, rate in ((came, inside), (came_out, outside)) if number)
    return two - (came + came_out) * math.log(Fraction(came + came_out, lived + lived_out))


def assert_as_the_oracle(rows: Map, direction: str, max_share: Fraction, found: list[Cluster]) -> None:
    """Check that each cluster is the best circle apart from those before, and that none is left in the end.

    Of equal ratios either may come first, so the oracle follows the order found.
    """
    cases = [area[3] for area in rows]
    ratios = {members: ratio_of(rows, members, direction, cases) for members in all_circles(rows, max_share)}
    everyone, total = sum(area[2] for area in rows), sum(area[3] for area in rows if area[2] > 0)
    for cluster in found:
        members = frozenset(cluster.members)
        assert list(cluster.members) == sorted(members)
        assert ratios[members] == pytest.approx(max(ratios.values()), abs=NOTHING)
        assert cluster.log_likelihood_ratio == pytest.approx(ratios[members], abs=NOTHING)
        came, lived = (sum(rows[row][column] for row in members) for column in (3, 2))
        assert cluster.observed == came
        assert cluster.expected == pytest.approx(total * lived / everyone)
        outside = (total - came) / (everyone - lived)
        assert cluster.relative_risk == pytest.approx(came / lived / outside if outside else math.inf)
        ratios = {other: ratio for other, ratio in ratios.items() if not other & members}
    assert max(ratios.values(), default=0.0) <= NOTHING


@st.composite
def maps(draw: st.DrawFn, most: int = 12) -> Map:
    """Make small maps with all that is awkward: one point twice, equal distances, nobody living or coming there."""
    spread = draw(st.sampled_from([1, 4, 50]))
    place = st.integers(0, spread)
    population = st.one_of(st.just(0), st.integers(1, 6), st.integers(1, 2000))
    cases = st.one_of(st.just(0), st.integers(0, 9))
    return draw(st.lists(st.tuples(place, place, population, cases), min_size=1, max_size=most))


DIRECTION = st.sampled_from(["high", "low"])
SHARE = st.fractions(Fraction(1, 20), 1, max_denominator=20)


@settings(max_examples=400, deadline=None)
@given(maps(), DIRECTION, SHARE)
@example([(0, 0, 1, 5), (1, 0, 1, 0), (-1, 0, 1, 5), (9, 9, 4, 1)], "high", Fraction(1, 2))
@example([(0, 0, 1, 5), (1, 0, 2, 5), (9, 9, 7, 1)], "high", Fraction(3, 10))
def test_every_small_map_equals_the_oracle(rows: Map, direction: str, max_share: Fraction) -> None:
    assert_as_the_oracle(rows, direction, max_share, search(rows, direction, float(max_share)))


@settings(max_examples=150, deadline=None)
@given(maps(), DIRECTION, SHARE)
@example([(3, 0, 1, 9), (4, 0, 1, 9), (5, 0, 1, 0), (2, 0, 1, 0), (50, 0, 9, 3)], "high", Fraction(1, 5))
@example([(5, 0, 1, 9), (4, 0, 1, 9), (3, 0, 1, 0), (6, 0, 1, 0), (50, 0, 9, 3)], "high", Fraction(1, 5))
def test_distances_that_are_equal_but_for_rounding(rows: Map, direction: str, max_share: Fraction) -> None:
    """On a grid of 0.1 far from the origin no two distances come out equal; the circles are the same."""
    moved = [(300_000.3 + 0.1 * x, 200_000.7 + 0.1 * y, population, cases) for x, y, population, cases in rows]
    assert_as_the_oracle(rows, direction, max_share, search(moved, direction, float(max_share)))


@settings(max_examples=100, deadline=None)
@given(maps(), DIRECTION, SHARE, st.integers(0, 2**32 - 1))
def test_p_values_equal_the_oracle(rows: Map, direction: str, max_share: Fraction, seed: int) -> None:
    """Chance deals out known maps: each p-value is a count of those with a circle as high."""
    rows = sorted(area for area in set(rows) if area[2] > 0)
    dealt = []

    class Dealer:
        def multinomial(self, total: int, share: np.ndarray, size: int) -> np.ndarray:
            np.testing.assert_allclose(share, [area[2] / sum(row[2] for row in rows) for area in rows])
            dealt.append(np.random.default_rng(seed).multinomial(total, share, size=size))
            return dealt[-1]

    table, dealer = np.array(rows).reshape(-1, 4), Dealer()
    found = spatial_scan.scan(
        cases=table[:, 3], population=table[:, 2], coordinates=table[:, :2], direction=direction,
        max_share=float(max_share), simulations=19, rng=dealer,  # type: ignore[arg-type]
    )  # fmt: skip
    circles = all_circles(rows, max_share)
    by_chance = [
        max(ratio_of(rows, one, direction, deal) for one in circles) for deals in dealt for deal in deals.tolist()
    ]
    for cluster in found:
        as_high = sum(ratio >= cluster.log_likelihood_ratio - 2 * NOTHING for ratio in by_chance)
        assert cluster.p_value == (1 + as_high) / 20


def test_maps_by_chance_are_scanned_in_blocks_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = chance_map(np.random.default_rng(2), 20)
    whole = search(rows, "high", 0.5, simulations=50)
    monkeypatch.setattr(spatial_scan, "MAPS_AT_ONCE", 7)
    assert search(rows, "high", 0.5, simulations=50) == whole
    assert 0.02 < whole[0].p_value < 1


# --- what is known of chance ------------------------------------------------------------------------------------------


def chance_map(rng: np.random.Generator, areas: int, rate: float = 2.0) -> np.ndarray:
    """Return a map without any cluster: populations very unlike each other, cases by chance."""
    population = rng.integers(1, 1000, areas) * rng.choice([1, 10], areas)
    cases = rng.multinomial(int(rate * areas), population / population.sum())
    return np.column_stack((rng.random((areas, 2)), population, cases))


@pytest.mark.parametrize("direction", ["high", "low"])
def test_without_a_cluster_every_p_value_is_as_likely(direction: str) -> None:
    """300 maps by chance: p-values lie as close to even as 300 even numbers do 99 times in 100."""
    rng = np.random.default_rng(11)
    lowest = []
    for seed in range(300):
        found = search(chance_map(rng, 30, 6.0), direction, 0.5, simulations=99, seed=seed)
        lowest.append(found[0].p_value)
    # A p-value is one of 100 steps; half a step is taken off to lie in the middle of what it stands for.
    apart = stats.kstest(np.array(lowest) - 0.005, "uniform")
    assert apart.statistic < 1.63 / math.sqrt(300)


@pytest.mark.parametrize(("direction", "inside"), [("low", 1), ("high", 9)])
def test_a_planted_cluster_is_found(direction: str, inside: int) -> None:
    """On a grid of 10 by 10, four people from each area but the nine round (6, 3)."""
    rng = np.random.default_rng(3)
    places = [(x, y) for x in range(10) for y in range(10)]
    planted = {row for row, (x, y) in enumerate(places) if math.hypot(x - 6, y - 3) < 1.5}
    assert len(planted) == 9
    rows = [(x, y, 100, rng.poisson(inside if row in planted else 4)) for row, (x, y) in enumerate(places)]
    first, *others = search(rows, direction, 0.25, simulations=999)
    assert planted <= set(first.members)
    assert len(first.members) <= 13
    assert first.p_value <= 0.01
    assert all(cluster.p_value > 0.05 for cluster in others)
    other_way = search(rows, "low" if direction == "high" else "high", 0.25, simulations=999)
    assert all(not planted <= set(cluster.members) for cluster in other_way)


def test_the_same_seed_gives_the_same_answer() -> None:
    rows = chance_map(np.random.default_rng(4), 40)
    first = search(rows, "high", 0.5, simulations=199, seed=8)
    assert len(first) > 3
    assert search(rows, "high", 0.5, simulations=199, seed=8) == first
    assert search(rows, "high", 0.5, simulations=199, seed=9) != first


@settings(max_examples=150, deadline=None)
@given(maps(), DIRECTION, SHARE, st.randoms(use_true_random=False))
def test_the_order_of_areas_changes_nothing(rows: Map, direction: str, max_share: Fraction, shuffler: Any) -> None:
    """To the last digit, with populations of which a sum depends on its order."""
    order = list(range(len(rows)))
    shuffler.shuffle(order)
    uneven = [(x, y, people / 7, cases) for x, y, people, cases in rows]
    straight = search(uneven, direction, float(max_share), simulations=19)
    mixed = search([uneven[row] for row in order], direction, float(max_share), simulations=19)
    assert len(straight) == len(mixed)
    for one, other in zip(straight, mixed, strict=True):
        places = [
            sorted(uneven[row] for row in rows_of) for rows_of in (one.members, [order[i] for i in other.members])
        ]
        assert places[0] == places[1]
        assert one.p_value == other.p_value
        assert (one.observed, one.expected, one.log_likelihood_ratio) == (
            other.observed, other.expected, other.log_likelihood_ratio,
        )  # fmt: skip


# --- paper ------------------------------------------------------------------------------------------------------------


def test_areas_equally_far_away_enter_together() -> None:
    """West and east lie as far from the middle: no circle round the middle holds it with only one of them."""
    rows = [(-1, 0, 1, 9), (0, 0, 1, 9), (1, 0, 1, 0), (50, 0, 3, 1), (60, 0, 3, 1)]
    assert [cluster.members for cluster in search(rows, "high", 0.3)] == [(0, 1)]  # a circle round the west one
    ring = [(-1, 0, 1, 9), (0, 0, 1, 9), (1, 0, 1, 0), (-2, 0, 1, 0), (50, 0, 9, 3)]
    assert search(ring, "high", 0.2)[0].members in {(0,), (1,)}  # in no circle are these two alone


def test_areas_at_one_point_are_in_every_circle_together() -> None:
    rows = [(3, 3, 10, 8), (3, 3, 10, 0), (3, 3, 10, 0), (8, 8, 40, 2)]
    found = search(rows, "high", 0.9)
    assert [cluster.members for cluster in found] == [(0, 1, 2)]
    assert search(rows, "high", 0.3) == []  # together they are 3 people in 7: too many
    assert search([(5, 5, 10, cases) for cases in (0, 7, 9)], "high", 1.0) == []


def test_of_equal_ratios_the_one_with_fewer_areas_comes_first() -> None:
    """Ten people and five cases, once in two areas and once in one."""
    rows = [(0, 0, 5, 2), (1, 0, 5, 3), (50, 0, 10, 5), (200, 0, 500, 5), (400, 0, 500, 5)]
    found = search(rows, "high", 0.01)
    assert [cluster.members for cluster in found] == [(2,), (0, 1)]
    assert found[0].log_likelihood_ratio == found[1].log_likelihood_ratio


def test_an_area_without_people_takes_no_part() -> None:
    """Its cases are not counted, and it is in no cluster though it lies in the middle of one."""
    rows = [(0, 0, 10, 6), (1, 0, 0, 100), (2, 0, 10, 6), (30, 0, 80, 4)]
    without = [rows[0], rows[2], rows[3]]
    found = search(rows, "high", 0.5, simulations=99)
    assert [cluster.members for cluster in found] == [(0, 2)]
    assert found[0].expected == pytest.approx(16 * 0.2)
    assert found[0].p_value == search(without, "high", 0.5, simulations=99)[0].p_value


@pytest.mark.parametrize("direction", ["high", "low"])
@pytest.mark.parametrize("max_share", [0.5, 1.0])
@pytest.mark.parametrize(
    "rows",
    [
        [],
        [(0, 0, 10, 3)],
        [(0, 0, 0, 3), (1, 0, 0, 2)],
        [(0, 0, 10, 0), (1, 0, 10, 0)],
        [(0, 0, 0, 7), (1, 0, 10, 0), (2, 0, 10, 0)],
        [(0, 0, 10, 1), (1, 0, 20, 2), (2, 0, 30, 3), (5, 5, 70, 7)],
        [(0, 0, 1e-300, 1), (1, 0, 1e300, 3)],
    ],
    ids=["no areas", "one area", "no people", "no cases", "cases among nobody", "one rate", "hardly anybody"],
)
def test_maps_on_which_there_is_nothing_to_find(rows: Any, direction: str, max_share: float) -> None:
    found = search(rows, direction, max_share, simulations=9)
    assert [cluster for cluster in found if cluster.expected > NOTHING] == []


def test_all_cases_inside_and_none() -> None:
    rows = [(0, 0, 10, 4), (1, 0, 10, 0), (2, 0, 10, 0)]
    high, low = search(rows, "high", 0.5)[0], search(rows, "low", 0.9)[0]
    assert high.members == (0,)
    assert high.relative_risk == math.inf
    assert high.log_likelihood_ratio == pytest.approx(4 * math.log(3))
    assert low.members == (1, 2)
    assert (low.observed, low.relative_risk) == (0, 0.0)
    assert low.log_likelihood_ratio == pytest.approx(4 * math.log(3))


def test_without_simulations_there_is_no_p_value() -> None:
    found = search([(0, 0, 10, 4), (1, 0, 10, 0)], "high", 0.5)
    assert [math.isnan(cluster.p_value) for cluster in found] == [True]


def test_what_is_given_is_left_as_it_was_and_may_be_locked() -> None:
    rows = chance_map(np.random.default_rng(5), 15)
    before = rows.copy()
    rows.flags.writeable = False
    assert search(rows, "low", 0.5, simulations=5)
    np.testing.assert_array_equal(rows, before)


def test_each_kernel_is_compiled_once() -> None:
    """What `compile_kernels` compiled serves every later question."""
    spatial_scan.compile_kernels()
    names = ("ratios_of_circles", "choose_circles", "highest_ratios")
    fronts: list[Any] = [getattr(spatial_scan_kernels, name) for name in names]
    before = [len(front.signatures) for front in fronts]
    assert all(before)
    search(chance_map(np.random.default_rng(6), 15), "low", 1.0, simulations=5)
    assert [len(front.signatures) for front in fronts] == before


# --- what cannot be used ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cases": [1, -2]}, r"cases: row 1, counted from 0, has -2\.0\. Expected 0 or more"),
        ({"cases": [1.5, 2]}, r"cases: row 0, counted from 0, has 1\.5\. Expected a whole number"),
        ({"cases": [2**30, 2**30]}, "cases: there are 2,147,483,648. Expected 2,147,483,647 at most"),
        ({"cases": [1, None]}, "cases: row 1, counted from 0, has nan"),
        ({"cases": ["few", 1]}, "cases: not everything here is a number"),
        ({"population": [math.nan, 5]}, "population: row 0, counted from 0, has nan"),
        ({"population": [5, math.inf]}, "population: row 1, counted from 0, has inf"),
        ({"population": [[5, 5]]}, r"population: this has the shape \(1, 2\)\. Expected one number for each area"),
        ({"population": [5]}, "areas: 2 numbers of cases, 1 of people and 2 points. Expected as many of each"),
        ({"coordinates": [(0, 0)]}, "areas: 2 numbers of cases, 2 of people and 1 points"),
        ({"coordinates": [(0, 0, 0), (1, 0, 0)]}, r"coordinates: these have the shape \(2, 3\)"),
        ({"coordinates": [(0, 0), (1, math.nan)]}, "coordinates: row 1, counted from 0, is no point"),
        ({"direction": "both"}, "direction: 'both' is not known. Expected one of: high, low"),
        ({"max_share": 0}, "max_share: this is 0. Expected more than 0, 1 at most"),
        ({"max_share": 1.01}, "max_share: this is 1.01"),
        ({"max_share": math.nan}, "max_share: this is nan"),
        ({"simulations": -1}, "simulations: this is -1. Expected 0 or more"),
    ],
)
def test_what_cannot_be_used_is_named(changes: dict[str, Any], words: str) -> None:
    options: dict[str, Any] = {
        "cases": [1, 2], "population": [5, 5], "coordinates": [(0, 0), (1, 0)], "direction": "high",
        "max_share": 0.5, "simulations": 9, "rng": np.random.default_rng(1),
    }  # fmt: skip
    with pytest.raises(OptionError, match=words):
        spatial_scan.scan(**{**options, **changes})


# --- published answers ------------------------------------------------------------------------------------------------


def new_york(folder: Path) -> tuple[np.ndarray, list[str]]:
    """Return leukaemia in upstate New York as rows of a map, and the identifiers of its areas."""
    cases, population, points = (
        np.loadtxt(folder / "statistics" / f"satscan_ny_{name}.txt") for name in ("cases", "pop", "coords")
    )
    assert (cases[:, 0] == population[:, 0]).all()
    assert (cases[:, 0] == points[:, 0]).all()
    return np.column_stack((points[:, 1:], population[:, 2], cases[:, 1])), [f"{name:.0f}" for name in cases[:, 0]]


def published_clusters(path: Path) -> list[dict[str, Any]]:
    """Read the clusters from what SaTScan wrote: the areas' identifiers, and its numbers by their names."""
    text = path.read_text(encoding="utf-8").split("CLUSTERS DETECTED")[1].split("PARAMETER SETTINGS")[0]
    found = []
    for part in re.split(r"^\d+\.", text, flags=re.MULTILINE)[1:]:
        listed = re.search(r"IDs included\.: (.*?)\n +Overlap", part, flags=re.DOTALL)
        assert listed
        numbers = re.findall(r"^ +([A-Z][A-Za-z -]+?)\.+: ([\d.]+)$", part, flags=re.MULTILINE)
        found.append({"areas": set(re.findall(r"\d+", listed[1])), **{name: float(value) for name, value in numbers}})
    return found


@pytest.mark.real_data
def test_new_york_as_satscan_wrote_it(real_data: Path) -> None:
    """All six clusters of SaTScan 9.6: areas, numbers to the last digit written, and p-values but for chance."""
    rows, names = new_york(real_data)
    path = real_data / "statistics" / "scan_test_ny_poisson_circular_cartesian.txt"
    published, maps_made = published_clusters(path), 4999
    found = search(rows, "high", 0.5, simulations=maps_made)
    assert [round(one["Log likelihood ratio"], 6) for one in published] == [
        14.083511, 9.019716, 6.114140, 4.651839, 3.363518, 3.209485,
    ]  # fmt: skip
    for one, cluster in zip(published, found[: len(published)], strict=True):
        assert {names[row] for row in cluster.members} == one["areas"]
        assert rows[list(cluster.members), 2].sum() == one["Population"]
        assert cluster.observed == one["Number of cases"]
        assert cluster.expected == pytest.approx(one["Expected cases"], abs=0.00501)
        assert cluster.relative_risk == pytest.approx(one["Relative risk"], abs=0.00501)
        assert cluster.log_likelihood_ratio == pytest.approx(one["Log likelihood ratio"], abs=5.01e-7)
        by_chance = math.sqrt(one["P-value"] * (1 - one["P-value"]) / maps_made)
        assert cluster.p_value == pytest.approx(one["P-value"], abs=4 * by_chance + 1 / maps_made)


@pytest.mark.real_data
def test_new_york_in_numbers_written_here(real_data: Path) -> None:
    rows, names = new_york(real_data)
    first, second, *_ = search(rows, "high", 0.5)
    assert len(first.members) == 28
    assert rows[list(first.members), 2].sum() == 111_674
    assert (first.observed, round(first.expected, 2), round(first.relative_risk, 2)) == (100, 58.28, 1.87)
    assert {names[row] for row in second.members} == {"84", "85", "86", "87", "88", "89", "90", "92"}
    assert (second.observed, round(second.expected, 2)) == (38, 17.79)
    narrow = search(rows, "high", 0.1)[0]
    assert rows[list(narrow.members), 2].sum() == 95_249
    assert (narrow.observed, round(narrow.expected, 2)) == (85, 49.71)
    assert narrow.log_likelihood_ratio == pytest.approx(11.577255, abs=5e-7)


@pytest.mark.real_data
@pytest.mark.parametrize(("direction", "known"), [("low", [(14, 1.10)]), ("high", [(4, 5.12), (6, 3.76)])])
def test_sudden_infant_deaths_in_north_carolina(real_data: Path, direction: str, known: list[Any]) -> None:
    """Int J Health Geogr 2021, s12942-021-00298-6, table 1: counties, and deaths by 1,000 births in 1974 to 1978."""
    counties = gpd.read_file(real_data / "statistics" / "nc_sids.gpkg").to_crs(32119)
    middle = counties.geometry.centroid
    rows = np.column_stack((middle.x, middle.y, counties["BIR74"], counties["SID74"]))
    found = search(rows, direction, 0.25, simulations=999)[: len(known)]
    rates = [cluster.observed / rows[list(cluster.members), 2].sum() * 1000 for cluster in found]
    assert [(len(cluster.members), round(rate, 2)) for cluster, rate in zip(found, rates, strict=True)] == known
    assert all(cluster.p_value == 0.001 for cluster in found)
    if direction == "low":
        assert found[0].observed == 75
