"""What is special about a day: sunsets and bank holidays as almanacs have them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from assetmap.config import Settings
from assetmap.errors import OptionError
from assetmap.services import meeting_day, workspace
from assetmap.services.workspace import Place

# Greenwich, from almanacs: the shortest and the longest day, and an equinox; Lerwick in midwinter.
SUNSETS = [
    ("2026-12-21", 51.48, 0.0, "Europe/London", "15:53"),
    ("2026-06-21", 51.48, 0.0, "Europe/London", "21:21"),
    ("2026-03-20", 51.48, 0.0, "Europe/London", "18:14"),
    ("2026-12-21", 60.15, -1.15, "Europe/London", "14:58"),
    ("2019-05-13", -30.03, -51.23, "America/Sao_Paulo", "17:41"),
]


@pytest.mark.parametrize(("day", "lat", "lon", "zone", "clock"), SUNSETS)
def test_the_sun_sets_when_almanacs_say(day: str, lat: float, lon: float, zone: str, clock: str) -> None:
    seconds = meeting_day.sunset(dt.date.fromisoformat(day), lat=lat, lon=lon, zone=zone)
    hours, minutes = map(int, clock.split(":"))
    assert seconds == pytest.approx(hours * 3600 + minutes * 60, abs=150)


def test_where_the_sun_does_not_set_nobody_can_tell() -> None:
    assert meeting_day.sunset(dt.date(2026, 6, 21), lat=70.0, lon=25.0, zone="Europe/Oslo") is None


@pytest.mark.parametrize("zone", ["", "Nowhere/Town", "../../etc"])
def test_a_zone_that_is_none_is_that_of_great_britain(zone: str) -> None:
    day = dt.date(2026, 12, 21)
    at = meeting_day.sunset(day, lat=51.48, lon=0.0, zone=zone)
    assert at == meeting_day.sunset(day, lat=51.48, lon=0.0, zone="Europe/London")


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-2-30", "20260230", "2026-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(OptionError, match="this is no day"):
        meeting_day.read_date(text)


def _place(monkeypatch: pytest.MonkeyPatch, *, areas: list[str], postcodes: list[str]) -> Place:
    monkeypatch.setattr(workspace, "areas", lambda place: pd.DataFrame({"area_id": areas}, dtype="str"))
    monkeypatch.setattr(workspace, "postcodes", lambda place: pd.DataFrame({"postcode": postcodes}, dtype="str"))
    return Place(name="Town", slug="town", folder=Path("nowhere"), generation=1, settings=Settings())


# St Andrew's Day is Scotland's alone, the Battle of the Boyne Northern Ireland's, Tynwald Day the Isle of Man's; on the
# Tuesday after Easter nobody has one; Easter Monday is none in Scotland.
HOLIDAYS = [
    (["E01000001"], [], "2026-04-06", ["England"]),
    (["W01000001"], [], "2026-04-06", ["Wales"]),
    (["S01000001"], [], "2026-04-06", []),
    (["S01000001"], [], "2026-11-30", ["Scotland"]),
    (["W01000001"], [], "2026-11-30", []),
    (["N00000001"], [], "2026-07-13", ["Northern Ireland"]),
    ([], ["BT1 1AA"], "2026-07-13", ["Northern Ireland"]),
    ([], ["IM1 1AA"], "2026-07-06", ["the Isle of Man"]),
    (["E01000001", "W01000001"], [], "2026-12-25", ["England", "Wales"]),
    (["E01000001"], [], "2026-04-07", []),
    ([], ["NP20 4AB"], "2026-12-25", []),  # a postcode of Great Britain tells no nation
]


@pytest.mark.parametrize(("areas", "postcodes", "day", "nations"), HOLIDAYS)
def test_bank_holidays_are_those_of_the_place_s_nations(
    monkeypatch: pytest.MonkeyPatch, areas: list[str], postcodes: list[str], day: str, nations: list[str]
) -> None:
    place = _place(monkeypatch, areas=areas, postcodes=postcodes)
    found = meeting_day.bank_holidays(place, dt.date.fromisoformat(day))
    assert [nation.name for nation, _ in found] == nations
