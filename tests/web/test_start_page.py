"""Start: what is loaded, what to do next, and what this app does with your data. Help: its words."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from contextlib import closing
from pathlib import Path

import people_place
import pytest
from people_place import write_csv
from web_app import open_page, text_of
from web_tables import answer, links, table

from assetmap.config import Settings
from assetmap.model.asset import Visibility
from assetmap.services import demo, participation, register, releases, tidy, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.register import AssetAdd, Publish
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place, PlaceParts
from assetmap.web import state

DATA = "What this app does with your data"


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def test_the_demo_says_what_it_holds_and_that_it_is_made_up(place: Place, demo_data: Path) -> None:
    page = open_page("start")
    assert not page.exception
    with (demo_data / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        postcodes = sum(1 for _ in csv.reader(file))
    assert answer(page)[0] == f"Demo has 45 areas, 13,990 residents, {postcodes} postcodes and 142 assets."
    assert "This place and everyone in it are made up." in text_of(page)
    assert "`" not in " ".join(answer(page))
    rows = {row["Question"]: row["What is here now"] for row in table(page, "What you can do here")}
    assert rows["Who have we not reached yet?"] == "About 240 people came to meetings, in all roles."
    assert rows["Where and when?"] == "53 venues to choose from."
    assert sum(int(row["How many"]) for row in table(page, "Assets by kind")) == 142
    assert {"/assets?place=demo", "/reached?place=demo", "/travel?place=demo", "/venues?place=demo",
            "/ask?place=demo", "/data?place=demo", "/new"} <= set(links(page))  # fmt: skip
    assert "make_demo" not in {button.key for button in page.button}


def test_faults_of_the_files_stand_on_the_page(place: Place) -> None:
    page = open_page("start")
    fold = "Things in its files that need a look"
    assert answer(page)[1] == f"4 things in its files need a look. They are below, under '{fold}'."
    assert fold in {one.label for one in page.expander}
    assert len(table(page, "Things to look at")) == 4


def test_the_next_step_is_a_way_to_its_page(place: Place, home: Path, tmp_path: Path) -> None:
    page = open_page("start")
    assert links(page)[0] == "/reached?place=demo"
    assert "Next: open the page Who have we not reached yet?" in text_of(page)
    assert not any("Next:" in said for said in answer(page))
    people_place.make_place(home, tmp_path / "files", population=False)
    page = open_page("start", place="four")
    assert links(page)[0] == "/data?place=four&task=assets"
    data = open_page("data", place="four", task="people")
    assert data.radio(key="data_task").value == "people"


def test_a_table_without_rows_is_not_drawn(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    page = open_page("start")
    assert "Assets by kind" not in text_of(page)
    assert "Files of this place" in text_of(page)


def test_while_it_is_shown_to_others_start_leads_to_nothing_that_is_closed(place: Place, home: Path) -> None:
    for asset in workspace.open_register(place).assets():
        if register.is_public(asset):
            register.remove_asset(place, asset.id, now=state.now(), who="Ann")
    (home.parent / "files").mkdir()
    areas = PlaceParts(areas=people_place._areas(home.parent / "files"))
    workspace.create_place(Settings(home=place.settings.home), "Elsewhere", areas, now=state.now())
    shown = open_page("start", place="demo")
    assert {"/data?place=demo", "/new"} <= set(links(shown))
    assert "Elsewhere" in text_of(shown)
    state.set_sharing(on=True)
    page = open_page("start", place="demo")
    assert not page.exception
    assert answer(page)[0].endswith(" and 906 postcodes.")
    assert answer(page)[1] == "Nothing here has been agreed to be shown yet."
    rows = {row["Question"]: row["What is here now"] for row in table(page, "What you can do here")}
    assert rows["What have we got?"] == "Nothing here has been agreed to be shown yet."
    assert rows["Where and when?"] == "No venue has been agreed to be shown yet."
    assert rows["Nobody has recorded this yet"] == "Print what to ask."
    assert "Your data" not in rows
    assert not [address for address in links(page) if address.startswith(("/data", "/new"))]
    assert "Elsewhere" not in text_of(page) + str(page.sidebar)
    assert [button.key for button in page.button] == []
    for address in ("assets", "venues", "ask", "reached"):
        other = open_page(address, place="demo")
        assert not [link for link in links(other) if link.startswith(("/data", "/new"))]
        assert "Bring in" not in text_of(other)
        assert "bring in" not in text_of(other)


def test_the_band_of_showing_to_others_looks_like_no_other(place: Place) -> None:
    assert 'class="band private"' in text_of(open_page("data"))
    state.set_sharing(on=True)
    text = text_of(open_page("data"))
    assert 'class="band shared"' in text
    assert 'class="band private"' not in text


def test_while_it_is_shown_to_others_only_agreed_assets_are_counted(place: Place) -> None:
    agreed = register.add_asset(place, AssetAdd(name="Agreed Hall", kind="venue"), now=state.now(), who="Ann")["id"]
    register.publish_asset(place, agreed, Publish(agreed_by="Zoe", agreed_on="2026-01-01"), now=state.now(), who="Ann")
    with closing(workspace.open_register(place)) as store:
        public = Counter(asset.kind for asset in store.assets() if asset.visibility == Visibility.PUBLIC)
    assert 0 < public["venue"] < 54
    state.set_sharing(on=True)
    page = open_page("start")
    assert not page.exception
    assert re.search(rf"906 postcodes and {public.total()} assets?\.$", answer(page)[0])
    shown = {row["Kind"]: int(row["How many"]) for row in table(page, "Assets by kind")}
    assert shown["Venues"] == public["venue"]
    assert sum(shown.values()) == public.total()
    text = text_of(page)
    assert "PRIVATE" not in text
    assert "need a look" not in text
    assert str(place.folder.parent) not in text


def test_records_that_are_due_are_said_outside_sharing_alone(
    place: Place, demo_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = dt.datetime(2027, 12, 31, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(state, "now", lambda: later)
    due = tidy.count_due(place, now=later).number
    with (demo_data / "meetings.csv").open(encoding="utf-8-sig", newline="") as file:
        days = [dt.datetime.strptime(row["Date"], "%d/%m/%Y").date() for row in csv.DictReader(file)]  # noqa: DTZ007
    old = sum(day < dt.date(2025, 12, 31) for day in days)
    assert old - 2 <= due <= old, "two rows stand twice"
    assert due > 100
    page = open_page("start")
    assert f"{due} records are due to be deleted." in text_of(page)
    state.set_sharing(on=True)
    assert "due to be deleted" not in text_of(open_page("start"))


@pytest.mark.usefixtures("place")
def test_nothing_due_is_not_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "now", lambda: dt.datetime(2026, 10, 6, 12, tzinfo=dt.UTC))
    assert "due to be deleted" not in text_of(open_page("start"))


def test_without_a_place_the_demo_is_offered(home: Path) -> None:
    page = open_page("start")
    assert not page.exception
    assert answer(page)[1] == "There is no place here yet. Look at the demo first, or make your own."
    assert "/new" in links(page)
    page.button(key="make_demo").click().run()
    assert not page.exception
    assert page.title[0].value == demo.PLACE_NAME
    assert answer(page)[0].startswith("Demo has 45 areas")


def test_several_places_are_listed_and_the_demo_is_offered_where_it_is_missing(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files")
    areas = PlaceParts(areas=people_place._areas(tmp_path / "files"))
    workspace.create_place(Settings(home=home), "<b>Ynys</b> [x](y)", areas, now=state.now())
    page = open_page("start", place="four")
    assert not page.exception
    assert page.title[0].value == "Four"
    (row,) = table(page, "Places on this computer")
    assert row["Place"] == "<b>Ynys</b> [x](y)"
    other = next(slug for slug, name in state.place_names().items() if name != "Four")
    assert f"/?place={other}" in links(page)
    assert "make_demo" in {button.key for button in page.button}
    assert "<b>Ynys" not in text_of(page)


def test_another_place_that_cannot_be_read_does_not_stop_this_one(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files")
    (home / "broken").mkdir()
    (home / "broken" / "place.toml").write_text("name = ", encoding="utf-8")
    page = open_page("start", place="four")
    assert not page.exception
    assert page.title[0].value == "Four"
    assert [row["Place"] for row in table(page, "Places on this computer")] == ["broken"]


def test_a_place_of_areas_alone_says_what_to_add(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files", population=False)
    page = open_page("start")
    assert not page.exception
    rows = {row["Question"]: row["What is here now"] for row in table(page, "What you can do here")}
    assert rows["Who have we not reached yet?"] == "Nobody has brought in who came to meetings yet."
    assert rows["Getting there, and home"] == "No streets are loaded yet, so no travel times."
    assert rows["Where and when?"] == "No venue is on the list yet."
    assert "assetmap import" not in text_of(page)
    path = write_csv(tmp_path / "m.csv", "event,date,role,person,postcode", "Lunch,02/02/2026,resident,p1,XX1 1AA")
    participation.import_participation(place, ParticipationImport(path=path), now=people_place.NOW, who="tester")
    rows = {row["Question"]: row["What is here now"] for row in table(open_page("start"), "What you can do here")}
    assert rows["Who have we not reached yet?"] == "Fewer than 10 people came to meetings, in all roles."


def test_what_the_app_does_with_data_is_said_with_a_warning_where_others_get_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "OneDrive - Council" / "places"
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    people_place.make_place(home, tmp_path / "files")
    page = open_page("start")
    fold = next(fold for fold in page.expander if fold.label == DATA)
    assert fold.proto.expanded
    assert "This folder may be copied to other computers" in page.warning[0].value.replace("\\", "")
    text = text_of(page)
    assert "Names are hidden; the records are still about people." in text
    assert "Encrypt this computer" in text


def test_a_folder_of_this_computer_alone_is_not_warned_of(place: Place) -> None:
    page = open_page("start")
    assert not page.warning
    assert not next(fold for fold in page.expander if fold.label == DATA).proto.expanded


@pytest.mark.parametrize("with_place", [True, False])
def test_help_is_there_with_and_without_a_place(
    request: pytest.FixtureRequest,
    with_place: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    request.getfixturevalue("demo_place" if with_place else "home")
    page = open_page("help")
    assert not page.exception
    text = text_of(page)
    assert "NVDA, VoiceOver, voice control, a magnifier or a switch" in text
    words = [row["Word"] for row in table(page, "Words we use")]
    assert {"Patch", "We would expect", "PRIVATE", "Showing this to others"} <= set(words)
    assert len(table(page, "What we ask venues about")) == 15


def test_while_it_is_shown_to_others_nobody_on_record_is_counted_anew(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    path = write_csv(
        tmp_path / "m.csv",
        "event,date,role,person,postcode",
        *(f"Lunch,02/02/2026,resident,p{number},XX1 1AA" for number in range(43)),
    )
    participation.import_participation(place, ParticipationImport(path=path), now=people_place.NOW, who="tester")

    def said() -> object:
        page = open_page("start")
        assert not page.exception
        rows = {row["Question"]: row["What is here now"] for row in table(page, "What you can do here")}
        return rows["Who have we not reached yet?"]

    assert said() == "About 45 people came to meetings, in all roles."
    state.set_sharing(on=True)
    try:
        assert said() == "Nothing has been released yet."
        request = ReleaseRequest(from_="2026-02-01", to="2026-02-28")
        releases.make_release(place, request, now=people_place.NOW, who="tester")
        assert said() == "Show it, print it, or take it away."
    finally:
        state.set_sharing(on=False)
