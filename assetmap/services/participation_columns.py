"""Which column of a participation file holds what, and what happens to each: kept, turned into something, dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from assetmap.adapters.files import Table
from assetmap.errors import FileUnusableError, OptionError
from assetmap.messages import mark, tr, tr_count
from assetmap.model.participation import (
    CHARACTERISTIC_BY_NAME,
    CHARACTERISTICS,
    HEADINGS_SHOWN,
    PARTICIPATION_FIELD_BY_NAME,
    PARTICIPATION_FIELDS,
    Verdict,
)
from assetmap.model.text import plain_form
from assetmap.render.words import join

AGE_BAND = "age_band"
_EVENT_FIELDS = ("date", "event", "event_name")
_VERDICTS = {"area": Verdict.AREA, "postcode": Verdict.AREA, "person": Verdict.CODE, AGE_BAND: Verdict.BAND}
_INTO = {"area": mark("area"), "postcode": mark("area"), "person": mark("code"), AGE_BAND: mark("age band")}
_DROPPED_SHOWN = 6
_SYNONYMS = [row.synonyms for row in PARTICIPATION_FIELDS] + [row.synonyms for row in CHARACTERISTICS]
KNOWN_HEADINGS: frozenset[str] = frozenset(plain_form(words) for synonyms in _SYNONYMS for words in synonyms)


@dataclass(frozen=True)
class Columns:
    """The choice made for one file.

    Attributes
    ----------
    fields
        Heading of each field of a row, e.g. ``{"date": "Date Added"}``.
    characteristics
        Heading of each characteristic that is kept.
    headings
        All headings of the file, in order.
    """

    fields: dict[str, str]
    characteristics: dict[str, str]
    headings: tuple[str, ...]

    def verdicts(self) -> list[dict[str, str]]:
        """Return for every column what is done with it; a heading we do not know may be data and is not said."""
        holds = {heading: field for field, heading in {**self.fields, **self.characteristics}.items()}
        return [
            {
                "column": self._named(heading),
                "holds": holds.get(heading, ""),
                "verdict": str(_VERDICTS.get(holds[heading], Verdict.KEPT) if heading in holds else Verdict.DROPPED),
            }
            for heading in self.headings
        ]

    def shown(self, name: str) -> str:
        """Return how a field's column is named to people: its heading if we know it, else its position."""
        heading = self.fields.get(name) or self.characteristics.get(name)
        return name if heading is None else self._named(heading)

    def _named(self, heading: str) -> str:
        known = plain_form(heading) in KNOWN_HEADINGS
        return heading if known else tr("column {number}", number=self.headings.index(heading) + 1)

    def sentences(self) -> list[str]:
        """Say what is kept, what becomes something smaller, and what is dropped."""
        rows = self.verdicts()
        kept = [_label(row["holds"]) for row in rows if row["verdict"] == Verdict.KEPT]
        smaller = [_into(row["holds"]) for row in rows if row["holds"] in _INTO]
        dropped = sorted(
            (row["column"] for row in rows if row["verdict"] == Verdict.DROPPED),
            key=lambda name: plain_form(name) not in KNOWN_HEADINGS,
        )
        rest = len(dropped) - _DROPPED_SHOWN
        dropped = (
            [*dropped[:_DROPPED_SHOWN], tr_count("{number} more column", "{number} more columns", rest)]
            if rest > 0
            else dropped
        )
        return [
            tr("Kept: {names}.", names=_listed(kept)),
            tr("Turned into something smaller: {names}.", names=_listed(smaller)),
            tr("Dropped: {names}.", names=_listed(dropped)),
        ]


def _listed(names: list[str]) -> str:
    return join(names) if names else tr("nothing")


def _into(name: str) -> str:
    return tr("{field} into {smaller}", field=_label(name), smaller=tr(_INTO[name]))


def _label(name: str) -> str:
    if name == AGE_BAND:
        return tr("age or date of birth")
    return tr((PARTICIPATION_FIELD_BY_NAME.get(name) or CHARACTERISTIC_BY_NAME[name]).label)


def check_keep(keep: Mapping[str, str]) -> dict[str, str]:
    """Return the reasons by characteristic name; every one must be known and have its reason.

    Raises
    ------
    OptionError
        A characteristic is not one we know, or has no reason.
    """
    by_words = {plain_form(row.name): row.name for row in CHARACTERISTICS}
    by_words |= {plain_form(row.label): row.name for row in CHARACTERISTICS}
    checked: dict[str, str] = {}
    for wanted, reason in keep.items():
        name = by_words.get(plain_form(wanted))
        if name is None:
            known = ", ".join(CHARACTERISTIC_BY_NAME)
            raise OptionError(
                tr(
                    "--keep {wanted}: we do not know this. Expected one of: {known}. Correct the name.",
                    wanted=wanted,
                    known=known,
                )
            )
        if not reason.strip():
            raise OptionError(
                tr(
                    "--keep {wanted}: there is no reason. Expected {wanted}:REASON. Write why it is needed.",
                    wanted=wanted,
                )
            )
        checked[name] = " ".join(reason.split())
    return checked


def choose_columns(table: Table, given: Mapping[str, str], keep: Mapping[str, str]) -> Columns:
    """Decide which heading holds which field: as told, else by the table of synonyms.

    Parameters
    ----------
    table
        The file.
    given
        Field or characteristic to heading, from the user or remembered.
    keep
        Characteristics to keep, with reasons.

    Raises
    ------
    OptionError
        A field or heading that was named is not there.
    FileUnusableError
        Nothing in the file says when people met.
    """
    columns = match_columns(table, given, keep)
    _check(table, columns.fields, columns.characteristics, keep)
    return columns


def match_columns(table: Table, given: Mapping[str, str], keep: Mapping[str, str]) -> Columns:
    """Match headings with fields like `choose_columns`, and leave open whether they are enough."""
    told = {field: _heading(table, field, heading) for field, heading in given.items()}
    free = [heading for heading in table.columns if heading not in told.values()]
    fields = {name: told[name] for name in PARTICIPATION_FIELD_BY_NAME if name in told}
    for row in PARTICIPATION_FIELDS:
        _take(fields, row.name, row.synonyms, free)
    characteristics = {name: told[name] for name in keep if name in told}
    for name in keep:
        _take(characteristics, name, CHARACTERISTIC_BY_NAME[name].synonyms, free)
    return Columns(fields, characteristics, table.columns)


def file_shape(table: Table) -> str:
    """Return the name under which a column choice is remembered: a hash of the headings in their order."""
    headings = "\n".join(plain_form(heading) for heading in table.columns)
    return "participation " + hashlib.blake2b(headings.encode(), digest_size=12).hexdigest()


def merge_choice(table: Table, remembered: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return field to heading: what is said now, and what was remembered beside it.

    Parameters
    ----------
    table
        The file.
    remembered
        Field to position of its column, as `remember_choice` made it.
    given
        Field to heading, said now.
    """
    taken = {plain_form(heading) for heading in given.values()}
    before = {field: table.columns[int(at) - 1] for field, at in remembered.items() if field not in given}
    return {**{field: name for field, name in before.items() if plain_form(name) not in taken}, **given}


def remember_choice(table: Table, choice: Mapping[str, str]) -> dict[str, str]:
    """Return field to position of its column, counted from 1: a heading may be data, a position never is."""
    at = {plain_form(heading): number for number, heading in reversed(list(enumerate(table.columns, start=1)))}
    return {field: str(at[plain_form(heading)]) for field, heading in choice.items()}


def _heading(table: Table, field: str, heading: str) -> str:
    if field not in PARTICIPATION_FIELD_BY_NAME and field not in CHARACTERISTIC_BY_NAME:
        known = ", ".join([*PARTICIPATION_FIELD_BY_NAME, *CHARACTERISTIC_BY_NAME])
        raise OptionError(
            tr(
                "--columns {field}: there is no such field. Expected one of: {known}. Correct the name.",
                field=field,
                known=known,
            )
        )
    for column in table.columns:
        if plain_form(column) == plain_form(heading):
            return column
    raise OptionError(
        tr(
            "{file}: there is no column '{heading}' for {field}. Expected a heading in row {header_row}. "
            "Write it as the file does.",
            file=table.source,
            heading=heading,
            field=field,
            header_row=table.header_row,
        )
    )


def _take(chosen: dict[str, str], field: str, synonyms: tuple[str, ...], free: list[str]) -> None:
    """Give a field the first free heading among its synonyms; earlier synonyms win."""
    by_words = {plain_form(heading): heading for heading in reversed(free)}
    heading = next((by_words[plain_form(one)] for one in synonyms if plain_form(one) in by_words), None)
    if field not in chosen and heading is not None:
        chosen[field] = heading
        free.remove(heading)


def _check(
    table: Table, fields: Mapping[str, str], characteristics: Mapping[str, str], keep: Mapping[str, str]
) -> None:
    if not any(field in fields for field in _EVENT_FIELDS):
        wanted = "; ".join(f"for {_label(name)}: {_examples(name)}" for name in _EVENT_FIELDS)
        raise FileUnusableError(
            tr(
                "{file}: no column holds a date or an event. No row near the top has headings we know. "
                "Expected one of these headings, {wanted}. Write one above its column, or name the columns by "
                "what stands in row {header_row}: --columns date=HEADING,person=HEADING.",
                file=table.source,
                wanted=wanted,
                header_row=table.header_row,
            )
        )
    for name in keep:
        if name not in characteristics:
            words = ", ".join(CHARACTERISTIC_BY_NAME[name].synonyms)
            raise OptionError(
                tr(
                    "--keep {name}: {file} has no such column. Expected a heading such as: {words}. Leave it "
                    "out, or say --columns {name}=HEADING.",
                    name=name,
                    file=table.source,
                    words=words,
                )
            )


def _examples(name: str) -> str:
    return ", ".join(PARTICIPATION_FIELD_BY_NAME[name].synonyms[:HEADINGS_SHOWN])
