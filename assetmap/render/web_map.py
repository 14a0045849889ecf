"""A map inside the app: a page whose programs come from our own address and whose facts are fetched by URL."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from assetmap.messages import tr
from assetmap.model.asset_line import AssetLine
from assetmap.model.picture import FOOT_MARK, LARGE_MARK_UP_TO, NUMBERED_MARK, ROAD_MARKS
from assetmap.model.release import PublicFacts
from assetmap.model.text import harmless
from assetmap.render import words
from assetmap.render.folium_map import write_folium_map
from assetmap.render.layers import Layer, patch_layer, pin_layer, require_public
from assetmap.render.maps import (
    DECIMALS,
    OPENSTREETMAP,
    Drawing,
    MapContents,
    area_features,
    draw_still,
    left_out,
    line_points,
    make_drawing,
    map_label,
    map_words,
    mark_data,
)
from assetmap.render.page import inside_json, inside_script, own_file, render_template, script_hashes
from assetmap.render.picture import draw_defs, draw_picture_file, draw_swatch

ASSET_PAGE = "/asset"
LANGUAGE = "en-GB"
NUMBER_RADIUS, LARGE_RADIUS, SMALL_RADIUS = 12, 7, 4
_POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Link:
    """A program or style of the page: where it is served, and its checksum."""

    url: str
    integrity: str


@dataclass(frozen=True, kw_only=True)
class RoadTiles:
    """Roads as tiles: where they are served, the name of their layer and of its rank, and their closest zoom."""

    url: str
    layer: str
    rank: str
    zoom: int


@dataclass(frozen=True, kw_only=True)
class WebMap:
    """What one map in the app holds; no exact figure about people can be in it.

    Attributes
    ----------
    contents
        Areas, roads, and the layer of areas if there is one.
    pins
        Assets, where they are the layer.
    numbered
        Whether each pin carries its number in the list.
    names
        Settlements, the larger first: longitude, latitude, rank of their kind, name.
    patches
        Patches that are proposed, where they are the layer; their outlines are those of ``contents``.
    """

    contents: MapContents
    pins: PublicFacts[list[AssetLine]] | None = None
    numbered: bool = False
    names: tuple[tuple[float, float, int, str], ...] = ()
    patches: PublicFacts[list[dict[str, Any]]] | None = None

    def __post_init__(self) -> None:
        """Hold the rule that only public facts are drawn."""
        for facts in (self.pins, self.patches):
            if facts is not None:
                require_public(facts, PublicFacts)


@dataclass(frozen=True, kw_only=True)
class PageParts:
    """Where the page finds what it needs.

    Attributes
    ----------
    address
        The page's own address; its facts are at ``address/points``, its still picture at ``address/still.svg``.
    slug
        Of the place, for the addresses of its assets' pages.
    scripts, styles
        Programs in order, and their styles; none where they are not to be had.
    roads
        Tiles of roads; without them roads are drawn as lines.
    why_no_program
        What to tell the reader where there is none.
    """

    address: str
    slug: str = ""
    scripts: tuple[Link, ...] = ()
    styles: tuple[Link, ...] = ()
    roads: RoadTiles | None = None
    why_no_program: str = field(default="")


def make_web_drawing(web: WebMap) -> Drawing:
    """Work out what is drawn; the page, its facts and the still picture are made from it."""
    if web.patches is not None and web.contents.outlines is not None:
        return make_drawing(web.contents, layers=(patch_layer(web.patches, web.contents.outlines),))
    if web.pins is None:
        return make_drawing(web.contents)
    layer = pin_layer(web.pins, web.contents.areas)
    return make_drawing(web.contents, layers=(_numbered(layer) if web.numbered else layer,))


def _numbered(layer: Layer) -> Layer:
    """Give every pin the same mark, so that its number can be read on it."""
    number = len(layer.geometry)
    legend = ((NUMBERED_MARK, number),) if number else ()
    return replace(layer, key="venues", legend=legend, mark=np.zeros(number, np.int64))


def draw_web_map_page(web: WebMap, drawing: Drawing, parts: PageParts) -> str:
    """Write the page: a heading, what it shows, the map, its legend, and what it leaves out."""
    layer = drawing.layers[0]
    box, start = write_folium_map(drawing.frame.bounds, zoom_control=False)
    moves = bool(parts.scripts)
    run = [own_file("fit_frame.js"), *([own_file("marks.js") + own_file("web_map.js"), start] if moves else [])]
    run = [inside_script(program) for program in run]
    style = own_file("leaflet.css") + own_file("picture.css") + own_file("page.css") + own_file("web_map.css")
    return render_template(
        "web_map.html",
        language=LANGUAGE,
        policy=_POLICY.format(scripts=script_hashes(run)),
        title=tr("Map: {heading}", heading=_heading(web, layer)),
        shows=_shows(web, layer),
        bands=_bands(web),
        label=map_label(web.contents),
        style=Markup(style),  # noqa: S704 - ours
        styles=parts.styles if moves else (),
        scripts=parts.scripts,
        defs=draw_defs(drawing.layers),
        map_box=box if moves else "",
        still=f"{parts.address}/still.svg",
        credit=OPENSTREETMAP if web.contents.from_openstreetmap else "",
        program_missing="" if moves else (parts.why_no_program or no_program()),
        said=_said(),
        legend=_legend(layer),
        notes=_notes(web, drawing),
        data=inside_json(_page_data(web, parts)) if moves else "",
        run=[Markup(program) for program in run],  # noqa: S704 - ours
    )


def no_program() -> str:
    """Say that the map's program is not to be had."""
    return tr("The map that moves could not be fetched. The picture and the list show the same facts.")


def _said() -> dict[str, str]:
    return {
        "skip": tr("Skip past the map"),
        "help": tr("Move with the arrow keys; zoom with plus and minus. Press Enter for the mark nearest the middle."),
        "marks": tr("What the marks mean"),
        "no_marks": tr("Nothing on this list has a place on the map."),
    }


def _heading(web: WebMap, layer: Layer) -> str:
    return tr("Venues on the list") if web.numbered else layer.heading


def _shows(web: WebMap, layer: Layer) -> str:
    if web.numbered:
        return tr("Each mark is a venue. Its number is its place in the list.")
    if web.pins is not None:
        return tr("Each mark is one thing on the list. Its shape and colour tell its kind.")
    return layer.sentences[0] if layer.sentences else ""


def _bands(web: WebMap) -> list[str]:
    """Return what must be known first; that a place is made up is said by the page around the map."""
    private = words.private_sentence(web.pins.facts) if web.pins is not None else ""
    return [private] if private else []


def _legend(layer: Layer) -> list[dict[str, Any]]:
    return [
        {"swatch": draw_swatch(layer, number), "text": f"{tr(str(mark.label))}: {count:,}"}
        for number, (mark, count) in enumerate(layer.legend)
    ]


def _notes(web: WebMap, drawing: Drawing) -> list[str]:
    travel = web.contents.travel
    ring = [tr("The ring is {venue}.", venue=harmless(travel.venue))] if travel and travel.at else []
    return [*ring, *left_out(drawing.layers[0], drawing.frame)]


def _page_data(web: WebMap, parts: PageParts) -> dict[str, Any]:
    travel = web.contents.travel
    return {
        "label": map_label(web.contents),
        "facts": f"{parts.address}/points",
        "page": f"{ASSET_PAGE}?{urlencode({'place': parts.slug})}&id=",
        "attribution": OPENSTREETMAP if web.contents.from_openstreetmap else "",
        "venue": {"at": travel.at, "name": harmless(travel.venue)} if travel else {},
        "roads": _road_data(parts.roads) if parts.roads else None,
        "words": map_words()
        | {
            "nothing": tr("Nothing on this list has a place on the map."),
            "zoomIn": tr("Zoom in"),
            "zoomOut": tr("Zoom out"),
            "page": tr("Open its page"),
            "more": tr("And {number} more here. Zoom in to tell them apart."),
            "some": tr("There are too many here to draw them all. Zoom in to see every one."),
            "others": tr("And {number} more here."),
            "tab": tr("Press Tab for its page"),
        },
    }


def _road_data(roads: RoadTiles) -> dict[str, Any]:
    marks = [
        {"zoom": mark.zoom, "colour": mark.colour, "width": mark.width, "dashed": mark.dashed}
        for mark in (*ROAD_MARKS, FOOT_MARK)
    ]
    return {"url": roads.url, "layer": roads.layer, "rank": roads.rank, "zoom": roads.zoom, "marks": marks}


def write_web_facts(web: WebMap, drawing: Drawing, *, lines_of_roads: bool) -> str:
    """Write what the page fetches, as JSON: the place's outlines and the one layer, its cells column by column.

    Parameters
    ----------
    web, drawing
        The map, and what is drawn of it.
    lines_of_roads
        Whether roads are drawn as lines, because there are no tiles of them.
    """
    layer = drawing.layers[0]
    facts = {
        "outlines": line_points(shapely.boundary(drawing.areas)),
        "roads": line_points(drawing.roads) if lines_of_roads else [],
        "names": [(lon, lat, rank, harmless(name)) for lon, lat, rank, name in web.names],
        "layer": (_point_facts(web, layer) if layer.is_points else _area_facts(layer)) if layer.legend else None,
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _point_facts(web: WebMap, layer: Layer) -> dict[str, Any]:
    if web.pins is None:
        raise TypeError("Points are drawn for assets alone.")
    rows, lon_lat = layer.row.tolist(), shapely.get_coordinates(layer.geometry).round(DECIMALS)
    return {
        **_layer_facts(layer, layer.row),
        "points": True,
        "radius": NUMBER_RADIUS if web.numbered else LARGE_RADIUS if len(rows) <= LARGE_MARK_UP_TO else SMALL_RADIUS,
        "lon": lon_lat[:, 0].tolist(),
        "lat": lon_lat[:, 1].tolist(),
        "mark": layer.mark.tolist(),
        "ids": [web.pins.facts[row].id for row in rows],
        "numbers": [row + 1 for row in rows] if web.numbered else None,
    }


def _area_facts(layer: Layer) -> dict[str, Any]:
    features = {"type": "FeatureCollection", "features": area_features(layer)}
    return {**_layer_facts(layer, np.arange(len(layer.table.rows))), "points": False, "shapes": features}


def _layer_facts(layer: Layer, rows: NDArray[np.int64]) -> dict[str, Any]:
    wanted = rows.tolist()
    return {
        "key": layer.key,
        "told": layer.table.told,
        "marks": [mark_data(mark) for mark, _ in layer.legend],
        "heads": layer.table.columns,
        "cells": [[layer.table.rows[row][column] for row in wanted] for column in range(len(layer.table.columns))],
    }


def draw_web_still(web: WebMap, drawing: Drawing) -> str:
    """Draw the still picture as a file of its own, with what must be said of it."""
    lines = [
        *map(harmless, web.contents.notes),
        *_bands(web),
        *([OPENSTREETMAP] if web.contents.from_openstreetmap else []),
    ]
    return draw_picture_file(draw_still(web.contents, drawing), drawing.layers, drawing.frame, lines=lines)


def draw_sorry_page(title: str, sentences: tuple[str, ...]) -> str:
    """Write a small page that says, instead of a map, why there is none and what to do."""
    style = Markup(own_file("page.css") + own_file("web_map.css"))  # noqa: S704 - ours
    return render_template("sorry.html", language=LANGUAGE, title=title, sentences=sentences, style=style)
