"""``assetmap release``: fix the figures of a closed period, list what was fixed, show it again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.missing import ABOUT_KEYS, KEYS, PLACE_KEYS, SHOWN
from assetmap.cli.output import Format, Record, emit_listing, say, write_file
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.model.release import Release

app = typer.Typer(no_args_is_help=True)


@app.command()
def make(
    start: Annotated[
        str, typer.Option("--from", help="First day, YYYY-MM-DD; without it the latest closed half-year.")
    ] = "",
    end: Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")] = "",
    meant_for: Annotated[str, typer.Option("--meant-for", help="Only meetings meant for these people.")] = "",
    characteristic: Annotated[
        str, typer.Option("--characteristic", help="The one characteristic to show within patches; none without it.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be in it, and fix nothing.")] = False,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Fix the figures of a closed period. They stay as they are: look at them first with --dry-run."""
    from assetmap.render import words
    from assetmap.services import access_log, release_sheets, releases

    opened = context.open_place(place)
    request = releases.ReleaseRequest(from_=start, to=end, meant_for=meant_for, characteristic=characteristic)
    if dry_run:
        access_log.note_opening(opened, access_log.DRAFT, now=context.now(), who=context.who())
        asked, *others = releases.drafts(opened, request, today=context.now().date())
        said = [
            tr("Nothing is released: this is what it would hold. Do not pass it on."),
            *release_sheets.too_many_places(asked, fixed=bool(releases.list_releases(opened))),
            *_fixed_together(others),
        ]
    else:
        made = releases.make_releases(opened, request, now=context.now(), who=context.who())
        asked, others = made[0], []
        said = [tr("Released: {id}. These figures stay as they are.", id=one.release_id) for one in made]
    say(*said)
    _emit_release(asked, output, is_draft=dry_run)
    for one in others:
        say(release_sheets.meetings_sentence(one))
        if output is Format.TABLE:
            _emit_release(one, output, is_draft=True)
        else:
            say(*words.missing_sentences(releases.as_view(one, one.tables[0], is_draft=True)))


def _fixed_together(others: Sequence[Release]) -> list[str]:
    """Say which other meetings' figures would be fixed with those that are asked for."""
    if not others:
        return []
    kinds = ", ".join(tr(one.meant_for) for one in others)
    return [
        tr("Meetings of these days for other people would be fixed with it: {kinds}. Look at them too.", kinds=kinds)
    ]


def _emit_release(release: Release, output: Format, *, is_draft: bool) -> None:
    """Write the tables of a release; what is no table for the screen gets its places alone."""
    from assetmap.services import releases

    for table in release.tables if output is Format.TABLE else release.tables[:1]:
        _emit(releases.as_view(release, table, is_draft=is_draft), output)


@app.command("list")
def list_all(place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """List what was released: period, whom it is about, when."""
    from assetmap.services import releases

    opened = context.open_place(place)
    rows = releases.summaries(opened)
    said = (
        releases.missing_sentences(opened)
        if rows
        else [tr("Nothing is released yet. Next: assetmap release make --dry-run")]
    )
    emit_listing(
        rows,
        output=output,
        columns=("release", "period", "meant_for", "released_on", "tables", "held_back", "file"),
        sentences=said,
    )


@app.command()
def show(
    release: Annotated[str, typer.Argument(help="Its id, as `assetmap release list` gives it.")],
    by: Annotated[str, typer.Option("--by", help="Which of its tables: patch, area, group or patch-and-group.")] = "",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Write it: all of it (.html, .xlsx), or the table that --by names (.csv, .geojson)."
        ),
    ] = None,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Show released figures again, or write them to a file."""
    from assetmap.services import missing_files, release_sheets, releases

    opened = context.open_place(place)
    found = releases.read_release(opened, release)
    if out is not None:
        write_file(out, release_sheets.write(opened, found, out.suffix.casefold(), by=by), suffix=out.suffix)
        say(tr("Wrote {path}.", path=out))
        return
    view = releases.as_view(found, releases.table_of(found, by))
    _emit(view, output, missing_files.records(opened, view))


def _emit(view: object, output: Format, rows: Sequence[Record] | None = None) -> None:
    from assetmap.model.release import ShareView
    from assetmap.render import words
    from assetmap.services import representation

    assert isinstance(view, ShareView)  # noqa: S101 - said once for the type checker: a release is nothing else
    kind = str(view.facts.attrs["details"].get("compared_by", ""))
    keys = KEYS.get(kind, PLACE_KEYS)
    emit_listing(
        representation.as_records(view) if rows is None else rows,
        output=output,
        columns=SHOWN.get(kind, PLACE_KEYS[1:]) if output is Format.TABLE else (*keys, *ABOUT_KEYS),
        sentences=words.missing_sentences(view),
    )
