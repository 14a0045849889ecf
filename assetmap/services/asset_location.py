"""Put drafts where they are: by coordinates, else by postcode, else listed without a location."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assetmap.messages import tr
from assetmap.model.asset import LocatedBy, Visibility, Where
from assetmap.model.asset_fields import FAR_OUTSIDE_KM
from assetmap.model.text import shape_of
from assetmap.services import workspace
from assetmap.services.asset_draft import Draft
from assetmap.services.asset_merge import by_area_only
from assetmap.services.workspace import Place

Bounds = tuple[float, float, float, float]
_KM_PER_DEGREE = 111.2  # of latitude, mean Earth radius 6,371 km


def locate_drafts(place: Place, drafts: Sequence[Draft]) -> None:
    """Give each draft its point, its area and how it was found; private ones and people's offers keep the area only."""
    _check_distance(place, [draft for draft in drafts if draft.lat is not None])
    _by_coordinates(place, [draft for draft in drafts if draft.lat is not None])
    _by_postcode(place, [draft for draft in drafts if draft.lat is None])
    for draft in drafts:
        draft.remember_given()
        if by_area_only(draft.kind, draft.where):
            _keep_area_only(draft)


def _check_distance(place: Place, drafts: Sequence[Draft]) -> None:
    bounds = bounds_of(place) if drafts else None
    for draft in drafts if bounds is not None else ():
        if _km_outside(bounds or (0, 0, 0, 0), draft.lon or 0.0, draft.lat or 0.0) > FAR_OUTSIDE_KM:
            written = f"{draft.lat}, {draft.lon}"
            fix = tr("Correct the point if it is wrong; the row goes in without a location.")
            draft.question(
                "latitude",
                written,
                tr("a point within {far_outside_km} km of {place}", far_outside_km=FAR_OUTSIDE_KM, place=place.name),
                fix,
            )
            draft.private["note: coordinates"] = written
            draft.lat = draft.lon = None


def bounds_of(place: Place) -> Bounds | None:
    """Return west, south, east, north of a place's areas, else of its postcodes, else of its streets' assets."""
    areas = workspace.areas(place)
    if len(areas):
        west, south, east, north = (float(edge) for edge in areas.total_bounds)
        return west, south, east, north
    points = workspace.postcodes(place)
    if len(points) and points["lon"].notna().any():
        lon, lat = points["lon"].to_numpy(), points["lat"].to_numpy()
    else:
        features = workspace.osm_features(place)
        lon, lat = np.array([one.lon for one in features]), np.array([one.lat for one in features])
    if not len(lon):
        return None
    return float(np.nanmin(lon)), float(np.nanmin(lat)), float(np.nanmax(lon)), float(np.nanmax(lat))


def km_outside(place: Place, lon: float, lat: float) -> float:
    """Return how many km a point lies outside a place's bounds; 0 inside, and where a place has none."""
    bounds = bounds_of(place)
    return 0.0 if bounds is None else _km_outside(bounds, lon, lat)


def _km_outside(bounds: Bounds, lon: float, lat: float) -> float:
    west, south, east, north = bounds
    across = max(west - lon, lon - east, 0.0) * np.cos(np.radians(lat))
    return float(np.hypot(across, max(south - lat, lat - north, 0.0)) * _KM_PER_DEGREE)


def _by_coordinates(place: Place, drafts: Sequence[Draft]) -> None:
    located = [draft for draft in drafts if draft.lat is not None]
    if not located:
        return
    lon = np.array([draft.lon for draft in located], dtype=float)
    lat = np.array([draft.lat for draft in located], dtype=float)
    for draft, area_id in zip(located, workspace.locate(place, lon, lat), strict=True):
        draft.area_id = str(area_id)
        draft.located_by = LocatedBy.COORDINATES


def _by_postcode(place: Place, drafts: Sequence[Draft]) -> None:
    wanted = {draft.postcode for draft in drafts if draft.postcode}
    if not wanted:
        return
    table = workspace.postcodes(place)
    found = table[table["postcode"].isin(wanted) & table["lon"].notna()]
    rows = zip(found["postcode"], found["lon"], found["lat"], found["area_id"], strict=True)
    points = {postcode: (float(lon), float(lat), str(area_id)) for postcode, lon, lat, area_id in rows}
    known = set(table["postcode"])
    for draft in drafts:
        if draft.postcode in points:
            draft.lon, draft.lat, draft.area_id = points[draft.postcode]
            draft.located_by = LocatedBy.POSTCODE
        elif draft.postcode and known and draft.postcode not in known:
            _question_postcode(place, draft, known)


def _question_postcode(place: Place, draft: Draft, known: set[str]) -> None:
    """Tell of a postcode that the place's lists do not have; a letter O for a nought is the commonest slip."""
    meant = next((one for one in _with_noughts(draft.postcode) if one in known), "")
    expected = (
        tr("a postcode such as {postcode}, with a nought", postcode=meant)
        if meant
        else tr("a postcode in the lists of {place}", place=place.name)
    )
    hidden = by_area_only(draft.kind, draft.where)
    fix = tr("Correct it if it is wrong. Until then the row has no location.")
    draft.question("postcode", shape_of(draft.postcode) if hidden else draft.postcode, expected, fix)


def _with_noughts(postcode: str) -> list[str]:
    """Return a postcode with a nought for each letter O that may be one, one or all of them at a time."""
    places = [at for at, letter in enumerate(postcode) if letter == "O"]
    once = [f"{postcode[:at]}0{postcode[at + 1 :]}" for at in places]
    return [*once, postcode.replace("O", "0")]


def _keep_area_only(draft: Draft) -> None:
    """Drop the point: a person is never a pin. The address and postcode tell rows apart and are not kept either."""
    draft.area_only = True
    draft.lat = draft.lon = None
    draft.located_by = LocatedBy.AREA if draft.area_id else LocatedBy.NOTHING
    for note in ("note: coordinates", "note: postcode", "note: where", "note: address"):
        draft.private.pop(note, None)
    if draft.where == Where.PRIVATE and draft.visibility == Visibility.PUBLIC:
        draft.visibility = ""
        draft.question(
            "visibility", "public", tr("only us or partners"), tr("Nothing to do: private places stay with us.")
        )
