"""Where people may change from one vehicle to another, and how long they need for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.analysis.timetable_columns import Longs, count_out, texts, whole_numbers
from assetmap.model.service_day import Changes, ServiceDay

Walks = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""Walks between stops, one entry an ordered pair: number of the first, number of the second, seconds."""

_EITHER, _WAITS, _LEAST_TIME, _NOT = range(4)
"""Codes of ``transfer_type``: may change; may change and the second vehicle waits; needs a time; may not. What has
higher codes says whether a passenger can stay seated, which is no change of stops."""
_LEAST_SECONDS = 1
"""No change is shorter: nobody gets from a vehicle that arrives into one that leaves in the same second."""


def build_changes(day: ServiceDay, transfers: Sequence[pd.DataFrame], walks: Walks, *, change_seconds: int) -> Changes:
    """Say between which stops people may change, and how many seconds they need.

    People may change at each stop, between stops of one station, along each walk, and where a timetable says so. They
    need the walk, where one is known, and ``change_seconds``. A timetable may raise that, and may forbid a change.

    Parameters
    ----------
    day
        The stops.
    transfers
        The table ``transfers`` of each timetable of the day, in the same order. A row that names a station holds for
        all its stops that have no row of their own. Of several rows that say different things the strictest holds.
    walks
        Walks between different stops; of several for one pair the shortest counts.
    change_seconds
        What a change needs beside the walk; less than 1 counts as 1.
    """
    change_seconds = max(_LEAST_SECONDS, change_seconds)
    told = _rows_by_pair(day, transfers)
    key, kind = told["key"].to_numpy(), told["kind"].to_numpy()
    walk_key, walk_seconds = _shortest(day, walks)
    everywhere = np.arange(day.stops, dtype=np.int64) * (day.stops + 1)
    pairs = np.unique(np.concatenate((everywhere, _within_stations(day), walk_key, key[kind != _NOT])))
    pairs = pairs[~np.isin(pairs, key[kind == _NOT])]
    seconds = change_seconds + _look_up(pairs, walk_key, walk_seconds)
    timed = kind == _LEAST_TIME
    floor_key, floor = _strictest(key[timed], told["least"].to_numpy()[timed])
    seconds = np.maximum(seconds, _look_up(pairs, floor_key, floor))
    origin, target = np.divmod(pairs, max(1, day.stops))
    return Changes(origin.astype(np.int32), target.astype(np.int32), seconds.astype(np.int32))


def _within_stations(day: ServiceDay) -> Longs:
    """Return all ordered pairs of stops of one station."""
    stops = np.flatnonzero(day.stop_station >= 0)
    stops = stops[np.argsort(day.stop_station[stops], kind="stable")]
    station, size = day.stop_station[stops], np.bincount(day.stop_station[stops])
    begins = np.cumsum(size) - size
    origin, place = count_out(size[station])
    return np.asarray(stops[origin] * day.stops + stops[begins[station[origin]] + place])


def _shortest(day: ServiceDay, walks: Walks) -> tuple[Longs, Longs]:
    """Return the pairs that walks join, each once, and the seconds of the shortest, rounded up."""
    origin, target, seconds = (np.asarray(part) for part in walks)
    apart = origin != target
    key = origin[apart].astype(np.int64) * day.stops + target[apart]
    whole = np.ceil(seconds[apart]).astype(np.int64)
    order = np.lexsort((whole, key))
    pairs, first = np.unique(key[order], return_index=True)
    return pairs, whole[order][first]


def _strictest(key: Longs, seconds: Longs) -> tuple[Longs, Longs]:
    """Return each pair once, with the most seconds that any row asks for."""
    order = np.lexsort((-seconds, key))
    pairs, first = np.unique(key[order], return_index=True)
    return pairs, seconds[order][first]


def _look_up(pairs: Longs, known: Longs, seconds: Longs) -> Longs:
    """Return the seconds of each pair, 0 where none are known; both lists of pairs are sorted."""
    found = np.zeros(len(pairs), dtype=np.int64)
    if len(known):
        place = np.minimum(np.searchsorted(known, pairs), len(known) - 1)
        same = known[place] == pairs
        found[same] = seconds[place[same]]
    return found


def _rows_by_pair(day: ServiceDay, transfers: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return what timetables say of ordered pairs of stops: the pair, the kind of change, the least seconds."""
    expanded = [_expand(day, number, rows) for number, rows in enumerate(transfers)]
    none = pd.DataFrame({"key": [], "kind": [], "least": []}, dtype="int64")
    return pd.concat([none, *expanded], ignore_index=True)


def _expand(day: ServiceDay, feed: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Turn rows that name stops and stations of one timetable into pairs of stops."""
    named = _stops_by_id(day, feed)
    said = pd.DataFrame(
        {
            "from": texts(rows["from_stop_id"]),
            "to": texts(rows["to_stop_id"]),
            "kind": whole_numbers(rows["transfer_type"], blank=_EITHER),
            "least": whole_numbers(rows["min_transfer_time"], blank=0),
        }
    )
    said = said[said["kind"] <= _NOT]
    said = said.merge(named.add_prefix("from_"), left_on="from", right_on="from_id")
    said = said.merge(named.add_prefix("to_"), left_on="to", right_on="to_id")
    said["key"] = said["from_stop"] * day.stops + said["to_stop"]
    stations = said["from_is_station"] + said["to_is_station"]
    nearest = stations == stations.groupby(said["key"]).transform("min")
    return said.loc[nearest, ["key", "kind", "least"]]


def _stops_by_id(day: ServiceDay, feed: int) -> pd.DataFrame:
    """Return the stops that an id in one timetable stands for: itself, or all stops of the station."""
    own = np.flatnonzero(day.stop_feed == feed)
    inside = own[day.stop_station[own] >= 0]
    return pd.DataFrame(
        {
            "id": np.concatenate((day.stop_id[own], day.station_id[day.stop_station[inside]])),
            "stop": np.concatenate((own, inside)).astype(np.int64),
            "is_station": np.repeat(np.array([0, 1], dtype=np.int64), [len(own), len(inside)]),
        }
    )
