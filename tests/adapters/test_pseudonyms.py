"""Names become codes by a key that only its owner can read."""

from __future__ import annotations

import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from assetmap.adapters import pseudonyms
from assetmap.errors import OutsideError


def test_code_is_an_hmac_written_out_by_hand() -> None:
    key = bytes(range(32))
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key.ljust(64, b"\0")) + b"ann lee").digest()
    outer = hashlib.sha256(bytes(b ^ 0x5C for b in key.ljust(64, b"\0")) + inner).hexdigest()
    assert pseudonyms.codes(key, ["Ann Lee"]) == ["p" + outer[:24]]
    assert hmac.digest(key, b"ann lee", "sha256").hex() == outer


def test_same_person_however_it_is_typed() -> None:
    key = pseudonyms.new_key()
    first, second, third, other, blank = pseudonyms.codes(
        key, ["Siân Lee", " siân  LEE ", "Sia\u0302n\u200b Lee", "Sian Lee", " "]
    )
    assert first == second == third
    assert first != other
    assert blank == ""
    assert pseudonyms.is_code(first)
    assert not pseudonyms.is_code("Siân Lee")


def test_other_key_gives_other_codes() -> None:
    assert pseudonyms.codes(pseudonyms.new_key(), ["a"]) != pseudonyms.codes(pseudonyms.new_key(), ["a"])


def test_key_file_is_private_and_stays(tmp_path: Path) -> None:
    path = pseudonyms.key_path(tmp_path, "llan")
    assert pseudonyms.read_key(path) is None
    key = pseudonyms.make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert pseudonyms.make_key(path) == key == pseudonyms.read_key(path)


def test_key_others_can_read_is_refused(tmp_path: Path) -> None:
    path = pseudonyms.key_path(tmp_path, "llan")
    pseudonyms.make_key(path)
    path.chmod(0o644)
    with pytest.raises(OutsideError, match="others can read"):
        pseudonyms.read_key(path)


def test_half_a_key_is_refused(tmp_path: Path) -> None:
    path = pseudonyms.key_path(tmp_path, "llan")
    pseudonyms.make_key(path)
    path.write_bytes(b"short")
    with pytest.raises(OutsideError, match="not a whole key"):
        pseudonyms.read_key(path)


def test_destroyed_key_is_gone(tmp_path: Path) -> None:
    path = pseudonyms.key_path(tmp_path, "llan")
    before = pseudonyms.make_key(path)
    assert pseudonyms.destroy_key(path)
    assert not path.exists()
    assert not pseudonyms.destroy_key(path)
    assert pseudonyms.make_key(path) != before
