"""How a person's words are held against a name: accents, capitals, punctuation and the order of words tell nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from assetmap.model.asset_fields import LEADING_WORDS
from assetmap.model.text import plain_form

_APOSTROPHES = re.compile("['`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]")
_SURE_ENOUGH = 0.75  # of difflib's ratio, 1 is the same word
_SHORTEST_GUESSED = 3  # letters


def search_form(names: Iterable[str]) -> str:
    """Return names as words that can be looked for: 'Men's Shed' and 'Tŷ Gwyn' become 'mens shed ty gwyn'.

    A name in letters that we do not fold stays as it is, in small letters.
    """
    return " ".join(
        plain_form(_APOSTROPHES.sub("", name).replace("&", " and ")) or " ".join(name.casefold().split())
        for name in names
        if name
    )


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of what somebody looks for, without 'the', 'y' or 'yr' where other words are left."""
    words = search_form([text]).split()
    return tuple(word for word in words if word not in LEADING_WORDS) or tuple(words)


def is_found(words: Iterable[str], form: str) -> bool:
    """Tell whether each word begins a word of a name in `search_form`, in any order."""
    within = f" {form}"
    return all(f" {word}" in within for word in words)


def suggest(words: Iterable[str], forms: Iterable[str]) -> str:
    """Return the words with each that begins no known word replaced by the nearest known one; empty if none helps."""
    known = sorted({word for form in forms for word in form.split()})
    mended = [_nearest(word, known) for word in words]
    return " ".join(mended) if all(mended) and mended != list(words) else ""


def _nearest(word: str, known: list[str]) -> str:
    if any(one.startswith(word) for one in known):
        return word
    alike = [one for one in known if abs(len(one) - len(word)) <= len(word) // _SHORTEST_GUESSED]
    return next(iter(get_close_matches(word, alike, n=1, cutoff=_SURE_ENOUGH)), "")
