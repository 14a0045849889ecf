"""What a page has ready for another address of this app: kept in memory under a name that nobody can guess.

No name, postcode or list of ids stands in an address: an address stays in a browser's history.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")

_MOST = 50
_LETTERS = 32
_SECRET = secrets.token_bytes(32)


class Tokens(Generic[T]):
    """A store that keeps the newest things; the oldest are forgotten first, and all of them when the app ends."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, thing: T) -> str:
        """Keep a thing; return its name. An equal thing has the same name, so that a page can ask again and again."""
        token = hmac.new(_SECRET, repr(thing).encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:_LETTERS]
        with self._lock:
            self._kept[token] = thing
            self._kept.move_to_end(token)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return token

    def get(self, token: str) -> T | None:
        """Return the thing of a name, None where it is forgotten or never was."""
        with self._lock:
            return self._kept.get(token)
