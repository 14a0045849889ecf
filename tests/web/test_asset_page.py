"""One asset's page: facts with sources, forms that write one change each, two people at once, nothing for others."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import table

from assetmap.config import Settings
from assetmap.errors import NotFoundError
from assetmap.model.asset import Asset
from assetmap.services import register, workspace
from assetmap.services.register import AccessAnswer, AssetAdd, AssetEdit, AssetMove, AssetQuery, Publish
from assetmap.services.workspace import Place
from assetmap.web import live, state

HOSTILE = "<img src=x onerror=alert(1)> [click](javascript:alert(2)) :red[**bold**] $x^2$ `code` \u202eevil"


def typed_in(page: AppTest, own: str, version: int, name: str) -> str:
    """Return the key of a field of the form that corrects facts; each window has its own."""
    return f"edit_{own}_{page.session_state['edit_window']}_{version}_{name}"


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


def test_each_fact_has_its_source_and_each_open_question_is_asked(place: Place) -> None:
    own = add(place, fields={"phone": "01633 656656"}, access={"lift": "partly"})
    page = open_page("asset", id=own)
    assert not page.exception
    said = text_of(page)
    assert page.title[0].value == "Bont Hall"
    assert "01633656656" in said.replace(" ", "")
    assert "by hand, " in said
    assert "Partly" in said
    assert "Nobody has recorded this yet. Ask:" in said
    assert "Is there a hearing loop" in said
    assert "Who may see this: only us. Nobody has agreed that everybody may." in said


def test_facts_are_corrected_and_taken_back(place: Place) -> None:
    own = add(place, fields={"phone": "01633 656656"})
    page = open_page("asset", id=own)
    page.text_input(key=typed_in(page, own, 0, "phone")).set_value("01633 656657")
    page.text_input(key=typed_in(page, own, 0, "contact_name")).set_value("Sue Key")
    press(page, "Save these facts")
    assert "Saved: telephone, contact person." in text_of(page)
    assert stored(place, own).text("phone").replace(" ", "") == "01633656657"
    assert stored(place, own).fields["name"].by_hand is True
    assert str(stored(place, own).private["contact_name"].value) == "Sue Key"
    page.button(key="take_back").click().run()
    assert stored(place, own).text("phone").replace(" ", "") == "01633656656"
    assert str(page.text_input(key=typed_in(page, own, 2, "phone")).value).replace(" ", "") == "01633656656"


def test_the_second_person_sees_the_firsts_change_and_keeps_what_they_typed(place: Place) -> None:
    own = add(place, fields={"website": "https://old.example.org"})
    page = open_page("asset", id=own)
    page.text_area(key=typed_in(page, own, 0, "description")).set_value("Warm and light")
    register.edit_asset(
        place, own, AssetEdit(fields={"website": "https://new.example.org"}), now=state.now(), who="Ann"
    )
    press(page, "Save these facts")
    assert "Ann changed this while you were working on it" in page.error[0].value
    assert "new" in page.error[0].value
    assert stored(place, own).text("description") == ""
    assert page.text_area(key=typed_in(page, own, 1, "description")).value == "Warm and light"
    assert page.text_input(key=typed_in(page, own, 1, "website")).value == "https://new.example.org"
    press(page, "Save these facts")
    assert stored(place, own).text("description") == "Warm and light"
    assert stored(place, own).text("website") == "https://new.example.org"


def test_a_fault_leaves_what_was_typed(place: Place) -> None:
    own = add(place)
    page = open_page("asset", id=own)
    page.text_input(key=typed_in(page, own, 0, "phone")).set_value("ring the bell")
    press(page, "Save these facts")
    assert "this cannot be used" in page.error[0].value.replace("\\", "")
    assert page.text_input(key=typed_in(page, own, 0, "phone")).value == "ring the bell"
    press(open_page("asset", id=own), "Save these facts")


def test_a_pin_is_moved_by_words_and_several_are_chosen_from(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(live, "say", lambda text, _spot: told.append(text))
    rows = [row for row in register.list_assets(place, AssetQuery()).facts if row["lat"] is not None]
    lat, lon = rows[0]["lat"], rows[0]["lon"]
    add(place, "North Library", at=AssetMove(lat=lat, lon=lon))
    add(place, "South Library", at=AssetMove(lat=lat - 0.001, lon=lon))
    own = add(place)
    page = open_page("asset", id=own)
    page.text_input(key=f"beside_{own}").set_value("next to the south library")
    press(page, "Move it there")
    assert "Moved next to South Library." in text_of(page)
    assert stored(place, own).lat == pytest.approx(lat - 0.001)
    assert "next to South Library (by hand)" in text_of(page)
    assert "Its address and postcode were not changed. Correct them if they are wrong." in text_of(page)
    page.text_input(key=f"beside_{own}").set_value("library")
    press(page, "Move it there")
    assert "places fit. Choose one." in text_of(page)
    assert "Moved next to" not in text_of(page), "it is about what was tried before"
    press(page, "Move it to this one")
    assert page.error[0].value.replace("\\", "") == "Choose one of them first."
    assert "Choose one of them first." in told[-1]
    chosen = page.radio(key=f"beside_chosen_{own}")
    assert chosen.value is None
    key = next(one for one in _landmarks(place) if "North" in one[1])[0]
    chosen.set_value(key)
    page.button(key=f"move_chosen_{own}").click().run()
    assert stored(place, own).lat == pytest.approx(lat)
    assert "Moved next to North Library." in text_of(page)
    page.text_input(key=f"beside_{own}").set_value("the spaceport")
    press(page, "Move it there")
    assert "nothing here has this name" in page.error[0].value
    assert "Moved next to" not in text_of(page)
    assert "take_back" not in {button.key for button in page.button}


def test_a_pin_moved_by_hand_is_from_no_list_and_a_postcode_is_moved_to(place: Place) -> None:
    with closing(workspace.open_register(place)) as store:
        own = next(one for one in store.assets() if one.kind == "venue" and one.located_by == "postcode")
    (pin,) = [row for row in table(open_page("asset", id=own.id), "Each fact") if row["Fact"] == "Pin on the map"]
    assert pin["From"] == own.source
    page = open_page("asset", id=own.id)
    assert "Its postcode is changed under &#39;Move it&#39;." in text_of(page)
    page.text_input(key=f"beside_{own.id}").set_value("ZZ1 2BD")
    press(page, "Move it there")
    assert "Moved to ZZ1 2BD." in text_of(page)
    assert "Its address was not changed. Correct it if it is wrong." in text_of(page)
    (pin,) = [row for row in table(page, "Each fact") if row["Fact"] == "Pin on the map"]
    assert pin["From"] == "by hand"
    page.text_input(key=f"beside_{own.id}").set_value(
        f"{stored(place, own.id).lat:.4f},{stored(place, own.id).lon:.4f}"
    )
    press(page, "Move it there")
    assert "Moved to " in text_of(page)
    assert "next to" not in text_of(page).partition("Moved to ")[2][:200]


def test_a_change_that_fails_takes_the_message_of_the_one_before_away(place: Place) -> None:
    own = add(place)
    page = open_page("asset", id=own)
    page.text_input(key=typed_in(page, own, 0, "phone")).set_value("01633 656657")
    press(page, "Save these facts")
    assert "Saved: telephone." in text_of(page)
    page.text_input(key=typed_in(page, own, 1, "phone")).set_value("no number")
    press(page, "Save these facts")
    assert page.error
    assert "Saved: telephone." not in text_of(page)


def _landmarks(place: Place) -> list[tuple[str, str]]:
    from assetmap.services.landmarks import find_landmarks

    return [(one.key, one.name) for one in find_landmarks(place, "library")]


def test_publishing_needs_who_agreed_and_when(place: Place) -> None:
    own = add(place)
    page = open_page("asset", id=own)
    page.radio(key=f"visibility_{own}").set_value("public")
    press(page, "Save who may see it")
    assert "who agreed and when" in page.error[0].value
    import datetime as dt

    page.text_input(key=f"agreed_by_{own}").set_value("Ann Jones")
    page.date_input(key=f"agreed_on_{own}").set_value(dt.date(2026, 3, 1))
    press(page, "Save who may see it")
    assert stored(place, own).visibility == "public"
    assert "Ann Jones agreed on 1 March 2026 that everybody may see this." in text_of(page)
    assert "PRIVATE: for those who keep these records. Not all" in text_of(page)


def test_it_is_hidden_closed_and_opened_again(place: Place) -> None:
    own = add(place)
    page = open_page("asset", id=own)
    page.button(key=f"status_closed_{own}").click().run()
    assert stored(place, own).status == "closed"
    assert "Bont Hall is now: closed." in text_of(page)
    page.button(key=f"status_open_{own}").click().run()
    assert stored(place, own).status == "open"


def test_something_is_out_of_use_and_works_again(place: Place) -> None:
    own = add(place, access={"lift": "yes"})
    page = open_page("asset", id=own)
    page.selectbox(key=f"out_feature_{own}").set_value("lift")
    press(page, "It is out of use")
    assert "Out of use since" in text_of(page)
    page.selectbox(key=f"out_feature_{own}").set_value("lift")
    press(page, "It works again")
    assert stored(place, own).access["lift"].out_since == ""
    assert stored(place, own).access["lift"].answer == "yes"


def test_off_the_map_is_done_at_once_and_can_be_taken_back(place: Place) -> None:
    own = add(place)
    page = open_page("asset", id=own)
    assert page.button(key=f"off_{own}").proto.type == page.button(key=f"remove_{own}").proto.type == "secondary"
    page.button(key=f"off_{own}").click().run()
    assert "Off the map: Bont Hall." in text_of(page)
    assert "PRIVATE: for those who keep these records." in text_of(page), "a private name stands there"
    assert "This one is not on the list any more." in text_of(page)
    with pytest.raises(NotFoundError):
        stored(place, own)
    page.button(key="take_back").click().run()
    assert stored(place, own).text("name") == "Bont Hall"
    page.button(key=f"remove_{own}").click().run()
    assert "Removed: Bont Hall." in text_of(page)
    page.button(key="close_message").click().run()
    assert "Bont Hall" not in text_of(page)
    assert "PRIVATE" not in text_of(page), "no name is left"
    with pytest.raises(NotFoundError):
        stored(place, own)


def test_a_press_on_what_somebody_else_changed_is_told(place: Place) -> None:
    own = add(place)
    page = open_page("asset", id=own)
    register.edit_asset(place, own, AssetEdit(fields={"description": "Warm"}), now=state.now(), who="Ann")
    page.button(key=f"status_closed_{own}").click().run()
    assert "Ann changed this" in page.error[0].value
    assert stored(place, own).status == "open"
    page.button(key=f"status_closed_{own}").click().run()
    assert stored(place, own).status == "closed"


def test_others_see_no_private_fact_and_nothing_to_change(place: Place) -> None:
    own = add(place, fields={"contact_name": "Sue Key", "mobile": "07700 900123"})
    told = AccessAnswer(feature="lift", answer="yes", told_by="Tom Told")
    register.set_access(place, own, told, now=state.now(), who="Hist Writer")
    secrets = ("Sue Key", "07700", "Tom Told")
    assert all(secret in text_of(open_page("asset", id=own)) for secret in secrets)
    state.set_sharing(on=True)
    hidden = open_page("asset", id=own)
    assert "This one is not on the list that may be shown." in text_of(hidden)
    assert "Bont Hall" not in text_of(hidden)
    state.set_sharing(on=False)
    agreed = Publish(agreed_by="Zoe Agreed", agreed_on="2026-01-01")
    register.publish_asset(place, own, agreed, now=state.now(), who="Ann")
    state.set_sharing(on=True)
    page = open_page("asset", id=own)
    said = text_of(page) + "".join(str(one.value) for one in page.text_input)
    assert "Bont Hall" in said
    assert "PRIVATE" not in said
    assert not any(secret in said for secret in (*secrets, "Zoe Agreed", "Hist Writer"))
    assert not any(button.label in {"Save these facts", "Take us off the map", "Remove it"} for button in page.button)


def test_hostile_text_in_every_field_does_nothing(place: Place) -> None:
    fields = dict.fromkeys(
        ("name_cy", "name_gd", "detail", "address", "opening_hours", "description", "who_for", "contact_name"), HOSTILE
    )
    own = add(place, HOSTILE, fields=fields)
    told = AccessAnswer(feature="lift", answer="yes", detail=HOSTILE, told_by=HOSTILE)
    register.set_access(place, own, told, now=state.now(), who=HOSTILE)
    page = open_page("asset", id=own)
    assert not page.exception
    shown = "".join(str(node.proto.body) for node in page.get("html"))
    assert "<img" not in shown
    assert "&lt;img src=x" in shown
    assert "\u202e" not in shown
    for node in (*page.title, *page.markdown, *page.error, *page.subheader):
        bare = node.value.replace("\\<", "").replace("\\]", "")
        assert "](javascript" not in bare
        assert "<img" not in bare
    page.button(key=f"status_closed_{own}").click().run()
    assert "<img" not in "".join(str(node.proto.body) for node in page.get("html"))


def test_no_asset_or_an_unknown_one_is_said(place: Place) -> None:
    assert "No asset was chosen." in text_of(open_page("asset"))
    assert "not on the list any more" in text_of(open_page("asset", id="../../etc"))
