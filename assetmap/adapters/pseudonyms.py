"""Names become codes: HMAC-SHA256 with a random key that lives in a file of its own, outside every register.

This hides names; it does not make records of nobody. Without the key the codes cannot be made again from names.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from assetmap.errors import OutsideError
from assetmap.messages import tr
from assetmap.model.text import harmless

KEY_FOLDER = "keys"
KEY_BYTES = 32
_CODE_HEX = 24
_CODE = re.compile(rf"p[0-9a-f]{{{_CODE_HEX}}}")
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


def key_path(home: Path, slug: str) -> Path:
    """Return where the key of a place lives: beside the places' folders, never inside one."""
    return home / KEY_FOLDER / f"{slug}.key"


def read_key(path: Path) -> bytes | None:
    """Return a place's key, or None if there is none.

    Raises
    ------
    OutsideError
        The file is not a key, or others can read it.
    """
    try:
        others = stat.S_IMODE(path.stat().st_mode) & ~_PRIVATE_FILE
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise OutsideError(
            tr("{file}: the key cannot be read ({reason}). Check the folder.", file=path.name, reason=fault.strerror)
        ) from fault
    if len(key) != KEY_BYTES:
        raise OutsideError(
            tr(
                "{file}: this is not a whole key. Expected {key_bytes} bytes. Bring it back.",
                file=path.name,
                key_bytes=KEY_BYTES,
            )
        )
    if others and os.name == "posix":
        raise OutsideError(
            tr("{file}: others can read the key. Expected mode 0600. Run `chmod 600` on it.", file=path.name)
        )
    return key


def make_key(path: Path) -> bytes:
    """Make a new random key and return it; a key that is there already stays.

    Raises
    ------
    OutsideError
        The file cannot be written.
    """
    try:
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        path.parent.chmod(_PRIVATE_FOLDER)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    except FileExistsError:
        return read_key(path) or make_key(path)
    except OSError as fault:
        raise OutsideError(
            tr("{file}: the key cannot be written ({reason}). Check the folder.", file=path.name, reason=fault.strerror)
        ) from fault
    key = secrets.token_bytes(KEY_BYTES)
    with os.fdopen(handle, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key


def destroy_key(path: Path) -> bool:
    """Overwrite and delete a key; return whether there was one.

    What follows: the codes stay in the register and people are still counted, but nobody can find a person's rows by
    name any more, neither to show nor to erase them, and the same person in a later file gets a new code.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True


def new_key() -> bytes:
    """Return a key that is kept nowhere, for trying an import out."""
    return secrets.token_bytes(KEY_BYTES)


def codes(key: bytes, names: Iterable[str]) -> list[str]:
    """Return the code of each name, "" for a blank one.

    Letter case, spaces at the ends and doubled spaces make no difference; accents and signs do.
    """
    return [_code(key, folded) if (folded := _folded(name)) else "" for name in names]


def row_codes(key: bytes, row_keys: Iterable[str]) -> list[str]:
    """Return a code for each row that stands for a person of its own, from the row's key."""
    return [_code(key, f"row {one}") for one in row_keys]


def is_code(text: str) -> bool:
    """Tell whether a text is a code as made here."""
    return _CODE.fullmatch(text) is not None


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", harmless(name)).casefold().split())


def _code(key: bytes, folded: str) -> str:
    return "p" + hmac.digest(key, folded.encode(), hashlib.sha256).hex()[:_CODE_HEX]
