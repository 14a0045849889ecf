"""Looks at exact figures: a comparison, new faces and regulars, places nobody has come from, places people live."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from assetmap.messages import tr
from assetmap.model.representation import BY_CLUSTER
from assetmap.render import reach_words, words
from assetmap.render.reach_words import shown_number
from assetmap.services import nobody_yet, reached_faces, representation
from assetmap.services.representation import MissingRequest
from assetmap.services.workspace import Place
from assetmap.web import parts, places_people_live, reach_barriers, reach_introductions, reach_list, reach_trend
from assetmap.web.parts import Column
from assetmap.web.reach_questions import FACES, LIVING, NOBODY_YET

Row = dict[Any, Any]


@dataclass(frozen=True)
class Look:
    """What is said on top, and what shows the rest."""

    said: tuple[str, ...]
    show: Callable[[], None]


def compared(place: Place, request: MissingRequest) -> Look:
    """Look at one comparison."""
    if request.by == BY_CLUSTER:
        with st.spinner(tr("Looking at the whole map. The first time on this computer takes some seconds.")):
            answer = representation.missing(place, request)
    else:
        answer = representation.missing(place, request)
    with st.container():  # the list below stays where it is, whatever is said of ways
        ways = reach_barriers.look(place, answer, request)

    def show() -> None:
        with st.container():
            reach_list.show(place, answer, ways=ways)
        reach_introductions.show(place, answer)

    return Look(tuple(reach_words.with_barrier(words.missing_answer(answer.facts), answer.facts, ways)), show)


def nobody(place: Place, request: MissingRequest) -> Look:
    """Look at the small areas nobody has come from, beside their last bus home."""
    with st.container():
        wanted = reach_barriers.ready(place)
    answer = nobody_yet.exact_nobody_yet(place, request)

    def show() -> None:
        rows: list[Row] = [
            {**row, "population": shown_number(row["population"])} for row in answer.facts.to_dict("records")
        ]
        of_ways = (
            Column(key="last_home", label=tr("Last bus home leaves")),
            Column(key="in_the_way", label=tr("What of ours may stand in the way")),
        )
        columns = (
            Column(key="name", label=tr("Small area")),
            *(of_ways if wanted and answer.facts.attrs["details"]["ways_known"] else ()),
            Column(key="population", label=tr("Live there")),
        )
        shown = [{**row, **{one.key: row[one.key] or None for one in of_ways}} for row in rows]
        parts.table(shown, columns, caption=tr("Small areas nobody has come from yet, most people first"), key="nobody")
        reach_introductions.of_areas(place, {str(row["name"]): (str(row["area"]),) for row in rows})
        parts.how_worked_out(list(answer.notes))

    return Look(tuple(answer.facts.attrs["details"]["answer"]), show)


def living(place: Place, request: MissingRequest) -> Look:  # noqa: ARG001 - every look is asked alike
    """Look at the places people live that no census counts."""
    said = (
        tr("No census counts people in these places well, so we never compare them."),
        tr("Write down who could introduce us there, and when to look again."),
    )
    return Look(said, partial(places_people_live.show, place))


def faces(place: Place, request: MissingRequest) -> Look:
    """Look at new faces, regulars and seats."""
    people = reached_faces.read_all(place, request)
    answer = reached_faces.exact_faces(people)

    def show() -> None:
        rows = [
            {
                "half_year": row["half_year"],
                "people": f"{row['people']:.0f}",
                "new": _part(row["new_faces"], row["new_share"]),
                "regular": _part(row["regulars"], row["regular_share"]),
            }
            for row in answer.facts.to_dict("records")
        ]
        columns = (
            Column(key="half_year", label=tr("Half-year")),
            Column(key="people", label=tr("Different people")),
            Column(key="new", label=tr("New faces")),
            Column(key="regular", label=tr("Regulars")),
        )
        parts.table(rows, columns, caption=tr("New faces and regulars by half-year"), key="faces")
        reach_list.seats(answer.facts.attrs["details"]["seats"])
        reach_trend.show(people)
        parts.how_worked_out(list(answer.notes))

    return Look(tuple(answer.facts.attrs["details"]["answer"]), show)


def _part(number: float, share: float) -> str | None:
    """Write a count with its share; None where it is not known."""
    if math.isnan(number):
        return None
    return f"{number:.0f}" if math.isnan(share) else tr("{number:.0f} ({share:.0f} in 100)", number=number, share=share)


LOOKS: dict[str, Callable[[Place, MissingRequest], Look]] = {FACES: faces, LIVING: living, NOBODY_YET: nobody}
