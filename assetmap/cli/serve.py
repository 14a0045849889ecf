"""``assetmap serve``: the app in a browser, in a process of its own that ends with this one."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from assetmap.cli import context
from assetmap.cli.output import say
from assetmap.errors import OptionError, OutsideError
from assetmap.messages import tr

ADDRESS = "127.0.0.1"
OURS: frozenset[str] = frozenset({ADDRESS, "localhost", "::1"})
FIRST_PORT, LAST_PORT = 8501, 8599
HIGHEST_PORT = 65_535
SECONDS_TO_START = 150.0
SECONDS_TO_STOP = 10.0
_BETWEEN_LOOKS = 0.1
_HEALTHY = b"ok"

PortOption = Annotated[
    int, typer.Option("--port", help="The port to listen on; without it the first that is free from 8501 on.")
]
AddressOption = Annotated[
    str, typer.Option("--address", help="127.0.0.1, this computer alone. Any other is refused until there is sign-in.")
]


def serve(
    port: PortOption = 0,
    address: AddressOption = ADDRESS,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser too.")] = False,
    place: context.PlaceOption = "",
) -> None:
    """Start the app and show it at an address of this computer. Stop it with Ctrl and C."""
    if place:
        context.open_place(place)
    run_app(port=port, address=address, open_browser=open_browser, place=place)


def run_app(*, port: int, address: str = ADDRESS, open_browser: bool, place: str = "") -> None:
    """Run the app until it is stopped.

    Raises
    ------
    OptionError
        The address is not this computer's own, the port cannot be used, or there is no such language.
    OutsideError
        The app did not start.
    """
    from assetmap.adapters.catalogues import read_catalogue

    _check_address(address)
    read_catalogue(context.settings().language)
    chosen = _free_port(port)
    url = f"http://{ADDRESS}:{chosen}/"
    signal.signal(signal.SIGTERM, _end)
    with _start(chosen, place) as child:
        try:
            _wait_until_it_answers(child, url)
            say(tr("assetmap is at {url} on this computer alone. Stop it with Ctrl and C.", url=url))
            if open_browser and not webbrowser.open(url):
                say(tr("No browser could be opened from here. Open {url} yourself.", url=url))
            child.wait()
        finally:
            _stop(child)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    """End as Ctrl and C does, so that the app ends too."""
    raise KeyboardInterrupt


def _check_address(address: str) -> None:
    if address not in OURS:
        raise OptionError(
            tr(
                "--address {address}: other computers could then read facts about people, and there is no sign-in yet. "
                "Expected {ours}, which only this computer reaches. Leave it out.",
                address=address,
                ours=ADDRESS,
            )
        )


def _free_port(port: int) -> int:
    """Return the port that was asked for, or the first free one."""
    if port and not 0 < port <= HIGHEST_PORT:
        raise OptionError(tr("--port {port}: expected a number from 1 to {most}.", port=port, most=HIGHEST_PORT))
    for candidate in (port,) if port else range(FIRST_PORT, LAST_PORT + 1):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((ADDRESS, candidate))
            except OSError:
                continue
            return candidate
    wanted = str(port) if port else f"{FIRST_PORT} to {LAST_PORT}"
    raise OptionError(
        tr(
            "--port {port}: something listens there already, or it may not be used. Expected a free port. "
            "Choose another, or close what uses it: it may be assetmap in another window.",
            port=wanted,
        )
    )


def _start(port: int, place: str) -> subprocess.Popen[bytes]:
    """Start Streamlit on our script, with our configuration and none of the surroundings'. Its faults are shown."""
    script = Path(__file__).resolve().parent.parent / "web" / "asgi.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    command += [f"--server.address={ADDRESS}", "--server.headless=true"]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    environ["ASSETMAP_HOME"] = str(context.settings().home.absolute())
    if place:
        environ["ASSETMAP_PLACE"] = place
    # A relative path is meant from the folder where the command was given; the app runs in another.
    given = [str(Path(part).absolute()) for part in environ.get("PYTHONPATH", "").split(os.pathsep) if part]
    environ["PYTHONPATH"] = os.pathsep.join([*given, str(script.parents[2])])
    return subprocess.Popen(  # noqa: S603 - the words are ours
        command, cwd=script.parent, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )


def _wait_until_it_answers(child: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and child.poll() is None:
        if _answers(url):
            return
        time.sleep(_BETWEEN_LOOKS)
    raise OutsideError(
        tr("The app did not start. Expected it to answer at {url}. The lines above say why. Try again.", url=url)
    )


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}_stcore/health", timeout=1) as reply:  # noqa: S310 - our own address
            return bool(reply.read() == _HEALTHY)
    except (urllib.error.URLError, OSError):
        return False


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()
