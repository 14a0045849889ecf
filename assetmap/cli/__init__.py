"""The command line: the same services as everywhere, as commands.

Nothing heavy is imported until a command runs, so that ``assetmap --help`` answers at once.
"""

from __future__ import annotations

import sys
import traceback
from types import TracebackType
from typing import Annotated

import typer

from assetmap import __version__
from assetmap.cli import (
    answers,
    assets,
    census,
    demo,
    imports,
    introductions,
    living,
    missing,
    patches,
    people,
    place,
    reached,
    record,
    releases,
    serve,
)
from assetmap.errors import AssetmapError, OptionError
from assetmap.messages import tr

UNUSABLE = 2
STOPPED = 130

app = typer.Typer(
    name="assetmap",
    help="What a community has, who has not been reached yet, and who can get to a meeting and home again.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(place.app, name="place", help="Make a place from files, add to it, show it.")
app.add_typer(imports.app, name="import", help="Bring in a spreadsheet or a map file.")
app.add_typer(assets.app, name="asset", help="Add or correct one asset by hand.")
app.add_typer(people.app, name="person", help="Show or erase what is kept about one person.")
app.add_typer(releases.app, name="release", help="Fix figures of a closed period, so that they can be passed on.")
app.add_typer(record.app, name="record", help="Say who keeps the records of people, and why; print it for people.")
app.add_typer(living.app, name="living", help="Places people live that no census counts. PRIVATE.")
app.add_typer(census.app, name="census", help="What census categories are taken for; correct it.")
app.add_typer(patches.app, name="patches", help="Put neighbouring areas together into patches.")
app.command("assets")(assets.assets)
app.command("undo")(assets.undo)
app.command("tidy")(people.tidy)
app.command("access-log")(people.access_log)
app.command("missing")(missing.missing)
app.command("nobody-yet")(reached.nobody_yet)
app.command("faces")(reached.faces)
app.command("travel")(answers.travel)
app.command("venues")(answers.venues)
app.command("introduce")(introductions.introduce)
app.command("map")(answers.draw_map)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)


def _show_version(value: bool) -> None:
    if value:
        print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Answer five questions for people who plan and run services together."""


def main() -> None:
    """Run a command; a fault that a person can mend is one message and exit 2, never a traceback."""
    sys.excepthook = _own_fault
    try:
        _check_arguments(sys.argv[1:])
        # Calling the app itself would put typer's own hook, with its traceback, in place of ours.
        typer.main.get_command(app)()
    except AssetmapError as error:
        print(error, file=sys.stderr)
        sys.exit(UNUSABLE)
    except KeyboardInterrupt:
        print(tr("Stopped. What was not finished was not written."), file=sys.stderr)
        sys.exit(STOPPED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        print(
            tr(
                "{filename}: {reason}. Expected to read or write there. Check the space and the permissions, "
                "then try again.",
                filename=error.filename or tr("The disk"),
                reason=error.strerror or error,
            ),
            file=sys.stderr,
        )
        sys.exit(UNUSABLE)


def _check_arguments(words: list[str]) -> None:
    """Refuse words that are not text in this computer's encoding: they could be neither kept nor shown."""
    for number, word in enumerate(words, start=1):
        if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
            raise OptionError(
                tr(
                    "Word {number} of the command is not text that can be read. Expected UTF-8. Type it "
                    "again, or rename the file.",
                    number=number,
                )
            )


def _own_fault(kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
    """Name a fault of our own by its kind and line alone: its text could hold what somebody wrote about people."""
    where = traceback.extract_tb(trace)[-1] if trace else None
    spot = f" at {where.filename}, line {where.lineno}" if where else ""
    print(
        tr(
            "assetmap met a fault of its own: {name}{spot}. What was not finished was not written. Please "
            "tell us this line and the command.",
            name=kind.__name__,
            spot=spot,
        ),
        file=sys.stderr,
    )
