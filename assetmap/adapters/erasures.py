"""The list of erasures: codes of people who were erased, beside the keys, so that an older register forgets them too.

A register can come back from a copy of the place's folder; this list lies outside it. It holds a code and a moment a
line: no name, and nothing of what was kept.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from assetmap.adapters.pseudonyms import KEY_FOLDER, is_code
from assetmap.errors import OutsideError
from assetmap.messages import tr

_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


def erasures_path(home: Path, slug: str) -> Path:
    """Return where the list of a place lives: beside its key, never inside its folder."""
    return home / KEY_FOLDER / f"{slug}.erased"


def read_erased(home: Path, slug: str) -> dict[str, str]:
    """Return the codes of erased people with the moment (ISO, UTC); nothing where nobody was erased.

    A code that a power cut left half written is passed over: nothing of that person was erased yet.

    Raises
    ------
    OutsideError
        The list is there and cannot be read.
    """
    path = erasures_path(home, slug)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return {}
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: the list of erased people cannot be read ({reason}). Expected a file that you may read. "
                "Check its folder.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault
    pairs = (line.partition(" ") for line in text.splitlines())
    return {code: when for code, _, when in pairs if is_code(code)}


def note_erased(home: Path, slug: str, people: Mapping[str, str]) -> None:
    """Put codes on the list, each with its moment, before their rows go; those that are on it stay as they are.

    Raises
    ------
    OutsideError
        It cannot be written: erase nobody then, for an older copy would bring them back.
    """
    known = read_erased(home, slug)
    fresh = {code: when for code, when in people.items() if code not in known}
    if not fresh:
        return
    path = erasures_path(home, slug)
    # The first line break ends a line that a power cut left half written.
    lines = "\n" + "".join(f"{code} {when}\n" for code, when in sorted(fresh.items()))
    try:
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, _PRIVATE_FILE)
        try:
            path.chmod(_PRIVATE_FILE)
            os.write(handle, lines.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: it cannot be written ({reason}). Nobody was erased: an older copy would bring them back. "
                "Free some space, or make the folder writable.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault
