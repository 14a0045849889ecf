"""The demo place, made once for all tests of pages and copied for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_app import SECONDS, copy_home

from assetmap.config import Settings
from assetmap.services import demo
from assetmap.web import jobs, state


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo place; look, don't change."""
    home = tmp_path_factory.mktemp("web") / "home"
    demo.open_demo(Settings(home=home), now=dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC), who="tester")
    return home


@pytest.fixture(autouse=True)
def _work_ends_with_its_test() -> Iterator[None]:
    """Let the next test find nothing of a page: its work has ended, and nothing is shown to others any more."""
    yield
    state.set_sharing(on=False)
    assert jobs.start("the end of a test", lambda _progress: None).wait(SECONDS)


@pytest.fixture
def demo_place(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own home with the demo place; ``ASSETMAP_HOME`` names it."""
    return copy_home(demo_home, monkeypatch, tmp_path)
