"""The map as one still picture in SVG: for printing, and where a map program cannot run.

All text in it is ours; what people wrote stands in the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import cos, radians

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from assetmap.model.picture import LARGE_MARK_UP_TO, PICTURE_WIDTH, SHAPES, AreaMark, KindMark, Shape
from assetmap.render.layers import Layer, Mark

Bounds = tuple[float, float, float, float]
VENUE_SIZE = 14.0
MOST_MARKS = 5_000


@dataclass(frozen=True)
class Frame:
    """Where the picture lies: west, south, east, north in degrees, and its size in units of the picture."""

    bounds: Bounds

    @property
    def scale(self) -> tuple[float, float]:
        """Units of the picture for one degree east and one degree north."""
        west, south, east, north = self.bounds
        across = PICTURE_WIDTH / (east - west)
        return across, across / cos(radians((south + north) / 2))

    @property
    def height(self) -> int:
        """Height in units of the picture."""
        return max(1, round((self.bounds[3] - self.bounds[1]) * self.scale[1]))

    def project(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn degrees, shape (n, 2), into units of the picture, y downwards."""
        across, up = self.scale
        return np.column_stack([(lonlat[:, 0] - self.bounds[0]) * across, (self.bounds[3] - lonlat[:, 1]) * up])


def draw_defs(layers: Sequence[Layer]) -> Markup:
    """Return the patterns with which areas are filled, one for each mark in use."""
    patterns = [
        _pattern(fill_id(layer, i), mark)
        for layer in layers
        for i, (mark, _) in enumerate(layer.legend)
        if isinstance(mark, AreaMark)
    ]
    return Markup('<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{}</defs></svg>').format(
        Markup("").join(patterns)
    )


def fill_id(layer: Layer, mark: int) -> str:
    """Name the pattern of one mark of one layer."""
    return f"fill-{layer.key}-{mark}"


_HATCHES: dict[str, str] = {
    "none": "",
    "lines": '<path d="M-2,2l4,-4M0,10l10,-10M8,12l4,-4" stroke="{ink}" stroke-width="1.6" />',
    "dense": '<path d="M-2,2l4,-4M0,10l10,-10M8,12l4,-4M-2,8l4,4M0,0l10,10M8,-2l4,4" stroke="{ink}" '
    'stroke-width="1.3" />',
    "crosses": '<path d="M2,5h6M5,2v6" stroke="{ink}" stroke-width="1.6" />',
    "dots": '<circle cx="5" cy="5" r="1.6" fill="{ink}" />',
    "outline": '<circle cx="5" cy="5" r="0.7" fill="{ink}" />',
}


def _pattern(name: str, mark: AreaMark) -> Markup:
    hatch = Markup(_HATCHES[mark.hatch].replace("{ink}", mark.ink))  # noqa: S704 - the text is ours
    return Markup(
        '<pattern id="{}" width="10" height="10" patternUnits="userSpaceOnUse">'
        '<rect width="10" height="10" fill="{}" />{}</pattern>'
    ).format(name, mark.colour, hatch)


def draw_swatch(layer: Layer, index: int) -> Markup:
    """Return the sign of one legend entry: its shape, or a piece of its filling."""
    mark: Mark = layer.legend[index][0]
    if isinstance(mark, KindMark):
        path = _symbols(mark.shape, np.array([[12.0, 12.0]]), 8.0)
        inside = Markup('<path d="{}" fill="{}" stroke="#000" />').format(path, mark.colour)
    else:
        inside = Markup('<rect x="1" y="1" width="34" height="22" fill="url(#{})" stroke="#333" />').format(
            fill_id(layer, index)
        )
    width = 24 if isinstance(mark, KindMark) else 36
    return Markup(
        '<svg class="swatch" width="{0}" height="24" viewBox="0 0 {0} 24" aria-hidden="true">{1}</svg>'
    ).format(width, inside)


def draw_picture(
    frame: Frame,
    areas: NDArray[np.object_],
    roads: NDArray[np.object_],
    layers: Sequence[Layer],
    *,
    venue: tuple[float, float] | None,
    label: str,
) -> Markup:
    """Draw the whole picture.

    Parameters
    ----------
    frame
        What is shown.
    areas, roads
        Outlines and main roads behind the layers, WGS84.
    layers
        Drawn in this order; of the layers of areas only the first.
    venue
        Longitude and latitude of the venue that travel times are for.
    label
        What the picture shows, for people who cannot see it.
    """
    shaded = [layer for layer in layers if not layer.is_points][:1]
    parts = [_areas(layer, frame) for layer in shaded]
    parts.append(Markup('<path class="outline" d="{}" />').format(_path(areas, frame)))
    parts.append(Markup('<path class="road" d="{}" />').format(_path(roads, frame)))
    parts += [_points(layer, frame) for layer in layers if layer.is_points]
    if venue is not None:
        ring = _symbols(SHAPES[0], frame.project(np.array([venue])), VENUE_SIZE)
        parts.append(Markup('<path class="ring-rim" d="{0}" /><path class="ring" d="{0}" />').format(ring))
    return Markup('<svg class="still" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        PICTURE_WIDTH, frame.height, label, Markup("").join(parts)
    )


def _areas(layer: Layer, frame: Frame) -> Markup:
    paths = [
        Markup('<path class="area" fill="url(#{})" d="{}" />').format(
            fill_id(layer, i), _path(layer.geometry[layer.mark == i], frame)
        )
        for i in range(len(layer.legend))
    ]
    return Markup("").join(paths)


def _points(layer: Layer, frame: Frame) -> Markup:
    size = 8.0 if len(layer.geometry) <= LARGE_MARK_UP_TO else 5.0
    xy = frame.project(shapely.get_coordinates(layer.geometry))
    paths = [
        Markup('<path class="rim" d="{1}" /><path class="point" fill="{0}" d="{1}" />').format(
            mark.colour, _symbols(mark.shape, _apart(xy[layer.mark == i]), size)
        )
        for i, (mark, _) in enumerate(layer.legend)
        if isinstance(mark, KindMark)
    ]
    return Markup("").join(paths)


def _apart(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leave out, of very many marks, those that would stand on another of their kind."""
    if len(xy) <= MOST_MARKS:
        return xy
    _, first = np.unique(np.round(xy / 2), axis=0, return_index=True)
    return np.asarray(xy[np.sort(first)])


def draw_picture_file(picture: Markup, layers: Sequence[Layer], frame: Frame, *, lines: Sequence[str] = ()) -> str:
    """Return a picture as an SVG file of its own, with its fillings and style, and lines of text below it."""
    style = (files("assetmap.render") / "templates" / "picture.css").read_text(encoding="utf-8")
    below = [
        Markup('<text x="8" y="{}" font-family="sans-serif" font-size="20" fill="#111">{}</text>').format(
            frame.height + 26 * number, line
        )
        for number, line in enumerate(lines, start=1)
    ]
    height = frame.height + 26 * len(lines) + 8
    file = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}"><style>{2}</style>'
        '<rect width="100%" height="100%" fill="#f4f4f0" />{3}<svg width="{0}" height="{4}">{5}</svg>{6}</svg>'
    ).format(
        PICTURE_WIDTH,
        height,
        Markup(style),  # noqa: S704 - ours
        draw_defs(layers),
        frame.height,
        picture,
        Markup("").join(below),
    )
    return str(file)


def _symbols(shape: Shape, xy: NDArray[np.float64], size: float) -> str:
    """Write one shape at many points as one path."""
    if not shape.corners:
        around = f"a{size},{size} 0 1,0 {2 * size},0a{size},{size} 0 1,0 {-2 * size},0z"
        return "".join(f"M{x - size:.1f},{y:.1f}{around}" for x, y in xy)
    corners = np.array(shape.corners) * size
    steps = "".join(f"l{dx:.1f},{dy:.1f}" for dx, dy in np.diff(corners, axis=0))
    return "".join(f"M{x + corners[0, 0]:.1f},{y + corners[0, 1]:.1f}{steps}z" for x, y in xy)


def _path(shapes: NDArray[np.object_], frame: Frame) -> str:
    """Write lines and rings as one path."""
    if not len(shapes):
        return ""
    lines = shapely.get_parts(shapely.boundary(shapes) if _are_areas(shapes) else shapes)
    xy, which = shapely.get_coordinates(lines, return_index=True)
    starts = np.flatnonzero(np.diff(which, prepend=-1))
    text = [f"{x:.1f},{y:.1f}" for x, y in frame.project(xy)]
    stops = [*starts[1:].tolist(), len(text)]
    return "".join("M" + " ".join(text[a:b]) for a, b in zip(starts.tolist(), stops, strict=True))


def _are_areas(shapes: NDArray[np.object_]) -> bool:
    return bool(shapely.get_dimensions(shapes[0]) == 2)  # noqa: PLR2004 - an area has two dimensions
