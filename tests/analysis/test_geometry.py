"""Distances against figures that others worked out, and pyproj's ellipsoid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from assetmap.analysis import geometry

LATITUDES = st.floats(49, 61)
LONGITUDES = st.floats(-9, 2)


def test_known_distances() -> None:
    # One minute of latitude on this sphere: 2 pi R / 360 / 60.
    assert geometry.distance_metres(-3.0, 52.0, -3.0, 52.0 + 1 / 60) == pytest.approx(1853.25, abs=0.01)
    # Half round the Earth, and nowhere at all.
    assert geometry.distance_metres(0, 0, 180, 0) == pytest.approx(np.pi * geometry.EARTH_RADIUS_METRES)
    assert geometry.distance_metres(-3.0, 52.0, -3.0, 52.0) == 0
    # Cardiff to Newport stations (51.4757, -3.1788) to (51.5889, -2.9983), by the ellipsoid.
    true = Geod(ellps="WGS84").inv(-3.1788, 51.4757, -2.9983, 51.5889)[2]
    assert geometry.distance_metres(-3.1788, 51.4757, -2.9983, 51.5889) == pytest.approx(true, rel=0.005)


@given(LONGITUDES, LATITUDES, st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_within_half_a_percent_of_the_ellipsoid(lon: float, lat: float, east: float, north: float) -> None:
    true = Geod(ellps="WGS84").inv(lon, lat, lon + east, lat + north)[2]
    assert geometry.distance_metres(lon, lat, lon + east, lat + north) == pytest.approx(true, rel=0.005, abs=0.01)


@given(LONGITUDES, LATITUDES, st.floats(0, 2 * np.pi), st.floats(1, 1000))
def test_the_plane_keeps_angles_and_nearness(lon: float, lat: float, bearing: float, metres: float) -> None:
    """A circle on the ground is a circle in the plane, whatever the bearing."""
    end_lon, end_lat, _ = Geod(a=geometry.EARTH_RADIUS_METRES, f=0).fwd(lon, lat, np.degrees(bearing), metres)
    start, end = geometry.to_plane([lon], [lat])[0], geometry.to_plane([end_lon], [end_lat])[0]
    assert np.hypot(*(end - start)) == pytest.approx(float(geometry.plane_radius(metres, lat)), rel=1e-3)


def test_share_along() -> None:
    start, end = np.array([[0.0, 0.0]] * 5), np.array([[4.0, 0.0]] * 4 + [[0.0, 0.0]])
    points = np.array([[1.0, 3.0], [-1.0, 0.0], [9.0, 1.0], [2.0, 0.0], [3.0, 3.0]])
    np.testing.assert_allclose(geometry.share_along(points, start, end), [0.25, 0.0, 1.0, 0.5, 0.0])
