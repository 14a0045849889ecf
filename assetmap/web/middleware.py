"""What every request passes: who may ask, which doors are closed, and the headers that keep a page safe."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from markupsafe import escape
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assetmap.messages import tr

LOOPBACK: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
"""Names of this computer, as it knows itself."""

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; "
    "frame-src 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
CLOSED: tuple[str, ...] = ("/_stcore/metrics", "/_stcore/agent")
OWN_PAGES: tuple[str, ...] = ("/maps/", "/plain", "/sheets/", "/vendor/", "/basemap/", "/health")
"""Beginnings of the addresses that our own routes answer: their pages say their language themselves."""
STREAMLITS: tuple[str, ...] = ("/_stcore/", "/static/", "/media/", "/component/")
"""Beginnings of the addresses that are Streamlit's and no pages."""

_PAGE_BEFORE = b'<html lang="en">'
_TITLE_BEFORE = b"<title>Streamlit</title>"
_NO_STORE = (b"cache-control", b"no-store")


class Harden:
    """Refuse strangers, close doors, add headers, and say the page's language and the way without JavaScript."""

    def __init__(self, app: ASGIApp, language: str = "en-GB") -> None:
        self.app = app
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await (self.app if _is_ours(scope) else _close_socket)(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        reply = _Reply(scope, send, self.language)
        if not _is_ours(scope):
            await PlainTextResponse(_stranger(), HTTPStatus.FORBIDDEN)(scope, receive, reply.send)
            return
        if str(scope["path"]).startswith(CLOSED):
            await PlainTextResponse(tr("There is nothing here."), HTTPStatus.NOT_FOUND)(scope, receive, reply.send)
            return
        try:
            await self.app(_uncompressed(scope) if reply.is_page else scope, receive, reply.send)
        finally:
            # A fault of our own must not leave without the headers, nor say what the fault was.
            if not reply.begun:
                said = tr("Something went wrong on our side. Nothing was changed. Load the page again.")
                await PlainTextResponse(said, HTTPStatus.INTERNAL_SERVER_ERROR)(scope, receive, reply.send)


class _Reply:
    """One reply on its way out: its headers are completed, and a page of Streamlit's gets its language."""

    def __init__(self, scope: Scope, send: Send, language: str) -> None:
        self._send = send
        self._language = language
        self._held: Message | None = None
        self._body = b""
        self.is_page = not str(scope["path"]).startswith(
            (*OWN_PAGES, "/_stcore/", "/static/", "/media/", "/component/")
        )
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": _completed(message.get("headers", ()))}
            if self.is_page and _header(message["headers"], b"content-type").startswith(b"text/html"):
                self._held = message
                return
        elif self._held is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            await self._send_page(self._held)
            self._held = None
            return
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        body = _with_language(self._body, self._language) if self._body else self._body
        dropped = {b"content-length", b"etag", b"last-modified", b"cache-control"} if self._body else set()
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in dropped]
        if self._body:
            headers += [(b"content-length", str(len(body)).encode()), _NO_STORE]
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _is_ours(scope: Scope) -> bool:
    """Tell whether a request was sent to this computer by its own name, and reached it by its own address."""
    server = scope.get("server")
    if server and server[0] not in LOOPBACK | {"testserver"} and not str(server[0]).startswith("/"):
        return False
    host = _header(scope["headers"], b"host").decode("latin-1")
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return name.casefold() in LOOPBACK


def _stranger() -> str:
    return tr(
        "This app answers its own computer alone: there is no sign-in yet. "
        "Open it there, at the address it printed when it started."
    )


async def _close_socket(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "websocket.close", "code": 1008})


def _uncompressed(scope: Scope) -> Scope:
    """Ask for a page as it is, because its language is written into it."""
    headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"accept-encoding"]
    return {**scope, "headers": headers}


def _completed(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() != b"server"]
    have = {name.lower() for name, _ in kept}
    return [*kept, *(row for row in HEADERS if row[0] not in have)]


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def _with_language(body: bytes, language: str) -> bytes:
    """Write the language, our name and the way without JavaScript into Streamlit's page."""
    text = escape(tr("This page needs JavaScript. The same facts are on pages that need none."))
    link = escape(tr("Open the plain pages"))
    without: Any = f'<body><noscript><p>{text} <a href="/plain">{link}</a></p></noscript>'
    return (
        body.replace(_PAGE_BEFORE, f'<html lang="{escape(language)}">'.encode(), 1)
        .replace(_TITLE_BEFORE, b"<title>assetmap</title>", 1)
        .replace(b"<body>", str(without).encode(), 1)
    )
