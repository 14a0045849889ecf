"""How facts look on a map: shapes, colours and hatching, so that nothing is told by colour alone.

Kinds take the Okabe-Ito colours (Okabe and Ito 2008, chosen for people who see colours differently) and a shape each.
Amounts take the cividis scale (Nunez, Anderton and Renslow 2018) and a hatching or a number each.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, inf, pi, sin

from assetmap.messages import mark
from assetmap.model.asset import ASSET_KINDS
from assetmap.model.representation import Label

Corner = tuple[float, float]


def _regular(corners: int, *, turned: float = 0.0, inner: float = 1.0) -> tuple[Corner, ...]:
    """Return the corners of a regular shape of radius 1, y downwards; ``inner`` below 1 makes a star."""
    points = corners if inner == 1 else 2 * corners
    angles = [2 * pi * i / points - pi / 2 + turned for i in range(points)]
    radii = [inner if i % 2 else 1.0 for i in range(points)] if inner != 1 else [1.0] * points
    return tuple((round(r * cos(a), 3), round(r * sin(a), 3)) for r, a in zip(radii, angles, strict=True))


@dataclass(frozen=True)
class Shape:
    """One shape: its name in words and its corners; a circle has none."""

    name: str
    corners: tuple[Corner, ...]


_ARM = 0.36
SHAPES: tuple[Shape, ...] = (
    Shape("circle", ()),
    Shape("square", ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9))),
    Shape("triangle", ((0.0, -1.1), (1.05, 0.85), (-1.05, 0.85))),
    Shape("diamond", ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0))),
    Shape("star", _regular(5, inner=0.45)),
    Shape(
        "cross",
        (
            (-_ARM, -1.1), (_ARM, -1.1), (_ARM, -_ARM), (1.1, -_ARM), (1.1, _ARM), (_ARM, _ARM),
            (_ARM, 1.1), (-_ARM, 1.1), (-_ARM, _ARM), (-1.1, _ARM), (-1.1, -_ARM), (-_ARM, -_ARM),
        ),
    ),
    Shape("hexagon", _regular(6)),
    Shape("triangle, point down", ((-1.05, -0.85), (1.05, -0.85), (0.0, 1.1))),
)  # fmt: skip

# Black, orange, sky blue, green, yellow, blue, vermilion, purple.
OKABE_ITO: tuple[str, ...] = (
    "#000000", "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
)  # fmt: skip


@dataclass(frozen=True)
class KindMark:
    """How one kind of asset is drawn."""

    kind: str
    label: str
    shape: Shape
    colour: str


KIND_MARKS: tuple[KindMark, ...] = tuple(
    KindMark(kind.name, kind.plural, SHAPES[i % len(SHAPES)], OKABE_ITO[(i + 5) % len(OKABE_ITO)])
    for i, kind in enumerate(ASSET_KINDS)
)
KIND_MARK_BY_NAME: dict[str, KindMark] = {mark.kind: mark for mark in KIND_MARKS}


@dataclass(frozen=True)
class AreaMark:
    """How one class of areas is drawn.

    Attributes
    ----------
    key
        What is looked up: a label, or the name of a band.
    label
        Words for the legend.
    colour
        Fill.
    hatch
        ``none``, ``lines``, ``dense`` (lines both ways), ``dots``, ``crosses`` or ``outline`` (no fill).
    ink
        Colour of the hatching, black or white, whichever is seen on the fill.
    below
        For bands: the band holds amounts below this.
    """

    key: str
    label: str
    colour: str
    hatch: str
    ink: str = "#000000"
    below: float = inf


# Minutes one way. Dark is near, light is far: the order of cividis, each with its own hatching.
MINUTE_BANDS: tuple[AreaMark, ...] = (
    AreaMark("under_10", mark("under 10 minutes"), "#00224e", "none", below=10),
    AreaMark("10_to_20", mark("10 to 19 minutes"), "#434e6c", "dots", "#ffffff", 20),
    AreaMark("20_to_30", mark("20 to 29 minutes"), "#7d7c78", "lines", "#ffffff", 30),
    AreaMark("30_to_45", mark("30 to 44 minutes"), "#bcaf6f", "none", below=45),
    AreaMark("45_and_over", mark("45 minutes or more"), "#fee838", "crosses"),
)
WAY_NOT_FOUND = AreaMark("not_found", mark("no way found"), "#ffffff", "lines", "#767676")
WAY_NOT_KNOWN = AreaMark("not_known", mark("not known"), "#ffffff", "outline", "#767676")

LABEL_MARKS: tuple[AreaMark, ...] = (
    AreaMark(Label.MUCH_FEWER, Label.MUCH_FEWER, "#00224e", "dense", "#ffffff"),
    AreaMark(Label.FEWER, Label.FEWER, "#434e6c", "lines", "#ffffff"),
    AreaMark(Label.ABOUT, Label.ABOUT, "#bcaf6f", "none"),
    AreaMark(Label.MORE, Label.MORE, "#e2cb5c", "dots"),
    AreaMark(Label.MUCH_MORE, Label.MUCH_MORE, "#fee838", "crosses"),
    AreaMark(Label.TOO_FEW, Label.TOO_FEW, "#ffffff", "outline"),
    AreaMark(Label.UNKNOWN, Label.UNKNOWN, "#ffffff", "outline"),
    AreaMark(Label.NONE, mark("No label"), "#ffffff", "lines", "#9b9b9b"),
)

# Patches are told apart, not ordered: from one to the next both the fill and the hatching change.
_PATCH_COLOURS = (("#00224e", "#ffffff"), ("#bcaf6f", "#000000"), ("#434e6c", "#ffffff"), ("#fee838", "#000000"))
_PATCH_HATCHES = ("none", "lines", "dots", "crosses", "dense")
PATCH_FILLS: tuple[tuple[str, str, str], ...] = tuple(
    (*_PATCH_COLOURS[i % len(_PATCH_COLOURS)], _PATCH_HATCHES[i % len(_PATCH_HATCHES)])
    for i in range(len(_PATCH_COLOURS) * len(_PATCH_HATCHES))
)
"""Fill, ink and hatching of patches that are proposed, in their order; no two are alike."""


@dataclass(frozen=True)
class RoadMark:
    """How one class of streets is drawn behind a map.

    Attributes
    ----------
    kmh_from
        Streets driven at least at this speed, km/h, that no row above takes.
    zoom
        Drawn from this zoom on.
    colour, width
        Width in pixels at street level; it halves further out.
    dashed
        Whether the line is broken, as for a way on foot.
    """

    kmh_from: float
    zoom: int
    colour: str
    width: float
    dashed: bool = False


# The street network keeps how fast each street is driven, so that stands for how important it is.
ROAD_MARKS: tuple[RoadMark, ...] = (
    RoadMark(60, 0, "#5e5e5e", 3.2),
    RoadMark(45, 9, "#6f6f6f", 2.6),
    RoadMark(28, 11, "#8a8a8a", 1.8),
    RoadMark(0, 13, "#9b9b9b", 1.2),
)
FOOT_MARK = RoadMark(0, 14, "#8a8a8a", 1.2, dashed=True)
"""Ways that only people on foot may use; their rank comes after the last of ``ROAD_MARKS``."""

NUMBERED_MARK = KindMark("numbered", mark("Venues, numbered as in the list"), SHAPES[0], "#ffffff")

MOST_LINE_POINTS = 40_000
"""Most points of roads, or of outlines, that one picture holds; lines are drawn coarser until they fit."""

PICTURE_WIDTH = 1000
"""Width of the picture without a program, in its own units; its height follows from the place."""

LARGE_MARK_UP_TO = 2_000
"""From this many points on, marks are drawn smaller."""

ROWS_SHOWN = 500
"""Rows of a long table that are laid out at once; a browser needs seconds for 20,000."""
