"""Two questions whose difference is one person: free filters would expose 35 of 35, released figures expose nobody."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import people_place
import pytest
from people_place import AREAS, NOW, POSTCODES, write_csv

from assetmap.errors import AssetmapError
from assetmap.services import participation, releases, representation
from assetmap.services.participation import ParticipationImport
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place

TARGETS = 35
FIRST = dt.date(2025, 7, 2)
CODES = sorted(AREAS)
POSTCODE_OF = {area: postcode for postcode, area in POSTCODES.items()}
HALF_YEAR = ("2025-07-01", "2025-12-31")


def day_of(target: int) -> dt.date:
    """Each target comes for the first and only time on a day of their own."""
    return FIRST + dt.timedelta(days=target)


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    """Four areas with many people each on the first day, and one more person a day after that."""
    made = people_place.make_place(home, tmp_path / "files")
    lines = [f"First,2025-07-01,resident,c{area}{number},{POSTCODE_OF[area]}" for area in CODES for number in range(12)]
    lines += [
        f"Day {target},{day_of(target)},resident,t{target},{POSTCODE_OF[CODES[target % 4]]}"
        for target in range(TARGETS)
    ]
    path = write_csv(tmp_path / "m.csv", "event,date,role,person,postcode", *lines)
    participation.import_participation(made, ParticipationImport(path=path), now=NOW, who="t")
    return made


def asked(place: Place, last: dt.date, view: str) -> dict[str, object] | None:
    """Return the counts by area up to a day; None where they are refused."""
    request = MissingRequest(by="area", view=view, from_=HALF_YEAR[0], to=last.isoformat())
    try:
        answer = representation.missing(place, request)
    except AssetmapError:
        return None
    return dict(zip(answer.facts["area"], answer.facts["observed"], strict=True))


def exposed(place: Place, view: str) -> int:
    """Return for how many targets two questions, with and without their day, prove where they live."""
    found = 0
    for target in range(TARGETS):
        with_them, without = (asked(place, day_of(target) - dt.timedelta(days=less), view) for less in (0, 1))
        if with_them is None or without is None:
            continue
        found += sum(with_them[area] != without[area] for area in CODES) == 1
    return found


def test_free_filters_expose_everybody_and_released_figures_nobody(place: Place) -> None:
    assert exposed(place, "working") == TARGETS
    assert exposed(place, "share") == 0
    made = releases.make_release(place, releases.ReleaseRequest(from_=HALF_YEAR[0], to=HALF_YEAR[1]), now=NOW, who="t")
    assert made.period.first == HALF_YEAR[0]
    assert exposed(place, "share") == 0
    whole = asked(place, dt.date.fromisoformat(HALF_YEAR[1]), "share")
    assert whole is not None
    assert set(whole.values()) == {20}


def test_no_second_release_is_made_of_shared_days(place: Place) -> None:
    releases.make_release(place, releases.ReleaseRequest(from_=HALF_YEAR[0], to=HALF_YEAR[1]), now=NOW, who="t")
    made = 0
    for target in range(TARGETS):
        request = releases.ReleaseRequest(from_=HALF_YEAR[0], to=day_of(target).isoformat())
        try:
            releases.make_release(place, request, now=NOW, who="t")
        except AssetmapError:
            continue
        made += 1
    assert made == 0
    assert len(releases.list_releases(place)) == 1
