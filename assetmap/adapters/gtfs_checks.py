"""What a timetable may not contradict: repeated keys, unknown references, times and rides that cannot be."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from assetmap.adapters.gtfs_files import Findings
from assetmap.messages import tr
from assetmap.model import timetable as words
from assetmap.model.timetable import GTFS_TABLE_BY_NAME

_EARTH_METRES: Final = 6_371_008.8

Tables = dict[str, pd.DataFrame]


def check_keys(tables: Tables, findings: Findings) -> None:
    """Find rows that repeat what should tell them apart."""
    for name, frame in tables.items():
        key = list(GTFS_TABLE_BY_NAME[name].key)
        if key:
            again = frame.index[frame.duplicated(key)]
            findings.rows(
                f"{name}.txt",
                again,
                len(frame),
                tr("repeat a {columns}", columns=" and ".join(key)),
                tr("Expected each once."),
            )


def check_references(tables: Tables, findings: Findings) -> None:
    """Find rows that name a trip, stop, route or service that is nowhere described."""
    for row in words.REFERENCES:
        frame, target = tables[row.table], tables[row.target]
        unknown = frame.index[~frame[row.column].isin(target[row.target_column]) & (frame[row.column] != "")]
        if len(unknown):
            what = tr(
                "name a {column} that {file}.txt does not have, such as '{first}'",
                column=row.column,
                file=row.target,
                first=frame[row.column][unknown[0]],
            )
            findings.rows(
                f"{row.table}.txt", unknown, len(frame), what, tr("Expected one from {file}.txt.", file=row.target)
            )
    known = {*tables["calendar"]["service_id"], *tables["calendar_dates"]["service_id"]}
    lost = tables["trips"].index[~tables["trips"]["service_id"].isin(known)]
    findings.rows(
        "trips.txt", lost, len(tables["trips"]), tr("name a service_id without days"), tr("Expected its days.")
    )


def check_times(tables: Tables, findings: Findings) -> None:
    """Order the stops of each trip, fill a blank arrival from its departure, and find times that cannot be."""
    rows = tables["stop_times"]
    rows = rows.sort_values(["trip_id", "stop_sequence"], kind="stable")
    arrive = rows["arrival_time"].fillna(rows["departure_time"])
    leave = rows["departure_time"].fillna(rows["arrival_time"])
    rows = rows.assign(arrival_time=arrive, departure_time=leave)
    tables["stop_times"] = rows
    new_trip = rows["trip_id"] != rows["trip_id"].shift()
    end_trip = new_trip.shift(-1, fill_value=True)
    bare = rows.index[arrive.isna() & (new_trip | end_trip)]
    findings.rows("stop_times.txt", bare, len(rows), tr("begin or end a trip without a time"), tr("Expected a time."))
    backwards = rows.index[(leave < arrive).fillna(value=False)]
    findings.rows(
        "stop_times.txt", backwards, len(rows), tr("leave before they arrive"), tr("Expected the other way round.")
    )
    hops = _hops(tables)
    findings.rows(
        "stop_times.txt", hops.index[hops["seconds"] < 0], len(rows), tr("go back in time"),
        tr("Expected times that rise along a trip."),
    )  # fmt: skip
    _check_hops(hops, len(rows), findings)


def _hops(tables: Tables) -> pd.DataFrame:
    """Return each ride between two timed stops: seconds, straight metres, trip, whether it is one stop to the next."""
    stops = tables["stops"].drop_duplicates("stop_id").set_index("stop_id")
    rows = tables["stop_times"].assign(place=np.arange(len(tables["stop_times"]))).dropna(subset="arrival_time")
    before = rows.groupby("trip_id", sort=False)[["departure_time", "stop_id", "place"]].shift()
    follows = before["departure_time"].notna()
    rows, before = rows[follows], before[follows]
    points = stops[["stop_lat", "stop_lon"]].astype("float64")
    here, there = (points.reindex(ids).to_numpy() for ids in (rows["stop_id"], before["stop_id"]))
    return pd.DataFrame(
        {
            "trip_id": rows["trip_id"],
            "seconds": (rows["arrival_time"] - before["departure_time"]).astype("int64"),
            "metres": _straight_metres(here, there),
            "next_door": (rows["stop_id"] != before["stop_id"]) & (rows["place"] == before["place"] + 1),
            "road": rows["trip_id"].map(_runs_on_roads(tables)).fillna(value=True).astype(bool),
        },
        index=rows.index,
    )  # fmt: skip


def _runs_on_roads(tables: Tables) -> pd.Series:
    types = tables["routes"].drop_duplicates("route_id").set_index("route_id")["route_type"].fillna(3)
    on_road = pd.concat([types.between(low, high) for low, high in words.SCHEDULED_ROAD_TYPES], axis=1).any(axis=1)
    trips = tables["trips"].drop_duplicates("trip_id").set_index("trip_id")["route_id"]
    return trips.map(on_road)


def _straight_metres(here: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Return metres along the globe between points given as (n, 2) degrees latitude, longitude (haversine)."""
    lat, lon, lat_2, lon_2 = (np.radians(part) for part in (here[:, 0], here[:, 1], there[:, 0], there[:, 1]))
    half = np.sin((lat_2 - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat_2) * np.sin((lon_2 - lon) / 2) ** 2
    return np.asarray(2 * _EARTH_METRES * np.arcsin(np.sqrt(half)))


def _check_hops(hops: pd.DataFrame, total: int, findings: Findings) -> None:
    seconds, metres = hops["seconds"], hops["metres"].fillna(0.0)
    crawl = (seconds > words.SLOW_HOP_MINUTES * 60) & (metres * 3.6 < words.SLOW_HOP_KMH * seconds) & hops["next_door"]
    _tell_hops(hops[crawl], total, tr("take far too long to the next stop"), findings)
    fastest = np.where(hops["road"], words.FAST_ROAD_KMH, words.FAST_OTHER_KMH)
    flies = (seconds >= 0) & (metres * 3.6 > fastest * (seconds + words.ROUNDING_SECONDS))
    _tell_hops(hops[flies], total, tr("are reached far too fast from the stop before"), findings)


def _tell_hops(hops: pd.DataFrame, total: int, what: str, findings: Findings) -> None:
    if hops.empty:
        return
    first = hops.iloc[0]
    example = tr(
        ", such as {seconds:.0f} minutes for {metres:,.0f} m on trip '{trip_id}'",
        seconds=first["seconds"] / 60,
        metres=first["metres"],
        trip_id=first["trip_id"],
    )
    findings.rows("stop_times.txt", hops.index, total, what + example, tr("Expected a time that a vehicle can keep."))


def check_served_stops(tables: Tables, findings: Findings) -> None:
    """Find stops in use whose place on the map is missing or zero."""
    stops = tables["stops"]
    served = stops["stop_id"].isin(tables["stop_times"]["stop_id"].unique())
    for column in ("stop_lat", "stop_lon"):
        nowhere = stops.index[served & stops[column].isna()]
        findings.rows(
            "stops.txt",
            nowhere,
            len(stops),
            tr("are served and have no {column}", column=column),
            tr("Expected degrees."),
        )
    zero = stops.index[served & (stops["stop_lat"] == 0) & (stops["stop_lon"] == 0)]
    findings.rows(
        "stops.txt", zero, len(stops), tr("lie at 0, 0 in the sea off Africa"), tr("Expected the stop's own place.")
    )
