"""Lists to take away: what the second sheet says, that no cell is a formula, that no exact figure gets out."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from square_place import NOW, bring_in, make_square

from assetmap.model.release import PublicFacts, WorkingView
from assetmap.services import downloads
from assetmap.services.downloads import About, Column

COLUMNS = (Column(key="name", heading="Name"), Column(key="km", heading="Distance, km"))
ABOUT = About(
    what="Halls near Llan.",
    made_on="31 March 2026",
    method=("Straight lines.",),
    sources=("halls, as at 2026-01-02, OGL",),
    hidden=("Telephone numbers of people: they are private.",),
    tell_us="Ann at the hub",
)
FORMULAS = (
    '=HYPERLINK("http://x","y")', "+1+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\u200b=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
)  # fmt: skip


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_second_sheet_says_what_the_list_is() -> None:
    book = read(downloads.write_xlsx(PublicFacts([{"name": "Hall", "km": 1.25}], ("1 has no point.",)), COLUMNS, ABOUT))
    assert book.sheetnames == ["List", "About"]
    assert [[cell.value for cell in row] for row in book["List"]] == [["Name", "Distance, km"], ["Hall", "1.25"]]
    said = [[cell.value or "" for cell in row] for row in book["About"]]
    assert said[1:] == [
        ["What this is", "Halls near Llan."],
        ["Made on", "31 March 2026"],
        ["How this was worked out", "Straight lines."],
        ["", "1 has no point."],
        ["Where it came from", "halls, as at 2026-01-02, OGL"],
        ["What is hidden, and why", "Telephone numbers of people: they are private."],
        ["Something wrong? Tell us", "Ann at the hub"],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_in_either_form(text: str) -> None:
    view = PublicFacts([{"name": text, "km": -3.5}])
    columns = (*COLUMNS, Column(key="none", heading=text))
    for sheet in read(downloads.write_xlsx(view, columns, About(what=text, made_on="", sources=(text,)))):
        for cell in (cell for row in sheet for cell in row if cell.value):
            assert cell.data_type == "s"
            assert cell.quotePrefix
    rows = list(csv.reader(io.StringIO(downloads.write_csv(view, columns).decode("utf-8-sig"))))
    assert rows[1][0][0] == rows[0][2][0] == "'"
    assert rows[1][1] == "-3.5"


def test_half_letters_and_control_marks_do_not_stop_a_download() -> None:
    view = PublicFacts([{"name": "Hall \ud800 \x00 \x07 \u202eevil", "km": None}])
    assert read(downloads.write_xlsx(view, COLUMNS, ABOUT))["List"]["A2"].value == "Hall ? evil"
    assert downloads.write_csv(view, COLUMNS).decode("utf-8-sig").splitlines()[1] == "Hall ? evil,"


def test_a_text_longer_than_a_cell_holds_is_cut() -> None:
    view = PublicFacts([{"name": "x" * 40_000}])
    assert len(read(downloads.write_xlsx(view, COLUMNS, ABOUT))["List"]["A2"].value) == 32_767


def test_a_table_is_written_like_rows() -> None:
    table = pd.DataFrame({"name": ["Hall", None], "km": [1.5, float("nan")]})
    assert downloads.write_csv(PublicFacts(table), COLUMNS).decode("utf-8-sig").splitlines() == [
        'Name,"Distance, km"', "Hall,1.5", ",",
    ]  # fmt: skip


@pytest.mark.parametrize("view", [WorkingView([{"name": "Hall"}]), [{"name": "Hall"}]])
def test_exact_figures_and_bare_rows_are_refused(view: Any) -> None:
    with pytest.raises(TypeError):
        downloads.write_xlsx(view, COLUMNS, ABOUT)
    with pytest.raises(TypeError):
        downloads.write_csv(view, COLUMNS)


def test_a_places_files_are_its_sources(tmp_path: Path) -> None:
    place = make_square(tmp_path / "home")
    about = downloads.about_place(place, "Everything.", now=NOW)
    assert about.made_on == "31 March 2026"
    assert [line.split(",")[0] for line in about.sources] == ["areas.geojson", "postcodes.csv"]
    assert all("read on 31 March 2026" in line for line in about.sources)


def test_a_list_of_assets_is_a_source_with_its_newest_day(tmp_path: Path) -> None:
    place = make_square(tmp_path / "home")
    from square_place import all_assets

    from assetmap.services.sources import list_sources

    rows = [["Name", "Kind", "Last checked"], ["Hall", "venue", "2026-01-02"], ["Old hall", "venue", "2025-01-02"]]
    bring_in(place, rows)
    assert list_sources(place, all_assets(place))[0] == "halls, as at 31 March 2026"
