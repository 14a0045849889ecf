"""The words for taking part: roles, stages, whom a meeting was meant for, characteristics, column headings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assetmap.messages import mark


@dataclass(frozen=True)
class Role:
    """One role at a meeting. Only ``community`` roles are counted as the community."""

    name: str
    label: str
    community: bool
    words: tuple[str, ...] = ()


ROLES: tuple[Role, ...] = (
    Role("uses_services", mark("uses services"), True,
         ("uses services", "service user", "user", "person who uses services", "people who use services",
          "uses a service", "expert by experience", "experts by experience", "lived experience", "patient",
          "user of services", "users of services", "person using services", "people using services", "client",
          "person with lived experience", "people with lived experience", "person who draws on care and support",
          "people who draw on care and support", "draws on care and support", "service user representative",
          "service user rep", "patient representative", "patient rep", "self advocate",
          "defnyddiwr gwasanaeth", "defnyddiwr gwasanaethau", "defnyddwyr gwasanaethau", "profiad bywyd", "claf")),
    Role("carer", mark("carer"), True,
         ("carer", "unpaid carer", "family carer", "parent carer", "young carer", "young adult carer", "adult carer",
          "unpaid family carer", "informal carer", "carer representative", "carer rep", "gofalwr", "gofalwr di dal",
          "gofalwr ifanc", "rhiant ofalwr", "gofalwyr")),
    Role("community_member", mark("community member"), True,
         ("community member", "member of the community", "resident", "local resident", "local person", "local people",
          "member", "volunteer", "community volunteer", "public", "member of the public", "members of the public",
          "neighbour", "tenant", "tenant representative", "tenant rep", "aelod o r gymuned", "aelod o r cyhoedd",
          "gwirfoddolwr", "gwirfoddolwyr", "preswylydd")),
    Role("staff", mark("staff"), False,
         ("staff", "staff member", "member of staff", "members of staff", "paid staff", "council staff", "nhs staff",
          "employee", "worker", "professional", "health professional", "officer", "council officer",
          "local authority officer", "social worker", "social care worker", "care worker", "paid carer", "home carer",
          "care assistant", "healthcare assistant", "health care assistant", "care manager", "care home manager",
          "manager", "commissioner", "nurse", "district nurse", "community nurse", "gp", "doctor", "health visitor",
          "occupational therapist", "physiotherapist", "psychologist", "pharmacist", "practitioner", "project worker",
          "project officer", "housing officer", "youth worker", "community worker", "police officer", "pcso",
          "link worker", "social prescriber", "staffdd", "aelod o staff", "gweithiwr cymdeithasol", "nyrs", "meddyg",
          "swyddog")),
    Role("supporter", mark("supporter, personal assistant or interpreter"), False,
         ("supporter", "personal assistant", "pa", "interpreter", "bsl interpreter", "sign language interpreter",
          "british sign language interpreter", "communication support worker", "lipspeaker", "palantypist",
          "note taker", "notetaker", "speech to text reporter", "translator", "advocate", "companion",
          "cefnogwr", "cynorthwyydd personol", "cyfieithydd", "eiriolwr")),
    Role("facilitator", mark("facilitator"), False,
         ("facilitator", "co facilitator", "chair", "co chair", "vice chair", "chairperson", "chairman", "chairwoman",
          "host", "organiser", "organizer", "hwylusydd", "cadeirydd", "trefnydd")),
)  # fmt: skip
"""A word stands here only where it says what somebody came as. A trustee, a councillor, a peer or a support worker may
have come as one or another: whoever keeps the list is asked."""

ROLE_BY_NAME: dict[str, Role] = {role.name: role for role in ROLES}

ROLE_IF_NO_COLUMN = "community_member"
"""A file without a role column lists people of the community; the import says that it took it so."""


class Stage(StrEnum):
    """Stages of co-production (SCIE guide)."""

    CO_DESIGN = mark("co-design")
    CO_DECISION_MAKING = mark("co-decision making")
    CO_DELIVERY = mark("co-delivery")
    CO_EVALUATION = mark("co-evaluation")


class MeantFor(StrEnum):
    """Whom a meeting was meant for; the comparison population follows from it."""

    EVERYONE = mark("everyone")
    DISABLED_PEOPLE = mark("disabled people")
    UNPAID_CARERS = mark("unpaid carers")
    OLDER_PEOPLE = mark("older people")
    LIST_WE_KNOW = mark("a list we know")
    NO_COUNT = mark("we have no count of them")


@dataclass(frozen=True)
class Characteristic:
    """Something about people that may be kept, off until asked for with a reason.

    ``census_table`` is the name of the population table whose categories it is compared with.
    """

    name: str
    label: str
    census_table: str
    synonyms: tuple[str, ...]


CHARACTERISTICS: tuple[Characteristic, ...] = (
    Characteristic("age_band", mark("age band"), "age", ("age band", "age group", "age", "date of birth", "dob", "oed",
                                                     "dyddiad geni")),
    Characteristic("disability", mark("disability"), "disability", ("disability", "disabled", "anabledd")),
    Characteristic("ethnic_group", mark("ethnic group"), "ethnic_group", ("ethnic group", "ethnicity", "grwp ethnig")),
    Characteristic("gender", mark("gender"), "sex", ("gender", "sex", "rhyw", "rhywedd")),
    Characteristic("carer_status", mark("unpaid carer"), "unpaid_care", ("unpaid carer", "is a carer", "caring")),
    Characteristic("language", mark("language"), "language", ("language", "main language", "iaith")),
    Characteristic("sexual_orientation", mark("sexual orientation"), "sexual_orientation", ("sexual orientation",
                                                                                        "orientation")),
    Characteristic("religion", mark("religion"), "religion", ("religion", "faith", "crefydd")),
)  # fmt: skip

CHARACTERISTIC_BY_NAME: dict[str, Characteristic] = {row.name: row for row in CHARACTERISTICS}

NOT_STATED = mark("not stated")
"""There is no answer that we can read."""
DECLINED = mark("prefer not to say")
"""Asked, and would rather not say: an answer, which takes back an earlier one. Counted among "not stated"."""
NOT_STATED_WORDS: frozenset[str] = frozenset(
    {
        "",
        DECLINED,
        "prefer not to answer",
        "refused",
        "ddim am ddweud",
        "not answered",
        "not given",
        "not stated",
        "not known",
        "unknown",
        "-",
        "?",
        "n/a",
    }
)
NOBODY_WORDS: frozenset[str] = NOT_STATED_WORDS | {
    "none", "anon", "anonymous", "anonymised", "no name", "name not given", "name withheld", "nobody", "no one",
    "did not sign", "dienw",
}  # fmt: skip
"""What stands in a column of names where nobody is named; a text without a letter or digit is another."""

# Upper end of each age band a date of birth or an age becomes; the last is open.
AGE_BANDS: tuple[tuple[int, int, str], ...] = (
    (0, 15, "0-15"), (16, 24, "16-24"), (25, 34, "25-34"), (35, 49, "35-49"), (50, 64, "50-64"),
    (65, 74, "65-74"), (75, 84, "75-84"), (85, 130, "85+"),
)  # fmt: skip
OLDEST_BORN_YEARS = 110
"""A date of birth that makes somebody older than this is taken for a slip, most often in a two-digit year."""


@dataclass(frozen=True)
class ParticipationField:
    """One field of a participation row and the headings that hold it, normalised, English and Welsh."""

    name: str
    label: str
    synonyms: tuple[str, ...]


PARTICIPATION_FIELDS: tuple[ParticipationField, ...] = (
    ParticipationField("event", mark("event"), ("event", "event id", "meeting", "meeting id", "session", "digwyddiad")),
    ParticipationField("event_name", mark("event name"), ("event name", "meeting name", "enw r digwyddiad")),
    ParticipationField("date", mark("date"), ("date", "event date", "date added", "date of meeting", "meeting date",
                                        "dyddiad")),
    ParticipationField("start", mark("start"), ("start", "start time", "from", "time added", "dechrau")),
    ParticipationField("end", mark("end"), ("end", "end time", "finish", "to", "gorffen")),
    ParticipationField("venue", mark("venue"), ("venue", "where", "library registered at", "place", "lleoliad")),
    ParticipationField("stage", mark("stage"), ("stage", "cam")),
    ParticipationField("meant_for", mark("meant for"), ("meant for", "audience", "who for", "ar gyfer")),
    ParticipationField("role", mark("role"), ("role", "attended as", "rol")),
    ParticipationField("person", mark("person"), ("person", "person id", "pseudonym", "member id", "member",
                       "participant",
                                            "participant id", "name", "full name", "person ref", "enw")),
    ParticipationField("area", mark("area"), ("area", "area id", "area code", "lsoa", "ward", "district", "ardal")),
    ParticipationField("postcode", mark("postcode"), ("postcode", "post code", "home postcode", "postal code",
                       "cod post")),
)  # fmt: skip

PARTICIPATION_FIELD_BY_NAME: dict[str, ParticipationField] = {row.name: row for row in PARTICIPATION_FIELDS}


@dataclass(frozen=True)
class Event:
    """One meeting.

    ``date`` is ISO (2026-03-02); ``start`` and ``end`` are HH:MM or empty; the rest are as the tables above name them.
    """

    event_id: str
    name: str
    date: str
    start: str = ""
    end: str = ""
    venue: str = ""
    stage: str = ""
    meant_for: str = MeantFor.EVERYONE


@dataclass(frozen=True)
class Attendance:
    """One person at one meeting, after everything not kept was dropped.

    Attributes
    ----------
    row_key
        Drawn at random, so that it says nothing about anybody. Rows are found again by what was kept of them.
    person
        Pseudonym (HMAC of what the file called them); empty where the file names nobody.
    area_id
        The place's area, or empty with the reason in ``not_placed``.
    characteristics
        Only what was kept by flag, as it was at the event.
    """

    row_key: str
    event_id: str
    role: str
    person: str = ""
    area_id: str = ""
    not_placed: str = ""
    characteristics: tuple[tuple[str, str], ...] = ()


class NotPlaced(StrEnum):
    """Why a person could not be put into an area."""

    NO_POSTCODE = mark("no postcode or area given")
    NOT_A_POSTCODE = mark("not a postcode or area code")
    NOT_FOUND = mark("postcode not in this place's lists")
    OUTSIDE = mark("outside the place's areas")
    PART_POSTCODE = mark("only the first part of a postcode, which spans several areas")


class Verdict(StrEnum):
    """What happens to one column of a file, shown before anything is written."""

    KEPT = mark("kept")
    AREA = mark("turned into area")
    BAND = mark("turned into an age band")
    CODE = mark("turned into a code that hides the name")
    DROPPED = mark("dropped")


POSTCODE_DISTRICT = r"[A-Z]{1,2}[0-9][0-9A-Z]?"
"""The first part of a postcode, such as NP10 or EC1A, in the form codes are compared in."""

EARLIEST_YEAR = 1900
EXCEL_FIRST_DAY = "1899-12-30"
EXCEL_DAYS: tuple[int, int] = (20_000, 80_000)
"""Day numbers a spreadsheet writes (Excel's 1900 date system) that are not taken for something else."""

MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "ionawr"), ("february", "feb", "chwefror"), ("march", "mar", "mawrth"),
    ("april", "apr", "ebrill"), ("may", "mai"), ("june", "jun", "mehefin"),
    ("july", "jul", "gorffennaf"), ("august", "aug", "awst"), ("september", "sep", "sept", "medi"),
    ("october", "oct", "hydref"), ("november", "nov", "tachwedd"), ("december", "dec", "rhagfyr"),
)  # fmt: skip

SWAP_SUSPECTED_FROM_DATES = 30
"""From so many short dates without a day above 12 on, day and month may have been swapped (chance: 6e-13)."""

AGE_RANGE = (
    r"(?:aged? |oed )?(?:(\d{1,3}) ?(?:-|\u2013|to|i|and) ?(\d{1,3})|(\d{1,3}) ?(?:years? |yrs? |oed )?"
    r"(?:\+|plus|(?:and|or) (?:over|older|above|more)|a throsodd|neu drosodd|neu hyn)|under (\d{1,3})s?)"
    r"(?: ?(?:years?|yrs?)(?: old| of age)?| oed)?"
)
"""An age band as people write it: 65-74, 65 to 74, 85+, under 16. It is kept only where it fits in one of ours."""

AGE_ALONE = r"(?:aged? )?(\d{1,3})(?:\.0+)?(?: ?(?:years?|yrs?)(?: old| of age)?| oed)?"
"""An age in years as people write it: 67, 67 years old."""

BIRTH_YEAR = r"(?:born (?:in )?)?((?:19|20)\d{2})"
"""A year of birth. It leaves two ages, and says a band only where both are in it."""

YEARS_AHEAD = 5
"""Meetings are planned up to so many years ahead; a later date is a slip."""

SHORT_YEARS_AHEAD = 1
"""Two-digit years up to so many years ahead are in this century, others in the last."""

OVER_MIDNIGHT_HOURS = 8
"""A meeting that ends before it starts ran over midnight if it was no longer than this; else it is a slip."""

HEADINGS_SHOWN = 4
"""How many headings a message gives as examples."""


class WhyRefused(StrEnum):
    """Why a row cannot be used."""

    NO_DATE = mark("no date")
    NOT_A_DATE = mark("not a date")
    NO_ROLE = mark("no role")
    UNKNOWN_ROLE = mark("role not known")
    ERASED = mark("asked to be erased")


HIDDEN_NAMES_NOTE = mark("Names are hidden; the records are still about people.")
