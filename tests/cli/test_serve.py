"""``assetmap serve`` and ``assetmap demo``: the app answers this computer alone, from any folder, and ends with us."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from command import Command
from processor import least_seconds, seconds_of_children

from assetmap.cli.serve import OURS
from assetmap.web.middleware import LOOPBACK

SECONDS_TO_HEALTH, IMPORTS_TO_HEALTH, MOST_SECONDS = 20, 20, 180
"""Of the processor; on a slow one as often as it imports two libraries; by the clock on however busy a machine."""


@contextmanager
def _running(home: Path, folder: Path, *words: str) -> Iterator[str]:
    """Run the command in a folder and give the address that it says."""
    environ = {**os.environ, "ASSETMAP_HOME": str(home), "PYTHONUNBUFFERED": "1", "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}
    command = [sys.executable, "-m", "assetmap", *words]
    with subprocess.Popen(command, cwd=folder, env=environ, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr is not None
        said = ""
        try:
            while "http://" not in said:
                line = child.stderr.readline()
                assert line, f"it ended: {said}"
                said += line
            found = re.search(r"http://127\.0\.0\.1:\d+/", said)
            assert found, said
            yield found[0]
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(60)


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as reply:
        return bytes(reply.read())


def _is_open(url: str) -> bool:
    port = int(url.rstrip("/").rpartition(":")[2])
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("words", [("serve",), ("demo", "--no-open")])
def test_it_answers_from_any_folder_and_ends_with_the_command(home: Path, tmp_path: Path, words: tuple[str]) -> None:
    folder = tmp_path / "elsewhere"
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "config.toml").write_text('[server]\naddress = "0.0.0.0"\n', encoding="utf-8")
    before, began = seconds_of_children(), time.monotonic()
    with _running(home, folder, *words) as url:
        assert _get(f"{url}_stcore/health") == b"ok"
        assert time.monotonic() - began < MOST_SECONDS
        assert b'<html lang="en-GB">' in _get(url)
    worked = seconds_of_children() - before
    assert worked < max(SECONDS_TO_HEALTH, IMPORTS_TO_HEALTH * least_seconds("-c", "import geopandas, streamlit"))
    assert not _is_open(url)
    assert (home / "demo").is_dir() == ("demo" in words)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.20", "example.org", ""])
def test_another_address_is_refused_and_why(assetmap: Command, address: str) -> None:
    run = assetmap("serve", "--address", address)
    assert run.code == 2
    assert "no sign-in yet" in run.err


def test_a_port_that_is_taken_or_is_none_is_said(assetmap: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        run = assetmap("serve", "--port", str(taken.getsockname()[1]))
    assert run.code == 2
    assert "Choose another" in run.err
    assert assetmap("serve", "--port", "70000").code == 2


def test_a_place_that_is_not_there_is_said_before_anything_starts(assetmap: Command) -> None:
    run = assetmap("serve", "--place", "Nowhere")
    assert run.code == 2
    assert "Nowhere" in run.err


def test_a_language_that_is_not_there_is_said_before_anything_starts(assetmap: Command) -> None:
    run = assetmap("serve", ASSETMAP_LANGUAGE="tlh")
    assert (run.code, run.out) == (2, "")
    assert "'tlh'" in run.err


def test_command_and_app_know_the_same_names_of_this_computer() -> None:
    assert OURS <= LOOPBACK
