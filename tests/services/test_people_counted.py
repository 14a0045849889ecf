"""Where people are counted: their latest row that says where, against a plain walk over the same rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import people_place
import pytest
from people_place import AREAS, OUTSIDE_POSTCODE, POSTCODES
from who_came import bring_rows

from assetmap.model.participation import NotPlaced
from assetmap.services import representation
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place

HEAD = "event,date,role,person,postcode"
SAYS_NOTHING = {"": NotPlaced.NO_POSTCODE, "soon": NotPlaced.NOT_A_POSTCODE, "ZZ9 9ZZ": NotPlaced.NOT_FOUND,
                "XX1": NotPlaced.PART_POSTCODE}  # fmt: skip


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return people_place.make_place(home, tmp_path / "files")


def look(place: Place) -> tuple[dict[str, int], dict[str, int], list[str]]:
    """Return people by area, those not placed by reason, and the notes."""
    answer = representation.missing(place, MissingRequest(view="working"))
    here = {str(code): int(number) for code, number in zip(answer.facts["area"], answer.facts["observed"], strict=True)}
    reasons = answer.facts.attrs["details"]["not_placed"]
    return here, {reason: number for reason, number in reasons.items() if number}, list(answer.notes)


def test_who_moved_away_is_counted_outside(place: Place, tmp_path: Path) -> None:
    """15 people from each area in February; in May the 60 sign in with a postcode outside the place."""
    homes = list(POSTCODES)
    rows = [f"A,02/02/2026,resident,s{n},{homes[n % 4]}" for n in range(60)]
    rows += [f"B,20/05/2026,resident,s{n},{OUTSIDE_POSTCODE}" for n in range(60)]
    bring_rows(place, tmp_path / "came", HEAD, rows, keep={})
    here, reasons, notes = look(place)
    assert set(here.values()) == {0}
    assert reasons == {str(NotPlaced.OUTSIDE): 60}
    assert "Not placed, outside the place's areas: 60 people." in notes
    assert notes[0] == "Counted here: 0 different people of the community."


@pytest.mark.parametrize("blank", SAYS_NOTHING)
def test_a_row_that_says_nothing_leaves_people_where_they_were(place: Place, tmp_path: Path, blank: str) -> None:
    rows = ["A,02/02/2026,resident,ann,XX1 1AA", f"B,20/05/2026,resident,ann,{blank}"]
    rows += [f"A,02/02/2026,resident,bob,{OUTSIDE_POSTCODE}", f"B,20/05/2026,resident,bob,{blank}"]
    rows += [f"A,02/02/2026,resident,cat,{OUTSIDE_POSTCODE}", "B,20/05/2026,resident,cat,XX1 1AB"]
    rows += [f"A,02/02/2026,resident,dan,{blank}"]
    bring_rows(place, tmp_path / "came", HEAD, rows, keep={})
    here, reasons, _ = look(place)
    assert list(here.values()) == [1, 1, 0, 0]
    assert reasons == {str(NotPlaced.OUTSIDE): 1, str(SAYS_NOTHING[blank]): 1}


def test_many_rows_against_a_plain_walk(place: Place, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    written = [*POSTCODES, OUTSIDE_POSTCODE, *SAYS_NOTHING]
    days = [f"2026-0{month}-0{day}" for month in range(1, 7) for day in (2, 9)]
    frame = pd.DataFrame({"day": rng.choice(days, 500), "person": rng.integers(0, 120, 500)})
    frame = frame.drop_duplicates().sort_values("day")
    frame["written"] = rng.choice(written, len(frame))
    rows = [f"M {day},{day},resident,p{person},{text}" for day, person, text in frame.itertuples(index=False)]
    bring_rows(place, tmp_path / "came", HEAD, rows, keep={})
    where: dict[int, str] = {}
    for _, person, text in frame.itertuples(index=False):
        known = POSTCODES.get(text) or ("outside" if text == OUTSIDE_POSTCODE else "")
        where[person] = known or where.get(person, "")
    people = pd.Series(where).value_counts()
    here, reasons, _ = look(place)
    assert here == {code: int(people[code]) for code in AREAS}
    assert reasons[str(NotPlaced.OUTSIDE)] == people["outside"]
    assert sum(reasons.values()) == people["outside"] + people.get("", 0)
    assert people["outside"] > 10
