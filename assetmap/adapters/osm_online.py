"""The door to OpenStreetMap over the internet: a place by its name, through osmnx, into the arrays of the extracts.

osmnx asks Nominatim for the boundary and Overpass for what lies within, and keeps each answer as a file. We read these
answers as they are, so that one set of street rules serves both doors.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import geopandas as gpd
import osmnx
import pandas as pd
import shapely

from assetmap.adapters.osm_arrays import (
    OSM_DEGREE,
    SETTLEMENT_RULES,
    Coordinate,
    LineCollector,
    OsmFeature,
    TagRule,
    matches_any,
    point_in_rings,
    point_in_way,
    settlement_table,
)
from assetmap.errors import InputError, NotFoundError, OutsideError
from assetmap.messages import mark, tr
from assetmap.model import street

INSTEAD = mark("or give files with --streets and --areas")
FOLDER_NAME_LETTERS = 16


@dataclass(frozen=True, eq=False)
class OnlinePlace:
    """A place as OpenStreetMap has it: boundary (one row, WGS84), streets, features and settlements."""

    boundary: gpd.GeoDataFrame
    streets: street.StreetLines
    features: list[OsmFeature]
    settlements: pd.DataFrame


def fetch_place(
    query: str,
    rules: Sequence[TagRule],
    *,
    cache_folder: Path,
    nominatim_url: str = "",
    overpass_url: str = "",
    timeout_seconds: float = 60,
) -> OnlinePlace:
    """Fetch a place by its name.

    Parameters
    ----------
    query
        As one would type it: "Machynlleth, Powys".
    rules
        Which features to fetch, as for ``osm.read_features``.
    cache_folder
        Where the answers are kept; asked again, the same place is read from there.
    nominatim_url, overpass_url
        Where to ask; empty means OpenStreetMap's own. A query service named here is asked without pauses.
    timeout_seconds
        How long to wait for each answer.

    Raises
    ------
    NotFoundError
        No place of this name has a boundary.
    OutsideError
        OpenStreetMap could not be reached, or did not answer in full.
    InputError
        The place holds no streets.
    """
    folder = cache_folder / sha256(query.casefold().encode()).hexdigest()[:FOLDER_NAME_LETTERS]
    with _osmnx_settings(nominatim_url, overpass_url, timeout_seconds):
        boundary = _fetch_boundary(query, folder / "boundary")
        shape = boundary.geometry.iloc[0].buffer(0)
        ways = f'["{street.HIGHWAY_KEY}"~"^({"|".join(kind.name for kind in street.HIGHWAY_KINDS)})$"]'
        streets = _gather_streets(
            _fetch(folder / "streets", lambda: osmnx.graph_from_polygon(shape, custom_filter=ways))
        )
        tags = _merge_tags((*rules, *SETTLEMENT_RULES))
        elements = _fetch(folder / "features", lambda: osmnx.features_from_polygon(shape, tags))
    if not len(streets.way_osm_id):
        raise InputError(
            tr(
                "'{query}': OpenStreetMap holds no streets there. Expected a place with roads or paths. Check "
                "the name, {instead}.",
                query=query,
                instead=tr(INSTEAD),
            )
        )
    features = _gather_features(elements, (*rules, *SETTLEMENT_RULES))
    return OnlinePlace(
        boundary=boundary,
        streets=streets,
        features=[row for row in features if matches_any(row.tags, rules) and _lies_in(shape, row)],
        settlements=settlement_table(row for row in features if matches_any(row.tags, SETTLEMENT_RULES)),
    )


@contextmanager
def _osmnx_settings(nominatim_url: str, overpass_url: str, timeout_seconds: float) -> Iterator[None]:
    """Lend osmnx our settings; afterwards its own are as before, and so is Python's look-up of addresses."""
    settings = osmnx.settings
    before = {name: value for name, value in vars(settings).items() if not name.startswith("__")}
    look_up = socket.getaddrinfo
    settings.requests_timeout = timeout_seconds
    settings.use_cache = True
    # Where a name cannot be resolved, osmnx would ask a third party for it.
    settings.doh_url_template = None
    settings.log_console = settings.log_file = False
    # One question a place: of several answers one could be missing and nobody would see it.
    settings.max_query_area_size = float("inf")
    settings.nominatim_url = nominatim_url or settings.nominatim_url
    settings.overpass_url = overpass_url or settings.overpass_url
    settings.overpass_rate_limit = not overpass_url
    try:
        yield
    finally:
        vars(settings).update(before)
        socket.getaddrinfo = look_up


def _fetch_boundary(query: str, folder: Path) -> gpd.GeoDataFrame:
    osmnx.settings.cache_folder = folder
    osmnx.settings.cache_only_mode = False
    try:
        return osmnx.geocode_to_gdf(query)
    except OSError as error:
        raise _unreachable() from error
    except (ValueError, TypeError, KeyError) as error:
        # A whole answer is kept in the folder even if it names no place; a broken one is not.
        if not any(folder.glob("*.json")):
            raise _unanswered(tr("the place-name search"), tr("the boundary of the place")) from error
        raise NotFoundError(
            tr(
                "'{query}': OpenStreetMap has no place of this name with a boundary. Expected a town, "
                "community or county. Write it with its county, {instead}.",
                query=query,
                instead=tr(INSTEAD),
            )
        ) from error


def _fetch(folder: Path, ask: Callable[[], object]) -> list[dict[str, Any]]:
    """Let osmnx ask Overpass and keep the answers; return their elements, each once."""
    osmnx.settings.cache_folder = folder
    osmnx.settings.cache_only_mode = True
    try:
        ask()
    except InterruptedError:
        # With cache_only_mode osmnx stops here on purpose: every answer is in the folder.
        pass
    except OSError as error:
        raise _unreachable() from error
    except ValueError as error:
        raise _unanswered(tr("the query service"), tr("all streets and places")) from error
    answers = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    if not answers:
        raise _unanswered(tr("the query service"), tr("all streets and places"))
    elements = {(row["type"], row["id"]): row for answer in answers for row in answer.get("elements", [])}
    return list(elements.values())


def _unreachable() -> OutsideError:
    return OutsideError(
        tr(
            "OpenStreetMap could not be reached. Expected an answer over the internet. Check the internet "
            "connection and try again, {instead}.",
            instead=tr(INSTEAD),
        )
    )


def _unanswered(service: str, expected: str) -> OutsideError:
    return OutsideError(
        tr(
            "OpenStreetMap: {service} did not answer in full. Expected {expected}. Try again later, choose a "
            "smaller place, {instead}.",
            service=service,
            expected=expected,
            instead=tr(INSTEAD),
        )
    )


def _lies_in(shape: shapely.Geometry, row: OsmFeature) -> bool:
    """Tell whether a feature is within the boundary: osmnx asks for all that lies around a place of several pieces."""
    return bool(shapely.intersects_xy(shape, row.lon, row.lat))


def _merge_tags(rules: Sequence[TagRule]) -> dict[str, bool | str | list[str]]:
    """Return one key of each rule with its values: all that match a rule are among the answers."""
    wanted: dict[str, set[str]] = {}
    for rule in rules:
        key, values = next(iter(rule.tags.items()))
        # An empty set means any value, and stays so.
        if not values or wanted.get(key) == set():
            wanted[key] = set()
        else:
            wanted.setdefault(key, set()).update(values)
    return {key: sorted(values) if values else True for key, values in wanted.items()}


def _gather_streets(elements: list[dict[str, Any]]) -> street.StreetLines:
    lines = LineCollector()
    points: dict[int, tuple[int, int, int]] = {}
    for row in elements:
        if row["type"] == "node":
            points[row["id"]] = (row["id"], round(row["lon"] * OSM_DEGREE), round(row["lat"] * OSM_DEGREE))
            if not row.get("tags", {}).keys().isdisjoint(street.BARRIER_KEYS):
                lines.add_barrier(row["id"], row["tags"])
    for row in sorted((row for row in elements if row["type"] == "way"), key=lambda row: int(row["id"])):
        facts = lines.judge(row.get("tags", {}))
        if facts is not None:
            lines.add_way(row["id"], facts, [points.get(node) for node in row.get("nodes", [])])
    return lines.finish()


def _gather_features(elements: list[dict[str, Any]], rules: Sequence[TagRule]) -> list[OsmFeature]:
    places: dict[int, Coordinate] = {row["id"]: (row["lon"], row["lat"]) for row in elements if row["type"] == "node"}
    ways: dict[int, list[Coordinate]] = {
        row["id"]: [places[node] for node in row.get("nodes", []) if node in places]
        for row in elements
        if row["type"] == "way"
    }
    found = []
    for row in sorted(elements, key=lambda row: (row["type"] != "node", row["type"] != "way", row["id"])):
        tags = row.get("tags", {})
        point = _find_point(row, places, ways) if matches_any(tags, rules) else None
        if point is not None:
            found.append(OsmFeature(row["type"], row["id"], *point, tags))
    return found


def _find_point(
    row: dict[str, Any], places: dict[int, Coordinate], ways: dict[int, list[Coordinate]]
) -> Coordinate | None:
    if row["type"] == "node":
        return places[row["id"]]
    if row["type"] == "way":
        return point_in_way(ways[row["id"]])
    key, values = street.AREA_RELATIONS
    if row["tags"].get(key) not in values:
        return None
    outer = [
        member["ref"] for member in row.get("members", []) if member["type"] == "way" and member["role"] != "inner"
    ]
    return point_in_rings(ways[way] for way in outer if way in ways)
