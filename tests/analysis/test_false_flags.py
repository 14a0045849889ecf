"""False flags: 2,000 made-up maps with no gap, and with one that was planted, beside what the page says of luck."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray
from scipy import stats

from assetmap.analysis import disclosure
from assetmap.analysis.release_facts import group_table
from assetmap.analysis.release_tables import release_groups
from assetmap.analysis.representation import labels
from assetmap.analysis.representation_groups import compare_groups
from assetmap.analysis.representation_luck import flag_chances, flags_by_luck
from assetmap.analysis.spatial_scan_named import named_clusters
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import (
    SCAN_MAX_SHARE,
    SCAN_TELLING,
    SHORTFALL_SEEN_FROM,
    UNUSUAL_TAIL,
    WEAKER_LABEL,
    Label,
    UnitKind,
)
from assetmap.render import group_words
from assetmap.render.reach_words import sure_and_method

MAPS = 2_000
RESIDENTS = pd.Series(
    [4000, 3200, 2600, 2200, 1900, 1500, 1200, 900, 700, 500, 300, 150], index=[f"P{n:02d}" for n in range(12)]
)
SHARES: NDArray[np.float64] = np.array(RESIDENTS / RESIDENTS.sum(), dtype=np.float64)
FEW, MANY = (Label.FEWER, Label.MUCH_FEWER), (Label.MORE, Label.MUCH_MORE)
GROUPS = pd.Series({"one": 5000, "two": 2500, "three": 1500, "four": 800, "five": 200})
GROUP_SHARES: NDArray[np.float64] = np.array(GROUPS / GROUPS.sum(), dtype=np.float64)


def maps_without_gap(people: int, shares: NDArray[np.float64] = SHARES) -> NDArray[np.int64]:
    """People drawn by residents' shares alone: a row a map."""
    return np.random.default_rng(people).multinomial(people, shares, size=MAPS)


def error(rates: NDArray[np.float64]) -> float:
    """Three standard errors of a mean over the maps."""
    return float(3 * rates.std() / np.sqrt(len(rates)))


@pytest.mark.parametrize("people", [60, 160, 400])
def test_flags_are_as_many_as_luck_is_said_to_give(people: int) -> None:
    given = labels(maps_without_gap(people), people, SHARES)
    flags = np.isin(given, [*FEW, *MANY]).sum(axis=1).astype(np.float64)
    assert abs(flags.mean() - flags_by_luck(people, SHARES)) < error(flags)
    assert flags.mean() > 0


@pytest.mark.parametrize("people", [60, 160, 400])
def test_each_patch_is_called_fewer_by_luck_in_1_of_40_maps_at_most(people: int) -> None:
    given = labels(maps_without_gap(people), people, SHARES)
    chances = flag_chances(people, SHARES)
    for side, chance in zip((FEW, MANY), chances, strict=True):
        assert (chance <= UNUSUAL_TAIL).all()
        seen = np.isin(given, side).astype(np.float64)
        assert (seen.mean(axis=0) <= UNUSUAL_TAIL + 3 * np.sqrt(UNUSUAL_TAIL / MAPS)).all()
        assert seen.mean(axis=0) == pytest.approx(chance, abs=3.5 * np.sqrt(UNUSUAL_TAIL / MAPS))
    frame = pd.DataFrame({"expected": [40.0], "label": [str(Label.FEWER)]})
    frame.attrs["details"] = {"compared_by": str(UnitKind.PATCH)}
    sure, _ = sure_and_method(frame, [], labelled=True, shared=False)
    assert any("by luck in at most 1 in 40 patches" in sentence for sentence in sure)


@pytest.mark.parametrize("people", [60, 160, 400])
def test_the_share_view_flags_no_more_and_nothing_else(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "released_label", cache(disclosure.released_label))
    drawn = maps_without_gap(people)
    exact = labels(drawn, people, SHARES)
    flags = []
    for row, found in zip(drawn, exact, strict=True):
        table, _ = disclosure.share_table(
            pd.Series(row, index=RESIDENTS.index), RESIDENTS, pd.Series(RESIDENTS.index), with_labels=True
        )
        shared = table["label"].to_numpy()
        for weaker, stronger in zip(shared, found, strict=True):
            assert weaker in {Label.NONE, stronger, WEAKER_LABEL.get(stronger, stronger)}
        flags.append(np.isin(shared, [*FEW, *MANY]).sum())
    assert np.mean(flags) <= flags_by_luck(people, SHARES)


@pytest.mark.parametrize("people", [60, 160, 400])
def test_a_shared_label_is_true_for_every_count_it_could_stand_for(people: int) -> None:
    """Every pair of counts inside the released intervals, tried one by one."""
    gap = SHARES * np.array([0.1, *[1.0] * 10, 4.0])
    cases = {
        (disclosure.release_count(int(came)), disclosure.release_total(people, map(disclosure.release_count, row)), p)
        for row in np.random.default_rng(people).multinomial(people, gap / gap.sum(), size=40)
        for came, p in zip(row, SHARES, strict=True)
    }
    flagged = 0
    for came, everyone, share in cases:
        given = disclosure.released_label(came, everyone, share)
        o, n = np.meshgrid(range(came.low, came.high + 1), range(everyone.low, everyone.high + 1))
        true = {Label(one) for one in labels(o, np.maximum(n, o), share).ravel()}
        stands = {given} | {strong for strong, weak in WEAKER_LABEL.items() if weak == given}
        assert given == Label.NONE or true <= stands
        flagged += given in {*FEW, *MANY}
    assert flagged


def found_shortfalls(expected: float, left: float, people: int) -> float:
    """Share of maps on which a patch is called fewer, where so many are expected and a part of them comes."""
    share = expected / people
    came = np.random.default_rng(2026).binomial(people, share * left, size=MAPS)
    return float(np.isin(labels(came, people, share), FEW).mean())


@pytest.mark.parametrize("people", [60, 160, 400])
@pytest.mark.parametrize(
    ("expected", "size", "left", "well_under"), [(25.0, "half", 0.5, 15.0), (9.0, "three quarters", 0.25, 5.0)]
)
def test_a_planted_gap_is_found_as_often_as_the_page_says(
    people: int, expected: float, size: str, left: float, well_under: float
) -> None:
    """At these expected numbers 4 of 5 gaps are seen; well under them not, so the page speaks of a larger one."""
    assert (expected, size) in SHORTFALL_SEEN_FROM
    assert found_shortfalls(expected, left, people) >= 0.8 - 3 * np.sqrt(0.8 * 0.2 / MAPS)
    assert found_shortfalls(well_under, left, people) < 0.7


SILENT: dict[str, list[float]] = {
    "nobody": [0.0] * 5,
    "one in fifty": [0.02] * 5,
    "one in ten": [0.1] * 5,
    "half of one group": [0.0, 0.5, 0.0, 0.0, 0.0],
    "all of one group": [0.0, 0.0, 1.0, 0.0, 0.0],
    "most people": [0.8] * 5,
    "everybody": [1.0] * 5,
}
"""Who does not say, by the share of each group."""


def answers(drawn: NDArray[np.int64], who: str) -> Iterator[pd.Series]:
    """What people say on each map, where those who are silent do not."""
    silent = np.random.default_rng(7).binomial(drawn, SILENT[who])
    for row, left_open in zip(drawn, silent, strict=True):
        yield pd.Series([*(row - left_open), left_open.sum()], index=[*GROUPS.index, NOT_STATED])


@pytest.mark.parametrize(
    ("who", "maps"),
    [("nobody", 300), ("one in ten", MAPS), ("half of one group", 300), ("all of one group", 300), ("everybody", 100)],
)
def test_those_who_did_not_say_make_no_flag(who: str, maps: int) -> None:
    """Whoever is silent: a flag is given only where the full answers, that nobody knows, would give the same one."""
    people = 160
    drawn = maps_without_gap(people, GROUP_SHARES)[:maps]
    flags = []
    for came, full in zip(answers(drawn, who), labels(drawn, people, GROUP_SHARES), strict=True):
        given = compare_groups(came, GROUPS).table["label"].to_numpy()
        flagged = np.isin(given, [*FEW, *MANY])
        assert (given[flagged] == full[flagged].astype(str)).all()
        flags.append(flagged.sum())
    rates, said = np.array(flags, dtype=np.float64), flags_by_luck(people, GROUP_SHARES)
    assert rates.mean() <= said + error(rates)
    if who == "nobody":
        assert abs(rates.mean() - said) < error(rates)


@pytest.mark.parametrize(
    ("who", "least", "most"),
    [("nobody", 0.8, 1.0), ("one in fifty", 0.1, 0.8), ("one in ten", 0.0, 0.05), ("everybody", 0.0, 0.0)],
)
def test_a_planted_gap_among_groups(who: str, least: float, most: float) -> None:
    """Three quarters of a group stay away: found where all say, and ever more seldom the more are silent."""
    people, share, maps = 160, GROUP_SHARES[3], 300
    assert people * share > SHORTFALL_SEEN_FROM[1][0]
    gap = GROUP_SHARES * np.array([1, 1, 1, 0.25, 1])
    gap[0] += 0.75 * share
    drawn = np.random.default_rng(2026).multinomial(people, gap, size=maps)
    found = sum(compare_groups(came, GROUPS).table["label"].iloc[3] in FEW for came in answers(drawn, who))
    assert least <= found / maps <= most


@pytest.mark.parametrize("who", ["nobody", "one in ten", "all of one group", "most people"])
def test_released_groups_flag_no_more(who: str) -> None:
    drawn = maps_without_gap(400, GROUP_SHARES)[:100]
    truth = labels(drawn, 400, GROUP_SHARES)
    for came, true in zip(answers(drawn, who), truth, strict=True):
        people = disclosure.release_total(400, [disclosure.release_count(400)])
        given = group_table(release_groups(came, people), GROUPS).set_index("group")["label"]
        for group, full in zip(GROUPS.index, true, strict=True):
            if given[group] in {*FEW, *MANY}:
                assert given[group] in {full, WEAKER_LABEL.get(full, full)}


def named_by_luck(maps: int, simulations: int) -> tuple[int, int, float]:
    """Of so many maps without gap, those with a named cluster, and with one if each direction were held to it alone."""
    rng = np.random.default_rng(2026)
    points, living = rng.uniform(0, 10, (30, 2)), rng.integers(200, 500, 30)
    named = alone = 0
    for came in rng.multinomial(150, living / living.sum(), size=maps):
        found = named_clusters(
            cases=came,
            population=living,
            coordinates=points,
            max_share=SCAN_MAX_SHARE,
            simulations=simulations,
            telling=2 * SCAN_TELLING,
            rng=rng,
        )
        named += any(cluster.p_value < SCAN_TELLING for _, cluster in found)
        alone += bool(found)
    return named, alone, float(stats.binom.ppf(0.999, maps, SCAN_TELLING))


def test_luck_names_a_cluster_on_fewer_maps_than_the_page_says() -> None:
    """Fewer and more together; if each were held to 1 in 20 alone, it would be too many, and be seen here."""
    named, alone, most = named_by_luck(1_000, 199)
    assert 0 < named <= most < alone
    assert group_words.not_named_clusters().endswith("fewer or more, on less than 1 map in 20.")
