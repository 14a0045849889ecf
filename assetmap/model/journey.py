"""Ways of travelling, and the places a venue can be named by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark


class Mode(StrEnum):
    """A way to travel: by street at any time of day, or by a timetable for one meeting.

    ``wheels`` is on foot for people on wheels: the streets without steps, kerbs and the like, as far as recorded.
    """

    WALK = "walk"
    DRIVE = "drive"
    WHEELS = "wheels"
    BUS = "bus"
    RAIL = "rail"
    TRAM = "tram"
    FERRY = "ferry"


STREET_MODES: tuple[Mode, ...] = (Mode.WALK, Mode.WHEELS, Mode.DRIVE)


@dataclass(frozen=True)
class ParkingRule:
    """What a car journey needs beside the drive: minutes to park and reach the door, and to be back at the wheel."""

    minutes_there: float
    minutes_back: float
    source: str


PARKING = ParkingRule(5.0, 2.0, mark("our default: finding a space and the walk between it and the door; change it"))


WITHOUT_WAY_STEP = 0.05
"""Venues are put in order by the share of residents without a way, in steps of this; within a step by minutes. A finer
order would let one cut-off lane decide between two halls."""


NEAR_DEGREES = 1.0
"""A point further than this beyond the streets is most likely a slip: about 110 km north or south. Our default."""


METRES_PER_KM = 1000
FAR_METRES = 20_000
"""A venue further than this from our streets is most likely written wrongly; nearer, streets may lack. Our default."""


class Way(StrEnum):
    """Whether a way there and back was found. 'not known' is an answer of its own."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_KNOWN = "not_known"


class OriginSet(StrEnum):
    """Which points people are taken to set out from."""

    AREAS = "areas"
    PATCHES = "patches"
    POSTCODES = "postcodes"


@dataclass(frozen=True)
class VenuePoint:
    """Where a meeting would be: an asset's id or a bare point."""

    venue_id: str
    name: str
    lon: float
    lat: float


class LegKind(StrEnum):
    """A part of a journey by vehicle; a way without any vehicle is one leg, named by its way of travelling."""

    ACCESS = "access"
    TRANSIT = "transit"
    TRANSFER = "transfer"
    EGRESS = "egress"
