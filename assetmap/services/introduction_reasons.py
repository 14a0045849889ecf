"""Why an asset could introduce us, in plain sentences: what it is, whom it serves, how far it is, who checked it."""

from __future__ import annotations

import datetime as dt
from math import isfinite

from assetmap.messages import say_day, tr
from assetmap.model.asset import Asset, Where
from assetmap.model.introductions import INTRODUCING_KIND_BY_NAME, OLD_AFTER_DAYS, ServedGroup
from assetmap.model.journey import Mode, Way
from assetmap.model.text import harmless
from assetmap.render.words import is_agreed
from assetmap.services.introduction_choice import SERVES_REASONS, Candidate
from assetmap.services.introduction_ways import StreetWay, has_point
from assetmap.services.street_rows import plain_number

CHECKED = "checked_on"
CONTACTS = ("phone", "email", "website")


def reasons_for(
    one: Candidate, way: StreetWay | None, *, group: ServedGroup | None, points: int, here: bool, today: dt.date
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
    today
        The day, to tell an old check.
    """
    said = [tr(INTRODUCING_KIND_BY_NAME[one.asset.kind].reason)]
    said += [tr("Hosts: {offer}.", offer=harmless(offer.text("name"))) for offer in one.offers if offer.text("name")]
    if group is not None and one.serves:
        said.append(tr(SERVES_REASONS[one.serves], group=tr(group.label)))
    if here:
        said.append(tr("It is in this patch."))
    said += [_travel(one.asset, way, points=points)] if way is not None else []
    said += _checked(one.asset, today)
    if not is_agreed(one.asset):
        said.append(tr("It has not agreed to be shown: do not pass this on."))
    return said


def contact_of(asset: Asset) -> str:
    """Return the public telephone, e-mail and website of an asset that agreed to be shown; empty for any other."""
    if not is_agreed(asset):
        return ""
    return ", ".join(harmless(text) for name in CONTACTS if (text := asset.text(name)))


def checked_day(asset: Asset) -> str:
    """Return the day an asset was last checked, ISO; empty where nobody recorded one."""
    text = asset.text(CHECKED)
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _travel(asset: Asset, way: StreetWay, *, points: int) -> str:
    if asset.where in {Where.ONLINE, Where.PHONE}:
        return tr("Nobody needs to travel: it is {where}.", where=tr(str(asset.where)))
    if asset.where == Where.COMES_TO_YOU:
        return tr("It comes to you.")
    if not has_point(asset):
        return tr("Nobody has recorded just where it is, so no way can be worked out.")
    if way.state == Way.NOT_FOUND:
        return tr("We found no way there and back by street. There may be a lift or a bus: ask.")
    if way.state == Way.NOT_KNOWN or not isfinite(way.minutes_there):
        return tr("We cannot tell whether there is a way there and back by street: ask.")
    there, back = (plain_number(number, digits=0) for number in (way.minutes_there, way.minutes_back))
    by_car = way.mode == Mode.DRIVE
    if points > 1:
        said = (
            tr("About {there} minutes there by car, {back} back, on average.", there=there, back=back)
            if by_car
            else tr("About {there} minutes there without a car, {back} back, on average.", there=there, back=back)
        )
    else:
        said = (
            tr("About {there} minutes there by car, {back} back.", there=there, back=back)
            if by_car
            else tr("About {there} minutes there without a car, {back} back.", there=there, back=back)
        )
    return said


def _checked(asset: Asset, today: dt.date) -> list[str]:
    day = checked_day(asset)
    if not day:
        return [tr("Nobody has recorded who checked this: ask first.")]
    fact = asset.fields[CHECKED]
    checked = dt.date.fromisoformat(day)
    by = (
        tr("Last checked by hand on {day}.", day=say_day(checked))
        if fact.by_hand
        else tr("Last checked on {day}, says the list {source}.", day=say_day(checked), source=harmless(fact.source))
    )
    old = (today - checked).days > OLD_AFTER_DAYS
    return [by, tr("That is more than a year ago: ask first.")] if old else [by]
