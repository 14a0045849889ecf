"""One set of promises that every register keeps, whatever database it lives in."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from postgres_server import postgres_url

from assetmap.adapters.store import open_store
from assetmap.adapters.store.schema import HEAD, METADATA
from assetmap.errors import AssetmapError, ConflictError, NotFoundError, OptionError, OutsideError
from assetmap.model.asset import AccessFact, Agreement, Asset, Fact
from assetmap.model.participation import Attendance, Event
from assetmap.model.register import Change, OffTheMap, Store

WHEN = "2026-03-02T10:00:00+00:00"
LATER = "2026-03-02T11:00:00+00:00"
LONG_AGO = "2000-01-01T00:00:00+00:00"
HOSTILE = "<b>Hall</b> =1+1 \u202eevil\u202c \x00 \ud800 Tŷ ✓"

__all__ = ["postgres_url"]  # a fixture

Opener = Callable[..., Store]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""


@pytest.fixture
def opener(database_url: str, tmp_path: Path) -> Iterator[Opener]:
    opened: list[Store] = []
    schema = f"Tref {tmp_path.name}"

    def open_one(*, busy_seconds: int = 60) -> Store:
        opened.append(open_store(tmp_path, database_url=database_url, schema=schema, busy_seconds=busy_seconds))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    return opener()


def hall(number: int = 1, **more: Any) -> Asset:
    made = Asset(
        id=f"00000000-0000-4000-8000-{number:012d}",
        source="halls",
        source_key=f"key {number}",
        kind="venue",
        lat=51.5 + number / 1000,
        lon=-3.0,
        located_by="coordinates",
        area_id="W01000001",
        fields={"name": Fact(f"Hall {number} {HOSTILE}", "halls", "2026-01-01")},
        access={"hearing_loop": AccessFact("yes", "halls", "2026-01-01", out_since="2026-02-01")},
        private={"mobile": Fact("07700 900123", "halls", "2026-01-01", by_hand=True)},
        agreement=Agreement("Ann", "2026-01-02", "everyone"),
    )
    return replace(made, **more)


def change(**parts: Any) -> Change:
    return Change(**{"what": "import assets", "source": "halls", "who": "Ann", "when": WHEN, **parts})


def came(number: int, person: str = "p1", event: str = "e1") -> Attendance:
    return Attendance(f"row{number}", event, "carer", person, "W01000001", "", (("age_band", "25-34"),))


MEETING = Event("e1", "First meeting", "2026-03-02", "10:00", "12:00", "Hall 1")


def test_an_asset_comes_back_as_it_went_in(store: Store) -> None:
    store.apply(change(assets=(hall(1), hall(2, agreement=None, lat=None, lon=None))))
    assert store.assets() == [hall(1), hall(2, agreement=None, lat=None, lon=None)]
    assert store.asset(hall(1).id) == hall(1)
    assert store.assets(source="another list") == []


def test_assets_can_be_asked_for_by_their_ids(store: Store) -> None:
    store.apply(change(assets=[hall(number) for number in range(1, 1203)]))
    assert store.assets(ids=[hall(3).id, hall(1).id, "nobody", hall(3).id]) == [hall(1), hall(3)]
    assert store.assets(ids=[]) == []
    assert len(store.assets(ids=[hall(number).id for number in range(1, 1203)])) == 1202
    assert store.assets(ids=[hall(1).id], source="another list") == []


def test_points_are_those_of_assets_with_a_location(store: Store) -> None:
    one, other = hall(1, lat=51.5, lon=-3.0), hall(2, lat=51.6, lon=-3.1)
    store.apply(change(assets=[one, other, hall(3, lat=None, lon=None)]))
    assert sorted(store.asset_points()) == [(-3.1, 51.6), (-3.0, 51.5)]


def test_an_asset_in_short_says_the_same_as_the_whole_and_nothing_private(store: Store) -> None:
    unnamed = hall(2, fields={}, agreement=None, access={})
    gaelic = hall(3, fields={"name_gd": Fact("Talla", "halls", "")})
    store.apply(change(assets=(hall(1), unnamed, gaelic)))
    for line, asset in zip(store.asset_lines(features=["lift", "hearing_loop"]), store.assets(), strict=True):
        same = ("id", "source", "kind", "where", "visibility", "status", "located_by", "lat", "lon", "area_id")
        assert [getattr(line, name) for name in (*same, "agreement")] == [
            getattr(asset, name) for name in (*same, "agreement")
        ]
        assert line.names == tuple(asset.text(name) for name in ("name", "name_cy", "name_gd"))
        assert line.access == asset.access
        assert line.has_access is bool(asset.access)
        assert "07700" not in repr(line)
    assert [line.access for line in store.asset_lines(features=["lift"])] == [{}, {}, {}]
    (some,) = store.asset_lines(features=["hearing_loop"], ids=[hall(1).id, "nobody"])
    assert (some.id, some.access) == (hall(1).id, hall(1).access)
    assert store.asset_lines(ids=[]) == []
    assert [line.name for line in store.asset_lines()] == [hall(1).text("name"), "", "Talla"]


@given(
    st.dictionaries(
        st.sampled_from(["name", "name_cy", "name_gd", "a", 'a"name', "rename", "description"]),
        st.text() | st.sampled_from(['"name":["x"', '\\"name":["x"', '","name":["x', "\\", '"', "name"]),
    )
)
def test_names_are_read_out_of_any_text(facts: dict[str, str]) -> None:
    from assetmap.adapters.store import rows

    asset = hall(1, fields={name: Fact(text, text, text) for name, text in facts.items()}, access={})
    row = rows.asset_row(asset)
    values = [row.get(column.name, False) for column in rows.LINE_COLUMNS]
    assert rows.row_line(values, ()).names == tuple(facts.get(name, "") for name in ("name", "name_cy", "name_gd"))


def test_an_asset_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match=r"'nobody' is not in the register"):
        store.asset("nobody")


def test_each_write_raises_the_generation_and_reading_does_not(store: Store) -> None:
    first = store.generation()
    store.apply(change(assets=(hall(),)))
    second = store.generation()
    store.assets()
    assert first < second == store.generation()
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert second < store.generation()


def test_history_says_who_when_source_what_before_after(store: Store) -> None:
    store.apply(change(assets=(hall(),)))
    batch = store.apply(change(what="edit asset", who="Bob", when=LATER, assets=(hall(kind="group"),)))
    first, second = store.history(record_id=hall().id)
    assert (first.action, first.before) == ("added", None)
    assert (second.batch, second.who, second.when, second.source, second.what) == (
        batch,
        "Bob",
        LATER,
        "halls",
        "edit asset",
    )
    assert json.loads(second.before or "")["kind"] == "venue"
    assert json.loads(second.after or "")["kind"] == "group"
    assert second.action == "changed"


def test_an_unchanged_record_leaves_no_history(store: Store) -> None:
    store.apply(change(assets=(hall(),)))
    batch = store.apply(change(assets=(hall(), hall(2))))
    assert [row.record_id for row in store.history(batch=batch)] == [hall(2).id]


def test_an_attendance_leaves_no_value_in_history(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1, "canary-person"), came(2))))
    rows = [row for row in store.history() if row.record == "attendance"]
    assert [(row.record_id, row.action, row.before, row.after) for row in rows] == [
        ("row1", "added", None, None),
        ("row2", "added", None, None),
    ]
    assert "canary-person" not in str(store.history())


def test_attendances_come_with_the_date_of_their_event_and_only_once(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1), came(2, "p2"))))
    store.apply(change(events=(MEETING,), attendances=(came(2, "p2"), came(3, ""))))
    frame = store.attendances()
    assert list(frame["row_key"]) == ["row1", "row2", "row3"]
    assert set(frame["date"]) == {"2026-03-02"}
    assert json.loads(frame["characteristics"][0]) == {"age_band": "25-34"}
    assert store.attendance_keys() == {"row1", "row2", "row3"}
    assert store.counts() == {"assets": {}, "people": 2, "attendances": 3, "events": 1}
    assert store.events() == [MEETING]


def test_an_empty_register_has_all_columns_and_nothing_in_them(store: Store) -> None:
    assert list(store.attendances().columns)[:3] == ["row_key", "event_id", "date"]
    assert len(store.attendances()) == 0
    assert store.counts() == {"assets": {}, "people": 0, "attendances": 0, "events": 0}
    assert store.undo(who="Ann", when=LATER, not_before=LONG_AGO) is None


def test_columns_are_remembered_by_shape(store: Store) -> None:
    store.apply(change(columns=(("shape", {"name": "Enw"}),)))
    store.apply(change(columns=(("shape", {"name": "Title"}),)))
    assert store.remembered_columns("shape") == {"name": "Title"}
    assert store.remembered_columns("another") is None
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.remembered_columns("shape") == {"name": "Enw"}


def test_off_the_map_keys_are_kept_and_undone(store: Store) -> None:
    key = OffTheMap("halls", "key 1", "likeness")
    store.apply(change(assets=(hall(),)))
    store.apply(change(off_the_map=(key,), removed_assets=(hall().id,)))
    assert store.off_the_map() == {key}
    assert store.assets() == []
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.off_the_map() == frozenset()
    assert store.assets() == [hall()]


def test_undo_says_what_it_took_back_and_goes_one_further_each_time(store: Store) -> None:
    store.apply(change(assets=(hall(1), hall(2))))
    batch = store.apply(change(what="edit asset", who="Bob", assets=(hall(1, kind="group"),)))
    undone = store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert undone is not None
    assert (undone.batch, undone.what, undone.who, undone.when) == (batch, "edit asset", "Bob", WHEN)
    assert undone.records == {"asset": 1}
    assert store.assets() == [hall(1), hall(2)]
    again = store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert again is not None
    assert again.records == {"asset": 2}
    assert store.assets() == []
    assert store.undo(who="Ann", when=LATER, not_before=LONG_AGO) is None


def test_a_record_touched_twice_in_one_change_is_as_it_was_after_undo(store: Store) -> None:
    store.apply(change(assets=(hall(1),)))
    store.apply(change(assets=(hall(1, kind="group"), hall(2)), removed_assets=(hall(1).id, hall(2).id)))
    assert store.assets() == []
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.assets() == [hall(1)]


def test_undo_stops_at_changes_that_are_too_old(store: Store) -> None:
    store.apply(change(assets=(hall(),)))
    assert store.undo(who="Ann", when=LATER, not_before=LATER) is None
    assert store.assets() == [hall()]


def test_undo_of_a_renamed_event_keeps_the_attendances_that_point_at_it(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1),)))
    store.apply(change(events=(replace(MEETING, name="Another name"),)))
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.events() == [MEETING]
    assert store.attendance_keys() == {"row1"}


def test_erased_people_stay_erased_when_the_import_is_undone(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1, "p1"), came(2, "p2"))))
    assert store.erase_person("p1", who="Ann", when=LATER) == 1
    assert store.person_rows("p1") == []
    undone = store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert undone is not None
    assert undone.records == {"attendance": 1, "event": 1}
    assert store.attendance_keys() == frozenset()
    assert store.erased_people() == {"p1"}
    rows = [row for row in store.history() if row.record == "attendance"]
    assert "row1" not in {row.record_id for row in rows}
    assert sum(row.action == "erased" for row in rows) == 1


def test_erasing_somebody_without_rows_is_remembered_once(store: Store) -> None:
    before = store.generation()
    assert store.erase_person("nobody", who="Ann", when=LATER) == 0
    assert store.erased_people() == {"nobody"}
    after = store.generation()
    assert after > before
    assert store.erase_person("nobody", who="Ann", when=LATER) == 0
    assert store.generation() == after


def test_a_row_that_was_taken_back_cannot_be_found_in_history(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1), came(2, "p2"))))
    store.apply(change(attendances=(replace(came(1), area_id="W01000009"), came(3))))
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert set(store.attendances()["area_id"]) == {"W01000001"}
    assert "row3" not in {row.record_id for row in store.history()}
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.attendance_keys() == frozenset()
    rows = [row for row in store.history() if row.record == "attendance"]
    assert {row.record_id for row in rows} == {"taken back"}
    assert {(row.before, row.after) for row in rows} == {(None, None)}


def test_a_corrected_row_is_one_row_and_undo_brings_it_back(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1), came(2, "p2"))))
    before = store.attendances().to_csv()
    store.apply(change(attendances=(replace(came(1), role="staff", area_id="W01000009"),)))
    assert [(row["role"], row["area_id"]) for row in store.person_rows("p1")] == [("staff", "W01000009")]
    undone = store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert undone is not None
    assert undone.records == {"attendance": 1}
    assert store.attendances().to_csv() == before


def test_a_corrected_row_is_erased_from_history_too(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1, "canary-p"), came(2, "p2"))))
    store.apply(change(attendances=(replace(came(1, "canary-p"), area_id="CANARY"),)))
    assert "canary-p" in str(store.history())
    store.erase_person("canary-p", who="Ann", when=LATER)
    assert "canary" not in str(store.history()).casefold()
    assert "row1" not in str(store.history())
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.person_rows("canary-p") == []


def test_a_meeting_only_the_erased_person_came_to_is_gone_with_its_name(store: Store) -> None:
    visit = Event("e2", "Visit to Canary Jones", "2026-03-03")
    store.apply(change(events=(MEETING, visit), attendances=(came(1, "p1", "e2"), came(2, "p1"), came(3, "p2"))))
    store.erase_person("p1", who="Ann", when=LATER)
    assert store.events() == [MEETING]
    assert "Canary" not in str(store.history())
    assert "e2" not in {row.record_id for row in store.history()}
    undone = store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert undone is not None
    assert store.events() == []


def test_a_meeting_taken_back_before_the_erasure_loses_its_name_too(store: Store) -> None:
    store.apply(change(events=(Event("e2", "Visit to Canary Jones", "2026-03-03"),), attendances=(came(1, "p", "e2"),)))
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    store.erase_person("p", who="Ann", when=LATER)
    assert "Canary" not in str(store.history())


OLD_MEETING = Event("e0", "Visit to Canary Jones", "2024-03-01")


def with_old_and_new(store: Store) -> None:
    """Two rows of an old meeting, one of them corrected later, and one row of a newer meeting."""
    store.apply(change(events=(OLD_MEETING, MEETING), attendances=(came(1, "canary-p", "e0"), came(3))))
    store.apply(change(attendances=(came(2, "p2", "e0"), replace(came(1, "canary-p", "e0"), area_id="CANARY"))))


def test_old_attendances_are_counted_and_deleted_with_all_history_of_them(store: Store) -> None:
    with_old_and_new(store)
    assert store.count_attendances(before="2024-03-01") == 0
    assert store.count_attendances(before="2024-03-02") == 2
    assert store.delete_attendances(before="2024-03-02", who="Ann", when=LATER) == 2
    assert store.attendance_keys() == {"row3"}
    assert store.events() == [MEETING]
    said = str(store.history())
    assert "canary" not in said.casefold()
    assert "row1" not in said
    assert "row2" not in said
    newest = store.batches(limit=1)[0]
    assert (newest.what, newest.who, newest.when, newest.records) == (
        "tidy",
        "Ann",
        LATER,
        {("attendance", "erased"): 2},
    )


def test_undo_never_brings_old_attendances_back_and_takes_the_rest(store: Store) -> None:
    with_old_and_new(store)
    store.delete_attendances(before="2024-03-02", who="Ann", when=LATER)
    for _ in range(2):
        assert store.undo(who="Ann", when=LATER, not_before=LONG_AGO) is not None
        assert store.count_attendances(before="2024-03-02") == 0
    assert store.undo(who="Ann", when=LATER, not_before=LONG_AGO) is None
    assert store.attendance_keys() == frozenset()
    assert store.events() == []


def test_before_which_day_was_deleted_is_kept(store: Store) -> None:
    with_old_and_new(store)
    assert store.tidied() == []
    store.delete_attendances(before="2024-03-02", who="Ann", when=LATER)
    store.delete_attendances(before="2024-03-02", who="Ann", when=LATER)
    assert store.tidied() == [(LATER, "2024-03-02")]


def test_nothing_old_leaves_no_trace(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1),)))
    before = store.generation()
    assert store.delete_attendances(before="2026-03-02", who="Ann", when=LATER) == 0
    assert store.generation() == before
    assert store.attendance_keys() == {"row1"}


def test_changes_are_listed_newest_first_with_their_counts(store: Store) -> None:
    first = store.apply(change(assets=(hall(1), hall(2))))
    second = store.apply(change(what="edit asset", who="Bob", assets=(hall(1, kind="group"),)))
    store.erase_person("p1", who="Ann", when=LATER)
    assert store.next_to_undo(not_before=LONG_AGO) == second
    store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
    assert store.next_to_undo(not_before=LONG_AGO) == first
    assert store.next_to_undo(not_before=LATER) == ""
    listed = [(one.what, one.who, one.undone, one.records) for one in store.batches(limit=10)]
    assert listed == [
        ("undo", "Ann", False, {("asset", "changed"): 1}),
        ("erase person", "Ann", False, {}),
        ("edit asset", "Bob", True, {("asset", "changed"): 1}),
        ("import assets", "Ann", False, {("asset", "added"): 2}),
    ]
    assert [one.what for one in store.batches(limit=1, skip=2)] == ["edit asset"]


def test_what_is_kept_about_one_person_can_be_shown(store: Store) -> None:
    store.apply(change(events=(MEETING,), attendances=(came(1, "p1"), came(2, "p2"))))
    (row,) = store.person_rows("p1")
    assert (row["event_name"], row["date"], row["role"]) == ("First meeting", "2026-03-02", "carer")


def test_a_fault_in_the_middle_leaves_all_as_it_was(store: Store) -> None:
    store.apply(change(assets=(hall(1),)))
    before = (store.assets(), store.history(), store.generation())
    with pytest.raises(AssetmapError):
        store.apply(change(assets=(hall(1, kind="group"), hall(2), hall(3, source_key="key 2"))))
    assert (store.assets(), store.history(), store.generation()) == before


def test_a_change_worked_out_on_an_older_register_is_refused(store: Store) -> None:
    before = store.generation()
    store.apply(change(assets=(hall(1),)))
    with pytest.raises(ConflictError, match=r"Nothing was written"):
        store.apply(change(assets=(hall(2),), based_on=before))
    assert store.assets() == [hall(1)]


def test_the_second_writer_waits_for_the_first(opener: Opener) -> None:
    first, second = opener(), opener()
    release = holding_the_pen(first, seconds=1.0)
    second.apply(change(assets=(hall(1),)))
    written = time.monotonic()
    assert written >= release()
    assert second.assets() == [hall(1)]


def test_the_second_writer_gives_up_in_plain_words(opener: Opener) -> None:
    first, second = opener(), opener(busy_seconds=1)
    release = holding_the_pen(first, seconds=60)
    with pytest.raises(ConflictError, match=r"written by another program. Nothing was changed. Try again"):
        second.apply(change(assets=(hall(1),)))
    release()
    assert second.assets() == []


def holding_the_pen(store: Store, *, seconds: float) -> Callable[[], float]:
    """Keep a writing transaction of ``store`` open for some seconds on another thread.

    What is returned ends it if it is still open, and tells when, by the monotonic clock, it was about to end.
    """
    from assetmap.adapters.store.database import writing

    started, done, ended = threading.Event(), threading.Event(), []

    def hold() -> None:
        with writing(store._engine):  # type: ignore[attr-defined]
            started.set()
            done.wait(seconds)
            ended.append(time.monotonic())

    thread = threading.Thread(target=hold)
    thread.start()
    assert started.wait(60)

    def release() -> float:
        done.set()
        thread.join()
        return ended[0]

    return release


def test_two_programs_may_open_a_new_register_at_once(database_url: str, tmp_path: Path) -> None:
    made: list[Store] = []
    faults: list[BaseException] = []

    def open_one() -> None:
        try:
            made.append(open_store(tmp_path, database_url=database_url, schema=tmp_path.name, busy_seconds=10))
        except AssetmapError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    made[0].apply(change(assets=(hall(),)))
    assert made[1].assets() == [hall()]
    for store in made:
        store.close()


@pytest.mark.postgres
def test_places_in_one_database_do_not_see_each_other(postgres_url: str, tmp_path: Path) -> None:
    one = open_store(tmp_path, database_url=postgres_url, schema="Pentre", busy_seconds=60)
    other = open_store(tmp_path, database_url=postgres_url, schema="pentre", busy_seconds=60)
    one.apply(change(assets=(hall(),)))
    assert len(one.assets()) == 1
    assert other.assets() == []
    one.close()
    other.close()


def test_the_migrated_tables_equal_the_ones_in_the_code(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from assetmap.adapters.store import database

    engine: sa.Engine = store._engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
        inspector = sa.inspect(connection)
        for table in METADATA.sorted_tables:
            found = {column["name"]: column["nullable"] for column in inspector.get_columns(table.name)}
            assert found == {column.name: bool(column.nullable) for column in table.columns}
            pk = inspector.get_pk_constraint(table.name)["constrained_columns"]
            assert pk == [column.name for column in table.primary_key]
    assert ScriptDirectory(str(database._MIGRATIONS)).get_current_head() == HEAD


def test_a_register_from_a_newer_assetmap_is_refused(opener: Opener) -> None:
    engine: sa.Engine = opener()._engine  # type: ignore[attr-defined]
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ConflictError, match=r"9999.*Install the newest assetmap"):
        opener()


def test_kill_in_the_middle_of_a_write_leaves_the_register_as_it_was(
    database_url: str, opener: Opener, tmp_path: Path
) -> None:
    store = opener()
    store.apply(change(assets=(hall(1),)))
    before = (store.assets(), store.history(), store.generation())
    program = tmp_path / "writer.py"
    program.write_text(
        f"""
import time
from pathlib import Path
from assetmap.adapters.store import open_store, writes
from assetmap.model.asset import Asset
from assetmap.model.register import Change
def assets():
    for number in range(20_000):
        if number == 15_000:
            print("in the middle", flush=True)
            time.sleep(60)
        yield Asset(id=str(number), source="killed", source_key=str(number), kind="venue")
store = open_store(Path({str(tmp_path)!r}), database_url={database_url!r}, schema={f"Tref {tmp_path.name}"!r},
                   busy_seconds=60)
store.apply(Change(what="import assets", source="killed", who="x", when={WHEN!r}, assets=assets()))
""",
        encoding="utf-8",
    )
    child = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "in the middle"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    again = opener()
    assert (again.assets(), again.history(), again.generation()) == before
    again.apply(change(assets=(hall(2),)))
    assert again.assets() == [hall(1), hall(2)]


# What happens on a random day: assets put and removed, undone some of the time.
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"), st.lists(st.tuples(st.integers(1, 4), st.sampled_from(["venue", "group"])), max_size=4)
        ),
        st.tuples(st.just("remove"), st.lists(st.integers(1, 4), max_size=2, unique=True)),
        st.tuples(st.just("undo"), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_undo_returns_to_each_earlier_state_byte_for_byte(steps: list[tuple[str, Any]], opener: Opener) -> None:
    store = opener()
    while store.undo(who="Ann", when=LATER, not_before=LONG_AGO):
        pass
    earlier = [all_bytes(store)]
    for step, what in steps:
        if step == "undo":
            if len(earlier) > 1:
                earlier.pop()
                store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
        elif step == "put":
            by_number = {number: hall(number, kind=kind) for number, kind in what}
            store.apply(change(assets=tuple(by_number.values())))
            earlier.append(all_bytes(store))
        else:
            store.apply(change(removed_assets=tuple(hall(number).id for number in what)))
            earlier.append(all_bytes(store))
        assert all_bytes(store) == earlier[-1]
    while len(earlier) > 1:
        earlier.pop()
        assert store.undo(who="Ann", when=LATER, not_before=LONG_AGO) is not None
        assert all_bytes(store) == earlier[-1]
    store.close()


def all_bytes(store: Store) -> list[tuple[Any, ...]]:
    """Every asset row as the database itself has it, past our own reading."""
    engine: sa.Engine = store._engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.exec_driver_sql("SELECT * FROM asset"))


def test_the_file_keeps_no_trace_of_an_erased_person(tmp_path: Path) -> None:
    store = open_store(tmp_path, busy_seconds=60)
    store.apply(change(events=(MEETING,), attendances=tuple(came(n, f"other{n}") for n in range(50))))
    person = Attendance(
        "canary-row-key", "e1", "carer", "pseudonym", "CANARY-AREA", "", (("language", "CANARY-TONGUE"),)
    )
    store.apply(change(attendances=(person,)))
    store.erase_person("pseudonym", who="Ann", when=LATER)
    store.close()
    for file in tmp_path.iterdir():
        for canary in (b"CANARY-AREA", b"CANARY-TONGUE", b"canary-row-key"):
            assert canary not in file.read_bytes(), file.name


def test_the_plain_sqlite_module_sees_what_was_written(tmp_path: Path) -> None:
    store = open_store(tmp_path, busy_seconds=60)
    store.apply(change(assets=(hall(1), hall(2, kind="group"))))
    store.close()
    with sqlite3.connect(tmp_path / "register.sqlite") as connection:
        found = dict(connection.execute("SELECT kind, count(*) FROM asset GROUP BY kind").fetchall())
        mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    connection.close()
    assert found == {"venue": 1, "group": 1}
    assert mode == "wal"


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = open_store(tmp_path, busy_seconds=60)
    store.apply(change(assets=(hall(1),)))
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    store.close()


def test_a_full_disk_is_said_in_plain_words_and_changes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path, busy_seconds=60)
    store.apply(change(assets=(hall(1),)))
    engine: sa.Engine = store._engine  # type: ignore[attr-defined]
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    @sa.event.listens_for(engine, "begin")
    def _no_more_room(connection: sa.Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(OutsideError, match=r"disk that holds .* is full. Nothing was changed. Make room"):
        store.apply(change(assets=tuple(hall(number) for number in range(2, 400))))
    sa.event.remove(engine, "begin", _no_more_room)
    store.close()
    again = open_store(tmp_path, busy_seconds=60)
    assert again.assets() == [hall(1)]
    again.close()


@pytest.fixture
def read_only_folder() -> Iterator[Path]:
    """A folder nobody may write in; root steps down to an ordinary user for the while."""
    folder = Path(tempfile.mkdtemp(prefix="assetmap-ro-", dir="/tmp"))
    open_store(folder, busy_seconds=1).close()  # also loads every module while we may still read it
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_a_read_only_folder_is_said_in_plain_words(read_only_folder: Path) -> None:
    with pytest.raises(OutsideError, match=r"cannot be written.*Check that you may write in its folder"):
        open_store(read_only_folder, busy_seconds=1).apply(change(assets=(hall(),)))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"nowhere"):
        open_store(tmp_path / "nowhere", busy_seconds=1)


def test_a_file_that_is_no_register_is_refused(tmp_path: Path) -> None:
    (tmp_path / "register.sqlite").write_bytes(b"this is not a database at all" * 100)
    with pytest.raises(OutsideError, match=r"register.sqlite"):
        open_store(tmp_path, busy_seconds=1)


def test_a_database_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"Expected postgresql://"):
        open_store(tmp_path, database_url="not an address", busy_seconds=1)


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"Check that the database is running"):
        open_store(tmp_path, database_url=f"postgresql://tester@/none?host={tmp_path}", busy_seconds=1)
