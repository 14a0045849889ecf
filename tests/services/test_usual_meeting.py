"""Which meeting is the usual one, on which day its ways are worked out, and why it cannot be used where it cannot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace

import people_place
import pytest
import timetable_town as paper
import town
import town_on_disk

from assetmap.model.asset import Asset, Fact
from assetmap.model.our_barrier import UsualMeeting
from assetmap.model.participation import Event
from assetmap.services import workspace
from assetmap.services.our_barriers import usual_meeting
from assetmap.services.workspace import Place


def _asset(id_: str, name: str, *, is_on_the_map: bool = True) -> Asset:
    lon, lat = town.lon_lat(*town_on_disk.HALL) if is_on_the_map else (None, None)
    return Asset(id_, "list", id_, "venue", lon=lon, lat=lat, fields={"name": Fact(name, "list", "")})


HALL = _asset("aaaa1111-0000", "The Hall")
OTHERS = (
    _asset("cafe2222-0000", "Somewhere else"),
    _asset("bbbb3333-0000", "Lost Hall", is_on_the_map=False),
    _asset("dddd4444-0000", "Twin Hall"),
    _asset("eeee4444-0000", "Twin Hall"),
)


Ask = Callable[..., UsualMeeting]


class _Register:
    """As much of a store as the question needs."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._events, self._assets = sorted(events, key=lambda one: (one.date, one.start)), (HALL, *OTHERS)

    def events(self) -> list[Event]:
        return self._events

    def assets(self, *, ids: Sequence[str] | None = None) -> list[Asset]:
        return [asset for asset in self._assets if ids is None or asset.id in ids]

    def asset_lines(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(id=asset.id, names=(asset.text("name"),)) for asset in self._assets]

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return town_on_disk.make_town(tmp_path_factory.mktemp("town"))


def _held(*dates: str, venue: str = "The Hall", hours: str = "14:00 15:00", meant_for: str = "everyone") -> list[Event]:
    start, _, end = hours.partition(" ")
    return [Event(f"{date}{venue}{hours}", "", date, start, end, venue, meant_for=meant_for) for date in dates]


@pytest.fixture
def ask(place: Place, monkeypatch: pytest.MonkeyPatch) -> Ask:
    def run(events: Sequence[Event], **options: str) -> UsualMeeting:
        monkeypatch.setattr(workspace, "open_register", lambda _: _Register(events))
        return usual_meeting(place, **options)

    return run


TUESDAYS, THURSDAYS = ("2026-05-05", "2026-05-12", "2026-05-19"), ("2026-05-07", "2026-05-14", "2026-05-21")


def test_the_commonest_is_taken_and_of_equally_many_the_latest(ask: Ask) -> None:
    events = [*_held(*TUESDAYS), *_held(*THURSDAYS[:2]), *_held(*THURSDAYS, hours="10:00 12:00")]
    assert ask(events) == UsualMeeting(
        venue_name="The Hall", venue=HALL.id, date=THURSDAYS[-1], start="10:00", end="12:00", number=3
    )
    # Another day of the week, another hour, another hall are another meeting; capitals and accents are not.
    assert ask([*_held(*TUESDAYS[:2], venue="THE HÁLL"), *_held(TUESDAYS[2]), *_held(*THURSDAYS[:2])]).number == 3


def test_only_meetings_of_the_period_and_meant_for_these_people_count(ask: Ask) -> None:
    events = [*_held(*TUESDAYS), *_held(*THURSDAYS[:2]), *_held(*THURSDAYS, hours="10:00 12:00", meant_for="carers")]
    assert ask(events, first="2026-05-06", last="2026-05-14").date == "2026-05-14"
    assert ask(events, last="2026-05-12").date == "2026-05-12"
    assert ask(events).start == "14:00"
    assert ask(events, meant_for="carers").start == "10:00"
    assert ask(events, meant_for="").start == "10:00"
    assert ask(events, first="2027-01-01") == UsualMeeting(reason="No meeting is on record for this time.")


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2026-05-05", "2026-06-02"), "2026-05-05"),  # the latest that the timetable covers
        (("2026-03-03", "2026-03-10"), "2026-04-28"),  # before it: the first such weekday in it
        (("2026-06-02",), "2026-05-26"),  # after it: the last
        (("2026-04-20",), "2026-04-27"),  # a Monday, the first day of all
        (("2026-04-13", "2026-05-04"), "2026-05-04"),  # a bank holiday, where there is no other meeting
        (("2026-05-18", "2026-05-25"), "2026-05-18"),  # else not
        (("2026-06-01",), "2026-05-18"),  # 25 May is a bank holiday
    ],
)  # fmt: skip
def test_the_day_is_the_latest_meeting_that_the_timetable_covers(
    ask: Ask, dates: tuple[str, ...], expected: str
) -> None:
    usual = ask(_held(*dates))
    assert (usual.date, usual.reason) == (expected, "")
    assert dt.date.fromisoformat(usual.date).weekday() == dt.date.fromisoformat(dates[0]).weekday()
    assert paper.FIRST_DAY <= usual.date <= paper.LAST_DAY


@pytest.mark.parametrize(
    ("venue", "hours", "reason"),
    [
        ("", "14:00 15:00", "No venue is recorded for our usual meeting."),
        ("The Hall", "14:00", "No start or no end is recorded for our usual meeting."),
        ("The Hall", "", "No start or no end is recorded for our usual meeting."),
        ("The Hall", "22:00 00:30", "Our usual meeting ends before it starts, or runs over midnight. Check its times."),
        ("Nowhere", "14:00 15:00", "Our usual venue, 'Nowhere', is on no list yet. Add it, with its address."),
        ("Cafe", "14:00 15:00", "Our usual venue, 'Cafe', is on no list yet. Add it, with its address."),
        ("Lost Hall", "14:00 15:00", "Our usual venue, 'Lost Hall', has no location yet. Add its postcode."),
        ("twin hall", "14:00 15:00",
         "Our usual venue, 'twin hall', has the name of two or more on our list. Tell them apart."),
        ("99,199", "14:00 15:00", "Our usual venue, '99,199', is no point on our map. Check it."),
    ],
)  # fmt: skip
def test_why_it_cannot_be_used_is_said(ask: Ask, venue: str, hours: str, reason: str) -> None:
    usual = ask(_held(*TUESDAYS, venue=venue, hours=hours))
    assert (usual.reason, usual.venue, usual.number) == (reason, "", 3)
    assert all(len(sentence.split()) <= 20 for sentence in reason.split(". "))


@pytest.mark.parametrize("venue", [town_on_disk.POSTCODES["Mill"][0], town_on_disk.hall_text()])
def test_a_postcode_or_a_point_is_a_venue_without_an_asset(ask: Ask, venue: str) -> None:
    usual = ask(_held(*TUESDAYS, venue=venue))
    assert (usual.venue_name, usual.venue, usual.date, usual.reason) == (venue, "", TUESDAYS[-1], "")


def test_a_place_without_streets_or_without_a_timetable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "open_register", lambda _: _Register(_held(*TUESDAYS)))
    bare = people_place.make_place(tmp_path / "bare", tmp_path / "files")
    assert usual_meeting(bare).reason == "This place has no streets yet, so no way can be worked out."
    streets = people_place.make_streets_place(tmp_path / "streets", tmp_path / "more", postcodes=False)
    assert usual_meeting(streets).reason == "This place has no timetable yet. Add one to see the last bus."
