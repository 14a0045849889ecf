"""The inner loops of the Connection Scan Algorithm (Dibbelt, Pajor, Strasser, Wagner 2013).

All loops look backward: they go through the connections of a day from the last departure to the first and ask of each
whether somebody who sits in this vehicle now still gets there. When a connection is looked at, everything that could
come after it has been looked at before: the rest of its run leaves later or stands at a later position, and a change
takes a second at least. So one pass is enough, and no queue is needed.

A search forward is the same search on the day turned round, so no loop here looks forward.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assetmap.analysis.kernels import kernel

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Bits = NDArray[np.uint64]

NEVER = -(2**30)
"""The latest time where there is none: earlier than every time of a day, and far from the end of 32 bits."""
NO_LABEL = 2**62
"""The label of a place from which nobody gets there."""
RIDES_BITS = 20
"""A label is the arrival times two to this power, plus the number of rides: among equal arrivals fewer rides win."""
LANES_AT_ONCE = 64
"""As many searches as a machine word has bits go through the connections together."""


class Hops(NamedTuple):
    """Connections at which one may get on or off, sorted by departure, then position; the number of all runs."""

    departure_stop: Ints
    arrival_stop: Ints
    departure: Ints
    arrival: Ints
    run: Ints
    boards: Bytes
    alights: Bytes
    runs: int


class Links(NamedTuple):
    """For each stop s, the stops one may change from or to: ``stop[start[s] : start[s + 1]]``, with seconds."""

    start: Ints
    stop: Ints
    seconds: Ints


class Slots(NamedTuple):
    """All times at which one may get on, stop by stop, each time once; an empty slot after each stop's last.

    ``start`` has one entry a stop and one more; ``departure`` one a slot; ``of_hop`` one a connection, its slot or -1.
    ``onward_start`` has one entry a connection and one more: who gets off there may change to the slots
    ``onward[onward_start[c] : onward_start[c + 1]]``, at each stop near enough the first that can be reached.
    """

    start: Ints
    departure: Ints
    of_hop: Ints
    onward_start: Longs
    onward: Ints


class Steps(NamedTuple):
    """One entry a slot: the best label of this slot or a later one of its stop, and the slot that has it.

    Where it is this slot's own: the connections got on and off, and the slot changed to, -1 for the venue.
    """

    label: Longs
    best: Ints
    boarded: Ints
    alighted: Ints
    onward: Ints


class Pairs(NamedTuple):
    """Walks between points and stops, one entry a walk."""

    point: Ints
    stop: Ints
    seconds: Ints


@kernel
def scan(hops: Hops, into: Links, last: int, ready: Ints, latest: Ints) -> None:
    """Find the latest boarding at every stop, ``latest``, among the first ``last`` connections.

    ``ready[s]`` is the latest time for getting off at s: it begins with the walks to the venue and grows by changes to
    what is found. A run is on the way once somebody who sits in it gets there. As the loop goes backward, the first
    good departure of a stop is its latest.
    """
    on_way = np.zeros(hops.runs, np.uint8)
    for c in range(last - 1, -1, -1):
        run = hops.run[c]
        if on_way[run] == 0:
            if hops.alights[c] == 0 or hops.arrival[c] > ready[hops.arrival_stop[c]]:
                continue
            on_way[run] = 1
        stop, time = hops.departure_stop[c], hops.departure[c]
        if hops.boards[c] != 0 and time > latest[stop]:
            latest[stop] = time
            for link in range(into.start[stop], into.start[stop + 1]):
                other = into.stop[link]
                ready[other] = max(ready[other], time - into.seconds[link])


@kernel
def scan_lanes(hops: Hops, into: Links, last: Ints, order: Longs, ready: Ints, latest: Ints) -> None:
    """Do up to 64 scans at once, a lane each; ``ready`` and ``latest`` have the shape (stops, lanes).

    What a scan keeps as yes or no is one bit of a word here: whether a run is on the way (by run), whether a stop's
    latest boarding is found (by stop), whether the lane's deadline is reached already (``open_lanes``). Most
    connections bring nothing new to any lane, and two words tell so. The rest is done for all lanes side by side,
    which the machine does eight or sixteen at a time. ``order`` names the lanes from the latest deadline to the first.
    """
    lanes = ready.shape[1]
    one = np.uint64(1)
    on_way = np.zeros(hops.runs, np.uint64)
    found = np.zeros(ready.shape[0], np.uint64)
    open_lanes, opened = np.uint64(0), 0
    for c in range(last[order[0]] - 1, -1, -1):
        while opened < lanes and last[order[opened]] > c:
            open_lanes |= one << np.uint64(order[opened])
            opened += 1
        here = on_way[hops.run[c]]
        if hops.alights[c] != 0 and (open_lanes & ~here) != 0:
            here |= _lanes_in_time(ready[hops.arrival_stop[c]], hops.arrival[c])
            on_way[hops.run[c]] = here
        stop, time = hops.departure_stop[c], hops.departure[c]
        new = here & ~found[stop]
        if hops.boards[c] != 0 and new != 0:
            found[stop] |= new
            _raise_lanes(latest[stop], new, time)
            for link in range(into.start[stop], into.start[stop + 1]):
                _raise_lanes(ready[into.stop[link]], new, time - into.seconds[link])


@kernel
def _lanes_in_time(ready: Ints, time: int) -> np.uint64:
    """Return a bit for each lane in which getting off at this time is early enough."""
    bits = np.uint64(0)
    for lane in range(len(ready)):
        bits |= np.uint64(ready[lane] >= time) << np.uint64(lane)
    return bits


@kernel
def _raise_lanes(values: Ints, bits: np.uint64, time: int) -> None:
    """Raise the values of these lanes to at least a time."""
    for lane in range(len(values)):
        chosen = (bits >> np.uint64(lane)) & np.uint64(1)
        values[lane] = max(values[lane], np.int32(time) if chosen != 0 else np.int32(NEVER))


@kernel
def list_onward(hops: Hops, out: Links, slots: Slots) -> None:
    """Write ``slots.onward``: for each connection and each stop one may change to, the first slot there in time."""
    place = 0
    for c in range(len(hops.run)):
        if hops.alights[c] == 0:
            continue
        stop = hops.arrival_stop[c]
        for link in range(out.start[stop], out.start[stop + 1]):
            other = out.stop[link]
            low, high = slots.start[other], slots.start[other + 1] - 1
            low += np.searchsorted(slots.departure[low:high], hops.arrival[c] + out.seconds[link])
            slots.onward[place] = low
            place += 1


@kernel
def scan_profile(hops: Hops, slots: Slots, walk: Ints, steps: Steps) -> None:
    """Find for every slot the best label, for all deadlines of the day at once.

    ``walk[s]`` is the walk from stop s to the venue, below nought for none. From a connection one gets there by
    getting off and walking, by getting off and changing (the slots changed to are finished, as they leave later), or
    by staying in the run. Of equal labels the one that gets off first stands, so nobody rides past and comes back.
    """
    label = np.full(hops.runs, NO_LABEL, np.int64)
    alighted = np.full(hops.runs, -1, np.int32)
    onward = np.full(hops.runs, -1, np.int32)
    for c in range(len(hops.run) - 1, -1, -1):
        run = hops.run[c]
        if hops.alights[c] != 0:
            got = _get_off(hops, slots, walk, steps.label, c)
            if got < NO_LABEL and got <= label[run]:
                label[run], alighted[run] = got, c
                slot = _changed_to(slots, steps.label, c, got)
                onward[run] = steps.best[slot] if slot >= 0 else -1
        slot = slots.of_hop[c]
        if slot < 0:
            continue
        if steps.label[slot + 1] < steps.label[slot]:
            steps.label[slot], steps.best[slot] = steps.label[slot + 1], steps.best[slot + 1]
        if label[run] < steps.label[slot]:
            steps.label[slot], steps.best[slot] = label[run], slot
            steps.boarded[slot], steps.alighted[slot], steps.onward[slot] = c, alighted[run], onward[run]


@kernel
def _get_off(hops: Hops, slots: Slots, walk: Ints, label: Longs, c: int) -> np.int64:
    """Return the best label of getting off after this connection.

    Mostly staying in the run is better, so where one would change to is asked only of what is taken.
    """
    best = np.int64(NO_LABEL)
    seconds = walk[hops.arrival_stop[c]]
    if seconds >= 0:
        best = ((np.int64(hops.arrival[c]) + seconds) << RIDES_BITS) + 1
    for place in range(slots.onward_start[c], slots.onward_start[c + 1]):
        best = min(best, label[slots.onward[place]] + 1)
    return best


@kernel
def _changed_to(slots: Slots, label: Longs, c: int, got: np.int64) -> np.int64:
    """Return the slot changed to for this label, -1 for the walk to the venue, whose label no change can have."""
    for place in range(slots.onward_start[c], slots.onward_start[c + 1]):
        if label[slots.onward[place]] + 1 == got:
            return np.int64(slots.onward[place])
    return np.int64(-1)


@kernel
def count_before(start: Ints, times: Ints, limit: int, counts: Ints) -> None:
    """Count for every stop the entries whose time lies before a limit; the times of a stop grow."""
    for stop in range(len(start) - 1):
        counts[stop] = np.searchsorted(times[start[stop] : start[stop + 1]], limit)


@kernel
def fold_best(pairs: Pairs, value: Ints, tie: Ints, best: Ints, chosen: Ints) -> None:
    """Find for every point the pair with the largest ``value[stop] - seconds``; of equal ones the smaller tie."""
    for pair in range(len(pairs.point)):
        stop, point = pairs.stop[pair], pairs.point[pair]
        if value[stop] == NEVER:
            continue
        time = value[stop] - pairs.seconds[pair]
        if time > best[point] or (time == best[point] and tie[stop] < tie[pairs.stop[chosen[point]]]):
            best[point], chosen[point] = time, pair


@kernel
def fold_lanes(pairs: Pairs, value: Ints, best: Ints) -> None:
    """Find the largest ``value[stop] - seconds`` for every point and lane; a point's pairs best stand together."""
    lanes = value.shape[1]
    for pair in range(len(pairs.point)):
        of_stop, of_point, seconds = value[pairs.stop[pair]], best[pairs.point[pair]], pairs.seconds[pair]
        for lane in range(lanes):
            of_point[lane] = max(of_point[lane], of_stop[lane] - seconds)
