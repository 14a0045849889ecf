"""Speed limits as OpenStreetMap writes them: which tags hold one, what their names mean, and how to read the text."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, nan

KMH_PER_MPH = 1.609344

LIMIT_KEYS: tuple[str, ...] = (
    "maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:type", "source:maxspeed", "zone:maxspeed",
)  # fmt: skip

# Limits given by name, km/h. Infinite: no limit of its own, so fast, and driven at the speed assumed above.
NAMED_LIMITS_KMH: dict[str, float] = {
    "none": inf,
    "national": inf,
    "gb:nsl_single": inf,
    "gb:nsl": inf,
    "gb:national": inf,
    "gb:rural": inf,
    "gb:nsl_dual": 70 * KMH_PER_MPH,
    "gb:motorway": 70 * KMH_PER_MPH,
    "gb:nsl_restricted": 30 * KMH_PER_MPH,
    "gb:urban": 30 * KMH_PER_MPH,
    "gb:zone20": 20 * KMH_PER_MPH,
    "walk": 5.0,
}
SPEED_UNITS_KMH: dict[str, float] = {"": 1.0, "km/h": 1.0, "kmh": 1.0, "kph": 1.0, "mph": KMH_PER_MPH}


def recorded_limit_kmh(tags: Mapping[str, str]) -> float:
    """Return the speed limit in km/h: nan where none is recorded, infinite where 'no limit' is recorded."""
    for key in LIMIT_KEYS:
        limits = [parse_limit_kmh(part) for part in tags.get(key, "").replace("|", ";").split(";")]
        known = [limit for limit in limits if limit == limit]  # noqa: PLR0124 - nan is not itself
        if known:
            return max(known)
    return nan


def parse_limit_kmh(text: str) -> float:
    """Read one limit ('30 mph', '50', 'none', 'GB:nsl_single') as km/h; nan if it says nothing we know."""
    text = text.strip().lower()
    if text in NAMED_LIMITS_KMH:
        return NAMED_LIMITS_KMH[text]
    digits = len(text) - len(text.lstrip("0123456789."))
    unit = SPEED_UNITS_KMH.get(text[digits:].strip())
    number = text[:digits]
    if unit is None or not number.replace(".", "", 1).isdecimal() or float(number) <= 0:
        return nan
    return float(number) * unit
