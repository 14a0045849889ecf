"""Bring a draft and what the register knows together. What was recorded by hand is never overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace

from assetmap.model.asset import ASSET_KIND_BY_NAME, AccessFact, Asset, Fact, LocatedBy, Visibility, Where
from assetmap.model.text import plain_form
from assetmap.services.asset_draft import Draft
from assetmap.services.asset_likeness import (
    ADDRESS,
    Given,
    marks_of,
    plain_name,
    read_marks,
    same_place,
    write_marks,
)

IMPORTED_ON = "imported_on"
LIKENESS = "likeness"
VISIBILITY = "visibility"
PLACED = "placed"
"""The field that says in words how a pin was put by hand: 'next to Bont Library'."""
_STRICTNESS = {str(Visibility.PUBLIC): 0, str(Visibility.PARTNERS): 1, str(Visibility.ONLY_US): 2}
_WHEREABOUTS = frozenset({"address", "postcode", PLACED})


def new_asset(draft: Draft, key: str, *, today: str) -> Asset:
    """Return the asset that a draft becomes when the register does not know it."""
    facts = {name: Fact(text, draft.source, draft.checked_on) for name, text in _facts_of(draft).items()}
    facts[IMPORTED_ON] = Fact(today, draft.source, today)
    return Asset(
        id=str(uuid.uuid4()),
        source=draft.source,
        source_key=key,
        kind=draft.kind,
        where=draft.where,
        visibility=draft.visibility or Visibility.ONLY_US,
        located_by=draft.located_by or LocatedBy.NOTHING,
        lat=draft.lat,
        lon=draft.lon,
        area_id=draft.area_id,
        fields=facts,
        access=dict(draft.access),
        private={name: Fact(text, draft.source, draft.checked_on) for name, text in _private_of(draft).items()},
        agreement=draft.agreement,
    )


def by_area_only(kind: str, where: str) -> bool:
    """Tell whether an asset has no pin: somebody's own offer, or a private place."""
    return where == Where.PRIVATE or (kind in ASSET_KIND_BY_NAME and ASSET_KIND_BY_NAME[kind].about_people)


def without_point(asset: Asset) -> Asset:
    """Return an asset that has no pin, address or postcode; its area stays."""
    fields = {name: fact for name, fact in asset.fields.items() if name not in _WHEREABOUTS}
    located_by = LocatedBy.AREA if asset.area_id else LocatedBy.NOTHING
    return replace(asset, lat=None, lon=None, located_by=str(located_by), fields=fields)


def without_pin(asset: Asset) -> Asset:
    """Return an asset as it is kept: a person's offer or a private place by area alone, with the hashes of the rest."""
    if not by_area_only(asset.kind, asset.where):
        return asset
    marks = write_marks(all_marks(asset))
    known = asset.private.get(LIKENESS)
    if marks and (known is None or known.value != marks):
        asset = replace(asset, private={**asset.private, LIKENESS: Fact(marks, asset.source, "")})
    return without_point(asset)


def _facts_of(draft: Draft) -> dict[str, str]:
    named = {"detail": draft.detail, "postcode": draft.postcode, "checked_on": draft.checked_on}
    facts = draft.facts | {name: text for name, text in named.items() if text}
    return {name: text for name, text in facts.items() if not (draft.area_only and name in _WHEREABOUTS)}


def merged(old: Asset, draft: Draft) -> Asset:
    """Return the asset after an import; equal to ``old`` if the list says nothing new.

    A blank in the list wipes nothing; hidden and closed stay so. Who may see it, once said by hand, stays as it was
    said, and so does the agreement; else the list may always show it to fewer, and with an agreement to more.
    """
    changed = replace(
        old,
        kind=old.kind if _by_hand(old, "kind") else draft.kind,
        where=old.where if _by_hand(old, "where") else str(draft.where),
        visibility=_merged_visibility(old, draft),
        fields=_merged_facts(old.fields, _facts_of(draft), draft),
        private=_merged_facts(old.private, _private_of(draft, marks_kept(old)), draft),
        access=_merged_access(old.access, draft.access),
        agreement=old.agreement if _by_hand(old, VISIBILITY) else draft.agreement or old.agreement,
    )
    if by_area_only(changed.kind, changed.where):
        return without_point(_with_point(changed, draft))
    return changed if old.located_by == LocatedBy.BY_HAND else _with_point(changed, draft)


def _by_hand(asset: Asset, name: str) -> bool:
    return name in asset.fields and asset.fields[name].by_hand


def _merged_visibility(old: Asset, draft: Draft) -> str:
    new = str(draft.visibility)
    if not new or _by_hand(old, VISIBILITY):
        return old.visibility
    return new if draft.agreement or _STRICTNESS[new] > _STRICTNESS[str(old.visibility)] else old.visibility


def given_now(asset: Asset) -> Given:
    """Return the name and the place of an asset as the register has them."""
    names = tuple(asset.text(name) for name in ("name", "name_cy", "name_gd"))
    return Given(names, asset.text("postcode"), asset.text("address"), asset.lat, asset.lon)


def marks_kept(asset: Asset) -> frozenset[str]:
    """Return the marks that a list left with an asset."""
    return read_marks(str(asset.private[LIKENESS].value)) if LIKENESS in asset.private else frozenset()


def all_marks(asset: Asset) -> frozenset[str]:
    """Return the marks of an asset, as its list gave it and as the register has it now."""
    return marks_kept(asset) | marks_of(given_now(asset))


def is_another(old: Asset, draft: Draft) -> bool:
    """Tell whether a row has another name and another place than the asset that its number stands for.

    What was corrected by hand is no sign: the list still says what it said.
    """
    mine = {plain_name(name) for name in draft.given.names if name.strip()}
    theirs = {plain_name(name) for name in given_now(old).names if name.strip()}
    if not mine or not theirs or mine & theirs or _by_hand(old, "name"):
        return False
    marks = all_marks(old)
    if not marks.isdisjoint(marks_of(Given(draft.given.names))):
        return False
    here = replace(draft.given, names=given_now(old).names)
    same = same_place(here, marks)
    addresses = any(mark.startswith(ADDRESS) for mark in marks) and bool(plain_form(here.address))
    return same is False or (same is None and addresses)


def _private_of(draft: Draft, known: frozenset[str] = frozenset()) -> dict[str, str]:
    marks = write_marks(marks_of(draft.given) | known)
    return draft.private | ({LIKENESS: marks} if marks else {})


def _with_point(asset: Asset, draft: Draft) -> Asset:
    """Take the list's point; without one the old point stays."""
    if not draft.located_by or draft.located_by == LocatedBy.NOTHING:
        return asset
    if asset.lat is not None and (asset.lat, asset.lon, asset.area_id) == (draft.lat, draft.lon, draft.area_id):
        return asset  # our own list says the point alone, and forgets that it came from a postcode
    return replace(asset, lat=draft.lat, lon=draft.lon, area_id=draft.area_id, located_by=str(draft.located_by))


def _merged_facts(old: Mapping[str, Fact], new: Mapping[str, str], draft: Draft) -> dict[str, Fact]:
    facts = dict(old)
    for name, text in new.items():
        known = old.get(name)
        fresh = Fact(text, draft.source, draft.checked_on)
        if known is None or (not known.by_hand and (known.value != text or fresh.as_at > known.as_at)):
            facts[name] = fresh
    return facts


def _merged_access(old: Mapping[str, AccessFact], new: Mapping[str, AccessFact]) -> dict[str, AccessFact]:
    facts = dict(old)
    for name, fact in new.items():
        known = old.get(name)
        if known is None:
            facts[name] = fact
        elif not known.by_hand and (
            (known.answer, known.detail) != (fact.answer, fact.detail) or fact.as_at > known.as_at
        ):
            facts[name] = replace(fact, out_since=known.out_since, out_until=known.out_until)
    return facts
