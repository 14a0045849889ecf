"""The encoding that was taken for a file that is not clean is named to the person who imports it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Command
from small_files import area_file


@pytest.mark.parametrize("kind", ["assets", "participation"])
def test_the_encoding_taken_is_named(assetmap: Command, tmp_path: Path, kind: str) -> None:
    assetmap("place", "new", "Square", "--areas", area_file(tmp_path))
    rows = {
        "assets": "name,kind,latitude,longitude\nCafé Ŵyn,venue,51.55,-2.95\n".encode()
        + b"Caf\xe9 Dau,venue,51.55,-2.95\n",
        "participation": "event,date,role,area,person\nCyfarfod Ŵyn,02/02/2026,carer,Z1,a\n".encode()
        + b"Caf\xe9,02/02/2026,carer,Z1,b\n",
    }[kind]
    (tmp_path / "list.csv").write_bytes(rows)
    answer = assetmap("import", kind, tmp_path / "list.csv", "--format", "json").json
    assert answer["added"] == 2
    assert any("UTF-8" in note or "Windows" in note for note in answer["notes"]), answer["notes"]
