"""The files a place is made of: what each is, where to get it in Great Britain, what works without it; adding one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from assetmap.messages import mark, tr
from assetmap.model.place import PlaceSummary
from assetmap.render import words
from assetmap.services import uploads, workspace
from assetmap.services.progress import Progress
from assetmap.services.uploads import Upload
from assetmap.services.workspace import Place, PlaceParts
from assetmap.web import choosing, parts, state, working

_KEY = "more_files"


@dataclass(frozen=True, kw_only=True)
class PlaceFile:
    """One kind of file of a place.

    Attributes
    ----------
    name
        The part of `PlaceParts` it becomes.
    title
        What it is called on a page.
    what, where, without
        What is in it, where to get it in Great Britain, and what works without it.
    suffixes
        How its name may end.
    several
        Whether a place may have more than one.
    """

    name: str
    title: str
    what: str
    where: str
    without: str
    suffixes: tuple[str, ...]
    several: bool = False


PLACE_FILES: tuple[PlaceFile, ...] = (
    PlaceFile(
        name="areas",
        title=mark("Areas"),
        what=mark("The outlines of small areas, each with its code: GeoJSON, GeoPackage or zipped Shapefile."),
        where=mark(
            "England and Wales: geoportal.statistics.gov.uk, search for LSOA 2021 boundaries. "
            "Scotland: spatialdata.gov.scot, search for Data Zone boundaries."
        ),
        without=mark("Without areas, postcodes go into squares of 500 m. Areas cannot be compared then."),
        suffixes=("geojson", "json", "gpkg", "zip"),
    ),
    PlaceFile(
        name="population",
        title=mark("How many people live there"),
        what=mark("Census counts by area, for example by age or disability: CSV or XLSX. It needs areas."),
        where=mark(
            "England and Wales: nomisweb.co.uk, Census 2021, tables TS038 (disability) and TS009 (age). "
            "Scotland: scotlandscensus.gov.uk."
        ),
        without=mark("Without counts, we cannot say which areas fewer people came from."),
        suffixes=("csv", "tsv", "txt", "xlsx", "xls", "ods"),
        several=True,
    ),
    PlaceFile(
        name="postcodes",
        title=mark("Postcodes"),
        what=mark("A list of postcodes with where they are: CSV."),
        where=mark(
            "Code-Point Open from osdatahub.os.uk, or the ONS Postcode Directory from geoportal.statistics.gov.uk. "
            "Take the file of your postcode area alone."
        ),
        without=mark("Without postcodes, only things with a point on the map can be placed."),
        suffixes=("csv", "tsv", "txt"),
        several=True,
    ),
    PlaceFile(
        name="streets",
        title=mark("Streets"),
        what=mark("Streets and paths from OpenStreetMap: a file whose name ends in .osm.pbf."),
        where=mark(
            "download.geofabrik.de, Europe, United Kingdom, then your county or country. "
            "These files are large: type where yours lies."
        ),
        without=mark("Without streets, there are no travel times and no map below the marks."),
        suffixes=("pbf",),
    ),
    PlaceFile(
        name="timetables",
        title=mark("Bus and train times"),
        what=mark("A timetable as a zipped GTFS file. It is checked and kept for journeys later."),
        where=mark("Great Britain: data.bus-data.dft.gov.uk, Download timetable data, GTFS, your region."),
        without=mark("Without a timetable, nothing else is missing yet: journeys by bus come later."),
        suffixes=("zip",),
        several=True,
    ),
    PlaceFile(
        name="points",
        title=mark("Where most people live in each area"),
        what=mark("One point an area, where most of its people live: CSV or GeoJSON. It needs areas."),
        where=mark("England and Wales: geoportal.statistics.gov.uk, search for population weighted centroids."),
        without=mark("Without these points, people are taken to set out from the middle of their area."),
        suffixes=("csv", "geojson", "json"),
    ),
)
PLACE_FILE_BY_NAME: dict[str, PlaceFile] = {row.name: row for row in PLACE_FILES}

Files = Mapping[str, tuple[Upload, ...]]


def explain(row: PlaceFile) -> None:
    """Say what a file is, where to get it, and what works without it."""
    parts.sentences(
        [tr(row.what), tr("Where to get it: {where}", where=tr(row.where)), tr(row.without)],
    )


def make_parts(stack: ExitStack, files: Files, extra: Mapping[str, str]) -> PlaceParts:
    """Put the files on disk for as long as the stack is open, and return them as a place's parts."""
    given: dict[str, Any] = dict(extra)
    for name, some in files.items():
        paths = tuple(stack.enter_context(uploads.on_disk(one)) for one in some)
        if paths:
            given[name] = paths if PLACE_FILE_BY_NAME[name].several else paths[0]
    return PlaceParts(**given)


def add_files(place: Place) -> None:
    """Show the task: one file more, or a newer one, for a place that is there."""
    st.header(tr("Add files to this place"), anchor=False)
    name = st.selectbox(
        tr("Which file?"),
        list(PLACE_FILE_BY_NAME),
        format_func=lambda one: tr(PLACE_FILE_BY_NAME[one].title),
        key=f"{_KEY}_which",
    )
    row = PLACE_FILE_BY_NAME[name or PLACE_FILES[0].name]
    explain(row)
    chosen = choosing.choose_file(tr("The file"), key=f"{_KEY}_{row.name}", suffixes=row.suffixes)
    extra = area_columns(_KEY) if row.name == "areas" else {}
    about = (place.slug, row.name, chosen.stamp if chosen else "", tuple(sorted(extra.items())))
    done = working.follow(_KEY, about=about)
    if done is not None:
        parts.answer(tr("The file is in."), *words.place_sentences(done.result))
        show_problems(done.result, key=_KEY)
        return
    wanted = chosen is not None and not working.is_running(_KEY)
    if chosen is not None and wanted and st.button(tr("Add this file"), key=f"{_KEY}_add", type="primary"):
        work = partial(_add, place, {row.name: (chosen.upload,)}, extra, state.now())
        working.begin(_KEY, tr("Adding the file"), work, about=about)
        st.rerun()


def area_columns(key: str) -> dict[str, str]:
    """Ask which columns of an areas file hold code and name, where its headings do not say so."""
    with st.expander(tr("Are its codes or names not found?")):
        code = st.text_input(tr("The column with each area's code"), key=f"{key}_area_id")
        name = st.text_input(tr("The column with each area's name"), key=f"{key}_area_name")
    return {field: text.strip() for field, text in (("area_id", code), ("area_name", name)) if text.strip()}


def _add(place: Place, files: Files, extra: Mapping[str, str], now: dt.datetime, progress: Progress) -> PlaceSummary:
    with ExitStack() as stack:
        wanted = make_parts(stack, files, extra)
        return workspace.add_to_place(place.settings, place.name, wanted, now=now, progress=progress)


def show_problems(summary: PlaceSummary, *, key: str) -> None:
    """Show what a person should know about a place's files."""
    if not summary.problems:
        return
    columns = (
        parts.Column(key="field", label=tr("Where")),
        parts.Column(key="value", label=tr("What we found")),
        parts.Column(key="expected", label=tr("Expected")),
        parts.Column(key="fix", label=tr("What to do")),
    )
    parts.table(summary.problems, columns, caption=tr("Things in its files that need a look"), key=f"{key}_problems")
