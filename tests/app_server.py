"""The app as people run it: a server in a process of its own, on a free port, with a home and a log of the test's.

with app_server.start(home) as app:
    app.get("/health")          # status, headers, body
    app.url + "/plain"          # "http://127.0.0.1:43210/plain"
    app.logged()                # everything it wrote so far
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
ASGI = ROOT / "assetmap" / "web" / "asgi.py"
ADDRESS = "127.0.0.1"
SECONDS_TO_START = 120.0
SECONDS_TO_STOP = 10.0
SECONDS_TO_ANSWER = 60.0
_BETWEEN_LOOKS = 0.05
_PORTS = (20_000, 32_000)


@dataclass(frozen=True)
class Reply:
    """What the app answered: headers by their names in small letters, each the last of its name."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")


class Server:
    """One running app."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.url = f"http://{ADDRESS}:{port}"
        self._log = log

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def get(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        """Ask for a path exactly as it is written, and return the answer; redirects are not followed."""
        connection = HTTPConnection(ADDRESS, self.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            reply = connection.getresponse()
            named = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, named, reply.read())
        finally:
            connection.close()

    def logged(self) -> str:
        """Return everything that the app has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End the app."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(SECONDS_TO_STOP)


def start(
    home: Path, port: int = 0, *, script: Path = ASGI, environ: Mapping[str, str] | None = None, log: Path | None = None
) -> Server:
    """Start the app and wait until it answers.

    Parameters
    ----------
    home
        The ``ASSETMAP_HOME``; it need not exist.
    port
        Where it listens, 0 for a port that is free.
    script
        What Streamlit runs.
    environ
        More variables for its environment.
    log
        Where everything it writes goes; without it a file beside the home.

    Raises
    ------
    RuntimeError
        It ended, or did not answer in time; the message holds what it wrote.
    """
    chosen = port or free_port()
    written = log or home.with_name(f"{home.name}-{chosen}.log")
    written.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={chosen}"]
    with written.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=script.parent, env=_environ(home, environ or {}), stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    server = Server(process, chosen, written)
    with ExitStack() as otherwise:
        otherwise.callback(server.stop)
        _wait(server)
        otherwise.pop_all()
    return server


def free_port() -> int:
    """Return a port that nothing listens on now.

    It lies below those that the system gives to whoever connects to something, or one of them could have it before
    the app does: other tests run beside this one.
    """
    for port in random.sample(range(*_PORTS), 100):
        with socket.socket() as tried:
            try:
                tried.bind((ADDRESS, port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port of {_PORTS[0]} to {_PORTS[1]} is free")


def _environ(home: Path, more: Mapping[str, str]) -> dict[str, str]:
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "ASSETMAP_", "PYTEST_"))
    }
    return {**ours, "ASSETMAP_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def _wait(server: Server) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise RuntimeError(f"the app ended with {server.process.returncode}: {server.logged()}")
        try:
            if server.get("/_stcore/health").body == b"ok":
                return
        except OSError:
            time.sleep(_BETWEEN_LOOKS)
    raise RuntimeError(f"the app did not answer in {SECONDS_TO_START:.0f} s: {server.logged()}")
