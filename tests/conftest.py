"""Fixtures for all tests: the real data's folder, an empty home, and skips that fail where all must run."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from assetmap.messages import speak
from assetmap.services import engine

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("ASSETMAP_REAL_DATA", ROOT.parent / "shared" / "data"))
REQUIRE_ALL = os.environ.get("ASSETMAP_REQUIRE_ALL") == "1"


# A busy machine is no fault of the code: how long an example takes is measured by the benchmarks.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real public data; the test is skipped where it does not exist."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"real data: {REAL_DATA} does not exist (set ASSETMAP_REAL_DATA)")
    return REAL_DATA


@pytest.fixture(scope="session")
def demo_data() -> Path:
    """Folder of the made-up demo files."""
    return ROOT / "data" / "demo"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ASSETMAP_HOME of the test's own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ASSETMAP_HOME", str(folder))
    monkeypatch.delenv("ASSETMAP_PLACE", raising=False)
    monkeypatch.delenv("ASSETMAP_DATABASE_URL", raising=False)
    return folder


@pytest.fixture(autouse=True)
def _words_as_written() -> Iterator[None]:
    """Say what stands in the code again after a test of the app, which speaks the words of its pages."""
    yield
    speak(None)


@pytest.fixture(autouse=True)
def _no_engine_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin each test as a fresh process begins, whatever another test prepared before it."""
    monkeypatch.setattr(engine, "_READY", threading.Event())
    monkeypatch.setattr(engine, "_DRIVES_READY", threading.Event())
    monkeypatch.setattr(engine, "_DRIVES_BEGUN", threading.Lock())


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure where every test must run."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {report.longrepr}"
