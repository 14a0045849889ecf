"""Releases on disk: one JSON file each, written once and never again; only its owner may read it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path

from assetmap.errors import ConflictError, OutsideError
from assetmap.messages import tr
from assetmap.model.period import Period
from assetmap.model.release import Release, ReleasedTable
from assetmap.model.representation import UnitKind

FOLDER = "releases"
_SUFFIX = ".json"
_PRIVATE = 0o700


def release_path(place_folder: Path, release_id: str) -> Path:
    """Return where a release is kept."""
    return place_folder / FOLDER / f"{release_id}{_SUFFIX}"


def write_release(place_folder: Path, release: Release) -> None:
    """Write a release whole, or not at all.

    Raises
    ------
    ConflictError
        It is there already: the figures that were fixed first stay.
    OutsideError
        The folder cannot be written.
    """
    path = release_path(place_folder, release.release_id)
    text = json.dumps(asdict(release), ensure_ascii=False, indent=1, allow_nan=False)
    try:
        path.parent.mkdir(mode=_PRIVATE, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".being-made-")  # made with mode 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(f"{text}\n")
                file.flush()
                os.fsync(file.fileno())
            _put_first(Path(name), path)
        finally:
            Path(name).unlink(missing_ok=True)
    except FileExistsError as fault:
        raise ConflictError(
            tr("{path}: these figures were fixed before. Expected a period that was not released. Nothing was "
               "changed; look at them with `assetmap release show`.", path=path.name)
        ) from fault  # fmt: skip
    except OSError as fault:
        raise OutsideError(
            tr("{path}: the release cannot be written ({reason}). Nothing was released. Free some space, or make the "
               "folder writable.", path=path, reason=fault.strerror)
        ) from fault  # fmt: skip


def _put_first(fresh: Path, path: Path) -> None:
    """Put the file in its place unless one is there."""
    with contextlib.suppress(FileExistsError, OSError):
        path.hardlink_to(fresh)
        return
    if path.exists():
        raise FileExistsError(path)
    fresh.replace(path)  # a disk without links, such as a memory stick


def list_release_ids(place_folder: Path) -> list[str]:
    """Return the ids of all releases, in order of their files' names.

    Raises
    ------
    OutsideError
        The folder cannot be looked into: nobody can tell then what was fixed.
    """
    folder = place_folder / FOLDER
    try:  # not by a pattern: that passes a folder it may not read by in silence
        found = list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as fault:
        raise OutsideError(
            tr("{folder}: it cannot be looked into ({reason}). Expected the figures that were released. Make it "
               "readable, or bring it back from a backup.", folder=folder, reason=fault.strerror)
        ) from fault  # fmt: skip
    return sorted(path.stem for path in found if path.suffix == _SUFFIX and not path.name.startswith("."))


def read_release(place_folder: Path, release_id: str) -> Release:
    """Read a release.

    Raises
    ------
    OutsideError
        Its file is damaged.
    """
    path = release_path(place_folder, release_id)
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values["period"] = Period(**values["period"])
        values["tables"] = tuple(
            ReleasedTable(one["by"], tuple(one["rows"]), one["details"], tuple(one["notes"]))
            for one in values["tables"]
        )
        values["held_back"] = tuple(values["held_back"])
        return _checked(Release(**values))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise OutsideError(
            tr("{path}: this release cannot be read. Expected the file assetmap wrote; it is damaged. Bring it back "
               "from a backup: its figures must stay as they were.", path=path)
        ) from fault  # fmt: skip


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
