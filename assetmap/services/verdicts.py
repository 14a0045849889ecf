"""What an import answers, with what a page tells of each row: whether it can go in, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assetmap.model.imports import ImportAnswer


@dataclass(frozen=True)
class CheckedAnswer(ImportAnswer):
    """The verdict on one import, row by row.

    Attributes
    ----------
    refused_rows
        Numbers of the rows that cannot go in.
    names
        What rows are called, by number; for lists of assets alone, and never of a place that stays out of sight.
    """

    refused_rows: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict, repr=False)
