"""Everything one asset's page shows: each fact with its source and day, each question about access, what happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from assetmap.analysis.access_match import is_out_of_use
from assetmap.errors import NotFoundError
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURES, Answer
from assetmap.model.asset import ASSET_KIND_BY_NAME, AccessFact, Asset, Fact, LocatedBy, Where
from assetmap.model.asset_fields import ASSET_FIELDS
from assetmap.model.register import HistoryRow, Record
from assetmap.model.release import PublicFacts
from assetmap.model.text import harmless
from assetmap.render.words import is_agreed
from assetmap.services import workspace
from assetmap.services.asset_answers import BY_HAND, TOLD_BY
from assetmap.services.asset_changes import changes_between, fact_label, fingerprint, read_states
from assetmap.services.asset_list import PUBLIC, RECORD_FACTS, WORKING, is_public
from assetmap.services.asset_merge import IMPORTED_ON, LIKENESS, PLACED, by_area_only
from assetmap.services.history import say_what
from assetmap.services.moments import say_moment
from assetmap.services.whereabouts import describe_place, located_words
from assetmap.services.workspace import Place

__all__ = ["AccessLine", "AssetPage", "FactLine", "HistoryLine", "PrivateSide", "asset_page", "private_side"]

_KEPT_BY_AREA = frozenset({"address", "postcode"})
_SAID_ELSEWHERE = frozenset({"name"})


@dataclass(frozen=True, kw_only=True)
class FactLine:
    """One fact: its field, its name in plain words, its text, where it came from and when (ISO); empty if unknown.

    ``brought_in`` is the day its list came in, for a fact of which the list says no day.
    """

    name: str
    label: str
    text: str
    source: str = ""
    as_at: str = ""
    brought_in: str = ""
    by_hand: bool = False


@dataclass(frozen=True, kw_only=True)
class AccessLine:
    """What is recorded about one access feature; ``answer`` is *not recorded* where nobody asked."""

    feature: str
    label: str
    question: str
    answer: str
    detail: str = ""
    source: str = ""
    as_at: str = ""
    brought_in: str = ""
    out_since: str = ""
    out_until: str = ""
    is_out: bool = False

    @property
    def recorded(self) -> bool:
        """Whether anybody answered."""
        return self.answer != Answer.NOT_RECORDED


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    """One thing that happened: who did what, when, from which list, and the facts that changed, a sentence each."""

    when: str
    who: str
    what: str
    source: str = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssetPage:
    """One asset as its page shows it; there is no private fact in it.

    Attributes
    ----------
    id, name, kind_name
        As in the register; ``name`` is empty where none is recorded.
    kind, status, visibility
        In plain words.
    where_words
        Where it is, in one sentence.
    located, located_source, located_on
        How its pin was found; the list that says so, or "by hand"; and the day (ISO), empty if unknown.
    facts
        Public facts that are recorded, in the order of the list's fields.
    missing
        Names of facts that nobody recorded, in plain words.
    access
        Every access feature, the answered ones first; empty for what is not a place.
    agreed_by, agreed_on
        Who agreed that it may be shown, and the day (ISO). ``agreed_by`` only in the working view.
    agreed
        Whether anybody may see it.
    has_pin
        Whether it may stand on a map.
    """

    id: str
    name: str
    kind_name: str
    kind: str
    where_words: str
    located: str
    status: str
    visibility: str
    source: str
    facts: tuple[FactLine, ...]
    missing: tuple[str, ...]
    access: tuple[AccessLine, ...]
    agreed: bool
    has_pin: bool
    agreed_by: str = ""
    agreed_on: str = ""
    located_source: str = ""
    located_on: str = ""


@dataclass(frozen=True, kw_only=True)
class PrivateSide:
    """What only those who keep the records see of an asset: on the screen behind the PRIVATE band, nowhere else.

    Attributes
    ----------
    facts
        Private facts and columns that we did not know.
    history
        What happened, newest first.
    seen
        Fingerprint of the asset, to hand back with a change.
    texts
        What a form starts from: every field that can be edited, with its text.
    """

    facts: tuple[FactLine, ...]
    history: tuple[HistoryLine, ...]
    seen: str
    texts: dict[str, str] = field(default_factory=dict)


def asset_page(place: Place, asset_id: str, *, now: dt.datetime, view: str = WORKING) -> PublicFacts[AssetPage]:
    """Return what an asset's page shows.

    Parameters
    ----------
    place, asset_id
        Which asset.
    now
        The moment, for what is out of use today.
    view
        ``public`` knows only what was agreed to be public.

    Raises
    ------
    NotFoundError
        There is no such asset, or none that this view may show.
    """
    asset = _asset(place, asset_id, view)
    working = view != PUBLIC
    agreement = asset.agreement
    facts = tuple(_facts(asset))
    moved = asset.located_by == LocatedBy.BY_HAND
    page = AssetPage(
        id=asset.id,
        name=next((harmless(text) for name in ("name", "name_cy", "name_gd") if (text := asset.text(name))), ""),
        kind_name=asset.kind,
        kind=tr(ASSET_KIND_BY_NAME[asset.kind].label) if asset.kind in ASSET_KIND_BY_NAME else harmless(asset.kind),
        where_words=describe_place(place, asset),
        located=located_words(asset) if working else "",
        located_source=tr("by hand") if moved else harmless(asset.source),
        located_on=asset.fields[PLACED].as_at if moved and PLACED in asset.fields else "",
        status=str(asset.status),
        visibility=str(asset.visibility),
        source=harmless(asset.source),
        facts=facts,
        missing=tuple(_missing(asset, {line.name for line in facts})),
        access=tuple(_access(asset, now.date().isoformat())),
        agreed=is_agreed(asset),
        has_pin=asset.lat is not None and not by_area_only(asset.kind, asset.where),
        agreed_by=harmless(agreement.agreed_by) if agreement and working else "",
        agreed_on=agreement.agreed_on if agreement else "",
    )
    return PublicFacts(page)


def private_side(place: Place, asset_id: str) -> PrivateSide:
    """Return what only those who keep the records see; NotFoundError if there is no such asset."""
    with closing(workspace.open_register(place)) as store:
        asset = store.asset(asset_id)
        history = [row for row in store.history(record_id=asset_id) if row.record == Record.ASSET]
    return PrivateSide(
        facts=tuple(_private(asset)),
        history=tuple(_told(row) for row in reversed(history)),
        seen=fingerprint(asset),
        texts=_texts(asset),
    )


def _asset(place: Place, asset_id: str, view: str) -> Asset:
    with closing(workspace.open_register(place)) as store:
        asset = store.asset(asset_id)
    if view == PUBLIC and not is_public(asset):
        raise NotFoundError(tr("This one is not on the list that may be shown. Turn off 'Showing this to others'."))
    return asset


def _brought_in(asset: Asset, source: str, as_at: str) -> str:
    """Return the day an asset's list first named it, where a fact of that list has no day of its own."""
    return asset.text(IMPORTED_ON) if source == asset.source and not as_at else ""


def _line(asset: Asset, name: str, fact: Fact, label: str = "") -> FactLine:
    return FactLine(
        name=name,
        label=label or fact_label(name),
        text=harmless(str(fact.value)),
        source=harmless(fact.source),
        as_at=fact.as_at,
        brought_in=_brought_in(asset, fact.source, fact.as_at),
        by_hand=fact.by_hand,
    )


def _facts(asset: Asset) -> Iterator[FactLine]:
    hidden = _KEPT_BY_AREA if by_area_only(asset.kind, asset.where) else frozenset[str]()
    kind = ASSET_KIND_BY_NAME.get(asset.kind)
    if kind and asset.text("detail").casefold() in {kind.name, kind.label.casefold()}:
        hidden |= {"detail"}
    for name in RECORD_FACTS:
        if name not in _SAID_ELSEWHERE | hidden and asset.text(name):
            yield _line(asset, name, asset.fields[name])


def _missing(asset: Asset, known: set[str]) -> Iterator[str]:
    left_out = {"name_cy", "name_gd", "detail", "checked_on", *_SAID_ELSEWHERE}
    if by_area_only(asset.kind, asset.where) or asset.where != Where.PLACE:
        left_out |= _KEPT_BY_AREA
    yield from (fact_label(name) for name in RECORD_FACTS if name not in known | left_out)


def _access(asset: Asset, today: str) -> Iterator[AccessLine]:
    if asset.where != Where.PLACE or by_area_only(asset.kind, asset.where):
        return
    lines = [_access_line(asset, feature.name, today) for feature in ACCESS_FEATURES]
    yield from sorted(lines, key=lambda line: not (line.recorded or line.is_out))


def _access_line(asset: Asset, name: str, today: str) -> AccessLine:
    feature = next(one for one in ACCESS_FEATURES if one.name == name)
    known = asset.access.get(name) or AccessFact(Answer.NOT_RECORDED, "", "")
    return AccessLine(
        feature=name,
        label=tr(feature.label),
        question=tr(feature.question),
        answer=str(known.answer),
        detail=harmless(known.detail),
        source=harmless(known.source),
        as_at=known.as_at,
        brought_in=_brought_in(asset, known.source, known.as_at),
        out_since=known.out_since,
        out_until=known.out_until,
        is_out=is_out_of_use(known, today),
    )


def _private(asset: Asset) -> Iterator[FactLine]:
    features = {feature.name: tr(feature.label) for feature in ACCESS_FEATURES}
    for name in sorted(set(asset.private) - {LIKENESS}):
        told = features.get(name.removeprefix(TOLD_BY)) if name.startswith(TOLD_BY) else None
        yield _line(asset, name, asset.private[name], tr("Who told us: {feature}", feature=told) if told else "")


def _texts(asset: Asset) -> dict[str, str]:
    editable = [row.name for row in ASSET_FIELDS if row.plain_fact or row.name in {"name", "address", "phone", "email"}]
    held = {row.name: str(asset.private[row.name].value) for row in ASSET_FIELDS if row.name in asset.private}
    public = {name: asset.text(name) for name in (*editable, "detail")}
    shown = {name: harmless(text) for name, text in (public | held).items()}
    return {"kind": asset.kind, "where": str(asset.where)} | shown


def _told(row: HistoryRow) -> HistoryLine:
    before, after = read_states(row)
    changes = changes_between(before, after) if before and after else []
    source = harmless(row.source) if row.source and row.source != BY_HAND else ""
    return HistoryLine(
        when=say_moment(row.when),
        who=harmless(row.who),
        what=say_what(row.what),
        source=source,
        changes=tuple(one.sentence() for one in changes),
    )
