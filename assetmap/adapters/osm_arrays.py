"""What the two doors to OpenStreetMap share: gathering streets into arrays, and shapes into points."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
import shapely

from assetmap.model import street

Coordinate = tuple[float, float]
OSM_DEGREE = 1e7
"""OpenStreetMap stores degrees as whole numbers of this many parts."""


class TagRule(Protocol):
    """A row of a rule table: every key must be present with one of its values; an empty set means any value."""

    @property
    def tags(self) -> Mapping[str, frozenset[str]]:
        """Wanted values by key."""


@dataclass(frozen=True)
class OsmFeature:
    """One thing on the map that matched a rule: a point on or in it, degrees, and all its tags."""

    osm_type: str
    osm_id: int
    lon: float
    lat: float
    tags: dict[str, str]


def matches_any(tags: Mapping[str, str], rules: Iterable[TagRule]) -> bool:
    """Tell whether tags match at least one rule. A value may be a list: 'library;cafe' is both."""
    return any(
        all(
            key in tags and (not wanted or any(value.strip() in wanted for value in tags[key].split(";")))
            for key, wanted in rule.tags.items()
        )
        for rule in rules
    )


def rule_keys(rules: Iterable[TagRule]) -> list[str]:
    """Return all keys that a rule table looks at, in order of first use."""
    return list(dict.fromkeys(key for rule in rules for key in rule.tags))


class LineCollector:
    """Gathers ways and barriers one by one and hands them on as StreetLines. Coordinates are whole 1e-7 degrees."""

    def __init__(self) -> None:
        self._judged: dict[tuple[str | None, ...], street.WayFacts | None] = {}
        self._rows: list[tuple[int, street.WayFacts]] = []
        self._lengths = array("q")
        self._ids = array("q")
        self._x = array("i")
        self._y = array("i")
        self._barriers: dict[int, street.BarrierFacts] = {}
        self._missing = 0

    def judge(self, tags: Mapping[str, str]) -> street.WayFacts | None:
        """Apply the street rules, once for each set of tags that occurs."""
        key = tuple(tags.get(name) for name in street.WAY_KEYS)
        if key not in self._judged:
            self._judged[key] = street.judge_way(tags)
        return self._judged[key]

    def add_way(self, osm_id: int, facts: street.WayFacts, points: Sequence[tuple[int, int, int] | None]) -> None:
        """Add a way's points (node id, x, y); None is a point that is not in the file: the way is cut there."""
        run: list[tuple[int, int, int]] = []
        for point in (*points, None):
            if point is not None:
                run.append(point)
                continue
            if len(run) > 1:
                self._add_run(osm_id, facts, run)
            run = []
        self._missing += sum(point is None for point in points)

    def _add_run(self, osm_id: int, facts: street.WayFacts, run: list[tuple[int, int, int]]) -> None:
        ids, xs, ys = zip(*run, strict=True)
        self._rows.append((osm_id, facts))
        self._lengths.append(len(ids))
        self._ids.extend(ids)
        self._x.extend(xs)
        self._y.extend(ys)

    def add_barrier(self, osm_id: int, tags: Mapping[str, str]) -> None:
        """Keep a barrier or kerb that stops somebody, or may stop wheels; keep every stile."""
        facts = street.judge_barrier(tags)
        if facts is not None:
            self._barriers[osm_id] = facts

    def finish(self) -> street.StreetLines:
        """Return everything gathered."""
        facts = [row for _, row in self._rows]
        barriers = list(self._barriers.values())
        return street.StreetLines(
            way_osm_id=np.array([osm_id for osm_id, _ in self._rows], dtype=np.int64),
            kind=np.array([row.kind for row in facts], dtype=np.int8),
            walk_forward=np.array([row.walk[0] for row in facts], dtype=np.bool_),
            walk_back=np.array([row.walk[1] for row in facts], dtype=np.bool_),
            drive_forward=np.array([row.drive[0] for row in facts], dtype=np.bool_),
            drive_back=np.array([row.drive[1] for row in facts], dtype=np.bool_),
            limit_kmh=np.array([row.limit_kmh for row in facts], dtype=np.float32),
            lit=np.array([row.lit for row in facts], dtype=np.int8),
            pavement=np.array([row.pavement for row in facts], dtype=np.bool_),
            step_free=np.array([row.step_free for row in facts], dtype=np.int8),
            start=np.concatenate(([0], np.cumsum(np.array(self._lengths, dtype=np.int64)))).astype(np.int64),
            point_osm_id=np.array(self._ids, dtype=np.int64),
            lon=np.array(self._x, dtype=np.float64) / OSM_DEGREE,
            lat=np.array(self._y, dtype=np.float64) / OSM_DEGREE,
            barrier_osm_id=np.array(list(self._barriers), dtype=np.int64),
            barrier_blocks_walk=np.array([row.blocks_walk for row in barriers], dtype=np.bool_),
            barrier_blocks_drive=np.array([row.blocks_drive for row in barriers], dtype=np.bool_),
            barrier_is_stile=np.array([row.stile for row in barriers], dtype=np.bool_),
            barrier_step_free=np.array([row.step_free for row in barriers], dtype=np.int8),
            points_missing=self._missing,
        )


def point_in_way(points: Sequence[Coordinate]) -> Coordinate | None:
    """Return a point on a line or in a closed shape: the centroid where it lies inside, else one that does."""
    if len(points) > 3 and points[0] == points[-1]:  # noqa: PLR2004 - a ring needs three corners and its end
        return _point_in(shapely.Polygon(points))
    if len(points) > 1:
        line = shapely.LineString(points)
        middle = line.interpolate(0.5, normalized=True)
        return float(middle.x), float(middle.y)
    return points[0] if points else None


def point_in_rings(rings: Iterable[Sequence[Coordinate]]) -> Coordinate | None:
    """Return a point in the largest shape that outlines, whole or in pieces, enclose; None if they enclose none."""
    lines = [shapely.LineString(ring) for ring in rings if len(ring) > 1]
    shapes = list(shapely.polygonize([shapely.unary_union(lines)]).geoms) if lines else []
    if not shapes:
        return point_in_way([point for line in lines for point in line.coords])
    return _point_in(max(shapes, key=lambda shape: shape.area))


def _point_in(shape: shapely.Geometry) -> Coordinate | None:
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    if shape.is_empty:
        return None
    centre = shape.centroid
    inside = centre if shape.contains(centre) else shape.representative_point()
    return float(inside.x), float(inside.y)


@dataclass(frozen=True)
class SettlementRule:
    """The rule that finds settlements among the features."""

    tags: Mapping[str, frozenset[str]]


SETTLEMENT_RULES = (
    SettlementRule({street.PLACE_KEY: frozenset(street.SETTLEMENT_KINDS), street.NAME_KEY: frozenset()}),
)
_TYPE_ORDER = ("node", "way", "relation")


def settlement_table(features: Iterable[OsmFeature]) -> pd.DataFrame:
    """Make the table of settlements: name, kind, lon, lat.

    A place drawn twice, as a point and as an outline, is one place: the point stands where people say the place is.
    """
    ordered = sorted(features, key=lambda row: (_TYPE_ORDER.index(row.osm_type), row.osm_id))
    points = [row for row in ordered if row.osm_type == _TYPE_ORDER[0]]
    drawn = {row.tags[street.NAME_KEY] for row in points}
    outlines = {row.tags[street.NAME_KEY]: row for row in reversed(ordered) if row.tags[street.NAME_KEY] not in drawn}
    kept = [*points, *reversed(outlines.values())]
    return pd.DataFrame(
        {
            "name": pd.Series([row.tags[street.NAME_KEY] for row in kept], dtype="str"),
            "kind": pd.Series([row.tags[street.PLACE_KEY] for row in kept], dtype="str"),
            "lon": pd.Series([row.lon for row in kept], dtype="float64"),
            "lat": pd.Series([row.lat for row in kept], dtype="float64"),
        }
    )
