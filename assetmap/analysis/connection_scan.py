"""Ways by bus, train, tram and ferry: the Connection Scan Algorithm (Dibbelt, Pajor, Strasser, Wagner 2013).

One scan answers every stop: when to board at the latest to be at a venue in time, or when one gets off at the earliest
coming home from it. Lanes do many scans at once, a profile all times of the day. What holds in all of them:

- Before the first ride and after the last there is a walk only, given in seconds for stops near the venue.
- One gets on with a connection that boards and off after the same or a later one of its run that alights.
- Having got off, one may board where and when `Changes` allows; staying in the vehicle needs no change.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from assetmap.analysis.connection_fold import (
    Access,
    EarliestArrivals,
    Found,
    LatestDepartures,
    earliest_home,
    earliest_home_lanes,
    latest_leaving,
    latest_leaving_lanes,
    make_access,
)
from assetmap.analysis.connection_kernels import LANES_AT_ONCE, NEVER, Hops, Ints, Links, scan, scan_lanes
from assetmap.analysis.connection_network import Network, as_ints, prepare, turn_round, walk_ends
from assetmap.analysis.connection_profile import Options, Profile, options, profile_from, profile_to, rides

__all__ = [
    "NEVER", "Access", "EarliestArrivals", "Found", "LatestDepartures", "Network", "Options", "Profile",
    "compile_kernels", "earliest_arrivals", "earliest_arrivals_lanes", "earliest_home", "earliest_home_lanes",
    "latest_departures", "latest_departures_lanes", "latest_leaving", "latest_leaving_lanes", "make_access",
    "options", "prepare", "profile_from", "profile_to", "rides", "turn_round",
]  # fmt: skip


def latest_departures(network: Network, *, stop: ArrayLike, seconds: ArrayLike, deadline: int) -> LatestDepartures:
    """Find for every stop the latest time to board there and be at a venue in time.

    Parameters
    ----------
    network
        A day.
    stop, seconds
        The stops near the venue and the seconds of the walks from them.
    deadline
        When to be at the venue, seconds of the day.

    Returns
    -------
    LatestDepartures
        One entry a stop.
    """
    stops, walks = walk_ends(stop, seconds)
    ready = np.full(network.stops, NEVER, dtype=np.int32)
    np.maximum.at(ready, stops, np.int32(deadline) - walks)
    latest = np.full(network.stops, NEVER, dtype=np.int32)
    last = int(np.searchsorted(network.hops.departure, deadline, side="right"))
    scan(network.hops, network.into, last, ready, latest)
    return LatestDepartures(latest)


def earliest_arrivals(network: Network, *, stop: ArrayLike, seconds: ArrayLike, start: int) -> EarliestArrivals:
    """Find for every stop the earliest time to get off there, coming from a venue.

    Parameters
    ----------
    network
        A day.
    stop, seconds
        The stops near the venue and the seconds of the walks to them.
    start
        When one leaves the venue, seconds of the day.

    Returns
    -------
    EarliestArrivals
        One entry a stop.
    """
    turned = latest_departures(turn_round(network), stop=stop, seconds=seconds, deadline=-start)
    return EarliestArrivals(-turned.departure)


def latest_departures_lanes(
    network: Network, *, stop: ArrayLike, seconds: ArrayLike, lane: ArrayLike, deadlines: ArrayLike
) -> Ints:
    """Find the latest departures for many venues or deadlines at once.

    Parameters
    ----------
    network
        A day.
    stop, seconds, lane
        The stops near a venue, the seconds of the walks from them, the lane for which the walk counts.
    deadlines
        When to be at the venue, one entry a lane.

    Returns
    -------
    array of int32
        Shape (stops, lanes); NEVER where there is no way.
    """
    stops, walks = walk_ends(stop, seconds)
    lanes, times = as_ints(lane), as_ints(deadlines)
    latest = np.full((network.stops, len(times)), NEVER, dtype=np.int32)
    for first in range(0, len(times), LANES_AT_ONCE):
        block = slice(first, first + LANES_AT_ONCE)
        chosen = (lanes >= first) & (lanes < first + LANES_AT_ONCE)
        latest[:, block] = _scan_block(network, stops[chosen], walks[chosen], lanes[chosen] - first, times[block])
    return latest


def earliest_arrivals_lanes(
    network: Network, *, stop: ArrayLike, seconds: ArrayLike, lane: ArrayLike, starts: ArrayLike
) -> Ints:
    """Find the earliest arrivals for many venues or starts at once; see `latest_departures_lanes`.

    Parameters
    ----------
    network
        A day.
    stop, seconds, lane
        The stops near a venue, the seconds of the walks to them, the lane for which the walk counts.
    starts
        When one leaves the venue, one entry a lane.

    Returns
    -------
    array of int32
        Shape (stops, lanes); -NEVER where there is no way.
    """
    turned = turn_round(network)
    latest = latest_departures_lanes(turned, stop=stop, seconds=seconds, lane=lane, deadlines=-as_ints(starts))
    return np.negative(latest, out=latest)


def compile_kernels() -> None:
    """Run every kernel once on a tiny day, so that the first real question does not wait for the compiler."""
    network = _tiny_network()
    access = make_access(point=[0], stop=[0], seconds=[60], points=1)
    latest_leaving(latest_departures(network, stop=[1], seconds=[60], deadline=900), access=access)
    lanes = latest_departures_lanes(network, stop=[1], seconds=[60], lane=[0], deadlines=[900])
    latest_leaving_lanes(lanes, access=access)
    latest_leaving(profile_to(network, stop=[1], seconds=[60]), access=access, deadline=900)


def _scan_block(network: Network, stop: Ints, seconds: Ints, lane: Ints, deadlines: Ints) -> Ints:
    """Scan for as many lanes as go at once."""
    ready = np.full((network.stops, len(deadlines)), NEVER, dtype=np.int32)
    np.maximum.at(ready, (stop, lane), deadlines[lane] - seconds)
    latest = np.full_like(ready, NEVER)
    last = np.searchsorted(network.hops.departure, deadlines, side="right").astype(np.int32)
    order = np.argsort(-last, kind="stable")
    scan_lanes(network.hops, network.into, last, order, ready, latest)
    return latest


def _tiny_network() -> Network:
    """Make a day of one vehicle between two stops."""
    stop, other, leaves, comes, one = (np.array([value], dtype=np.int32) for value in (0, 1, 300, 600, 60))
    yes = np.ones(1, dtype=np.uint8)
    hops = Hops(stop, other, leaves, comes, run=stop, boards=yes, alights=yes, runs=1)
    links = Links(np.array([0, 0, 1], dtype=np.int32), other, one)
    return Network(hops, links, links, connection=stop, stops=2)
