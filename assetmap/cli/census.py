"""``assetmap census``: what the categories of a place's census tables are taken for, and how to correct it."""

from __future__ import annotations

from typing import Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing
from assetmap.messages import tr, tr_count

app = typer.Typer(no_args_is_help=True)

_COLUMNS = ("characteristic", "category", "residents", "taken_for", "said_by")

Set = Annotated[
    list[str] | None,
    typer.Option("--set", help='What one is: "CENSUS CATEGORY=ours", or "=not compared". Give it again for more.'),
]
Reset = Annotated[bool, typer.Option("--reset", help="Forget what was said before: read the words again.")]


@app.command()
def show(
    characteristic: Annotated[
        str, typer.Option("--characteristic", help="Only this one, such as ethnic_group; without it all.")
    ] = "",
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """List the categories of the place's census tables and what each is taken for."""
    _emit(place, characteristic, output)


@app.command("map")
def map_categories(
    characteristic: Annotated[str, typer.Option("--characteristic", help="Which one, such as disability.")],
    said: Set = None,
    reset: Reset = False,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Say what census categories are in ours. It is kept with the place."""
    from assetmap.services import census_listing

    pairs = [text.rpartition("=") for text in said or ()]
    _check_pairs(said or [], pairs)
    meanings = {category.strip(): ours.strip() for category, _, ours in pairs}
    census_listing.correct_meanings(context.open_place(place), characteristic, meanings, anew=reset)
    _emit(place, characteristic, output)


def _check_pairs(texts: list[str], pairs: list[tuple[str, str, str]]) -> None:
    from assetmap.errors import OptionError

    for text, (category, _, ours) in zip(texts, pairs, strict=True):
        if not category.strip() or not ours.strip():
            raise OptionError(
                tr("--set '{text}': a side is missing. Expected CENSUS CATEGORY=ours. Write both sides.", text=text)
            )


def _emit(place: str, characteristic: str, output: Format) -> None:
    from assetmap.services import census_listing

    rows = census_listing.list_meanings(context.open_place(place), characteristic)
    said = [tr_count("{number} census category.", "{number} census categories.", len(rows))]
    said.append(
        tr('Correct one with: assetmap census map --characteristic NAME --set "CENSUS CATEGORY=ours"')
        if rows
        else tr("Add a table of counts with: assetmap place add NAME --population FILE")
    )
    emit_listing(rows, output=output, columns=_COLUMNS, sentences=said)
