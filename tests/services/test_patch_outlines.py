"""Which areas lie side by side: squares and gaps whose borders are known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from assetmap.services.patch_outlines import find_neighbours

TO_DEGREES = Transformer.from_crs(32630, 4326, always_xy=True)


def areas(*boxes: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Return areas of boxes in metres: west, south, east, north."""
    shapes = [shapely.box(500_000 + w, 5_700_000 + s, 500_000 + e, 5_700_000 + n) for w, s, e, n in boxes]
    frame = gpd.GeoDataFrame({"area_id": range(len(shapes))}, geometry=shapes, crs=32630).to_crs(4326)
    points = frame.geometry.representative_point()
    return frame.assign(lon=points.x, lat=points.y)


def pairs(*boxes: tuple[float, float, float, float]) -> set[tuple[int, int]]:
    return {(int(one), int(other)) for one, other in find_neighbours(areas(*boxes))[0]}


def test_four_squares_meet_at_a_corner() -> None:
    block = [(x, y, x + 1000, y + 1000) for y in (0, 1000) for x in (0, 1000)]
    assert pairs(*block) == {(0, 1), (0, 2), (1, 3), (2, 3)}


@pytest.mark.parametrize(("gap", "beside"), [(-3, True), (0, True), (3, True), (12, False)])
def test_outlines_made_simpler_leave_gaps_and_slivers(gap: float, *, beside: bool) -> None:
    assert pairs((0, 0, 1000, 1000), (1000 + gap, 0, 2000, 1000)) == ({(0, 1)} if beside else set())


@pytest.mark.parametrize(("border", "beside"), [(20, False), (200, True)])
def test_a_short_border_is_a_corner(border: float, *, beside: bool) -> None:
    assert pairs((0, 0, 1000, 1000), (1000, 1000 - border, 2000, 2000)) == ({(0, 1)} if beside else set())


def test_an_area_round_another_is_its_neighbour() -> None:
    ring = shapely.box(0, 0, 3000, 3000) - shapely.box(1000, 1000, 2000, 2000)
    frame = areas((0, 0, 1, 1), (1000, 1000, 2000, 2000))
    outer = gpd.GeoSeries([shapely.affinity.translate(ring, 500_000, 5_700_000)], crs=32630).to_crs(4326)
    frame.loc[0, "geometry"] = outer.iloc[0]
    assert find_neighbours(frame)[0].tolist() == [[0, 1]]


def test_points_are_in_metres() -> None:
    _, points = find_neighbours(areas((0, 0, 1000, 1000), (3000, 0, 4000, 1000)))
    assert np.hypot(*(points[1] - points[0])) == pytest.approx(3000, rel=0.002)
