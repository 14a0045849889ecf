"""What was loaded is set aside from the collecting of garbage: once a time, and never with garbage in it."""

from __future__ import annotations

import gc
import sys
import types
import weakref

import pytest

from assetmap.web import memory


class Ring:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.own = self


def test_what_was_loaded_is_set_aside_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_loaded", 0)
    try:
        memory.set_aside()
        aside = gc.get_freeze_count()
        assert aside > 10_000
        memory.set_aside()
        assert gc.get_freeze_count() <= aside
        kept = [[] for _ in range(1_000)]  # type: ignore[var-annotated]
        monkeypatch.setitem(sys.modules, "loaded_later", types.ModuleType("loaded_later"))
        memory.set_aside()
        assert gc.get_freeze_count() > aside + len(kept) / 2
    finally:
        gc.unfreeze()


def test_what_was_in_use_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_loaded", 0)
    ring = Ring()
    seen = weakref.ref(ring)
    try:
        memory.set_aside()
        del ring
        monkeypatch.setitem(sys.modules, "loaded_later", types.ModuleType("loaded_later"))
        memory.set_aside()
        assert seen() is None
    finally:
        gc.unfreeze()


def test_garbage_is_freed_before_it_could_be_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_loaded", 0)
    seen = weakref.ref(Ring())
    try:
        memory.set_aside()
        assert seen() is None
    finally:
        gc.unfreeze()
