"""The last answer counts, said or declined: against pandas over the same rows, and through a list brought in twice."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import people_place
import pytest
from people_place import NOW, POSTCODES, write_csv
from small_place import fill_record

from assetmap.services import participation, reached_faces, reached_trend, representation, workspace
from assetmap.services.participation import ParticipationImport
from assetmap.services.representation import MissingRequest
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place

HEAD = "event,date,role,person,postcode,disability"
SAID = {"yes": "disabled", "no": "not disabled", "Prefer not to say": "declined", "": None, "?": None, "unknown": None}
DAYS = [f"2026-{month:02d}-{day:02d}" for month in range(1, 7) for day in (3, 17)]


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return fill_record(people_place.make_place(home, tmp_path / "files"))


def bring(place: Place, path: Path) -> CheckedAnswer:
    request = ParticipationImport(path=path, keep={"disability": "to see gaps"})
    return participation.import_participation(place, request, now=NOW, who="t")


def write(path: Path, rows: pd.DataFrame) -> Path:
    lines = [
        f"M {row.day},{row.day},resident,{row.person},{row.postcode},{row.said}" for row in rows.itertuples(index=False)
    ]
    return write_csv(path, HEAD, *lines)


def drawn(number: int = 400) -> pd.DataFrame:
    """Rows of some 80 people, each of whom says something else from day to day."""
    rng = np.random.default_rng(11)
    rows = pd.DataFrame(
        {
            "day": rng.choice(DAYS, number),
            "person": [f"p{n}" for n in rng.integers(0, 80, number)],
            "said": rng.choice(list(SAID), number, p=[0.25, 0.2, 0.15, 0.3, 0.05, 0.05]),
            "postcode": rng.choice(list(POSTCODES), number),
        }
    )
    return rows.drop_duplicates(["day", "person"]).reset_index(drop=True)


def counted(rows: pd.DataFrame, *, which: str) -> dict[str, int]:
    """Count people by what they said "first", "last" or in their last "row", by pandas alone."""
    answer = rows.assign(answer=rows["said"].map(SAID)).sort_values("day")
    by_person = answer.groupby("person")["answer"]
    of = {"first": by_person.first(), "last": by_person.last(), "row": by_person.nth(-1)}[which]
    counts = of.fillna("declined").value_counts()
    return {
        "disabled": int(counts["disabled"]),
        "not disabled": int(counts["not disabled"]),
        "not stated": rows["person"].nunique() - int(counts[["disabled", "not disabled"]].sum()),
    }


def by_group(place: Place) -> dict[str, int]:
    facts = representation.missing(place, MissingRequest(view="working", by="group")).facts
    return {str(group): int(number) for group, number in zip(facts["group"], facts["observed"], strict=True)}


def test_the_last_answer_counts(place: Place, tmp_path: Path) -> None:
    rows = drawn()
    bring(place, write(tmp_path / "m.csv", rows))
    wanted = counted(rows, which="last")
    assert by_group(place) == wanted
    assert wanted not in (counted(rows, which="first"), counted(rows, which="row")), (
        "the rows must tell the rules apart"
    )


def test_the_trend_counts_in_the_same_way(place: Place, tmp_path: Path) -> None:
    rows = drawn()
    bring(place, write(tmp_path / "m.csv", rows))
    people = reached_faces.read_all(place, MissingRequest(view="working"))
    assert reached_trend.groups_on_record(people) == [("disability", "disabled"), ("disability", "not disabled")]
    (half_year,) = reached_trend.exact_trend(people, ("disability", "disabled")).facts.to_dict("records")
    wanted = counted(rows, which="last")
    assert half_year["count"] == wanted["disabled"]
    assert half_year["people"] == wanted["disabled"] + wanted["not disabled"]
    assert half_year["not_stated"] == wanted["not stated"]


@pytest.mark.parametrize(("then", "counts_as"), [("prefer not to say", "not stated"), ("", "disabled"),
                                                 ("?", "disabled"), ("no", "not disabled")])  # fmt: skip
def test_yes_in_february_and_something_else_in_may(place: Place, tmp_path: Path, then: str, counts_as: str) -> None:
    lines = ["A,2026-02-01,resident,ann,XX1 1AA,yes", f"B,2026-05-20,resident,ann,XX1 1AA,{then}"]
    bring(place, write_csv(tmp_path / "m.csv", HEAD, *lines))
    assert {group for group, number in by_group(place).items() if number} == {counts_as}


def kept(place: Place) -> list[str]:
    with closing(workspace.open_register(place)) as store:
        return sorted(store.attendances()["characteristics"])


def test_the_same_list_again_changes_nothing(place: Place, tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", drawn())
    first, before = bring(place, path), kept(place)
    again = bring(place, path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, first.added)
    assert not any("characteristics" in note for note in again.notes)
    assert kept(place) == before
    assert {json.loads(text or "{}").get("disability") for text in before} - {None} == {
        "disabled",
        "not disabled",
        "prefer not to say",
        "not stated",
    }


def test_a_register_that_holds_no_declined_answers_stays_as_it_is(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Earlier versions kept "not stated" for both: nobody can tell which it was, so it takes nothing back."""
    rows = drawn()
    path = write(tmp_path / "m.csv", rows)
    with monkeypatch.context() as earlier:
        earlier.setattr("assetmap.services.participation_values.is_declined", lambda _: False)
        first, before = bring(place, path), kept(place)
    assert "prefer not to say" not in " ".join(before)
    blank = rows.assign(said=rows["said"].replace("Prefer not to say", ""))
    assert by_group(place) == counted(blank, which="last")
    again = bring(place, path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, first.added)
    assert kept(place) == before
    number = int((rows["said"] == "Prefer not to say").sum())
    assert any(note.startswith(f"Already here with other characteristics: {number} rows.") for note in again.notes)
