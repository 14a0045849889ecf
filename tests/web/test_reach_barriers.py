"""Our barrier on Who have we not reached yet?: said first where the engine is ready, prepared for on asking alone."""

from __future__ import annotations

import pytest
from meeting_page import prepare_engine
from web_app import SECONDS, open_page, text_of
from web_tables import answer, table

from assetmap.services import engine, workspace
from assetmap.services.our_barriers import barriers_by_unit, usual_meeting
from assetmap.services.representation_units import area_units
from assetmap.web import state

FEWER = "Fewer people have come from 2 of 8 patches than we would expect."
LOOK_FIRST = "Look first at Upper Marrowdale and Aberwenlas East."
# The valley's last bus leaves the hall at 15:50; see `test_meeting_page`, which reads the timetable itself.
BARRIER = "Fewer people have come from Upper Marrowdale. Our meetings end after its last bus: it leaves at 15:50."


@pytest.mark.usefixtures("demo_place")
def test_our_barrier_is_said_first_where_the_engine_is_ready() -> None:
    prepare_engine()
    page = open_page("reached")
    assert page.toggle(key="reach_barriers").value
    assert answer(page)[:3] == [FEWER, BARRIER, LOOK_FIRST]


@pytest.mark.usefixtures("demo_place")
def test_nothing_is_prepared_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "prepare", lambda _: pytest.fail("nobody asked what stands in the way"))
    page = open_page("reached")
    assert not page.toggle(key="reach_barriers").value
    assert answer(page)[:2] == [FEWER, LOOK_FIRST]


@pytest.mark.usefixtures("demo_place")
def test_asking_prepares_the_engine_and_then_says_our_barrier() -> None:
    page = open_page("reached")
    page.toggle(key="reach_barriers").set_value(True).run()
    assert page.session_state["travel_engine"].job.wait(SECONDS)
    page.run()
    assert not page.exception
    assert answer(page)[:2] == [FEWER, BARRIER]
    page.toggle(key="reach_barriers").set_value(False).run()
    assert BARRIER not in text_of(page)


@pytest.mark.usefixtures("demo_place")
def test_where_nothing_of_ours_stands_in_the_way_it_is_said() -> None:
    prepare_engine()
    rows = table(open_page("reached"), "Who came from each patch")
    told = {row["Patch"]: row["What of ours may stand in the way"] for row in rows}
    assert all(told.values()), "no cell is left blank"
    assert told["Upper Marrowdale"].startswith("Our meetings end after its last bus")
    assert told["Aberwenlas East"] == "Nothing we found"


@pytest.mark.usefixtures("demo_place")
def test_places_nobody_came_from_have_their_last_bus_or_why_there_is_no_time() -> None:
    prepare_engine()
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("nobody-yet").run()
    rows = table(page, "Small areas nobody has come from yet")
    place = workspace.open_place(state.settings(), "demo")
    by_area = barriers_by_unit(place, area_units(place), usual_meeting(place))
    ways = {name: by_area[str(code)] for code, name in area_units(place).names.items()}
    assert rows
    for row in rows:
        way, home, ours = ways[row["Small area"]], row["Last bus home leaves"], row["What of ours may stand in the way"]
        if way.last_home:
            assert home == way.last_home
        else:
            assert (home == "within a walk") == (way.found > 0 and way.not_found == way.not_known == 0)
            assert (home == "not known") == (way.not_known > 0)
        assert ours == (way.sentence or "Nothing we found")


@pytest.mark.usefixtures("demo_place")
def test_without_ways_no_column_of_them_stands_empty() -> None:
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("nobody-yet").run()
    assert set(table(page, "Small areas nobody has come from yet")[0]) == {"Small area", "Live there"}


@pytest.mark.usefixtures("demo_place")
def test_whoever_does_not_want_ways_sees_none() -> None:
    prepare_engine()
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    page.radio(key="reach_by").set_value("nobody-yet").run()
    page.toggle(key="reach_barriers").set_value(False).run()
    assert set(table(page, "Small areas nobody has come from yet")[0]) == {"Small area", "Live there"}
