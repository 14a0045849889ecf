"""Records that are easily forgotten: visits of an age, a list of patches for areas, all who came from one corner."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import people_place
import pytest
from people_place import write_csv
from scipy.stats import beta
from who_came import CODES, POSTCODE_OF, bring, bring_rows

from assetmap.errors import OptionError
from assetmap.services import representation
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def bring_ages(place: Place, folder: Path, ages: list[str], *, named: bool, area: int = 0) -> None:
    rows = [
        f"Lunch,02/02/2026,resident,{f'p{number}' if named else ''},{POSTCODE_OF[CODES[area]]},{age}"
        for number, age in enumerate(ages)
    ]
    bring_rows(place, folder, "event,date,role,person,postcode,age band", rows, keep={"age_band": "to see gaps"})


def test_visits_of_some_ages_are_counted_by_group(place: Place, tmp_path: Path) -> None:
    bring_ages(place, tmp_path / "came", ["85+"] * 4 + ["16-24"] * 5 + [""] * 3 + ["35-49"] * 12, named=False)
    answer = representation.missing(place, MissingRequest(view="working", by="group", ages="16-64"))
    assert answer.facts["observed"].sum() == 17
    older = representation.missing(place, MissingRequest(view="working", by="group", ages="65+"))
    assert older.facts["observed"].sum() == 4


@pytest.mark.parametrize("by", ["area", "cluster"])
@pytest.mark.parametrize("view", ["share", "working"])
def test_patches_for_what_looks_at_areas_are_refused(place: Place, tmp_path: Path, by: str, view: str) -> None:
    path = write_csv(tmp_path / "patches.csv", "area code,patch", *(f"{code},North" for code in CODES))
    with pytest.raises(OptionError, match=r"looks at the areas themselves.*Leave --patches out"):
        representation.missing(place, MissingRequest(view=view, by=by, patches=path))


def test_all_who_came_from_one_corner_can_be_written_down(place: Place, tmp_path: Path) -> None:
    bring_ages(place, tmp_path / "came", ["35-49"] * 40, named=True, area=3)
    answer = representation.missing(place, MissingRequest(view="working", by="cluster"))
    (row,) = [row for row in representation.as_records(answer) if row["label"] == "More than expected"]
    assert row["relative_risk"] is None  # there is no rate to hold it against
    json.dumps(representation.as_records(answer), allow_nan=False)


def test_an_area_without_residents_is_in_no_interval(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_csv(
        tmp_path / "people.csv",
        "lsoa21_code,total_population",
        *(f"{code},{people}" for code, people in zip(CODES, (2000, 1000, 600, 0), strict=True)),
    )
    monkeypatch.setattr(people_place, "_population", lambda _: (path,))
    place = people_place.make_place(home, tmp_path / "files")
    bring(place, tmp_path / "came", (30, 4, 9, 40))
    answer = representation.missing(place, MissingRequest(view="working"))
    ends = answer.facts.attrs["intervals"]
    assert np.isnan(ends.loc[CODES[3], "low"])
    share, came, people = 2000 / 3600, 30, 43  # Clopper and Pearson's interval, by its beta form
    assert ends.loc[CODES[0], "low"] == pytest.approx(beta.ppf(0.025, came, people - came + 1) / share)
    assert ends.loc[CODES[0], "high"] == pytest.approx(beta.ppf(0.975, came + 1, people - came) / share)
    assert "of these 3 areas." in answer.facts.attrs["details"]["luck"][0]
