"""Ask an ASGI app without a server: one request, one answer."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.routing import BaseRoute


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text, unpacked where it was packed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode("utf-8")

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.text)


def run_apart(asking: Coroutine[Any, Any, None]) -> None:
    """Run to its end on a thread of its own: a browser open in this one keeps its event loop for itself."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        apart.submit(asyncio.run, asking).result()


def ask(
    routes: Sequence[BaseRoute],
    path: str,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    query: str = "",
) -> Answer:
    """Send one request to routes and collect the answer. The path is sent as it stands, dots and all."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(errors="surrogateescape"),
        "root_path": "", "query_string": query.encode(), "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1), "headers": [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()],
    }  # fmt: skip
    run_apart(Starlette(routes=list(routes))(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answer(start["status"], {k.decode().lower(): v.decode() for k, v in start["headers"]}, body)
