"""What may be shown, to whom: three wrappers that a result carries out of the house.

A renderer for files, print and public maps takes ``ShareView`` or ``PublicFacts`` only. ``WorkingView`` and
``ShareView`` are made by ``analysis/disclosure.py`` and nowhere else (a test holds that), so a small count
cannot reach a file by forgetfulness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class WorkingView(Generic[T]):
    """Exact figures about people: for the screen of those who keep the records, marked PRIVATE."""

    facts: T
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShareView(Generic[T]):
    """Figures about people after small numbers were hidden and the rest rounded."""

    facts: T
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicFacts(Generic[T]):
    """Facts in which nobody is counted: assets, areas, streets, timetables, census figures."""

    facts: T
    notes: tuple[str, ...] = ()
