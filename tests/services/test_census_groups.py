"""Groups beside the census's: by hand on made-up Nomis files, on Newport's real ones, and as people correct them."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import people_place
import pytest
from nomis_files import AGES_BY_YEAR, DISABILITY, ETHNIC, write_bulk, write_nomis
from people_place import AREAS, DISABLED, NOW, RESIDENTS, write_csv

from assetmap.config import Settings
from assetmap.errors import OptionError, OutsideError
from assetmap.model.census_groups import Level
from assetmap.model.participation import MeantFor
from assetmap.services import workspace
from assetmap.services.census_groups import group_population, read_map, save_map
from assetmap.services.census_meaning import CENSUS_MAP_FILE
from assetmap.services.representation_population import comparison_population
from assetmap.services.representation_units import Units, area_units, patch_units
from assetmap.services.workspace import Place, PlaceParts

CODES = list(AREAS)
FIRST = CODES[0]
BROAD = {"Asian, Asian British or Asian Welsh": 20, "Black, Black British, Black Welsh, Caribbean or African": 10,
         "Mixed or Multiple ethnic groups": 8, "White": 60, "Other ethnic group": 2}  # fmt: skip


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    people_place.make_place(home, tmp_path / "files", population=False)
    return add(home, *(write_nomis(tmp_path, one, CODES) for one in ("ts008", "ts021", "ts038", "ts039")))


def add(home: Path, *files: Path) -> Place:
    settings = Settings(home=home)
    workspace.add_to_place(settings, "Four", PlaceParts(population=files), now=NOW)
    return workspace.open_place(settings, "Four")


def units(place: Place) -> Units:
    return area_units(place)


def test_ethnic_groups_as_finely_as_the_table_has_them(place: Place) -> None:
    found = group_population(place, "ethnic_group", units(place))
    assert found.reason == ""
    assert (found.table, found.vintage, found.theirs) == ("ethnic_group", "LSOA 2021", ())
    assert len(found.by_unit.columns) == 19
    assert found.by_unit.sum(axis=1).tolist() == [100, 200, 300, 400]
    assert found.by_unit.loc[FIRST, "Asian: Indian"] == ETHNIC["Asian, Asian British or Asian Welsh: Indian"]
    assert found.fold["Asian: Indian"] == "Asian: Indian"
    assert set(BROAD) & set(found.by_unit.columns) == set()
    assert found.unmapped.ours == found.unmapped.census == ()
    assert any("table 'ethnic_group' (LSOA 2021)" in one for one in found.said)
    assert any(one.startswith("Who gave a broad group alone is not compared: Asian") for one in found.said)


def test_ethnic_groups_in_five(place: Place) -> None:
    found = group_population(place, "ethnic_group", units(place), level=Level.BROAD)
    assert found.by_unit.loc[FIRST].to_dict() == BROAD
    people = pd.Series(["Asian: Indian", "White", "White: Roma", "not stated", "other or not listed"])
    assert people.map(found.fold).tolist() == [
        "Asian, Asian British or Asian Welsh", "White", "White", "not stated", "other or not listed",
    ]  # fmt: skip


def test_who_gave_a_broad_group_is_compared_with_all_of_it(place: Place) -> None:
    found = group_population(place, "ethnic_group", units(place), came=["White", "White: Irish", "Asian: Indian"])
    assert found.by_unit.loc[FIRST, "White"] == 60
    assert not [one for one in found.by_unit.columns if one.startswith("White:")]
    assert found.fold["White: Irish"] == "White"
    assert found.by_unit.loc[FIRST, "Asian: Indian"] == 6
    assert found.by_unit.sum(axis=1).tolist() == [100, 200, 300, 400]


def test_a_table_of_five_groups_takes_in_finer_ones(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    broad = {"Total: All usual residents": 100, **BROAD}
    place = add(home, write_bulk(tmp_path / "census2021-ts021-lsoa.csv", "Ethnic group", broad, CODES))
    for level in Level:
        found = group_population(place, "ethnic_group", units(place), level=level)
        assert found.by_unit.loc[FIRST].to_dict() == BROAD
        assert set(found.fold.values()) == set(BROAD) | {"not stated", "other or not listed"}


def test_non_binary_people_have_a_row_and_no_census_count(place: Place) -> None:
    found = group_population(place, "gender", units(place))
    assert found.by_unit.loc[FIRST].to_dict() == {"female": 51, "male": 49}
    assert found.fold["non-binary"] == "non-binary"
    assert found.unmapped.ours == ("non-binary", "in another way")
    assert "The census has no count for: non-binary and in another way." in found.said


def test_carers_are_those_who_care_and_ages_are_said(place: Place) -> None:
    found = group_population(place, "carer_status", units(place))
    assert found.by_unit.loc[FIRST].to_dict() == {"not an unpaid carer": 84, "unpaid carer": 11}
    assert any("aged 5 and over" in one for one in found.said)
    compared = comparison_population(place, MeantFor.UNPAID_CARERS, units(place))
    assert compared.by_unit.tolist() == [11, 22, 33, 44]
    assert (compared.reason, compared.vintage, compared.everyone) == ("", "LSOA 2021", False)
    assert compared.said[0] == "Compared with unpaid carers: table 'unpaid_care' (LSOA 2021)."


def test_groups_among_disabled_people_alone_are_counted_by_no_table(place: Place) -> None:
    everyone = comparison_population(place, MeantFor.EVERYONE, units(place))
    assert everyone.everyone
    assert everyone.said[0] == "Compared with all residents, of all ages: table 'sex' (LSOA 2021)."
    assert group_population(place, "ethnic_group", units(place), everyone).reason == ""
    disabled = comparison_population(place, MeantFor.DISABLED_PEOPLE, units(place))
    found = group_population(place, "ethnic_group", units(place), disabled)
    assert "No census table counts ethnic group among disabled residents alone" in found.reason
    assert found.by_unit.shape == (4, 0)
    assert found.fold["White"] == "White"
    listed = comparison_population(place, MeantFor.LIST_WE_KNOW, units(place))
    assert group_population(place, "gender", units(place), listed).reason == listed.reason


def test_no_table_no_guess(place: Place) -> None:
    found = group_population(place, "religion", units(place))
    assert found.reason == "This place has no figures by religion, so these groups cannot be compared."
    assert group_population(place, "age_band", units(place)).reason
    with pytest.raises(OptionError, match="--characteristic shoe_size: we do not know this"):
        group_population(place, "shoe_size", units(place))


def test_an_area_without_figures_is_not_known_and_takes_its_patch_along(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    place = add(home, write_nomis(tmp_path, "ts008", CODES[:3]))
    found = group_population(place, "gender", units(place))
    assert found.by_unit["female"].isna().tolist() == [False, False, False, True]
    assert "No figures for 1 of 4: Pentre. They are not compared." in found.said
    patches = write_csv(
        tmp_path / "p.csv", "area,patch", f"{CODES[0]},A", f"{CODES[1]},A", f"{CODES[2]},B", f"{CODES[3]},B"
    )
    by_patch = group_population(place, "gender", patch_units(place, patches)).by_unit
    assert by_patch["female"].tolist()[0] == 3 * 51
    assert by_patch.loc["B"].isna().all()


def test_a_person_corrects_what_a_category_is(place: Place) -> None:
    whole = "Not disabled under the Equality Act"
    part = next(one for one in DISABILITY if "Has long term" in one)
    assert group_population(place, "disability", units(place)).by_unit.loc[FIRST].to_dict() == {
        "disabled": 30, "not disabled": 70,
    }  # fmt: skip
    save_map(place, "disability", {part: "disabled"})
    found = group_population(place, "disability", units(place))
    assert found.by_unit.loc[FIRST].to_dict() == {"disabled": 38, "not disabled": 62}
    assert found.theirs == (part,)
    assert any(one.startswith("You said what these census categories are: Not disabled") for one in found.said)
    assert comparison_population(place, MeantFor.DISABLED_PEOPLE, units(place)).by_unit[FIRST] == 38
    save_map(place, "disability", {whole: ""})
    assert "tell no two groups apart" in group_population(place, "disability", units(place)).reason
    save_map(place, "disability", {})
    assert read_map(place) == {}
    assert group_population(place, "disability", units(place)).by_unit.loc[FIRST, "disabled"] == 30


def test_corrections_are_kept_for_the_owner_alone(place: Place) -> None:
    save_map(place, "gender", {"Female": "male"})
    save_map(place, "carer_status", {"Provides no unpaid care": ""})
    path = place.folder / CENSUS_MAP_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_map(place) == {"gender": {"Female": "male"}, "carer_status": {"Provides no unpaid care": ""}}
    assert [one.name for one in place.folder.iterdir() if one.name.startswith(".census")] == []


@pytest.mark.parametrize(
    ("characteristic", "said", "match"),
    [
        (
            "gender",
            {"Femail": "female"},
            "'Femail': this place's figures have no such category. Expected one of: Female",
        ),
        ("gender", {"Female": "woman"}, "'woman': this is none of our categories. Expected one of: female; male"),
        ("religion", {"Sikh": "Sikh"}, "none: add the table first"),
        ("age_band", {"0": "0-15"}, "--characteristic age_band: we do not know this.*Ages are read as they are"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    place: Place, characteristic: str, said: dict[str, str], match: str
) -> None:
    with pytest.raises(OptionError, match=match):
        save_map(place, characteristic, said)
    assert not (place.folder / CENSUS_MAP_FILE).exists()


@pytest.mark.parametrize("text", ["= nothing", "gender = 3\n", "\udcff"])
def test_damaged_corrections_are_never_passed_over(place: Place, text: str) -> None:
    (place.folder / CENSUS_MAP_FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(OutsideError, match="delete it to begin anew"):
        group_population(place, "gender", units(place))


def test_a_folder_that_cannot_be_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(OutsideError, match="Nothing was saved"):
        save_map(place, "gender", {"Female": "male"})


def test_age_bands_are_the_finest_that_both_sides_have(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    place = add(home, write_nomis(tmp_path, "ts007", CODES))
    found = group_population(place, "age_band", units(place))
    assert found.by_unit.loc[FIRST].to_dict() == {"0-15": 30, "16-64": 50, "65+": 20}
    assert sum(found.by_unit.loc[FIRST]) == AGES_BY_YEAR["Total"]
    assert [found.fold[one] for one in ("0-15", "16-24", "50-64", "85+", "not stated")] == [
        "0-15", "16-64", "16-64", "65+", "not stated",
    ]  # fmt: skip


def test_the_old_files_are_read_as_before(home: Path, tmp_path: Path) -> None:
    place = people_place.make_place(home, tmp_path / "files")
    found = group_population(place, "disability", units(place))
    assert found.by_unit["disabled"].to_dict() == DISABLED
    assert found.by_unit.sum(axis=1).to_dict() == RESIDENTS
    compared = comparison_population(place, MeantFor.DISABLED_PEOPLE, units(place))
    assert compared.by_unit.to_dict() == DISABLED
    carers = comparison_population(place, MeantFor.UNPAID_CARERS, units(place))
    assert carers.reason == "This place has no figures for the people these meetings were meant for (unpaid carers)."
    assert carers.by_unit.isna().all()


@pytest.mark.real_data
def test_newports_groups(home: Path, real_data: Path) -> None:
    folder, settings = real_data / "newport", Settings(home=home)
    names = ("disability21_lsoa21", "ethnicity21_lsoa21", "population2020_by_age_lsoa11")
    files = tuple(folder / f"census/{name}_newport.csv" for name in names)
    parts = PlaceParts(areas=folder / "areas/lsoa21_newport.geojson", population=files)
    workspace.create_place(settings, "Newport", parts, now=NOW)
    place = workspace.open_place(settings, "Newport")
    disability = group_population(place, "disability", area_units(place))
    assert disability.by_unit.sum().to_dict() == {"disabled": 31_463, "not disabled": 159_596 - 31_463}
    ethnic = group_population(place, "ethnic_group", area_units(place))
    assert set(ethnic.by_unit.columns) == set(BROAD)
    assert int(ethnic.by_unit.to_numpy().sum()) == 159_569
    assert ethnic.fold["White: Roma"] == "White"
    ages = group_population(place, "age_band", area_units(place))
    assert ages.by_unit.columns.tolist() == ["0-15", "16-24", "25-34", "35-49", "50-64", "65-74", "75-84", "85+"]
    assert int(ages.by_unit.isna().any(axis=1).sum()) == 10
    assert ages.vintage == "LSOA 2011"
    assert any(one.startswith("No figures for 10 of 100: ") for one in ages.said)


def test_languages_that_the_census_joins_are_joined(home: Path, tmp_path: Path) -> None:
    people_place.make_place(home, tmp_path / "files", population=False)
    counts = {"Total: All usual residents aged 3 years and over": 97, "English (English or Welsh in Wales)": 80,
              "Other European language (EU)": 10, "Other European language (EU): Polish": 7,
              "Other European language (EU): Swedish": 3, "Klingon": 7}  # fmt: skip
    place = add(home, write_bulk(tmp_path / "census2021-ts024-lsoa.csv", "Main language", counts, CODES))
    found = group_population(place, "language", units(place))
    assert found.by_unit.loc[FIRST].to_dict() == {"Welsh and English": 80, "Polish": 7, "another language": 3}
    assert (found.fold["Welsh"], found.fold["English"], found.fold["Urdu"]) == (*["Welsh and English"] * 2, "Urdu")
    assert found.unmapped.census == ("Klingon",)
    assert "In the census and not compared: Klingon." in found.said
    assert any("aged 3 and over" in one for one in found.said)
