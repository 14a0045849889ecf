"""The demo's time bank: 50 members and 300 exchanges, an hour for an hour."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random

from .files import write_csv
from .ground import dice
from .places import NEVER_PATCH, list_areas

MEMBERS = 50
EXCHANGES = 300
GENEROUS = 5
FIRST_DAY = dt.date(2025, 4, 1)
OFFERS = (
    "a lift to the shops", "gardening", "help with forms", "cooking a meal", "mending clothes", "walking a dog",
    "company for an afternoon", "Welsh conversation", "help with a phone or tablet", "small repairs",
    "reading letters aloud", "a lift to the clinic", "baking", "minutes of a meeting", "sitting in for a carer",
)  # fmt: skip
HOURS = (0.5, 1.0, 1.0, 1.5, 2.0, 2.0, 3.0)


def write_time_bank(folder: Path) -> None:
    """Write members and exchanges; a few members give much and ask for little."""
    roll = dice("time bank")
    areas = [area.code for area in list_areas() if area.patch != NEVER_PATCH]
    names = [f"T{number:02d}" for number in range(1, MEMBERS + 1)]
    members = []
    for name in names:
        joined = dt.date(2024, 9, 1) + dt.timedelta(days=roll.randrange(200))
        offers, asks = roll.sample(OFFERS, 2), roll.sample(OFFERS, 1)
        members.append((name, joined.strftime("%d/%m/%Y"), roll.choice(areas), "; ".join(offers), "; ".join(asks)))
    write_csv(folder / "time_bank_members.csv", ("Member", "Joined", "Area code", "Offers", "Asks for"), members)
    write_csv(
        folder / "time_bank_exchanges.csv", ("Date", "Giver", "Receiver", "Hours", "What"), _exchanges(roll, names)
    )


def _exchanges(roll: Random, names: list[str]) -> list[tuple[str, str, str, float, str]]:
    """Return exchanges by date. The first members give six times as often as others, and seldom ask."""
    giving = [6.0 if index < GENEROUS else 1.0 for index in range(MEMBERS)]
    asking = [0.2 if index < GENEROUS else 1.0 for index in range(MEMBERS)]
    exchanges: list[tuple[dt.date, str, str, float, str]] = []
    while len(exchanges) < EXCHANGES:
        giver, receiver = roll.choices(names, weights=giving)[0], roll.choices(names, weights=asking)[0]
        day = FIRST_DAY + dt.timedelta(days=roll.randrange(548))
        if giver != receiver:
            exchanges.append((day, giver, receiver, roll.choice(HOURS), roll.choice(OFFERS)))
    exchanges.sort()
    return [(day.strftime("%d/%m/%Y"), giver, receiver, hours, what) for day, giver, receiver, hours, what in exchanges]
