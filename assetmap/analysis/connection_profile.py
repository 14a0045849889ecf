"""Every way of a day that is worth taking, between each stop and a venue, and the rides that make it up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from assetmap.analysis.connection_kernels import NO_LABEL, RIDES_BITS, Ints, Longs, Steps, scan_profile
from assetmap.analysis.connection_network import Network, turn_round, walk_ends


@dataclass(frozen=True, eq=False)
class Profile:
    """All ways between stops and a venue on one day: none leaves earlier than another and arrives no earlier.

    Attributes
    ----------
    towards
        Whether the ways lead to the venue; else they lead from it.
    start
        One entry a stop and one more: its ways are the entries ``start[s]`` to ``start[s + 1]``.
    leave, arrive
        One entry a way, seconds of the day; both grow along a stop's entries. To the venue: when the vehicle leaves
        the stop, when one is at the venue. From the venue: when one leaves it, when one gets off at the stop.
    step
        One entry a way: its ride at the stop, a number of the next three.
    step_boarded, step_alighted, step_onward
        One entry a ride: the connection with which it begins, the one with which it ends, in the day's own numbering,
        and the ride next to it on the side of the venue, -1 for the venue itself.
    """

    towards: bool
    start: Ints
    leave: Ints
    arrive: Ints
    step: Ints
    step_boarded: Ints
    step_alighted: Ints
    step_onward: Ints

    @property
    def boarded(self) -> Ints:
        """For each way, the connection got on with in the ride at the stop."""
        return self.step_boarded[self.step]

    @property
    def alighted(self) -> Ints:
        """For each way, the connection got off after in the ride at the stop."""
        return self.step_alighted[self.step]


@dataclass(frozen=True, eq=False)
class Options:
    """All ways worth taking between one point and a venue, sorted.

    Attributes
    ----------
    leave, arrive
        When to leave the point and arrive at the venue, or the other way about; seconds of the day.
    entry
        Which entry of the profile it is.
    pair
        Which of the walks that were given.
    """

    leave: Ints
    arrive: Ints
    entry: Ints
    pair: Ints


def profile_to(network: Network, *, stop: ArrayLike, seconds: ArrayLike) -> Profile:
    """Find for every stop all ways to a venue.

    Parameters
    ----------
    network
        A day.
    stop, seconds
        The stops near the venue and the seconds of the walks from them.

    Returns
    -------
    Profile
        For each deadline of the day its latest departures: those of the last entry that arrives in time.
    """
    label, steps = _search(network, stop, seconds)
    chosen, start = _worth_taking(network, label, steps)
    boarded, alighted = (_in_day(network, column) for column in (steps.boarded, steps.alighted))
    leave, arrive = network.slots.departure[chosen], (label[chosen] >> RIDES_BITS).astype(np.int32)
    return Profile(
        towards=True, start=start, leave=leave, arrive=arrive, step=chosen,
        step_boarded=boarded, step_alighted=alighted, step_onward=steps.onward,
    )  # fmt: skip


def profile_from(network: Network, *, stop: ArrayLike, seconds: ArrayLike) -> Profile:
    """Find for every stop all ways from a venue; see `profile_to`."""
    turned = turn_round(network)
    label, steps = _search(turned, stop, seconds)
    chosen, start = _worth_taking(turned, label, steps)
    # In the turned day the ways of a stop stand from the last to the first, and one gets on where one gets off.
    owner = np.repeat(np.arange(network.stops), np.diff(start))
    chosen = chosen[start[owner] + start[owner + 1] - 1 - np.arange(len(chosen))]
    boarded, alighted = (_in_day(turned, column) for column in (steps.alighted, steps.boarded))
    leave, arrive = -(label[chosen] >> RIDES_BITS).astype(np.int32), -turned.slots.departure[chosen]
    return Profile(
        towards=False, start=start, leave=leave, arrive=arrive, step=chosen,
        step_boarded=boarded, step_alighted=alighted, step_onward=steps.onward,
    )  # fmt: skip


def rides(profile: Profile, entry: int) -> list[tuple[int, int]]:
    """Put the rides of one way together.

    Parameters
    ----------
    profile
        All ways.
    entry
        Number of the way.

    Returns
    -------
    list of (int, int)
        For each ride the connections with which it begins and ends, in the day's own numbering, in travelling order.
    """
    found = []
    step = int(profile.step[entry])
    while step >= 0:
        found.append((int(profile.step_boarded[step]), int(profile.step_alighted[step])))
        step = int(profile.step_onward[step])
    return found if profile.towards else found[::-1]


def options(profile: Profile, *, stop: ArrayLike, seconds: ArrayLike) -> Options:
    """List all ways worth taking for one point, over all stops near it.

    Parameters
    ----------
    profile
        All ways to a venue or from it.
    stop, seconds
        The stops near the point and the seconds of the walks to them.

    Returns
    -------
    Options
        None leaves earlier than another and arrives no earlier. Of equal ones the shorter walk stands.
    """
    stops, walks = walk_ends(stop, seconds)
    many = profile.start[stops + 1] - profile.start[stops]
    pair = np.repeat(np.arange(len(stops)), many)
    entry = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many) + profile.start[stops][pair]
    leave = profile.leave[entry] - (walks[pair] if profile.towards else 0)
    arrive = profile.arrive[entry] + (0 if profile.towards else walks[pair])
    order = np.lexsort((walks[pair], arrive, -leave))
    soonest = np.minimum.accumulate(arrive[order])
    better = np.ones(len(order), dtype=np.bool_)
    better[1:] = arrive[order][1:] < soonest[:-1]
    kept = order[better][::-1]
    return Options(leave[kept], arrive[kept], entry[kept].astype(np.int32), pair[kept].astype(np.int32))


def _search(network: Network, stop: ArrayLike, seconds: ArrayLike) -> tuple[Longs, Steps]:
    """Run the scan for all deadlines."""
    size = len(network.slots.departure)
    walk = _shortest_walks(network.stops, *walk_ends(stop, seconds))
    steps = Steps(np.full(size, NO_LABEL, dtype=np.int64), *(np.full(size, -1, dtype=np.int32) for _ in range(4)))
    scan_profile(network.hops, network.slots, walk, steps)
    return steps.label, steps


def _shortest_walks(stops: int, stop: Ints, seconds: Ints) -> Ints:
    """Return the walk between each stop and the venue, -1 for none."""
    walk = np.full(stops, np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(walk, stop, seconds)
    walk[walk == np.iinfo(np.int32).max] = -1
    return walk


def _worth_taking(network: Network, label: Longs, steps: Steps) -> tuple[Ints, Ints]:
    """Return the slots that arrive earlier than every later one of their stop, and where each stop's begin."""
    own = steps.best == np.arange(len(label))
    own[:-1] &= (label[:-1] >> RIDES_BITS) < (label[1:] >> RIDES_BITS)
    chosen = np.flatnonzero(own).astype(np.int32)
    return chosen, np.searchsorted(chosen, network.slots.start).astype(np.int32)


def _in_day(network: Network, hop: Ints) -> Ints:
    """Return the day's own numbers of hops; -1 stays."""
    numbers = np.full(len(hop), -1, dtype=np.int32)
    numbers[hop >= 0] = network.connection[hop[hop >= 0]]
    return numbers
