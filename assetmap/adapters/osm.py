"""The door to OpenStreetMap extracts (.osm.pbf): streets as arrays, features as points, settlements as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import osmium
import pandas as pd

from assetmap.adapters.osm_arrays import (
    OSM_DEGREE,
    SETTLEMENT_RULES,
    Coordinate,
    LineCollector,
    OsmFeature,
    TagRule,
    matches_any,
    point_in_rings,
    point_in_way,
    rule_keys,
    settlement_table,
)
from assetmap.errors import FileUnusableError
from assetmap.messages import mark, tr
from assetmap.model import street

__all__ = ["OsmFeature", "read_features", "read_settlements", "read_streets"]

EXPECTED = mark("Expected an OpenStreetMap extract (.osm.pbf).")
PBF_MARK = b"OSMHeader"
"""Every PBF file names its first block so, within its first bytes."""
PBF_MARK_BYTES = 64


def read_streets(path: Path) -> street.StreetLines:
    """Read all streets of an extract, with what the rules of ``model/street.py`` make of them.

    Parameters
    ----------
    path
        An ``.osm.pbf`` file.

    Raises
    ------
    FileUnusableError
        The file is absent, empty, cut short, not a PBF file, or holds no street.
    """
    lines = LineCollector()
    wanted = osmium.filter.KeyFilter(street.HIGHWAY_KEY, *street.BARRIER_KEYS)
    with _open(path, osmium.osm.NODE | osmium.osm.WAY) as file:
        for item in file.with_locations().with_filter(wanted):
            if item.is_node():
                lines.add_barrier(item.id, item.tags)
                continue
            facts = lines.judge(item.tags)
            if facts is not None:
                lines.add_way(item.id, facts, _points(item.nodes))
    streets = lines.finish()
    if not len(streets.way_osm_id):
        raise FileUnusableError(
            tr(
                "{file}: this extract holds no streets. {expected} with roads and paths. Download the extract "
                "again, or choose one that covers your place.",
                file=path.name,
                expected=tr(EXPECTED)[:-1],
            )
        )
    return streets


def read_features(path: Path, rules: Sequence[TagRule]) -> list[OsmFeature]:
    """Read every point, way and area whose tags match a rule, in the file's order: points, ways, areas.

    Parameters
    ----------
    path
        An ``.osm.pbf`` file.
    rules
        Rows with ``tags``: every key must be present with one of its values; an empty set means any value.

    Raises
    ------
    FileUnusableError
        As for `read_streets`, but an extract without any match is an empty list.
    """
    found: list[OsmFeature] = []
    outlines: dict[int, tuple[dict[str, str], list[int]]] = {}
    with _open(path, osmium.osm.ALL) as file:
        for item in file.with_locations().with_filter(osmium.filter.KeyFilter(*rule_keys(rules))):
            tags = {tag.k: tag.v for tag in item.tags}
            if not matches_any(tags, rules):
                continue
            if item.is_relation():
                if _is_area(tags):
                    outlines[item.id] = (tags, [member.ref for member in item.members if _is_outer(member)])
                continue
            point = _place(item)
            if point is not None:
                found.append(OsmFeature("node" if item.is_node() else "way", item.id, *point, tags))
    return found + _read_areas(path, outlines)


def read_settlements(path: Path) -> pd.DataFrame:
    """Read the named settlements of an extract: name, kind, lon, lat (degrees).

    Raises
    ------
    FileUnusableError
        As for `read_streets`, but an extract without any settlement is an empty table.
    """
    return settlement_table(read_features(path, SETTLEMENT_RULES))


@contextmanager
def _open(path: Path, entities: Any) -> Iterator[Any]:  # noqa: ANN401 - osmium's own types are untyped here
    """Check that a file looks like a PBF file, and say in our words what goes wrong while it is read."""
    if not path.is_file():
        raise FileUnusableError(
            tr(
                "{path}: there is no such file. {expected} Check the name and the folder.",
                path=path,
                expected=tr(EXPECTED),
            )
        )
    with path.open("rb") as file:
        head = file.read(PBF_MARK_BYTES)
    if not head:
        raise FileUnusableError(
            tr("{file}: the file is empty. {expected} Download it again.", file=path.name, expected=tr(EXPECTED))
        )
    if PBF_MARK not in head:
        raise FileUnusableError(
            tr("{file}: this is not a PBF file. {expected} Choose another file.", file=path.name, expected=tr(EXPECTED))
        )
    try:
        yield osmium.FileProcessor(osmium.io.File(str(path), "pbf"), entities)
    except RuntimeError as error:
        raise FileUnusableError(
            tr(
                "{file}: the file is damaged or cut short ({error}). {expected} Download it again.",
                file=path.name,
                error=error,
                expected=tr(EXPECTED),
            )
        ) from error


def _points(nodes: Iterable[Any]) -> list[tuple[int, int, int] | None]:
    """Return a way's points as (id, x, y); None where the file does not hold the point."""
    return [(node.ref, node.x, node.y) if node.location.valid() else None for node in nodes]


def _coordinates(way: Any) -> list[Coordinate]:  # noqa: ANN401
    points = _points(way.nodes)
    return [(point[1] / OSM_DEGREE, point[2] / OSM_DEGREE) for point in points if point is not None]


def _place(item: Any) -> Coordinate | None:  # noqa: ANN401
    """Return a node's own point or a point in a way; None where the file does not say."""
    if item.is_node():
        return (item.lon, item.lat) if item.location.valid() else None
    return point_in_way(_coordinates(item))


def _is_area(tags: dict[str, str]) -> bool:
    key, values = street.AREA_RELATIONS
    return tags.get(key) in values


def _is_outer(member: Any) -> bool:  # noqa: ANN401
    return bool(member.type == "w" and member.role != "inner")


def _read_areas(path: Path, outlines: dict[int, tuple[dict[str, str], list[int]]]) -> list[OsmFeature]:
    """Find a point in each area relation: the outlines are ways of their own, so the file is read once more."""
    wanted = {way for _, ways in outlines.values() for way in ways}
    if not wanted:
        return []
    rings: dict[int, list[Coordinate]] = {}
    with _open(path, osmium.osm.NODE | osmium.osm.WAY) as file:
        only_ways = osmium.filter.EntityFilter(osmium.osm.WAY)
        for way in file.with_locations().with_filter(only_ways).with_filter(osmium.filter.IdFilter(wanted)):
            rings[way.id] = _coordinates(way)
    found = []
    for osm_id, (tags, ways) in outlines.items():
        point = point_in_rings(rings[way] for way in ways if way in rings)
        if point is not None:
            found.append(OsmFeature("relation", osm_id, *point, tags))
    return found
