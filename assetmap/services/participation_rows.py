"""From a table to what is kept of it: one pass down the columns, one problem for each row that needs a look."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from assetmap.messages import mark, tr, tr_count
from assetmap.model.imports import Problem
from assetmap.model.participation import (
    AGE_BANDS,
    CHARACTERISTIC_BY_NAME,
    DECLINED,
    MONTHS,
    NOT_STATED,
    ROLE_IF_NO_COLUMN,
    ROLES,
    SWAP_SUSPECTED_FROM_DATES,
    Attendance,
    MeantFor,
    NotPlaced,
    Stage,
    WhyRefused,
)
from assetmap.model.participation_categories import CATEGORIES, CENSUS_HINTS, OTHER_CATEGORY
from assetmap.model.text import shape_of
from assetmap.services import participation_values as values
from assetmap.services.participation_columns import AGE_BAND, Columns
from assetmap.services.participation_values import Reader, Texts

_SEPARATOR = "\x1f"
_KEY_BYTES = 16
_TWO_ROLES, _END_FIRST, _NOT_AN_AGE, _NO_CATEGORY = "two roles", "end first", "not an age", "no category"
TWO_ROWS = "two rows"
_PLACED_ELSEWHERE = mark("Check the spelling. The row is kept, as not placed.")
_ONE_OF = mark("one of: {words}")
EXPECTED: dict[str, tuple[str, str]] = {
    WhyRefused.NO_DATE: (mark("a date"), mark("Write the date of the meeting: records are kept for a time from it.")),
    WhyRefused.NOT_A_DATE: (mark("a date such as 25/08/2026"), mark("Correct the date: day, month, year.")),
    WhyRefused.NO_ROLE: (mark("a role"), mark("Write the person's role.")),
    WhyRefused.UNKNOWN_ROLE: (_ONE_OF, mark("Write one of these.")),
    WhyRefused.ERASED: (
        mark("a person who has not asked to be erased"),
        mark("Remove this person from your own file too."),
    ),
    "start": (mark("a time such as 14:30"), mark("Correct the time. The row is kept without it.")),
    "end": (mark("a time such as 16:00"), mark("Correct the time. The row is kept without it.")),
    _END_FIRST: (mark("an end after the start"), mark("Correct the times. The row is kept without its end.")),
    _TWO_ROLES: (mark("one role"), mark("Write the one that fits best. We took the first.")),
    TWO_ROWS: (mark("one row for one person at one meeting"), mark("Check which row is right. Both are kept.")),
    _NOT_AN_AGE: (mark("an age, a date of birth, or one of: {words}"), mark("Correct it. Kept as: not stated.")),
    _NO_CATEGORY: (_ONE_OF, mark("Write one of these. Kept as: {other}.")),
    "stage": (_ONE_OF, mark("Write one of these. The row is kept without it.")),
    "meant_for": (_ONE_OF, mark("Write one of these. Until then we have no count of them.")),
    NotPlaced.NOT_A_POSTCODE: (mark("a postcode or an area of this place"), _PLACED_ELSEWHERE),
    NotPlaced.NOT_FOUND: (mark("a postcode in this place's lists"), _PLACED_ELSEWHERE),
    NotPlaced.PART_POSTCODE: (
        mark("a whole postcode"),
        mark("Write the whole postcode. The row is kept, as not placed."),
    ),
}
"""What was expected and what to do, for each kind of problem."""
_WORDS: dict[str, tuple[str, ...]] = {
    WhyRefused.UNKNOWN_ROLE: tuple(role.label for role in ROLES), "stage": tuple(Stage), "meant_for": tuple(MeantFor),
    _NOT_AN_AGE: tuple(name for _, _, name in AGE_BANDS),
}  # fmt: skip
"""The words to choose from, as a list is to write them; those for a characteristic are its categories."""


@dataclass
class Reading:
    """A file's rows while they are read; refused rows stay in, marked, so that they can be counted.

    Attributes
    ----------
    rows
        One row a row of the file, columns as fields.
    refused
        Reason by row, "" for rows that go in.
    problems
        What needs a look, in no order yet.
    notes
        Sentences about the whole file.
    """

    cells: pd.DataFrame
    columns: Columns
    rows: pd.DataFrame
    refused: Texts
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> pd.Series | None:
        """Return the cells that hold a field, or None if the file has no such column."""
        heading = self.columns.fields.get(name) or self.columns.characteristics.get(name)
        return None if heading is None else self.cells[heading]

    def refuse(self, which: NDArray[np.bool_], why: WhyRefused, name: str) -> None:
        """Refuse rows that are not refused yet, with one problem each."""
        new = which & (self.refused == "")
        self.refused[new] = str(why)
        self.question(new, str(why), name)

    def question(self, which: NDArray[np.bool_], why: str, name: str) -> None:
        """Note a problem for each of these rows: its shape, never what it says."""
        expected, fix = (tr(text, words=_listed(why, name), other=tr(OTHER_CATEGORY)) for text in EXPECTED[why])
        fix = f"{fix} {tr(CENSUS_HINTS[name])}" if why == _NO_CATEGORY and name in CENSUS_HINTS else fix
        cells = self.text(name)
        heading = self.columns.shown(name)
        found = cells[which] if cells is not None else pd.Series("", index=self.cells.index[which])
        shown = zip(found.index, found, strict=True)
        hide = name == "person"
        self.problems += [
            Problem(int(row), heading, "" if hide else shape_of(cell), expected, fix) for row, cell in shown
        ]


def _listed(why: str, name: str) -> str:
    """Return the words that may stand in a field; with semicolons where one of them has a comma."""
    own = [row.name for row in CATEGORIES[name]] if why == _NO_CATEGORY else _WORDS.get(why, ())
    words = [tr(str(word)) for word in (*own, *((DECLINED,) if why in {_NO_CATEGORY, _NOT_AN_AGE} else ()))]
    return ("; " if any("," in word for word in words) else ", ").join(words)


def start_reading(cells: pd.DataFrame, columns: Columns) -> Reading:
    """Begin to read a table whose columns were chosen."""
    rows = pd.DataFrame(index=cells.index)
    return Reading(cells, columns, rows, np.full(len(cells), "", dtype=object))


def read_events(reading: Reading, *, this_year: int) -> None:
    """Read when, where and what each row was at; nothing is refused yet but impossible dates."""
    for name in ("event", "event_name", "venue"):
        _read(reading, name, values.read_text)
    for name, reader in (
        ("start", values.read_time),
        ("end", values.read_time),
        ("stage", values.read_stage),
        ("meant_for", values.read_meant_for),
    ):
        failed = _read(reading, name, reader)
        reading.question(failed, name, name)
        if name == "meant_for":
            reading.rows.loc[failed, name] = str(MeantFor.NO_COUNT)
    _question_ends(reading)
    failed = _read(reading, "date", lambda text: values.read_date(text, this_year=this_year))
    reading.refuse(failed, WhyRefused.NOT_A_DATE, "date")
    _suspect_swapped_days(reading)


def _question_ends(reading: Reading) -> None:
    pairs = zip(reading.rows["start"], reading.rows["end"], strict=True)
    wrong = np.array([values.ends_before_start(start, end) for start, end in pairs], dtype=bool)
    reading.question(wrong, _END_FIRST, "end")
    reading.rows.loc[wrong, "end"] = ""


def _read(reading: Reading, name: str, reader: Reader) -> NDArray[np.bool_]:
    cells = reading.text(name)
    if cells is None:
        reading.rows[name] = ""
        return np.zeros(len(reading.cells), dtype=bool)
    found, failed = values.read_each(cells, reader)
    reading.rows[name] = pd.Series(found, index=reading.rows.index, dtype="object")
    return failed


def _suspect_swapped_days(reading: Reading) -> None:
    """Say so where every date with a two-digit year could be read month first as well."""
    cells = reading.text("date")
    if cells is None:
        return
    short = cells[cells.str.fullmatch(r"\d{1,2}/\d{1,2}/\d{2}")]
    if len(short) >= SWAP_SUSPECTED_FROM_DATES and max(int(text.partition("/")[0]) for text in short) <= len(MONTHS):
        reading.notes.append(
            tr(
                "{number:,} dates have a two-digit year, and none a day above 12. We read them day first. A "
                "spreadsheet may have swapped day and month: check a few.",
                number=len(short),
            )
        )


def read_roles(reading: Reading) -> None:
    """Read each row's role; without a column all are community members, and the notes say so."""
    if reading.text("role") is None:
        reading.rows["role"] = ROLE_IF_NO_COLUMN
        reading.notes.append(tr("No column says the role. We took everyone as a community member."))
        return
    failed = _read(reading, "role", values.read_role)
    reading.refuse(failed, WhyRefused.UNKNOWN_ROLE, "role")
    reading.refuse((reading.rows["role"] == "").to_numpy(), WhyRefused.NO_ROLE, "role")
    several, _ = values.read_each(reading.cells[reading.columns.fields["role"]], _several_roles)
    reading.question((several != "") & (reading.refused == ""), _TWO_ROLES, "role")


def _several_roles(text: str) -> str:
    return _TWO_ROLES if len(values.roles_in(text)) > 1 else ""


def read_characteristics(reading: Reading, *, this_year: int) -> None:
    """Read the characteristics that are kept into one JSON text a row; a word in no table is never kept."""
    parts: dict[str, Texts] = {}
    for name, heading in reading.columns.characteristics.items():
        cells = reading.cells[heading]
        if name == AGE_BAND:
            dates = reading.rows["date"].to_numpy(dtype=object)
            parts[name], failed = values.age_bands(cells, dates, this_year=this_year)
        else:
            parts[name], failed = values.read_each(cells, partial(values.read_category, of=name))
        parts[name] = np.where(failed, NOT_STATED if name == AGE_BAND else OTHER_CATEGORY, parts[name]).astype(object)
        unread = failed & (reading.refused == "")
        reading.question(unread, _NOT_AN_AGE if name == AGE_BAND else _NO_CATEGORY, name)
        reading.notes.extend(_unread_notes(name, int(unread.sum())))
    reading.rows["characteristics"] = _as_json(parts, len(reading.rows))


def _unread_notes(name: str, number: int) -> list[str]:
    """Say how many answers are in no table: they are not the same as answers that were not given."""
    if not number:
        return []
    said = tr_count(
        "{what}: {number} row has an answer we could not read.",
        "{what}: {number} rows have an answer we could not read.",
        number,
        what=tr(CHARACTERISTIC_BY_NAME[name].label).capitalize(),
    )
    kept = tr("It is kept as '{kept_as}'.", kept_as=tr(NOT_STATED if name == AGE_BAND else OTHER_CATEGORY))
    return [f"{said} {kept}"]


def _as_json(parts: dict[str, Texts], rows: int) -> Texts:
    """Return each row's characteristics in one fixed form, "" where there are none."""
    if not parts:
        return np.full(rows, "", dtype=object)
    known: dict[tuple[str, ...], str] = {}
    texts = []
    for one in zip(*parts.values(), strict=True):
        if one not in known:
            kept = {name: value for name, value in zip(parts, one, strict=True) if value}
            known[one] = json.dumps(kept, sort_keys=True, separators=(",", ":")) if kept else ""
        texts.append(known[one])
    return np.array(texts, dtype=object)


def question_places(reading: Reading) -> dict[str, int]:
    """Note the rows whose postcode or area could not be used; return how many are not placed, by reason."""
    why = reading.rows["not_placed"].to_numpy(dtype=object)
    goes_in = reading.refused == ""
    name = "postcode" if "postcode" in reading.columns.fields else "area"
    for reason in (NotPlaced.NOT_A_POSTCODE, NotPlaced.NOT_FOUND, NotPlaced.PART_POSTCODE):
        reading.question(goes_in & (why == reason), str(reason), name)
    counts = Counter(str(one) for one in why[goes_in] if one)
    return {str(reason): counts[str(reason)] for reason in NotPlaced if counts[str(reason)]}


def row_texts(rows: pd.DataFrame) -> list[str]:
    """Return a text for each row that tells it from all others: what is kept of it and which of several it is.

    Characteristics are no part of it: the same list with one more of them kept holds the same rows.

    Parameters
    ----------
    rows
        Columns event_id, role, person, area_id, not_placed.
    """
    columns = [rows[name].tolist() for name in ("event_id", "role", "person", "area_id", "not_placed")]
    together = pd.Series([_SEPARATOR.join(parts) for parts in zip(*columns, strict=True)], dtype="object")
    times = together.groupby(together, sort=False).cumcount()
    return [f"{text}{_SEPARATOR}{time}" for text, time in zip(together.tolist(), times.tolist(), strict=True)]


def make_row_keys(number: int) -> list[str]:
    """Return keys drawn at random: unlike a hash of what was kept, they tell nobody anything."""
    return [secrets.token_hex(_KEY_BYTES) for _ in range(number)]


def make_attendances(rows: pd.DataFrame) -> list[Attendance]:
    """Return the attendances of rows that have a row_key."""
    names = ("row_key", "event_id", "role", "person", "area_id", "not_placed", "characteristics")
    return [
        Attendance(key, event, role, person, area, why, tuple(json.loads(extra).items()) if extra else ())
        for key, event, role, person, area, why, extra in zip(*(rows[name].tolist() for name in names), strict=True)
    ]
