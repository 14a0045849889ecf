"""Your data: a list is looked at, checked, brought in and taken back; every fault is a sentence on the page."""

from __future__ import annotations

import errno
import logging
import shutil
import tempfile
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest
from web_app import SECONDS, open_page, text_of
from web_tables import table

from assetmap.services import tidy, uploads, workspace
from assetmap.services.workspace import Place
from assetmap.web import state, watch
from assetmap.web.jobs import Job

HALLS = b"name,kind,postcode,Look for\nRed Hall,venue,,a red door\nBibbly,who knows,,\n"
NAME, POSTCODE = "Canaria Jonesova", "ZZ1 1CQ"


def place() -> Place:
    return state.open_place("demo")


def generation() -> int:
    with closing(workspace.open_register(place())) as store:
        return store.generation()


def task(name: str) -> AppTest:
    page = open_page("data")
    page.radio(key="data_task").set_value(name).run()
    return page


def upload(page: AppTest, content: bytes, *, name: str = "halls.csv", key: str = "assets_list") -> AppTest:
    page.file_uploader(key=key).set_value((name, content, "text/csv")).run()
    return sound(page)


def finish(page: AppTest, key: str) -> AppTest:
    """Wait for the work that a page began, and look at the page again."""
    job: Job[Any] = page.session_state[key].job
    assert job.wait(SECONDS)
    page.run()
    return sound(page)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click().run()
    return sound(page)


def checked(page: AppTest, task_key: str = "assets_list") -> AppTest:
    return finish(press(page, f"{task_key}_check_now"), f"{task_key}_check")


def sound(page: AppTest) -> AppTest:
    """Hold that no fault of our own ended the run."""
    assert not page.exception
    assert not any("went wrong on our side" in error.value for error in page.error), page.error
    return page


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for temporary files: other tests, in other processes, have theirs too."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def left() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"{uploads.PREFIX}*"))


def test_a_list_is_looked_at_checked_and_brought_in(demo_place: Path) -> None:
    before, folders = generation(), left()
    page = upload(task("assets"), HALLS)
    said = text_of(page)
    assert "We read 2 rows. Nothing is written yet." in said
    assert "not recognised: kept as a private note" in said
    assert "a red door" in said
    page = checked(page)
    said = text_of(page)
    assert "2 rows checked: 1 is new and 1 cannot go in." in said
    assert "who knows" in said
    (row,) = table(page, "Rows that need a look")
    assert row["Row"] == "Row 3: Bibbly"
    assert row["What becomes of it"] == "Cannot go in"
    assert row["Column"] == "Kind"
    assert row["Expected"].startswith("one of: Group, Venue, Time bank, User-led organisation")
    assert generation() == before
    page = finish(press(page, "assets_list_bring_in"), "assets_list_done")
    assert "2 rows read: 1 added and 1 refused." in text_of(page)
    assert "Nothing is written yet" not in text_of(page)
    (row,) = table(page, "Rows that need a look")
    assert row["What becomes of it"] == "Did not go in"
    assert generation() == before + 1
    with closing(workspace.open_register(place())) as store:
        (hall,) = store.assets(source="halls")
    assert hall.text("name") == "Red Hall"
    assert left() == folders


def test_what_this_window_brought_in_is_not_told_as_another_ones(
    demo_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work may end after a run looked at the place and before it looks at the work."""
    look = watch.for_changes

    def look_then_wait(opened: Place) -> None:
        look(opened)
        running = st.session_state.get("assets_list_done")
        if running is not None:
            assert running.job.wait(SECONDS)

    page = checked(upload(task("assets"), HALLS))
    monkeypatch.setattr(watch, "for_changes", look_then_wait)
    page = press(page, "assets_list_bring_in")
    assert "2 rows read: 1 added and 1 refused." in text_of(page)
    assert page.session_state["generation_shown"][2] == generation()


def test_what_the_map_knows_is_checked_and_brought_in_without_what_is_never_shown(demo_place: Path) -> None:
    page = task("streets")
    assert "made by volunteers" in text_of(page)
    before = generation()
    page = checked(page, "assets_streets")
    verdict: Any = page.session_state["assets_streets_check"].job.result
    assert generation() == before
    page = finish(press(page, "assets_streets_bring_in"), "assets_streets_done")
    with closing(workspace.open_register(place())) as store:
        brought = store.assets(source="OpenStreetMap")
    assert len(brought) == verdict.added > 0
    assert not any("refuge" in asset.text("name").casefold() for asset in brought)


def test_a_place_without_streets_says_what_to_add(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "osm_features", lambda _place: [])
    page = task("streets")
    assert "give an OpenStreetMap extract" in text_of(page)
    assert not [button for button in page.button if button.key == "assets_streets_check_now"]


def test_rows_to_mend_are_a_spreadsheet_with_the_reason(demo_place: Path) -> None:
    page = checked(upload(task("assets"), HALLS))
    button = page.get("download_button")[0]
    data = button.proto.url  # the file is behind this address
    assert "Download the rows to mend" in button.proto.label
    assert "Bibbly" not in data
    from assetmap.services import rows_to_mend

    sheet = rows_to_mend.asset_sheet(page.session_state["assets_list_check"].job.result)
    (row,) = list(load_workbook(BytesIO(sheet or b"")).active.values)[1:]  # type: ignore[union-attr]
    assert row[0] == "Bibbly"
    assert "expected one of" in str(row[-1])


def test_another_column_gives_another_preview_and_an_old_verdict_goes(demo_place: Path) -> None:
    page = checked(upload(task("assets"), HALLS))
    assert page.get("download_button")
    page.selectbox(key="assets_list_column").set_value(4)
    page.selectbox(key="assets_list_field").set_value("description")
    page = press(page, "assets_list_take")
    assert "not recognised" not in text_of(page)
    assert not page.get("download_button")
    page = finish(press(checked(page), "assets_list_bring_in"), "assets_list_done")
    with closing(workspace.open_register(place())) as store:
        (hall,) = store.assets(source="halls")
    assert hall.text("description") == "a red door"
    page = press(page, "assets_list_forget")
    assert page.session_state["assets_list_columns"] == {}


def test_a_list_can_be_read_where_it_lies(demo_place: Path, tmp_path: Path) -> None:
    (tmp_path / "our list.csv").write_bytes(HALLS)
    page = task("assets")
    page.text_input(key="assets_list_path").set_value(f'"{tmp_path / "our list.csv"}"').run()
    assert "We read 2 rows." in text_of(page)
    page.text_input(key="assets_list_path").set_value("our list.csv").run()
    assert "There is no file there" in sound(page).error[0].value


def test_no_upload_is_offered_that_the_server_would_refuse(demo_place: Path) -> None:
    import tomllib

    from assetmap.web import choosing, serving

    shipped = tomllib.loads((serving.script().parent / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert shipped["server"]["maxUploadSize"] == choosing.MEGABYTES
    assert task("assets").file_uploader(key="assets_list").proto.max_upload_size_mb == choosing.MEGABYTES
    assert task("files").file_uploader[0].proto.max_upload_size_mb == choosing.MEGABYTES


def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


def bomb() -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(60):
            sheet.write(bytes(1_000_000))
    return held.getvalue()


@pytest.mark.parametrize("kind", ["assets", "people"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("list.csv", picture()),
        ("numbers.csv", b"1,2,3\n4,5,6\n"),
        ("headings.csv", b"name,kind,date\n"),
        ("open.csv", b'name,kind,date\n"Hall,venue,2026-01-01\n'),
        ("list.xlsx", b"PK\x03\x04" + bytes(400)),
        ("bomb.xlsx", bomb()),
        ("page.csv", b"<!doctype html><html>Sign in</html>"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_sentence_and_nothing_is_written(
    demo_place: Path, kind: str, name: str, content: bytes
) -> None:
    before, folders = generation(), left()
    page = upload(task(kind), content, name=name, key=f"{kind}_list")
    assert len(page.error) == 1
    assert page.error[0].value.count(".") >= 2
    assert "Traceback" not in text_of(page)
    assert generation() == before
    assert left() == folders


def test_a_hostile_list_shows_as_text(demo_place: Path) -> None:
    hostile = 'name,kind,**bold** <img src=x onerror=alert(1)>\n<script>alert(1)</script>,"=1+1 [x](javascript:y)",z\n'
    page = checked(upload(task("assets"), hostile.encode(), name="<b>x</b>.csv"))
    for node in page.get("html"):
        assert "<script>" not in node.proto.body
        assert "<img" not in node.proto.body
    for box in page.selectbox:
        assert not any(option.startswith("**") for option in box.options)


def test_a_full_disk_is_said(demo_place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    page = upload(task("assets"), HALLS)
    monkeypatch.setattr(Path, "write_bytes", full)
    page = checked(page)
    assert "No space left on device" in page.error[0].value.replace("\\", "")
    page = upload(page, HALLS, name="others.csv")
    assert "No space left on device" in page.error[0].value.replace("\\", "")


def test_a_place_that_is_removed_while_a_list_is_checked_is_said(demo_place: Path) -> None:
    page = upload(task("assets"), HALLS)
    opened = place()
    shutil.rmtree(opened.folder)
    from assetmap.services.ingest import AssetImport
    from assetmap.web import jobs, list_of_assets

    work = list_of_assets._work(opened, uploads.Upload("halls.csv", HALLS), AssetImport(), dry_run=True)
    job = jobs.start("x", work)
    assert job.wait(SECONDS)
    assert "the place's folder is not there" in job.fault
    page.run()
    assert not page.exception
    assert "There is no place yet." in text_of(page)


def test_two_windows_bring_lists_in_at_once(demo_place: Path) -> None:
    pages = [checked(upload(task("assets"), HALLS, name=f"list {number}.csv")) for number in (1, 2)]
    before = generation()
    for page in pages:
        press(page, "assets_list_bring_in")
    for page in pages:
        finish(page, "assets_list_done")
        assert "1 added" in text_of(page)
    assert generation() == before + 2


def test_a_register_that_changed_meanwhile_is_said_and_the_check_can_be_done_again(
    demo_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assetmap.adapters.store.sql_store import SqlStore

    page = checked(upload(task("assets"), HALLS))
    real = SqlStore.generation
    monkeypatch.setattr(SqlStore, "generation", lambda store: real(store) - 1)
    page = finish(press(page, "assets_list_bring_in"), "assets_list_done")
    assert "Nothing was written" in page.error[0].value.replace("\\", "")
    assert page.button(key="assets_list_bring_in")


def test_changes_are_listed_and_the_last_is_taken_back(demo_place: Path) -> None:
    page = finish(press(checked(upload(task("assets"), HALLS)), "assets_list_bring_in"), "assets_list_done")
    page.radio(key="data_task").set_value("changes").run()
    assert "The last change: A list of assets was brought in" in text_of(page)
    page = press(page, "undo")
    assert "1 asset is as before." in text_of(page)
    with closing(workspace.open_register(place())) as store:
        assert store.assets(source="halls") == []


def test_undo_does_not_take_back_what_another_window_did_since(demo_place: Path) -> None:
    page = task("changes")
    other = finish(press(checked(upload(task("assets"), HALLS)), "assets_list_bring_in"), "assets_list_done")
    assert not other.error
    # The first window's page is older than the change.
    from assetmap.errors import ConflictError
    from assetmap.services import history

    older = history.read_history(place(), now=state.now()).lines[1]
    with pytest.raises(ConflictError, match=r"Nothing was taken back"):
        history.undo_last(place(), now=state.now(), who="Ann", expected=older.id)
    assert not page.error


def test_what_is_due_is_said_deleted_on_a_sure_press_and_hidden_from_others(demo_place: Path) -> None:
    due = tidy.count_due(place(), now=state.now()).number
    old = f"date,event,postcode\n2020-01-01,Old,{POSTCODE}\n".encode()
    page = checked(upload(task("people"), old, name="old.csv", key="people_list"), "people_list")
    page = finish(press(page, "people_list_bring_in"), "people_list_done")
    page = open_page("data")
    assert ("record is due to be deleted." if due == 0 else "records are due to be deleted.") in text_of(page)
    assert page.button(key="tidy").disabled
    state.set_sharing(on=True)
    assert "due to be deleted" not in text_of(open_page("data"))
    assert "closed while you show this to others" in text_of(open_page("data"))
    state.set_sharing(on=False)
    page.checkbox(key="tidy_sure").check().run()
    page = press(page, "tidy")
    assert "deleted for good." in text_of(page)
    assert tidy.count_due(place(), now=state.now()).number == 0


def people() -> bytes:
    return (
        f"date,event,name,home postcode,disability,notes,{NAME}\n"
        f"2026-02-03,Coffee,{NAME},{POSTCODE},disabled,{NAME} lives at {POSTCODE},1\n"
        f"never,Coffee,{NAME},{POSTCODE},disabled,,2\n"
    ).encode()


def test_what_becomes_of_each_column_is_said_before_anything_is_written(demo_place: Path) -> None:
    before = generation()
    page = upload(task("people"), people(), name=f"{NAME}.csv", key="people_list")
    said = text_of(page)
    for words in ("kept as date", "turned into area", "turned into a code that hides the name", "dropped", "AA9 9AA"):
        assert words in said
    assert generation() == before


def test_a_characteristic_is_off_until_ticked_and_needs_a_reason(demo_place: Path) -> None:
    page = upload(task("people"), people(), name="list.csv", key="people_list")
    assert page.checkbox(key="people_list_keep_disability").value is False
    page.checkbox(key="people_list_keep_disability").check().run()
    assert "Say why you need it" in page.warning[0].value
    assert not any(button.key == "people_list_check_now" for button in page.button)
    page.text_input(key="people_list_why_disability").set_value("to see whom we miss").run()
    assert "kept as disability" in text_of(page)
    page = finish(press(checked(page, "people_list"), "people_list_bring_in"), "people_list_done")
    page.radio(key="data_task").set_value("changes").run()
    assert "disability: to see whom we miss" in text_of(page)


def protobufs(page: AppTest) -> str:
    """Return everything that this run sent to the browser."""
    return "\n".join(str(getattr(node, "proto", "")) for block in (page.main, page.sidebar) for node in block)


def test_no_name_or_postcode_of_an_imported_list_is_anywhere(
    demo_place: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    canaries = (NAME, NAME.upper(), NAME.casefold(), NAME.partition(" ")[0], POSTCODE, POSTCODE.replace(" ", ""))
    folders, sent, before = left(), [], {canary: on_disk(demo_place, canary) for canary in canaries}
    with caplog.at_level(logging.DEBUG):
        page = upload(task("people"), people(), name=f"{NAME} {POSTCODE}.csv", key="people_list")
        sent.append(protobufs(page))
        page = checked(page, "people_list")
        sent.append(protobufs(page))
        page = finish(press(page, "people_list_bring_in"), "people_list_done")
        sent.append(protobufs(page))
        page.radio(key="data_task").set_value("changes").run()
        sent.append(protobufs(page))
    for canary in canaries:
        assert not any(canary in one for one in sent), canary
        assert canary not in caplog.text + "".join(capfd.readouterr()), canary
        assert on_disk(demo_place, canary) == before[canary], canary
    assert left() == folders
    assert NAME not in str(dict(page.query_params))


def on_disk(home: Path, text: str) -> int:
    """Count a text in all files of a home but the place's own parts, which hold its list of postcodes."""
    files = [path for path in home.rglob("*") if path.is_file() and "parts-" not in str(path)]
    assert any(path.name == "register.sqlite" for path in files)
    return sum(path.read_bytes().count(text.encode()) for path in files)


def test_a_row_that_goes_in_all_the_same_is_told_apart_and_history_speaks_of_no_command(demo_place: Path) -> None:
    halls = b"name,kind,postcode,step_free_entrance\nRed Hall,venue,SW1A 1AA,ramp\n"
    page = checked(upload(task("assets"), halls))
    rows = table(page, "Rows that need a look")
    assert {row["What becomes of it"] for row in rows} == {"Goes in"}
    assert {row["Row"] for row in rows} == {"Row 2: Red Hall"}
    assert {row["Column"] for row in rows} == {"Postcode", "Step-free way in"}
    assert "1 row came without a location." in text_of(page)
    finish(press(page, "assets_list_bring_in"), "assets_list_done")
    told = table(task("changes"), "Changes, newest first")
    assert told[0]["Taken back?"] == "no: it can be taken back now"


def test_rows_about_people_have_a_verdict_and_no_name(demo_place: Path) -> None:
    content = f"person,date,postcode,role\n{NAME},31/02/2026,{POSTCODE},member\n".encode()
    page = checked(upload(task("people"), content, name="came.csv", key="people_list"), "people_list")
    row = table(page, "Rows that need a look")[0]
    assert row["Row"] == "Row 2"
    assert row["What becomes of it"] == "Cannot go in"
    assert NAME not in text_of(page)
