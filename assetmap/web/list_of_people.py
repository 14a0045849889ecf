"""Bring in who came: what becomes of each column is said first, in shapes alone; then every row is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from assetmap.messages import tr
from assetmap.model.on_the_record import OnTheRecord
from assetmap.services import on_the_record, participation, previews, rows_to_mend, uploads
from assetmap.services.participation import ParticipationImport
from assetmap.services.previews import Preview
from assetmap.services.progress import Progress
from assetmap.services.uploads import Upload
from assetmap.services.verdicts import CheckedAnswer
from assetmap.services.workspace import Place
from assetmap.web import choosing, lists, parts, state
from assetmap.web import on_the_record as record_form
from assetmap.web.choosing import Chosen
from assetmap.web.jobs import Work
from assetmap.web.lists import Task

_KEY = "people_list"
_NOWHERE = Path()  # the file has a place on disk while work runs, and none before
_SPREADSHEETS = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods")


def show(place: Place) -> None:
    """Show the task."""
    st.header(tr("Bring in who came"), anchor=False)
    parts.sentences(
        [
            tr("Names become codes, and postcodes become areas, before anything is written."),
            tr("All else about people is dropped, unless you tick it and say why you need it."),
        ]
    )
    label = tr("Your list: one row for each person at each meeting")
    chosen = choosing.choose_file(label, key=_KEY, suffixes=_SPREADSHEETS)
    if chosen is None:
        return
    lists.start_over_with(_KEY, chosen.stamp)
    preview = _look(place, chosen, int(st.session_state.get(f"{_KEY}_sheet", 1)))
    _choose_sheet(preview)
    parts.sentences([_first(preview), preview.missing])
    lists.show_columns(
        _KEY,
        preview,
        caption=tr("What becomes of each column"),
        becomes_label=tr("What becomes of it"),
        samples_label=tr("What its first cells look like"),
    )
    with st.expander(tr('What do AA9 and "column 3" mean?')):
        parts.sentences(
            [
                tr("A stands for a letter, 9 for a digit, ? for another sign. Nobody's words are shown."),
                tr("A heading we do not know is called by its place. It may be somebody's name."),
            ]
        )
    lists.match_columns(_KEY, preview, previews.people_fields())
    _check(place, chosen, preview)


def _look(place: Place, chosen: Chosen, sheet_at: int) -> Preview:
    columns = lists.chosen_columns(_KEY)
    keep = sorted(st.session_state.get(f"{_KEY}_kept", ()))

    def make() -> Preview:
        with uploads.on_disk(chosen.upload, neutral=True) as path:
            return previews.preview_people(place, path, sheet_at=sheet_at, chosen=columns, keep=keep)

    about = (place.slug, chosen.stamp, sheet_at, tuple(sorted(columns.items())), tuple(keep))
    return lists.preview_once(_KEY, about, make)


def _first(preview: Preview) -> str:
    """Say how many rows there are; that nothing is written only while that holds."""
    rows = parts.number_of_rows(preview.rows)
    if lists.has_begun(_KEY):
        return tr("We read {rows}. This is what becomes of each column.", rows=rows)
    return tr("We read {rows}. Nothing is written yet. This is what becomes of each column.", rows=rows)


def _choose_sheet(preview: Preview) -> None:
    """Ask for the sheet by its number: its name may be somebody's."""
    if len(preview.sheets) > 1:
        st.selectbox(
            tr("Sheet"),
            range(1, len(preview.sheets) + 1),
            format_func=lambda at: tr("Sheet {number}", number=at),
            key=f"{_KEY}_sheet",
            on_change=_sheet_changed,
        )


def _sheet_changed() -> None:
    st.session_state[f"{_KEY}_columns"] = {}


def _check(place: Place, chosen: Chosen, preview: Preview) -> None:
    """Ask what is to be kept; then check the rows and bring them in."""
    ticked = _characteristics(place, preview)
    label = tr("Each row without a name is a different person, as in a list of members")
    each = st.checkbox(label, key=f"{_KEY}_one_each")
    unsaid = [previews.characteristic_label(name) for name, reason in ticked.items() if not reason.strip()]
    if unsaid:
        st.warning(parts.plain(tr("Say why you need it: {what}.", what=", ".join(unsaid))))
    if preview.missing or unsaid:
        return
    request = ParticipationImport(
        path=_NOWHERE, sheet=preview.sheet, columns=dict(preview.given), keep=ticked, one_row_per_person=each
    )
    sheet_name, looks_like = tr("rows to look at.xlsx"), tr("What it looks like")
    task = Task(_KEY, rows_to_mend.people_sheet, sheet_name, looks_like, previews.people_fields, together=True)
    lists.check_then_bring_in(task, (chosen.stamp, request), partial(_work, place, chosen.upload, request))


def _characteristics(place: Place, preview: Preview) -> Mapping[str, str]:
    """Offer what the list says about people; each is off until it is ticked, and needs a reason."""
    if not preview.offered:
        return {}
    st.subheader(tr("What may be kept about people"), anchor=False)
    record = on_the_record.read_record(place)
    saved = [tr("Saved.")] if record_form.was_saved() else []
    if not on_the_record.is_complete(record):
        _say_it_first(place, preview, record, saved)
        return {}
    parts.sentences(saved)
    parts.sentences([tr("Nothing of this is kept unless you tick it. Take as little as you can.")])
    ticked: dict[str, str] = {}
    for name, column in preview.offered.items():
        label = previews.characteristic_label(name)
        wanted = st.checkbox(
            tr("Keep {what}", what=label),
            key=f"{_KEY}_keep_{name}",
            help=parts.plain(tr("It is taken from {column}.", column=column)),
            on_change=_ticked,
        )
        if wanted:
            ticked[name] = st.text_input(tr("Why do you need it: {what}?", what=label), key=f"{_KEY}_why_{name}")
    return ticked


def _say_it_first(place: Place, preview: Preview, record: OnTheRecord, saved: list[str]) -> None:
    """Say that nothing of this may be kept before somebody says who keeps the records, and ask it here.

    A link to the questions would open another window of the app, and the file that was handed over would be lost.
    """
    offered = ", ".join(previews.characteristic_label(name) for name in preview.offered)
    parts.sentences(
        [
            tr("This cannot be kept yet: {what}.", what=offered),
            tr("Nobody has said yet who keeps these records, and why. The list goes in without it."),
            *saved,
        ]
    )
    with st.expander(tr("Say who keeps these records, and why")):
        parts.sentences([tr("Your list stays here while you answer.")])
        record_form.ask(place, record)
        record_form.show_open(record)


def _ticked() -> None:
    start = f"{_KEY}_keep_"
    kept = [name for name, on in st.session_state.items() if isinstance(name, str) and name.startswith(start) and on]
    st.session_state[f"{_KEY}_kept"] = [name.removeprefix(start) for name in kept]


def _work(place: Place, upload: Upload, request: ParticipationImport, *, dry_run: bool) -> Work[CheckedAnswer]:
    now, who = state.now(), state.who()

    def work(progress: Progress) -> CheckedAnswer:
        with uploads.on_disk(upload, neutral=True) as path:
            wanted = replace(request, path=path, dry_run=dry_run)
            return participation.import_participation(place, wanted, now=now, who=who, progress=progress)

    return work
