"""Who keeps the records of people, and why: plain questions, saved with the place, printed for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st
from markupsafe import Markup

from assetmap.messages import tr, tr_count
from assetmap.model.on_the_record import (
    LEAST_MONTHS,
    MOST_MONTHS,
    RECORD_FIELDS,
    OnTheRecord,
    RecordField,
)
from assetmap.model.sheet import SIZES_POINTS
from assetmap.render.record_words import ground_name, record_sentences
from assetmap.services import on_the_record
from assetmap.services.workspace import Place
from assetmap.web import notice_routes, parts, state
from assetmap.web.notice_routes import DPIA, NOTICE, NoticeWanted

TASK = "record"
"""How the address of Your data names this task."""
_KEY = "record"
_SAVED = "record_saved"
_SEEN = "record_seen"
_ROW_PIXELS = 34
_READ_OUT: Literal["collapsed"] = "collapsed"
"""A label that is read out and not seen: Streamlit reads labels out as they are typed, with every mark in them."""


def show(place: Place) -> None:
    """Show the task: what is open, the questions with what was saved, and the pages to print."""
    st.header(tr("Say who keeps these records, and why"), anchor=False)
    record = on_the_record.read_record(place)
    said = record_sentences(record, place.name)
    parts.answer(*([tr("Saved.")] if was_saved() else []), *said)
    ask(place, record)
    show_open(record)
    _print(place)


def was_saved() -> bool:
    """Tell, once, whether the run before this one saved answers."""
    return bool(st.session_state.pop(_SAVED, False))


def ask(place: Place, record: OnTheRecord) -> None:
    """Ask the questions and save the answers, here or inside another task, whose files stay with this window."""
    faults = st.container()
    answers = _form(place, record)
    seen = st.session_state.get(f"{_SEEN}_{place.slug}", record)
    st.session_state[f"{_SEEN}_{place.slug}"] = record
    if answers is not None and seen != record:
        _refuse(tr("Another window saved other answers by {who}. Nothing was saved.", who=record.saved_by), faults)
    elif answers is not None:
        _save(place, answers, faults)


def _form(place: Place, record: OnTheRecord) -> Mapping[str, str] | None:
    """Ask all questions with what was saved; return the answers when they are sent."""
    with st.form(f"{_KEY}_form", border=False):
        answers = {row.name: _ask(place, row, record.answer(row.name)) for row in RECORD_FIELDS}
        sent = st.form_submit_button(tr("Save"), type="primary")
    return answers if sent else None


def _ask(place: Place, row: RecordField, saved: str) -> str:
    """Ask one question: what is seen is markup of ours, the label that is read out is the question alone."""
    key = f"{_KEY}_{row.name}_{place.slug}"
    more = tr(row.help) if row.needed else tr("You may leave this open. {help}", help=tr(row.help))
    label = tr(row.question)
    parts.html(Markup('<p class="question"><strong>{}</strong> {}</p>').format(label, more))
    if row.choices:
        return _choose(row, saved, key)
    if row.name == "retention_months":
        months = st.number_input(label, LEAST_MONTHS, MOST_MONTHS, int(saved), key=key, label_visibility=_READ_OUT)
        return str(months)
    if row.lines > 1:
        height = 2 * _ROW_PIXELS + row.lines * _ROW_PIXELS // 2
        return st.text_area(label, saved, key=key, height=height, label_visibility=_READ_OUT) or ""
    return st.text_input(label, saved, key=key, label_visibility=_READ_OUT) or ""


def _choose(row: RecordField, saved: str, key: str) -> str:
    grounds = {one.name: one for one in row.choices}
    chosen = st.radio(
        tr(row.question),
        list(grounds),
        index=list(grounds).index(saved) if saved in grounds else None,
        format_func=lambda name: parts.plain(ground_name(grounds[name])),
        captions=[parts.plain(tr(one.meaning)) for one in row.choices],
        key=key,
        label_visibility=_READ_OUT,
    )
    return str(chosen or "")


def _refuse(said: str, spot: st.delta_generator.DeltaGenerator) -> None:
    """Say that somebody else saved meanwhile; what was typed stays, and a second press puts it in place of theirs."""
    spot.error(parts.plain(f"{said} {tr('Press Save again to put yours in place of them.')}"))
    parts.announce(said)


def _save(place: Place, answers: Mapping[str, str], spot: st.delta_generator.DeltaGenerator) -> None:
    """Save the answers; where one cannot be saved, say which on top, and keep what was typed."""
    faults = on_the_record.check_answers(answers)
    if faults:
        said = tr_count(
            "{number} answer cannot be saved. Nothing was.",
            "{number} answers cannot be saved. Nothing was.",
            len(faults),
        )
        spot.error(parts.plain(said) + "\n" + "".join(f"\n- {parts.plain(fault)}" for fault in faults.values()))
        parts.announce(said)
        return
    saved = on_the_record.save_record(place, answers, now=state.now(), who=state.who())
    st.session_state[f"{_SEEN}_{place.slug}"] = saved
    st.session_state[_SAVED] = True
    st.rerun()


def show_open(record: OnTheRecord) -> None:
    """List the questions that nobody has answered yet."""
    open_ones = on_the_record.what_is_open(record)
    if open_ones:
        st.subheader(tr("Still open"), anchor=False)
        items = Markup("").join(Markup("<li>{}</li>").format(tr(row.question)) for row in open_ones)
        parts.html(Markup("<ul>{}</ul>").format(items))
    elif record.saved_on:
        parts.sentences([tr("Last saved on {day} by {who}.", day=record.saved_on, who=record.saved_by)])


def _print(place: Place) -> None:
    st.subheader(tr("Print"), anchor=False)
    print_links(tr("Privacy notice, letters of"), NoticeWanted(place=place.slug, kind=NOTICE))
    print_links(tr("Outline of an impact assessment, letters of"), NoticeWanted(place=place.slug, kind=DPIA))


def print_links(text: str, wanted: NoticeWanted) -> None:
    """Lead to a page to print in each size; it opens beside the app, which stays as it is."""
    address = notice_routes.offer(wanted)
    links = Markup(" ").join(
        Markup('<a href="{}?size={}" target="_blank" aria-label="{} {}">{}</a>').format(address, size, text, said, said)
        for size in SIZES_POINTS
        for said in (tr("{size} points", size=size),)
    )
    parts.html(Markup('<p class="sizes">{}: {} {}</p>').format(text, links, tr("(opens a new tab)")))
