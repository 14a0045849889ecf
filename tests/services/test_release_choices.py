"""What can be released next: closed half-years without shared days, for whom, which characteristics were kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import people_place
import pytest
import who_came
from people_place import NOW, write_csv

from assetmap.model.period import Period
from assetmap.services import release_choices, releases
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place

TODAY = dt.date(2026, 7, 1)
WINTER, AUTUMN, SPRING = (
    Period("2026-01-01", "2026-06-30"), Period("2025-07-01", "2025-12-31"), Period("2025-01-01", "2025-06-30"),
)  # fmt: skip


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    for day in ("02/02/2026", "03/09/2025", "04/03/2025"):
        who_came.bring(made, tmp_path / "came", (20, 20, 20, 20), day=day, disability="yes")
    who_came.bring(made, tmp_path / "came", (5, 5, 5, 5), day="03/02/2026", kind="older people")
    return made


def test_closed_half_years_are_offered_the_latest_first(place: Place) -> None:
    found = release_choices.choices(place, TODAY)
    assert [one.period for one in found] == [WINTER, AUTUMN, SPRING]
    assert found[0].kinds == {"everyone": 1, "older people": 1}
    assert next(iter(found[0].kinds)) == "everyone"
    assert release_choices.not_over(place, TODAY) is None
    assert [one.period for one in release_choices.choices(place, NOW.date())] == [AUTUMN, SPRING]
    assert release_choices.not_over(place, NOW.date()) == WINTER


def test_released_days_are_closed_for_all_meetings(place: Place) -> None:
    now = dt.datetime.combine(TODAY, dt.time(), dt.UTC)
    releases.make_release(place, ReleaseRequest(from_=WINTER.first, to=WINTER.last), now=now, who="t")
    assert {one.meant_for for one in releases.list_releases(place)} == {"everyone", "older people"}
    assert [one.period for one in release_choices.choices(place, TODAY)] == [AUTUMN, SPRING]


def test_a_shared_day_closes_a_half_year(place: Place) -> None:
    releases.make_release(place, ReleaseRequest(from_="2025-03-01", to="2025-09-03"), now=NOW, who="t")
    assert [one.period for one in release_choices.choices(place, TODAY)] == [WINTER]
    assert release_choices.open_kinds(place, AUTUMN).kinds == {}


def test_what_can_be_released_next_begins_after_what_is_released(place: Place, tmp_path: Path) -> None:
    """In May, days up to 2 February are released: the meeting of 3 February is left, and no other later."""
    who_came.bring(place, tmp_path / "later", (9, 9, 9, 9), day="10/06/2026")
    releases.make_release(place, ReleaseRequest(from_="2025-01-01", to="2026-02-02"), now=NOW, who="t")
    assert release_choices.not_over(place, NOW.date()) == Period("2026-02-03", "2026-06-30")
    later = dt.datetime(2026, 6, 20, 9, tzinfo=dt.UTC)
    releases.make_release(place, ReleaseRequest(from_="2026-02-03", to="2026-06-10"), now=later, who="t")
    assert release_choices.not_over(place, later.date()) is None, "no meeting is left in what is not released"


def test_every_choice_can_be_released(place: Place) -> None:
    for choice in release_choices.choices(place, TODAY):
        for kind in choice.kinds:
            request = ReleaseRequest(from_=choice.period.first, to=choice.period.last, meant_for=kind)
            assert releases.draft(place, request, today=TODAY).meant_for == kind


def test_characteristics_are_offered_where_kept_and_where_there_are_patches(place: Place, tmp_path: Path) -> None:
    assert release_choices.kept_characteristics(place, "everyone", WINTER) == []
    rows = (f"{code},{'N' if code < who_came.CODES[2] else 'S'}" for code in who_came.CODES)
    settle_patches(place, write_csv(tmp_path / "two.csv", "area code,patch", *rows))
    assert release_choices.kept_characteristics(place, "everyone", WINTER) == ["disability"]
    assert release_choices.kept_characteristics(place, "older people", WINTER) == []
