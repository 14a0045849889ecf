"""Who came to what: bringing lists in with as little as possible, showing and erasing what is kept about a person."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assetmap.adapters import pseudonyms
from assetmap.adapters.erasures import note_erased
from assetmap.adapters.files import Table, read_table
from assetmap.errors import ConflictError, NotFoundError, OptionError
from assetmap.messages import mark, tr, tr_count
from assetmap.model.participation import Event, NotPlaced, WhyRefused
from assetmap.model.register import Change, Store
from assetmap.services import on_the_record, workspace
from assetmap.services import participation_rows as reading_rows
from assetmap.services.participation_answer import FileRead, Kept, make_answer
from assetmap.services.participation_columns import (
    KNOWN_HEADINGS,
    Columns,
    check_keep,
    choose_columns,
    file_shape,
    merge_choice,
    remember_choice,
)
from assetmap.services.participation_events import described_differently, fill_dates, make_events
from assetmap.services.participation_matching import Match, Outcome, in_two_ways, match_rows
from assetmap.services.participation_placing import make_finder, place_rows
from assetmap.services.participation_rows import Reading
from assetmap.services.participation_values import read_person
from assetmap.services.progress import Progress, tell
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place

WHAT = "import participation"
_READ_SHARE, _PLACED_SHARE, _COMPARED_SHARE = 0.2, 0.6, 0.8
_SOURCE_BYTES = 4
_GIVE_CODES = mark("If they are other people, give each a code.")
_TO_KEEP_THESE = mark("To keep these, undo the earlier import and bring the file in again.")
_TO_COUNT_AGAIN = mark("To count them the other way, undo the earlier import first.")
_TO_PLACE = mark("To place them, undo the earlier import and bring the file in again.")
Bools = np.ndarray[Any, np.dtype[np.bool_]]


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


def import_participation(
    place: Place, request: ParticipationImport, *, now: dt.datetime, who: str, progress: Progress | None = None
) -> CheckedAnswer:
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
    progress
        Called with what is being done and the share done; it may stop the work by raising CancelledError.

    Returns
    -------
    CheckedAnswer
        ``details`` say what was done with each column, how many rows are not placed and why, how many were refused
        and why, and the reason for each characteristic kept. Values of people are shapes.

    Raises
    ------
    FileUnusableError
        The file cannot be used; nothing was written.
    OptionError
        A column or characteristic that was named is not there, has no reason, or may not be kept yet.
    """
    keep = check_keep(request.keep)
    on_the_record.require_complete(place, keep)
    tell(progress, tr("Reading the list"), 0.0)
    table = read_table(request.path, settings=place.settings, sheet=request.sheet, known=KNOWN_HEADINGS)
    with closing(workspace.open_register(place)) as store:
        generation = store.generation()
        choice = merge_choice(table, store.remembered_columns(file_shape(table)) or {}, request.columns)
        columns = choose_columns(table, choice, keep)
        tell(progress, tr("Turning postcodes into areas"), _READ_SHARE)
        reading = _read_rows(place, store, table, columns, now=now)
        tell(progress, tr("Comparing with what is here already"), _PLACED_SHARE)
        kept = _keep_rows(place, store, reading, request)
        tell(progress, tr("Writing"), _COMPARED_SHARE)
        if not request.dry_run and (kept.attendances or kept.corrected):
            stamp = Stamp(who, _utc(now), generation)
            remember = ((file_shape(table), remember_choice(table, choice)),) if choice else ()
            store.apply(_change(_neutral_source(request.path, now), remember, keep, kept, stamp))
    months = place.settings.retention_months
    return make_answer(FileRead(table, reading, keep), kept, now=now, retention_months=months, dry_run=request.dry_run)


def _neutral_source(path: Path, now: dt.datetime) -> str:
    """Return a name for the list that says nothing of the file's own name, which may be a person's."""
    mark = hashlib.blake2b(path.read_bytes(), digest_size=_SOURCE_BYTES).hexdigest()
    return f"participation list of {now.date().isoformat()} ({mark})"


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
    named = _names(reading)
    key = _key(place, store, names_people=request.one_row_per_person or any(named), dry_run=request.dry_run)
    reading.rows["person"] = pseudonyms.codes(key, named) if key else ""
    usable = reading.rows[reading.refused == ""].copy()
    usable["event_id"], events, disagreeing = make_events(usable)
    if disagreeing:
        reading.notes.append(
            tr_count(
                "{number} meeting: rows disagree about it. We took the first.",
                "{number} meetings: rows disagree about it. We took the first.",
                disagreeing,
            )
        )
    usable = _count_people(usable, key, one_each=request.one_row_per_person)
    erased = usable[["person", "otherwise"]].isin(store.erased_people()).any(axis=1)
    reading.refuse(_at(reading, usable, erased), WhyRefused.ERASED, "person")
    usable = usable[~erased]
    reading.question(_at(reading, usable, in_two_ways(usable)), reading_rows.TWO_ROWS, "person")
    match = match_rows(usable, store.attendances(), partial(_others, key, one_each=request.one_row_per_person))
    reading.notes.extend(_match_notes(match, one_each=request.one_row_per_person))
    new, corrected = (match.where(which) for which in (Outcome.NEW, Outcome.CORRECTED))
    return Kept(
        events=_new_events(reading, events, set(new["event_id"]), store),
        attendances=reading_rows.make_attendances(new),
        corrected=reading_rows.make_attendances(corrected),
        unchanged=len(usable) - len(new) - len(corrected),
        not_placed=reading_rows.question_places(reading),
    )


def _names(reading: Reading) -> list[str]:
    cells = reading.text("person")
    return [""] * len(reading.rows) if cells is None else [read_person(cell) for cell in cells]


def _key(place: Place, store: Store, *, names_people: bool, dry_run: bool) -> bytes | None:
    """Return the key; None if nobody is named and there is none.

    Raises
    ------
    ConflictError
        People are named, and the key that made the register's codes is gone: all of them would count as new.
    """
    path = pseudonyms.key_path(place.settings.home, place.slug)
    key = pseudonyms.read_key(path)
    if key or not names_people:
        return key
    if store.counts()["people"]:
        raise ConflictError(
            tr(
                "{place}: the key that turns names into codes is gone, and the register has people with "
                "codes. With a new key they would all count as new people, and erased people would return. "
                "Expected the key in {file}. Bring it back from where you keep it. Without it, take the names "
                "out of the list: its rows then count as visits.",
                place=place.name,
                file=path.name,
            )
        )
    return pseudonyms.new_key() if dry_run else pseudonyms.make_key(path)


def _count_people(usable: pd.DataFrame, key: bytes | None, *, one_each: bool) -> pd.DataFrame:
    """Give each row its person, and as ``otherwise`` the one it has if unnamed rows are counted the other way."""
    named = usable["person"].tolist()
    own = pseudonyms.row_codes(key, reading_rows.row_texts(usable)) if key else named
    each = [person or alone for person, alone in zip(named, own, strict=True)]
    return usable.assign(person=each if one_each else named, otherwise=named if one_each else each)


def _others(key: bytes | None, rows: pd.DataFrame, *, one_each: bool) -> Iterator[tuple[Outcome, pd.DataFrame]]:
    """Give new rows as they may be here: counted the other way, or as people who had no area then."""
    yield Outcome.OTHERWISE, rows.assign(person=rows["otherwise"])
    alone = rows[(rows["otherwise"] == "") & (rows["area_id"] != "")]
    for why in NotPlaced if key and one_each else ():
        before = alone.assign(person="", area_id="", not_placed=str(why))
        yield Outcome.UNPLACED, before.assign(person=pseudonyms.row_codes(key or b"", reading_rows.row_texts(before)))


def _at(reading: Reading, rows: pd.DataFrame, which: Sequence[bool] | pd.Series | Bools) -> Bools:
    """Return a mark for every row of the file from one for some of them."""
    marks = np.zeros(len(reading.rows), dtype=bool)
    marks[reading.rows.index.get_indexer(rows.index)] = np.asarray(which, dtype=bool)
    return marks


def _new_events(reading: Reading, events: Sequence[Event], wanted: set[str], store: Store) -> list[Event]:
    """Return the meetings that are new; those that are here stay as they are, and the notes say so."""
    known = store.events()
    says = "meant_for" in reading.columns.fields
    if different := described_differently(events, known, says_meant_for=says):
        reading.notes.append(
            tr_count(
                "This file describes {number} meeting in another way than before. We kept what was here. "
                "To change it, undo the earlier import first.",
                "This file describes {number} meetings in another way than before. We kept what was here. "
                "To change it, undo the earlier import first.",
                different,
            )
        )
    fresh = wanted - {event.event_id for event in known}
    return [event for event in events if event.event_id in fresh]


def _match_notes(match: Match, *, one_each: bool) -> list[str]:
    """Say what was taken for the same, so that nobody is lost in silence."""
    counted = [match.unnamed_same, match.kept_area, match.other_extras]
    counted += [len(match.where(which)) for which in (Outcome.OTHERWISE, Outcome.UNPLACED)]
    unnamed, placed, other, otherwise, unplaced = (
        tr_count("{number} row", "{number} rows", number) for number in counted
    )
    before = tr("visits, not people") if one_each else tr("people, not visits")
    said = (
        tr(
            "Without a name, and the same as a row already here: {unnamed}. We took them for the same.",
            unnamed=unnamed,
        )
        + " "
        + tr(_GIVE_CODES),
        tr("No area in this file, but one in the register: {placed}. We kept the area.", placed=placed),
        tr("Already here with other characteristics: {other}. We left them as they were.", other=other)
        + " "
        + tr(_TO_KEEP_THESE),
        tr("Already here, counted as {before}: {otherwise}. We left them so.", before=before, otherwise=otherwise)
        + " "
        + tr(_TO_COUNT_AGAIN),
        tr("Already here without an area: {unplaced}. We left them so.", unplaced=unplaced) + " " + tr(_TO_PLACE),
    )
    return [sentence for sentence, number in zip(said, counted, strict=True) if number]


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
        attendances=(*kept.attendances, *kept.corrected),
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
    code, when = _code_of(place, person), _utc(now)
    with closing(workspace.open_register(place)) as store:
        note_erased(place.settings.home, place.slug, dict.fromkeys((*store.erased_people(), code), when))
        return store.erase_person(code, who=who, when=when)


@dataclass(frozen=True)
class KeyDestroyed:
    """Whether there was a key to destroy, and what follows, in sentences."""

    destroyed: bool
    sentences: tuple[str, ...]


def destroy_key(place: Place) -> KeyDestroyed:
    """Destroy the key that turns names into codes; say what follows from it."""
    if not pseudonyms.destroy_key(pseudonyms.key_path(place.settings.home, place.slug)):
        return KeyDestroyed(destroyed=False, sentences=(tr("There was no key to destroy. Nothing was changed."),))
    return KeyDestroyed(
        destroyed=True,
        sentences=(
            tr("The key is gone. People are still counted by their codes."),
            tr("Nobody can find a person's records by name any more, neither to show nor to erase them."),
            tr("While the register holds such people, a list with names cannot be brought in."),
            tr("Erased people may return if a list with them is brought in later under a new key."),
            tr("Take erased people out of your own lists too."),
        ),
    )


def _code_of(place: Place, person: str) -> str:
    if not read_person(person):
        raise OptionError(
            tr(
                "--person: this is blank, or says that nobody is named. Expected the name or id the lists "
                "use. Write it."
            )
        )
    if pseudonyms.is_code(person):
        return person
    key = pseudonyms.read_key(pseudonyms.key_path(place.settings.home, place.slug))
    if key is None:
        raise NotFoundError(
            tr(
                "{place}: there is no key, so nobody can be found by name. Expected a key made by the first "
                "import. Bring it back, or give the person's code.",
                place=place.name,
            )
        )
    return pseudonyms.codes(key, [person])[0]
