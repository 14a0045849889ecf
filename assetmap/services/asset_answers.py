"""What a venue answered about access, put into its record by hand: the answer, its day, who told us, what is broken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME
from assetmap.model.asset import AccessFact, Asset, Fact
from assetmap.services import asset_cells, asset_contacts
from assetmap.services.asset_privacy import join_private

__all__ = ["BY_HAND", "TOLD_BY", "AccessAnswer", "OutOfUse", "answered", "check_day", "out_of_use"]

BY_HAND = "by hand"
TOLD_BY = "told us: "
"""Beginning of the private facts that say who answered: a name stays with us."""


@dataclass(frozen=True, kw_only=True)
class AccessAnswer:
    """One access answer.

    Attributes
    ----------
    feature
        Key of an access feature.
    answer
        yes, partly, no or not recorded.
    detail
        What else was said; a mobile or personal e-mail in it is taken out and kept private.
    checked_on
        The day it was seen, ISO; empty means today.
    told_by
        Who told us; kept private.
    """

    feature: str
    answer: str
    detail: str = ""
    checked_on: str = ""
    told_by: str = ""


@dataclass(frozen=True, kw_only=True)
class OutOfUse:
    """One access feature that cannot be used from a day until a day (ISO; both empty: it can be used again)."""

    feature: str
    since: str = ""
    until: str = ""


def answered(asset: Asset, request: AccessAnswer, today: str) -> Asset:
    """Return an asset with one answer; days on which the feature is out of use stay.

    Raises
    ------
    OptionError
        The feature, the answer or the day is not one we know.
    """
    feature = ACCESS_FEATURE_BY_NAME[_check_feature(request.feature)]
    answer, written, known = asset_cells.read_answer(feature, request.answer)
    if not known:
        raise OptionError(
            tr(
                "{feature} '{answer}': expected yes, partly, no or not recorded. Write one.",
                feature=tr(feature.label),
                answer=request.answer,
            )
        )
    day = check_day(request.checked_on, today=dt.date.fromisoformat(today)) or today
    detail, mobiles, addresses = asset_contacts.take_private(request.detail.strip() or written)
    held = {f"{TOLD_BY}{feature.name}": request.told_by.strip(), "mobile": mobiles, "personal_email": addresses}
    old = asset.access.get(feature.name, AccessFact("", "", ""))
    fact = AccessFact(answer, BY_HAND, day, detail, by_hand=True, out_since=old.out_since, out_until=old.out_until)
    return replace(asset, access={**asset.access, feature.name: fact}, private=_with_private(asset, held, day))


def out_of_use(asset: Asset, request: OutOfUse, today: str) -> Asset:
    """Return an asset with one feature out of use, or in use again; its answer stays.

    Raises
    ------
    OptionError
        The feature or a day is not one we know, or the end is before the start.
    """
    _check_feature(request.feature)
    for day in (request.since, request.until):
        check_day(day, today=dt.date.max)
    if request.until and (not request.since or request.until < request.since):
        raise OptionError(tr("out of use: the end is before the start. Expected since, then until. Correct the days."))
    known = asset.access.get(request.feature) or AccessFact("not recorded", BY_HAND, today)
    fact = replace(known, out_since=request.since, out_until=request.until)
    return replace(asset, access={**asset.access, request.feature: fact})


def check_day(text: str, *, today: dt.date) -> str:
    """Return an ISO day as it stands; OptionError if it is none, or lies ahead of ``today``."""
    day = asset_cells.read_date(text, today=today) if text else ""
    if day is None or day != text:
        raise OptionError(
            tr("'{text}': this day cannot be used. Expected a day such as 2026-03-31. Correct it.", text=text)
        )
    return day


def _with_private(asset: Asset, held: dict[str, str], day: str) -> dict[str, Fact]:
    private = dict(asset.private)
    for name, text in held.items():
        if text:
            known = "" if name.startswith(TOLD_BY) or name not in private else str(private[name].value)
            private[name] = Fact(join_private([known, text]), BY_HAND, day, by_hand=True)
    return private


def _check_feature(name: str) -> str:
    if name not in ACCESS_FEATURE_BY_NAME:
        known = ", ".join(ACCESS_FEATURE_BY_NAME)
        raise OptionError(
            tr("'{name}': we do not know this access feature. Expected one of: {known}.", name=name, known=known)
        )
    return name
