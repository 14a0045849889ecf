"""Timetables in GTFS: read, checked once with all faults told together, and handed on as tidy tables.

A wrong time makes somebody miss the last bus home, so a timetable that contradicts itself is refused with its rows
named. What is merely incomplete (stops never served, blank times, no wheelchair facts) is taken in and told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from assetmap.adapters.gtfs_checks import check_keys, check_references, check_served_stops, check_times
from assetmap.adapters.gtfs_files import Findings, open_files, read_texts, row_count
from assetmap.config import Settings
from assetmap.errors import FileUnusableError
from assetmap.messages import tr, tr_count
from assetmap.model import timetable as words
from assetmap.model.imports import Problem
from assetmap.model.timetable import GTFS_TABLES, GtfsColumn, GtfsTable, Kind

_TIME: Final = r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$"
_DTYPES: Final[dict[Kind, Any]] = {
    Kind.TEXT: "str", Kind.TIME: "Int32", Kind.DATE: "datetime64[s]", Kind.WHOLE: "Int32", Kind.NUMBER: "Float64",
}  # fmt: skip

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class Timetable:
    """A whole timetable that passed every check.

    Attributes
    ----------
    source
        The file's name.
    from_date, to_date
        First and last day on which any trip runs.
    routes, trips, stops_served
        How many are in use.
    tables
        By name of the GTFS file without ``.txt``; a file that was not there is an empty table with its columns.
        Times are seconds after the service day's midnight (past midnight: 86,400 and more), blank where they are to
        be worked out from the stops around; dates are days; codes are whole numbers, blank where not recorded.
        ``stops`` holds served stops and the stations they belong to. ``stop_times`` is in travelling order.
    problems
        What a person should know, none of it a reason to refuse.
    """

    source: str
    from_date: dt.date
    to_date: dt.date
    routes: int
    trips: int
    stops_served: int
    tables: Tables
    problems: tuple[Problem, ...]


def read_timetable(path: Path, *, settings: Settings) -> Timetable:
    """Read a timetable from a zip or a folder of GTFS files.

    Parameters
    ----------
    path
        The zip or folder.
    settings
        Gives the limits on size.

    Raises
    ------
    FileUnusableError
        The file is no timetable, is broken, or contradicts itself; every fault found is listed with its rows.
    """
    findings = Findings(path.name)
    texts = _read_all(path, settings, findings)
    _set_booked_rows_aside(texts, findings)
    _check_columns(texts, findings)
    tables = {table.name: _typed(table, texts[table.name], findings) for table in GTFS_TABLES}
    check_keys(tables, findings)
    check_references(tables, findings)
    check_times(tables, findings)
    check_served_stops(tables, findings)
    findings.refuse_if_any()
    _keep_what_is_used(tables, findings)
    first, last = _days_of_service(tables, findings)
    return Timetable(
        path.name, first, last, len(tables["routes"]), len(tables["trips"]),
        tables["stop_times"]["stop_id"].nunique(), tables, tuple(findings.problems),
    )  # fmt: skip


def _read_all(path: Path, settings: Settings, findings: Findings) -> Tables:
    with open_files(path, settings) as files:
        missing = [table.file for table in GTFS_TABLES if table.needed and table.file not in files]
        if not any(name in files for name in words.CALENDAR_FILES):
            missing.append(" or ".join(words.CALENDAR_FILES))
        if missing:
            raise FileUnusableError(
                tr(
                    "{file}: this is not a whole timetable. Missing: {missing}. Expected a zipped GTFS "
                    "timetable. Ask the bus operator or the council for it.",
                    file=path.name,
                    missing=", ".join(missing),
                )
            )
        return {table.name: _read_one(table, files.get(table.file), findings) for table in GTFS_TABLES}


def _read_one(table: GtfsTable, opener: object, findings: Findings) -> pd.DataFrame:
    wanted = tuple(column.name for column in table.columns)
    if table.name == "stop_times":
        wanted += words.WINDOW_HEADINGS
    if not callable(opener):
        return pd.DataFrame({name: pd.Series(dtype="str") for name in wanted})
    return read_texts(table.file, opener, wanted, findings)


def _set_booked_rows_aside(texts: Tables, findings: Findings) -> None:
    """Take out rows that are booked within a window: they have no times to travel by."""
    rows = texts["stop_times"]
    windows = [name for name in words.WINDOW_HEADINGS if name in rows]
    booked = (rows[windows] != "").any(axis=1)
    if not booked.any():
        return
    trips = rows.loc[booked, "trip_id"].nunique() if "trip_id" in rows else int(booked.sum())
    if booked.all():
        raise FileUnusableError(
            tr(
                "{file}: it holds {trips} that you book, within hours such as 09:30 to 14:30. None has a time "
                "at a stop, so this is not a timetable.{bare} Expected trips with times. Record it as a "
                "service, with its telephone and when to book.",
                file=findings.source,
                trips=tr_count("{number} service", "{number} services", trips),
                bare=_why_bare(texts),
            )
        )
    services = tr_count("{number} booked service", "{number} booked services", trips)
    findings.tell(
        "stop_times.txt", tr("{rows} of {services}", rows=row_count(int(booked.sum())), services=services),
        tr("times at stops"),
        tr("They were left out. Record them as services, with their telephone and when to book."),
    )  # fmt: skip
    texts["stop_times"] = rows[~booked]
    if "trip_id" in rows and "trip_id" in texts["trips"]:
        texts["trips"] = texts["trips"][~texts["trips"]["trip_id"].isin(rows.loc[booked, "trip_id"].unique())]


def _why_bare(texts: Tables) -> str:
    """Explain what else looks odd in a feed of booked services: no stops, 'NA' instead of dates."""
    said = "" if len(texts["stops"]) else tr(" stops.txt is empty: people are met anywhere within a zone.")
    blank = _says_nothing(texts["calendar_dates"])
    if blank.any():
        said += tr(" calendar_dates.txt says 'NA' instead of a date in {rows}.", rows=row_count(int(blank.sum())))
    return said


def _says_nothing(frame: pd.DataFrame) -> pd.Series:
    """Find rows of exceptions that name neither a day nor what happens on it."""
    words_written = frame.reindex(columns=["date", "exception_type"], fill_value="")
    blank = {name: words_written[name].str.lower().isin({"", *words.NOTHING_WORDS}) for name in words_written}
    return pd.DataFrame(blank, index=frame.index).all(axis=1)


def _check_columns(texts: Tables, findings: Findings) -> None:
    """Refuse at once where a needed column is absent: nothing further can be checked."""
    known = len(findings.faults)
    for table in GTFS_TABLES:
        frame = texts[table.name]
        lacking = [column.name for column in table.columns if column.needed and column.name not in frame]
        if not len(frame.columns) and not table.needed:
            continue
        if lacking:
            findings.faults.append(
                tr(
                    "{file}: it has no column {lacking}. Expected these headings.",
                    file=table.file,
                    lacking=", ".join(lacking),
                )
            )
        elif table.needed and frame.empty:
            findings.faults.append(
                tr("{file}: it has a heading and no rows. Expected at least one row.", file=table.file)
            )
    if len(findings.faults) > known:
        findings.refuse_if_any()
    blank = _says_nothing(texts["calendar_dates"])
    if blank.any():
        undated = tr("{rows} without a date", rows=row_count(int(blank.sum())))
        expected = tr(words.KIND_EXPECTED[Kind.DATE])
        findings.tell("calendar_dates.txt", undated, expected, tr("They say nothing, so they were left out."))
        texts["calendar_dates"] = texts["calendar_dates"][~blank]


def _typed(table: GtfsTable, texts: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    columns = {}
    for column in table.columns:
        if column.name not in texts:
            columns[column.name] = pd.Series(_nothing(column), index=texts.index, dtype=_DTYPES[column.kind])
            continue
        columns[column.name] = _typed_column(table, column, texts[column.name], findings)
    return pd.DataFrame(columns, index=texts.index)


def _nothing(column: GtfsColumn) -> object:
    return "" if column.kind is Kind.TEXT else pd.NaT if column.kind is Kind.DATE else pd.NA


def _typed_column(table: GtfsTable, column: GtfsColumn, text: pd.Series, findings: Findings) -> pd.Series:
    blank = text == ""
    expected = tr("Expected {kind}.", kind=tr(words.KIND_EXPECTED[column.kind]))
    if column.filled:
        findings.rows(table.file, text.index[blank], len(text), tr("have no {column}", column=column.name), expected)
    values = _parse(column, text)
    wrong = text.index[values.isna() & ~blank] if column.kind is not Kind.TEXT else text.index[:0]
    if len(wrong):
        what = tr("have a {column} that cannot be read, such as '{text}'", column=column.name, text=text[wrong[0]])
        findings.rows(table.file, wrong, len(text), what, expected)
    if column.kind is Kind.TIME and (short := int((text.str.count(":") == 1).sum())):
        said = tr_count("{number} time in {column} without seconds", "{number} times in {column} without seconds",
                        short, column=column.name)  # fmt: skip
        findings.tell(table.file, said, tr(words.KIND_EXPECTED[Kind.TIME]), tr("We took them as whole minutes."))
    return values


def _parse(column: GtfsColumn, text: pd.Series) -> pd.Series:
    """Turn text into values; what cannot be read or lies outside the range becomes blank."""
    if column.kind is Kind.TEXT:
        return text
    if column.kind is Kind.DATE:
        written = text.where(text.str.fullmatch(r"\d{8}") & text.between(*words.DATES))
        day = pd.to_datetime(written, format="%Y%m%d", errors="coerce")
        return day.astype("datetime64[s]")
    if column.kind is Kind.TIME:
        parts = text.str.extract(_TIME)
        parts[2] = parts[2].where(parts[2].notna() | parts[0].isna(), "0")
        hours, minutes, seconds = (pd.to_numeric(parts[part]).astype("Int32") for part in range(3))
        return hours * 3600 + minutes * 60 + seconds
    number = pd.to_numeric(text.where(text != ""), errors="coerce").astype("Float64")
    number = number.where(np.isfinite(number.to_numpy(dtype="float64", na_value=np.nan)))
    inside = number.ge(-np.inf if column.low is None else column.low) & number.le(
        np.inf if column.high is None else column.high
    )
    number = number.where(inside.fillna(value=False))
    if column.kind is Kind.WHOLE:
        return number.where((number % 1 == 0).fillna(value=False)).astype("Int32")
    return number


def _keep_what_is_used(tables: Tables, findings: Findings) -> None:
    """Drop trips that stop nowhere and stops where nothing stops, and tell how many."""
    trips, stops, times = tables["trips"], tables["stops"], tables["stop_times"]
    runs = trips["trip_id"].isin(times["trip_id"].unique())
    if not runs.all():
        said = tr("{number:,} of {total:,} trips without a stop", number=int((~runs).sum()), total=len(trips))
        findings.tell("trips.txt", said, tr("at least two stops each"), tr("They were left out."))  # fmt: skip
    served = stops["stop_id"].isin(times["stop_id"].unique())
    stations = stops["stop_id"].isin(stops.loc[served, "parent_station"])
    unserved = int((~served).sum())
    if unserved:
        said = tr("{number:,} of {total:,} stops where nothing stops", number=unserved, total=len(stops))
        findings.tell("stops.txt", said, tr("stops that are served"), tr("Nothing to do: no journey uses them."))
    blank = int(times["arrival_time"].isna().sum())
    if blank:
        said = tr("{number:,} of {total:,} times are blank", number=blank, total=len(times))
        done = tr("Nothing to do: they are worked out from the stops around them.")
        findings.tell("stop_times.txt", said, tr("a time at each stop"), done)
    tables["trips"], tables["stops"] = trips[runs], stops[served | stations]
    for name, frame in tables.items():
        tables[name] = frame.reset_index(drop=True)


def _days_of_service(tables: Tables, findings: Findings) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which a trip runs, by the week's pattern and its exceptions."""
    used = tables["trips"]["service_id"].unique()
    weekly = tables["calendar"][tables["calendar"]["service_id"].isin(used)]
    weekly = weekly[(weekly[list(words.WEEKDAYS)] == 1).any(axis=1) & (weekly["start_date"] <= weekly["end_date"])]
    exceptions = tables["calendar_dates"][tables["calendar_dates"]["service_id"].isin(used)]
    days = list(pd.date_range(weekly["start_date"].min(), weekly["end_date"].max())) if len(weekly) else []
    first = next((day for day in days if _runs_on(day, weekly, exceptions)), None)
    last = next((day for day in reversed(days) if _runs_on(day, weekly, exceptions)), None)
    added = exceptions.loc[exceptions["exception_type"] == 1, "date"]
    ran = [day for day in (first, last, added.min(), added.max()) if day is not None and not pd.isna(day)]
    if not ran:
        raise FileUnusableError(
            tr(
                "{file}: no trip runs on any day. Expected days in calendar.txt. Ask the operator for a new file.",
                file=findings.source,
            )
        )
    return min(ran).date(), max(ran).date()


def _runs_on(day: pd.Timestamp, weekly: pd.DataFrame, exceptions: pd.DataFrame) -> bool:
    """Tell whether a weekly pattern runs on a day and is not taken out."""
    changed = exceptions[(exceptions["date"] == day) & (exceptions["exception_type"] != 1)]
    pattern = weekly[words.WEEKDAYS[day.weekday()]] == 1
    runs = weekly[pattern & (weekly["start_date"] <= day) & (weekly["end_date"] >= day)]
    return bool((~runs["service_id"].isin(changed["service_id"])).any())
