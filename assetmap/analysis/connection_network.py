"""A day of vehicles laid out for scanning, and the same day turned round.

Turned round, time runs backward: times are negated, one gets on where one got off and the other way about, the last
connection comes first, and changes lead from their target to their origin. A way in the turned day is a way in the day
read from its end, so that one kind of search, backward, answers both directions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from assetmap.analysis.connection_kernels import NEVER, Bytes, Hops, Ints, Links, Slots, list_onward
from assetmap.model.service_day import Changes, ServiceDay

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Network:
    """A day that can be searched.

    Attributes
    ----------
    hops
        Connections at which one may get on or off.
    into, out
        For each stop, from which stops, and to which, one may change.
    connection
        The day's own number of each of the hops.
    stops
        Number of stops.
    """

    hops: Hops
    into: Links
    out: Links
    connection: Ints
    stops: int

    @cached_property
    def turned(self) -> Network:
        """The same day turned round, made when it is first asked for."""
        return _turn(self)

    @cached_property
    def slots(self) -> Slots:
        """All times of boarding and what can be reached from where, made when a profile is first asked for.

        Four bytes for each connection and each stop one may change to from its end.
        """
        return _make_slots(self)


def prepare(
    day: ServiceDay, changes: Changes, *, usable_runs: Bools | None = None, usable_stops: Bools | None = None
) -> Network:
    """Lay a day out for scanning.

    Parameters
    ----------
    day
        All vehicles of one day.
    changes
        Where people may change.
    usable_runs
        One entry a run: whether people may use it; None for all. Nobody gets on or off the others.
    usable_stops
        One entry a stop: whether people may get on and off there; None for all. Vehicles still pass the others.

    Returns
    -------
    Network
        It keeps no reference to the day.
    """
    runs = np.ones(day.runs, dtype=np.bool_) if usable_runs is None else np.asarray(usable_runs, dtype=np.bool_)
    stops = np.ones(day.stops, dtype=np.bool_) if usable_stops is None else np.asarray(usable_stops, dtype=np.bool_)
    boards = day.boards & runs[day.run] & stops[day.departure_stop]
    alights = day.alights & runs[day.run] & stops[day.arrival_stop]
    kept = np.flatnonzero(boards | alights)
    hops = Hops(
        departure_stop=day.departure_stop[kept].astype(np.int32),
        arrival_stop=day.arrival_stop[kept].astype(np.int32),
        departure=day.departure[kept].astype(np.int32),
        arrival=day.arrival[kept].astype(np.int32),
        run=day.run[kept].astype(np.int32),
        boards=boards[kept].astype(np.uint8),
        alights=alights[kept].astype(np.uint8),
        runs=day.runs,
    )
    out = _link(changes.origin, changes.target, changes.seconds, day.stops)
    into = _link(changes.target, changes.origin, changes.seconds, day.stops)
    return Network(hops, into, out, kept.astype(np.int32), day.stops)


def turn_round(network: Network) -> Network:
    """Return the same day turned round; it is made once and kept with the network."""
    return network.turned


def walk_ends(stop: ArrayLike, seconds: ArrayLike) -> tuple[Ints, Ints]:
    """Return stops and the seconds of the walks to them as the kernels take them."""
    return as_ints(stop), as_ints(seconds)


def as_ints(values: ArrayLike) -> Ints:
    """Return whole numbers in one piece of memory that is the caller's own, so that each kernel compiles once."""
    whole = np.ascontiguousarray(values, dtype=np.int32)
    return whole if whole.flags.writeable else whole.copy()


def _link(first: Ints, second: Ints, seconds: Ints, stops: int) -> Links:
    """Sort pairs of stops by the first one."""
    order = np.lexsort((second, first))
    start = np.searchsorted(first[order], np.arange(stops + 1)).astype(np.int32)
    return Links(start, second[order].astype(np.int32), seconds[order].astype(np.int32))


def _turn(network: Network) -> Network:
    """Turn a day round.

    Read backward, the hops of a run stand in travelling order, also those of one second; so a stable sort keeps them.
    """
    hops = network.hops
    back = np.arange(len(hops.run) - 1, -1, -1)
    order = back[np.argsort(-hops.arrival[back], kind="stable")]
    turned = Hops(
        departure_stop=hops.arrival_stop[order],
        arrival_stop=hops.departure_stop[order],
        departure=-hops.arrival[order],
        arrival=-hops.departure[order],
        run=hops.run[order],
        boards=hops.alights[order],
        alights=hops.boards[order],
        runs=hops.runs,
    )
    return Network(turned, network.out, network.into, network.connection[order], network.stops)


def _make_slots(network: Network) -> Slots:
    hops, out = network.hops, network.out
    boarding = np.flatnonzero(hops.boards)
    boarding = boarding[np.lexsort((hops.departure[boarding], hops.departure_stop[boarding]))]
    stop, time = hops.departure_stop[boarding], hops.departure[boarding]
    first = np.ones(len(boarding), dtype=np.bool_)
    first[1:] = (stop[1:] != stop[:-1]) | (time[1:] != time[:-1])
    # Every stop before this one has put in its empty slot.
    slot = np.cumsum(first) - 1 + stop
    of_hop = np.full(len(hops.run), -1, dtype=np.int32)
    of_hop[boarding] = slot
    start = np.searchsorted(stop[first], np.arange(network.stops + 1)) + np.arange(network.stops + 1)
    departure = np.full(start[-1], -NEVER, dtype=np.int32)
    departure[slot] = time
    onward_start = _count_onward(hops.arrival_stop, hops.alights, out)
    onward = np.empty(onward_start[-1], dtype=np.int32)
    slots = Slots(start.astype(np.int32), departure, of_hop, onward_start, onward)
    list_onward(hops, out, slots)
    return slots


def _count_onward(arrival_stop: Ints, alights: Bytes, out: Links) -> Longs:
    """Return where each connection's changes begin: as many as one may make at its end."""
    many = np.where(alights != 0, np.diff(out.start)[arrival_stop], 0)
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(many, dtype=np.int64)))
