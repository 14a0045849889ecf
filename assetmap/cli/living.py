"""``assetmap living``: places people live that no census counts. PRIVATE: a table on the screen, no file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli import context
from assetmap.cli.output import print_listing
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.model.places_people_live import PlacePeopleLive

app = typer.Typer(no_args_is_help=True)

Named = Annotated[str, typer.Argument(help="Its name, as the list says it.")]
Kind = Annotated[str, typer.Option("--kind", help="Its kind, e.g. care_home.")]
State = Annotated[str, typer.Option("--state", help="'reached', 'not yet' or 'asked us not to contact for now'.")]
ReviewOn = Annotated[str, typer.Option("--review-on", help="The day to look at it again, YYYY-MM-DD.")]
Liaison = Annotated[str, typer.Option("--liaison", help="The organisation that people there trust.")]
LastContact = Annotated[str, typer.Option("--last-contact", help="What was said last, and when.")]

_COLUMNS = ("name", "kind", "how far we are", "organisation people there trust", "what was said last")


@app.command("list")
def show_list(place: context.PlaceOption = "") -> None:
    """List places people live on the screen, reviews that are due first. PRIVATE: it is written in no file."""
    from assetmap.services import access_log
    from assetmap.services import places_people_live as service

    today = context.now().date()
    opened = context.open_place(place)
    access_log.note_opening(opened, access_log.LIVING, now=context.now(), who=context.who())
    found = service.list_places(opened, today=today)
    _print(found, [tr("PRIVATE. Do not pass this on."), *service.answer_sentences(found, today=today)])


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="What the team calls it. Never where it is.")],
    kind: Kind,
    state: State = "not yet",
    review_on: ReviewOn = "",
    liaison: Liaison = "",
    last_contact: LastContact = "",
    place: context.PlaceOption = "",
) -> None:
    """Write down one place people live. It is never located: a postcode is refused."""
    from assetmap.services import places_people_live as service

    entry = service.LivingEntry(
        name=name, kind=kind, state=state, review_on=review_on, liaison=liaison, last_contact=last_contact
    )
    new = service.add_place(context.open_place(place), entry, now=context.now(), who=context.who())
    _print([new], [tr("Written down. PRIVATE. Do not pass this on.")])


@app.command()
def change(
    named: Named,
    name: Annotated[str | None, typer.Option("--name", help="Its new name.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Its kind, e.g. care_home.")] = None,
    state: Annotated[
        str | None, typer.Option("--state", help="'reached', 'not yet' or 'asked us not to contact for now'.")
    ] = None,
    review_on: Annotated[str | None, typer.Option("--review-on", help="The day to look at it again.")] = None,
    liaison: Annotated[str | None, typer.Option("--liaison", help="The organisation that people there trust.")] = None,
    last_contact: Annotated[str | None, typer.Option("--last-contact", help="What was said last, and when.")] = None,
    place: context.PlaceOption = "",
) -> None:
    """Change what is written down about one place; an empty text wipes."""
    from assetmap.services import places_people_live as service

    given = {"name": name, "kind": kind, "state": state, "review_on": review_on, "liaison": liaison,
             "last_contact": last_contact}  # fmt: skip
    changed = {field: text for field, text in given.items() if text is not None}
    new = service.change_place(context.open_place(place), named, changed, now=context.now(), who=context.who())
    _print([new], [tr("This is written down now. PRIVATE. Do not pass this on.")])


@app.command()
def remove(named: Named, place: context.PlaceOption = "") -> None:
    """Remove one place from the list. Undo brings it back."""
    from assetmap.services import places_people_live as service

    service.remove_place(context.open_place(place), named, now=context.now(), who=context.who())
    _print([], [tr("Removed. `assetmap undo` brings it back.")])


def _print(places: Sequence[PlacePeopleLive], said: Sequence[str]) -> None:
    from assetmap.services import places_people_live as service

    rows = [
        dict(
            zip(
                _COLUMNS,
                (one.name, service.kind_words(one), service.state_sentence(one), one.liaison, one.last_contact),
                strict=True,
            )
        )
        for one in places
    ]
    print_listing(rows, columns=_COLUMNS, sentences=said)
