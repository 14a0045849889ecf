"""Our barrier on Who have we not reached yet?: said first where the engine is ready, prepared for on asking alone."""

from __future__ import annotations

import pytest
from meeting_page import prepare_engine
from web_app import SECONDS, open_page, text_of
from web_tables import answer

from assetmap.services import engine

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
