"""Scotland's and Northern Ireland's tables through a map of columns; made up, in the layouts those offices use."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from assetmap.adapters.census import PopulationRead, read_population
from assetmap.adapters.census_map import read_column_map
from assetmap.adapters.place_folder import empty_frame
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.model.tables import POPULATION

SCOTTISH = ["S00135307", "S00135308", "S00135309"]
NORTHERN = ["N20000001", "N20000002"]

SCOTLAND = """Scotland's Census 2022 - National Records of Scotland,,,,,
Table UV301 - Provision of unpaid care,,,,,
"All people aged 3 and over",,,,,

,"All people aged 3 and over",Not an unpaid carer,Provides 1-19 hours unpaid care a week,\
Provides 20-34 hours unpaid care a week,Provides 35-49 hours unpaid care a week
S00135307,"1,050","1,000",40,6,4
S00135308,90,90,-,-,-
S00135309,70,60,5,..,2

"Notes: Some counts are changed a little, for protection.",,,,,
"(c) Crown copyright 2024",,,,,
"""
SCOTLAND_MAP = """
vintage = "OA 2022"
counts = "residents"
nought = ["-"]

[unpaid_care]
"All people aged 3 and over" = "total"
"Not an unpaid carer" = "Provides no unpaid care"
"Provides 1-19 hours unpaid care a week" = "Provides 19 hours or less unpaid care a week"
"Provides 20-34 hours unpaid care a week" = "Provides 20 to 49 hours unpaid care a week"
"Provides 35-49 hours unpaid care a week" = "Provides 20 to 49 hours unpaid care a week"
"""
NORTHERN_IRELAND = """Geography,Geography code,Category code,Category label,Count
Aghagallon A1,N20000001,1,Provides no unpaid care,300
Aghagallon A1,N20000001,2,Provides 1-19 hours unpaid care per week,20
Aghagallon A1,N20000001,3,Provides 20+ hours unpaid care per week,15
Aghagallon A2,N20000002,1,Provides no unpaid care,400
Aghagallon A2,N20000002,2,Provides 1-19 hours unpaid care per week,10
Aghagallon A2,N20000002,3,Provides 20+ hours unpaid care per week,0
"""
NORTHERN_IRELAND_MAP = """
area = "Geography code"
vintage = "data zone 2021"
counts = "residents"
table = "unpaid_care"
category = "Category label"
count = "Count"
"""


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def read(folder: Path, text: str, column_map: str, codes: list[str]) -> PopulationRead:
    return read_population(
        [written(folder, "table.csv", text)],
        areas=pd.DataFrame({"area_id": codes, "name": codes}),
        areas_vintage="",
        before=empty_frame(POPULATION),
        settings=Settings(),
        column_map=read_column_map(written(folder, "map.toml", column_map)),
    )


def counts(found: PopulationRead, code: str) -> dict[str, int]:
    rows = found.frame[found.frame["area_id"] == code]
    return {str(name): int(number) for name, number in zip(rows["category"], rows["count"], strict=True)}


def test_scotland_wide_with_notes_above_and_below(tmp_path: Path) -> None:
    found = read(tmp_path, SCOTLAND, SCOTLAND_MAP, SCOTTISH)
    assert set(found.frame["table"]) == {"unpaid_care"}
    assert set(found.frame["vintage"]) == {"OA 2022"}
    none, some, many = (
        "Provides no unpaid care",
        "Provides 19 hours or less unpaid care a week",
        "Provides 20 to 49 hours unpaid care a week",
    )
    assert counts(found, SCOTTISH[0]) == {"total": 1050, none: 1000, some: 40, many: 10}
    assert counts(found, SCOTTISH[1]) == {"total": 90, none: 90, some: 0, many: 0}


def test_a_hidden_count_is_not_known_and_is_said_with_its_cell(tmp_path: Path) -> None:
    found = read(tmp_path, SCOTLAND, SCOTLAND_MAP, SCOTTISH)
    assert SCOTTISH[2] not in set(found.frame["area_id"])
    hidden, missing = found.problems
    assert (hidden.row, hidden.value) == (8, "..")
    assert hidden.field == "table.csv: Provides 20-34 hours unpaid care a week"
    assert SCOTTISH[2] in missing.value


def test_a_dash_is_nought_only_where_the_map_says_so(tmp_path: Path) -> None:
    found = read(tmp_path, SCOTLAND, SCOTLAND_MAP.replace('nought = ["-"]', ""), SCOTTISH)
    assert set(found.frame["area_id"]) == {SCOTTISH[0]}


def test_northern_ireland_long(tmp_path: Path) -> None:
    found = read(tmp_path, NORTHERN_IRELAND, NORTHERN_IRELAND_MAP, NORTHERN)
    assert found.problems == ()
    assert counts(found, NORTHERN[0]) == {
        "Provides no unpaid care": 300,
        "Provides 1-19 hours unpaid care per week": 20,
        "Provides 20+ hours unpaid care per week": 15,
        "total": 335,
    }
    assert set(found.frame["vintage"]) == {"data zone 2021"}


def test_categories_of_one_new_name_are_added_up(tmp_path: Path) -> None:
    names = '\n[names]\n"Provides 1-19 hours unpaid care per week" = "carers"\n'
    names += '"Provides 20+ hours unpaid care per week" = "carers"\n'
    found = read(tmp_path, NORTHERN_IRELAND, NORTHERN_IRELAND_MAP + names, NORTHERN)
    assert counts(found, NORTHERN[0]) == {"Provides no unpaid care": 300, "carers": 35, "total": 335}


def test_several_tables_in_one_file(tmp_path: Path) -> None:
    text = "Output Area,Men,Women,Disabled,Not disabled\nS00135307,1,2,1,2\nS00135308,3,4,0,7\n"
    column_map = (
        'area = "Output Area"\nvintage = "OA 2022"\ncounts = "residents"\n[sex]\nMen = "Male"\nWomen = "Female"\n'
        '[disability]\nDisabled = "Disabled"\n"Not disabled" = "Not disabled"\n'
    )
    found = read(tmp_path, text, column_map, SCOTTISH[:2])
    assert list(dict.fromkeys(found.frame["table"])) == ["sex", "disability"]
    totals = found.frame[found.frame["category"] == "total"]["count"]
    assert totals.tolist() == [3, 7, 3, 7]


@pytest.mark.parametrize(
    ("text", "column_map", "said"),
    [
        (SCOTLAND, SCOTLAND_MAP.replace('"Not an unpaid carer"', '"Not a carer"'),
         r"table.csv: column 'Not a carer' of the map map.toml is not there.*Not an unpaid carer"),
        (SCOTLAND.replace("Not an unpaid carer", "Provides 1-19 hours unpaid care a week"), SCOTLAND_MAP,
         "column 'Provides 1-19 hours unpaid care a week' .* stands twice|column 'Not an unpaid carer'"),
        ("a,b\n1,2\n", SCOTLAND_MAP, "none of the map's columns"),
        (NORTHERN_IRELAND, NORTHERN_IRELAND_MAP.replace("Geography code", "Area"), "column 'Area' of the map"),
        (NORTHERN_IRELAND.replace("N20000002,1", "N20000001,1"), NORTHERN_IRELAND_MAP,
         r"N20000001 has 'Provides no unpaid care' twice \(rows 2 and 5\)"),
        ("Geography code,Category label,Count\n,,\n", NORTHERN_IRELAND_MAP, "there is no count|no rows"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_the_map_says(tmp_path: Path, text: str, column_map: str, said: str) -> None:
    with pytest.raises(FileUnusableError, match=said):
        read(tmp_path, text, column_map, SCOTTISH)


@pytest.mark.parametrize(
    ("column_map", "said"),
    [
        ("area = [", "map.toml: this is not a map of columns"),
        ('counts = "residents"\n[sex]\nMen = "Male"\n', "vintage is missing"),
        (
            'vintage = "OA"\ncounts = "cars"\n[sex]\nMen = "Male"\n',
            "counts is 'cars'. Expected residents or households",
        ),
        ('vintage = "OA"\ncounts = "residents"\n', "no column of counts is named"),
        ('vintage = "OA"\ncounts = "residents"\ntable = "sex"\n', "needs table, category, count"),
        ('vintage = "OA"\ncounts = "residents"\nwhere = "x"\n[sex]\nMen = "Male"\n', "'where' means nothing"),
        ('vintage = "OA"\ncounts = "residents"\n[sex]\nMen = 3\n', "'sex: Men' means nothing"),
        ('vintage = 3\ncounts = "residents"\n[sex]\nMen = "Male"\n', "'vintage' means nothing"),
        ('vintage = "OA"\ncounts = "residents"\n[sex]\nMen = "Male"\n[age]\nMen = "1"\n', "stands in two sections"),
    ],
)
def test_a_map_that_is_none(tmp_path: Path, column_map: str, said: str) -> None:
    with pytest.raises(FileUnusableError, match=said):
        read_column_map(written(tmp_path, "map.toml", column_map))


def test_a_map_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnusableError, match="the map of columns cannot be read"):
        read_column_map(tmp_path / "none.toml")
