"""Days that lost records to tidying are not released; what would lose them is named first."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import people_place
import pytest
import who_came

from assetmap.errors import NotFoundError, OptionError
from assetmap.model.period import Period
from assetmap.model.release import Release
from assetmap.services import history, release_choices, releases, representation, retention, tidy, workspace
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place

NOW = dt.datetime(2026, 11, 28, 12, tzinfo=dt.UTC)
CUT = "2024-11-28"
AUTUMN, WINTER = Period("2024-07-01", "2024-12-31"), Period("2025-01-01", "2025-06-30")
SAID = "July to December 2024: records of meetings before 28 November 2024 were deleted.*would not be whole"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    """Sixty from Llan came in August 2024 alone, sixty from elsewhere in December: by now August is due to go."""
    made = people_place.make_place(home, tmp_path / "files")
    who_came.bring(made, tmp_path / "came", (60, 0, 0, 0), day="01/08/2024")
    who_came.bring(made, tmp_path / "came", (0, 20, 20, 20), day="20/12/2024")
    return made


def make(place: Place, request: ReleaseRequest) -> Release:
    return releases.make_release(place, request, now=NOW, who="t")


def test_a_half_year_that_lost_records_is_neither_offered_nor_released(place: Place) -> None:
    """With August gone, Llan would seem to be a place that nobody came from."""
    assert releases.next_period(place, NOW.date()) == AUTUMN
    assert tidy.delete_due(place, now=NOW, who="t").deleted == 60
    assert retention.whole_from(place) == CUT
    assert releases.next_period(place, NOW.date()) is None
    assert release_choices.choices(place, NOW.date()) == []
    with pytest.raises(NotFoundError, match=f"No closed half-year is left.*{SAID}"):
        make(place, ReleaseRequest())
    for first in (AUTUMN.first, "2024-11-27"):
        with pytest.raises(OptionError, match="Expected days from 28 November 2024 on"):
            make(place, ReleaseRequest(from_=first, to=AUTUMN.last))
    with pytest.raises(NotFoundError, match=SAID):
        representation.missing(place, MissingRequest(from_=AUTUMN.first, to=AUTUMN.last))
    assert releases.list_releases(place) == []
    made = make(place, ReleaseRequest(from_=CUT, to=AUTUMN.last))
    assert [row["observed"] for row in made.tables[0].rows] == ["fewer than 10", 20, 20, 20]


def test_later_half_years_are_offered_as_before(place: Place, tmp_path: Path) -> None:
    who_came.bring(place, tmp_path / "came", (20, 20, 20, 20), day="01/02/2025")
    tidy.delete_due(place, now=NOW, who="t")
    assert [one.period for one in release_choices.choices(place, NOW.date())] == [WINTER]
    assert make(place, ReleaseRequest()).period == WINTER


def test_what_would_lose_records_is_named_until_it_is_released(place: Place) -> None:
    due = tidy.count_due(place, now=NOW)
    assert due.unreleased == (AUTUMN,)
    assert "Not released yet: July to December 2024." in " ".join(due.sentences())
    days = f"--from {AUTUMN.first} --to {AUTUMN.last}"
    assert due.sentences()[-1] == f"To keep figures, release them first: assetmap release make {days}"
    make(place, ReleaseRequest())
    after = tidy.count_due(place, now=NOW)
    assert (after.number, after.unreleased) == (60, ())
    assert len(after.sentences()) == 2
    tidy.delete_due(place, now=NOW, who="t")
    assert [row["observed"] for row in releases.list_releases(place)[0].tables[0].rows] == [60, 20, 20, 20]


def test_only_the_days_that_are_still_open_are_named(place: Place) -> None:
    """August is released; the meeting of December is not, and will be due in a year."""
    make(place, ReleaseRequest(from_="2024-07-01", to="2024-08-31"))
    later = NOW + dt.timedelta(days=365)
    assert tidy.count_due(place, now=later).unreleased == (Period("2024-09-01", "2024-12-31"),)
    make(place, ReleaseRequest(from_="2024-09-01", to="2024-12-31"))
    assert tidy.count_due(place, now=later).unreleased == ()


def test_what_cannot_be_released_any_more_is_not_named(place: Place, tmp_path: Path) -> None:
    tidy.delete_due(place, now=NOW, who="t")
    assert tidy.count_due(place, now=NOW + dt.timedelta(days=60)).unreleased == ()
    who_came.bring(place, tmp_path / "came", (9, 0, 0, 0), day="02/08/2024")
    again = tidy.count_due(place, now=NOW)
    assert (again.number, again.unreleased) == (9, ())


def test_a_damaged_release_stops_no_counting_of_what_is_due(place: Place) -> None:
    made = make(place, ReleaseRequest())
    (place.folder / "releases" / f"{made.release_id}.json").write_text("{", encoding="utf-8")
    assert tidy.count_due(place, now=NOW).unreleased == ()


def test_the_day_is_kept_whatever_is_said_of_months_later(place: Place) -> None:
    tidy.delete_due(place, now=NOW, who="t")
    longer = replace(place, settings=replace(place.settings, retention_months=60))
    assert retention.whole_from(longer) == CUT
    (line, *_) = history.read_history(place, now=NOW).lines
    assert (line.what, line.source) == ("Old records of people were deleted", "")


@pytest.mark.parametrize(
    ("tidied", "whole"),
    [([("2026-11-28T12:00:00+00:00", "")], CUT), ([("2026-11-28T12:00:00+00:00", "2025-02-31")], "2025-03-01"),
     ([("x", "2024-01-01"), ("x", "2023-01-01")], "2024-01-01"), ([], "")],
)  # fmt: skip
def test_from_which_day_records_are_whole(
    place: Place, monkeypatch: pytest.MonkeyPatch, tidied: list[tuple[str, str]], whole: str
) -> None:
    class Register:
        def tidied(self) -> list[tuple[str, str]]:
            return tidied

        def close(self) -> None:
            pass

    monkeypatch.setattr(workspace, "open_register", lambda _place: Register())
    assert retention.whole_from(place) == whole
