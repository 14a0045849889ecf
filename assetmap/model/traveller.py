"""Kinds of traveller: pace, walking limit and what is to hand. Each number carries its source; all can be changed."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark


@dataclass(frozen=True)
class TravellerProfile:
    """One kind of traveller.

    Attributes
    ----------
    name
        Stable key.
    label
        Plain words for a page.
    walk_speed_kmh
        Usual speed on the level.
    max_walk_minutes
        Longest walk that counts as a way to get there.
    max_metres_between_rests
        Longest stretch without a rest, None for no limit.
    has_car
        Whether a car is to hand.
    source
        Where the numbers come from.
    """

    name: str
    label: str
    walk_speed_kmh: float
    max_walk_minutes: int
    max_metres_between_rests: int | None
    has_car: bool
    source: str


TRAVELLER_PROFILES: tuple[TravellerProfile, ...] = (
    TravellerProfile("usual_pace", mark("usual pace"), 4.8, 30, None, True,
                     mark("4.8 km/h is the usual planning speed in Great Britain; "
                          "30 minutes is our default, change it")),
)  # fmt: skip

PROFILE_BY_NAME: dict[str, TravellerProfile] = {profile.name: profile for profile in TRAVELLER_PROFILES}
DEFAULT_PROFILE = "usual_pace"
PLANNED_PROFILES: frozenset[str] = frozenset({"easy_pace", "short_walks", "on_wheels", "powered_wheels"})
"""Kinds of traveller that are planned and not built: refused with 'not yet'."""
