"""A place made with a map of columns, as a person would: in one go, and later."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from small_place import make_files, write_text

from assetmap.config import Settings
from assetmap.errors import OptionError
from assetmap.services import workspace
from assetmap.services.workspace import PlaceParts

NOW = dt.datetime(2026, 3, 31, tzinfo=dt.UTC)
MAP = 'vintage = "OA 2022"\ncounts = "residents"\n[sex]\nMen = "Male"\nWomen = "Female"\n'


def test_counts_come_in_through_a_map(home: Path, tmp_path: Path) -> None:
    files = make_files(tmp_path / "files")
    table = write_text(files, "uv.csv", "A table\n,Men,Women\nW01000001,20,30\nW01000002,4,5\nNote\n")
    column_map = write_text(files, "map.toml", MAP)
    settings = Settings(home=home)
    parts = PlaceParts(areas=files / "areas.geojson", population=(files / "people.csv",))
    workspace.create_place(settings, "Small", parts, now=NOW)
    later = PlaceParts(population=(table,), population_map=column_map)
    workspace.add_to_place(settings, "Small", later, now=NOW)
    counts = workspace.population(workspace.open_place(settings, "Small"))
    of_sex = counts[counts["table"] == "sex"].set_index(["area_id", "category"])["count"]
    assert of_sex["W01000001", "Female"] == 30
    assert of_sex["W01000002", "total"] == 9
    assert set(counts["table"]) == {"disability", "sex"}


def test_a_map_without_counts_is_refused(home: Path, tmp_path: Path) -> None:
    files = make_files(tmp_path / "files")
    parts = PlaceParts(areas=files / "areas.geojson", population_map=write_text(files, "map.toml", MAP))
    with pytest.raises(OptionError, match="--population-map says what the columns of counts are"):
        workspace.create_place(Settings(home=home), "Small", parts, now=NOW)
