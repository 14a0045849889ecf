"""A made-up language in which every text stands in brackets: what comes out without them went round the catalogue."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable

_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
_LETTER = re.compile(r"[^\W\d_]")


class Brackets(gettext.NullTranslations):
    """Puts each text that is looked up into brackets; numbers and names are filled in afterwards."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


BRACKETS = Brackets()


def outside(text: str) -> str:
    """Return what of a text stands in no brackets."""
    while _INNERMOST.search(text):
        text = _INNERMOST.sub("", text)
    return text


def not_looked_up(texts: Iterable[str]) -> list[str]:
    """Return the texts that have letters outside all brackets."""
    return [text for text in texts if _LETTER.search(outside(text))]
