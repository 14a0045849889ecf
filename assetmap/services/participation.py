"""Who came to what: bringing lists in with as little as possible, showing and erasing what is kept about a person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assetmap.adapters import pseudonyms
from assetmap.adapters.files import Table, read_table
from assetmap.errors import NotFoundError, OptionError
from assetmap.model.imports import ImportAnswer
from assetmap.model.participation import Attendance, NotPlaced, WhyRefused
from assetmap.model.register import Change, Store
from assetmap.render.words import count
from assetmap.services import participation_rows as reading_rows
from assetmap.services import workspace
from assetmap.services.participation_answer import FileRead, Kept, make_answer
from assetmap.services.participation_columns import (
    KNOWN_HEADINGS,
    Columns,
    check_keep,
    choose_columns,
    file_shape,
)
from assetmap.services.participation_events import fill_dates, make_events
from assetmap.services.participation_placing import make_finder, place_rows
from assetmap.services.participation_rows import Reading
from assetmap.services.workspace import Place

WHAT = "import participation"


@dataclass(frozen=True, kw_only=True)
class ParticipationImport:
    """What to bring in.

    Attributes
    ----------
    path, sheet
        The file, and its sheet where it has several.
    columns
        Field to heading, where the headings do not speak for themselves; remembered for files of the same shape.
    keep
        Characteristic to reason; everything else about people is dropped.
    one_row_per_person
        Whether each row without a person is a different person, as in a list of members.
    dry_run
        Say what would happen and write nothing.
    """

    path: Path
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    one_row_per_person: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Stamp:
    """Who writes, when (ISO, UTC), and the register's generation that was read before."""

    who: str
    when: str
    generation: int


def import_participation(place: Place, request: ParticipationImport, *, now: dt.datetime, who: str) -> ImportAnswer:
    """Bring a list of who came to what into the register.

    Parameters
    ----------
    place
        The place.
    request
        The file and what to keep of it.
    now
        The moment, for two-digit years, the retention note and history.
    who
        Who does it.

    Returns
    -------
    ImportAnswer
        ``details`` say what was done with each column, how many rows are not placed and why, how many were refused
        and why, and the reason for each characteristic kept. Values of people are shapes.

    Raises
    ------
    FileUnusableError
        The file cannot be used; nothing was written.
    OptionError
        A column or characteristic that was named is not there, or has no reason.
    """
    keep = check_keep(request.keep)
    table = read_table(request.path, settings=place.settings, sheet=request.sheet, known=KNOWN_HEADINGS)
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        given = {**(store.remembered_columns(file_shape(table)) or {}), **request.columns}
        columns = choose_columns(table, given, keep)
        reading = _read_rows(place, store, table, columns, now=now)
        kept = _keep_rows(place, store, reading, request)
        if not request.dry_run and (kept.attendances or request.columns):
            stamp = Stamp(who, _utc(now), generation)
            store.apply(_change(table.source, columns_to_remember(table, request), keep, kept, stamp))
    return make_answer(FileRead(table, reading, keep), kept, now=now, retention_months=place.settings.retention_months)


def _read_rows(place: Place, store: Store, table: Table, columns: Columns, *, now: dt.datetime) -> Reading:
    reading = reading_rows.start_reading(table.frame, columns)
    reading_rows.read_events(reading, this_year=now.year)
    reading_rows.read_roles(reading)
    reading.rows["date"] = fill_dates(reading.rows, store.events())
    reading.refuse((reading.rows["date"] == "").to_numpy(), WhyRefused.NO_DATE, "date")
    reading_rows.read_characteristics(reading, this_year=now.year)
    finder = make_finder(workspace.areas(place), workspace.postcodes(place))
    written = [cells for name in ("area", "postcode") if (cells := reading.text(name)) is not None]
    area, why = place_rows(finder, written, len(table.frame))
    reading.rows["area_id"], reading.rows["not_placed"] = area, why
    return reading


def _keep_rows(place: Place, store: Store, reading: Reading, request: ParticipationImport) -> Kept:
    key = _key(place, dry_run=request.dry_run)
    named = reading.text("person")
    reading.rows["person"] = "" if named is None else pseudonyms.codes(key, named)
    erased = store.erased_people()
    reading.refuse(reading.rows["person"].isin(erased).to_numpy(), WhyRefused.ERASED, "person")
    usable = reading.rows[reading.refused == ""].copy()
    usable["event_id"], events, disagreeing = make_events(usable)
    if disagreeing:
        reading.notes.append(f"{count(disagreeing, 'meeting')}: rows disagree about it. We took the first.")
    keys = reading_rows.row_keys(usable)
    people = _people(key, usable["person"].tolist(), keys, one_each=request.one_row_per_person)
    fresh = _fresh(reading, usable, keys, people, store.attendance_keys())
    everyone = reading_rows.make_attendances(usable, keys, people)
    if request.keep:
        _say_if_less_was_kept(reading, everyone, store)
    attendances = [one for one, new in zip(everyone, fresh, strict=True) if new]
    wanted = {one.event_id for one in attendances} - {event.event_id for event in store.events()}
    return Kept(
        events=[event for event in events if event.event_id in wanted],
        attendances=attendances,
        unchanged=len(usable) - len(attendances),
        not_placed=reading_rows.question_places(reading),
    )


def _key(place: Place, *, dry_run: bool) -> bytes:
    path = pseudonyms.key_path(place.settings.home, place.slug)
    if dry_run:
        return pseudonyms.read_key(path) or pseudonyms.new_key()
    return pseudonyms.make_key(path)


def _people(key: bytes, named: list[str], keys: list[str], *, one_each: bool) -> list[str]:
    """Return each row's person; with ``one_each`` a row that names nobody is a person of its own."""
    if not one_each:
        return named
    own = pseudonyms.row_codes(key, keys)
    return [person or alone for person, alone in zip(named, own, strict=True)]


def _fresh(
    reading: Reading, usable: pd.DataFrame, keys: list[str], people: list[str], known: frozenset[str]
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return which rows the register does not have yet, those it has without an area included."""
    fresh = np.array([key not in known for key in keys], dtype=bool)
    if not known or not fresh.any():
        return fresh
    placed_now = fresh & (usable["area_id"] != "").to_numpy() & np.array([bool(one) for one in people])
    before = np.zeros(len(usable), dtype=bool)
    for why in NotPlaced:
        unplaced = usable[placed_now].assign(area_id="", not_placed=str(why))
        before[placed_now] |= np.array([key in known for key in reading_rows.row_keys(unplaced)], dtype=bool)
    if before.any():
        reading.notes.append(
            f"{count(int(before.sum()), 'row')} came in before without an area. "
            "Undo that import and bring the file in again to place them."
        )
    return fresh & ~before


def _say_if_less_was_kept(reading: Reading, everyone: Sequence[Attendance], store: Store) -> None:
    """Say so where rows came in before with other characteristics: what is there stays as it is."""
    before = store.attendances().set_index("row_key")["characteristics"].to_dict()
    known = [one for one in everyone if one.row_key in before]
    other = sum(dict(one.characteristics) != json.loads(before[one.row_key] or "{}") for one in known)
    if other:
        reading.notes.append(
            f"{count(other, 'row')} came in before with other characteristics, and stayed as it was. "
            "Undo that import and bring the file in again to keep these."
        )


def columns_to_remember(table: Table, request: ParticipationImport) -> tuple[tuple[str, dict[str, str]], ...]:
    """Return the column choice to remember for files of this shape: headings alone, only what was said by hand."""
    return ((file_shape(table), dict(request.columns)),) if request.columns else ()


def _change(
    source: str, columns: tuple[tuple[str, dict[str, str]], ...], keep: Mapping[str, str], kept: Kept, stamp: Stamp
) -> Change:
    reasons = "; ".join(f"{name}: {reason}" for name, reason in keep.items())
    return Change(
        what=f"{WHAT}, kept {reasons}" if reasons else WHAT,
        source=source,
        who=stamp.who,
        when=stamp.when,
        events=tuple(kept.events),
        attendances=tuple(kept.attendances),
        columns=columns,
        based_on=stamp.generation,
    )


def _utc(now: dt.datetime) -> str:
    return now.astimezone(dt.UTC).isoformat(timespec="seconds")


def person_rows(place: Place, person: str) -> list[dict[str, Any]]:
    """Return what is kept about one person, oldest first. PRIVATE.

    Parameters
    ----------
    place
        The place.
    person
        The name or id the lists use, or the code it became.

    Returns
    -------
    list of dict
        Keys date, event, venue, role, area_id, not_placed, characteristics (a dict), person (the code).
    """
    with closing(workspace.open_register(place)) as store:
        rows = store.person_rows(_code_of(place, person))
    return [
        {
            "date": row["date"],
            "event": row["event_name"],
            "venue": row["venue"],
            "role": row["role"],
            "area_id": row["area_id"],
            "not_placed": row["not_placed"],
            "characteristics": json.loads(row["characteristics"] or "{}"),
            "person": row["person"],
        }
        for row in rows
    ]


def erase_person(place: Place, person: str, *, now: dt.datetime, who: str) -> int:
    """Erase all that is kept about one person for good, and return how many records went.

    The history keeps that records were erased; undo does not bring them back, and a later import leaves them out.
    """
    with closing(workspace.open_register(place)) as store:
        return store.erase_person(_code_of(place, person), who=who, when=_utc(now))


def destroy_key(place: Place) -> Sequence[str]:
    """Destroy the key that turns names into codes; return what follows from it, in sentences."""
    if not pseudonyms.destroy_key(pseudonyms.key_path(place.settings.home, place.slug)):
        return ("There was no key to destroy.",)
    return (
        "The key is gone. People are still counted by their codes.",
        "Nobody can find a person's records by name any more, neither to show nor to erase them.",
        "The same person in a later list will count as somebody new.",
    )


def _code_of(place: Place, person: str) -> str:
    if not person.strip():
        raise OptionError("--person: this is blank. Expected the name or id the lists use. Write it.")
    if pseudonyms.is_code(person):
        return person
    key = pseudonyms.read_key(pseudonyms.key_path(place.settings.home, place.slug))
    if key is None:
        raise NotFoundError(
            f"{place.name}: there is no key, so nobody can be found by name. Expected a key made by the first import. "
            "Bring it back, or give the person's code."
        )
    return pseudonyms.codes(key, [person])[0]
