"""The words for a sheet to print: one asset and what to ask about it."""

from __future__ import annotations

from dataclasses import dataclass

SIZES_POINTS: tuple[int, ...] = (12, 18, 24)
"""Letter sizes that a sheet can be printed in; the middle one is large print."""


@dataclass(frozen=True, kw_only=True)
class SheetQuestion:
    """One question in plain words, with what is recorded: answer, detail and day (ISO); empty where nobody asked."""

    label: str
    question: str
    answer: str = ""
    detail: str = ""
    as_at: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a sheet says of one asset; nothing private.

    Attributes
    ----------
    name, kind, address, phone
        As in the register, empty where not recorded; ``kind`` is a key.
    where_words
        Where it is, in one sentence.
    questions
        What to ask.
    """

    name: str
    kind: str
    address: str
    where_words: str
    phone: str
    questions: tuple[SheetQuestion, ...]


@dataclass(frozen=True, kw_only=True)
class SheetBook:
    """All sheets of one print.

    Attributes
    ----------
    title
        The heading.
    sheets
        One for each asset.
    made_on
        The day, in words.
    tell_us
        Whom to tell what is wrong; empty leaves room to write it.
    as_list
        All on as few pages as hold them, instead of one asset on a page of its own.
    notes
        What must be known: that a place is made up, or who may see these sheets.
    """

    title: str
    sheets: tuple[Sheet, ...]
    made_on: str
    tell_us: str = ""
    as_list: bool = False
    notes: tuple[str, ...] = ()
