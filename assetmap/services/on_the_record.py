"""Who keeps a place's records of people, and why: read, saved in ``place.toml``, asked for before sensitive facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assetmap.adapters.place_folder import one_writer, read_place_file, write_place_file
from assetmap.errors import OptionError
from assetmap.messages import tr
from assetmap.model.on_the_record import (
    LEAST_MONTHS,
    LONGEST_ANSWER,
    MOST_MONTHS,
    RECORD_FIELD_BY_NAME,
    RECORD_FIELDS,
    OnTheRecord,
    RecordField,
)
from assetmap.model.participation import CHARACTERISTIC_BY_NAME
from assetmap.model.text import harmless, plain_form
from assetmap.services.place_data import Place

_MONTHS = "retention_months"
_SAVED = ("saved_on", "saved_by")


def read_record(place: Place) -> OnTheRecord:
    """Return what the place says about its records of people, as it stands on the disk now.

    Raises
    ------
    OutsideError
        The place's description cannot be read.
    """
    kept = read_place_file(place.folder).on_the_record
    known = {row.name: _as_kept(row.name, str(kept.get(row.name, ""))) for row in RECORD_FIELDS if row.name != _MONTHS}
    saved = {name: str(kept.get(name, "")) for name in _SAVED}
    return OnTheRecord(retention_months=months_kept(kept, place.settings.retention_months), **known, **saved)


def months_kept(kept: Mapping[str, str], default: int) -> int:
    """Return for how many months a place keeps records: what its description says, else the setting."""
    text = str(kept.get(_MONTHS, ""))
    return int(text) if _are_months(text) else default


def _are_months(text: str) -> bool:
    return text.isascii() and text.isdecimal() and LEAST_MONTHS <= int(text) <= MOST_MONTHS


def what_is_open(record: OnTheRecord) -> list[RecordField]:
    """Return the questions that nobody has answered yet and that must be answered."""
    return [row for row in RECORD_FIELDS if row.needed and not record.answer(row.name)]


def is_complete(record: OnTheRecord) -> bool:
    """Tell whether every question that must be answered is."""
    return not what_is_open(record)


def require_complete(place: Place, keep: Iterable[str]) -> None:
    """Refuse facts about people that are more than their area and role, while nobody has said why they are kept.

    Parameters
    ----------
    place
        The place.
    keep
        Names of the characteristics that are to be kept.

    Raises
    ------
    OptionError
        A question about the records is open; the message names them and says where to answer.
    """
    wanted = [tr(CHARACTERISTIC_BY_NAME[name].label) for name in keep]
    open_ones = what_is_open(read_record(place)) if wanted else []
    if open_ones:
        raise OptionError(
            tr(
                "{place}: {what} cannot be kept yet. Nobody has said who keeps these records, and why. Still open: "
                "{open} Answer with `assetmap record set`. The list goes in now if you leave out --keep.",
                place=harmless(place.name),
                what=", ".join(wanted),
                open=" ".join(tr(row.question) for row in open_ones),
            )
        )


def check_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with answers, by field; nothing for answers that can be saved. Empty answers are open.

    Raises
    ------
    OptionError
        There is no such question.
    """
    unknown = [name for name in answers if name not in RECORD_FIELD_BY_NAME]
    if unknown:
        raise OptionError(
            tr(
                "{name}: this is not asked about records. Expected one of: {known}. Correct the name.",
                name=harmless(unknown[0]),
                known=", ".join(RECORD_FIELD_BY_NAME),
            )
        )
    said = {name: _fault(RECORD_FIELD_BY_NAME[name], _tidy(text)) for name, text in answers.items()}
    return {name: fault for name, fault in said.items() if fault}


def _fault(row: RecordField, text: str) -> str:
    if row.choices and text and _choice(row, text) is None:
        known = ", ".join(one.name for one in row.choices)
        return tr("{question} '{text}' is not one we know. Expected one of: {known}. Choose one.",
                  question=tr(row.question), text=text[:LONGEST_ANSWER], known=known)  # fmt: skip
    if row.name == _MONTHS and text and not _are_months(text):
        return tr("{question} Expected a whole number from {least} to {most}. Correct it.",
                  question=tr(row.question), least=LEAST_MONTHS, most=MOST_MONTHS)  # fmt: skip
    if len(text) > LONGEST_ANSWER:
        return tr("{question} The answer has {number} letters. Expected at most {most}. Shorten it.",
                  question=tr(row.question), number=len(text), most=LONGEST_ANSWER)  # fmt: skip
    return ""


def _choice(row: RecordField, text: str) -> str | None:
    """Return the name of the ground that a text means: its name, its heading or its article."""
    wanted = plain_form(text)
    for one in row.choices:
        if wanted in {plain_form(one.name), plain_form(one.label), plain_form(one.article)}:
            return one.name
    return None


def _tidy(text: str) -> str:
    return " ".join(harmless(str(text)).split())


def save_record(place: Place, answers: Mapping[str, str], *, now: dt.datetime, who: str) -> OnTheRecord:
    """Save answers in the place's description and return the whole record; questions not named stay as they are.

    Parameters
    ----------
    place
        The place; its parts and its generation stay as they are.
    answers
        By name of the field; an empty text opens the question again.
    now
        Aware.
    who
        Who is at the keyboard.

    Raises
    ------
    OptionError
        An answer cannot be saved: nothing was.
    ConflictError
        Another program is changing a place.
    OutsideError
        The disk did not do its part.
    """
    faults = check_answers(answers)
    if faults:
        raise OptionError(" ".join(faults.values()))
    with one_writer(place.settings.home, busy_seconds=place.settings.busy_seconds):
        record = read_place_file(place.folder)
        kept = record.on_the_record | {name: _as_kept(name, text) for name, text in answers.items()}
        kept |= dict(zip(_SAVED, (now.date().isoformat(), _tidy(who)), strict=True))
        write_place_file(place.folder, replace(record, on_the_record={name: kept[name] for name in sorted(kept)}))
    return read_record(place)


def _as_kept(name: str, text: str) -> str:
    row, tidy = RECORD_FIELD_BY_NAME[name], _tidy(text)
    return (_choice(row, tidy) or "") if row.choices else tidy
