"""What can be released next: which closed half-years, for whom, and which characteristics were kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from assetmap.model.participation import MeantFor
from assetmap.model.period import Period
from assetmap.model.representation import UnitKind
from assetmap.services import reached_periods
from assetmap.services.open_days import without
from assetmap.services.people_counted import meeting_kinds, read_people
from assetmap.services.release_days import unreleased
from assetmap.services.releases_kept import read_kept
from assetmap.services.representation_sharing import read_shared_areas
from assetmap.services.retention import whole_from
from assetmap.services.workspace import Place


@dataclass(frozen=True)
class Choice:
    """A period that can be released, and how many meetings it has by whom they were meant for; nobody is counted."""

    period: Period
    kinds: dict[str, int]


def choices(place: Place, today: dt.date) -> list[Choice]:
    """Return the closed half-years with meetings and whole records that share no day with a release, latest first."""
    whole = whole_from(place)
    return [_choice(place, period) for period in unreleased(place, today) if period.first >= whole]


def open_kinds(place: Place, period: Period) -> Choice:
    """Return whom the meetings of a period were meant for; nobody where some of its days are released already."""
    if any(one.overlaps(period) for one in read_kept(place).periods):
        return Choice(period, {})
    return _choice(place, period)


def _choice(place: Place, period: Period) -> Choice:
    kinds = meeting_kinds(place, period)
    return Choice(period, {kind: kinds[kind] for kind in sorted(kinds, key=lambda kind: kind != MeantFor.EVERYONE)})


def not_over(place: Place, today: dt.date) -> Period | None:
    """Return the days of the first half-year with meetings that is not over yet, without those that are released.

    None where there is none, or where what is left of it has no meetings.
    """
    days = reached_periods.periods(place)[1:]
    coming = min((one for one in days if not one.is_over(today.isoformat())), default=None)
    if coming is None:
        return None
    left = without(coming, read_kept(place).periods)
    return next((part for part in left if meeting_kinds(place, part) and not part.is_over(today.isoformat())), None)


def kept_characteristics(place: Place, meant_for: str, period: Period) -> list[str]:
    """Return which characteristics could be shown within patches: those kept of anybody, where there are patches."""
    in_use = read_shared_areas(place)
    if in_use is None or in_use.kind is not UnitKind.PATCH:
        return []
    return read_people(place, MeantFor(meant_for), period).characteristics()
