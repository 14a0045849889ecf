"""Write a spreadsheet of several sheets into memory. Every cell is text as it stands, never a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from assetmap.messages import mark

SUFFIX = ".xlsx"
ABOUT_SHEET = mark("About")
"""The sheet that says what the others are."""
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CORE = "docProps/core.xml"
_MADE_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")
_TEXT = "s"
_TEXT_FORMAT = "@"
_LONGEST_TEXT = 32_767  # letters that a cell of this format may hold
_NARROWEST, _WIDEST = 10, 60  # letters across
_LOOKED_AT = 200  # rows by which a column's width is chosen


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: its name, its first row in bold, and its rows of text cells."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an XLSX file whose first row of each sheet stays in sight and whose long texts wrap."""
    book = Workbook(write_only=True)
    for one in sheets:
        sheet = book.create_sheet(one.name)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(one), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_styled(text_cell(sheet, text), bold=True) for text in one.headings])
        for cells in one.rows:
            sheet.append([_styled(text_cell(sheet, text), bold=False) for text in cells])
    whole = BytesIO()
    book.save(whole)
    return _undated(whole)


def _undated(whole: BytesIO) -> bytes:
    """Take out when the file was made: the same rows are the same bytes, and nobody is told the second."""
    fresh = BytesIO()
    with ZipFile(whole) as old, ZipFile(fresh, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == _CORE:
                content = _MADE_AT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            new.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return fresh.getvalue()


def text_cell(sheet: Any, text: str) -> Any:  # noqa: ANN401 - openpyxl's own classes have no names to use
    """Make a cell that a spreadsheet shows as it is, also where it begins like a formula."""
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()[:_LONGEST_TEXT]
    cell.data_type = _TEXT
    cell.number_format = _TEXT_FORMAT
    cell.quotePrefix = True
    return cell


def _styled(cell: Any, *, bold: bool) -> Any:  # noqa: ANN401 - see above
    cell.alignment = _WRAPPED
    if bold:
        cell.font = _BOLD
    return cell


_WRAPPED = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(bold=True)


def _widths(sheet: Sheet) -> list[int]:
    """Return a width for each column, from its heading and its first rows."""
    columns: list[list[str]] = [[heading] for heading in sheet.headings]
    for cells in sheet.rows[:_LOOKED_AT]:
        for column, text in zip(columns, cells, strict=True):
            column.append(text)
    return [min(max(_NARROWEST, *(len(text) + 2 for text in column)), _WIDEST) for column in columns]
