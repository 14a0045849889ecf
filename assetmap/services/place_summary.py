"""What a place holds, in the keys that `place new` and `place show` answer with."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from assetmap.adapters.census import say_differences
from assetmap.adapters.place_folder import PlaceRecord, read_place_file
from assetmap.analysis.disclosure import released_people
from assetmap.analysis.street_graph import StreetGraph, keep_parts, snap_points
from assetmap.messages import tr, tr_count
from assetmap.model.barrier import BARRIER_BY_NAME, OFF_STREETS
from assetmap.model.imports import Problem
from assetmap.model.journey import STREET_MODES, Mode, OriginSet
from assetmap.model.place import SYNCHRONISED_FOLDERS, OriginKind, PlaceSummary
from assetmap.model.text import plain_form
from assetmap.services.place_data import (
    Place,
    areas,
    open_register,
    origins,
    osm_features,
    population,
    postcodes,
    residents,
    street_graph,
)


def summarise(place: Place) -> PlaceSummary:
    """Return what a place holds and what a person should know about it."""
    record = read_place_file(place.folder)
    with closing(open_register(place)) as register:
        counts = register.counts()
        points = register.asset_points()
    people = residents(place)
    streets, off, said = _streets(place, points)
    problems = [*say_differences(population(place)), *said, *_say_synchronised(place.folder)]
    return PlaceSummary(
        name=place.name,
        areas=len(areas(place)),
        population=None if people is None else int(people.sum()),
        postcodes=len(postcodes(place)),
        streets=streets,
        areas_off_streets=off,
        timetable=_timetable(record),
        assets=counts["assets"],
        people=released_people(counts["people"]),
        problems=[*_stored(record), *(problem.as_record() for problem in problems)],
        details={"made_up": True} if record.made_up else {},
    )


def _stored(record: PlaceRecord) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "part"} for row in record.problems]


def _timetable(record: PlaceRecord) -> dict[str, Any] | None:
    rows = record.timetables
    if not rows:
        return None
    sums = {key: sum(row[key] for row in rows) for key in ("routes", "trips", "stops_served")}
    return {"from": min(row["from"] for row in rows), "to": max(row["to"] for row in rows), **sums}


def _streets(
    place: Place, assets: Sequence[tuple[float, float]]
) -> tuple[dict[str, dict[str, int]], list[str], list[Problem]]:
    """Return the streets that count, by mode; the areas off the streets; what to say about both."""
    start = origins(place, OriginSet.AREAS)
    things = [*assets, *((feature.lon, feature.lat) for feature in osm_features(place))]
    lon, lat = np.array([*zip(start["lon"], start["lat"], strict=True), *things], dtype=np.float64).reshape(-1, 2).T
    counts: dict[str, dict[str, int]] = {}
    off: list[str] = []
    said: list[Problem] = []
    for mode in STREET_MODES:
        graph = street_graph(place, mode.value)
        if graph is None:
            continue
        snaps = snap_points(graph, lon, lat, limit_metres=_off_metres())
        if mode is Mode.WALK:
            pairs = zip(start["name"], start["origin"], snaps.found[: len(start)], strict=True)
            off = [f"{name} ({code})" for name, code, found in pairs if not found]
        kept, report = keep_parts(graph, snaps) if snaps.found.any() else (graph, None)
        counts[mode.value] = {"nodes": kept.nodes, "edges": kept.edges}
        # Steps and stiles cut the streets for wheels into parts: that is how they are, and no fault of the file.
        if report is not None and report.parts_dropped and mode is not Mode.WHEELS:
            said.append(_say_dropped(mode, graph, kept, report.parts_dropped))
    return counts, off, [*said, *([_say_off(start["kind"].iloc[0], off)] if off else [])]


def _say_dropped(mode: Mode, graph: StreetGraph, kept: StreetGraph, parts: int) -> Problem:
    return Problem(
        0,
        f"streets: {mode.value}",
        tr(
            "no origin and no asset lies on {parts:,} of the separate parts, with {nodes:,} junctions",
            parts=parts,
            nodes=graph.nodes - kept.nodes,
        ),
        tr("streets that lead somewhere"),
        tr("They are not counted. A new origin or asset there brings them back."),
    )


def _off_metres() -> float:
    """Return how far from every street an area's point must be to get no travel time."""
    return BARRIER_BY_NAME[OFF_STREETS].threshold or 0.0


def _say_off(kind: str, off: Sequence[str]) -> Problem:
    if kind == OriginKind.CELL:
        points = tr_count("{number} group of postcodes", "{number} groups of postcodes", len(off))
    else:
        points = tr_count("{number} area", "{number} areas", len(off))
    return Problem(
        0,
        "streets",
        tr(
            "the starting points of {points} are over {metres:.0f} m from any street",
            points=points,
            metres=_off_metres(),
        ),
        tr("streets for the whole place"),
        tr("They are named under areas_off_streets and get no travel time. Add streets that cover them."),
    )


def is_synchronised(folder: Path) -> bool:
    """Tell whether a folder lies in one that a program copies to other computers."""
    return bool(_synchronised_parts(folder))


def _synchronised_parts(folder: Path) -> list[str]:
    return [part for part in folder.resolve().parts if plain_form(part).startswith(SYNCHRONISED_FOLDERS)]


def _say_synchronised(folder: Path) -> list[Problem]:
    found = _synchronised_parts(folder)
    if not found:
        return []
    return [
        Problem(
            0,
            "home folder",
            tr("the place lies in '{first}', which may be copied to other computers", first=found[0]),
            tr("a folder on this computer alone"),
            tr("Records about people would be copied too. Choose another folder with ASSETMAP_HOME."),
        )
    ]
