"""Getting there, and home, for one meeting: who has a way home, what would help, and the bad input that people type."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import threading
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from meeting_page import WAYS, WEDNESDAY, ask_meeting, prepare_engine
from streamlit.testing.v1 import AppTest
from web_app import SECONDS, open_page, text_of
from web_tables import answer, links, table

from assetmap.messages import say_day
from assetmap.model.release import PublicFacts
from assetmap.model.text import tidy_postcode
from assetmap.services import downloads, engine
from assetmap.services.progress import Progress
from assetmap.web import parts, state, takeaway

POSTCODES = re.compile(r"\bZZ\d{1,2} ?\d[A-Z]{2}\b")
DAY_BEFORE = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
BY_VEHICLE = "A way by bus or by ferry"


@pytest.fixture(autouse=True)
def _ready(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_engine()
    monkeypatch.setattr(state, "now", lambda: DAY_BEFORE)
    monkeypatch.setattr(parts, "ROWS_A_PAGE", 100)


def ways(page: AppTest) -> dict[str, dict[str, str]]:
    """Return all rows of the list by vehicle, by place."""
    return {row["From"]: row for row in table(page, WAYS)}


def steps_from(page: AppTest, name: str) -> AppTest:
    box = page.selectbox(key="meeting_steps")
    return box.select_index(box.options.index(name)).run()


def error(page: AppTest) -> str:
    """Return the one message of the page, as a person reads it."""
    assert not page.exception
    (shown,) = page.error
    return str(shown.value).replace("\\", "")


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[PublicFacts[Any], list[Any], Any]]:
    """What the page offers to take away, by name."""
    offered: dict[str, tuple[PublicFacts[Any], list[Any], Any]] = {}

    def keep(view: PublicFacts[Any], columns: list[Any], about: Any, *, name: str, **_more: Any) -> None:
        offered[name] = (view, columns, about)

    monkeypatch.setattr(takeaway, "offer", keep)
    return offered


def feed(demo_data: Path, name: str) -> list[dict[str, str]]:
    """Read one table of the demo's timetable, with nothing of ours."""
    with zipfile.ZipFile(demo_data / "timetable.gtfs.zip") as packed:
        return list(csv.DictReader(io.StringIO(packed.read(name).decode("utf-8-sig"))))


# --- the answer ---


def test_one_valley_has_no_way_home_and_ending_earlier_would_help(demo_data: Path) -> None:
    page = ask_meeting()
    assert not page.exception
    said = answer(page)
    assert said[0] == "29 of 45 places have a way there and back by bus or by ferry, or all the way by street."
    assert said[1].startswith("We found none from Marrowdale West, Marrowdale East, ")
    assert said[2:] == ["There may be a lift or a scheme we don't know about: ask."], "the answer alone is on top"
    shown = ways(page)
    assert len(shown) == 45
    assert sum(row[BY_VEHICLE] == "Found" for row in shown.values()) == 29
    for name in ("Marrowdale East", "Marrowdale West"):
        row = shown[name]
        assert (row[BY_VEHICLE], row["Back home at"]) == ("No way found", "no way found")
        assert row["Leave home at"].startswith("13:")
        assert row["What stands in the way"].startswith(
            "No way home afterwards. If it ended 30 minutes earlier, at 15:30, there would be a way home."
        )
    # Held against the timetable itself: the valley's last bus leaves the hall at 15:50.
    trips = {row["trip_id"] for row in feed(demo_data, "trips.txt") if row["trip_headsign"] == "Pentre-lôn-wen"}
    left = [row["departure_time"] for row in feed(demo_data, "stop_times.txt")
            if row["trip_id"] in trips and row["stop_id"] == "S01"]  # fmt: skip
    assert max(left) == "15:50:00"


def test_the_meeting_that_ends_as_advised_has_a_way_home() -> None:
    page = ask_meeting()
    page.time_input(key="meeting_end").set_value(dt.time(15, 30)).run()
    assert {ways(page)[name][BY_VEHICLE] for name in ("Marrowdale East", "Marrowdale West")} == {"Found"}


def test_the_hardest_come_first_and_times_are_told_step_by_step() -> None:
    page = ask_meeting()
    order = list(ways(page))
    found = [name for name, row in ways(page).items() if row[BY_VEHICLE] == "Found"]
    assert order[-len(found) :] == found, "those without a way are first"
    page = steps_from(page, "Marrowdale East")
    there = table(page, "The way there")
    assert [row["When"] for row in there] == ["13:10", "13:13", "13:39"]
    assert there[1]["What"] == (
        "Bus 2 towards Aberwenlas, from Marrowdale, Main Street to Aberwenlas, Memorial Hall, there at 13:39."
    )
    assert there[0]["What"].startswith("On foot 236 m from home to Marrowdale, Main Street")
    assert "The way home: no way found." in text_of(page)
    assert "Leave home at 07:40, 10:10 or 13:10 to be there in time." in text_of(page)


def test_the_island_is_told_its_last_sailing_and_what_running_over_means(demo_data: Path) -> None:
    page = steps_from(ask_meeting(), "Ynys Garwen East")
    home = table(page, "The way home")
    ferry = next(row for row in home if row["What"].startswith("Ferry F towards Ynys Garwen, from Llanfelŷs Quay"))
    sailings = {row["trip_id"] for row in feed(demo_data, "trips.txt")
                if (row["service_id"], row["direction_id"]) == ("FERRY", "0")}  # fmt: skip
    last = max(row["departure_time"] for row in feed(demo_data, "stop_times.txt")
               if row["trip_id"] in sailings and row["stop_sequence"] == "1")  # fmt: skip
    assert f"{ferry['When']}:00" == last
    said = text_of(page)
    assert "The last way home leaves at 16:13." in said
    assert "If it overran by 15 minutes, they would miss the last way home, at 16:13." in said
    shown = "".join(str(node.proto.body) for node in page.get("html"))
    assert shown.count("they would miss the last way home") == 1, "it is said once"
    page.number_input(key="meeting_overrun").set_value(25).run()
    assert "If it overran by 25 minutes" in text_of(page)


def test_somebody_on_wheels_is_told_what_nobody_has_recorded() -> None:
    page = ask_meeting()
    page.selectbox(key="travel_profile").set_value("on_wheels").run()
    assert answer(page)[0] == "0 of 45 places have a way there and back by bus or by ferry, or all the way by street."
    shown = ways(page)
    unknown = {name: row for name, row in shown.items() if row[BY_VEHICLE] == "Not known"}
    assert len(unknown) == 25
    assert any("heelchairs not recorded" in row["What stands in the way"] for row in unknown.values())
    page = steps_from(
        page, next(name for name, row in unknown.items() if "heelchairs" in row["What stands in the way"])
    )
    assert "Nobody has recorded whether these vehicles and stops take wheelchairs." in text_of(page)
    assert table(page, "The way there")[0]["What"].startswith("On wheels ")


def test_without_a_day_the_answer_is_by_street_and_no_vehicle_can_be_chosen() -> None:
    page = ask_meeting()
    assert [box.label for box in page.checkbox][:2] == ["By bus", "By ferry"]
    page.date_input(key="meeting_day").set_value(None).run()
    assert not page.exception
    assert [box.label for box in page.checkbox] == ["On foot", "On wheels, step-free", "By car"]
    assert answer(page)[0] == "We found no way from Ynys Garwen East and Ynys Garwen West."
    assert "Choose a day to see the buses too: they depend on it." in text_of(page)
    assert not any("/way-sheets/" in address for address in links(page))


def test_vehicles_that_are_not_ticked_are_not_taken() -> None:
    page = ask_meeting()
    page.checkbox(key="travel_ferry").uncheck().run()
    assert answer(page)[0].endswith("a way there and back by bus, or all the way by street.")
    page.checkbox(key="travel_bus").uncheck().run()
    assert answer(page)[0].startswith("We found no way from Ynys Garwen East")
    for mode in ("walk", "drive"):
        page.checkbox(key=f"travel_{mode}").uncheck().run()
    assert answer(page)[0] == "How do people travel?"
    page.checkbox(key="travel_bus").check().run()
    assert answer(page)[0].endswith("a way there and back by bus, or all the way by street.")
    assert "By street alone" not in [str(one.value) for one in page.header]


# --- days and hours ---


@pytest.mark.parametrize("day", [dt.date(2024, 12, 31), dt.date(2028, 1, 1), dt.date(2100, 12, 31)])
def test_a_day_outside_the_timetable_is_told_its_range(day: dt.date) -> None:
    page = ask_meeting(day)
    said = error(page)
    assert "the timetable covers" in said
    assert "2027-12-31" in said
    assert page.date_input(key="meeting_day").value == day
    page.date_input(key="meeting_day").set_value(WEDNESDAY).run()
    assert not page.error
    assert answer(page)[0].startswith("29 of 45")


def test_a_day_that_has_passed_is_answered_and_said_so() -> None:
    assert "This date has passed." in answer(ask_meeting(dt.date(2026, 10, 28)))
    assert "This date has passed." not in answer(ask_meeting())


def test_a_day_on_which_nothing_runs_is_said() -> None:
    page = ask_meeting(dt.date(2026, 11, 15))
    assert "Nothing in the timetable runs on this day." in answer(page)


def test_a_meeting_that_ends_before_it_starts_is_a_sentence_and_nothing_typed_is_lost() -> None:
    page = ask_meeting()
    page.text_area(key="meeting_people").set_value("ZZ1 1AA").run()
    page.number_input(key="meeting_overrun").set_value(20).run()
    page.time_input(key="meeting_end").set_value(dt.time(13, 0)).run()
    assert error(page).startswith("The meeting would end at 13:00, before it starts at 14:00.")
    assert "--" not in error(page)
    assert page.date_input(key="meeting_day").value == WEDNESDAY
    assert page.time_input(key="meeting_end").value == dt.time(13, 0)
    assert page.number_input(key="meeting_overrun").value == 20
    assert page.text_area(key="meeting_people").value == "ZZ1 1AA"
    assert str(page.selectbox(key="travel_venue").value)
    assert not page.download_button


def test_a_meeting_over_midnight_is_told_to_be_asked_in_two() -> None:
    page = ask_meeting()
    page.time_input(key="meeting_start").set_value(dt.time(22, 0)).run()
    page.time_input(key="meeting_end").set_value(dt.time(0, 30)).run()
    assert "For one over midnight, ask for its two days one by one." in error(page)


def test_people_pasted_stay_while_the_day_is_changed() -> None:
    page = ask_meeting()
    page.text_area(key="meeting_people").set_value("ZZ1 1AA").run()
    page.date_input(key="meeting_day").set_value(None).run()
    page.date_input(key="meeting_day").set_value(WEDNESDAY).run()
    assert page.text_area(key="meeting_people").value == "ZZ1 1AA"
    assert len(table(page, "Ways of those")) == 3


def test_a_point_off_the_streets_gives_not_known_and_no_traceback() -> None:
    page = open_page("travel")
    page.text_input(key="travel_typed").set_value("53.7,-4.9").run()
    page.date_input(key="meeting_day").set_value(WEDNESDAY).run()
    assert not page.exception
    assert answer(page)[0].startswith("0 of 45 places")
    assert {row[BY_VEHICLE] for row in table(page, WAYS)} == {"Not known"}


# --- the engine ---


@pytest.fixture
def cold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_READY", threading.Event())


def _wait_for_engine(page: AppTest) -> AppTest:
    assert page.session_state["travel_engine"].job.wait(SECONDS)
    return page.run()


@pytest.mark.usefixtures("cold")
def test_the_wait_for_the_engine_is_told_with_its_progress_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(progress: Progress) -> bool:
        progress("Getting ways by bus ready: timetables", 0.3)
        begun.set()
        assert go_on.wait(SECONDS)
        engine._READY.set()
        return True

    monkeypatch.setattr(engine, "prepare", slow)
    page = ask_meeting()
    assert begun.wait(SECONDS)
    page.run()
    (shown,) = page.get("progress")
    assert (shown.proto.value, shown.proto.text) == (30, "Getting ways by bus ready\\: timetables")
    assert [button.label for button in page.button] == ["Stop"]
    assert not [node for node in page.get("html") if WAYS in str(node.proto.body)]
    go_on.set()
    page = _wait_for_engine(page)
    assert not page.exception
    assert not page.get("progress")
    assert answer(page)[0].startswith("29 of 45")


@pytest.mark.usefixtures("cold")
def test_streets_are_answered_while_the_engine_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "prepare", lambda _: pytest.fail("nothing by vehicle was asked for"))
    page = open_page("travel")
    page.text_input(key="travel_typed").set_value("ZZ1 1AA").run()
    assert answer(page)[0].startswith("We found no way from")
    assert "travel_engine" not in page.session_state


@pytest.mark.usefixtures("cold")
@pytest.mark.parametrize("stopped", [True, False])
def test_an_engine_that_was_stopped_or_failed_says_so_and_is_not_begun_again_unasked(
    monkeypatch: pytest.MonkeyPatch,
    stopped: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    times, go_on = [], threading.Event()

    def broken(progress: Progress) -> bool:
        times.append(1)
        assert go_on.wait(SECONDS)
        progress("Getting ways by bus ready: timetables", 0.3)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(engine, "prepare", broken)
    page = ask_meeting()
    if stopped:
        page.button(key="travel_engine_stop").click().run()
    go_on.set()
    page = _wait_for_engine(page)
    page.run()
    assert times == [1]
    assert not page.exception
    told = [str(one.value) for one in (*page.info, *page.error)]
    assert ("You stopped this" if stopped else "No space left on device") in "".join(told)
    assert "Ways by street alone are: untick the vehicles." in text_of(page)
    monkeypatch.setattr(engine, "prepare", lambda _progress: engine._READY.set())
    page.button(key="prepare_engine").click().run()
    assert answer(_wait_for_engine(page))[0].startswith("29 of 45")


# --- what is taken away ---


def test_the_list_is_taken_away_with_what_it_is_and_no_postcode(taken: dict[str, Any]) -> None:
    page = ask_meeting()
    assert not page.exception
    assert set(taken) == {"meeting-ways", "getting-there"}
    book = openpyxl.load_workbook(io.BytesIO(downloads.write_xlsx(*taken["meeting-ways"])))
    assert book.sheetnames == ["List", "About"]
    texts = [[str(cell.value or "") for cell in row] for row in book["List"]]
    assert texts[0] == [
        "From", BY_VEHICLE, "Leave home at", "Back home at", "Away for", "Other times to leave home",
        "Times to leave the venue", "What stands in the way", "One change that would help",
    ]  # fmt: skip
    assert len(texts) == 46
    about = "\n".join(str(cell.value or "") for row in book["About"] for cell in row)
    assert "Who finds a way to one meeting, and home." in about
    assert "People are at the door 10 minutes before it starts" in about
    for text in ("\n".join(map(" ".join, texts)), about, text_of(page)):
        assert not POSTCODES.search(text)


# --- showing this to others ---


def test_while_it_is_shown_to_others_nobody_who_is_invited_is_there() -> None:
    page = ask_meeting()
    page.text_area(key="meeting_people").set_value("Ann Other, ZZ1 1AA").run()
    assert "P1" in text_of(page)
    state.set_sharing(on=True)
    page.run()
    page.text_input(key="travel_typed").set_value("ZZ1 1AA").run()
    assert not page.exception
    assert "places have a way there and back" in answer(page)[0]
    assert not page.text_area
    assert "PRIVATE" not in text_of(page)
    assert "People who are invited" not in text_of(page)
    assert not re.findall(r"\bP\d\b", text_of(page))
    state.set_sharing(on=False)
    assert page.run().text_area(key="meeting_people").value == "Ann Other, ZZ1 1AA", "it is still in this window"


def test_the_timetable_s_days_are_beside_the_day() -> None:
    page = ask_meeting()
    first, last = dt.date(2025, 1, 2), dt.date(2027, 12, 31)
    assert page.date_input(key="meeting_day").help == f"The timetable covers {say_day(first)} to {say_day(last)}."


def test_the_postcodes_of_the_demo_have_the_shape_that_is_looked_for(demo_data: Path) -> None:
    text = (demo_data / "postcodes.csv").read_text(encoding="utf-8").splitlines()[0].split(",")[0].strip('"')
    assert POSTCODES.fullmatch(tidy_postcode(text) or "")
