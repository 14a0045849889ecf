"""Make a place: step by step, from files people have; each step says what works without its file."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from assetmap.config import Settings
from assetmap.messages import tr
from assetmap.model.place import PlaceSummary
from assetmap.model.text import harmless
from assetmap.render import words
from assetmap.services import workspace
from assetmap.services.progress import Progress
from assetmap.services.uploads import Upload
from assetmap.services.workspace import Place
from assetmap.web import choosing, frame, parts, place_files, state, working
from assetmap.web.place_files import PLACE_FILES, PlaceFile

_KEY = "new_place"
_STEPS = ("areas", "population", "postcodes", "streets", "timetables")
_LAST = len(_STEPS) + 1


@dataclass
class _Draft:
    """What was said so far; it stays with this window until the place is made."""

    step: int = 0
    name: str = ""
    files: dict[str, tuple[Upload, ...]] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)


def show(place: Place | None) -> None:  # noqa: ARG001 - every page is given the place that is open
    """Show the page."""
    frame.title(tr("Make a place"))
    draft = _draft()
    if working.is_running(_KEY):
        working.follow(_KEY, about=_KEY)
        return
    made = working.follow(_KEY, about=_KEY)
    if made is not None:
        _show_made(made.result)
        return
    step = tr("Step {number} of {all}", number=draft.step + 1, all=_LAST + 1)
    if draft.step == 0:
        _ask_name(draft, step)
    elif draft.step < _LAST:
        _ask_file(draft, step, next(row for row in PLACE_FILES if row.name == _STEPS[draft.step - 1]))
    else:
        _ask_to_make(draft, step)


def _draft() -> _Draft:
    draft = st.session_state.setdefault(f"{_KEY}_draft", _Draft())
    assert isinstance(draft, _Draft)  # noqa: S101 - this page alone writes it
    return draft


def _heading(step: str, title: str) -> None:
    st.header(tr("{step}: {title}", step=step, title=title), anchor=False)


def _ask_name(draft: _Draft, step: str) -> None:
    _heading(step, tr("Its name"))
    parts.sentences(
        [
            tr("A place is a district, a town or a few villages. You need its areas or its streets as a file."),
            tr("All other files can come later. Everything stays on this computer."),
        ]
    )
    with st.form(f"{_KEY}_name_form", border=False):
        name = st.text_input(tr("What is the place called?"), value=draft.name, key=f"{_KEY}_name")
        go_on = st.form_submit_button(tr("Go on"), type="primary")
    if go_on:
        draft.name = name.strip()
        if any(letter.isalnum() for letter in draft.name):
            _turn_to(1)
            st.rerun()
        st.error(tr("The place has no name yet. Write one with at least a letter."))
        parts.announce(tr("The place has no name yet. Write one with at least a letter."))


def _ask_file(draft: _Draft, step: str, row: PlaceFile) -> None:
    _heading(step, tr(row.title))
    place_files.explain(row)
    _show_chosen(draft, row)
    label = tr("One more file") if draft.files.get(row.name) else tr("The file")
    turn = len(draft.files.get(row.name, ()))
    if row.several or not turn:
        chosen = choosing.choose_file(label, key=f"{_KEY}_{row.name}_{turn}", suffixes=row.suffixes)
        if chosen is not None:
            draft.files[row.name] = (*draft.files.get(row.name, ()), chosen.upload)
            parts.announce(tr("{file} was taken.", file=chosen.upload.name))
            st.rerun()
    if row.name == "areas":
        draft.extra |= {"area_id": "", "area_name": ""} | place_files.area_columns(_KEY)
    if row.name == "streets" and not draft.files.get("streets"):
        _ask_osm(draft)
    _turn_buttons(tr("Go on") if draft.files.get(row.name) else tr("Go on without it"))


def _show_chosen(draft: _Draft, row: PlaceFile) -> None:
    chosen = draft.files.get(row.name, ())
    if chosen:
        names = ", ".join(harmless(one.name) for one in chosen)
        st.success(parts.plain(tr("Taken: {names}", names=names)))
        st.button(tr("Take another instead"), key=f"{_KEY}_drop_{row.name}", on_click=_drop, args=(row.name,))


def _drop(name: str) -> None:
    _draft().files.pop(name, None)


def _ask_osm(draft: _Draft) -> None:
    with st.expander(tr("No file? Fetch them by the place's name")):
        parts.sentences([tr("This needs the internet. It tells openstreetmap.org which place you look at.")])
        draft.extra["from_osm"] = st.text_input(
            tr("The place's name on OpenStreetMap"), value=draft.extra.get("from_osm", ""), key=f"{_KEY}_osm"
        ).strip()


def _turn_buttons(on: str) -> None:
    back, forward = st.columns(2)
    step = _draft().step
    back.button(tr("Back"), key=f"{_KEY}_back", on_click=_turn_to, args=(step - 1,))
    if step < _LAST:
        forward.button(on, key=f"{_KEY}_on", type="primary", on_click=_turn_to, args=(step + 1,))


def _turn_to(step: int) -> None:
    _draft().step = max(step, 0)
    working.forget(_KEY)
    parts.announce(tr("Step {number} of {all}", number=_draft().step + 1, all=_LAST + 1))


def _ask_to_make(draft: _Draft, step: str) -> None:
    _heading(step, tr("Make it"))
    rows = [
        {"title": tr(row.title), "files": ", ".join(one.name for one in draft.files.get(row.name, ())) or _without(row)}
        for row in PLACE_FILES
        if row.name in _STEPS
    ]
    columns = (parts.Column(key="title", label=tr("Part")), parts.Column(key="files", label=tr("File")))
    parts.table(rows, columns, caption=tr("What {name} is made from", name=draft.name), key=f"{_KEY}_all")
    if not any((draft.files.get("areas"), draft.files.get("streets"), draft.extra.get("from_osm"))):
        st.warning(tr("A place needs areas or streets. Go back and choose one of them."))
    elif st.button(tr("Make the place"), key=f"{_KEY}_make", type="primary"):
        extra = {name: text for name, text in draft.extra.items() if text}
        work = partial(_make, state.settings(), draft.name, dict(draft.files), extra, state.now())
        working.begin(_KEY, tr("Making the place"), work, about=_KEY)
        st.rerun()
    _turn_buttons("")


def _without(row: PlaceFile) -> str:
    fetched = row.name == "streets" and _draft().extra.get("from_osm")
    return tr("fetched from OpenStreetMap") if fetched else tr("none")


def _make(
    settings: Settings,
    name: str,
    files: dict[str, tuple[Upload, ...]],
    extra: dict[str, str],
    now: dt.datetime,
    progress: Progress,
) -> PlaceSummary:
    with ExitStack() as stack:
        wanted = place_files.make_parts(stack, files, extra)
        return workspace.create_place(settings, name, wanted, now=now, progress=progress)


def _show_made(summary: PlaceSummary) -> None:
    """Show what the place holds; it is the open one from now on."""
    slug = workspace.make_slug(summary.name)
    st.session_state[frame.PLACE] = slug
    st.session_state.pop(f"{_KEY}_draft", None)
    parts.answer(tr("{name} is made.", name=summary.name), *words.place_sentences(summary))
    place_files.show_problems(summary, key=_KEY)
    made = state.open_place(slug)
    parts.html_link(frame.address("data", made), tr("Bring in what you know about it"))
    parts.html_link(frame.address("start", made), tr("Go to its first page"))
    st.button(tr("Make another place"), key=f"{_KEY}_again", on_click=working.forget, args=(_KEY,))
