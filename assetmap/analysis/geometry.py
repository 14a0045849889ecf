"""Distances and nearest points on the globe, in metres, from degrees: no map projection to choose."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_METRES = 6_371_008.8
"""Mean radius of the Earth (IUGG 1980)."""

Floats = NDArray[np.float64]


def distance_metres(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Return great-circle distances (haversine formula).

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        Degrees; arrays are taken pair by pair, by numpy's rules for shapes.

    Returns
    -------
    NDArray
        Metres. A sphere of mean radius is at most 0.5 % off the true figure of the Earth.
    """
    phi1, phi2 = np.radians(np.asarray(lat1, dtype=np.float64)), np.radians(np.asarray(lat2, dtype=np.float64))
    half_phi = (phi2 - phi1) / 2
    half_lambda = np.radians(np.asarray(lon2, dtype=np.float64) - np.asarray(lon1, dtype=np.float64)) / 2
    square = np.sin(half_phi) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(half_lambda) ** 2
    return np.asarray(2 * EARTH_RADIUS_METRES * np.arcsin(np.minimum(1.0, np.sqrt(square))))


def to_plane(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Return Mercator coordinates in radians, shape (n, 2).

    Mercator keeps angles, so within some kilometres the nearest line in the plane is the nearest on the ground and a
    foot of a perpendicular stays one. Lengths are stretched by 1 / cos(latitude): measure with `distance_metres`.
    """
    phi = np.radians(np.asarray(lat, dtype=np.float64))
    return np.column_stack((np.radians(np.asarray(lon, dtype=np.float64)), np.arctanh(np.sin(phi))))


def plane_radius(metres: float, lat: ArrayLike) -> Floats:
    """Return how long a distance on the ground is in `to_plane`'s coordinates at some latitudes."""
    return np.asarray(metres / EARTH_RADIUS_METRES / np.cos(np.radians(np.asarray(lat, dtype=np.float64))))


def share_along(point: Floats, start: Floats, end: Floats) -> Floats:
    """Return how far along segments the nearest places to points lie: 0 at the start, 1 at the end.

    Parameters
    ----------
    point, start, end
        Plane coordinates, shape (n, 2), taken row by row.
    """
    along = end - start
    square = np.einsum("ij,ij->i", along, along)
    dot = np.einsum("ij,ij->i", point - start, along)
    share = np.divide(dot, square, out=np.zeros_like(dot), where=square > 0)
    return np.asarray(np.clip(share, 0.0, 1.0))
