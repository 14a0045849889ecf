"""Whether a disk has room: databases say of a full one whatever they were about to do when it was full."""

from __future__ import annotations

import shutil
from pathlib import Path

_LEAST_BYTES = 1_000_000
"""With less than this SQLite cannot make the files that it works with beside its own."""


def has_no_room(folder: Path) -> bool:
    """Tell whether the disk that holds a folder is as good as full; False where there is no such folder."""
    try:
        return shutil.disk_usage(folder).free < _LEAST_BYTES
    except OSError:
        return False
