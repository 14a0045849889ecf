"""A place on a map: what it has, who has not been reached yet, who can get to a venue, as one HTML file."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from assetmap.adapters.place_folder import read_place_file
from assetmap.adapters.web_assets import LEAFLET, LEAFLET_CSS, LEAFLET_JS, read_web_files
from assetmap.errors import OptionError, OutsideError
from assetmap.messages import mark, say_day, tr
from assetmap.model.asset import ASSET_KINDS, Asset, Status
from assetmap.model.journey import STREET_MODES, Mode
from assetmap.model.place import MADE_UP
from assetmap.model.release import PublicFacts, ShareView
from assetmap.model.representation import SHARE_VIEW
from assetmap.model.traveller import DEFAULT_PROFILE
from assetmap.render import words
from assetmap.render.folium_map import usual_address
from assetmap.render.layers import has_pin
from assetmap.render.maps import MapContents, MapProgram, TravelFacts, draw_map_page
from assetmap.services import missing_files, releases, representation, street_ways, workspace
from assetmap.services import travel as travel_service
from assetmap.services.asset_list import PUBLIC, WORKING, AssetQuery, find_assets, is_public
from assetmap.services.map_shapes import outlines, roads_by_importance
from assetmap.services.workspace import Place

LAYERS = ("assets", "missing", "travel")
VIEWS = (WORKING, PUBLIC)
PAGE_SUFFIXES = (".html", ".htm")
NO_NAME = mark("a venue with no name recorded")
CACHE_FOLDER = ".web-assets"
SOURCE_WORDS = {"as_at": mark("as at {text}"), "vintage": "", "read_on": mark("read on {text}"), "licence": ""}


@dataclass(frozen=True, kw_only=True)
class MapRequest:
    """What to draw.

    Attributes
    ----------
    layers
        Of ``assets``, ``missing`` and ``travel``, in the order of the page.
    view
        ``working`` shows all assets in use, with a band PRIVATE; ``public`` those that agreed to be published.
        Figures about people are those of the share view in both.
    venue, mode
        For ``travel``: an asset's id or LAT,LON, and one way of travelling.
    profile
        For ``travel``: the kind of traveller.
    patches
        For ``missing``: a list that puts areas together; it has to be the one that was released.
    release
        For ``missing``: the id of a release; empty takes the latest.
    title
        Heading of the page; empty names the place.
    notes
        Bands across the top, for example that a place is made up.
    """

    layers: tuple[str, ...] = ("assets",)
    view: str = WORKING
    venue: str = ""
    mode: str = Mode.WALK.value
    profile: str = DEFAULT_PROFILE
    patches: Path | None = None
    release: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()


def draw_map(place: Place, request: MapRequest, *, now: dt.datetime) -> str:
    """Draw a map of the place with its tables.

    Parameters
    ----------
    place
        The place.
    request
        What to draw.
    now
        The moment, for the day that stands on the page.

    Returns
    -------
    str
        One HTML document that works with no internet.

    Raises
    ------
    OptionError, NotYetError
        An option has a value we do not know, or one that is planned.
    NotFoundError
        The venue is not there, or the place has no streets to travel on.
    """
    return _draw(place, map_contents(place, request, now=now))


def save_map(place: Place, request: MapRequest, path: Path, *, now: dt.datetime) -> list[str]:
    """Draw a map into a file, replacing what stood there, and say in words what was written.

    Raises
    ------
    OptionError
        The file's name does not end as a web page's does.
    OutsideError
        The file cannot be written; the one that stood there is left as it was.
    """
    _check_file(path)
    contents = map_contents(place, request, now=now)
    page = _draw(place, contents)
    _write(path, page)
    said = [tr("Wrote {path}: open it in any browser. It works with no internet.", path=path)]
    private = words.private_sentence(contents.assets.facts) if contents.assets else ""
    return [*said, private] if private else said


def _draw(place: Place, contents: MapContents) -> str:
    program, why = _program(place)
    return draw_map_page(contents, program, why_no_program=why)


def _program(place: Place) -> tuple[MapProgram | None, str]:
    """Return the map's program, or why there is none: the page is drawn in any case."""
    settings = place.settings
    try:
        found = read_web_files(
            LEAFLET,
            settings.home / CACHE_FOLDER,
            address=settings.web_assets_url or usual_address(),
            seconds=settings.network_seconds,
        )
    except OutsideError as fault:
        return None, str(fault)
    return (MapProgram(script=found[LEAFLET_JS], style=found[LEAFLET_CSS]), "") if found else (None, "")


def _check_file(path: Path) -> None:
    """Refuse a name that the map cannot have, before anything is worked out."""
    if path.is_dir():
        raise OutsideError(
            tr(
                "{path}: this is a folder. Expected the name of a file, such as {path_2}.",
                path=path,
                path_2=path / "map.html",
            )
        )
    if path.suffix.casefold() not in PAGE_SUFFIXES:
        raise OptionError(
            tr(
                "{path}: a map is a web page. Expected a name that ends in {page_suffixes}. Try {stem}{first}",
                path=path,
                page_suffixes=" or ".join(PAGE_SUFFIXES),
                stem=path.stem,
                first=PAGE_SUFFIXES[0],
            )
        )


def _write(path: Path, page: str) -> None:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(page)
        Path(name).replace(path)
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: the map could not be written ({reason}). Expected a folder that is there and may be "
                "written to. Choose another place for it.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault


def _check(request: MapRequest) -> None:
    unknown = [layer for layer in request.layers if layer not in LAYERS]
    if unknown or not request.layers:
        raise OptionError(
            tr(
                "--layer '{unknown}': we know no such layer. Expected: {layers}.",
                unknown=", ".join(unknown),
                layers=", ".join(LAYERS),
            )
        )
    if request.view not in VIEWS:
        raise OptionError(
            tr(
                "--view '{view}': we know no such view. Expected one of: {views}.",
                view=request.view,
                views=", ".join(VIEWS),
            )
        )
    if "travel" in request.layers and not request.venue:
        raise OptionError(tr("--layer travel: no venue was given. Name one: --venue with an asset's id or LAT,LON."))


def map_contents(place: Place, request: MapRequest, *, now: dt.datetime) -> MapContents:
    """Gather what a map shows; nothing in it counts people exactly."""
    _check(request)
    ground = ground_contents(place, title=request.title, now=now)
    assets = _assets(place, request.view) if "assets" in request.layers else []
    missing = _missing(place, request) if "missing" in request.layers else None
    return replace(
        ground,
        assets=PublicFacts(assets) if "assets" in request.layers else None,
        missing=missing,
        travel=_travel(place, request) if "travel" in request.layers else None,
        outlines=outlines(place, ground.areas, unit_of=None if missing is None else _released_units(place, missing)),
        notes=(*request.notes, *ground.notes),
        sources=_sources(place, assets),
    )


def ground_contents(place: Place, *, now: dt.datetime, title: str = "") -> MapContents:
    """Gather what lies under every layer: areas, roads, and what must be said of them."""
    roads = roads_by_importance(place)
    return MapContents(
        title=title or tr("{place} on a map", place=place.name),
        areas=workspace.areas(place),
        roads=roads,
        drawn_on=say_day(now),
        notes=(tr(MADE_UP),) if place.made_up else (),
        from_openstreetmap=len(roads) > 0 and not place.made_up,
    )


def _assets(place: Place, view: str) -> list[Asset]:
    """Return the assets in use, by kind and name; in the public view only those that agreed."""
    order = {kind.name: number for number, kind in enumerate(ASSET_KINDS)}
    found = find_assets(place, AssetQuery(view=view))
    chosen = [asset for asset in found if asset.status == Status.OPEN]
    return sorted(
        chosen, key=lambda asset: (order[asset.kind], not asset.text("name"), asset.text("name").casefold(), asset.id)
    )


def _missing(place: Place, request: MapRequest) -> ShareView[pd.DataFrame]:
    """Return who came from where as it was released: a map is a file, whatever the view of its assets."""
    if request.release:
        return releases.as_view(*releases.open_table(place, request.release))
    asked = representation.MissingRequest(patches=request.patches, view=SHARE_VIEW)
    return missing_files.released_alone(representation.missing(place, asked))


def _released_units(place: Place, answer: ShareView[pd.DataFrame]) -> dict[str, str]:
    """Return the patch or area of each area, as it was released."""
    return releases.read_release(place, str(answer.facts.attrs["details"]["release"])).unit_of


def _travel(place: Place, request: MapRequest) -> TravelFacts:
    if request.mode not in set(Mode):
        raise OptionError(
            tr(
                "--mode '{mode}': we know no such way. Expected: {street_modes}.",
                mode=request.mode,
                street_modes=", ".join(STREET_MODES),
            )
        )
    graph = street_ways.load_streets(place, street_ways.check_modes((request.mode,)))[request.mode]
    venue = street_ways.find_venue(place, request.venue, graph)
    shown = True
    if venue.venue_id:
        with closing(workspace.open_register(place)) as store:
            asset = store.asset(venue.venue_id)
        shown = has_pin(asset)
        if request.view == PUBLIC and not is_public(asset):
            raise OptionError(
                tr("--venue {venue}: it has not agreed to be published. Ask, or leave --view out.", venue=request.venue)
            )
    asked = travel_service.TravelRequest(venue=request.venue, modes=(request.mode,), profile=request.profile)
    rows = travel_service.travel(place, asked)
    return TravelFacts(
        rows=rows, mode=request.mode, venue=venue.name or tr(NO_NAME), at=(venue.lon, venue.lat) if shown else None
    )


def _sources(place: Place, assets: list[Asset]) -> tuple[str, ...]:
    """Return each list and file behind the page with its dates, as lines of text."""
    lines = []
    for source in sorted({asset.source for asset in assets}):
        days = [fact.as_at for asset in assets if asset.source == source for fact in asset.fields.values()]
        lines.append(tr("{source}, as at {day}", source=source, day=max(days)[:10]) if any(days) else source)
    for row in read_place_file(place.folder).sources:
        dated = ((word, row.get(key, "")) for key, word in SOURCE_WORDS.items())
        lines.append(", ".join([row["name"], *(tr(word, text=text) if word else text for word, text in dated if text)]))
    return tuple(dict.fromkeys(lines))
