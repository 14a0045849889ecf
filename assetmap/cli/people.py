"""``assetmap person``, ``tidy`` and ``access-log``: what is kept about people, how it is erased or deleted."""

from __future__ import annotations

from typing import Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import Format, emit_listing, emit_record
from assetmap.messages import mark, tr, tr_count

app = typer.Typer(no_args_is_help=True)

Person = Annotated[str, typer.Option("--person", help="The name or code the lists use for this person.")]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say how many are due and delete nothing.")]

_NOBODY = mark("No record has this name or code. Check how the lists write it, capitals and spaces too.")


@app.command()
def show(person: Person, place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """Show every record kept about one person. PRIVATE."""
    from assetmap.services import access_log, participation

    opened = context.open_place(place)
    access_log.note_opening(opened, access_log.ONE_PERSON, now=context.now(), who=context.who())
    rows = participation.person_rows(opened, person)
    said = [
        tr_count(
            "PRIVATE. {number} record kept about this person.",
            "PRIVATE. {number} records kept about this person.",
            len(rows),
        )
    ]
    said += [] if rows else [tr(_NOBODY)]
    emit_listing(rows, output=output, columns=("date", "event", "role", "area_id", "characteristics"), sentences=said)


@app.command()
def erase(person: Person, place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """Erase everything kept about one person, for good. Undo does not bring it back."""
    from assetmap.services import participation

    count = participation.erase_person(context.open_place(place), person, now=context.now(), who=context.who())
    said = [
        tr_count(
            "{number} record erased. That they were erased is kept, not what they were.",
            "{number} records erased. That they were erased is kept, not what they were.",
            count,
        )
    ]
    said = said if count else [tr("Nothing is kept about this person. Later lists will leave them out."), tr(_NOBODY)]
    emit_record({"erased": count}, output=output, sentences=said)


@app.command("destroy-key")
def destroy_key(
    sure: Annotated[bool, typer.Option("--sure", help="Say that you mean it: this cannot be taken back.")] = False,
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Destroy the key that turns names into codes. Nobody can then find a person's records by name."""
    from assetmap.errors import OptionError
    from assetmap.services import participation

    if not sure:
        raise OptionError(tr("person destroy-key: this cannot be taken back. Expected --sure. Add it if you mean it."))
    gone = participation.destroy_key(context.open_place(place))
    emit_record({"destroyed": gone.destroyed}, output=output, sentences=gone.sentences)


def tidy(
    dry_run: DryRun = False, place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE
) -> None:
    """Delete records of people taking part that were kept for long enough. Undo does not bring them back."""
    from assetmap.services import tidy as service

    opened = context.open_place(place)
    due = service.count_due(opened, now=context.now())
    if dry_run:
        unreleased = [f"{one.first}/{one.last}" for one in due.unreleased]
        record = {"due": due.number, "before": due.before, "log_lines": due.log_lines, "unreleased": unreleased}
        emit_record(record, output=output, sentences=due.sentences())
        return
    done = service.delete_due(opened, now=context.now(), who=context.who())
    record = {"deleted": done.deleted, "before": due.before, "log_lines": done.log_lines}
    gone = ", ".join(one.words() for one in due.unreleased)
    lost = [tr("No safe version was made of: {periods}. None can be made any more.", periods=gone)] if gone else []
    emit_record(record, output=output, sentences=[*done.sentences(), *lost])


def access_log(place: context.PlaceOption = "", output: context.RecordFormatOption = Format.TABLE) -> None:
    """Show who opened exact numbers about people, and when, newest first."""
    from assetmap.services import access_log as service

    opened = context.open_place(place)
    rows = service.read_log(opened)
    said = tr_count("{number} opening is noted.", "{number} openings are noted.", len(rows))
    kept = tr("Notes are kept for {months} months.", months=opened.settings.access_log_months)
    emit_listing(rows, output=output, columns=("when", "who", "what"), sentences=[said, kept])
