"""Eighteen months of meetings: who came to what, as somebody typed it into a spreadsheet."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from random import Random

from .asset_words import HALL
from .files import write_csv
from .ground import dice
from .people import Person

HEADER = (
    "Event", "Event name", "Date", "Start", "End", "Venue", "Stage", "Meant for", "Role", "Person", "Postcode",
    "Age band", "Disability", "Ethnic group", "Notes",
)  # fmt: skip
MONTHS = [(2025 + month // 12, month % 12 + 1) for month in range(3, 21)]
STAGES = ("co-design", "co-decision making", "co-delivery", "co-evaluation")
USUAL_END = "16:00"
WEDNESDAY, THURSDAY, SATURDAY = 2, 3, 5
REGULAR_SHARE = 0.62
"""How likely one of the regulars is to be at a meeting for everyone."""
OTHERS_COME = ((1, 48), (2, 26), (3, 15), (4, 7), (5, 4))
"""How many meetings for everyone the others came to, and how often."""
NOTES = (
    "came with her sister", "asked for large print", "needs the loop", "left at 15:40 for the bus", "first time",
    "rang Zebedee Canary on 01632 960999", "speaks Welsh at home", "would like a lift next time",
)  # fmt: skip


@dataclass(frozen=True)
class Series:
    """Meetings of one kind: in which months (counted from the first), on which day of the week, where, for whom."""

    code: str
    name: str
    months: tuple[int, ...]
    week: int
    weekday: int
    start: str
    end: str
    venues: tuple[str, ...]
    meant_for: str = "everyone"


SERIES: tuple[Series, ...] = (
    Series("FOR", "Getting Together forum", tuple(range(18)), 2, WEDNESDAY, "14:00", USUAL_END, (HALL,)),
    Series("TRA", "Getting about working group", tuple(range(0, 18, 2)), 4, WEDNESDAY, "14:00", USUAL_END, (HALL,)),
    Series("EVE", "Village evening", (2, 5, 8, 11, 14), 3, THURSDAY, "18:30", "20:00",
           ("Ostlewick Village Hall", "Llanfelŷs Village Hall", "Thorrowby Village Hall", "Cwm Hesgïen Village Hall",
            "Rhyd-y-brithyll Village Hall")),
    Series("SAT", "Saturday open table", (4, 10, 16), 2, SATURDAY, "10:30", "12:30", ("Aberwenlas Library",)),
    Series("CAR", "Carers' voice", (1, 4, 7, 10, 13, 16), 1, THURSDAY, "10:30", "12:00", ("Aberwenlas Library",),
           "unpaid carers"),
    Series("DAY", "Design days for day services", (3, 6, 9, 12), 3, WEDNESDAY, "11:00", "15:00",
           ("Quarry Top Community Centre",), "disabled people"),
    Series("TEA", "Tea and plans", (0, 3, 6, 9, 12, 15), 3, THURSDAY, "14:00", "15:30", ("Llanfelŷs Village Hall",),
           "older people"),
    Series("LST", "Review with the tenants' panel", (7, 15), 1, WEDNESDAY, "17:00", "18:30", ("Aberwenlas Town Hall",),
           "a list we know"),
    Series("NOC", "Young people's pizza night", (5, 14), 1, THURSDAY, "17:30", "19:30", ("Gasworks Social Club",),
           "we have no count of them"),
)  # fmt: skip


@dataclass(frozen=True)
class Meeting:
    """One meeting of a series."""

    event: str
    series: Series
    day: dt.date
    venue: str
    stage: str


def list_meetings() -> list[Meeting]:
    """Return all meetings by date."""
    meetings = []
    for series in SERIES:
        for number, month in enumerate(series.months):
            day = _nth_weekday(*MONTHS[month], series.weekday, series.week)
            venue = series.venues[number % len(series.venues)]
            stage = STAGES[min(3, month * 4 // 18)] if number % 4 else STAGES[number // 4 % 4]
            meetings.append(Meeting(f"{series.code}{number + 1:02d}", series, day, venue, stage))
    return sorted(meetings, key=lambda meeting: (meeting.day, meeting.event))


def _nth_weekday(year: int, month: int, weekday: int, week: int) -> dt.date:
    first = calendar.weekday(year, month, 1)
    return dt.date(year, month, 1 + (weekday - first) % 7 + 7 * (week - 1))


def write_meetings(folder: Path, people: list[Person]) -> None:
    """Write one row for each person at each meeting, two of them twice, some with parts missing."""
    roll = dice("meetings")
    meetings = list_meetings()
    present = _present(roll, meetings, people)
    rows = [_row(roll, meeting, person) for meeting in meetings for person in present[meeting.event]]
    rows += [_unnamed_row(roll, meeting) for meeting in meetings if roll.random() < 0.25]
    for repeated in (rows[101], rows[555]):
        rows.insert(rows.index(repeated), list(repeated))
    rows.sort(key=lambda row: (row[2][6:] + row[2][3:5] + row[2][:2], row[0]))
    write_csv(folder / "meetings.csv", HEADER, rows)


def _present(roll: Random, meetings: list[Meeting], people: list[Person]) -> dict[str, list[Person]]:
    """Return who was at each meeting."""
    present: dict[str, list[Person]] = {meeting.event: [] for meeting in meetings}
    open_ones = [meeting.event for meeting in meetings if meeting.series.meant_for == "everyone"]
    counts, weights = zip(*OTHERS_COME, strict=True)
    for person in people:
        if person.regular:
            came = [event for event in open_ones if roll.random() < REGULAR_SHARE]
        elif person.community:
            came = roll.sample(open_ones, roll.choices(counts, weights=weights)[0])
        else:
            came = roll.sample(sorted(present), roll.randint(1, 6))
        for event in came:
            present[event].append(person)
    for meeting in meetings:
        if meeting.series.meant_for != "everyone":
            fitting = [person for person in people if _fits(person, meeting.series)]
            present[meeting.event] += roll.sample(fitting, min(len(fitting), roll.randint(6, 12)))
    return present


def _fits(person: Person, series: Series) -> bool:
    """Tell whether a person of the community is one a closed meeting is meant for."""
    meant: dict[str, bool] = {
        "unpaid carers": person.role == "carer",
        "disabled people": person.disability.startswith("Disabled"),
        "older people": person.age in ("65-74", "75-84", "85+"),
        "we have no count of them": person.age in ("16-24", "25-34"),
    }
    return person.community and not person.regular and meant.get(series.meant_for, True)


def _event_cells(meeting: Meeting) -> list[str]:
    series = meeting.series
    return [
        meeting.event, series.name, meeting.day.strftime("%d/%m/%Y"), series.start, series.end, meeting.venue,
        meeting.stage, series.meant_for,
    ]  # fmt: skip


def _row(roll: Random, meeting: Meeting, person: Person) -> list[str]:
    postcode = person.postcode
    habit = roll.random()
    if habit < 0.08:
        postcode = postcode.lower()
    elif habit < 0.16:
        postcode = postcode.replace(" ", "")
    note = roll.choice(NOTES) if roll.random() < 0.06 else ""
    return [
        *_event_cells(meeting), person.role, person.name, postcode, person.age, person.disability,
        person.ethnic_group, note,
    ]  # fmt: skip


def _unnamed_row(roll: Random, meeting: Meeting) -> list[str]:
    """Return a row for somebody whose name and home nobody took down."""
    return [*_event_cells(meeting), roll.choice(("community member", "uses services")), *[""] * 5, "did not sign in"]
