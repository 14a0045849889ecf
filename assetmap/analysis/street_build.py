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
    """Straight pieces of street open to the mode: point indices, way, node numbers, length, in a settlement or not."""

    first: Ints
    way: Ints
    u: Ints
    v: Ints
    metres: Floats
    settled: Bools


def build_graph(lines: StreetLines, *, mode: str, country: str = street.DEFAULT_COUNTRY) -> StreetGraph:
    """Build the network of the streets open to one mode.

    Parameters
    ----------
    lines
        Streets as read by an adapter.
    mode
        ``walk`` or ``drive``.
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
    pieces = _find_segments(lines, mode, node)
    blocked = _blocked_nodes(lines, mode, ids, node)
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
    if mode == Mode.WALK:
        return lines.walk_forward, lines.walk_back
    return lines.drive_forward, lines.drive_back


def _find_segments(lines: StreetLines, mode: str, node: Ints) -> _Segments:
    forward, back = _open_ways(lines, mode)
    way = np.repeat(np.arange(len(lines.kind)), np.diff(lines.start))
    first = np.arange(max(len(way) - 1, 0))
    same_way = way[:-1] == way[1:]
    first = first[same_way & (forward | back)[way[:-1]] & (node[:-1] != node[1:])]
    metres = distance_metres(lines.lon[first], lines.lat[first], lines.lon[first + 1], lines.lat[first + 1])
    settled = _find_settled(lines, way, first)
    return _Segments(first, way[first], node[first], node[first + 1], metres, settled)


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


def _blocked_nodes(lines: StreetLines, mode: str, ids: Ints, node: Ints) -> Bools:
    """Find nodes where a barrier cuts the street for this mode.

    A barrier drawn on a junction of several ways does not say which of them it closes, so it closes none.
    """
    blocks = lines.barrier_blocks_walk if mode == Mode.WALK else lines.barrier_blocks_drive
    wanted = lines.barrier_osm_id[blocks]
    at = np.searchsorted(ids, wanted)
    at = at[at < len(ids)]
    at = at[np.isin(ids[at], wanted)]
    ends = np.full(len(node), THROUGH_ENDS)
    ends[lines.start[:-1]] -= 1
    ends[lines.start[1:] - 1] -= 1
    meeting = np.bincount(node, weights=ends, minlength=len(ids))
    blocked = np.zeros(len(ids), dtype=np.bool_)
    blocked[at] = meeting[at] <= THROUGH_ENDS
    return blocked


def _find_begins(pieces: _Segments, blocked: Bools) -> Bools:
    """Tell which segments begin a stretch; a stretch that comes back to its own start is begun anew half way."""
    ends = np.bincount(np.concatenate((pieces.u, pieces.v)), minlength=len(blocked))
    begins = np.ones(len(pieces.first), dtype=np.bool_)
    begins[1:] = (
        (pieces.way[1:] != pieces.way[:-1])
        | (pieces.u[1:] != pieces.v[:-1])
        | (pieces.settled[1:] != pieces.settled[:-1])
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
    way, settled = pieces.way[start], pieces.settled[start]
    forward, back = (flags[way] for flags in _open_ways(lines, mode))
    unsafe, caution = _judge_walk(lines, way, settled) if mode == Mode.WALK else _nothing(len(way))
    seconds = metres / _speeds(lines, mode, country, way, settled)
    point = np.zeros(len(ids), dtype=np.int64)
    point[pieces.u], point[pieces.v] = pieces.first, pieces.first + 1
    at = point[stands_for[used]]
    edge_tail, edge_head, stretch = _direct(tail, head, seconds, forward, back, unsafe)
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
        steps=street.kind_flags("steps")[lines.kind[way]],
        unsafe=unsafe,
        caution=caution,
        doors=street.kind_flags("doors")[lines.kind[way]],
        line_start=line_start,
        line_lon=lines.lon[line_points],
        line_lat=lines.lat[line_points],
    )


def _nothing(size: int) -> tuple[Bools, Bools]:
    return np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_)


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
    if mode == Mode.WALK:
        share = np.where(street.kind_flags("steps")[kind], street.STEPS_SHARE_OF_PACE, 1.0)
        return np.asarray(share * WALK_METRES_PER_SECOND)
    limit = lines.limit_kmh[way].astype(np.float64)
    assumed = street.assumed_limits_kmh(country)[kind, np.where(settled & np.isnan(limit), 0, 1)]
    # No street has a limit under the lowest assumed one; a limit of 1 km/h is a typing error, not a barrier.
    slowest = street.OTHER_LIMIT_MPH[0] * street.KMH_PER_MPH
    kmh = np.where(np.isfinite(limit), np.maximum(limit, slowest), assumed)
    return np.asarray(kmh * street.DRIVE_SHARE_OF_LIMIT * metres_per_second(1.0))


def _direct(
    tail: NDArray[np.int32],
    head: NDArray[np.int32],
    seconds: Floats,
    forward: Bools,
    back: Bools,
    unsafe: Bools,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Make the directed edges: of parallel ones the quickest, and the quickest that needs no unsafe metres."""
    stretch = np.concatenate((np.flatnonzero(forward), np.flatnonzero(back))).astype(np.int32)
    start = np.concatenate((tail[forward], head[back]))
    end = np.concatenate((head[forward], tail[back]))
    order = np.lexsort((unsafe[stretch], seconds[stretch], end, start))
    stretch, start, end = stretch[order], start[order], end[order]
    new_pair = np.ones(len(stretch), dtype=np.bool_)
    new_pair[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    safe = np.flatnonzero(~unsafe[stretch])
    new_safe = np.ones(len(safe), dtype=np.bool_)
    new_safe[1:] = (start[safe][1:] != start[safe][:-1]) | (end[safe][1:] != end[safe][:-1])
    kept = new_pair.copy()
    kept[safe[new_safe]] = True
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
