"""Today is the day on the clock of the people, wherever they are; what is kept sorts as the moments do."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from square_place import make_square

from assetmap.cli import context
from assetmap.config import Settings
from assetmap.errors import NotFoundError
from assetmap.services import history, register
from assetmap.services.moments import as_kept
from assetmap.services.register import AssetAdd, Publish
from assetmap.web import state

EAST, WEST = dt.timezone(dt.timedelta(hours=13)), dt.timezone(dt.timedelta(hours=-11))
ZONES = st.timezones()
MOMENTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1), timezones=ZONES, allow_imaginary=False)  # noqa: DTZ001


@pytest.fixture(params=[("EAST-13", EAST), ("WEST+11", WEST)])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[dt.timezone]:
    """The computer's clock in a zone where, between the two, today is never the day of universal time."""
    name, there = request.param
    with monkeypatch.context() as during:
        during.setenv("TZ", name)
        time.tzset()
        yield there
    time.tzset()


@pytest.mark.parametrize("now", [state.now, context.now])
def test_today_is_the_day_of_the_people_at_the_keyboard(zone: dt.timezone, now: Callable[[], dt.datetime]) -> None:
    before = dt.datetime.now(tz=zone)
    told = now()
    assert before <= told <= dt.datetime.now(tz=zone)
    assert told.utcoffset() == zone.utcoffset(None)


@given(st.lists(MOMENTS, min_size=2, max_size=2))
def test_what_is_kept_sorts_as_the_moments_do(pair: list[dt.datetime]) -> None:
    one, other = pair
    assert dt.datetime.fromisoformat(as_kept(one)) == one
    assert as_kept(one).endswith("+00:00")
    if abs(one - other) >= dt.timedelta(seconds=1):
        assert (as_kept(one) < as_kept(other)) == (one < other)


@pytest.mark.parametrize("zone_of_undo", [EAST, WEST, dt.UTC])
def test_a_change_can_be_taken_back_for_as_long_in_every_zone(tmp_path: Path, zone_of_undo: dt.timezone) -> None:
    place = make_square(tmp_path / "home")
    place = replace(place, settings=Settings(home=place.settings.home, undo_days=1))
    made = dt.datetime(2026, 10, 5, 0, 30, tzinfo=EAST)
    register.add_asset(place, AssetAdd(name="Hall", kind="venue"), now=made, who="Ann")
    late = (made + dt.timedelta(days=1, minutes=1)).astimezone(zone_of_undo)
    assert history.read_history(place, now=late).next_undo is None
    with pytest.raises(NotFoundError):
        register.undo_last(place, now=late, who="Ann")
    soon = late - dt.timedelta(minutes=2)
    assert history.read_history(place, now=soon).next_undo is not None
    assert register.undo_last(place, now=soon, who="Ann").records == {"asset": 1}


def test_what_was_agreed_today_may_be_said_just_after_midnight(tmp_path: Path) -> None:
    place = make_square(tmp_path / "home")
    now = dt.datetime(2026, 10, 5, 0, 30, tzinfo=EAST)  # still the 4th in universal time
    own = register.add_asset(place, AssetAdd(name="Hall", kind="venue"), now=now, who="Ann")["id"]
    said = register.publish_asset(place, own, Publish(agreed_by="Zoe", agreed_on="2026-10-05"), now=now, who="Ann")
    assert said["id"] == own
