"""Start: pick or make a place, what is loaded, what to do next."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME
from assetmap.model.place import PlaceSummary
from assetmap.render import words
from assetmap.services import demo, workspace
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, state
from assetmap.web.parts import Column


def show(place: Place | None) -> None:
    """Show the page."""
    if place is None:
        _welcome()
        return
    summary = workspace.show_place(place)
    frame.title(summary.name)
    frame.bands(place, private=False)
    parts.answer(*words.place_sentences(summary))
    _questions(place, summary)
    _loaded(summary)
    _other_places()


def _welcome() -> None:
    frame.title(tr("Start"))
    parts.answer(
        tr("See what a community has, who has not been reached yet, and who can get to a meeting."),
        tr("There is no place here yet. Look at the demo first, or make your own."),
    )
    if st.button(tr("Make the demo place"), key="make_demo", type="primary"):
        with st.spinner(tr("Making the demo place. This takes a few seconds.")):
            made = demo.open_demo(state.settings(), now=state.now(), who=state.who())
        st.session_state[frame.PLACE] = made.place.slug
        parts.announce(tr("The demo place is ready."))
        st.rerun()
    _other_places()


def _questions(place: Place, summary: PlaceSummary) -> None:
    """Lead to each question, with what can be answered now."""
    assets = tr_count("{number} asset", "{number} assets", sum(summary.assets.values()))
    rows = [
        {"page": "assets", "question": tr("What have we got?"), "now": assets},
        {"page": "reached", "question": tr("Who have we not reached yet?"), "now": _people(summary)},
        {"page": "travel", "question": tr("Getting there, and home"), "now": _streets(summary)},
        {"page": "venues", "question": tr("Where and when?"), "now": tr("Ask which venues have what people need.")},
        {"page": "data", "question": tr("Your data"), "now": tr("Bring in a list, correct it, take it back.")},
    ]
    columns = (
        Column(key="question", label=tr("Question"), link=lambda row: frame.address(row["page"], place)),
        Column(key="now", label=tr("What is here now")),
    )
    parts.table(rows, columns, caption=tr("Five things you can do here"), key="questions")


def _people(summary: PlaceSummary) -> str:
    if not summary.people:
        return tr("Nobody has brought in who came to meetings yet.")
    return tr("About {people} people came to meetings.", people=summary.people)


def _streets(summary: PlaceSummary) -> str:
    return tr("Streets are loaded.") if summary.streets else tr("No streets are loaded yet, so no travel times.")


def _loaded(summary: PlaceSummary) -> None:
    with st.expander(tr("What is loaded")):
        rows = [
            {"kind": tr(ASSET_KIND_BY_NAME[kind].plural), "number": f"{number:,}"}
            for kind, number in sorted(summary.assets.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        columns = (Column(key="kind", label=tr("Kind")), Column(key="number", label=tr("How many")))
        parts.table(rows, columns, caption=tr("Assets by kind"), key="kinds")


def _other_places() -> None:
    parts.html_link(frame.address("new"), tr("Make a place of your own"))
