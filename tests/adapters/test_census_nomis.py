"""Bulk files of Nomis: the table, the year and what is counted are known, and no person is counted twice."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from nomis_files import TOPICS, write_bulk, write_nomis

from assetmap.adapters.census import PopulationRead, read_population, residents_by_area, say_differences
from assetmap.adapters.place_folder import empty_frame
from assetmap.config import Settings
from assetmap.model.census_levels import largest_wholes, smallest_parts
from assetmap.model.tables import POPULATION

CODES = ["W01000001", "W01000002", "W01000003"]
AREAS = pd.DataFrame({"area_id": CODES, "name": ["Bont", "Dre", "Llan"]})
NAMES = {"ts007": "age", "ts008": "sex", "ts021": "ethnic_group", "ts038": "disability", "ts039": "unpaid_care"}


def read(*paths: Path, areas: pd.DataFrame = AREAS) -> PopulationRead:
    return read_population(
        paths, areas=areas, areas_vintage="LSOA 2021", before=empty_frame(POPULATION), settings=Settings()
    )


@pytest.mark.parametrize("dataset", list(TOPICS))
def test_a_data_set_is_named_dated_and_adds_up(tmp_path: Path, dataset: str) -> None:
    found = read(write_nomis(tmp_path, dataset, CODES))
    assert set(found.frame["table"]) == {NAMES[dataset]}
    assert set(found.frame["vintage"]) == {"LSOA 2021"}
    assert set(found.frame["unit"]) == {"residents"}
    assert found.problems == ()
    first = found.frame[found.frame["area_id"] == CODES[0]].set_index("category")["count"]
    total = next(iter(TOPICS[dataset][1].values()))
    assert first.pop("total") == total
    assert len(first) == len(TOPICS[dataset][1]) - 1  # wholes and their parts are all kept
    for choose in (smallest_parts, largest_wholes):
        assert sum(first[name] for name in choose(first.index, table=NAMES[dataset])) == total
    assert first.sum() > total or dataset == "ts008"


def test_the_file_name_tells_where_the_headings_do_not(tmp_path: Path) -> None:
    path = write_nomis(tmp_path, "ts038", CODES)
    text = path.read_text(encoding="utf-8").replace("Disability: ", "").replace("; measures: Value", "")
    path.write_text(text, encoding="utf-8")
    found = read(path)
    assert set(found.frame["table"]) == {"disability"}
    assert found.problems == ()
    households = write_bulk(
        tmp_path / "census2021-ts054-lsoa.csv", "Tenure", {"Total": 3, "Owned": 1, "Rented": 2}, CODES
    )
    assert set(read(households).frame["unit"]) == {"households"}


def test_a_question_that_children_were_not_asked_is_not_the_population(tmp_path: Path) -> None:
    care, sex = write_nomis(tmp_path, "ts039", CODES), write_nomis(tmp_path, "ts008", CODES)
    found = read(care, sex)
    people = residents_by_area(found.frame)
    assert people is not None
    assert people.to_dict() == dict(zip(CODES, (100, 200, 300), strict=True))
    assert say_differences(found.frame) == []
    alone = residents_by_area(read(care).frame)
    assert alone is not None
    assert alone.sum() == 6 * 95


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "heading", "total"),
    [("disability21", "disability", 159_596), ("ethnicity21", "ethnic_group", 159_569)],
)
def test_newports_figures_in_the_shape_of_a_bulk_file(
    real_data: Path, tmp_path: Path, name: str, heading: str, total: int
) -> None:
    """The real counts, turned by the csv module into a bulk file, are read as they are from the long table."""
    with (real_data / f"newport/census/{name}_lsoa21_newport.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    counts: dict[str, dict[str, str]] = {}
    for row in rows:
        counts.setdefault(row["lsoa21_code"], {})[row[heading]] = row["n"]
    categories = list(next(iter(counts.values())))
    path = tmp_path / "census2021-ts021-lsoa.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["date", "geography", "geography code", *(f"{heading}: {one}; measures: Value" for one in categories)]
        )
        writer.writerows([2021, code, code, *(row[one] for one in categories)] for code, row in counts.items())
    areas = pd.DataFrame({"area_id": list(counts), "name": list(counts)})
    bulk = read(path, areas=areas).frame
    people = residents_by_area(bulk)
    assert people is not None
    assert (len(people), int(people.sum())) == (100, total)
    assert set(bulk["vintage"]) == {"LSOA 2021"}
