"""Who came, beside who lives there, as a person reads it: rows, headings, what the numbers can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from assetmap.messages import mark, tr
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


def rows(frame: pd.DataFrame) -> list[Row]:
    """Return the table's rows in words: first those with fewer people than expected, then the others by name.

    Parameters
    ----------
    frame
        The table ``model.tables.REPRESENTATION`` of either view.

    Returns
    -------
    list of dict
        ``name, came, expected, told, population``; a number that is not known is None.
    """
    records: list[Row] = frame.to_dict("records")  # type: ignore[assignment]
    records.sort(key=lambda row: (_place_of(row), str(row["name"])))
    return [
        {
            "name": row["name"],
            "came": _number(row["observed"]),
            "expected": _number(row["expected"]),
            "told": tr(str(row["label"])) if row["label"] else tr("We cannot say"),
            "population": _number(row["population"]),
        }
        for row in records
    ]


def _place_of(row: Row) -> float:
    """Put shortfalls first, the largest that is shown before the others, as the page's first sentence does."""
    if row["label"] not in _FIRST:
        return 0.0
    hidden = (SHARE_RULE.hidden_below - 1) / 2  # the middle of what a hidden count may be
    came = hidden if isinstance(row["observed"], str) else float(row["observed"])
    return min(came - float(row["expected"]), -1e-9)


def _number(value: object) -> str | None:
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
    sure = [note for note in notes if note in missed]
    if labelled:
        sure += [
            tr(
                "A gap that we call fewer would happen by luck in about 1 in {number:.0f} {units}.",
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
    return sure, [*method, *(note for note in notes if note not in missed)]
