"""Where the keyboard goes on after a press that opens, closes or ends a part of a page; and what is said once."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page

from assetmap.web import live, parts


@pytest.fixture
def spots(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was said at the end of each run, and where the keyboard goes on."""
    found: list[tuple[str, str]] = []

    def say(text: str, spot: str = "") -> None:
        found.append((text, spot))

    monkeypatch.setattr(live, "say", say)
    return found


def test_opening_and_closing_exact_numbers_leads_to_the_answer(demo_place: Path, spots: list[tuple[str, str]]) -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.run()
    page.button(key="hide_exact").click().run()
    assert [spot for _, spot in spots] == ["", parts.ANSWER, "", parts.ANSWER]


def _rows() -> None:
    from assetmap.messages import tr
    from assetmap.web import parts

    rows = [{"n": str(number)} for number in range(60)]
    parts.table(rows, [parts.Column(key="n", label=tr("Number"))], caption=tr("Numbers"), key="numbers")


def _spot(page: AppTest) -> str:
    return str(page.session_state["go_on_at"]) if "go_on_at" in page.session_state else ""


def test_the_last_page_of_a_table_leads_to_the_way_back_and_the_first_to_the_way_on() -> None:
    page = AppTest.from_function(_rows).run()
    page.button(key="numbers_on").click().run()
    assert _spot(page) == "", "the same button is there to be pressed again"
    page.button(key="numbers_on").click().run()
    assert _spot(page) == ".st-key-numbers_back button"
    page.button(key="numbers_back").click().run()
    page.button(key="numbers_back").click().run()
    assert _spot(page) == ".st-key-numbers_on button"


def _told() -> None:
    from assetmap.web import parts

    parts.announce("Released: spring.")
    parts.answer("Released: spring.")
    import streamlit as st

    st.session_state["told"] = parts.announced()


def test_what_was_done_is_not_said_again_as_the_answer() -> None:
    page = AppTest.from_function(_told).run()
    assert page.session_state["told"] == "Released: spring."


def test_a_place_is_named_by_its_key() -> None:
    assert parts.button_spot("take_it") == ".st-key-take_it button"
