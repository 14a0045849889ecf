"""One comparison of who came, as a list with what stands behind it: places, groups, or neighbours together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from assetmap.messages import tr
from assetmap.model.our_barrier import UnitWay
from assetmap.model.release import ShareView
from assetmap.model.representation import BY_CLUSTER, BY_GROUP, BY_PATCH_AND_GROUP, Label, UnitKind
from assetmap.render import barrier_words, group_words, reach_words
from assetmap.services import web_maps, workspace
from assetmap.services.representation import Missing
from assetmap.services.sources import list_sources
from assetmap.services.workspace import Place
from assetmap.web import maps, parts, state, takeaway
from assetmap.web.parts import Column

_NOT_IN_NOTES = ("ages", "vintages", "method")
_ANSWERS = {str(one) for one in Label} - {str(Label.TOO_FEW), str(Label.UNKNOWN), str(Label.NONE)}
"""Labels that say something."""
_GROUPS = {BY_GROUP, BY_PATCH_AND_GROUP}


def show(place: Place, answer: Missing, *, ways: Mapping[str, UnitWay] | None = None) -> None:
    """Show the list of a comparison, then how sure we are and how it was worked out.

    Parameters
    ----------
    place
        The place.
    answer
        Of either view.
    ways
        The ways to our usual meeting and home, by the id of a place; none where they were not worked out.
    """
    kind = str(answer.facts.attrs["details"]["compared_by"])
    if kind in _GROUPS:
        _groups(place, answer, with_places=kind == BY_PATCH_AND_GROUP)
    elif kind == BY_CLUSTER:
        _clusters(place, answer)
    else:
        _places(place, answer, ways or {})


def _places(place: Place, answer: Missing, ways: Mapping[str, UnitWay]) -> None:
    table = answer.facts
    in_the_way = {unit: barrier_words.in_the_way_words(way) or tr("not known") for unit, way in ways.items()}
    given_ages = table.attrs["details"].get("given_ages") or {}
    rows = [{**row, "given_ages": given_ages.get(row["area"])} for row in reach_words.rows(table, in_the_way)]
    kind = UnitKind(table.attrs["details"]["compared_by"])
    labelled = not table.attrs["details"]["no_labels_because"]
    columns = [Column(key="name", label=reach_words.unit_heading(kind))]
    columns += [Column(key="in_the_way", label=tr("What of ours may stand in the way"))] if in_the_way else []
    columns.append(Column(key="came", label=tr("Came")))
    if labelled:
        columns += [
            Column(key="expected", label=tr("We would expect")),
            Column(key="told", label=tr("What this tells us")),
            Column(key="population", label=tr("Live there")),
        ]
    parts.table(rows, columns, caption=reach_words.caption(kind, labelled=labelled), key="reach")
    sure, worked_out = reach_words.sure_and_method(
        table, answer.notes, labelled=labelled, shared=isinstance(answer, ShareView)
    )
    parts.how_sure(sure, partial(_given_ages, rows, kind) if labelled and given_ages else None)
    parts.how_worked_out([*worked_out, *about_sentences(table), *list_sources(place)])


def _given_ages(rows: Sequence[Mapping[str, Any]], kind: UnitKind) -> None:
    """Show what would be expected given the ages of those who live there: a second look, so it stands in a fold."""
    columns = (
        Column(key="name", label=reach_words.unit_heading(kind)),
        Column(key="given_ages", label=tr("Given the ages there, we would expect")),
    )
    parts.table(rows, columns, caption=tr("The same, given the ages of those who live there"), key="reach_ages_given")


def _groups(place: Place, answer: Missing, *, with_places: bool) -> None:
    columns = [
        *([Column(key="name", label=tr("Patch"))] if with_places else []),
        Column(key="group", label=tr("Group")),
        Column(key="characteristic", label=tr("What was asked")),
        Column(key="came", label=tr("Came")),
        Column(key="expected", label=tr("We would expect")),
        Column(key="told", label=tr("What this tells us")),
    ]
    told = answer.facts["label"].isin(_ANSWERS)
    if with_places and not told.all():
        _say_told(int(told.sum()), len(told))
    else:
        told[:] = True
    rows, rest = group_words.rows(answer.facts[told]), group_words.rows(answer.facts[~told])
    parts.table(rows, columns, caption=tr("Groups that came, fewer than expected first"), key="reach_groups")
    if rest:
        with st.expander(tr("Groups without an answer")):
            parts.table(rest, columns, caption=tr("Groups that came, without an answer"), key="reach_groups_rest")
    _behind(place, answer, group_words.sure(with_places=with_places))


def _say_told(told: int, number: int) -> None:
    """Say how many groups within patches have an answer, before the list of them."""
    said = (
        tr("{told} of {number} groups within patches have an answer. They stand first.", told=told, number=number)
        if told
        else tr("None of the {number} groups within patches has an answer yet.", number=number)
    )
    parts.sentences([said])


def _clusters(place: Place, answer: Missing) -> None:
    columns = [
        Column(key="name", label=tr("Neighbouring places")),
        Column(key="came", label=tr("Came")),
        Column(key="expected", label=tr("We would expect")),
        Column(key="told", label=tr("What this tells us")),
    ]
    rows = group_words.cluster_rows(answer.facts)
    parts.table(rows, columns, caption=tr("Neighbouring places that stand out together"), key="reach_clusters")
    parts.fold(tr("All areas of each"), _all_areas(place, answer.facts))
    _behind(place, answer, [group_words.cluster_method()])


def _all_areas(place: Place, table: pd.DataFrame) -> list[str]:
    """Name all areas of each cluster: its own name has the first few alone."""
    name_of = workspace.areas(place).set_index("area_id")["name"].to_dict()
    return [
        tr("{name}: {areas}.", name=row["name"], areas=", ".join(sorted(str(name_of[code]) for code in row["areas"])))
        for row in table.to_dict("records")
    ]


def _behind(place: Place, answer: Missing, sure: Sequence[str]) -> None:
    parts.how_sure(sure)
    parts.how_worked_out([*answer.notes, *about_sentences(answer.facts), *list_sources(place)])


def about_sentences(table: pd.DataFrame) -> list[str]:
    """Say of a result what the notes beside it do not: ages, the areas of the figures, the method."""
    about: Mapping[str, Any] = table.attrs["details"].get("about", {})
    return [f"{tr(reach_words.ABOUT_WORDS[key])}: {about[key]}." for key in _NOT_IN_NOTES if key in about]


def take_away(place: Place, answer: Missing) -> None:
    """Offer released figures as a spreadsheet and plain rows; those of places on a map too."""
    takeaway.offer_figures(place, answer)
    details = answer.facts.attrs["details"]
    if "group" in answer.facts or not parts.map_choice(key="reach_map"):
        return
    plain = web_maps.map_spec(place, layer=web_maps.MISSING, view=state.view())
    spec = web_maps.of_release(plain, str(details["release"]))
    alt = tr("Map of who came from where. The same figures are in the list above.")
    parts.show_map(maps.offer_map(place, spec), alt=alt)


def seats(rows: Sequence[Mapping[str, Any]]) -> None:
    """Show seats by role."""
    if rows:
        st.header(tr("Seats by role"), anchor=False)
        columns = (Column(key="role", label=tr("Role")), Column(key="seats", label=tr("Seats")))
        parts.table(
            rows, columns, caption=tr("Who sat at the table: rows on record, not different people"), key="seats"
        )
