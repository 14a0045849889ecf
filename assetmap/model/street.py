"""Words and rules for streets: who may use which, how fast, and where a walk is not shown to be safe.

To change a rule, change its row here; the reader (``adapters/osm.py``) and the sums (``analysis/street_graph.py``)
hold no tag and no threshold of their own. Tag values follow the OpenStreetMap wiki.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from assetmap.model import step_free
from assetmap.model.speed_limit import KMH_PER_MPH, LIMIT_KEYS, recorded_limit_kmh
from assetmap.model.step_free import StepFree

SNAP_LIMIT_METRES = 500.0
"""A point further than this from a street is reported with its distance, never moved and never dropped."""

FRAGMENT_NODES = 20
"""A connected part with fewer junctions than this is left for a larger one, if one lies within the snap limit."""

FAST_ROAD_KMH = 40 * KMH_PER_MPH
"""From this limit on, a road with no pavement recorded is not shown to be safe on foot."""

SETTLEMENT_METRES = 100.0
"""A road with no lighting recorded is in a settlement if a residential street lies this near.

In Great Britain street lamps make a road a 30 mph road (Road Traffic Regulation Act 1984, section 82), so a recorded
``lit`` decides first; homes nearby stand in for it where nobody has recorded it.
"""

DRIVE_SHARE_OF_LIMIT = 0.8
"""Mean driving speed as a share of the limit: bends, junctions, lights (OSRM's car profile, ``speed_reduction``)."""

STEPS_SHARE_OF_PACE = 0.5
"""Speed over the ground on steps as a share of the pace on the level (about half: Fruin 1971, Pedestrian Planning)."""


@dataclass(frozen=True)
class HighwayKind:
    """One kind of way, by its ``highway`` tag.

    Attributes
    ----------
    name
        Value of the ``highway`` tag.
    walk, drive
        Whether it is open to people on foot, and to cars, where no access tag says otherwise.
    carriageway
        Whether people on foot share it with traffic unless it has a pavement.
    main, lane
        Main road, or small road: which rule holds outside a settlement where no limit is recorded.
    homes
        A street people live in; near one, a road counts as in a settlement.
    doors
        Whether a journey may start or end on it (no front door opens on a motorway).
    steps, oneway
        A flight of steps; one way for vehicles unless a tag says otherwise.
    """

    name: str
    walk: bool = True
    drive: bool = True
    carriageway: bool = True
    main: bool = False
    lane: bool = False
    homes: bool = False
    doors: bool = True
    steps: bool = False
    oneway: bool = False


def _path(name: str, *, steps: bool = False) -> HighwayKind:
    """Write a row for a way without traffic."""
    return HighwayKind(name, drive=False, carriageway=False, steps=steps)


# Not listed, so never a street: construction, proposed, raceway, busway, escape, rest_area, services, via_ferrata...
# In the United Kingdom people may walk on every kind but motorways; farm tracks and paths are open to cars only
# where a tag for cars says so.
HIGHWAY_KINDS: tuple[HighwayKind, ...] = (
    HighwayKind("motorway", walk=False, doors=False, oneway=True),
    HighwayKind("motorway_link", walk=False, doors=False),
    HighwayKind("trunk", main=True),
    HighwayKind("trunk_link", main=True, doors=False),
    HighwayKind("primary", main=True),
    HighwayKind("primary_link", main=True, doors=False),
    HighwayKind("secondary", main=True),
    HighwayKind("secondary_link", main=True, doors=False),
    HighwayKind("tertiary", lane=True),
    HighwayKind("tertiary_link", lane=True),
    HighwayKind("unclassified", lane=True),
    HighwayKind("road", lane=True),
    HighwayKind("residential", homes=True),
    HighwayKind("living_street", carriageway=False, homes=True),
    HighwayKind("service"),
    HighwayKind("track", drive=False),
    _path("pedestrian"),
    _path("footway"),
    _path("path"),
    _path("cycleway"),
    _path("bridleway"),
    _path("steps", steps=True),
    _path("corridor"),
    _path("platform"),
)
KIND_INDEX: dict[str, int] = {kind.name: index for index, kind in enumerate(HIGHWAY_KINDS)}

# Limit taken where none is recorded, miles per hour: (in a settlement, outside), by country. Main roads and motorways
# have the national limit. Lanes and yards have a speed one can drive there, as their legal 60 cannot be driven.
ASSUMED_LIMITS_MPH: dict[str, dict[str, tuple[int, int]]] = {
    "GB": {
        "motorway": (70, 70), "motorway_link": (50, 50),
        "trunk": (30, 60), "trunk_link": (30, 40),
        "primary": (30, 60), "primary_link": (30, 40),
        "secondary": (30, 50), "secondary_link": (30, 40),
        "tertiary": (30, 40), "tertiary_link": (30, 30),
        "unclassified": (30, 30), "road": (30, 30),
        "residential": (30, 30), "living_street": (10, 10),
        "service": (10, 10), "track": (10, 10),
    },
}  # fmt: skip
DEFAULT_COUNTRY = "GB"
OTHER_LIMIT_MPH = (5, 5)
"""For a kind that has no row above and yet is open to cars: a pedestrian street at opening hours, a path to a farm."""

# The most specific access tag that is present decides.
ACCESS_KEYS: dict[str, tuple[str, ...]] = {
    "walk": ("foot", "access"),
    "drive": ("motorcar", "motor_vehicle", "vehicle", "access"),
}
# These keys alone can open a kind that is closed to a mode: 'access=yes' on a footpath does not invite cars.
OPENING_KEYS: dict[str, tuple[str, ...]] = {"walk": ("foot",), "drive": ("motorcar", "motor_vehicle")}
# A private road is closed: we cannot tell whose visitors may use it, and it must not become a short cut.
# Homes along it are reached from the nearest open street. Destination and customers are open: a meeting is one.
CLOSED_VALUES = frozenset(
    {
        "no", "private", "agricultural", "forestry", "agricultural;forestry", "delivery", "emergency", "military",
        "permit", "residents", "use_sidepath", "psv", "bus",
    }
)  # fmt: skip
OPENING_VALUES = frozenset({"yes", "designated", "permissive", "destination", "customers", "official"})
CLOSED_SERVICES: dict[str, frozenset[str]] = {"walk": frozenset(), "drive": frozenset({"emergency_access", "bus"})}

# On foot a one-way street is open both ways: only a tag for people on foot counts.
ONEWAY_KEYS: dict[str, tuple[str, ...]] = {
    "walk": ("oneway:foot",),
    "drive": ("oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"),
}
# 1 along the way as drawn, -1 against it, 0 both ways.
ONEWAY_VALUES: dict[str, int] = {
    "yes": 1, "true": 1, "1": 1, "-1": -1, "reverse": -1, "no": 0, "false": 0, "0": 0,
}  # fmt: skip
ONEWAY_JUNCTIONS = frozenset({"roundabout"})

SIDEWALK_KEYS: tuple[str, ...] = ("sidewalk", "sidewalk:left", "sidewalk:right", "sidewalk:both")
# 'separate' is a pavement drawn as a way of its own; 'no' and 'none' record that there is none.
OWN_SIDEWALK_VALUES = frozenset({"yes", "left", "right", "both"})
SIDEWALK_VALUES = OWN_SIDEWALK_VALUES | {"separate"}
OTHER_PAVEMENT_TAGS: tuple[tuple[str, frozenset[str]], ...] = (
    ("footway", frozenset({"sidewalk"})),
    ("foot", frozenset({"designated"})),
)

LIT_KEY = "lit"
LIT_VALUES: dict[str, int] = {
    "yes": 1, "automatic": 1, "24/7": 1, "limited": 1, "interval": 1, "operating_times": 1, "sunset-sunrise": 1,
    "no": 0, "disused": 0,
}  # fmt: skip
LIT, NOT_RECORDED = 1, -1

HIGHWAY_KEY = "highway"
AREA_KEY = "area"
AREA_VALUES = frozenset({"yes"})
# People cross a square on foot; its edge is kept as a walking line so that paths which end at it stay joined.
NOT_STREETS: tuple[tuple[str, frozenset[str]], ...] = (("route", frozenset({"ferry"})),)

BARRIER_KEY = "barrier"
# Let people on foot through and keep cars out, unless a tag for cars says otherwise.
CAR_BARRIERS = frozenset(
    {
        "bollard", "block", "stile", "kissing_gate", "cycle_barrier", "motorcycle_barrier", "turnstile",
        "full-height_turnstile", "horse_stile", "hampshire_gate", "jersey_barrier", "log", "planter", "debris",
        "chain", "rope", "kissing_gate;gate", "sump_buster", "bus_trap",
    }
)  # fmt: skip
STILES = frozenset({"stile", "horse_stile"})
BARRIER_KEYS: tuple[str, ...] = (BARRIER_KEY, *step_free.NODE_KEYS)
"""A point with one of these keys is judged as a barrier."""
LOCKED_KEY = "locked"
LOCKED_VALUES = frozenset({"yes"})

PLACE_KEY = "place"
NAME_KEY = "name"
SETTLEMENT_KINDS: tuple[str, ...] = ("city", "town", "village", "suburb", "hamlet")
AREA_RELATIONS: tuple[str, frozenset[str]] = ("type", frozenset({"multipolygon", "boundary"}))

WAY_KEYS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            HIGHWAY_KEY, AREA_KEY, "route", "service", "junction", LIT_KEY, *LIMIT_KEYS,
            *ACCESS_KEYS["walk"], *ACCESS_KEYS["drive"], *ONEWAY_KEYS["walk"], *ONEWAY_KEYS["drive"],
            *SIDEWALK_KEYS, "footway", *step_free.WAY_KEYS,
        )
    )
)  # fmt: skip
"""All keys of a way that any rule here looks at."""


@dataclass(frozen=True)
class WayFacts:
    """What the rules make of one way: numbers only.

    ``kind`` is an index into HIGHWAY_KINDS; directions are (as drawn, against it); ``limit_kmh`` is nan where not
    recorded and infinite where recorded as none; ``lit`` is 1, 0 or NOT_RECORDED; ``pavement`` whether one is recorded;
    ``step_free`` a value of StepFree.
    """

    kind: int
    walk: tuple[bool, bool]
    drive: tuple[bool, bool]
    limit_kmh: float
    lit: int
    pavement: bool
    step_free: int


@dataclass(frozen=True)
class BarrierFacts:
    """What the rules make of one barrier or kerb on a way; for wheels, a value of StepFree: NOT stops them."""

    blocks_walk: bool
    blocks_drive: bool
    stile: bool
    step_free: int


@dataclass(frozen=True, eq=False)
class StreetLines:
    """All streets of an extract as arrays: the one form in which streets enter the sums.

    Way ``w`` has the points ``start[w]`` to ``start[w + 1]``. Points are OpenStreetMap nodes in the order drawn; ways
    that share a node meet there.

    Attributes
    ----------
    way_osm_id, kind, walk_forward, walk_back, drive_forward, drive_back, limit_kmh, lit, pavement, step_free
        One entry a way; see WayFacts.
    start
        One entry a way and one more.
    point_osm_id, lon, lat
        One entry a point; degrees.
    barrier_osm_id, barrier_blocks_walk, barrier_blocks_drive, barrier_is_stile, barrier_step_free
        One entry a barrier or kerb that blocks somebody, is a stile, or is not proven to let wheels through.
    points_missing
        How many points the file names and does not hold; ways are cut there.
    """

    way_osm_id: NDArray[np.int64]
    kind: NDArray[np.int8]
    walk_forward: NDArray[np.bool_]
    walk_back: NDArray[np.bool_]
    drive_forward: NDArray[np.bool_]
    drive_back: NDArray[np.bool_]
    limit_kmh: NDArray[np.float32]
    lit: NDArray[np.int8]
    pavement: NDArray[np.bool_]
    step_free: NDArray[np.int8]
    start: NDArray[np.int64]
    point_osm_id: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    barrier_osm_id: NDArray[np.int64]
    barrier_blocks_walk: NDArray[np.bool_]
    barrier_blocks_drive: NDArray[np.bool_]
    barrier_is_stile: NDArray[np.bool_]
    barrier_step_free: NDArray[np.int8]
    points_missing: int = 0

    @property
    def nbytes(self) -> int:
        """Memory of all arrays, bytes."""
        values = (getattr(self, field.name) for field in fields(self))
        return sum(value.nbytes for value in values if isinstance(value, np.ndarray))


def kind_flags(name: str) -> NDArray[np.bool_]:
    """Return one yes/no column of HIGHWAY_KINDS as an array."""
    return np.array([getattr(kind, name) for kind in HIGHWAY_KINDS], dtype=np.bool_)


def assumed_limits_kmh(country: str = DEFAULT_COUNTRY) -> NDArray[np.float64]:
    """Return the limits taken where none is recorded, km/h, shape (kinds, 2): in a settlement, outside."""
    table = ASSUMED_LIMITS_MPH[country]
    return np.array([table.get(kind.name, OTHER_LIMIT_MPH) for kind in HIGHWAY_KINDS]) * KMH_PER_MPH


def judge_way(tags: Mapping[str, str]) -> WayFacts | None:
    """Apply the rules to one way's tags; None if it is not a street or nobody may use it."""
    kind = KIND_INDEX.get(tags.get(HIGHWAY_KEY, ""))
    if kind is None or any(tags.get(key) in values for key, values in NOT_STREETS):
        return None
    row = HIGHWAY_KINDS[kind]
    area = tags.get(AREA_KEY) in AREA_VALUES
    if area and row.carriageway:
        return None
    walk = _directions(tags, "walk", open_=_may_use(tags, "walk", usual=row.walk), oneway=False)
    drive = _directions(tags, "drive", open_=not area and _may_use(tags, "drive", usual=row.drive), oneway=row.oneway)
    if not any((*walk, *drive)):
        return None
    lit = LIT_VALUES.get(tags.get(LIT_KEY, ""), NOT_RECORDED)
    own_pavement = any(tags.get(key) in OWN_SIDEWALK_VALUES for key in SIDEWALK_KEYS)
    wheels = step_free.judge_way(tags, steps=row.steps, carriageway=row.carriageway, pavement=own_pavement)
    return WayFacts(kind, walk, drive, recorded_limit_kmh(tags), lit, has_pavement(tags), int(wheels))


def judge_barrier(tags: Mapping[str, str]) -> BarrierFacts | None:
    """Apply the rules to a barrier's or kerb's tags; None if it is no stile, stops nobody and lets wheels through."""
    name = tags.get(BARRIER_KEY)
    if name is None and not any(key in tags for key in step_free.NODE_KEYS):
        return None
    blocks_walk, blocks_drive = _judge_gate(tags, name) if name is not None else (False, False)
    stile = name in STILES
    wheels = step_free.judge_node(tags, name)
    if not (blocks_walk or blocks_drive or stile) and wheels == StepFree.PROVEN:
        return None
    return BarrierFacts(blocks_walk, blocks_drive, stile, int(wheels))


def _judge_gate(tags: Mapping[str, str], name: str) -> tuple[bool, bool]:
    """Return whether a barrier stops people on foot, and cars."""
    keeps_cars_out = name in CAR_BARRIERS
    locked = tags.get(LOCKED_KEY) in LOCKED_VALUES
    # What is made to let people through says nothing about them in its 'access'.
    foot = tags.get("foot") if keeps_cars_out else _first(tags, ACCESS_KEYS["walk"])
    car = _first(tags, ACCESS_KEYS["drive"])
    blocks_walk = foot in CLOSED_VALUES or (locked and not keeps_cars_out and foot is None)
    return blocks_walk, car in CLOSED_VALUES or (car not in OPENING_VALUES and (keeps_cars_out or locked))


def has_pavement(tags: Mapping[str, str]) -> bool:
    """Tell whether a pavement is recorded; not recorded and recorded as none are both False."""
    if any(tags.get(key) in SIDEWALK_VALUES for key in SIDEWALK_KEYS):
        return True
    return any(tags.get(key) in values for key, values in OTHER_PAVEMENT_TAGS)


def _first(tags: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    return next((tags[key] for key in keys if key in tags), None)


def _may_use(tags: Mapping[str, str], mode: str, *, usual: bool) -> bool:
    """Tell whether a mode may use a way: the most specific access tag, else what is usual for its kind."""
    value = _first(tags, ACCESS_KEYS[mode])
    if value in CLOSED_VALUES or tags.get("service") in CLOSED_SERVICES[mode]:
        return False
    return usual or _first(tags, OPENING_KEYS[mode]) in OPENING_VALUES


def _directions(tags: Mapping[str, str], mode: str, *, open_: bool, oneway: bool) -> tuple[bool, bool]:
    """Return whether a mode may go as drawn and against it."""
    if not open_:
        return False, False
    implied = oneway or (mode == "drive" and tags.get("junction") in ONEWAY_JUNCTIONS)
    value = _first(tags, ONEWAY_KEYS[mode])
    direction = ONEWAY_VALUES.get(value or "", int(implied))
    return direction >= 0, direction <= 0
