"""Write refused rows to a spreadsheet that a person mends and loads again. Every cell is text, never a formula."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from assetmap.adapters.workbook import ABOUT_SHEET, text_cell
from assetmap.errors import OutsideError
from assetmap.messages import tr

SUFFIX = ".xlsx"
_OWNER_ALONE = 0o600


def write_fix_file(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one sheet of text cells that its owner alone may read: refused rows hold private facts.

    Parameters
    ----------
    path
        The XLSX file to write; one that is there is replaced.
    headings
        The first row.
    rows
        Cells of each row, as many as there are headings.

    Raises
    ------
    OutsideError
        The file cannot be written.
    """
    content = fix_bytes(headings, rows)
    try:
        _write_for_owner(path, content)
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: the file with rows to mend cannot be written ({reason}). Choose another folder, or "
                "close the file if it is open, and try again.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault


def fix_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], *, about: Sequence[str] = ()) -> bytes:
    """Return such a sheet as the bytes of an XLSX file, for a download; see `write_fix_file`.

    ``about`` says on a second sheet what the first one is; an import does not read that sheet.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows to mend")
    for cells in (headings, *rows):
        sheet.append([text_cell(sheet, text) for text in cells])
    if about:
        told = book.create_sheet(tr(ABOUT_SHEET))
        for sentence in about:
            told.append([text_cell(told, tr(sentence))])
    whole = BytesIO()
    book.save(whole)
    return whole.getvalue()


def _write_for_owner(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ALONE)
    with os.fdopen(handle, "wb") as file:
        path.chmod(_OWNER_ALONE)  # a file that was there keeps its rights otherwise
        file.write(content)
