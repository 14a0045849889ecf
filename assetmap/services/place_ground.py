"""Whether a file of streets or stops belongs to a place: some of it must lie on the place's own ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.postcode import NEAR_MARGIN

Bounds = tuple[float, float, float, float]


def bounds_of(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Bounds | None:
    """Return west, south, east, north of points, degrees; None where there is none."""
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any():
        return None
    lon, lat = lon[known], lat[known]
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def check_on_ground(
    name: str, what: str, lon: NDArray[np.float64], lat: NDArray[np.float64], ground: Bounds | None
) -> None:
    """Refuse a file of which nothing lies on a place's ground or near its edge.

    Parameters
    ----------
    name, what
        The file, and what it holds in the plural: "streets", "stops".
    lon, lat
        Its points, degrees.
    ground
        Bounds of the place so far; None where nothing is known of it.

    Raises
    ------
    FileUnusableError
        None of the points lies there.
    """
    own = bounds_of(lon, lat)
    if ground is None or own is None:
        return
    west, south, east, north = ground
    wide, high = (east - west) * NEAR_MARGIN, (north - south) * NEAR_MARGIN
    inside = (lon >= west - wide) & (lon <= east + wide) & (lat >= south - high) & (lat <= north + high)
    if inside.any():
        return
    raise FileUnusableError(
        tr(
            "{name}: none of its {what} lies in this place: they lie around {own}, the place around {ground} "
            "(latitude, longitude). Expected {what} of this place. Choose the file that covers it.",
            name=name,
            what=tr(what),
            own=_middle(own),
            ground=_middle(ground),
        )
    )


def _middle(bounds: Bounds) -> str:
    west, south, east, north = bounds
    return f"{(south + north) / 2:.2f}, {(west + east) / 2:.2f}"
