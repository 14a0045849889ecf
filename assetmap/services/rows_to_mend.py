"""The rows of an import that need a look, as a spreadsheet to download: assets as they stood, people by shapes."""

from __future__ import annotations

from assetmap.adapters import fix_file
from assetmap.messages import mark, tr
from assetmap.model.imports import ImportAnswer, RowsToMend

_ABOUT_ASSETS = (
    mark("These rows could not go in. The last column says why, and what to do."),
    mark("Correct them here, save, and bring this file in like any list."),
    mark("PRIVATE: the rows stand as they did in your list. Do not pass this on."),
)
_ABOUT_PEOPLE = (
    mark("These rows need a look. Find each in your own list by its number."),
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
    """Return the rows of `people_sheet`."""
    headings = (tr("Row in your list"), tr("Column"), tr("What it looks like"), tr("Expected"), tr("What to do"))
    rows = ((str(one.row), one.field, one.value, one.expected, one.fix) for one in answer.problems)
    return RowsToMend(headings, tuple(rows))
