"""Places: make one from its files, add to it, show it, open it. All or nothing: no half place is ever left behind."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from assetmap.adapters import place_folder
from assetmap.adapters.place_folder import PlaceRecord, list_place_folders, parts_folder, read_place_file
from assetmap.adapters.store import open_store
from assetmap.config import Settings
from assetmap.errors import AssetmapError, ConflictError, NotFoundError, OptionError, OutsideError
from assetmap.messages import tr
from assetmap.model.place import LONGEST_NAME, LONGEST_SLUG, RESERVED_SLUGS, PlaceSummary
from assetmap.model.tables import AREAS
from assetmap.model.text import harmless, plain_form
from assetmap.services.on_the_record import months_kept
from assetmap.services.place_building import Building, PlaceParts, build_parts, check_parts, iso_day
from assetmap.services.place_data import (
    Place,
    areas,
    cells,
    find_postcode,
    locate,
    open_register,
    origins,
    osm_features,
    population,
    postcodes,
    residents,
    settlements,
    street_graph,
)
from assetmap.services.place_summary import summarise
from assetmap.services.progress import Progress

__all__ = [
    "Place",
    "PlaceParts",
    "Progress",
    "add_to_place",
    "areas",
    "cells",
    "create_place",
    "find_postcode",
    "list_places",
    "locate",
    "make_slug",
    "open_place",
    "open_register",
    "origins",
    "osm_features",
    "place_names",
    "population",
    "postcodes",
    "residents",
    "settlements",
    "show_place",
    "street_graph",
]

_OSM_CACHE = "osm-cache"


def create_place(
    settings: Settings, name: str, parts: PlaceParts, *, now: dt.datetime, progress: Progress | None = None
) -> PlaceSummary:
    """Make a place.

    Parameters
    ----------
    settings
        Its ``home`` is the folder of all places.
    name
        As people call it; its folder is named after it.
    parts
        Areas or streets at least.
    now
        Aware, UTC.
    progress
        Called with what is being done and the share done; it may stop the work by raising CancelledError.

    Raises
    ------
    OptionError
        The name or the parts cannot be used.
    ConflictError
        There is a place of this name, or another program is making one.
    FileUnusableError, OutsideError
        A file cannot be used, or the disk or network failed. Nothing is left behind.
    """
    name, slug = _tidy_name(name), make_slug(name)
    check_parts(parts, has_areas=False, has_streets=False)
    with _on_disk(settings), place_folder.one_writer(settings.home, busy_seconds=settings.busy_seconds):
        if (settings.home / slug).exists():
            raise ConflictError(
                tr(
                    "There is already a place '{home}'. Expected a new name. Choose another, or add files to "
                    "it with: assetmap place add",
                    home=_name_of(settings.home / slug),
                )
            )
        record = PlaceRecord(name, slug, 1, made_on=iso_day(now))
        with place_folder.new_place_folder(settings.home, slug) as folder:
            _build(settings, folder, record, parts, now=now, progress=progress)
            place_folder.write_place_file(folder, record)
            open_store(
                folder, database_url=settings.database_url, schema=slug, busy_seconds=settings.busy_seconds
            ).close()
    return show_place(open_place(settings, name))


def add_to_place(
    settings: Settings, name: str, parts: PlaceParts, *, now: dt.datetime, progress: Progress | None = None
) -> PlaceSummary:
    """Add files to a place, or replace the ones it has. It stays as it was if any of them cannot be used.

    Areas and streets replace; a table of counts replaces the same table; a newer list of postcodes marks the ones
    that ended; a timetable replaces the one from a file of the same name, else it comes on top.

    Raises
    ------
    NotFoundError
        There is no such place.
    OptionError, ConflictError, FileUnusableError, OutsideError
        As for `create_place`.
    """
    if parts.is_empty():
        raise OptionError(
            tr("Nothing to add was given. Expected at least one file, such as --population FILE. Name one.")
        )
    with _on_disk(settings), place_folder.one_writer(settings.home, busy_seconds=settings.busy_seconds):
        place = open_place(settings, name)
        # What is about to be made again need not be readable.
        has_streets = bool(parts.streets or parts.from_osm) or street_graph(place, "walk") is not None
        check_parts(parts, has_areas=bool(parts.areas) or bool(len(areas(place))), has_streets=has_streets)
        old = read_place_file(place.folder)
        record = replace(old, generation=old.generation + 1, changed_on=iso_day(now))
        with place_folder.new_generation(place.folder, record) as folder:
            building = Building(settings, folder, place.folder / _OSM_CACHE, record, iso_day(now), progress)
            build_parts(building, parts)
            if parts.areas:
                _check_people_stay(place, set(building.load(AREAS)["area_id"]))
    return show_place(open_place(settings, name))


def _build(
    settings: Settings,
    folder: Path,
    record: PlaceRecord,
    parts: PlaceParts,
    *,
    now: dt.datetime,
    progress: Progress | None,
) -> None:
    data = parts_folder(folder, record.generation)
    data.mkdir()
    build_parts(Building(settings, data, folder / _OSM_CACHE, record, iso_day(now), progress), parts)


def _check_people_stay(place: Place, codes: set[str]) -> None:
    """Refuse areas that would leave records of people in areas that are no longer there."""
    register = open_register(place)
    try:
        used = set(register.attendances()["area_id"]) - {""}
    finally:
        register.close()
    lost = sorted(used - codes)
    if lost:
        raise ConflictError(
            tr(
                "{place}: people are recorded in {number} areas that the new file does not have (first: "
                "{first}). Expected the same areas. Make a new place with these areas.",
                place=place.name,
                number=len(lost),
                first=lost[0],
            )
        )


def show_place(place: Place) -> PlaceSummary:
    """Return what a place holds."""
    return summarise(place)


def list_places(settings: Settings) -> list[dict[str, Any]]:
    """Return one row a place, by name: name, slug, areas, population, postcodes, made_on, changed_on, made_up."""
    rows = []
    for folder in list_place_folders(settings.home):
        record = read_place_file(folder)
        rows.append(
            {
                "name": record.name,
                "slug": record.slug,
                "areas": record.counts.get("areas", 0),
                "population": record.counts.get("residents"),
                "postcodes": record.counts.get("postcodes", 0),
                "made_on": record.made_on,
                "changed_on": record.changed_on,
                "made_up": record.made_up,
            }
        )
    return sorted(rows, key=lambda row: str(row["name"]).casefold())


def place_names(settings: Settings) -> dict[str, str]:
    """Return the names of all places by slug, in order of name; one whose description is damaged has its folder's."""
    names = {}
    for folder in list_place_folders(settings.home):
        try:
            names[folder.name] = read_place_file(folder).name
        except OutsideError:
            names[folder.name] = folder.name
    return dict(sorted(names.items(), key=lambda pair: (pair[1].casefold(), pair[0])))


def open_place(settings: Settings, name: str = "") -> Place:
    """Open a place by its name.

    Parameters
    ----------
    settings
        Its ``place`` is taken where no name is given; else the only place there is.
    name
        As people call it, with or without accents and capitals.

    Raises
    ------
    NotFoundError
        There is no such place, or none, or several to choose from; the message names them.
    """
    folders = {folder.name: folder for folder in list_place_folders(settings.home)}
    wanted = (name or settings.place).strip()
    if wanted:
        slug = make_slug(wanted) if any(letter.isalnum() for letter in wanted) else ""
        if slug not in folders:
            raise NotFoundError(
                tr("There is no place '{wanted}'. {folders}", wanted=harmless(wanted), folders=_which(folders.values()))
            )
        return _opened(settings, folders[slug])
    if len(folders) != 1:
        which = tr("There are several places and none was named.") if folders else tr("There is no place yet.")
        raise NotFoundError(f"{which} {_which(folders.values())}")
    return _opened(settings, next(iter(folders.values())))


def _opened(settings: Settings, folder: Path) -> Place:
    record = read_place_file(folder)
    months = months_kept(record.on_the_record, settings.retention_months)
    settings = replace(settings, retention_months=months)
    return Place(record.name, record.slug, folder, record.generation, settings, record.made_up)


def _which(folders: Any) -> str:  # noqa: ANN401 - any iterable of paths
    names = [_name_of(folder) for folder in folders]
    if not names:
        return tr("Expected one. Make it with: assetmap place new NAME --areas FILE")
    return tr("Expected one of: {names}. Name one with --place.", names=", ".join(names))


def _name_of(folder: Path) -> str:
    return harmless(read_place_file(folder).name) if (folder / place_folder.PLACE_FILE).is_file() else folder.name


def _tidy_name(name: str) -> str:
    tidy = " ".join(harmless(name).split())
    if not any(letter.isalnum() for letter in tidy):
        raise OptionError(
            tr("The name '{tidy}' has no letter or digit. Expected a place's name. Write one.", tidy=tidy)
        )
    if len(tidy) > LONGEST_NAME:
        raise OptionError(
            tr(
                "The name has {number} letters. Expected at most {longest_name}. Choose a shorter one.",
                number=len(tidy),
                longest_name=LONGEST_NAME,
            )
        )
    return tidy


def make_slug(name: str) -> str:
    """Return the folder name of a place: plain letters, digits and hyphens, whatever the name holds.

    A name without any plain letter gets one made from its hash, the same each time.
    """
    slug = plain_form(name).replace(" ", "-")[:LONGEST_SLUG].strip("-")
    if not slug or slug in RESERVED_SLUGS:
        slug = f"place-{slug or hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return slug


@contextmanager
def _on_disk(settings: Settings) -> Iterator[None]:
    """Say in plain words what the disk says: full, read-only, gone."""
    try:
        yield
    except AssetmapError:
        raise
    except OSError as error:
        raise OutsideError(
            tr(
                "{home}: the place could not be written ({reason}). Expected room and the right to write. "
                "Free some space, or choose another folder with ASSETMAP_HOME.",
                home=settings.home,
                reason=error.strerror or error,
            )
        ) from error
