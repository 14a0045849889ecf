"""``assetmap travel | venues | map``: the first answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context, tables
from assetmap.cli.output import Format, emit_listing, say
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.services.workspace import Place

TRAVEL_KEYS = (
    "origin", "name", "profile", "modes", "way_there_and_back", "leave_home", "arrive", "leave_venue", "arrive_home",
    "minutes_there", "minutes_back", "minutes_away", "spare_minutes", "why",
)  # fmt: skip
VENUE_KEYS = ("rank", "name", "met", "partly", "not_recorded", "not_met", "sentence")

Modes = Annotated[str, typer.Option("--modes", help="Ways to travel, with commas: walk,wheels,drive.")]


def travel(
    venue: Annotated[str, typer.Option("--venue", help="An asset's name or id, a postcode of the place, or LAT,LON.")],
    modes: Annotated[
        str, typer.Option("--modes", help="Ways to travel, with commas: walk,wheels,drive; for a meeting also bus.")
    ] = "walk,drive",
    origins: Annotated[
        str, typer.Option("--origins", help="Where people set out from: areas, patches, postcodes, or a CSV file.")
    ] = "areas",
    profile: Annotated[str, typer.Option("--profile", help="The kind of traveller.")] = "usual_pace",
    date: Annotated[str, typer.Option("--date", help="The day of the meeting, YYYY-MM-DD.")] = "",
    start: Annotated[str, typer.Option("--start", help="When it begins, HH:MM.")] = "",
    end: Annotated[str, typer.Option("--end", help="When it ends, HH:MM.")] = "",
    overrun: Annotated[str, typer.Option("--overrun", help="Minutes it may run over.")] = "",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Show who gets there, and home again: by street, or to one meeting by bus, and what stands in the way."""
    from assetmap.render import words
    from assetmap.services import travel as service

    request = service.TravelRequest(
        venue=venue,
        modes=context.split_list(modes),
        origins=origins,
        profile=profile,
        date=date,
        start=start,
        end=end,
        overrun=overrun,
    )
    opened = context.open_place(place)
    prepare_engine(request.modes)
    answer = service.travel(opened, request, today=context.now().date())
    meant = bool(date)
    columns = tables.MEETING_COLUMNS if meant else tables.TRAVEL_COLUMNS
    emit_listing(
        tables.travel_rows(answer.facts, meeting=meant) if output is Format.TABLE else answer.facts,
        output=output,
        columns=columns if output is Format.TABLE else TRAVEL_KEYS,
        sentences=[
            *words.travel_sentences(answer),
            *answer.notes,
            *_without_vehicles(opened, request.modes, meant=meant),
        ],
    )


def _without_vehicles(place: Place, modes: tuple[str, ...], *, meant: bool) -> list[str]:
    """Say that no vehicle was asked for where a meeting was: whoever forgot --modes would take it for none."""
    from assetmap.model.meeting import TRANSIT_BY_NAME
    from assetmap.services import timetables

    offered = timetables.vehicles_of(place) if meant and not set(modes) & set(TRANSIT_BY_NAME) else ()
    if not offered:
        return []
    return [
        tr("Buses and other vehicles were not asked for. To ask: --modes {modes}", modes=",".join((*modes, *offered)))
    ]


def prepare_engine(modes: tuple[str, ...]) -> None:
    """Prepare what ways by vehicle need, and say so: the first time on a computer it takes some seconds."""
    from assetmap.model.meeting import TRANSIT_BY_NAME
    from assetmap.services import engine

    if not set(modes) & set(TRANSIT_BY_NAME):
        return
    say(tr("Preparing the engine: the first time takes some seconds."))
    with context.progress(tr("Preparing the engine")) as show:
        engine.prepare(show or (lambda _text, _share: None))


def venues(
    need: Annotated[
        list[str] | None, typer.Option("--need", help="Something the venue must offer, e.g. hearing_loop. Repeat it.")
    ] = None,
    modes: Modes = "walk,drive",
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Which venues might do: what is recorded, what to ask, how far people travel."""
    from assetmap.render import words
    from assetmap.services import engine
    from assetmap.services import venues as service

    needs = tuple(name for text in need or [] for name in context.split_list(text))
    request = service.VenuesRequest(needs=needs, modes=context.split_list(modes))
    opened = context.open_place(place)
    if service.asks_many(opened, request):
        say(tr("Preparing the engine: the first time takes some seconds."))
        engine.prepare_drives()
    answer = service.venues(opened, request, now=context.now())
    emit_listing(
        tables.venue_rows(answer.facts) if output is Format.TABLE else answer.facts,
        output=output,
        columns=tables.VENUE_COLUMNS if output is Format.TABLE else VENUE_KEYS,
        sentences=[*words.venues_sentences(answer), *answer.notes],
    )


def draw_map(
    out: Annotated[Path, typer.Argument(help="The HTML file to write.")],
    layer: Annotated[
        list[str] | None, typer.Option("--layer", help="assets, missing or travel. Repeat it; without it assets.")
    ] = None,
    venue: Annotated[
        str,
        typer.Option(
            "--venue", help="For the travel layer: an asset's name or id, a postcode of the place, or LAT,LON."
        ),
    ] = "",
    mode: Annotated[str, typer.Option("--mode", help="For the travel layer: walk or drive.")] = "walk",
    patches: Annotated[
        Path | None, typer.Option("--patches", help="For the missing layer: areas put together.")
    ] = None,
    view: Annotated[
        str, typer.Option("--view", help="working, or public: only what was agreed to be shown.")
    ] = "working",
    place: context.PlaceOption = "",
) -> None:
    """Draw a map with its table, as one HTML file that works with no internet."""
    from assetmap.services import maps

    request = maps.MapRequest(
        layers=tuple(name for text in layer or ["assets"] for name in context.split_list(text)),
        venue=venue,
        mode=mode,
        patches=patches,
        view=view,
    )
    for sentence in maps.save_map(context.open_place(place), request, out, now=context.now()):
        say(sentence)
