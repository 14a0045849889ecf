"""Rules for people on wheels: which ways are proven step-free, which are possible, and which are not.

A way is NOT step-free where something recorded speaks against it, whatever else is recorded for it. It is PROVEN where
enough is recorded for it. Else it is POSSIBLE: nothing speaks against it, and something that matters is not recorded.
To change a rule, change its row here and its line in ``docs/barriers.md``. Tag values follow the OpenStreetMap wiki.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from math import isnan, nan, radians, tan


class StepFree(IntEnum):
    """What is known of a way, or of a barrier on it, for people on wheels; a higher number is known to be better."""

    NOT = 0
    POSSIBLE = 1
    PROVEN = 2


MOST_KERB_METRES = 0.03
"""A higher kerb stops wheels. OpenStreetMap's ``kerb=raised`` begins here, too; a lowered kerb is at most so high."""

MOST_INCLINE_PERCENT = 100 / 12
"""1 in 12, about 8.3 %: the steepest ramp of Inclusive Mobility (Department for Transport, 2021)."""

LEAST_WIDTH_METRES = 0.9
"""A known narrower way stops wheels. Our default: Inclusive Mobility has 1.0 m at an obstacle, and most wheelchairs
are 0.7 m wide at most."""

WHEELCHAIR_KEY = "wheelchair"
WHEELCHAIR_VALUES: dict[str, StepFree] = {
    "no": StepFree.NOT, "limited": StepFree.POSSIBLE, "yes": StepFree.PROVEN, "designated": StepFree.PROVEN,
}  # fmt: skip

RAMP_KEY, RAMP_VALUES = "ramp:wheelchair", frozenset({"yes"})
"""Steps with such a ramp beside them are step-free; a 'separate' ramp is drawn as a way of its own."""

KERB_KEY, KERB_HEIGHT_KEY = "kerb", "kerb:height"
KERB_VALUES: dict[str, StepFree] = {
    "raised": StepFree.NOT, "high": StepFree.NOT, "normal": StepFree.NOT, "regular": StepFree.NOT,
    "lowered": StepFree.PROVEN, "flush": StepFree.PROVEN, "no": StepFree.PROVEN, "none": StepFree.PROVEN,
}  # fmt: skip
"""Any other value, such as 'yes' or 'rolled', does not say how high the kerb is."""

# Loose, soft or uneven: Inclusive Mobility asks for firm, even surfaces and names these kinds as unsuitable.
# 'compacted', 'fine_gravel', 'unpaved' and plain 'cobblestone' (often setts) are neither shown to be so nor proven.
UNSUITABLE_SURFACES = frozenset(
    {
        "sand", "mud", "grass", "gravel", "pebblestone", "unhewn_cobblestone", "cobblestone:unhewn", "dirt", "earth",
        "ground", "soil", "rock", "rocks", "stone", "stepping_stones", "woodchips", "bark", "shells", "snow", "ice",
        "grass_paver", "metal_grid",
    }
)  # fmt: skip
FIRM_SURFACES = frozenset(
    {
        "paved", "asphalt", "chipseal", "concrete", "concrete:plates", "paving_stones", "paving_stones:30", "brick",
        "bricks", "sett", "cobblestone:flattened", "wood", "metal", "rubber", "tartan", "tiles", "acrylic",
    }
)  # fmt: skip
SURFACE_KEY = "surface"

SMOOTHNESS_KEY = "smoothness"
SMOOTHNESS_VALUES: dict[str, StepFree] = {
    "excellent": StepFree.PROVEN, "good": StepFree.PROVEN, "intermediate": StepFree.PROVEN,
    "bad": StepFree.NOT, "very_bad": StepFree.NOT, "horrible": StepFree.NOT, "very_horrible": StepFree.NOT,
    "impassable": StepFree.NOT,
}  # fmt: skip
"""The wiki lets wheelchairs go up to 'intermediate'."""

INCLINE_KEY = "incline"
STEEP_VALUES = frozenset({"steep"})
LEVEL_VALUES = frozenset({"no", "flat", "level"})

WIDTH_KEYS: tuple[str, ...] = ("maxwidth:physical", "width")
"""The first that can be read counts. On a road, 'width' is the road's, which is never too narrow."""

# Metres of each unit.
LENGTH_UNITS: dict[str, float] = {"m": 1.0, "cm": 0.01, "mm": 0.001, "metres": 1.0, "ft": 0.3048, "'": 0.3048}

STOPPING_BARRIERS = frozenset(
    {
        "stile", "v_stile", "squeeze_stile", "step_over", "horse_stile", "kissing_gate", "turnstile",
        "full-height_turnstile", "cycle_barrier", "motorcycle_barrier",
    }
)  # fmt: skip
"""Stop wheels, unless ``wheelchair=yes`` stands on them."""
OPEN_BARRIERS = frozenset({"no", "entrance", "toll_booth", "height_restrictor", "border_control", "bump", "kerb"})
"""Let wheels through by themselves; a kerb by its height. Any other kind may be too narrow or hard to open."""
CROSSING_WAYS: tuple[tuple[str, str], ...] = (("footway", "crossing"), ("path", "crossing"), ("cycleway", "crossing"))
"""A way across a road has kerbs, whether they are recorded or not."""
# A kerb on a point where people cross a road tells how one gets onto that road, not whether one gets along it.
CROSSING_TAG = ("highway", frozenset({"crossing", "traffic_signals"}))

WAY_KEYS: tuple[str, ...] = (
    WHEELCHAIR_KEY, RAMP_KEY, KERB_KEY, KERB_HEIGHT_KEY, SURFACE_KEY, SMOOTHNESS_KEY, INCLINE_KEY, *WIDTH_KEYS,
    *(key for key, _ in CROSSING_WAYS),
)  # fmt: skip
"""All keys of a way that any rule here looks at."""

NODE_KEYS: tuple[str, ...] = (KERB_KEY, KERB_HEIGHT_KEY)
"""A point with one of these, or with a barrier, is judged."""


def judge_way(tags: Mapping[str, str], *, steps: bool, carriageway: bool, pavement: bool) -> StepFree:
    """Judge a way for people on wheels.

    Parameters
    ----------
    tags
        Its tags.
    steps, carriageway
        Whether its kind is a flight of steps, or shared with traffic.
    pavement
        Whether it is recorded to have a pavement of its own.
    """
    if steps:
        return _judge_steps(tags)
    found = [
        WHEELCHAIR_VALUES.get(tags.get(WHEELCHAIR_KEY, ""), StepFree.POSSIBLE),
        SMOOTHNESS_VALUES.get(tags.get(SMOOTHNESS_KEY, ""), StepFree.POSSIBLE),
        judge_surface(tags.get(SURFACE_KEY, "")),
    ]
    kerb = judge_kerb(tags, known=not any(tags.get(key) == value for key, value in CROSSING_WAYS))
    found += [kerb, judge_incline(tags.get(INCLINE_KEY))]
    if StepFree.NOT in found or (not carriageway and is_narrow(tags)):
        return StepFree.NOT
    if carriageway and not pavement:
        return StepFree.POSSIBLE
    if tags.get(WHEELCHAIR_KEY) in WHEELCHAIR_VALUES:
        return found[0]
    return min(found[1:])


def judge_node(tags: Mapping[str, str], barrier: str | None) -> StepFree:
    """Judge a barrier or a kerb on a way: whether it stops wheels, may stop them, or lets them through.

    Parameters
    ----------
    tags
        The tags of the point.
    barrier
        What kind of barrier it is, None for none.
    """
    kerb = judge_kerb(tags, known=barrier != "kerb")
    if barrier is None and tags.get(CROSSING_TAG[0]) in CROSSING_TAG[1]:
        return max(kerb, StepFree.POSSIBLE)
    said = WHEELCHAIR_VALUES.get(tags.get(WHEELCHAIR_KEY, ""))
    if kerb == StepFree.NOT or is_narrow(tags) or said == StepFree.NOT:
        return StepFree.NOT
    if said is not None:
        return said
    if barrier in STOPPING_BARRIERS:
        return StepFree.NOT
    wide = not isnan(recorded_width_metres(tags))
    return kerb if barrier is None or barrier in OPEN_BARRIERS or wide else StepFree.POSSIBLE


def judge_kerb(tags: Mapping[str, str], *, known: bool = True) -> StepFree:
    """Judge the kerb: its height in metres decides, else its kind; with neither, ``known`` says that there is none."""
    height = parse_kerb_metres(tags.get(KERB_HEIGHT_KEY, ""))
    if not isnan(height):
        return StepFree.NOT if height > MOST_KERB_METRES + 1e-9 else StepFree.PROVEN
    kind = tags.get(KERB_KEY)
    if kind is None and KERB_HEIGHT_KEY not in tags:
        return StepFree.PROVEN if known else StepFree.POSSIBLE
    return KERB_VALUES.get(kind or "", StepFree.POSSIBLE)


def judge_surface(surface: str) -> StepFree:
    """Judge a surface; of several, such as 'asphalt;gravel', the worst."""
    parts = [part.strip() for part in surface.lower().split(";")]
    if UNSUITABLE_SURFACES.intersection(parts):
        return StepFree.NOT
    return StepFree.PROVEN if FIRM_SURFACES.issuperset(parts) else StepFree.POSSIBLE


def judge_incline(text: str | None) -> StepFree:
    """Judge how steep a way is. Where nothing is recorded nobody saw a slope; 'up' is a slope, and not how steep."""
    if text is None:
        return StepFree.PROVEN
    if text.strip().lower() in STEEP_VALUES:
        return StepFree.NOT
    percent = parse_incline_percent(text)
    if isnan(percent):
        return StepFree.POSSIBLE
    return StepFree.NOT if abs(percent) > MOST_INCLINE_PERCENT + 1e-9 else StepFree.PROVEN


def is_narrow(tags: Mapping[str, str]) -> bool:
    """Tell whether a width is recorded and too small for wheels."""
    return recorded_width_metres(tags) < LEAST_WIDTH_METRES - 1e-9


def recorded_width_metres(tags: Mapping[str, str]) -> float:
    """Return the recorded width, nan where there is none that can be read."""
    widths = (parse_metres(tags.get(key, "")) for key in WIDTH_KEYS)
    return next((width for width in widths if not isnan(width)), nan)


def parse_incline_percent(text: str) -> float:
    """Read a slope ('8.3%', '-5 %', '4°', '1:12') in percent; a bare number is percent; nan if it says nothing."""
    text = text.strip().lower().replace(",", ".")
    if text in LEVEL_VALUES:
        return 0.0
    if text.endswith("°"):
        degrees = _number(text[:-1])
        return tan(radians(degrees)) * 100 if abs(degrees) < 90 else nan  # noqa: PLR2004 - upright
    rise, colon, run = text.partition(":")
    if colon:
        return 100 * _number(rise) / _number(run) if _number(run) > 0 else nan
    return _number(text.removesuffix("%"))


def parse_kerb_metres(text: str) -> float:
    """Read a kerb's height; a bare number from 1 on cannot be metres of kerb, so it is centimetres."""
    bare = _number(text.strip())
    return bare / 100 if bare >= 1 else parse_metres(text)


def parse_metres(text: str) -> float:
    """Read a length ('0.9', '0.9 m', '90 cm', '3 ft') in metres; a bare number is metres; nan if it says nothing."""
    text = text.strip().lower().replace(",", ".")
    digits = len(text) - len(text.lstrip("0123456789."))
    unit = text[digits:].strip()
    return _number(text[:digits]) * (LENGTH_UNITS.get(unit, nan) if unit else 1.0)


def _judge_steps(tags: Mapping[str, str]) -> StepFree:
    """Judge a flight of steps by its ramp alone: slope and surface are those of the steps."""
    barred = WHEELCHAIR_VALUES.get(tags.get(WHEELCHAIR_KEY, "")) == StepFree.NOT
    return StepFree.PROVEN if tags.get(RAMP_KEY) in RAMP_VALUES and not barred else StepFree.NOT


def _number(text: str) -> float:
    """Read a plain number with or without a sign; nan if it is none."""
    text = text.strip()
    plain = text.removeprefix("-").removeprefix("+").replace(".", "", 1)
    return float(text) if plain.isdecimal() and plain.isascii() else nan
