"""A small town drawn by hand, with its answers worked out on paper. Nothing here calls the code under test.

Metres, x to the east and y to the north; ``o`` is a junction, ``*`` a bend, letters are points people set out from::

     y
   3200  T  (Top, the end of Long Lane)
         |
         :  3,000 m                       *------------------------*   y 500
         |                                |      Old Path, on foot |
    200  o------o---H---o------o----------*                        |
         |      #       |      |   H is the Hall, 20 m north of    |
         |      # Steps |      |   North Road, at x 140            |
    100  o-->---W-->----o-->---o                                   E           C
         |              |      |      (E is Far End, at 700, 100)  |           |
         |              |      |      (C is Cut Off, 1100, 100)    |           |
      0  M------o-------o------o===================================o===========o
         0     100     200    300        Fast Road, no pavement   700         1100

    F  (Farm) stands at x -900, y 100: 900 m from West Street, the nearest.
    I  (Island) lies at y -2000: one street from x 0 to x 100, and no bridge; the point is its middle.

High Street (y 100) is one-way to the east for cars; the Steps are for people on foot; all else is open both ways.
Streets have a limit of 36 km/h, driven at 0.8 of it: 28.8 km/h, 8 metres a second. Fast Road has 90 km/h, driven at 72,
20 metres a second. People walk 4.8 km/h: 80 metres a minute, 0.75 seconds a metre, twice that on steps.

To the Hall on foot, the 20 m from street to door included:

- Mill M: 200 up West Street, 140 along North Road, 20: 360 m, 4.5 minutes. (By the Steps: 100 + 100 + 200 + 40 + 20
  = 460 m's worth.)
- Well W: 100 of Steps, 40, 20: 160 m, worth 260 m, 3.25 minutes, 100 m of steps. (By High Street: 100 + 100 + 60 + 20
  = 280 m, 3.5 minutes.)
- School, at 200, 0: 200 up Middle Street, 60, 20: 280 m, 3.5 minutes. Corner, at 300, 200: 160 + 20: 180 m, 2.25.
- Far End E: 100 + 400 of Fast Road + 200 up East Street + 160 + 20: 880 m, 11 minutes, 400 m not shown to be safe.
  By the Old Path: 400 + 400 + 300 + 160 + 20: 1,280 m, 16 minutes, none of it on a fast road: that is the answer.
- Cut Off C: 100 + 800 + 200 + 160 + 20: 1,280 m, 16 minutes, 800 m not shown to be safe. Nothing avoids it.
- Top T: 3,000 + 140 + 20: 3,160 m, 39.5 minutes: too far to walk.
- Island I: no way. Farm F: 900 m off the streets, not known.

By car, without parking, the 20 m on foot (15 s) included:

- Mill: 340 m, 42.5 s, 57.5 s in all, there and back.
- Well: there 100 + 100 + 60 = 260 m, 32.5 s, 47.5 s in all; back 140 + 100 + 100 = 340 m, 57.5 s in all, for High
  Street is one-way.
- School: 260 m, 32.5 s, 47.5 s in all. Corner: 160 m, 20 s, 35 s in all. Both there and back.
- Far End: 460 m of streets 57.5 s, 400 m of Fast Road 20 s, 92.5 s in all.
- Cut Off: 460 m of streets 57.5 s, 800 m of Fast Road 40 s, 112.5 s in all.
- Top: 3,140 m, 392.5 s, 407.5 s in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, radians

import numpy as np

from assetmap.model.street import KIND_INDEX, NOT_RECORDED, StreetLines

LON_0, LAT_0 = -3.0, 52.0
METRES_A_DEGREE = 6_371_008.8 * pi / 180

# Junctions, bends and ends: number, x, y.
NODES: dict[int, tuple[float, float]] = {
    1: (0, 200), 2: (100, 200), 3: (200, 200), 4: (300, 200),
    5: (0, 100), 6: (100, 100), 7: (200, 100), 8: (300, 100),
    9: (0, 0), 10: (100, 0), 11: (200, 0), 12: (300, 0),
    13: (700, 0), 14: (700, 100), 15: (1100, 0), 16: (1100, 100),
    17: (300, 500), 18: (700, 500), 19: (0, 3200), 20: (0, -2000), 21: (100, -2000),
}  # fmt: skip


@dataclass(frozen=True)
class Street:
    """One street: its nodes in order, its kind, who may use it (as drawn, against it), its limit."""

    name: str
    nodes: tuple[int, ...]
    kind: str = "residential"
    drive: tuple[bool, bool] = (True, True)
    limit_kmh: float = 36.0


STREETS: tuple[Street, ...] = (
    Street("North Road", (1, 2, 3, 4)),
    Street("High Street", (5, 6, 7, 8), drive=(True, False)),
    Street("South Road", (9, 10, 11, 12)),
    Street("West Street", (1, 5, 9)),
    Street("Middle Street", (3, 7, 11)),
    Street("East Street", (4, 8, 12)),
    Street("Steps", (2, 6), "steps", (False, False)),
    Street("Fast Road", (12, 13, 15), "primary", limit_kmh=90.0),
    Street("Far End", (13, 14)),
    Street("Cut Off", (15, 16)),
    Street("Old Path", (4, 17, 18, 14), "footway", (False, False)),
    Street("Long Lane", (1, 19)),
    Street("Island", (20, 21)),
)

HALL = (140.0, 220.0)
POINTS: dict[str, tuple[float, float]] = {
    "Mill": (0, 0), "Well": (100, 100), "Far End": (700, 100), "Cut Off": (1100, 100), "Top": (0, 3200),
    "Island": (50, -2000), "Farm": (-900, 100), "School": (200, 0), "Corner": (300, 200),
}  # fmt: skip


@dataclass(frozen=True)
class Walk:
    """The quickest walk to the Hall, and what is said about it; None where there is none."""

    way: str
    minutes: float | None
    metres: float | None
    steps_metres: float = 0.0
    unsafe_metres: float = 0.0
    minutes_avoiding: float | None = None
    barriers: tuple[str, ...] = ()


WALKS: dict[str, Walk] = {
    "Mill": Walk("found", 4.5, 360, minutes_avoiding=4.5),
    "Well": Walk("found", 3.25, 160, 100, minutes_avoiding=3.25, barriers=("steps_on_the_way",)),
    "Far End": Walk("found", 11, 880, 0, 400, 16, ("way_round_fast_road",)),
    "Cut Off": Walk("not_known", 16, 1280, 0, 800, None, ("no_pavement_fast_road",)),
    "Top": Walk("not_found", 39.5, 3160, minutes_avoiding=39.5, barriers=("too_far_to_walk",)),
    "Island": Walk("not_found", None, None, barriers=("no_street_way",)),
    "Farm": Walk("not_known", None, None, barriers=("off_the_streets",)),
    "School": Walk("found", 3.5, 280, minutes_avoiding=3.5),
    "Corner": Walk("found", 2.25, 180, minutes_avoiding=2.25),
}
ANSWERED_MINUTES: dict[str, float | None] = {
    "Mill": 4.5, "Well": 3.25, "Far End": 16, "Cut Off": 16, "Top": 39.5, "Island": None, "Farm": None,
    "School": 3.5, "Corner": 2.25,
}  # fmt: skip
"""Minutes of the walk that is answered: the longer one where it avoids the fast road."""

DRIVE_SECONDS: dict[str, tuple[float, float] | None] = {
    "Mill": (57.5, 57.5), "Well": (47.5, 57.5), "Far End": (92.5, 92.5), "Cut Off": (112.5, 112.5),
    "Top": (407.5, 407.5), "Island": None, "Farm": None, "School": (47.5, 47.5), "Corner": (35.0, 35.0),
}  # fmt: skip
"""Seconds there and back by car without parking."""


def lon_lat(x: float, y: float) -> tuple[float, float]:
    """Return a point of the drawing as degrees."""
    return LON_0 + x / (METRES_A_DEGREE * cos(radians(LAT_0))), LAT_0 + y / METRES_A_DEGREE


def lon_lat_of(points: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Return points of the drawing as two arrays of degrees."""
    degrees = np.array([lon_lat(x, y) for x, y in points], dtype=np.float64).reshape(-1, 2)
    return degrees[:, 0], degrees[:, 1]


def street_lines() -> StreetLines:
    """Return the town as the arrays that a reader of streets would give."""
    nodes = [node for street in STREETS for node in street.nodes]
    lon, lat = lon_lat_of([NODES[node] for node in nodes])
    on_foot = np.ones(len(STREETS), dtype=np.bool_)
    nothing = np.zeros(0, dtype=np.bool_)
    return StreetLines(
        way_osm_id=np.arange(1, len(STREETS) + 1, dtype=np.int64),
        kind=np.array([KIND_INDEX[street.kind] for street in STREETS], dtype=np.int8),
        walk_forward=on_foot,
        walk_back=on_foot,
        drive_forward=np.array([street.drive[0] for street in STREETS]),
        drive_back=np.array([street.drive[1] for street in STREETS]),
        limit_kmh=np.array([street.limit_kmh for street in STREETS], dtype=np.float32),
        lit=np.full(len(STREETS), NOT_RECORDED, dtype=np.int8),
        pavement=np.zeros(len(STREETS), dtype=np.bool_),
        step_free=np.array([street.kind != "steps" for street in STREETS], dtype=np.int8),
        start=np.concatenate(([0], np.cumsum([len(street.nodes) for street in STREETS]))).astype(np.int64),
        point_osm_id=np.array(nodes, dtype=np.int64),
        lon=lon,
        lat=lat,
        barrier_osm_id=np.zeros(0, dtype=np.int64),
        barrier_blocks_walk=nothing,
        barrier_blocks_drive=nothing,
        barrier_is_stile=nothing,
        barrier_step_free=np.zeros(0, dtype=np.int8),
    )
