"""The engines that are compiled once on a computer, then taken from its disk: ways by vehicle, and many drives at once.

Ways by vehicle cannot be answered without theirs, so people wait for it, with progress. Drives can: until their engine
is ready they are searched for one venue at a time, and nobody waits.
"""

from __future__ import annotations

import threading

from assetmap.messages import tr
from assetmap.services.progress import Progress

_READY, _DRIVES_READY = threading.Event(), threading.Event()
_DRIVES_BEGUN = threading.Lock()


def is_ready() -> bool:
    """Tell whether the engine of ways by vehicle was prepared in this process."""
    return _READY.is_set()


def is_ready_for_drives() -> bool:
    """Tell whether the engine of many drives at once was prepared in this process."""
    return _DRIVES_READY.is_set()


def prepare(progress: Progress) -> bool:
    """Compile every part of the engine of ways by vehicle, or take it from the disk; the first time takes some seconds.

    Parameters
    ----------
    progress
        Is told what is being prepared, and the share that is done.
    """
    if is_ready():
        return True
    from assetmap.analysis import connection_scan, street_reach  # noqa: PLC0415 - this is the slow part

    parts = (
        (tr("Getting ways by bus ready: walks to stops"), street_reach.compile_kernels),
        (tr("Getting ways by bus ready: timetables"), connection_scan.compile_kernels),
    )
    for number, (text, compile_part) in enumerate(parts):
        progress(text, number / len(parts))
        compile_part()
    _READY.set()
    return True


def prepare_drives() -> None:
    """Compile the engine of many drives at once, or take it from the disk."""
    if is_ready_for_drives():
        return
    from assetmap.analysis import contraction  # noqa: PLC0415 - this is the slow part

    contraction.compile_kernels()
    _DRIVES_READY.set()


def begin_drives() -> None:
    """Prepare the engine of many drives beside everything else, once; returns at once."""
    if not is_ready_for_drives() and _DRIVES_BEGUN.acquire(blocking=False):
        threading.Thread(target=prepare_drives, name="prepare-drives", daemon=True).start()
