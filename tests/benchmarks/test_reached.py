"""How long Who have we not reached yet? takes after a change of period, with 100,000 rows on record."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
import uuid
from pathlib import Path

import people_place
import pytest
from web_app import open_page
from web_tables import table

from assetmap.model.participation import Attendance, Event
from assetmap.model.register import Change
from assetmap.services import workspace

ROWS, PEOPLE, MEETINGS = 100_000, 30_000, 900
MOST_SECONDS = 1.0
PERIODS = ("January to June 2024", "July to December 2024", "January to June 2025", "All meetings on record")


def _fill(home: Path, folder: Path) -> None:
    """Write a register of made-up people: each comes three times or so, from one of four areas."""
    place = people_place.make_place(home, folder)
    rng = random.Random(1)
    first = dt.date(2024, 1, 3)
    events = [
        Event(event_id=f"e{n}", name=f"Meeting {n}", date=(first + dt.timedelta(days=n)).isoformat())
        for n in range(MEETINGS)
    ]
    kept = ((("age_band", "65-74"), ("disability", "disabled")), (("age_band", "35-49"),), ())
    people = [(f"p{n:06d}", rng.choice(list(people_place.AREAS)), rng.choice(kept)) for n in range(PEOPLE)]
    rows = []
    for _ in range(ROWS):
        person, area, facts = rng.choice(people)
        role = rng.choice(("community_member", "carer", "staff"))
        key, event = uuid.UUID(int=rng.getrandbits(128)).hex, f"e{rng.randrange(MEETINGS)}"
        rows.append(Attendance(key, event, role, person=person, area_id=area, characteristics=facts))
    change = Change(what="made up", source="benchmark", who="t", when="2026-01-01T00:00:00+00:00", events=events,
                    attendances=rows)  # fmt: skip
    store = workspace.open_register(place)
    store.apply(change)
    store.close()


@pytest.mark.benchmark
def test_a_change_of_period_with_a_hundred_thousand_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    _fill(home, tmp_path / "files")
    monkeypatch.setenv("ASSETMAP_HOME", str(home))
    page = open_page("reached")
    page.button(key="show_exact").click().run()
    for look in ("area", "group", "nobody-yet"):
        page.radio(key="reach_by").set_value(look).run()
        took = []
        for number in range(8):
            words = PERIODS[number % len(PERIODS)]
            start = time.perf_counter()
            page.selectbox(key="reach_period").set_value(words[:1].lower() + words[1:] if "All" in words else words)
            page.run()
            took.append(time.perf_counter() - start)
            assert not page.exception
        print(f"\n{look}: median {statistics.median(took):.2f} s, longest {max(took):.2f} s")
        assert statistics.median(took) < MOST_SECONDS
    page.radio(key="reach_by").set_value("area").run()
    assert len(table(page, "Who came from each")) == len(people_place.AREAS)
