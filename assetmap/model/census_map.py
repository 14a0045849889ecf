"""A map of columns: what each column of an office's table of counts is, where it cannot be told from its headings.

Scotland's Census has a column for each category under lines of notes, Northern Ireland's flat tables a row for each.
A person writes the map once for a layout, in TOML, and keeps it beside the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assetmap.model.census import Unit

FIRST_COLUMN = ""
"""Stands for the first column, which Scotland's tables leave without a heading."""

MAP_TEXTS: tuple[str, ...] = ("area", "vintage", "counts", "table", "category", "count")
"""Keys of a map that hold one text."""

NOUGHT, NAMES = "nought", "names"
"""Key of the texts that stand for nought, and of the section that renames categories of a long table."""

LONG_KEYS: tuple[str, ...] = ("table", "category", "count")
"""Keys that a map of a long table has, all of them, and one of a wide table has not."""


@dataclass(frozen=True)
class ColumnMap:
    """What the columns of a table are.

    Attributes
    ----------
    source
        Name of the map's file.
    area
        Heading of the column of area codes; ``FIRST_COLUMN`` for the first.
    vintage
        Which areas the codes belong to, such as "OA 2022".
    unit
        What is counted.
    nought
        Texts that stand for nought, such as "-". Any other text that is no number is not known.
    columns
        Of a wide table: table and category of each column of counts. Columns of one category are added up.
    table, category, count
        Of a long table: its name, and the headings of its columns of categories and of counts.
    names
        Of a long table: other names for its categories; those of one name are added up.
    """

    source: str
    area: str
    vintage: str
    unit: Unit
    nought: frozenset[str] = frozenset()
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    table: str = ""
    category: str = ""
    count: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether the table has a row for each category."""
        return bool(self.count)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that a file must have."""
        wanted = (self.area, self.category, self.count) if self.is_long else (self.area, *self.columns)
        return tuple(one for one in wanted if one)
