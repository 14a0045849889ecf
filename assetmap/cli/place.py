"""``assetmap place``: make a place, add to it, show it, list all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing, emit_record, print_listing
from assetmap.messages import tr, tr_count

if TYPE_CHECKING:
    from assetmap.model.place import PlaceSummary
    from assetmap.services.workspace import PlaceParts

app = typer.Typer(no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="The place's name, e.g. Newport.")]
Areas = Annotated[Path | None, typer.Option("--areas", help="Area outlines: GeoJSON, GeoPackage or Shapefile.")]
AreaId = Annotated[str, typer.Option("--area-id", help="The column with each area's code, if not recognised.")]
AreaName = Annotated[str, typer.Option("--area-name", help="The column with each area's name, if not recognised.")]
Population = Annotated[
    list[Path] | None,
    typer.Option("--population", help="Counts by area and category, CSV or XLSX. Give it again for more."),
]
PopulationMap = Annotated[
    Path | None, typer.Option("--population-map", help="A map of the counts' columns, TOML, if not recognised.")
]
Points = Annotated[Path | None, typer.Option("--points", help="Population-weighted centres of the areas.")]
Postcodes = Annotated[
    list[Path] | None, typer.Option("--postcodes", help="Code-Point Open, ONSPD, NSPL or a list with coordinates.")
]
Streets = Annotated[Path | None, typer.Option("--streets", help="An OpenStreetMap extract, .osm.pbf.")]
Timetable = Annotated[
    list[Path] | None, typer.Option("--timetable", help="A zipped GTFS timetable. Give it again for more.")
]
FromOsm = Annotated[
    str, typer.Option("--from-osm", help="Fetch boundary, streets and assets of this place name. Needs the internet.")
]


def _parts(
    areas: Path | None,
    area_id: str,
    area_name: str,
    population: list[Path] | None,
    population_map: Path | None,
    points: Path | None,
    postcodes: list[Path] | None,
    streets: Path | None,
    timetable: list[Path] | None,
    from_osm: str,
) -> PlaceParts:
    from assetmap.services.workspace import PlaceParts

    return PlaceParts(
        areas=areas,
        area_id=area_id,
        area_name=area_name,
        population=tuple(population or ()),
        population_map=population_map,
        points=points,
        postcodes=tuple(postcodes or ()),
        streets=streets,
        timetables=tuple(timetable or ()),
        from_osm=from_osm,
    )


@app.command()
def new(
    name: NameArgument,
    areas: Areas = None,
    area_id: AreaId = "",
    area_name: AreaName = "",
    population: Population = None,
    population_map: PopulationMap = None,
    points: Points = None,
    postcodes: Postcodes = None,
    streets: Streets = None,
    timetable: Timetable = None,
    from_osm: FromOsm = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Make a place from its files. Areas or streets are needed; all else can come later."""
    from assetmap.services import workspace

    parts = _parts(
        areas, area_id, area_name, population, population_map, points, postcodes, streets, timetable, from_osm
    )
    with context.progress(tr("Reading the files")) as progress:
        summary = workspace.create_place(context.settings(), name, parts, now=context.now(), progress=progress)
    _emit(summary, output)


@app.command()
def add(
    name: NameArgument,
    areas: Areas = None,
    area_id: AreaId = "",
    area_name: AreaName = "",
    population: Population = None,
    population_map: PopulationMap = None,
    points: Points = None,
    postcodes: Postcodes = None,
    streets: Streets = None,
    timetable: Timetable = None,
    from_osm: FromOsm = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Add files to a place, or replace the ones it has."""
    from assetmap.services import workspace

    parts = _parts(
        areas, area_id, area_name, population, population_map, points, postcodes, streets, timetable, from_osm
    )
    with context.progress(tr("Reading the files")) as progress:
        summary = workspace.add_to_place(context.settings(), name, parts, now=context.now(), progress=progress)
    _emit(summary, output)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="The place's name; without it the only place.")] = "",
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Show what a place holds and what is still missing from it."""
    from assetmap.services import workspace

    summary = workspace.show_place(context.open_place(name or place))
    _emit(summary, output)


@app.command("list")
def list_all(output: context.RecordFormatOption = Format.TABLE) -> None:
    """List all places on this computer."""
    from assetmap.services import workspace

    rows = workspace.list_places(context.settings())
    said = [tr_count("{number} place on this computer.", "{number} places on this computer.", len(rows))]
    if not rows:
        said.append(tr("Make one with: assetmap place new NAME --areas FILE"))
    emit_listing(rows, output=output, columns=("name", "areas", "population", "made_on", "made_up"), sentences=said)


def _emit(summary: PlaceSummary, output: Format) -> None:
    """Write what a place holds; for people its problems are a table of their own."""
    from assetmap.render import words

    record, sentences = summary.as_record(), words.place_sentences(summary)
    if output is not Format.TABLE:
        emit_record(record, output=output, sentences=sentences)
        return
    problems = record.pop("problems")
    emit_record(record, output=output, sentences=sentences)
    if problems:
        print_listing(problems, columns=("field", "value", "expected", "fix"), sentences=[tr("To look at:")])
