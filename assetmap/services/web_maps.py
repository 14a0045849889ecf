"""A map in the app: what is asked of it, its page, the facts that the page fetches, and the still picture."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from assetmap.adapters import basemap as tiles
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.asset import ASSET_KINDS, Status
from assetmap.model.asset_line import AssetLine
from assetmap.model.journey import Mode
from assetmap.model.release import PublicFacts
from assetmap.model.representation import LEFT_OUT
from assetmap.model.street import SETTLEMENT_KINDS
from assetmap.model.text import plain_form
from assetmap.model.traveller import DEFAULT_PROFILE
from assetmap.render.maps import Drawing
from assetmap.render.web_map import (
    Link,
    PageParts,
    RoadTiles,
    WebMap,
    draw_web_map_page,
    draw_web_still,
    make_web_drawing,
    write_web_facts,
)
from assetmap.services import basemap, web_program, workspace
from assetmap.services.asset_list import PUBLIC, WORKING, is_public
from assetmap.services.map_shapes import outlines
from assetmap.services.maps import MapRequest, ground_contents, map_contents
from assetmap.services.venues import VENUE
from assetmap.services.workspace import Place

ASSETS, MISSING, TRAVEL, VENUES, PATCHES = LAYERS = ("assets", "missing", "travel", "venues", "patches")
ROADS_AT = "/basemap/"
QUICK = 1
"""How hard facts are packed: they go to the same computer, so speed counts, not size."""


@dataclass(frozen=True, kw_only=True)
class MapSpec:
    """What one map shows.

    Attributes
    ----------
    place, generation
        The place's slug and the generation of its parts.
    layer
        One of ``assets``, ``missing``, ``travel``, ``venues``, ``patches``.
    asset_ids
        For ``assets`` and ``venues``: these and no others, in the list's order; None for all in use.
    venue, mode, profile
        For ``travel``: an asset's id, LAT,LON or a postcode; one way of travelling; the kind of traveller.
    view
        ``working`` or ``public``, for assets; figures about people are those of the share view in both.
    release
        For ``missing``: the id of a release; empty takes the latest.
    patch_of
        For ``patches``: area code and patch name of each area, as they are proposed.
    """

    place: str
    generation: int
    layer: str = ASSETS
    asset_ids: tuple[str, ...] | None = None
    venue: str = ""
    mode: str = Mode.WALK.value
    profile: str = DEFAULT_PROFILE
    view: str = WORKING
    release: str = ""
    patch_of: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DrawnMap:
    """A map's page, its facts as gzipped JSON, and whether the map moves: else its program was not to be had."""

    page: str
    facts: bytes
    moves: bool


def map_spec(place: Place, *, layer: str = ASSETS, view: str = WORKING) -> MapSpec:
    """Make the plainest spec for a place as it is now; change it with ``dataclasses.replace``."""
    return MapSpec(place=place.slug, generation=place.generation, layer=layer, view=view)


def of_release(spec: MapSpec, release: str) -> MapSpec:
    """Return the same map of the figures of one release, named by its id."""
    return replace(spec, release=release)


def of_proposal(spec: MapSpec, patch_of: Mapping[str, str]) -> MapSpec:
    """Return a map of patches that are proposed, from the patch of each area by code."""
    inside = {area: patch for area, patch in patch_of.items() if patch != LEFT_OUT}
    return replace(spec, layer=PATCHES, patch_of=tuple(sorted(inside.items())))


def as_public(spec: MapSpec) -> MapSpec:
    """Return the same map as it may be shown to others."""
    return replace(spec, view=PUBLIC)


def counts_people(spec: MapSpec) -> bool:
    """Tell whether a map says anything of people, so that nothing of it may be held in a shared cache.

    Patches that are proposed are made for a number of people.
    """
    return spec.layer in {MISSING, PATCHES}


def draw_web_map(place: Place, spec: MapSpec, *, address: str, now: dt.datetime) -> DrawnMap:
    """Draw a map's page and write its facts.

    Parameters
    ----------
    place, spec
        The place and what is asked.
    address
        Where the page is served; its facts and its still picture are below it.
    now
        The moment, for the day that figures carry.

    Raises
    ------
    OptionError, NotYetError
        The spec has a value we do not know, or asks in public for a venue that has not agreed.
    NotFoundError
        The venue is not there, or the place has no streets to travel on.
    """
    web, drawing = _drawn(place, spec, now=now)
    with_tiles = basemap.has_roads(place)
    parts = _parts(place, address, with_tiles=with_tiles)
    facts = write_web_facts(web, drawing, lines_of_roads=not with_tiles)
    packed = gzip.compress(facts.encode("utf-8"), compresslevel=QUICK, mtime=0)
    return DrawnMap(draw_web_map_page(web, drawing, parts), packed, moves=bool(parts.scripts))


def still_picture(place: Place, spec: MapSpec, *, now: dt.datetime) -> str:
    """Draw the same map as a still picture, one SVG file."""
    return draw_web_still(*_drawn(place, spec, now=now))


def _parts(place: Place, address: str, *, with_tiles: bool) -> PageParts:
    program = web_program.find_program(place.settings)
    links = [Link(f"{web_program.SERVED_AT}{file.name}", file.integrity) for file in program.files]
    roads = RoadTiles(
        url=f"{ROADS_AT}{place.slug}/{place.generation}.pmtiles",
        layer=tiles.LAYER,
        rank=tiles.RANK,
        zoom=tiles.MOST_ZOOM,
    )
    return PageParts(
        slug=place.slug,
        address=address,
        scripts=tuple(link for link in links if link.url.endswith(".js")),
        styles=tuple(link for link in links if link.url.endswith(".css")),
        roads=roads if with_tiles else None,
        why_no_program=program.why,
    )


def _drawn(place: Place, spec: MapSpec, *, now: dt.datetime) -> tuple[WebMap, Drawing]:
    web = _web_map(place, spec, now=now)
    return web, make_web_drawing(web)


def _names(place: Place) -> tuple[tuple[float, float, int, str], ...]:
    """Return the settlements, the larger kinds first."""
    table = workspace.settlements(place)
    ranks = {kind: number for number, kind in enumerate(SETTLEMENT_KINDS)}
    rows = zip(table["lon"].tolist(), table["lat"].tolist(), table["kind"].map(ranks), table["name"], strict=True)
    return tuple(sorted(((lon, lat, int(rank), str(name)) for lon, lat, rank, name in rows), key=lambda row: row[2]))


def _web_map(place: Place, spec: MapSpec, *, now: dt.datetime) -> WebMap:
    if spec.layer not in LAYERS or spec.view not in {WORKING, PUBLIC}:
        raise OptionError(
            tr("This map was asked for in a way we do not know: {layer}, {view}.", layer=spec.layer, view=spec.view)
        )
    if spec.layer in {ASSETS, VENUES}:
        pins = PublicFacts(_lines(place, spec))
        numbered = spec.layer == VENUES and spec.asset_ids is not None
        return WebMap(contents=ground_contents(place, now=now), pins=pins, numbered=numbered, names=_names(place))
    if spec.layer == PATCHES:
        return _patches(place, spec, now=now)
    request = MapRequest(
        layers=(spec.layer,),
        view=spec.view,
        venue=spec.venue,
        mode=spec.mode,
        profile=spec.profile,
        release=spec.release,
    )
    return WebMap(contents=map_contents(place, request, now=now), names=_names(place))


def _patches(place: Place, spec: MapSpec, *, now: dt.datetime) -> WebMap:
    ground, patch_of = ground_contents(place, now=now), dict(spec.patch_of)
    names = dict(zip(ground.areas["area_id"].astype(str), ground.areas["name"].astype(str), strict=True))
    inside: dict[str, list[str]] = {}
    for area, patch in patch_of.items():
        inside.setdefault(patch, []).append(names.get(area, area))
    rows = [{"patch": patch, "areas": areas} for patch, areas in sorted(inside.items())]
    shapes = outlines(place, ground.areas, unit_of=patch_of)
    return WebMap(contents=replace(ground, outlines=shapes), patches=PublicFacts(rows), names=_names(place))


def _lines(place: Place, spec: MapSpec) -> list[AssetLine]:
    """Return the assets of a spec in short: in the list's order, or all in use by kind and name."""
    with closing(workspace.open_register(place)) as store:
        every = store.asset_lines()
    shown = [line for line in every if _is_shown(line, spec)]
    if spec.asset_ids is not None:
        place_in_list = {asset_id: number for number, asset_id in enumerate(spec.asset_ids)}
        chosen = [line for line in shown if line.id in place_in_list]
        return sorted(chosen, key=lambda line: place_in_list[line.id])
    order = {kind.name: number for number, kind in enumerate(ASSET_KINDS)}
    return sorted(shown, key=lambda line: (order[line.kind], not line.name, plain_form(line.name), line.id))


def _is_shown(line: AssetLine, spec: MapSpec) -> bool:
    if spec.layer == VENUES and line.kind != VENUE:
        return False
    if spec.view == PUBLIC:
        return is_public(line)
    return spec.asset_ids is not None or line.status == Status.OPEN
