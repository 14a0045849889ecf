"""Meetings meant for some people: who is known to be somebody else is not compared. Against pandas and paper."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import people_place
import pytest
from people_place import DISABLED, NOW, POSTCODES, write_csv
from small_place import fill_record
from who_came import CODES, POSTCODE_OF, bring_rows

from assetmap.analysis.disclosure import release_count
from assetmap.model.release import Release
from assetmap.model.representation import Label
from assetmap.services import releases, representation, workspace
from assetmap.services.nobody_yet import exact_nobody_yet
from assetmap.services.releases import ReleaseRequest
from assetmap.services.representation import Missing, MissingRequest
from assetmap.services.representation_sharing import settle_patches
from assetmap.services.workspace import Place, PlaceParts

HEAD = "event,date,role,person,postcode,meant for,{0}"
OUT = "Known not to be among those the meetings were meant for: {0}. They are not compared."
OPEN = "Not known whether they are: {0}. They are compared, as the meetings were meant for them."
NOBODY = "Nobody recorded who is among those the meetings were meant for. So all who came are compared."
FEBRUARY = ReleaseRequest(from_="2026-02-01", to="2026-02-28")
# By whom it was meant for: what the form asks, answers of people among them, of others, and of who knows.
KINDS = {
    "disabled people": ("disability", ["yes"], ["no"], ["", "?", "prefer not to say", "wibble"]),
    "unpaid carers": ("unpaid carer", ["yes", "young carer"], ["no"], ["", "unknown", "prefer not to say", "wibble"]),
    "older people": ("age band", ["65-74", "80", "85+"], ["16-24", "64", "0-15"], ["", "60 to 70", "wibble"]),
}
KEY = {"disability": "disability", "unpaid carer": "carer_status", "age band": "age_band"}


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = people_place.make_place(home, tmp_path / "files")
    care = ["lsoa21_code,unpaid_care,n,total_residents"]
    for code, people in people_place.RESIDENTS.items():
        care += [f"{code},Provides unpaid care,{people // 10},{people}"]
        care += [f"{code},Provides no unpaid care,{people - people // 10},{people}"]
    parts = PlaceParts(population=(write_csv(tmp_path / "care.csv", *care),))
    workspace.add_to_place(made.settings, made.name, parts, now=NOW)
    return fill_record(workspace.open_place(made.settings, made.name))


def bring(place: Place, folder: Path, people: pd.DataFrame, kind: str, *, keep: bool = True) -> None:
    """Bring in one row a person: ``area, said``."""
    asked = KINDS[kind][0]
    rows = [
        f"Lunch,02/02/2026,resident,p{n},{POSTCODE_OF[area]},{kind},{said}"
        for n, (area, said) in enumerate(zip(people["area"], people["said"], strict=True))
    ]
    bring_rows(place, folder, HEAD.format(asked), rows, keep={KEY[asked]: "to see gaps"} if keep else {})


def drawn(kind: str, seed: int = 3, number: int = 240) -> pd.DataFrame:
    """People from four areas who say one thing or another; ``is`` says what that makes them."""
    _, among, others, silent = KINDS[kind]
    answers = [(one, what) for what, words in (("in", among), ("out", others), ("?", silent)) for one in words]
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(answers), number)
    frame = pd.DataFrame([answers[n] for n in chosen], columns=["said", "is"])
    return frame.assign(area=rng.choice(CODES, number, p=[0.2, 0.5, 0.2, 0.1]))


def observed(answer: Missing) -> list[int]:
    return [int(number) for number in answer.facts["observed"]]


def test_carers_at_a_meeting_for_disabled_people_are_not_compared(place: Place, tmp_path: Path) -> None:
    """On paper: 40 disabled people come alike (3 : 3 : 1 : 1), and 40 who are not all come from Cwm."""
    areas = [code for code in CODES for _ in range(DISABLED[code] // 20)] + [CODES[1]] * 40
    people = pd.DataFrame({"area": areas, "said": ["yes"] * 40 + ["no"] * 40})
    bring(place, tmp_path / "came", people, "disabled people")
    answer = representation.missing(place, MissingRequest(view="working"))
    assert observed(answer) == [15, 15, 5, 5]
    assert list(answer.facts["expected"]) == pytest.approx([15, 15, 5, 5])
    assert set(answer.facts["label"]) == {Label.ABOUT}
    assert OUT.format("40 people") in answer.notes
    assert OPEN.format("0 people") in answer.notes
    shared = representation.missing(place, MissingRequest())
    assert list(shared.facts["observed"]) == [15, 15, "fewer than 10", "fewer than 10"]
    assert OUT.format("40 people") in shared.notes
    assert OPEN.format("fewer than 10 people") in shared.notes


@pytest.mark.parametrize("kind", KINDS)
def test_only_people_known_to_be_others_are_left_out(place: Place, tmp_path: Path, kind: str) -> None:
    people = drawn(kind)
    bring(place, tmp_path / "came", people, kind)
    stay = people[people["is"] != "out"]
    numbers = people["is"].value_counts()
    answer = representation.missing(place, MissingRequest(view="working"))
    assert observed(answer) == [int(n) for n in stay["area"].value_counts().reindex(CODES)]
    assert len(people) - len(stay) == numbers["out"] > 20
    for by in ("area", "group", "cluster"):
        said = representation.missing(place, MissingRequest(view="working", by=by)).notes
        assert OUT.format(f"{numbers['out']} people") in said
        assert OPEN.format(f"{numbers['?']} people") in said
    groups = representation.missing(place, MissingRequest(view="working", by="group")).facts
    counts = dict(zip(groups["group"], groups["observed"], strict=True))
    assert counts["not stated"] == numbers["?"]
    assert sum(counts.values()) == len(stay)
    shared = representation.missing(place, MissingRequest())
    assert OUT.format(f"{release_count(int(numbers['out'])).shown} people") in shared.notes
    assert OPEN.format(f"{release_count(int(numbers['?'])).shown} people") in shared.notes


def test_who_is_left_out_is_nowhere_else_either(place: Place, tmp_path: Path) -> None:
    """Not among those who could not be placed, and not twice where they came twice."""
    rows = [f"A,02/02/2026,carer,c{n},?,disabled people,no" for n in range(30)]
    rows += [f"B,09/02/2026,carer,c{n},XX1 1AA,disabled people," for n in range(30)]
    rows += [f"B,09/02/2026,resident,d{n},?,disabled people,yes" for n in range(20)]
    bring_rows(place, tmp_path / "came", HEAD.format("disability"), rows, keep={"disability": "to see gaps"})
    answer = representation.missing(place, MissingRequest(view="working"))
    assert observed(answer) == [0, 0, 0, 0]
    details = answer.facts.attrs["details"]
    assert (details["not_placed_in_all"], details["known_not_to_be_meant"]) == (20, 30)
    assert details["seats"]["carer"] == 60, "they sat there all the same"


def test_nobody_recorded_it(place: Place, tmp_path: Path) -> None:
    people = drawn("disabled people")
    bring(place, tmp_path / "came", people, "disabled people", keep=False)
    for view in ("working", "share"):
        answer = representation.missing(place, MissingRequest(view=view))
        assert NOBODY in answer.notes
        assert not any(note.startswith(("Known not", "Not known")) for note in answer.notes)
    exact = representation.missing(place, MissingRequest(view="working"))
    assert sum(observed(exact)) == len(people)


def test_meetings_for_everyone_leave_nobody_out(place: Place, tmp_path: Path) -> None:
    rows = [f"A,02/02/2026,resident,c{n},XX1 1AA,everyone,no" for n in range(30)]
    bring_rows(place, tmp_path / "came", HEAD.format("disability"), rows, keep={"disability": "to see gaps"})
    for view, number in (("working", 30), ("share", 30)):
        answer = representation.missing(place, MissingRequest(view=view))
        assert answer.facts["observed"].iloc[0] == number
        assert NOBODY not in answer.notes
        assert "known_not_to_be_meant" not in answer.facts.attrs["details"]


def test_visits_of_others_are_left_out_too(place: Place, tmp_path: Path) -> None:
    rows = [
        f"A,02/02/2026,carer,,{code},disabled people,{said}"
        for code in POSTCODES
        for said in ["yes"] * 12 + ["no"] * 15
    ]
    bring_rows(place, tmp_path / "came", HEAD.format("disability"), rows, keep={"disability": "to see gaps"})
    assert observed(representation.missing(place, MissingRequest(view="working"))) == [12] * 4
    made = releases.make_release(place, FEBRUARY, now=NOW, who="t")
    assert OUT.format("60 people") in made.tables[0].notes


def release(place: Place, folder: Path, characteristic: str) -> Release:
    path = write_csv(folder / "p.csv", "area code,patch", *(f"{code},{'NS'[n // 2]}" for n, code in enumerate(CODES)))
    settle_patches(place, path)
    return releases.draft(
        place,
        ReleaseRequest(from_=FEBRUARY.from_, to=FEBRUARY.to, characteristic=characteristic),
        today=NOW.date(),
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("crossed", "number"), [(False, 240), (True, 240), (True, 40)])
def test_a_release_says_the_number_once(place: Place, tmp_path: Path, kind: str, number: int, *, crossed: bool) -> None:
    """How many did not say is the very figure of the groups, joined as there: in two ways it would say more."""
    people = drawn(kind, 8, number)
    bring(place, tmp_path / "came", people, kind)
    asked = KEY[KINDS[kind][0]]
    made = release(place, tmp_path, asked if crossed else "")
    places, groups = made.tables[0], made.tables[1]
    own = {row["group"]: row["observed"] for row in groups.rows if row["characteristic"] == asked}
    assert OPEN.format(f"{own['not stated']} people") in places.notes
    assert places.details["not_known_to_be_meant"] == own["not stated"]
    assert own.keys() == among(kind) | {"not stated"}, "a group that is empty by rule would narrow the others"
    assert {row["label"] for row in groups.rows} == {""}


def among(kind: str) -> set[str]:
    return {"disabled people": {"disabled"}, "unpaid carers": {"unpaid carer"},
            "older people": {"65-74", "75-84", "85+"}}[kind]  # fmt: skip


def ends(shown: int | str) -> range:
    """Every number that is shown like this, on paper: below 10 hidden, else the nearest 5; joined ones from to."""
    if shown == "held back":
        return range(1000)
    if shown == "fewer than 10":
        return range(10)
    first, _, last = str(shown).partition(" to ")
    low = max(10, int(first) - 2) if first != "fewer than 10" else 0
    return range(low, int(last or first) + 3)


def check_nothing_small(cells: list[int | str], people: int | str, part: int | str, rest: int | str | None) -> None:
    """Hold that no number below 10 is narrowed to fewer than five, over all numbers that fit what is shown."""
    fits = [
        (*here, silent, sum(here) - silent)
        for here in itertools.product(*(ends(one) for one in cells))
        if sum(here) in ends(people)
        for silent in ends(part)
        if silent <= sum(here) and (rest is None or sum(here) - silent in ends(rest))
    ]
    for values in zip(*fits, strict=True):
        assert min(values) >= 10 or max(values) - min(values) >= 4, (cells, people, part, rest)


@pytest.mark.parametrize(("seed", "number"), [(seed, number) for seed in range(4) for number in (9, 14, 23, 31)])
def test_nothing_below_ten_can_be_worked_out(place: Place, tmp_path: Path, seed: int, number: int) -> None:
    bring(place, tmp_path / "came", drawn("disabled people", seed, number), "disabled people")
    made = release(place, tmp_path, "")
    places, groups = made.tables
    said = {row["group"]: row["observed"] for row in groups.rows if row["characteristic"] == "disability"}
    for rows, details, rest in (
        (places.rows, places.details, said["disabled"]),
        ((preview := representation.missing(place, MissingRequest()).facts).to_dict("records"),
         preview.attrs["details"], None),
    ):  # fmt: skip
        cells = [row["observed"] for row in rows]
        check_nothing_small(cells, details["placed"], details["not_known_to_be_meant"], rest)


def test_a_place_that_others_alone_came_from_is_not_called_one_that_nobody_came_from(
    place: Place, tmp_path: Path
) -> None:
    people = pd.DataFrame({"area": [CODES[0]] * 3 + [CODES[1]] * 2, "said": ["yes"] * 3 + ["no"] * 2})
    bring(place, tmp_path, people, "disabled people")
    answer = exact_nobody_yet(place, MissingRequest(view="working"))
    assert sorted(answer.facts["area"]) == sorted(CODES[1:])
    first = answer.facts.attrs["details"]["answer"][0]
    assert first == "None of the people who are compared has come from 3 small areas yet."
    assert OUT.format("2 people") in answer.notes


def test_a_release_does_not_tell_nobody_from_the_first_who_is_among_those_it_was_meant_for(
    place: Place, tmp_path: Path
) -> None:
    """All who came are left out: a table of groups that were not there would say that nobody is in it."""
    others = pd.DataFrame({"area": CODES * 10, "said": "no"})
    bring(place, tmp_path, others, "disabled people")
    nobody = releases.draft(place, FEBRUARY, today=NOW.date())
    one_more = pd.concat([others, pd.DataFrame({"area": CODES[:1], "said": ["yes"]})], ignore_index=True)
    bring(place, tmp_path, one_more, "disabled people")
    assert releases.draft(place, FEBRUARY, today=NOW.date()) == nobody
    assert [table.by for table in nobody.tables] == ["area", "group"]
