"""A map of patches that are proposed: each patch in the shape of its areas, told apart by fill and hatching."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import people_place
import pytest
import shapely
from people_place import AREAS
from shapely.geometry import shape

from assetmap.model.picture import PATCH_FILLS
from assetmap.render.layers import patch_layer
from assetmap.services import workspace
from assetmap.services.web_maps import counts_people, draw_web_map, map_spec, of_proposal, still_picture
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)
A, B, C, D = AREAS
HOSTILE = "<img src=x onerror=alert(1)>"
PATCH_OF = {A: "Low", B: "Low", C: HOSTILE, D: ""}


@pytest.fixture
def four(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def drawn(place: Place) -> tuple[str, dict[str, Any]]:
    found = draw_web_map(place, of_proposal(map_spec(place), PATCH_OF), address="/maps/x", now=NOW)
    return found.page, json.loads(gzip.decompress(found.facts))


def test_each_patch_has_the_shape_of_its_areas(four: Place) -> None:
    _, facts = drawn(four)
    assert facts["layer"]["cells"][0] == [HOSTILE, "Low"], "the area in no patch has no row"
    features = facts["layer"]["shapes"]["features"]
    areas = workspace.areas(four).set_index("area_id").geometry
    wanted = [areas[C], shapely.union_all([areas[A], areas[B]])]
    assert len(features) == len(wanted)
    for feature, geometry in zip(features, wanted, strict=True):
        apart = shapely.symmetric_difference(shape(feature["geometry"]), geometry).area
        assert apart < 0.01 * geometry.area


def test_the_legend_names_each_patch_with_its_number_of_areas(four: Place) -> None:
    page, _ = drawn(four)
    assert "Low: 2" in page
    assert "&lt;img src=x onerror=alert(1)&gt;: 1" in page
    assert HOSTILE not in page
    assert HOSTILE not in still_picture(four, of_proposal(map_spec(four), PATCH_OF), now=NOW)


def test_nothing_of_it_is_kept_and_only_public_facts_are_drawn(four: Place) -> None:
    assert counts_people(of_proposal(map_spec(four), PATCH_OF))
    with pytest.raises(TypeError, match="not list"):
        patch_layer([], workspace.areas(four))  # type: ignore[arg-type]


def test_patches_are_never_told_apart_by_colour_alone() -> None:
    assert len(set(PATCH_FILLS)) == len(PATCH_FILLS) == 20
    for one, after in pairwise(PATCH_FILLS):
        assert one[0] != after[0]
        assert one[2] != after[2]
