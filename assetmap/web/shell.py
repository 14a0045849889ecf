"""What stands around every page: navigation, the place, the words, announcements, Showing this to others."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from assetmap.messages import speak, tr
from assetmap.services.workspace import Place
from assetmap.web import frame, live, memory, parts, state, style, watch
from assetmap.web.views import ask, asset, data, have, new_place, reach, release, start, travel, venues
from assetmap.web.views import help as help_page

_SHARING = "sharing_switch"
_CHOICE = "place_choice"


def run() -> None:
    """Show the page that was chosen, inside the shell."""
    speak(state.catalogue())
    style.apply()
    names = state.place_names()
    page = st.navigation(pages(names))
    st.set_page_config(page_title=tr("{page} - assetmap", page=page.title), page_icon=_icon(), layout="wide")
    frame.turned_to(page.url_path)
    listened = st.container()
    with st.sidebar:
        _choose_place(names)
        _sharing_switch()
        parts.html_link("/plain", tr("Plain pages without JavaScript"))
    with frame.own_faults():
        page.run()
    with listened:
        live.say(parts.announced(), parts.going_on_at())
    memory.set_aside()


def pages(names: dict[str, str]) -> list[st.Page]:
    """Return the pages in the order of the questions, as one flat list; those without a place lead to Start."""

    def page(show: Callable[[Place], None], title: str, address: str, *, hidden: bool = False) -> st.Page:
        run_it = partial(_with_place, show, title, names)
        return st.Page(run_it, title=title, url_path=address, visibility="hidden" if hidden else "visible")

    return [
        st.Page(
            partial(_maybe_place, start.show, tr("Start"), names), title=tr("Start"), url_path="start", default=True
        ),
        page(have.show, tr("What have we got?"), "assets"),
        page(reach.show, tr("Who have we not reached yet?"), "reached"),
        page(travel.show, tr("Getting there, and home"), "travel"),
        page(venues.show, tr("Where and when?"), "venues"),
        page(data.show, tr("Your data"), "data"),
        st.Page(partial(_maybe_place, help_page.show, tr("Help"), names), title=tr("Help"), url_path="help"),
        page(asset.show, tr("One asset"), "asset", hidden=True),
        page(release.show, tr("Release a safe version"), "release", hidden=True),
        page(ask.show, tr("Nobody has recorded this yet"), "ask", hidden=True),
        st.Page(
            partial(_maybe_place, new_place.show, tr("Make a place"), names),
            title=tr("Make a place"),
            url_path="new",
            visibility="hidden",
        ),
    ]


def _maybe_place(show: Callable[[Place | None], None], title: str, names: dict[str, str]) -> None:
    with frame.faults(title):
        show(_opened(names))


def _with_place(show: Callable[[Place], None], title: str, names: dict[str, str]) -> None:
    with frame.faults(title):
        opened = _opened(names)
        if opened is None:
            frame.title(title)
            parts.answer(tr("There is no place yet."), tr("Open Start to make one, or to look at the demo."))
            return
        watch.for_changes(opened)
        show(opened)


def _opened(names: dict[str, str]) -> Place | None:
    slug = str(st.session_state.get(frame.PLACE, ""))
    return state.open_place(slug) if slug in names else None


def _icon() -> str:
    return str(Path(__file__).with_name("icon.png"))


def _choose_place(names: dict[str, str]) -> None:
    if not names:
        return
    asked = str(st.query_params.get(frame.PLACE, ""))
    known = [asked, asked.casefold(), st.session_state.get(frame.PLACE), state.default_place()]
    slug = next((wanted for wanted in known if wanted in names), next(iter(names)))
    st.session_state[frame.PLACE] = slug
    if len(names) > 1 and not state.sharing():
        st.session_state[_CHOICE] = slug
        st.selectbox(tr("Place"), list(names), format_func=names.__getitem__, key=_CHOICE, on_change=_chosen)
    else:
        parts.html(Markup("<p>{} <strong>{}</strong></p>").format(tr("Place:"), names[slug]))


def _chosen() -> None:
    slug = str(st.session_state[_CHOICE])
    st.query_params.clear()
    st.query_params[frame.PLACE] = st.session_state[frame.PLACE] = slug
    parts.announce(tr("Place: {name}", name=state.place_names().get(slug, slug)))


def _sharing_switch() -> None:
    st.session_state[_SHARING] = state.sharing()
    st.toggle(
        tr("Showing this to others"),
        key=_SHARING,
        on_change=_switched,
        help=tr("Turn this on before you hand the laptop round. Private facts then leave every page."),
    )


def _switched() -> None:
    state.set_sharing(on=bool(st.session_state[_SHARING]))
    parts.announce(
        tr("Showing this to others is on. Private facts are hidden.")
        if state.sharing()
        else tr("Showing this to others is off. Private facts are shown again.")
    )
