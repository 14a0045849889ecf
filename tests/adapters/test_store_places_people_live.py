"""What every register promises about places people live, whatever database it lives in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from postgres_server import postgres_url

from assetmap.adapters.store import open_store
from assetmap.adapters.store.schema import ASSET, PLACE_PEOPLE_LIVE
from assetmap.model.asset import Asset
from assetmap.model.places_people_live import Contact, PlacePeopleLive
from assetmap.model.register import Change, Store

__all__ = ["postgres_url"]  # a fixture

WHEN, LATER, LONG_AGO = "2026-03-02T10:00:00+00:00", "2026-03-02T11:00:00+00:00", "2000-01-01T00:00:00+00:00"
HOSTILE = "<b>Home</b> =1+1 \u202eevil\u202c \x00 \ud800 Tŷ ✓"
HOME = PlacePeopleLive(
    id="11111111-0000-4000-8000-000000000001",
    name=f"Bryn {HOSTILE}",
    kind="care_home",
    state=Contact.NOT_FOR_NOW,
    review_on="2027-05-03",
    liaison=f"Friends {HOSTILE}",
    last_contact=f"They rang {HOSTILE}",
)
SITE = PlacePeopleLive(id="11111111-0000-4000-8000-000000000002", name="The site", kind="gypsy_traveller_site")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""
    opened = open_store(tmp_path, database_url=url, schema=f"Living {tmp_path.name}", busy_seconds=5)
    yield opened
    opened.close()


def change(**parts: Any) -> Change:
    return Change(**{"what": "change place people live", "source": "by hand", "who": "Ann", "when": WHEN, **parts})


def test_a_place_comes_back_as_it_went_in(store: Store) -> None:
    assert store.places_people_live() == []
    store.apply(change(living=(SITE, HOME)))
    assert store.places_people_live() == [HOME, SITE]


def test_each_write_has_its_history_and_undo_takes_back_one_after_the_other(store: Store) -> None:
    reached = replace(HOME, state=Contact.REACHED, review_on="")
    store.apply(change(living=(HOME, SITE)))
    store.apply(change(living=(reached,)))
    store.apply(change(removed_living=(HOME.id,)))
    assert store.places_people_live() == [SITE]
    told = store.history(record_id=HOME.id)
    assert [(row.record, row.action) for row in told] == [
        ("place people live", "added"), ("place people live", "changed"), ("place people live", "removed"),
    ]  # fmt: skip
    assert (told[0].before, told[1].before, told[2].before) == (None, told[0].after, told[1].after)
    assert told[2].after is None
    for left in ([reached, SITE], [HOME, SITE], []):
        undone = store.undo(who="Ann", when=LATER, not_before=LONG_AGO)
        assert undone is not None
        assert undone.records == {"place people live": 2 if not left else 1}
        assert store.places_people_live() == left
    assert store.undo(who="Ann", when=LATER, not_before=LONG_AGO) is None


def test_a_write_that_changes_nothing_leaves_no_history(store: Store) -> None:
    store.apply(change(living=(HOME,)))
    store.apply(change(living=(HOME,)))
    assert len(store.history(record_id=HOME.id)) == 1


def test_there_is_no_column_for_where_a_place_is() -> None:
    located = {"lat", "lon", "postcode", "address", "area_id"}
    assert located & set(PLACE_PEOPLE_LIVE.columns.keys()) == set()
    assert located & {*vars(HOME)} == set()


def test_a_register_of_the_first_revision_is_brought_up_to_date_and_keeps_what_it_held(tmp_path: Path) -> None:
    hall = Asset(id="00000000-0000-4000-8000-000000000001", source="halls", source_key="1", kind="venue")
    first = open_store(tmp_path, busy_seconds=5)
    first.apply(change(assets=(hall,)))
    engine: sa.Engine = first._engine  # type: ignore[attr-defined]
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        connection.execute(sa.schema.DropTable(PLACE_PEOPLE_LIVE))
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    first.close()
    again = open_store(tmp_path, busy_seconds=5)
    again.apply(change(living=(SITE,)))
    assert (again.assets(), again.places_people_live()) == ([hall], [SITE])
    assert ASSET.name != PLACE_PEOPLE_LIVE.name
    again.close()
