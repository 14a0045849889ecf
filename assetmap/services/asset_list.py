"""List assets as records that may be shown: no private fact is in them, in either view."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import mark, tr
from assetmap.model.asset import Asset, Status, Visibility, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.place import PlaceSummary
from assetmap.model.release import PublicFacts
from assetmap.model.text import plain_form, read_lat_lon, tidy_postcode
from assetmap.services import asset_kinds, workspace
from assetmap.services.asset_merge import by_area_only
from assetmap.services.workspace import Place

WORKING, PUBLIC = "working", "public"
WORKING_NOTE = mark(
    "PRIVATE: this is the working list. Not all of it was agreed to be shown. Use --view public to share."
)
RECORD_FACTS = (
    "name", "name_cy", "name_gd", "detail", "address", "postcode", "phone", "email", "website", "opening_hours",
    "description", "who_for", "checked_on",
)  # fmt: skip
_EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True, kw_only=True)
class AssetQuery:
    """Which assets.

    Attributes
    ----------
    kind
        A kind's key or words; empty means all.
    near
        A postcode, or LAT,LON; rows then have ``distance_km`` in a straight line and the nearest come first.
    limit_km
        With ``near``, km: leave out what is further, and what has no point.
    view
        "working" has all; "public" only what is open and was agreed to be public.
    """

    kind: str = ""
    near: str = ""
    limit_km: float | None = None
    view: str = WORKING


def find_assets(place: Place, query: AssetQuery) -> list[Asset]:
    """Return the assets of a query in a stable order: by distance where one is asked for, then name, then id."""
    return [asset for asset, _ in _found(place, query)]


def list_assets(place: Place, query: AssetQuery) -> PublicFacts[list[dict[str, Any]]]:
    """Return the records of a query.

    Raises
    ------
    OptionError
        The kind, the view or the point is not one we know, or the limit is without a point or no length.
    NotFoundError
        The postcode is not in the place's lists.
    """
    found = _found(place, query)
    records = [asset_record(asset) for asset, _ in found]
    if query.near:
        for record, (_, distance) in zip(records, found, strict=True):
            record["distance_km"] = None if math.isinf(distance) else round(distance, 2)
    return PublicFacts(records, _notes(query, [asset for asset, _ in found]))


def _found(place: Place, query: AssetQuery) -> list[tuple[Asset, float]]:
    if query.view not in {WORKING, PUBLIC}:
        raise OptionError(tr("--view {view}: we do not know it. Expected working or public.", view=query.view))
    _check_limit(query)
    kind = asset_kinds.check_kind(query.kind) if query.kind else ""
    centre = find_point(place, query.near) if query.near else None
    with closing(workspace.open_register(place)) as store:
        assets = [asset for asset in store.assets() if kind in {"", asset.kind}]
    if query.view == PUBLIC:
        assets = [asset for asset in assets if is_public(asset)]
    pairs = [(asset, distance_km(asset, centre) if centre else 0.0) for asset in assets]
    if centre is not None and query.limit_km is not None:
        pairs = [(asset, distance) for asset, distance in pairs if distance <= query.limit_km]
    return sorted(pairs, key=lambda pair: (pair[1], plain_form(pair[0].text("name")), pair[0].id))


def _check_limit(query: AssetQuery) -> None:
    if query.limit_km is None:
        return
    if not (math.isfinite(query.limit_km) and query.limit_km > 0):
        raise OptionError(
            tr(
                "--within-km {limit_km:g}: this is no distance. Expected a number of km above 0. Correct it.",
                limit_km=query.limit_km,
            )
        )
    if not query.near:
        raise OptionError(
            tr(
                "--within-km {limit_km:g}: it does not say from where. Expected --near too. Add a postcode, "
                "or LAT,LON.",
                limit_km=query.limit_km,
            )
        )


def is_public(asset: Asset | AssetLine) -> bool:
    """Tell whether anybody may see an asset: it is open, not private, and somebody agreed on a day."""
    agreed = asset.agreement is not None and bool(asset.agreement.agreed_by and asset.agreement.agreed_on)
    shown = asset.visibility == Visibility.PUBLIC and asset.status == Status.OPEN
    return agreed and shown and asset.where != Where.PRIVATE


def count_kinds(place: Place, view: str) -> dict[str, int]:
    """Return how many assets of each kind may be seen in a view; kinds without any are left out."""
    with closing(workspace.open_register(place)) as store:
        return dict(Counter(line.kind for line in store.asset_lines() if view != PUBLIC or is_public(line)))


def show_place_as(place: Place, view: str) -> PlaceSummary:
    """Return what a place holds as a view may show it: in public those assets alone that agreed, and no faults."""
    summary = workspace.show_place(place)
    return replace(summary, assets=count_kinds(place, view), problems=[]) if view == PUBLIC else summary


def find_point(place: Place, text: str) -> tuple[float, float]:
    """Return latitude and longitude of a postcode of the place, or of a 'LAT,LON' text."""
    point = read_lat_lon(text)
    if point is not None:
        lat, lon = point
        if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 - the world's edges
            raise OptionError(tr("--near {text}: this point is not on Earth. Expected LAT,LON in degrees.", text=text))
        return lat, lon
    postcode = tidy_postcode(text)
    if postcode is None:
        raise OptionError(
            tr("--near {text}: this is neither. Expected a whole postcode, or LAT,LON such as 51.58,-2.99.", text=text)
        )
    found = workspace.find_postcode(place, postcode)
    if found is None:
        raise NotFoundError(
            tr(
                "--near {postcode}: this postcode is not in the lists of {place}. Expected one of them, or "
                "LAT,LON. Add its list with `assetmap place add`.",
                postcode=postcode,
                place=place.name,
            )
        )
    return found[1], found[0]


def distance_km(asset: Asset | AssetLine, centre: tuple[float, float]) -> float:
    """Return the straight-line distance in km from a (lat, lon) centre; infinite for an asset without a point."""
    if asset.lat is None or asset.lon is None:
        return math.inf
    lat1, lat2 = math.radians(centre[0]), math.radians(asset.lat)
    half_lat = math.sin((lat2 - lat1) / 2) ** 2
    half_lon = math.sin(math.radians(asset.lon - centre[1]) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(half_lat + math.cos(lat1) * math.cos(lat2) * half_lon))


def asset_record(asset: Asset) -> dict[str, Any]:
    """Return what may be listed of an asset; every key is always there, empty where nothing is recorded."""
    pin = not by_area_only(asset.kind, asset.where)
    record: dict[str, Any] = {"id": asset.id, "kind": asset.kind}
    record |= {name: asset.text(name) for name in RECORD_FACTS}
    if not pin:
        record |= {"address": "", "postcode": ""}
    return record | {
        "lat": asset.lat if pin else None,
        "lon": asset.lon if pin else None,
        "area_id": asset.area_id,
        "located_by": str(asset.located_by),
        "source": asset.source,
        "access": {name: str(fact.answer) for name, fact in sorted(asset.access.items())},
        "access_details": {name: _access_details(asset, name) for name in sorted(asset.access)},
        "visibility": str(asset.visibility),
        "agreed": "" if asset.agreement is None else asset.agreement.agreed_on,
        "where": str(asset.where),
        "status": str(asset.status),
    }


def _access_details(asset: Asset, name: str) -> dict[str, str]:
    fact = asset.access[name]
    told = {"detail": fact.detail, "out_since": fact.out_since, "out_until": fact.out_until}
    return {"source": fact.source, "as_at": fact.as_at} | {key: text for key, text in told.items() if text}


def _notes(query: AssetQuery, assets: Sequence[Asset]) -> tuple[str, ...]:
    without = sum(asset.lat is None for asset in assets)
    said = [tr(WORKING_NOTE)] if query.view == WORKING else []
    if without:
        said.append(
            tr(
                "{number} of {total} assets are listed without a point on the map.",
                number=without,
                total=len(assets),
            )
        )
    return tuple(said)
