"""Who could introduce us, on a page: names lead to their pages, and only what agreed is shown to others."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from web_app import SECONDS, text_of
from web_tables import links, table

from assetmap.config import Settings
from assetmap.services import introductions, register, workspace
from assetmap.services.introductions import IntroductionRequest
from assetmap.services.workspace import Place
from assetmap.web import state

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOSTILE = "<img src=x onerror=alert(1)>\u202e[x](http-x) =1+1"


def _script(title: str, areas: tuple[str, ...], group: tuple[str, str] | None) -> None:
    from assetmap.web import introductions, state

    introductions.show(state.open_place("demo"), areas, title, group)


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def open_it(place: Place, title: str = "Upper Marrowdale", group: tuple[str, str] | None = None) -> AppTest:
    asked: dict[str, Any] = {"title": title, "areas": introductions.patch_areas(place, "Upper Marrowdale")}
    page = AppTest.from_function(_script, default_timeout=SECONDS, kwargs={**asked, "group": group}).run()
    assert not page.exception
    return page


def test_the_list_says_what_the_service_says_and_leads_to_each_page(place: Place) -> None:
    page = open_it(place, group=("disability", "disabled"))
    assert page.subheader[0].value == "Who could introduce us: Upper Marrowdale"
    rows = table(page, "Those to ask first stand first")
    areas = introductions.patch_areas(place, "Upper Marrowdale")
    asked = IntroductionRequest(areas=areas, group=("disability", "disabled"), today=dt.datetime.now(tz=dt.UTC).date())
    answer = introductions.introduce(place, asked).facts
    assert [(row["Name"], row["Why"]) for row in rows] == [(row["name"], " ".join(row["reasons"])) for row in answer]
    there, back = round(answer[0]["minutes_there"]), round(answer[0]["minutes_back"])
    assert f"About {there} minutes there by car, {back} back" in rows[0]["Why"]
    assert links(page) == [f"/asset?place=demo&id={row['id']}" for row in answer]


def test_shown_to_others_it_names_only_what_agreed(place: Place) -> None:
    state.set_sharing(on=True)
    page = open_it(place)
    names = {row["Name"] for row in table(page, "Those to ask first")}
    with_agreement = {row["name"] for row in register.list_assets(place, register.AssetQuery(view="public")).facts}
    assert names
    assert names <= with_agreement
    assert "PRIVATE" not in text_of(page)


def test_what_people_wrote_is_text_alone(place: Place) -> None:
    wanted = register.AssetAdd(name=HOSTILE, kind="user_led_organisation", fields={"who_for": "Disabled people"})
    register.add_asset(place, wanted, now=NOW, who="tester")
    page = open_it(place, title=HOSTILE, group=("disability", "disabled"))
    shown = "\n".join(str(node.proto.body) for node in page.get("html"))
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert "\u202e" not in text_of(page)
    assert "[x](" not in page.subheader[0].value


def test_ways_by_bus_come_when_they_are_asked_for(place: Place) -> None:
    page = open_it(place)
    assert "Ways by bus are not in this list yet: they are not ready yet." in text_of(page)
    page.toggle(key="introductions_by_bus").set_value(True).run()
    assert page.session_state["travel_engine"].job.wait(120)
    page.run()
    assert not page.exception
    assert "Ways by bus or by ferry are for a visit from 11:00 to 12:00, on a day like " in text_of(page)
    assert any("there by bus or by ferry, " in row["Why"] for row in table(page, "Those to ask first stand first"))
    page.run()
    assert not [one for one in page.toggle if one.key == "introductions_by_bus"]
