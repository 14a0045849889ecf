"""The proposal of patches on the page: for a number of people, with what those on record allow, to be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from assetmap.errors import NotFoundError, OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.representation import COMPARED_AT_LEAST
from assetmap.services import patches, web_maps
from assetmap.services.patches import Proposal
from assetmap.services.workspace import Place
from assetmap.web import maps, parts, state
from assetmap.web.parts import Column

_NAMES_SHOWN = 12
"""So many names of areas stand in a cell; all of them stand in the list below."""


def show(place: Place, take: Callable[[Mapping[str, str]], None]) -> None:
    """Show what is proposed, once it is asked for: the people on record are counted for it.

    Parameters
    ----------
    place
        The place.
    take
        Keeps the patch of each area, by code.
    """
    if not st.toggle(tr("Show a proposal"), key="patches_propose"):
        return
    people = st.number_input(
        tr("How many people come, or are hoped for?"),
        min_value=1,
        max_value=patches.MOST_PEOPLE,
        value=None,
        step=1,
        help=tr("Without a number, the people on record are taken, rounded as they may be shared."),
        key="patches_people",
    )
    try:
        proposal = patches.propose(place, people=people, shared=True)
    except (NotFoundError, OptionError) as fault:
        parts.sentences([str(fault)])
        return
    parts.sentences([*proposal.sentences, *([] if people is None else patches.on_record_sentences(place, proposal))])
    if len(proposal.patches) < COMPARED_AT_LEAST:
        return
    _table(proposal)
    if parts.map_choice(key="patches_map"):
        spec = web_maps.of_proposal(web_maps.map_spec(place, view=state.view()), proposal.patch_of)
        alt = tr("Map of the patches that are proposed. The same patches are in the list above.")
        parts.show_map(maps.offer_map(place, spec), alt=alt)
    if st.button(tr("Take these patches"), key="take_proposal"):
        take(proposal.patch_of)


def _table(proposal: Proposal) -> None:
    rows = [
        {**row, "number": _areas_words(row["areas"]), "expected": f"{row['expected']:,.0f}"} for row in proposal.patches
    ]
    columns = (
        Column(key="patch", label=tr("Patch")),
        Column(key="number", label=tr("Areas")),
        Column(key="expected", label=tr("We would expect")),
    )
    parts.table(rows, columns, caption=tr("Patches that are proposed"), key="patches_proposed")
    if max(len(row["areas"]) for row in rows) > _NAMES_SHOWN and st.toggle(
        tr("Show every area of each patch"), key="patches_every_area"
    ):
        every = [{"patch": row["patch"], "areas": ", ".join(row["areas"])} for row in proposal.patches]
        named = (Column(key="patch", label=tr("Patch")), Column(key="areas", label=tr("Areas")))
        parts.table(every, named, caption=tr("Which areas are in each patch that is proposed"), key="patches_areas")


def _areas_words(areas: list[str]) -> str:
    if len(areas) <= _NAMES_SHOWN:
        return ", ".join(areas)
    return tr_count("{number} area", "{number} areas", len(areas))
