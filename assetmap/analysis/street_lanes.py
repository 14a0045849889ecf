"""Street seconds from all origins to many venues and back, several venues at once, by a contraction hierarchy.

The ways between junctions come from `analysis.contraction`, in tenths of a second. What lies before the first junction
and after the last is added as `analysis.street_times` adds it, so both give the same ways to within the rounding that
`contraction.street_weights` names. Nothing is kept of what lies along a way: ask `street_times` where that counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis import contraction
from assetmap.analysis.contraction import Hierarchy, Selection
from assetmap.analysis.street_build import WALK_METRES_PER_SECOND
from assetmap.analysis.street_network import Snaps, StreetGraph
from assetmap.analysis.street_times import NAMES, StreetTimes, end_seconds, same_stretch_seconds

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Lanes:
    """All origins, ready for any venues.

    Attributes
    ----------
    graph, origins
        Streets of one mode, and where the origins meet them.
    there, home
        Both ends of each origin's stretch, the tails first, for ways to venues and for ways back.
    """

    graph: StreetGraph
    origins: Snaps
    there: Selection
    home: Selection

    def times(self, venues: Snaps) -> StreetTimes:
        """Return the seconds between all origins and a few venues, shape (origins, venues).

        Of `StreetTimes`, ``there``, ``back`` and ``seconds_avoiding_unsafe`` (the slower of the two, as for a car) are
        told; all else is nan.
        """
        there, back = _seconds(self, venues, towards=True), _seconds(self, venues, towards=False)
        told = {"there": there, "back": back, "seconds_avoiding_unsafe": np.maximum(there, back)}
        return StreetTimes(**(dict.fromkeys(NAMES, np.full_like(there, np.nan)) | told))


# Made once a graph, and kept as long as somebody holds the graph: it serves any origins and venues.
_HIERARCHIES: WeakKeyDictionary[StreetGraph, Hierarchy] = WeakKeyDictionary()


def open_lanes(graph: StreetGraph, origins: Snaps) -> Lanes:
    """Work out once what every venue needs of the streets and the origins.

    Parameters
    ----------
    graph
        Streets of one mode.
    origins
        Where they meet these streets.
    """
    hierarchy = _HIERARCHIES.get(graph)
    if hierarchy is None:
        weight = contraction.street_weights(graph)
        hierarchy = contraction.build_hierarchy(nodes=graph.nodes, tail=graph.tail, head=graph.head, weight=weight)
        _HIERARCHIES[graph] = hierarchy
    ends = _ends(graph, origins)
    there, home = (contraction.select_targets(hierarchy, targets=ends, towards=towards) for towards in (True, False))
    return Lanes(graph, origins, there, home)


def _ends(graph: StreetGraph, snaps: Snaps) -> NDArray[np.int64]:
    """Return the tails of the stretches that points lie on, then the heads; any stretch for a point off the streets."""
    stretch = np.where(snaps.found, snaps.stretch, 0)
    return np.concatenate((graph.stretch_tail[stretch], graph.stretch_head[stretch])).astype(np.int64)


def _seconds(lanes: Lanes, venues: Snaps, *, towards: bool) -> Floats:
    graph, origins = lanes.graph, lanes.origins
    weights = contraction.many_to_selected(lanes.there if towards else lanes.home, sources=_ends(graph, venues))
    reached = np.where(weights == contraction.NOT_REACHED, np.inf, weights / contraction.WEIGHTS_A_SECOND)
    between = reached.reshape(2, len(venues), 2, len(origins))
    open_to_all = np.ones(len(graph.forward), dtype=np.bool_)
    venue_ends = end_seconds(graph, venues, open_to_all, leaving=not towards)
    own_ends = end_seconds(graph, origins, open_to_all, leaving=towards)
    straight = [
        same_stretch_seconds(graph, origins, venues, venue, open_to_all, towards=towards)
        for venue in range(len(venues))
    ]
    best = np.array(straight, dtype=np.float64).reshape(len(venues), len(origins))
    for at_venue, from_venue in enumerate((venue_ends.tail, venue_ends.head)):
        for at_origin, from_origin in enumerate((own_ends.tail, own_ends.head)):
            way = from_venue[:, np.newaxis] + between[at_venue, :, at_origin] + from_origin
            best = np.fmin(best, way)
    known = venues.found[:, np.newaxis] & origins.found
    on_foot = (venues.metres_off[:, np.newaxis] + origins.metres_off) / WALK_METRES_PER_SECOND
    return np.where(known, best + on_foot, np.nan).T
