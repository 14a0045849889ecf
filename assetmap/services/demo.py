"""The made-up demo place: built from the files that come with the package, by the same steps anyone takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assetmap.adapters import shipped
from assetmap.config import Settings
from assetmap.errors import NotFoundError
from assetmap.messages import mark, tr
from assetmap.model.imports import ImportAnswer
from assetmap.model.period import Period
from assetmap.model.place import PlaceSummary
from assetmap.model.release import PublicFacts
from assetmap.services import (
    ingest,
    maps,
    on_the_record,
    participation,
    releases,
    representation,
    travel,
    venues,
    workspace,
)
from assetmap.services.releases_kept import forget_made_up
from assetmap.services.representation import Missing
from assetmap.services.representation_sharing import read_shared_areas, settle_patches
from assetmap.services.workspace import Place, PlaceParts, Progress

PLACE_NAME = "Demo"
PATCHES_FILE = "patches.csv"
ASSET_LISTS: tuple[tuple[str, str], ...] = (
    ("assets_council.csv", ""),
    ("assets_voluntary.xlsx", "Groups"),
    ("assets_voluntary.xlsx", "Venues"),
)
PUBLISHED = "assets_council.csv"
"""The list that has agreed to be shown to everybody, so that there is something to see while showing it to others."""
AGREED_BY, AGREED_ON = "Aberwenlas Council (made up)", "2025-11-15"
RECORD: dict[str, str] = {
    "keeper": mark("Aberwenlas Council (made up)"),
    "contact": mark("Co-production team, Aberwenlas Council (made up), Town Hall, Aberwenlas. Telephone 01632 960123."),
    "purpose": mark(
        "To see which villages our meetings have not reached yet, and to plan the next ones with people there."
    ),
    "basis": "public_task",
    "condition": "public_interest",
    "complain_to": mark("The data protection officer of Aberwenlas Council (made up), Town Hall, Aberwenlas."),
    "seen_by": mark("The three members of the co-production team (made up). Nobody outside it."),
}
"""Who keeps the demo's records of people, and why: a council that is made up, and says so."""
KEPT: dict[str, str] = {
    "age_band": mark("to see which ages our meetings reach"),
    "disability": mark("to see whether disabled people can come"),
    "ethnic_group": mark("to see whom our meetings leave out"),
}
"""What the demo keeps about people, each with its reason."""
WITHIN_PATCHES = "disability"
"""The one characteristic that the demo's release shows within patches."""
SHOWN_NEEDS = ("step_free_entrance", "accessible_toilet", "hearing_loop")
MEETINGS = ("2025-04-01", "2026-09-30")
"""The days of the demo's meetings: one closed period."""
SHOWN_ROWS = 12
POPULATION_FILES = ("population_age.csv", "population_ethnic_group.csv", "population_disability.csv", "cars.csv")


@dataclass(frozen=True)
class Demo:
    """The demo place after its files went in."""

    place: Place
    summary: PlaceSummary
    answers: tuple[tuple[str, ImportAnswer], ...]
    patches: Path


def open_demo(settings: Settings, *, now: dt.datetime, who: str, progress: Progress | None = None) -> Demo:
    """Make the demo place if it is missing, say who keeps its records, bring in its lists, settle its patches, open it.

    Again changes nothing.
    """
    folder = shipped.data_folder() / "demo"
    place = _place(settings, folder, now=now, progress=progress)
    if not on_the_record.is_complete(on_the_record.read_record(place)):
        answers = {name: tr(text) for name, text in RECORD.items()}
        on_the_record.save_record(place, answers, now=now, who=who)
    lists = tuple(_bring_in(place, folder, now=now, who=who))
    place = workspace.open_place(settings, PLACE_NAME)
    if read_shared_areas(place) is None:
        settle_patches(place, folder / PATCHES_FILE)
    _release(place, now=now, who=who)
    return Demo(place, workspace.show_place(place), lists, folder / PATCHES_FILE)


def _place(settings: Settings, folder: Path, *, now: dt.datetime, progress: Progress | None) -> Place:
    try:
        return workspace.open_place(settings, PLACE_NAME)
    except NotFoundError:
        workspace.create_place(settings, PLACE_NAME, _parts(folder), now=now, progress=progress)
        made = workspace.open_place(settings, PLACE_NAME)
        forget_made_up(made)
        return made


def _parts(folder: Path) -> PlaceParts:
    return PlaceParts(
        areas=folder / "areas.geojson",
        population=tuple(folder / name for name in POPULATION_FILES),
        points=folder / "centroids.csv",
        postcodes=(folder / "postcodes.csv",),
        streets=folder / "streets.osm.pbf",
        timetables=(folder / "timetable.gtfs.zip",),
    )


def _bring_in(place: Place, folder: Path, *, now: dt.datetime, who: str) -> list[tuple[str, ImportAnswer]]:
    answers: list[tuple[str, ImportAnswer]] = []
    for name, sheet in ASSET_LISTS:
        by, on = (AGREED_BY, AGREED_ON) if name == PUBLISHED else ("", "")
        request = ingest.AssetImport(path=folder / name, sheet=sheet, agreed_by=by, agreed_on=on)
        answers.append((f"{name} {sheet}".strip(), ingest.import_assets(place, request, now=now, who=who)))
    meetings = participation.ParticipationImport(
        path=folder / "meetings.csv", keep={name: tr(why) for name, why in KEPT.items()}
    )
    answers.append(("meetings.csv", participation.import_participation(place, meetings, now=now, who=who)))
    return answers


def _release(place: Place, *, now: dt.datetime, who: str) -> None:
    """Release all of the demo's meetings once, when they are over, so that there are figures to pass on."""
    if releases.read_kept(place).periods or not Period(*MEETINGS).is_over(now.date().isoformat()):
        return
    asked = releases.ReleaseRequest(from_=MEETINGS[0], to=MEETINGS[1], characteristic=WITHIN_PATCHES)
    releases.make_release(place, asked, now=now, who=who)


@dataclass(frozen=True)
class FirstAnswers:
    """The first answers on the demo place, each with what it may show."""

    missing: Missing
    venues: PublicFacts[list[dict[str, Any]]]
    travel: PublicFacts[list[dict[str, Any]]]
    venue_id: str
    venue_name: str


def first_answers(demo: Demo, *, now: dt.datetime) -> FirstAnswers:
    """Answer the questions: who has not been reached, which venues might do, how far is the first of them."""
    missing = representation.missing(demo.place, representation.MissingRequest(patches=demo.patches))
    found = venues.venues(demo.place, venues.VenuesRequest(needs=SHOWN_NEEDS), now=now)
    best = found.facts[0]
    way = travel.travel(demo.place, travel.TravelRequest(venue=best["id"]))
    return FirstAnswers(missing, found, way, best["id"], best["name"])


def save_demo_map(demo: Demo, answers: FirstAnswers, path: Path, *, now: dt.datetime) -> list[str]:
    """Draw the demo's map with all layers; return what was written, in words."""
    request = maps.MapRequest(layers=("assets", "missing", "travel"), venue=answers.venue_id, patches=demo.patches)
    return maps.save_map(demo.place, request, path, now=now)
