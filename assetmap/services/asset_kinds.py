"""What kind of asset a row is, by its type cell, its tags or its name, and whether it may be kept at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from assetmap.adapters.osm_arrays import matches_any
from assetmap.errors import OptionError
from assetmap.messages import mark, tr
from assetmap.model.asset import (
    ASSET_KIND_BY_NAME,
    ASSET_KINDS,
    NEVER_LOCATED_OSM,
    OSM_ASSET_RULES,
    WHERE_WORDS,
    OsmAssetRule,
    Where,
)
from assetmap.model.asset_fields import (
    NEVER_LOCATED_DOUBTFUL_WORDS,
    NEVER_LOCATED_NOT_IN_TEXTS,
    NEVER_LOCATED_WORDS,
    SEEKING_REFUGE_WORDS,
)
from assetmap.model.text import plain_form

_KIND_WORDS: dict[str, str] = {}
for _kind in ASSET_KINDS:
    for _word in (_kind.name, _kind.label, _kind.plural, *_kind.words):
        _KIND_WORDS.setdefault(plain_form(_word), _kind.name)
_WHERE = {plain_form(word): where for where, words in WHERE_WORDS.items() for word in (where, *words)}
_NEVER = frozenset(NEVER_LOCATED_WORDS)
_DOUBTFUL = frozenset(NEVER_LOCATED_DOUBTFUL_WORDS)
_IN_TEXTS = (_NEVER | _DOUBTFUL) - NEVER_LOCATED_NOT_IN_TEXTS
_NEVER_STARTS = {word.split()[0] for word in _NEVER | _DOUBTFUL}
_LONGEST_PHRASE = max(len(word.split()) for word in {*_KIND_WORDS, *_NEVER})

NEVER_LOCATED_REASON = mark("places that are never located or published")
MAYBE_NEVER_LOCATED_REASON = mark("may be places that are never located or published")


def check_kind(text: str) -> str:
    """Return the key of a kind that was named.

    Raises
    ------
    OptionError
        There is no such kind.
    """
    kind = _KIND_WORDS.get(plain_form(text))
    if kind is None:
        raise OptionError(
            tr(
                "kind '{text}': we do not know it. Expected one of: {kinds}.",
                text=text,
                kinds=", ".join(ASSET_KIND_BY_NAME),
            )
        )
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


def kind_is(text: str) -> bool:
    """Tell whether a text says no more than a kind: 'Village Hall'."""
    return plain_form(text) in _KIND_WORDS


def rule_of_tags(tags: Mapping[str, str]) -> OsmAssetRule | None:
    """Return the first rule of the table whose tags are all there, or None."""
    return next((rule for rule in OSM_ASSET_RULES if matches_any(tags, (rule,))), None)


def never_located(tags: Mapping[str, str], *names: str, texts: Iterable[str] = ()) -> str:
    """Return why a row is left out as a place that is never located or published; empty if it may go in.

    Parameters
    ----------
    tags
        OpenStreetMap tags.
    names
        Names, kind and detail: what they say, the place is; single words such as "refuge" leave a doubt.
    texts
        Description and address: they may speak of another place, so there is always a doubt.
    """
    found = {word for name in names for word in _never_words(name)}
    if (tags and matches_any(tags, NEVER_LOCATED_OSM)) or found & _NEVER:
        return NEVER_LOCATED_REASON
    told = {word for text in texts for word in _never_words(text)}
    return MAYBE_NEVER_LOCATED_REASON if found or told & _IN_TEXTS else ""


def _never_words(text: str) -> frozenset[str]:
    plain = plain_form(text)
    if _NEVER_STARTS.isdisjoint(plain.split()):
        return frozenset()
    found = {phrase for _, _, phrase in _phrases(plain)} & (_NEVER | _DOUBTFUL)
    seeking = sum(f" {plain} ".count(f" {word} ") for word in SEEKING_REFUGE_WORDS)
    return frozenset(found - _DOUBTFUL if seeking and seeking == _doubts(plain) else found)


def _doubts(plain: str) -> int:
    return sum(word in _DOUBTFUL for word in plain.split())


@lru_cache(maxsize=4096)
def where_of(text: str) -> Where | None:
    """Return how an asset is met if the cell says so in words we know."""
    return _WHERE.get(plain_form(text))
