"""A release as a file: the page to print, the spreadsheet, the plain rows, the shapes; all three kinds of tables."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import people_place
import pytest
import who_came
from people_place import NOW, write_csv

from assetmap.analysis import disclosure
from assetmap.errors import NotFoundError, OptionError
from assetmap.model.release import Release, ReleasedTable
from assetmap.render.release_sheet import write_release_sheet
from assetmap.services import participation, release_sheets, releases
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place

WINTER = ReleaseRequest(from_="2026-01-01", to="2026-02-28")
HOSTILE = '<img src=x onerror=alert(1)> & "Cwm" =1+1'
DETAILS = {"compared_by": "group", "no_labels_because": "", "answer": ["No clear difference between groups."],
           "about": {"method": "binomial, groups"}}  # fmt: skip
GROUPS = ReleasedTable(
    "group",
    (
        {"characteristic": "disability", "group": "disabled", "population": 800.0, "expected": 16.0, "observed": 15,
         "index": 0.94, "label": "About what we would expect"},
        {"characteristic": "disability", "group": "not stated", "population": None, "expected": None,
         "observed": "fewer than 10", "index": None, "label": ""},
    ),
    DETAILS,
    ("Disability: fewer than 10 did not say.",),
)  # fmt: skip
WITHIN = ReleasedTable(
    "patch-and-group",
    tuple({"area": "N", "name": "North", **row} for row in GROUPS.rows),
    {**DETAILS, "compared_by": "patch-and-group"},
    (),
)


@pytest.fixture
def place(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setitem(people_place.AREAS, "W01000002", HOSTILE)
    made = people_place.make_place(home, tmp_path / "files")
    who_came.bring(made, tmp_path / "came", (30, 41, 9, 0))
    return made


@pytest.fixture
def release(place: Place) -> Release:
    return releases.make_release(place, WINTER, now=NOW, who="t")


def whole(release: Release) -> Release:
    """Return the release with all tables that one can have, and something held back."""
    return replace(release, tables=(*release.tables, GROUPS, WITHIN), held_back=("Bryn: too few people said.",))


@pytest.mark.parametrize("size", [12, 18, 24])
def test_the_page_says_it_all_in_three_sizes(place: Place, release: Release, size: int) -> None:
    page = release_sheets.write_page(place, whole(release), size=size, addresses={12: "/a", 18: "/b", 24: "/c"})
    assert f"font: {size}pt" in page
    assert ('<body class="wide">' in page) == (size == 24)
    assert '<html lang="en-GB">' in page
    assert page.count("<h1>") == 1
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", page) == [
        "Small areas", "Groups of people", "Groups within patches", "How sure are we?", "How this was worked out",
        "What is held back, and why",
    ]  # fmt: skip
    assert page.count("<caption>") == page.count("<table") == 3
    assert "<th>" not in page
    for said in (
        "Meetings: 1 January 2026 to 28 February 2026, meant for: everyone.",
        "As released on 2 March 2026. Corrections appear in the next review.",
        "Numbers below 10 are hidden", "Bryn: too few people said.", "Something wrong? Tell us:", "Compared with: all",
        "Places: all of Four.", "Ages: ", "binomial, groups", "Disability: fewer than 10 did not say.",
        '<th scope="row" role="rowheader">disabled</th>',
    ):  # fmt: skip
        assert said in page, said
    first = page.index('<p class="first">')
    assert first < page.index("<table")
    assert "not known" in page


def test_text_from_people_is_text(place: Place, release: Release) -> None:
    page = release_sheets.write_page(place, release, size=18)
    assert "<img" not in page
    assert "&lt;img src=x" in page
    rows = list(csv.DictReader(io.StringIO(release_sheets.write(place, release, ".csv").decode("utf-8-sig"))))
    assert {row["Name"] for row in rows} == {"Llan", HOSTILE, "Bryn", "Pentre"}


def test_a_spreadsheet_has_a_sheet_a_table_and_one_that_says_what_they_are(place: Place, release: Release) -> None:
    content = release_sheets.write(place, whole(release), ".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Small areas", "Groups of people", "Groups within patches", "About"]
    assert [cell.value for cell in book["Groups within patches"][1]] == [
        "Code", "Name", "What was asked", "Group", "Came", "We would expect", "What this tells us", "Live there",
    ]  # fmt: skip
    assert [row[4].value for row in book["Small areas"].iter_rows(min_row=2)].count(None) <= 4
    said = [str(row[1].value) for row in book["About"].iter_rows(min_row=2)]
    assert said.count("Bryn: too few people said.") == 1
    assert "As released on 2 March 2026. Corrections appear in the next review." in said
    assert any(text.startswith("Compared with: all residents") for text in said)


def test_plain_rows_and_shapes_hold_the_places(place: Place, release: Release) -> None:
    rows = list(csv.DictReader(io.StringIO(release_sheets.write(place, whole(release), ".csv").decode("utf-8-sig"))))
    assert [row["Came"] for row in rows] == ["30", "40", "fewer than 10", "fewer than 10"]
    shapes = json.loads(release_sheets.write(place, whole(release), ".geojson"))["features"]
    assert [one["properties"]["observed"] for one in shapes] == [30, 40, "fewer than 10", "fewer than 10"]
    assert {one["geometry"]["type"] for one in shapes} == {"Polygon"}


ABOUT = {
    "Meetings": "1 January 2026 to 28 February 2026",
    "Compared with": "all residents, of all ages",
    "Places": "all of Four",
    "As released on": "2026-03-02",
    "Safe version": "2026-01-01_2026-02-28_everyone",
}


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_plain_rows_are_those_of_the_table_that_is_asked_for(place: Place, release: Release) -> None:
    for by, table in (("group", GROUPS), ("patch-and-group", WITHIN)):
        rows = rows_of(release_sheets.write(place, whole(release), ".csv", by=by))
        assert [row["Group"] for row in rows] == [row["group"] for row in table.rows]
        assert [row["Came"] for row in rows] == ["15", "fewer than 10"]
        assert {row["How it was worked out"] for row in rows} == {"binomial, groups"}
    with pytest.raises(NotFoundError, match="does not hold this"):
        release_sheets.write(place, release, ".csv", by="group")
    with pytest.raises(OptionError, match="no places on a map"):
        release_sheets.write(place, whole(release), ".geojson", by="group")
    for suffix in (".html", ".xlsx"):
        with pytest.raises(OptionError, match=f"ends in {suffix} holds all tables"):
            release_sheets.write(place, whole(release), suffix, by="area")


def test_each_plain_row_says_what_it_is_about(place: Place, release: Release) -> None:
    ages = release.tables[0].details["about"]["ages"]
    rows = rows_of(release_sheets.write(place, whole(release), ".csv"))
    assert len(rows) == 4
    for row in rows:
        assert {key: row[key] for key in ABOUT} == ABOUT
        assert row["Ages"] == ages
        assert row["Areas of the figures"]
        assert "exact binomial chances" in row["How it was worked out"]
        assert "Numbers below 10 are hidden" in row["What is hidden, and why"]
        assert row["What is hidden, and why"].endswith("Bryn: too few people said.")


@pytest.mark.parametrize("suffix", ["", ".pdf", ".exe"])
def test_other_files_are_refused(place: Place, release: Release, suffix: str) -> None:
    with pytest.raises(OptionError, match=r"\.html, \.xlsx, \.csv, \.geojson"):
        release_sheets.write(place, release, suffix)


def test_whoever_comes_or_goes_changes_no_byte(place: Place, release: Release, tmp_path: Path) -> None:
    before = {suffix: release_sheets.write(place, release, suffix) for suffix in (".html", ".xlsx", ".csv", ".geojson")}
    participation.erase_person(place, f"p {who_came.CODES[1]} 0", now=NOW, who="t")
    who_came.bring(place, tmp_path / "came", (0, 0, 1, 0), named=False)
    again = releases.read_release(place, release.release_id)
    assert {suffix: release_sheets.write(place, again, suffix) for suffix in before} == before


def test_exact_figures_are_never_printed() -> None:
    with pytest.raises(TypeError, match="not WorkingView"):
        write_release_sheet(disclosure.make_working_view(None, []), size=18)  # type: ignore[arg-type]


@pytest.mark.parametrize("what", ["visits", "no population", "one person"])
def test_what_cannot_be_compared_is_said(home: Path, tmp_path: Path, what: str) -> None:
    place = people_place.make_place(home, tmp_path / "files", population=what != "no population")
    numbers = (1, 0, 0, 0) if what == "one person" else (20, 20, 20, 20)
    who_came.bring(place, tmp_path / "came", numbers, named=what != "visits")
    release = releases.make_release(place, WINTER, now=NOW, who="t")
    (table,) = release_sheets.say_tables(release)
    page = release_sheets.write_page(place, release, size=18)
    assert table.said[0] in page
    assert {str(row["told"]) for row in table.rows} <= {"We cannot say", "Too few people to tell"}
    if what == "one person":
        assert table.said[0] == "Too few people have come to tell areas apart, or rounded numbers hide it."
        assert {row["came"] for row in table.rows} == {"fewer than 10"}
    else:
        assert table.said[0] == "We can show who came, but not compare it with who lives there."
        reason = "no population figures" if what == "no population" else "Nobody is named in these records"
        assert reason in table.said[1]
        assert list(table.columns) == ["name", "came"]


def test_people_from_outside_and_more_than_live_there_are_told_apart_from_nobody(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    head = "event,date,role,person,postcode,meant for"
    outside = [f"Lunch,02/02/2026,resident,o {n},{people_place.OUTSIDE_POSTCODE},everyone" for n in range(40)]
    who_came.bring_rows(place, tmp_path / "came", head, outside, keep={})
    draft = releases.draft(place, WINTER, today=NOW.date())
    (table,) = release_sheets.say_tables(draft)
    assert {row["came"] for row in table.rows} == {"fewer than 10"}
    assert {row["told"] for row in table.rows} <= {"We cannot say", "Too few people to tell"}
    assert any("40 people" in said for said in table.method)
    who_came.bring(place, tmp_path / "came", (0, 0, 0, people_place.RESIDENTS["W01000004"] + 50))
    (table,) = release_sheets.say_tables(releases.draft(place, WINTER, today=NOW.date()))
    assert {row["came"] for row in table.rows} == {"450", "fewer than 10"}
    assert {row["told"] for row in table.rows if row["came"] == "450"} == {"We cannot say"}
    assert any("More people came than live there: Pentre." in said for said in table.method)


def test_a_list_to_take_away_has_no_cell_that_is_bare_and_no_word_of_ours(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    rows = (f"{code},{'N' if code < who_came.CODES[2] else 'S'}" for code in who_came.CODES)
    settle_patches(place, write_csv(tmp_path / "two.csv", "area code,patch", *rows))
    who_came.bring(place, tmp_path / "came", (12, 11, 10, 9), disability="yes")
    made = releases.make_release(place, WINTER, now=NOW, who="t")
    book = openpyxl.load_workbook(io.BytesIO(release_sheets.write(place, made, ".xlsx")))
    for name in book.sheetnames[:-1]:
        headings, *lines = [[cell.value for cell in row] for row in book[name].iter_rows()]
        assert "Code" not in headings, "a patch's code is its name"
        told = [line[headings.index("What this tells us")] for line in lines]
        assert all(told), told
        assert not any("_" in str(cell) for line in lines for cell in line)
