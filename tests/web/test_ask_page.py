"""Nobody has recorded this yet: what to ask, the sheets to print, the answers typed back in one change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of

from assetmap.config import Settings
from assetmap.model.asset import Asset
from assetmap.services import register, workspace
from assetmap.services.not_recorded import QuestionSearch, list_open_questions
from assetmap.services.register import AssetAdd
from assetmap.services.workspace import Place
from assetmap.web import state

HOSTILE = "<img src=x onerror=alert(1)> [click](javascript:alert(2)) :red[**bold**] \u202eevil"


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def add(place: Place, name: str = "Bont Hall", **parts: Any) -> str:
    made = register.add_asset(place, AssetAdd(name=name, kind="venue", **parts), now=state.now(), who="Ann")
    return str(made["id"])


def stored(place: Place, own: str) -> Asset:
    store = workspace.open_register(place)
    try:
        return store.asset(own)
    finally:
        store.close()


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def test_venues_are_asked_first_and_sheets_are_offered_in_three_sizes(place: Place) -> None:
    page = open_page("ask")
    assert not page.exception
    said = text_of(page)
    found = list_open_questions(place, QuestionSearch(kinds=("venue",))).facts
    most = max(one.number for one in found.questions)
    assert f"{most} of {found.of} have nothing recorded about:" in said
    for size in (12, 18, 24):
        assert f"?size={size}" in said
    assert 'target="_blank"' in said


def test_a_need_in_the_address_is_what_is_asked_about(place: Place) -> None:
    page = open_page("ask", need="hearing_loop")
    assert page.multiselect(key="ask_features").value == ["hearing_loop"]
    assert "have nothing recorded about: Hearing loop." in text_of(page)


def test_answers_of_two_are_typed_back_in_one_change(place: Place) -> None:
    one, other = add(place), add(place, "Llan Hall")
    page = open_page("ask")
    page.multiselect(key="answers_of").set_value([one, other]).run()
    page.radio(key=f"answer_{one}_lift_0").set_value("yes")
    page.text_input(key=f"answer_{one}_lift_0_detail").set_value("a small one")
    page.radio(key=f"answer_{other}_wifi_0").set_value("partly")
    page.text_input(key="answers_told_0").set_value("Sue Key")
    press(page, "Save the answers")
    assert "2 answers are recorded." in text_of(page)
    fact = stored(place, one).access["lift"]
    assert (fact.answer, fact.detail, fact.as_at) == ("yes", "a small one", state.now().date().isoformat())
    assert stored(place, other).access["wifi"].answer == "partly"
    assert "Sue Key" not in text_of(page)
    page.button(key="take_back").click().run()
    assert stored(place, one).access == stored(place, other).access == {}


def test_nothing_typed_is_said_and_one_asset_is_asked_alone(place: Place) -> None:
    own = add(place)
    page = open_page("ask", id=own)
    assert "15 questions have no answer yet." in text_of(page)
    press(page, "Save the answers")
    assert "There is no answer yet" in page.error[0].value
    page.radio(key=f"answer_{own}_lift_0").set_value("no")
    press(page, "Save the answers")
    assert stored(place, own).access["lift"].answer == "no"
    assert "14 questions have no answer yet." in text_of(page)


def test_others_cannot_type_and_see_what_agreed_alone(place: Place) -> None:
    add(place, "Only Us Hall")
    state.set_sharing(on=True)
    page = open_page("ask")
    assert "Only Us Hall" not in text_of(page)
    assert not any(button.label == "Save the answers" for button in page.button)
    assert "Print the questions, and ask." in text_of(page)
    assert "type the answers back" not in text_of(page)


def test_hostile_names_do_nothing(place: Place) -> None:
    own = add(place, HOSTILE)
    page = open_page("ask", id=own)
    assert not page.exception
    assert "<img" not in "".join(str(node.proto.body) for node in page.get("html"))
    for node in page.subheader:
        bare = node.value.replace("\\<", "").replace("\\]", "")
        assert "](javascript" not in bare
        assert "<img" not in bare
    page = open_page("ask")
    page.multiselect(key="answers_of").set_value([own]).run()
    assert not page.exception
