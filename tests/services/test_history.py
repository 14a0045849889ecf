"""What was changed, in words a person can read; what undo takes back is said before and after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from people_place import NOW, make_place, write_csv
from small_place import fill_record

from assetmap.errors import NotFoundError
from assetmap.services import history, ingest, participation, register, tidy
from assetmap.services.workspace import Place

WHO = "tester"


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Place:
    made = fill_record(make_place(home, tmp_path / "files"))
    halls = write_csv(tmp_path / "halls.csv", "name,kind,postcode", "Hall,venue,XX1 1AA", "Choir,group,XX1 1AB")
    ingest.import_assets(made, ingest.AssetImport(path=halls), now=NOW, who=WHO)
    came = write_csv(
        tmp_path / "Ann Jones.csv",
        "date,event,postcode,name,disability",
        "2026-02-03,Coffee,XX1 1AA,Ann,disabled",
        "2024-02-03,Lunch,XX1 1AB,Bob,not disabled",
    )
    request = participation.ParticipationImport(path=came, keep={"disability": "to see whom we miss"})
    participation.import_participation(made, request, now=NOW, who=WHO)
    return made


def test_changes_are_told_newest_first_and_what_undo_takes_back_is_marked(place: Place) -> None:
    told = history.read_history(place, now=NOW)
    came, halls = told.lines
    assert halls.what == "A list of assets was brought in"
    assert (halls.who, halls.source, halls.records, halls.note) == (WHO, "halls", "2 assets added", "")
    assert came.what == "A list of who came was brought in. Kept, with the reason: disability: to see whom we miss"
    assert came.records == "2 rows about people added, 2 meetings added"
    assert "Ann" not in str(came)
    assert told.next_undo == came
    assert dt.datetime.strptime(came.when, "%d/%m/%Y %H:%M").astimezone() == NOW


def test_undo_says_what_came_back_and_deleted_records_stay_deleted(place: Place) -> None:
    tidy.delete_due(place, now=NOW, who=WHO)
    said = history.undo_last(place, now=NOW, who=WHO)
    assert said[0].startswith("Taken back: A list of who came was brought in.")
    assert said[1:] == ["1 row about people is as before.", "Erased and deleted records stay erased and deleted."]
    told = history.read_history(place, now=NOW)
    assert [line.note for line in told.lines] == ["", "", "taken back", "undo takes this back"]
    assert [line.records for line in told.lines][1] == "1 row about people deleted"
    assert history.undo_last(place, now=NOW, who=WHO)[1] == "2 assets are as before."
    with pytest.raises(NotFoundError):
        history.undo_last(place, now=NOW, who=WHO)


def test_a_change_too_old_to_be_taken_back_is_not_marked(place: Place) -> None:
    assert history.read_history(place, now=NOW + dt.timedelta(days=31)).next_undo is None


def test_every_change_by_hand_has_words(place: Place) -> None:
    added = register.add_asset(place, register.AssetAdd(name="Shop", kind="venue"), now=NOW, who=WHO)
    register.set_status(place, added["id"], "hidden", now=NOW, who=WHO)
    register.move_asset(place, added["id"], register.AssetMove(postcode="XX1 1AA"), now=NOW, who=WHO)
    register.edit_asset(place, added["id"], register.AssetEdit(fields={"phone": "01632 960123"}), now=NOW, who=WHO)
    register.take_off_the_map(place, added["id"], now=NOW, who=WHO)
    whats = [line.what for line in history.read_history(place, now=NOW).lines[:5]]
    assert all(what.startswith("An asset was") for what in whats), whats
