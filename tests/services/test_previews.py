"""A list is looked at before anything is written: assets as they stand, people by shapes alone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook
from people_place import NOW, make_place, write_csv
from small_place import fill_record

from assetmap.model.participation_categories import CENSUS_HINTS
from assetmap.services import ingest, participation, previews, rows_to_mend, workspace
from assetmap.services.workspace import Place

NAME, POSTCODE = "Canary Jones", "XX1 1AB"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    return make_place(home, tmp_path / "files")


def halls(folder: Path) -> Path:
    rows = [f"Hall {number},venue,XX1 1AA,blue door" for number in range(7)]
    return write_csv(folder / "halls.csv", "Enw,kind,postcode,Look for", *rows)


def test_columns_of_assets_say_what_they_are_taken_for(place: Place, tmp_path: Path) -> None:
    seen = previews.preview_assets(place, halls(tmp_path))
    assert (seen.rows, seen.sheets, seen.missing) == (7, (), "")
    assert [(one.position, one.shown, one.holds) for one in seen.columns] == [
        (1, "Enw", ("name",)),
        (2, "kind", ("kind",)),
        (3, "postcode", ("postcode",)),
        (4, "Look for", ()),
    ]
    assert seen.columns[3].becomes == "not recognised: kept as a private note"
    assert seen.columns[0].samples == tuple(f"Hall {number}" for number in range(5))


def test_another_choice_gives_another_preview_and_is_remembered_by_the_import(place: Place, tmp_path: Path) -> None:
    path = halls(tmp_path)
    seen = previews.preview_assets(place, path, chosen={"description": 4})
    assert seen.columns[3].holds == ("description",)
    assert seen.given == {"description": "Look for"}
    ingest.import_assets(place, ingest.AssetImport(path=path, columns=dict(seen.given)), now=NOW, who="Ann")
    assert previews.preview_assets(place, path).columns[3].holds == ("description",)


def test_a_list_without_names_asks_for_them_and_nothing_is_written(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", "what,postcode", "Hall,XX1 1AA")
    assert "which column holds the name" in previews.preview_assets(place, path).missing
    assert previews.preview_assets(place, path, chosen={"name": 1}).missing == ""
    with closing(workspace.open_register(place)) as store:
        assert store.generation() == 0


def came(folder: Path) -> Path:
    heads = f"date,event,name,home postcode,disability,notes,{NAME}"
    return write_csv(
        folder / "list.csv", heads, f"2026-02-03,Coffee,{NAME},{POSTCODE},disabled,Knows {NAME} of {POSTCODE},{NAME}"
    )


def test_columns_of_people_say_what_they_become_and_show_shapes_alone(place: Place, tmp_path: Path) -> None:
    seen = previews.preview_people(place, came(tmp_path))
    assert [(one.shown, one.becomes) for one in seen.columns] == [
        ("date", "kept as date"),
        ("event", "kept as event"),
        ("name", "turned into a code that hides the name"),
        ("home postcode", "turned into area"),
        ("disability", "dropped"),
        ("column 6", "dropped"),
        ("column 7", "dropped"),
    ]
    shapes = ["9999?99?99", "AAAAAA", "hidden", "AA9 9AA", "AAAAAAAA"]
    assert [one.samples[0] for one in seen.columns[:5]] == shapes
    assert "Canary" not in repr(seen)
    assert POSTCODE not in repr(seen)
    assert seen.offered == {"disability": "disability"}


def test_a_ticked_characteristic_is_kept(place: Place, tmp_path: Path) -> None:
    seen = previews.preview_people(place, came(tmp_path), keep=["disability"])
    assert seen.columns[4].becomes == "kept as disability"


def test_a_list_of_people_without_dates_is_shown_and_asks_for_them(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", "pryd,postcode", f"2026-02-03,{POSTCODE}")
    seen = previews.preview_people(place, path)
    assert "which column holds the date" in seen.missing
    seen = previews.preview_people(place, path, chosen={"date": 1})
    assert seen.missing == ""
    request = participation.ParticipationImport(path=path, columns=seen.given)
    assert participation.import_participation(place, request, now=NOW, who="Ann").added == 1


def test_a_sheet_is_chosen_by_its_number(place: Place, tmp_path: Path) -> None:
    book = Workbook(write_only=True)
    for title, day in ((NAME, "2026-02-03"), ("Other", "2026-02-04")):
        sheet = book.create_sheet(title)
        sheet.append(["date", "name"])
        sheet.append([day, NAME])
    book.save(tmp_path / "list.xlsx")
    assert previews.preview_people(place, tmp_path / "list.xlsx").sheets == (NAME, "Other")
    seen = previews.preview_people(place, tmp_path / "list.xlsx", sheet_at=2)
    assert seen.sheet == "Other"


def test_rows_to_mend_of_people_hold_no_value(place: Place, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "list.csv", "date,name,postcode", f"never,{NAME},{POSTCODE}", f"2026-02-03,{NAME},XX1 1ZQ1"
    )
    answer = participation.import_participation(
        place, participation.ParticipationImport(path=path, dry_run=True), now=NOW, who="Ann"
    )
    rows = rows_to_mend.people_rows(answer).rows
    assert [row[:3] for row in rows] == [("2", "date", "AAAAA"), ("3", "postcode", "AA9 9AA9")]
    assert "Canary" not in str(rows)
    assert (rows_to_mend.people_sheet(answer) or b"")[:2] == b"PK"


def test_rows_with_the_same_fault_share_a_line_that_names_the_words_and_every_row(place: Place, tmp_path: Path) -> None:
    fill_record(place)
    lines = [f"2026-02-03,{'king' if n == 3 else 'carer'},{'her hip' if n % 2 else 'yes'},her 70s" for n in range(12)]
    path = write_csv(tmp_path / "list.csv", "date,role,disability,age", *lines)
    keep = {"disability": "why", "age_band": "why"}
    request = participation.ParticipationImport(path=path, dry_run=True, keep=keep)
    answer = participation.import_participation(place, request, now=NOW, who="Ann")
    told = {(row[0], row[1]): row[3:] for row in rows_to_mend.people_rows(answer).rows}
    fix = f"Write one of these. Kept as: other or not listed. {CENSUS_HINTS['disability']}"
    assert told["3, 7, 9, 11, 13", "disability"] == ("one of: disabled, not disabled, prefer not to say", fix)
    assert told["2-4, 6-13", "age"][0].startswith("an age, a date of birth, or one of: 0-15, 16-24, 25-34, ")
    assert told["5", "role"][0].startswith("one of: uses services; carer; community member; ")
    assert len(told) == 3


def test_rows_to_mend_of_assets_can_be_brought_in_again(place: Place, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "halls.csv", "name,kind", "Hall,venue", "=Bibbly,who knows")
    answer = ingest.import_assets(place, ingest.AssetImport(path=path, dry_run=True), now=NOW, who="Ann")
    sheet = rows_to_mend.asset_sheet(answer)
    assert sheet is not None
    (tmp_path / "mend.xlsx").write_bytes(sheet)
    again = ingest.AssetImport(path=tmp_path / "mend.xlsx", kind="group")
    assert ingest.import_assets(place, again, now=NOW, who="Ann").added == 1
    clean = ingest.import_assets(
        place, ingest.AssetImport(path=write_csv(tmp_path / "ok.csv", "name,kind", "Hall,venue")), now=NOW, who="Ann"
    )
    assert rows_to_mend.asset_sheet(clean) is None
