"""``assetmap introduce``: names patches, areas and groups, says why, and refuses with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Command, run_in
from square_place import bring_in, make_square

HOSTILE = "<b>Clwb</b> =1+1 \u202eevil"


@pytest.fixture
def assetmap(tmp_path: Path) -> Command:
    place = make_square(tmp_path / "home")
    rows = [
        ["Name", "Type", "Who is it for"],
        [HOSTILE, "Group", "Disabled people"],
        ["Llais", "User-led organisation"],
    ]
    bring_in(place, rows)
    return run_in(tmp_path / "home")


def test_the_answer_comes_as_a_table_as_json_and_as_csv(assetmap: Command) -> None:
    asked = ("introduce", "--area", "Z1", "--group", "disability=disabled")
    said = assetmap(*asked)
    assert said.out.startswith("2 could introduce us.\nAsk the first how to be welcome there")
    assert "Says it serves disabled people." in " ".join(said.out.replace("│", " ").split())
    assert "\u202e" not in said.out
    rows = assetmap(*asked, "--format", "json").json
    assert [row["serves"] for row in rows] == [True, False]
    assert rows[0]["reasons"][1] == "Says it serves disabled people."
    assert [row["name"] for row in assetmap(*asked, "--format", "csv").csv] == ["<b>Clwb</b> =1+1 evil", "Llais"]
    assert len(assetmap(*asked, "--limit", "1", "--format", "json").json) == 1


def test_the_public_view_has_what_was_agreed_alone(assetmap: Command) -> None:
    said = assetmap("introduce", "--area", "Z1", "--view", "public")
    assert said.out.startswith("Nobody who agreed to be shown could introduce us.\n")
    assert "Llais" not in said.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Expected a patch, an area or a group"),
        (("--patch", "Upper"), "no patch in use has this name"),
        (("--area", "Z2"), "no such area"),
        (("--area", "Z1", "--group", "disabled"), "Expected CHARACTERISTIC=CATEGORY"),
        (("--area", "Z1", "--group", "disability=tall"), "no such group"),
        (("--area", "Z1", "--format", "geojson"), "no places on a map"),
    ],
)
def test_what_cannot_be_asked_is_refused(assetmap: Command, words: tuple[str, ...], said: str) -> None:
    answer = assetmap("introduce", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
