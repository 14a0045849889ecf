"""What an import answers: counts that add up, and one problem for each row that needs a look."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing about one row (or about the file, ``row`` 0) that a person should know.

    Attributes
    ----------
    row
        Row number as a spreadsheet shows it: the header's row counts; 0 is the whole file.
    field
        The column or field concerned, empty for the whole row.
    value
        What stood there. For people's records a shape such as ``AA9 9A?``, never the text itself.
    expected, fix
        What was expected, and what to do about it.
    """

    row: int
    field: str
    value: str
    expected: str
    fix: str

    def as_record(self) -> dict[str, Any]:
        """Return the problem as JSON-ready keys."""
        return {
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "expected": self.expected,
            "fix": self.fix,
        }


@dataclass(frozen=True)
class SameFault:
    """The rows of one column that have the same fault, told together.

    Attributes
    ----------
    rows
        Their numbers, in order.
    values
        What stood there, each once.
    field, expected, fix
        As in `Problem`.
    """

    rows: tuple[int, ...]
    field: str
    values: tuple[str, ...]
    expected: str
    fix: str


def same_faults(problems: Iterable[Problem], *, apart: Container[int] = ()) -> list[SameFault]:
    """Put problems together that one sentence can tell, in the order of their first rows.

    Parameters
    ----------
    problems
        One for each row that needs a look.
    apart
        Numbers of rows that are told apart from all others, such as those that cannot go in.
    """
    together: dict[tuple[bool, str, str, str], list[Problem]] = {}
    for one in sorted(problems, key=lambda problem: problem.row):
        together.setdefault((one.row in apart, one.field, one.expected, one.fix), []).append(one)
    return [
        SameFault(
            tuple(dict.fromkeys(one.row for one in ones)), field, tuple(dict.fromkeys(one.value for one in ones)), *told
        )
        for (_, field, *told), ones in together.items()
    ]


@dataclass(frozen=True)
class RowsToMend:
    """Refused rows as they stood, with the reason in the last column: to be mended and brought in again. PRIVATE."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ImportAnswer:
    """The verdict on one import: ``read = added + changed + unchanged + refused``."""

    read: int
    added: int
    changed: int
    unchanged: int
    refused: int
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    to_mend: RowsToMend | None = None

    def __post_init__(self) -> None:
        """Hold the sum: every row that was read has exactly one outcome."""
        if self.read != self.added + self.changed + self.unchanged + self.refused:
            raise ValueError(
                f"An import's counts do not add up: read {self.read}, added {self.added}, changed {self.changed}, "
                f"unchanged {self.unchanged}, refused {self.refused}."
            )

    def as_record(self) -> dict[str, Any]:
        """Return the answer as JSON-ready keys, the five counts and the problems first."""
        return {
            "read": self.read,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "problems": [problem.as_record() for problem in self.problems],
            "notes": list(self.notes),
            "columns": dict(self.columns),
            **self.details,
        }
