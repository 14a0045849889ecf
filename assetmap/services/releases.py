"""Safe versions: figures of closed periods that were fixed once, so that no difference gives anybody away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd

from assetmap.adapters import place_folder, release_writing
from assetmap.analysis import disclosure
from assetmap.errors import ConflictError, NotFoundError
from assetmap.messages import mark, say_iso_day, tr
from assetmap.model.participation import MeantFor
from assetmap.model.period import read_period
from assetmap.model.release import Release, ReleasedTable, ShareView
from assetmap.model.representation import BY_AREA_ALONE, BY_PATCH, UnitKind
from assetmap.services import access_log
from assetmap.services.release_days import ReleaseRequest, check_overlap, next_period, why_not_released
from assetmap.services.release_drafts import check_same, draft, drafts, figures_mark, other_kinds, release_id
from assetmap.services.releases_kept import (
    finish,
    list_releases,
    missing_sentences,
    none_to_show,
    read_kept,
    read_release,
)
from assetmap.services.representation_question import MissingRequest
from assetmap.services.representation_units import patch_units
from assetmap.services.workspace import Place

__all__ = [
    "RELEASED",
    "ReleaseRequest",
    "as_view",
    "draft",
    "drafts",
    "figures_mark",
    "list_releases",
    "make_release",
    "make_releases",
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


def make_release(place: Place, request: ReleaseRequest, *, now: dt.datetime, who: str) -> Release:
    """Fix the figures of a closed period for good, and return those that were asked for; see `make_releases`."""
    return make_releases(place, request, now=now, who=who)[0]


def make_releases(
    place: Place, request: ReleaseRequest, *, now: dt.datetime, who: str, looked_at: str = ""
) -> list[Release]:
    """Fix the figures of a closed period for good, and return all that were fixed; those that were asked for first.

    The meetings of these days that were meant for other people are fixed with them, each kind on its own: fixed later,
    after somebody was erased or a record corrected, the same people's figures would differ by that person.

    Parameters
    ----------
    place, request
        The place and what to release.
    now, who
        The moment (aware) and who does it, for the access log.
    looked_at
        `figures_mark` of the drafts that were looked at: other figures are not fixed. Empty does not look.

    Raises
    ------
    OptionError, NotFoundError
        As for `draft`.
    ConflictError
        Another program is changing places, or the figures are not those that were looked at.
    OutsideError
        It cannot be written: then nothing is released, unless the sentence says that the figures are fixed. All kinds
        are released or none, also where the power goes.
    """
    # One program at a time looks and writes, so that no patch is changed in between.
    with place_folder.one_writer(place.settings.home, busy_seconds=place.settings.busy_seconds):
        finish(place)
        made = drafts(place, request, today=now.date())
        if looked_at and looked_at != figures_mark(made):
            raise ConflictError(
                tr("Nothing was released: a record changed while you looked at the figures. Look at them again.")
            )
        access_log.note_opening(place, RELEASED, now=now, who=who)
        release_writing.write_aside(place.folder, made)
        finish(place)
    return made


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
        check_same(patch_units(place, request.patches), release)
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
