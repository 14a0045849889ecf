"""A PostgreSQL server of the tests' own: a temporary folder, a Unix socket, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def postgres_programs() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Address of a server that lives as long as the tests; skipped where PostgreSQL is not on this machine."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("PostgreSQL's own programs (initdb, pg_ctl) are not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="assetmap-pg-", dir="/tmp"))
    as_user: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    if as_user:
        shutil.chown(folder, "postgres")
    quiet: dict[str, Any] = {"cwd": folder, "stdout": subprocess.DEVNULL, **as_user}
    subprocess.run(
        [programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "tester", "-N"], check=True, **quiet
    )
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    subprocess.run([programs / "pg_ctl", "-D", folder / "data", "-o", options, "-w", "start"], check=True, **quiet)
    try:
        yield f"postgresql://tester@/postgres?host={folder}"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop"], check=True, **quiet)
        shutil.rmtree(folder, ignore_errors=True)
