"""Travel answers as a person reads them: one row an area with all its ways, the hardest to reach first."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import Any

from assetmap.messages import tr, tr_count
from assetmap.model.journey import Way
from assetmap.render import words

Row = dict[str, Any]
_STATES = (Way.NOT_FOUND, Way.NOT_KNOWN, Way.FOUND)


def by_origin(rows: Sequence[Row]) -> list[Row]:
    """Put the ways of each area together, the hardest to reach first.

    Parameters
    ----------
    rows
        Rows of `services.travel.travel`.

    Returns
    -------
    list of dict
        ``origin, name, state, in_the_way``, and a text for each way of travelling under its name. First come those
        for which no way was found, then those of which it is not known, then the longest of the quickest ways.
    """
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["origin"], []).append(row)
    ways = sorted(grouped.values(), key=lambda ways: (_hardness(ways), str(ways[0]["name"]), str(ways[0]["origin"])))
    return [_together(of_one) for of_one in ways]


def _together(ways: list[Row]) -> Row:
    first = ways[0]
    return {
        "origin": first["origin"],
        "name": first["name"] or first["origin"],
        "state": _STATES[_hardness(ways)[0]],
        "in_the_way": " ".join(filter(None, (_in_the_way(row) for row in ways))),
        **{words.mode_of(row): minutes_words(row) for row in ways},
    }


def _hardness(ways: list[Row]) -> tuple[int, float]:
    states = {row["way_there_and_back"] for row in ways}
    if Way.FOUND not in states:
        return (1, 0.0) if Way.NOT_KNOWN in states else (0, 0.0)
    quickest = min((_minutes(row) for row in ways if row["way_there_and_back"] == Way.FOUND), default=inf)
    return 2, -quickest


def _minutes(row: Row) -> float:
    known = [minutes for minutes in (row["minutes_there"], row["minutes_back"]) if minutes is not None]
    return max(known, default=inf)


def minutes_words(row: Row) -> str:
    """Say how long one way takes: '8 minutes there, 9 home, from 20 of 23 postcodes'."""
    state = row["way_there_and_back"]
    if state != Way.FOUND or row["minutes_there"] is None or row["minutes_back"] is None:
        return tr("no way found") if state == Way.NOT_FOUND else tr("not known")
    there, home = round(row["minutes_there"]), round(row["minutes_back"])
    said = (
        tr_count("{number} minute each way", "{number} minutes each way", there)
        if there == home
        else tr("{there} minutes there, {home} home", there=there, home=home)
    )
    some = row["postcodes"]
    if some and some["found"] < some["total"]:
        return tr("{said}, from {found} of {total} postcodes", said=said, found=some["found"], total=some["total"])
    return said


def _in_the_way(row: Row) -> str:
    barriers = words.barrier_words(row["barriers"])
    mode = words.mode_words(words.mode_of(row))
    return tr("{mode}: {barriers}.", mode=mode, barriers=barriers) if barriers else ""


def names_in_state(together: Sequence[Row], state: Way) -> list[str]:
    """Return the names of the areas of `by_origin` that are in a state, in their order."""
    return [str(row["name"]) for row in together if row["state"] == state]
