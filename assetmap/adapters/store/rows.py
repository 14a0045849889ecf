"""Records to rows and back. JSON text is written in one fixed form, so that equal facts are equal bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping

from assetmap.adapters.store.schema import ASSET
from assetmap.model.asset import AccessFact, Agreement, Asset, Fact
from assetmap.model.asset_line import NAME_FIELDS, AssetLine
from assetmap.model.participation import Attendance, Event
from assetmap.model.places_people_live import PlacePeopleLive
from assetmap.model.register import OffTheMap

LINE_COLUMNS = (
    ASSET.c.id, ASSET.c.source, ASSET.c.kind, ASSET.c.where_met, ASSET.c.visibility, ASSET.c.status,
    ASSET.c.located_by, ASSET.c.lat, ASSET.c.lon, ASSET.c.area_id, ASSET.c.agreement,
    (ASSET.c.access != "{}").label("has_access"), ASSET.c.fields,
)  # fmt: skip
"""Columns of an asset in short, in the order of `AssetLine`; a column of access facts may follow."""

_NAME_FACT = re.compile(rf'(?<!\\)"({"|".join(NAME_FIELDS)})":\[("(?:[^"\\]|\\.)*")')
_write = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def row_text(row: Mapping[str, Any]) -> str:
    """Return a database row as the text that history keeps."""
    return _write(dict(row))


def text_row(text: str) -> dict[str, Any]:
    """Return the database row that a history text holds."""
    row: dict[str, Any] = json.loads(text)
    return row


def asset_row(asset: Asset) -> dict[str, Any]:
    """Return an asset as a row of the asset table."""
    agreed = asset.agreement
    return {
        "id": asset.id,
        "source": asset.source,
        "source_key": asset.source_key,
        "kind": asset.kind,
        "where_met": str(asset.where),
        "visibility": str(asset.visibility),
        "status": str(asset.status),
        "located_by": str(asset.located_by),
        "lat": asset.lat,
        "lon": asset.lon,
        "area_id": asset.area_id,
        "fields": _write({name: _fact_list(fact) for name, fact in asset.fields.items()}),
        "access": _write({name: _access_list(fact) for name, fact in asset.access.items()}),
        "private": _write({name: _fact_list(fact) for name, fact in asset.private.items()}),
        "agreement": "" if agreed is None else _write([agreed.agreed_by, agreed.agreed_on, agreed.may_be_shown_to]),
    }


def row_asset(row: RowMapping | Mapping[str, Any]) -> Asset:
    """Return the asset that a row holds."""
    return Asset(
        id=row["id"],
        source=row["source"],
        source_key=row["source_key"],
        kind=row["kind"],
        where=row["where_met"],
        visibility=row["visibility"],
        status=row["status"],
        located_by=row["located_by"],
        lat=row["lat"],
        lon=row["lon"],
        area_id=row["area_id"],
        fields={name: Fact(*parts) for name, parts in json.loads(row["fields"]).items()},
        access={name: AccessFact(*parts) for name, parts in json.loads(row["access"]).items()},
        private={name: Fact(*parts) for name, parts in json.loads(row["private"]).items()},
        agreement=Agreement(*json.loads(row["agreement"])) if row["agreement"] else None,
    )


def row_line(row: Sequence[Any], features: Sequence[str]) -> AssetLine:
    """Return the asset in short that a row of LINE_COLUMNS holds; access is there where features were asked for."""
    *plain, agreed, has_access, fields_text = row[: len(LINE_COLUMNS)]
    names = _names_in(fields_text)
    agreement = Agreement(*json.loads(agreed)) if agreed else None
    known = json.loads(row[len(LINE_COLUMNS)]) if features else {}
    access = {name: AccessFact(*known[name]) for name in features if name in known}
    return AssetLine._make((*plain, agreement, has_access, names, access))


def _names_in(fields_text: str) -> tuple[str, ...]:
    """Return an asset's names out of the text of its facts.

    A long list reads five times faster so than by decoding every fact. Inside a text a quotation mark has a backslash
    before it, so the pattern fits keys alone; and the database's own look-up refuses some texts that people write.
    """
    found = {key: json.loads(text) if "\\" in text else text[1:-1] for key, text in _NAME_FACT.findall(fields_text)}
    return tuple(found.get(name, "") for name in NAME_FIELDS)


def _fact_list(fact: Fact) -> list[Any]:
    return [fact.value, fact.source, fact.as_at, fact.by_hand]


def _access_list(fact: AccessFact) -> list[Any]:
    return [
        str(fact.answer),
        fact.source,
        fact.as_at,
        fact.detail,
        fact.by_hand,
        fact.out_since,
        fact.out_until,
    ]


def off_the_map_row(key: OffTheMap) -> dict[str, Any]:
    """Return an off-the-map key as a row."""
    return {"source": key.source, "source_key": key.source_key, "likeness": key.likeness}


def event_row(event: Event) -> dict[str, Any]:
    """Return an event as a row of the event table."""
    return {
        "event_id": event.event_id,
        "name": event.name,
        "date": event.date,
        "start_time": event.start,
        "end_time": event.end,
        "venue": event.venue,
        "stage": str(event.stage),
        "meant_for": str(event.meant_for),
    }


def row_event(row: RowMapping | Mapping[str, Any]) -> Event:
    """Return the event that a row holds."""
    return Event(
        event_id=row["event_id"],
        name=row["name"],
        date=row["date"],
        start=row["start_time"],
        end=row["end_time"],
        venue=row["venue"],
        stage=row["stage"],
        meant_for=row["meant_for"],
    )


def attendance_row(attendance: Attendance) -> dict[str, Any]:
    """Return an attendance as a row of the attendance table."""
    return {
        "row_key": attendance.row_key,
        "event_id": attendance.event_id,
        "role": attendance.role,
        "person": attendance.person,
        "area_id": attendance.area_id,
        "not_placed": str(attendance.not_placed),
        "characteristics": _write(dict(attendance.characteristics)),
    }


def columns_row(shape: str, choice: Mapping[str, str]) -> dict[str, Any]:
    """Return a remembered column choice as a row."""
    return {"shape": shape, "choice": _write(dict(choice))}


def living_row(one: PlacePeopleLive) -> dict[str, Any]:
    """Return a place people live as a row; there is no column for where it is."""
    return {
        "id": one.id,
        "kind": one.kind,
        "state": str(one.state),
        "review_on": one.review_on,
        "facts": _write([one.name, one.liaison, one.last_contact]),
    }


def row_living(row: RowMapping | Mapping[str, Any]) -> PlacePeopleLive:
    """Return the place people live that a row holds."""
    name, liaison, last_contact = json.loads(row["facts"])
    return PlacePeopleLive(
        id=row["id"],
        name=name,
        kind=row["kind"],
        state=row["state"],
        review_on=row["review_on"],
        liaison=liaison,
        last_contact=last_contact,
    )
