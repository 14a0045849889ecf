"""What kind of asset a row is, by its type cell, its tags or its name, and whether it may be kept at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from assetmap.errors import OptionError
from assetmap.model.asset import (
    ASSET_KIND_BY_NAME,
    ASSET_KINDS,
    NEVER_LOCATED_OSM,
    OSM_ASSET_RULES,
    WHERE_WORDS,
    OsmAssetRule,
    Where,
)
from assetmap.model.asset_fields import NEVER_LOCATED_WORDS
from assetmap.model.text import plain_form

_KIND_WORDS: dict[str, str] = {}
for _kind in ASSET_KINDS:
    for _word in (_kind.name, _kind.label, _kind.plural, *_kind.words):
        _KIND_WORDS.setdefault(plain_form(_word), _kind.name)
_WHERE = {plain_form(word): where for where, words in WHERE_WORDS.items() for word in (where, *words)}
_NEVER = frozenset(plain_form(word) for word in NEVER_LOCATED_WORDS)
_LONGEST_PHRASE = max(len(word.split()) for word in {*_KIND_WORDS, *_NEVER})


def check_kind(text: str) -> str:
    """Return the key of a kind that was named.

    Raises
    ------
    OptionError
        There is no such kind.
    """
    kind = _KIND_WORDS.get(plain_form(text))
    if kind is None:
        raise OptionError(f"kind '{text}': we do not know it. Expected one of: {', '.join(ASSET_KIND_BY_NAME)}.")
    return kind


@lru_cache(maxsize=4096)
def kind_of_type(text: str) -> str:
    """Return the kind that a type cell names: the whole cell, else its longest known words; empty if none."""
    plain = plain_form(text)
    if plain in _KIND_WORDS:
        return _KIND_WORDS[plain]
    found = [(len(phrase), -start, kind) for start, _, phrase, kind in _kinds_in(plain)]
    return max(found)[2] if found else ""


def kind_of_name(text: str) -> str:
    """Return the kind that a name ends on: 'Library Reading Group' is a group; empty if no word is known."""
    found = [(end, len(phrase), kind) for _, end, phrase, kind in _kinds_in(plain_form(text))]
    return max(found)[2] if found else ""


def _kinds_in(plain: str) -> Iterator[tuple[int, int, str, str]]:
    for start, end, phrase in _phrases(plain):
        kind = _KIND_WORDS.get(phrase) or _KIND_WORDS.get(phrase.removesuffix("s"))
        if kind:
            yield start, end, phrase, kind


def _phrases(plain: str) -> Iterator[tuple[int, int, str]]:
    words = plain.split()
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
            yield start, end, " ".join(words[start:end])


def rule_of_tags(tags: Mapping[str, str]) -> OsmAssetRule | None:
    """Return the first rule of the table whose tags are all there, or None."""
    return next((rule for rule in OSM_ASSET_RULES if _matches(rule, tags)), None)


def never_located(tags: Mapping[str, str], *texts: str) -> bool:
    """Tell whether a row is a place that is never located or published, by its tags or by words in its texts."""
    if tags and any(_matches(rule, tags) for rule in NEVER_LOCATED_OSM):
        return True
    return any(phrase in _NEVER for text in texts for _, _, phrase in _phrases(plain_form(text)))


def _matches(rule: OsmAssetRule, tags: Mapping[str, str]) -> bool:
    """Tell whether all tags of a rule are there; a value may be a list: 'library;cafe' is both."""
    return all(
        key in tags and (not wanted or any(value.strip() in wanted for value in tags[key].split(";")))
        for key, wanted in rule.tags.items()
    )


@lru_cache(maxsize=4096)
def where_of(text: str) -> Where | None:
    """Return how an asset is met if the cell says so in words we know."""
    return _WHERE.get(plain_form(text))
