"""When an asset was last checked, and by whom: by a list, or by hand and then by whom, as far as that is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from assetmap.messages import say_day, tr
from assetmap.model.asset import Asset, Fact
from assetmap.model.introductions import OLD_AFTER_DAYS
from assetmap.model.register import HistoryRow, Record
from assetmap.model.text import harmless
from assetmap.services.asset_changes import read_states

CHECKED = "checked_on"


def checked_day(asset: Asset) -> str:
    """Return the day an asset was last checked, ISO; empty where nobody recorded one."""
    try:
        return dt.date.fromisoformat(asset.text(CHECKED)).isoformat()
    except ValueError:
        return ""


def is_by_hand(asset: Asset) -> bool:
    """Tell whether the day of the last check was written by hand."""
    return bool(checked_day(asset)) and asset.fields[CHECKED].by_hand


def who_checked(asset: Asset, history: Sequence[HistoryRow]) -> str:
    """Return who wrote the day of the last check by hand; empty where the history does not say.

    Parameters
    ----------
    asset
        As it is now.
    history
        The asset's own, oldest first. Who only brought the day back, by taking a later change back, is not meant.
    """
    now = asset.fields[CHECKED]
    for row in history:
        if row.record == Record.ASSET:
            before, after = read_states(row)
            if _same(after, now) and not _same(before, now):
                return harmless(row.who)
    return ""


def check_sentences(asset: Asset, who: str, today: dt.date) -> list[str]:
    """Say who last checked an asset, and that it is long ago.

    Parameters
    ----------
    asset
        The asset.
    who
        Who wrote the day, where that may be said; empty for nobody.
    today
        The day, to tell an old check.
    """
    day = checked_day(asset)
    if not day:
        return [tr("Nobody has recorded who checked this: ask first.")]
    fact, checked = asset.fields[CHECKED], dt.date.fromisoformat(day)
    old = (today - checked).days > OLD_AFTER_DAYS
    return [_by(fact, who, say_day(checked)), *([tr("That is more than a year ago: ask first.")] if old else [])]


def _by(fact: Fact, who: str, day: str) -> str:
    if not fact.by_hand:
        return tr("Last checked on {day}, says the list {source}.", day=day, source=harmless(fact.source))
    if who:
        return tr("Last checked on {day}, written down by {who}.", day=day, who=who)
    return tr("Last checked by hand on {day}.", day=day)


def _same(asset: Asset | None, fact: Fact) -> bool:
    known = asset.fields.get(CHECKED) if asset is not None else None
    return known is not None and (known.value, known.by_hand) == (fact.value, fact.by_hand)
