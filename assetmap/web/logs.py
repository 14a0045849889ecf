"""What the app may write into a log: that something failed, of which kind and where, never what was in it.

A fault's text, a warning and what a library logs can all hold people's words: a row, a name, a postcode.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

_OURS = str(Path(__file__).resolve().parents[1])
_SPEAKERS: tuple[str, ...] = ("assetmap", "streamlit", "uvicorn")
"""Loggers whose sentences are fixed texts; of any other only its name is written."""


class _DataFreeRecord(logging.LogRecord):
    """A log record with a fault's kind and line in place of its text and traceback."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever logging passes
        super().__init__(*args, **kwargs)
        fault = self.exc_info[1] if self.exc_info else None
        if fault is not None:
            self.msg, self.args = describe(fault), ()
        elif not self.name.startswith(_SPEAKERS):
            self.msg, self.args = f"a message of {self.name}, from {Path(self.pathname).name}, line {self.lineno}", ()
        self.exc_info = self.exc_text = self.stack_info = None


def describe(fault: BaseException) -> str:
    """Say of which kind a fault is, and in which line of our code and of all code it came up."""
    spots = [f"{spot.filename}, line {spot.lineno}" for spot in traceback.extract_tb(fault.__traceback__)]
    ours = [spot for spot in spots if spot.startswith(_OURS)]
    return " at ".join([f"a fault of assetmap's own: {type(fault).__name__}", *dict.fromkeys(ours[-1:] + spots[-1:])])


def keep_data_out() -> None:
    """Let everything that this process writes tell of faults by kind and place alone."""
    logging.setLogRecordFactory(_DataFreeRecord)
    logging.raiseExceptions = False
    sys.excepthook = _say_last
    threading.excepthook = _say_of_thread
    sys.unraisablehook = _say_of_no_one
    warnings.showwarning = _say_warning


def _write(said: str) -> None:
    sys.stderr.write(f"{said}\n")


def _say_last(_kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
    _write(describe(fault))


def _say_of_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        _write(describe(told.exc_value))


def _say_of_no_one(told: Any) -> None:  # noqa: ANN401 - the interpreter's own type has no name
    if told.exc_value is not None:
        _write(describe(told.exc_value))


def _say_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line
    _write(f"a warning: {category.__name__} at {filename}, line {lineno}")
