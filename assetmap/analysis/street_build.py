"""From street lines to a street network: cut at junctions and barriers, measured, timed, joined into parts.

Everything is worked out on *segments*, the straight pieces between two neighbouring points of a way; runs of segments
between which nothing changes become the stretches of the network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from assetmap.analysis.geometry import distance_metres, plane_radius, to_plane
from assetmap.analysis.street_network import StreetGraph
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model import street
from assetmap.model.journey import STREET_MODES, Mode
from assetmap.model.speed_limit import KMH_PER_MPH
from assetmap.model.step_free import StepFree
from assetmap.model.street import StreetLines
from assetmap.model.traveller import DEFAULT_PROFILE, PROFILE_BY_NAME

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

SECONDS_PER_HOUR = 3600.0
METRES_PER_KM = 1000.0
THROUGH_ENDS = 2
"""Ends of segments that meet where a street merely goes on."""


def metres_per_second(kmh: float) -> float:
    """Turn km/h into metres a second."""
    return kmh * METRES_PER_KM / SECONDS_PER_HOUR


WALK_METRES_PER_SECOND = metres_per_second(PROFILE_BY_NAME[DEFAULT_PROFILE].walk_speed_kmh)
"""The pace that all walking seconds of a graph are worked out at; other paces are in proportion."""


@dataclass(frozen=True, eq=False)
class _Segments:
    """Straight pieces of open street: point indices, way, node numbers, length, in a settlement or not, StepFree."""

    first: Ints
    way: Ints
    u: Ints
    v: Ints
    metres: Floats
    settled: Bools
    step_free: NDArray[np.int8]


def build_graph(lines: StreetLines, *, mode: str, country: str = street.DEFAULT_COUNTRY) -> StreetGraph:
    """Build the network of the streets open to one mode.

    Parameters
    ----------
    lines
        Streets as read by an adapter.
    mode
        ``walk``, ``wheels`` or ``drive``. On wheels the streets are those that are at least possible.
    country
        Whose speed limits hold where none is recorded: a key of ``ASSUMED_LIMITS_MPH``.

    Returns
    -------
    StreetGraph
        Every part of the network, however small; see `keep_parts`.

    Raises
    ------
    OptionError
        The mode is not one that streets are built for, or the country has no row.
    """
    _check(mode, country)
    ids, node = np.unique(lines.point_osm_id, return_inverse=True)
    blocked = _blocked_nodes(lines, mode, ids, node)
    pieces = _find_segments(lines, mode, node, _barrier_nodes(lines.barrier_osm_id, ids) & ~blocked)
    begins = _find_begins(pieces, blocked)
    return _assemble(lines, mode, country, pieces, begins, ids, blocked)


def _check(mode: str, country: str) -> None:
    if mode not in STREET_MODES:
        known = ", ".join(STREET_MODES)
        raise OptionError(
            tr(
                "mode: '{mode}' has no streets of its own. Expected one of: {known}. Choose one of these.",
                mode=mode,
                known=known,
            )
        )
    if country not in street.ASSUMED_LIMITS_MPH:
        known = ", ".join(street.ASSUMED_LIMITS_MPH)
        raise OptionError(
            tr(
                "country: no speed limits are known for '{country}'. Expected one of: {known}.",
                country=country,
                known=known,
            )
        )


def _open_ways(lines: StreetLines, mode: str) -> tuple[Bools, Bools]:
    if mode == Mode.DRIVE:
        return lines.drive_forward, lines.drive_back
    open_ = np.ones(len(lines.kind), dtype=np.bool_) if mode == Mode.WALK else lines.step_free != StepFree.NOT
    return lines.walk_forward & open_, lines.walk_back & open_


def _find_segments(lines: StreetLines, mode: str, node: Ints, doubtful: Bools) -> _Segments:
    """List the straight pieces; what touches a barrier that is not proven to let wheels through is not proven."""
    forward, back = _open_ways(lines, mode)
    way = np.repeat(np.arange(len(lines.kind)), np.diff(lines.start))
    first = np.arange(max(len(way) - 1, 0))
    same_way = way[:-1] == way[1:]
    first = first[same_way & (forward | back)[way[:-1]] & (node[:-1] != node[1:])]
    metres = distance_metres(lines.lon[first], lines.lat[first], lines.lon[first + 1], lines.lat[first + 1])
    settled = _find_settled(lines, way, first)
    u, v = node[first], node[first + 1]
    most = np.where(doubtful[u] | doubtful[v], StepFree.POSSIBLE, StepFree.PROVEN)
    step_free = np.minimum(lines.step_free[way[first]], most).astype(np.int8)
    return _Segments(first, way[first], u, v, metres, settled, step_free)


def _find_settled(lines: StreetLines, way: Ints, first: Ints) -> Bools:
    """Tell which segments lie in a settlement, where that matters: lit ways, else ways near a residential street."""
    lit = lines.lit[way[first]]
    settled: Bools = lit == 1
    # Whether homes are near is asked only for roads whose limit is not recorded.
    matters = street.kind_flags("main") | street.kind_flags("lane")
    no_limit = np.isnan(lines.limit_kmh)[way[first]]
    asked = np.flatnonzero((lit == street.NOT_RECORDED) & matters[lines.kind[way[first]]] & no_limit)
    homes = np.flatnonzero(street.kind_flags("homes")[lines.kind[way]])
    if len(asked) and len(homes):
        start, end = first[asked], first[asked] + 1
        middle = to_plane((lines.lon[start] + lines.lon[end]) / 2, (lines.lat[start] + lines.lat[end]) / 2)
        near = cKDTree(to_plane(lines.lon[homes], lines.lat[homes])).query(middle)[0]
        settled[asked] = near <= plane_radius(street.SETTLEMENT_METRES, lines.lat[start])
    return settled


def _barrier_nodes(barrier_osm_id: Ints, ids: Ints) -> Bools:
    """Tell which nodes of streets are among some barriers."""
    return np.asarray(np.isin(ids, barrier_osm_id))


def _blocked_nodes(lines: StreetLines, mode: str, ids: Ints, node: Ints) -> Bools:
    """Find nodes where a barrier cuts the street for this mode.

    A barrier drawn on a junction of several ways does not say which of them it closes, so it closes none.
    """
    blocks = lines.barrier_blocks_drive if mode == Mode.DRIVE else lines.barrier_blocks_walk
    if mode == Mode.WHEELS:
        blocks = blocks | (lines.barrier_step_free == StepFree.NOT)
    ends = np.full(len(node), THROUGH_ENDS)
    ends[lines.start[:-1]] -= 1
    ends[lines.start[1:] - 1] -= 1
    meeting = np.bincount(node, weights=ends, minlength=len(ids))
    return np.asarray(_barrier_nodes(lines.barrier_osm_id[blocks], ids) & (meeting <= THROUGH_ENDS))


def _find_begins(pieces: _Segments, blocked: Bools) -> Bools:
    """Tell which segments begin a stretch; a stretch that comes back to its own start is begun anew half way."""
    ends = np.bincount(np.concatenate((pieces.u, pieces.v)), minlength=len(blocked))
    begins = np.ones(len(pieces.first), dtype=np.bool_)
    begins[1:] = (
        (pieces.way[1:] != pieces.way[:-1])
        | (pieces.u[1:] != pieces.v[:-1])
        | (pieces.settled[1:] != pieces.settled[:-1])
        | (pieces.step_free[1:] != pieces.step_free[:-1])
        | blocked[pieces.u[1:]]
        | (ends[pieces.u[1:]] != THROUGH_ENDS)
    )
    start = np.flatnonzero(begins)
    last = np.append(start[1:], len(begins)) - 1
    loop = (pieces.u[start] == pieces.v[last]) if len(start) else np.zeros(0, dtype=np.bool_)
    begins[(start[loop] + last[loop] + 1) // 2] = True
    return begins


def _cut(pieces: _Segments, start: Ints, last: Ints, blocked: Bools) -> tuple[Ints, Ints, Ints]:
    """Return the end nodes of all stretches, and which old node each new number stands for.

    At a barrier every stretch gets an end of its own, so nothing passes.
    """
    tail, head = pieces.u[start].copy(), pieces.v[last].copy()
    stands_for = [np.arange(len(blocked))]
    fresh = len(blocked)
    for ends in (tail, head):
        shut = blocked[ends]
        stands_for.append(ends[shut])
        ends[shut] = fresh + np.arange(shut.sum())
        fresh += int(shut.sum())
    return tail, head, np.concatenate(stands_for)


def _assemble(  # noqa: PLR0913, PLR0917 - the parts of one graph
    lines: StreetLines,
    mode: str,
    country: str,
    pieces: _Segments,
    begins: Bools,
    ids: Ints,
    blocked: Bools,
) -> StreetGraph:
    start = np.flatnonzero(begins)
    last = np.append(start[1:], len(begins)) - 1 if len(start) else start
    old_tail, old_head, stands_for = _cut(pieces, start, last, blocked)
    used, number = np.unique(np.concatenate((old_tail, old_head)), return_inverse=True)
    tail, head = np.split(number.astype(np.int32), [len(start)])
    metres = np.add.reduceat(pieces.metres, start) if len(start) else np.zeros(0)
    way, settled, step_free = pieces.way[start], pieces.settled[start], pieces.step_free[start]
    forward, back = (flags[way] for flags in _open_ways(lines, mode))
    unsafe, caution = _judge_walk(lines, way, settled) if mode != Mode.DRIVE else _nothing(len(way))
    seconds = metres / _speeds(lines, mode, country, way, settled)
    point = np.zeros(len(ids), dtype=np.int64)
    point[pieces.u], point[pieces.v] = pieces.first, pieces.first + 1
    at = point[stands_for[used]]
    wanted = [~unsafe, step_free == StepFree.PROVEN] if mode == Mode.WHEELS else [~unsafe]
    edge_tail, edge_head, stretch = _direct(tail, head, seconds, (forward, back), wanted)
    line_start, line_points = _trace(pieces, begins, start)
    return StreetGraph(
        mode=mode,
        node_lon=lines.lon[at],
        node_lat=lines.lat[at],
        node_osm_id=ids[stands_for[used]],
        part=_label_parts(tail, head, len(used)),
        tail=edge_tail,
        head=edge_head,
        edge_stretch=stretch,
        stretch_tail=tail,
        stretch_head=head,
        stretch_metres=metres,
        stretch_seconds=seconds,
        forward=forward,
        back=back,
        steps=_steps(lines, mode, way),
        unsafe=unsafe,
        caution=caution,
        doors=street.kind_flags("doors")[lines.kind[way]],
        lit=lines.lit[way],
        step_free=step_free,
        line_start=line_start,
        line_lon=lines.lon[line_points],
        line_lat=lines.lat[line_points],
    )


def _nothing(size: int) -> tuple[Bools, Bools]:
    return np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)


def _steps(lines: StreetLines, mode: str, way: Ints) -> Bools:
    """Tell which stretches are steps; on wheels one takes the ramp beside them."""
    return street.kind_flags("steps")[lines.kind[way]] & (mode != Mode.WHEELS)


def _judge_walk(lines: StreetLines, way: Ints, settled: Bools) -> tuple[Bools, Bools]:
    """Tell which stretches are not shown to be safe on foot, and which small roads get the caution alone."""
    kind, limit = lines.kind[way], lines.limit_kmh[way]
    shared = street.kind_flags("carriageway")[kind] & ~lines.pavement[way]
    # The limits are kept in single precision: 40 mph must not fall short of itself.
    fast = np.nan_to_num(limit, nan=0.0, posinf=np.inf) >= np.float32(street.FAST_ROAD_KMH)
    open_country = np.isnan(limit) & ~settled
    unsafe = shared & (fast | (open_country & street.kind_flags("main")[kind]))
    caution = shared & ~unsafe & open_country & street.kind_flags("lane")[kind]
    return unsafe, caution


def _speeds(lines: StreetLines, mode: str, country: str, way: Ints, settled: Bools) -> Floats:
    """Return metres a second on each stretch."""
    kind = lines.kind[way]
    if mode != Mode.DRIVE:
        share = np.where(_steps(lines, mode, way), street.STEPS_SHARE_OF_PACE, 1.0)
        return np.asarray(share * WALK_METRES_PER_SECOND)
    limit = lines.limit_kmh[way].astype(np.float64)
    assumed = street.assumed_limits_kmh(country)[kind, np.where(settled & np.isnan(limit), 0, 1)]
    # No street has a limit under the lowest assumed one; a limit of 1 km/h is a typing error, not a barrier.
    slowest = street.OTHER_LIMIT_MPH[0] * KMH_PER_MPH
    kmh = np.where(np.isfinite(limit), np.maximum(limit, slowest), assumed)
    return np.asarray(kmh * street.DRIVE_SHARE_OF_LIMIT * metres_per_second(1.0))


def _direct(
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    seconds: Floats,
    ways: tuple[Bools, Bools],
    wanted: list[Bools],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Make the directed edges: of parallel ones the quickest, and the quickest of each wanted sort of stretch."""
    forward, back = ways
    stretch = np.concatenate((np.flatnonzero(forward), np.flatnonzero(back))).astype(np.int32)
    start = np.concatenate((tail[forward], head[back]))
    end = np.concatenate((head[forward], tail[back]))
    worse = np.sum([~sort[stretch] for sort in wanted], axis=0)
    order = np.lexsort((worse, seconds[stretch], end, start))
    stretch, start, end = stretch[order], start[order], end[order]
    kept = np.zeros(len(stretch), dtype=np.bool_)
    for sort in (np.ones(len(tail), dtype=np.bool_), *wanted):
        of_sort = np.flatnonzero(sort[stretch])
        new = np.ones(len(of_sort), dtype=np.bool_)
        new[1:] = (start[of_sort][1:] != start[of_sort][:-1]) | (end[of_sort][1:] != end[of_sort][:-1])
        kept[of_sort[new]] = True
    return start[kept], end[kept], stretch[kept]


def _label_parts(tail: NDArray[np.int32], head: NDArray[np.int32], nodes: int) -> NDArray[np.int32]:
    joined = coo_array((np.ones(len(tail), dtype=np.int8), (tail, head)), shape=(nodes, nodes))
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int32) if nodes else tail


def _trace(pieces: _Segments, begins: Bools, start: Ints) -> tuple[Ints, Ints]:
    """Return where each stretch's points begin, and the points: the first of its first segment, the second of each."""
    stretch = np.cumsum(begins) - 1
    count = np.bincount(stretch, minlength=len(start)) + 1 if len(start) else np.zeros(0, dtype=np.int64)
    line_start = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
    points = np.empty(line_start[-1], dtype=np.int64)
    points[line_start[:-1]] = pieces.first[start]
    points[np.arange(len(stretch)) + stretch + 1] = pieces.first + 1
    return line_start, points
