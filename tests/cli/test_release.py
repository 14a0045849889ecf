"""`assetmap release make|list|show`: look first, fix once, show again, write to a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import people_place
import pytest
import who_came
from command import Command

from assetmap.services.workspace import Place

WINTER = ("--from", "2026-01-01", "--to", "2026-02-28")
ID = "2026-01-01_2026-02-28_everyone"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    who_came.bring(made, tmp_path / "came", (31, 40, 10, 9))
    who_came.bring(made, tmp_path / "came", (20, 30, 5, 0), day="03/12/2025")
    return made


def test_a_dry_run_shows_and_fixes_nothing(assetmap: Command, place: Place) -> None:
    said = assetmap("release", "make", *WINTER, "--dry-run", "--format", "json")
    assert [row["observed"] for row in said.json] == [30, 40, 10, "fewer than 10"]
    assert "Nothing is released" in said.err
    assert "As released on" not in said.err
    assert not (place.folder / "releases").exists()
    assert assetmap("release", "list", "--format", "json").json == []


def test_a_release_is_made_listed_and_shown_again(assetmap: Command, place: Place) -> None:
    made = assetmap("release", "make", *WINTER, "--format", "json")
    assert f"Released: {ID}." in made.err
    (listed,) = assetmap("release", "list", "--format", "json").json
    assert (listed["release"], listed["tables"]) == (ID, "area")
    shown = assetmap("release", "show", ID, "--format", "json")
    about = {"released_on": shown.json[0]["released_on"], "release": ID}
    assert shown.json == [{**row, **about} for row in made.json]
    assert assetmap("missing", "--format", "json").json == shown.json
    assert "As released on" in shown.err
    assert assetmap("release", "show", ID, "--by", "area", "--format", "csv").csv[3]["observed"] == "fewer than 10"
    table = assetmap("release", "show", ID)
    assert "Llan" in table.out


def test_without_days_the_latest_closed_half_year_is_released(assetmap: Command, place: Place) -> None:
    for expected in ("2026-01-01_2026-06-30_everyone", "2025-07-01_2025-12-31_everyone"):
        assert f"Released: {expected}." in assetmap("release", "make").err
    refused = assetmap("release", "make")
    assert refused.code == 2
    assert "No closed half-year is left" in refused.err


@pytest.mark.parametrize(
    "days", [WINTER, ("--from", "2026-02-28", "--to", "2026-03-31"), ("--from", "2025-12-03", "--to", "2026-01-01")]
)
def test_two_releases_share_no_day(assetmap: Command, place: Place, days: tuple[str, ...]) -> None:
    assert assetmap("release", "make", *WINTER).code == 0
    refused = assetmap("release", "make", *days)
    assert refused.code == 2
    assert refused.out == ""
    assert f"assetmap release show {ID}" in refused.err
    assert len(assetmap("release", "list", "--format", "json").json) == 1


@pytest.mark.parametrize("suffix", [".html", ".xlsx", ".csv", ".geojson"])
def test_a_release_is_written_to_a_file(assetmap: Command, place: Place, tmp_path: Path, suffix: str) -> None:
    assert assetmap("release", "make", *WINTER).code == 0
    out = tmp_path / f"who{suffix.upper()}"
    said = assetmap("release", "show", ID, "--out", out)
    assert (said.code, said.out) == (0, "")
    assert f"Wrote {out}." in said.err
    if suffix == ".xlsx":
        assert openpyxl.load_workbook(out).sheetnames == ["Small areas", "About"]
    elif suffix == ".geojson":
        assert len(json.loads(out.read_text(encoding="utf-8"))["features"]) == 4
    else:
        assert "fewer than 10" in out.read_text(encoding="utf-8-sig")
        assert "1 January 2026 to 28 February 2026" in out.read_text(encoding="utf-8-sig")


def test_groups_are_written_as_plain_rows(assetmap: Command, home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    who_came.bring(place, tmp_path / "came", (31, 40, 20, 20), disability="yes")
    halves = (f"{code},{'N' if number < 2 else 'S'}" for number, code in enumerate(who_came.CODES))
    patches = people_place.write_csv(tmp_path / "two.csv", "area code,patch", *halves)
    assert assetmap("patches", "save", patches).code == 0
    assert assetmap("release", "make", *WINTER).code == 0
    out = tmp_path / "groups.csv"
    assert assetmap("release", "show", ID, "--by", "group", "--out", out).code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["What was asked"] for row in rows} == {"disability"}
    assert {row["Safe version"] for row in rows} == {ID}
    out.unlink()
    for by, name, said in (
        ("patch-and-group", "groups.csv", "does not hold this"), ("group", "groups.html", "holds all tables"),
        ("group", "groups.geojson", "no places on a map"),
    ):  # fmt: skip
        refused = assetmap("release", "show", ID, "--by", by, "--out", tmp_path / name)
        assert (refused.code, (tmp_path / name).exists()) == (2, False)
        assert said in refused.err


def test_what_cannot_be_written_or_found_is_said(assetmap: Command, place: Place, tmp_path: Path) -> None:
    assert assetmap("release", "make", *WINTER).code == 0
    for name in ("who.pdf", "who"):
        refused = assetmap("release", "show", ID, "--out", tmp_path / name)
        assert refused.code == 2
        assert ".html, .xlsx, .csv, .geojson" in refused.err
        assert not (tmp_path / name).exists()
    missing = assetmap("release", "show", "../../register")
    assert missing.code != 0
    assert f"Expected one of: {ID}" in missing.err
    unknown = assetmap("release", "show", ID, "--by", "group")
    assert unknown.code != 0
    assert "does not hold this" in unknown.err
    early = assetmap("release", "make", "--from", "2026-01-01", "--to", "2999-06-30")
    assert "not over yet" in early.err


def test_every_kind_of_meetings_is_looked_at_first_and_each_id_is_said(
    assetmap: Command, place: Place, tmp_path: Path
) -> None:
    who_came.bring(place, tmp_path / "came", (60, 70, 0, 0), day="05/02/2026", kind="older people")
    looked = assetmap("release", "make", *WINTER, "--dry-run")
    assert "would be fixed with it: older people." in looked.err
    assert "Meetings: 1 January 2026 to 28 February 2026, meant for: older people." in looked.err
    tables = [line for line in looked.out.splitlines() if "Llan" in line and "expected" in line.casefold()]
    assert [number for number in ("30", "60") if any(number in line.split() for line in tables)] == ["30", "60"]
    summed = assetmap("release", "make", *WINTER, "--dry-run", "--format", "json")
    assert [row["observed"] for row in summed.json] == [30, 40, 10, "fewer than 10"]
    assert "meant for: older people." in summed.err
    assert "130 different people" in summed.err
    made = assetmap("release", "make", *WINTER, "--format", "json")
    for one in (ID, "2026-01-01_2026-02-28_older-people"):
        assert f"Released: {one}. These figures stay as they are." in made.err
        assert assetmap("release", "show", one, "--format", "json").code == 0
