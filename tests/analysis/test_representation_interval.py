"""The drawn interval: equal to another library's, and of one mind with the labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from assetmap.analysis import representation
from assetmap.analysis.representation_interval import index_interval, share_interval
from assetmap.model.representation import RARE_TAIL, TELLING_EXPECTED, UNUSUAL_TAIL, Label

FEW, MANY = {Label.FEWER, Label.MUCH_FEWER}, {Label.MORE, Label.MUCH_MORE}


@pytest.mark.parametrize("people", [1, 2, 9, 40, 333])
def test_interval_equals_scipys_exact_one(people: int) -> None:
    low, high = share_interval(np.arange(people + 1), people)
    for came in range(people + 1):
        wanted = stats.binomtest(came, people).proportion_ci(confidence_level=0.95, method="exact")
        assert (low[came], high[came]) == pytest.approx((wanted.low, wanted.high), abs=1e-12)


def test_published_interval() -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857-872, table I: 81 of 263, Clopper-Pearson .2527 to .3676."""
    low, high = share_interval(81, 263)
    assert (float(low), float(high)) == pytest.approx((0.2527, 0.3676), abs=5e-5)


@settings(deadline=None)
@given(st.integers(1, 400), st.floats(0.0, 1.0), st.floats(0.001, 0.999))
def test_label_and_interval_agree(people: int, part: float, share: float) -> None:
    observed = round(part * people)
    label = representation.labels([observed], people, share)[0]
    low, high = (float(end) for end in index_interval(observed, people, share))
    tails = [float(f(observed, people, share)) for f in (representation.lower_tail, representation.upper_tail)]
    if people * share < TELLING_EXPECTED:
        assert label == Label.TOO_FEW
    elif min(abs(tail - UNUSUAL_TAIL) for tail in tails) > 1e-9:  # on the very line, rounding decides
        assert (label in FEW) == (high <= 1)
        assert (label in MANY) == (low >= 1)


def test_every_count_of_a_place_agrees() -> None:
    """All 0 to 80 of 80 at the share of women: the interval leaves 1 just where the label changes."""
    came = np.arange(81)
    found = representation.labels(came, 80, 0.51)
    low, high = index_interval(came, 80, 0.51)
    assert [one in FEW for one in found] == list(high <= 1)
    assert [one in MANY for one in found] == list(low >= 1)
    assert 0 < sum(high <= 1) < sum(low < 1) < 81


def test_index_is_the_share_over_the_populations_share() -> None:
    low, high = index_interval(30, 80, 0.51)
    assert low < (30 / 80) / 0.51 < high
    of_share = share_interval(30, 80)
    assert (float(low) * 0.51, float(high) * 0.51) == pytest.approx([float(end) for end in of_share])


@pytest.mark.parametrize(
    ("observed", "people", "share"),
    [(0, 0, 0.5), (5, 4, 0.5), (-1, 4, 0.5), (np.nan, 4, 0.5), (1, np.nan, 0.5), (1, 4, 0.0), (1, 4, np.nan)],
)
def test_numbers_that_cannot_be_have_no_interval(observed: float, people: float, share: float) -> None:
    assert np.isnan(index_interval(observed, people, share)).all()


@pytest.mark.parametrize(
    ("observed", "people", "share"),
    [(90, 80, 0.5), (-1, 80, 0.5), (40, 80, 1.2), (40, 80, -0.1), (np.nan, 80, 0.5), (4, np.inf, 0.5)],
)
def test_numbers_that_cannot_be_have_no_label(observed: float, people: float, share: float) -> None:
    assert representation.labels(observed, people, share) == Label.NONE


def test_one_participant_and_nobody_tell_nothing() -> None:
    assert list(representation.labels([0, 1, 0], [1, 1, 0], [0.9, 0.1, 0.5])) == [Label.TOO_FEW] * 3
    low, high = share_interval([0, 1], 1)
    assert low == pytest.approx([0, 0.025])
    assert high == pytest.approx([0.975, 1])


# The baseline (.80642448) and the last column as published: OHID PHEindicatormethods, testdata_funnel_prop_inputs.csv
# and testdata_funnel_prop_outputs.csv. Numerators are estimates there; people are whole here.
OHID_FUNNEL = [
    (35078, 41980, "High (0.001)"),
    (24804, 31824, "Low (0.001)"),
    (50051, 61921, "Not significant"),
    (24649, 30521, "Not significant"),
    (26789, 33012, "High (0.025)"),
    (36850, 45449, "High (0.025)"),
    (34502, 42485, "High (0.025)"),
    (30278, 37828, "Low (0.025)"),
    (18505, 22739, "High (0.025)"),
    (29709, 36583, "High (0.025)"),
    (21139, 25992, "High (0.025)"),
    (20760, 25750, "Not significant"),
    (17321, 21587, "Not significant"),
    (28315, 32569, "High (0.001)"),
    (18365, 29277, "Low (0.001)"),
]
OUR_WORD = {
    "Low (0.001)": Label.MUCH_FEWER,
    "Low (0.025)": Label.FEWER,
    "Not significant": Label.ABOUT,
    "High (0.025)": Label.MORE,
    "High (0.001)": Label.MUCH_MORE,
}


@pytest.mark.parametrize(("observed", "people", "published"), OHID_FUNNEL)
def test_labels_are_the_zones_of_ohids_funnel(observed: int, people: int, published: str) -> None:
    assert representation.labels(observed, people, 0.80642448) == OUR_WORD[published]


def test_limits_of_ohids_funnel_for_a_thousand_people() -> None:
    """Same source: of 1,008, 78.203374 to 83.081521 % (.025) and 76.796814 to 84.488082 % (.001)."""
    found = representation.labels(np.arange(1009), 1008, 0.80642448)
    ends = {label: [int(came) for came in np.flatnonzero(found == label)] for label in OUR_WORD.values()}
    limits = [ends[Label.MUCH_FEWER][-1], ends[Label.FEWER][-1], ends[Label.MORE][0], ends[Label.MUCH_MORE][0]]
    published = [0.76796814, 0.78203374, 0.83081521, 0.84488082]
    # OHID's limits invert Wilson's formula, ours are exact: of a thousand they may lie two or so apart.
    assert np.abs(np.array(limits) - 1008 * np.array(published)).max() < 2.5
    assert RARE_TAIL < UNUSUAL_TAIL


@pytest.mark.parametrize("total", [0, -1])
def test_wilson_of_nobody_is_not_a_number(total: int) -> None:
    assert np.isnan(representation.wilson_interval(0, total)).all()
    assert np.isnan(representation.wilson_interval(5, 4)).all()
