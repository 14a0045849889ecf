"""Comma, semicolon, tab or bar separated text, in whatever encoding it was saved."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assetmap.adapters.text_encoding import decode
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr
from assetmap.model.file_kind import ROWS_IN_A_CELL, SEPARATORS, SNIFF_BYTES, SNIFF_RECORDS

# Excel's own way of saying which separator a file has, on a line of its own.
_SEPARATOR_LINE = "sep="
# A line of our own after the last: a row of its own, unless a mark is still open and makes it part of the last row.
_END = "\x03"

_Rows = list[list[str]]


@dataclass(frozen=True)
class DelimitedRows:
    """Every row of a separated text file, the blank ones as empty lists, so that places are row numbers; notes."""

    rows: _Rows
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Span:
    """A row of several lines: its place among the rows, and the lines it takes up, counted from 0."""

    row: int
    first_line: int
    end_line: int


def read_rows(path: Path, *, settings: Settings) -> DelimitedRows:
    """Read a separated text file.

    Raises
    ------
    FileUnusableError
        No encoding fits, or a quotation mark is never closed and swallows the rows below it.
    """
    decoded = decode(path.read_bytes(), name=path.name)
    separator, skip_first = find_separator(decoded.text)
    rows, spans = _parse(path.name, decoded.text, separator, most=settings.max_rows + 1)
    if spans:
        _check_spans(path.name, decoded.text, separator, rows, spans)
    if skip_first:
        rows[0] = []
    return DelimitedRows(rows, decoded.notes)


def _parse(name: str, text: str, separator: str, *, most: int) -> tuple[_Rows, list[_Span]]:
    """Return the rows, at most so many, and which of them take up several lines."""
    lines = itertools.chain(io.StringIO(text, newline=""), [_END])
    reader = csv.reader(lines, delimiter=separator, strict=False)
    rows: _Rows = []
    spans, before = [], 0
    try:
        for row in itertools.islice(reader, most):
            if reader.line_num > before + 1:
                spans.append(_Span(len(rows), before, reader.line_num))
            before = reader.line_num
            rows.append(row)
    except csv.Error as error:
        raise _open_quote(name, len(rows)) from error
    return rows[:-1] if rows[-1] == [_END] else rows, spans


def _check_spans(name: str, text: str, separator: str, rows: _Rows, spans: Sequence[_Span]) -> None:
    """Refuse a file where a cell of several lines has swallowed rows."""
    lines = list(io.StringIO(text, newline=""))
    width = Counter(len(row) for row in rows if len(row) > 1).most_common(1)
    for span in spans:
        own = lines[span.first_line : span.end_line]
        if not _closes(own, separator) or (width and _holds_rows(rows[span.row], separator, width[0][0])):
            raise _open_quote(name, span.row)


def _closes(lines: Sequence[str], separator: str) -> bool:
    """Tell whether every quotation mark that closes a cell stands at its end."""
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return False
    return True


def _holds_rows(row: Sequence[str], separator: str, width: int) -> bool:
    """Tell whether lines within a cell are rows: as wide as the others, and many of them or this row's cells missing.

    An address of several lines has commas too, but the row it stands in has its usual number of cells.
    """
    lines = [line for cell in row for line in cell.splitlines() if "\n" in cell or "\r" in cell]
    whole = sum(line.count(separator) + 1 == width for line in lines)
    return whole >= (1 if len(row) != width else ROWS_IN_A_CELL)


def _open_quote(name: str, row: int) -> FileUnusableError:
    return FileUnusableError(
        tr(
            "{name}: row {row:,}: a quotation mark is opened there and not closed where its cell ends. "
            "Rows below would be lost in it. Expected a closing mark, or none. Correct this row and save the "
            "file again.",
            name=name,
            row=row + 1,
        )
    )


def find_separator(text: str) -> tuple[str, bool]:
    """Return the separator, and whether the first line only announces it.

    The separator is the one that cuts most of the first records into the same number of cells, more than one.
    """
    first = text[:10].split("\n", maxsplit=1)[0].strip().lower()
    if first.startswith(_SEPARATOR_LINE) and len(first) == len(_SEPARATOR_LINE) + 1:
        return first[-1], True
    return max(SEPARATORS, key=lambda separator: _evenness(text[:SNIFF_BYTES], separator)), False


def _evenness(sample: str, separator: str) -> tuple[int, int]:
    records = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = Counter(len(record) for record in itertools.islice(records, SNIFF_RECORDS) if len(record) > 1)
    except csv.Error:
        return (0, 0)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))
