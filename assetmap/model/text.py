"""How text from people is read: headings, names and postcodes in one plain form, and the shape of a value.

Pure words, shared by doors and sums. Nothing here guesses what a text means.
"""

from __future__ import annotations

import re
import unicodedata

# Marks that change the direction or are invisible: kept in the register, shown as nothing.
_INVISIBLE = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]"
)
_NOT_WORD = re.compile(r"[^0-9a-z]+")
# Great Britain, Northern Ireland, Isle of Man, Guernsey, Jersey; NFA and the like do not match.
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b")
_WHOLE_POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})$")
_LAT_LON = re.compile(r"^\s*(-?[0-9]+(?:\.[0-9]+)?)\s*[,;\s]\s*(-?[0-9]+(?:\.[0-9]+)?)\s*$")
_SHAPE_LIMIT = 12


def plain_form(text: str) -> str:
    """Return lower case without accents, with single spaces between words: 'E-bost:' becomes 'e bost'."""
    seen = _INVISIBLE.sub("", text)
    if seen.isascii():  # most texts: the same answer, four times faster
        return _NOT_WORD.sub(" ", seen.lower()).strip()
    folded = unicodedata.normalize("NFKD", seen).casefold()
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).strip()


def harmless(text: str) -> str:
    """Return text without invisible and direction-changing marks, for showing; what is stored stays whole."""
    return _INVISIBLE.sub("", text)


def tidy_postcode(text: str) -> str | None:
    """Return a whole postcode as 'NP10 0AA', or None if the text is not one."""
    match = _WHOLE_POSTCODE.match(_INVISIBLE.sub("", text).strip().upper())
    return f"{match[1]} {match[2]}" if match else None


def find_postcode(text: str) -> str | None:
    """Return the last postcode that stands inside a longer text such as an address, or None."""
    found = _POSTCODE.findall(text.upper())
    return f"{found[-1][0]} {found[-1][1]}" if found else None


def read_lat_lon(text: str) -> tuple[float, float] | None:
    """Return the two numbers of 'LAT,LON' (also with a semicolon or a space between), or None if it is not that."""
    match = _LAT_LON.match(text)
    return (float(match[1]), float(match[2])) if match else None


def tidy_code(text: str) -> str:
    """Return an area code or postcode district in the form codes are compared in: upper case, no spaces."""
    return "".join(_INVISIBLE.sub("", text).split()).upper()


def shape_of(text: str) -> str:
    """Return what a value looks like without saying it: 'NE6 1AB' becomes 'AA9 9AA', long text its length."""
    if len(text) > _SHAPE_LIMIT:
        return f"{len(text)} characters"
    return "".join("9" if c.isdigit() else "A" if c.isalpha() else " " if c.isspace() else "?" for c in text)
