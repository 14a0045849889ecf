"""``assetmap demo``: the made-up district in the browser, or its first answers printed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assetmap.cli import context, serve, tables
from assetmap.cli.output import Format, emit_record, print_listing, say
from assetmap.errors import OptionError
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.services.demo import Demo, FirstAnswers


def demo(
    port: serve.PortOption = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the map to this HTML file and print the answers, instead of the app."),
    ] = None,
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Make the demo place if it is missing and show it in the browser. All of it is made up."""
    from assetmap.model.place import MADE_UP
    from assetmap.services import demo as service

    if out is None and output is not Format.TABLE:
        raise OptionError(tr("--format: it says how printed answers are written. Expected --out too. Name a map file."))
    with context.progress(tr("Making the demo place")) as progress:
        made = service.open_demo(context.settings(), now=context.now(), who=context.who(), progress=progress)
    if out is None:
        say(tr(MADE_UP))
        serve.run_app(port=port, open_browser=open_browser, place=service.PLACE_NAME)
        return
    _answer(made, out, output)


def _answer(made: Demo, out: Path, output: Format) -> None:
    """Print the first answers and write the map."""
    from assetmap.model.place import MADE_UP
    from assetmap.services import demo as service

    answers = service.first_answers(made, now=context.now())
    said = service.save_demo_map(made, answers, out, now=context.now())
    if output is Format.TABLE:
        _print(made, answers)
        print(*said, "", *_what_next(out), sep="\n")
        return
    say(tr(MADE_UP), *said)
    emit_record(_record(made, answers, out), output=output)


def _print(made: Demo, answers: FirstAnswers) -> None:
    """Print each question with its answer: the sentence first, the rows below."""
    from assetmap.model.place import MADE_UP
    from assetmap.render import words
    from assetmap.services import demo as service
    from assetmap.services import representation

    print(tr(MADE_UP))
    print_listing([], columns=(), sentences=["", tr("WHAT HAVE WE GOT?"), *words.place_sentences(made.summary)])
    for name, answer in made.answers:
        print_listing([], columns=(), sentences=[f"{name}: {words.import_sentences(answer)[0]}"])
    print_listing(
        representation.as_records(answers.missing),
        columns=("name", "expected", "observed", "label"),
        sentences=["", tr("WHO HAVE WE NOT REACHED YET?"), *words.missing_sentences(answers.missing)],
    )
    print_listing(
        tables.travel_rows(tables.hardest_first(answers.travel.facts)[: service.SHOWN_ROWS]),
        columns=tables.TRAVEL_COLUMNS,
        sentences=[
            *(
                "",
                tr("GETTING TO {venue}, AND HOME", venue=answers.venue_name.upper()),
                *words.travel_sentences(answers.travel),
            ),
            _shown(service.SHOWN_ROWS, len(answers.travel.facts), tr("the hardest ways first")),
        ],
    )
    print_listing(
        tables.venue_rows(answers.venues.facts[: service.SHOWN_ROWS]),
        columns=tables.VENUE_COLUMNS,
        sentences=[
            *("", tr("WHERE COULD WE MEET?"), *words.venues_sentences(answers.venues)),
            _shown(service.SHOWN_ROWS, len(answers.venues.facts), tr("those that might do first")),
        ],
    )


def _shown(number: int, whole: int, order: str) -> str:
    return tr("{number} of {whole} rows are shown here, {order}.", number=min(number, whole), whole=whole, order=order)


def _record(made: Demo, answers: FirstAnswers, out: Path) -> dict[str, Any]:
    from assetmap.model.place import MADE_UP
    from assetmap.services import representation

    return {
        "made_up": MADE_UP,
        "place": made.summary.as_record(),
        "imports": {name: answer.as_record() for name, answer in made.answers},
        "missing": representation.as_records(answers.missing),
        "travel": answers.travel.facts,
        "venues": answers.venues.facts,
        "map": str(out),
    }


def _what_next(out: Path) -> list[str]:
    program = "assetmap" if shutil.which("assetmap") else sys.argv[0]
    return [
        tr("Next: open {out} in a browser.", out=out),
        tr("Then try: {program} assets --place Demo --kind time_bank", program=program),
        tr("Or make your own place: {program} place new --help", program=program),
    ]
