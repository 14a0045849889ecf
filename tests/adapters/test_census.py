"""Counts of people by area: long and wide tables, scores refused, other places refused, nothing dropped silently."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assetmap.adapters.areas import read_areas
from assetmap.adapters.census import PopulationRead, read_population, residents_by_area, say_differences
from assetmap.adapters.place_folder import empty_frame
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.model.tables import POPULATION

SETTINGS = Settings()
CODES = ["W01000001", "W01000002", "W01000003", "W01000004"]
AREAS_FRAME = pd.DataFrame({"area_id": CODES, "name": ["Bont", "Dre", "Llan", "Pen"]})
EMPTY = empty_frame(POPULATION)


def read(*paths: Path, before: pd.DataFrame = EMPTY, areas: pd.DataFrame = AREAS_FRAME) -> PopulationRead:
    return read_population(paths, areas=areas, areas_vintage="LSOA 2021", before=before, settings=SETTINGS)


def written(folder: Path, text: str, name: str = "people.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def counts(found: PopulationRead, category: str) -> list[int]:
    rows = found.frame[found.frame["category"] == category].set_index("area_id")["count"]
    return [int(rows[code]) if code in rows.index else -1 for code in CODES]


LONG = "lsoa21_code,disability,n,total_residents\n" + "".join(
    f"{code},Disabled,{n},{n + 10}\n{code},Not disabled,10,{n + 10}\n" for n, code in enumerate(CODES, start=1)
)


def test_a_long_table(tmp_path: Path) -> None:
    found = read(written(tmp_path, LONG))
    assert set(found.frame["table"]) == {"disability"}
    assert set(found.frame["unit"]) == {"residents"}
    assert set(found.frame["vintage"]) == {"LSOA 2021"}
    assert counts(found, "Disabled") == [1, 2, 3, 4]
    assert counts(found, "total") == [11, 12, 13, 14]
    assert found.problems == ()
    assert found.frame.columns.tolist() == POPULATION.column_names


def test_a_wide_table_by_single_year_of_age(tmp_path: Path) -> None:
    head = "lsoa11_name,lsoa11_code,total_population,0,1,2,90+\n"
    text = head + "".join(f"Town 00{n}A,{code},{n + 6},{n},1,2,3\n" for n, code in enumerate(CODES))
    found = read(written(tmp_path, text))
    assert set(found.frame["table"]) == {"age"}
    assert set(found.frame["vintage"]) == {"LSOA 2011"}
    assert counts(found, "90+") == [3, 3, 3, 3]
    assert counts(found, "total") == [6, 7, 8, 9]


def test_nomis_bulk_files(tmp_path: Path) -> None:
    measure = "; measures: Value"
    heads = ["Total: All usual residents", "Disabled", "Disabled: A lot", "Disabled: A little", "Not disabled"]
    head = ["date", "geography", "geography code", *(f"Disability: {h}{measure}" for h in heads)]
    with (tmp_path / "ts038.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows([[2021, f"Town {n}", code, 30, 10, 4, 6, 20] for n, code in enumerate(CODES)])
    found = read(tmp_path / "ts038.csv")
    assert set(found.frame["table"]) == {"disability"}
    assert set(found.frame["category"]) == {
        "total",
        "Disabled",
        "Disabled: A lot",
        "Disabled: A little",
        "Not disabled",
    }
    assert counts(found, "total") == [30] * 4
    assert found.problems == ()  # 10 and 20 make 30; the parts of Disabled are not added a second time


def test_totals_are_added_up_where_the_table_has_none(tmp_path: Path) -> None:
    text = "lsoa21cd,sex,people\n" + "".join(f"{code},F,{n}\n{code},M,5\n" for n, code in enumerate(CODES))
    assert counts(read(written(tmp_path, text)), "total") == [5, 6, 7, 8]


def test_ages_as_numbers_in_a_long_table(tmp_path: Path) -> None:
    text = "lsoa21cd,age,n\n" + "".join(f"{code},{age},{age + 1}\n" for code in CODES for age in range(3))
    found = read(written(tmp_path, text))
    assert set(found.frame["table"]) == {"age"}
    assert counts(found, "2") == [3] * 4
    assert counts(found, "total") == [6] * 4


def test_a_spreadsheet_with_titles_and_notes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["TS021 - Ethnic group"],
        ["ONS"],
        [],
        ["2021 LSOA", "mnemonic", "Total: All usual residents", "A", "B"],
    ):
        sheet.append(row)
    for n, code in enumerate(CODES):
        sheet.append([f"Town {n}", code, "1,234", 1200, 34])
    sheet.append(["Counts are changed a little to protect people."])
    book.save(tmp_path / "ethnic group.xlsx")
    found = read(tmp_path / "ethnic group.xlsx")
    assert set(found.frame["table"]) == {"ethnic_group"}
    assert counts(found, "total") == [1234] * 4
    assert residents_by_area(found.frame) is not None


def test_households_never_count_as_residents(tmp_path: Path) -> None:
    text = "lsoa21_code,total_households,tenure,n\n" + "".join(
        f"{code},9,Owned,4\n{code},9,Rented,5\n" for code in CODES
    )
    homes = written(tmp_path, text, "homes.csv")
    found = read(homes)
    assert set(found.frame["unit"]) == {"households"}
    assert residents_by_area(found.frame) is None
    both = read(homes, written(tmp_path, LONG))
    people = residents_by_area(both.frame)
    assert people is not None
    assert people.to_dict() == dict(zip(CODES, [11, 12, 13, 14], strict=True))


def test_the_first_given_table_counts_and_the_difference_is_said(tmp_path: Path) -> None:
    other = "lsoa21_code,total_residents,ethnic_group,n\n" + "".join(f"{code},7,A,3\n{code},7,B,4\n" for code in CODES)
    first, second = written(tmp_path, LONG), written(tmp_path, other, "ethnic.csv")
    for order, total in (((first, second), 50), ((second, first), 28)):
        found = read(*order)
        people = residents_by_area(found.frame)
        assert people is not None
        assert people.sum() == total
        said = say_differences(found.frame)
        assert len(said) == 1
        assert " 28 " in said[0].value
        assert " 50 " in said[0].value
        assert found.frame["table"].iloc[0] in said[0].fix


def test_missing_areas_are_named_and_outside_codes_counted(tmp_path: Path) -> None:
    text = "lsoa11_code,total_population,A,B\n" + "".join(
        f"{c},3,1,2\n" for c in [*CODES[:3], "W01999998", "W01999999"]
    )
    found = read(written(tmp_path, text))
    assert [p.value for p in found.problems] == [
        "2 codes are of areas outside this place",
        "1 of 4 areas have no counts here: Pen (W01000004)",
    ]
    assert "LSOA 2011" in found.problems[1].fix
    assert "LSOA 2021" in found.problems[1].fix
    assert set(found.frame["area_id"]) == set(CODES[:3])


def test_the_population_of_another_place_is_refused_with_the_share(tmp_path: Path) -> None:
    codes = [CODES[0], "E01000001", "E01000002"]
    text = "lsoa21_code,total_residents,A,B\n" + "".join(f"{code},3,1,2\n" for code in codes)
    with pytest.raises(
        FileUnusableError, match=r"people.csv: 1 of the 4 areas of this place are in it \(25 %\)"
    ) as fault:
        read(written(tmp_path, text))
    assert "Expected at least 50 %" in str(fault.value)
    assert "population of another place" in str(fault.value)


def test_one_table_may_come_in_two_files(tmp_path: Path) -> None:
    halves = [
        written(tmp_path, "lsoa21_code,total_residents,A,B\n" + "".join(f"{c},3,1,2\n" for c in part), f"{n}.csv")
        for n, part in enumerate((CODES[:2], CODES[2:]))
    ]
    found = read(*(written(tmp_path, p.read_text(encoding="utf-8"), f"sex {p.name}") for p in halves))
    assert counts(found, "total") == [3] * 4


def test_the_same_table_twice_in_one_go_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnusableError, match=r"a.csv and b.csv: both have 'disability' for W01000001"):
        read(written(tmp_path, LONG, "a.csv"), written(tmp_path, LONG, "b.csv"))


def test_a_new_file_replaces_its_table_and_keeps_the_order(tmp_path: Path) -> None:
    other = "lsoa21_code,total_residents,ethnic_group,n\n" + "".join(f"{c},7,A,3\n{c},7,B,4\n" for c in CODES)
    before = read(written(tmp_path, LONG), written(tmp_path, other, "ethnic.csv")).frame
    newer = read(written(tmp_path, LONG.replace("Not disabled,10", "Not disabled,11")), before=before)
    assert list(dict.fromkeys(newer.frame["table"])) == ["disability", "ethnic_group"]
    assert len(newer.frame) == len(before)
    assert counts(newer, "Not disabled") == [11] * 4
    assert counts(newer, "A") == [3] * 4
    # Its own total now differs from its categories: 50 against 54.
    assert (
        "in 4 areas the categories add up to another number than the total (54 against 50)" in newer.problems[0].value
    )


BAD_CELLS = {"-1": "-1", "2.5": "2.5", "many": "many", "": "nothing", "c": "c"}


@pytest.mark.parametrize("cell", BAD_CELLS, ids=["negative", "part", "word", "blank", "hidden"])
def test_a_count_that_cannot_be_is_refused_by_row_and_its_area_named(tmp_path: Path, cell: str) -> None:
    rows = [f"{code},{cell if code == CODES[1] else 5},6,7,8,9" for code in CODES]
    found = read(written(tmp_path, "lsoa21_code,0,1,2,3,4\n" + "\n".join(rows) + "\n", "residents age.csv"))
    bad, missing = found.problems
    assert (bad.row, bad.value) == (3, BAD_CELLS[cell])
    assert "whole number" in bad.expected
    assert missing.value == "1 of 4 areas have no counts here: Dre (W01000002)"
    assert counts(found, "total") == [35, -1, 35, 35]


NOT_COUNTS = {
    "scores": (
        "lsoa21_code,IMD_decile,IMD_score\n" + "".join(f"{c},3,12.5\n" for c in CODES),
        "scores, ranks or shares",
    ),
    "decimals": ("lsoa21_code,a,b\n" + "".join(f"{c},1.25,0.5\n" for c in CODES), "many of its numbers are not whole"),
    "words": ("lsoa21_code,class\n" + "".join(f"{c},Rural\n" for c in CODES), "there is no column of counts"),
    "no codes": ("town,residents\nBont,12\nDre,13\n", "no column of area codes is recognised"),
    "two categories": (
        "lsoa21_code,sex,tenure,n\n"
        + "".join(f"{c},{s},{t},1\n" for c in CODES for s in "FM" for t in ("own", "rent")),
        "columns sex, tenure could all be the category",
    ),
    "twice": (LONG + f"{CODES[0]},Disabled,1,11\n", r"W01000001 has 'Disabled' twice \(rows 2 and 10\)"),
}


@pytest.mark.parametrize("case", NOT_COUNTS, ids=list(NOT_COUNTS))
def test_files_that_hold_no_counts_are_refused_with_the_reason(tmp_path: Path, case: str) -> None:
    text, message = NOT_COUNTS[case]
    with pytest.raises(FileUnusableError, match=message) as fault:
        read(written(tmp_path, text))
    assert "Expected" in str(fault.value)


@hypothesis_settings(max_examples=15, deadline=None)
@given(table=st.lists(st.lists(st.integers(0, 5000), min_size=3, max_size=3), min_size=4, max_size=4))
def test_long_and_wide_give_the_same_counts(tmp_path_factory: pytest.TempPathFactory, table: list[list[int]]) -> None:
    folder = tmp_path_factory.mktemp("census")
    rows = list(zip(CODES, table, strict=True))
    wide = "lsoa21_code,a x,b x,c x\n" + "".join(f"{code},{a},{b},{c}\n" for code, (a, b, c) in rows)
    long = "lsoa21_code,residents by x,n\n" + "".join(
        f"{code},{name},{n}\n" for code, row in rows for name, n in zip(("a x", "b x", "c x"), row, strict=True)
    )
    one = read(written(folder, wide, "residents by x.csv")).frame
    other = read(written(folder, long, "long.csv")).frame
    order = ["area_id", "category"]
    pd.testing.assert_frame_equal(
        one.sort_values(order, ignore_index=True), other.sort_values(order, ignore_index=True)
    )


@pytest.mark.real_data
def test_newport_against_sqlite(real_data: Path) -> None:
    folder = real_data / "newport"
    areas = read_areas(folder / "areas/lsoa21_newport.geojson", settings=SETTINGS).frame
    names = ("disability21_lsoa21_newport.csv", "ethnicity21_lsoa21_newport.csv")
    found = read(*(folder / "census" / name for name in names), areas=areas)
    people = residents_by_area(found.frame)
    assert people is not None
    assert (len(people), int(people.sum())) == (100, 159_596)
    assert "159,569" in say_differences(found.frame)[0].value
    base = sqlite3.connect(":memory:")
    base.execute("create table d (code, category, n integer, total integer)")
    with (folder / "census" / names[0]).open(encoding="utf-8") as stream:
        base.executemany("insert into d values (?, ?, ?, ?)", list(csv.reader(stream))[1:])
    disabled = base.execute("select sum(n) from d where category like 'Disabled%'").fetchone()[0]
    base.close()
    ours = found.frame[found.frame["category"].str.startswith("Disabled")]["count"].sum()
    assert ours == disabled == 31_463


@pytest.mark.real_data
def test_newport_ages_are_of_other_areas_and_90_of_100_match(real_data: Path) -> None:
    folder = real_data / "newport"
    areas = read_areas(folder / "areas/lsoa21_newport.geojson", settings=SETTINGS).frame
    found = read(folder / "census/population2020_by_age_lsoa11_newport.csv", areas=areas)
    assert found.frame["area_id"].nunique() == 90
    assert found.frame["category"].nunique() == 92
    missing = next(p for p in found.problems if "no counts" in p.value)
    assert missing.value.startswith("10 of 100 areas")
    assert missing.value.count("(W01") == 10


@pytest.mark.real_data
@pytest.mark.parametrize(
    "name", ["wimd2019_lsoa11", "rural_urban21_lsoa21", "lookup_lsoa11_lsoa21", "population_weighted_centroids_lsoa11"]
)
def test_real_files_without_counts_are_refused(real_data: Path, name: str) -> None:
    folder = real_data / "newport"
    areas = read_areas(folder / "areas/lsoa21_newport.geojson", settings=SETTINGS).frame
    with pytest.raises(FileUnusableError, match=r"scores|no column of counts"):
        read(folder / f"census/{name}_newport.csv", areas=areas)


@pytest.mark.real_data
def test_the_real_population_of_another_place_is_refused(real_data: Path) -> None:
    areas = read_areas(real_data / "newport/areas/lsoa21_newport.geojson", settings=SETTINGS).frame
    with pytest.raises(FileUnusableError, match=r"0 of the 100 areas of this place are in it \(0 %\)"):
        read(real_data / "newcastle/census/disability21_lsoa21_newcastle.csv", areas=areas)
