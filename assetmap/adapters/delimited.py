"""Comma, semicolon, tab or bar separated text, in whatever encoding it was saved."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter
from pathlib import Path

from charset_normalizer import from_bytes

from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.model.file_kind import OLD_ENCODINGS, SEPARATORS, SNIFF_BYTES, SNIFF_RECORDS, USUAL_SIGNS

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Excel's own way of saying which separator a file has, on a line of its own.
_SEPARATOR_LINE = "sep="
_LATIN_END = 0x100


def read_rows(path: Path, *, settings: Settings) -> list[list[str]]:
    """Return every row of a separated text file, the blank ones as empty lists, so that places are row numbers.

    Raises
    ------
    FileUnusableError
        No encoding fits, a quotation mark is never closed, or there are more rows or columns than the limit.
    """
    text = decode(path.read_bytes(), name=path.name)
    separator, skip_first = find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        rows = list(itertools.islice(reader, settings.max_rows + 1))
    except csv.Error as error:
        raise FileUnusableError(
            f"{path.name}: row {reader.line_num}: a cell is too long to be one cell. Expected short texts. "
            "Look for a quotation mark that is opened and never closed."
        ) from error
    if skip_first:
        rows[0] = []
    return rows


def decode(data: bytes, *, name: str) -> str:
    """Return a file's bytes as text: UTF-8 and UTF-16 by their marks or form, else the likeliest older encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data, encoding, name=name)
    if b"\x00" in data[:SNIFF_BYTES]:
        return _decode_as(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", name=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(data, _old_encoding(data), name=name)


def _decode_as(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileUnusableError(
            f"{name}: byte {error.start:,} cannot be read as {encoding}. Expected one encoding throughout. "
            "In your spreadsheet program choose Save as, CSV UTF-8."
        ) from error


def _old_encoding(data: bytes) -> str:
    # Only lines with letters beyond ASCII say anything about the encoding; a sample of those decides.
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SNIFF_BYTES]
    if _decodes(data, OLD_ENCODINGS[0]) and _usual(telling.decode(OLD_ENCODINGS[0])):
        return OLD_ENCODINGS[0]
    best = from_bytes(telling, cp_isolation=list(OLD_ENCODINGS)).best()
    return best.encoding if best is not None and _decodes(data, best.encoding) else "latin-1"


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _usual(text: str) -> bool:
    # Windows-1252 read rightly gives Western letters, quotes and dashes; read wrongly, rare letters and odd signs.
    return all(sign.isascii() or (sign.isalpha() and ord(sign) < _LATIN_END) or sign in USUAL_SIGNS for sign in text)


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
