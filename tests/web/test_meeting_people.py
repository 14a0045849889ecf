"""People who are invited: labels alone on the page and in its file, and nothing of them anywhere else."""

from __future__ import annotations

import functools
import gc
import io
import logging
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from meeting_page import HALL, ask_meeting, prepare_engine
from streamlit.testing.v1 import AppTest
from web_app import text_of
from web_tables import links, table

from assetmap.config import Settings
from assetmap.model.release import PublicFacts
from assetmap.services import (
    downloads,
    origins_file,
    timetables,
    transit_ground,
    transit_help,
    travel,
    venue_choice,
    workspace,
)
from assetmap.services.travel import TravelRequest
from assetmap.web import maps, parts, sheet_routes, state, takeaway, way_sheet_routes

NAME, POSTCODE = "Canaria Jonesova", "ZX9 9QZ"
"""Somebody whose postcode is in no list of the place."""
SECRETS = (NAME, "Jonesova", "canaria", POSTCODE, POSTCODE.replace(" ", ""), POSTCODE.lower())
INVITED = "Ways of those who are invited"
BY_VEHICLE = "By bus or by ferry"

Row = dict[str, str]


@pytest.fixture(autouse=True)
def _ready(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_engine()
    monkeypatch.setattr(parts, "ROWS_A_PAGE", 100)


@pytest.fixture
def home_of_somebody(demo_data: Path) -> str:
    """A postcode of the valley that has no way home."""
    lines = (demo_data / "postcodes.csv").read_text(encoding="utf-8").splitlines()
    place = workspace.open_place(state.settings(), "demo")
    request = TravelRequest(
        venue=_hall(), modes=("bus",), origins="postcodes", date="2026-11-11", start="14:00", end="16:00"
    )
    lost = {
        row["origin"] for row in travel.travel(place, request).facts if row["leave_home"] and not row["arrive_home"]
    }
    return next(text for line in lines if (text := line.split(",")[0].strip('"')) in lost)


def _hall() -> str:
    names = venue_choice.venue_choices(workspace.open_place(state.settings(), "demo"), "working").names
    return next(asset_id for asset_id, name in names.items() if name.startswith(HALL))


def paste(text: str, page: AppTest | None = None) -> AppTest:
    page = page or ask_meeting()
    page.text_area(key="meeting_people").set_value(text).run()
    assert not page.exception
    return page


def by_vehicle(page: AppTest) -> list[Row]:
    return [row for row in table(page, INVITED) if row["How"] == BY_VEHICLE]


def page_but_the_box(page: AppTest) -> str:
    """Return all that the page says, without the box into which it was pasted."""
    pasted = str(page.text_area(key="meeting_people").value)
    return text_of(page).replace(pasted, "") + str(dict(page.query_params)) + " ".join(links(page))


# --- what is said ---


def test_each_person_has_a_label_and_nothing_that_leads_to_their_home(home_of_somebody: str, demo_data: Path) -> None:
    first = (demo_data / "postcodes.csv").read_text(encoding="utf-8").split(",")[0].strip('"')
    page = paste(f"Ann Smith, {first}\n{home_of_somebody}\n\n")
    rows = table(page, INVITED)
    assert list(dict.fromkeys(row["Who"] for row in rows)) == ["P1", "P2"]
    assert len(rows) == 6, "a row a person and way of travelling, a person's together"
    assert [row["Who"] for row in rows] == ["P1"] * 3 + ["P2"] * 3
    near, lost = by_vehicle(page)
    assert near["A way there and home"] == "Found"
    assert (lost["A way there and home"], lost["Back home at"]) == ("No way found", "no way found")
    assert re.fullmatch(r"\d\d:\d\d", lost["Leave home at"])
    cells = " ".join(cell for row in rows for cell in row.values())
    place = workspace.open_place(state.settings(), "demo")
    stops = {str(name) for one in timetables.load_feeds(place) for name in one.tables["stops"]["stop_name"]}
    assert [stop for stop in stops if stop in cells] == []
    said = page_but_the_box(page)
    for secret in ("Ann Smith", first, home_of_somebody):
        assert secret not in said
    assert "PRIVATE: about people. They are in this window alone." in said
    assert "PRIVATE: for those who keep these records." in said


def test_a_line_that_cannot_be_placed_is_a_row_with_its_shape() -> None:
    lines = [
        f"{NAME}, {POSTCODE}", NAME, "AB12", f"{NAME} lives at {POSTCODE}", "51.5,-3.1", "=1+1", ",", "🙂 <b>x</b>",
        "ZZ1 1AA;", "\tZZ1 1AA",
    ]  # fmt: skip
    page = paste("\n".join(lines))
    told = {row["Who"]: row for row in by_vehicle(page)}
    assert list(told) == [f"P{number}" for number in range(1, len(lines) + 1)], "none disappears"
    bad = {
        who: row["What stands in the way"] for who, row in told.items() if row["A way there and home"] == "Not known"
    }
    assert bad["P1"] == "Its postcode is not in the lists of Demo. Check it."
    assert bad["P3"] == "This is no whole postcode (AA99). Expected such as AA9 9AA."
    assert bad["P4"] == bad["P1"], "the postcode at the end counts, whatever stands before it"
    assert bad["P7"] == bad["P9"] == "It has neither a postcode nor lat and lon. Add one of them."
    assert told["P10"]["A way there and home"] == "Found"
    for who in bad:
        assert (told[who]["Leave home at"], told[who]["Back home at"]) == ("not known", "not known")
    said = page_but_the_box(page)
    assert [secret for secret in (*SECRETS, "<b>x", "=1+1") if secret in said] == []
    assert "9 of 10 points could not be placed" in said


def test_more_people_than_are_answered_at_once_are_refused_not_cut_off() -> None:
    page = paste("\n".join(["ZZ1 1AA"] * (origins_file.MOST_PEOPLE + 1)))
    assert "501 lines were pasted. Expected 500 at most. Paste them in parts." in str(page.error[0].value).replace(
        "\\", ""
    )
    assert not [node for node in page.get("html") if INVITED in str(node.proto.body)]


def test_people_are_answered_by_street_where_no_vehicle_is_ticked() -> None:
    page = paste("ZZ1 1AA")
    for mode in ("bus", "ferry", "walk"):
        page.checkbox(key=f"travel_{mode}").uncheck().run()
    assert [row["How"] for row in table(page, INVITED)] == ["By car"]


def test_the_file_has_labels_alone(home_of_somebody: str, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: dict[str, tuple[PublicFacts[Any], Any, Any, bool]] = {}

    def keep(view: PublicFacts[Any], columns: Any, about: Any, *, name: str, private: bool = False) -> None:
        offered[name] = (view, columns, about, private)

    monkeypatch.setattr(takeaway, "offer", keep)
    paste(f"{NAME}, {home_of_somebody}\n{NAME}, {POSTCODE}\n{NAME}")
    view, columns, about, private = offered["invited"]
    assert private, "nothing is made of it once others look on"
    files = [downloads.write_csv(view, columns).decode("utf-8-sig")]
    book = openpyxl.load_workbook(io.BytesIO(downloads.write_xlsx(view, columns, about)))
    files += ["\n".join(str(cell.value or "") for row in sheet.iter_rows() for cell in row) for sheet in book]
    assert book.sheetnames == ["List", "About"]
    assert "No postcode, street, stop or leg is in this list: labels alone." in files[2]
    for text in files:
        assert [secret for secret in (*SECRETS, home_of_somebody, "Marrowdale") if secret in text] == []
    assert files[0].count("P1,") == 3


# --- where nothing of them is ---


def caches() -> Iterator[Any]:
    """Yield every function of ours that keeps answers in memory."""
    for module in [one for name, one in sys.modules.items() if name.startswith("assetmap")]:
        for value in vars(module).values():
            if isinstance(value, functools._lru_cache_wrapper):
                yield value


def kept_in(cache: Any) -> str:
    """Return what a cache keeps, its keys and what of its answers can be read."""
    return repr([held for held in gc.get_referents(cache) if isinstance(held, dict)])


def test_nothing_of_them_is_in_a_cache_an_address_a_route_a_log_or_a_file(
    home_of_somebody: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    page = paste("ZZ1 1AA")
    grounds = {
        name for module in (timetables, transit_ground, transit_help) for name in vars(module) if name.endswith("_once")
    }
    assert len(grounds) >= 5
    sizes = {cache.__wrapped__: cache.cache_info().currsize for cache in caches()}
    with caplog.at_level(logging.DEBUG):
        paste(f"{NAME}, {POSTCODE}\n{NAME}, {home_of_somebody}\n{NAME}", page)
    assert len(by_vehicle(page)) == 3
    for cache in caches():
        assert cache.cache_info().currsize == sizes[cache.__wrapped__], f"{cache} keeps something about people"
        assert [secret for secret in (*SECRETS, home_of_somebody) if secret in kept_in(cache)] == []
    tokens = repr([vars(one) for one in (way_sheet_routes._WANTED, sheet_routes._WANTED, maps._KEPT)])
    assert "wenlas" in tokens.lower() or "demo" in tokens
    for text in (tokens, str(dict(page.query_params)), " ".join(links(page)), caplog.text):
        assert [secret for secret in (*SECRETS, home_of_somebody) if secret in text] == []
    files = [path for path in (*Path(state.settings().home).rglob("*"), *temporary.rglob("*")) if path.is_file()]
    assert files
    for path in files:
        held = path.read_bytes()
        assert [one for one in SECRETS if one.encode() in held or one.encode("utf-16-le") in held] == [], path


def test_two_windows_see_nothing_of_each_other(home_of_somebody: str) -> None:
    first = paste(f"{NAME}, {POSTCODE}\nZZ1 1AA\nZZ1 1AB")
    second = paste(f"Somebody Else, {home_of_somebody}")
    assert [row["Who"] for row in by_vehicle(second)] == ["P1"]
    assert by_vehicle(second)[0]["A way there and home"] == "No way found"
    first.run()
    assert [row["A way there and home"] for row in by_vehicle(first)] == ["Not known", "Found", "Found"]
    state_of_second = str(second.session_state)
    assert [secret for secret in SECRETS if secret in state_of_second + page_but_the_box(second)] == []
    state_of_first = str(first.session_state)
    assert [one for one in ("Somebody Else", home_of_somebody) if one in state_of_first + page_but_the_box(first)] == []
    third = ask_meeting()
    assert not third.text_area(key="meeting_people").value
    assert not [node for node in third.get("html") if INVITED in str(node.proto.body)]


def test_somebody_who_was_taken_out_is_gone(home_of_somebody: str) -> None:
    page = paste(f"{NAME}, {home_of_somebody}\nZZ1 1AA")
    page = paste("ZZ1 1AA", page)
    assert [row["Who"] for row in by_vehicle(page)] == ["P1"]
    assert by_vehicle(page)[0]["A way there and home"] == "Found"
    page = paste("  \n", page)
    assert not [node for node in page.get("html") if INVITED in str(node.proto.body)]


def test_settings_of_the_test_are_its_own(demo_place: Path) -> None:
    assert state.settings() == Settings(home=demo_place)
