"""Who may ask, and for what: this computer by its own name, from our own pages, at the few doors that pages need.

A page of a stranger that is open in the same browser must not read what is here. Four things keep it out: the name it
asked for (a stranger's name that was pointed at this computer), the page it asks from (Origin), what the browser says
of the request (Sec-Fetch-Site), and doors that are closed to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from assetmap.messages import tr

LOOPBACK: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
"""Names of this computer, as it knows itself."""

STREAM = "/_stcore/stream"
"""The one WebSocket: every window of the app listens there."""

_INNER = "_stcore"
_OPEN: frozenset[str] = frozenset({STREAM, "/_stcore/health", "/_stcore/host-config"})
_OPEN_BELOW: tuple[str, ...] = ("/_stcore/upload_file/", "/_stcore/bidi-components/")
_SIGN_IN: frozenset[str] = frozenset({"/auth/login", "/auth/logout", "/oauth2callback"})
_TESTERS: frozenset[str] = frozenset({"testserver"})
_HOST = re.compile(r"(\[[0-9a-f:]+\]|[0-9a-z.-]+)(:[0-9]{1,5})?")
_ELSEWHERE: frozenset[str] = frozenset({"cross-site", "same-site"})
_DECODINGS = 3

Headers = Iterable[tuple[bytes, bytes]]
Scope = Mapping[str, Any]
Refusal = tuple[HTTPStatus, str]


def refusal(scope: Scope) -> Refusal | None:
    """Return why a request is refused, as a status and a sentence; None where it may pass."""
    if not _asks_this_computer(scope):
        return HTTPStatus.FORBIDDEN, _stranger()
    if not (_asks_from_us(scope) and _is_asked_for(scope)):
        return HTTPStatus.FORBIDDEN, tr("This was asked for by another web site. Open the app's own address instead.")
    if is_closed(str(scope["path"])) or (scope["type"] == "websocket" and scope["path"] != STREAM):
        return HTTPStatus.NOT_FOUND, tr("There is nothing here.")
    return None


def host_of(scope: Scope) -> str:
    """Return what the request calls this computer, with the port; empty where it says none or several."""
    said = values(scope["headers"], b"host")
    host = said[0].casefold() if len(said) == 1 else ""
    return host if _HOST.fullmatch(host) else ""


def values(headers: Headers, name: bytes) -> list[str]:
    """Return every value that a header has."""
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


def is_closed(path: str) -> bool:
    """Tell whether nobody may ask for a path, however it is spelled."""
    plain = path
    for _ in range(_DECODINGS):
        plain = unquote(plain)
    plain = re.sub(r"/{2,}", "/", plain.replace("\\", "/")).casefold()
    parts = plain.split("/")
    if _INNER in parts:
        return ".." in parts or (path not in _OPEN and not path.startswith(_OPEN_BELOW))
    return ".." in parts or plain.rstrip("/") in _SIGN_IN


def _asks_this_computer(scope: Scope) -> bool:
    """Tell whether a request reached this computer by its own address, and calls it by its own name."""
    server = scope.get("server")
    if server and server[0] not in LOOPBACK | _TESTERS and not str(server[0]).startswith("/"):
        return False
    found = _HOST.fullmatch(host_of(scope))
    return found is not None and found[1] in LOOPBACK


def _asks_from_us(scope: Scope) -> bool:
    """Tell whether a request comes from a page of ours, or says nothing of a page."""
    host = host_of(scope)
    return all(
        origin.casefold() in {f"http://{host}", f"https://{host}"} for origin in values(scope["headers"], b"origin")
    )


def _is_asked_for(scope: Scope) -> bool:
    """Tell whether the browser says that we asked, or the person did: a stranger may lead to a page, no more."""
    if not _ELSEWHERE & set(values(scope["headers"], b"sec-fetch-site")):
        return True
    leads = values(scope["headers"], b"sec-fetch-mode") == ["navigate"]
    whole = values(scope["headers"], b"sec-fetch-dest") == ["document"]
    return leads and whole and scope.get("method") in {"GET", "HEAD"}


def _stranger() -> str:
    return tr(
        "This app answers its own computer alone: there is no sign-in yet. "
        "Open it there, at the address it printed when it started."
    )
