"""Many-to-many street times: a contraction hierarchy, made once a network, answers all sources to all targets.

>>> weight = contraction.street_weights(graph)                                              # doctest: +SKIP
>>> hierarchy = contraction.build_hierarchy(                                                # doctest: +SKIP
...     nodes=graph.nodes, tail=graph.tail, head=graph.head, weight=weight
... )
>>> there = contraction.many_to_many(hierarchy, sources=venues, targets=homes, towards=True)  # doctest: +SKIP
>>> home = contraction.many_to_many(hierarchy, sources=venues, targets=homes)               # doctest: +SKIP

All weights are whole numbers, so the answers are those of any other method to the last unit.

Sources
-------
Geisberger, Sanders, Schultes, Delling (2008), "Contraction hierarchies"; Delling, Goldberg, Nowatzyk, Werneck (2011),
"PHAST"; Delling, Goldberg, Werneck (2011), "Faster batched shortest paths in road networks" (RPHAST).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assetmap.analysis import contraction_kernels, contraction_layout, contraction_sweep
from assetmap.analysis.contraction_kernels import FEW_SETTLED, MANY_SETTLED, NOT_REACHED, Ints, Longs
from assetmap.analysis.contraction_sweep import Arcs
from assetmap.analysis.street_network import StreetGraph

__all__ = [
    "NOT_REACHED",
    "WEIGHTS_A_SECOND",
    "Hierarchy",
    "Selection",
    "build_hierarchy",
    "compile_kernels",
    "many_to_many",
    "many_to_selected",
    "select_targets",
    "street_weights",
]

WEIGHTS_A_SECOND = 10
"""Street weights are tenths of a second."""
LEAST_STREET_WEIGHT = 1
"""No street takes no time, however short."""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """A network in which each arc leads from a junction to a more important one, or back down from it.

    Junctions are numbered by importance; the most important is 0.

    Attributes
    ----------
    place
        One entry a node of the network: its number in the hierarchy.
    up_start, up_node, up_weight
        Arcs upward: those from junction ``j`` are ``up_start[j]`` to ``up_start[j + 1]``; where to; their weight.
    down_start, down_node, down_weight
        Arcs downward, kept at their lower end: into junction ``j``; where from; their weight.
    """

    place: Ints
    up_start: Longs
    up_node: Ints
    up_weight: Ints
    down_start: Longs
    down_node: Ints
    down_weight: Ints

    @property
    def nodes(self) -> int:
        """Number of nodes of the network."""
        return len(self.place)

    @property
    def arcs(self) -> int:
        """Number of arcs, edges and shortcuts."""
        return len(self.up_node) + len(self.down_node)

    @property
    def nbytes(self) -> int:
        """Memory of all arrays, bytes."""
        return sum(array.nbytes for array in self.to_arrays().values())

    def ways(self, *, towards: bool) -> tuple[Arcs, Arcs]:
        """Return the arcs to climb by from a source and to fall by to a target; turned round for ways towards it."""
        up = Arcs(self.up_start, self.up_node, self.up_weight)
        down = Arcs(self.down_start, self.down_node, self.down_weight)
        return (down, up) if towards else (up, down)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as named arrays, to be saved as they are."""
        return {field.name: np.asarray(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Hierarchy:
        """Make the hierarchy from the arrays that `to_arrays` gave.

        Raises
        ------
        KeyError
            An array is missing.
        """
        # A kernel is compiled anew for arrays that may not be written to, so these are copied.
        return cls(**{field.name: np.require(arrays[field.name], requirements=("C", "W")) for field in fields(cls)})


@dataclass(frozen=True, eq=False)
class Selection:
    """What is worked out once for a set of targets, and used again for any sources.

    Attributes
    ----------
    hierarchy
        Where the targets lie.
    towards
        Whether ways lead from the targets to the sources.
    number
        One entry a junction of the hierarchy: its number among those above a target, or -1.
    arcs
        Arcs of the numbered junctions, upward.
    targets
        One entry a target: its number.
    """

    hierarchy: Hierarchy
    towards: bool
    number: Ints
    arcs: Arcs
    targets: Ints

    def __len__(self) -> int:
        """Return the number of targets."""
        return len(self.targets)


def street_weights(graph: StreetGraph) -> Ints:
    """Return the weight of each directed edge of a street graph: tenths of a second, at least 1.

    Rounded to the nearest tenth, halves to the even one. An edge is wrong by 0.05 s at most, so a way of 100 edges by
    5 s at most; as errors go both ways, by far less as a rule. An edge of less than 0.15 s counts 0.1 s.
    """
    tenths = np.rint(graph.seconds * WEIGHTS_A_SECOND)
    return np.maximum(tenths, LEAST_STREET_WEIGHT).astype(np.int32)


def build_hierarchy(*, nodes: int, tail: ArrayLike, head: ArrayLike, weight: ArrayLike) -> Hierarchy:
    """Make the contraction hierarchy of a network.

    Parameters
    ----------
    nodes
        Number of nodes; they are numbered from 0.
    tail, head, weight
        One entry a directed edge: from, to, a whole number not below 0. Of several edges between two nodes the
        lightest counts; an edge from a node to itself is left out.

    Returns
    -------
    Hierarchy
        With the same least weights between all nodes as the network.

    Raises
    ------
    OptionError
        An edge leads from or to a node that is not there, or has no weight, one below 0 or one that is no whole
        number; or some way could weigh 2**30 or more. The heaviest edges out of all nodes together are the bound.
    """
    tails, heads, weights = contraction_layout.check_edges(nodes, tail, head, weight)
    arcs, blocks = contraction_layout.lay_out(nodes, tails, heads, weights)
    longest = contraction_layout.check_longest(arcs, blocks)
    arcs, order = contraction_kernels.contract(arcs, blocks, longest, FEW_SETTLED, MANY_SETTLED)
    place, up, down = contraction_layout.gather(arcs, blocks, order[::-1])
    return Hierarchy(place, *up, *down)


def select_targets(hierarchy: Hierarchy, *, targets: ArrayLike, towards: bool = False) -> Selection:
    """Work out once what every question about the same targets needs.

    Parameters
    ----------
    hierarchy
        From `build_hierarchy`.
    targets
        Nodes of the network; any number, repeated or none.
    towards
        True for ways from the targets to the sources.

    Returns
    -------
    Selection
        To be handed to `many_to_selected`.

    Raises
    ------
    OptionError
        A target is no node of the network.
    """
    falling = hierarchy.ways(towards=towards)[1]
    places = hierarchy.place[contraction_layout.check_nodes("targets", targets, hierarchy.nodes)]
    number = np.full(hierarchy.nodes, contraction_sweep.NOT_NUMBERED, dtype=np.int32)
    # In the order of the hierarchy: then targets near each other are numbered one after the other.
    order = contraction_sweep.number_above(falling, np.sort(places), number)
    return Selection(hierarchy, towards, number, contraction_sweep.restrict(falling, number, order), number[places])


def many_to_selected(selection: Selection, *, sources: ArrayLike) -> Ints:
    """Return the least weights between all sources and the selected targets.

    Parameters
    ----------
    selection
        From `select_targets`.
    sources
        Nodes of the network; any number, repeated or none.

    Returns
    -------
    array of shape (sources, targets)
        From each source to each target, or back where the selection says ``towards``; NOT_REACHED where there is no
        way.

    Raises
    ------
    OptionError
        A source is no node of the network.
    """
    hierarchy = selection.hierarchy
    climbing = hierarchy.ways(towards=selection.towards)[0]
    places = hierarchy.place[contraction_layout.check_nodes("sources", sources, hierarchy.nodes)]
    return contraction_sweep.answer(climbing, selection.arcs, selection.number, selection.targets, places)


def many_to_many(hierarchy: Hierarchy, *, sources: ArrayLike, targets: ArrayLike, towards: bool = False) -> Ints:
    """Return the least weights between all sources and all targets.

    It is quickest with the fewer ones as sources: a sweep over all targets answers 32 of them.

    Parameters
    ----------
    hierarchy
        From `build_hierarchy`.
    sources, targets
        Nodes of the network; any number, repeated or none.
    towards
        True for ways from the targets to the sources, so that a venue is the source of both questions.

    Returns
    -------
    array of shape (sources, targets)
        From each source to each target, or back where ``towards``; NOT_REACHED where there is no way.

    Raises
    ------
    OptionError
        A source or a target is no node of the network.
    """
    selection = select_targets(hierarchy, targets=targets, towards=towards)
    return many_to_selected(selection, sources=sources)


def compile_kernels() -> None:
    """Run every kernel once on a network of two nodes, so that all are compiled before anybody waits for an answer.

    The first time on a machine this takes some seconds, later a part of one.
    """
    hierarchy = build_hierarchy(nodes=2, tail=[0, 1], head=[1, 0], weight=[1, 1])
    for towards in (False, True):
        many_to_many(hierarchy, sources=[0], targets=[1], towards=towards)
