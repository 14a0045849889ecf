"""The releases that a place has: read, held against the list of what was released, finished where one was cut off.

The list lies outside the place's folder. So an older copy of the folder that was put back is seen to lack a release,
and a file that was changed is not taken for one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from assetmap.adapters import place_folder, release_files, release_writing, released_list
from assetmap.errors import ConflictError, NotFoundError, OutsideError
from assetmap.messages import tr
from assetmap.model.participation import MeantFor
from assetmap.model.period import Period
from assetmap.model.release import NotedRelease, Release
from assetmap.services.place_data import Place

_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)_")


@dataclass(frozen=True)
class Kept:
    """What was released from a place.

    Attributes
    ----------
    releases
        The latest period first; of one period, meetings for everyone first.
    missing
        Those whose file is gone, in the order they were made.
    """

    releases: tuple[Release, ...]
    missing: tuple[NotedRelease, ...]

    @property
    def periods(self) -> list[Period]:
        """Days that are fixed, whether their files are here or not."""
        return [one.period for one in self.releases] + [one.period for one in self.missing]


def read_kept(place: Place) -> Kept:
    """Return what was released; a release that came with its folder from elsewhere is put on the list.

    Raises
    ------
    OutsideError
        A release is damaged or was changed, or nobody can tell what was released.
    """
    _finish(place)
    noted = _noted(place)
    ids = release_files.list_release_ids(place.folder)
    found = [_read(place, one, noted) for one in ids]
    with contextlib.suppress(OutsideError):  # a home that cannot be written can be read: it is noted another time
        note_releases(place, [one for one in found if one.release_id not in noted])
    by_kind = sorted(found, key=lambda one: (one.meant_for != str(MeantFor.EVERYONE), one.release_id))
    latest_first = sorted(by_kind, key=lambda one: (one.period.last, one.period.first), reverse=True)
    return Kept(tuple(latest_first), tuple(one for name, one in noted.items() if name not in ids))


def fixed_periods(place: Place) -> list[Period]:
    """Return the days that are fixed, by the list and by the names of the files alone: a damaged one counts too.

    Raises
    ------
    OutsideError
        Nobody can tell what was released.
    """
    noted = _noted(place)
    named = (_DAYS.match(one) for one in release_files.list_release_ids(place.folder) if one not in noted)
    return [one.period for one in noted.values()] + [Period(*found.groups()) for found in named if found]


def released_places(place: Place) -> frozenset[str]:
    """Return, as `places_hash` has them, which areas belong together in releases on the list; files may be missing.

    Raises
    ------
    OutsideError
        The list cannot be read: nobody can tell then what was released.
    """
    return frozenset(one.places_hash for one in _noted(place).values())


def list_releases(place: Place) -> list[Release]:
    """Return all releases that can be read, in the order and with the errors of `read_kept`."""
    return list(read_kept(place).releases)


def read_release(place: Place, release_id: str) -> Release:
    """Return one release by its id.

    Raises
    ------
    NotFoundError
        There is none of this id, or its file is missing.
    OutsideError
        It is damaged or was changed.
    """
    ids, noted = release_files.list_release_ids(place.folder), _noted(place)
    if release_id in ids:
        return _read(place, release_id, noted)
    if release_id in noted:
        raise NotFoundError(file_missing(place, noted[release_id]))
    there = ", ".join(ids) or tr("none yet")
    raise NotFoundError(
        tr("'{release}': there is no such release. Expected one of: {there}.", release=release_id, there=there)
    )


def note_releases(place: Place, releases: list[Release]) -> None:
    """Put releases on the list that lies outside the place's folder.

    Raises
    ------
    OutsideError
        It cannot be written.
    """
    lines = [
        NotedRelease(
            one.release_id,
            one.meant_for,
            _hash(release_files.read_content(place.folder, one.release_id)),
            places_hash(one.unit_of),
            one.period,
        )
        for one in releases
    ]
    released_list.note_released(place.settings.home, place.slug, lines)


def places_hash(unit_of: Mapping[str, str]) -> str:
    """Return a hash of which areas belong together, whatever their patches are called."""
    together = defaultdict(list)
    for code, unit in unit_of.items():
        together[unit].append(code)
    return _hash(json.dumps(sorted(sorted(codes) for codes in together.values())).encode())


def file_missing(place: Place, noted: NotedRelease) -> str:
    """Say that a safe version was made and its file is missing, and what to do."""
    return tr(
        "A safe version was made and its file is missing: {file} ({period}, meant for: {kind}). Expected it in "
        "{folder}. Its days are never fixed twice. Bring the file back from a backup.",
        file=release_files.release_path(place.folder, noted.release_id).name,
        period=noted.period.words(),
        kind=tr(noted.meant_for),
        folder=place.folder / release_files.FOLDER,
    )


def missing_sentences(place: Place) -> list[str]:
    """Say of each safe version whose file is missing that it is, and what to do; nothing where all are here."""
    return [file_missing(place, one) for one in read_kept(place).missing]


def none_to_show(place: Place) -> str:
    """Say why there is no safe version to show: none was made, or its file is missing."""
    if read_kept(place).missing:
        return tr("A safe version was made, and its file is missing.")
    return tr("Nothing has been released yet.")


def forget_made_up(place: Place) -> None:
    """Forget what was released from a place of made-up people that is made anew; of any other place nothing."""
    if place.made_up:
        released_list.forget_released(place.settings.home, place.slug)


def _noted(place: Place) -> dict[str, NotedRelease]:
    return released_list.read_noted(place.settings.home, place.slug)


def _read(place: Place, release_id: str, noted: Mapping[str, NotedRelease]) -> Release:
    content = release_files.read_content(place.folder, release_id)
    path = release_files.release_path(place.folder, release_id)
    release = release_files.parse_release(content, path)
    is_known = release_id not in noted or noted[release_id].file_hash == _hash(content)
    if not is_known or release.release_id != release_id:
        raise OutsideError(
            tr("{path}: this is not the file that was released; it was changed. Expected the one assetmap wrote. Bring "
               "it back from a backup: its figures must stay as they were.", path=path)
        )  # fmt: skip
    return release


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _finish(place: Place) -> None:
    """Put in order what an interrupted program left; where that cannot be now, what counts is read where it is."""
    if not release_writing.is_left_aside(place.folder):
        return
    with contextlib.suppress(ConflictError, OutsideError), place_folder.one_writer(place.settings.home, busy_seconds=0):
        finish(place)


def finish(place: Place) -> None:
    """Put what is whole on the list, then in its place; clear away what is not. One program at a time may do this.

    Raises
    ------
    OutsideError
        It cannot be written. What is whole stays so, and the sentence says that it is fixed.
    """
    noted = _noted(place)
    whole = [path.stem for path in release_writing.whole_aside(place.folder) if path.stem not in noted]
    found = [release_files.read_release(place.folder, one) for one in whole]
    try:
        note_releases(place, found)
    except OutsideError as fault:
        raise OutsideError(tr("The figures are fixed, but they are on no list yet. {why}", why=fault)) from fault
    release_writing.put_in_place(place.folder)
