"""A street map in the making: nodes, ways with tags, and how OpenStreetMap's file holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import osmium
from osmium.osm.mutable import Node as OsmNode
from osmium.osm.mutable import Way as OsmWay

from .ground import Point, beside, between, distance, to_degrees

Tags = dict[str, str]
_GENERATOR = "assetmap demo writer; every place and street in this file is made up"


@dataclass(frozen=True)
class Way:
    """A line of nodes with its tags."""

    nodes: tuple[int, ...]
    tags: Tags


@dataclass
class Network:
    """Nodes (metres), their tags, and ways; ids count from 1 in the order of making."""

    points: dict[int, Point] = field(default_factory=dict)
    node_tags: dict[int, Tags] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)

    def add_node(self, point: Point, **tags: str) -> int:
        """Add a node and return its id."""
        node = len(self.points) + 1
        self.points[node] = point
        if tags:
            self.tag_node(node, **tags)
        return node

    def tag_node(self, node: int, **tags: str) -> None:
        """Add tags to a node; two underscores in a key stand for a colon."""
        self.node_tags.setdefault(node, {}).update(plain_tags(tags))

    def add_way(self, nodes: Iterable[int], **tags: str) -> Way:
        """Add a way; two underscores in a key stand for a colon."""
        way = Way(tuple(nodes), plain_tags(tags))
        self.ways.append(way)
        return way

    def line(
        self, start: int, end: int, *, bend_m: float = 0.0, bow_m: float = 0.0, step_m: float = 200.0
    ) -> list[int]:
        """Return nodes from start to end, new ones about every step, bending to both sides or bowed to one."""
        a, b = self.points[start], self.points[end]
        parts = max(1, round(distance(a, b) / step_m))
        inner = [self.add_node(_bent(a, b, part / parts, bend_m, bow_m)) for part in range(1, parts)]
        return [start, *inner, end]

    def nearest_node(self, point: Point, among: Iterable[int]) -> int:
        """Return the node nearest to a point."""
        return min(among, key=lambda node: distance(self.points[node], point))

    def add_building(self, centre: Point, half_m: float, **tags: str) -> None:
        """Draw a square building, a closed way, with tags."""
        x, y = centre
        corners = [
            (x - half_m, y - half_m),
            (x + half_m, y - half_m),
            (x + half_m, y + half_m),
            (x - half_m, y + half_m),
        ]
        ring = [self.add_node(corner) for corner in corners]
        self.add_way([*ring, ring[0]], building="yes", **tags)


def plain_tags(tags: Mapping[str, str]) -> Tags:
    """Return tags with colons in their keys."""
    return {key.replace("__", ":").strip("_"): value for key, value in tags.items()}


def _bent(a: Point, b: Point, share: float, bend_m: float, bow_m: float) -> Point:
    """Return the point a share of the way along a line from a to b, S-shaped (bend) or like a bow."""
    bow = 4 * share * (1 - share)
    metres = bow_m * bow + bend_m * bow * 2 * (1 - 2 * share)
    return beside(a, b, share, metres) if metres else between(a, b, share)


def write_pbf(network: Network, path: Path) -> None:
    """Write the network as an OpenStreetMap extract, uncompressed: the same bytes everywhere."""
    header = osmium.io.Header()
    header.set("generator", _GENERATOR)
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(osmium.io.File(str(path), "pbf,pbf_compression=none"), header=header)
    try:
        for node, point in network.points.items():
            tags = network.node_tags.get(node, {})
            writer.add_node(OsmNode(id=node, version=1, location=to_degrees(point, 7), tags=tags))
        for index, way in enumerate(network.ways, start=1):
            writer.add_way(OsmWay(id=index, version=1, nodes=list(way.nodes), tags=way.tags))
    finally:
        writer.close()
