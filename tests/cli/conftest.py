"""The command line with an empty home."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Command, run_in


@pytest.fixture
def assetmap(home: Path) -> Command:
    """The ``assetmap`` command with an empty home."""
    return run_in(home)
