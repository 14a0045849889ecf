"""The street rules, one by one, against what the OpenStreetMap wiki and British law say."""

from __future__ import annotations

import math

import pytest

from assetmap.model import speed_limit, street
from assetmap.model.step_free import StepFree


def directions(mode: str, **tags: str) -> tuple[bool, bool]:
    """Judge a way whose keys are written with __ for a colon."""
    facts = street.judge_way({key.replace("__", ":"): value for key, value in tags.items()})
    if facts is None:
        return (False, False)
    return facts.walk if mode == "walk" else facts.drive


BOTH, FORWARD, BACK, CLOSED = (True, True), (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    ("tags", "walk", "drive"),
    [
        ({"highway": "residential"}, BOTH, BOTH),
        ({"highway": "motorway"}, CLOSED, FORWARD),
        ({"highway": "motorway", "oneway": "no"}, CLOSED, BOTH),
        ({"highway": "motorway_link"}, CLOSED, BOTH),
        ({"highway": "footway"}, BOTH, CLOSED),
        ({"highway": "track"}, BOTH, CLOSED),
        ({"highway": "track", "motor_vehicle": "yes"}, BOTH, BOTH),
        ({"highway": "footway", "access": "yes"}, BOTH, CLOSED),
        ({"highway": "construction"}, CLOSED, CLOSED),
        ({"highway": "primary", "route": "ferry"}, CLOSED, CLOSED),
        # one way: for cars only, unless it is said of people on foot
        ({"highway": "residential", "oneway": "yes"}, BOTH, FORWARD),
        ({"highway": "residential", "oneway": "-1"}, BOTH, BACK),
        ({"highway": "residential", "oneway": "-1", "oneway:motor_vehicle": "no"}, BOTH, BOTH),
        ({"highway": "footway", "oneway:foot": "yes"}, FORWARD, CLOSED),
        ({"highway": "footway", "oneway": "yes"}, BOTH, CLOSED),
        ({"highway": "tertiary", "junction": "roundabout"}, BOTH, FORWARD),
        ({"highway": "tertiary", "junction": "circular"}, BOTH, BOTH),
        # the most specific access tag decides
        ({"highway": "service", "access": "private"}, CLOSED, CLOSED),
        ({"highway": "service", "access": "private", "foot": "yes"}, BOTH, CLOSED),
        ({"highway": "service", "access": "no", "motor_vehicle": "destination"}, CLOSED, BOTH),
        ({"highway": "service", "motor_vehicle": "yes", "motorcar": "no"}, BOTH, CLOSED),
        ({"highway": "residential", "vehicle": "no"}, BOTH, CLOSED),
        ({"highway": "residential", "foot": "use_sidepath"}, CLOSED, BOTH),
        ({"highway": "service", "service": "driveway"}, BOTH, BOTH),
        ({"highway": "service", "service": "emergency_access"}, BOTH, CLOSED),
        # the edge of a square is walked, the edge of a car park is not
        ({"highway": "pedestrian", "area": "yes"}, BOTH, CLOSED),
        ({"highway": "service", "area": "yes"}, CLOSED, CLOSED),
    ],
)
def test_who_may_use_a_way(tags: dict[str, str], walk: tuple[bool, bool], drive: tuple[bool, bool]) -> None:
    written = {key.replace(":", "__"): value for key, value in tags.items()}
    assert directions("walk", **written) == walk
    assert directions("drive", **written) == drive


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("30 mph", 48.28),
        ("40mph", 64.37),
        ("50", 50.0),
        ("50 km/h", 50.0),
        ("none", math.inf),
        ("GB:nsl_single", math.inf),
        ("GB:nsl_dual", 112.65),
        ("walk", 5.0),
    ],
)
def test_limits_are_read_as_written(text: str, kmh: float) -> None:
    assert speed_limit.parse_limit_kmh(text) == pytest.approx(kmh, abs=0.01)


@pytest.mark.parametrize("text", ["", "signals", "variable", "fast", "0", "-30 mph", "30 knots", "1.2.3", "mph"])
def test_a_limit_that_says_nothing_is_not_recorded(text: str) -> None:
    assert math.isnan(speed_limit.parse_limit_kmh(text))


def test_limits_in_pieces_and_other_keys() -> None:
    assert speed_limit.recorded_limit_kmh({"maxspeed": "20 mph;40 mph"}) == pytest.approx(40 * 1.609344)
    assert speed_limit.recorded_limit_kmh({"maxspeed": "signals", "maxspeed:type": "GB:nsl_dual"}) > 110
    assert math.isnan(speed_limit.recorded_limit_kmh({"highway": "primary"}))


@pytest.mark.parametrize(
    ("tags", "pavement"),
    [
        ({}, False),
        ({"sidewalk": "both"}, True),
        ({"sidewalk": "left"}, True),
        ({"sidewalk": "separate"}, True),
        ({"sidewalk": "no"}, False),
        ({"sidewalk": "none"}, False),
        ({"sidewalk:left": "yes"}, True),
        ({"sidewalk:right": "separate"}, True),
        ({"sidewalk:both": "no"}, False),
        ({"footway": "sidewalk"}, True),
        ({"foot": "designated"}, True),
        ({"foot": "yes"}, False),
    ],
)
def test_pavements(tags: dict[str, str], pavement: bool) -> None:  # noqa: FBT001
    assert street.has_pavement(tags) is pavement


@pytest.mark.parametrize(
    ("tags", "walk", "drive"),
    [
        ({"barrier": "bollard"}, False, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False, False),
        ({"barrier": "bollard", "access": "no"}, False, True),
        ({"barrier": "bollard", "foot": "no"}, True, True),
        ({"barrier": "gate"}, False, False),
        ({"barrier": "gate", "access": "private"}, True, True),
        ({"barrier": "gate", "access": "private", "foot": "yes"}, False, True),
        ({"barrier": "gate", "locked": "yes"}, True, True),
        ({"barrier": "lift_gate", "motor_vehicle": "private"}, False, True),
        ({"barrier": "kissing_gate"}, False, True),
        ({"barrier": "cattle_grid"}, False, False),
    ],
)
def test_barriers(tags: dict[str, str], walk: bool, drive: bool) -> None:  # noqa: FBT001
    facts = street.judge_barrier(tags)
    found = (facts.blocks_walk, facts.blocks_drive) if facts else (False, False)
    assert found == (walk, drive)
    # What stops nobody is still noted if nobody has recorded that wheels get through.
    assert facts is None or walk or drive or facts.step_free < StepFree.PROVEN


def test_stiles_are_noted_and_stop_nobody_on_foot() -> None:
    facts = street.judge_barrier({"barrier": "stile"})
    assert facts == street.BarrierFacts(blocks_walk=False, blocks_drive=True, stile=True, step_free=StepFree.NOT)


def test_the_reader_looks_at_every_key_the_rules_look_at() -> None:
    """Facts are kept by the values of WAY_KEYS: a rule that looked at another key would be wrong for some ways."""

    class Watched(dict[str, str]):
        seen: set[str] = set()  # noqa: RUF012

        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            self.seen.add(key)
            return super().get(key, default)

        def __contains__(self, key: object) -> bool:
            self.seen.add(str(key))
            return super().__contains__(key)

    primary, service = {"highway": "primary", "maxspeed": "x"}, {"highway": "service", "area": "no"}
    for tags in (primary, {"highway": "footway"}, {"highway": "steps"}, service):
        street.judge_way(Watched(tags))
    assert Watched.seen <= set(street.WAY_KEYS)


def test_tables_agree() -> None:
    names = [kind.name for kind in street.HIGHWAY_KINDS]
    assert len(names) == len(set(names))
    limits = street.ASSUMED_LIMITS_MPH[street.DEFAULT_COUNTRY]
    assert set(limits) <= set(names)
    assert all(kind.name in limits for kind in street.HIGHWAY_KINDS if kind.drive)
    assert not street.CLOSED_VALUES & street.OPENING_VALUES
    assert street.assumed_limits_kmh().shape == (len(names), 2)
