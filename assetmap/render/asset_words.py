"""Lists and pages of assets as plain English: the answer first, then what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from assetmap.messages import mark, say_day, tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME, Status, Visibility
from assetmap.model.text import harmless
from assetmap.render.words import NAMES_SHOWN, join

STATUS_WORDS: dict[str, str] = {
    Status.OPEN: mark("Open"),
    Status.HIDDEN: mark("Hidden"),
    Status.CLOSED: mark("Closed"),
}
SEEN_BY_WORDS: dict[str, str] = {
    Visibility.ONLY_US: mark("Only us"),
    Visibility.PARTNERS: mark("Partners"),
    Visibility.PUBLIC: mark("Everybody"),
}


def day_words(iso: str) -> str:
    """Return a day as people write it, '2 January 2026'; a text that is no day stays as it is."""
    try:
        day = dt.date.fromisoformat(iso[:10])
    except ValueError:
        return harmless(iso)
    return say_day(day)


def source_words(source: str, as_at: str, brought_in: str = "") -> str:
    """Return where a fact came from and when: 'halls, 2 January 2026'."""
    if not as_at and brought_in:
        return tr("{source}, brought in on {day}", source=harmless(source), day=day_words(brought_in))
    return ", ".join(part for part in (harmless(source), day_words(as_at) if as_at else "") if part)


def found_sentence(kinds: Mapping[str, int], *, listed: int, narrowed: bool) -> str:
    """Say how many assets there are, or how many of all were found, by kind."""
    number = sum(kinds.values())
    if not listed:
        return tr("Nothing is on this list yet.")
    if not number:
        return tr_count("Nothing fits of {number} asset.", "Nothing fits of {number} assets.", listed)
    told = join(kinds_told(kinds))
    if narrowed:
        return tr_count(
            "{number} of {listed} fits: {kinds}.", "{number} of {listed} fit: {kinds}.", number,
            listed=f"{listed:,}", kinds=told,
        )  # fmt: skip
    return tr_count("We know of {number} asset: {kinds}.", "We know of {number} assets: {kinds}.", number, kinds=told)


def kinds_told(kinds: Mapping[str, int]) -> list[str]:
    """Return the commonest kinds with their numbers, the rest together: 'venues (5)', 'other kinds (2)'."""
    most = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    told = [f"{_plural(kind)} ({kinds[kind]:,})" for kind in most[:NAMES_SHOWN]]
    rest = sum(kinds[kind] for kind in most[NAMES_SHOWN:])
    return [*told, tr("other kinds ({number})", number=f"{rest:,}")] if rest else told


def _plural(kind: str) -> str:
    return tr(ASSET_KIND_BY_NAME[kind].plural).lower() if kind in ASSET_KIND_BY_NAME else harmless(kind)


def next_sentence(*, without_point: int, without_access: int, not_agreed: int, listed: int) -> str:
    """Say what to do next about a list of assets."""
    if not listed:
        return tr("Bring in a list, or add one thing by hand.")
    if without_point:
        return tr_count(
            "{number} has no location: open it and say where it is.",
            "{number} have no location: open each and say where it is.",
            without_point,
        )
    if without_access:
        return tr_count(
            "Nobody has recorded access for {number}: print the questions to ask.",
            "Nobody has recorded access for {number}: print the questions to ask.",
            without_access,
        )
    if not_agreed:
        return tr_count(
            "{number} has not agreed to be published: ask.",
            "{number} have not agreed to be published: ask.",
            not_agreed,
        )
    return tr("Ask people who live here what is missing from this list.")
