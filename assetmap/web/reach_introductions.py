"""Who could introduce us, for one place or group of a comparison: those that fewer people came from stand first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from assetmap.messages import tr
from assetmap.model.census_groups import THE_REST
from assetmap.model.participation import NOT_STATED
from assetmap.model.representation import BY_CLUSTER, BY_GROUP, BY_PATCH_AND_GROUP, Label
from assetmap.render import group_words, reach_words
from assetmap.services.introduction_choice import knows_group
from assetmap.services.reached_units import areas_of
from assetmap.services.representation import Missing
from assetmap.services.workspace import Place
from assetmap.web import introductions, parts

SPOT = "introduce"
"""Where this part begins on its page, for a link that leads to it."""
_TO = "introduce_to"
_FEWER = {str(Label.FEWER), str(Label.MUCH_FEWER)}
_Wanted = tuple[str, tuple[str, ...], tuple[str, str] | None]
"""A title, the codes of areas, and a group."""
_Found = tuple[list[_Wanted], bool]
"""What can be asked about, and whether fewer people came from the first of it."""


def show(place: Place, answer: Missing) -> None:
    """Ask for which place or group, and show who could introduce us there."""
    wanted, is_fewer = _wanted(place, answer)
    _show(place, wanted, first=is_fewer)


def of_areas(place: Place, areas: Mapping[str, tuple[str, ...]]) -> None:
    """Ask for which of some areas, by name, and show who could introduce us there, as `show` does."""
    _show(place, [(name, codes, None) for name, codes in areas.items()], first=True)


def _show(place: Place, wanted: Sequence[_Wanted], *, first: bool) -> None:
    if not wanted:
        return
    parts.html(Markup('<div id="{}"></div>').format(SPOT))
    st.header(tr("Who could introduce us"), anchor=False)
    by_title = {title: (title, areas, group) for title, areas, group in wanted}
    if st.session_state.get(_TO) not in by_title:  # another look asked for others, or for nobody
        st.session_state.pop(_TO, None)
    chosen = st.selectbox(
        tr("To whom?"),
        list(by_title),
        index=0 if first else None,
        placeholder=tr("Choose one"),
        format_func=parts.option,
        key=_TO,
        help=tr("Places and groups that fewer people came from stand first."),
    )
    if chosen is None:
        return
    title, areas, group = by_title.get(str(chosen), wanted[0])
    introductions.show(place, areas, title, group)


def _wanted(place: Place, answer: Missing) -> _Found:
    kind = str(answer.facts.attrs["details"]["compared_by"])
    if kind in {BY_GROUP, BY_PATCH_AND_GROUP}:
        return _groups(place, answer, with_places=kind == BY_PATCH_AND_GROUP)
    if kind == BY_CLUSTER:
        records = answer.facts.to_dict("records")
        low = [(str(row["name"]), tuple(map(str, row["areas"])), None) for row in records if row["label"] in _FEWER]
        return [*low], True
    areas, rows = areas_of(place, answer), reach_words.rows(answer.facts)
    found: list[_Wanted] = [(str(row["name"]), areas.get(str(row["area"]), ()), None) for row in rows]
    return found, any(row["fewer"] for row in rows)


def _groups(place: Place, answer: Missing, *, with_places: bool) -> _Found:
    areas = areas_of(place, answer) if with_places else {}
    rows = [row for row in answer.facts.to_dict("records") if row["group"] != NOT_STATED]
    rows.sort(key=lambda row: row["label"] not in _FEWER)
    found: list[_Wanted] = []
    is_fewer = False
    for row in rows:
        group = (str(row["characteristic"]), str(row["group"]))
        if group in THE_REST or not knows_group(group):
            continue
        title = f"{group_words.characteristic_words(group[0])}: {tr(group[1])}"
        here = areas.get(str(row.get("area", "")), ())
        is_fewer = is_fewer or (not found and row["label"] in _FEWER)
        found.append((f"{row['name']}, {title}" if with_places else title, here, group))
    return found, is_fewer
