"""``assetmap import``: assets and taking part, from the files people have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing, emit_record
from assetmap.errors import OptionError
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.model.imports import ImportAnswer

app = typer.Typer(no_args_is_help=True)

SHOWN_PROBLEMS = 20

Sheet = Annotated[str, typer.Option("--sheet", help="The sheet or layer to read.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", help="Which column holds what: name=COL,postcode=COL. It is remembered."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen and write nothing.")]


@app.command()
def assets(
    file: Annotated[Path | None, typer.Argument(help="CSV, XLSX, XLS, ODS, GeoJSON or GeoPackage.")] = None,
    sheet: Sheet = "",
    columns: Columns = None,
    dry_run: DryRun = False,
    kind: Annotated[str, typer.Option("--kind", help="The kind of every row that does not say its own.")] = "",
    source: Annotated[str, typer.Option("--source", help="The list's name; without it the file's.")] = "",
    fix_file: Annotated[
        Path | None,
        typer.Option("--fix-file", help="Write refused rows with the reason to this XLSX, to mend and load."),
    ] = None,
    drop_unrecognised: Annotated[
        bool, typer.Option("--drop-unrecognised", help="Drop columns we do not know instead of keeping them private.")
    ] = False,
    agreed_by: Annotated[str, typer.Option("--agreed-by", help="Who agreed that these may be published.")] = "",
    agreed_on: Annotated[str, typer.Option("--agreed-on", help="The day they agreed, YYYY-MM-DD.")] = "",
    from_streets: Annotated[
        bool, typer.Option("--from-streets", help="Take assets from the place's own OpenStreetMap extract.")
    ] = False,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Bring in a list of assets. The same list again changes nothing."""
    from assetmap.services import ingest

    if (file is None) != from_streets:
        raise OptionError(tr("import assets: give a FILE or --from-streets, one of the two. Choose one and try again."))
    request = ingest.AssetImport(
        path=file,
        sheet=sheet,
        columns=_columns(columns),
        dry_run=dry_run,
        kind=kind,
        source=source,
        fix_file=fix_file,
        drop_unrecognised=drop_unrecognised,
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        from_streets=from_streets,
    )
    answer = ingest.import_assets(context.open_place(place), request, now=context.now(), who=context.who())
    if fix_file is not None and answer.refused and not dry_run:
        note = tr(
            "Rows to mend are in {fix_file}. Mend them there, then: assetmap import assets {fix_file}",
            fix_file=fix_file,
        )
        answer = replace(answer, notes=(note, *answer.notes))
    _emit(answer, output)


@app.command()
def participation(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX: one row for each person at each meeting.")],
    keep: Annotated[
        list[str] | None,
        typer.Option("--keep", help='Keep a characteristic, with the reason: disability:"to see who we miss".'),
    ] = None,
    one_row_per_person: Annotated[
        bool, typer.Option("--one-row-per-person", help="Each row is a different person, as in a list of members.")
    ] = False,
    sheet: Sheet = "",
    columns: Columns = None,
    dry_run: DryRun = False,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Bring in who came to what. Postcodes become areas, names become codes, the rest is dropped."""
    from assetmap.services import participation as service

    request = service.ParticipationImport(
        path=file,
        sheet=sheet,
        columns=_columns(columns),
        keep=context.split_pairs(keep or [], option="--keep", between=":"),
        one_row_per_person=one_row_per_person,
        dry_run=dry_run,
    )
    answer = service.import_participation(context.open_place(place), request, now=context.now(), who=context.who())
    _emit(answer, output, together=True)


def _columns(texts: list[str] | None) -> dict[str, str]:
    pairs = [pair for text in texts or [] for pair in context.split_list(text)]
    return context.split_pairs(pairs, option="--columns", between="=")


def _emit(answer: ImportAnswer, output: Format, *, together: bool = False) -> None:
    """Write an import's verdict: five counts, then the rows that need a look, or one line for each fault of them."""
    from assetmap.render import words

    sentences = words.import_sentences(answer)
    if output is not Format.TABLE:
        emit_record(answer.as_record(), output=output, sentences=sentences)
        return
    problems = _faults(answer) if together else [problem.as_record() for problem in answer.problems]
    hidden = 0 if together else len(problems) - SHOWN_PROBLEMS
    more = [tr("{hidden} more rows need a look: see them all with --format json.", hidden=hidden)] if hidden > 0 else []
    more += [tr("Rows with the same fault share a line: see each with --format json.")] if together and problems else []
    emit_listing(
        problems if together else problems[:SHOWN_PROBLEMS],
        output=output,
        columns=("row", "field", "value", "expected", "fix"),
        sentences=[*sentences, *answer.notes, *more],
    )


def _faults(answer: ImportAnswer) -> list[dict[str, str]]:
    """Return what needs a look, rows with the same fault of one column in one line."""
    from assetmap.model.imports import same_faults
    from assetmap.render.problem_words import row_words, value_words

    return [
        {
            "row": row_words(one.rows),
            "field": one.field,
            "value": value_words(one.values),
            "expected": one.expected,
            "fix": one.fix,
        }
        for one in same_faults(answer.problems)
    ]
