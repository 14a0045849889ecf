"""A list to take away is made when it is asked for; a private one is not made once others look on."""

from __future__ import annotations

import contextlib
import csv
import gettext
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import people_place
import pytest
import streamlit as st
import who_came

from assetmap.errors import ConflictError, OptionError
from assetmap.messages import speaking
from assetmap.model.release import PublicFacts
from assetmap.services import releases, representation
from assetmap.services.downloads import About, Column
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.web import state, takeaway

COLUMNS = [Column(key="name", heading="Name")]
ABOUT = About(what="A list.", made_on="today")


class _Shouting(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper()


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Callable[[], bytes]]]:
    """What each button would make, by the file's name."""
    made: dict[str, Callable[[], bytes]] = {}

    def keep(_label: str, data: Callable[[], bytes], *, file_name: str, **_more: Any) -> None:
        made[file_name] = data

    monkeypatch.setattr(st, "download_button", keep)
    monkeypatch.setattr(st, "container", lambda **_how: contextlib.nullcontext())
    yield made
    state.set_sharing(on=False)


def test_a_private_list_is_not_made_while_others_look_on(files: dict[str, Callable[[], bytes]]) -> None:
    takeaway.offer(PublicFacts([{"name": "=1+1"}]), COLUMNS, ABOUT, name="venues", private=True)
    assert files["venues.csv"]().decode("utf-8-sig") == "Name\r\n'=1+1\r\n"
    state.set_sharing(on=True)
    for make in files.values():
        with pytest.raises(ConflictError, match="may not be taken away"):
            make()


def test_a_list_for_everybody_is_made_all_the_same(files: dict[str, Callable[[], bytes]]) -> None:
    takeaway.offer(PublicFacts([{"name": "Hall"}]), COLUMNS, ABOUT, name="venues")
    state.set_sharing(on=True)
    assert b"Hall" in files["venues.csv"]()


def test_the_words_are_those_of_the_run_that_offered_it(files: dict[str, Callable[[], bytes]]) -> None:
    with speaking(_Shouting()):
        takeaway.offer(PublicFacts([{"name": "Hall"}]), COLUMNS, ABOUT, name="venues")
    book = openpyxl.load_workbook(io.BytesIO(files["venues.xlsx"]()))
    assert book.sheetnames == ["LIST", "ABOUT"]


def test_released_figures_say_what_they_are_about(
    files: dict[str, Callable[[], bytes]], home: Path, tmp_path: Path
) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    who_came.bring(place, tmp_path / "came", (31, 40, 10, 9))
    with pytest.raises(OptionError, match="Only released figures become a file"):
        takeaway.offer_figures(place, representation.missing(place, MissingRequest()))
    releases.make_release(place, ReleaseRequest(from_="2026-01-01", to="2026-02-28"), now=people_place.NOW, who="t")
    takeaway.offer_figures(place, representation.missing(place, MissingRequest()))
    state.set_sharing(on=True)
    rows = list(csv.DictReader(io.StringIO(files["who-came.csv"]().decode("utf-8-sig"))))
    assert [row["Came"] for row in rows] == ["30", "40", "10", "fewer than 10"]
    assert {row["Meetings"] for row in rows} == {"1 January 2026 to 28 February 2026"}
    assert {row["As released on"] for row in rows} == {"2026-03-02"}
    assert openpyxl.load_workbook(io.BytesIO(files["who-came.xlsx"]())).sheetnames == ["List", "About"]
