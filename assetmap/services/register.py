"""Work by hand on the register: add, edit, move, hide, close, remove, publish, take off the map, undo."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME
from assetmap.model.asset import (
    AccessFact,
    Agreement,
    Asset,
    Fact,
    Status,
    Visibility,
    Where,
)
from assetmap.model.register import Change, HistoryRow, OffTheMap, Store, UndoneChange
from assetmap.services import asset_cells, asset_kinds, workspace
from assetmap.services.asset_by_hand import BY_HAND, AssetMove, edited, moved
from assetmap.services.asset_likeness import alike, write_marks
from assetmap.services.asset_list import (
    AssetQuery,
    asset_record,
    find_assets,
    is_public,
    list_assets,
)
from assetmap.services.asset_merge import VISIBILITY, all_marks, without_pin
from assetmap.services.workspace import Place

__all__ = [
    "AccessAnswer", "AssetAdd", "AssetEdit", "AssetMove", "AssetQuery", "OutOfUse", "Publish", "add_asset",
    "asset_history", "edit_asset", "find_assets", "is_public", "list_assets", "move_asset", "publish_asset",
    "remove_asset", "set_access", "set_out_of_use", "set_status", "show_asset", "take_off_the_map", "undo_last",
]  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AccessAnswer:
    """One access answer: yes, partly, no or not recorded, a detail, and the day it was seen (ISO, empty: today)."""

    feature: str
    answer: str
    detail: str = ""
    checked_on: str = ""


@dataclass(frozen=True, kw_only=True)
class AssetEdit:
    """Facts to set on one asset; what is not named stays, an empty text wipes.

    Attributes
    ----------
    fields
        Values by field: name, kind, where, address, phone, ...; mobile, contact_name, personal_email stay private.
    access
        What the venue answered about access features, in the same change.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    access: tuple[AccessAnswer, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssetAdd:
    """A new asset: its name, its kind, more fields as in AssetEdit, where it is, access answers by feature."""

    name: str
    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)
    at: AssetMove = field(default_factory=AssetMove)
    access: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OutOfUse:
    """One access feature that cannot be used from a day until a day (ISO; both empty: it can be used again)."""

    feature: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class Publish:
    """Who agreed that an asset may be seen, when (ISO), and by whom: public, partners or only us."""

    agreed_by: str = ""
    agreed_on: str = ""
    may_be_shown_to: str = ""
    visibility: str = Visibility.PUBLIC


def show_asset(place: Place, asset_id: str) -> dict[str, Any]:
    """Return one asset's record; NotFoundError if it is not there."""
    with closing(workspace.open_register(place)) as store:
        return asset_record(store.asset(asset_id))


def asset_history(place: Place, asset_id: str) -> list[HistoryRow]:
    """Return what happened to one asset, oldest first; it holds private facts and is for the owner's screen."""
    with closing(workspace.open_register(place)) as store:
        return store.history(record_id=asset_id)


def add_asset(place: Place, request: AssetAdd, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Add one asset by hand; return its record."""
    if not request.name.strip():
        raise OptionError(tr("asset add: there is no name. Expected what the asset is called. Give a name."))
    own_id = str(uuid.uuid4())
    asset = Asset(own_id, BY_HAND, own_id, asset_kinds.check_kind(request.kind))
    asset = edited(asset, {"name": request.name, "kind": request.kind, **request.fields}, _today(now))
    asset = moved(place, asset, request.at, _today(now))
    for feature, answer in request.access.items():
        asset = _answered(asset, AccessAnswer(feature=feature, answer=answer), _today(now))
    asset = without_pin(asset)
    with closing(workspace.open_register(place)) as store:
        store.apply(Change(what="add asset", source=BY_HAND, who=who, when=now.isoformat(), assets=(asset,)))
    return asset_record(asset)


def edit_asset(place: Place, asset_id: str, request: AssetEdit, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Change facts of one asset by hand; a later import does not overwrite them."""

    def changed(asset: Asset) -> Asset:
        asset = edited(asset, request.fields, _today(now)) if request.fields else asset
        for answer in request.access:
            asset = _answered(asset, answer, _today(now))
        return asset

    return _change(place, asset_id, "edit asset", changed, now, who)


def move_asset(place: Place, asset_id: str, request: AssetMove, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Give an asset another place; a later import does not move it back."""
    if request == AssetMove():
        raise OptionError(tr("asset move: there is no new place. Expected a postcode, or LAT and LON. Give one."))
    return _change(place, asset_id, "move asset", lambda asset: moved(place, asset, request, _today(now)), now, who)


def set_status(place: Place, asset_id: str, status: str, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Hide, close or open an asset again."""
    if status not in set(Status):
        raise OptionError(
            tr(
                "status '{status}': we do not know it. Expected one of: {names}.",
                status=status,
                names=", ".join(Status),
            )
        )
    return _change(place, asset_id, f"set asset {status}", lambda asset: replace(asset, status=status), now, who)


def set_access(place: Place, asset_id: str, request: AccessAnswer, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Record what a venue answered about one access feature."""
    return _change(place, asset_id, "record access", lambda asset: _answered(asset, request, _today(now)), now, who)


def set_out_of_use(place: Place, asset_id: str, request: OutOfUse, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Record that one access feature is out of use, or can be used again; its answer stays."""
    _check_feature(request.feature)
    for day in (request.since, request.until):
        _check_day(day, today=dt.date.max)
    if request.until and (not request.since or request.until < request.since):
        raise OptionError(tr("out of use: the end is before the start. Expected since, then until. Correct the days."))

    def changed(asset: Asset) -> Asset:
        known = asset.access.get(request.feature) or AccessFact("not recorded", BY_HAND, _today(now))
        fact = replace(known, out_since=request.since, out_until=request.until)
        return replace(asset, access={**asset.access, request.feature: fact})

    return _change(place, asset_id, "out of use", changed, now, who)


def publish_asset(place: Place, asset_id: str, request: Publish, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Set who may see an asset; public needs who agreed and when, and no private place becomes public.

    A later import changes neither who may see it nor the agreement.
    """
    if request.visibility not in set(Visibility):
        raise OptionError(
            tr(
                "'{visibility}': we do not know it. Expected one of: {names}.",
                visibility=request.visibility,
                names=", ".join(Visibility),
            )
        )
    public = request.visibility == Visibility.PUBLIC
    if public and not (request.agreed_by.strip() and request.agreed_on):
        raise OptionError(tr("publish: it needs who agreed and when. Expected both. Ask, then give both."))
    _check_day(request.agreed_on, today=now.date())

    def changed(asset: Asset) -> Asset:
        if public and asset.where == Where.PRIVATE:
            raise OptionError(tr("publish: this is a private place. Expected an asset that is not. It stays with us."))
        agreed = Agreement(request.agreed_by.strip(), request.agreed_on, request.may_be_shown_to)
        agreement = agreed if request.agreed_by else asset.agreement
        fields = {**asset.fields, VISIBILITY: Fact(request.visibility, BY_HAND, _today(now), by_hand=True)}
        return replace(asset, visibility=request.visibility, agreement=agreement, fields=fields)

    return _change(place, asset_id, "publish asset", changed, now, who)


def remove_asset(place: Place, asset_id: str, *, now: dt.datetime, who: str) -> dict[str, Any]:
    """Remove an asset. If its list still names it, the next import brings it back."""
    with closing(workspace.open_register(place)) as store:
        asset = store.asset(asset_id)
        change = Change(what="remove asset", source=BY_HAND, who=who, when=now.isoformat(), removed_assets=(asset_id,))
        store.apply(change)
    return asset_record(asset)


def take_off_the_map(place: Place, asset_id: str, *, now: dt.datetime, who: str) -> list[dict[str, Any]]:
    """Remove an asset that asked for it, and its likes from other lists; no import brings them back.

    Returns
    -------
    list
        Records of what was removed: the asset, and those of the same name and postcode, address or point.
    """
    with closing(workspace.open_register(place)) as store:
        wanted = store.asset(asset_id)
        marks = all_marks(wanted)
        gone = [asset for asset in store.assets() if asset.id == asset_id or alike(all_marks(asset), marks)]
        keys = tuple(key for asset in gone for key in _keys_of(asset))
        ids = tuple(asset.id for asset in gone)
        when = now.isoformat()
        store.apply(
            Change(what="off the map", source=BY_HAND, who=who, when=when, off_the_map=keys, removed_assets=ids)
        )
    return [asset_record(asset) for asset in gone]


def _keys_of(asset: Asset) -> tuple[OffTheMap, OffTheMap]:
    """Return the keys of an asset in its list, and in a list that we wrote ourselves."""
    marks = write_marks(all_marks(asset))
    return OffTheMap(asset.source, asset.source_key, marks), OffTheMap(asset.source, f"id {asset.id}", marks)


def undo_last(place: Place, *, now: dt.datetime, who: str) -> UndoneChange:
    """Take the last change back; NotFoundError if none was made within Settings.undo_days."""
    days = place.settings.undo_days
    with closing(workspace.open_register(place)) as store:
        undone = store.undo(who=who, when=now.isoformat(), not_before=(now - dt.timedelta(days=days)).isoformat())
    if undone is None:
        raise NotFoundError(tr("undo: nothing was changed in the last {days} days. Nothing was taken back.", days=days))
    return undone


def _change(
    place: Place,
    asset_id: str,
    what: str,
    changed: Callable[[Asset], Asset],
    now: dt.datetime,
    who: str,
) -> dict[str, Any]:
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        old = store.asset(asset_id)
        new = without_pin(changed(old))
        if new != old:
            _write(store, what, new, now, who, generation)
    return asset_record(new)


def _write(store: Store, what: str, asset: Asset, now: dt.datetime, who: str, generation: int) -> None:
    when = now.isoformat()
    store.apply(Change(what=what, source=BY_HAND, who=who, when=when, assets=(asset,), based_on=generation))


def _answered(asset: Asset, request: AccessAnswer, today: str) -> Asset:
    feature = ACCESS_FEATURE_BY_NAME[_check_feature(request.feature)]
    answer, detail, known = asset_cells.read_answer(feature, request.answer)
    if not known:
        raise OptionError(
            tr(
                "{feature} '{answer}': expected yes, partly, no or not recorded. Write one.",
                feature=feature.name,
                answer=request.answer,
            )
        )
    day = _check_day(request.checked_on, today=dt.date.fromisoformat(today)) or today
    fact = AccessFact(answer, BY_HAND, day, request.detail or detail, by_hand=True)
    return replace(asset, access={**asset.access, feature.name: fact})


def _check_feature(name: str) -> str:
    if name not in ACCESS_FEATURE_BY_NAME:
        known = ", ".join(ACCESS_FEATURE_BY_NAME)
        raise OptionError(
            tr("'{name}': we do not know this access feature. Expected one of: {known}.", name=name, known=known)
        )
    return name


def _check_day(text: str, *, today: dt.date) -> str:
    day = asset_cells.read_date(text, today=today) if text else ""
    if day is None or day != text:
        raise OptionError(
            tr("'{text}': this day cannot be used. Expected a day such as 2026-03-31. Correct it.", text=text)
        )
    return day


def _today(now: dt.datetime) -> str:
    return now.date().isoformat()
