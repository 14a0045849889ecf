"""A command line to call in tests: the real one, in its own process or in this one."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


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
    """Return a function that runs ``assetmap`` with this home, in its own process."""

    def command(*words: str | Path, **environ: str) -> Said:
        run = subprocess.run(
            [sys.executable, "-m", "assetmap", *map(str, words)],
            env={**os.environ, "ASSETMAP_HOME": str(home), **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in run.stderr, run.stderr
        assert "fault of its own" not in run.stderr, run.stderr
        return Said(run.returncode, run.stdout, run.stderr)

    return command
