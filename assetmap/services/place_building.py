"""Build the parts of a place from the files a person gives: each read, checked, matched with the others, saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas as pd

from assetmap.adapters import gtfs, osm, osm_online, place_folder
from assetmap.adapters.areas import read_areas
from assetmap.adapters.census import read_population, residents_by_area
from assetmap.adapters.census_map import read_column_map
from assetmap.adapters.centroids import move_origins
from assetmap.adapters.file_checks import check_size
from assetmap.adapters.place_folder import PlaceRecord
from assetmap.adapters.postcode_problems import AREAS_WITHOUT, say_areas_without
from assetmap.adapters.postcodes import place_postcodes, read_postcodes
from assetmap.analysis.street_graph import build_graph
from assetmap.config import Settings
from assetmap.errors import FileUnusableError, OptionError, OutsideError
from assetmap.messages import mark, tr
from assetmap.model.asset import OSM_ASSET_RULES
from assetmap.model.imports import Problem
from assetmap.model.journey import STREET_MODES, Mode
from assetmap.model.place import MADE_UP_WORDS, MINIMUM_MATCHING_SHARE, OriginKind, Source
from assetmap.model.street import StreetLines
from assetmap.model.tables import AREAS, BOUNDARY, POPULATION, POSTCODES, SETTLEMENTS, TableSchema
from assetmap.services.place_ground import Bounds, bounds_of, check_on_ground
from assetmap.services.progress import Progress, Step, take_steps


@dataclass(frozen=True, kw_only=True)
class PlaceParts:
    """The files of a place. All are optional, but a place needs areas or streets."""

    areas: Path | None = None
    area_id: str = ""
    area_name: str = ""
    population: tuple[Path, ...] = ()
    population_map: Path | None = None
    points: Path | None = None
    postcodes: tuple[Path, ...] = ()
    streets: Path | None = None
    timetables: tuple[Path, ...] = ()
    from_osm: str = ""

    def is_empty(self) -> bool:
        """Return whether no file and no place name is given."""
        return not any((self.areas, self.population, self.population_map, self.points, self.postcodes, self.streets,
                        self.timetables, self.from_osm))  # fmt: skip


@dataclass
class Building:
    """A place while its parts are built.

    Attributes
    ----------
    folder
        Where the parts of the new generation are written.
    cache_folder
        Where answers from the internet are kept.
    record
        What will be ``place.toml``.
    today
        ISO day that stands beside each source.
    """

    settings: Settings
    folder: Path
    cache_folder: Path
    record: PlaceRecord
    today: str
    progress: Progress | None = None

    def load(self, schema: TableSchema) -> pd.DataFrame:
        """Return a table as it stands so far."""
        return place_folder.load_frame(self.folder, schema)

    def load_before(self, schema: TableSchema, part: str) -> pd.DataFrame:
        """Return a table that is about to be made again; one that is damaged is told and counts as empty."""
        try:
            return self.load(schema)
        except OutsideError:
            value = tr("what was there before could not be read, so nothing of it was kept")
            fix = tr("Add its other files again too: points of areas, other tables, other lists.")
            self.note(part, [], [Problem(0, part, value, tr("the file assetmap wrote"), fix)])
            return place_folder.empty_frame(schema)

    def ground_of_areas(self) -> Bounds | None:
        """Return the bounds of the areas so far; None where there are none."""
        areas = self.load(AREAS)
        if areas.empty:
            return None
        west, south, east, north = (float(bound) for bound in areas.total_bounds)
        return west, south, east, north

    def ground_of_streets(self) -> Bounds | None:
        """Return the bounds of the streets so far; None where there are none."""
        arrays = place_folder.load_graph(self.folder, Mode.WALK)
        return None if arrays is None else bounds_of(arrays["node_lon"], arrays["node_lat"])

    def save(self, schema: TableSchema, frame: pd.DataFrame) -> None:
        """Write a table."""
        place_folder.save_frame(self.folder, schema, frame)

    def note(self, part: str, names: Iterable[str], problems: Sequence[Problem], *, vintage: str = "") -> None:
        """Put sources and problems on record; a file of the same name gives up its old ones."""
        names = list(names)
        old = self.record.sources
        kept = [row for row in old if not (row["part"] == part and row["name"] in names)]
        sources = [{"part": part, **Source(name, self.today, vintage=vintage).as_record()} for name in names]
        self.record.sources = kept + sources
        self.record.problems += [{"part": part, **problem.as_record()} for problem in problems]

    def forget(self, part: str, *, sources: bool = True) -> None:
        """Take a part's problems off the record, and its sources where it is replaced."""
        self.record.problems = [row for row in self.record.problems if row["part"] != part]
        if sources:
            self.record.sources = [row for row in self.record.sources if row["part"] != part]


def check_parts(parts: PlaceParts, *, has_areas: bool, has_streets: bool) -> None:
    """Refuse parts that do not make a place, or do not go together, before any file is read."""
    if parts.streets and parts.from_osm:
        raise OptionError(tr("--streets and --from-osm both bring streets. Expected one of them. Leave one out."))
    if not (has_areas or parts.areas or has_streets or parts.streets or parts.from_osm):
        raise OptionError(
            tr(
                "A place needs areas or streets, and neither was given. Expected --areas FILE, --streets "
                "FILE.osm.pbf or --from-osm NAME. Add one of these."
            )
        )
    for option, given in (("--population", parts.population), ("--points", parts.points)):
        if given and not (has_areas or parts.areas):
            raise OptionError(
                tr(
                    "{option} belongs to areas, and the place has none. Expected --areas FILE. Add it too.",
                    option=option,
                )
            )
    if parts.population_map and not parts.population:
        raise OptionError(
            tr("--population-map says what the columns of counts are. Expected --population FILE too. Add it.")
        )
    for option, text in (("--area-id", parts.area_id), ("--area-name", parts.area_name)):
        if text and not parts.areas:
            raise OptionError(
                tr("{option} names a column of the areas file. Expected --areas FILE too. Add it.", option=option)
            )


def build_parts(building: Building, parts: PlaceParts) -> None:
    """Read all files that were given and write the place's parts; the record is filled in.

    Raises
    ------
    FileUnusableError, OptionError, NotFoundError, OutsideError
        A file cannot be used. What was written is the caller's to clear away.
    """
    steps = (
        Step(tr("Reading areas"), lambda: _build_areas(building, parts), wanted=parts.areas is not None),
        Step(tr("Reading points"), lambda: _build_points(building, parts), wanted=parts.points is not None),
        Step(tr("Reading population"), lambda: _build_population(building, parts), wanted=bool(parts.population)),
        Step(tr("Reading postcodes"), lambda: _build_postcodes(building, parts), wanted=bool(parts.postcodes)),
        Step(tr("Reading streets"), lambda: _build_streets(building, parts), wanted=parts.streets is not None),
        Step(tr("Asking OpenStreetMap"), lambda: _build_from_osm(building, parts), wanted=bool(parts.from_osm)),
        Step(tr("Reading timetables"), lambda: _build_timetables(building, parts), wanted=bool(parts.timetables)),
    )
    take_steps([*steps, Step(tr("Writing the place"), lambda: _count(building))], building.progress)


def _build_areas(building: Building, parts: PlaceParts) -> None:
    path = Path(parts.areas or "")
    read = read_areas(path, settings=building.settings, area_id=parts.area_id, area_name=parts.area_name)
    building.forget("areas")
    before = building.load_before(AREAS, "areas")
    frame = _keep_points(before, read.frame)
    _fit_population(building, path.name, frame)
    building.save(AREAS, frame)
    building.note("areas", [path.name], read.problems, vintage=read.vintage)
    building.record.areas_vintage = read.vintage
    building.record.made_up = any(word in read.description.casefold() for word in MADE_UP_WORDS)
    known = building.load(POSTCODES)
    if len(known):
        placed = place_postcodes(known, areas=frame, settings=building.settings)
        building.save(POSTCODES, placed)
        building.note("areas", [], say_areas_without(placed, frame))


def _keep_points(before: geopandas.GeoDataFrame, areas: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Keep the points that areas of the same code were given earlier."""
    given = before[before["origin_kind"] == OriginKind.WEIGHTED_CENTROID].set_index("area_id")
    has = areas["area_id"].isin(given.index)
    own = given.reindex(areas["area_id"])
    columns = {name: areas[name].where(~has, own[name].to_numpy()) for name in ("lon", "lat", "origin_kind")}
    return areas.assign(**columns)


def _fit_population(building: Building, name: str, areas: geopandas.GeoDataFrame) -> None:
    """Keep the counts of new areas that replace old ones; refuse areas that the counts do not belong to."""
    counts = building.load(POPULATION)
    if counts.empty:
        return
    fits = counts[counts["area_id"].isin(areas["area_id"])]
    share = fits["area_id"].nunique() / len(areas)
    if share < MINIMUM_MATCHING_SHARE:
        raise FileUnusableError(
            tr(
                "{name}: the place has a population for {percent:.0f} % of these areas. Expected at least "
                "{least:.0f} %. They may be areas of another place or another year: make a new place with "
                "them.",
                name=name,
                percent=100 * share,
                least=100 * MINIMUM_MATCHING_SHARE,
            )
        )
    building.save(POPULATION, fits)


def _build_points(building: Building, parts: PlaceParts) -> None:
    path = Path(parts.points or "")
    read = move_origins(path, areas=building.load(AREAS), settings=building.settings)
    building.save(AREAS, read.areas)
    building.forget("points")
    building.note("points", [path.name], read.problems)


def _build_population(building: Building, parts: PlaceParts) -> None:
    column_map = None if parts.population_map is None else read_column_map(parts.population_map)
    read = read_population(
        parts.population,
        areas=building.load(AREAS),
        areas_vintage=building.record.areas_vintage,
        before=building.load_before(POPULATION, "population"),
        settings=building.settings,
        column_map=column_map,
    )
    building.save(POPULATION, read.frame)
    given = {Path(path).name for path in parts.population}
    # What an earlier reading of the same file said is said anew by this one.
    building.record.problems = [
        row
        for row in building.record.problems
        if row["part"] != "population" or str(row["field"]).split(":", maxsplit=1)[0] not in given
    ]
    for name, vintage in read.vintages.items():
        building.note("population", [name], [], vintage=vintage)
    building.note("population", [], read.problems)


def _build_postcodes(building: Building, parts: PlaceParts) -> None:
    building.forget("postcodes", sources=False)
    before = building.load_before(POSTCODES, "postcodes")
    read = read_postcodes(parts.postcodes, areas=building.load(AREAS), before=before, settings=building.settings)
    building.save(POSTCODES, read.frame)
    # What was said when areas met the lists before is said anew for all lists together.
    building.record.problems = [row for row in building.record.problems if row["field"] != AREAS_WITHOUT]
    building.note("postcodes", [Path(path).name for path in parts.postcodes], read.problems)


def _build_streets(building: Building, parts: PlaceParts) -> None:
    path = Path(parts.streets or "")
    if path.is_file():
        check_size(path, building.settings.max_streets_bytes)
    lines = osm.read_streets(path)
    check_on_ground(path.name, mark("streets"), lines.lon, lines.lat, building.ground_of_areas())
    place_folder.save_features(building.folder, osm.read_features(path, OSM_ASSET_RULES))
    building.save(SETTLEMENTS, osm.read_settlements(path))
    _save_streets(building, lines)
    building.forget("streets")
    building.note("streets", [path.name], [])


def _build_from_osm(building: Building, parts: PlaceParts) -> None:
    settings = building.settings
    found = osm_online.fetch_place(
        parts.from_osm,
        OSM_ASSET_RULES,
        cache_folder=building.cache_folder,
        nominatim_url=settings.nominatim_url,
        overpass_url=settings.overpass_url,
        timeout_seconds=settings.network_seconds,
    )
    place_folder.save_features(building.folder, found.features)
    building.save(SETTLEMENTS, found.settlements)
    building.save(BOUNDARY, found.boundary.assign(name=parts.from_osm))
    _save_streets(building, found.streets)
    building.forget("streets")
    building.note("streets", [f"OpenStreetMap: {parts.from_osm}"], [])


def _save_streets(building: Building, lines: StreetLines) -> None:
    for mode in STREET_MODES:
        place_folder.save_graph(building.folder, mode.value, build_graph(lines, mode=mode.value).to_arrays())


def _build_timetables(building: Building, parts: PlaceParts) -> None:
    building.forget("timetable", sources=False)
    for path in map(Path, parts.timetables):
        read = gtfs.read_timetable(path, settings=building.settings)
        lon, lat = (read.tables["stops"][name].to_numpy(dtype="float64") for name in ("stop_lon", "stop_lat"))
        check_on_ground(path.name, mark("stops"), lon, lat, building.ground_of_areas() or building.ground_of_streets())
        kept = [row for row in building.record.timetables if row["source"] != read.source]
        for row in building.record.timetables:
            if row not in kept:
                place_folder.remove_timetable(building.folder, row["folder"])
        folder = str(max((int(row["folder"]) for row in building.record.timetables), default=0) + 1)
        place_folder.save_timetable(building.folder, folder, read.tables)
        facts = {
            "folder": folder,
            "source": read.source,
            "from": read.from_date.isoformat(),
            "to": read.to_date.isoformat(),
            "routes": read.routes,
            "trips": read.trips,
            "stops_served": read.stops_served,
        }
        building.record.timetables = [*kept, facts]
        building.note("timetable", [path.name], read.problems)


def _count(building: Building) -> None:
    people = residents_by_area(building.load(POPULATION))
    building.record.counts = {
        "areas": len(building.load(AREAS)),
        "postcodes": len(building.load(POSTCODES)),
        **({} if people is None else {"residents": int(people.sum())}),
    }


def iso_day(now: dt.datetime) -> str:
    """Return the day of a moment, ISO."""
    return now.date().isoformat()
