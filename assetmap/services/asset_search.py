"""Look for assets: by name in any language, kind, need, area, nearness and state. Only a page of records is made."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from assetmap.analysis.access_match import check_needs, match_access
from assetmap.errors import OptionError, OutsideError
from assetmap.messages import tr
from assetmap.model.asset import Asset, LocatedBy, Status, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.find_words import is_found, search_form, search_words, suggest
from assetmap.model.register import Store
from assetmap.model.release import PublicFacts
from assetmap.model.representation import LEFT_OUT, UnitKind
from assetmap.model.text import plain_form
from assetmap.services import asset_kinds, workspace
from assetmap.services.asset_list import PUBLIC, WORKING, asset_record, distance_km, is_public
from assetmap.services.asset_merge import by_area_only
from assetmap.services.landmarks import Landmark, area_names, find_landmarks
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.workspace import Place

__all__ = ["AssetSearch", "FoundAssets", "area_choices", "found_assets", "search_assets"]

PAGE_ROWS = 25
PATCH = "patch"


@dataclass(frozen=True, kw_only=True)
class AssetSearch:
    """What is looked for; what is left empty narrows nothing.

    Attributes
    ----------
    text
        Words of a name, in any language and order, or beginnings of words.
    kinds
        Kinds, by key or words; any of them.
    needs
        Access features that must all be recorded as yes, and not be out of use.
    areas
        Keys of `area_choices`, patches or areas of the place; any of them.
    near
        A postcode, LAT,LON, a settlement, or an asset by name: the nearest come first.
    near_key
        Which of several that ``near`` may mean; see `landmarks.Landmark`.
    within_km
        With ``near``: leave out what is further, and what has no point.
    without_point
        Leave out what has a location, or needs none.
    view
        ``working`` has all; ``public`` only what is open and was agreed to be public.
    status
        One state: open, hidden or closed.
    start, rows
        Which rows of the list to make records of: the first, counted from 0, and how many.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    near: str = ""
    near_key: str = ""
    within_km: float | None = None
    without_point: bool = False
    view: str = WORKING
    status: str = ""
    start: int = 0
    rows: int = PAGE_ROWS


@dataclass(frozen=True, kw_only=True)
class FoundAssets:
    """What was found.

    Attributes
    ----------
    records
        Those of the rows asked for, as `asset_record`, with ``area``, and ``distance_km`` where ``near`` was given.
    ids
        All that was found, in order: by distance, else by name.
    listed
        How many the list has before anything is looked for.
    kinds
        How many were found of each kind.
    ask_ids
        Those that fit but for a need that nobody has recorded: they may do too, ask them.
    partly
        How many fit but for a need that is met in part.
    without_point, without_access, not_agreed
        How many of those found have no location, nothing recorded about access, no agreement to be published.
    did_you_mean
        Other words that would find something, where these find nothing.
    near
        The point that ``near`` means.
    near_choices
        The points it may mean, where they are several and none was chosen: then nothing is sorted by distance.
    """

    records: list[dict[str, Any]]
    ids: tuple[str, ...]
    listed: int
    kinds: dict[str, int]
    ask_ids: tuple[str, ...] = ()
    partly: int = 0
    without_point: int = 0
    without_access: int = 0
    not_agreed: int = 0
    did_you_mean: str = ""
    near: Landmark | None = None
    near_choices: tuple[Landmark, ...] = ()

    @property
    def number(self) -> int:
        """How many were found."""
        return len(self.ids)


@dataclass
class _Sorted:
    """Lines that fit, and those that would fit but for a need."""

    fits: list[AssetLine] = field(default_factory=list)
    ask: list[AssetLine] = field(default_factory=list)
    partly: int = 0


def search_assets(
    place: Place, search: AssetSearch, *, now: dt.datetime, known: FoundAssets | None = None
) -> PublicFacts[FoundAssets]:
    """Look for assets.

    Parameters
    ----------
    place
        The place.
    search
        What is looked for.
    now
        The moment: what is out of use on this day does not meet a need.
    known
        What the same search found a moment ago, where only other rows of it are wanted: nothing is looked for anew.
        An asset that went meanwhile is left out.

    Raises
    ------
    OptionError
        A kind, need, area, view or state is not one we know, or the distance is none or from nowhere.
    NotFoundError
        Nothing has the name or postcode that ``near`` says.
    """
    with closing(workspace.open_register(place)) as store:
        found = known or _found(place, search, store, now)
        page = store.assets(ids=found.ids[search.start : search.start + search.rows])
    return PublicFacts(_with_records(place, found, page, search))


def found_assets(place: Place, search: AssetSearch, *, now: dt.datetime) -> PublicFacts[list[Asset]]:
    """Return everything that a search finds, in its order, for a map, a download or sheets; all are read whole."""
    with closing(workspace.open_register(place)) as store:
        found = _found(place, search, store, now)
        whole = {asset.id: asset for asset in store.assets(ids=found.ids)}
    return PublicFacts([whole[one] for one in found.ids if one in whole])


def area_choices(place: Place) -> dict[str, str]:
    """Return what a list can be narrowed to, names by key: the patches in use first, then areas, each by name."""
    patches = {f"{PATCH} {name}": name for name in _patches(place)}
    areas = area_names(place)
    in_order = [sorted(one.items(), key=lambda pair: (plain_form(pair[1]), pair[0])) for one in (patches, areas)]
    return dict(pair for pairs in in_order for pair in pairs)


def _patches(place: Place) -> dict[str, set[str]]:
    """Return the codes of the areas in each patch that the place uses; none where they cannot be read."""
    try:
        in_use = read_shared_areas(place)
    except OutsideError:
        return {}
    if in_use is None or in_use.kind is not UnitKind.PATCH:
        return {}
    patches: dict[str, set[str]] = {}
    for code, name in in_use.unit_of.items():
        if name != LEFT_OUT:
            patches.setdefault(name, set()).add(code)
    return patches


def _codes(place: Place, chosen: Sequence[str]) -> frozenset[str]:
    """Return the codes of the areas and patches that were chosen; refuse one that the place does not have."""
    if not chosen:
        return frozenset()
    known = {code: {code} for code in area_names(place)}
    known |= {f"{PATCH} {name}": codes for name, codes in _patches(place).items()}
    unknown = set(chosen) - set(known)
    if unknown:
        raise OptionError(tr("Area '{area}': this place has no such area. Choose another.", area=min(unknown)))
    return frozenset[str]().union(*(known[key] for key in chosen))


def _found(place: Place, search: AssetSearch, store: Store, now: dt.datetime) -> FoundAssets:
    kinds, needs = _checked(search)
    lines = store.asset_lines(features=needs)
    if search.view == PUBLIC:
        lines = [line for line in lines if is_public(line)]
    near = find_landmarks(place, search.near, view=search.view, lines=lines) if search.near.strip() else []
    if search.near_key:
        near = [one for one in near if one.key == search.near_key] or near
    centre = near[0] if len(near) == 1 else None
    areas = _codes(place, search.areas)
    narrowed = [
        line
        for line in lines
        if (not kinds or line.kind in kinds)
        and (not areas or line.area_id in areas)
        and (not search.status or line.status == search.status)
        and (not search.without_point or _is_lost(line))
    ]
    named = _named(narrowed, search.text)
    sorted_in = _by_needs(_within(named, centre, search), needs, now.date().isoformat())
    fits = _ordered(sorted_in.fits, centre)
    return FoundAssets(
        records=[],
        ids=tuple(line.id for line in fits),
        listed=len(lines),
        kinds=dict(Counter(line.kind for line in fits)),
        ask_ids=tuple(line.id for line in _ordered(sorted_in.ask, centre)),
        partly=sorted_in.partly,
        **_gaps(fits),
        did_you_mean=_suggestion(search.text, narrowed) if search.text.strip() and not named else "",
        near=centre,
        near_choices=tuple(near) if len(near) > 1 else (),
    )


def _checked(search: AssetSearch) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return kinds and needs by key; refuse what is not one we know."""
    if search.view not in {WORKING, PUBLIC}:
        raise OptionError(tr("View '{view}': we do not know it. Expected working or public.", view=search.view))
    if search.status and search.status not in set(Status):
        known = ", ".join(Status)
        raise OptionError(tr("State '{state}': we do not know it. Expected one of: {known}.",
                             state=search.status, known=known))  # fmt: skip
    _check_distance(search)
    return frozenset(asset_kinds.check_kind(kind) for kind in search.kinds), check_needs(search.needs)


def _check_distance(search: AssetSearch) -> None:
    if search.within_km is None:
        return
    if not (math.isfinite(search.within_km) and search.within_km > 0):
        raise OptionError(tr("{km} km: this is no distance. Expected more than 0.", km=search.within_km))
    if not search.near.strip():
        raise OptionError(tr("A distance needs a place to measure from. Write one in 'Near'."))


def _named(lines: list[AssetLine], text: str) -> list[AssetLine]:
    words = search_words(text)
    return [line for line in lines if is_found(words, search_form(line.names))] if words else lines


def _suggestion(text: str, lines: Sequence[AssetLine]) -> str:
    return suggest(search_words(text), (search_form(line.names) for line in lines))


def _within(lines: list[AssetLine], centre: Landmark | None, search: AssetSearch) -> list[AssetLine]:
    if centre is None or search.within_km is None:
        return lines
    point, limit = (centre.lat, centre.lon), search.within_km
    return [line for line in lines if _km(line, point) <= limit]


def _km(line: AssetLine | Asset, point: tuple[float, float]) -> float:
    return math.inf if by_area_only(line.kind, line.where) else distance_km(line, point)


def _by_needs(lines: list[AssetLine], needs: tuple[str, ...], today: str) -> _Sorted:
    if not needs:
        return _Sorted(fits=lines)
    found = _Sorted()
    for line in lines:
        match = match_access(needs, line.access, today=today)
        if match.not_met:
            continue
        if match.not_recorded:
            if line.where == Where.PLACE:
                found.ask.append(line)
        elif match.partly:
            found.partly += 1
        else:
            found.fits.append(line)
    return found


def _ordered(lines: list[AssetLine], centre: Landmark | None) -> list[AssetLine]:
    point = (centre.lat, centre.lon) if centre else None

    def order(line: AssetLine) -> tuple[float, bool, str, str]:
        name = line.name
        return _km(line, point) if point else 0.0, not name, plain_form(name), line.id

    return sorted(lines, key=order)


def _is_lost(line: AssetLine) -> bool:
    """Tell whether nobody has recorded where something is that is met at a place."""
    return line.where == Where.PLACE and line.located_by == LocatedBy.NOTHING


def _gaps(lines: Sequence[AssetLine]) -> dict[str, int]:
    met = [line for line in lines if line.where == Where.PLACE]
    return {
        "without_point": sum(_is_lost(line) for line in met),
        "without_access": sum(not line.has_access for line in met),
        "not_agreed": sum(not is_public(line) for line in lines),
    }


def _with_records(place: Place, found: FoundAssets, page: Sequence[Asset], search: AssetSearch) -> FoundAssets:
    whole = {asset.id: asset for asset in page}
    areas = area_names(place)
    records = []
    for one in found.ids[search.start : search.start + search.rows]:
        if one not in whole or (search.view == PUBLIC and not is_public(whole[one])):
            continue
        record = asset_record(whole[one]) | {"area": areas.get(whole[one].area_id, "")}
        if found.near is not None:
            km = _km(whole[one], (found.near.lat, found.near.lon))
            record["distance_km"] = None if math.isinf(km) else round(km, 2)
        records.append(record)
    return replace(found, records=records)
