"""What is said about rows with the same fault: which they are, and what stood there."""

from __future__ import annotations

from collections.abc import Sequence

from assetmap.messages import tr
from assetmap.render.words import join

ROWS_NAMED = 3
"""Rows of one fault that are named before the others are counted."""


def row_words(rows: Sequence[int]) -> str:
    """Say which rows have a fault: "Rows 4, 9, 11 and 34 more"; 0 is the whole list."""
    if not any(rows):
        return tr("The whole list")
    if len(rows) == 1:
        return tr("Row {number}", number=f"{rows[0]:,}")
    return tr("Rows {numbers}", numbers=_first([f"{row:,}" for row in rows]))


def value_words(values: Sequence[str]) -> str:
    """Say what stood in rows with the same fault: the first kinds, and how many others there are."""
    return _first([value for value in values if value])


def _first(words: Sequence[str]) -> str:
    more = len(words) - ROWS_NAMED
    named = list(words[:ROWS_NAMED])
    return join([*named, tr("{number:,} more", number=more)] if more > 0 else named)


def every_row(rows: Sequence[int]) -> str:
    """Return the numbers of all rows, those that follow each other as one span: "4, 9-11"."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], row]
        else:
            spans.append([row])
    return ", ".join("-".join(map(str, span)) for span in spans)
