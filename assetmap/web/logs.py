"""What the app may write into a log: that something failed, of which kind and where, never what was in it."""

from __future__ import annotations

import logging
import traceback
from typing import Any


class _DataFreeRecord(logging.LogRecord):
    """A log record with a fault's kind and line in place of its text and traceback, which could hold people's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever logging passes
        super().__init__(*args, **kwargs)
        fault = self.exc_info[1] if self.exc_info else None
        if fault is not None:
            spots = traceback.extract_tb(fault.__traceback__)
            spot = f" at {spots[-1].filename}, line {spots[-1].lineno}" if spots else ""
            self.msg, self.args = f"a fault of assetmap's own: {type(fault).__name__}{spot}", ()
        self.exc_info = self.exc_text = None


def keep_data_out() -> None:
    """Let every log of this process tell of faults by kind and place alone."""
    logging.setLogRecordFactory(_DataFreeRecord)
