"""What each command starts from: the settings, the place, the time, the progress line."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from assetmap.cli.output import Format, say
from assetmap.config import Settings, read_settings
from assetmap.errors import NotYetError, OptionError
from assetmap.messages import tr

if TYPE_CHECKING:
    from assetmap.services.workspace import Place

Progress = Callable[[str, float], None]

PlaceOption = Annotated[
    str, typer.Option("--place", help="The place to use; without it the only one, or ASSETMAP_PLACE.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="How the answer is written.")]


def _refuse_geojson(value: Format) -> Format:
    """Refuse a map format before anything is done: a refusal after the work would hide that it was done."""
    if value is Format.GEOJSON:
        raise OptionError(tr("--format geojson: this answer has no places on a map. Expected table, json or csv."))
    return value


RecordFormatOption = Annotated[
    Format, typer.Option("--format", help="How the answer is written: table, json or csv.", callback=_refuse_geojson)
]


def _refuse_files(value: Format) -> Format:
    """Refuse shapes that are passed on as files: exact numbers about people are for the screen."""
    if value not in {Format.TABLE, Format.JSON}:
        raise OptionError(
            tr("--format {shape}: exact numbers become no file of their own. Expected table or json.", shape=str(value))
        )
    return value


PrivateFormatOption = Annotated[
    Format, typer.Option("--format", help="How the answer is written: table or json.", callback=_refuse_files)
]


def settings() -> Settings:
    """Read the settings from the environment."""
    from platformdirs import user_data_path

    return read_settings(os.environ, default_home=user_data_path("assetmap", appauthor=False))


def open_place(name: str) -> Place:
    """Open the place that was named, or the only one; one that is made up says so each time."""
    from assetmap.model.place import MADE_UP
    from assetmap.services import workspace

    place = workspace.open_place(settings(), name)
    if place.made_up:
        say(MADE_UP)
    return place


def now() -> dt.datetime:
    """Return the time now on this computer's clock, with its zone; commands pass it on.

    Nothing below reads a clock, and its day is the day of the people at the keyboard.
    """
    return dt.datetime.now(tz=dt.UTC).astimezone()


def who() -> str:
    """Return who is at the keyboard, for the history."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "not known"


@contextmanager
def progress(title: str) -> Iterator[Progress | None]:
    """Show a progress line on standard error while work runs; nothing at all where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda text, share: bar.update(task, description=text, completed=share)


def split_pairs(texts: list[str], *, option: str, between: str) -> dict[str, str]:
    """Read ``name=COL`` pairs, given one by one or with commas.

    Raises
    ------
    OptionError
        A pair lacks one of its sides.
    """
    pairs: dict[str, str] = {}
    for text in texts:
        name, found, value = text.partition(between)
        if not found or not name.strip() or not value.strip():
            raise OptionError(
                tr(
                    "{option} '{text}': a side is missing. Expected NAME{between}VALUE. Write both sides and "
                    "try again.",
                    option=option,
                    text=text,
                    between=between,
                )
            )
        pairs[name.strip()] = value.strip()
    return pairs


def split_list(text: str) -> tuple[str, ...]:
    """Read a list with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def refuse_unbuilt(**options: object) -> None:
    """Refuse options that are planned and not built, naming each.

    Raises
    ------
    NotYetError
        At least one of them was given.
    """
    given = [f"--{name.strip('_').replace('_', '-')}" for name, value in options.items() if value]
    if given:
        raise NotYetError(
            tr("{given}: not yet. Leave it out; the answer then covers everything recorded.", given=", ".join(given))
        )
