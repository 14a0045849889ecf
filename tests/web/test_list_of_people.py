"""Bring in who came: what is said before and after, rows with one fault, and the questions that have to be answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of

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
