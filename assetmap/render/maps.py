"""A place on a map, with its tables, as one HTML file that works with no internet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from assetmap.messages import mark, tr
from assetmap.model.asset import Asset
from assetmap.model.picture import LARGE_MARK_UP_TO, MOST_LINE_POINTS, ROWS_SHOWN, KindMark
from assetmap.model.release import PublicFacts, ShareView
from assetmap.model.text import harmless
from assetmap.render import words
from assetmap.render.folium_map import write_folium_map
from assetmap.render.layers import Layer, Mark, asset_layer, missing_layer, require_public, travel_layer
from assetmap.render.page import LiveMap, Page, own_file, write_page
from assetmap.render.picture import Frame, draw_picture

OPENSTREETMAP = "© OpenStreetMap contributors"
NO_PROGRAM = mark("The map that moves could not be fetched. The picture and the tables show the same facts.")
SHOWS = mark("The list comes first; the map shows the same facts.")
SMALLEST_SPAN_DEGREES = 0.02
DECIMALS = 5


@dataclass(frozen=True, kw_only=True)
class MapProgram:
    """The map's program and its style, as text that was checked when it was fetched."""

    script: str
    style: str


@dataclass(frozen=True, kw_only=True)
class TravelFacts:
    """Travel times to one venue by one way of travelling; ``at`` is its longitude and latitude, None if not shown."""

    rows: PublicFacts[list[dict[str, Any]]]
    mode: str
    venue: str
    at: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class MapContents:
    """Everything that goes onto one map page; no exact figure about people can be in it.

    Attributes
    ----------
    title
        Heading of the page.
    areas
        Outlines of the place's areas: ``area_id``, ``name``, geometry in WGS84; may be empty.
    roads
        Lines in WGS84, the most important first; may be empty.
    assets, missing, travel
        The layers; None leaves one out.
    outlines
        Shapes for ``missing`` and ``travel`` by ``area_id`` where they are not the areas themselves.
    notes
        Bands across the top, for example that a place is made up.
    sources
        Where the facts come from, with dates.
    drawn_on
        The day, as it is written on the page.
    from_openstreetmap
        Whether anything shown comes from OpenStreetMap, which must then be named.
    """

    title: str
    areas: gpd.GeoDataFrame
    drawn_on: str
    roads: NDArray[np.object_] = field(default_factory=lambda: np.array([], dtype=object))
    assets: PublicFacts[list[Asset]] | None = None
    missing: ShareView[pd.DataFrame] | None = None
    travel: TravelFacts | None = None
    outlines: gpd.GeoDataFrame | None = None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    from_openstreetmap: bool = False

    def __post_init__(self) -> None:
        """Hold the rule: only shared figures and public facts reach a file."""
        for value, allowed in ((self.assets, PublicFacts), (self.missing, ShareView)):
            if value is not None:
                require_public(value, allowed)
        if self.travel is not None:
            require_public(self.travel.rows, PublicFacts)


def draw_map_page(contents: MapContents, program: MapProgram | None, *, why_no_program: str = "") -> str:
    """Draw a page: words, tables, a map, and a still picture for print and for readers without programs.

    Parameters
    ----------
    contents
        What to show.
    program
        The map's program; without it the page holds the still picture and says so.
    why_no_program
        What to tell the reader where there is none.

    Returns
    -------
    str
        A whole HTML document that asks no other computer for anything.
    """
    drawing = make_drawing(contents)
    return write_page(
        _page(contents, drawing.layers, drawing.frame),
        still=draw_still(contents, drawing),
        live=_live_map(program, drawing.frame, _data(contents, drawing)) if program else None,
        program_missing="" if program else (why_no_program or tr(NO_PROGRAM)),
    )


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is drawn of a map's contents: its layers, outlines and roads as coarse as the eye allows, and the frame."""

    layers: tuple[Layer, ...]
    areas: NDArray[np.object_]
    roads: NDArray[np.object_]
    frame: Frame


def make_drawing(contents: MapContents, *, layers: tuple[Layer, ...] | None = None) -> Drawing:
    """Work out what is drawn: the layers given, else those of the contents."""
    span = _span(contents.areas.total_bounds)
    areas = _coarse(contents.areas.geometry.to_numpy(), span)
    layers = tuple(_coarse_layer(layer) for layer in (_layers(contents) if layers is None else layers))
    return Drawing(layers, areas, _fit(contents.roads, span), Frame(_bounds(areas, layers)))


def draw_still(contents: MapContents, drawing: Drawing) -> Markup:
    """Draw the still picture."""
    venue = contents.travel.at if contents.travel else None
    return draw_picture(
        drawing.frame, drawing.areas, drawing.roads, drawing.layers, venue=venue, label=map_label(contents)
    )


def map_words() -> dict[str, str]:
    """Return what the map's program says while it is used; names in braces are filled in by it."""
    return {
        "view": tr("{inside} of {total} in view. Nearest the middle: {name}."),
        "empty": tr("Nothing in view. Zoom out to find it."),
        "nothing": tr("Nothing is shown. Tick a layer below the map."),
        "close": tr("Close"),
    }


def _layers(contents: MapContents) -> tuple[Layer, ...]:
    outlines = contents.areas if contents.outlines is None else contents.outlines
    layers: list[Layer] = []
    if contents.assets is not None:
        layers.append(asset_layer(contents.assets, contents.areas))
    if contents.missing is not None:
        layers.append(missing_layer(contents.missing, outlines))
    if contents.travel is not None:
        travel = contents.travel
        layers.append(travel_layer(travel.rows, outlines, mode=travel.mode, venue=travel.venue))
    return tuple(layers)


def _page(contents: MapContents, layers: tuple[Layer, ...], frame: Frame) -> Page:
    private = words.private_sentence(contents.assets.facts) if contents.assets else ""
    bands = [harmless(note) for note in (*contents.notes, private) if note]
    credit = (OPENSTREETMAP,) if contents.from_openstreetmap else ()
    return Page(
        title=harmless(contents.title),
        shows=tr(SHOWS),
        bands=tuple(bands),
        layers=layers,
        map_notes=tuple(note for layer in layers for note in left_out(layer, frame)),
        sources=tuple(harmless(source) for source in (*credit, *contents.sources)),
        drawn_on=contents.drawn_on,
        venue=harmless(contents.travel.venue) if contents.travel and contents.travel.at else "",
    )


def left_out(layer: Layer, frame: Frame) -> list[str]:
    """Say how many rows the map does not show, and why."""
    rows, drawn = len(layer.table.rows), len(layer.geometry)
    said = []
    if drawn < rows:
        said.append(
            tr(
                "{layer}: {number:,} of {total:,} are in the list only: no point or outline to draw.",
                layer=layer.heading, number=rows - drawn, total=rows,
            )
        )  # fmt: skip
    if layer.is_points and drawn:
        west, south, east, north = frame.bounds
        x, y = shapely.get_coordinates(layer.geometry).T
        outside = int(((x < west) | (x > east) | (y < south) | (y > north)).sum())
        if outside:
            said.append(
                tr(
                    "{layer}: {number:,} lie outside this picture. Zoom out to see them.",
                    layer=layer.heading, number=outside,
                )
            )  # fmt: skip
    return said


def _bounds(areas: NDArray[np.object_], layers: tuple[Layer, ...]) -> tuple[float, float, float, float]:
    """Return what the picture shows: the areas, or without any all shapes; never a mere point."""
    shapes = areas if len(areas) else np.concatenate([layer.geometry for layer in layers] or [np.array([])])
    west, south, east, north = shapely.total_bounds(shapes) if len(shapes) else (-8.0, 50.0, 2.0, 59.0)
    margin_x = max((east - west) * 0.03, (SMALLEST_SPAN_DEGREES - (east - west)) / 2)
    margin_y = max((north - south) * 0.03, (SMALLEST_SPAN_DEGREES - (north - south)) / 2)
    return float(west - margin_x), float(south - margin_y), float(east + margin_x), float(north + margin_y)


def _span(bounds: NDArray[np.float64]) -> float:
    return 1.0 if np.isnan(bounds).any() else float(max(bounds[2] - bounds[0], bounds[3] - bounds[1]))


def _coarse(shapes: NDArray[np.object_], span: float) -> NDArray[np.object_]:
    """Draw outlines as coarsely as the eye allows, coarser until they fit; no area is left out."""
    simple, step = shapes, span / 4000
    while shapely.get_num_coordinates(simple).sum() > MOST_LINE_POINTS and step < span:
        simple, step = shapely.simplify(shapes, step), step * 2
    return _round(simple)


def _coarse_layer(layer: Layer) -> Layer:
    if layer.is_points or not len(layer.geometry):
        return layer
    geometry = _coarse(layer.geometry, _span(np.asarray(shapely.total_bounds(layer.geometry))))
    return Layer(**{**layer.__dict__, "geometry": geometry})


def _fit(roads: NDArray[np.object_], span: float) -> NDArray[np.object_]:
    """Take lines, the most important first, until the picture holds enough."""
    if not len(roads):
        return roads
    simple = shapely.simplify(roads, span / 4000)
    kept = np.cumsum(shapely.get_num_coordinates(simple)) <= MOST_LINE_POINTS
    return _round(simple[kept])


def _round(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    if not len(shapes):
        return shapes
    return np.asarray(shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS)), dtype=object)


def _without_images(style: str) -> str:
    """Take out the pictures that the style names: we draw no such thing, and nothing is to be fetched."""
    return re.sub(r"url\((?!#)[^)]*\)", "none", style)


def _live_map(program: MapProgram, frame: Frame, data: dict[str, Any]) -> LiveMap:
    """Let folium write the map's element and program; its page and its links are not used."""
    box, run = write_folium_map(frame.bounds)
    return LiveMap(
        box=box,
        scripts=(program.script, own_file("marks.js") + own_file("page.js"), run),
        style=_without_images(program.style),
        data=data,
    )


def map_label(contents: MapContents) -> str:
    """Say what the map is, for people who cannot see it."""
    return f"Map: {harmless(contents.title)}"


def _data(contents: MapContents, drawing: Drawing) -> dict[str, Any]:
    travel = contents.travel
    return {
        "label": map_label(contents),
        "words": map_words(),
        "rows": ROWS_SHOWN,
        "venue": {"at": travel.at, "name": harmless(travel.venue)} if travel else {},
        "attribution": OPENSTREETMAP if contents.from_openstreetmap else "",
        "outlines": line_points(shapely.boundary(drawing.areas)),
        "roads": line_points(drawing.roads),
        "layers": [_layer_data(layer) for layer in drawing.layers if layer.legend],
    }


def line_points(shapes: NDArray[np.object_]) -> list[list[list[float]]]:
    """Return the points of lines as JSON holds them."""
    return [shapely.get_coordinates(line).tolist() for line in shapely.get_parts(shapes)]


def _layer_data(layer: Layer) -> dict[str, Any]:
    points = layer.is_points
    return {
        "key": layer.key,
        "points": points,
        "told": layer.table.told,
        "radius": 7 if len(layer.geometry) <= LARGE_MARK_UP_TO else 4,
        "marks": [mark_data(mark) for mark, _ in layer.legend],
        "shapes": {"type": "FeatureCollection", "features": _point_features(layer) if points else area_features(layer)},
    }


def mark_data(mark: Mark) -> dict[str, Any]:
    """Return how a mark is drawn."""
    if isinstance(mark, KindMark):
        return {"colour": mark.colour, "corners": mark.shape.corners}
    return {"colour": mark.colour, "hatch": mark.hatch, "ink": mark.ink}


def _point_features(layer: Layer) -> list[dict[str, Any]]:
    xy = shapely.get_coordinates(layer.geometry).round(DECIMALS).tolist()
    return [
        {"type": "Feature", "properties": {"row": row, "mark": mark}, "geometry": {"type": "Point", "coordinates": at}}
        for at, row, mark in zip(xy, layer.row.tolist(), layer.mark.tolist(), strict=True)
    ]


def area_features(layer: Layer) -> list[dict[str, Any]]:
    """Return the areas of a layer as GeoJSON features that know their row and their mark."""
    return [
        {"type": "Feature", "properties": {"row": row, "mark": mark}, "geometry": shapely.geometry.mapping(shape)}
        for shape, row, mark in zip(layer.geometry, layer.row.tolist(), layer.mark.tolist(), strict=True)
    ]
