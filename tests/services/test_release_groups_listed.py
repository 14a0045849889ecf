"""Which groups a release lists says nothing of who came: one that is there may have nobody in it."""

from __future__ import annotations

from pathlib import Path

import people_place
import pytest
from people_place import NOW
from who_came import CODES, POSTCODE_OF, bring_rows

from assetmap.model.participation_categories import CATEGORIES, OTHER_CATEGORY
from assetmap.model.release import Release
from assetmap.services import participation, releases
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place

WINTER = {"from_": "2026-01-01", "to": "2026-02-28"}
HEAD = "event,date,role,person,postcode,language"
RARE = "Tigrinya"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def draft(place: Place, characteristic: str = "") -> Release:
    return releases.draft(place, ReleaseRequest(characteristic=characteristic, **WINTER), today=NOW.date())


def listed(release: Release) -> list[tuple[str, ...]]:
    """Every row of a release by what it is a row of."""
    keys = ("area", "characteristic", "group")
    return [(table.by, *(str(row.get(key)) for key in keys)) for table in release.tables for row in table.rows]


def test_one_person_adds_no_group_to_a_release(place: Place, tmp_path: Path) -> None:
    languages = [*["English"] * 30, RARE]
    rows = [
        f"Lunch,02/02/2026,resident,p{n},{POSTCODE_OF[CODES[n % 2]]},{language}" for n, language in enumerate(languages)
    ]
    bring_rows(place, tmp_path / "came", HEAD, rows, keep={"language": "to see gaps"})
    halves = (f"{code},{'N' if number < 2 else 'S'}" for number, code in enumerate(CODES))
    settle_patches(place, people_place.write_csv(tmp_path / "two.csv", "area code,patch", *halves))
    plain, crossed = draft(place), draft(place, "language")
    participation.erase_person(place, f"p{len(languages) - 1}", now=NOW, who="t")
    assert listed(draft(place)) == listed(plain)
    assert listed(draft(place, "language")) == listed(crossed)
    groups = {group for by, _, _, group in listed(plain) if by == "group"}
    assert groups == {*(one.name for one in CATEGORIES["language"]), OTHER_CATEGORY, "not stated"}


def test_that_a_group_is_listed_narrows_nothing(place: Place, tmp_path: Path) -> None:
    spoken = [one.name for one in CATEGORIES["language"]][:14]
    rows = [f"Lunch,02/02/2026,resident,p{n},{POSTCODE_OF[CODES[0]]},{one}" for n, one in enumerate(spoken)]
    bring_rows(place, tmp_path / "came", HEAD, rows, keep={"language": "to see gaps"})
    (table,) = [one for one in draft(place).tables if one.by == "group"]
    hidden = [row for row in table.rows if row["observed"] == "fewer than 10"]
    assert len(hidden) > 50  # were the 14 alone there, each had one person at least, and so four at most
