"""Reaching the answer for one meeting in tests of pages: the day, the hall, the engine."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest
from web_app import open_page

from assetmap.services import engine

WEDNESDAY = dt.date(2026, 11, 11)
HALL = "Wenlas Memorial Hall, "
WAYS = "Ways to the meeting"


def prepare_engine() -> None:
    """Prepare the engine as the page would, once in a process."""
    engine.prepare(lambda _text, _share: None)


def ask_meeting(day: dt.date = WEDNESDAY) -> AppTest:
    """Open the page, choose the hall and a day; the hours are the page's own, 14:00 to 16:00."""
    page = open_page("travel")
    box = page.selectbox(key="travel_venue")
    page = box.select(next(option for option in box.options if option.startswith(HALL))).run()
    return page.date_input(key="meeting_day").set_value(day).run()
