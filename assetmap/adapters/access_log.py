"""The file that keeps who opened something PRIVATE: a line an opening, only its owner may read it, no facts in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from assetmap.errors import OutsideError
from assetmap.messages import tr

LOG_FILE = "access.log"
_PRIVATE = 0o600


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
