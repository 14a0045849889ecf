"""Start: pick or make a place, what is loaded, what to do next."""

from __future__ import annotations

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.asset import ASSET_KIND_BY_NAME
from assetmap.model.place import PlaceSummary
from assetmap.render import words
from assetmap.services import asset_list, demo, place_summary, tidy, workspace
from assetmap.services.representation_sharing import patches_fixed
from assetmap.services.sources import list_sources
from assetmap.services.workspace import Place
from assetmap.web import frame, on_the_record, parts, state
from assetmap.web.notice_routes import NOTICE, NoticeWanted
from assetmap.web.parts import Column

_NEXT_PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "assets": ("data", {"task": "assets"}),
    "population": ("data", {"task": "files"}),
    "people": ("data", {"task": "people"}),
    "reached": ("reached", {}),
}
"""Where each next step is taken: the page, and what its address names."""


def show(place: Place | None) -> None:
    """Show the page."""
    if place is None:
        _welcome()
    else:
        _place(place)
    if place is None or not state.sharing():
        _places(place)
    _your_data(place)


def _place(place: Place) -> None:
    summary = asset_list.show_place_as(place, state.view())
    frame.title(summary.name)
    frame.bands(place, private=False)
    _answer(place, summary)
    if not state.sharing():
        _due(place)
    _questions(place, summary)
    _loaded(place, summary)


def _answer(place: Place, summary: PlaceSummary) -> None:
    """Say what the place holds and what to do next, as the way to the page where it is done."""
    *said, last = words.place_sentences(summary, public=state.sharing())
    step, _ = words.place_next(summary, public=state.sharing())
    page, task = _NEXT_PAGES.get(step, ("", {}))
    parts.answer(*said, *([] if page else [last]))
    if page:
        parts.html_link(frame.address(page, place, **task), last)


def _welcome() -> None:
    frame.title(tr("Start"))
    frame.bands(None, private=False)
    parts.answer(
        tr("See what a community has, who has not been reached yet, and who can get to a meeting."),
        tr("There is no place here yet. Look at the demo first, or make your own."),
    )
    _offer_demo(first=True)


def _offer_demo(*, first: bool) -> None:
    """Offer to make the demo place; it is made here and now, which takes a few seconds."""
    if st.button(tr("Make the demo place"), key="make_demo", type="primary" if first else "secondary"):
        with st.spinner(tr("Making the demo place. This takes a few seconds.")):
            made = demo.open_demo(state.settings(), now=state.now(), who=state.who())
        st.query_params.clear()
        st.query_params[frame.PLACE] = st.session_state[frame.PLACE] = made.place.slug
        parts.announce(tr("The demo place is ready."))
        st.rerun()


def _due(place: Place) -> None:
    due = tidy.count_due(place, now=state.now())
    if due.is_anything:
        parts.sentences(due.sentences())
        parts.html_link(frame.address("data", place), tr("Look at them, and delete them, on Your data"))


def _questions(place: Place, summary: PlaceSummary) -> None:
    """Lead to each question, with what can be answered now."""
    assets = sum(summary.assets.values())
    shared = state.sharing()
    known = tr_count("{number} asset is on the list.", "{number} assets are on the list.", assets)
    if shared and not assets:
        known = tr(words.NOTHING_AGREED)
    to_ask = tr("Print what to ask.") if shared else tr("Print what to ask, type it back.")
    rows = [
        {"page": "assets", "question": tr("What have we got?"), "now": known},
        {"page": "reached", "question": tr("Who have we not reached yet?"), "now": _people(place, summary)},
        {"page": "travel", "question": tr("Getting there, and home"), "now": _streets(summary)},
        {"page": "venues", "question": tr("Where and when?"), "now": _venues(summary)},
        {"page": "ask", "question": tr("Nobody has recorded this yet"), "now": to_ask},
    ]
    if not shared:
        now = tr("Bring in a list, correct it, take it back.")
        rows.append({"page": "data", "question": tr("Your data"), "now": now})
    columns = (
        Column(key="question", label=tr("Question"), link=lambda row: frame.address(row["page"], place)),
        Column(key="now", label=tr("What is here now")),
    )
    parts.table(rows, columns, caption=tr("What you can do here"), key="questions")


def _people(place: Place, summary: PlaceSummary) -> str:
    """Say how many people are on record; to others, whether there is anything to look at: that number is not fixed."""
    if state.sharing():
        fixed = patches_fixed(place)
        return tr("Show it, print it, or take it away.") if fixed else tr("Nothing has been released yet.")
    if not summary.people:
        return tr("Nobody has brought in who came to meetings yet.")
    if isinstance(summary.people, str):
        return tr("{few} people came to meetings, in all roles.", few=tr(summary.people).capitalize())
    return tr("About {people:,} people came to meetings, in all roles.", people=summary.people)


def _streets(summary: PlaceSummary) -> str:
    return tr("Streets are loaded.") if summary.streets else tr("No streets are loaded yet, so no travel times.")


def _venues(summary: PlaceSummary) -> str:
    number = summary.assets.get("venue", 0)
    if not number and state.sharing():
        return tr("No venue has been agreed to be shown yet.")
    if not number:
        return tr("No venue is on the list yet.")
    return tr_count("{number} venue to choose from.", "{number} venues to choose from.", number)


def _loaded(place: Place, summary: PlaceSummary) -> None:
    with st.expander(tr("What is loaded")):
        rows = [
            {"kind": tr(ASSET_KIND_BY_NAME[kind].plural), "number": f"{number:,}"}
            for kind, number in sorted(summary.assets.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
        columns = (Column(key="kind", label=tr("Kind")), Column(key="number", label=tr("How many")))
        parts.table(rows, columns, caption=tr("Assets by kind"), key="kinds")
        files = [{"file": line} for line in list_sources(place)]
        parts.table(files, (Column(key="file", label=tr("File")),), caption=tr("Files of this place"), key="files")
    if summary.problems:
        _problems(summary)


def _problems(summary: PlaceSummary) -> None:
    with st.expander(tr("Things in its files that need a look")):
        columns = (
            Column(key="value", label=tr("What we found")),
            Column(key="expected", label=tr("Expected")),
            Column(key="fix", label=tr("What to do")),
        )
        parts.table(summary.problems, columns, caption=tr("Things to look at"), key="problems")


def _places(place: Place | None) -> None:
    """List the places where there are several, with the ways to get another."""
    names = state.place_names()
    others = [{"slug": slug, "name": name} for slug, name in names.items() if place is None or slug != place.slug]
    if others:
        st.header(tr("Other places"), anchor=False)
        columns = (Column(key="name", label=tr("Place"), link=lambda row: f"/?{frame.PLACE}={row['slug']}"),)
        parts.table(others, columns, caption=tr("Places on this computer"), key="places")
    parts.html_link(frame.address("new"), tr("Make a place of your own"))
    if place is not None and workspace.make_slug(demo.PLACE_NAME) not in names:
        _offer_demo(first=False)


def _your_data(place: Place | None) -> None:
    folder = state.settings().home if place is None else place.folder
    copied = place_summary.is_synchronised(folder)
    with st.expander(tr("What this app does with your data"), expanded=copied):
        if copied:
            said = tr("This folder may be copied to other computers. Records about people would be copied too.")
            st.warning(parts.plain(f"{said} {tr('Choose a folder on this computer alone.')}"))
        parts.sentences(
            [
                tr("Your records stay on this computer. No page sends them anywhere."),
                tr("Names are hidden; the records are still about people."),
                tr("Encrypt this computer's disk, so that a lost laptop tells nobody anything."),
                tr("Figures to share hide small numbers and round the others."),
                *([] if state.sharing() else [tr("Your places are kept in {folder}.", folder=state.settings().home)]),
            ]
        )
        if place is not None:
            wanted = NoticeWanted(place=place.slug, kind=NOTICE)
            on_the_record.print_links(tr("What we tell people about their records, letters of"), wanted)
