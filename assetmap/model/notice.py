"""The words for pages about records of people to print: what they are made from and say, and the risks they weigh."""

from __future__ import annotations

from dataclasses import dataclass

from assetmap.messages import mark
from assetmap.model.on_the_record import OnTheRecord

OBJECTION_BASES: frozenset[str] = frozenset({"public_task", "recognised_interest", "legitimate_interests"})
"""Grounds in law under which a person may object (UK GDPR, Article 21(1))."""

ANSWER_MONTHS = 1
"""Months in which a request about one's own records is answered (UK GDPR, Article 12(3))."""

REGULATOR = mark("ICO, ico.org.uk, 0303 123 1113")
"""Whom anybody in the UK can complain to about their data."""


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    """What a privacy notice and an impact assessment are made from; nobody is counted in it.

    Attributes
    ----------
    place
        Its name.
    record
        Who keeps the records, and why.
    kept
        Each characteristic that is kept now, in words, with the reasons that were written down.
    undo_days, access_log_months
        The settings.
    made_on
        The day, in words.
    made_up
        Whether the place is.
    in_database, is_copied
        Whether the records lie in a database rather than on the computer alone, and whether their folder seems to be
        one that is copied to other computers.
    """

    place: str
    record: OnTheRecord
    kept: tuple[tuple[str, str], ...]
    undo_days: int
    access_log_months: int
    made_on: str
    made_up: bool = False
    in_database: bool = False
    is_copied: bool = False


@dataclass(frozen=True, kw_only=True)
class PaperTable:
    """A table on paper: what it shows, headings, rows; the first cell heads its row, empty ones are filled in."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a page: paragraphs, then a list, then a table, then what is filled in by hand on lines."""

    heading: str
    said: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: PaperTable | None = None
    blanks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A whole page to print; ``notes`` are what must be known first, such as that it is not finished."""

    title: str
    said: tuple[str, ...]
    sections: tuple[Section, ...]
    made_on: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Risk:
    """Something that could harm people: what it is, how it could come about, what the program does against it."""

    name: str
    how: str
    done: str


RISKS: tuple[Risk, ...] = (
    Risk(
        name=mark("Small numbers give somebody away"),
        how=mark("In a small village, one row in a table may be one person."),
        done=mark("What is shared hides small numbers and rounds the others. Exact numbers open on asking alone."),
    ),
    Risk(
        name=mark("A postcode leads to a door"),
        how=mark("A postcode may stand for a few homes."),
        done=mark("It becomes an area before anything is written. The postcode itself is not kept."),
    ),
    Risk(
        name=mark("Sensitive facts are read by others"),
        how=mark("Disability, faith or whom somebody loves may be held against them."),
        done=mark("Each is off until somebody ticks it and says why. Only broad groups are kept, never free words."),
    ),
    Risk(
        name=mark("A code is turned back into a name"),
        how=mark("Whoever holds the key can work out the code of a name they know."),
        done=mark("The key lies outside the records and can be destroyed. Hiding names does not make them nobody's."),
    ),
    Risk(
        name=mark("A laptop is lost or stolen"),
        how=mark("Whoever finds it could read the records."),
        done=mark("The folder is closed to others where it can be. The program asks you to encrypt the disk."),
    ),
    Risk(
        name=mark("A folder copies itself elsewhere"),
        how=mark("A folder that a service keeps in step sends every record to other computers."),
        done=mark("The program warns where it sees such a folder, and asks for another one."),
    ),
    Risk(
        name=mark("Others look at the screen"),
        how=mark("At a meeting the laptop goes round."),
        done=mark("A switch for showing this to others takes private facts off every page at once."),
    ),
    Risk(
        name=mark("Somebody is erased and comes back"),
        how=mark("An older copy or a later list brings the rows back."),
        done=mark("A list of erased codes lies beside the key. It is looked at each time the records are opened."),
    ),
    Risk(
        name=mark("Records are kept for too long"),
        how=mark("Old rows are forgotten and stay."),
        done=mark("The first page says how many are due. Deleting them takes them out of the history too."),
    ),
    Risk(
        name=mark("The lists they came from stay"),
        how=mark("A spreadsheet with names lies in a mailbox or a shared folder."),
        done=mark("Nothing: the program cannot reach them. Delete them, or keep them as safely."),
    ),
)
