"""Release a safe version: look at the figures of a closed period, fix them for good, pass them on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Box

from assetmap.errors import OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.release import Release
from assetmap.render import release_words
from assetmap.render.release_words import TableWords
from assetmap.services import release_choices, release_sheets, releases
from assetmap.services.people_counted import meeting_kinds
from assetmap.services.release_choices import Choice
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, release_form, release_list, state
from assetmap.web.parts import Column


def show(place: Place) -> None:
    """Show the page."""
    frame.title(tr("Release a safe version"))
    frame.bands(place, private=not state.sharing())
    top = st.container()
    found = releases.list_releases(place)
    if state.sharing():
        with top:
            parts.answer(*_shared_words(place, found))
    elif not meeting_kinds(place):
        with top:
            parts.answer(tr("No meetings are in yet."), tr("Bring in a list of who came, on the page Your data."))
            parts.html_link(frame.address("data", place, task="people"), tr("Bring in a list of who came"))
    else:
        _make(place, top, found)
    release_list.show(place, found)


def _shared_words(place: Place, found: list[Release]) -> tuple[str, str]:
    if not found:
        return releases.none_to_show(place), tr("Choose another page.")
    number = tr_count(
        "There is {number} safe version to look at.", "There are {number} safe versions to look at.", len(found)
    )
    return number, tr("Show it, print it, or take it away.")


def _make(place: Place, top: Box, found: list[Release]) -> None:
    """Ask what to release, show what would be in it, release it."""
    today = state.now().date()
    open_now = release_choices.choices(place, today)
    if _just_made(found) is not None:
        with top:
            parts.answer(*_first_words(place, found, open_now, refused=False, draft=None))
        st.button(tr("Release another safe version"), key="release_another", on_click=release_form.look_on)
        return
    draft, request, refused = None, None, True
    with frame.faults():
        with st.container(border=True):
            request = release_form.ask(place, open_now)
        draft = releases.draft(place, request, today=today) if request else None
        refused = False
    with top:
        parts.answer(*_first_words(place, found, open_now, refused=refused, draft=draft))
    if draft is not None and request is not None:
        _look(draft)
        _before_you_release(place, found, draft)
        _offer(place, request, draft)


def _first_words(
    place: Place, found: list[Release], open_now: list[Choice], *, refused: bool, draft: Release | None
) -> tuple[str, ...]:
    just_made = _just_made(found)
    if just_made is not None:
        said = tr("Released: {name}.", name=release_list.name_of(just_made))
        return said, tr("These figures stay as they are. Show, print or download them below.")
    if draft is not None:
        said = tr("{name}, can be released.", name=release_list.name_of(draft))
        return said, tr("Released figures stay as they are, so look at them first.")
    if refused:
        return tr("This cannot be released."), tr("Choose other days.")
    if open_now:
        return tr("Choose the first and the last day."), tr("The last day has to be over.")
    return _nothing_open(place, found)


def _just_made(found: list[Release]) -> Release | None:
    """Return what this window released last, until another is asked for."""
    return next((one for one in found if one.release_id == st.session_state.get(release_form.DONE)), None)


def _nothing_open(place: Place, found: list[Release]) -> tuple[str, ...]:
    """Say that no half-year is left, and from when on the next one can be released."""
    said = tr("Every half-year that is over is released.") if found else tr("No half-year with meetings is over yet.")
    coming = release_choices.not_over(place, state.now().date())
    if coming is None:
        return said, tr("Bring in newer meetings, or choose other days.")
    return said, tr("{period} can be released once it is over.", period=coming.words())


def _look(draft: Release) -> None:
    """Show the figures as they would be fixed, and what is held back."""
    st.header(tr("What is in it"), anchor=False)
    parts.sentences([release_sheets.meetings_sentence(draft)])
    tables = release_sheets.say_tables(draft)
    for number, table in enumerate(tables):
        _table(table, number, titled=len(tables) > 1)
    parts.how_sure(_once(table.sure for table in tables))
    parts.how_worked_out(_once(table.method for table in tables))
    st.header(tr("What is held back, and why"), anchor=False)
    parts.sentences(release_words.held_back_words(draft.held_back))


def _table(table: TableWords, number: int, *, titled: bool) -> None:
    if titled:
        st.subheader(table.heading, anchor=False)
    parts.sentences(table.said)
    columns = [Column(key=key, label=label) for key, label in table.columns.items()]
    parts.table(table.rows, columns, caption=table.caption, key=f"release_table_{number}")


def _once(said: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(sentence for one in said for sentence in one))


def _before_you_release(place: Place, found: list[Release], draft: Release) -> None:
    others = releases.other_kinds(place, draft)
    with_it = ", ".join(tr(kind) for kind in others)
    st.header(tr("Before you release"), anchor=False)
    parts.sentences(
        [
            *release_sheets.too_many_places(draft, fixed=bool(found)),
            "" if found else tr("After this, the patches are fixed: figures for others would give small numbers away."),
            tr("These figures stay as they are. Corrections appear in the next review."),
            tr("Meetings of these days for other people are released with it: {kinds}.", kinds=with_it)
            if others
            else "",
            tr("No other period may share a day with this one."),
        ]
    )


def _offer(place: Place, request: ReleaseRequest, draft: Release) -> None:
    """Offer to release what was looked at; the tick belongs to these figures, and other figures need another."""
    figures = hashlib.sha256(repr((draft.tables, draft.held_back, draft.unit_of)).encode()).hexdigest()[:16]
    looked = st.checkbox(
        tr("I have looked at these figures. They will stay as they are."), key=f"release_looked_{figures}"
    )
    with frame.faults():
        if st.button(tr("Release"), key="release_now", type="primary"):
            if not looked:
                raise OptionError(
                    tr("Nothing was released. Look at the figures, tick the box above, then press again.")
                )
            made = releases.make_release(place, request, now=state.now(), who=state.who())
            st.session_state[release_form.DONE] = made.release_id
            parts.announce(tr("Released: {name}.", name=release_list.name_of(made)))
            st.rerun()
