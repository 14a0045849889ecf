"""Streets stay in memory for as long as their file is the same one, and nobody can write into them."""

from __future__ import annotations

import os
from pathlib import Path

import people_place
import pytest

from assetmap.adapters.place_folder import graph_file
from assetmap.services import workspace


def test_streets_are_read_once_until_their_file_changes(home: Path, tmp_path: Path) -> None:
    place = people_place.make_streets_place(home, tmp_path / "files", postcodes=False)
    first = workspace.street_graph(place, "walk")
    assert first is not None
    assert workspace.street_graph(place, "walk") is first
    assert workspace.street_graph(place, "drive") is not first
    with pytest.raises(ValueError, match="read-only"):
        first.stretch_seconds[0] = 0.0
    os.utime(place.parts / graph_file("walk"), (1, 1))
    assert workspace.street_graph(place, "walk") is not first


def test_streets_that_went_away_are_not_remembered(home: Path, tmp_path: Path) -> None:
    place = people_place.make_streets_place(home, tmp_path / "files", postcodes=False)
    assert workspace.street_graph(place, "walk") is not None
    (place.parts / graph_file("walk")).unlink()
    assert workspace.street_graph(place, "walk") is None
