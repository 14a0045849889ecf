"""Bring in who came: what is said before and after, rows with one fault, and the questions that have to be answered."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import table

from assetmap.services import rows_to_mend
from assetmap.web.jobs import Job

SOON = 20.0
KEY = "people_list"
CAME = "date,event,role,postcode,disability\n" + "".join(
    f"2026-02-03,Coffee,{role},ZZ1 1CQ,{said}\n"
    for role, said in [("carer", "Yes - limited a lot"), ("king", "no"), *[("parent carer", "her hip")] * 5]
)


def uploaded(demo: str = CAME) -> AppTest:
    page = open_page("data", place="demo", task="people")
    page.file_uploader(key=KEY).set_value(("came.csv", demo.encode(), "text/csv")).run()
    return sound(page)


def sound(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def done(page: AppTest, button: str, work: str) -> AppTest:
    sound(page.button(key=f"{KEY}_{button}").click().run())
    job: Job[Any] = page.session_state[f"{KEY}_{work}"].job
    assert job.wait(SOON)
    return sound(page.run())


def test_once_it_is_in_nobody_says_that_nothing_is_written(demo_place: Path) -> None:
    page = done(uploaded(), "check_now", "check")
    assert "We read 7 rows. Nothing is written yet." in text_of(page)
    page = done(page, "bring_in", "done")
    said = text_of(page)
    assert "It is in." in said
    assert "We read 7 rows. This is what becomes of each column." in said
    assert "Nothing is written yet" not in said


def test_rows_with_one_fault_share_a_line_with_the_words_that_may_stand_there(demo_place: Path) -> None:
    page = uploaded()
    page.checkbox(key=f"{KEY}_keep_disability").check().run()
    page.text_input(key=f"{KEY}_why_disability").set_value("to see whom we miss").run()
    page = done(page, "check_now", "check")
    _, first, second = table(page, "Rows that need a look")
    assert (first["Row"], first["What becomes of it"]) == ("Row 3", "Cannot go in")
    assert (second["Row"], second["What becomes of it"]) == ("Rows 4, 5, 6 and 2 more", "Goes in")
    assert second["Column"] == "disability"
    assert second["What to do"].endswith("only where it limits day-to-day life.")
    assert second["Expected"] == "one of: disabled, not disabled, prefer not to say"
    said = text_of(page)
    assert "The file to download names all of them." in said
    assert "Disability: 5 rows have an answer we could not read. It is kept as" in said
    assert "her hip" not in said
    sheet = rows_to_mend.people_sheet(page.session_state[f"{KEY}_check"].job.result) or b""
    lines = load_workbook(BytesIO(sheet)).worksheets[0].values
    assert [row[0] for row in lines] == ["Rows in your list", "2, 4-8", "3", "4-8"]
