"""The releases that a place has: read, put in order, and finished where a program was interrupted."""

from __future__ import annotations

import contextlib

from assetmap.adapters import place_folder, release_files, release_writing
from assetmap.errors import ConflictError, NotFoundError, OutsideError
from assetmap.messages import tr
from assetmap.model.participation import MeantFor
from assetmap.model.release import Release
from assetmap.services.place_data import Place


def list_releases(place: Place) -> list[Release]:
    """Return all releases, the latest period first; of one period, meetings for everyone first.

    Raises
    ------
    OutsideError
        A release is damaged, or nobody can tell what was released.
    """
    _finish(place)
    ids = release_files.list_release_ids(place.folder)
    found = [release_files.read_release(place.folder, one) for one in ids]
    by_kind = sorted(found, key=lambda one: (one.meant_for != str(MeantFor.EVERYONE), one.release_id))
    return sorted(by_kind, key=lambda one: (one.period.last, one.period.first), reverse=True)


def read_release(place: Place, release_id: str) -> Release:
    """Return one release by its id.

    Raises
    ------
    NotFoundError
        There is none of this id.
    OutsideError
        It is damaged.
    """
    ids = release_files.list_release_ids(place.folder)
    if release_id not in ids:
        there = ", ".join(ids) or tr("none yet")
        raise NotFoundError(
            tr("'{release}': there is no such release. Expected one of: {there}.", release=release_id, there=there)
        )
    return release_files.read_release(place.folder, release_id)


def _finish(place: Place) -> None:
    """Put in order what an interrupted program left; where that cannot be now, what counts is read where it is."""
    if not release_writing.is_left_aside(place.folder):
        return
    with contextlib.suppress(ConflictError, OutsideError), place_folder.one_writer(place.settings.home, busy_seconds=0):
        release_writing.put_in_place(place.folder)
