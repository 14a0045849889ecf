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
from assetmap.model.asset import (
    Agreement,
    Asset,
    Fact,
    Status,
    Visibility,
    Where,
)
from assetmap.model.register import Change, HistoryRow, OffTheMap, Store, UndoneChange
from assetmap.services import asset_kinds, workspace
from assetmap.services.asset_answers import BY_HAND, AccessAnswer, OutOfUse, answered, check_day, out_of_use
from assetmap.services.asset_by_hand import AssetMove, edited, moved
from assetmap.services.asset_changes import check_seen
from assetmap.services.asset_likeness import alike, write_marks
from assetmap.services.asset_list import (
    AssetQuery,
    asset_record,
    find_assets,
    is_public,
    list_assets,
)
from assetmap.services.asset_merge import VISIBILITY, all_marks, without_pin
from assetmap.services.moments import as_kept
from assetmap.services.workspace import Place

__all__ = [
    "AccessAnswer", "AssetAdd", "AssetEdit", "AssetMove", "AssetQuery", "OutOfUse", "Publish", "add_asset",
    "asset_history", "edit_asset", "find_assets", "is_public", "list_assets", "move_asset", "publish_asset",
    "remove_asset", "set_access", "set_out_of_use", "set_status", "show_asset", "take_off_the_map", "undo_last",
]  # fmt: skip


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
        asset = answered(asset, AccessAnswer(feature=feature, answer=answer), _today(now))
    asset = without_pin(asset)
    with closing(workspace.open_register(place)) as store:
        store.apply(Change(what="add asset", source=BY_HAND, who=who, when=as_kept(now), assets=(asset,)))
    return asset_record(asset)


def edit_asset(
    place: Place, asset_id: str, request: AssetEdit, *, now: dt.datetime, who: str, seen: str = ""
) -> dict[str, Any]:
    """Change facts of one asset by hand; a later import does not overwrite them.

    Parameters
    ----------
    place, asset_id, request, now, who
        What to change where, when and by whom.
    seen
        `asset_changes.fingerprint` of the asset as the person saw it; empty does not look.

    Raises
    ------
    ConflictError
        Somebody else changed the asset since it was seen; the message says what, and nothing was written.
    """

    def changed(asset: Asset) -> Asset:
        asset = edited(asset, request.fields, _today(now)) if request.fields else asset
        for answer in request.access:
            asset = answered(asset, answer, _today(now))
        return asset

    return _change(place, asset_id, changed, _Work("edit asset", now, who, seen))


def move_asset(
    place: Place, asset_id: str, request: AssetMove, *, now: dt.datetime, who: str, seen: str = ""
) -> dict[str, Any]:
    """Give an asset another place; a later import does not move it back. ``seen`` as for `edit_asset`."""
    if request == AssetMove():
        raise OptionError(tr("asset move: there is no new place. Expected a postcode, or LAT and LON. Give one."))
    work = _Work("move asset", now, who, seen)
    return _change(place, asset_id, lambda asset: moved(place, asset, request, _today(now)), work)


def set_status(
    place: Place, asset_id: str, status: str, *, now: dt.datetime, who: str, seen: str = ""
) -> dict[str, Any]:
    """Hide, close or open an asset again. ``seen`` as for `edit_asset`."""
    if status not in set(Status):
        raise OptionError(
            tr(
                "status '{status}': we do not know it. Expected one of: {names}.",
                status=status,
                names=", ".join(Status),
            )
        )
    work = _Work(f"set asset {status}", now, who, seen)
    return _change(place, asset_id, lambda asset: replace(asset, status=status), work)


def set_access(
    place: Place, asset_id: str, request: AccessAnswer, *, now: dt.datetime, who: str, seen: str = ""
) -> dict[str, Any]:
    """Record what a venue answered about one access feature. ``seen`` as for `edit_asset`."""
    work = _Work("record access", now, who, seen)
    return _change(place, asset_id, lambda asset: answered(asset, request, _today(now)), work)


def set_out_of_use(
    place: Place, asset_id: str, request: OutOfUse, *, now: dt.datetime, who: str, seen: str = ""
) -> dict[str, Any]:
    """Record that one access feature is out of use, or can be used again; its answer stays."""
    work = _Work("out of use", now, who, seen)
    return _change(place, asset_id, lambda asset: out_of_use(asset, request, _today(now)), work)


def publish_asset(
    place: Place, asset_id: str, request: Publish, *, now: dt.datetime, who: str, seen: str = ""
) -> dict[str, Any]:
    """Set who may see an asset; public needs who agreed and when, and no private place becomes public.

    A later import changes neither who may see it nor the agreement. ``seen`` as for `edit_asset`.
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
    check_day(request.agreed_on, today=now.date())

    def changed(asset: Asset) -> Asset:
        if public and asset.where == Where.PRIVATE:
            raise OptionError(tr("publish: this is a private place. Expected an asset that is not. It stays with us."))
        agreed = Agreement(request.agreed_by.strip(), request.agreed_on, request.may_be_shown_to)
        agreement = agreed if request.agreed_by else asset.agreement
        fields = {**asset.fields, VISIBILITY: Fact(request.visibility, BY_HAND, _today(now), by_hand=True)}
        return replace(asset, visibility=request.visibility, agreement=agreement, fields=fields)

    return _change(place, asset_id, changed, _Work("publish asset", now, who, seen))


def remove_asset(place: Place, asset_id: str, *, now: dt.datetime, who: str, seen: str = "") -> dict[str, Any]:
    """Remove an asset. If its list still names it, the next import brings it back. ``seen`` as for `edit_asset`."""
    with closing(workspace.open_register(place)) as store:
        asset = store.asset(asset_id)
        check_seen(store, asset, seen)
        change = Change(what="remove asset", source=BY_HAND, who=who, when=as_kept(now), removed_assets=(asset_id,))
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
        when = as_kept(now)
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
        undone = store.undo(who=who, when=as_kept(now), not_before=as_kept(now - dt.timedelta(days=days)))
    if undone is None:
        raise NotFoundError(tr("undo: nothing was changed in the last {days} days. Nothing was taken back.", days=days))
    return undone


@dataclass(frozen=True)
class _Work:
    """What is done, when, by whom, and the fingerprint of the asset as they saw it."""

    what: str
    now: dt.datetime
    who: str
    seen: str


def _change(place: Place, asset_id: str, changed: Callable[[Asset], Asset], work: _Work) -> dict[str, Any]:
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        old = store.asset(asset_id)
        check_seen(store, old, work.seen)
        new = without_pin(changed(old))
        if new != old:
            _write(store, work, new, generation)
    return asset_record(new)


def _write(store: Store, work: _Work, asset: Asset, generation: int) -> None:
    change = Change(
        what=work.what,
        source=BY_HAND,
        who=work.who,
        when=as_kept(work.now),
        assets=(asset,),
        based_on=generation,
    )
    store.apply(change)


def _today(now: dt.datetime) -> str:
    return now.date().isoformat()
