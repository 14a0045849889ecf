"""The roads behind a map: a place's own, cut into tiles once for each change of its parts. Nobody is in them."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assetmap.adapters.basemap import can_write_roads, write_roads
from assetmap.adapters.place_folder import has_graph
from assetmap.analysis.street_graph import StreetGraph
from assetmap.model.journey import Mode
from assetmap.model.picture import ROAD_MARKS
from assetmap.services import workspace
from assetmap.services.map_shapes import lines_of
from assetmap.services.workspace import Place

FOLDER = "map-cache"
SECONDS_IN_HOUR, METRES_IN_KM = 3600.0, 1000.0
_DEGREE_PARTS = 1e7
_ONE_AT_A_TIME = threading.Lock()


def roads_file(place: Place) -> Path:
    """Return where the roads of this generation of a place are kept."""
    return place.folder / FOLDER / f"roads-{place.generation}.pmtiles"


def has_roads(place: Place) -> bool:
    """Tell whether this place can have roads behind its maps as tiles."""
    return can_write_roads() and any(has_graph(place.parts, mode) for mode in (Mode.DRIVE, Mode.WALK))


def make_roads(place: Place) -> Path | None:
    """Return the file of roads, made now if it is not there; None for a place without streets.

    Raises
    ------
    OutsideError
        The roads could not be cut or kept.
    ConflictError
        The place has changed since it was opened.
    """
    path = roads_file(place)
    with _ONE_AT_A_TIME:
        if path.is_file():
            return path
        lines, rank = ranked_roads(place)
        if not len(lines):
            return None
        write_roads(path, lines, rank)
        _forget_older(place)
    return path


def _forget_older(place: Place) -> None:
    """Take away the roads of generations that no open page can ask for any more."""
    kept = {f"roads-{number}.pmtiles" for number in (place.generation, place.generation - 1)}
    for path in (place.folder / FOLDER).glob("roads-*.pmtiles"):
        if path.name not in kept:
            with contextlib.suppress(OSError):
                path.unlink()


def ranked_roads(place: Place) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the place's streets as lines, each with its row in ``ROAD_MARKS``; ways on foot have the number after."""
    drive, walk = (workspace.street_graph(place, mode) for mode in (Mode.DRIVE, Mode.WALK))
    lines, ranks = [np.array([], dtype=object)], [np.array([], dtype=np.int64)]
    if drive is not None and len(drive.stretch_metres):
        lines.append(lines_of(drive))
        ranks.append(_by_speed(drive))
    if walk is not None and len(walk.stretch_metres):
        alone = _on_foot_only(walk, drive)
        lines.append(lines_of(walk)[alone])
        ranks.append(np.full(int(alone.sum()), len(ROAD_MARKS), np.int64))
    return np.concatenate(lines), np.concatenate(ranks)


def _by_speed(graph: StreetGraph) -> NDArray[np.int64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        speed = np.nan_to_num(graph.stretch_metres / graph.stretch_seconds, posinf=0.0)
    kmh = np.round(speed * SECONDS_IN_HOUR / METRES_IN_KM)
    floors = np.array([mark.kmh_from for mark in ROAD_MARKS])
    return np.asarray((kmh[:, None] < floors).sum(axis=1), np.int64)


def _on_foot_only(walk: StreetGraph, drive: StreetGraph | None) -> NDArray[np.bool_]:
    """Tell which stretches lie, for the most part, on no street that is driven."""
    if drive is None or not len(drive.stretch_metres):
        return np.ones(len(walk.stretch_metres), np.bool_)
    middles, stretch = _middles(walk)
    shared = np.isin(middles, _middles(drive)[0])
    pieces = np.bincount(stretch, minlength=len(walk.stretch_metres))
    together = np.bincount(stretch, weights=shared, minlength=len(walk.stretch_metres))
    return np.asarray(2 * together < pieces, np.bool_)


def _middles(graph: StreetGraph) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return one number for the middle of each straight piece, the same in both networks, and its stretch."""
    which = np.repeat(np.arange(len(graph.line_start) - 1), np.diff(graph.line_start))
    x, y = (np.round(axis * _DEGREE_PARTS).astype(np.int64) for axis in (graph.line_lon, graph.line_lat))
    inside = which[1:] == which[:-1]
    middles = ((x[1:] + x[:-1]) << 32) + (y[1:] + y[:-1])
    return middles[inside], which[1:][inside]
