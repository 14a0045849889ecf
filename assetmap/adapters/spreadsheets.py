"""Excel and OpenDocument workbooks: each sheet as rows of text."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from assetmap.adapters.file_checks import damaged_zip, open_zip, unpack_chunks, zipfile_starts
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.file_kind import MAX_SHEET_CELLS

_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\b[^<>]*?\br=["']([A-Za-z]{1,9})([0-9]{1,9})["'][^<>]*(?<!/)>""")
_OVERLAP_BYTES = 1000
_OPEN_DOCUMENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows from row 1, each a list of texts."""

    name: str
    rows: list[list[str]]


def read_sheets(path: Path) -> list[Sheet]:
    """Return every sheet that holds something, the visible ones first.

    Numbers come without a needless ".0", dates in ISO form, true and false as yes and no.

    Raises
    ------
    FileUnusableError
        The workbook is damaged, protected, or a sheet reaches further than memory does.
    """
    if zipfile_starts(path):
        _check_reach(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            order = sorted(book.sheets_metadata, key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
            sheets = [Sheet(one.name, _rows(book.get_sheet_by_name(one.name))) for one in order]
    except PasswordError as error:
        raise FileUnusableError(
            tr(
                "{file}: the workbook is protected by a password. Expected one that opens without. Open it, "
                "take the password off, and save a copy.",
                file=path.name,
            )
        ) from error
    except (CalamineError, OSError) as error:
        raise damaged_zip(path) from error
    return [sheet for sheet in sheets if sheet.rows]


def _rows(sheet: CalamineSheet) -> list[list[str]]:
    if sheet.start is None:
        return []
    above, left = sheet.start
    blank: list[list[str]] = [[] for _ in range(above)]
    filled = [[""] * left + [_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    return blank + filled


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else _moment(cell)
    if isinstance(cell, dt.time):
        return cell.isoformat("minutes" if cell.second == 0 else "seconds")
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def _moment(when: dt.datetime) -> str:
    return when.isoformat(" ", "minutes" if when.second == 0 else "seconds")


def _check_reach(path: Path) -> None:
    # The reader keeps a sheet as one full rectangle: a stray cell in the far corner would take all memory and
    # end the program, so the rectangle is measured on the packed text first. This also proves the checksums.
    with open_zip(path) as archive:
        for name in archive.namelist():
            if name == _OPEN_DOCUMENT:
                _check_rectangle(path, *_measure_open_document(path, archive))
            else:
                _check_rectangle(path, *_measure_sheet(path, archive, name))


def _check_rectangle(path: Path, rows: int, columns: int) -> None:
    if rows * columns > MAX_SHEET_CELLS:
        raise FileUnusableError(
            tr(
                "{file}: a sheet reaches to row {rows:,} and column {columns:,}. Expected at most "
                "{max_sheet_cells:,} cells in all. There may be a stray cell far from the table: delete the "
                "empty rows and columns around it, or save the table as CSV.",
                file=path.name,
                rows=rows,
                columns=columns,
                max_sheet_cells=MAX_SHEET_CELLS,
            )
        )


def _measure_sheet(path: Path, archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    last_row, columns, carried = 0, set[bytes](), b""
    for chunk in unpack_chunks(path, archive, name):
        text = carried + chunk
        found = _FILLED_CELL.findall(text) if name.startswith("xl/worksheets/") else []
        columns.update(letters for letters, _ in found)
        last_row = max(last_row, *(int(row) for _, row in found)) if found else last_row
        carried = text[-_OVERLAP_BYTES:]
    return last_row, max((_column_number(letters) for letters in columns), default=0)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _measure_open_document(path: Path, archive: zipfile.ZipFile) -> tuple[int, int]:
    rows = columns = 0
    try:
        for _, element in ElementTree.iterparse(archive.open(_OPEN_DOCUMENT)):
            if element.tag == f"{_TABLE}table-row":
                width = _filled_width(element)
                rows += int(element.get(f"{_TABLE}number-rows-repeated", "1")) if width else 0
                columns = max(columns, width)
                element.clear()
    except (ElementTree.ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError) as error:
        raise damaged_zip(path) from error
    return rows, columns


def _filled_width(row: Element) -> int:
    width = last = 0
    for cell in row:
        width += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if len(cell):
            last = width
    return last
