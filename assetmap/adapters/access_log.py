"""The file that keeps who opened something PRIVATE: a line an opening, only its owner may read it, no facts in it.

A line that nobody can read any more is shown as such, and is never dropped for its age.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from assetmap.errors import ConflictError, OutsideError
from assetmap.messages import tr

LOG_FILE = "access.log"
_PRIVATE = 0o600
_TRIES = 100


def append_line(folder: Path, values: Mapping[str, str]) -> None:
    """Add one line at the end, at once, so that two programs never mix theirs.

    Raises
    ------
    OutsideError
        It cannot be written: then nothing PRIVATE may be opened.
    """
    path = folder / LOG_FILE
    line = f"{json.dumps(dict(values), ensure_ascii=False)}\n".encode()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE)
        try:
            path.chmod(_PRIVATE)
            os.write(handle, line)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: it cannot be written ({reason}). Expected to note that exact numbers are opened, before they "
                "are. Free some space, or make the folder writable.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault


def read_lines(folder: Path) -> list[dict[str, str]]:
    """Return all lines, oldest first, with the keys they were written with; an unreadable line has none.

    Raises
    ------
    OutsideError
        The log is there and cannot be read.
    """
    return [_values(line) for line in _read(folder / LOG_FILE).splitlines()]


def count_before(folder: Path, before: str) -> int:
    """Return how many lines were written before a day (ISO)."""
    return sum(_is_older(line, before) for line in _read(folder / LOG_FILE).splitlines())


def drop_before(folder: Path, before: str) -> int:
    """Take out the lines that were written before a day (ISO) and return how many went.

    The log is written anew beside the old one and put in its place; where another program added a line meanwhile, this
    is done again with that line.

    Raises
    ------
    OutsideError
        It cannot be written; the log is as it was.
    """
    path = folder / LOG_FILE
    fresh = folder / f".{LOG_FILE}"
    for _ in range(_TRIES):
        content = _read(path)
        lines = content.splitlines(keepends=True)
        kept = [line for line in lines if not _is_older(line, before)]
        if len(kept) == len(lines):
            return 0
        try:
            _write_anew(fresh, b"".join(kept))
            if path.stat().st_size == len(content):
                fresh.replace(path)
                return len(lines) - len(kept)
        except OSError as fault:
            raise _unwritable(path, fault) from fault
    raise ConflictError(
        tr("{path}: other programs keep writing in it. Nothing was taken out. Try again later.", path=path)
    )


def _write_anew(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: the access log cannot be read ({reason}). Expected a file that you may read. Check its "
                "folder.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault


def _is_older(line: bytes, before: str) -> bool:
    when = _values(line).get("when", "")
    return bool(when) and when < before


def _values(line: bytes) -> dict[str, str]:
    try:
        values = json.loads(line)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in values.items()} if isinstance(values, dict) else {}


def _unwritable(path: Path, fault: OSError) -> OutsideError:
    return OutsideError(
        tr(
            "{path}: old lines cannot be taken out ({reason}). Nothing was changed. Free some space, or make the "
            "folder writable.",
            path=path,
            reason=fault.strerror,
        )
    )
