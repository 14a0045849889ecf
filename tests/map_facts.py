"""Made-up facts for maps: a valley of twelve square areas, assets of every kind, names that try to do harm."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from assetmap.analysis.disclosure import make_share_view
from assetmap.model.asset import ASSET_KINDS, AccessFact, Agreement, Asset, Fact, LocatedBy, Visibility
from assetmap.model.release import PublicFacts, ShareView
from assetmap.model.representation import Label
from assetmap.render.maps import MapContents, TravelFacts

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    '=HYPERLINK("http://example.org","y")',
    "abc\u202egnp.exe",
    '"><svg onload=alert(3)>',
    "{{ 7 * 7 }} ${7*7} &amp; <!--",
)
NAMES = (
    "Llanfair", "Glan-y-nant", "Cwm Isaf", "Pentre", "Y Felin", "Town north", "Town south", "Ynys Fach", "Nant", "Bryn",
    "Uchaf", "Dyffryn",
)  # fmt: skip
PRIVATE_NUMBER = "07700 900123"


def make_areas() -> gpd.GeoDataFrame:
    """Twelve squares, four across and three up."""
    squares = [
        shapely.box(-3 + 0.05 * (i % 4), 52 + 0.04 * (i // 4), -2.95 + 0.05 * (i % 4), 52.04 + 0.04 * (i // 4))
        for i in range(12)
    ]
    return gpd.GeoDataFrame({"area_id": [f"A{i}" for i in range(12)], "name": NAMES}, geometry=squares, crs="EPSG:4326")


def make_asset(number: int, *, agreed: bool = True, **changes: Any) -> Asset:
    """One asset of the valley; its kind goes round the table of kinds."""
    named: dict[str, Any] = {
        "id": f"id-{number}",
        "source": "halls",
        "source_key": str(number),
        "kind": ASSET_KINDS[number % len(ASSET_KINDS)].name,
        "visibility": Visibility.PUBLIC if agreed else Visibility.ONLY_US,
        "agreement": Agreement("its committee", "2026-01-01") if agreed else None,
        "located_by": LocatedBy.COORDINATES,
        "lat": 52.005 + (number * 7 % 110) / 1000,
        "lon": -2.995 + (number * 13 % 190) / 1000,
        "area_id": f"A{number % 12}",
        "fields": {
            "name": Fact(f"Asset {number}", "halls", "2026-01-01"),
            "address": Fact(f"{number} High Street", "halls", "2026-01-01"),
            "phone": Fact("01000 000000", "halls", "2026-01-01"),
        },
        "access": {"hearing_loop": AccessFact("yes", "halls", "2026-01-01")} if number % 2 else {},
        "private": {"mobile": Fact(PRIVATE_NUMBER, "halls", "2026-01-01")},
    }
    return Asset(**(named | changes))


def make_named(number: int, name: str) -> Asset:
    """One asset with a name of its own."""
    return make_asset(number, fields={"name": Fact(name, "halls", "2026-01-01")})


def make_assets(number: int) -> list[Asset]:
    """Some assets, the first of them with hostile names."""
    return [make_named(i, HOSTILE[i]) if i < len(HOSTILE) else make_asset(i) for i in range(number)]


def make_missing() -> ShareView[pd.DataFrame]:
    """A shared table in which every label stands at least once."""
    areas = make_areas()
    labels = [*Label, *Label][: len(areas)]
    frame = pd.DataFrame(
        {
            "area": areas["area_id"], "name": areas["name"], "population": 1200.0, "expected": 22.4,
            "observed": pd.Series(["fewer than 10", 15] * 6, dtype="object"), "index": 0.5,
            "label": [str(label) for label in labels],
        }
    )  # fmt: skip
    return make_share_view(frame, ["Counts are rounded."])


def make_travel() -> PublicFacts[list[dict[str, Any]]]:
    """Walking times from each area: found, found, not found, not known, and so on."""
    ways = ("found", "found", "not_found", "not_known")
    return PublicFacts(
        [
            {
                "origin": f"A{i}", "name": NAMES[i], "profile": "usual_pace", "modes": "walk", "why": "",
                "way_there_and_back": ways[i % 4], "metres": 900.0,
                "minutes_there": 5.0 * i if i % 4 < 2 else None, "minutes_back": 5.0 * i if i % 4 < 2 else None,
                "barriers": [] if i % 4 < 2 else [{"barrier": "too_far_to_walk", "sentence": "It is far."}],
            }
            for i in range(12)
        ]
    )  # fmt: skip


def make_roads() -> np.ndarray[Any, np.dtype[np.object_]]:
    """Five winding roads across the valley."""
    x = np.linspace(-3, -2.8, 20)
    lines = [np.column_stack([x, 52.01 + 0.02 * i + 0.008 * np.sin(np.arange(20) / 3 + i)]) for i in range(5)]
    return np.array([shapely.LineString(line) for line in lines], dtype=object)


def make_contents(assets: list[Asset] | None = None, **changes: Any) -> MapContents:
    """Make everything a map page can hold."""
    named: dict[str, Any] = {
        "title": "What Llan Valley has",
        "areas": make_areas(),
        "drawn_on": "3 March 2026",
        "roads": make_roads(),
        "assets": PublicFacts(make_assets(60) if assets is None else assets),
        "missing": make_missing(),
        "travel": TravelFacts(rows=make_travel(), mode="walk", venue="Neuadd <b>Llanfair</b>", at=(-2.9, 52.05)),
        "notes": ("Made-up place: nothing here is real.",),
        "sources": ("halls, read on 1 March 2026",),
        "from_openstreetmap": True,
    }
    return MapContents(**(named | changes))
