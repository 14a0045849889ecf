"""Who came, beside who lives there, as a person reads it: rows, headings, what the numbers can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from assetmap.messages import mark, tr
from assetmap.model.our_barrier import UnitWay
from assetmap.model.representation import (
    SHARE_RULE,
    UNIT_PLURALS,
    UNUSUAL_TAIL,
    Label,
    UnitKind,
    shortfall_sentences,
)

Row = dict[str, Any]

_HEADINGS: dict[UnitKind, str] = {
    UnitKind.AREA: mark("Area"),
    UnitKind.SQUARE: mark("Square"),
    UnitKind.PATCH: mark("Patch"),
}
_CAPTIONS: dict[UnitKind, str] = {
    UnitKind.AREA: mark("Who came from each area, fewer than expected first"),
    UnitKind.SQUARE: mark("Who came from each square, fewer than expected first"),
    UnitKind.PATCH: mark("Who came from each patch, fewer than expected first"),
}
RAREST = 10_000
"""Rarer than once in so many is not told apart."""
_FIRST: tuple[Label, ...] = (Label.MUCH_FEWER, Label.FEWER)
DOWNLOAD_COLUMNS: dict[str, str] = {
    "area": mark("Code"),
    "name": mark("Name"),
    "observed": mark("Came"),
    "expected": mark("We would expect"),
    "label": mark("What this tells us"),
    "population": mark("Live there"),
}
"""Headings of the list to take away, by column of the table."""
ABOUT_WORDS: dict[str, str] = {
    "compared_with": mark("Compared with"),
    "catchment": mark("Places"),
    "ages": mark("Ages"),
    "period": mark("Meetings"),
    "vintages": mark("Areas of the figures"),
    "method": mark("How it was worked out"),
}
"""What every result carries, in words."""


def rows(frame: pd.DataFrame, in_the_way: Mapping[str, str] | None = None) -> list[Row]:
    """Return the table's rows in words: first those with fewer people than expected, then the others by name.

    Parameters
    ----------
    frame
        The table ``model.tables.REPRESENTATION`` of either view.
    in_the_way
        What may stand in the way of a place, in words, by its id.

    Returns
    -------
    list of dict
        ``area, fewer, name, in_the_way, came, expected, told, population``; a number that is not known is None.
    """
    records: list[Row] = frame.to_dict("records")  # type: ignore[assignment]
    records.sort(key=lambda row: (_place_of(row), str(row["name"])))
    return [
        {
            "area": row["area"],
            "fewer": row["label"] in _FIRST,
            "name": row["name"],
            "in_the_way": (in_the_way or {}).get(str(row["area"]), ""),
            "came": shown_number(row["observed"]),
            "expected": shown_number(row["expected"]),
            "told": _told(row, frame.attrs.get("details", {})),
            "population": shown_number(row["population"]),
        }
        for row in records
    ]


def _told(row: Row, details: Mapping[str, Any]) -> str:
    """Return a label in words; where the figures are exact, with how often luck would bring such a gap about."""
    if not row["label"]:
        return tr("We cannot say")
    number = details.get("one_in", {}).get(str(row["area"]))
    if number is None:
        return tr(str(row["label"]))
    units = tr(UNIT_PLURALS[UnitKind(details["compared_by"])])
    luck = (
        tr("a gap this big would happen by luck in fewer than 1 in {most:,} {units}", most=RAREST, units=units)
        if number > RAREST
        else tr("a gap this big would happen by luck in about 1 in {number:,} {units}",
                number=two_figures(number), units=units)
    )  # fmt: skip
    return tr("{label}: {luck}", label=tr(str(row["label"])), luck=luck)


def with_barrier(said: Sequence[str], frame: pd.DataFrame, ways: Mapping[str, UnitWay]) -> list[str]:
    """Put our barrier first where the first place that fewer people came from has one: the failing is ours.

    Parameters
    ----------
    said
        The answer, its first sentence first.
    frame
        The table it is about; nothing is said of groups or of neighbours together.
    ways
        The ways to our usual meeting and home, by a place's id.
    """
    if not ways or str(frame.attrs["details"]["compared_by"]) not in set(UnitKind):
        return list(said)
    first = next((row for row in rows(frame) if row["fewer"]), None)
    way = ways.get(str(first["area"])) if first else None
    if first is None or way is None or not way.sentence:
        return list(said)
    named = tr("Fewer people have come from {place}. {barrier}", place=first["name"], barrier=way.sentence)
    return [said[0], named, *said[1:]]


def two_figures(number: int) -> int:
    """Round a whole number to its first two figures: no chance is known better."""
    return round(number, 2 - len(str(number)))


def _place_of(row: Row) -> float:
    """Put shortfalls first, the largest that is shown before the others, as the page's first sentence does."""
    if row["label"] not in _FIRST:
        return 0.0
    hidden = (SHARE_RULE.hidden_below - 1) / 2  # the middle of what a hidden count may be
    came = hidden if isinstance(row["observed"], str) else float(row["observed"])
    return min(came - float(row["expected"]), -1e-9)


def shown_number(value: object) -> str | None:
    """Write a number without decimals; words, such as 'fewer than 10', stay as they are."""
    if isinstance(value, str):
        return tr(value)
    number = float(value)  # type: ignore[arg-type]
    if pd.isna(number):
        return None
    return tr("fewer than 1") if 0 < number < 1 else f"{number:,.0f}"


def unit_heading(kind: UnitKind) -> str:
    """Return the heading of the column that names areas or patches."""
    return tr(_HEADINGS[kind])


def caption(kind: UnitKind, *, labelled: bool) -> str:
    """Return one sentence of what the table shows."""
    return tr(_CAPTIONS[kind]) if labelled else tr("Who came, without a comparison")


def hidden_sentence() -> str:
    """Say what is hidden in figures to share."""
    return tr(
        "Numbers below {hidden_below} are hidden, and all others rounded to the nearest {rounded_to}.",
        hidden_below=SHARE_RULE.hidden_below,
        rounded_to=SHARE_RULE.rounded_to,
    )


def sure_and_method(
    frame: pd.DataFrame, notes: Sequence[str], *, labelled: bool, shared: bool
) -> tuple[list[str], list[str]]:
    """Part what is said beside the table: how sure we are, and how it was worked out.

    Parameters
    ----------
    frame
        The table.
    notes
        What the answer says beside it.
    labelled
        Whether the table is compared with who lives there.
    shared
        Whether small numbers are hidden in it.
    """
    kind = UnitKind(frame.attrs["details"]["compared_by"])
    missed = shortfall_sentences(frame["expected"][frame["label"] == Label.ABOUT], kind)
    luck = list(frame.attrs["details"].get("luck", []))
    sure = [note for note in notes if note in {*missed, *luck}]
    if labelled:
        sure += [
            tr(
                "A gap that we call fewer would happen by luck in at most 1 in {number:.0f} {units}.",
                number=1 / UNUSUAL_TAIL,
                units=tr(UNIT_PLURALS[kind]),
            ),
            tr("These are numbers, not reasons. Ask people who live there."),
        ]
    method = [
        tr("Each person is counted once, in the area they came from last."),
        tr("Staff, supporters and facilitators are not counted."),
    ]
    if labelled:
        method.append(tr("We expect people from a place in step with how many live there."))
    if shared:
        method.append(hidden_sentence())
    return sure, [*method, *(note for note in notes if note not in {*missed, *luck})]
