"""Who keeps the records, and why: asked in plain words, shown again, asked for before sensitive facts are kept."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from markupsafe import escape
from small_place import RECORD
from streamlit.testing.v1 import AppTest
from web_app import open_page, text_of
from web_tables import answer, links

from assetmap.adapters.place_folder import read_place_file, write_place_file
from assetmap.model.on_the_record import RECORD_FIELDS
from assetmap.services import on_the_record, workspace
from assetmap.services.workspace import Place
from assetmap.web import state

LIST = b"date,event,postcode,disability\n2026-02-03,Coffee,ZZ1 1CQ,disabled\n"


def place() -> Place:
    return state.open_place("demo")


def task(name: str = "record") -> AppTest:
    page = open_page("data", place="demo", task=name)
    assert not page.exception
    return page


def save(page: AppTest) -> AppTest:
    next(one for one in page.button if one.label == "Save").click().run()
    assert not page.exception
    return page


@pytest.fixture
def nothing_said(demo_place: Path) -> Path:
    record = read_place_file(place().folder)
    record.on_the_record = {}
    write_place_file(place().folder, record)
    return demo_place


def test_what_was_saved_is_shown_again(demo_place: Path) -> None:
    page = task()
    assert answer(page)[0] == "Demo says who keeps its records of people, and why."
    assert page.text_input(key="record_keeper_demo").value == "Aberwenlas Council (made up)"
    assert page.radio(key="record_basis_demo").value == "public_task"
    assert page.number_input(key="record_retention_months_demo").value == 24
    page.text_area(key="record_purpose_demo").set_value("  To *plan*\n<b>better</b> ")
    page.number_input(key="record_retention_months_demo").set_value(36)
    save(page)
    assert answer(page)[0] == "Saved."
    record = on_the_record.read_record(place())
    assert (record.purpose, record.retention_months) == ("To *plan* <b>better</b>", 36)
    assert place().settings.retention_months == 36, "what is due follows the place's own months"
    again = task()
    assert again.text_area(key="record_purpose_demo").value == "To *plan* <b>better</b>"
    assert "Saved." not in answer(again)


def test_what_is_open_is_listed_and_may_be_saved(nothing_said: Path) -> None:
    page = task()
    assert answer(page)[0] == "Nobody has said yet who keeps the records of people in Demo, and why."
    assert "<li>Which ground in law do you keep them on?</li>" in text_of(page)
    page.text_input(key="record_keeper_demo").set_value("Bont Council")
    save(page)
    assert answer(page)[:2] == ["Saved.", "Not everything about the records of people in Demo is said yet."]
    assert "<li>Who decides how these records are used?</li>" not in text_of(page)
    for name in ("contact", "purpose", "complain_to"):
        page.text_area(key=f"record_{name}_demo").set_value(RECORD[name])
    for name in ("basis", "condition"):
        page.radio(key=f"record_{name}_demo").set_value(RECORD[name])
    save(page)
    assert on_the_record.is_complete(on_the_record.read_record(place()))
    assert "Still open" not in text_of(page)


def test_an_answer_that_cannot_be_saved_is_named_and_what_was_typed_stays(demo_place: Path) -> None:
    before = on_the_record.read_record(place())
    page = task()
    page.text_area(key="record_contact_demo").set_value("long " * 200)
    page.text_input(key="record_keeper_demo").set_value("Bont Council")
    save(page)
    said = page.error[0].value.replace("\\", "")
    assert said.startswith("1 answer cannot be saved. Nothing was.")
    assert "How can people reach you about their records? The answer has 999 letters." in said
    assert page.text_area(key="record_contact_demo").value == "long " * 200
    assert on_the_record.read_record(place()) == before


def test_another_windows_answers_are_not_written_over_unseen(demo_place: Path) -> None:
    page = task()
    on_the_record.save_record(place(), {"purpose": "Theirs"}, now=state.now(), who="Bea")
    page.text_area(key="record_purpose_demo").set_value("Ours")
    save(page)
    assert "Another window saved other answers by Bea" in page.error[0].value.replace("\\", "")
    assert on_the_record.read_record(place()).purpose == "Theirs"
    save(page)
    assert on_the_record.read_record(place()).purpose == "Ours"
    save(page)
    assert not page.error


def test_boxes_to_tick_wait_until_it_is_said(nothing_said: Path) -> None:
    page = task("people")
    page.file_uploader(key="people_list").set_value(("came.csv", LIST, "text/csv")).run()
    assert not page.exception
    said = text_of(page)
    assert "This cannot be kept yet: disability." in said
    assert "The list goes in without it." in said
    assert not [box for box in page.checkbox if box.key and "_keep_" in box.key]
    assert "/data?place=demo&task=record" not in links(page), "another window would not have the list"
    assert any(button.key == "people_list_check_now" for button in page.button), "the list can go in"
    on_the_record.save_record(place(), RECORD, now=state.now(), who="tester")
    page.run()
    assert page.checkbox(key="people_list_keep_disability").value is False
    assert "This cannot be kept yet" not in text_of(page)


def test_the_questions_are_answered_beside_the_list_which_stays(nothing_said: Path) -> None:
    page = task("people")
    page.file_uploader(key="people_list").set_value(("came.csv", LIST, "text/csv")).run()
    page.text_input(key="record_keeper_demo").set_value("Bont Council")
    save(page)
    said = text_of(page)
    assert "Saved." in said
    assert "We read 1 row." in said
    assert "<li>Which ground in law do you keep them on?</li>" in said
    assert "<li>Who decides how these records are used?</li>" not in said
    for name in ("contact", "purpose", "complain_to"):
        page.text_area(key=f"record_{name}_demo").set_value(RECORD[name])
    for name in ("basis", "condition"):
        page.radio(key=f"record_{name}_demo").set_value(RECORD[name])
    save(page)
    assert "Saved." in text_of(page)
    assert page.checkbox(key="people_list_keep_disability").value is False
    assert "We read 1 row." in text_of(page)
    page.run()
    assert "Saved." not in text_of(page)


def test_what_is_read_out_is_the_question_alone_and_its_help_stands_beside_it(demo_place: Path) -> None:
    page = task()
    fields = [*page.text_input, *page.text_area, *page.number_input, *page.radio]
    asked = {one.key: one.label for one in fields if str(one.key).startswith("record_")}
    assert asked == {f"record_{row.name}_demo": row.question for row in RECORD_FIELDS}
    for row in RECORD_FIELDS:
        assert f"<strong>{row.question}</strong> " in text_of(page)
        assert str(escape(row.help)) in text_of(page)


def test_the_task_is_closed_while_it_is_shown_to_others(demo_place: Path) -> None:
    state.set_sharing(on=True)
    said = text_of(task())
    assert "closed while you show this to others" in said
    assert "Town Hall" not in said
    assert not open_page("data", place="demo", task="record").text_input


def test_saving_changes_neither_the_register_nor_the_parts(demo_place: Path) -> None:
    def stamp() -> tuple[int, int]:
        with closing(workspace.open_register(place())) as store:
            return place().generation, store.generation()

    before = stamp()
    save(task())
    assert stamp() == before
