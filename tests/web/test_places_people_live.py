"""Places people live on a page: PRIVATE, not drawn while it is shown to others, and in no route, map, file or log."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import app_server
import pytest
from app_crawl import crawl
from streamlit.testing.v1 import AppTest
from web_app import SECONDS, text_of
from web_tables import table

from assetmap.adapters.store.database import REGISTER_FILE
from assetmap.config import Settings
from assetmap.services import places_people_live as service
from assetmap.services import workspace
from assetmap.services.places_people_live import LivingEntry
from assetmap.services.workspace import Place
from assetmap.web import state, style

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
CAPTION = "Places people live, reviews that are due first"
HOSTILE = "<img src=x onerror=alert(1)>\u202e[x](http-x) =1+1"
NAME, LIAISON, NOTE = "Canaria Court", "Jonesova Friends", "Zlatko rang us"
SECRETS = ("Canaria", "Jonesova", "Zlatko")


def write_down(place: Place, name: str = NAME, **more: str) -> str:
    given = {"kind": "hostel", "liaison": LIAISON, "last_contact": NOTE, **more}
    return service.add_place(place, LivingEntry(name=name, **given), now=NOW, who="tester").id


def _script() -> None:
    from assetmap.web import places_people_live, state

    places_people_live.show(state.open_place("demo"))


@pytest.fixture
def place(demo_place: Path) -> Place:
    return workspace.open_place(Settings(home=demo_place), "Demo")


def open_list() -> AppTest:
    page = AppTest.from_function(_script, default_timeout=SECONDS).run()
    assert not page.exception
    return page


def test_the_list_says_what_is_due_first(place: Place) -> None:
    write_down(place, "Later Court", review_on="2999-01-01", state="asked us not to contact for now")
    write_down(place, "Due Court", review_on="2026-01-01")
    rows = table(open_list(), CAPTION)
    assert [row["Name"] for row in rows] == ["Due Court", "Later Court"]
    assert [row["Review is due"] for row in rows] == ["yes", "no"]
    assert rows[1]["How far we are"] == "Asked us not to contact for now (review on 1 January 2999)"
    assert rows[1]["Organisation people there trust"] == LIAISON


def test_a_place_is_written_down_changed_taken_back_and_removed_on_the_page(place: Place) -> None:
    page = open_list()
    page.text_input[0].input("Bryn House")
    page.button[0].click().run()
    assert [row["Name"] for row in table(page, CAPTION)] == ["Bryn House"]
    (one,) = service.list_places(place, today=NOW.date())
    page.selectbox[0].select(one.id).run()
    page.text_input[1].input("Friends of Bryn")
    next(button for button in page.button if button.label == "Write it down").click().run()
    assert table(page, CAPTION)[0]["Organisation people there trust"] == "Friends of Bryn"
    page.button(key="take_back").click().run()
    assert table(page, CAPTION)[0]["Organisation people there trust"] == "not recorded"


def test_a_refusal_is_shown_and_what_was_typed_stays(place: Place) -> None:
    page = open_list()
    page.text_input[0].input("Bryn House, NP20 4AB")
    page.button[0].click().run()
    assert "never located" in page.error[0].value
    assert page.text_input[0].value == "Bryn House, NP20 4AB"
    assert service.list_places(place, today=NOW.date()) == []


def test_what_somebody_else_wrote_meanwhile_is_shown_before_it_can_be_written_over(place: Place) -> None:
    own_id = write_down(place)
    page = open_list()
    page.selectbox[0].select(own_id).run()
    service.change_place(place, own_id, {"liaison": "Others"}, now=NOW, who="Bea")
    page.run()
    assert page.text_input[1].value == "Others"


def test_nothing_of_it_is_drawn_while_it_is_shown_to_others(place: Place) -> None:
    write_down(place)
    assert "Canaria" in text_of(open_list())
    state.set_sharing(on=True)
    page = open_list()
    assert text_of(page).strip() == ""
    assert len(page.main.children) == 0


def test_what_people_wrote_is_text_alone(place: Place) -> None:
    write_down(place, HOSTILE, liaison=HOSTILE, last_contact=HOSTILE)
    page = open_list()
    shown = "\n".join(str(node.proto.body) for node in page.get("html"))
    assert "<img" not in shown
    assert "&lt;img" in shown
    assert "\u202e" not in text_of(page)


def test_a_print_of_the_page_leaves_it_out() -> None:
    assert "@media print { .st-key-never_printed { display: none; } }" in style._STYLE


@pytest.fixture(scope="module")
def texts(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Everything that the running app answers by itself, its log too; the home beside it."""
    home = tmp_path_factory.mktemp("living") / "home"
    shutil.copytree(demo_home, home)
    write_down(workspace.open_place(Settings(home=home), "demo"))
    with app_server.start(home) as app:
        found = crawl(app, query={"place": "demo"}, more=("/plain", "/plain/demo?list=working", "/health"))
        yield {**found, "the log": app.logged(), "the home": str(home)}


def test_no_other_page_no_route_no_file_and_no_log_names_it(texts: dict[str, str]) -> None:
    """The one page that may show it is about who was not reached, on the owner's own screen."""
    home = Path(texts.pop("the home"))
    for page in ("page reached", "html reached"):
        texts.pop(page)
    assert len(texts) > 25
    assert any(address.startswith("/maps/") for address in texts)
    told = {address: secret for address, text in texts.items() for secret in SECRETS if secret in address + text}
    assert told == {}
    files = [path for path in home.rglob("*") if path.is_file() and not path.name.startswith(REGISTER_FILE)]
    assert files
    assert [path for path in files for secret in SECRETS if secret.encode() in path.read_bytes()] == []
