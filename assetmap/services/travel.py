"""Getting to one venue, and home: minutes by street from every area or postcode, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from assetmap.analysis import street_graph
from assetmap.analysis.barriers import Ways, describe, describe_way
from assetmap.analysis.way_sums import AreaWays, sum_areas
from assetmap.errors import NotYetError, OptionError
from assetmap.messages import and_more, mark, tr, tr_count
from assetmap.model.barrier import OFF_STREETS
from assetmap.model.journey import PARKING, Mode, OriginSet, VenuePoint, Way
from assetmap.model.place import OriginKind
from assetmap.model.release import PublicFacts
from assetmap.model.traveller import DEFAULT_PROFILE, TravellerProfile
from assetmap.services import street_ways, workspace
from assetmap.services.street_ways import StartPoints
from assetmap.services.workspace import Place

EDGES_NOTE = mark("One point stands for this area: people at its edges may need much longer.")
OWN_POINT_OFF = mark("The area's own point is off the mapped streets, so no single time stands for it.")
NAMES_SHOWN = 5

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TravelRequest:
    """What is asked.

    Attributes
    ----------
    venue
        An asset's id, ``LAT,LON`` or a postcode of the place.
    modes
        Ways of travelling: walk, wheels, drive.
    origins
        ``areas`` (each answered from its postcodes where there are any) or ``postcodes``.
    profile
        The kind of traveller.
    date, start, end, overrun
        Planned; refused with 'not yet' while set.
    """

    venue: str
    modes: tuple[str, ...] = ("walk", "drive")
    origins: str = OriginSet.AREAS.value
    profile: str = DEFAULT_PROFILE
    date: str = ""
    start: str = ""
    end: str = ""
    overrun: str = ""


def travel(place: Place, request: TravelRequest) -> PublicFacts[list[Row]]:
    """Answer for every origin and mode whether a way there and back was found by street, and how long it takes.

    Returns
    -------
    PublicFacts
        A row an origin and mode, every origin present: ``origin, name, profile, modes, way_there_and_back, why,
        minutes_there, minutes_back, metres, barriers, postcodes, note, origin_kind, lon, lat``. With
        ``origins="areas"`` an area's state is the one most of its postcodes have, its minutes are the mean over its
        postcodes with a way (its people spread evenly over them), and ``postcodes`` counts them; an area without
        postcodes is answered from its one point, with a note. What is not known is None.

    Raises
    ------
    OptionError, NotYetError, NotFoundError
        An option is wrong or not built, or the place lacks what the question needs.
    """
    _refuse_planned(request)
    modes, profile = street_ways.check_modes(request.modes), street_ways.check_profile(request.profile)
    origin_set = _check_origins(request.origins)
    graphs = street_ways.load_streets(place, modes, profile)
    venue = street_ways.find_venue(place, request.venue, graphs[modes[0]])
    rows: list[Row] = []
    if origin_set is OriginSet.POSTCODES:
        starts = workspace.origins(place, origin_set).reset_index(drop=True)
        for mode in modes:
            answered = _point_rows(starts, _ways(graphs[mode], starts, venue, profile), profile)
            rows += _under_mode(answered, mode)
    else:
        spread = street_ways.find_start_points(place)
        for mode in modes:
            rows += _under_mode(_area_rows(spread, graphs[mode], venue, profile), mode)
    sign = street_ways.suggest_sign(venue, graphs[modes[0]])
    return PublicFacts(rows, (sign,) if sign else tuple(_notes(rows, modes)))


def _refuse_planned(request: TravelRequest) -> None:
    given = [name for name in ("date", "start", "end", "overrun") if getattr(request, name)]
    if given:
        raise NotYetError(
            tr("--{first}: not yet. Leave it out: the answer is by street, at any time of day.", first=given[0])
        )


def _check_origins(text: str) -> OriginSet:
    if text in set(OriginSet):
        return OriginSet(text)
    if "." in text or "/" in text:
        raise NotYetError(tr("--origins {text}: a file is not yet read here. Choose areas or postcodes.", text=text))
    raise OptionError(
        tr("--origins '{text}': we know no such origins. Expected areas or postcodes. Choose one.", text=text)
    )


def _ways(graph: street_graph.StreetGraph, starts: pd.DataFrame, venue: VenuePoint, profile: TravellerProfile) -> Ways:
    origins, venues = street_ways.snap_together(
        graph, origins=(starts["lon"], starts["lat"]), venues=([venue.lon], [venue.lat])
    )
    return street_ways.find_ways(graph, origins=origins, venues=venues, profile=profile)


def _under_mode(rows: list[Row], mode: str) -> list[Row]:
    """Put rows under the mode that was asked: a traveller on wheels who walks is answered on the streets for wheels."""
    return [row | {"modes": mode} for row in rows]


def _point_rows(starts: pd.DataFrame, ways: Ways, profile: TravellerProfile) -> list[Row]:
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


def _area_rows(
    spread: StartPoints, graph: street_graph.StreetGraph, venue: VenuePoint, profile: TravellerProfile
) -> list[Row]:
    """Answer each area from its postcodes; one without them from its own point."""
    areas = len(spread.areas)
    starts = pd.concat([spread.areas[["lon", "lat"]], spread.points[["lon", "lat"]]], ignore_index=True)
    ways = _ways(graph, starts, venue, profile)
    # The first rows are the areas' own points: they count for no area, so they go to a number of their own.
    area = np.concatenate((np.full(areas, areas), spread.points["area"].to_numpy(dtype="int64")))
    sums = sum_areas(ways, area, areas + 1)
    rows = _point_rows(spread.areas, ways, profile)
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
        "why": " ".join(filter(None, dict.fromkeys([_count_sentence(counted), *off, *_first_sentence(barriers)]))),
        "minutes_there": plain_number(sums.minutes_there[number]) if timed else None,
        "minutes_back": plain_number(sums.minutes_back[number]) if timed else None,
        "metres": plain_number(sums.metres[number], digits=0) if timed else None,
        "barriers": barriers,
        "postcodes": counted,
        "note": "",
    }


def _first_sentence(barriers: list[Row]) -> list[str]:
    return [row["sentence"] for row in barriers[:1]]


def _count_sentence(postcodes: Row) -> str:
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


def _notes(rows: list[Row], modes: tuple[str, ...]) -> list[str]:
    notes = []
    if rows and Mode.DRIVE in modes:
        notes.append(
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
        notes.append(tr("Off the mapped streets, so without a time: {shown}{more}.", shown=shown, more=more))
    if any(row["note"] for row in rows):
        notes.append(tr("Where an area has no postcodes, one point stands for it: its edges may need much longer."))
    return notes


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
