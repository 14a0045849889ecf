"""``assetmap living``: a table on the screen, no format for files, and no other command names what it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Command, run_in
from square_place import make_square

CANARY = "Canary Court"
WRITTEN = ("living", "add", CANARY, "--kind", "hostel", "--liaison", "Canary Friends", "--last-contact", "Canary note")


@pytest.fixture
def assetmap(tmp_path: Path) -> Command:
    make_square(tmp_path / "home")
    return run_in(tmp_path / "home")


def test_a_place_is_written_down_listed_changed_and_removed(assetmap: Command) -> None:
    assert "PRIVATE" in assetmap(*WRITTEN).out
    asked = ("--state", "asked us not to contact for now", "--review-on", "2027-05-03")
    changed = assetmap("living", "change", "canary court", *asked, "--name", "Canary House")
    assert changed.code == 0
    listed = assetmap("living", "list").out
    assert listed.startswith("PRIVATE. Do not pass this on.\n")
    for words in ("Canary House", "Hostel or night shelter", "3 May 2027", "Canary Friends", "Canary note"):
        assert words in listed
    assert assetmap("living", "remove", "Canary House").code == 0
    assert "No place is written down yet." in assetmap("living", "list").out
    assert assetmap("undo").code == 0
    assert "Canary House" in assetmap("living", "list").out


def test_a_postcode_is_refused(assetmap: Command) -> None:
    said = assetmap("living", "add", "Court NP20 4AB", "--kind", "hostel")
    assert (said.code, said.out) == (2, "")
    assert "never located" in said.err
    assert "NP20" not in said.err


@pytest.mark.parametrize("words", [("list",), ("add", "x", "--kind", "hostel"), ("change", "x"), ("remove", "x")])
def test_no_command_writes_it_in_a_format(assetmap: Command, words: tuple[str, ...]) -> None:
    for output in ("json", "csv", "geojson", "table"):
        assert assetmap("living", *words, "--format", output).code == 2


def test_no_other_answer_holds_it(assetmap: Command, tmp_path: Path) -> None:
    assetmap(*WRITTEN)
    for output in ("json", "csv", "geojson", "table"):
        said = assetmap("assets", "--format", output)
        assert "anary" not in said.out + said.err
        said = assetmap("place", "show", "--format", output)
        assert "anary" not in said.out + said.err
    page = tmp_path / "map.html"
    assert assetmap("map", page).code == 0
    assert "anary" not in page.read_text(encoding="utf-8")
