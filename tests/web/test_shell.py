"""Every page stands in the same shell: its place, its bands, its faults, its announcements."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from web_app import open_page, text_of

from assetmap.web import state
from assetmap.web.views import have

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("start", "assets", "reached", "travel", "venues", "data", "ask")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_and_has_one_heading(demo_place: Path, address: str) -> None:
    page = open_page(address)
    assert not page.exception
    assert len(page.title) == 1
    assert not page.error


@pytest.mark.parametrize("address", [*PAGES, "asset", "new"])
def test_a_page_without_any_place_says_what_to_do(home: Path, address: str) -> None:
    page = open_page(address)
    assert not page.exception
    assert len(page.title) == 1
    assert "place" in text_of(page)


def test_the_demo_says_that_it_is_made_up(demo_place: Path) -> None:
    assert "This place and everyone in it are made up." in text_of(open_page("start"))


def test_the_switch_is_turned_for_all_windows(demo_place: Path) -> None:
    first = open_page("start")
    first.sidebar.toggle(key="sharing_switch").set_value(True).run()
    assert state.sharing()
    second = open_page("start")
    assert second.sidebar.toggle(key="sharing_switch").value is True
    assert "Showing this to others: only what may be shown is on this page." in text_of(second)


def test_a_place_that_is_removed_while_open_is_said_plainly(demo_place: Path) -> None:
    page = open_page("assets")
    shutil.rmtree(next(demo_place.glob("demo")))
    page.run()
    assert not page.exception
    assert "There is no place yet." in text_of(page)


def test_both_ways_to_start_have_the_same_configuration() -> None:
    beside_app = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert beside_app == (ROOT / "assetmap" / "web" / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for name in ("app.py", "assetmap/web/asgi.py"):
        assert "app = st.App(script(), routes=routes(), middleware=middleware())" in (ROOT / name).read_text("utf-8")


def test_a_damaged_place_is_named_and_does_not_hide_the_others(demo_place: Path) -> None:
    shutil.copytree(demo_place / "demo", demo_place / "aber")
    (demo_place / "aber" / "place.toml").write_text("not = [toml", encoding="utf-8")
    page = open_page("assets", place="aber")
    assert not page.exception
    assert "the place's description cannot be read" in text_of(page).replace("\\", "")
    assert list(page.sidebar.selectbox(key="place_choice").options) == ["aber", "Demo"]
    assert not open_page("assets", place="demo").error


def test_a_fault_of_our_own_is_one_sentence_that_says_nothing_of_people(
    demo_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_place: object) -> None:
        raise KeyError("Margaret Jones")

    monkeypatch.setattr(have, "show", fail)
    page = open_page("assets")
    assert not page.exception
    said = text_of(page)
    assert "Something went wrong on our side" in said
    assert "KeyError" in said
    assert "Margaret" not in said
