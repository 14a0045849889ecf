"""Release a safe version: look at the figures of a closed period, fix them for good, pass them on."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Box

from assetmap.errors import OptionError
from assetmap.messages import tr, tr_count
from assetmap.model.release import Release
from assetmap.model.representation import UnitKind
from assetmap.services import release_choices, release_days, release_sheets, releases
from assetmap.services.people_counted import meeting_kinds
from assetmap.services.release_choices import Choice
from assetmap.services.releases import ReleaseRequest
from assetmap.services.workspace import Place
from assetmap.web import frame, parts, patches, release_form, release_list, release_look, state


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
    drafts: list[Release] = []
    request, refused = None, True
    with frame.faults():
        with st.container(border=True):
            request = release_form.ask(place, open_now)
        drafts = releases.drafts(place, request, today=today) if request else []
        refused = False
    with top:
        parts.answer(*_first_words(place, found, open_now, refused=refused, draft=next(iter(drafts), None)))
    if drafts and request is not None:
        release_look.show(drafts)
        _before_you_release(place, found, drafts)
        _offer(place, request, drafts, ends_patches=_ends_patches(found, drafts[0]))


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
    cut = release_days.cut_sentences(place, state.now().date())
    is_made = bool(found or releases.missing_sentences(place))
    said = tr("Every half-year that is over is released.") if is_made else tr("No half-year with meetings is over yet.")
    said = tr("No half-year is left that can be released.") if cut else said
    coming = release_choices.not_over(place, state.now().date())
    if coming is None:
        return said, *cut, tr("Bring in newer meetings, or choose other days.")
    return said, *cut, tr("{period} can be released once it is over.", period=coming.words())


def _before_you_release(place: Place, found: list[Release], drafts: list[Release]) -> None:
    asked, *others = drafts
    with_it = ", ".join(tr(one.meant_for) for one in others)
    st.header(tr("Before you release"), anchor=False)
    parts.sentences(release_sheets.too_many_places(asked, fixed=bool(found)))
    if _ends_patches(found, asked):
        parts.html_link(
            f"{frame.address('reached', place)}#{patches.SPOT}", tr("Put areas together into patches first")
        )
    parts.sentences(
        [
            _what_is_fixed(found, asked),
            tr("These figures stay as they are. Corrections appear in the next review."),
            tr("Meetings of these days for other people are released with it: {kinds}.", kinds=with_it)
            if others
            else "",
            tr("No other period may share a day with this one."),
        ]
    )


def _what_is_fixed(found: list[Release], asked: Release) -> str:
    """Say what the first release fixes for good."""
    if found:
        return ""
    if asked.kind == UnitKind.AREA:
        return tr("After this, figures are for small areas: this place can never have patches.")
    return tr("After this, the patches are fixed: figures for others would give small numbers away.")


def _ends_patches(found: list[Release], asked: Release) -> bool:
    """Tell whether a first release of many small areas would leave no way to the patches that it wants."""
    return not found and asked.kind == UnitKind.AREA and bool(release_sheets.too_many_places(asked, fixed=False))


def _offer(place: Place, request: ReleaseRequest, drafts: list[Release], *, ends_patches: bool) -> None:
    """Offer to release what was looked at; the tick belongs to the figures of all kinds, and others need another."""
    figures = releases.figures_mark(drafts)
    looked = st.checkbox(
        tr("I have looked at these figures. They will stay as they are."), key=f"release_looked_{figures}"
    )
    agreed = not ends_patches or st.checkbox(
        tr("We want figures for small areas, and never for patches."), key=f"release_areas_{figures}"
    )
    with frame.faults():
        if st.button(tr("Release"), key="release_now", type="primary"):
            if looked and not agreed:
                raise OptionError(
                    tr("Nothing was released. Make patches first, or tick that you never want any, then press again.")
                )
            if not looked:
                raise OptionError(
                    tr("Nothing was released. Look at the figures, tick the box above, then press again.")
                )
            made, *_ = releases.make_releases(place, request, now=state.now(), who=state.who(), looked_at=figures)
            st.session_state[release_form.DONE] = made.release_id
            parts.go_on_at(parts.ANSWER)
            parts.announce(tr("Released: {name}.", name=release_list.name_of(made)))
            st.rerun()
