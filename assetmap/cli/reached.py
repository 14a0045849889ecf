"""``assetmap nobody-yet | faces``: private lists beside the comparison, for the screen alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli import context
from assetmap.cli.answers import prepare_engine
from assetmap.cli.introductions import read_group
from assetmap.cli.output import Format, Record, emit_listing, emit_record, print_listing
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.services.people_counted import People
    from assetmap.services.reached_trend import Group
    from assetmap.services.workspace import Place

NOBODY_SHOWN = ("name", "last_home", "in_the_way", "population")
FACES_SHOWN = ("half_year", "people", "new_faces", "new_share", "regulars", "regular_share")
TREND_SHOWN = ("half_year", "count", "people", "share", "low", "high", "not_stated")

MeantFor = Annotated[str, typer.Option("--meant-for", help="Only meetings meant for these people.")]


def nobody_yet(
    start: Annotated[str, typer.Option("--from", help="First day of the period, YYYY-MM-DD.")] = "",
    end: Annotated[str, typer.Option("--to", help="Last day of the period, YYYY-MM-DD.")] = "",
    meant_for: MeantFor = "",
    ages: Annotated[str, typer.Option("--ages", help="Only these ages, such as 16-64 or 65+.")] = "",
    place: context.PlaceOption = "",
    output: context.PrivateFormatOption = Format.TABLE,
) -> None:
    """List small areas that nobody has come from yet, beside the last way home. Exact and PRIVATE."""
    from assetmap.model.representation import WORKING_VIEW
    from assetmap.services import nobody_yet as service
    from assetmap.services import representation, timetables

    request = representation.MissingRequest(
        view=WORKING_VIEW, meant_for=meant_for, from_=start, to=end, ages=ages
    )  # fmt: skip
    opened = context.open_place(place)
    _note(opened)
    prepare_engine(timetables.vehicles_of(opened))
    answer = service.exact_nobody_yet(opened, request)
    emit_listing(
        representation.as_records(answer),
        output=output,
        columns=NOBODY_SHOWN,
        sentences=[_band(), *answer.facts.attrs["details"]["answer"], *answer.notes],
    )


def faces(
    meant_for: MeantFor = "",
    group: Annotated[
        str, typer.Option("--group", help="CHARACTERISTIC=CATEGORY, e.g. disability=disabled: its share by half-year.")
    ] = "",
    place: context.PlaceOption = "",
    output: context.PrivateFormatOption = Format.TABLE,
) -> None:
    """Count new faces, regulars and seats by half-year: numbers, never a list of people. Exact and PRIVATE."""
    from assetmap.model.representation import WORKING_VIEW
    from assetmap.services import reached_faces, reached_trend, representation

    wanted = read_group(group)
    opened = context.open_place(place)
    _note(opened)
    request = representation.MissingRequest(view=WORKING_VIEW, meant_for=meant_for)
    people = reached_faces.read_all(opened, request)
    if wanted is not None:
        reached_trend.check_group(people, wanted)
    answer = reached_faces.exact_faces(people)
    rows, said = representation.as_records(answer), [_band(), *answer.facts.attrs["details"]["answer"], *answer.notes]
    trend, change = _trend(people, wanted) if wanted is not None else ([], [])
    if output is Format.JSON:
        seats = [{"role": role, "seats": number} for role, number in people.seats.items() if number]
        record = {"half_years": rows, "seats": seats, **({"trend": trend} if wanted is not None else {})}
        emit_record(record, output=output, sentences=[*said, *change])
        return
    print_listing(_for_reading(rows), columns=FACES_SHOWN, sentences=said)
    print_listing(answer.facts.attrs["details"]["seats"], columns=("role", "seats"), title=tr("Seats by role"))
    print_listing(_for_reading(trend), columns=TREND_SHOWN, sentences=change)


def _trend(people: People, group: Group) -> tuple[list[Record], list[str]]:
    """Return a group's share by half-year, and whether it changed, in words."""
    from assetmap.services import reached_trend, representation

    answer = reached_trend.exact_trend(people, group)
    rows: list[dict[str, Any]] = representation.as_records(answer)
    return list(rows), [*answer.facts.attrs["details"]["answer"], *answer.notes]


def _for_reading(rows: Sequence[Record]) -> list[Record]:
    """Say of each number that nobody can tell that it is not known; JSON has null there."""
    return [{key: tr("not known") if value is None else value for key, value in row.items()} for row in rows]


def _note(place: Place) -> None:
    """Note that exact figures are opened, before they are."""
    from assetmap.services import access_log

    access_log.note_opening(place, access_log.EXACT_NUMBERS, now=context.now(), who=context.who())


def _band() -> str:
    return tr("PRIVATE: exact numbers about people. Do not pass this on.")
