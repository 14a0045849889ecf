"""Nobody has recorded this yet: which questions are open, by asset and by question; and the answers typed back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assetmap.analysis.access_match import check_needs
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURES, Answer
from assetmap.model.asset import Asset, LocatedBy, Status, Where
from assetmap.model.asset_line import AssetLine
from assetmap.model.register import Change
from assetmap.model.release import PublicFacts
from assetmap.model.sheet import Sheet, SheetQuestion
from assetmap.model.text import plain_form
from assetmap.services import asset_kinds, workspace
from assetmap.services.asset_answers import BY_HAND, AccessAnswer, answered
from assetmap.services.asset_list import PUBLIC, WORKING, is_public
from assetmap.services.asset_merge import by_area_only, without_pin
from assetmap.services.landmarks import area_names
from assetmap.services.moments import as_kept
from assetmap.services.whereabouts import describe_place
from assetmap.services.workspace import Place

__all__ = [
    "AssetAnswers", "OpenAsset", "OpenQuestion", "OpenQuestions", "QuestionSearch", "list_open_questions",
    "make_sheets", "record_answers",
]  # fmt: skip

WHAT = "record answers"


@dataclass(frozen=True, kw_only=True)
class QuestionSearch:
    """Which open questions.

    Attributes
    ----------
    features
        Access features to ask about; empty means all.
    kinds
        Kinds of assets; empty means all.
    ids
        These assets alone; empty means all.
    view
        ``working``, or ``public`` for what was agreed to be public.
    """

    features: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    view: str = WORKING


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """One question, and how many assets nobody asked it of."""

    feature: str
    label: str
    question: str
    number: int


@dataclass(frozen=True, kw_only=True)
class OpenAsset:
    """One asset: its name, kind and area, the features nobody asked about, and how many are answered."""

    id: str
    name: str
    kind: str
    area: str
    features: tuple[str, ...]
    answered: int


@dataclass(frozen=True, kw_only=True)
class OpenQuestions:
    """What nobody has recorded yet.

    Attributes
    ----------
    of
        How many assets could be asked: open, met at a place, nobody's own offer.
    questions
        By question, in the order of the table of access features; those without an open answer too.
    assets
        By asset, those with the most open questions first, then by name.
    without_point, not_agreed
        Ids of those that have no location, and of those that nobody agreed to publish.
    """

    of: int
    questions: tuple[OpenQuestion, ...]
    assets: tuple[OpenAsset, ...]
    without_point: tuple[str, ...]
    not_agreed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AssetAnswers:
    """What was answered about one asset."""

    asset_id: str
    answers: tuple[AccessAnswer, ...]


def list_open_questions(place: Place, search: QuestionSearch) -> PublicFacts[OpenQuestions]:
    """Return what nobody has recorded about the assets that can be asked.

    Raises
    ------
    OptionError
        A feature or kind is not one we know.
    """
    wanted = check_needs(search.features) or tuple(feature.name for feature in ACCESS_FEATURES)
    kinds = frozenset(asset_kinds.check_kind(kind) for kind in search.kinds)
    with closing(workspace.open_register(place)) as store:
        asked = [line.id for line in store.asset_lines() if _can_be_asked(line, search, kinds)]
        lines = store.asset_lines(features=wanted, ids=asked)
    areas = area_names(place)
    opened = {line.id: tuple(name for name in wanted if _is_open(line, name)) for line in lines}
    assets = [
        OpenAsset(
            id=line.id,
            name=line.name,
            kind=line.kind,
            area=areas.get(line.area_id, ""),
            features=opened[line.id],
            answered=len(wanted) - len(opened[line.id]),
        )
        for line in lines
        if opened[line.id]
    ]
    found = OpenQuestions(
        of=len(lines),
        questions=_by_question(wanted, list(opened.values())),
        assets=tuple(sorted(assets, key=lambda one: (-len(one.features), plain_form(one.name), one.id))),
        without_point=tuple(line.id for line in lines if line.located_by == LocatedBy.NOTHING),
        not_agreed=tuple(line.id for line in lines if not is_public(line)),
    )
    return PublicFacts(found)


def make_sheets(
    place: Place, ids: Sequence[str], *, features: Sequence[str] = (), only_open: bool = True, view: str = WORKING
) -> PublicFacts[list[Sheet]]:
    """Return what a sheet to print says of each asset: its name, where it is, and what to ask.

    Parameters
    ----------
    place
        The place.
    ids
        Which assets, in the order of the sheets; one that is gone is left out.
    features
        Which features to ask about; empty means all.
    only_open
        Leave out what is answered; else it is on the sheet with what is recorded, to be checked.
    view
        ``public`` leaves out what was not agreed to be public.

    Raises
    ------
    OptionError
        A feature is not one we know.
    """
    wanted = check_needs(features) or tuple(feature.name for feature in ACCESS_FEATURES)
    with closing(workspace.open_register(place)) as store:
        whole = {asset.id: asset for asset in store.assets(ids=list(ids))}
    found = [whole[one] for one in dict.fromkeys(ids) if one in whole]
    shown = [asset for asset in found if view != PUBLIC or is_public(asset)]
    return PublicFacts([_sheet(place, asset, wanted, only_open=only_open) for asset in shown])


def record_answers(place: Place, given: Sequence[AssetAnswers], *, now: dt.datetime, who: str) -> int:
    """Record answers about many assets in one change, so that one undo takes all of them back.

    Returns
    -------
    int
        How many assets changed.

    Raises
    ------
    OptionError
        Nothing was answered, or a feature, answer or day is not one we know; nothing was written.
    NotFoundError
        One of the assets is gone; nothing was written.
    ConflictError
        The register changed meanwhile; nothing was written.
    """
    told = [one for one in given if one.answers]
    if not told:
        raise OptionError(tr("There is no answer yet. Choose one, then save."))
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        known = {asset.id: asset for asset in store.assets(ids=[one.asset_id for one in told])}
        changed = [new for one in told if (new := _with_answers(known, one, now)) != known[one.asset_id]]
        if changed:
            when = as_kept(now)
            store.apply(Change(what=WHAT, source=BY_HAND, who=who, when=when, assets=changed, based_on=generation))
    return len(changed)


def _with_answers(known: dict[str, Asset], given: AssetAnswers, now: dt.datetime) -> Asset:
    if given.asset_id not in known:
        raise NotFoundError(tr("One of these is not on the list any more. Nothing was written. Open the page again."))
    asset = known[given.asset_id]
    for answer in given.answers:
        asset = answered(asset, answer, now.date().isoformat())
    return without_pin(asset)


def _can_be_asked(line: AssetLine, search: QuestionSearch, kinds: frozenset[str]) -> bool:
    chosen = (not kinds or line.kind in kinds) and (not search.ids or line.id in search.ids)
    a_place = line.where == Where.PLACE and not by_area_only(line.kind, line.where)
    return chosen and a_place and line.status == Status.OPEN and (search.view != PUBLIC or is_public(line))


def _is_open(line: AssetLine, feature: str) -> bool:
    fact = line.access.get(feature)
    return fact is None or fact.answer == Answer.NOT_RECORDED


def _by_question(wanted: Sequence[str], opened: Sequence[tuple[str, ...]]) -> tuple[OpenQuestion, ...]:
    return tuple(
        OpenQuestion(
            feature=feature.name,
            label=tr(feature.label),
            question=tr(feature.question),
            number=sum(feature.name in names for names in opened),
        )
        for feature in ACCESS_FEATURES
        if feature.name in wanted
    )


def _sheet(place: Place, asset: Asset, wanted: Sequence[str], *, only_open: bool) -> Sheet:
    pin = not by_area_only(asset.kind, asset.where)
    questions = [_question(asset, feature.name) for feature in ACCESS_FEATURES if feature.name in wanted] if pin else []
    address = [asset.text("address"), asset.text("postcode")] if pin else []
    return Sheet(
        name=next((text for name in ("name", "name_cy", "name_gd") if (text := asset.text(name))), ""),
        kind=asset.kind,
        address=", ".join(part for part in address if part),
        where_words=describe_place(place, asset),
        phone=asset.text("phone"),
        questions=tuple(one for one in questions if not (only_open and one.answer)),
    )


def _question(asset: Asset, feature: str) -> SheetQuestion:
    known = next(one for one in ACCESS_FEATURES if one.name == feature)
    fact = asset.access.get(feature)
    recorded = fact is not None and fact.answer != Answer.NOT_RECORDED
    one = SheetQuestion(label=tr(known.label), question=tr(known.question))
    if fact is None or not recorded:
        return one
    return replace(one, answer=str(fact.answer), detail=fact.detail, as_at=fact.as_at)
