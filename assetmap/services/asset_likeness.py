"""By what an asset is known again in another list: hashes of its name with its postcode, its address or its point.

They are made of what the list itself gave, before anything is dropped, and hold neither a name nor a place.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from assetmap.model.asset_fields import LEADING_WORDS, LIKENESS_DECIMALS, LIKENESS_NEAR_KM
from assetmap.model.register import OffTheMap
from assetmap.model.text import find_postcode, plain_form
from assetmap.services import asset_kinds

_APOSTROPHES = re.compile("['`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}]")
_KM_PER_DEGREE = 111.2  # of latitude, mean Earth radius 6,371 km
_STEP = 10**-LIKENESS_DECIMALS
_HALF_CELL_KM = _STEP * _KM_PER_DEGREE * math.sqrt(0.5)
_HASH_LETTERS = 32
NAME, POSTCODE, ADDRESS, POINT = "n", "p", "a", "c"


class Match(Enum):
    """Whether a row is one that asked to be off the map."""

    NO = "no"
    SURE = "sure"
    MAYBE = "maybe"


@dataclass(frozen=True)
class Given:
    """What a list says of one asset: its names in every language, where it is; latitude and longitude in degrees."""

    names: tuple[str, ...]
    postcode: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def nowhere(self) -> bool:
        """True if nothing says where it is."""
        return not (self.postcode or plain_form(self.address)) and self.lat is None


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a name as it is compared: without 'the', 'y', 'yr' in front, punctuation and a postcode.

    A name in letters that we do not fold stays as it is.
    """
    bare = _APOSTROPHES.sub("", name).replace("&", " and ")
    words = plain_form(bare).split()
    postcode = plain_form(find_postcode(bare) or "")
    words = " ".join(words).replace(postcode, "").split() if postcode else words
    kept = words[1:] if len(words) > 1 and words[0] in LEADING_WORDS else words
    return " ".join(kept) or plain_form(name) or name.strip().casefold()


def marks_of(given: Given) -> frozenset[str]:
    """Return the marks of an asset: its name, and its name with each thing that says where it is; none if unnamed."""
    marks = set[str]()
    for name in {plain_name(one) for one in given.names if one.strip()} - {""}:
        marks.add(_mark(NAME, name))
        if given.postcode:
            marks.add(_mark(POSTCODE, name, given.postcode))
        if plain_form(given.address):
            marks.add(_mark(ADDRESS, name, plain_form(given.address)))
        if given.lat is not None and given.lon is not None:
            marks.add(_mark(POINT, name, *_cell(given.lat, given.lon)))
    return frozenset(marks)


def alike(one: Iterable[str], other: Iterable[str]) -> bool:
    """Tell whether two assets have a name and a postcode, address or point in common."""
    return any(not mark.startswith(NAME) for mark in set(one) & set(other))


def write_marks(marks: Iterable[str]) -> str:
    """Return marks as one text."""
    return " ".join(sorted(marks))


def read_marks(text: str) -> frozenset[str]:
    """Return the marks that a text holds."""
    return frozenset(text.split())


def same_place(given: Given, marks: frozenset[str]) -> bool | None:
    """Tell whether an asset is where one with these marks and one of its names is; None if that cannot be told."""
    if alike(marks_of(given), marks):
        return True
    kinds = {mark[0] for mark in marks}
    if given.lat is not None and given.lon is not None and POINT in kinds:
        return not marks.isdisjoint(_near_marks(given))
    return False if given.postcode and POSTCODE in kinds else None


def _near_marks(given: Given) -> Iterator[str]:
    """Yield the point marks around an asset, as far as LIKENESS_NEAR_KM and the size of a cell."""
    names = {plain_name(one) for one in given.names if one.strip()}
    for cell in _cells_around(given.lat or 0.0, given.lon or 0.0):
        yield from (_mark(POINT, name, *cell) for name in names)


def _cells_around(lat: float, lon: float) -> Iterator[tuple[str, str]]:
    reach_km = LIKENESS_NEAR_KM + _HALF_CELL_KM
    shrink = max(math.cos(math.radians(lat)), _STEP)
    high = math.ceil(reach_km / _KM_PER_DEGREE / _STEP)
    wide = math.ceil(reach_km / _KM_PER_DEGREE / shrink / _STEP)
    for up in range(-high, high + 1):
        for across in range(-wide, wide + 1):
            near_lat, near_lon = _rounded(lat) + up * _STEP, _rounded(lon) + across * _STEP
            if math.hypot(near_lat - lat, (near_lon - lon) * shrink) * _KM_PER_DEGREE <= reach_km:
                yield _cell(near_lat, near_lon)


def _cell(lat: float, lon: float) -> tuple[str, str]:
    return f"{_rounded(lat):.{LIKENESS_DECIMALS}f}", f"{_rounded(lon):.{LIKENESS_DECIMALS}f}"


def _rounded(degrees: float) -> float:
    return round(degrees, LIKENESS_DECIMALS) + 0.0  # never minus zero


def _mark(kind: str, *parts: str) -> str:
    text = "\x1f".join((kind, *parts)).encode("utf-8", "surrogatepass")
    return kind + hashlib.sha256(text).hexdigest()[:_HASH_LETTERS]


class OffTheMapList:
    """What asked to be off the map, as keys and marks alone."""

    def __init__(self, keys: Iterable[OffTheMap]) -> None:
        self._keys = set[tuple[str, str]]()
        self._by_name: dict[str, list[frozenset[str]]] = defaultdict(list)
        for key in keys:
            self._keys.add((key.source, key.source_key))
            marks = read_marks(key.likeness)
            for mark in marks:
                if mark.startswith(NAME):
                    self._by_name[mark].append(marks)

    def match(self, source: str, source_key: str, given: Given) -> Match:
        """Tell whether a row is one of these: by its own key, or by its name and where it is.

        A row of such a name may be one where nothing tells that it is elsewhere: it says no place, the two cannot be
        compared, or they are near each other. A name that says no more than the kind ("Village Hall") is no sign of one
        whose place was never known.
        """
        if (source, source_key) in self._keys:
            return Match.SURE
        if not self._by_name:
            return Match.NO
        mine = marks_of(given)
        found = [off for mark in mine if mark.startswith(NAME) for off in self._by_name.get(mark, ())]
        if any(alike(mine, off) for off in found):
            return Match.SURE
        return Match.MAYBE if any(_may_be(given, off) for off in found) else Match.NO


def _may_be(given: Given, off: frozenset[str]) -> bool:
    same = same_place(given, off)
    if same is None and not given.nowhere and all(mark.startswith(NAME) for mark in off):
        return not any(asset_kinds.kind_is(plain_name(name)) for name in given.names)
    return same is not False
