"""What each category of a place's census tables is taken for, and what a person has said instead.

Corrections are kept in ``census-map.toml`` in the place's folder: words of tables, nothing about people who came.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from assetmap.analysis.census_groups import Choice, choose_categories
from assetmap.errors import OptionError, OutsideError
from assetmap.messages import tr
from assetmap.model.census_groups import NOT_COMPARED, TABLE_OF_CHARACTERISTIC, meanings_of
from assetmap.model.census_levels import parts_of
from assetmap.model.participation_categories import CATEGORIES
from assetmap.services.census_tables import CensusTable, residents_table
from assetmap.services.workspace import Place

CENSUS_MAP_FILE = "census-map.toml"
CensusMap = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Reading:
    """A table as it is understood.

    Attributes
    ----------
    table
        The table.
    meanings
        Our category of each of its categories; "" for none.
    choice
        Which of them are compared.
    theirs
        Categories whose meaning a person has said.
    """

    table: CensusTable
    meanings: dict[str, str]
    choice: Choice
    theirs: tuple[str, ...]


def read_table_as(place: Place, characteristic: str) -> Reading | None:
    """Return how the table that a characteristic is compared with is understood; None if the place has none.

    Raises
    ------
    OutsideError
        The corrections that were saved cannot be read.
    """
    table = residents_table(place, TABLE_OF_CHARACTERISTIC[characteristic])
    if table is None:
        return None
    corrections = read_map(place).get(characteristic, {})
    names = [str(one) for one in table.by_area.columns]
    parts = parts_of(names, table=table.name)
    whole_of = {part: whole for whole, some in parts.items() for part in some}
    from_the_top = sorted(names, key=lambda name: _depth(name, whole_of))
    meanings = meanings_of({name: whole_of.get(name, "") for name in from_the_top}, characteristic, corrections)
    sizes = {name: float(table.by_area[name].sum()) for name in names}
    choice = choose_categories(sizes, parts, meanings)
    theirs = tuple(name for name in names if name in corrections)
    return Reading(table, {name: meanings[name] for name in names}, choice, theirs)


def _depth(name: str, whole_of: Mapping[str, str]) -> int:
    return 1 + _depth(whole_of[name], whole_of) if name in whole_of else 0


def read_map(place: Place) -> CensusMap:
    """Return what people have said census categories are: by characteristic, our category of each.

    Raises
    ------
    OutsideError
        The file is there and cannot be read.
    """
    path = place.folder / CENSUS_MAP_FILE
    try:
        values = tomlkit.parse(path.read_text(encoding="utf-8")).unwrap()
        return {str(of): {str(one): str(ours) for one, ours in rows.items()} for of, rows in values.items()}
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, TOMLKitError, AttributeError) as fault:
        raise OutsideError(
            tr(
                "{path}: it cannot be read. Expected what census categories mean, as assetmap wrote it. Bring it "
                "back from a backup, or delete it to begin anew.",
                path=path,
            )
        ) from fault


def save_map(place: Place, characteristic: str, corrections: Mapping[str, str]) -> None:
    """Save what census categories are, in place of all that was said about this characteristic before.

    Parameters
    ----------
    place
        The place.
    characteristic
        Its name; ages are read as they are written and have no map.
    corrections
        Our category of census categories; "" for one that is not to be compared. None at all: ours hold again.

    Raises
    ------
    OptionError
        No such characteristic, no such census category in this place, or no such category of ours.
    OutsideError
        The file cannot be read or written.
    """
    _check(place, characteristic, corrections)
    saved = read_map(place) | {characteristic: dict(corrections)}
    path = place.folder / CENSUS_MAP_FILE
    try:
        _write(path, {of: rows for of, rows in saved.items() if rows})
    except OSError as fault:
        raise OutsideError(
            tr(
                "{path}: it cannot be written ({reason}). Nothing was saved. Free some space, or make the folder "
                "writable.",
                path=path,
                reason=fault.strerror,
            )
        ) from fault


def check_characteristic(characteristic: str) -> None:
    """Refuse a name that is no characteristic with categories.

    Raises
    ------
    OptionError
        It is none of them.
    """
    if characteristic not in CATEGORIES:
        raise OptionError(
            tr(
                "--characteristic {given}: we do not know this. Expected one of: {known}. Ages are read as they are.",
                given=characteristic,
                known=", ".join(CATEGORIES),
            )
        )


def _check(place: Place, characteristic: str, corrections: Mapping[str, str]) -> None:
    check_characteristic(characteristic)
    table = residents_table(place, TABLE_OF_CHARACTERISTIC[characteristic])
    there = [] if table is None else [str(one) for one in table.by_area.columns]
    ours = [row.name for row in CATEGORIES[characteristic]]
    for category, meaning in corrections.items():
        if category not in there:
            raise OptionError(
                tr(
                    "'{category}': this place's figures have no such category. Expected one of: {there}.",
                    category=category,
                    there="; ".join(there) or tr("none: add the table first"),
                )
            )
        if meaning != NOT_COMPARED and meaning not in ours:
            raise OptionError(
                tr(
                    "'{meaning}': this is none of our categories. Expected one of: {ours}.",
                    meaning=meaning,
                    ours="; ".join(ours),
                )
            )


def _write(path: Path, saved: CensusMap) -> None:
    """Write the file whole or not at all; only its owner may read it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(saved))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
