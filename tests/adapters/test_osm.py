"""The reader of OpenStreetMap extracts: drawn files, damaged files, real files, and osmnx as the witness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmium
import osmnx
import pytest
from street_maker import degrees, write_extract

from assetmap.adapters import osm
from assetmap.adapters.osm_arrays import point_in_rings, point_in_way
from assetmap.analysis import street_graph
from assetmap.analysis.street_graph import Snaps, StreetGraph
from assetmap.errors import FileUnusableError
from assetmap.model import street
from assetmap.model.asset import OSM_ASSET_RULES


@dataclass(frozen=True)
class Rule:
    """A row of the shape that the rule tables have."""

    tags: Mapping[str, frozenset[str]]


POINTS = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (100.0, 100.0), 4: (0.0, 100.0), 5: (50.0, 20.0), 6: (60.0, 60.0)}
HALLS = (Rule({"amenity": frozenset({"library", "community_centre"})}), Rule({"club": frozenset()}))


# --- streets ---------------------------------------------------------------------------------------------------------


def test_streets_are_read_as_drawn(tmp_path: Path) -> None:
    path = write_extract(
        tmp_path / "town.osm.pbf",
        POINTS,
        [
            ({"highway": "residential", "oneway": "-1", "maxspeed": "20 mph", "lit": "yes"}, [1, 2, 3]),
            ({"highway": "construction"}, [3, 4]),
            ({"waterway": "river"}, [1, 4]),
            ({"highway": "steps", "sidewalk": "both"}, [4, 1]),
            ({"route": "ferry", "highway": "service"}, [2, 4]),
        ],
        node_tags={2: {"barrier": "bollard"}, 5: {"highway": "bus_stop"}, 6: {"barrier": "stile"}},
    )
    lines = osm.read_streets(path)
    assert lines.way_osm_id.tolist() == [1, 4]
    assert lines.start.tolist() == [0, 3, 5]
    assert lines.point_osm_id.tolist() == [1, 2, 3, 4, 1]
    np.testing.assert_allclose([lines.lon[2], lines.lat[2]], degrees(100, 100), atol=1e-9)
    assert [street.HIGHWAY_KINDS[kind].name for kind in lines.kind] == ["residential", "steps"]
    assert lines.walk_forward.tolist() == lines.walk_back.tolist() == [True, True]
    assert (lines.drive_forward.tolist(), lines.drive_back.tolist()) == ([False, False], [True, False])
    np.testing.assert_allclose(lines.limit_kmh, [32.19, np.nan], atol=0.01)
    assert (lines.lit.tolist(), lines.pavement.tolist()) == ([1, -1], [False, True])
    assert lines.barrier_osm_id.tolist() == [2, 6]
    assert lines.barrier_blocks_drive.tolist() == [True, True]
    assert lines.barrier_is_stile.tolist() == [False, True]
    assert lines.points_missing == 0
    assert lines.nbytes > 0


def test_a_way_is_cut_where_the_file_lacks_its_points(tmp_path: Path) -> None:
    """No straight line is drawn over the gap, and the missing points are counted."""
    path = write_extract(tmp_path / "cut.osm.pbf", POINTS, [({"highway": "path"}, [1, 2, 99, 3, 4, 98])])
    lines = osm.read_streets(path)
    assert lines.way_osm_id.tolist() == [1, 1]
    assert lines.point_osm_id.tolist() == [1, 2, 3, 4]
    assert lines.points_missing == 2


def damage(path: Path, how: str) -> Path:
    """Make an unusable file of a whole one."""
    whole = path.read_bytes()
    bad = path.with_name(f"{how}.osm.pbf")
    if how == "cut":
        bad.write_bytes(whole[: len(whole) * 2 // 3])
    elif how == "scrambled":
        bad.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2))
    else:
        content = {"empty": b"", "zip": b"PK\x03\x04" + b"\0" * 99, "xml": b"<?xml version='1.0'?><osm></osm>"}
        bad.write_bytes(content[how])
    return bad


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("empty", "the file is empty"),
        ("cut", "damaged or cut short"),
        ("scrambled", "damaged or cut short"),
        ("zip", "not a PBF file"),
        ("xml", "not a PBF file"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, how: str, said: str) -> None:
    rng = np.random.default_rng(1)
    points = {n: (float(x), float(y)) for n, (x, y) in enumerate(rng.uniform(0, 9000, (2000, 2)), start=1)}
    whole = write_extract(tmp_path / "whole.osm.pbf", points, [({"highway": "path"}, list(points))])
    bad = damage(whole, how)
    for read in (osm.read_streets, osm.read_settlements, lambda path: osm.read_features(path, HALLS)):
        with pytest.raises(FileUnusableError, match=said) as caught:
            read(bad)
        assert bad.name in str(caught.value)
        assert "Expected an OpenStreetMap extract (.osm.pbf)." in str(caught.value)


def test_a_file_that_is_not_there_and_one_without_streets(tmp_path: Path) -> None:
    with pytest.raises(FileUnusableError, match=r"no such file.*Check the name"):
        osm.read_streets(tmp_path / "none.osm.pbf")
    river = write_extract(tmp_path / "river.osm.pbf", POINTS, [({"waterway": "river"}, [1, 2])])
    with pytest.raises(FileUnusableError, match=r"river.osm.pbf: this extract holds no streets"):
        osm.read_streets(river)


# --- features and settlements ----------------------------------------------------------------------------------------


def test_features_are_points_ways_and_areas(tmp_path: Path) -> None:
    """The area is drawn in two pieces with a hole; a route relation is no area; a point in each is told."""
    points = POINTS | {11: (40, 40), 12: (60, 40), 13: (60, 70), 14: (40, 70)}
    path = write_extract(
        tmp_path / "halls.osm.pbf",
        points,
        [
            ({"amenity": "library", "name": "Llyfrgell <b>"}, [1, 2, 3, 4, 1]),
            ({}, [1, 2, 3]),
            ({}, [3, 4, 1]),
            ({}, [11, 12, 13, 14, 11]),
            ({"club": "bowls", "barrier": "fence"}, [1, 3]),
            ({"amenity": "pub"}, [1, 2, 3, 4, 1]),
        ],
        node_tags={5: {"amenity": "cafe;community_centre"}, 6: {"amenity": "parking"}},
        relations=[
            (
                {"type": "multipolygon", "amenity": "community_centre"},
                [("w", 2, "outer"), ("w", 3, ""), ("w", 4, "inner")],
            ),
            ({"type": "route", "club": "walking"}, [("w", 2, "")]),
        ],
    )
    found = {(row.osm_type, row.osm_id): row for row in osm.read_features(path, HALLS)}
    assert list(found) == [("node", 5), ("way", 1), ("way", 5), ("relation", 1)]
    assert found["way", 1].tags == {"amenity": "library", "name": "Llyfrgell <b>"}
    for key in (("way", 1), ("way", 5), ("relation", 1)):
        np.testing.assert_allclose([found[key].lon, found[key].lat], degrees(50, 50), atol=1e-6)
    np.testing.assert_allclose([found["node", 5].lon, found["node", 5].lat], degrees(50, 20), atol=1e-9)


def test_a_rule_needs_all_its_keys(tmp_path: Path) -> None:
    path = write_extract(
        tmp_path / "x.osm.pbf", POINTS, [], node_tags={1: {"shop": "books"}, 2: {"shop": "books", "charity": "yes"}}
    )
    both = [Rule({"shop": frozenset({"books"}), "charity": frozenset()})]
    assert [row.osm_id for row in osm.read_features(path, both)] == [2]
    assert osm.read_features(path, HALLS) == []


def test_a_point_in_a_crooked_shape_lies_inside() -> None:
    """The centroid of a U lies outside it; a shape that crosses itself still has a point."""
    u = [(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (2.0, 3.0), (2.0, 1.0), (1.0, 1.0), (1.0, 3.0), (0.0, 3.0), (0.0, 0.0)]
    lon, lat = point_in_way(u) or (9.0, 9.0)
    assert lat <= 1 or lon <= 1 or lon >= 2
    assert point_in_way([(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]) is not None
    assert point_in_way([]) is None
    assert point_in_way([(1.0, 2.0)]) == (1.0, 2.0)
    assert point_in_rings([[(0.0, 0.0), (2.0, 0.0)]]) == (1.0, 0.0)


def test_settlements_are_told_once(tmp_path: Path) -> None:
    path = write_extract(
        tmp_path / "places.osm.pbf",
        POINTS,
        [
            ({"place": "village", "name": "Cwm"}, [1, 2, 3, 4, 1]),
            ({"place": "hamlet", "name": "Nant"}, [1, 2, 3, 4, 1]),
            ({"place": "hamlet", "name": "Nant"}, [1, 2, 3, 1]),
            ({"place": "farm", "name": "Tyddyn"}, [1, 2, 3, 4, 1]),
            ({"place": "town"}, [1, 2, 3, 4, 1]),
        ],
        node_tags={5: {"place": "village", "name": "Cwm"}, 6: {"place": "town", "name": "Aberddwr"}},
    )
    table = osm.read_settlements(path)
    assert list(table.columns) == ["name", "kind", "lon", "lat"]
    assert table[["name", "kind"]].to_numpy().tolist() == [["Cwm", "village"], ["Aberddwr", "town"], ["Nant", "hamlet"]]
    np.testing.assert_allclose(table[["lon", "lat"]].to_numpy()[0], degrees(50, 20), atol=1e-9)
    nowhere = write_extract(tmp_path / "no.osm.pbf", POINTS, [])
    assert list(osm.read_settlements(nowhere).columns) == ["name", "kind", "lon", "lat"]
    assert osm.read_settlements(nowhere).empty


# --- real files ------------------------------------------------------------------------------------------------------


@pytest.mark.real_data
def test_newport_counts(real_data: Path) -> None:
    path = real_data / "newport" / "streets.osm.pbf"
    found = osm.read_features(path, OSM_ASSET_RULES)
    for kind, nodes, ways in (("community_centre", 11, 7), ("library", 6, 0), ("place_of_worship", 17, 38)):
        count = Counter(row.osm_type for row in found if row.tags.get("amenity") == kind)
        assert count == Counter(node=nodes, way=ways)
    lines = osm.read_streets(path)
    assert lines.points_missing == 0
    # 8,965 ways have a highway tag; those under construction, areas of asphalt and closed roads are left out.
    assert 8000 < len(lines.way_osm_id) < 8965
    assert "Newport" in osm.read_settlements(path)["name"].tolist()


@pytest.mark.real_data
def test_the_isle_of_man_keeps_its_small_parts(real_data: Path) -> None:
    lines = osm.read_streets(real_data / "isle-of-man" / "streets.osm.pbf")
    assert int(lines.barrier_is_stile.sum()) == 59
    graph = street_graph.build_graph(lines, mode="walk")
    assert graph.parts > 100
    # A point on each part's first stretch that has nothing larger within the limit stays on it.
    middle = graph.line_start[:-1][np.unique(graph.part[graph.stretch_tail], return_index=True)[1]]
    snaps = street_graph.snap_points(graph, graph.line_lon[middle], graph.line_lat[middle])
    assert snaps.found.all()
    small = np.bincount(graph.part)[graph.part[graph.stretch_tail[snaps.stretch]]] < street.FRAGMENT_NODES
    assert small.any()
    kept, report = street_graph.keep_parts(graph, snaps)
    assert report.parts_kept == len(np.unique(graph.part[graph.stretch_tail[snaps.stretch]]))
    assert kept.parts + report.parts_dropped == graph.parts


# --- osmnx -----------------------------------------------------------------------------------------------------------


def same_ways(path: Path, target: Path, lines: street.StreetLines, mode: str) -> Path:
    """Write as XML just the ways that our rules open to a mode.

    osmnx reads every way of a file, and its own filters draw other lines than ours (it leaves out driveways, say). So
    both get the same ways, and what is compared is the reading, the one-way rules and the lengths.
    """
    forward, back = (lines.walk_forward, lines.walk_back) if mode == "walk" else (lines.drive_forward, lines.drive_back)
    wanted = set(lines.way_osm_id[forward | back].tolist())
    with osmium.SimpleWriter(str(target)) as writer:
        for item in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY):
            if isinstance(item, osmium.osm.Node):
                writer.add_node(item)
            elif isinstance(item, osmium.osm.Way) and item.id in wanted:
                writer.add_way(item)
    return target


def plain(lines: street.StreetLines) -> street.StreetLines:
    """Give every way one speed, so that the quickest way is the shortest, and take the barriers off.

    osmnx knows neither speeds nor barriers when it reads a file.
    """
    none = np.zeros(0, dtype=np.bool_)
    return replace(
        lines,
        kind=np.full_like(lines.kind, street.KIND_INDEX["service"]),
        limit_kmh=np.full_like(lines.limit_kmh, 50),
        barrier_osm_id=np.zeros(0, dtype=np.int64),
        barrier_blocks_walk=none,
        barrier_blocks_drive=none,
        barrier_is_stile=none,
        barrier_step_free=np.zeros(0, dtype=np.int8),
    )


def stand_on(graph: StreetGraph, nodes: np.ndarray) -> Snaps:
    """Stand on junctions, by number."""
    ends = np.concatenate((graph.stretch_tail, graph.stretch_head))
    first = {int(node): k for k, node in reversed(list(enumerate(ends)))}
    at = np.array([first[int(node)] for node in nodes])
    stretch = at % len(graph.forward)
    metres = np.where(at < len(graph.forward), 0.0, graph.stretch_metres[stretch])
    zero = np.zeros(len(nodes))
    return Snaps(stretch.astype(np.int32), metres, zero, zero, zero)


@pytest.fixture
def osmnx_tags() -> Any:
    """Let osmnx keep the tags its one-way rules look at."""
    before = list(osmnx.settings.useful_tags_way)
    osmnx.settings.useful_tags_way = ["highway", "oneway", "junction"]
    yield
    osmnx.settings.useful_tags_way = before


@pytest.mark.real_data
@pytest.mark.usefixtures("osmnx_tags")
@pytest.mark.parametrize("mode", ["walk", "drive"])
def test_shortest_distances_equal_osmnx(real_data: Path, tmp_path: Path, mode: str) -> None:
    """1,000 random pairs of junctions: the same distance within 0.1 %, or no way for both."""
    path = real_data / "newport" / "small.osm.pbf"
    lines = osm.read_streets(path)
    xml = same_ways(path, tmp_path / "small.osm", lines, mode)
    witness = osmnx.graph_from_xml(xml, bidirectional=mode == "walk", simplify=False, retain_all=True)
    # Motorways are one-way for us even without the tag, and not for osmnx: here all of them carry it.
    motorways = [data for *_, data in witness.edges(data=True) if data["highway"] == "motorway"]
    assert all(data["oneway"] or mode == "walk" for data in motorways)

    graph = street_graph.build_graph(plain(lines), mode=mode)
    nodes = np.arange(graph.nodes)
    found = street_graph.street_times(graph, origins=stand_on(graph, nodes), venues=stand_on(graph, nodes))
    pairs = np.random.default_rng(2023).integers(0, graph.nodes, (1000, 2))
    differences = []
    for start in np.unique(pairs[:, 0]):
        true = nx.single_source_dijkstra_path_length(witness, int(graph.node_osm_id[start]), weight="length")
        for end in pairs[pairs[:, 0] == start, 1]:
            expected = true.get(int(graph.node_osm_id[end]), np.inf)
            if found.metres[start, end] != pytest.approx(expected, rel=1e-3, abs=0.01):
                differences.append((int(start), int(end), float(found.metres[start, end]), expected))
    assert differences == []
    # The one-way rules matter here: by car most ways back are others than the ways there.
    one_way = ~np.isclose(found.there, found.back)
    assert one_way.mean() > 0.2 if mode == "drive" else not one_way.any()
