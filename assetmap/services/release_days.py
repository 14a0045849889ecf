"""Which days can be released: closed ones, never twice, with whole records; what to say of days that cannot be."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import dataclass

from assetmap.errors import AssetmapError, NotFoundError, OptionError
from assetmap.messages import say_iso_day, tr
from assetmap.model.period import Period, half_year_of, read_period
from assetmap.model.release import Release
from assetmap.services import workspace
from assetmap.services.releases_kept import file_missing, missing_sentences, read_kept
from assetmap.services.retention import whole_from
from assetmap.services.workspace import Place


@dataclass(frozen=True, kw_only=True)
class ReleaseRequest:
    """What to release.

    Attributes
    ----------
    from_, to
        First and last day, ISO; both empty take the latest closed half-year that has meetings and is not released.
    meant_for
        Only meetings meant for these people; empty takes those for everyone, or the only kind there is.
    characteristic
        The one characteristic to show within patches; empty for none.
    """

    from_: str = ""
    to: str = ""
    meant_for: str = ""
    characteristic: str = ""


def next_period(place: Place, today: dt.date) -> Period | None:
    """Return the latest closed half-year that can be released; None where none is left."""
    whole = whole_from(place)
    return next((one for one in unreleased(place, today) if one.first >= whole), None)


def unreleased(place: Place, today: dt.date) -> list[Period]:
    """Return the closed half-years that have meetings and share no day with a release, the latest first."""
    taken = read_kept(place).periods
    half_years = {half_year_of(day) for day in _meeting_days(place)}
    closed = [one for one in half_years if one.is_over(today.isoformat())]
    return sorted((one for one in closed if not any(one.overlaps(other) for other in taken)), reverse=True)


def cut_sentences(place: Place, today: dt.date) -> list[str]:
    """Say of each half-year that cannot be released any more why; its records were deleted in part."""
    whole = whole_from(place)
    return [_not_whole(one, whole) for one in unreleased(place, today) if one.first < whole]


def check_period(place: Place, request: ReleaseRequest, today: dt.date) -> Period:
    """Return the days to release.

    Raises
    ------
    NotFoundError
        No days were given, and no closed half-year is left.
    OptionError
        They are not over, some of them are released already, or records of them were deleted.
    """
    if not request.from_ and not request.to:
        period = next_period(place, today)
        if period is None:
            raise NotFoundError(" ".join([_none_left(), *cut_sentences(place, today), *missing_sentences(place)]))
        return period
    period = read_period(request.from_, request.to)
    if not period.first or not period.last:
        raise OptionError(tr("A release has a first and a last day. Expected --from and --to. Give both."))
    if not period.is_over(today.isoformat()):
        raise OptionError(
            tr("{period} is not over yet. Expected a last day before today. Figures are fixed when nobody can be "
               "added any more.", period=period.words())
        )  # fmt: skip
    check_overlap(place, period, request.meant_for)
    whole = whole_from(place)
    if period.first < whole:
        raise OptionError(_not_whole(period, whole))
    return period


def _not_whole(period: Period, whole: str) -> str:
    return tr(
        "{period}: records of meetings before {day} were deleted, as their time was over. Figures of these days would "
        "not be whole. Expected days from {day} on. Choose others.",
        period=period.words(),
        day=say_iso_day(whole),
    )


def _none_left() -> str:
    return tr(
        "No closed half-year is left to release. Expected one with meetings that is over. Wait until it is, or give "
        "--from and --to."
    )


def check_overlap(place: Place, period: Period, meant_for: str) -> None:
    """Refuse days of which some are released already.

    Raises
    ------
    OptionError
        They are; of meetings that came in later, it says that they are in no safe version.
    """
    kept = read_kept(place)
    shared = [one for one in kept.releases if one.period.overlaps(period)]
    gone = [one for one in kept.missing if one.period.overlaps(period)]
    if gone and (not shared or meant_for in {one.meant_for for one in gone}):
        raise OptionError(file_missing(place, gone[0]))
    if not shared:
        return
    is_there = meant_for in {"", *(one.meant_for for one in shared)}
    if not is_there and _meeting_days(place, period, meant_for):
        raise OptionError(_came_later(shared[0].period, meant_for))
    raise OptionError(
        tr("{period}: figures for {released} are released already. Periods that share days would give small "
           "numbers away. Choose days outside it, or look at those figures: assetmap release show {id}",
           period=period.words(), released=shared[0].period.words(), id=shared[0].release_id)
    )  # fmt: skip


def why_not_released(place: Place, period: Period, meant_for: str) -> AssetmapError:
    """Return why there are no released figures for some days and people, and what to do."""
    kept = read_kept(place)
    found = list(kept.releases)
    gone = [one for one in kept.missing if meant_for in {"", one.meant_for} and one.period.overlaps(period)]
    if gone:
        return NotFoundError(file_missing(place, gone[0]))
    days = _meeting_days(place, period, meant_for)
    fixed = _holding(found, days)
    if meant_for and days and fixed and all(_holding(found, {day}) for day in days):
        return NotFoundError(_came_later(fixed[0].period, meant_for))
    whole = whole_from(place)
    if period.first and period.first < whole:
        return NotFoundError(_not_whole(period, whole))
    given = f" --from {period.first} --to {period.last}" if period.first and period.last else ""
    people = tr(", meant for: {kind}", kind=tr(meant_for)) if meant_for else ""
    return NotFoundError(
        tr("Nothing is released for {period}{people}. Expected figures that were fixed: make them with `assetmap "
           "release make{days}`, or look at the exact numbers with --view working.",
           period=period.words(), days=given, people=people)
    )  # fmt: skip


def _came_later(released: Period, meant_for: str) -> str:
    return tr(
        "{released}: these days are fixed, without meetings meant for: {kind}. Meetings that were brought in later are "
        "in no safe version. Expected other days, or the exact numbers: --view working.",
        released=released.words(),
        kind=tr(meant_for),
    )


def _holding(found: list[Release], days: set[str]) -> list[Release]:
    return [one for one in found if any(one.period.holds(day) for day in days)]


def _meeting_days(place: Place, period: Period | None = None, meant_for: str = "") -> set[str]:
    """Return the days (ISO) with meetings of a period that were meant for some people; empty for all of them."""
    wanted = period or Period()
    with closing(workspace.open_register(place)) as store:
        events = store.events()
    return {event.date for event in events if meant_for in {"", str(event.meant_for)} and wanted.holds(event.date)}
