"""Releases that belong together are written all or none, whenever the power goes.

They are written into a folder aside and kept by the disk; then that folder gets a name that says that it is whole.
From that moment on they count. Only then each file goes to its place, now or when somebody looks the next time.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assetmap.adapters.release_files import FOLDER, WHOLE, files_aside, release_path
from assetmap.errors import OutsideError
from assetmap.messages import tr
from assetmap.model.release import Release

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_BEING_MADE = ".being-made-"


def write_aside(place_folder: Path, releases: Sequence[Release]) -> None:
    """Write releases that belong together; they count once this returns, and go to their place with `put_in_place`.

    Raises
    ------
    OutsideError
        The folder cannot be written: then nothing is released.
    """
    folder = place_folder / FOLDER
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder, prefix=_BEING_MADE))  # made with mode 0700
        try:
            for one in releases:
                _write(aside / release_path(place_folder, one.release_id).name, file_content(one))
            sync_folder(aside)
            aside.rename(folder / f"{WHOLE}{aside.name.removeprefix(_BEING_MADE)}")
        except OSError:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        sync_folder(folder)
    except OSError as fault:
        raise OutsideError(
            tr("{path}: the release cannot be written ({reason}). Nothing was released. Free some space, or make the "
               "folder writable.", path=folder, reason=fault.strerror)
        ) from fault  # fmt: skip


def file_content(release: Release) -> bytes:
    """Return what the file of a release holds."""
    text = json.dumps(asdict(release), ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode()


def is_left_aside(place_folder: Path) -> bool:
    """Tell whether a program that was interrupted, or one that is still at it, left something aside."""
    return bool(_aside(place_folder, _BEING_MADE) or _aside(place_folder, WHOLE))


def whole_aside(place_folder: Path) -> list[Path]:
    """Return the files that count and are not in their place yet; none where nothing was ever released."""
    return files_aside(place_folder) if (place_folder / FOLDER).is_dir() else []


def put_in_place(place_folder: Path) -> None:
    """Put what is whole in its place, and clear away what is not. One program at a time may do this.

    A file that is in its place already stays: it was fixed first.

    Raises
    ------
    OutsideError
        The folder cannot be written. What is whole stays so, is read where it is, and is put in its place later.
    """
    folder = place_folder / FOLDER
    try:
        for path in whole_aside(place_folder):
            if not (folder / path.name).exists():
                path.replace(folder / path.name)
        sync_folder(folder)
        for left in _aside(place_folder, WHOLE) + _aside(place_folder, _BEING_MADE):
            _clear(left)
    except OSError as fault:
        raise OutsideError(
            tr("{path}: these figures are fixed, but it cannot be put in order ({reason}). Nothing is lost. Make the "
               "folder writable, then look at the list of safe versions.", path=folder, reason=fault.strerror)
        ) from fault  # fmt: skip


def sync_folder(folder: Path) -> None:
    """Have the disk keep which files a folder holds; systems that cannot be told so do it by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _aside(place_folder: Path, prefix: str) -> list[Path]:
    return sorted((place_folder / FOLDER).glob(f"{prefix}*"))


def _clear(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left)
    else:
        left.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
