"""How any value is written as one cell of a table that leaves the house: one line, and never a formula."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assetmap.model.text import harmless

_FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
                  "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_SIGNED_NUMBER = re.compile(r"^[+-]?[\d\s().,]*$")


def flat(value: object) -> str:
    """Write any value on one line, without marks that could steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {flat(item)}" for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(flat(item) for item in value)
    return " ".join(harmless(str(value)).split())


def safe_cell(value: object) -> str:
    """Write a value as a CSV cell that no spreadsheet takes for a formula."""
    text = flat(value)
    return f"'{text}" if text.startswith(_FORMULA_START) and not _SIGNED_NUMBER.match(text) else text
