"""A window of the app without a browser: it listens where a browser listens, and keeps every frame that it was sent."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from app_server import Server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

SECONDS = 60.0


@dataclass
class Seen:
    """What one run of a page sent.

    Attributes
    ----------
    frames
        Every frame as it came.
    messages
        The same, read.
    """

    frames: list[bytes] = field(default_factory=list)
    messages: list[ForwardMsg] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything that was sent, as text with what is no text left out."""
        return b"\n".join(self.frames).decode("utf-8", errors="ignore")

    @property
    def html(self) -> str:
        """All HTML of the page."""
        return "\n".join(one.delta.new_element.html.body for one in self.messages if one.delta.new_element.html.body)

    @property
    def said(self) -> str:
        """The messages of the page, each with what it holds."""
        return "\n".join(str(one) for one in self.messages)

    @property
    def widgets(self) -> dict[str, str]:
        """The ids of widgets by their keys."""
        found = {}
        for one in self.messages:
            kind = one.delta.new_element.WhichOneof("type")
            named = getattr(getattr(one.delta.new_element, kind), "id", "") if kind else ""
            if named:
                found[named.rpartition("-")[2]] = named
        return found


class Window:
    """One window of the app."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def run(
        self, *, press: str = "", turn_on: Iterable[str] = (), page: str = "", query: Mapping[str, str] | None = None
    ) -> Seen:
        """Run a page and return what was sent until it was done.

        Parameters
        ----------
        press
            The id of a button that is pressed first.
        turn_on
            The ids of switches that are turned on first.
        page
            The page's address; empty for Start.
        query
            What stands behind it in the address.
        """
        asked = BackMsg()
        asked.rerun_script.query_string = urlencode(query or {})
        asked.rerun_script.page_script_hash = calc_hash(page) if page else ""
        if press:
            asked.rerun_script.widget_states.widgets.add(id=press, trigger_value=True)
        for switch in turn_on:
            asked.rerun_script.widget_states.widgets.add(id=switch, bool_value=True)
        self._connection.send(asked.SerializeToString())
        return self._listen()

    def _listen(self) -> Seen:
        seen, end = Seen(), time.monotonic() + SECONDS
        while time.monotonic() < end:
            frame: Any = self._connection.recv(timeout=end - time.monotonic())
            message = ForwardMsg.FromString(frame)
            seen.frames.append(frame)
            seen.messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                return seen
        raise TimeoutError(f"the page was not done in {SECONDS:.0f} s")


@contextmanager
def open_window(server: Server) -> Iterator[Window]:
    """Open a window on a running app, as its own page does, and close it in the end."""
    address = f"{server.url.replace('http', 'ws', 1)}/_stcore/stream"
    ours, kind = Origin(server.url), Subprotocol("streamlit")
    with connect(address, origin=ours, subprotocols=[kind], max_size=None, proxy=None) as connection:
        yield Window(connection)
