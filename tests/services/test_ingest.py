"""Lists of assets go into the register: counted, found again, never wiping what people recorded."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres_server import postgres_url
from square_place import NOW, make_square

from assetmap.adapters import files
from assetmap.adapters.files import Table
from assetmap.errors import ConflictError, FileUnusableError, OptionError, OutsideError
from assetmap.model.asset import ASSET_KIND_BY_NAME, Asset
from assetmap.model.imports import ImportAnswer
from assetmap.services import ingest, register, workspace
from assetmap.services.ingest import AssetImport
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place

__all__ = ["postgres_url"]  # a fixture
HOSTILE = "<script>alert(1)</script> =1+1 \u202egnp.exe\u202c"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make_square(tmp_path / "home")


Import = Callable[..., CheckedAnswer]


@pytest.fixture
def bring_in(place: Place, tmp_path: Path) -> Import:
    """Write rows to a CSV file and import it."""

    def run(rows: list[list[str]] | Path, name: str = "halls.csv", **options: Any) -> CheckedAnswer:
        path = rows if isinstance(rows, Path) else tmp_path / name
        if not isinstance(rows, Path):
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        return ingest.import_assets(place, AssetImport(path=path, **options), now=NOW, who="Ann")

    return run


def all_assets(place: Place) -> list[Asset]:
    store = workspace.open_register(place)
    try:
        return store.assets()
    finally:
        store.close()


def only(place: Place) -> Asset:
    (asset,) = all_assets(place)
    return asset


def counts(answer: ImportAnswer) -> tuple[int, int, int, int, int]:
    return answer.read, answer.added, answer.changed, answer.unchanged, answer.refused


HALL = ["Name", "Type", "Postcode", "Phone"]


def test_a_list_goes_in_and_again_changes_nothing(place: Place, bring_in: Import) -> None:
    rows = [HALL, ["Old Hall", "Hall", "xx11aa", "1633656656"], ["New Hall", "Hall", "XX9 9XX", ""]]
    assert counts(bring_in(rows)) == (2, 2, 0, 0, 0)
    assert counts(bring_in(rows)) == (2, 0, 0, 2, 0)
    assert counts(bring_in(rows, "halls_2026-04-01.csv")) == (2, 0, 0, 2, 0)
    path = place.folder / "register.sqlite"
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT fields, located_by, visibility, area_id, lat FROM asset").fetchall()
        batches = connection.execute("SELECT count(*) FROM batch").fetchone()[0]
    connection.close()
    by_name = {json.loads(row[0])["name"][0]: (json.loads(row[0]), *row[1:]) for row in found}
    facts, located_by, visibility, area, lat = by_name["Old Hall"]
    assert facts["phone"][0] == "01633656656"
    assert (located_by, visibility, area, lat) == ("postcode", "only us", "Z1", 51.6)
    assert by_name["New Hall"][1] == "without a location"
    assert batches == 1


def test_columns_in_welsh_and_an_address_in_parts(place: Place, bring_in: Import) -> None:
    rows = [
        ["Enw", "Math", "Cyfeiriad 1", "Cyfeiriad 2", "Ffôn", "Mynediad gwastad", "Dyddiad gwirio"],
        ["Neuadd Bentref", "Neuadd", "Heol y Bont", "Llan XX1 1AA", "01633 656656", "Oes", "02/03/2026"],
    ]
    bring_in(rows)
    asset = only(place)
    assert (asset.text("name"), asset.kind, asset.text("address")) == ("Neuadd Bentref", "venue", "Heol y Bont, Llan")
    assert asset.text("postcode") == "XX1 1AA"
    fact = asset.access["step_free_entrance"]
    assert (fact.answer, fact.source, fact.as_at) == ("yes", "halls", "2026-03-02")


def test_a_welsh_name_beside_the_english_one(place: Place, bring_in: Import) -> None:
    bring_in([["Name", "Enw", "Type"], ["Village Hall", "Neuadd Bentref", "Hall"]])
    assert (only(place).text("name"), only(place).text("name_cy")) == ("Village Hall", "Neuadd Bentref")


def test_columns_we_do_not_know_are_named_and_kept_private(place: Place, bring_in: Import) -> None:
    answer = bring_in([["Name", "Type", "Gossip"], ["Hall", "Hall", "The roof leaks"]])
    assert any("private notes: Gossip" in note for note in answer.notes)
    assert only(place).private["note: Gossip"].value == "The roof leaks"
    assert "roof" not in json.dumps(register.list_assets(place, register.AssetQuery()).facts)


def test_columns_we_do_not_know_are_dropped_by_flag(place: Place, bring_in: Import) -> None:
    answer = bring_in([["Name", "Type", "Gossip"], ["Hall", "Hall", "The roof leaks"]], drop_unrecognised=True)
    assert any("were dropped: Gossip" in note for note in answer.notes)
    assert set(only(place).private) == {"likeness"}
    assert "roof" not in str(only(place))


def test_a_choice_of_columns_is_remembered_for_the_shape(place: Place, bring_in: Import) -> None:
    rows = [["What", "Type", "Rumpus"], ["Old Hall", "Hall", "yes"]]
    assert counts(bring_in(rows)) == (1, 0, 0, 0, 1)
    told = {"name": "What", "hearing_loop": "rumpus"}
    assert counts(bring_in(rows, columns=told)) == (1, 1, 0, 0, 0)
    rows.append(["New Hall", "Hall", "no"])
    assert counts(bring_in(rows, "others.csv")) == (2, 2, 0, 0, 0)
    assert {asset.access["hearing_loop"].answer for asset in all_assets(place)} == {"yes", "no"}


@pytest.mark.parametrize("columns", [{"name": "Nowhere"}, {"spaceship": "Name"}])
def test_a_column_that_is_not_there_is_refused(bring_in: Import, columns: dict[str, str]) -> None:
    with pytest.raises(OptionError, match=r"Write one of these|Expected one of"):
        bring_in([HALL, ["Hall", "Hall", "", ""]], columns=columns)


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [
        ("-3.0", "51.6", "latitude first"),
        ("331000", "188000", "look like metres"),
        ("95", "-3", "latitude to 90"),
        ("north", "west", "two numbers"),
    ],
)
def test_wrong_coordinates_are_refused_and_the_rest_go_in(
    place: Place, bring_in: Import, lat: str, lon: str, expected: str
) -> None:
    rows = [["Name", "Type", "Lat", "Lon"], ["Good", "Hall", "51.6", "-3.0"], ["Bad", "Hall", lat, lon]]
    answer = bring_in(rows)
    assert counts(answer) == (2, 1, 0, 0, 1)
    (problem,) = answer.problems
    assert (problem.row, problem.field, problem.value) == (3, "latitude", f"{lat}, {lon}")
    assert expected in problem.expected
    assert problem.fix
    assert (only(place).lat, only(place).lon, only(place).area_id) == (51.6, -3.0, "Z1")


@pytest.mark.parametrize(("lat", "lon"), [("0", "0"), ("51.6", ""), ("57.1", "-2.1")])
def test_doubtful_coordinates_are_asked_about_and_not_drawn(place: Place, bring_in: Import, lat: str, lon: str) -> None:
    answer = bring_in([["Name", "Type", "Lat", "Lon"], ["Hall", "Hall", lat, lon]])
    assert counts(answer) == (1, 1, 0, 0, 0)
    assert len(answer.problems) == 1
    assert (only(place).lat, only(place).located_by) == (None, "without a location")


def test_the_national_grid_becomes_degrees(place: Place, bring_in: Import) -> None:
    # TG 51409 13177, the example of Ordnance Survey's guide to coordinate systems: 52 39 28.7 N, 1 42 57.8 E (ETRS89).
    bring_in([["Name", "Type", "Easting", "Northing"], ["Tower", "Hall", "651409", "313177"]])
    lat, lon = only(place).private["note: coordinates"].value.split(", ")
    assert float(lat) == pytest.approx(52 + 39 / 60 + 28.72 / 3600, abs=5e-5)
    assert float(lon) == pytest.approx(1 + 42 / 60 + 57.79 / 3600, abs=5e-5)


def test_rows_that_stand_twice_are_told(place: Place, bring_in: Import) -> None:
    rows = [
        ["ID", "Name", "Type", "When"],
        ["7", "Choir", "Choir", "Monday"],
        ["7", "Band", "Club", "Tuesday"],
        ["", "Knitters", "Club", "Monday"],
        ["", "Knitters", "Club", "Monday"],
        ["", "Knitters", "Club", "Friday"],
    ]
    answer = bring_in(rows)
    assert counts(answer) == (5, 3, 0, 0, 2)
    assert [(one.row, one.field) for one in answer.problems] == [(3, "id"), (5, "")]
    assert "row 2" in answer.problems[0].expected
    assert "row 4 is the same" in answer.problems[1].expected
    assert counts(bring_in(rows)) == (5, 0, 0, 3, 2)
    assert Counter(asset.text("name") for asset in all_assets(place)) == {"Choir": 1, "Knitters": 2}


def test_an_impossible_date_is_asked_about_and_none_is_made_up(place: Place, bring_in: Import) -> None:
    answer = bring_in([["Name", "Type", "Hearing loop", "Last checked"], ["Hall", "Hall", "yes", "31/02/2026"]])
    (problem,) = answer.problems
    assert (problem.field, problem.value) == ("checked_on", "31/02/2026")
    assert only(place).access["hearing_loop"].as_at == ""
    assert only(place).fields["imported_on"].value == "2026-03-31"


def test_access_words_we_do_not_know_are_kept_beside_not_recorded(place: Place, bring_in: Import) -> None:
    answer = bring_in([["Name", "Type", "Loop", "Lift"], ["Hall", "Hall", "ask Sue's brother", ""]])
    assert [one.field for one in answer.problems] == ["hearing_loop"]
    fact = only(place).access["hearing_loop"]
    assert (fact.answer, fact.detail) == ("not recorded", "ask Sue's brother")
    assert "lift" not in only(place).access


def test_the_kind_by_cell_by_option_by_name_or_not_at_all(place: Place, bring_in: Import) -> None:
    rows = [["Name", "Type"], ["A", "Time bank"], ["Church Hall Lunch Club", ""], ["Sue and friends", ""]]
    answer = bring_in(rows)
    assert counts(answer) == (3, 2, 0, 0, 1)
    assert {asset.text("name"): asset.kind for asset in all_assets(place)} == {
        "A": "time_bank",
        "Church Hall Lunch Club": "group",
    }
    assert "The kind of 1 row was taken from its name (Church Hall Lunch Club: Group). Check it." in answer.notes
    assert any("could not tell what 1 of 3 rows are" in note for note in answer.notes)
    again = bring_in(rows, "other.csv", kind="skill")
    assert counts(again) == (3, 3, 0, 0, 0)


def test_a_cell_that_a_merge_hides_is_asked_for(place: Place, bring_in: Import, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Name", "Type"], ["Old Forge", "Hall"], ["New Forge", None]):
        sheet.append(row)
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "merged.xlsx")
    answer = bring_in(tmp_path / "merged.xlsx")
    assert counts(answer) == (2, 1, 0, 0, 1)
    assert "also where cells are merged" in answer.problems[0].fix
    assert only(place).text("name") == "Old Forge"


def test_people_s_offers_and_private_places_have_no_pin(place: Place, bring_in: Import) -> None:
    rows = [
        ["Name", "Type", "Address", "Postcode", "Where", "Visibility", "Agreed by", "Agreed on"],
        ["Baking", "Skill", "4 Canary Street", "XX1 1AA", "", "", "", ""],
        ["Chat", "Group", "5 Canary Street", "XX1 1AA", "home based", "public", "Ann", "2026-01-02"],
        ["Line", "Service", "Online", "", "", "", "", ""],
    ]
    answer = bring_in(rows)
    assert answer.details["located"] == {"area only": 2, "without a location": 1}
    by_name = {asset.text("name"): asset for asset in all_assets(place)}
    for name in ("Baking", "Chat"):
        asset = by_name[name]
        assert (asset.lat, asset.lon, asset.area_id, asset.visibility) == (None, None, "Z1", "only us")
    assert by_name["Line"].where == "online"
    for file in place.folder.glob("register.sqlite*"):
        assert b"Canary" not in file.read_bytes()
    assert counts(bring_in(rows)) == (3, 0, 0, 3, 0)


def test_a_list_that_calls_an_asset_private_later_takes_its_pin_away(place: Place, bring_in: Import) -> None:
    rows = [["ID", "Name", "Type", "Address", "Postcode", "Where"], ["1", "Chat", "Group", "High St", "XX1 1AA", ""]]
    bring_in(rows)
    assert only(place).lat == 51.6
    rows[1][5] = "private"
    assert counts(bring_in(rows)) == (1, 0, 1, 0, 0)
    asset = only(place)
    assert (asset.lat, asset.area_id, asset.text("address"), asset.text("postcode")) == (None, "Z1", "", "")


def test_another_writer_in_between_is_told_and_nothing_is_lost(
    place: Place, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    weigh = ingest._compare

    def somebody_else_writes(*words: Any, **options: Any) -> Any:
        monkeypatch.setattr(ingest, "_compare", weigh)
        bring_in([HALL, ["Club", "Club", "", ""]], "other.csv")
        return weigh(*words, **options)

    monkeypatch.setattr(ingest, "_compare", somebody_else_writes)
    with pytest.raises(ConflictError, match="Try again"):
        bring_in([HALL, ["Hall", "Hall", "", ""]])
    assert only(place).text("name") == "Club"


def test_a_fix_file_that_cannot_be_written_stops_the_import(place: Place, bring_in: Import, tmp_path: Path) -> None:
    rows = [HALL, ["Hall", "Hall", "", ""], ["", "Hall", "", ""]]
    with pytest.raises(OutsideError, match="Choose another folder"):
        bring_in(rows, fix_file=tmp_path / "nowhere" / "fix.xlsx")
    with pytest.raises(OptionError, match=r"ends in \.xlsx"):
        bring_in(rows, fix_file=tmp_path / "fix.csv")
    assert all_assets(place) == []


def test_places_never_located_are_counted_and_not_kept(place: Place, bring_in: Import, tmp_path: Path) -> None:
    rows = [HALL, ["Canary Women's Refuge", "Service", "XX1 1AA", ""], ["Hall", "Hall", "", ""]]
    fix = tmp_path / "fix.xlsx"
    answer = bring_in(rows, fix_file=fix)
    assert counts(answer) == (2, 1, 0, 0, 1)
    assert answer.details["left_out"] == {"places that are never located or published": 1}
    assert answer.problems[0].value == "not shown"
    assert openpyxl.load_workbook(fix).active.max_row == 1  # type: ignore[union-attr]
    for file in place.folder.glob("register.sqlite*"):
        assert b"Canary" not in file.read_bytes()


def test_private_contacts_stay_private(place: Place, bring_in: Import) -> None:
    rows = [
        ["Name", "Type", "Phone", "Email", "Mobile", "Who holds the key"],
        ["Hall", "Hall", "01633 656656 / 07700 900123", "sue@gmail.com", "07700900456", "Sue Jones"],
    ]
    answer = bring_in(rows)
    assert "Kept private, never shown: 1 with personal mobile, 1 with contact person, 1 with personal e-mail." in (
        answer.notes
    )
    text = json.dumps(register.list_assets(place, register.AssetQuery()).facts)
    assert "01633 656656" in text
    for secret in ("07700", "sue@", "Jones"):
        assert secret not in text
    assert only(place).private["mobile"].value == "07700 900123, 07700900456"


def test_agreement_makes_public_and_nothing_else_does(place: Place, bring_in: Import) -> None:
    rows = [
        ["Name", "Type", "Visibility", "Agreed by", "Agreed on"],
        ["A", "Hall", "public", "", ""],
        ["B", "Hall", "", "Ann", "2026-01-02"],
        ["C", "Hall", "only us", "Ann", "2026-01-02"],
        ["D", "Hall", "partners", "", ""],
    ]
    answer = bring_in(rows)
    assert [one.row for one in answer.problems] == [2]
    assert {asset.text("name"): str(asset.visibility) for asset in all_assets(place)} == {
        "A": "only us",
        "B": "public",
        "C": "only us",
        "D": "partners",
    }
    shown = register.list_assets(place, register.AssetQuery(view="public")).facts
    assert [row["name"] for row in shown] == ["B"]
    with pytest.raises(OptionError, match="both"):
        bring_in(rows, agreed_by="Ann")
    with pytest.raises(OptionError, match="no day that has been"):
        bring_in(rows, agreed_by="Ann", agreed_on="2027-01-01")


def test_what_was_recorded_by_hand_is_never_overwritten_and_blanks_wipe_nothing(place: Place, bring_in: Import) -> None:
    rows = [[*HALL, "Hearing loop"], ["Hall", "Hall", "XX1 1AA", "01633 656656", "no"]]
    bring_in(rows)
    asset_id = only(place).id
    edit = register.AssetEdit(fields={"phone": "01633 111111", "kind": "group"})
    register.edit_asset(place, asset_id, edit, now=NOW, who="Ann")
    answer = register.AccessAnswer(feature="hearing_loop", answer="yes")
    register.set_access(place, asset_id, answer, now=NOW, who="Ann")
    register.move_asset(place, asset_id, register.AssetMove(lat=51.65, lon=-3.05), now=NOW, who="Ann")
    assert counts(bring_in(rows)) == (1, 0, 0, 1, 0)
    rows[1][3] = ""
    assert counts(bring_in(rows)) == (1, 0, 0, 1, 0)
    rows[0].append("Website")
    rows[1].append("https://example.org")
    assert counts(bring_in(rows)) == (1, 0, 1, 0, 0)
    asset = only(place)
    assert (asset.text("phone"), asset.kind, asset.lat) == ("01633 111111", "group", 51.65)
    assert (asset.access["hearing_loop"].answer, asset.text("website")) == ("yes", "https://example.org")


def test_off_the_map_stays_off_whatever_list_names_it(place: Place, bring_in: Import) -> None:
    rows = [HALL, ["Shy Group", "Club", "XX1 1AA", ""], ["Hall", "Hall", "XX1 1AA", ""]]
    bring_in(rows)
    shy = next(asset for asset in all_assets(place) if asset.text("name") == "Shy Group")
    gone = register.take_off_the_map(place, shy.id, now=NOW, who="Ann")
    assert [record["name"] for record in gone] == ["Shy Group"]
    answer = bring_in(rows)
    assert counts(answer) == (2, 0, 0, 1, 1)
    assert answer.details["left_out"] == {"asked to be off the map": 1}
    assert counts(bring_in(rows, "another list.csv"))[1:] == (1, 0, 0, 1)
    assert {asset.text("name") for asset in all_assets(place)} == {"Hall"}


def test_lists_whose_names_end_in_a_number_are_two_lists(place: Place, bring_in: Import) -> None:
    head = ["ID", "Name", "Type", "Postcode"]
    for ward in ("1", "2"):
        rows = [head, *([number, f"Hall {ward}{number}", "Hall", "XX1 1AA"] for number in "12")]
        assert counts(bring_in(rows, f"ward{ward}.csv")) == (2, 2, 0, 0, 0)
    assert {asset.source for asset in all_assets(place)} == {"ward1", "ward2"}


@pytest.mark.parametrize(
    ("name", "postcode", "address", "refused"),
    [
        ("New Forge", "XX1 1AB", "", 1),
        ("New Forge", "XX1 1AA", "", 0),
        ("The Old Forge", "XX1 1AB", "", 0),
        ("New Forge", "", "", 0),
        ("New Forge", "XX9 9XX", "", 1),
        ("New Forge", "", "9 Low Street", 1),
        ("New Forge", "", "4 High Street", 0),
    ],
)
def test_a_number_that_was_another_asset_is_asked_about(
    place: Place, bring_in: Import, name: str, postcode: str, address: str, refused: int
) -> None:
    head = ["ID", "Name", "Type", "Postcode", "Address"]
    bring_in([head, ["1", "Old Forge", "Hall", "XX1 1AA", "4 High Street"]])
    answer = bring_in([head, ["1", name, "Hall", postcode, address]])
    assert (answer.changed, answer.refused) == (1 - refused, refused)
    if refused:
        assert only(place).text("name") == "Old Forge"
        assert any("--source" in one.fix for one in answer.problems)


def test_an_asset_renamed_and_moved_by_hand_is_still_the_same(place: Place, bring_in: Import) -> None:
    rows = [["ID", "Name", "Type", "Postcode"], ["1", "Old Forge", "Skill", "XX1 1AA"]]
    bring_in(rows)
    own = only(place).id
    register.edit_asset(place, own, register.AssetEdit(fields={"name": "Forge"}), now=NOW, who="Ann")
    assert counts(bring_in(rows)) == (1, 0, 0, 1, 0)
    rows[1][1:4] = ["New Forge", "Skill", "XX1 1AB"]
    assert bring_in(rows).refused == 0


def test_who_may_see_it_once_said_by_hand_is_not_undone_by_a_list(place: Place, bring_in: Import) -> None:
    rows = [["Name", "Type", "Agreed by", "Agreed on"], ["Hall", "Hall", "Ann", "2026-01-02"]]
    bring_in(rows)
    own = only(place).id
    assert only(place).visibility == "public"
    withdrawn = register.Publish(visibility="only us")
    register.publish_asset(place, own, withdrawn, now=NOW, who="Ann")
    rows[1][3] = "2026-02-02"
    assert counts(bring_in(rows)) == (1, 0, 0, 1, 0)
    assert register.list_assets(place, register.AssetQuery(view="public")).facts == []
    agreed = register.Publish(agreed_by="Bob", agreed_on="2026-03-01", visibility="partners")
    register.publish_asset(place, own, agreed, now=NOW, who="Ann")
    bring_in(rows)
    asset = only(place)
    assert (str(asset.visibility), asset.agreement and asset.agreement.agreed_by) == ("partners", "Bob")
    register.undo_last(place, now=NOW, who="Ann")
    assert str(only(place).visibility) == "only us"


def test_a_list_may_show_an_asset_to_fewer_without_an_agreement(place: Place, bring_in: Import) -> None:
    rows = [["Name", "Type", "Visibility", "Agreed by", "Agreed on"], ["Hall", "Hall", "", "Ann", "2026-01-02"]]
    bring_in(rows)
    assert bring_in([rows[0], ["Hall", "Hall", "only us", "", ""]]).changed == 1
    assert str(only(place).visibility) == "only us"
    assert bring_in([rows[0], ["Hall", "Hall", "partners", "", ""]]).changed == 0


HARD_CELLS = {
    "digits": "9" * 5000, "huge": "1e999", "nan": "nan", "nul": "a\x00b", "half": "a\ud800b", "year 0": "0000-01-01",
    "year 10000": "10000-01-01", "brackets": "[" * 5000, "objects": '{"lift":' * 5000, "list": "{}", "quote": '"{',
    "arabic digits": "\u0669" * 30, "dates": "31/12/0001", "exponent": "1" * 400 + ".5", "points": "." * 5000,
}  # fmt: skip
HARD_COLUMNS = (
    "ID", "Name", "Type", "Detail", "Where", "Address", "Postcode", "Lat", "Lon", "Easting", "Northing", "Phone",
    "Email", "Website", "When", "Last checked", "Visibility", "Agreed by", "Agreed on", "Source list", "Mobile",
    "Contact", "Blue badge parking", "Loop", "access", "Gossip",
)  # fmt: skip


@pytest.mark.parametrize("cell", HARD_CELLS)
def test_no_cell_stops_a_list(place: Place, tmp_path: Path, cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Sure Hall" if one == "Name" else "Hall" if one == "Type" else "" for one in HARD_COLUMNS]]
    for column in HARD_COLUMNS:
        row = {"Name": f"Hall {column}", "Type": "Hall"} | {column: HARD_CELLS[cell]}
        rows.append([row.get(one, "") for one in HARD_COLUMNS])
    frame = pd.DataFrame(rows, columns=list(HARD_COLUMNS), index=range(2, len(rows) + 2), dtype="object")
    monkeypatch.setattr(files, "read_table", lambda *_, **__: Table("x.csv", "", HARD_COLUMNS, 1, frame))
    request = AssetImport(path=tmp_path / "x.csv", fix_file=tmp_path / "fix.xlsx")
    answer = ingest.import_assets(place, request, now=NOW, who="Ann")
    assert answer.read == len(rows)
    assert "Sure Hall" in {asset.text("name") for asset in all_assets(place)}
    again = ingest.import_assets(place, request, now=NOW, who="Ann")
    assert (again.added, again.changed, again.refused) == (0, 0, answer.refused)


def test_refused_rows_go_to_a_file_that_loads_back_when_mended(place: Place, bring_in: Import, tmp_path: Path) -> None:
    fix = tmp_path / "mend me.xlsx"
    rows = [
        ["Name", "Type", "Lat", "Lon", "Notes"],
        ["Good", "Hall", "51.6", "-3.0", ""],
        ['=HYPERLINK("http://example.org")', "Hall", "-3.0", "51.6", "@SUM(A1)"],
    ]
    assert counts(bring_in(rows, fix_file=fix)) == (2, 1, 0, 0, 1)
    book = openpyxl.load_workbook(fix)
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [*rows[0], "Source list", "What to mend"]
    assert [cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None] == ["s"] * 14
    assert "Exchange latitude and longitude" in str(sheet.cell(2, 7).value)
    sheet.cell(2, 3, "51.61")
    sheet.cell(2, 4, "-3.0")
    book.save(fix)
    assert counts(bring_in(fix)) == (1, 1, 0, 0, 0)
    mended = next(asset for asset in all_assets(place) if asset.text("name").startswith("="))
    assert (mended.source, mended.lat, mended.text("name")) == ("halls", 51.61, rows[2][0])
    assert "note: What to mend" not in mended.private
    rows[2][2:4] = ["51.61", "-3.0"]
    assert counts(bring_in(rows)) == (2, 0, 0, 2, 0)


def test_a_trial_writes_nothing(place: Place, bring_in: Import, tmp_path: Path) -> None:
    fix = tmp_path / "fix.xlsx"
    rows = [HALL, ["Hall", "Hall", "", ""], ["", "Hall", "", ""]]
    before = workspace.open_register(place).generation()
    answer = bring_in(rows, dry_run=True, fix_file=fix, columns={"name": "Name"})
    assert counts(answer) == (2, 1, 0, 0, 1)
    assert any("nothing was written" in note for note in answer.notes)
    assert all_assets(place) == []
    assert not fix.exists()
    assert workspace.open_register(place).generation() == before


def test_our_own_map_file_loads_back(place: Place, bring_in: Import, tmp_path: Path) -> None:
    bring_in([[*HALL, "Loop"], ["Hall", "Hall", "XX1 1AA", "01633 656656", "yes"], ["Club", "Club", "", "", ""]])
    records = register.list_assets(place, register.AssetQuery()).facts
    path = tmp_path / "assets.geojson"
    path.write_text(json.dumps(as_geojson(records)), encoding="utf-8")
    assert counts(bring_in(path)) == (2, 0, 0, 2, 0)
    register.edit_asset(place, records[1]["id"], register.AssetEdit(fields={"name": "Hall"}), now=NOW, who="Ann")
    for asset in all_assets(place):
        register.remove_asset(place, asset.id, now=NOW, who="Ann")
    assert counts(bring_in(path)) == (2, 2, 0, 0, 0)
    again = register.list_assets(place, register.AssetQuery()).facts
    compared = ("kind", "name", "address", "postcode", "phone", "source", "access", "lat", "lon", "where")
    assert [{key: row[key] for key in compared} for row in again] == [
        {key: row[key] for key in compared} for row in records
    ]


def as_geojson(records: list[dict[str, Any]]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in row.items() if key not in {"lat", "lon"}},
            "geometry": None if row["lat"] is None else {"type": "Point", "coordinates": [row["lon"], row["lat"]]},
        }
        for row in records
    ]
    return {"type": "FeatureCollection", "features": features}


def test_hostile_text_is_kept_whole(place: Place, bring_in: Import) -> None:
    bring_in([HALL, [HOSTILE, "Hall", "", ""]])
    assert only(place).text("name") == HOSTILE


def test_sheets_of_one_workbook_are_lists_of_their_own(place: Place, bring_in: Import, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, kind in (("Groups", "Club"), ("Venues", "Hall")):
        sheet = book.create_sheet(title)
        for row in (["Our list"], ["Name", "Type", "Postcode"], ["Old Forge", kind, "XX1 1AA"]):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "lists 2026.xlsx")
    answer = bring_in(tmp_path / "lists 2026.xlsx", sheet="Groups")
    assert counts(answer) == (1, 1, 0, 0, 0)
    assert any("Not read: Venues" in note for note in answer.notes)
    bring_in(tmp_path / "lists 2026.xlsx", sheet="Venues")
    assert {(asset.source, asset.kind) for asset in all_assets(place)} == {
        ("lists, Groups", "group"),
        ("lists, Venues", "venue"),
    }


def test_a_file_that_cannot_be_used_writes_nothing(place: Place, bring_in: Import, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    with pytest.raises(FileUnusableError):
        bring_in(bad)
    assert all_assets(place) == []


def test_undo_takes_an_import_back(place: Place, bring_in: Import) -> None:
    bring_in([HALL, ["Hall", "Hall", "XX1 1AA", "01633 656656"]])
    before = all_assets(place)
    bring_in([HALL, ["Hall", "Hall", "XX1 1AA", "01633 999999"], ["Club", "Club", "", ""]])
    undone = register.undo_last(place, now=NOW, who="Ann")
    assert (undone.what, undone.source, undone.records) == ("import assets", "halls", {"asset": 2})
    assert all_assets(place) == before


CELLS = st.one_of(st.sampled_from(["", "Hall", "Club", "XX1 1AA", "51.6", "-3", "0", "yes", "?"]), st.text(max_size=8))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[CELLS] * 7), min_size=1, max_size=8))
def test_whatever_the_rows_the_counts_add_up_and_a_second_time_changes_nothing(
    rows: list[tuple[str, ...]], place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "any.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Type", "Postcode", "Lat", "Lon", "Loop", "Phone"])
    for row in rows:
        sheet.append([openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    sheet.append(["Sure Hall", "Hall", "", "", "", "", ""])
    book.save(path)
    request = AssetImport(path=path)
    first = ingest.import_assets(place, request, now=NOW, who="Ann")
    again = ingest.import_assets(place, request, now=NOW, who="Ann")
    assert (again.added, again.changed, again.refused) == (0, 0, first.refused)
    assert again.unchanged == first.added + first.changed + first.unchanged


@pytest.mark.postgres
def test_a_register_in_postgresql_takes_a_list_and_gives_it_back(
    postgres_url: str,
    place: Place,
    tmp_path: Path,
) -> None:
    there = replace(place, settings=replace(place.settings, database_url=postgres_url))
    path = tmp_path / "halls.csv"
    path.write_text(f"Name,Type,Postcode\n{HOSTILE},Hall,XX1 1AA\nClub,Club,\n", encoding="utf-8")
    request = AssetImport(path=path)
    assert counts(ingest.import_assets(there, request, now=NOW, who="Ann")) == (2, 2, 0, 0, 0)
    assert counts(ingest.import_assets(there, request, now=NOW, who="Ann")) == (2, 0, 0, 2, 0)
    shown = register.list_assets(there, register.AssetQuery(near="XX1 1AA")).facts
    assert [(row["name"], row["distance_km"]) for row in shown] == [(HOSTILE, 0.0), ("Club", None)]
    assert register.undo_last(there, now=NOW, who="Ann").records == {"asset": 2}
    assert all_assets(there) == all_assets(place) == []


def test_a_postcode_that_is_not_in_the_lists_is_told_and_the_row_goes_in(place: Place, bring_in: Import) -> None:
    rows = [
        ["Name", "Type", "Postcode"],
        ["Right Hall", "Hall", "XX1 1AA"],
        ["Letter Hall", "Hall", "XX1 1AO"],
        ["Away Hall", "Hall", "SW1A 1AA"],
        ["Half Hall", "Hall", "XX1"],
        ["Bare Hall", "Hall", ""],
        ["Sewing", "Skill", "SW1A 2AA"],
    ]
    answer = bring_in(rows)
    assert counts(answer) == (6, 6, 0, 0, 0)
    told = {problem.row: (problem.field, problem.value, problem.expected) for problem in answer.problems}
    assert told == {
        3: ("postcode", "XX1 1AO", "a postcode in the lists of Square"),
        4: ("postcode", "SW1A 1AA", "a postcode in the lists of Square"),
        5: ("postcode", "XX1", "a whole UK postcode"),
        7: ("postcode", "AA9A 9AA", "a postcode in the lists of Square"),
    }
    lost = "4 rows came without a location. Give each a postcode, or say on its page where it is."
    assert lost in answer.notes
    assert answer.names == {3: "Letter Hall", 4: "Away Hall", 5: "Half Hall", 7: "Sewing"}
    assert answer.refused_rows == frozenset()


@pytest.mark.parametrize(("written", "meant"), [("NP2O 1PA", "NP20 1PA"), ("NPO 1OA", ""), ("N10 1OO", "")])
def test_a_letter_o_for_a_nought_is_guessed_only_where_the_lists_have_it(
    place: Place, bring_in: Import, monkeypatch: pytest.MonkeyPatch, written: str, meant: str
) -> None:
    table = pd.DataFrame({"postcode": ["NP20 1PA"], "lon": [0.0], "lat": [51.6], "area_id": ["Z1"]})
    monkeypatch.setattr(workspace, "postcodes", lambda _: table)
    (problem,) = bring_in([["Name", "Type", "Postcode"], ["Hall", "Hall", written]]).problems
    guessed = f"a postcode such as {meant}, with a nought"
    assert (problem.expected == guessed) is bool(meant)


def test_without_lists_of_postcodes_none_is_called_wrong(
    place: Place, bring_in: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspace, "postcodes", lambda _: pd.DataFrame(columns=["postcode", "lon", "lat", "area_id"]))
    assert bring_in([["Name", "Type", "Postcode"], ["Hall", "Hall", "SW1A 1AA"]]).problems == ()


def test_each_kind_is_read_as_the_message_writes_it(place: Place, bring_in: Import) -> None:
    (problem,) = bring_in([["Name", "Type"], ["Thing", "banana"]]).problems
    named = problem.expected.removeprefix("one of: ").split(", ")
    assert named[2:4] == ["Time bank", "User-led organisation"]
    answer = bring_in([["Name", "Type"], *([f"Thing {one}", one] for one in named)], "kinds.csv")
    assert counts(answer)[1] == len(named)
    assert {asset.kind for asset in all_assets(place)} == set(ASSET_KIND_BY_NAME)


def test_which_rows_cannot_go_in_is_known_and_no_name_of_what_stays_out_of_sight(
    place: Place, bring_in: Import
) -> None:
    answer = bring_in([["Name", "Type"], ["Hope Women's Refuge", "Hall"], ["Thing", "banana"], ["Hall", "Hall"]])
    assert answer.refused_rows == {2, 3}
    assert answer.names == {3: "Thing"}
