"""The engine of ways by vehicle: compiled once on a computer, then taken from its disk."""

from __future__ import annotations

import threading

from assetmap.messages import tr
from assetmap.services.progress import Progress

_READY = threading.Event()


def is_ready() -> bool:
    """Tell whether the engine was prepared in this process."""
    return _READY.is_set()


def prepare(progress: Progress) -> bool:
    """Compile every part of the engine, or take it from the disk; the first time takes some seconds.

    Parameters
    ----------
    progress
        Is told what is being prepared, and the share that is done.
    """
    if is_ready():
        return True
    from assetmap.analysis import connection_scan, street_reach  # noqa: PLC0415 - this is the slow part

    parts = (
        (tr("Preparing the engine: walks to stops"), street_reach.compile_kernels),
        (tr("Preparing the engine: timetables"), connection_scan.compile_kernels),
    )
    for number, (text, compile_part) in enumerate(parts):
        progress(text, number / len(parts))
        compile_part()
    _READY.set()
    return True
