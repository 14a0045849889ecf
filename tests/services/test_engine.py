"""The engine of many drives is prepared once, beside everything else, and only where many are asked for."""

from __future__ import annotations

import threading

import pytest

from assetmap.services import engine


def test_drives_are_prepared_once_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, begun = threading.Event(), threading.Semaphore(0)

    def slow() -> None:
        begun.release()
        assert go_on.wait(120)
        engine._DRIVES_READY.set()

    monkeypatch.setattr(engine, "_DRIVES_READY", threading.Event())
    monkeypatch.setattr(engine, "_DRIVES_BEGUN", threading.Lock())
    monkeypatch.setattr(engine, "prepare_drives", slow)
    for _ in range(3):
        engine.begin_drives()
    assert begun.acquire(timeout=120)
    assert not engine.is_ready_for_drives()
    go_on.set()
    assert engine._DRIVES_READY.wait(120)
    engine.begin_drives()
    assert not begun.acquire(timeout=0.2), "it was prepared twice"
