"""A command line to call in tests: the real one, in this process, with its own home and its own output."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from assetmap.cli import main


@dataclass(frozen=True)
class Said:
    """What a command wrote and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON: it must hold nothing else."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def csv(self) -> list[dict[str, str]]:
        """Standard output as CSV rows."""
        assert self.code == 0, self.err
        return list(csv.DictReader(io.StringIO(self.out)))


Command = Callable[..., Said]


def run_in(home: Path) -> Command:
    """Return a function that runs ``assetmap`` with this home, in this process: no import is paid for twice."""

    def command(*words: str | Path, **environ: str) -> Said:
        out, err = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, {"ASSETMAP_HOME": str(home), **environ}),
            mock.patch.object(sys, "argv", ["assetmap", *map(str, words)]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = _exit_code()
        return Said(code, out.getvalue(), err.getvalue())

    return command


def _exit_code() -> int:
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0
