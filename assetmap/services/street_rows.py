"""Ways by street as rows: minutes from each point or area to one venue and home, and what stands in the way."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from assetmap.analysis import street_graph
from assetmap.analysis.barriers import Ways, describe, describe_way
from assetmap.analysis.way_sums import AreaWays, sum_areas
from assetmap.messages import and_more, mark, tr, tr_count
from assetmap.model.barrier import OFF_STREETS
from assetmap.model.journey import PARKING, Mode, VenuePoint, Way
from assetmap.model.meeting import SECONDS_PER_MINUTE, Meeting, clock
from assetmap.model.place import OriginKind
from assetmap.model.traveller import TravellerProfile
from assetmap.services import street_ways
from assetmap.services.street_ways import StartPoints

EDGES_NOTE = mark("One point stands for this area: people at its edges may need much longer.")
OWN_POINT_OFF = mark("The area's own point is off the mapped streets, so no single time stands for it.")
NAMES_SHOWN = 5

Row = dict[str, Any]


def timed(row: Row, meeting: Meeting, venue: str) -> Row:
    """Put the clock to a way by street: when to leave, and when one is back.

    Returns
    -------
    dict
        The row with the keys that every way to a meeting has. A street has no last departure, so nothing to spare.
    """
    there, back = row["minutes_there"], row["minutes_back"]
    if there is None or back is None:
        return row | UNTIMED
    out, home = (round(minutes * SECONDS_PER_MINUTE) for minutes in (there, back))
    leave, arrive = meeting.arrive_by - out, meeting.leave_from + home
    times = {
        "leave_home": clock(leave), "arrive": clock(meeting.arrive_by), "leave_venue": clock(meeting.leave_from),
        "arrive_home": clock(arrive), "minutes_away": round((arrive - leave) / SECONDS_PER_MINUTE, 1),
    }  # fmt: skip
    names = (tr("home"), venue or tr("the venue"))
    legs_there = {"kind": row["modes"], "from": names[0], "to": names[1], "start": times["leave_home"],
                  "end": times["arrive"]}  # fmt: skip
    legs_back = {"kind": row["modes"], "from": names[1], "to": names[0], "start": times["leave_venue"],
                 "end": times["arrive_home"]}  # fmt: skip
    return row | UNTIMED | times | {"legs_there": [legs_there], "legs_back": [legs_back]}


UNTIMED: Row = {
    "leave_home": None, "arrive": None, "leave_venue": None, "arrive_home": None, "minutes_away": None,
    "spare_minutes": None, "last_way_home": None, "departures_there": [], "departures_back": [],
    "legs_there": [], "legs_back": [], "would_help": [], "misses_last_way_home_if_over": [],
}  # fmt: skip
"""What a way has that no clock was put to."""


def ways_from(
    graph: street_graph.StreetGraph, starts: pd.DataFrame, venue: VenuePoint, profile: TravellerProfile
) -> Ways:
    """Work out and judge the ways between points (lon, lat) and one venue."""
    origins, venues = street_ways.snap_together(
        graph, origins=(starts["lon"], starts["lat"]), venues=([venue.lon], [venue.lat])
    )
    return street_ways.find_ways(graph, origins=origins, venues=venues, profile=profile)


def under_mode(rows: list[Row], mode: str) -> list[Row]:
    """Put rows under the mode that was asked: a traveller on wheels who walks is answered on the streets for wheels."""
    return [row | {"modes": mode} for row in rows]


def point_rows(starts: pd.DataFrame, ways: Ways, profile: TravellerProfile) -> list[Row]:
    """Answer each origin from its one point."""
    records: list[Row] = starts.to_dict("records")  # type: ignore[assignment]
    return [_point_row(start, ways, number, profile) for number, start in enumerate(records)]


def _point_row(start: Row, ways: Ways, number: int, profile: TravellerProfile) -> Row:
    barriers = describe_way(ways, number, 0)
    alone = start["kind"] in {OriginKind.CENTROID, OriginKind.WEIGHTED_CENTROID}
    return _row(start, ways.mode, profile) | {
        "way_there_and_back": str(ways.state[number, 0]),
        "why": " ".join(barrier["sentence"] for barrier in barriers),
        "minutes_there": plain_number(ways.minutes_there[number, 0]),
        "minutes_back": plain_number(ways.minutes_back[number, 0]),
        "metres": plain_number(ways.metres[number, 0], digits=0),
        "barriers": barriers,
        "postcodes": None,
        "note": tr(EDGES_NOTE) if alone else "",
    }


def _row(start: Row, mode: str, profile: TravellerProfile) -> Row:
    return {
        "origin": str(start["origin"]),
        "name": str(start["name"]),
        "profile": profile.name,
        "modes": mode,
        "way_there_and_back": "", "why": "", "minutes_there": None, "minutes_back": None, "metres": None,
        "barriers": [], "postcodes": None, "note": "",
        "origin_kind": str(start["kind"]),
        "lon": plain_number(start["lon"], digits=6),
        "lat": plain_number(start["lat"], digits=6),
    }  # fmt: skip


def area_rows(
    spread: StartPoints, graph: street_graph.StreetGraph, venue: VenuePoint, profile: TravellerProfile
) -> list[Row]:
    """Answer each area from its postcodes; one without them from its own point."""
    areas = len(spread.areas)
    starts = pd.concat([spread.areas[["lon", "lat"]], spread.points[["lon", "lat"]]], ignore_index=True)
    ways = ways_from(graph, starts, venue, profile)
    # The first rows are the areas' own points: they count for no area, so they go to a number of their own.
    area = np.concatenate((np.full(areas, areas), spread.points["area"].to_numpy(dtype="int64")))
    sums = sum_areas(ways, area, areas + 1)
    rows = point_rows(spread.areas, ways, profile)
    points_of = spread.points.groupby("area").indices
    for number in np.flatnonzero(spread.has_postcodes):
        barriers = _area_barriers(ways, areas + np.asarray(points_of[number]))
        rows[number] |= _area_answer(sums, int(number), rows[number], barriers)
    return rows


def _area_answer(sums: AreaWays, number: int, own: Row, barriers: list[Row]) -> Row:
    """Return what an area's postcodes say; an area whose own point is off the streets is named and gets no time."""
    state = str(sums.state[number])
    off = [tr(OWN_POINT_OFF) for row in own["barriers"] if row["barrier"] == OFF_STREETS]
    timed = state == Way.FOUND and not off
    counts = {name: int(getattr(sums, name)[number]) for name in ("total", "found", "not_found", "not_known")}
    counted = counts | {"longest_minutes": plain_number(sums.longest_minutes[number])}
    return {
        "way_there_and_back": state,
        "why": " ".join(filter(None, dict.fromkeys([count_sentence(counted), *off, *_first_sentence(barriers)]))),
        "minutes_there": plain_number(sums.minutes_there[number]) if timed else None,
        "minutes_back": plain_number(sums.minutes_back[number]) if timed else None,
        "metres": plain_number(sums.metres[number], digits=0) if timed else None,
        "barriers": barriers,
        "postcodes": counted,
        "note": "",
    }


def _first_sentence(barriers: list[Row]) -> list[str]:
    return [row["sentence"] for row in barriers[:1]]


def count_sentence(postcodes: Row) -> str:
    """Say from how many postcodes of an area a way was found, and for how many nobody can tell."""
    total, found = postcodes["total"], postcodes["found"]
    of = tr_count("Of {number} postcode here", "Of {number} postcodes here", total)
    if total == 1 and not found:
        return ""
    if not found:
        unknown = (
            tr("; for {not_known:,} we cannot tell", not_known=postcodes["not_known"]) if postcodes["not_known"] else ""
        )
        return tr("{of}, none has a way there and back that we found{unknown}.", of=of, unknown=unknown)
    return tr_count(
        "{of}, {number} has a way there and back; the longest takes {longest:,} minutes.",
        "{of}, {number} have a way there and back; the longest takes {longest:,} minutes.",
        found, of=of, longest=round(postcodes["longest_minutes"]),
    )  # fmt: skip


def _area_barriers(ways: Ways, points: np.ndarray) -> list[Row]:
    """Return each barrier met from some of the points: how many, and what it says for the worst of them."""
    rows = []
    for name, hit in ways.hits.items():
        met = points[hit[points, 0]]
        if len(met):
            worst = float(ways.measured[name][met, 0].max())
            row = describe(name, worst, ways.limits[name])
            some = tr(
                "From {number:,} of {total:,} postcodes: {label}.",
                number=len(met),
                total=len(points),
                label=row["label"],
            )
            said = some if len(points) > 1 else row["sentence"]
            rows.append(row | {"sentence": said, "at_worst": row["sentence"], "postcodes": len(met)})
    return rows


def notes(rows: list[Row], modes: tuple[str, ...]) -> list[str]:
    """Say what all rows have in common: parking, what is off the streets, what one point stands for."""
    said = []
    if rows and Mode.DRIVE in modes:
        said.append(
            tr(
                "By car, {minutes_there:g} minutes to park are counted, and {minutes_back:g} to set off.",
                minutes_there=PARKING.minutes_there,
                minutes_back=PARKING.minutes_back,
            )
        )
    off = list(dict.fromkeys(row["name"] for row in rows if _is_off(row)))
    if off:
        shown = ", ".join(off[:NAMES_SHOWN])
        more = and_more(len(off) - NAMES_SHOWN)
        said.append(tr("Off the mapped streets, so without a time: {shown}{more}.", shown=shown, more=more))
    if any(row["note"] for row in rows):
        said.append(tr("Where an area has no postcodes, one point stands for it: its edges may need much longer."))
    return said


def _is_off(row: Row) -> bool:
    """Tell whether a row has no time because its point, or every postcode of it, is off the streets."""
    if row["minutes_there"] is not None:
        return False
    met = [barrier for barrier in row["barriers"] if barrier["barrier"] == OFF_STREETS]
    total = (row["postcodes"] or {"total": 1})["total"]
    return any(barrier.get("postcodes", 1) == total for barrier in met)


def plain_number(value: float, *, digits: int = 1) -> float | int | None:
    """Return a number that JSON can hold: rounded, None where it is not known."""
    if not isfinite(value):
        return None
    return round(float(value), digits) if digits else round(float(value))
