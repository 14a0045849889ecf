"""The app's pages run without a browser: Streamlit's own runner on a copy of the demo place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from assetmap.web import serving, state

SECONDS = 120
"""How long any wait may take: far more than work takes, for a slow computer that has to compile the engine first."""

OpenPage = Callable[..., AppTest]


def open_page(address: str = "start", *, session: dict[str, Any] | None = None, **query: str) -> AppTest:
    """Run the page that has an address, with what stands in its query and in the window's state."""
    page = AppTest.from_file(str(serving.script()), default_timeout=SECONDS)
    page._page_hash = calc_hash("" if address == "start" else address)
    for name, value in query.items():
        page.query_params[name] = value
    for name, value in (session or {}).items():
        page.session_state[name] = value
    return page.run()


def text_of(page: AppTest) -> str:
    """Return everything a page says, its HTML included."""
    said = [str(getattr(node, "value", "")) for node in page.main] + [str(node.proto.body) for node in page.get("html")]
    kinds = (page.title, page.markdown, page.error, page.info, page.success, page.warning, page.caption)
    return "\n".join([*said, *(str(node.value) for kind in kinds for node in kind)])


def copy_home(home: Path, monkeypatch: pytest.MonkeyPatch, target: Path) -> Path:
    """Give a test a home of its own, copied from one that was made once."""
    folder = target / "home"
    shutil.copytree(home, folder)
    monkeypatch.setenv("ASSETMAP_HOME", str(folder))
    monkeypatch.delenv("ASSETMAP_PLACE", raising=False)
    monkeypatch.delenv("ASSETMAP_DATABASE_URL", raising=False)
    state.set_sharing(on=False)
    return folder
