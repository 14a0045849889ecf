"""The rules for people on wheels, one by one, against what each tag means on the OpenStreetMap wiki."""

from __future__ import annotations

import math

import pytest

from assetmap.model import step_free, street
from assetmap.model.step_free import StepFree

NOT, POSSIBLE, PROVEN = StepFree.NOT, StepFree.POSSIBLE, StepFree.PROVEN
SMOOTH = {"surface": "asphalt", "smoothness": "good"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "footway"}, POSSIBLE),
        # enough recorded
        ({"highway": "footway", "wheelchair": "yes"}, PROVEN),
        ({"highway": "footway", "wheelchair": "designated", "incline": "up"}, PROVEN),
        ({"highway": "footway", **SMOOTH}, PROVEN),
        ({"highway": "footway", **SMOOTH, "smoothness": "intermediate"}, PROVEN),
        ({"highway": "footway", **SMOOTH, "incline": "8.3%", "width": "0.9"}, PROVEN),
        ({"highway": "pedestrian", "surface": "paving_stones", "smoothness": "excellent"}, PROVEN),
        ({"highway": "footway", "footway": "crossing", **SMOOTH, "kerb": "lowered"}, PROVEN),
        # something that matters is not recorded
        ({"highway": "footway", "surface": "asphalt"}, POSSIBLE),
        ({"highway": "footway", "smoothness": "good"}, POSSIBLE),
        ({"highway": "footway", "surface": "compacted", "smoothness": "good"}, POSSIBLE),
        ({"highway": "footway", "surface": "cobblestone"}, POSSIBLE),
        ({"highway": "footway", **SMOOTH, "incline": "up"}, POSSIBLE),
        ({"highway": "footway", **SMOOTH, "wheelchair": "limited"}, POSSIBLE),
        ({"highway": "footway", **SMOOTH, "kerb": "yes"}, POSSIBLE),
        ({"highway": "footway", "footway": "crossing", **SMOOTH}, POSSIBLE),
        # one thing against it outweighs all for it
        ({"highway": "footway", **SMOOTH, "wheelchair": "no"}, NOT),
        ({"highway": "footway", "wheelchair": "yes", "surface": "gravel"}, NOT),
        ({"highway": "footway", "wheelchair": "yes", "kerb": "raised"}, NOT),
        ({"highway": "footway", **SMOOTH, "kerb:height": "4 cm"}, NOT),
        ({"highway": "footway", **SMOOTH, "kerb": "lowered", "kerb:height": "0.06"}, NOT),
        ({"highway": "footway", **SMOOTH, "kerb": "raised", "kerb:height": "3 cm"}, PROVEN),
        ({"highway": "footway", **SMOOTH, "incline": "-9%"}, NOT),
        ({"highway": "footway", **SMOOTH, "incline": "5°"}, NOT),
        ({"highway": "footway", **SMOOTH, "incline": "steep"}, NOT),
        ({"highway": "footway", **SMOOTH, "width": "0.75"}, NOT),
        ({"highway": "footway", **SMOOTH, "maxwidth:physical": "80 cm", "width": "2"}, NOT),
        ({"highway": "footway", "surface": "asphalt;mud"}, NOT),
        *[({"highway": "path", "surface": surface}, NOT) for surface in ("sand", "mud", "grass", "unhewn_cobblestone")],
        *[({"highway": "path", "smoothness": word}, NOT) for word in ("bad", "very_bad", "horrible", "impassable")],
        # steps
        ({"highway": "steps"}, NOT),
        ({"highway": "steps", "wheelchair": "yes"}, NOT),
        ({"highway": "steps", "ramp:wheelchair": "yes", "incline": "40%"}, PROVEN),
        ({"highway": "steps", "ramp:wheelchair": "yes", "wheelchair": "no"}, NOT),
        ({"highway": "steps", "ramp:wheelchair": "no"}, NOT),
        # beside traffic nothing is proven without a pavement on the same way; a road's width is not a path's
        ({"highway": "residential"}, POSSIBLE),
        ({"highway": "residential", "wheelchair": "yes"}, POSSIBLE),
        ({"highway": "residential", **SMOOTH}, POSSIBLE),
        ({"highway": "residential", **SMOOTH, "sidewalk": "separate"}, POSSIBLE),
        ({"highway": "residential", "sidewalk": "both"}, POSSIBLE),
        ({"highway": "residential", **SMOOTH, "sidewalk": "both"}, PROVEN),
        ({"highway": "residential", **SMOOTH, "sidewalk:left": "yes"}, PROVEN),
        ({"highway": "residential", "wheelchair": "yes", "sidewalk": "left"}, PROVEN),
        ({"highway": "residential", "incline": "15%", "sidewalk": "both"}, NOT),
        ({"highway": "service", "width": "0.5"}, POSSIBLE),
    ],
)
def test_ways(tags: dict[str, str], expected: StepFree) -> None:
    facts = street.judge_way(tags)
    assert facts is not None
    assert facts.step_free == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"barrier": "stile"}, NOT),
        ({"barrier": "kissing_gate"}, NOT),
        ({"barrier": "kissing_gate", "wheelchair": "yes"}, PROVEN),
        ({"barrier": "turnstile"}, NOT),
        ({"barrier": "cycle_barrier"}, NOT),
        ({"barrier": "motorcycle_barrier"}, NOT),
        ({"barrier": "gate"}, POSSIBLE),
        ({"barrier": "gate", "width": "0.8"}, NOT),
        ({"barrier": "gate", "width": "0.9 m"}, PROVEN),
        ({"barrier": "gate", "wheelchair": "no", "width": "2"}, NOT),
        ({"barrier": "gate", "wheelchair": "limited", "width": "2"}, POSSIBLE),
        ({"barrier": "bollard"}, POSSIBLE),
        ({"barrier": "bollard", "maxwidth:physical": "1.2"}, PROVEN),
        ({"barrier": "kissing_gate;gate"}, POSSIBLE),
        ({"barrier": "cattle_grid"}, POSSIBLE),
        ({"barrier": "entrance"}, PROVEN),
        ({"barrier": "kerb"}, POSSIBLE),
        ({"barrier": "kerb", "kerb": "raised"}, NOT),
        ({"barrier": "kerb", "kerb": "lowered"}, PROVEN),
        ({"barrier": "kerb", "kerb": "flush"}, PROVEN),
        ({"barrier": "kerb", "kerb:height": "5 cm"}, NOT),
        ({"barrier": "kerb", "kerb:height": "?"}, POSSIBLE),
        ({"kerb": "raised"}, NOT),
        ({"kerb": "rolled"}, POSSIBLE),
        ({"kerb": "yes", "wheelchair": "yes"}, PROVEN),
        ({"kerb": "raised", "wheelchair": "yes"}, NOT),
        # the kerb of a crossing does not close the road that is crossed
        ({"highway": "crossing", "kerb": "raised"}, POSSIBLE),
        ({"highway": "crossing", "kerb": "flush"}, PROVEN),
    ],
)
def test_points(tags: dict[str, str], expected: StepFree) -> None:
    facts = street.judge_barrier(tags)
    assert (facts.step_free if facts else PROVEN) == expected


def test_a_point_without_barrier_or_kerb_is_none() -> None:
    assert street.judge_barrier({"highway": "crossing", "wheelchair": "no", "access": "no"}) is None
    kerb = street.judge_barrier({"kerb": "raised", "access": "no"})
    assert kerb == street.BarrierFacts(blocks_walk=False, blocks_drive=False, stile=False, step_free=NOT)


@pytest.mark.parametrize(
    ("text", "percent"),
    [("8.3%", 8.3), ("-5 %", -5), ("+4%", 4), ("1:12", 8.333), ("45°", 100), ("-2,5 %", -2.5), ("0", 0), ("no", 0)],
)
def test_slopes_are_read_as_written(text: str, percent: float) -> None:
    assert step_free.parse_incline_percent(text) == pytest.approx(percent, abs=1e-3)


@pytest.mark.parametrize("text", ["", "up", "down", "yes", "1:0", "1:", "90°", "ten%", "8%%", "²"])
def test_a_slope_that_says_nothing_is_not_recorded(text: str) -> None:
    assert math.isnan(step_free.parse_incline_percent(text))


def test_one_in_twelve_is_not_too_steep() -> None:
    assert step_free.judge_incline("1:12") == PROVEN
    assert step_free.judge_incline("1:11") == NOT
    assert step_free.judge_incline("4.7°") == PROVEN
    assert step_free.judge_incline("4.8°") == NOT


@pytest.mark.parametrize(
    ("text", "metres"),
    [("0.9", 0.9), ("0.9 m", 0.9), ("90cm", 0.9), ("900 mm", 0.9), ("3 ft", 0.9144), ("3'", 0.9144), ("1,2", 1.2)],
)
def test_lengths_are_read_as_written(text: str, metres: float) -> None:
    assert step_free.parse_metres(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["", "narrow", "3'6\"", "1-2", "1.2.3", "-1", "2 yards"])
def test_a_length_that_says_nothing_is_not_recorded(text: str) -> None:
    assert math.isnan(step_free.parse_metres(text))


@pytest.mark.parametrize(("text", "metres"), [("3", 0.03), ("12", 0.12), ("0.03", 0.03), ("3 cm", 0.03), ("0", 0.0)])
def test_kerbs_of_whole_numbers_are_centimetres(text: str, metres: float) -> None:
    assert step_free.parse_kerb_metres(text) == pytest.approx(metres)


def test_what_is_unsuitable_is_not_firm() -> None:
    assert not step_free.UNSUITABLE_SURFACES & step_free.FIRM_SURFACES
    assert not step_free.STOPPING_BARRIERS & step_free.OPEN_BARRIERS
