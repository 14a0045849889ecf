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
    on_wheels
        Whether steps, kerbs and the like stop them: to walk is then to go by the streets of ``Mode.WHEELS``.
    source
        Where the numbers come from.
    """

    name: str
    label: str
    walk_speed_kmh: float
    max_walk_minutes: int
    max_metres_between_rests: int | None
    has_car: bool
    on_wheels: bool
    source: str


TRAVELLER_PROFILES: tuple[TravellerProfile, ...] = (
    TravellerProfile("usual_pace", mark("usual pace"), 4.8, 30, None, True, False,
                     mark("4.8 km/h is the usual planning speed in Great Britain; "
                          "30 minutes is our default, change it")),
    TravellerProfile("easy_pace", mark("easy pace"), 3.2, 20, None, True, False,
                     mark("3.2 km/h is our planning figure, change it. "
                          "20 minutes is our default: about 1 km, with strength left for the way home.")),
    TravellerProfile("short_walks", mark("short walks with rests"), 2.3, 10, 50, True, False,
                     mark("2.3 km/h and 50 m between rests are our planning figures, change them. "
                          "10 minutes is our default: about 400 m, the usual walk to a bus stop.")),
    TravellerProfile("on_wheels", mark("on wheels, pushed or by hand"), 3.6, 20, None, False, True,
                     mark("3.6 km/h is our planning figure, change it. 20 minutes is our default, for arms tire. "
                          "A car that takes a wheelchair is not taken for granted.")),
    TravellerProfile("powered_wheels", mark("powered wheels"), 5.0, 30, None, False, True,
                     mark("5.0 km/h is our planning figure, change it. 30 minutes is our default, "
                          "well within one charge. A car that takes a wheelchair is not taken for granted.")),
)  # fmt: skip

PROFILE_BY_NAME: dict[str, TravellerProfile] = {profile.name: profile for profile in TRAVELLER_PROFILES}
DEFAULT_PROFILE = "usual_pace"
