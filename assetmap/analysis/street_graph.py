"""Street networks: the front door. From street lines to minutes there and back, in four steps.

>>> graph = street_graph.build_graph(lines, mode="walk")                                   # doctest: +SKIP
>>> origins = street_graph.snap_points(graph, origin_lon, origin_lat)                      # doctest: +SKIP
>>> venues = street_graph.snap_points(graph, venue_lon, venue_lat)                         # doctest: +SKIP
>>> graph, report = street_graph.keep_parts(graph, origins, venues)                        # doctest: +SKIP
>>> origins, venues = report.move(origins), report.move(venues)                            # doctest: +SKIP
>>> times = street_graph.street_times(graph, origins=origins, venues=venues)               # doctest: +SKIP
"""

from __future__ import annotations

from assetmap.analysis.street_build import WALK_METRES_PER_SECOND, build_graph
from assetmap.analysis.street_network import OFF_STREETS, PartsReport, Snaps, StreetGraph, keep_parts
from assetmap.analysis.street_snap import leave_off, snap_points
from assetmap.analysis.street_times import StreetTimes, street_times

__all__ = [
    "OFF_STREETS",
    "WALK_METRES_PER_SECOND",
    "PartsReport",
    "Snaps",
    "StreetGraph",
    "StreetTimes",
    "build_graph",
    "keep_parts",
    "leave_off",
    "snap_points",
    "street_times",
]
