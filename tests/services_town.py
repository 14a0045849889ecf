"""The hand-drawn town dressed up as a place: what stands on disk is put in from the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
import town

from assetmap.analysis import street_graph
from assetmap.config import Settings
from assetmap.model.asset import Asset
from assetmap.model.journey import OriginSet
from assetmap.services import workspace
from assetmap.services.workspace import Place

# Area A: five postcodes. B: no postcodes, one point at the Farm. C: one postcode in town and one on the Island, its own
# point at the Farm, off the streets. D: one postcode in town, its own point off the streets, too.
IN_AREA = {
    "Mill": "A", "Corner": "A", "Far End": "A", "Cut Off": "A", "Top": "A", "Well": "C", "Island": "C", "School": "D",
}  # fmt: skip
AREA_POINTS = {"A": "Mill", "B": "Farm", "C": "Farm", "D": "Farm"}
PEOPLE = {"A": 100.0, "B": 30.0, "C": 10.0, "D": 40.0}
PEOPLE_A_POINT = {"A": 20.0, "B": 30.0, "C": 5.0, "D": 40.0}


def _origin(name: str, point: str, kind: str, people: float, area: str) -> dict[str, Any]:
    lon, lat = town.lon_lat(*town.POINTS[point])
    return {
        "origin": name,
        "name": f"{name} town",
        "lon": lon,
        "lat": lat,
        "kind": kind,
        "area_id": area,
        "people": people,
    }


def town_place(
    monkeypatch: pytest.MonkeyPatch, *, people: dict[str, float] = PEOPLE, assets: tuple[Asset, ...] = ()
) -> Place:
    """Put the hand-drawn town where a place's files would be."""
    graphs = {mode: street_graph.build_graph(town.street_lines(), mode=mode) for mode in ("walk", "wheels", "drive")}
    areas = [_origin(area, point, "centre of the area", people[area], area) for area, point in AREA_POINTS.items()]
    codes = [_origin(point, point, "postcode", float("nan"), area) for point, area in IN_AREA.items()]
    sets = {OriginSet.AREAS: pd.DataFrame(areas), OriginSet.POSTCODES: pd.DataFrame(codes)}
    postcodes = pd.DataFrame(codes).rename(columns={"origin": "postcode"}).assign(cell_id="", ended=False)
    ended = postcodes.head(1).assign(postcode="Gone", ended=True)
    register = _Register(assets)
    monkeypatch.setattr(workspace, "origins", lambda place, which: sets[which])
    monkeypatch.setattr(workspace, "postcodes", lambda place: pd.concat([postcodes, ended]))
    monkeypatch.setattr(workspace, "street_graph", lambda place, mode: graphs.get(mode))
    monkeypatch.setattr(workspace, "open_register", lambda place: register)
    monkeypatch.setattr(
        workspace, "find_postcode", lambda place, text: (*town.lon_lat(*town.HALL), "A") if text == "TN1 1AA" else None
    )
    return Place(name="Town", slug="town", folder=Path("nowhere"), generation=1, settings=Settings())


class _Register:
    """As much of a store as ways and venues need."""

    def __init__(self, assets: tuple[Asset, ...]) -> None:
        self._assets = assets

    def assets(self, *, ids: Sequence[str] | None = None) -> list[Asset]:
        return [asset for asset in self._assets if ids is None or asset.id in ids]

    def asset_lines(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=asset.id, names=(asset.text("name"),)) for asset in self._assets]

    def close(self) -> None:
        pass
