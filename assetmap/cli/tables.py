"""Long answers as tables that a person can read at 80 letters: fewer columns, everyday headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

TRAVEL_COLUMNS = ("from", "how", "way", "there", "back", "what stands in the way")
MEETING_COLUMNS = ("from", "how", "way", "leave", "home", "what stands in the way")
VENUE_COLUMNS = ("rank", "venue", "what we know")


def travel_rows(rows: Sequence[Row], *, meeting: bool = False) -> list[dict[str, Any]]:
    """Return travel rows for reading: minutes each way, or for a meeting the clock; and what stands in the way."""
    return [
        {
            "from": row["name"] or row["origin"],
            "how": row["modes"],
            "way": row["way_there_and_back"].replace("_", " "),
            "there": _minutes(row["minutes_there"]),
            "back": _minutes(row["minutes_back"]),
            "leave": _clock(row["leave_home"]) if meeting else "",
            "home": _clock(row["arrive_home"]) if meeting else "",
            "what stands in the way": ", ".join(dict.fromkeys(one["label"] for one in row["barriers"])),
        }
        for row in rows
    ]


def _clock(text: str | None) -> str:
    return "" if text is None else text[:5]


def hardest_first(rows: Sequence[Row]) -> list[Row]:
    """Return travel rows with those that have no way first, then the longest ways."""
    return sorted(rows, key=lambda row: (row["minutes_there"] is not None, -(row["minutes_there"] or 0), row["name"]))


def venue_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return venue rows for reading: the rank, the name, and all else in one sentence."""
    return [{"rank": row["rank"], "venue": row["name"], "what we know": row["sentence"]} for row in rows]


def _minutes(number: float | None) -> str:
    return "" if number is None else f"{number:.0f} min"
