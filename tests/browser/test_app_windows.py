"""Several windows on one place, and what happens to a place while it is open."""

from __future__ import annotations

import shutil
from pathlib import Path

import app_server
from app_server import Server
from browser_kit import NEEDS_BROWSER, OpenWindow, Visit
from playwright.sync_api import Browser, expect

pytestmark = NEEDS_BROWSER

LEISURE = "Aberwenlas Leisure Centre"
SOON = 20_000
"""Milliseconds within which a window must have looked whether another one changed anything."""


def edit(visit: Visit, label: str, text: str) -> None:
    """Type into a field of the form that corrects facts, without saving."""
    visit.unfold("Correct facts").main.get_by_role("textbox", name=label).first.fill(text)


def save(visit: Visit) -> None:
    visit.main.get_by_role("button", name="Save these facts").click()
    visit.settled()


def asset_address(visit: Visit, name: str) -> str:
    """Return the address of an asset's page."""
    return str(visit.main.get_by_role("link", name=name, exact=True).first.get_attribute("href"))


def test_two_people_edit_one_record_and_the_second_sees_what_the_first_did(window: OpenWindow) -> None:
    first = window("/assets?place=demo")
    address = asset_address(first, LEISURE)
    first.open(address)
    second = window(address)
    edit(second, "Website", "https://example.org/second")
    edit(first, "Telephone", "01632 960001")
    save(first)
    first.main.get_by_text("Saved: telephone.").first.wait_for()
    expect(second.main.get_by_text("Somebody changed this place in another window.")).to_be_visible(timeout=SOON)
    assert second.main.get_by_role("textbox", name="Website").first.input_value() == "https://example.org/second"
    save(second)
    expect(second.main).to_contain_text("01632 960001")
    if second.main.get_by_text("Saved: website.").count() == 0:
        assert second.main.get_by_role("textbox", name="Website").first.input_value() == "https://example.org/second"
        save(second)
    second.main.get_by_text("Saved: website.").first.wait_for()
    expect(first.main.get_by_text("Somebody changed this place in another window.")).to_be_visible(timeout=SOON)
    first.main.get_by_role("button", name="Show the changes").click()
    first.settled()
    expect(first.main).to_contain_text("https://example.org/second")
    expect(first.main).to_contain_text("01632 960001")


def test_two_people_edit_one_fact_and_the_second_is_told_before_anything_is_written(window: OpenWindow) -> None:
    first = window("/assets?place=demo")
    address = asset_address(first, "Aberwenlas Advice Centre")
    first.open(address)
    second = window(address)
    edit(second, "Telephone", "01632 960222")
    edit(first, "Telephone", "01632 960111")
    save(first)
    first.main.get_by_text("Saved: telephone.").first.wait_for()
    save(second)
    expect(second.main).to_contain_text("what you typed is still here")
    expect(second.main).to_contain_text("01632 960111")
    assert second.main.get_by_role("textbox", name="Telephone").first.input_value() == "01632 960222"
    assert "01632 960222" not in second.main.locator("table").first.inner_text()


def test_what_was_typed_before_the_app_was_started_anew_is_not_saved_unseen(
    browser: Browser, demo_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    with app_server.start(home) as app:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context.new_page(), app.url, log=app.logged).open("/assets?place=demo")
        visit.open(asset_address(visit, LEISURE))
        edit(visit, "Telephone", "01632 960222")
        visit.main.get_by_role("textbox", name="Website").first.focus()
    with app_server.start(home, app.port):
        field = visit.main.get_by_role("textbox", name="Telephone").first
        expect(field).not_to_have_value("01632 960222", timeout=SOON * 3)
        shown = field.input_value()
        visit.settled()
        save(visit)
        expect(visit.main).to_contain_text("Nothing was changed, so nothing was written.")
        assert shown in visit.main.locator("table").first.inner_text()
        context.close()


def test_the_keyboard_is_not_lost_where_a_button_goes_away(window: OpenWindow) -> None:
    visit = window("/assets?place=demo")
    visit.open(asset_address(visit, "Aberwenlas Shopmobility"))
    visit.unfold("Hide it, close it")
    visit.main.get_by_role("button", name="Hide it").focus()
    visit.press("Enter")
    visit.main.get_by_text("is now: hidden").first.wait_for()
    expect(visit.main.get_by_role("button", name="Take this back")).to_be_focused(timeout=SOON)
    visit.press("Enter")
    expect(visit.status).to_contain_text("as before")


def test_a_place_that_is_removed_while_open_is_said_and_nothing_breaks(
    browser: Browser, demo_home: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(demo_home, home)
    with app_server.start(home) as app:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        visit = Visit(context.new_page(), app.url, log=app.logged).open("/assets?place=demo")
        expect(visit.main).to_contain_text("We know of 142 assets")
        shutil.rmtree(home / "demo")
        expect(visit.main).to_contain_text("There is no place yet.", timeout=SOON)
        visit.main.get_by_role("link", name="Open Start").or_(
            visit.page.get_by_role("link", name="Start")
        ).first.click()
        visit.ready()
        expect(visit.main.get_by_role("button", name="Make the demo place")).to_be_visible()
        assert visit.faults == []
        assert "Traceback" not in app.logged()
        context.close()


def test_a_search_that_is_half_typed_stays_when_the_network_goes_and_comes_back(
    window: OpenWindow, app: Server
) -> None:
    visit = window("/assets?place=demo")
    box = visit.main.get_by_role("textbox", name="Name, or part of it")
    box.fill("leis")
    visit.page.context.set_offline(True)
    visit.page.wait_for_timeout(1_500)
    assert box.input_value() == "leis"
    visit.page.context.set_offline(False)
    visit.page.wait_for_timeout(500)
    box.press("End")
    visit.page.keyboard.type("ure")
    visit.press("Enter")
    expect(visit.main).to_contain_text("1 of 142 fits", timeout=SOON)
