"""Points that people bring: every line is answered, problems tell shapes and no values, and nothing is kept."""

from __future__ import annotations

import functools
import hashlib
import json
import logging
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import timetable_town as paper
import town
import town_on_disk
from hypothesis import given, settings
from hypothesis import strategies as st
from town_on_disk import POSTCODES

from assetmap.errors import OptionError
from assetmap.services import origins_file, travel
from assetmap.services.origins_file import MOST_PEOPLE, read_origins, read_people
from assetmap.services.travel import TravelRequest
from assetmap.services.workspace import Place

NAME, LOST, LIVES = "Zebediah Quux", "ZQ9 9XZ", "tw2 1ab"
"""A name, a postcode that is in no list, and one in another writing than the list's."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return town_on_disk.make_town(tmp_path_factory.mktemp("origins"))


def _point(name: str) -> tuple[float, float]:
    _, x, y = POSTCODES[name]
    return town.lon_lat(x, y)


@pytest.mark.parametrize(
    "line",
    ["TW2 1AB", "tw21ab", "  TW2  1AB ", f"{NAME}, TW2 1AB", f"{NAME}\tTW2 1AB", f"{NAME}; 1 Lane; tw2 1ab",
     f"{NAME} TW2 1AB", f"{NAME} TW21AB", "Ann, 12 Long Lane TW2 1AB"],
)  # fmt: skip
def test_a_line_is_read_by_the_postcode_at_its_end(place: Place, line: str) -> None:
    row = read_people(place, line).iloc[0]
    assert (row["origin"], row["problem"], row["kind"], row["profile"]) == ("P1", "", "point", "usual_pace")
    assert (row["lon"], row["lat"]) == pytest.approx(_point("Upper"), abs=1e-6)
    assert NAME.split(maxsplit=1)[0] not in str(row.to_dict())


@pytest.mark.parametrize("line", [LOST, f"{NAME}, {LOST}", NAME, f"TW2 1AB {NAME}", "TW2 1AB,", "TW2", "?", "1,2"])
def test_a_line_without_a_known_postcode_stays_and_says_no_value(place: Place, line: str) -> None:
    people = read_people(place, f"TW1 1AA\n\n{line}\nTW1 1AB")
    assert people["origin"].tolist() == ["P1", "P2", "P3"]
    row = people.iloc[1]
    assert np.isnan(row["lon"])
    assert row["problem"]
    told = str(row.to_dict())
    for word in (*NAME.split(), LOST, "TW2 1AB"):
        assert word not in told


def test_more_lines_than_can_be_answered_are_refused_not_cut(place: Place) -> None:
    assert len(read_people(place, "TW1 1AA\n" * MOST_PEOPLE)) == MOST_PEOPLE
    with pytest.raises(OptionError, match=r"501 lines were pasted\. Expected 500 at most\.") as fault:
        read_people(place, "TW1 1AA\n" * MOST_PEOPLE + f"{NAME}, {LOST}")
    assert NAME not in str(fault.value)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_line_disappears(place: Place, lines: list[str]) -> None:
    text = "\n".join(lines)
    kept = [line for line in text.splitlines() if line.strip()]
    people = read_people(place, text)
    assert people["origin"].tolist() == [f"P{number}" for number in range(1, len(kept) + 1)]
    assert (people["lon"].notna() == (people["problem"] == "")).all()


def test_a_file_is_read_in_its_order_with_its_headings_in_any_writing(place: Place, tmp_path: Path) -> None:
    lon, lat = _point("Mill")
    path = tmp_path / "points.csv"
    path.write_text(f"ID,Lat,Lon,Postcode,Profile\nb,{lat},{lon},,On Wheels\na,,,tw1 1ab,\n,,,TW1 1AC,\n", "utf-8")
    rows = read_origins(place, path, profile="easy_pace")
    assert rows["origin"].tolist() == ["b", "a", "row 3"]
    assert rows["profile"].tolist() == ["on_wheels", "easy_pace", "easy_pace"]
    assert rows["problem"].tolist() == ["", "", ""]
    for row, name in zip(rows.itertuples(), ("Mill", "Well", "School"), strict=True):
        assert (row.lon, row.lat) == pytest.approx(_point(name), abs=1e-6)


def test_each_row_keeps_its_own_problem_though_ids_are_equal(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("id,postcode\nx,TW1 1AA\nx,ZZ9 9ZZ\nx,\nx,TW1 1AB\n", "utf-8")
    for modes in (("walk",), ("bus",), ("walk", "drive", "bus")):
        request = TravelRequest(venue=town_on_disk.hall_text(), modes=modes, origins=str(path))
        request = replace(request, date=paper.WEEKDAY, start="14:00", end="15:00")
        answer = travel.travel(place, request, today=town_on_disk.NOW.date())
        for mode in modes:
            rows = [row for row in answer.facts if row["modes"] == mode]
            assert [row["way_there_and_back"] for row in rows] == ["found", "not_known", "not_known", "found"]
            assert rows[1]["why"] == "Its postcode is not in the lists of Town. Check it."
            assert rows[2]["why"] == "It has neither a postcode nor lat and lon. Add one of them."
        assert "2 of 4 points could not be placed: the rows say why." in answer.notes


def _caches() -> dict[str, functools._CacheInfo]:
    """Return how full every cache of the package is."""
    found = {}
    for name, module in sorted(sys.modules.items()):
        if name.startswith("assetmap."):
            for key, value in vars(module).items():
                if hasattr(value, "cache_info"):
                    found[f"{name}.{key}"] = value.cache_info()
    return found


def _files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_was_pasted_is_kept_nowhere(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The same question of the place's own postcodes comes first; then no cache may grow, and no file may change."""
    asked = {"venue": town_on_disk.hall_text(), "modes": ("walk", "drive", "bus"), "date": paper.WEEKDAY,
             "start": "14:00", "end": "15:00"}  # fmt: skip
    home = place.folder.parent
    caplog.set_level(logging.DEBUG)
    for origins in ("areas", "postcodes"):
        travel.travel(place, TravelRequest(**asked, origins=origins))  # type: ignore[arg-type]
    caches, files = _caches(), _files(home)
    assert any("transit_ground" in name for name in caches)
    people = read_people(place, f"{NAME}, {LIVES}\n{NAME} {LOST}\n{LOST}")
    answer = travel.travel(place, TravelRequest(**asked, people=people))  # type: ignore[arg-type]
    assert [row["origin"] for row in answer.facts] == ["P1", "P2", "P3"] * 3
    after = _caches()
    assert set(after) == set(caches)
    for name, info in after.items():
        assert (info.currsize, info.misses) == (caches[name].currsize, caches[name].misses), name
    assert _files(home) == files
    out, err = capfd.readouterr()
    told = json.dumps(answer.facts) + " ".join(answer.notes) + caplog.text + out + err
    for word in (*NAME.split(), LOST, LOST.replace(" ", ""), LIVES, "TW2 1AB"):
        assert word not in told, word
    for path in home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert NAME.encode() not in content
            assert LOST.encode() not in content


def test_two_answers_have_nothing_of_each_other(place: Place) -> None:
    asked = {"venue": town_on_disk.hall_text(), "modes": ("bus",), "date": paper.WEEKDAY, "start": "14:00",
             "end": "15:00"}  # fmt: skip
    first, second = (read_people(place, text) for text in ("TW2 1AB", "TW1 1AA\nTW1 1AB"))

    def ask(people: object) -> list[dict[str, object]]:
        return travel.travel(place, TravelRequest(**asked, people=people)).facts  # type: ignore[arg-type]

    alone = ask(first)
    both = ask(second)
    assert ask(first) == alone
    assert [row["origin"] for row in alone] == ["P1"]
    assert alone[0]["leave_home"] != both[0]["leave_home"]
    assert origins_file.notes(first) == []
