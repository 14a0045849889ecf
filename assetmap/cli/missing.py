"""``assetmap missing``: who has not been reached yet, by place, group, or neighbours together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.answers import prepare_engine
from assetmap.cli.output import Format, emit_listing, say, write_file
from assetmap.errors import OptionError
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.model.our_barrier import UnitWay
    from assetmap.services.representation import Missing, MissingRequest
    from assetmap.services.workspace import Place

PLACE_KEYS = ("area", "name", "population", "expected", "observed", "index", "label")
GROUP_KEYS = ("characteristic", "group", "population", "expected", "observed", "index", "low", "high", "label", "holds")
PATCH_GROUP_KEYS = ("area", "name", *GROUP_KEYS[:-1])
CLUSTER_KEYS = (
    "cluster", "name", "areas", "population", "expected", "observed", "relative_risk", "p_value", "label",
)  # fmt: skip
KEYS = {"group": GROUP_KEYS, "patch-and-group": PATCH_GROUP_KEYS, "cluster": CLUSTER_KEYS}
SHOWN = {
    "group": ("characteristic", "group", "expected", "observed", "index", "label"),
    "patch-and-group": ("name", "characteristic", "group", "expected", "observed", "index", "label"),
    "cluster": ("name", "expected", "observed", "relative_risk", "label"),
}
ABOUT_KEYS = ("compared_with", "catchment", "ages", "period", "vintages", "method")


def missing(
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="patch, area, group, patch-and-group, or cluster. Without it: patches if there are any, else areas.",
        ),
    ] = "",
    patches: Annotated[
        Path | None, typer.Option("--patches", help="A list that puts areas together, or outlines drawn on a map.")
    ] = None,
    view: Annotated[
        str, typer.Option("--view", help="share: what was released, small numbers hidden; working: exact and PRIVATE.")
    ] = "share",
    start: Annotated[str, typer.Option("--from", help="First day of the period, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last day of the period, YYYY-MM-DD.")] = "",
    meant_for: Annotated[str, typer.Option("--meant-for", help="Only meetings meant for these people.")] = "",
    ages: Annotated[str, typer.Option("--ages", help="Only these ages, such as 16-64 or 65+. Working view.")] = "",
    characteristic: Annotated[
        str, typer.Option("--characteristic", help="For groups: only this one, such as disability.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="The file to write: xlsx alone, which needs it.")] = None,
    place: context.PlaceOption = "",
    output: context.FormatOption = Format.TABLE,
) -> None:
    """Who have we not reached yet? Places and groups that fewer people came from than would be expected."""
    from assetmap.services import access_log, representation

    request = representation.MissingRequest(
        by=by,
        patches=patches,
        view=view,
        meant_for=meant_for,
        from_=start,
        to=end,
        ages=ages,
        characteristic=characteristic,
    )
    if out is not None and output is not Format.XLSX:
        raise OptionError(
            tr("--out {path}: only a spreadsheet is written to a file. Expected --format xlsx with it. Add that, or "
               "leave --out out and send what is printed to a file.", path=out)
        )  # fmt: skip
    opened = context.open_place(place)
    if view == "working" and output in {Format.XLSX, Format.GEOJSON}:
        raise OptionError(
            tr("--format {shape}: exact numbers and previews become no file of their own. Expected released figures. "
               "Leave --view working out, or choose table, json or csv.", shape=str(output))
        )  # fmt: skip
    if view == "working":
        access_log.note_opening(opened, access_log.EXACT_NUMBERS, now=context.now(), who=context.who())
    answer = representation.missing(opened, request)
    if output is Format.TABLE:
        _print_with_barriers(opened, answer, request)
    else:
        _emit(opened, answer, output, out)


def _print_with_barriers(place: Place, answer: Missing, request: MissingRequest) -> None:
    """Print a table; our barrier comes first where the place has a timetable and one is known."""
    from assetmap.model.release import WorkingView
    from assetmap.render import barrier_words, reach_words, words
    from assetmap.services import missing_files, reached_units, timetables

    frame, details = answer.facts, answer.facts.attrs["details"]
    kind = str(details.get("compared_by", ""))
    ways: dict[str, UnitWay] = {}
    beside: list[str] = []
    said, columns = words.missing_sentences(answer), SHOWN.get(kind, PLACE_KEYS[1:])
    if kind not in KEYS and not details.get("none_yet") and (vehicles := timetables.vehicles_of(place)):
        prepare_engine(vehicles)
        ways, beside = reached_units.ways_by_place(place, answer, request)
    bands = int(isinstance(answer, WorkingView))  # that it is PRIVATE stays on top
    emit_listing(
        [
            {**row, "in_the_way": barrier_words.in_the_way_words(ways.get(str(row.get("area"))))}
            for row in missing_files.records(place, answer)
        ],
        output=Format.TABLE,
        columns=(*columns, "in_the_way") if ways else columns,
        sentences=[*said[:bands], *reach_words.with_barrier(said[bands:], frame, ways), *beside],
    )


def _emit(place: Place, answer: Missing, output: Format, out: Path | None) -> None:
    from assetmap.render import words
    from assetmap.services import missing_files

    kind = str(answer.facts.attrs["details"].get("compared_by", ""))
    said = words.missing_sentences(answer)
    if output is Format.XLSX:
        if out is None:
            raise OptionError(tr("--format xlsx: this is a file. Expected --out FILE.xlsx. Name one."))
        write_file(out, missing_files.spreadsheet(place, answer, now=context.now()), suffix=".xlsx")
        say(*said, tr("Wrote {path}.", path=out))
        return
    if output is Format.GEOJSON:
        rows = missing_files.shapes(place, answer)
        emit_listing(rows, output=output, columns=(), sentences=said)
        return
    emit_listing(
        missing_files.records(place, answer),
        output=output,
        columns=(*KEYS.get(kind, PLACE_KEYS), *ABOUT_KEYS),
        sentences=said,
    )
