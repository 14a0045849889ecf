"""``assetmap patches``: neighbouring areas put together, as proposed, as listed or as drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.services.workspace import Place

app = typer.Typer(no_args_is_help=True)

People = Annotated[
    int | None, typer.Option("--people", help="How many people come, or are hoped for; without it those on record.")
]


@app.command()
def propose(
    people: People = None,
    view: Annotated[
        str, typer.Option("--view", help="share: patches for rounded figures; working: for exact ones, PRIVATE.")
    ] = "share",
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Say how many patches so many people allow, and propose them. Nothing is written."""
    from assetmap.errors import OptionError
    from assetmap.model.representation import SHARE_VIEW, WORKING_VIEW
    from assetmap.services import access_log, patches

    if view not in {SHARE_VIEW, WORKING_VIEW}:
        raise OptionError(
            tr(
                "--view {view}: we do not know this. Expected {share_view} or {working_view}.",
                view=view,
                share_view=SHARE_VIEW,
                working_view=WORKING_VIEW,
            )
        )
    opened = context.open_place(place)
    if view == WORKING_VIEW and people is None:
        access_log.note_opening(opened, access_log.EXACT_NUMBERS, now=context.now(), who=context.who())
    proposal = patches.propose(opened, people=people, shared=view == SHARE_VIEW)
    rows = [{**row, "expected": None if row["expected"] is None else round(row["expected"], 2)}
            for row in proposal.rows]  # fmt: skip
    emit_listing(rows, output=output, columns=("area", "name", "patch", "expected"), sentences=proposal.sentences)


@app.command()
def save(
    file: Annotated[
        Path | None,
        typer.Argument(help="A CSV or XLSX list of area codes and patch names, or GeoJSON of outlines with names."),
    ] = None,
    proposed: Annotated[bool, typer.Option("--proposed", help="Keep the patches that are proposed to share.")] = False,
    people: People = None,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Keep patches with the place. They can be changed until the first figures are released."""
    from assetmap.errors import OptionError
    from assetmap.services import patches

    if proposed == (file is not None) or (people is not None and not proposed):
        raise OptionError(
            tr(
                "patches save: expected a file, or --proposed, with --people where you say how many. Give one of "
                "the two."
            )
        )
    opened = context.open_place(place)
    if file is not None:
        patches.settle_patches(opened, file)
    else:
        patches.save_proposal(opened, people=people)
    _emit(opened, output)


@app.command("list")
def list_patches(place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """Show which area is in which patch, and whether that can still be changed."""
    _emit(context.open_place(place), output)


def _emit(place: Place, output: Format) -> None:
    from assetmap.services import patches

    rows = patches.kept_rows(place)
    emit_listing(rows, output=output, columns=("area", "name", "patch"), sentences=patches.kept_sentences(place))
