"""What a sheet says that people take with them: how to get to one meeting and home, from one patch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WayLine:
    """One place of a patch: its name, when to leave, the steps there and home, what to know.

    Attributes
    ----------
    name
        The place.
    leave, back
        When to leave home and when one is back, in words.
    there, home
        The steps, a sentence each; none where no way was found.
    notes
        What stands in the way, and what would help.
    """

    name: str
    leave: str
    back: str
    there: tuple[str, ...]
    home: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WaySheet:
    """One page: a patch and its places."""

    patch: str
    lines: tuple[WayLine, ...]


@dataclass(frozen=True, kw_only=True)
class WayBook:
    """All pages of one meeting, with the venue, the time, and the notes that hold for all.

    ``where`` and ``phone`` are the venue's own where it agreed to be shown, else empty: a line to write on.
    """

    title: str
    when: str
    where: str
    phone: str
    sheets: tuple[WaySheet, ...]
    made_on: str
    notes: tuple[str, ...] = ()
