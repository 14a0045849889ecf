"""The census commands: what is listed, what is corrected, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Command
from people_place import make_place


@pytest.fixture(autouse=True)
def _place(home: Path, tmp_path: Path) -> None:
    make_place(home, tmp_path / "files")


def test_show_and_map(assetmap: Command) -> None:
    rows = assetmap("census", "show", "--format", "csv").csv
    assert [(row["category"], row["taken_for"], row["said_by"]) for row in rows] == [
        ("Disabled under the Equality Act", "disabled", "its words"),
        ("Not disabled under the Equality Act", "not disabled", "its words"),
    ]
    assert rows[0]["residents"] == "800"
    said = assetmap(
        "census", "map", "--characteristic", "disability", "--set", "Not disabled under the Equality Act=not compared"
    )
    assert said.code == 0, said.err
    rows = assetmap("census", "show", "--characteristic", "disability", "--format", "csv").csv
    assert [(row["taken_for"], row["said_by"]) for row in rows] == [("disabled", "its words"), ("not compared", "you")]
    assert assetmap("census", "map", "--characteristic", "disability", "--reset").code == 0
    rows = assetmap("census", "show", "--format", "csv").csv
    assert {row["said_by"] for row in rows} == {"its words"}


def test_a_second_correction_is_put_beside_the_first(assetmap: Command) -> None:
    for one in ("Disabled under the Equality Act", "Not disabled under the Equality Act"):
        assert assetmap("census", "map", "--characteristic", "disability", "--set", f"{one}=disabled").code == 0
    rows = assetmap("census", "show", "--format", "csv").csv
    assert {(row["taken_for"], row["said_by"]) for row in rows} == {("disabled", "you")}


def test_no_figures_say_what_to_do(assetmap: Command) -> None:
    said = assetmap("census", "show", "--characteristic", "religion")
    assert said.code == 0
    assert "assetmap place add NAME --population FILE" in said.out + said.err


@pytest.mark.parametrize(
    ("words", "match"),
    [
        (["show", "--characteristic", "shoes"], "--characteristic shoes: we do not know this"),
        (["map", "--characteristic", "shoes", "--set", "a=b"], "--characteristic shoes: we do not know this"),
        (["map", "--characteristic", "disability"], "Nothing to save. Expected --set"),
        (["map", "--characteristic", "disability", "--set", "Disabled"], "--set 'Disabled': a side is missing"),
        (["map", "--characteristic", "disability", "--set", "x=disabled"], "'x': this place's figures have no such"),
        (["map", "--characteristic", "disability", "--set", "Disabled under the Equality Act=ill"], "none of our"),
    ],
)
def test_what_cannot_be_is_refused(assetmap: Command, words: list[str], match: str) -> None:
    said = assetmap("census", *words)
    assert said.code == 2
    assert match in said.err
    assert "Traceback" not in said.err
