"""Where a point is, in words: "in Llanfair, 3 miles north-east of Dolgellau"."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians

import numpy as np

from assetmap.messages import mark, tr, tr_count
from assetmap.model.asset import Asset, LocatedBy, Where
from assetmap.model.text import harmless
from assetmap.services import workspace
from assetmap.services.asset_merge import by_area_only
from assetmap.services.landmarks import area_names
from assetmap.services.workspace import Place

_METRES_PER_MILE = 1609.344
_METRES_PER_DEGREE = 111_195.0  # of latitude, mean Earth radius 6,371 km
_IN_METRES = 1_000
"""A settlement's own point this near: the asset is in it."""
_FAR_METRES = 40_000
_TOWNS = ("city", "town")
_DIRECTIONS = (
    mark("north"), mark("north-east"), mark("east"), mark("south-east"),
    mark("south"), mark("south-west"), mark("west"), mark("north-west"),
)  # fmt: skip
_LOCATED_WORDS = {
    str(LocatedBy.COORDINATES): mark("from its coordinates"),
    str(LocatedBy.POSTCODE): mark("from its postcode"),
    str(LocatedBy.AREA): mark("none: by area only"),
    str(LocatedBy.NOTHING): mark("none yet: nobody has recorded where it is"),
}
_NOT_A_PLACE = {
    str(Where.MOVES_AROUND): mark("It moves around."),
    str(Where.COMES_TO_YOU): mark("It comes to you."),
    str(Where.ONLINE): mark("It is online."),
    str(Where.PHONE): mark("It is by phone."),
}


@dataclass(frozen=True)
class _Near:
    name: str
    is_town: bool
    metres: float
    direction: str


def describe_place(place: Place, asset: Asset) -> str:
    """Return one sentence that says where an asset is, or how it is met; never nearer than its area where it has none.

    Examples are "In Llanfair, 3 miles north-east of Dolgellau.", "Somewhere in Square.", "It is online."
    """
    if str(asset.where) in _NOT_A_PLACE and asset.lat is None:
        return tr(_NOT_A_PLACE[str(asset.where)])
    area = harmless(area_names(place).get(asset.area_id, ""))
    if by_area_only(asset.kind, asset.where) or asset.lat is None or asset.lon is None:
        return tr("Somewhere in {area}.", area=area) if area else tr("Nobody has recorded where this is yet.")
    near = _settlements_by_distance(place, asset.lat, asset.lon)
    own = next((one for one in near if one.metres <= _IN_METRES), None)
    here = harmless(own.name) if own else area
    town = next((one for one in near if one.is_town and one is not own), None)
    further = _away(town) if town and not (own and own.is_town) else ""
    if not here:
        nearest = near[0] if near else None
        return _sentence(_away(nearest)) if nearest else tr("It has a pin on the map.")
    return tr("In {here}, {further}.", here=here, further=further) if further else tr("In {here}.", here=here)


def located_words(asset: Asset) -> str:
    """Return how its point was found, in words; empty where it has none."""
    placed = asset.text("placed")
    if asset.located_by == LocatedBy.BY_HAND:
        return tr("{placed} (by hand)", placed=harmless(placed)) if placed else tr("by hand")
    return tr(_LOCATED_WORDS.get(str(asset.located_by), str(asset.located_by)))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _away(near: _Near) -> str:
    miles = near.metres / _METRES_PER_MILE
    whole = round(miles)
    if whole < 1:
        return tr("less than a mile {direction} of {name}", direction=tr(near.direction), name=harmless(near.name))
    return tr_count(
        "{number} mile {direction} of {name}",
        "{number} miles {direction} of {name}",
        whole,
        direction=tr(near.direction),
        name=harmless(near.name),
    )


def _settlements_by_distance(place: Place, lat: float, lon: float) -> list[_Near]:
    """Return named settlements within reach, nearest first."""
    table = workspace.settlements(place)
    if table.empty:
        return []
    up = (lat - table["lat"].to_numpy()) * _METRES_PER_DEGREE
    across = (lon - table["lon"].to_numpy()) * _METRES_PER_DEGREE * cos(radians(lat))
    found = [
        _Near(str(name), str(kind) in _TOWNS, hypot(east, north), direction_of(east, north))
        for name, kind, east, north in zip(table["name"], table["kind"], across, up, strict=True)
    ]
    return sorted((one for one in found if one.metres <= _FAR_METRES), key=lambda one: (one.metres, one.name))


def direction_of(east: float, north: float) -> str:
    """Return the direction that leads so many metres east and north, such as "north-east"; not yet looked up."""
    turn = degrees(atan2(east, north)) % 360
    return _DIRECTIONS[int(np.floor(turn / 45 + 0.5)) % len(_DIRECTIONS)]
