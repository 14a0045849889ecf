"""Which assets could introduce us: those of a kind that can, each with the people's offers that it hosts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assetmap.errors import OptionError
from assetmap.messages import mark, tr
from assetmap.model.ages import OLDEST_AGE, age_limits, age_words
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset, Status
from assetmap.model.introductions import (
    HOST_HEADINGS,
    INTRODUCING_KIND_BY_NAME,
    NAME_FIELDS,
    SERVED_GROUPS,
    SERVES_FIELDS,
    ServedGroup,
)
from assetmap.model.participation import AGE_BANDS, CHARACTERISTIC_BY_NAME
from assetmap.model.participation_categories import CATEGORIES
from assetmap.model.text import plain_form
from assetmap.services.asset_list import PUBLIC, is_public

AGE = "age_band"
NOTE_PREFIX = "note: "
"""How a column that was not recognised is kept."""

SERVES_REASONS: dict[str, str] = {
    "who_for": mark("Says it serves {group}."),
    "description": mark("Its description speaks of {group}."),
    "detail": mark("Its description speaks of {group}."),
    "offers": mark("It hosts something for {group}."),
    **dict.fromkeys(NAME_FIELDS, mark("Its name speaks of {group}.")),
}


@dataclass(frozen=True, eq=False)
class Candidate:
    """One asset that could introduce us.

    Attributes
    ----------
    asset
        What is shown.
    offers
        People's own offers that are reached through it; never shown by themselves.
    serves
        A key of ``SERVES_REASONS``: the fact in which it says that it serves the group; empty for none.
    order
        The smaller is asked first.
    """

    asset: Asset
    offers: tuple[Asset, ...]
    serves: str
    order: int


@dataclass(frozen=True, eq=False)
class Choice:
    """What could introduce us, and how many were left out: people's offers without a host, and what has no name."""

    candidates: tuple[Candidate, ...]
    offers_without_host: int
    without_name: int


def choose_candidates(assets: Iterable[Asset], *, group: ServedGroup | None, view: str) -> Choice:
    """Return the assets that could introduce us.

    Parameters
    ----------
    assets
        All assets of the place.
    group
        The group that is asked about, or None.
    view
        ``public`` knows only what was agreed to be public: the host and the offer.
    """
    shown = [
        asset
        for asset in assets
        if asset.status == Status.OPEN
        and asset.kind in INTRODUCING_KIND_BY_NAME
        and (view != PUBLIC or is_public(asset))
    ]
    offers = [asset for asset in shown if ASSET_KIND_BY_NAME[asset.kind].about_people]
    others = [asset for asset in shown if not ASSET_KIND_BY_NAME[asset.kind].about_people]
    hosts = [asset for asset in others if any(plain_form(asset.text(name)) for name in NAME_FIELDS)]
    by_name = _by_plain_name(hosts)
    hosted: dict[str, list[Asset]] = {}
    for offer in offers:
        host = by_name.get(_host_name(offer))
        if host is not None:
            hosted.setdefault(host.id, []).append(offer)
    return Choice(
        candidates=tuple(_candidate(host, tuple(hosted.get(host.id, ())), group) for host in hosts),
        offers_without_host=len(offers) - sum(map(len, hosted.values())),
        without_name=len(others) - len(hosts),
    )


def knows_group(group: tuple[str, str]) -> bool:
    """Tell whether a group can be asked about."""
    categories = {row.name for row in CATEGORIES.get(group[0], ())}
    return group in SERVED_GROUPS or group[1] in categories or _ages_of(group) is not None


def _ages_of(group: tuple[str, str]) -> tuple[int, int] | None:
    """Return the ages of a group that is one; our own bands may have been put together for a comparison."""
    limits = age_limits(group[1]) if group[0] == AGE else None
    ends = {low for low, _, _ in AGE_BANDS}, {high for _, high, _ in AGE_BANDS} | {OLDEST_AGE}
    return limits if limits and limits[0] in ends[0] and limits[1] in ends[1] else None


def _served_ages(limits: tuple[int, int]) -> ServedGroup | None:
    """Return the words of all our bands within some ages; None where there are none."""
    bands = [band for low, high, band in AGE_BANDS if limits[0] <= low and high <= limits[1]]
    words = [word for band in bands if (AGE, band) in SERVED_GROUPS for word in SERVED_GROUPS[AGE, band].words]
    return ServedGroup(tr("people {ages}", ages=age_words(*limits)), tuple(dict.fromkeys(words))) if words else None


def find_group(group: tuple[str, str] | None) -> ServedGroup | None:
    """Return the words for a group; None where none is asked about, or none are kept for it.

    Raises
    ------
    OptionError
        Neither the words nor the categories know it.
    """
    if group is None or group in SERVED_GROUPS:
        return None if group is None else SERVED_GROUPS[group]
    if (limits := _ages_of(group)) is not None:
        return _served_ages(limits)
    characteristic, category = group
    if characteristic not in CHARACTERISTIC_BY_NAME:
        raise OptionError(
            tr(
                "--group '{name}': we know no such characteristic. Expected one of: {known}. Choose one.",
                name=characteristic,
                known=", ".join(CHARACTERISTIC_BY_NAME),
            )
        )
    known = [name for one, name in SERVED_GROUPS if one == characteristic]
    if category not in {*known, *(row.name for row in CATEGORIES.get(characteristic, ()))}:
        raise OptionError(
            tr(
                "--group '{name}': we know no such group. Expected one of: {known}. Choose one.",
                name=f"{characteristic}={category}",
                known="; ".join(known),
            )
        )
    return None


def served_by(asset: Asset, group: ServedGroup | None) -> str:
    """Return the fact in which an asset says that it serves a group, "" for none: whole words, accents or not."""
    if group is None:
        return ""
    named = INTRODUCING_KIND_BY_NAME[asset.kind].by_its_name
    for name in (*SERVES_FIELDS, *(NAME_FIELDS if named else ())):
        text = f" {plain_form(asset.text(name))} "
        if any(f" {word} " in text for word in group.words):
            return name
    return ""


def _candidate(host: Asset, offers: tuple[Asset, ...], group: ServedGroup | None) -> Candidate:
    serves = served_by(host, group) or ("offers" if any(served_by(one, group) for one in offers) else "")
    order = min(INTRODUCING_KIND_BY_NAME[one.kind].order for one in (host, *offers))
    return Candidate(host, offers, serves, order)


def _by_plain_name(hosts: Sequence[Asset]) -> dict[str, Asset]:
    """Return groups by each of their names; a name that two have tells nothing, so it is left out."""
    found: dict[str, Asset] = {}
    twice: set[str] = set()
    for host in hosts:
        for name in {plain_form(host.text(field)) for field in NAME_FIELDS} - {""}:
            if name in found:
                twice.add(name)
            found[name] = host
    return {name: host for name, host in found.items() if name not in twice}


def _host_name(offer: Asset) -> str:
    """Return the plain name of the group through which somebody's offer is reached, empty where none is recorded."""
    for heading, fact in sorted(offer.private.items()):
        if heading.startswith(NOTE_PREFIX) and plain_form(heading.removeprefix(NOTE_PREFIX)) in HOST_HEADINGS:
            return plain_form(str(fact.value))
    return ""
