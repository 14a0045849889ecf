"""What a release of some days would hold, of all kinds of meetings, to be looked at before it is fixed."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr
from assetmap.model.participation import MeantFor
from assetmap.model.period import Period
from assetmap.model.release import Release
from assetmap.model.representation import BY_AREA_ALONE, BY_PATCH, LEFT_OUT, UnitKind, other_areas_refused
from assetmap.services.people_counted import choose_meetings, meeting_kinds
from assetmap.services.release_days import ReleaseRequest, check_period
from assetmap.services.release_making import make_tables
from assetmap.services.releases_kept import Kept, file_missing, places_hash, read_kept
from assetmap.services.representation_question import Question, make_question
from assetmap.services.representation_sharing import chosen_units
from assetmap.services.representation_units import Units
from assetmap.services.workspace import Place


def draft(place: Place, request: ReleaseRequest, *, today: dt.date) -> Release:
    """Work out what a release would hold, and write nothing.

    Raises
    ------
    OptionError
        The period is not over, has a day in common with a released one, or an option is wrong.
    NotFoundError
        No meeting of the period was meant for these people, or no closed half-year is left to release.
    """
    period = check_period(place, request, today)
    return _make(place, _question(place, request, period), request.characteristic, today)


def drafts(place: Place, request: ReleaseRequest, *, today: dt.date) -> list[Release]:
    """Work out what a release would hold of each kind of meetings of its days, and write nothing.

    Returns
    -------
    list of Release
        What is asked for comes first. All of them are fixed together: look at all of them.

    Raises
    ------
    OptionError, NotFoundError
        As for `draft`.
    """
    asked = draft(place, request, today=today)
    return [asked, *(_of_kind(place, request, kind, asked, today) for kind in other_kinds(place, asked))]


def figures_mark(found: Sequence[Release]) -> str:
    """Return a short mark of the figures of drafts: another one where any figure of any kind is another."""
    figures = [(one.release_id, one.tables, one.held_back, one.unit_of) for one in found]
    return hashlib.sha256(repr(figures).encode()).hexdigest()[:16]


def other_kinds(place: Place, release: Release) -> list[str]:
    """Return for whom else the meetings of a release's days were meant."""
    return [kind for kind in meeting_kinds(place, release.period) if kind != release.meant_for]


def _of_kind(place: Place, request: ReleaseRequest, kind: str, release: Release, today: dt.date) -> Release:
    """Work out the release of other meetings of the same days; groups within patches where they were kept of them."""
    asked = replace(request, meant_for=kind)
    question = _question(place, asked, release.period)
    within = request.characteristic if request.characteristic in question.people.characteristics() else ""
    return _make(place, question, within, today)


def _question(place: Place, request: ReleaseRequest, period: Period) -> Question:
    kinds = meeting_kinds(place, period)
    if not kinds:
        raise NotFoundError(
            tr("No meeting is on record for {period}. Expected at least one. Choose other days.", period=period.words())
        )
    meant_for, others = choose_meetings(kinds, request.meant_for)
    units, _ = chosen_units(place, by="", patches=None, view="working")
    by = BY_PATCH if units.kind is UnitKind.PATCH else BY_AREA_ALONE
    _check_units(units, request.characteristic)
    _check_kept(place, units, read_kept(place))
    return make_question(place, units, meant_for, period, by=by, others=others)


def _check_units(units: Units, characteristic: str) -> None:
    """Refuse what would show too much: squares are named after a postcode, and small areas are too small for groups."""
    if units.kind is UnitKind.SQUARE:
        raise OptionError(
            tr("This place has no areas, and its squares are named after postcodes. Expected areas, for figures to "
               "share. Add some: assetmap place add NAME --areas FILE")
        )  # fmt: skip
    if characteristic and units.kind is not UnitKind.PATCH:
        raise OptionError(
            tr("--characteristic: groups are released within patches alone, and this place has none. Expected "
               "patches. Make some with `assetmap patches propose`, or leave it out.")
        )  # fmt: skip


def _make(place: Place, question: Question, characteristic: str, today: dt.date) -> Release:
    tables, held_back = make_tables(question, characteristic)
    return Release(
        release_id=release_id(question.period, question.meant_for),
        place=place.name,
        period=question.period,
        meant_for=str(question.meant_for),
        made_on=today.isoformat(),
        kind=str(question.units.kind),
        unit_of=question.units.by_area(),
        characteristic=characteristic,
        tables=tuple(tables),
        held_back=tuple(held_back),
    )


def release_id(period: Period, meant_for: MeantFor) -> str:
    """Return a release's id: its days and whom it is about."""
    return f"{period.first}_{period.last}_{re.sub('[^a-z]+', '-', str(meant_for))}"


def check_same(units: Units, release: Release) -> None:
    """Refuse other patches than those of a release.

    Raises
    ------
    OptionError
        Areas belong together in another way.
    """
    if not units.put_together_as(release.unit_of):
        number = len(set(release.unit_of.values()) - {LEFT_OUT})
        raise OptionError(other_areas_refused(UnitKind(release.kind), number))


def _check_kept(place: Place, units: Units, kept: Kept) -> None:
    """Refuse other patches than those of any release; where no file is left, the list knows which they were."""
    if kept.releases:
        check_same(units, kept.releases[0])
    elif kept.missing and places_hash(units.by_area()) != kept.missing[0].places_hash:
        raise OptionError(
            " ".join([tr("Figures were released for other areas or patches. Expected the same ones again."),
                      file_missing(place, kept.missing[0])])
        )  # fmt: skip
