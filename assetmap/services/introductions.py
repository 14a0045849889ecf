"""Who could introduce us: the nearest assets with a way there and back, those that serve a group first.

Nothing about who came is in these answers: they are about assets and streets alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import mark, tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset
from assetmap.model.introductions import MOST_ROWS, NOTHING_KNOWN, AssetWay, ServedGroup
from assetmap.model.journey import OriginSet, Way
from assetmap.model.release import PublicFacts
from assetmap.model.representation import LEFT_OUT, UnitKind
from assetmap.model.text import harmless, plain_form
from assetmap.model.traveller import DEFAULT_PROFILE
from assetmap.services import street_ways, workspace
from assetmap.services.asset_list import PUBLIC, WORKING, is_public
from assetmap.services.introduction_checks import CHECKED, check_sentences, checked_day, is_by_hand, who_checked
from assetmap.services.introduction_choice import Candidate, Choice, choose_candidates, find_group
from assetmap.services.introduction_reasons import contact_of, reasons_for
from assetmap.services.introduction_ways import WayFinder, open_ways
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.street_rows import plain_number
from assetmap.services.whereabouts import describe_place
from assetmap.services.workspace import Place

Row = dict[str, Any]
FEW_ROWS = 5
PRIVATE_NOTE = mark("PRIVATE: not all of these have agreed to be shown. Do not pass this on.")


@dataclass(frozen=True, kw_only=True)
class IntroductionRequest:
    """What is asked.

    Attributes
    ----------
    areas
        Codes of the patch's areas; none asks about a group in the whole place, without ways.
    group
        A characteristic and a category of it, such as ("disability", "disabled"), or None.
    view
        ``working``, or ``public``: only what was agreed to be shown.
    limit
        At most so many.
    today
        The day, to tell an old check.
    profile
        The kind of traveller.
    """

    areas: tuple[str, ...] = ()
    group: tuple[str, str] | None = None
    view: str = WORKING
    limit: int = FEW_ROWS
    today: dt.date
    profile: str = DEFAULT_PROFILE


def introduce(place: Place, request: IntroductionRequest) -> PublicFacts[list[Row]]:
    """Say who could introduce us to the people of one patch, or to a group.

    Order: those that serve the group, where one is asked about; user-led organisations, then groups, then services,
    then where news gets round and venues; those reached on foot by minutes there and back, then those by vehicle, then
    those by car, then those of which no way is known, then those without one; the name.

    Parameters
    ----------
    place, request
        What is asked.

    Returns
    -------
    PublicFacts
        Rows with ``id, name, kind, kind_label, where, way_there_and_back, mode, minutes_there, minutes_back, serves,
        here, checked_on, checked_by, checked_in, contact, reasons``. ``reasons`` are sentences. ``mode`` is walk,
        drive, or vehicles such as bus+rail. Minutes are None where no way was found; ``way_there_and_back`` is empty
        where no patch was asked about. ``checked_by`` is who wrote the check by hand, for the working view alone.

    Raises
    ------
    OptionError
        An option is wrong, or neither a patch nor a group is named.
    """
    if not request.areas and request.group is None:
        raise OptionError(tr("Nothing was asked about. Expected a patch, an area or a group. Name one."))
    answer = introduce_many(place, {"": request.areas}, request)
    return PublicFacts(answer.facts[""], answer.notes)


def introduce_many(
    place: Place, patches: Mapping[str, Sequence[str]], request: IntroductionRequest
) -> PublicFacts[dict[str, list[Row]]]:
    """Answer `introduce` for several patches at once; streets and assets are read and snapped once.

    Parameters
    ----------
    place
        The place.
    patches
        Codes of the areas by the patch's name.
    request
        All else; its ``areas`` are not looked at.
    """
    _check(place, patches, request)
    group = find_group(request.group)
    with closing(workspace.open_register(place)) as store:
        choice = choose_candidates(store.assets(), group=group, view=request.view)
    every = frozenset(str(code) for areas in patches.values() for code in areas)
    finder = None
    if every:
        profile = street_ways.check_profile(request.profile)
        finder = open_ways(place, every, [one.asset for one in choice.candidates], profile, request.today)
    asked = _Asked(place, request, group, choice.candidates, finder)
    rows = {name: asked.rows(frozenset(map(str, areas))) for name, areas in patches.items()}
    return PublicFacts(rows, tuple(_notes(asked, rows, choice)))


def answer_sentences(rows: Sequence[Row], *, view: str) -> list[str]:
    """Say the answer and what to do next."""
    if not rows and view == PUBLIC:
        return [
            tr("Nobody who agreed to be shown could introduce us."),
            tr("Ask each group on your own list whether it may be shown."),
        ]
    if not rows:
        return [
            tr("Nobody on record could introduce us yet."),
            tr("Ask people who know the place, and add who they name."),
        ]
    return [
        tr_count("{number} could introduce us.", "{number} could introduce us.", len(rows)),
        tr("Ask the first how to be welcome there, and what your meeting could do for people."),
    ]


def patch_areas(place: Place, name: str) -> tuple[str, ...]:
    """Return the codes of the areas of one of the patches in use.

    Raises
    ------
    NotFoundError
        No patches are in use, or none has this name.
    """
    in_use = read_shared_areas(place)
    patches = {} if in_use is None or in_use.kind is not UnitKind.PATCH else in_use.unit_of
    wanted = plain_form(name)
    found = tuple(code for code, patch in patches.items() if patch != LEFT_OUT and plain_form(patch) == wanted)
    if not found:
        known = ", ".join(sorted({patch for patch in patches.values() if patch != LEFT_OUT}))
        raise NotFoundError(
            tr(
                "--patch '{name}': no patch in use has this name. Expected one of: {known}. Choose one.",
                name=name,
                known=known or tr("none is in use yet"),
            )
        )
    return found


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question that was read: what could introduce us, and how ways are found."""

    place: Place
    request: IntroductionRequest
    group: ServedGroup | None
    candidates: Sequence[Candidate]
    finder: WayFinder | None

    def rows(self, areas: frozenset[str]) -> list[Row]:
        """Answer one patch: tier by tier, until there are enough."""
        tiers: dict[tuple[bool, int], list[int]] = {}
        for number, one in enumerate(self.candidates):
            tiers.setdefault((not one.serves, one.order), []).append(number)
        found: list[Row] = []
        for tier in sorted(tiers):
            left = self.request.limit - len(found)
            if left <= 0:
                break
            ways = self.finder.nearest(areas, tiers[tier], most=left) if self.finder and areas else {}
            order = sorted(tiers[tier], key=lambda number: self._key(number, areas, ways))
            found += [self._row(number, areas, ways) for number in order[:left]]
        return found

    def _key(self, number: int, areas: frozenset[str], ways: Mapping[int, AssetWay]) -> tuple[Any, ...]:
        asset = self.candidates[number].asset
        rank = ways.get(number, NOTHING_KNOWN).rank
        return (*rank, asset.area_id not in areas, plain_form(asset.text("name")), asset.id)

    def _row(self, number: int, areas: frozenset[str], ways: Mapping[int, AssetWay]) -> Row:
        one = self.candidates[number]
        asset, way = one.asset, ways.get(number, NOTHING_KNOWN)
        here = asset.area_id in areas
        asked = self.finder is not None and bool(areas)
        points = self.finder.count_points(areas) if self.finder is not None else 0
        who = self._who_checked(asset)
        checks = check_sentences(asset, who, self.request.today)
        reasons = reasons_for(one, way if asked else None, group=self.group, points=points, here=here, checks=checks)
        return {
            "id": asset.id,
            "name": _name(one),
            "kind": asset.kind,
            "kind_label": tr(ASSET_KIND_BY_NAME[asset.kind].label),
            "where": describe_place(self.place, asset),
            "way_there_and_back": str(way.state) if asked else "",
            "mode": way.mode,
            "minutes_there": plain_number(way.minutes_there),
            "minutes_back": plain_number(way.minutes_back),
            "serves": bool(one.serves),
            "here": here,
            "checked_on": checked_day(asset),
            "checked_by": who,
            "checked_in": harmless(asset.fields[CHECKED].source) if checked_day(asset) else "",
            "contact": contact_of(asset),
            "reasons": reasons,
        }

    def _who_checked(self, asset: Asset) -> str:
        """Return who wrote down the last check; it is the keepers' own business, so others are not told."""
        if self.request.view == PUBLIC or not is_by_hand(asset):
            return ""
        with closing(workspace.open_register(self.place)) as store:
            return who_checked(asset, store.history(record_id=asset.id))

    def is_private(self, rows: Sequence[Row]) -> bool:
        """Tell whether any of some rows has not agreed to be shown."""
        public = {one.asset.id for one in self.candidates if is_public(one.asset)}
        return any(row["id"] not in public for row in rows)


def _check(place: Place, patches: Mapping[str, Sequence[str]], request: IntroductionRequest) -> None:
    if request.view not in {WORKING, PUBLIC}:
        raise OptionError(tr("--view {view}: we do not know it. Expected working or public.", view=request.view))
    if not 1 <= request.limit <= MOST_ROWS:
        raise OptionError(
            tr("--limit {limit}: expected a number from 1 to {most}. Correct it.", limit=request.limit, most=MOST_ROWS)
        )
    known = set(workspace.origins(place, OriginSet.AREAS)["origin"].astype(str))
    for areas in patches.values():
        for code in areas:
            if str(code) not in known:
                raise OptionError(
                    tr(
                        "--area '{code}': this place has no such area. Expected one of its codes. Correct it.",
                        code=code,
                    )
                )


def _notes(asked: _Asked, rows: Mapping[str, list[Row]], choice: Choice) -> list[str]:
    said = []
    every = [row for some in rows.values() for row in some]
    if asked.request.view != PUBLIC and asked.is_private(every):
        said.append(tr(PRIVATE_NOTE))
    if asked.request.group is not None and asked.group is None:
        said.append(tr("No words are kept for this group, so nobody is put first for it."))
    elif asked.group is not None and not any(row["serves"] for row in every):
        said.append(tr("Nothing on record says that it serves {group}. Ask who does.", group=tr(asked.group.label)))
    said += _left_out(choice)
    if asked.finder is not None and asked.finder.without:
        said.append(asked.finder.without)
    if asked.finder is not None and asked.finder.visit and every:
        said.append(asked.finder.visit)
    if any(row["way_there_and_back"] == Way.FOUND and row["mode"] == "drive" for row in every):
        said.append(tr("A car is not to hand for everybody: ask who could give a lift."))
    return said


def _left_out(choice: Choice) -> list[str]:
    said = []
    if choice.offers_without_host:
        said.append(
            tr_count(
                "{number} offer by people here has no host group on record, so it is left out.",
                "{number} offers by people here have no host group on record, so they are left out.",
                choice.offers_without_host,
            )
        )
    if choice.without_name:
        said.append(
            tr_count(
                "{number} asset has no name on record, so it is left out.",
                "{number} assets have no name on record, so they are left out.",
                choice.without_name,
            )
        )
    return said


def _name(one: Candidate) -> str:
    texts = (one.asset.text(name) for name in ("name", "name_cy", "name_gd"))
    return next((harmless(text) for text in texts if text), "")
