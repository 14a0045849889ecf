"""What one map page holds: for each layer its sentences, its table and its shapes, made from the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from assetmap.messages import mark, tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.journey import Way
from assetmap.model.picture import (
    KIND_MARK_BY_NAME,
    KIND_MARKS,
    LABEL_MARKS,
    MINUTE_BANDS,
    PATCH_FILLS,
    WAY_NOT_FOUND,
    WAY_NOT_KNOWN,
    AreaMark,
    KindMark,
)
from assetmap.model.release import PublicFacts, ShareView
from assetmap.model.text import harmless
from assetmap.render import words

Mark = KindMark | AreaMark
Rows = list[tuple[str, ...]]
NOT_RECORDED = mark("not recorded")
NO_NAME = mark("no name recorded")
ASSET_COLUMNS = (
    mark("Name"), mark("Kind"), mark("Area"), mark("Address"), mark("Telephone"), mark("When"), mark("Access"),
    mark("List"),
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One table of a page.

    Attributes
    ----------
    caption, columns, rows
        The caption, the headings and the cells as text; the first cell names the row.
    told
        The columns that a mark on the map tells in one line, beside the name.
    """

    caption: str
    columns: tuple[str, ...]
    rows: Rows
    told: tuple[int, ...] = (1,)


@dataclass(frozen=True)
class Layer:
    """One layer: words, table and shapes.

    Attributes
    ----------
    key, heading
        Short key and the heading a person reads.
    sentences
        The answer and what to do next.
    legend
        Marks in use with the number of rows drawn so.
    geometry
        One shape for each row that can be drawn, WGS84.
    row, mark
        For each shape: its row in the table, its mark in the legend.
    notes
        How it was worked out.
    """

    key: str
    heading: str
    sentences: tuple[str, ...]
    table: Table
    legend: tuple[tuple[Mark, int], ...]
    geometry: NDArray[np.object_]
    row: NDArray[np.int64]
    mark: NDArray[np.int64]
    notes: tuple[str, ...] = ()

    @property
    def is_points(self) -> bool:
        """Whether the layer is drawn as marks, not as areas."""
        return bool(self.legend) and isinstance(self.legend[0][0], KindMark)


def require_public(value: object, *allowed: type) -> None:
    """Refuse anything but the types that may leave the house.

    Raises
    ------
    TypeError
        Exact figures about people, or bare data, were handed to a file.
    """
    if not isinstance(value, allowed):
        names = " or ".join(kind.__name__ for kind in allowed)
        raise TypeError(f"A map file takes {names}, not {type(value).__name__}: exact figures stay on the screen.")


def asset_layer(facts: PublicFacts[list[Asset]], areas: gpd.GeoDataFrame) -> Layer:
    """Make the layer of assets; private ones and those that are a person's offer have an area and no pin."""
    require_public(facts, PublicFacts)
    assets = facts.facts
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    show_agreement = any(not words.is_agreed(asset) for asset in assets)
    columns = tuple(tr(column) for column in ASSET_COLUMNS)
    table = Table(
        tr_count("{number} asset, by kind and name", "{number} assets, by kind and name", len(assets)),
        (*columns, tr("To be published")) if show_agreement else columns,
        [_asset_row(asset, names, show_agreement=show_agreement) for asset in assets],
    )
    said = tuple(words.asset_sentences(assets))
    return Layer("assets", tr("What we have"), said, table, *_pins(assets), _harmless(facts.notes))


def pin_layer(facts: PublicFacts[list[AssetLine]], areas: gpd.GeoDataFrame) -> Layer:
    """Make the layer of a long list in short: of each asset its name, kind and area, by the same rule for pins."""
    require_public(facts, PublicFacts)
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    table = Table(
        tr_count("{number} asset, by kind and name", "{number} assets, by kind and name", len(facts.facts)),
        (tr("Name"), tr("Kind"), tr("Area")),
        [
            (
                harmless(line.name) or tr(NO_NAME),
                tr(ASSET_KIND_BY_NAME[line.kind].label),
                harmless(names.get(line.area_id, line.area_id)),
            )
            for line in facts.facts
        ],
    )
    return Layer("assets", tr("What we have"), (), table, *_pins(facts.facts), _harmless(facts.notes))


Pins = tuple[tuple[tuple[Mark, int], ...], NDArray[np.object_], NDArray[np.int64], NDArray[np.int64]]


def _pins(assets: Sequence[Asset | AssetLine]) -> Pins:
    """Return the legend, the points of those that have a pin, their rows and their marks."""
    pins = [i for i, asset in enumerate(assets) if has_pin(asset)]
    marks = [KIND_MARKS.index(KIND_MARK_BY_NAME[assets[i].kind]) for i in pins]
    legend, index = _used(KIND_MARKS, marks)
    points = shapely.points([assets[i].lon for i in pins], [assets[i].lat for i in pins])
    return legend, points, np.array(pins, np.int64), index


def has_pin(asset: Asset | AssetLine) -> bool:
    """Tell whether an asset may stand as a point: it has one, is not private and is nobody's own offer."""
    about_people = ASSET_KIND_BY_NAME[asset.kind].about_people
    return asset.lat is not None and asset.lon is not None and asset.where != Where.PRIVATE and not about_people


def _asset_row(asset: Asset, names: Mapping[str, str], *, show_agreement: bool) -> tuple[str, ...]:
    by_area_only = asset.where == Where.PRIVATE or ASSET_KIND_BY_NAME[asset.kind].about_people
    address = tr("by area only") if by_area_only else _address(asset)
    kind, detail = tr(ASSET_KIND_BY_NAME[asset.kind].label), asset.text("detail")
    detail = "" if detail.casefold() == kind.casefold() else detail
    cells = [
        asset.text("name") or tr(NO_NAME),
        ", ".join(part for part in (kind, detail, "" if asset.where == Where.PLACE else tr(asset.where)) if part),
        names.get(asset.area_id, asset.area_id),
        address,
        "" if by_area_only else asset.text("phone"),
        asset.text("opening_hours"),
        words.access_words(asset) if asset.where == Where.PLACE and not by_area_only else "",
        asset.source,
    ]
    if show_agreement:
        cells.append(tr("agreed") if words.is_agreed(asset) else tr("not agreed"))
    return tuple(harmless(cell) for cell in cells)


def _address(asset: Asset) -> str:
    parts = [asset.text("address"), asset.text("postcode")]
    written = parts[:1] if parts[1] and parts[1] in parts[0] else parts
    return ", ".join(part for part in written if part) or tr(NOT_RECORDED)


def missing_layer(view: ShareView[pd.DataFrame], outlines: gpd.GeoDataFrame) -> Layer:
    """Make the layer of who came from where; only figures that may be shared are taken."""
    require_public(view, ShareView)
    frame = view.facts.reset_index(drop=True)
    labels = frame["label"].fillna("").astype(str)
    keys = [mark.key for mark in LABEL_MARKS]
    table = Table(
        tr("Different people who came, beside what we would expect if everyone came alike"),
        (tr("Area"), tr("What we can say"), tr("People who came"), tr("Expected"), tr("Residents compared with")),
        [
            (
                harmless(str(name)),
                tr(label) if label else tr("no label"),
                _figure(came),
                _figure(expected),
                _figure(people),
            )
            for name, label, came, expected, people in zip(
                frame["name"], labels, frame["observed"], frame["expected"], frame["population"], strict=True
            )
        ],
    )
    shapes, rows = _outlines_of(list(frame["area"].astype(str)), outlines)
    legend, index = _used(LABEL_MARKS, [keys.index(labels[i]) for i in rows])
    said, notes = tuple(words.missing_answer(frame)), _harmless(view.notes)
    return Layer("missing", tr("Who have we not reached yet?"), said, table, legend, shapes, rows, index, notes)


def _harmless(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(harmless(text) for text in texts)


def _figure(value: object) -> str:
    """Write a figure as a person reads it: whole numbers whole, others to one place, words as they are."""
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return tr("not known")
    if isinstance(value, (int, float, np.number)):
        return f"{value:,.1f}".removesuffix(".0")
    return harmless(tr(str(value)))


def patch_layer(facts: PublicFacts[list[dict[str, Any]]], outlines: gpd.GeoDataFrame) -> Layer:
    """Make the layer of patches that are proposed: nobody is counted in it.

    Parameters
    ----------
    facts
        One row a patch: ``patch``, and the names of its ``areas``.
    outlines
        A shape a patch, by its name.
    """
    require_public(facts, PublicFacts)
    chosen = facts.facts
    table = Table(
        tr("Patches that are proposed"),
        (tr("Patch"), tr("Areas")),
        [(harmless(str(row["patch"])), ", ".join(_harmless(row["areas"]))) for row in chosen],
    )
    shapes, rows = _outlines_of([str(row["patch"]) for row in chosen], outlines)
    legend = tuple((_patch_mark(at, table.rows[at][0]), len(chosen[at]["areas"])) for at in rows.tolist())
    said = (tr("Each patch has its own filling. The number beside its name says how many areas are in it."),)
    marks = np.arange(len(rows), dtype=np.int64)
    return Layer("patches", tr("Patches that are proposed"), said, table, legend, shapes, rows, marks)


def _patch_mark(at: int, name: str) -> AreaMark:
    colour, ink, hatch = PATCH_FILLS[at % len(PATCH_FILLS)]
    return AreaMark(f"patch_{at}", name, colour, hatch, ink)


def travel_layer(
    facts: PublicFacts[list[dict[str, Any]]], outlines: gpd.GeoDataFrame, *, mode: str, venue: str
) -> Layer:
    """Make the layer of minutes to one venue by one way of travelling."""
    require_public(facts, PublicFacts)
    chosen = [row for row in facts.facts if words.mode_of(row) == mode]
    table = Table(
        tr("{mode} to {venue} and home", mode=words.mode_words(mode), venue=harmless(venue)),
        (tr("From"), tr("Way there and back"), tr("Minutes there"), tr("Minutes home"), tr("What stands in the way")),
        [
            (
                harmless(str(row["name"] or row["origin"])),
                words.way_words(row["way_there_and_back"]),
                _minutes(row["minutes_there"]),
                _minutes(row["minutes_back"]),
                words.barrier_words(row["barriers"]),
            )
            for row in chosen
        ],
        told=(1, 2),
    )
    shapes, rows = _outlines_of([str(row["origin"]) for row in chosen], outlines)
    marks = (*MINUTE_BANDS, WAY_NOT_FOUND, WAY_NOT_KNOWN)
    legend, index = _used(marks, [_band(chosen[i]) for i in rows])
    said, notes = tuple(words.travel_sentences(PublicFacts(chosen))), _harmless(facts.notes)
    return Layer("travel", tr("Getting there, and home"), said, table, legend, shapes, rows, index, notes)


def _minutes(value: float | None) -> str:
    return tr("not known") if value is None else f"{value:.0f}"


def _band(row: Mapping[str, Any]) -> int:
    """Return the mark of one row: its band of minutes, or one of the two marks behind the bands."""
    if row["way_there_and_back"] == Way.FOUND and row["minutes_there"] is not None:
        return next(i for i, band in enumerate(MINUTE_BANDS) if row["minutes_there"] < band.below)
    return len(MINUTE_BANDS) + int(row["way_there_and_back"] != Way.NOT_FOUND)


def _outlines_of(keys: Sequence[str], outlines: gpd.GeoDataFrame) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the shapes of those keys that have one, and which keys they are."""
    places = {str(key): i for i, key in enumerate(outlines["area_id"])}
    place = np.array([places.get(key, -1) for key in keys], np.int64)
    rows = np.flatnonzero(place >= 0)
    shapes = outlines.geometry.to_numpy()[place[rows]]
    return np.asarray(shapes, dtype=object), rows.astype(np.int64)


def _used(marks: Sequence[Mark], index: Sequence[int]) -> tuple[tuple[tuple[Mark, int], ...], NDArray[np.int64]]:
    """Return the marks that are in use with their numbers, and each shape's place among them."""
    numbers = np.bincount(np.asarray(index, np.int64), minlength=len(marks))
    used = np.flatnonzero(numbers)
    place = np.full(len(marks), -1, np.int64)
    place[used] = np.arange(len(used))
    return tuple((marks[i], int(numbers[i])) for i in used.tolist()), place[np.asarray(index, np.int64)]
