"""``assetmap record``: who keeps the records of people, and why; said, shown, and printed for people to read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing, say
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.model.on_the_record import OnTheRecord
    from assetmap.services.workspace import Place

app = typer.Typer(no_args_is_help=True)

OutFile = Annotated[Path, typer.Argument(metavar="OUT.html", help="The web page to write.")]
Large = Annotated[bool, typer.Option("--large", help="Large print: letters of 18 points instead of 12.")]
_SMALL, _LARGE = 12, 18


@app.command()
def show(place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """Show who keeps the records of people here, why, and what nobody has said yet."""
    from assetmap.services import on_the_record

    opened = context.open_place(place)
    _emit(on_the_record.read_record(opened), opened, output)


@app.command("set")
def set_answers(
    who: Annotated[
        str | None, typer.Option("--who", help="The organisation that decides how records are used.")
    ] = None,
    contact: Annotated[str | None, typer.Option("--contact", help="How people reach it about their records.")] = None,
    purpose: Annotated[str | None, typer.Option("--purpose", help="What the records are for.")] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", help="The ground in law, Article 6 of the UK GDPR, such as consent.")
    ] = None,
    condition: Annotated[
        str | None, typer.Option("--condition", help="The ground for sensitive facts, Article 9 of the UK GDPR.")
    ] = None,
    months: Annotated[
        str | None, typer.Option("--months", help="Months that a record is kept after its meeting.")
    ] = None,
    complain_to: Annotated[
        str | None, typer.Option("--complain-to", help="Who answers questions and complaints about the records.")
    ] = None,
    seen_by: Annotated[
        str | None, typer.Option("--seen-by", help="Who sees the records, inside and outside the organisation.")
    ] = None,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Say who keeps the records of people here, and why. What is not named stays as it was."""
    from assetmap.errors import OptionError
    from assetmap.model.on_the_record import RECORD_FIELDS
    from assetmap.services import on_the_record

    given = {"keeper": who, "contact": contact, "purpose": purpose, "basis": basis, "condition": condition,
             "retention_months": months, "complain_to": complain_to, "seen_by": seen_by}  # fmt: skip
    answers = {name: text for name, text in given.items() if text is not None}
    if not answers:
        options = ", ".join(row.option for row in RECORD_FIELDS)
        raise OptionError(tr("record set: nothing was said. Expected at least one of: {options}.", options=options))
    opened = context.open_place(place)
    _emit(on_the_record.save_record(opened, answers, now=context.now(), who=context.who()), opened, output)


def _emit(record: OnTheRecord, place: Place, output: Format) -> None:
    """Write every question with its answer; what is open is said first."""
    from assetmap.render.record_words import record_rows, record_sentences

    rows = record_rows(record)
    emit_listing(
        rows, output=output, columns=("option", "question", "answer"), sentences=record_sentences(record, place.name)
    )


@app.command()
def notice(out: OutFile, large: Large = False, place: context.PlaceOption = "") -> None:
    """Write the privacy notice as a web page to print: who keeps what, why, for how long, and people's rights."""
    from assetmap.services import notices

    say(*notices.save_notice(context.open_place(place), out, size=_LARGE if large else _SMALL, now=context.now()))


@app.command()
def dpia(out: OutFile, large: Large = False, place: context.PlaceOption = "") -> None:
    """Write an outline of the data protection impact assessment as a web page to print and fill in."""
    from assetmap.services import notices

    say(*notices.save_dpia(context.open_place(place), out, size=_LARGE if large else _SMALL, now=context.now()))
