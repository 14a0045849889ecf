"""Where points meet the streets: the nearest place on any stretch, with the walk to it counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from assetmap.analysis.geometry import distance_metres, share_along, to_plane
from assetmap.analysis.street_network import OFF_STREETS, Snaps, StreetGraph
from assetmap.model.street import FRAGMENT_NODES, SNAP_LIMIT_METRES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Straight pieces of the stretches where journeys may begin: indices of their points, their stretch."""

    first: Ints
    stretch: Ints
    metres_before: Floats
    metres: Floats
    in_fragment: Bools


class _Index:
    """The straight pieces of a graph and where they lie, made once a graph: a page snaps one venue again and again."""

    def __init__(self, graph: StreetGraph) -> None:
        self.pieces = _list_pieces(graph)
        self.plane = to_plane(graph.line_lon, graph.line_lat)
        self.every = np.arange(len(self.pieces.first))
        self.doubtful = np.unique(self.pieces.stretch[self.pieces.in_fragment])
        firm = np.flatnonzero(~self.pieces.in_fragment)
        self.firm = firm if len(firm) else None
        self._trees: dict[bool, shapely.STRtree] = {}

    def nearest(self, points: Floats, *, firm: bool) -> Ints:
        """Return the nearest piece to each point of the plane; ``firm`` leaves out those in tiny parts."""
        chosen = self.firm if firm and self.firm is not None else self.every
        if firm not in self._trees:
            first = self.pieces.first[chosen]
            lines = shapely.linestrings(np.stack((self.plane[first], self.plane[first + 1]), axis=1))
            self._trees[firm] = shapely.STRtree(lines)
        return np.asarray(chosen[self._trees[firm].query_nearest(shapely.points(points), all_matches=False)[1]])


# As long as somebody holds the graph, and no longer.
_INDEXES: WeakKeyDictionary[StreetGraph, _Index] = WeakKeyDictionary()


def snap_points(
    graph: StreetGraph, lon: ArrayLike, lat: ArrayLike, *, limit_metres: float = SNAP_LIMIT_METRES
) -> Snaps:
    """Find the nearest place on a street for each point.

    A street in a tiny part of the network is most often a mapping error, so a larger part within the limit is taken
    instead; where there is none, as on a small island, the tiny part stands.

    Parameters
    ----------
    graph
        Whole graph, or the parts that were kept.
    lon, lat
        Degrees, one entry a point.
    limit_metres
        A point further from every street is off the streets; its distance is still told.

    Returns
    -------
    Snaps
        One entry a point, in the same order.
    """
    lon, lat = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    index = _INDEXES.get(graph)
    if index is None:
        index = _INDEXES[graph] = _Index(graph)
    nearest = _snap(graph, index, lon, lat)
    doubtful = np.flatnonzero(np.isin(nearest.stretch, index.doubtful))
    if len(doubtful) and index.firm is not None:
        other = _snap(graph, index, lon[doubtful], lat[doubtful], firm=True)
        nearest = _replace(nearest, doubtful, other, other.metres_off <= limit_metres)
    return leave_off(nearest, limit_metres=limit_metres)


def leave_off(snaps: Snaps, *, limit_metres: float) -> Snaps:
    """Return snapped points, those further than the limit from their street off the streets; distances stay."""
    far = ~(snaps.metres_off <= limit_metres)
    return replace(
        snaps,
        stretch=np.where(far, OFF_STREETS, snaps.stretch).astype(np.int32),
        metres_along=np.where(far, np.nan, snaps.metres_along),
    )


def _find_fragments(graph: StreetGraph) -> Bools:
    """Tell which stretches lie in a tiny part, counting only places with a way out and a way back in.

    At the edge of an extract a one-way street leads out of the network and never comes back. It is in the same
    connected part, and yet nobody could get home to it.
    """
    if not graph.nodes:
        return np.zeros(0, dtype=np.bool_)
    streets = coo_array((np.ones(graph.edges, dtype=np.int8), (graph.tail, graph.head)), shape=(graph.nodes,) * 2)
    label = connected_components(streets, directed=True, connection="strong")[1]
    tiny = (np.bincount(label) < FRAGMENT_NODES)[label]
    return np.asarray(tiny[graph.stretch_tail] | tiny[graph.stretch_head])


def _list_pieces(graph: StreetGraph) -> _Pieces:
    """Cut all stretches where journeys may begin into straight pieces."""
    stretch = np.repeat(np.arange(len(graph.doors)), np.diff(graph.line_start))
    first = np.flatnonzero(stretch[:-1] == stretch[1:])
    first = first[graph.doors[stretch[first]]]
    metres = distance_metres(
        graph.line_lon[first], graph.line_lat[first], graph.line_lon[first + 1], graph.line_lat[first + 1]
    )
    total = np.concatenate(([0.0], np.cumsum(metres)))
    of_piece = stretch[first]
    begins = np.searchsorted(of_piece, of_piece, side="left")
    return _Pieces(first, of_piece, total[:-1] - total[begins], metres, _find_fragments(graph)[of_piece])


def _snap(graph: StreetGraph, index: _Index, lon: Floats, lat: Floats, *, firm: bool = False) -> Snaps:
    """Find the nearest place on the pieces, however far; a point that is no number meets nothing."""
    size = len(lon)
    row = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) < 90))  # noqa: PLR2004 - the pole
    if not len(index.every) or not len(row):
        nowhere = np.full(size, np.nan)
        return Snaps(np.full(size, OFF_STREETS, dtype=np.int32), nowhere, nowhere, nowhere, nowhere)
    pieces, plane = index.pieces, index.plane
    points = to_plane(lon[row], lat[row])
    piece = index.nearest(points, firm=firm)
    first = pieces.first[piece]
    share = share_along(points, plane[first], plane[first + 1])
    on_lon = graph.line_lon[first] + share * (graph.line_lon[first + 1] - graph.line_lon[first])
    on_lat = graph.line_lat[first] + share * (graph.line_lat[first + 1] - graph.line_lat[first])
    off = distance_metres(lon[row], lat[row], on_lon, on_lat)
    along = pieces.metres_before[piece] + share * pieces.metres[piece]
    return Snaps(
        stretch=_spread(size, row, pieces.stretch[piece], OFF_STREETS).astype(np.int32),
        metres_along=_spread(size, row, np.clip(along, 0.0, graph.stretch_metres[pieces.stretch[piece]])),
        metres_off=_spread(size, row, off),
        lon=_spread(size, row, on_lon),
        lat=_spread(size, row, on_lat),
    )


def _spread(size: int, row: Ints, values: NDArray[np.generic], missing: float = np.nan) -> Floats:
    spread = np.full(size, missing, dtype=np.float64)
    spread[row] = values
    return spread


def _replace(snaps: Snaps, rows: Ints, other: Snaps, better: Bools) -> Snaps:
    """Put other places in for some points."""
    columns = {}
    for name in ("stretch", "metres_along", "metres_off", "lon", "lat"):
        column = getattr(snaps, name).copy()
        column[rows[better]] = getattr(other, name)[better]
        columns[name] = column
    return Snaps(**columns)
