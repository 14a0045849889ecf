"""Any table a person has, as text with its row numbers: CSV, spreadsheet, GeoJSON, GeoPackage.

Nothing is guessed about what a cell means. Rows keep the number a spreadsheet shows for them, so that a problem
can be found again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assetmap.adapters import delimited, geo_layers, spreadsheets
from assetmap.adapters.file_checks import check_file
from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError
from assetmap.messages import tr
from assetmap.model.file_kind import HEADER_SEARCH_ROWS, HEADER_TEXT_SHARE, TABLE_KINDS, FileKind
from assetmap.model.text import plain_form, tidy_postcode

_Grid = list[list[str]]


@dataclass(frozen=True)
class Table:
    """One table as text.

    Attributes
    ----------
    source
        The file's name without its folder.
    sheet
        The sheet's or layer's name; empty for CSV.
    columns
        Headings as written, made unique ("Name", "Name 2"); blank ones are "Column 3".
    header_row
        The heading row's number as a spreadsheet shows it; 0 if there is none.
    frame
        Every cell text, "" for blank; the index is each row's number. Wholly blank rows are not there. Map files
        have "longitude" and "latitude" (degrees, WGS84) of a point inside each shape, and rows numbered from 1.
    other_sheets
        Sheets or layers with rows that were not read.
    notes
        What a person should know about how the file was read, as sentences: the encoding that was taken.
    """

    source: str
    sheet: str
    columns: tuple[str, ...]
    header_row: int
    frame: pd.DataFrame
    other_sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_table(
    path: Path,
    *,
    settings: Settings,
    sheet: str = "",
    header: bool = True,
    known: frozenset[str] = frozenset(),
) -> Table:
    """Read one table from a file.

    Parameters
    ----------
    path
        The file.
    settings
        Limits on size, rows, columns and cells.
    sheet
        The sheet or layer to read; empty takes the first that holds rows.
    header
        False where the first row is already data; columns are then "Column 1", "Column 2"...
    known
        Headings in plain form that help to find the heading row under titles.

    Raises
    ------
    OptionError
        There is no such sheet.
    FileUnusableError
        The file cannot be used: the message says what, which, what was expected and what to do.
    """
    path = Path(path)
    kind = check_file(path, wanted=TABLE_KINDS, settings=settings)
    if kind in {FileKind.GEOJSON, FileKind.GEOPACKAGE}:
        return _read_layer(path, kind, sheet, settings)
    found = _read_grid(path, kind, sheet, settings)
    grid = [[cell.strip() for cell in row] for row in found.rows]
    top = _find_header(path, grid, known) if header else 0
    columns = _unique(_headings(grid, top))
    frame = _frame(path, grid, top, columns)
    _check_cells(path, frame, settings)
    return Table(path.name, found.sheet, tuple(frame.columns), top, frame, found.others, found.notes)


def _read_layer(path: Path, kind: FileKind, sheet: str, settings: Settings) -> Table:
    layer, others = geo_layers.choose_layer(path, sheet)
    frame = geo_layers.as_rows(geo_layers.read_layer(path, layer, name=path.name, settings=settings))
    if kind is FileKind.GEOJSON:
        frame = geo_layers.name_unread_points(frame, path)
    if frame.empty:
        raise _no_rows(path)
    frame.columns = pd.Index(_unique([str(name).strip() for name in frame.columns]))
    _check_cells(path, frame, settings)
    return Table(path.name, layer, tuple(frame.columns), 0, frame, others)


@dataclass(frozen=True)
class _Found:
    """The rows of a file or one of its sheets, the other sheets, and notes on how it was read."""

    rows: _Grid
    sheet: str = ""
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _read_grid(path: Path, kind: FileKind, sheet: str, settings: Settings) -> _Found:
    if kind is FileKind.CSV:
        text = delimited.read_rows(path, settings=settings)
        geo_layers.check_counts(path.name, len(text.rows), max(map(len, text.rows), default=0), settings)
        return _Found(text.rows, notes=text.notes)
    sheets = {one.name: one.rows for one in spreadsheets.read_sheets(path)}
    if not sheets:
        raise _no_rows(path)
    if sheet and sheet not in sheets:
        raise OptionError(
            tr(
                "{file}: there is no sheet '{sheet}' with rows. It has: {sheets}. Name one of these.",
                file=path.name,
                sheet=sheet,
                sheets=", ".join(sheets),
            )
        )
    chosen = sheet or next(iter(sheets))
    rows = sheets[chosen]
    geo_layers.check_counts(path.name, len(rows), max(map(len, rows)), settings)
    return _Found(rows, chosen, tuple(name for name in sheets if name != chosen))


def _find_header(path: Path, grid: _Grid, known: frozenset[str]) -> int:
    """Return the number of the heading row, counted from 1."""
    last = max((at for at, row in enumerate(grid) if any(row)), default=0)
    top = grid[: min(HEADER_SEARCH_ROWS, last)]  # the last row has nothing below it to be the heading of
    if not any(any(row) for row in top):
        raise _no_rows(path)
    hits = [sum(plain_form(cell) in known for cell in row) for row in top]
    if max(hits) > 0:
        return hits.index(max(hits)) + 1
    words = [sum(_is_words(cell) for cell in row) for row in top]
    most = max(words)
    if most == 0:
        raise _no_header(path)
    found = next(at for at, count in enumerate(words) if count >= HEADER_TEXT_SHARE * most)
    if _is_data(grid, found):
        raise _no_header(path)
    return found + 1


def _is_words(cell: str) -> bool:
    return any(letter.isalpha() for letter in cell) and tidy_postcode(cell) is None


def _is_data(grid: _Grid, at: int) -> bool:
    # A heading row looks unlike the rows below it in some column; the first row of bare data looks just like them.
    below = next(row for row in grid[at + 1 :] if any(row))
    here = [_look(cell) for cell in grid[at]]
    same = here == [_look(cell) for cell in below]
    return same and any(look not in {"words", "blank"} for look in here)


def _look(cell: str) -> str:
    if not cell:
        return "blank"
    if tidy_postcode(cell) is not None:
        return "postcode"
    if not any(letter.isalpha() for letter in cell):
        return "number"
    if not any(letter.isdigit() for letter in cell) or " " in cell:
        return "words"
    return re.sub(r"[^\W\d_]+", "A", re.sub(r"\d+", "9", cell))


def _headings(grid: _Grid, top: int) -> list[str]:
    width = max((len(row) for row in grid), default=0)
    named = grid[top - 1] if top else []
    return named + [""] * (width - len(named))


def _unique(headings: list[str]) -> list[str]:
    taken = {heading.casefold() for heading in headings if heading}
    made: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name = heading or f"Column {place}"
        if name in made or (not heading and name.casefold() in taken):
            name = next(f"{name} {n}" for n in range(2, len(headings) + 2) if f"{name} {n}".casefold() not in taken)
            taken.add(name.casefold())
        made.append(name)
    return made


def _frame(path: Path, grid: _Grid, top: int, columns: list[str]) -> pd.DataFrame:
    width = len(columns)
    kept = {number: row for number, row in enumerate(grid[top:], start=top + 1) if any(row)}
    if not kept:
        raise _no_rows(path)
    cells = zip(*(row if len(row) == width else row + [""] * (width - len(row)) for row in kept.values()), strict=True)
    frame = pd.DataFrame(dict(zip(columns, map(list, cells), strict=True)), index=pd.Index(list(kept)), dtype="str")
    headed = grid[top - 1] if top else columns
    bare = [name for at, name in enumerate(columns) if at >= len(headed) or not headed[at]]
    return frame.drop(columns=[name for name in bare if not frame[name].any()])


def _check_cells(path: Path, frame: pd.DataFrame, settings: Settings) -> None:
    for name in frame.columns:
        lengths = frame[name].str.len()
        if lengths.max() > settings.max_cell_characters:
            raise FileUnusableError(
                tr(
                    "{file}: row {row}, column '{name}': the text has {number:,} characters. Expected "
                    "at most {most:,}. Look for a quotation mark that is never closed, or "
                    "shorten the text.",
                    file=path.name,
                    row=lengths.idxmax(),
                    name=name,
                    number=lengths.max(),
                    most=settings.max_cell_characters,
                )
            )


def _no_rows(path: Path) -> FileUnusableError:
    return FileUnusableError(
        tr(
            "{file}: there are no rows below the headings. Expected a heading row and at least one row. Check "
            "that you exported the right table or sheet.",
            file=path.name,
        )
    )


def _no_header(path: Path) -> FileUnusableError:
    return FileUnusableError(
        tr(
            "{file}: there is no heading row. Expected one in the first {number} rows, such as "
            "'name, postcode'. Put a row with the names of the columns at the top.",
            file=path.name,
            number=HEADER_SEARCH_ROWS,
        )
    )
