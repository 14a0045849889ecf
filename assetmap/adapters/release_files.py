"""Releases on disk: one JSON file each, written once and never again; only its owner may read it.

`adapters.release_writing` writes them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from pathlib import Path

from assetmap.errors import OutsideError
from assetmap.messages import tr
from assetmap.model.period import Period
from assetmap.model.release import Release, ReleasedTable
from assetmap.model.representation import UnitKind

FOLDER = "releases"
WHOLE = ".whole-"
"""Begins the name of a folder of releases that count and are not in their place yet."""
_SUFFIX = ".json"


def release_path(place_folder: Path, release_id: str) -> Path:
    """Return where a release is kept."""
    return place_folder / FOLDER / f"{release_id}{_SUFFIX}"


def list_release_ids(place_folder: Path) -> list[str]:
    """Return the ids of all releases, in order of their files' names; those not in their place yet too.

    Raises
    ------
    OutsideError
        The folder cannot be looked into: nobody can tell then what was fixed.
    """
    folder = place_folder / FOLDER
    try:
        # What is aside goes to the folder, never the other way round: looked at first, nothing is passed over.
        found = [*files_aside(place_folder), *folder.iterdir()]
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise OutsideError(
            tr("{folder}: it cannot be looked into ({reason}). Expected the figures that were released. Make it "
               "readable, or bring it back from a backup.", folder=folder, reason=fault.strerror)
        ) from fault  # fmt: skip
    return sorted({path.stem for path in found if path.suffix == _SUFFIX and not path.name.startswith(".")})


def files_aside(place_folder: Path) -> list[Path]:
    """Return the files of releases that count and are not in their place yet.

    Raises
    ------
    OSError
        The folder is not there, or cannot be looked into.
    """
    found: list[Path] = []
    for one in sorted((place_folder / FOLDER).iterdir()):  # not by a pattern: that passes what it may not read
        if one.name.startswith(WHOLE):
            with contextlib.suppress(FileNotFoundError):  # all of it is in its place by now
                found += sorted(one.iterdir())
    return found


def read_content(place_folder: Path, release_id: str) -> bytes:
    """Return what the file of a release holds, in its place or aside.

    Raises
    ------
    OutsideError
        It cannot be read.
    """
    path = release_path(place_folder, release_id)
    try:
        aside = [one for one in files_aside(place_folder) if one.name == path.name]
        for one in (path, *aside):
            with contextlib.suppress(FileNotFoundError):
                return one.read_bytes()
        return path.read_bytes()  # it went to its place in the meantime
    except OSError as fault:
        raise _damaged(path) from fault


def read_release(place_folder: Path, release_id: str) -> Release:
    """Read a release.

    Raises
    ------
    OutsideError
        Its file is damaged.
    """
    return parse_release(read_content(place_folder, release_id), release_path(place_folder, release_id))


def parse_release(content: bytes, path: Path) -> Release:
    """Return the release that a file holds; the path is named where it is damaged."""
    try:
        values = json.loads(content.decode("utf-8"))
        values["period"] = Period(**values["period"])
        values["tables"] = tuple(
            ReleasedTable(one["by"], tuple(one["rows"]), one["details"], tuple(one["notes"]))
            for one in values["tables"]
        )
        values["held_back"] = tuple(values["held_back"])
        return _checked(Release(**values))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        raise _damaged(path) from fault


def _damaged(path: Path) -> OutsideError:
    return OutsideError(
        tr("{path}: this release cannot be read. Expected the file assetmap wrote; it is damaged. Bring it back "
           "from a backup: its figures must stay as they were.", path=path)
    )  # fmt: skip


def _checked(release: Release) -> Release:
    """Return a release that has what is read of it everywhere; ValueError where a part is gone or is something else."""
    UnitKind(release.kind)
    for day in (release.made_on, release.period.first, release.period.last):
        dt.date.fromisoformat(day)
    whole = all(table.rows and "compared_by" in table.details for table in release.tables)
    counted = all("observed" in row and "label" in row for table in release.tables for row in table.rows)
    if not (release.tables and release.unit_of.keys() and whole and counted):
        raise ValueError("A part of the release is gone.")
    return release
