"""A street network for one way of travelling, as arrays: junctions, the stretches between them, and their parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assetmap.model.step_free import StepFree
from assetmap.model.street import LIT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Shorts = NDArray[np.int8]

OFF_STREETS = -1
"""The stretch of a point that is too far from every street."""


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """Streets open to one mode.

    A *stretch* is a piece of street from one junction or end to the next; along it every rule gives one answer. A
    *directed edge* is a stretch in a direction in which it may be used; of several between the same two junctions only
    the quickest is an edge, and beside it the quickest that needs no unsafe metres; for wheels also the quickest that
    is proven step-free. Nobody may set out from a point along a stretch that is not there, so all stretches are kept
    for snapping.

    Attributes
    ----------
    mode
        ``walk``, ``wheels`` or ``drive``.
    node_lon, node_lat, node_osm_id, part
        One entry a junction or end; degrees; ``part`` numbers the connected parts, one-way streets read as two-way.
        The same node stands twice where a barrier cuts a street.
    tail, head, edge_stretch
        One entry a directed edge: from, to, along which stretch. Sorted by tail, head, seconds.
    stretch_tail, stretch_head, stretch_metres, stretch_seconds
        One entry a stretch; metres and seconds from end to end, on foot at the usual pace.
    forward, back
        Whether it may be used from tail to head, and from head to tail.
    steps, unsafe, caution, doors
        A flight of steps; not shown to be safe on foot; a small road without a recorded pavement; journeys may begin
        here. Where the mode is ``wheels`` there are no steps: a flight with a ramp is a ramp.
    lit
        1 lit, 0 not, -1 not recorded.
    step_free
        A value of StepFree. NOT occurs only where people on wheels are not meant.
    line_start
        One entry a stretch and one more: its points are ``line_start[s]`` to ``line_start[s + 1]``.
    line_lon, line_lat
        One entry a point, degrees, from tail to head.
    """

    mode: str
    node_lon: Floats
    node_lat: Floats
    node_osm_id: Ints
    part: NDArray[np.int32]
    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    edge_stretch: NDArray[np.int32]
    stretch_tail: NDArray[np.int32]
    stretch_head: NDArray[np.int32]
    stretch_metres: Floats
    stretch_seconds: Floats
    forward: Bools
    back: Bools
    steps: Bools
    unsafe: Bools
    caution: Bools
    doors: Bools
    lit: Shorts
    step_free: Shorts
    line_start: Ints
    line_lon: Floats
    line_lat: Floats

    @property
    def nodes(self) -> int:
        """Number of junctions and ends."""
        return len(self.node_lon)

    @property
    def edges(self) -> int:
        """Number of directed edges."""
        return len(self.tail)

    @property
    def parts(self) -> int:
        """Number of connected parts."""
        return int(self.part.max()) + 1 if len(self.part) else 0

    @property
    def metres(self) -> Floats:
        """Metres of each directed edge."""
        return self.stretch_metres[self.edge_stretch]

    @property
    def seconds(self) -> Floats:
        """Seconds of each directed edge."""
        return self.stretch_seconds[self.edge_stretch]

    @property
    def steps_metres(self) -> Floats:
        """Metres of steps of each directed edge."""
        return self.metres * self.steps[self.edge_stretch]

    @property
    def unsafe_metres(self) -> Floats:
        """Metres not shown to be safe on foot of each directed edge."""
        return self.metres * self.unsafe[self.edge_stretch]

    @property
    def caution_metres(self) -> Floats:
        """Metres of small road without a recorded pavement of each directed edge."""
        return self.metres * self.caution[self.edge_stretch]

    @property
    def unlit(self) -> Bools:
        """Whether each stretch is unlit, or its lighting not recorded."""
        return np.asarray(self.lit != LIT)

    @property
    def unproven(self) -> Bools:
        """Whether each stretch is not proven step-free."""
        return np.asarray(self.step_free != StepFree.PROVEN)

    @property
    def unlit_metres(self) -> Floats:
        """Metres unlit, or with lighting not recorded, of each directed edge."""
        return self.metres * self.unlit[self.edge_stretch]

    @property
    def unproven_metres(self) -> Floats:
        """Metres not proven step-free of each directed edge."""
        return self.metres * self.unproven[self.edge_stretch]

    @property
    def nbytes(self) -> int:
        """Memory of all arrays, bytes."""
        return sum(array.nbytes for array in self.to_arrays().values())

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as named arrays, to be saved as they are."""
        return {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> StreetGraph:
        """Make the graph from the arrays that `to_arrays` gave.

        Raises
        ------
        KeyError
            An array is missing.
        """
        values: dict[str, Any] = {field.name: arrays[field.name] for field in fields(cls)}
        values["mode"] = str(arrays["mode"])
        return cls(**values)


@dataclass(frozen=True, eq=False)
class Snaps:
    """Where points meet the streets, one entry a point; no point is left out.

    Attributes
    ----------
    stretch
        Number of the stretch, OFF_STREETS where the nearest lies beyond the limit.
    metres_along
        Metres from the stretch's tail to the place where the point meets it; nan where off the streets.
    metres_off
        Metres from the point to the street; known beyond the limit too, nan only where there is no street at all.
    lon, lat
        The place on the nearest street, degrees.
    """

    stretch: NDArray[np.int32]
    metres_along: Floats
    metres_off: Floats
    lon: Floats
    lat: Floats

    @property
    def found(self) -> Bools:
        """Whether each point meets a street within the limit."""
        return np.asarray(self.stretch != OFF_STREETS)

    def __len__(self) -> int:
        return len(self.stretch)


@dataclass(frozen=True, eq=False)
class PartsReport:
    """What `keep_parts` kept and left out. ``stretch_number`` maps old stretches to new, OFF_STREETS where left out."""

    parts_kept: int
    nodes_kept: int
    edges_kept: int
    parts_dropped: int
    nodes_dropped: int
    edges_dropped: int
    stretch_number: NDArray[np.int32]

    def move(self, snaps: Snaps) -> Snaps:
        """Return the same places in the graph that was kept."""
        moved = np.full(len(snaps), OFF_STREETS, dtype=np.int32)
        moved[snaps.found] = self.stretch_number[snaps.stretch[snaps.found]]
        return replace(snaps, stretch=moved)


def keep_parts(graph: StreetGraph, *snaps: Snaps) -> tuple[StreetGraph, PartsReport]:
    """Keep every connected part that holds a snapped point; count the rest.

    Parameters
    ----------
    graph
        The whole graph.
    snaps
        Where origins, assets and venues meet its streets. Use the report's ``move`` on each before going on.
    """
    wanted = np.zeros(graph.parts, dtype=np.bool_)
    for points in snaps:
        wanted[graph.part[graph.stretch_tail[points.stretch[points.found]]]] = True
    node_kept = wanted[graph.part]
    stretch_kept = node_kept[graph.stretch_tail]
    number = np.full(len(stretch_kept), OFF_STREETS, dtype=np.int32)
    number[stretch_kept] = np.arange(stretch_kept.sum())
    kept = _select(graph, node_kept, stretch_kept, number)
    report = PartsReport(
        parts_kept=int(wanted.sum()),
        nodes_kept=kept.nodes,
        edges_kept=kept.edges,
        parts_dropped=int((~wanted).sum()),
        nodes_dropped=graph.nodes - kept.nodes,
        edges_dropped=graph.edges - kept.edges,
        stretch_number=number,
    )
    return kept, report


def _select(graph: StreetGraph, nodes: Bools, stretches: Bools, number: NDArray[np.int32]) -> StreetGraph:
    """Return the chosen nodes and stretches, numbered anew in the same order."""
    node_number = np.cumsum(nodes, dtype=np.int32) - np.int32(1)
    edges = nodes[graph.tail]
    lengths = np.diff(graph.line_start)
    points = np.repeat(stretches, lengths)
    _, part = np.unique(graph.part[nodes], return_inverse=True)
    one_a_stretch = {
        name: getattr(graph, name)[stretches]
        for name in (
            "stretch_metres", "stretch_seconds", "forward", "back", "steps", "unsafe", "caution", "doors", "lit",
            "step_free",
        )
    }  # fmt: skip
    return replace(
        graph,
        node_lon=graph.node_lon[nodes],
        node_lat=graph.node_lat[nodes],
        node_osm_id=graph.node_osm_id[nodes],
        part=part.astype(np.int32),
        tail=node_number[graph.tail[edges]],
        head=node_number[graph.head[edges]],
        edge_stretch=number[graph.edge_stretch[edges]],
        stretch_tail=node_number[graph.stretch_tail[stretches]],
        stretch_head=node_number[graph.stretch_head[stretches]],
        line_start=np.concatenate(([0], np.cumsum(lengths[stretches]))).astype(np.int64),
        line_lon=graph.line_lon[points],
        line_lat=graph.line_lat[points],
        **one_a_stretch,
    )
