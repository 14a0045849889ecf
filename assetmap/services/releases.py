"""Safe versions: figures of closed periods that were fixed once, so that no difference gives anybody away."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pandas as pd

from assetmap.adapters import place_folder, release_writing
from assetmap.analysis import disclosure
from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import mark, say_iso_day, tr
from assetmap.model.participation import MeantFor
from assetmap.model.period import Period, read_period
from assetmap.model.release import Release, ReleasedTable, ShareView
from assetmap.model.representation import BY_AREA_ALONE, BY_PATCH, LEFT_OUT, UnitKind, other_areas_refused
from assetmap.services import access_log
from assetmap.services.people_counted import choose_meetings, meeting_kinds
from assetmap.services.release_days import ReleaseRequest, check_overlap, check_period, next_period, why_not_released
from assetmap.services.release_making import make_tables
from assetmap.services.releases_kept import (
    Kept,
    file_missing,
    finish,
    list_releases,
    missing_sentences,
    none_to_show,
    places_hash,
    read_kept,
    read_release,
)
from assetmap.services.representation_question import MissingRequest, Question, make_question
from assetmap.services.representation_sharing import chosen_units
from assetmap.services.representation_units import Units, patch_units
from assetmap.services.workspace import Place

__all__ = [
    "RELEASED",
    "ReleaseRequest",
    "as_view",
    "draft",
    "list_releases",
    "make_release",
    "missing_sentences",
    "next_period",
    "none_to_show",
    "open_table",
    "other_kinds",
    "preview_sentences",
    "read_kept",
    "read_release",
    "release_id",
    "release_sentences",
    "released_table",
    "summaries",
    "table_of",
]

RELEASED = mark("figures were released")
"""What the access log calls it."""
_PLACES = {str(UnitKind.PATCH): BY_PATCH}


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


def make_release(place: Place, request: ReleaseRequest, *, now: dt.datetime, who: str) -> Release:
    """Fix the figures of a closed period for good, and return those that were asked for.

    The meetings of these days that were meant for other people are fixed with them, each kind on its own: fixed later,
    after somebody was erased or a record corrected, the same people's figures would differ by that person.

    Raises
    ------
    OptionError, NotFoundError
        As for `draft`.
    ConflictError
        Another program is changing places.
    OutsideError
        It cannot be written: then nothing is released. All kinds are released or none, also where the power goes.
    """
    # One program at a time looks and writes, so that no patch is changed in between.
    with place_folder.one_writer(place.settings.home, busy_seconds=place.settings.busy_seconds):
        finish(place)
        release = draft(place, request, today=now.date())
        others = [_of_kind(place, request, kind, release, now.date()) for kind in other_kinds(place, release)]
        access_log.note_opening(place, RELEASED, now=now, who=who)
        release_writing.write_aside(place.folder, [release, *others])
        finish(place)
    return release


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


def released_table(place: Place, request: MissingRequest) -> ShareView[pd.DataFrame]:
    """Return one table that was released: of the period that is asked for, else of the latest.

    Raises
    ------
    NotFoundError
        Nothing was released for this period or these people, or the release has no such table.
    OptionError
        The period has days in common with a released one; other patches are asked for than those released.
    """
    release = _find(place, request)
    if request.patches is not None:
        _check_same(patch_units(place, request.patches), release)
    return as_view(release, _of_characteristic(table_of(release, request.by), request.characteristic))


def _of_characteristic(table: ReleasedTable, characteristic: str) -> ReleasedTable:
    """Return the rows of one characteristic; all of them where none is asked for.

    Raises
    ------
    NotFoundError
        The table has none of it.
    """
    rows = tuple(row for row in table.rows if characteristic in {"", row.get("characteristic")})
    if not rows:
        raise NotFoundError(
            tr("--characteristic {name}: these released figures have none of it. Leave it out, or choose --by group.",
               name=characteristic)
        )  # fmt: skip
    return replace(table, rows=rows)


def _check_same(units: Units, release: Release) -> None:
    """Refuse other patches than those of a release."""
    if not units.put_together_as(release.unit_of):
        number = len(set(release.unit_of.values()) - {LEFT_OUT})
        raise OptionError(other_areas_refused(UnitKind(release.kind), number))


def _check_kept(place: Place, units: Units, kept: Kept) -> None:
    """Refuse other patches than those of any release; where no file is left, the list knows which they were."""
    if kept.releases:
        _check_same(units, kept.releases[0])
    elif kept.missing and places_hash(units.by_area()) != kept.missing[0].places_hash:
        raise OptionError(
            " ".join([tr("Figures were released for other areas or patches. Expected the same ones again."),
                      file_missing(place, kept.missing[0])])
        )  # fmt: skip


def table_of(release: Release, by: str) -> ReleasedTable:
    """Return one table of a release; without a name, that of its places.

    Raises
    ------
    NotFoundError
        It has no such table.
    """
    found = release.table(by or _PLACES.get(release.kind, BY_AREA_ALONE))
    if found is None:
        raise NotFoundError(
            tr("--by {by}: {release} does not hold this. It holds: {tables}. Choose one of these, or look at the exact "
               "numbers with --view working.", by=by, release=release.release_id,
               tables=", ".join(one.by for one in release.tables))
        )  # fmt: skip
    return found


def open_table(place: Place, release_id: str, by: str = "") -> tuple[Release, ReleasedTable]:
    """Return a release and one of its tables."""
    release = read_release(place, release_id)
    return release, table_of(release, by)


def as_view(release: Release, table: ReleasedTable, *, is_draft: bool = False) -> ShareView[pd.DataFrame]:
    """Return a released table as it was fixed, with what is said of every release; a draft is not fixed yet.

    ``details["release"]`` names the release: figures without it, such as a draft's, become no file.
    """
    frame = pd.DataFrame(list(table.rows))
    frame.attrs["details"] = {**table.details, **({} if is_draft else {"release": release.release_id})}
    for name in ("population", "expected", "index", "low", "high"):
        if name in frame:
            frame[name] = pd.to_numeric(frame[name], errors="coerce").astype("float64")
    said = release.held_back if is_draft else release_sentences(release)
    return disclosure.make_share_view(frame, [*table.notes, *said])


def _find(place: Place, request: MissingRequest) -> Release:
    period = read_period(request.from_, request.to)
    every = list_releases(place)
    wanted = [one for one in every if request.meant_for in {"", one.meant_for}]
    if request.from_ or request.to:
        wanted = [one for one in wanted if one.period == period]
        if not wanted:
            check_overlap(place, period, request.meant_for)
    elif wanted:
        wanted = [one for one in wanted if one.period == wanted[0].period]
    if not wanted:
        raise why_not_released(place, period, request.meant_for)
    return next((one for one in wanted if one.meant_for == str(MeantFor.EVERYONE)), wanted[0])


def release_sentences(release: Release) -> list[str]:
    """Say that these figures are fixed, since when, and what is held back."""
    return [
        tr("As released on {day}. Corrections appear in the next review.", day=_day(release)),
        *release.held_back,
    ]


def _day(release: Release) -> str:
    return say_iso_day(release.made_on)


def preview_sentences() -> list[str]:
    """Say that nothing is released yet, and what that means."""
    return [
        tr("Nothing is released yet: this is a preview, and it changes with each record."),
        tr("Do not pass it on. Release a safe version first: assetmap release make"),
    ]


def summaries(place: Place) -> list[dict[str, Any]]:
    """Return a row a release: id, period, whom it is about, day, what is in it, whether its file is here."""
    kept = read_kept(place)
    return [
        *(
            {
                "release": one.release_id,
                "period": one.period.words(),
                "meant_for": tr(one.meant_for),
                "released_on": one.made_on,
                "tables": ", ".join(table.by for table in one.tables),
                "held_back": len(one.held_back),
                "file": tr("here"),
            }
            for one in kept.releases
        ),
        *(
            {
                "release": one.release_id,
                "period": one.period.words(),
                "meant_for": tr(one.meant_for),
                "released_on": "",
                "tables": "",
                "held_back": None,
                "file": tr("missing"),
            }
            for one in kept.missing
        ),
    ]
