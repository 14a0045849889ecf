"""``assetmap patches``: a proposal that writes nothing, patches kept, listed and refused."""

from __future__ import annotations

from pathlib import Path

import people_place
import pytest
from command import Command
from people_place import AREAS, write_csv
from who_came import bring

from assetmap.adapters.access_log import LOG_FILE
from assetmap.services.representation_sharing import RELEASES_FOLDER, SHARED_AREAS_FILE
from assetmap.services.workspace import Place

A, B, C, D = AREAS


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def test_a_proposal_writes_nothing(assetmap: Command, place: Place) -> None:
    said = assetmap("patches", "propose", "--people", "80", "--format", "csv")
    assert said.err.splitlines()[0] == "With 80 people we can compare 3 large patches."
    assert [list(row.values()) for row in said.csv] == [
        [C, "Bryn", "Bryn and Pentre", "12"],
        [D, "Pentre", "Bryn and Pentre", "8"],
        [B, "Cwm", "Cwm", "20"],
        [A, "Llan", "Llan", "40"],
    ]
    assert assetmap("patches", "propose", "--people", "80").out.startswith("With 80 people we can compare 3 large")
    assert not (place.folder / SHARED_AREAS_FILE).exists()
    assert assetmap("patches", "list").out.startswith("No patches are kept with this place yet.")
    assert assetmap("patches", "list", "--format", "json").json == []


def test_a_proposal_is_kept_and_changed_until_figures_are_released(
    assetmap: Command, place: Place, tmp_path: Path
) -> None:
    said = assetmap("patches", "save", "--proposed", "--people", "80", "--format", "json")
    assert {row["area"]: row["patch"] for row in said.json} == {
        A: "Llan", B: "Cwm", C: "Bryn and Pentre", D: "Bryn and Pentre",
    }  # fmt: skip
    listed = write_csv(tmp_path / "p.csv", "area,patch", f"{A},Low", f"{B},Low", f"{C},High")
    said = assetmap("patches", "save", listed, "--format", "json")
    assert "2 patches are kept with this place" in said.err
    assert "In no patch, and not compared: Pentre." in said.err
    assert assetmap("patches", "list", "--format", "json").json == said.json
    (place.folder / RELEASES_FOLDER).mkdir()
    (place.folder / RELEASES_FOLDER / "2026-1.json").write_text("{}", encoding="utf-8")
    for words in (["--proposed", "--people", "80"], [write_csv(tmp_path / "q.csv", "area,patch", f"{A},Low")]):
        refused = assetmap("patches", "save", *words)
        assert (refused.code, refused.out) == (2, "")
        assert "Released figures already use 2 patches." in refused.err
    assert assetmap("patches", "list", "--format", "json").json == said.json


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["save"], "Give one of the two"),
        (["save", "p.csv", "--proposed"], "Give one of the two"),
        (["save", "p.csv", "--people", "60"], "Give one of the two"),
        (["save", "--proposed", "--people", "20"], "too few people to compare places"),
        (["propose"], "How many people come is not known yet"),
        (["propose", "--people", "0"], "Expected a number from 1"),
        (["propose", "--people", "60", "--view", "all"], "--view all: we do not know this"),
        (["list", "--format", "geojson"], "no places on a map"),
    ],
)
def test_what_cannot_be_done(assetmap: Command, place: Place, words: list[str], match: str) -> None:
    said = assetmap("patches", *words)
    assert (said.code, said.out) == (2, "")
    assert match in said.err


def test_a_proposal_from_exact_numbers_is_noted_first(assetmap: Command, place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path / "came", (43, 40, 30, 10))
    assetmap("patches", "propose")
    assetmap("patches", "propose", "--view", "working", "--people", "80")
    assert assetmap("access-log", "--format", "json").json == []
    assert "PRIVATE" in assetmap("patches", "propose", "--view", "working").out
    (line,) = assetmap("access-log", "--format", "json").json
    assert line["what"] == "exact numbers of who came"
    (place.folder / LOG_FILE).unlink()
    (place.folder / LOG_FILE).mkdir()
    said = assetmap("patches", "propose", "--view", "working")
    assert (said.code, said.out) == (2, "")


def test_after_a_release_a_proposal_counts_nobody_anew(assetmap: Command, place: Place, tmp_path: Path) -> None:
    bring(place, tmp_path / "came", (43, 40, 30, 10))
    assert assetmap("patches", "propose").out.startswith("With 125 people")
    assert assetmap("release", "make", "--from", "2026-02-01", "--to", "2026-02-28").code == 0
    said = assetmap("patches", "propose")
    assert (said.code, said.out) == (2, "")
    assert "Give a number of people." in said.err
    assert assetmap("patches", "propose", "--people", "125").code == 0
