"""The list of releases: which figures were fixed, beside the keys, so that an older copy of the place fixes none twice.

A place's folder can be put back from a copy that was made before a release; this list lies outside it. A line says the
days, for whom the meetings were meant, and two hashes: of the file, and of which areas belong together. No figure is
in it and no name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assetmap.adapters.pseudonyms import KEY_FOLDER
from assetmap.adapters.release_writing import sync_folder
from assetmap.errors import OutsideError
from assetmap.messages import tr
from assetmap.model.period import Period
from assetmap.model.release import NotedRelease

_NAMES = ("id", "meant_for", "file", "places", "first", "last")
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


def released_path(home: Path, slug: str) -> Path:
    """Return where the list of a place lives: beside its key, never inside its folder."""
    return home / KEY_FOLDER / f"{slug}.released"


def read_noted(home: Path, slug: str) -> dict[str, NotedRelease]:
    """Return what is on the list, by id; of two lines with one id the first counts. Nothing where nothing was released.

    A line that a power cut left half written is passed over: its file was not in its place yet.

    Raises
    ------
    OutsideError
        The list is there and cannot be read: nobody can tell then what was fixed.
    """
    path = released_path(home, slug)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    except OSError as fault:
        raise OutsideError(
            tr("{path}: the list of releases cannot be read ({reason}). Expected a file that you may read. Check its "
               "folder.", path=path, reason=fault.strerror)
        ) from fault  # fmt: skip
    found: dict[str, NotedRelease] = {}
    for line in text.splitlines():
        noted = _noted(line)
        if noted is not None:
            found.setdefault(noted.release_id, noted)
    return found


def note_released(home: Path, slug: str, releases: Iterable[NotedRelease]) -> None:
    """Put releases on the list, before their files are in their place; those that are on it stay as they are.

    Two programs never mix their lines: each writes its own at once, at the end.

    Raises
    ------
    OutsideError
        It cannot be written: put no file in its place then, for an older copy could fix the same days again.
    """
    known = read_noted(home, slug)
    fresh = [one for one in releases if one.release_id not in known]
    if not fresh:
        return
    path = released_path(home, slug)
    # The first line break ends a line that a power cut left half written.
    lines = "\n" + "".join(f"{_line(one)}\n" for one in fresh)
    try:
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        _append(path, lines.encode())
    except OSError as fault:
        raise OutsideError(
            tr("{path}: it cannot be written ({reason}). Expected to note there what was released. Free some space, or "
               "make the folder writable.", path=path, reason=fault.strerror)
        ) from fault  # fmt: skip


def forget_released(home: Path, slug: str) -> None:
    """Take the list away: for a place of made-up people alone, which is made anew."""
    released_path(home, slug).unlink(missing_ok=True)


def _append(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE_FILE)
    try:
        path.chmod(_PRIVATE_FILE)
        if os.write(handle, content) < len(content):  # a disk that became full on the way
            raise OSError(None, tr("the disk is full"))
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def _line(one: NotedRelease) -> str:
    values = (one.release_id, one.meant_for, one.file_hash, one.places_hash, one.period.first, one.period.last)
    return json.dumps(dict(zip(_NAMES, values, strict=True)), ensure_ascii=False)


def _noted(line: str) -> NotedRelease | None:
    try:
        values: Any = json.loads(line)
        texts = [values[name] for name in _NAMES]
    except (ValueError, TypeError, KeyError):
        return None
    if not all(isinstance(text, str) for text in texts):
        return None
    release_id, meant_for, file_hash, places_hash, first, last = texts
    return NotedRelease(release_id, meant_for, file_hash, places_hash, Period(first, last))
