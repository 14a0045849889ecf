"""Bytes to text: which encoding a file was saved in, and a note where that had to be judged."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from assetmap.errors import FileUnusableError
from assetmap.messages import tr, tr_count
from assetmap.model.file_kind import (
    ENCODING_NAMES,
    LAST_ENCODING,
    LATIN_END,
    OLD_ENCODINGS,
    SNIFF_BYTES,
    USUAL_SIGNS,
    WESTERN_END,
)

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
# A byte that is not UTF-8 is decoded to one of these by Python, and from there to its letter in Windows-1252.
_ODD_BYTE = re.compile("[\udc80-\udcff]")
_LETTER_OF_ODD_BYTE = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0x100)
}
# UTF-8 that a program once read as Windows-1252 and saved again.
_GARBLED = re.compile(r"\w*(?:[ÃÂ][\u0080-\u00bf]|â€)[^\s,;]*")


@dataclass(frozen=True)
class Decoded:
    """A file's text, and what to say about its encoding; no notes where there is no doubt."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, *, name: str) -> Decoded:
    """Return a file's bytes as text: UTF-8 and UTF-16 by their marks or form, else the likeliest older encoding.

    A file of UTF-8 with some odd bytes, as when lines of two programs were put together, stays UTF-8; the odd bytes
    are read as Windows-1252.

    Raises
    ------
    FileUnusableError
        The mark at its beginning names an encoding that the rest is not in.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (encoding != "utf-8-sig" or _decodes(data, encoding)):
            return Decoded(_decode_as(data, encoding, name=name))
    if b"\x00" in data[:SNIFF_BYTES]:
        return Decoded(_decode_as(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", name=name))
    if _decodes(data, "utf-8"):
        text = data.decode("utf-8")
        return Decoded(text, _say_garbled(text))
    if _holds_utf8(data):
        return _decode_mixed(data.removeprefix(codecs.BOM_UTF8))
    encoding = _old_encoding(data)
    said = tr(
        "It is not in UTF-8, so it was read as {encoding}. Check letters with accents.",
        encoding=ENCODING_NAMES[encoding],
    )
    return Decoded(_decode_as(data, encoding, name=name), (said,))


def _decode_mixed(data: bytes) -> Decoded:
    text = data.decode("utf-8", errors="surrogateescape")
    odd = [found.start() for found in _ODD_BYTE.finditer(text)]
    line = text.count("\n", 0, odd[0]) + 1
    said = tr_count(
        "It mixes two encodings: UTF-8, and {encoding} for {number} letter (first: line {line:,}). "
        "Check letters with accents.",
        "It mixes two encodings: UTF-8, and {encoding} for {number} letters (first: line {line:,}). "
        "Check letters with accents.",
        len(odd), encoding=ENCODING_NAMES["cp1252"], line=line,
    )  # fmt: skip
    return Decoded(text.translate(_LETTER_OF_ODD_BYTE), (said,))


def _holds_utf8(data: bytes) -> bool:
    # Two such bytes side by side are a letter in UTF-8, and a capital with a stray sign in older encodings.
    return data.startswith(codecs.BOM_UTF8) or any(
        sign in USUAL_SIGNS or (sign.isalpha() and ord(sign) < WESTERN_END)
        for sign in (found[0].decode("utf-8", errors="replace") for found in _UTF8_LETTER.finditer(data))
    )


def _say_garbled(text: str) -> tuple[str, ...]:
    found = _GARBLED.search(text)
    if found is None:
        return ()
    return (
        tr(
            "Some letters look garbled, such as '{found}'. Save the list again as CSV UTF-8, from its source.",
            found=found[0][:30],
        ),
    )


def _decode_as(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileUnusableError(
            tr(
                "{name}: byte {start:,} cannot be read as {encoding}. Expected one encoding throughout. In "
                "your spreadsheet program choose Save as, CSV UTF-8.",
                name=name,
                start=error.start,
                encoding=encoding,
            )
        ) from error


def _old_encoding(data: bytes) -> str:
    # Only lines with letters beyond ASCII say anything about the encoding; a sample of those decides.
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SNIFF_BYTES]
    if _decodes(data, OLD_ENCODINGS[0]) and _usual(telling.decode(OLD_ENCODINGS[0])):
        return OLD_ENCODINGS[0]
    best = from_bytes(telling, cp_isolation=list(OLD_ENCODINGS)).best()
    known = best is not None and best.encoding in ENCODING_NAMES and _decodes(data, best.encoding)
    return best.encoding if best is not None and known else LAST_ENCODING


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _usual(text: str) -> bool:
    # Windows-1252 read rightly gives Western letters, quotes and dashes; read wrongly, rare letters and odd signs.
    return all(sign.isascii() or (sign.isalpha() and ord(sign) < LATIN_END) or sign in USUAL_SIGNS for sign in text)
