"""Which days, which ages, which neighbours: each held against counting by hand over the same rows."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import people_place
import pytest
from people_place import AREAS, NOW, POSTCODES, write_csv
from small_place import fill_record

from assetmap.errors import OptionError
from assetmap.model.release import WorkingView
from assetmap.model.representation import Label
from assetmap.services import participation, reached_faces, reached_trend, representation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place

CODES = sorted(AREAS)
POSTCODE_OF = {area: postcode for postcode, area in POSTCODES.items()}
DAYS = ("05/01/2025", "30/06/2025", "01/07/2025", "31/12/2025", "02/02/2026")
BANDS = ("16-24", "35-49", "60 to 70", "65-74", "85+", "")


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return fill_record(people_place.make_place(home, tmp_path / "files"))


@pytest.fixture
def rows(place: Place, tmp_path: Path) -> pd.DataFrame:
    """Some 200 rows drawn at random, brought in, and as they stand in the file."""
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "day": rng.choice(DAYS, 200),
            "person": [f"p{n}" for n in rng.integers(0, 90, 200)],
            "role": rng.choice(["resident", "staff", "carer"], 200, p=[0.6, 0.2, 0.2]),
        }
    ).drop_duplicates(["day", "person"])
    home = {
        person: CODES[number]
        for person, number in zip(frame["person"].unique(), itertools.cycle((0, 0, 1, 2, 3)), strict=False)
    }
    band = {person: BANDS[number % len(BANDS)] for number, person in enumerate(sorted(home))}
    frame = frame.assign(area=frame["person"].map(home), band=frame["person"].map(band))
    lines = [
        f"M {row['day']},{row['day']},{row['role']},{row['person']},{POSTCODE_OF[row['area']]},{row['band']}"
        for row in frame.to_dict("records")
    ]
    path = write_csv(tmp_path / "m.csv", "event,date,role,person,postcode,age band", *lines)
    fill_record(place)
    request = ParticipationImport(path=path, keep={"age_band": "to see whom we reach"})
    participation.import_participation(place, request, now=NOW, who="t")
    iso = frame["day"].map(lambda day: "-".join(reversed(day.split("/"))))
    return frame.assign(day=iso)[frame["role"] != "staff"]


def observed(place: Place, **asked: str) -> dict[str, int]:
    answer = representation.missing(place, MissingRequest(view="working", **asked))  # type: ignore[arg-type]
    assert isinstance(answer, WorkingView)
    return {code: int(number) for code, number in zip(answer.facts["area"], answer.facts["observed"], strict=True)}


@pytest.mark.parametrize(
    ("first", "last"),
    [("", ""), ("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31"), ("2025-07-01", ""), ("", "2025-06-30"),
     ("2025-06-30", "2025-06-30"), ("2024-01-01", "2024-12-31")],
)  # fmt: skip
def test_only_meetings_of_those_days_count(place: Place, rows: pd.DataFrame, first: str, last: str) -> None:
    wanted = dict.fromkeys(CODES, 0)
    seen = set()
    for row in rows.to_dict("records"):
        if (first or "0") <= row["day"] <= (last or "9") and row["person"] not in seen:
            seen.add(row["person"])
            wanted[row["area"]] += 1
    assert observed(place, from_=first, to=last) == wanted


def test_only_people_known_to_be_of_those_ages_count(place: Place, rows: pd.DataFrame) -> None:
    people = rows.drop_duplicates("person")
    inside = people[people["band"].isin(["65-74", "85+"])]
    answer = representation.missing(place, MissingRequest(view="working", ages="65+"))
    assert answer.facts["observed"].sum() == len(inside)
    assert list(answer.facts["population"]) == [people_place.OVER_65[code] for code in CODES]
    about = answer.facts.attrs["details"]["about"]
    assert (about["ages"], about["compared_with"]) == ("aged 65 and over", "residents aged 65 and over")
    unknown = int(people["band"].isin(["", "60 to 70"]).sum())
    assert any(f"Age not known, not in these figures: {unknown} people." in note for note in answer.notes)
    others = int(people["band"].isin(["16-24", "35-49"]).sum())
    assert any(f"Of other ages, not in these figures: {others} people." in note for note in answer.notes)


def test_ages_the_figures_do_not_part_at_are_said(place: Place, rows: pd.DataFrame) -> None:
    answer = representation.missing(place, MissingRequest(view="working", ages="70+"))
    assert set(answer.facts["label"]) == {""}
    assert any("cannot tell how many people are aged 70 and over" in note for note in answer.notes)


def test_every_result_carries_what_it_is_about(place: Place, rows: pd.DataFrame) -> None:
    for by in ("area", "cluster"):
        answer = representation.missing(
            place, MissingRequest(view="working", by=by, from_="2025-01-01", to="2025-06-30")
        )
        about = answer.facts.attrs["details"]["about"]
        assert list(about) == ["compared_with", "catchment", "ages", "period", "vintages", "method"]
        assert about["period"] == "January to June 2025"
        assert all(about.values())


def test_neighbours_that_nobody_came_from_are_found_together(place: Place, tmp_path: Path) -> None:
    lines = [f"Lunch,02/02/2026,resident,q{n},{POSTCODE_OF[CODES[0]]}" for n in range(60)]
    lines += [f"Lunch,02/02/2026,resident,r{n},{POSTCODE_OF[CODES[3]]}" for n in range(12)]
    path = write_csv(tmp_path / "m.csv", "event,date,role,person,postcode", *lines)
    participation.import_participation(place, ParticipationImport(path=path), now=NOW, who="t")
    answer = representation.missing(place, MissingRequest(view="working", by="cluster"))
    low = answer.facts[answer.facts["label"] == Label.FEWER]
    assert list(low["observed"]) == [0] * len(low)
    assert {code for codes in low["areas"] for code in codes} <= {CODES[1], CODES[2]}
    assert answer.facts["p_value"].max() < 0.05
    said = answer.facts.attrs["details"]["answer"]
    assert said[0].startswith("Taken together, fewer people have come from: ")
    again = representation.missing(place, MissingRequest(view="working", by="cluster"))
    pd.testing.assert_frame_equal(answer.facts, again.facts)


def test_faces_are_counted_by_half_year(place: Place, rows: pd.DataFrame) -> None:
    answer = reached_faces.exact_faces(reached_faces.read_all(place, MissingRequest(view="working")))
    half = rows["day"].map(lambda day: f"{day[:4]}-{1 if day[5:7] < '07' else 2}")
    first = rows.assign(half=half).groupby("person")["half"].min()
    told = {row["half_year"]: row for row in answer.facts.to_dict("records")}
    assert list(told) == ["January to June 2025", "July to December 2025", "January to June 2026"]
    assert told["January to June 2026"]["new_faces"] == int((first == "2026-1").sum())
    assert told["January to June 2026"]["people"] == rows[half == "2026-1"]["person"].nunique()
    assert np.isnan(told["January to June 2025"]["new_faces"])
    seats = answer.facts.attrs["details"]["seats"]
    assert {row["role"] for row in seats} == {"carer", "community member", "staff"}


def test_a_groups_share_is_followed_from_half_year_to_half_year(place: Place, rows: pd.DataFrame) -> None:
    people = reached_faces.read_all(place, MissingRequest(view="working"))
    assert ("age_band", "65-74") in reached_trend.groups_on_record(people)
    answer = reached_trend.exact_trend(people, ("age_band", "65-74"))
    half = rows["day"].map(lambda day: f"{day[:4]}-{1 if day[5:7] < '07' else 2}")
    told = {row["half_year"]: row for row in answer.facts.to_dict("records")}
    for key, words in (("2025-1", "January to June 2025"), ("2026-1", "January to June 2026")):
        there = rows[half == key].drop_duplicates("person")
        said = ~there["band"].isin(["", "60 to 70"])
        assert told[words]["count"] == int((there["band"] == "65-74").sum())
        assert told[words]["people"] == int(said.sum())
        assert told[words]["not_stated"] == int((~said).sum())
    assert answer.facts.attrs["details"]["answer"][0].startswith("Age band: 65-74. ")


def test_a_region_without_people_divides_by_nothing(place: Place) -> None:
    for by in ("", "area", "cluster"):
        answer = representation.missing(place, MissingRequest(view="working", by=by))
        assert answer.facts.attrs["details"]["none_yet"]
    assert workspace.areas(place).shape[0] == 4


@pytest.mark.parametrize("by", ["", "area", "patch", "cluster"])
@pytest.mark.parametrize("view", ["share", "working"])
@pytest.mark.parametrize("name", ["disability", "shoe size"])
def test_a_characteristic_is_refused_where_no_groups_are_looked_at(place: Place, by: str, view: str, name: str) -> None:
    with pytest.raises(OptionError, match=f"--characteristic {name}: this looks at places.*choose --by group"):
        representation.missing(place, MissingRequest(by=by, view=view, characteristic=name))
