"""The ground the demo lies on: metres on the British National Grid, degrees in files, and flat geometry."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import atan2, hypot

import pyproj

Point = tuple[float, float]

# Written out in full, so that grid files installed on one machine and not on another change nothing.
_GRID_TO_DEGREES = (
    "+proj=pipeline +step +inv +proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy"
    " +step +proj=cart +ellps=airy"
    " +step +proj=helmert +x=446.448 +y=-125.157 +z=542.06 +rx=0.15 +ry=0.247 +rz=0.842 +s=-20.489"
    " +convention=position_vector"
    " +step +inv +proj=cart +ellps=WGS84 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)
_TRANSFORMER = pyproj.Transformer.from_pipeline(_GRID_TO_DEGREES)


@dataclass(frozen=True)
class Street:
    """A house's street: its name and whether it runs through a settlement."""

    name: str
    settled: bool


@dataclass(frozen=True)
class House:
    """A spot beside a street where people may live."""

    point: Point
    street: Street


def dice(topic: str) -> random.Random:
    """Return seeded dice of a topic's own, so that a change in one file leaves the others as they were."""
    return random.Random(f"assetmap demo: {topic}")


def to_degrees(point: Point, digits: int = 6) -> Point:
    """Return longitude and latitude (WGS84) of a point in metres."""
    lon, lat = _TRANSFORMER.transform(*point)
    return round(lon, digits), round(lat, digits)


def distance(a: Point, b: Point) -> float:
    """Return the straight distance, metres."""
    return hypot(a[0] - b[0], a[1] - b[1])


def between(a: Point, b: Point, share: float) -> Point:
    """Return the point a share of the way from a to b."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def beside(a: Point, b: Point, share: float, metres: float) -> Point:
    """Return the point a share of the way from a to b, moved to the left by some metres."""
    length = distance(a, b) or 1.0
    x, y = between(a, b, share)
    return x - (b[1] - a[1]) / length * metres, y + (b[0] - a[0]) / length * metres


def direction(a: Point, b: Point) -> float:
    """Return the angle from a to b, radians."""
    return atan2(b[1] - a[1], b[0] - a[0])


def nearer_part(ring: list[Point], seed: Point, other: Point) -> list[Point]:
    """Cut a convex ring down to what is nearer to the seed than to the other point."""
    normal = other[0] - seed[0], other[1] - seed[1]
    limit = (other[0] ** 2 + other[1] ** 2 - seed[0] ** 2 - seed[1] ** 2) / 2
    sides = [x * normal[0] + y * normal[1] - limit for x, y in ring]
    kept: list[Point] = []
    for index, point in enumerate(ring):
        following = (index + 1) % len(ring)
        if sides[index] <= 0:
            kept.append(point)
        if sides[index] * sides[following] < 0:
            kept.append(between(point, ring[following], sides[index] / (sides[index] - sides[following])))
    return kept


def tile(ring: list[Point], seeds: list[Point]) -> list[list[Point]]:
    """Share a convex ring out among seeds: each place goes to the nearest one. Corners are whole metres."""
    cells = []
    for seed in seeds:
        cell = ring
        for other in seeds:
            if other != seed:
                cell = nearer_part(cell, seed, other)
        cells.append([(float(round(x)), float(round(y))) for x, y in cell])
    return cells


def nearest(point: Point, others: list[Point]) -> int:
    """Return the index of the nearest of some points."""
    return min(range(len(others)), key=lambda index: distance(point, others[index]))
