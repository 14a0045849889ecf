"""Streets drawn by hand for tests: points in metres from a corner, ways with their OpenStreetMap tags."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import osmium

from assetmap.adapters.osm_arrays import OSM_DEGREE, LineCollector
from assetmap.analysis.geometry import EARTH_RADIUS_METRES
from assetmap.model.street import StreetLines

CORNER_LON, CORNER_LAT = -3.5, 52.5

Points = Mapping[int, tuple[float, float]]
Way = tuple[Mapping[str, str], Sequence[int]]


def degrees(east_metres: float, north_metres: float) -> tuple[float, float]:
    """Return longitude and latitude, as OpenStreetMap rounds them."""
    lat = CORNER_LAT + math.degrees(north_metres / EARTH_RADIUS_METRES)
    lon = CORNER_LON + math.degrees(east_metres / EARTH_RADIUS_METRES / math.cos(math.radians(CORNER_LAT)))
    return round(lon, 7), round(lat, 7)


def make_lines(
    points: Points, ways: Sequence[Way], barriers: Mapping[int, Mapping[str, str]] | None = None
) -> StreetLines:
    """Make the arrays a reader would make of these ways; way ids count from 1."""
    lines = LineCollector()
    whole = {}
    for node, place in points.items():
        lon, lat = degrees(*place)
        whole[node] = (node, round(lon * OSM_DEGREE), round(lat * OSM_DEGREE))
    for node, tags in (barriers or {}).items():
        lines.add_barrier(node, tags)
    for number, (tags, nodes) in enumerate(ways, start=1):
        facts = lines.judge(tags)
        if facts is not None:
            lines.add_way(number, facts, [whole.get(node) for node in nodes])
    return lines.finish()


def write_extract(
    path: Path,
    points: Points,
    ways: Sequence[Way],
    *,
    node_tags: Mapping[int, Mapping[str, str]] | None = None,
    relations: Sequence[tuple[Mapping[str, str], Sequence[tuple[str, int, str]]]] = (),
) -> Path:
    """Write the same as a file: PBF or XML, by the name's ending. Relation ids count from 1."""
    with osmium.SimpleWriter(str(path)) as writer:
        for node in sorted(points):
            writer.add_node(
                osmium.osm.mutable.Node(
                    id=node, location=degrees(*points[node]), tags=dict((node_tags or {}).get(node, {}))
                )
            )
        for number, (tags, nodes) in enumerate(ways, start=1):
            writer.add_way(osmium.osm.mutable.Way(id=number, nodes=list(nodes), tags=dict(tags)))
        for number, (tags, members) in enumerate(relations, start=1):
            writer.add_relation(osmium.osm.mutable.Relation(id=number, members=list(members), tags=dict(tags)))
    return path
