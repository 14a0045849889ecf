"""The door to the basemap: a place's own roads as PMTiles, which a browser reads piece by piece.

GDAL cuts the tiles and stops everything else in its process while it does, so a second process does it.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from assetmap.errors import OutsideError
from assetmap.messages import tr
from assetmap.model.place import WGS84

DRIVER = "PMTiles"
LAYER = "roads"
RANK = "rank"
LEAST_ZOOM, MOST_ZOOM = 7, 13
"""Tiles are cut for these zooms; the browser draws closer ones from the last."""

LONGEST_SECONDS = 600
_PRIVATE = 0o700


@cache
def can_write_roads() -> bool:
    """Tell whether the installed GDAL can write PMTiles."""
    return "w" in pyogrio.list_drivers().get(DRIVER, "")


def write_roads(path: Path, lines: NDArray[np.object_], rank: NDArray[np.int64]) -> None:
    """Write roads as PMTiles, whole or not at all.

    Parameters
    ----------
    path
        The file; its folder is made where it is missing.
    lines
        Lines in WGS84.
    rank
        One whole number a line, 0 for the most important.

    Raises
    ------
    OutsideError
        GDAL or the disk did not do its part.
    """
    try:
        path.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".being-made-") as folder:
            fresh = Path(folder) / path.name
            _cut_elsewhere(fresh, *_merged(lines, rank))
            fresh.replace(path)
    except (OSError, subprocess.SubprocessError) as fault:
        raise OutsideError(
            tr(
                "The roads behind the map could not be made. Expected room on the disk and the right to write. "
                "Free some space and open the map again."
            )
        ) from fault


def _merged(lines: NDArray[np.object_], rank: NDArray[np.int64]) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Join pieces of the same rank that meet end to end: fewer pieces make smaller tiles."""
    joined = {
        int(number): shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines[rank == number])))
        for number in np.unique(rank)
    }
    ranks = [np.full(len(some), number, np.int64) for number, some in joined.items()]
    return np.concatenate(list(joined.values())), np.concatenate(ranks)


def _cut_elsewhere(path: Path, lines: NDArray[np.object_], rank: NDArray[np.int64]) -> None:
    packed = io.BytesIO()
    coordinates, which = shapely.get_coordinates(lines, return_index=True)
    np.savez(packed, coordinates=coordinates, which=which, rank=rank)
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    subprocess.run(  # noqa: S603 - our own module and a path we made
        [sys.executable, "-m", __name__, str(path)],
        input=packed.getvalue(),
        env=surroundings,
        timeout=LONGEST_SECONDS,
        check=True,
        capture_output=True,
    )
    if not path.is_file():
        raise OSError(path)


def cut_tiles(path: Path, packed: bytes) -> None:
    """Cut the tiles of packed roads, in this process."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as stored:
        lines = shapely.linestrings(stored["coordinates"], indices=stored["which"])
        rank = stored["rank"].astype(np.int32)
    pyogrio.raw.write(
        path,
        shapely.to_wkb(lines),
        [rank],
        [RANK],
        layer=LAYER,
        driver=DRIVER,
        geometry_type="LineString",
        crs=WGS84,
        dataset_options={"NAME": LAYER, "MINZOOM": str(LEAST_ZOOM), "MAXZOOM": str(MOST_ZOOM)},
    )


if __name__ == "__main__":
    cut_tiles(Path(sys.argv[1]), sys.stdin.buffer.read())
