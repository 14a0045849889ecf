"""What have we got?: what is found, what is said about it, and what nobody else may see."""

from __future__ import annotations

from pathlib import Path

import pytest
from web_app import open_page, text_of

from assetmap.config import Settings
from assetmap.services import register, workspace
from assetmap.services.register import AssetAdd, AssetMove, AssetQuery, Publish
from assetmap.services.workspace import Place
from assetmap.web import state

HOSTILE = "<img src=x onerror=alert(1)> [click](javascript:alert(2)) :red[**bold**] =1+1 \u202eevil"


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def press(page: object, label: str) -> object:
    return next(button for button in page.button if button.label == label).click().run()  # type: ignore[attr-defined]


def test_the_list_says_how_many_and_what_to_do_next(place: Place) -> None:
    page = open_page("assets")
    assert not page.exception
    said = text_of(page)
    number = len(register.list_assets(place, AssetQuery()).facts)
    assert f"We know of {number} assets:" in said
    assert "PRIVATE" in said
    assert "".join(str(node.proto.body) for node in page.get("html")).count('<th scope="row"') == 25
    assert "/asset?place=demo&amp;id=" in said


def test_a_name_is_looked_for_and_a_misspelling_is_asked_about(place: Place) -> None:
    register.add_asset(place, AssetAdd(name="Caffi Tŷ Gwyn", kind="venue"), now=state.now(), who="Ann")
    page = open_page("assets")
    page.text_input(key="have_text").set_value("gwyn ty")
    press(page, "Look")
    assert "1 of" in text_of(page)
    assert "Caffi Tŷ Gwyn" in text_of(page)
    page.text_input(key="have_text").set_value("caffi gwym")
    press(page, "Look")
    assert "Nothing fits of" in text_of(page)
    page.button(key="have_did_you_mean").click().run()
    assert "Caffi Tŷ Gwyn" in text_of(page)
    press(page, "Show everything")
    assert page.text_input(key="have_text").value == ""
    assert "We know of" in text_of(page)


def test_needs_count_those_that_nobody_asked(place: Place) -> None:
    page = open_page("assets")
    page.multiselect(key="have_needs").set_value(["hearing_loop"])
    press(page, "Look")
    said = text_of(page)
    assert "have nothing recorded about this: ask." in said
    assert "need=hearing_loop" in said


def test_near_is_chosen_where_several_fit_and_a_fault_leaves_the_list(place: Place) -> None:
    for number, name in enumerate(("North Library", "South Library")):
        at = AssetMove(lat=_point(place)[0] + number / 1000, lon=_point(place)[1])
        register.add_asset(place, AssetAdd(name=name, kind="venue", at=at), now=state.now(), who="Ann")
    page = open_page("assets")
    page.text_input(key="have_near").set_value("next to the library")
    press(page, "Look")
    choice = page.radio(key="have_near_choice")
    assert any("South Library" in label for label in choice.options)
    assert choice.value is None
    choice.set_value(choice.options and _key_of(page, "South Library")).run()
    assert "Nearest to South Library first" in text_of(page)
    page.text_input(key="have_near").set_value("the spaceport")
    press(page, "Look")
    assert "nothing here has this name" in page.warning[0].value
    assert "We know of" in text_of(page)


def _point(place: Place) -> tuple[float, float]:
    rows = [row for row in register.list_assets(place, AssetQuery()).facts if row["lat"] is not None]
    return float(rows[0]["lat"]), float(rows[0]["lon"])


def _key_of(page: object, name: str) -> str:
    from assetmap.services.landmarks import find_landmarks

    found = find_landmarks(workspace.open_place(state.settings(), "Demo"), "the library")
    return next(one.key for one in found if one.name == name)


def test_one_is_added_by_hand_and_taken_back(place: Place) -> None:
    page = open_page("assets")
    page.text_input(key="add_name_0").set_value("Repair café")
    page.selectbox(key="add_kind_0").set_value("group")
    press(page, "Add it")
    assert "Added: Repair café." in text_of(page)
    page.button(key="take_back").click().run()
    assert "Taken back: An asset was added by hand" in text_of(page)
    assert not any(row["name"] == "Repair café" for row in register.list_assets(place, AssetQuery()).facts)


def test_what_cannot_be_added_is_said_and_stays_typed(place: Place) -> None:
    page = open_page("assets")
    page.text_input(key="add_name_0").set_value("Repair café")
    page.text_input(key="add_beside_0").set_value("next to the spaceport")
    press(page, "Add it")
    assert "nothing here has this name" in page.error[0].value
    assert page.text_input(key="add_name_0").value == "Repair café"


def test_others_see_what_agreed_and_nothing_to_change(place: Place) -> None:
    own = str(register.list_assets(place, AssetQuery(kind="venue")).facts[0]["id"])
    register.publish_asset(
        place, own, Publish(agreed_by="Zoe Agreed", agreed_on="2026-01-01"), now=state.now(), who="Ann"
    )
    register.add_asset(place, AssetAdd(name="Only Us Club", kind="group"), now=state.now(), who="Ann")
    number = len(register.list_assets(place, AssetQuery(view="public")).facts)
    state.set_sharing(on=True)
    page = open_page("assets")
    said = text_of(page)
    assert f"We know of {number} asset" in said
    assert "Only Us Club" not in said
    assert "Zoe Agreed" not in said
    assert not any(button.label == "Add it" for button in page.button)
    page.text_input(key="have_text").set_value("only us club")
    press(page, "Look")
    assert "Nothing fits" in text_of(page)


def test_the_list_is_taken_away_with_what_it_is(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    import openpyxl

    from assetmap.services import downloads
    from assetmap.web import takeaway

    offered: dict[str, object] = {}
    monkeypatch.setattr(
        takeaway, "offer", lambda view, columns, about, **_more: offered.update(view=view, columns=columns, about=about)
    )
    register.add_asset(
        place,
        AssetAdd(name=HOSTILE, kind="venue", fields={"contact_name": "Sue Key", "phone": "07700 900123"}),
        now=state.now(),
        who="Ann",
    )
    assert not open_page("assets").exception
    content = downloads.write_xlsx(offered["view"], offered["columns"], offered["about"])  # type: ignore[arg-type]
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = [[str(cell.value or "") for cell in row] for row in book["List"]]
    assert len(texts) - 1 == len(register.list_assets(place, AssetQuery()).facts)
    said = "\n".join(" ".join(row) for row in texts)
    assert "Sue Key" not in said
    assert "07700" not in said
    assert "\u202e" not in said
    about = [str(row[1].value or "") for row in book["About"]]
    assert any(text.startswith("assets_council") for text in about)


def test_hostile_names_do_nothing(place: Place) -> None:
    register.add_asset(
        place,
        AssetAdd(name=HOSTILE, kind="venue", fields={"address": HOSTILE, "name_cy": HOSTILE}),
        now=state.now(),
        who="Ann",
    )
    page = open_page("assets")
    page.text_input(key="have_text").set_value("img src")
    press(page, "Look")
    assert not page.exception
    assert "<img" not in "".join(str(node.proto.body) for node in page.get("html"))
    assert "&lt;img src=x" in text_of(page)
    assert "\u202e" not in text_of(page)


def test_what_has_no_location_is_one_press_away(place: Place) -> None:
    register.add_asset(place, AssetAdd(name="Lost Hall", kind="venue"), now=state.now(), who="Ann")
    page = open_page("assets")
    assert "1 has no location: open it and say where it is." in text_of(page)
    page.button(key="have_show_lost").click().run()
    assert not page.exception
    assert "1 of 143 fits: venues (1)." in text_of(page)
    assert "Lost Hall" in text_of(page)
    assert page.checkbox(key="have_without_point").value is True
    assert "have_show_lost" not in {button.key for button in page.button}
    press(page, "Show everything")
    assert "We know of 143 assets" in text_of(page)
    state.set_sharing(on=True)
    shared = open_page("assets", session={"have_without_point": True})
    assert "Nothing fits" not in text_of(shared)
    assert not shared.checkbox
