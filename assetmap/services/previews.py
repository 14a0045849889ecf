"""What a list looks like before anything is written: its columns, what we take each for, five rows of it.

Lists of assets show their rows as they stand. Lists of people show shapes alone ("AA9 9AA", "11 characters"), and a
heading that we do not know is named by its position, for it may be somebody's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from assetmap.adapters.files import Table, read_table
from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURES
from assetmap.model.asset_fields import ASSET_FIELDS
from assetmap.model.participation import CHARACTERISTICS, PARTICIPATION_FIELDS, Verdict
from assetmap.model.text import shape_of
from assetmap.services import asset_columns, participation_columns, workspace
from assetmap.services.asset_columns import AssetColumns
from assetmap.services.participation_columns import Columns
from assetmap.services.workspace import Place

SAMPLE_ROWS = 5
_LABELS = {row.name: row.label for row in ASSET_FIELDS} | {row.name: row.label for row in ACCESS_FEATURES}
_CHARACTERISTIC_LABELS = {row.name: row.label for row in CHARACTERISTICS}
_PEOPLE_LABELS = {row.name: row.label for row in PARTICIPATION_FIELDS} | _CHARACTERISTIC_LABELS
_WHEN_FIELDS = ("date", "event", "event_name")


@dataclass(frozen=True)
class ColumnSeen:
    """One column of a list.

    Attributes
    ----------
    position
        Counted from 1.
    shown
        Its name on a page: the heading, or for people's lists its position where we do not know the heading.
    holds
        Fields it is taken for.
    becomes
        What is done with it, in words.
    samples
        Its first cells, or their shapes.
    """

    position: int
    shown: str
    holds: tuple[str, ...]
    becomes: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A list before anything is written.

    Attributes
    ----------
    rows
        How many rows lie below the headings.
    sheets
        Names of the sheets that hold rows, in the file's order where the first was read.
    sheet
        The one that was read.
    columns
        All columns, in order.
    notes
        Sentences: how the file was read, what it is.
    missing
        What has to be said before it can be brought in, empty where nothing is missing.
    given
        Field to heading as the person chose; for the import, never for a page.
    offered
        Characteristics of people that the list has: name to the column's name on a page.
    """

    rows: int
    sheets: tuple[str, ...]
    sheet: str
    columns: tuple[ColumnSeen, ...]
    notes: tuple[str, ...] = ()
    missing: str = ""
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    offered: Mapping[str, str] = field(default_factory=dict)


def asset_fields() -> dict[str, str]:
    """Return what a column of a list of assets may be taken for: field or access feature to its words."""
    return {name: tr(label) for name, label in _LABELS.items()}


def people_fields() -> dict[str, str]:
    """Return what a column of a list of people may be taken for: field to its words."""
    return {row.name: tr(row.label) for row in PARTICIPATION_FIELDS}


def characteristic_label(name: str) -> str:
    """Return a characteristic in words."""
    return tr(_CHARACTERISTIC_LABELS[name])


def preview_assets(place: Place, path: Path, *, sheet: str = "", chosen: Mapping[str, int] | None = None) -> Preview:
    """Look at a list of assets.

    Parameters
    ----------
    place
        The place; column choices that were made for such lists before are remembered there.
    path, sheet
        The file, and its sheet where it has several.
    chosen
        Field or access feature to the position of its column, where the person says otherwise than we take it.

    Raises
    ------
    FileUnusableError, OptionError
        The file cannot be used; the message says why.
    """
    table = read_table(path, settings=place.settings, sheet=sheet, known=asset_columns.KNOWN_HEADINGS)
    given = _headings(table, chosen or {})
    with closing(workspace.open_register(place)) as store:
        remembered = store.remembered_columns(asset_columns.file_shape(table)) or {}
    columns = asset_columns.choose_columns(table, given or remembered)
    held = _held(columns)
    seen = tuple(_asset_column(table, at, held) for at in range(len(table.columns)))
    layout = columns.layout
    told = (tr("The headings say that this is {what}.", what=tr(layout.name)),) if layout else ()
    has_name = any("name" in one.holds for one in seen)
    missing = "" if has_name else tr("We found no column with names. Say which column holds the name.")
    return Preview(len(table.frame), _sheets(table), table.sheet, seen, (*table.notes, *told), missing, given)


def _held(columns: AssetColumns) -> dict[str, tuple[str, ...]]:
    pairs = [(heading, name) for name, headings in columns.fields.items() for heading in headings]
    pairs += [(heading, name) for name, heading in columns.access.items()]
    pairs += [(heading, "kind") for heading in columns.tags.values()]
    held: dict[str, tuple[str, ...]] = {}
    for heading, name in pairs:
        held[heading] = (*held.get(heading, ()), name)
    return held


def _asset_column(table: Table, at: int, held: Mapping[str, tuple[str, ...]]) -> ColumnSeen:
    heading = table.columns[at]
    holds = held.get(heading, ())
    words = [tr(_LABELS[name]) for name in holds]
    becomes = ", ".join(words) if words else tr("not recognised: kept as a private note")
    return ColumnSeen(at + 1, heading, holds, becomes, tuple(table.frame[heading].head(SAMPLE_ROWS)))


def preview_people(
    place: Place, path: Path, *, sheet_at: int = 1, chosen: Mapping[str, int] | None = None, keep: Sequence[str] = ()
) -> Preview:
    """Look at a list of who came; nothing of a name, a postcode or an unknown heading is in the answer's words.

    Parameters
    ----------
    place
        The place.
    path
        The file; its name is said in messages, so give it one that says nothing.
    sheet_at
        Which of its sheets with rows, counted from 1: a sheet's name may be somebody's.
    chosen
        Field or characteristic to the position of its column.
    keep
        Names of the characteristics that are ticked.

    Raises
    ------
    FileUnusableError, OptionError
        The file cannot be used; the message says why.
    """
    table = read_table(path, settings=place.settings, known=participation_columns.KNOWN_HEADINGS)
    sheets = _sheets(table)
    if sheet_at > 1 and len(sheets) >= sheet_at:
        name = sheets[sheet_at - 1]
        table = read_table(path, settings=place.settings, sheet=name, known=participation_columns.KNOWN_HEADINGS)
    given = _headings(table, chosen or {})
    with closing(workspace.open_register(place)) as store:
        remembered = store.remembered_columns(participation_columns.file_shape(table)) or {}
    choice = participation_columns.merge_choice(table, remembered, given)
    columns = participation_columns.match_columns(table, choice, dict.fromkeys(keep, ""))
    return Preview(
        len(table.frame),
        sheets,
        table.sheet,
        tuple(_people_columns(table, columns)),
        table.notes,
        _people_missing(columns),
        given,
        _offered(table, choice),
    )


def _people_columns(table: Table, columns: Columns) -> list[ColumnSeen]:
    seen = []
    for at, row in enumerate(columns.verdicts()):
        cells = table.frame[table.columns[at]].head(SAMPLE_ROWS)
        hidden = row["holds"] == "person"
        samples = tuple(tr("hidden") if hidden and cell else shape_of(cell) for cell in cells)
        holds = (row["holds"],) if row["holds"] else ()
        seen.append(ColumnSeen(at + 1, _position_or(row["column"], at), holds, _becomes(row), samples))
    return seen


def _position_or(shown: str, at: int) -> str:
    return tr("column {number}", number=at + 1) if shown == f"column {at + 1}" else shown


def _becomes(row: Mapping[str, str]) -> str:
    verdict = tr(row["verdict"])
    kept_as = row["verdict"] == Verdict.KEPT
    return tr("kept as {field}", field=tr(_PEOPLE_LABELS[row["holds"]])) if kept_as else verdict


def _people_missing(columns: Columns) -> str:
    if any(name in columns.fields for name in _WHEN_FIELDS):
        return ""
    return tr("No column holds a date or an event. Say which column holds the date.")


def _offered(table: Table, choice: Mapping[str, str]) -> dict[str, str]:
    every = participation_columns.match_columns(table, choice, dict.fromkeys([row.name for row in CHARACTERISTICS], ""))
    return {name: every.shown(name) for name in every.characteristics}


def _headings(table: Table, chosen: Mapping[str, int]) -> dict[str, str]:
    return {name: table.columns[at - 1] for name, at in chosen.items() if 0 < at <= len(table.columns)}


def _sheets(table: Table) -> tuple[str, ...]:
    return (table.sheet, *table.other_sheets) if table.sheet else ()
