"""Who have we not reached yet, without JavaScript: a preview is banded PRIVATE on top, and shown to nobody else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import people_place
import pytest
import who_came
from asgi_calls import ask
from people_place import NOW
from web_app import open_page, text_of

from assetmap.services import releases
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place
from assetmap.web import serving, state

BAND = "PRIVATE: for those who keep these records."
WARNING = "Nothing is released yet: this is a preview"
DO_NOT = "Do not pass it on."
LATER = dt.datetime(2026, 7, 1, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _not_shared() -> Iterator[None]:
    yield
    state.set_sharing(on=False)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def page_of(place: Place) -> str:
    answer = ask(serving.routes(), f"/plain/{place.slug}/reached")
    assert answer.status == 200
    return re.sub(r"<style.*?</style>", "", answer.text, flags=re.DOTALL)


def test_a_preview_is_banded_before_the_first_figure(place: Place, tmp_path: Path) -> None:
    who_came.bring(place, tmp_path / "came", (31, 40, 10, 9))
    page = page_of(place)
    first_fold, table = page.index("<details"), page.index("<table")
    for said in (BAND, WARNING, DO_NOT):
        assert page.count(said) == 1, said
        assert page.index(said) < min(table, first_fold, page.index('class="answer"')), said


def test_while_it_is_shown_to_others_there_is_no_preview(place: Place, tmp_path: Path) -> None:
    who_came.bring(place, tmp_path / "came", (31, 40, 10, 9))
    state.set_sharing(on=True)
    page = page_of(place)
    assert "Nothing has been released yet." in page
    for said in (BAND, WARNING, "<table", "fewer than 10", "Llan"):
        assert said not in page, said


def test_released_figures_and_no_figures_have_no_such_band(place: Place, tmp_path: Path) -> None:
    assert BAND not in page_of(place)
    assert WARNING not in page_of(place)
    who_came.bring(place, tmp_path / "came", (31, 40, 10, 9))
    releases.make_release(place, ReleaseRequest(from_="2026-01-01", to="2026-02-28"), now=NOW, who="t")
    page = page_of(place)
    assert "As released on 2 March 2026." in page
    assert BAND not in page
    assert WARNING not in page


def test_a_release_whose_file_is_missing_is_told_and_leaves_the_way_to_exact_numbers(
    place: Place, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who_came.bring(place, tmp_path / "came", (31, 40, 10, 9))
    made = releases.make_release(place, ReleaseRequest(from_="2026-01-01", to="2026-06-30"), now=LATER, who="t")
    (place.folder / "releases" / f"{made.release_id}.json").unlink()
    assert "A safe version was made, and its file is missing." in (page := page_of(place))
    assert "from a backup" in page
    assert "<table" not in page
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    app = open_page("reached", place=place.slug)
    assert [app.button(key="show_exact").label, *app.error] == ["Show the exact numbers (PRIVATE)"]
    assert "Every half-year that is over is released." in text_of(open_page("release", place=place.slug))
    state.set_sharing(on=True)
    assert str(home) not in page_of(place)
