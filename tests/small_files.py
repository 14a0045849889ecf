"""The smallest files of a place, for tests of commands."""

from __future__ import annotations

import json
from pathlib import Path

SQUARE = [[[-3.0, 51.5], [-2.9, 51.5], [-2.9, 51.6], [-3.0, 51.6], [-3.0, 51.5]]]


def area_file(folder: Path, *, code: str = "Z1", geometry: object = None) -> Path:
    shape = geometry or {"type": "Polygon", "coordinates": SQUARE}
    feature = {"type": "Feature", "properties": {"code": code, "name": "Square"}, "geometry": shape}
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    return path
