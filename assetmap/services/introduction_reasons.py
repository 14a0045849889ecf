"""Why an asset could introduce us, in plain sentences: what it is, whom it serves, how far it is, who checked it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from assetmap.messages import mark, tr
from assetmap.model.asset import Asset, Where
from assetmap.model.introductions import INTRODUCING_KIND_BY_NAME, AssetWay, ServedGroup
from assetmap.model.journey import Mode, Way
from assetmap.model.text import harmless
from assetmap.render.words import is_agreed
from assetmap.services.introduction_choice import SERVES_REASONS, Candidate
from assetmap.services.introduction_ways import has_point
from assetmap.services.street_rows import plain_number

CONTACTS = ("phone", "email", "website")
_HOW: dict[str, str] = {Mode.WALK: mark("on foot or on wheels"), Mode.DRIVE: mark("by car")}
"""How a way by street is spoken of; one by vehicle is spoken of by the vehicles."""


def reasons_for(
    one: Candidate,
    way: AssetWay | None,
    *,
    group: ServedGroup | None,
    points: int,
    here: bool,
    checks: Sequence[str],
) -> list[str]:
    """Return the reasons for one asset, a sentence each.

    Parameters
    ----------
    one
        The asset with what it hosts.
    way
        The way from the patch; None where no patch was asked about or there are no streets.
    group
        The group that is asked about, or None.
    points
        How many points of the patch people set out from.
    here
        Whether it lies in the patch.
    checks
        What is said of the last check.
    """
    said = [tr(INTRODUCING_KIND_BY_NAME[one.asset.kind].reason)]
    said += [tr("Hosts: {offer}.", offer=harmless(offer.text("name"))) for offer in one.offers if offer.text("name")]
    if group is not None and one.serves:
        said.append(tr(SERVES_REASONS[one.serves], group=tr(group.label)))
    if here:
        said.append(tr("It is in this patch."))
    said += [_travel(one.asset, way, points=points)] if way is not None else []
    said += checks
    if not is_agreed(one.asset):
        said.append(tr("It has not agreed to be shown: do not pass this on."))
    return said


def contact_of(asset: Asset) -> str:
    """Return the public telephone, e-mail and website of an asset that agreed to be shown; empty for any other."""
    if not is_agreed(asset):
        return ""
    return ", ".join(harmless(text) for name in CONTACTS if (text := asset.text(name)))


def _travel(asset: Asset, way: AssetWay, *, points: int) -> str:
    if asset.where in {Where.ONLINE, Where.PHONE}:
        return tr("Nobody needs to travel: it is {where}.", where=tr(str(asset.where)))
    if asset.where == Where.COMES_TO_YOU:
        return tr("It comes to you.")
    if not has_point(asset):
        return tr("Nobody has recorded just where it is, so no way can be worked out.")
    return _way_words(way, points=points)


def _way_words(way: AssetWay, *, points: int) -> str:
    if way.state == Way.NOT_FOUND and way.vehicles:
        said = tr("We found no way there and back by street or {vehicles}.", vehicles=way.vehicles)
        return f"{said} {tr('There may be a lift: ask.')}"
    if way.state == Way.NOT_FOUND:
        return tr("We found no way there and back by street. There may be a lift or a bus: ask.")
    if way.state == Way.NOT_KNOWN or not isfinite(way.minutes_there):
        return tr("We cannot tell whether there is a way there and back: ask.")
    there, back = (plain_number(number, digits=0) for number in (way.minutes_there, way.minutes_back))
    words = tr(_HOW[way.mode]) if way.mode in _HOW else way.vehicles
    if points > 1:
        return tr("About {there} minutes there {how}, {back} back, on average.", there=there, how=words, back=back)
    return tr("About {there} minutes there {how}, {back} back.", there=there, how=words, back=back)
