"""``assetmap introduce``: who could introduce us to the people of a patch, or to a group."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assetmap.cli import context
from assetmap.cli.answers import prepare_engine
from assetmap.cli.output import Format, Record, emit_listing
from assetmap.errors import OptionError
from assetmap.messages import tr

COLUMNS = ("name", "kind", "where", "why")
KEYS = ("id", "name", "kind", "where", "way_there_and_back", "mode", "minutes_there", "minutes_back",
        "checked_on", "checked_by", "contact")  # fmt: skip


def introduce(
    patch: Annotated[str, typer.Option("--patch", help="One of the patches in use, by its name.")] = "",
    area: Annotated[list[str] | None, typer.Option("--area", help="An area's code. Repeat it.")] = None,
    group: Annotated[
        str, typer.Option("--group", help="CHARACTERISTIC=CATEGORY, e.g. disability=disabled: those that serve it.")
    ] = "",
    view: Annotated[
        str, typer.Option("--view", help="working, or public: only what was agreed to be shown.")
    ] = "working",
    limit: Annotated[int, typer.Option("--limit", help="At most so many.")] = 5,
    profile: Annotated[str, typer.Option("--profile", help="The kind of traveller.")] = "usual_pace",
    place: context.PlaceOption = "",
    output: context.RecordFormatOption = Format.TABLE,
) -> None:
    """Who could introduce us? The nearest assets with a way there and back, and the reasons for each."""
    from assetmap.services import introductions, timetables

    opened = context.open_place(place)
    if patch or area:
        prepare_engine(timetables.vehicles_of(opened))
    codes = tuple(code for text in area or [] for code in context.split_list(text))
    request = introductions.IntroductionRequest(
        areas=(*(introductions.patch_areas(opened, patch) if patch else ()), *codes),
        group=read_group(group),
        view=view,
        limit=limit,
        today=context.now().date(),
        profile=profile,
    )
    answer = introductions.introduce(opened, request)
    rows = [_for_reading(row) if output is Format.TABLE else row for row in answer.facts]
    emit_listing(
        rows,
        output=output,
        columns=COLUMNS if output is Format.TABLE else KEYS,
        sentences=[*introductions.answer_sentences(answer.facts, view=view), *answer.notes],
    )


def _for_reading(row: Record) -> dict[str, Any]:
    return {**row, "kind": row["kind_label"], "why": " ".join(row["reasons"])}


def read_group(text: str) -> tuple[str, str] | None:
    """Read a group as CHARACTERISTIC=CATEGORY; None for an empty text.

    Raises
    ------
    OptionError
        A side is missing.
    """
    if not text:
        return None
    characteristic, found, category = text.partition("=")
    if not found or not characteristic.strip() or not category.strip():
        raise OptionError(
            tr("--group '{text}': a side is missing. Expected CHARACTERISTIC=CATEGORY. Write both sides.", text=text)
        )
    return characteristic.strip(), category.strip()
