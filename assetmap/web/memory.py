"""Keep runs short: Streamlit collects garbage after each one, and would look through every module it has loaded."""

from __future__ import annotations

import gc
import sys

_loaded = 0


def set_aside() -> None:
    """Set what was loaded so far aside from the collecting of garbage, once for each time that modules were loaded.

    Modules stay until the program ends, and with them aside the collecting after a run takes a thousandth of the time.
    What else is in use then is set aside with them, and looked at again when the next modules have been loaded.
    """
    global _loaded  # noqa: PLW0603 - a fact about this process
    if len(sys.modules) == _loaded:
        return
    _loaded = len(sys.modules)
    gc.unfreeze()
    gc.collect()
    gc.freeze()
