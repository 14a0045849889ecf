"""The rows of an import that need a look, as a spreadsheet to download: assets as they stood, people by shapes."""

from __future__ import annotations

from assetmap.adapters import fix_file
from assetmap.messages import mark, tr
from assetmap.model.imports import ImportAnswer, RowsToMend, same_faults
from assetmap.render.problem_words import every_row

_ROWS_A_LINE = 1_000
"""Numbers of rows that one cell of a spreadsheet holds; it has room for 32,767 letters."""
_ABOUT_ASSETS = (
    mark("These rows could not go in. The last column says why, and what to do."),
    mark("Correct them here, save, and bring this file in like any list."),
    mark("PRIVATE: the rows stand as they did in your list. Do not pass this on."),
)
_ABOUT_PEOPLE = (
    mark("These rows need a look. Find each in your own list by its number. Rows with the same fault share a line."),
    mark("A stands for a letter, 9 for a digit, ? for another sign. Nobody's words are shown."),
)


def asset_sheet(answer: ImportAnswer) -> bytes | None:
    """Return the refused rows of a list of assets with their reasons, to be mended and brought in; None if none are.

    PRIVATE: the rows stand as they did in the list, private contacts too.
    """
    rows = answer.to_mend
    return fix_file.fix_bytes(rows.headings, rows.rows, about=_ABOUT_ASSETS) if rows is not None and rows.rows else None


def people_sheet(answer: ImportAnswer) -> bytes | None:
    """Return where to look in a list of who came: row, column, shape of the cell, what to do. No value is in it."""
    rows = people_rows(answer)
    return fix_file.fix_bytes(rows.headings, rows.rows, about=_ABOUT_PEOPLE) if rows.rows else None


def people_rows(answer: ImportAnswer) -> RowsToMend:
    """Return the rows of `people_sheet`: a line a fault of a column, with the numbers of all rows that have it."""
    headings = (tr("Rows in your list"), tr("Column"), tr("What it looks like"), tr("Expected"), tr("What to do"))
    rows = (
        (every_row(one.rows[at : at + _ROWS_A_LINE]), one.field, ", ".join(one.values), one.expected, one.fix)
        for one in same_faults(answer.problems)
        for at in range(0, len(one.rows), _ROWS_A_LINE)
    )
    return RowsToMend(headings, tuple(rows))
