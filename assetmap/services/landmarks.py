"""Which point a person means: a postcode, LAT,LON, a settlement, or an asset by its name. Several are never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.asset import ASSET_KIND_BY_NAME, Status
from assetmap.model.asset_line import AssetLine
from assetmap.model.find_words import is_found, search_form, search_words, suggest
from assetmap.model.street import SETTLEMENT_KINDS
from assetmap.model.text import harmless, plain_form, read_lat_lon, tidy_postcode
from assetmap.services import workspace
from assetmap.services.asset_list import PUBLIC, WORKING, is_public
from assetmap.services.asset_merge import by_area_only
from assetmap.services.workspace import Place

__all__ = ["Landmark", "LandmarkKind", "choose_landmark", "find_landmarks"]

NEXT_TO: tuple[str, ...] = (
    "right next to", "next door to", "next to", "beside", "opposite", "across from", "close to", "near", "behind",
    "in front of", "in", "at", "by", "drws nesaf ir", "drws nesaf i", "wrth ymyl", "gyferbyn a", "ger", "yn",
    "ri taobh",
)  # fmt: skip
"""What people write in front of a place they all know; the longer ones first where one begins another."""

_SHOWN = 8
_EARTH = (90, 180)


class LandmarkKind(StrEnum):
    """What a landmark is."""

    POSTCODE = "postcode"
    POINT = "point"
    SETTLEMENT = "settlement"
    ASSET = "asset"


@dataclass(frozen=True, kw_only=True)
class Landmark:
    """A point that words stand for.

    Attributes
    ----------
    key
        Tells it from others: pass it on to say which one is meant.
    kind
        What it is.
    name
        Its name as it was written, or the postcode, or the point.
    detail
        What tells it from one of the same name: a kind and an area.
    lat, lon
        Degrees.
    """

    key: str
    kind: LandmarkKind
    name: str
    detail: str
    lat: float
    lon: float


def find_landmarks(
    place: Place, text: str, *, view: str = WORKING, lines: Sequence[AssetLine] | None = None
) -> list[Landmark]:
    """Return every point that a text may stand for; the same name written whole comes before parts of names.

    Parameters
    ----------
    place
        The place.
    text
        'NP20 1AA', '51.58,-2.99', 'Llanfair', or 'next to the library'.
    view
        ``public`` looks at what was agreed to be public alone.
    lines
        The place's assets in short, where they were read already.

    Raises
    ------
    OptionError
        The text is empty, or a point that is not on Earth.
    NotFoundError
        A postcode that is not in the place's lists, or a name that nothing has.
    """
    point = read_lat_lon(text)
    if point is not None:
        return [_point(*point)]
    postcode = tidy_postcode(text)
    if postcode is not None:
        return [_postcode(place, postcode)]
    words = search_words(text)
    if not words:
        raise OptionError(tr("Nothing was written. Expected a postcode, a place, or a name. Write one."))
    named = _settlements(place) + _assets(place, view, lines)
    found = _best(words, named) or _best(search_words(_without_next_to(text)), named)
    if not found:
        raise NotFoundError(_nothing_found(text, named))
    areas = area_names(place)
    marks = [_landmark(one, areas) for one in found]
    once = list({one.key: one for one in reversed(marks)}.values())[::-1]
    return _told_apart(once, {f"asset {one.thing.id}": one.thing for one in found if isinstance(one.thing, AssetLine)})


def choose_landmark(place: Place, text: str, *, key: str = "", view: str = WORKING) -> Landmark:
    """Return the one landmark that is meant.

    Parameters
    ----------
    place, text, view
        As for `find_landmarks`.
    key
        Which one of several.

    Raises
    ------
    OptionError
        Several fit and none was chosen; the message lists them.
    NotFoundError
        None fits, or the chosen one is not there any more.
    """
    found = find_landmarks(place, text, view=view)
    chosen = [one for one in found if one.key == key] if key else found
    if len(chosen) == 1:
        return chosen[0]
    listed = "; ".join(f"{harmless(one.name)}, {harmless(one.detail)}" for one in found[:_SHOWN])
    raise OptionError(
        tr("'{text}': {number} fit ({listed}). Expected one. Choose it, or write more of its name.",
           text=harmless(text), number=len(found), listed=listed)
    )  # fmt: skip


def _point(lat: float, lon: float) -> Landmark:
    if abs(lat) > _EARTH[0] or abs(lon) > _EARTH[1]:
        raise OptionError(tr("{lat}, {lon}: this point is not on Earth. Latitude comes first. Correct it.",
                             lat=lat, lon=lon))  # fmt: skip
    written = f"{lat:g}, {lon:g}"
    return Landmark(key=f"point {written}", kind=LandmarkKind.POINT, name=written, detail="", lat=lat, lon=lon)


def _postcode(place: Place, postcode: str) -> Landmark:
    found = workspace.find_postcode(place, postcode)
    if found is None:
        raise NotFoundError(
            tr("{postcode} is not in the postcode lists of {place}. Check it, or write the name of a place nearby.",
               postcode=postcode, place=harmless(place.name))
        )  # fmt: skip
    lon, lat, _ = found
    return Landmark(key=f"postcode {postcode}", kind=LandmarkKind.POSTCODE, name=postcode, detail="", lat=lat, lon=lon)


@dataclass(frozen=True, slots=True)
class _Named:
    """Something with a name: its words are held against a text before a landmark is made of it."""

    name: str
    form: str
    thing: AssetLine | tuple[str, float, float]


def _settlements(place: Place) -> list[_Named]:
    order = {kind: number for number, kind in enumerate(SETTLEMENT_KINDS)}
    table = workspace.settlements(place)
    rows = zip(table["kind"], table["name"], table["lat"], table["lon"], strict=True)
    ordered = sorted(rows, key=lambda row: (order.get(row[0], len(order)), row[1], row[2:]))
    return [_Named(str(name), search_form([name]), (str(kind), lat, lon)) for kind, name, lat, lon in ordered]


def _assets(place: Place, view: str, lines: Sequence[AssetLine] | None) -> list[_Named]:
    """Return the assets that have a pin and are in use, once for each of their names, in order of name."""
    if lines is None:
        with closing(workspace.open_register(place)) as store:
            lines = store.asset_lines()
    named = [
        _Named(name, search_form([name]), line)
        for line in lines
        if line.status == Status.OPEN and line.lat is not None
        if not by_area_only(line.kind, line.where) and (view != PUBLIC or is_public(line))
        for name in dict.fromkeys(filter(None, line.names))
    ]
    return sorted(named, key=lambda one: one.form)


def _landmark(named: _Named, areas: dict[str, str]) -> Landmark:
    if isinstance(named.thing, AssetLine):
        line = named.thing
        key, kind, detail = f"asset {line.id}", LandmarkKind.ASSET, _detail(line, areas.get(line.area_id, ""))
        lat, lon = line.lat or 0.0, line.lon or 0.0
    else:
        detail, lat, lon = named.thing
        key, kind, detail = f"settlement {named.name} {lat:.4f} {lon:.4f}", LandmarkKind.SETTLEMENT, tr(detail)
    return Landmark(key=key, kind=kind, name=named.name, detail=detail, lat=float(lat), lon=float(lon))


def _told_apart(marks: list[Landmark], lines: dict[str, AssetLine]) -> list[Landmark]:
    """Return landmarks with their list's name added where two of them would read alike."""
    read = Counter((plain_form(one.name), one.detail) for one in marks)
    return [
        replace(one, detail=f"{one.detail}, {lines[one.key].source}")
        if one.key in lines and read[plain_form(one.name), one.detail] > 1
        else one
        for one in marks
    ]


def area_names(place: Place) -> dict[str, str]:
    """Return the names of the place's areas by code."""
    areas = workspace.areas(place)
    return dict(zip(areas["area_id"].astype(str), areas["name"].astype(str), strict=True))


def _detail(line: AssetLine, area: str) -> str:
    kind = ASSET_KIND_BY_NAME[line.kind].label if line.kind in ASSET_KIND_BY_NAME else line.kind
    return ", ".join(part for part in (kind, area) if part)


def _without_next_to(text: str) -> str:
    plain = search_form([text])
    for words in NEXT_TO:
        if plain.startswith(f"{words} "):
            return plain.removeprefix(f"{words} ")
    return plain


def _best(words: tuple[str, ...], named: Iterable[_Named]) -> list[_Named]:
    """Return those with exactly this name, else those whose name has all the words, else those that begin so."""
    begun = [one for one in named if words and is_found(words, one.form)]
    exact = [one for one in begun if search_words(one.form) == words]
    return exact or [one for one in begun if set(one.form.split()).issuperset(words)] or begun


def _nothing_found(text: str, named: Iterable[_Named]) -> str:
    nearest = suggest(search_words(_without_next_to(text)), (one.form for one in named))
    said = tr("'{text}': nothing here has this name.", text=harmless(text.strip()))
    if nearest:
        return f"{said} " + tr("Did you mean '{name}'?", name=nearest)
    return f"{said} " + tr("Write a postcode, a village, or the name of something on the list.")
