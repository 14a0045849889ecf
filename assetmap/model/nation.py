"""The nations whose bank holidays and rules differ, and how a place's codes tell which one it lies in."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark

DEFAULT_ZONE = "Europe/London"
"""The time zone of a place whose timetables do not name theirs."""


@dataclass(frozen=True)
class Nation:
    """One nation.

    Attributes
    ----------
    name
        Plain words.
    country, subdivision
        As ISO 3166 names them.
    code_prefixes
        How its statistical area codes begin.
    postcodes
        How postcodes begin that lie in it alone; none where the beginning does not tell.
    """

    name: str
    country: str
    subdivision: str
    code_prefixes: tuple[str, ...]
    postcodes: tuple[str, ...] = ()


# Area codes: ONS Register of Geographic Codes. Great Britain's postcode areas cross borders, so they tell nothing.
NATIONS: tuple[Nation, ...] = (
    Nation(mark("England"), "GB", "ENG", ("E0", "E1", "E9")),
    Nation(mark("Wales"), "GB", "WLS", ("W0", "W1", "W9")),
    Nation(mark("Scotland"), "GB", "SCT", ("S0", "S1", "S9")),
    Nation(mark("Northern Ireland"), "GB", "NIR", ("N0", "N1", "N9"), ("BT",)),
    Nation(mark("the Isle of Man"), "IM", "", (), ("IM",)),
)
