"""``assetmap nobody-yet`` and ``faces``: exact, banded PRIVATE, noted first, in no file; our barrier on ``missing``."""

from __future__ import annotations

from pathlib import Path

import people_place
import pytest
import who_came
from command import Command, Said, run_in
from who_came import CODES

from assetmap.adapters.access_log import LOG_FILE
from assetmap.services import demo, patches
from assetmap.services.workspace import Place

PRIVATE = "PRIVATE: exact numbers about people. Do not pass this on."
ASKED = (("nobody-yet",), ("faces",), ("faces", "--group", "disability=yes"))


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    """Two half-years: 4 and 3 people in the first, and in the second one of them again beside 5 others."""
    made = people_place.make_place(home, tmp_path / "files")
    head = "event,date,role,person,area,meant for,disability"
    before = [f"Lunch,02/09/2025,{role},p{n},{CODES[n % 2]},everyone,yes" for n, role in enumerate(["resident"] * 7)]
    after = [f"Lunch,02/02/2026,resident,{one},{CODES[0]},everyone,no" for one in ("p0", "n1", "n2", "n3", "n4", "n5")]
    staff = [f"Lunch,02/02/2026,staff,s1,{CODES[2]},everyone,"]
    who_came.bring_rows(made, tmp_path / "came", head, [*before, *after, *staff], keep={"disability": "to see gaps"})
    return made


def openings(place: Place) -> int:
    log = place.folder / LOG_FILE
    return log.read_text(encoding="utf-8").count("exact numbers of who came") if log.exists() else 0


def test_nobody_yet_lists_the_areas_without_anybody(assetmap: Command, place: Place) -> None:
    said = assetmap("nobody-yet", "--format", "json")
    assert [(row["area"], row["population"]) for row in said.json] == [(CODES[2], 600), (CODES[3], 400)]
    first, answer = said.err.splitlines()[:2]
    assert (first, answer) == (PRIVATE, "Nobody has come from 2 small areas yet.")
    assert "This place has no timetable, so we know no last bus home." in said.err
    assert openings(place) == 1
    winter = assetmap("nobody-yet", "--from", "2026-01-01", "--to", "2026-06-30", "--format", "json").json
    assert [row["area"] for row in winter] == list(CODES[1:])
    assert assetmap("nobody-yet").out.startswith(f"{PRIVATE}\n")


def test_faces_are_counted_and_nobody_is_listed(assetmap: Command, place: Place) -> None:
    said = assetmap("faces", "--format", "json")
    assert said.json == {
        "half_years": [
            {"half_year": "July to December 2025", "people": 7, "new_faces": None, "new_share": None,
             "regulars": None, "regular_share": None},
            {"half_year": "January to June 2026", "people": 6, "new_faces": 5, "new_share": 83, "regulars": 0,
             "regular_share": 0},
        ],
        "seats": [{"role": "community_member", "seats": 13}, {"role": "staff", "seats": 1}],
    }  # fmt: skip
    assert said.err.startswith(f"{PRIVATE}\n5 of 6 people were new faces in January to June 2026, and 0 were regulars.")
    table = assetmap("faces").out
    assert table.startswith(f"{PRIVATE}\n")
    assert "not known" in table
    assert "Seats by role" in table
    assert openings(place) == 2


def test_a_groups_share_is_followed(assetmap: Command, place: Place) -> None:
    said = assetmap("faces", "--group", "disability=disabled", "--format", "json")
    assert [(row["count"], row["people"]) for row in said.json["trend"]] == [(7, 7), (0, 6)]
    assert "Disability: disabled." in said.err
    refused = assetmap("faces", "--group", "disability=tall")
    assert (refused.code, refused.out) == (2, "")
    assert "Expected one of: disability=disabled; disability=not disabled." in refused.err
    assert "a side is missing" in assetmap("faces", "--group", "disabled").err


@pytest.mark.parametrize("shape", ["csv", "xlsx", "geojson"])
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_no_file_of_exact_numbers(assetmap: Command, place: Place, words: tuple[str, ...], shape: str) -> None:
    refused = assetmap(*words, "--format", shape)
    assert (refused.code, refused.out) == (2, "")
    assert f"--format {shape}: exact numbers become no file of their own." in refused.err
    assert openings(place) == 0, "nothing was opened"


def test_what_cannot_be_noted_is_not_shown(assetmap: Command, place: Place) -> None:
    (place.folder / LOG_FILE).mkdir()
    for words in ASKED:
        refused = assetmap(*words)
        assert (refused.code, refused.out) == (2, ""), words


def test_before_the_first_meeting(assetmap: Command, home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files")
    for words in ("nobody-yet", "faces"):
        assert assetmap(words).out.splitlines()[1:3] == [
            "No meetings are in yet.", "Next: assetmap import participation FILE",
        ]  # fmt: skip


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What the demo place says; its timetable has a last bus that our meetings end after."""
    home = tmp_path_factory.mktemp("demo") / "home"
    place = demo.open_demo(people_place.settings(home), now=people_place.NOW, who="tester").place
    rows = (f"{row['area']},The {row['patch']}" for row in patches.kept_rows(place) if row["patch"])
    listed = people_place.write_csv(home.parent / "p.csv", "area,patch", *rows)
    assetmap = run_in(home)
    return {
        "places": assetmap("missing"),
        "exact": assetmap("missing", "--view", "working"),
        "listed": assetmap("missing", "--view", "working", "--patches", listed),
        "groups": assetmap("missing", "--by", "group", "--view", "working"),
        "nobody": assetmap("nobody-yet", "--from", "2026-04-01", "--to", "2026-04-30", "--format", "json"),
    }


def test_our_barrier_is_said_first(shown: dict[str, Said]) -> None:
    """The valley's last bus leaves the hall at 15:50, as the page says too."""
    barrier = "Fewer people have come from Upper Marrowdale. Our meetings end after its last bus: it leaves at 15:50."
    lines = shown["places"].out.splitlines()
    assert lines[0].startswith("Fewer people have come from ")
    assert lines[1] == barrier
    assert "in the way" in shown["places"].out
    exact = shown["exact"].out.splitlines()
    assert exact[0] == PRIVATE
    assert exact[2] == barrier
    assert "last bus" not in shown["groups"].out
    listed = shown["listed"].out.splitlines()
    assert listed[2] == barrier.replace("from Upper", "from The Upper"), "of the patches that are asked for"


def test_places_nobody_came_from_stand_beside_their_last_bus(shown: dict[str, Said]) -> None:
    rows = {row["name"]: row for row in shown["nobody"].json}
    assert rows["Marrowdale East"]["last_home"] == "15:50"
    assert rows["Marrowdale East"]["in_the_way"].startswith("Our meetings end after its last bus")
