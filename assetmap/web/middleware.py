"""What every request passes: strangers and closed doors are refused, and each reply gets the headers that keep it safe.

request -- doors.refusal() --> refused here, with the headers
   +----> our routes and Streamlit's --> _Reply completes the headers, writes language and way round into pages
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from markupsafe import escape
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assetmap.messages import tr
from assetmap.web import doors
from assetmap.web.doors import LOOPBACK

__all__ = ["HEADERS", "LOOPBACK", "OWN_PAGES", "STREAMLITS", "Harden"]

_POLICY = (
    "default-src 'self'; script-src 'self' {scripts} blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {sockets}; worker-src 'self' blob:; "
    "frame-src 'self' blob:; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
)
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), camera=(), microphone=(), display-capture=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""What every reply carries, beside its content security policy."""

OWN_PAGES: tuple[str, ...] = (
    "/maps/",
    "/plain",
    "/sheets/",
    "/way-sheets/",
    "/notices/",
    "/releases/",
    "/vendor/",
    "/basemap/",
    "/health",
)
"""Beginnings of the addresses that our own routes answer: their pages say their language themselves."""
STREAMLITS: tuple[str, ...] = ("/_stcore/", "/static/", "/media/", "/component/")
"""Beginnings of the addresses that are Streamlit's and no pages."""
_KEEPABLE: tuple[str, ...] = ("/static/", "/vendor/", "/basemap/", "/component/", "/_stcore/bidi-components/")
"""Beginnings of the addresses with programs and roads: a browser may keep these on disk, and nothing else."""

_PAGE_BEFORE = b'<html lang="en">'
_TITLE_BEFORE = b"<title>Streamlit</title>"
_NO_STORE = (b"cache-control", b"no-store")
_OF_ANOTHER_BODY = frozenset({b"content-length", b"etag", b"last-modified", b"accept-ranges"})
_DROPPED = (b"server", b"access-control-")
_PARTLY = (b"accept-encoding", b"range", b"if-")
_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
# What Streamlit tells programs without JavaScript: a door that is closed here.
_NOT_OURS = re.compile(rb'<noscript>.*?</noscript>|<link rel="service-desc"[^>]*>', re.DOTALL)


class Harden:
    """Refuse strangers, close doors, add headers, and say the page's language and the way without JavaScript."""

    def __init__(self, app: ASGIApp, language: str = "en-GB") -> None:
        self.app = app
        self.language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or answer it here."""
        if scope["type"] == "http":
            await self._answer(scope, receive, _Reply(scope, send, self.language))
        elif scope["type"] == "websocket":
            await self._listen(scope, receive, _SocketReply(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, reply: _Reply) -> None:
        refused = doors.refusal(scope)
        if refused is not None:
            await reply.say(*refused)
            return
        try:
            await self.app(_whole_page(scope) if reply.is_page else _without_origin(scope), receive, reply.send)
        finally:
            # A fault of our own must not leave without the headers, nor say what the fault was.
            if not reply.begun:
                said = tr("Something went wrong on our side. Nothing was changed. Load the page again.")
                await reply.say(HTTPStatus.INTERNAL_SERVER_ERROR, said)

    async def _listen(self, scope: Scope, receive: Receive, reply: _SocketReply) -> None:
        refused = doors.refusal(scope)
        if refused is not None:
            await reply.refuse(*refused)
        else:
            await self.app(scope, receive, reply.send)


class _Reply:
    """One reply on its way out: its headers are completed, and a page of Streamlit's gets its language.

    Attributes
    ----------
    is_page
        Whether a page of Streamlit's was asked for.
    begun
        Whether anything of it has left.
    """

    def __init__(self, scope: Scope, send: Send, language: str) -> None:
        self._scope = scope
        self._send = send
        self._language = language
        self._held: Message | None = None
        self._body = b""
        self.is_page = not str(scope["path"]).startswith((*OWN_PAGES, *STREAMLITS))
        self.begun = False

    async def say(self, status: HTTPStatus, said: str) -> None:
        """Reply with one sentence, in place of what was held back."""
        self.begun = True
        body = said.encode()
        of_body = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        headers = _completed(of_body, self._scope)
        await self._send({"type": "http.response.start", "status": int(status), "headers": headers})
        await self._send_body(body)

    async def send(self, message: Message) -> None:
        """Pass a part of the reply on; a page is held until it is whole."""
        if message["type"] == "http.response.start":
            message = {**message, "headers": _completed(message.get("headers", ()), self._scope)}
            if self.is_page and _header(message["headers"], b"content-type").startswith(b"text/html"):
                self._held = message
                return
        elif self._held is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._held)
            return
        self.begun = True
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        body = _with_language(self._body, self._language)
        policy = _policy(self._scope, " ".join(_hashes(body)) or "'none'")
        headers = [(name, value) for name, value in start["headers"] if name.lower() not in _OF_ANOTHER_BODY]
        headers = [(name, value) for name, value in headers if name != b"content-security-policy"]
        length = str(len(body)).encode()
        self.begun = True
        await self._send({**start, "headers": [*headers, policy, (b"content-length", length)]})
        await self._send_body(body)

    async def _send_body(self, body: bytes) -> None:
        shown = b"" if self._scope["method"] == "HEAD" else body
        await self._send({"type": "http.response.body", "body": shown, "more_body": False})


class _SocketReply:
    """The reply to somebody who wants to listen: with the headers, whether it is welcomed or refused."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._welcomed = False

    async def send(self, message: Message) -> None:
        """Pass a message on; a refusal becomes a reply with headers."""
        if message["type"] == "websocket.accept":
            self._welcomed = True
            message = {**message, "headers": _completed(message.get("headers", ()), self._scope)}
        elif message["type"] == "websocket.close" and not self._welcomed:
            await self.refuse(HTTPStatus.FORBIDDEN, tr("There is nothing here."))
            return
        await self._send(message)

    async def refuse(self, status: HTTPStatus, said: str) -> None:
        """Refuse, in words where the server can carry them."""
        self._welcomed = True
        if "websocket.http.response" not in (self._scope.get("extensions") or {}):
            await self._send({"type": "websocket.close", "code": 1008})
            return
        headers = _completed([(b"content-type", b"text/plain; charset=utf-8")], self._scope)
        await self._send({"type": "websocket.http.response.start", "status": int(status), "headers": headers})
        await self._send({"type": "websocket.http.response.body", "body": said.encode(), "more_body": False})


def _whole_page(scope: Scope) -> Scope:
    """Ask for a page whole and as it is, because its language is written into it."""
    asked = {**_without_origin(scope), "method": "GET" if scope["method"] == "HEAD" else scope["method"]}
    asked["headers"] = [(name, value) for name, value in asked["headers"] if not name.lower().startswith(_PARTLY)]
    return asked


def _without_origin(scope: Scope) -> Scope:
    """Leave out which page asks, once it is known to be ours.

    Streamlit compares it with every address that this computer may have, and asks a web site for one of them.
    """
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name.lower() != b"origin"]}


def _completed(headers: Iterable[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
    """Return a reply's headers with ours; a policy of its own stays, and what may be kept on disk is ours to say."""
    kept = [(name, value) for name, value in headers if not name.lower().startswith(_DROPPED)]
    if not str(scope["path"]).startswith(_KEEPABLE):
        kept = [*((name, value) for name, value in kept if name.lower() != b"cache-control"), _NO_STORE]
    have = {name.lower() for name, _ in kept}
    ours = (_policy(scope, "'unsafe-inline'"), *HEADERS)
    return [*kept, *(row for row in ours if row[0] not in have)]


def _policy(scope: Scope, scripts: str) -> tuple[bytes, bytes]:
    """Return what a page may load and ask: this server alone, by the name it was asked by."""
    host = doors.host_of(scope)
    sockets = f"ws://{host} wss://{host}" if host else ""
    return b"content-security-policy", _POLICY.format(scripts=scripts, sockets=sockets).encode()


def _hashes(body: bytes) -> list[str]:
    """Return the hash of each script that stands in a page, so that no other runs."""
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(body))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def _with_language(body: bytes, language: str) -> bytes:
    """Write the language, our name and the way without JavaScript into Streamlit's page."""
    text = escape(tr("This page needs JavaScript. The same facts are on pages that need none."))
    link = escape(tr("Open the plain pages"))
    without: Any = f'<body><noscript><p>{text} <a href="/plain">{link}</a></p></noscript>'
    return (
        _NOT_OURS.sub(b"", body)
        .replace(_PAGE_BEFORE, f'<html lang="{escape(language)}">'.encode(), 1)
        .replace(_TITLE_BEFORE, b"<title>assetmap</title>", 1)
        .replace(b"<body>", str(without).encode(), 1)
    )
