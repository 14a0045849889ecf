"""Roads as PMTiles: what goes in comes out again, and nothing half-made is left."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from assetmap.adapters import basemap
from assetmap.errors import OutsideError

LINES = np.array(
    [
        shapely.LineString([(-3.0, 51.60), (-2.99, 51.61)]),
        shapely.LineString([(-2.99, 51.61), (-2.98, 51.60)]),
        shapely.LineString([(-3.0, 51.62), (-2.96, 51.62)]),
    ],
    dtype=object,
)
RANK = np.array([2, 2, 0])


def test_roads_come_back_out_of_the_tiles(tmp_path: Path) -> None:
    assert basemap.can_write_roads()
    path = tmp_path / "cache" / "roads-1.pmtiles"
    basemap.write_roads(path, LINES, RANK)
    assert path.read_bytes()[:8] == b"PMTiles\x03"
    assert list(path.parent.iterdir()) == [path]
    found = pyogrio.read_dataframe(path, layer=basemap.LAYER).to_crs("EPSG:4326")
    metres = found.to_crs("EPSG:27700").dissolve(by=basemap.RANK).geometry.length
    # 0.04 degrees east at latitude 51.62 are 2.77 km; twice 0.01 by 0.01 degrees are 2.62 km.
    assert metres[0] == pytest.approx(2_768, rel=0.02)
    assert metres[2] == pytest.approx(2_622, rel=0.02)


def test_pieces_that_meet_are_one() -> None:
    lines, rank = basemap._merged(LINES, RANK)
    assert sorted(rank.tolist()) == [0, 2]
    assert shapely.length(lines).sum() == pytest.approx(shapely.length(LINES).sum())


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(OutsideError, match="could not be made"):
        basemap.write_roads(tmp_path / "cache" / "roads.pmtiles", LINES, RANK)


def test_a_failing_cut_leaves_nothing_and_keeps_the_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "roads.pmtiles"
    path.write_bytes(b"the last one")

    def fail(*_args: object, **_named: object) -> None:
        raise subprocess.CalledProcessError(1, "python")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(OutsideError, match="could not be made"):
        basemap.write_roads(path, LINES, RANK)
    assert [found.name for found in tmp_path.iterdir()] == ["roads.pmtiles"]
    assert path.read_bytes() == b"the last one"
